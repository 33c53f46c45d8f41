"""The door for shares of people from a house's own records: only what passes is shown.

A share is two counts: those who do and those who do not. Both, and their sum, go through
``weefsel.outcomes.disclosure`` in the hierarchy of neighbourhood, district and municipality;
the share that is stored is made from what came out, never from what went in.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.outcomes.disclosure import Dimension, Ledger, Table, release
from weefsel.sources.area_code import district_of, municipality_of

WHOLE = 100.0  # per cent, by its meaning
_YES, _NO = "yes", "no"
_KEY = ["area", "indicator", "year"]


def pass_shares(
    shares: pl.DataFrame, ledger: dict[str, Any]
) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Pass shares (area, indicator, year, value in percent, n) through the door.

    ``ledger`` is what was released before, of the same municipality. Gives each share with
    ``withheld`` and its value after the door, and the ledger after it. Raises ``InputError``
    when the parts of an area are more than the area itself.
    """
    kept = Ledger.read(ledger) if ledger else Ledger()
    passed = []
    groups = shares.sort(_KEY).partition_by(["indicator", "year"], maintain_order=True)
    for group in groups:
        done, kept = _pass(group, kept)
        passed.append(done)
    empty = shares.select(*_KEY, "value", withheld=pl.lit(True))
    return (pl.concat(passed) if passed else empty.clear()), kept.document()


def _pass(group: pl.DataFrame, ledger: Ledger) -> tuple[pl.DataFrame, Ledger]:
    indicator, year = group["indicator"][0], group["year"][0]
    counts = {
        area: (round(value * n / WHOLE), round(n))
        for area, value, n in group.select("area", "value", "n").iter_rows()
    }
    parents = _parents(counts)
    frame = pl.DataFrame(
        [
            {"area": area, "answer": answer, "count": count}
            for area, (yes, every) in sorted(counts.items())
            for answer, count in ((_YES, yes), (_NO, every - yes), (None, every))
        ],
        schema={"area": pl.String, "answer": pl.String, "count": pl.Int64},
    )
    released = release(
        Table(
            measure=f"{indicator} {year}",
            # People live in other areas too: the areas given need not add up to the whole.
            dimensions=(Dimension("area", parents=parents, complete=False), Dimension("answer")),
            counts=frame,
            totals=False,
        ),
        ledger,
    )
    rows = []
    for area in group["area"]:
        yes = released.value(area=area, answer=_YES)
        no = released.value(area=area, answer=_NO)
        value = None
        if yes is not None and no is not None and yes + no > 0:
            value = WHOLE * yes / (yes + no)
        rows.append(
            {
                "area": area,
                "indicator": indicator,
                "year": year,
                "value": value,
                "withheld": value is None,
            }
        )
    schema: dict[str, Any] = {**{name: group.schema[name] for name in _KEY},
              "value": pl.Float64, "withheld": pl.Boolean}  # fmt: skip
    return pl.DataFrame(rows, schema=schema), released.ledger


def _parents(counts: dict[str, tuple[int, int]]) -> dict[str, str]:
    """Give the smallest area given that holds each area.

    Raises ``InputError`` when the parts of an area hold more people than the area itself.
    """
    parents: dict[str, str] = {}
    for area in counts:
        parent = next((one for one in _above(area) if one in counts), None)
        if parent is not None:
            parents[area] = parent
    for area, (yes, every) in counts.items():
        parts = [counts[one] for one, parent in parents.items() if parent == area]
        no = every - yes
        if sum(one for one, _ in parts) > yes or sum(of - one for one, of in parts) > no:
            raise InputError(
                text("the parts of %(area)s hold more people than the area itself.", area=area),
                where=area,
                todo=text("Check the numbers of people of that area and of its parts."),
            )
    return parents


def _above(area: str) -> Iterable[str]:
    """Give the areas that hold an area, the smallest first."""
    district = district_of(area)
    if district is not None and district != area:
        yield district
    municipality = municipality_of(area)
    if municipality is not None and municipality != area:
        yield municipality
