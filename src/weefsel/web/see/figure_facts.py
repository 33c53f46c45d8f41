"""What is known of one indicator in one area: what it is, its error, its years, its words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from weefsel.atlas.indicator import Indicator, Named
from weefsel.base.figure import Figure, Source
from weefsel.base.language import Text, text
from weefsel.report.charts.values_over_years import values_over_years
from weefsel.report.picture import Picture
from weefsel.scan.comparison import Comparison
from weefsel.scan.hot_spots import EMPTY, FEW, FEW_RESIDENTS, ISLAND, NO_SHAPE
from weefsel.scan.indicator_sure import IndicatorSure
from weefsel.scan.result import ScanResult
from weefsel.scan.side_by_side import no_comparison
from weefsel.scan.trend import remarks
from weefsel.scan.trend import words as trend_words
from weefsel.scan.uncertainty import Range
from weefsel.scan.words import said
from weefsel.web import ask
from weefsel.web.see.figure_place import place_of
from weefsel.web.see.history import BROKEN, Point, breaks_of, figure_of, years_of
from weefsel.web.see.signs import (
    FLAGS,
    Sign,
    beside_average,
    beside_rows,
    cluster_sign,
    error_of,
    peers_figure,
    trend_sign,
)

NOT_TESTED: dict[str, Text] = {
    EMPTY: text("without a figure there is no cluster to look for"),
    ISLAND: text("no neighbour has this figure: no cluster to look for"),
    NO_SHAPE: text("its boundary is not loaded: no cluster to look for"),
    FEW_RESIDENTS: text("too few residents to look for a cluster"),
    FEW: text("too few areas on the map to tell a cluster from chance"),
}
SIZES: dict[float, Text] = {
    0.5: text("half that size"),
    1.0: text("that size"),
    2.0: text("twice that size"),
}


@dataclass(frozen=True)
class Year:
    """One year of the figure in the table, and what began there."""

    figure: Figure
    broken: Text | None


@dataclass(frozen=True)
class History:
    """The years of a figure: a picture at two widths where there are two, and its table."""

    years: tuple[Year, ...]
    wide: Picture | None
    narrow: Picture | None
    words: Text | None
    remarks: tuple[Text, ...]
    sign: Sign | None


def title(result: ScanResult, code: str, indicator: Indicator, sign: Sign | None) -> Text:
    """Say the figure and how sure it differs from the average; it flips when they flip."""
    shown = result.figure(code, indicator.id)
    said = {"name": result.name(code), "indicator": Named(indicator), "figure": shown}
    if shown.value is None:
        return text("%(indicator)s: no figure in %(name)s", **said)
    if sign is None:
        return text("%(indicator)s: %(figure)s in %(name)s", **said)
    return text("%(indicator)s: %(figure)s in %(name)s, %(words)s", **said, words=sign.words)


def history_of(
    result: ScanResult, comparison: Comparison, code: str, indicator: Indicator, lang: str
) -> History:
    """Give the years of a figure that may stand on lines, with their breaks."""
    points: tuple[Point, ...] = years_of(result.recipe.area).get((code, indicator.id), ())
    figures = [figure_of(code, indicator, one) for one in points]
    row = comparison.trend(code, indicator.id)
    pictures: list[Picture | None] = [None, None]
    if len({one.year for one in points}) > 1:
        pictures = [
            values_over_years(
                figures, lang=lang, name=Named(indicator), size=size, breaks=breaks_of(points)
            )
            for size in ("page", "phone")
        ]
    return History(
        years=tuple(
            Year(figure, BROKEN.get(one.broken_by))
            for figure, one in zip(figures, points, strict=True)
        ),
        wide=pictures[0],
        narrow=pictures[1],
        words=None if row is None else trend_words(row),
        remarks=() if row is None else remarks(row),
        sign=trend_sign(row, indicator),
    )


def facts(result: ScanResult, code: str, indicator: Indicator, lang: str) -> dict[str, Any]:
    """Give everything the page of one figure says."""
    comparison = ask.comparison_of(code, year=result.year)
    here, sign = result.figure(code, indicator.id), beside_average(result, code, indicator)
    beside = beside_rows(comparison, code).get(indicator.id)
    cluster = comparison.hot_spot(code, indicator.id)
    return {
        "indicator": indicator,
        "title": title(result, code, indicator, sign),
        "here": here,
        "sign": sign,
        "flag": None if here.value is None else FLAGS.get(here.flag),
        "error": error_of(result, code, indicator, here),
        "drawn": drawn(result, code, indicator, here),
        "assumed": assumed(result.indicator_sure(code, indicator.id)),
        "remark": indicator.remark(lang),
        "editions": editions(here),
        "history": history_of(result, comparison, code, indicator, lang),
        "place": place_of(result, comparison, code, indicator, lang),
        "peers_middle": peers_figure(beside, code, indicator),
        "no_peers": None if beside is None else no_comparison(beside["reason"]),
        "municipality_figure": result.figure(result.recipe.area, indicator.id),
        "country_figure": result.country_figure(indicator.id),
        "mean": result.reference_mean(result.level(code), indicator.id),
        "cluster": cluster_sign(cluster, indicator),
        "not_tested": None if cluster is None else NOT_TESTED.get(cluster["state"]),
        "cluster_year": None if cluster is None else cluster["year"],
    }


def drawn(result: ScanResult, code: str, indicator: Indicator, here: Figure) -> Figure | None:
    """Give where the true figure probably lies: drawn to the average as far as it is noise."""
    sure = result.indicator_sure(code, indicator.id)
    if sure is None or not sure.error:
        return None
    return Figure(
        id=f"drawn:{code}:{indicator.id}",
        value=sure.expected,
        unit=indicator.unit,
        low=sure.low,
        high=sure.high,
        level=sure.level,
        range_kind="p5_p95",
        decimals=indicator.decimals,
        year=here.year,
        sources=("computed:scan_error", *here.sources),
    )


def assumed(sure: IndicatorSure | None) -> list[tuple[Text, Text]]:
    """Give the word at half, once and twice an error that is assumed."""
    if sure is None or len(sure.assumed) < 2:
        return []
    return [(SIZES[one.times], said(_as_sure(sure, one))) for one in sure.assumed]


def _as_sure(sure: IndicatorSure, one: Range) -> IndicatorSure:
    return replace(sure, below=one.below, certainty=one.certainty)


def editions(figure: Figure) -> list[Source]:
    """Give the editions that a figure comes from."""
    known = ask.sources()
    return [known[one] for one in figure.sources if one in known]
