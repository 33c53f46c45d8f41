"""Numbers of participants by form of participation: through the door for counts of people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl

from weefsel.base.figure import Figure, Flag
from weefsel.base.language import text
from weefsel.outcomes.disclosure import Dimension, Ledger, Released, Table, release
from weefsel.outcomes.disclosure.release import HIDDEN

COUNTED = text("counted by the municipality itself; not a sample")


def pass_participants(
    rows: Iterable[tuple[str, int]], year: int, ledger: dict[str, Any]
) -> tuple[Released, dict[str, Any]]:
    """Pass numbers of participants (form, number) of one year through the door.

    ``ledger`` is what was shown before of this municipality; gives what may be shown and the
    ledger after it. Raises ``InputError`` when the numbers cannot be.
    """
    sums: dict[str, int] = {}
    for kind, count in rows:
        sums[kind] = sums.get(kind, 0) + count
    frame = pl.DataFrame(
        sorted(sums.items()), schema={"form": pl.String, "count": pl.Int64}, orient="row"
    )
    table = Table(
        measure=f"participants {year}",
        dimensions=(Dimension("form"),),
        counts=frame,
        totals=True,
    )
    released = release(table, Ledger.read(ledger) if ledger else Ledger())
    return released, released.ledger.document()


def participant_figures(
    released: dict[str, int | None], year: int, source: str
) -> dict[str, Figure]:
    """Give what passed the door as figures again; a withheld number says why."""
    return {
        kind: Figure(
            f"participants:{year}:{kind}",
            None if count is None else float(count),
            decimals=0,
            year=year,
            sources=(source,),
            unit="persons",
            flag=Flag.SUPPRESSED if count is None else Flag.MEASURED,
            reason=HIDDEN if count is None else COUNTED,
        )
        for kind, count in released.items()
    }
