"""A score on the scale from 0 to 100, among the other areas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from weefsel.base.figure import Figure
from weefsel.base.language import Text, render, text
from weefsel.report.charts.layers import Layer, note
from weefsel.report.classes import CLASS_NAMES, SCORE_BREAKS, class_of
from weefsel.report.picture import Picture, picture
from weefsel.report.theme import CLASS_COLOURS, INK, INK_2, PAPER, Size, vega_config

TABLE_COLUMNS = {"what": pl.String, "score": pl.Float64}
_WIDTH: dict[Size, int] = {"page": 420, "phone": 300, "memo": 420}
_MARGIN = 10
_ROW = 34
_BAR = 6
_SCALE_FONT = 12
_FULL = 100.0


def score_strip(
    score: float,
    *,
    lang: str,
    low: float | None = None,
    high: float | None = None,
    middle: float | None = None,
    others: Sequence[float] = (),
    size: Size = "page",
    numbers: bool = False,
    figure: Figure | None = None,
    place: str | Text = "",
) -> Picture:
    """Draw one score as a dot on the five classes from strain to strength.

    ``low`` and ``high`` give a band where a range is known; ``middle`` is the dotted line
    of the comparison; ``others`` are the scores of other areas, as fine ticks; ``numbers``
    writes 0, 50 and 100 below. ``figure`` is the score with its source for the sentence.
    """
    width = _WIDTH[size] - 2 * _MARGIN
    height = _ROW
    centre = height / 2

    def across(value: float) -> float:
        return min(max(value, 0.0), _FULL) / _FULL * width

    edges = (0.0, *SCORE_BREAKS, _FULL)
    layers: list[Layer] = [
        _rect(across(start), across(end), centre - _BAR / 2, centre + _BAR / 2, colour)
        for start, end, colour in zip(edges, edges[1:], CLASS_COLOURS, strict=False)
    ]
    if others:
        layers.append(
            {
                "data": {"values": [{"x": round(across(other), 2)} for other in sorted(others)]},
                "mark": {"type": "rule", "color": INK_2, "strokeWidth": 1, "opacity": 0.45},
                "encoding": {
                    "x": {"field": "x", "type": "quantitative", "scale": None},
                    "y": {"value": centre + _BAR / 2 + 2},
                    "y2": {"value": centre + _BAR / 2 + 8},
                },
            }
        )
    if low is not None and high is not None:
        band = _rect(across(low), across(high), centre - 9, centre + 9, INK)
        band["mark"] |= {"opacity": 0.22, "cornerRadius": 9}
        layers.append(band)
    if middle is not None:
        layers.append(
            {
                "data": {"values": [{}]},
                "mark": {"type": "rule", "color": INK, "strokeWidth": 1.5, "strokeDash": [2, 3]},
                "encoding": {
                    "x": {"value": across(middle)},
                    "y": {"value": 3},
                    "y2": {"value": height - 3},
                },
            }
        )
    layers.append(
        {
            "data": {"values": [{}]},
            "mark": {
                "type": "point",
                "shape": "circle",
                "filled": True,
                "fill": INK,
                "stroke": PAPER,
                "strokeWidth": 2.5,
                "size": 230,
                "opacity": 1,
            },
            "encoding": {"x": {"value": across(score)}, "y": {"value": centre}},
        }
    )
    bottom = 0
    if numbers:
        bottom = _SCALE_FONT + 6
        for value, align in ((0.0, "left"), (_FULL / 2, "center"), (_FULL, "right")):
            layers.append(
                note(
                    f"{value:.0f}",
                    across(value),
                    height + _SCALE_FONT,
                    size=_SCALE_FONT,
                    align=align,
                )
            )
    spec: dict[str, Any] = {
        "width": width,
        "height": height,
        "autosize": {"type": "none"},
        "padding": {"left": _MARGIN, "right": _MARGIN, "top": 0, "bottom": bottom},
        "config": vega_config(size),
        "layer": layers,
    }
    shown = figure or Figure(id="score", value=score, unit="score", decimals=0, low=low, high=high)
    return picture(
        "score-strip",
        lang,
        spec,
        sentence(shown, score, middle, place),
        table(score, low, high, middle, lang),
    )


def _rect(x: float, x2: float, y: float, y2: float, colour: str) -> Layer:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rect", "color": colour},
        "encoding": {
            "x": {"value": x},
            "x2": {"value": x2},
            "y": {"value": y},
            "y2": {"value": y2},
        },
    }


def sentence(shown: Figure, score: float, middle: float | None, place: str | Text = "") -> Text:
    """Say the score and its class; without words of certainty, which need a chance."""
    class_name = CLASS_NAMES[class_of(score, SCORE_BREAKS)]
    named = text("%(place)s: ", place=place) if render(place, "en") else ""
    if middle is None:
        return text(
            "%(place)sscore %(score)s on a scale from %(low)s to %(high)s: %(class_name)s.",
            place=named,
            score=shown,
            low=_end(0.0),
            high=_end(_FULL),
            class_name=class_name,
        )
    return text(
        "%(place)sscore %(score)s on a scale from %(low)s to %(high)s: %(class_name)s; the "
        "comparison is at %(middle)s.",
        place=named,
        score=shown,
        low=_end(0.0),
        high=_end(_FULL),
        class_name=class_name,
        middle=Figure(id="comparison", value=middle, unit="score", decimals=0),
    )


def _end(value: float) -> Figure:
    return Figure(id="scale", value=value, unit="score", decimals=0, sources=("computed:score",))


def table(
    score: float, low: float | None, high: float | None, middle: float | None, lang: str
) -> pl.DataFrame:
    """Give the twin of the picture."""
    rows = [
        (words.render(lang), value)
        for words, value in (
            (text("score"), score),
            (text("low end"), low),
            (text("high end"), high),
            (text("comparison"), middle),
        )
        if value is not None
    ]
    return pl.DataFrame(rows, schema=TABLE_COLUMNS, orient="row")
