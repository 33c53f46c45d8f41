"""How sure scores are: ranges, chances, rank sets and words, for the areas of one place.

Sampling error only: the choice of method is another range and never added to this one
(``variants.py``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from weefsel.atlas.indicator import Indicator
from weefsel.base.certainty import Certainty, certainty
from weefsel.scan.ground import Ground, ground
from weefsel.scan.level import LevelScan
from weefsel.scan.matrix import Floats, Integers
from weefsel.scan.method import method
from weefsel.scan.rank_sets import (
    EXACT_UP_TO,
    RankSets,
    rank_of,
    rank_sets,
    rank_sets_of_many,
)
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.redraw import keys, quantiles, ranks, redraw

TIMES = (0.5, 1.0, 2.0)  # assumed errors at half, once and twice their size (DESIGN.md 6)
RANK_DRAWS = 1000  # for the critical value of rank sets, as csranks takes by default


@dataclass(frozen=True)
class Range:
    """A range of a score at one size of the assumed errors, and what may be said with it."""

    times: float
    low: float
    high: float
    below: float  # chance that the true score lies below the middle
    certainty: Certainty


@dataclass(frozen=True)
class Sure:
    """How sure the score of one area is.

    ``expected`` is the mean of its draws: the score drawn to where its figures, their errors
    and those of all areas together put it. ``rank`` is that of the score as printed, 1 the
    highest, among the ``of`` areas of the place that have one; the true rank lies from
    ``rank_low`` to ``rank_high`` with the level of confidence. ``assumed_share`` is the share
    of the weight whose error is an assumption; with none of it ``assumed`` holds one range,
    else one per size.
    """

    level: float
    low: float
    high: float
    expected: float
    middle: float
    below: float
    certainty: Certainty
    rank: int
    rank_low: int
    rank_high: int
    of: int
    assumed_share: float
    assumed: tuple[Range, ...]


@dataclass(frozen=True)
class Drawn:
    """The draws of some areas ``(area, draw)``, in the order of ``codes``."""

    codes: tuple[str, ...]
    scores: Floats


def rows_of(made_codes: Sequence[str], scored: np.ndarray, codes: Sequence[str]) -> Integers:
    """Give the rows of the areas among ``codes`` that have a score."""
    wanted = set(codes)
    return np.array(
        [at for at, one in enumerate(made_codes) if one in wanted and scored[at]], dtype=np.int64
    )


class Chance(Protocol):
    """What drawing needs of a recipe: how often, and the seed."""

    @property
    def draws(self) -> int:
        """How many times a score is drawn anew."""

    @property
    def seed(self) -> int:
        """The seed of chance."""


def draw(
    base: Ground, rows: Integers, recipe: Chance, *, stream: str, draws: int | None = None
) -> Drawn:
    """Draw the scores of some areas anew; the same digits whichever others are asked for."""
    made = base.made
    names = [made.codes[one] for one in rows]
    scores = redraw(
        base.construction,
        base.prior,
        base.posterior(rows),
        own=keys(recipe.seed, stream, names),
        neighbours=keys(recipe.seed, f"{stream}/around", [base.group[one] for one in rows]),
        shared=_shared(base, rows),
        draws=recipe.draws if draws is None else draws,
    )
    return Drawn(tuple(names), scores)


def uncertainty(
    level: LevelScan,
    condition: str,
    codes: Sequence[str],
    catalogue: Mapping[str, Indicator],
    recipe: ScanRecipe,
) -> dict[str, Sure]:
    """Give how sure the scores of ``codes`` are, by code; absent where there is no score."""
    base = ground(level, condition, catalogue, recipe)
    if base is None:
        return {}
    rows = rows_of(base.made.codes, base.made.scored, codes)
    if not rows.size:
        return {}
    found = {1.0: base}
    if (base.assumed_share()[rows] > 0).any():
        for times in TIMES:
            here = ground(level, condition, catalogue, recipe, times)
            assert here is not None
            found[times] = here
    return sure_of(
        dict(sorted(found.items())),
        rows,
        recipe,
        stream=f"scan/{level.level}/{condition}",
        confidence=method(recipe.method).number("confidence"),
    )


def sure_of(
    grounds: Mapping[float, Ground],
    rows: Integers,
    recipe: Chance,
    *,
    stream: str,
    confidence: float,
) -> dict[str, Sure]:
    """Give how sure the scores of some areas are, by code.

    ``grounds`` by size of the assumed errors, at least once their size (1.0); ``rows`` the
    areas that are ranked among each other.
    """
    base = grounds[1.0]
    middle = middle_of(base)
    share = base.assumed_share()[rows]
    sets = _rank_sets(base, rows, recipe, stream, confidence)
    shown = rank_of(base.construction.scores(base.made.values[rows]))
    found: dict[float, tuple[Floats, Floats, Floats]] = {}
    for times, here in grounds.items():
        scores = draw(here, rows, recipe, stream=stream).scores
        ends = quantiles(scores, [(1 - confidence) / 2, (1 + confidence) / 2])
        below = ((scores < middle).mean(axis=1) + (scores <= middle).mean(axis=1)) / 2
        found[times] = (ends, below, scores.mean(axis=1))
    surenesses = {}
    for at, row in enumerate(rows):
        ranges = tuple(
            Range(
                times,
                float(ends[at, 0]),
                float(ends[at, 1]),
                float(below[at]),
                certainty(float(below[at]), model_share=float(share[at])),
            )
            for times, (ends, below, _) in found.items()
        )
        once = next(one for one in ranges if one.times == 1.0)
        surenesses[base.made.codes[row]] = Sure(
            level=confidence,
            low=once.low,
            high=once.high,
            expected=float(found[1.0][2][at]),
            middle=middle,
            below=once.below,
            certainty=once.certainty,
            rank=int(shown[at]),
            # A set that is made to hold the rank as printed holds the true one no less often.
            rank_low=int(min(sets.low[at], shown[at])),
            rank_high=int(max(sets.high[at], shown[at])),
            of=rows.size,
            assumed_share=float(share[at]),
            assumed=ranges if share[at] > 0 else (once,),
        )
    return surenesses


def middle_of(base: Ground) -> float:
    """Give the score that others are called higher or lower than: that of the average area."""
    if base.construction.scale.kind == "z_score":
        return base.construction.centre
    counted = base.made.scored & base.made.within
    return float(base.construction.scores(base.made.values[counted]).mean())


def _slopes(base: Ground, rows: Integers) -> Floats:
    """Give how far a score moves with each figure's own error, per spread of that error.

    A difference over the width of the error itself: right for a percentile too, whose slope
    at a point says nothing.
    """
    held = base.construction.scale.denoised(base.prior.deviation)
    values, error = base.values[rows], base.noise.error[rows]
    found = np.zeros(values.shape)
    for one in range(values.shape[1]):
        step = np.where(error[:, one] > 0, error[:, one], held.deviation[one])
        ends = []
        for side in (1.0, -1.0):
            moved = values.copy()
            moved[:, one] += side * step
            points = held.points_of_clipped(moved)
            ends.append(base.construction.of_points(points))
        found[:, one] = (ends[0] - ends[1]) / (2 * step / held.deviation[one])
    return np.where(np.isnan(values), 0.0, found * held.direction)


def _error_covariance(base: Ground, rows: Integers) -> tuple[Floats, Floats]:
    """Give the covariance of the scores' errors ``(area, area)``, and its neighbours' part."""
    slopes = _slopes(base, rows)
    noise = base.noise.take(rows)
    own = noise.covariance(base.prior.deviation)
    own = np.where(np.isnan(own), 0.0, own)
    variance = np.einsum("ai,aij,aj->a", slopes, own, slopes)
    pull = np.where(noise.estimated, slopes * noise.error / base.prior.deviation, 0.0)
    pull = np.where(np.isnan(pull), 0.0, pull)
    common = noise.between_neighbours * (pull @ noise.together() @ pull.T)
    names = np.array([base.group[one] for one in rows])
    found = np.where(names[:, None] == names[None, :], common, 0.0)
    np.fill_diagonal(found, variance)
    return found, np.diag(common)


def _shared(base: Ground, rows: Integers) -> Floats:
    """Give the share of an area's error variance that its neighbours have too."""
    if not base.noise.estimated[rows].any():
        return np.zeros(rows.size)
    parts = [
        _error_covariance(base, rows[start : start + EXACT_UP_TO])
        for start in range(0, rows.size, EXACT_UP_TO)
    ]
    variance = np.concatenate([np.diag(one) for one, _ in parts])
    common = np.concatenate([one for _, one in parts])
    return np.asarray(np.divide(common, variance, out=np.zeros(rows.size), where=variance > 0))


def _rank_sets(
    base: Ground, rows: Integers, recipe: Chance, stream: str, confidence: float
) -> RankSets:
    held = base.construction.scale.denoised(base.prior.deviation)
    estimate = base.construction.of_points(held.points_of_clipped(base.values[rows]))
    names = [base.made.codes[one] for one in rows]
    from weefsel.scan.draw_kernel import normals

    normal = np.stack(
        [normals(one, RANK_DRAWS) for one in keys(recipe.seed, f"{stream}/ranks", names)], axis=1
    )
    if rows.size <= EXACT_UP_TO:
        covariance, _ = _error_covariance(base, rows)
        return rank_sets(estimate, covariance, level=confidence, normal=normal)
    variance = np.concatenate(
        [
            np.diag(_error_covariance(base, rows[start : start + EXACT_UP_TO])[0])
            for start in range(0, rows.size, EXACT_UP_TO)
        ]
    )
    return rank_sets_of_many(estimate, np.sqrt(variance), level=confidence, normal=normal)


def drawn_ranks(drawn: Drawn, levels: Sequence[float]) -> Floats:
    """Give quantiles of the rank of each area over its draws, ``(area, level)``."""
    return quantiles(ranks(drawn.scores), levels)
