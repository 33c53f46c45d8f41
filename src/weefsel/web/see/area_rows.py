"""One row an area in a table: the figure with its band, how sure, which places, trend, cluster."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from weefsel.base.language import Text, text
from weefsel.scan import words
from weefsel.scan.adjoining import stretches
from weefsel.scan.comparison import Comparison
from weefsel.scan.result import ScanResult
from weefsel.scan.trend import STRONGER, TREND, WEAKER
from weefsel.web import ask
from weefsel.web.see import view
from weefsel.web.see.signs import (
    STRAIN,
    STRENGTH,
    Sign,
    beside_average,
    cluster_sign,
    tone_of,
    trend_sign,
)
from weefsel.web.see.view import DOWN, Subject

SURE = "sure"  # the order that puts what is surest first, strain before strength
SORTS: tuple[str, ...] = (*view.SORTS, SURE)


@dataclass(frozen=True)
class AreaRow:
    """A row of ``view.rows`` and what is said beside it."""

    row: view.Row
    low: float | None  # ends of the band of a score
    high: float | None
    sign: Sign | None
    places: Text | None
    trend: Sign | None
    cluster: Sign | None
    below: float | None  # chance that it lies at the side of strain

    @property
    def url(self) -> str:
        """Give the address of the page about the area."""
        return ask.page_of(self.row.code) or ""


def rows(
    result: ScanResult,
    comparison: Comparison,
    subject: Subject,
    sort: str,
    order: str,
    *,
    codes: Collection[str] | None = None,
) -> list[AreaRow]:
    """Give the areas of a subject in the order asked for; only ``codes`` when given."""
    listed = view.rows(result, subject, "value" if sort == SURE else sort, order)
    make = _of_condition if subject.condition else _of_indicator
    together = _together(result, comparison, subject) if subject.condition else frozenset()
    made = [
        make(result, comparison, subject, row, together)
        for row in listed
        if codes is None or row.code in codes
    ]
    if sort != SURE:
        return made
    known = sorted((one for one in made if one.below is not None), key=_surest)
    if order == DOWN:
        known.reverse()
    return known + [one for one in made if one.below is None]


def _surest(one: AreaRow) -> tuple[float, float]:
    return -(one.below or 0.0), one.row.figure.value or 0.0


def _of_condition(
    result: ScanResult,
    comparison: Comparison,
    subject: Subject,
    row: view.Row,
    together: frozenset[str],
) -> AreaRow:
    sure = result.sure(row.code, subject.key)
    return AreaRow(
        row=row,
        low=row.figure.low,
        high=row.figure.high,
        sign=score_sign(result, row.code, subject.key),
        places=None if sure is None or sure.of < 2 else words.rank_said(sure),
        trend=score_trend(result, comparison, row.code, subject.key),
        cluster=Sign(text("beside others under strain"), STRAIN) if row.code in together else None,
        below=None if sure is None else sure.below,
    )


def score_sign(result: ScanResult, code: str, condition: str) -> Sign | None:
    """Say how sure a score lies above or below the average."""
    sure = result.sure(code, condition)
    if sure is None:
        return None
    at = words.side(sure)
    good = 0 if at is None else (1 if at == words.HIGHER else -1)
    return Sign(words.said(sure), tone_of(good), sure.certainty)


def score_trend(
    result: ScanResult, comparison: Comparison, code: str, condition: str
) -> Sign | None:
    """Say which way the figures of a score go, of those with enough years.

    A score has one year; only its figures have a course.
    """
    filled = result.filled(code, condition)
    if not filled:
        return None
    found = [row for one in filled if (row := comparison.trend(code, one)) is not None]
    meant = {row["meaning"] for row in found if row["state"] == TREND}
    if not meant:
        return Sign(text("too few years"))
    if meant >= {STRONGER, WEAKER}:
        return Sign(text("some figures stronger, some weaker"))
    if STRONGER in meant:
        return Sign(text("figures getting stronger"), STRENGTH)
    if WEAKER in meant:
        return Sign(text("figures getting weaker"), STRAIN)
    return Sign(text("no direction to be told"))


def _together(result: ScanResult, comparison: Comparison, subject: Subject) -> frozenset[str]:
    """Give the areas that surely or probably score lower and touch another that does."""
    return frozenset(
        code for stretch in stretches_of(result, comparison, subject) for code in stretch
    )


def stretches_of(
    result: ScanResult, comparison: Comparison, subject: Subject
) -> list[tuple[str, ...]]:
    """Give the stretches of two or more areas that lie together and score lower."""
    codes = list(subject.figures)
    level = result.level(codes[0]) if codes else ""
    if level not in comparison.clusters or not subject.condition:
        return []
    low = [
        code
        for code in codes
        if (sign := score_sign(result, code, subject.key)) is not None and sign.tone == STRAIN
    ]
    near = comparison.clusters[level].neighbours
    return [one for one in stretches(near, low) if len(one) > 1]


def _of_indicator(
    result: ScanResult,
    comparison: Comparison,
    subject: Subject,
    row: view.Row,
    together: frozenset[str],
) -> AreaRow:
    indicator = subject.indicator
    assert indicator is not None
    known = row.figure.value is not None
    sure = result.indicator_sure(row.code, indicator.id) if known else None
    below = None if sure is None or not indicator.direction else sure.below
    return AreaRow(
        row=row,
        low=None,
        high=None,
        sign=beside_average(result, row.code, indicator) if known else None,
        places=None,
        trend=trend_sign(comparison.trend(row.code, indicator.id), indicator) if known else None,
        cluster=cluster_sign(comparison.hot_spot(row.code, indicator.id), indicator)
        if known
        else None,
        below=1 - below if below is not None and indicator.direction < 0 else below,
    )
