"""Every number of a scan as a figure: source, year, unit, and why it has no range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weefsel.base.figure import Figure, Flag, State
from weefsel.base.language import Text
from weefsel.scan import reasons, words

if TYPE_CHECKING:
    from weefsel.scan.result import ScanResult

SCORE_DECIMALS = 0  # a point of score is a tenth of a standard deviation: finer says nothing


def _value(figure_id: str, row: dict[str, Any], result: ScanResult, level: str) -> Figure:
    """Give an observed value with its own range, or why it has none."""
    indicator = result.catalogue[row["indicator"]]
    ranged = row["lower"] is not None and row["upper"] is not None
    own = row["source"] in result.own
    return Figure(
        id=figure_id,
        value=row["value"],
        unit=indicator.unit,
        low=row["lower"] if ranged else None,
        high=row["upper"] if ranged else None,
        range_kind=("own_margin" if own else "published_margin") if ranged else "none",
        decimals=indicator.decimals,
        year=row["year"],
        flag=Flag(row["flag"]),
        sources=(f"edition:{row['source']}",),
        reason=None if ranged else reasons.no_range(indicator, row["flag"], level, own=own),
    )


def _empty(
    figure_id: str,
    unit: str,
    reason: Text | None,
    *,
    year: int | None = None,
    flag: Flag = Flag.MISSING,
) -> Figure:
    return Figure(
        id=figure_id, value=None, unit=unit, year=year, state=State.PM, flag=flag, reason=reason
    )


def indicator_figure(result: ScanResult, area: str, indicator: str) -> Figure:
    """Give an indicator of an area, or an empty figure that says why there is none."""
    figure_id = f"indicator:{area}:{indicator}"
    row = result.value_rows.get((area, indicator))
    if row is not None:
        return _value(figure_id, row, result, result.level(area))
    refusal = result.refusal_rows.get((area, indicator))
    hidden = refusal is not None and refusal["state"] == Flag.SUPPRESSED.value
    return _empty(
        figure_id,
        result.catalogue[indicator].unit,
        result.why_not(area, indicator),
        flag=Flag.SUPPRESSED if hidden else Flag.MISSING,
    )


def country_figure(result: ScanResult, indicator: str) -> Figure:
    """Give the country's own value of an indicator."""
    figure_id = f"indicator:{result.country}:{indicator}"
    row = result.total_rows.get(indicator)
    if row is None:
        missing = reasons.no_value("missing", year=None, max_age_years=0)
        return _empty(figure_id, result.catalogue[indicator].unit, missing)
    return _value(figure_id, row, result, "country")


def score_figure(result: ScanResult, area: str, condition: str) -> Figure:
    """Give the score of an area on a condition, or an empty figure that says why not."""
    figure_id = f"score:{area}:{condition}"
    row = result.score_rows[area, condition]
    if row["score"] is None:
        return _empty(figure_id, "score", result.reason(area, condition), year=result.year)
    sure = result.sure(area, condition)
    sources = ("computed:scan_score", *score_editions(result, area, condition))
    if sure is None:
        ranged: dict[str, Any] = {"reason": reasons.NO_RANGE_OF_SCORE}
    else:
        beside = not sure.low <= row["score"] <= sure.high
        ranged = {
            "low": sure.low,
            "high": sure.high,
            "level": sure.level,
            "range_kind": "p5_p95",
            "certainty": sure.certainty,
            "reason": words.OUTSIDE if beside else None,
        }
        sources = ("computed:scan_score", "computed:scan_range", *sources[1:])
    return Figure(
        id=figure_id,
        value=row["score"],
        unit="score",
        decimals=SCORE_DECIMALS,
        year=result.year,
        sources=sources,
        **ranged,
    )


def score_editions(result: ScanResult, area: str, condition: str) -> tuple[str, ...]:
    """Give the editions that a score rests on."""
    rows = (result.value_rows[area, one] for one in result.filled(area, condition))
    return tuple(sorted({f"edition:{row['source']}" for row in rows}))


def score_place(result: ScanResult, area: str, condition: str) -> Figure:
    """Give the percent of the reference whose score is lower."""
    figure_id = f"score-place:{area}:{condition}"
    row = result.score_rows[area, condition]
    if row["place"] is None:
        return _empty(figure_id, "percent", result.reason(area, condition), year=result.year)
    return _share(result, figure_id, row["place"], score_editions(result, area, condition))


def share_lower(result: ScanResult, area: str, condition: str) -> Figure:
    """Give the percent of the reference whose score is higher: the area is lower than those."""
    row = result.score_rows[area, condition]
    editions = score_editions(result, area, condition)
    return _share(result, f"score-below:{area}:{condition}", 100 - row["place"], editions)


def _share(result: ScanResult, figure_id: str, value: float, editions: tuple[str, ...]) -> Figure:
    return Figure(
        id=figure_id,
        value=value,
        unit="percent",
        decimals=0,
        year=result.year,
        sources=("computed:scan_place", *editions),
        reason=reasons.NO_RANGE_OF_REFERENCE,
    )


def place_figure(result: ScanResult, area: str, indicator: str) -> Figure:
    """Give the percent of the reference with a lower value of an indicator."""
    figure_id = f"place:{area}:{indicator}"
    row = result.value_rows.get((area, indicator))
    if row is None or row["place"] is None:
        return _empty(figure_id, "percent", result.why_not(area, indicator))
    return _share(result, figure_id, row["place"], (f"edition:{row['source']}",))


def reference_figure(result: ScanResult, level: str, indicator: str) -> Figure:
    """Give the mean over the areas of the reference, each counted once."""
    figure_id = f"reference:{level}:{indicator}"
    one = result.references[level, indicator]
    known = result.catalogue[indicator]
    why = result.reference_reason(level, indicator)
    if why is not None:
        return _empty(figure_id, known.unit, why)
    return Figure(
        id=figure_id,
        value=one.mean,
        unit=known.unit,
        decimals=known.decimals,
        year=result.year,
        sources=("computed:scan_reference", *result.editions.get(indicator, ())),
        reason=reasons.NO_RANGE_OF_REFERENCE,
    )


def count(result: ScanResult, name: str, value: int, *, of_scores: bool = False) -> Figure:
    """Give a count of areas or indicators; one that rests on scores says so."""
    return Figure(
        id=f"count:{result.recipe.area}:{name}",
        value=float(value),
        decimals=0,
        year=result.year,
        sources=("computed:scan_count",),
        reason=reasons.NO_RANGE_OF_COUNT if of_scores else reasons.NO_RANGE_OF_AREAS,
    )


def choice(result: ScanResult, key: str, value: float) -> Figure:
    """Give a number of the method that a sentence names."""
    return Figure(
        id=f"method:{key}",
        value=value,
        unit="score",
        decimals=0,
        year=result.year,
        sources=(f"assumption:scan_{key}",),
        reason=reasons.NO_RANGE_OF_CHOICE,
    )
