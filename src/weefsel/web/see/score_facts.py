"""What a score is made of: each figure's part in it, its ranges, its places, its thin ice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from weefsel.atlas.indicator import Indicator
from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.scan import words
from weefsel.scan.reasons import CONDITION_NAMES
from weefsel.scan.result import ScanResult
from weefsel.scan.uncertainty import Sure
from weefsel.scan.variants import MethodRange
from weefsel.web import ask
from weefsel.web.see.area_rows import score_sign, score_trend
from weefsel.web.see.figure_facts import SIZES
from weefsel.web.see.profile import SIZES as WIDTHS
from weefsel.web.see.profile import strip_of
from weefsel.web.see.signs import STRAIN, STRENGTH, Sign, beside_average

FOLLOWS = text("it follows from the published figures; its range is that of the score")


@dataclass(frozen=True)
class Part:
    """One figure of a score: what it weighs and how many points it adds or takes."""

    indicator: Indicator
    here: Figure
    weight: Figure
    points: Figure
    tone: str
    sign: Sign | None


def parts(result: ScanResult, code: str, condition: str) -> list[Part]:
    """Take a score apart: points above or below the middle, which add up to it.

    Holds for the score as printed: the weighted mean of standardised figures.
    """
    filled, weights = result.filled(code, condition), result.weights(condition)
    total = sum(weights[one] for one in filled)
    found = []
    for one in filled:
        share, row = weights[one] / total, result.value_rows[code, one]
        points = result.recipe.spread * share * row["z"]
        sources = ("computed:scan_score", f"edition:{row['source']}")
        found.append(
            Part(
                indicator=result.catalogue[one],
                here=result.figure(code, one),
                weight=_figure(f"weight:{condition}:{one}", 100 * share, "percent", 0, result),
                points=Figure(
                    id=f"points:{code}:{one}",
                    value=points,
                    unit="score",
                    decimals=1,
                    year=result.year,
                    sources=sources,
                    reason=FOLLOWS,
                ),
                tone=STRENGTH if points > 0 else STRAIN if points < 0 else "",
                sign=beside_average(result, code, result.catalogue[one]),
            )
        )
    return sorted(found, key=lambda part: part.points.value or 0.0)


def _figure(name: str, value: float, unit: str, decimals: int, result: ScanResult) -> Figure:
    return Figure(
        id=name,
        value=value,
        unit=unit,
        decimals=decimals,
        year=result.year,
        sources=("computed:scan_score",),
        reason=text("a choice of the method, not a measurement"),
    )


def title(result: ScanResult, code: str, condition: str, sign: Sign | None) -> Text:
    """Say the score and how sure it differs from the average; it flips when they flip."""
    said = {
        "name": result.name(code),
        "condition": CONDITION_NAMES[condition],
        "score": result.score(code, condition),
    }
    if sign is None:
        return text("%(name)s has no score on %(condition)s", **said)
    return text("%(name)s scores %(score)s on %(condition)s: %(words)s", **said, words=sign.words)


def facts(result: ScanResult, code: str, condition: str, lang: str) -> dict[str, Any]:
    """Give everything the page of one score says."""
    sure, sign = result.sure(code, condition), score_sign(result, code, condition)
    here, method = result.score(code, condition), result.method_range(code, condition)
    comparison = ask.comparison_of(code, year=result.year)
    pictures = [
        None if here.value is None else strip_of(result, code, condition, lang, size)
        for size in WIDTHS
    ]
    return {
        "condition": condition,
        "title": title(result, code, condition, sign),
        "here": here,
        "sign": sign,
        "parts": parts(result, code, condition),
        "middle": Figure(
            id="score-middle",
            value=result.recipe.centre,
            unit="score",
            decimals=0,
            year=result.year,
            sources=("computed:score",),
            reason=text("a choice of the method, not a measurement"),
        ),
        "missing": result.missing(code, condition),
        "places": None if sure is None or sure.of < 2 else words.rank_said(sure),
        "method_words": method_words(method),
        "assumed": assumed(sure),
        "assumed_share": None
        if sure is None
        else _share(result, code, condition, sure.assumed_share),
        "course": score_trend(result, comparison, code, condition),
        "wide": pictures[0],
        "narrow": pictures[1],
    }


def _share(result: ScanResult, code: str, condition: str, share: float) -> Figure:
    return Figure(
        id=f"assumed:{code}:{condition}",
        value=100 * share,
        unit="percent",
        decimals=0,
        year=result.year,
        sources=("computed:scan_shift",),
        reason=FOLLOWS,
    )


def method_words(method: MethodRange | Text | None) -> Text | None:
    """Say between which places an area lies over every admissible method."""
    if method is None or isinstance(method, Text):
        return method
    return text(
        "over %(ways)s admissible ways to make the score: place %(low)s to %(high)s",
        ways=method.ways,
        low=method.low,
        high=method.high,
    )


def assumed(sure: Sure | None) -> list[tuple[Text, Text]]:
    """Give the word at half, once and twice the errors that are assumed."""
    if sure is None or len(sure.assumed) < 2:
        return []
    return [
        (
            SIZES[one.times],
            words.said(replace(sure, below=one.below, certainty=one.certainty)),
        )
        for one in sure.assumed
    ]
