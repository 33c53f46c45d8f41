"""Who contributed to a count: the p%-rule for counts that one party dominates."""

from __future__ import annotations

import numpy as np
import polars as pl

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.outcomes.disclosure.rules import Rules
from weefsel.outcomes.disclosure.system import Floats, Ints, System
from weefsel.outcomes.disclosure.table import Table, said

_PERCENT = 100


def protection(table: Table, system: System, value: Floats, rules: Rules) -> tuple[Ints, Floats]:
    """Give the cells that one contributor dominates, with the room that must stay around each.

    The p%-rule: the total without its two largest contributions is less than p percent of
    the largest; what is missing is the room on either side (Handbook on Statistical
    Disclosure Control, 4.2, tables of sensitivity rules and of upper protection levels).
    Raises ``InputError`` when contributions do not add up to the counts.
    """
    given = table.contributions
    assert given is not None
    missing = [one for one in (*table.names, "contributor", "amount") if one not in given.columns]
    if missing:
        raise InputError(
            text("the column '%(column)s' is not in the table.", column=missing[0]),
            where=table.measure,
            todo=text("Use one of these columns: %(columns)s.", columns=", ".join(given.columns)),
        )
    rows = given.select(
        *(pl.col(name).cast(pl.String) for name in table.names),
        pl.col("contributor").cast(pl.String),
        pl.col("amount").cast(pl.Float64),
    )
    rows = rows.filter(pl.col("amount") > 0)
    for dimension in table.dimensions:
        used = rows[dimension.name].drop_nulls().unique().to_list()
        up: dict[str, set[str | None]] = {one: {one, None} for one in used}
        for division in dimension.within(used):
            for one in used:
                here = one
                while here in division:
                    here = division[here]
                    up[one].add(here)
        ladder = pl.DataFrame(
            {
                dimension.name: [one for one in used for _ in up[one]],
                "above": pl.Series([each for one in used for each in up[one]], dtype=pl.String),
            },
            schema_overrides={dimension.name: pl.String},
        )
        rows = rows.join(ladder, on=dimension.name).drop(dimension.name)
        rows = rows.rename({"above": dimension.name})
    each = rows.group_by([*table.names, "contributor"], maintain_order=True).agg(
        pl.col("amount").sum()
    )
    cells = each.group_by(list(table.names), maintain_order=True).agg(
        total=pl.col("amount").sum(),
        first=pl.col("amount").max(),
        second=pl.col("amount").sort(descending=True).get(1, null_on_oob=True).fill_null(0.0),
    )
    places = system.locate(table.names, cells.select(table.names))
    off = np.abs(np.nan_to_num(value[places], nan=0.0) - cells["total"].to_numpy())
    wrong = ~np.isnan(value[places]) & (off > 0.5)
    if wrong.any():
        row = cells.row(int(np.flatnonzero(wrong)[0]))
        raise InputError(
            text(
                "the contributions to %(cell)s do not add up to its count.",
                cell=said(row[: len(table.names)]),
            ),
            where=table.measure,
            todo=text("Give every contribution, counted in people."),
        )
    rest = cells["total"] - cells["first"] - cells["second"]
    room = (cells["first"] * (rules.dominance_p.value / _PERCENT) - rest).to_numpy()
    dominated = room > 0
    return places[dominated], np.ceil(room[dominated])
