"""Where need is high and reach is low: gaps per area and kind of provision.

DOMAIN.md sections 2.1 and 14; the order is by residents in need whom nothing reaches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from weefsel.provisions.access import Floats, reach, two_step
from weefsel.provisions.pairs import Decay, Pairs

GAP_COLUMNS = {
    "area": pl.String,
    "kind": pl.String,
    "need": pl.Float64,  # residents in need; null when unknown
    "nearest": pl.Float64,  # cost to the nearest place of this kind; null when none is within
    "access": pl.Float64,  # capacity per resident in need
    "reach": pl.Float64,  # share of those in need who are served; null unless one unit
    "not_reached": pl.Float64,  # residents in need who are not served; null unless one unit
    "without": pl.Float64,  # residents in need with no place of this kind within
    "rank": pl.UInt32,  # 1 is the largest gap of this kind; null where nothing is known
}


def gaps(
    areas: Sequence[str],
    need: Floats,
    places: Mapping[str, tuple[Pairs, Floats | None]],
    decay: Decay,
    *,
    one_unit: frozenset[str] = frozenset(),
) -> pl.DataFrame:
    """Rank the gaps of each kind of provision, ``GAP_COLUMNS``, one row an area and kind.

    ``need`` is ``(area)``, residents in need, NaN where unknown: such an area has no rank and
    its residents take no capacity. ``places`` gives by kind the pairs and the capacity
    ``(place)``, or ``None`` where no capacity is known. Only kinds in ``one_unit``, whose
    capacity counts the same as need, have a reach; the others are ranked by residents in need
    without any place within, and what one has per head says the rest.
    """
    known = ~np.isnan(need)
    counted = np.where(known, need, 0.0)
    frames = []
    for kind, (pairs, capacity) in places.items():
        near = pairs.nearest()
        there = np.isfinite(near)
        columns: dict[str, Floats] = {
            "need": need,
            "nearest": np.where(there, near, np.nan),
            "access": np.full(len(areas), np.nan),
            "reach": np.full(len(areas), np.nan),
            "not_reached": np.full(len(areas), np.nan),
            "without": np.where(there, 0.0, need),
        }
        if capacity is not None:
            columns["access"] = two_step(pairs, counted, capacity, decay).access
        if capacity is not None and kind in one_unit:
            served = reach(pairs, counted, capacity, decay)
            columns["reach"] = served.share
            columns["not_reached"] = np.where(known, served.not_reached, np.nan)
        frame = pl.DataFrame({"area": list(areas), "kind": [kind] * len(areas), **columns})
        by = "not_reached" if capacity is not None and kind in one_unit else "without"
        frame = frame.with_columns(pl.col(pl.Float64).fill_nan(None))
        frames.append(frame.with_columns(rank=pl.col(by).rank("min", descending=True)))
    if not frames:
        return pl.DataFrame(schema=GAP_COLUMNS)
    found = pl.concat(frames)
    return found.select(pl.col(name).cast(kind) for name, kind in GAP_COLUMNS.items())
