"""The years of every figure of a municipality's areas, on lines that may be compared.

Read once a municipality and state of the store: a page of a neighbourhood shows a hundred.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scipy.special import ndtri

from weefsel.atlas.indicator import Indicator
from weefsel.atlas.manifest import Manifest
from weefsel.base.figure import Figure, Flag
from weefsel.base.language import text
from weefsel.scan.reasons import no_range
from weefsel.scan.series import DEFINITION, REDIVISION, series_of
from weefsel.sources.area_code import country_of, level_of
from weefsel.web import ask

KEPT = 60  # municipalities whose years are at hand, some megabytes each
LEVEL = 0.9  # P5 to P95 everywhere (rule 2 of the design)
PERCENT = 100.0

BROKEN = {
    REDIVISION: text("code or boundary changed"),
    DEFINITION: text("the figure means something else from here on"),
}


@dataclass(frozen=True)
class Point:
    """One year of a figure: its value, its standard error if known, and its line."""

    year: int
    value: float
    error: float | None
    flag: str
    own: bool
    line: int
    broken_by: str
    unseen: int
    source: str


Years = Mapping[tuple[str, str], tuple[Point, ...]]
_read: dict[tuple[Path, str], tuple[Manifest, Years]] = {}


def years_of(municipality: str) -> Years:
    """Give the points of every area and indicator of a municipality, by year."""
    kept = ask.kept()
    key = (kept.store.home, municipality)
    found = _read.get(key)
    if found is None or found[0] is not kept.manifest:
        while len(_read) >= KEPT:
            _read.pop(next(iter(_read)), None)
        found = _read[key] = kept.manifest, _make(municipality)
    return found[1]


def _make(municipality: str) -> Years:
    comparison, country = ask.comparison_of(municipality), country_of(municipality)
    frame = series_of(
        ask.store(),
        country=country,
        areas=list(comparison.areas),
        catalogue=comparison.national.catalogue,
    )
    made: dict[tuple[str, str], list[Point]] = {}
    wanted = ("area", "indicator", "kind", "year", "value", "error", "flag", "own", "line",
              "broken_by", "unseen", "source")  # fmt: skip
    for area, indicator, kind, *row in frame.select(wanted).iter_rows():
        if not kind:  # accounts and budgets stand on lines of their own, elsewhere
            made.setdefault((area, indicator), []).append(Point(*row))
    return {key: _one_kind(points) for key, points in made.items()}


def _one_kind(points: list[Point]) -> tuple[Point, ...]:
    """Keep what may stand on one line: the kind of the newest year, official before own."""
    newest = min(points, key=lambda one: (one.own, -one.year, one.flag != Flag.MEASURED.value))
    kept = (one for one in points if (one.own, one.flag) == (newest.own, newest.flag))
    return tuple(sorted(kept, key=lambda one: one.year))


def figure_of(area: str, indicator: Indicator, point: Point) -> Figure:
    """Give one year as a figure, with the range that its standard error gives."""
    half = 0.0 if point.error is None else float(ndtri((1 + LEVEL) / 2)) * point.error
    top = PERCENT if indicator.unit == "percent" else float("inf")
    ranged = half > 0
    return Figure(
        id=f"indicator:{area}:{indicator.id}:{point.year}",
        value=point.value,
        unit=indicator.unit,
        low=_low(point.value, half, indicator) if ranged else None,
        high=min(point.value + half, max(top, point.value)) if ranged else None,
        level=LEVEL if ranged else None,
        range_kind="p5_p95" if ranged else "none",
        decimals=indicator.decimals,
        year=point.year,
        flag=Flag(point.flag),
        sources=(f"edition:{point.source}",),
        reason=None if ranged else no_range(indicator, point.flag, level_of(area), own=point.own),
    )


def _low(value: float, half: float, indicator: Indicator) -> float:
    """Give the low end; what cannot be negative stops at zero."""
    return value - half if indicator.may_be_negative else max(value - half, min(value, 0.0))


def breaks_of(points: tuple[Point, ...]) -> tuple[int, ...]:
    """Give the years at which a new line begins."""
    return tuple(one.year for one in points if one.broken_by)
