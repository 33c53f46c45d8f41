"""A total of the four conditions: only when a recipe asks for it.

The plain mean of the four scores, each condition weighing a quarter whatever its indicators;
without one of the four there is no total. Nobody publishes how the errors of the four go
together, and conditions share models and respondents: the range is that of errors that go
wholly together, the widest there is. Its ends are then the means of the four ends, and its
draws the means of the four sorted draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from weefsel.atlas.indicator import CONDITIONS
from weefsel.base.certainty import Certainty, certainty
from weefsel.base.figure import Figure, Flag, State
from weefsel.base.language import Text, text
from weefsel.scan import words
from weefsel.scan.ground import ground
from weefsel.scan.uncertainty import draw, rows_of

if TYPE_CHECKING:
    from weefsel.scan.matrix import Floats
    from weefsel.scan.result import ScanResult

NOT_ASKED = text("a total of the conditions is only made when the recipe asks for it")


@dataclass(frozen=True)
class TotalSure:
    """How sure the total of an area is; ``assumed_share`` is the mean over the conditions."""

    level: float
    low: float
    high: float
    expected: float
    middle: float
    below: float
    certainty: Certainty
    assumed_share: float


def total_value(result: ScanResult, area: str) -> float | None:
    """Give the mean of the four scores of an area; none when one of them is not there."""
    found = [result.score_rows[area, one]["score"] for one in CONDITIONS]
    return None if None in found else float(sum(found) / len(found))


def total_reason(result: ScanResult, area: str) -> Text | None:
    """Say why an area has no total; none when it has one."""
    from weefsel.scan.reasons import CONDITION_NAMES
    from weefsel.sources.said import Listed

    if not result.recipe.total:
        return NOT_ASKED
    empty = tuple(
        CONDITION_NAMES[one] for one in CONDITIONS if result.score_rows[area, one]["score"] is None
    )
    if not empty:
        return None
    return text("a total needs all four conditions; there is no score for: %(conditions)s",
                conditions=Listed(empty))  # fmt: skip


def total_sure(result: ScanResult, level: str) -> dict[str, TotalSure]:
    """Say how sure the totals of a level are, by code; absent without a total."""
    codes = [one for one in result.codes(level) if total_value(result, one) is not None]
    if not codes or level not in result.levels:
        return {}
    drawn = _drawn(result, level, codes)
    found = {}
    for at, code in enumerate(codes):
        each = [result.sure(code, one) for one in CONDITIONS]
        known = [one for one in each if one is not None]
        if len(known) < len(CONDITIONS):
            continue
        middle = float(np.mean([one.middle for one in known]))
        below = float(((drawn[at] < middle).mean() + (drawn[at] <= middle).mean()) / 2)
        share = float(np.mean([one.assumed_share for one in known]))
        found[code] = TotalSure(
            level=known[0].level,
            low=float(np.mean([one.low for one in known])),
            high=float(np.mean([one.high for one in known])),
            expected=float(np.mean([one.expected for one in known])),
            middle=middle,
            below=below,
            certainty=certainty(below, model_share=share),
            assumed_share=share,
        )
    return found


def _drawn(result: ScanResult, level: str, codes: list[str]) -> Floats:
    """Give the means of the sorted draws of the four conditions, ``(area, draw)``."""
    held, recipe = result.levels[level], result.recipe
    total = np.zeros((len(codes), recipe.draws))
    for condition in CONDITIONS:
        base = ground(held, condition, result.catalogue, recipe)
        assert base is not None  # each of these areas has a score on it
        rows = rows_of(base.made.codes, base.made.scored, codes)
        scores = draw(base, rows, recipe, stream=f"scan/{level}/{condition}").scores
        total += np.sort(scores, axis=1) / len(CONDITIONS)
    return total


def total_figure(result: ScanResult, area: str) -> Figure:
    """Give the total of an area, or an empty figure that says why there is none."""
    why = total_reason(result, area)
    value = None if why is not None else total_value(result, area)
    if value is None:
        return Figure(
            id=f"total:{area}", value=None, unit="score", year=result.year, state=State.PM,
            flag=Flag.MISSING, reason=why,
        )  # fmt: skip
    from weefsel.scan.figures import SCORE_DECIMALS, score_editions

    sure = result.total_sure(area)
    assert sure is not None
    editions = {one for each in CONDITIONS for one in score_editions(result, area, each)}
    return Figure(
        id=f"total:{area}",
        value=value,
        unit="score",
        decimals=SCORE_DECIMALS,
        year=result.year,
        low=sure.low,
        high=sure.high,
        level=sure.level,
        range_kind="p5_p95",
        certainty=sure.certainty,
        reason=None if sure.low <= value <= sure.high else words.OUTSIDE,
        sources=("computed:scan_total", "computed:scan_range", *sorted(editions)),
    )
