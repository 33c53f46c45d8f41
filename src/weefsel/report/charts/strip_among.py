"""One figure with its range among those of other areas, on an axis of its own unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.base.numbers import write_number
from weefsel.report.charts.layers import Layer, note
from weefsel.report.picture import Picture, picture
from weefsel.report.scales import nice_scale
from weefsel.report.theme import (
    CHART_WIDTH,
    GRID,
    INK,
    INK_2,
    LABEL_SIZE,
    PAPER,
    TEAL,
    Size,
    vega_config,
)

TABLE_COLUMNS = {
    "group": pl.String,
    "areas": pl.Int32,
    "lowest": pl.Float64,
    "middle": pl.Float64,
    "highest": pl.Float64,
}
_ROW, _TOP, _BOTTOM, _EDGE = 46, 6, 26, 14
_TICKS = 5
_HALF = 0.5


@dataclass(frozen=True)
class Row:
    """A group of other areas: its name, the figures of its areas and what stands for it."""

    name: Text
    values: tuple[float, ...]
    mark: float | None = None  # the middle of the group, or its own figure


def strip_among(
    shown: Figure, rows: Sequence[Row], *, lang: str, name: Text, size: Size = "page"
) -> Picture:
    """Draw one figure as a line with its band through a row of fine ticks a group.

    Raises ``ValueError`` when the figure has no value or no group has one.
    """
    if shown.value is None or not any(row.values for row in rows):
        raise ValueError("a place among others needs a figure and others")
    kept = [row for row in rows if row.values]
    ends = [shown.value, *(one for one in (shown.low, shown.high) if one is not None)]
    reach = [*ends, *(value for row in kept for value in row.values)]
    scale = nice_scale(reach, _TICKS, zero=False)
    font = LABEL_SIZE[size]
    width = CHART_WIDTH[size] - 2 * _EDGE
    height = _ROW * len(kept)

    def across(value: float) -> float:
        return (value - scale.low) / (scale.high - scale.low) * width

    layers: list[Layer] = []
    if shown.low is not None and shown.high is not None:
        layers.append(_band(across(shown.low), across(shown.high), height))
    layers += [_tick(across(tick), height) for tick in scale.ticks]
    for at, row in enumerate(kept):
        middle = at * _ROW + _ROW * 0.68
        layers.append(note(row.name.render(lang), 0, at * _ROW + font, size=font, colour=INK))
        layers.append(_ticks([across(value) for value in row.values], middle))
        if row.mark is not None:
            layers.append(_diamond(across(row.mark), middle))
    layers.append(_own(across(shown.value), height))
    for tick in scale.ticks:
        words = write_number(tick, lang, scale.decimals)
        layers.append(note(words, across(tick), height + font + 6, size=font, align="center"))
    spec: dict[str, Any] = {
        "width": width,
        "height": height,
        "autosize": {"type": "none"},
        "padding": {"left": _EDGE, "right": _EDGE, "top": _TOP, "bottom": _BOTTOM},
        "config": vega_config(size),
        "layer": layers,
    }
    return picture("strip-among", lang, spec, sentence(shown, kept, name), table(kept, lang))


def _band(start: float, end: float, height: float) -> Layer:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rect", "color": INK, "opacity": 0.14, "cornerRadius": 6},
        "encoding": {
            "x": {"value": start},
            "x2": {"value": end},
            "y": {"value": 0},
            "y2": {"value": height},
        },
    }


def _tick(x: float, height: float) -> Layer:
    return _rule(x, 0, height, GRID, 1)


def _own(x: float, height: float) -> Layer:
    line = _rule(x, 0, height, INK, 2.5)
    dot = {
        "data": {"values": [{}]},
        "mark": {
            "type": "point",
            "shape": "circle",
            "filled": True,
            "fill": INK,
            "stroke": PAPER,
            "strokeWidth": 2,
            "size": 150,
            "opacity": 1,
        },
        "encoding": {"x": {"value": x}, "y": {"value": height}},
    }
    return {"layer": [line, dot]}


def _rule(x: float, y: float, y2: float, colour: str, width: float) -> Layer:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": colour, "strokeWidth": width},
        "encoding": {"x": {"value": x}, "y": {"value": y}, "y2": {"value": y2}},
    }


def _ticks(places: Sequence[float], middle: float) -> Layer:
    return {
        "data": {"values": [{"x": round(place, 2)} for place in sorted(places)]},
        "mark": {"type": "rule", "color": INK_2, "strokeWidth": 1.4, "opacity": 0.5},
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "scale": None},
            "y": {"value": middle - 9},
            "y2": {"value": middle + 9},
        },
    }


def _diamond(x: float, middle: float) -> Layer:
    return {
        "data": {"values": [{}]},
        "mark": {
            "type": "point",
            "shape": "diamond",
            "filled": True,
            "fill": TEAL,
            "stroke": PAPER,
            "strokeWidth": 1.5,
            "size": 130,
            "opacity": 1,
        },
        "encoding": {"x": {"value": x}, "y": {"value": middle}},
    }


def _lower(row: Row, value: float) -> float:
    """Give the percent of the group with a lower figure, ties half."""
    below = sum(one < value for one in row.values) + _HALF * sum(
        one == value for one in row.values
    )
    return 100 * below / len(row.values)


def sentence(shown: Figure, rows: Sequence[Row], name: Text) -> Text:
    """Say of each group which share has a lower figure."""
    value = shown.value or 0.0
    said: Text = text("%(name)s: %(value)s", name=name, value=shown)
    for row in rows:
        said = text(
            "%(before)s; %(group)s: %(share)s has a lower figure",
            before=said,
            group=row.name,
            share=Figure(
                id="share-lower",
                value=_lower(row, value),
                unit="percent",
                decimals=0,
                year=shown.year,
                sources=("computed:scan_place", *shown.sources),
                reason=text("a place among published figures has no range"),
            ),
        )
    return text("%(before)s.", before=said)


def table(rows: Sequence[Row], lang: str) -> pl.DataFrame:
    """Give the twin of the picture: one row a group."""
    made = []
    for row in rows:
        values = pl.Series(row.values, dtype=pl.Float64)
        made.append((row.name.render(lang), len(row.values), values.min(), row.mark, values.max()))
    return pl.DataFrame(made, schema=TABLE_COLUMNS, orient="row")
