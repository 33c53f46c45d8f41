"""Step 11: redraw every score from where areas may truly stand, on a scale that is held.

References
----------
.. [1] OECD/JRC (2008). Handbook on Constructing Composite Indicators, step 7: uncertainty
   analysis by Monte Carlo.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from weefsel.scan.admissible import Aggregate, check
from weefsel.scan.compose import aggregate
from weefsel.scan.matrix import Floats
from weefsel.scan.prior import Posterior, Prior
from weefsel.scan.scale import Scale
from weefsel.scan.tree import Tree

Keys = NDArray[np.uint64]
_KEY_BYTES = 8
# One of the ways in which Numba shares work ends the process when two threads ask at once.
_ONE_AT_A_TIME = Lock()
_TOGETHER = 32  # draws ranked at a time: sorting lets other threads go on


@dataclass(frozen=True)
class Construction:
    """How values become a score: the held scale, the weights, the mean and the ends."""

    scale: Scale
    weights: Floats  # (indicator)
    aggregate: Aggregate
    centre: float
    spread: float
    lowest: float
    highest: float
    tree: Tree | None = None  # none: one mean of all indicators

    def __post_init__(self) -> None:
        """Refuse a pair that does not go together."""
        check(self.scale.kind, self.aggregate)

    def scores(self, values: Floats) -> Floats:
        """Give the score of values ``(area, indicator)``, NaN where nothing is filled."""
        return self.of_points(self.scale.points(values))

    def of_points(self, points: Floats) -> Floats:
        """Give the score of points ``(area, indicator)``."""
        if self.tree is None:
            found = aggregate(self.aggregate, points, self.weights)
        else:
            found = self.tree.top(points, self.aggregate)
        if self.scale.kind == "z_score":
            found = self.centre + self.spread * found
        return np.asarray(np.clip(found, self.lowest, self.highest))


def key(seed: int, stream: str, name: str) -> int:
    """Give the key of a thing in a stream of chance: the same whatever else there is."""
    digest = hashlib.sha256(f"{seed}/{stream}/{name}".encode()).digest()
    return int.from_bytes(digest[:_KEY_BYTES], "little")


def keys(seed: int, stream: str, names: Sequence[str]) -> Keys:
    """Give the key of each name, ``(name)``."""
    return np.array([key(seed, stream, name) for name in names], dtype=np.uint64)


def redraw(
    construction: Construction,
    before: Prior,
    after: Posterior,
    *,
    own: Keys,
    neighbours: Keys | None = None,
    shared: Floats | None = None,
    draws: int,
    weights: Floats | None = None,
) -> Floats:
    """Draw scores ``(area, draw)``.

    ``own`` and ``neighbours`` are keys per area, ``shared`` the share of an area's variance
    that it has in common with those of the same ``neighbours`` key. ``weights`` ``(draw,
    indicator)`` vary by draw; without them those of the construction hold. The digits are
    the same for any number of threads and for any choice of areas.
    """
    from weefsel.scan import draw_kernel

    held = construction.scale.denoised(before.deviation)
    if construction.tree is not None:
        return _by_parts(replace(construction, scale=held), before, after, own, draws)
    form, slope, intercept, table, known = _form(held)
    areas = after.mean.shape[0]
    scores = np.empty((areas, draws))
    every = construction.weights[None, :] if weights is None else weights
    with _ONE_AT_A_TIME:
        draw_kernel.redraw(
            after.mean, after.root, after.known, own,
            own if neighbours is None else neighbours,
            np.zeros(areas) if shared is None else shared,
            np.ascontiguousarray(every), weights is not None,
            form, slope, intercept, held.bottom, held.top, table, known,
            ("arithmetic", "geometric", "harmonic").index(construction.aggregate),
            construction.centre, construction.spread, construction.lowest, construction.highest,
            draws, scores,
        )  # fmt: skip
    return scores


def _by_parts(
    construction: Construction, before: Prior, after: Posterior, own: Keys, draws: int
) -> Floats:
    """Draw scores ``(area, draw)`` of an index with parts: the same chance, area by area."""
    from weefsel.scan import draw_kernel

    areas, count = after.mean.shape
    scores = np.empty((areas, draws))
    for area in range(areas):
        chance = draw_kernel.normals(own[area], draws * count).reshape(draws, count)
        spreads = after.mean[area] + chance @ after.root[area].T
        values = before.centre + spreads * before.deviation * before.direction
        values = np.where(after.known[area], values, np.nan)
        scores[area] = construction.of_points(construction.scale.points_of_clipped(values))
    return scores


def _form(held: Scale) -> tuple[int, Floats, Floats, Floats, NDArray[np.int64]]:
    """Give how points follow from spreads: form, slope, intercept, sorted table, its lengths."""
    from weefsel.scan import draw_kernel

    count = held.direction.size
    nothing, none = np.zeros((count, 1)), np.zeros(count, dtype=np.int64)
    if held.kind == "z_score":
        return draw_kernel.IDENTITY, np.ones(count), np.zeros(count), nothing, none
    if held.kind == "percentile":
        table = np.sort((held.table - held.centre) / held.deviation * held.direction, axis=0).T
        lengths = (~np.isnan(table)).sum(axis=1)
        return (
            draw_kernel.PERCENTILE,
            np.ones(count),
            np.zeros(count),
            np.ascontiguousarray(table),
            lengths,
        )
    # A bounded scale is a line between its ends: two points of it give slope and intercept.
    low, high = held.ends()
    if held.kind == "min_max":
        start, end = (
            np.where(held.direction > 0, low, high),
            np.where(held.direction > 0, high, low),
        )
    else:
        start, end = np.where(held.direction > 0, low, high), held.target
    per_value = (held.top - held.bottom) / (end - start)
    slope = per_value * held.deviation * held.direction
    intercept = held.bottom + per_value * (held.centre - start)
    return draw_kernel.BOUNDED, slope, intercept, nothing, none


def ranks(scores: Floats, *, threads: int = 1) -> NDArray[np.int32]:
    """Give the rank of each area in each draw, ``(area, draw)``: 1 is the highest score.

    Equal scores have equal ranks: 1 plus the number of areas with a higher score.
    """
    areas, draws = scores.shape
    found = np.empty((areas, draws), dtype=np.int32)
    place = np.arange(areas)

    def part(start: int) -> None:
        columns = np.ascontiguousarray(scores[:, start : start + _TOGETHER].T)
        ranked = np.empty(columns.shape, dtype=np.int32)
        for at, column in enumerate(columns):
            order = np.argsort(-column)
            ordered = column[order]
            lower = np.concatenate([[True], ordered[1:] < ordered[:-1]])
            ranked[at, order] = np.maximum.accumulate(np.where(lower, place, 0)) + 1
        found[:, start : start + _TOGETHER] = ranked.T

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(part, range(0, draws, _TOGETHER)))
    return found


def quantiles(values: NDArray[np.float64] | NDArray[np.int32], levels: Sequence[float]) -> Floats:
    """Give quantiles of each row, ``(row, level)``, linear between two draws."""
    return np.asarray(np.quantile(values, levels, axis=1).T, dtype=np.float64)


def chance_above(one: Floats, other: Floats) -> float:
    """Give the chance that one area's score lies above another's, ties half, from their draws."""
    return float(((one > other).sum() + (one == other).sum() / 2) / one.size)
