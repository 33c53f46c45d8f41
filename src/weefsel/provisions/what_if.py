"""What if a place closes, opens, moves or changes its hours: who gains and who loses.

Before and after are the same computation on the same residents; nothing else changes. Where
the residents of a place that closes can go instead follows from the places that stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from weefsel.provisions.access import Floats, choices, reach, two_step
from weefsel.provisions.pairs import Decay, Pairs

CHANGE_COLUMNS = {
    "area": pl.String,
    "need": pl.Float64,  # residents in need
    "nearest_before": pl.Float64,  # cost to the nearest open place; null when none is within
    "nearest_after": pl.Float64,
    "access_before": pl.Float64,  # capacity per resident in need
    "access_after": pl.Float64,
    "served_before": pl.Float64,  # residents served; null unless capacity and need are one unit
    "served_after": pl.Float64,
    "loses_all": pl.Float64,  # residents in need who had a place within, and then have none
    "gains_first": pl.Float64,  # residents in need who had none within, and then have one
}
INSTEAD_COLUMNS = {
    "from_place": pl.Int64,  # position of a place that loses capacity
    "to_place": pl.Int64,  # position of where its residents can go; null for nowhere
    "residents": pl.Float64,  # residents in need who turned to the first place
}


@dataclass(frozen=True)
class WhatIf:
    """What a change does: per area ``CHANGE_COLUMNS``, and who goes where, ``INSTEAD_COLUMNS``."""

    areas: pl.DataFrame
    instead: pl.DataFrame

    @property
    def losing(self) -> pl.DataFrame:
        """Give the areas whose access falls, the largest number of residents first."""
        fell = pl.col("access_after") < pl.col("access_before")
        return self.areas.filter(fell).sort("need", "area", descending=[True, False])


def what_if(
    areas: Sequence[str],
    pairs: Pairs,
    need: Floats,
    before: Floats,
    after: Floats,
    decay: Decay,
    *,
    one_unit: bool = False,
) -> WhatIf:
    """Compare capacities ``before`` and ``after``, each ``(place)``; zero is not open.

    ``pairs`` hold every place of either, so that a move is a closing and an opening, and
    other hours another capacity. Raises ``InputError`` as ``two_step`` does.
    """
    first, then = pairs.among(before > 0), pairs.among(after > 0)
    near = [_known(one.nearest()) for one in (first, then)]
    access = [two_step(pairs, need, held, decay).access for held in (before, after)]
    served = [np.full(len(areas), np.nan)] * 2
    if one_unit:
        served = [
            reach(open_now, need, held, decay).served
            for open_now, held in ((first, before), (then, after))
        ]
    had, has = ~np.isnan(near[0]), ~np.isnan(near[1])
    frame = pl.DataFrame(
        {
            "area": list(areas),
            "need": need,
            "nearest_before": near[0],
            "nearest_after": near[1],
            "access_before": access[0],
            "access_after": access[1],
            "served_before": served[0],
            "served_after": served[1],
            "loses_all": np.where(had & ~has, need, 0.0),
            "gains_first": np.where(~had & has, need, 0.0),
        }
    ).with_columns(pl.col(pl.Float64).fill_nan(None))
    columns = (pl.col(name).cast(kind) for name, kind in CHANGE_COLUMNS.items())
    return WhatIf(frame.select(columns), _instead(first, then, need, before, after, decay))


def _known(cost: Floats) -> Floats:
    return np.where(np.isfinite(cost), cost, np.nan)


def _instead(
    first: Pairs, then: Pairs, need: Floats, before: Floats, after: Floats, decay: Decay
) -> pl.DataFrame:
    """Send the residents of each place that loses capacity to the places that stay.

    The part of its capacity that a place loses is the part of its residents that look
    elsewhere, by the weight of the distance; what finds nothing within goes nowhere.
    """
    turned = choices(first, decay) * need[first.demand]
    other = choices(then, decay)
    rows: list[tuple[int, int | None, float]] = []
    for place in np.flatnonzero(after < before):
        lost = 1.0 - after[place] / before[place]
        here = first.place == place
        leave = np.bincount(first.demand[here], turned[here] * lost, minlength=first.demands)
        elsewhere = then.place != place
        part = np.where(elsewhere, other, 0.0)
        whole = np.bincount(then.demand, part, minlength=then.demands)
        found = np.divide(part, whole[then.demand], out=np.zeros_like(part),
                          where=whole[then.demand] > 0)  # fmt: skip
        go = np.bincount(then.place, found * leave[then.demand], minlength=then.places)
        rows += [(int(place), int(one), float(go[one])) for one in np.flatnonzero(go > 0)]
        nowhere = float(leave[whole <= 0].sum())
        if nowhere > 0:
            rows.append((int(place), None, nowhere))
    return pl.DataFrame(rows, schema=INSTEAD_COLUMNS, orient="row")
