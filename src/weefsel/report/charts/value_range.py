"""One figure on a line: its value, the two ends of its range, and the distribution it makes.

Ends that say how unsure a value is are a filled bar; ends of another year or of subgroups are
two open ends with a dashed line between, because nothing is drawn from those.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from weefsel.base.distributions import DRAWN_KINDS, Fitted
from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.base.numbers import write_number
from weefsel.report.charts.balance_over_unknown import Range
from weefsel.report.charts.layers import Layer, note
from weefsel.report.picture import Picture, picture
from weefsel.report.scales import Scale, nice_scale
from weefsel.report.theme import (
    CLAY,
    GRID,
    INK,
    INK_2,
    LABEL_SIZE,
    PAPER,
    TEAL,
    Size,
    text_width,
    vega_config,
)

TABLE_COLUMNS = {"what": pl.String, "value": pl.Float64}
_EDGE = 30  # pixels left and right, so that a dot and a number at an end are whole
_HUMP, _LINE, _OWN, _BOTTOM = 84, 18, 44, 30  # heights: curve, bar, own value, axis
_UNDER = 24  # pixels from a bar to the foot of its numbers
_POINTS, _TAIL = 200, 0.0025  # of the curve; the chance beyond each end, where it has no end
_WIDTH: dict[Size, int] = {"page": 540, "phone": 320, "memo": 540}
_TICKS: dict[Size, int] = {"page": 6, "phone": 4, "memo": 6}
_FREE = 6  # pixels between two words


@dataclass(frozen=True)
class Curve:
    """Where a distribution lies and how dense it is there, highest 1; in the figure's unit."""

    at: tuple[float, ...]
    dense: tuple[float, ...]


def curve(fitted: Fitted, scale: float = 1.0) -> Curve | None:
    """Give the density of a distribution from its quantiles; ``None`` for a fixed number.

    ``scale`` multiplies the values: a hundred brings a share of one to percent.
    """
    if fitted.distribution.family == "fixed":
        return None
    ended = fitted.distribution.family == "triangle"
    # Chances that lie closer together towards the ends, where a curve is steep.
    chance = (1 - np.cos(np.linspace(0.0, np.pi, _POINTS))) / 2
    if not ended:
        chance = _TAIL + chance * (1 - 2 * _TAIL)
    at = fitted.distribution.ppf(chance) * scale
    width = np.diff(at)
    middle = (at[1:] + at[:-1]) / 2
    dense = np.where(width > 0, np.diff(chance) / np.where(width > 0, width, 1.0), 0.0)
    top = float(dense.max())
    if top <= 0:
        return None
    return Curve(tuple(map(float, middle)), tuple(float(one / top) for one in dense))


def value_range(
    figure: Figure,
    *,
    lang: str,
    name: str | Text,
    size: Size = "page",
    fitted: Fitted | None = None,
    scale: float = 1.0,
    own: Figure | None = None,
) -> Picture:
    """Draw a figure with its range; ``own`` is an own value, on a line of its own below.

    ``fitted`` is the distribution it makes and ``scale`` what its values are multiplied by
    to be in the figure's unit. Raises ``ValueError`` when there is nothing to draw.
    """
    drawn = None if fitted is None else curve(fitted, scale)
    known = [figure.value, figure.low, figure.high]
    if own is not None:
        known += [own.value, own.low, own.high]
    held = [one for one in known if one is not None]
    if not held:
        raise ValueError("there is nothing to draw")
    reach = [*held, *((drawn.at[0], drawn.at[-1]) if drawn else ())]
    frame = _frame(reach, _TICKS[size])
    width = _WIDTH[size] - 2 * _EDGE
    hump = _HUMP if drawn else 0
    line = hump + _LINE
    height = line + (_OWN if own is not None else 0) + _UNDER + _FREE
    font = LABEL_SIZE[size]
    layers: list[Layer] = [_across(frame, height)]
    if drawn:
        layers.append(_curve(drawn, line - 8))
    sure = figure.range_kind in DRAWN_KINDS
    layers += _row(figure, line, TEAL if sure else INK_2, solid=sure)
    layers += _numbers(figure, frame, width, line + _UNDER, font, lang)
    if own is not None:
        mine = text("own value").render(lang) + " "
        layers += _row(own, line + _OWN, CLAY, solid=True)
        layers += _numbers(own, frame, width, line + _OWN + _UNDER, font, lang, mine)
    spec: dict[str, Any] = {
        "width": width,
        "height": height,
        "autosize": {"type": "none"},
        "padding": {"left": _EDGE, "right": _EDGE, "top": 4, "bottom": _BOTTOM},
        "config": vega_config(size),
        "encoding": {
            "x": {
                "type": "quantitative",
                "scale": {"domain": [frame.low, frame.high], "nice": False, "zero": False},
                "axis": {
                    "values": list(frame.ticks),
                    "grid": False,
                    "labelExpr": _labels(frame, lang, width, font),
                },
            },
            "y": {
                "type": "quantitative",
                "scale": {"domain": [height, 0], "nice": False},
                "axis": None,
            },
        },
        "layer": layers,
    }
    return picture(
        "value-range", lang, spec, sentence(figure, name, own), table(figure, fitted, own, lang)
    )


def _frame(values: list[float], count: int) -> Scale:
    """Make the scale: with zero on it where zero is near enough to be worth the room."""
    low, high = min(values), max(values)
    return nice_scale(values, count, zero=0 <= low <= high - low)


def _labels(frame: Scale, lang: str, width: float, font: float) -> str:
    """Write the ticks, every second or third one where they would touch."""
    words = [write_number(tick, lang, frame.decimals) for tick in frame.ticks]
    widest = max(text_width(word, font) for word in words) + _FREE
    step = max(1, math.ceil(widest * (len(words) - 1) / width)) if len(words) > 1 else 1
    quoted = ", ".join(f"'{word if not at % step else ''}'" for at, word in enumerate(words))
    return f"[{quoted}][indexof({list(frame.ticks)}, datum.value)]"


def _across(frame: Scale, height: float) -> Layer:
    return {
        "data": {"values": [{"tick": tick} for tick in frame.ticks]},
        "mark": {"type": "rule", "color": GRID, "strokeWidth": 1},
        "encoding": {"x": {"field": "tick"}, "y": {"value": 0}, "y2": {"value": height}},
    }


def _curve(drawn: Curve, room: float) -> Layer:
    return {
        "data": {
            "values": [
                {"at": at, "top": room - dense * (room - 6), "base": room}
                for at, dense in zip(drawn.at, drawn.dense, strict=True)
            ]
        },
        "mark": {
            "type": "area",
            "color": TEAL,
            "opacity": 0.18,
            "line": {"color": TEAL, "strokeWidth": 1.6},
        },
        "encoding": {"x": {"field": "at"}, "y": {"field": "top"}, "y2": {"field": "base"}},
    }


def _row(figure: Figure, y: float, colour: str, *, solid: bool) -> list[Layer]:
    """Draw one figure on one height: the bar or the dashed line, its ends, the value."""
    low, high = figure.low, figure.high
    found: list[Layer] = []
    if low is not None and high is not None:
        mark: Layer = {"type": "rule", "color": colour}
        mark |= (
            {"strokeWidth": 10, "opacity": 0.32, "strokeCap": "round"}
            if solid
            else {"strokeWidth": 1.6, "strokeDash": [4, 4]}
        )
        found.append(
            {
                "data": {"values": [{"low": low, "high": high}]},
                "mark": mark,
                "encoding": {"x": {"field": "low"}, "x2": {"field": "high"}, "y": {"value": y}},
            }
        )
    for end in (low, high):
        if end is not None and not solid:
            found.append(_dot(end, y, PAPER, colour, 70))
    if figure.value is not None:
        found.append(_dot(figure.value, y, colour if solid else INK, PAPER, 200))
    return found


def _dot(at: float, y: float, fill: str, edge: str, area: int) -> Layer:
    return {
        "data": {"values": [{"at": at}]},
        "mark": {
            "type": "point",
            "shape": "circle",
            "filled": True,
            "fill": fill,
            "stroke": edge,
            "strokeWidth": 2,
            "size": area,
            "opacity": 1,
        },
        "encoding": {"x": {"field": "at"}, "y": {"value": y}},
    }


def _numbers(
    figure: Figure,
    frame: Scale,
    width: float,
    y: float,
    font: float,
    lang: str,
    before: str = "",
) -> list[Layer]:
    """Write the value under its dot, and the ends where they touch nothing that is written."""
    found: list[Layer] = []
    taken: list[tuple[float, float]] = []
    for number, bold in ((figure.value, True), (figure.low, False), (figure.high, False)):
        if number is None:
            continue
        words = (before if bold else "") + write_number(number, lang, figure.places)
        half = text_width(words, font) / 2
        middle = min(max(frame.pixel(number, width), half - _EDGE), width + _EDGE - half)
        if any(middle - half < end and middle + half > start for start, end in taken):
            continue
        taken.append((middle - half - _FREE, middle + half + _FREE))
        colour = INK if bold else INK_2
        found.append(note(words, middle, y, size=font, bold=bold, colour=colour, align="center"))
    return found


def sentence(figure: Figure, name: str | Text, own: Figure | None = None) -> Text:
    """Say the value and its range; never that the range is a chance."""
    if figure.value is None:
        said = text("%(name)s: %(range)s, no value between.", name=name, range=Range(figure))
    elif figure.range_kind not in DRAWN_KINDS and figure.low is not None:
        said = text(
            "%(name)s: %(value)s; the ends %(range)s do not tell how unsure it is.",
            name=name,
            value=figure,
            range=Range(figure),
        )
    elif figure.low is None or figure.high is None:
        said = text("%(name)s: %(value)s, without a range.", name=name, value=figure)
    else:
        said = text(
            "%(name)s: %(value)s, with a range of %(range)s.",
            name=name,
            value=figure,
            range=Range(figure),
        )
    if own is None:
        return said
    return text("%(said)s Own value: %(own)s.", said=said, own=own)


def table(figure: Figure, fitted: Fitted | None, own: Figure | None, lang: str) -> pl.DataFrame:
    """Give the twin of the picture."""
    rows = [
        (words.render(lang), value)
        for words, value in (
            (text("value"), figure.value),
            (text("low end"), figure.low),
            (text("high end"), figure.high),
            (text("own value"), None if own is None else own.value),
            (text("low end of the own value"), None if own is None else own.low),
            (text("high end of the own value"), None if own is None else own.high),
        )
        if value is not None
    ]
    return pl.DataFrame(rows, schema=TABLE_COLUMNS, orient="row")
