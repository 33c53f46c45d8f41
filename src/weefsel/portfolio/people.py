"""Numbers of participants: through the door for counts of people before anybody sees them."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from weefsel.base.figure import Figure, Flag
from weefsel.base.language import text
from weefsel.outcomes.disclosure import Dimension, Table, release
from weefsel.outcomes.disclosure.release import HIDDEN
from weefsel.portfolio.figures import NO_RANGE_OF_PEOPLE, OWN, empty
from weefsel.portfolio.line import Line

UNKNOWN_PEOPLE = text("the number of participants is not known")


def shown_people(lines: Sequence[Line]) -> dict[str, Figure]:
    """Give the participants of each line as they may be shown, by key.

    No sum of them is shown anywhere: one person can take part in more lines.
    """
    given = {one.key: one.participants for one in lines if one.participants is not None}
    passed: dict[str, int | None] = {}
    if given:
        table = Table(
            measure="participants of subsidised activities",
            dimensions=(Dimension("line", complete=False),),
            counts=pl.DataFrame(
                list(given.items()), schema={"line": pl.String, "count": pl.Int64}, orient="row"
            ),
            totals=False,
        )
        passed = dict(release(table).cells.select("line", "count").iter_rows())
    return {one.key: _figure(one, passed) for one in lines}


def _figure(line: Line, passed: dict[str, int | None]) -> Figure:
    name = f"portfolio:{line.key}:participants"
    if line.participants is None:
        return empty(name, "persons", UNKNOWN_PEOPLE)
    shown = passed[line.key]
    if shown is None:
        return empty(name, "persons", HIDDEN, hidden=True)
    return Figure(
        id=name,
        value=float(shown),
        unit="persons",
        decimals=0,
        year=line.year,
        flag=Flag.MEASURED,
        sources=(OWN,),
        reason=NO_RANGE_OF_PEOPLE,
    )
