"""The history of one figure: its value by year, each with the range its source gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from weefsel.atlas.indicator import Named
from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.base.numbers import write_number
from weefsel.report.charts.balance_over_years import year_ticks
from weefsel.report.charts.layers import Layer, grid, note, zero_line
from weefsel.report.picture import Picture, picture
from weefsel.report.scales import Scale, nice_scale
from weefsel.report.theme import (
    CHART_WIDTH,
    INK,
    INK_2,
    LABEL_SIZE,
    PAPER,
    TEAL,
    Size,
    text_width,
    vega_config,
)

TABLE_COLUMNS = {
    "year": pl.Int32,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
}
_HEIGHT: dict[Size, int] = {"page": 260, "phone": 220, "memo": 230}
_TOP, _BOTTOM, _EDGE = 34, 28, 14
_TICKS = 5
_BEFORE = 0.5  # of a year: a break lies between two


def values_over_years(
    figures: Sequence[Figure],
    *,
    lang: str,
    name: str | Text | Named,
    size: Size = "page",
    breaks: Sequence[int] = (),
) -> Picture:
    """Draw the value of each year as a dot on a line; a gap where years are missing.

    ``breaks`` are years from which the area or the definition is another one: the line does
    not run across them, and a dotted line stands before them.

    Raises ``ValueError`` with fewer than two years that have a value.
    """
    known = sorted(
        ((one.year, one) for one in figures if one.year is not None and one.value is not None),
        key=lambda pair: pair[0],
    )
    if len(known) < 2:
        raise ValueError("a history needs two years")
    held = [one for _, one in known]
    reach = [part for one in held for part in (one.value, one.low, one.high) if part is not None]
    low, high = min(reach), max(reach)
    scale = nice_scale(reach, _TICKS, zero=low <= 0 or low <= high - low)
    font = LABEL_SIZE[size]
    words = [write_number(tick, lang, scale.decimals) for tick in scale.ticks]
    left = max(text_width(word, font) for word in words) + _EDGE
    right = text_width(held[-1].number(lang), font) + _EDGE
    width = CHART_WIDTH[size] - left - right
    height = _HEIGHT[size] - _TOP - _BOTTOM
    years = [year for year, _ in known]
    rows = [
        {"year": year, "value": one.value, "low": one.low, "high": one.high} for year, one in known
    ]
    layers: list[Layer] = [grid(scale, width)]
    if scale.low <= 0 <= scale.high:
        layers.append(zero_line(width))
    ranged = [row for row in rows if row["low"] is not None and row["high"] is not None]
    if ranged:
        layers.append(_ranges(ranged))
    layers += [_break(year, height) for year in breaks if years[0] < year <= years[-1]]
    layers += [_line(rows, breaks), _dots(rows)]
    last = height - scale.pixel(float(held[-1].value or 0), height)
    layers.append(
        note(held[-1].number(lang), width + 9, last + font / 3, size=font, bold=True, colour=INK)
    )
    layers.append(note(held[-1].unit_words(lang), -left, -_TOP + font, size=font))
    spec: dict[str, Any] = {
        "width": width,
        "height": height,
        "autosize": {"type": "none"},
        "padding": {"left": left, "right": right, "top": _TOP, "bottom": _BOTTOM},
        "config": vega_config(size),
        "encoding": {
            "x": {
                "type": "quantitative",
                "scale": {"domain": [years[0], years[-1]], "nice": False, "zero": False},
                "axis": {"values": year_ticks(years, width, font), "grid": False, "format": "d"},
            },
            "y": {
                "type": "quantitative",
                "scale": {"domain": [scale.low, scale.high], "nice": False, "zero": False},
                "axis": _axis(scale, words),
            },
        },
        "layer": layers,
    }
    return picture("values-over-years", lang, spec, sentence(held, name), table(known))


def _axis(scale: Scale, words: list[str]) -> Layer:
    quoted = ", ".join(f"'{word}'" for word in words)
    ticks = list(scale.ticks)
    return {
        "values": ticks,
        "grid": False,
        "labelExpr": f"[{quoted}][indexof({ticks}, datum.value)]",
    }


def _ranges(rows: list[dict[str, Any]]) -> Layer:
    return {
        "data": {"values": rows},
        "mark": {"type": "rule", "color": TEAL, "strokeWidth": 7, "opacity": 0.3},
        "encoding": {"x": {"field": "year"}, "y": {"field": "low"}, "y2": {"field": "high"}},
    }


def _break(year: int, height: float) -> Layer:
    """Draw a dotted line between a year and the one before."""
    return {
        "data": {"values": [{"year": year - _BEFORE}]},
        "mark": {"type": "rule", "color": INK_2, "strokeWidth": 1.2, "strokeDash": [3, 3]},
        "encoding": {"x": {"field": "year"}, "y": {"value": 0}, "y2": {"value": height}},
    }


def _line(rows: list[dict[str, Any]], breaks: Sequence[int] = ()) -> Layer:
    """Draw the line; it does not run across years without a value, or across a break."""
    piece, before, cut = 0, None, []
    for row in rows:
        gap = before is not None and row["year"] - before > 1
        piece += gap or row["year"] in breaks
        cut.append({**row, "piece": piece})
        before = row["year"]
    return {
        "data": {"values": cut},
        "mark": {"type": "line", "color": TEAL, "strokeWidth": 2.2},
        "encoding": {
            "x": {"field": "year"},
            "y": {"field": "value"},
            "detail": {"field": "piece", "type": "nominal"},
        },
    }


def _dots(rows: list[dict[str, Any]]) -> Layer:
    return {
        "data": {"values": rows},
        "mark": {
            "type": "point",
            "shape": "circle",
            "filled": True,
            "fill": TEAL,
            "stroke": PAPER,
            "strokeWidth": 1.5,
            "size": 70,
            "opacity": 1,
        },
        "encoding": {"x": {"field": "year"}, "y": {"field": "value"}},
    }


def sentence(held: Sequence[Figure], name: str | Text | Named) -> Text:
    """Say the first, the last, the lowest and the highest; nothing of a trend."""
    lowest = min(held, key=lambda one: one.value or 0.0)
    highest = max(held, key=lambda one: one.value or 0.0)
    return text(
        "%(name)s: from %(was)s in %(first)s to %(now)s in %(last)s; the lowest was %(low)s"
        " (%(low_year)s), the highest %(high)s (%(high_year)s).",
        name=name,
        was=held[0],
        first=held[0].year,
        now=held[-1],
        last=held[-1].year,
        low=lowest,
        low_year=lowest.year,
        high=highest,
        high_year=highest.year,
    )


def table(known: Sequence[tuple[int, Figure]]) -> pl.DataFrame:
    """Give the twin of the picture."""
    rows = [(year, one.value, one.low, one.high) for year, one in known]
    return pl.DataFrame(rows, schema=TABLE_COLUMNS, orient="row")
