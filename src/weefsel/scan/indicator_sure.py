"""How sure a single figure lies below or above the average it is compared with.

The same two steps as for scores, for one figure: the spread between areas with the noise
taken out, and each figure drawn to the average by the share of it that is noise
(``prior.py``). What is left is normal, so chances follow without drawing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from weefsel.atlas.indicator import Indicator
from weefsel.base.certainty import Certainty, certainty
from weefsel.scan.error import ASSUMED, BASES
from weefsel.scan.ground import Errors, errors
from weefsel.scan.level import LevelScan
from weefsel.scan.matrix import Bools, Floats
from weefsel.scan.method import method
from weefsel.scan.prior import NO_MODEL, Noise, posterior, prior
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.reference import COMPARED, Reference
from weefsel.scan.uncertainty import TIMES, Range


@dataclass(frozen=True)
class IndicatorSure:
    """How sure one figure of one area is beside a line.

    ``low`` to ``high`` holds the true value with the ``level`` of confidence; ``expected`` is
    the value drawn to the average of all areas; ``middle`` the line it is held to, ``below``
    the chance that the true value lies under it. ``error`` is the standard error, ``basis``
    what that rests on. Where that is an assumption ``assumed`` has a range at half, once and
    twice its size, and the word is never *certain* (rule 10).
    """

    level: float
    low: float
    high: float
    expected: float
    middle: float
    below: float
    certainty: Certainty
    error: float
    basis: str
    assumed: tuple[Range, ...]


@dataclass(frozen=True)
class _Behind:
    """Where the areas of a level truly stand on one indicator, ``(area)``."""

    expected: Floats
    deviation: Floats  # around the expected value; 0 where the figure is exact


def indicator_sure(
    level: LevelScan,
    area: str,
    indicator: Indicator,
    catalogue: Mapping[str, Indicator],
    recipe: ScanRecipe,
    *,
    line: float | None = None,
    line_error: float = 0.0,
) -> IndicatorSure | None:
    """Say how sure a figure of an area is lower or higher than a line.

    The line is the mean of the reference as published, unless another is given, with its own
    standard error; errors of the two are taken as independent, which makes the chance more
    careful where the area is a part of what it is held to. ``None`` without a value that is
    compared, and for what says something of origin (rule 9). Worked out for all areas of the
    level at the first question.
    """
    held = errors(level, catalogue, recipe)
    found = held.of(area, indicator.id)
    refers = next((one for one in level.references if one.indicator == indicator.id), None)
    if found is None or refers is None or refers.reason != COMPARED or indicator.origin_trait:
        return None
    row = held.rows[area]
    middle = refers.mean if line is None else line
    basis = found[1]
    model_share = 1.0 if basis == ASSUMED else 0.0
    confidence = method(recipe.method).number("confidence")
    reach = NormalDist().inv_cdf((1 + confidence) / 2)
    least, most = _ends(indicator)
    ranges = []
    for times in TIMES if basis == ASSUMED else (1.0,):
        behind = _behind(level, indicator.id, refers, held, recipe, times)
        expected, spread = float(behind.expected[row]), float(behind.deviation[row])
        if np.isnan(expected):  # measured in another way than what it would be compared with
            return None
        below = chance_below(middle - expected, float(np.hypot(spread, line_error)))
        ranges.append(
            Range(
                times,
                min(max(expected - reach * spread, least), most),
                max(min(expected + reach * spread, most), least),
                below,
                certainty(below, model_share=model_share),
            )
        )
    once = next(one for one in ranges if one.times == 1.0)
    return IndicatorSure(
        level=confidence,
        low=once.low,
        high=once.high,
        expected=float(_behind(level, indicator.id, refers, held, recipe, 1.0).expected[row]),
        middle=middle,
        below=once.below,
        certainty=once.certainty,
        error=found[0],
        basis=basis,
        assumed=tuple(ranges),
    )


def chance_below(distance: float, spread: float) -> float:
    """Give the chance that what lies ``distance`` under a line on average lies under it."""
    if spread > 0:
        return NormalDist().cdf(distance / spread)
    return (1 + float(np.sign(distance))) / 2  # on the line itself neither side is likelier


def _ends(indicator: Indicator) -> tuple[float, float]:
    """Give between which values the indicator can lie."""
    least = -np.inf if indicator.may_be_negative else 0.0
    if indicator.most is not None:
        return least, indicator.most
    return least, 100.0 if indicator.unit == "percent" else np.inf


def _behind(
    level: LevelScan,
    indicator: str,
    refers: Reference,
    held: Errors,
    recipe: ScanRecipe,
    times: float,
) -> _Behind:
    key = ("behind", (indicator, recipe.assumed_error * times))
    if key not in level.kept:
        level.kept[key] = _make(indicator, refers, held, recipe, times)
    found: _Behind = level.kept[key]
    return found


def _make(
    indicator: str,
    refers: Reference,
    held: Errors,
    recipe: ScanRecipe,
    times: float,
) -> _Behind:
    column = held.columns[indicator]
    values = held.values[:, column]
    assumed = held.basis[:, column] == BASES.index(ASSUMED)
    error = np.where(assumed, held.error[:, column] * times, held.error[:, column])
    error = np.where(np.isnan(values), 0.0, np.nan_to_num(error))
    return behind(
        values,
        error,
        held.within,
        refers,
        minimum_reliability=method(recipe.method).number("minimum_reliability"),
    )


def behind(
    values: Floats,
    error: Floats,
    within: Bools,
    refers: Reference,
    *,
    minimum_reliability: float,
) -> _Behind:
    """Draw one figure of all areas ``(area)`` to their average, as far as it is noise.

    ``within`` tells who is in the reference, whose outliers are pulled in first. Figures
    without error stay what they are.
    """
    pulled = np.where(error > 0, np.clip(values, refers.low, refers.high), values)[:, None]
    noise = Noise(
        error=error[:, None],
        model=np.array([NO_MODEL]),
        estimated=np.zeros((values.size, 1), dtype=np.bool_),
        within_model=0.0,
        between_neighbours=0.0,
    )
    inside = np.flatnonzero(within & ~np.isnan(values))
    before = prior(
        np.clip(pulled[inside], refers.low, refers.high),
        noise.take(inside),
        np.ones(1),
        direction=np.ones(1),
        centre=np.array([refers.centre]),
        deviation=np.array([refers.deviation]),
        minimum_reliability=minimum_reliability,
    )
    after = posterior(before, pulled, noise)
    scale = float(before.deviation[0])
    expected = np.where(after.known[:, 0], refers.centre + scale * after.mean[:, 0], np.nan)
    return _Behind(expected, scale * after.root[:, 0, 0])
