"""How sure every area of a country differs from average, all at once and without ranks.

The same draws as of one municipality (``uncertainty.py``): the same digits, so that the map of
the country and the page of an area never use different words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from weefsel.atlas.indicator import CONDITIONS, Indicator
from weefsel.base.certainty import Certainty, certainty
from weefsel.scan.ground import ground
from weefsel.scan.indicator_sure import indicator_sure
from weefsel.scan.level import LevelScan
from weefsel.scan.method import method
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.redraw import quantiles
from weefsel.scan.uncertainty import draw, middle_of, rows_of


@dataclass(frozen=True)
class Standing:
    """How sure one area lies below or above the average: its range and the chance of below."""

    level: float
    low: float
    high: float
    below: float
    certainty: Certainty


def standings(
    level: LevelScan, key: str, catalogue: Mapping[str, Indicator], recipe: ScanRecipe
) -> dict[str, Standing]:
    """Give how sure the score or figure ``key`` of every area of a level is, by code.

    ``key`` is a condition or an indicator. Areas without a score, or without a figure that is
    compared, are absent. Worked out at the first question, which takes seconds for a country.
    """
    where = ("standings", (key, recipe.assumed_error, recipe.seed, recipe.draws))
    if where not in level.kept:
        level.kept[where] = (
            _of_scores(level, key, catalogue, recipe)
            if key in CONDITIONS
            else _of_figures(level, catalogue[key], catalogue, recipe)
        )
    found: dict[str, Standing] = level.kept[where]
    return found


def _of_scores(
    level: LevelScan, condition: str, catalogue: Mapping[str, Indicator], recipe: ScanRecipe
) -> dict[str, Standing]:
    base = ground(level, condition, catalogue, recipe)
    if base is None:
        return {}
    rows = rows_of(base.made.codes, base.made.scored, base.made.codes)
    if not rows.size:
        return {}
    scores = draw(base, rows, recipe, stream=f"scan/{level.level}/{condition}").scores
    confidence = method(recipe.method).number("confidence")
    ends = quantiles(scores, [(1 - confidence) / 2, (1 + confidence) / 2])
    line = middle_of(base)
    below = ((scores < line).mean(axis=1) + (scores <= line).mean(axis=1)) / 2
    share = base.assumed_share()[rows]
    return {
        base.made.codes[row]: Standing(
            confidence,
            float(ends[at, 0]),
            float(ends[at, 1]),
            float(below[at]),
            certainty(float(below[at]), model_share=float(share[at])),
        )
        for at, row in enumerate(rows)
    }


def _of_figures(
    level: LevelScan, indicator: Indicator, catalogue: Mapping[str, Indicator], recipe: ScanRecipe
) -> dict[str, Standing]:
    made = next(iter(level.made.values()))
    found = {}
    for code in made.codes:
        one = indicator_sure(level, code, indicator, catalogue, recipe)
        if one is not None:
            found[code] = Standing(one.level, one.low, one.high, one.below, one.certainty)
    return found
