"""What studies found, one line a finding, on one scale: a forest plot.

Findings on another scale make a picture of their own, for a standardised difference and a
risk ratio cannot stand on one axis. Designs without a comparison stand apart below, with
open dots, because they flatter. Where three or more studies measured the same, what they
say together is a diamond, with what a new place may find as a broken line.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.base.numbers import written_decimals
from weefsel.evidence.grading import Together
from weefsel.evidence.study import INTERVAL, RATIOS, UNIT_OF, Study
from weefsel.evidence.study_words import DESIGNS, DIRECTIONS, MEASURES, country
from weefsel.report.charts.layers import Layer, note, wrap
from weefsel.report.picture import Picture, picture
from weefsel.report.scales import nice_scale
from weefsel.report.theme import (
    CHART_WIDTH,
    GRID,
    INK,
    INK_2,
    LABEL_SIZE,
    PAPER,
    Size,
    Tone,
    vega_config,
)

TABLE_COLUMNS = {
    "finding": pl.String,
    "source": pl.String,
    "year": pl.Int64,
    "country": pl.String,
    "design": pl.String,
    "measure": pl.String,
    "effect": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "range": pl.String,
    "direction": pl.String,
}
TITLES = {
    "smd": text("in standard deviations"),
    "ratio": text("as a ratio"),
    "percent_points": text("in percentage points"),
    "percent": text("in percent"),
}
AXES = {
    "smd": text("standard deviations; at 0 there is no difference"),
    "ratio": text("times as often; at 1 there is no difference"),
    "percent_points": text("percentage points; at 0 there is no difference"),
    "percent": text("percent; at 0 there is no difference"),
}
_TONES = {"positive": Tone.STRENGTH, "negative": Tone.STRAIN}
_HALF = 0.5  # an axis of ratios shows at least half and twice: both sides of no difference
_ROOM = 1.06  # beyond the last value, so that its end can be seen
_RATIO_TICKS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
_SHARE = 0.44  # of the width for the words, where they stand beside the line
_NUMBER = 150  # pixels for the number at the right
_NARROW_NUMBER = 128
_EDGE = 8
_GAP = 10
_TICKS = 5


@dataclass(frozen=True)
class _Scale:
    """Where values stand: pixels of an axis, straight or of ratios."""

    low: float
    high: float
    ticks: tuple[float, ...]
    ratio: bool
    left: float
    width: float

    def x(self, value: float) -> float:
        at = math.log(value) if self.ratio else value
        low, high = (
            (math.log(self.low), math.log(self.high)) if self.ratio else (self.low, self.high)
        )
        return self.left + (min(max(at, low), high) - low) / (high - low) * self.width


@dataclass(frozen=True)
class _Line:
    """One line of the picture: words, a number with its range, and how it is drawn."""

    name: Text
    under: Text
    figure: Figure
    tone: str
    open: bool = False
    ahead: tuple[float, float] | None = None


def families(studies: Sequence[Study]) -> dict[str, tuple[Study, ...]]:
    """Give the effects that can be drawn, by the scale they share.

    Only numbers that are effects; what is in a unit of its own is left to the table.
    """
    found: dict[str, list[Study]] = {}
    for one in studies:
        key = "ratio" if one.measure in RATIOS else UNIT_OF.get(one.measure)
        if one.number == "effect" and key:
            found.setdefault(key, []).append(one)
    return {key: tuple(found[key]) for key in TITLES if key in found}


def forest(
    studies: Sequence[Study],
    *,
    lang: str,
    together: Sequence[Together] = (),
    size: Size = "page",
) -> Picture:
    """Draw the effects of studies on one scale, and what they say together.

    All ``studies`` and ``together`` are of one family, as ``families`` gives them.

    Raises ``ValueError`` without an effect, or when they do not share a scale.
    """
    found = families(studies)
    if len(found) != 1 or len(next(iter(found.values()))) != len(studies):
        raise ValueError("a forest plot has effects on one scale")
    (family,) = found
    compared = [_line(one) for one in studies if one.controlled or one.design == "meta"]
    apart = [_line(one) for one in studies if not (one.controlled or one.design == "meta")]
    compared += [_diamond(one) for one in together if not one.before_after]
    apart += [_diamond(one) for one in together if one.before_after]
    drawn = _Drawing(family, compared + apart, lang, size)
    for line in compared:
        drawn.add(line)
    if apart:
        drawn.heading(text("without a comparison, as far as found: such results flatter"))
        for line in apart:
            drawn.add(line)
    return picture(
        "forest",
        lang,
        drawn.specification(),
        sentence(studies, together),
        table(studies, together, lang),
    )


def _line(study: Study) -> _Line:
    under = text(
        "%(design)s, %(where)s%(year)s: %(direction)s",
        design=DESIGNS[study.design],
        where=country(study.country),
        year=f" {study.year}" if study.year else "",
        direction=DIRECTIONS[study.direction],
    )
    bare = not (study.controlled or study.design == "meta")
    # Only a 95% interval is drawn: a range of another kind says nothing of how sure it is.
    unsure = study.interval == INTERVAL
    figure = study.figure if unsure else replace(study.figure, low=None, high=None)
    return _Line(study.measured.text(), under, figure, study.direction, open=bare)


def _diamond(one: Together) -> _Line:
    ahead = (one.pooled.predicted_low, one.pooled.predicted_high)
    return _Line(
        one.studies[0].measured.text(),
        text("%(count)s studies together", count=str(one.pooled.studies)),
        together_figure(one),
        "together",
        open=one.before_after,
        ahead=(math.exp(ahead[0]), math.exp(ahead[1])) if one.ratio else ahead,
    )


def together_figure(one: Together) -> Figure:
    """Give the pooled effect with its interval, a ratio as a ratio."""
    held = (one.pooled.estimate, one.pooled.low, one.pooled.high)
    value, low, high = (math.exp(each) for each in held) if one.ratio else held
    return Figure(
        id=f"together:{one.outcome}:{one.measure}",
        value=value,
        unit=UNIT_OF.get(one.measure, "ratio"),
        low=low,
        high=high,
        range_kind="ci95",
        decimals=2,
        sources=tuple(f"study:{each.id}" for each in one.studies),
    )


def ahead_figure(one: Together) -> Figure:
    """Give what a new place may find, as the pooled effect with its prediction interval."""
    made = together_figure(one)
    low, high = one.pooled.predicted_low, one.pooled.predicted_high
    return Figure(
        id=f"{made.id}:ahead",
        value=made.value,
        unit=made.unit,
        low=math.exp(low) if one.ratio else low,
        high=math.exp(high) if one.ratio else high,
        range_kind="prediction",
        decimals=made.decimals,
        sources=made.sources,
    )


class _Drawing:
    """Lays the lines under each other and keeps how high it has become."""

    def __init__(self, family: str, lines: Sequence[_Line], lang: str, size: Size) -> None:
        self.family, self.lang, self.size = family, lang, size
        self.font = LABEL_SIZE[size]
        self.width = CHART_WIDTH[size] - 2 * _EDGE
        self.narrow = size == "phone"
        number = _NARROW_NUMBER if self.narrow else _NUMBER
        left = 2.0 * _EDGE if self.narrow else self.width * _SHARE
        self.scale = _scale(family, lines, left, self.width - left - number)
        self.behind: list[Layer] = []
        self.none = 1.0 if family == "ratio" else 0.0  # where there is no difference
        self.layers: list[Layer] = []
        self.height = float(self.font)

    def heading(self, words: Text) -> None:
        """Write a heading between the lines."""
        self.height += _GAP
        self.layers.append(
            note(words.render(self.lang), 0, self.height, size=self.font, bold=True)
        )
        self.height += self.font + _GAP

    def add(self, line: _Line) -> None:
        """Draw one line: words, interval, dot and number."""
        room = self.width if self.narrow else self.scale.left - 2 * _GAP
        name = wrap(line.name.render(self.lang), room, self.font)
        under = wrap(line.under.render(self.lang), room, self.font - 1)
        step = self.font + 3
        top = self.height + step / 2
        self.layers.append(
            note(name, 0, top, size=self.font, colour=INK, bold=line.tone == "together")
        )
        self.layers.append(note(under, 0, top + step * len(name), size=self.font - 1))
        words = step * (len(name) + len(under))
        centre = top + words + 2 if self.narrow else top - self.font / 2 + words / 2 - 2
        if self.narrow:  # the words run over the whole width: a grid of its own for each line
            self._grid(centre - step / 2, centre + step / 2)
        self._mark(line, centre)
        figure = line.figure
        said = figure.number(self.lang)
        ranged = figure.range_words(self.lang)
        self.layers.append(
            note(
                f"{said} ({ranged})" if ranged else said,
                self.width,
                centre + self.font / 3,
                size=self.font,
                colour=INK,
                bold=line.tone == "together",
                align="right",
            )
        )
        self.height += words + _GAP + (step + _GAP if self.narrow else 2)

    def _mark(self, line: _Line, y: float) -> None:
        tone = _TONES.get(line.tone)
        colour = INK if line.tone == "together" else tone.colour if tone else INK_2
        if line.ahead is not None:
            low, high = (self.scale.x(end) for end in line.ahead)
            self.layers.append(_rule(low, high, y, INK, 1.4, dash=True))
        if line.figure.low is not None and line.figure.high is not None:
            low, high = self.scale.x(line.figure.low), self.scale.x(line.figure.high)
            self.layers.append(_rule(low, high, y, colour, 3 if line.tone != "together" else 5))
        assert line.figure.value is not None
        shape = "diamond" if line.tone == "together" else "circle"
        area = self.font * (12 if shape == "diamond" else 5)
        at = self.scale.x(line.figure.value)
        self.layers.append(_dot(at, y, colour, area, shape, filled=not line.open))

    def _grid(self, top: float, bottom: float) -> None:
        ticks = self.scale.ticks
        self.behind += [_stand(self.scale.x(tick), top, bottom, GRID, 1) for tick in ticks]
        self.behind.append(_stand(self.scale.x(self.none), top, bottom, INK, 1.4))

    def specification(self) -> dict[str, Any]:
        """Give the whole picture: grid, line of no difference, lines, scale."""
        bottom = self.height
        if not self.narrow:
            self._grid(0, bottom)
        ticks = [
            note(
                Figure("tick", tick, decimals=written_decimals(tick)).number(self.lang),
                self.scale.x(tick),
                bottom + self.font + 2,
                size=self.font,
                align="center",
            )
            for tick in self.scale.ticks
        ]
        axis = wrap(AXES[self.family].render(self.lang), self.width, self.font)
        step = self.font + 3
        at = bottom + self.font + 2 + step
        # Beside the words there is room under the axis only; on a phone all of the width.
        across = 0.0 if self.narrow else self.width
        under = note(axis, across, at, size=self.font, align="left" if self.narrow else "right")
        high = at + step * (len(axis) - 1) + 6
        return {
            "width": self.width,
            "height": high,
            "autosize": {"type": "none"},
            "padding": _EDGE,
            "config": vega_config(self.size),
            "layer": [*self.behind, *self.layers, *ticks, under],
        }


def _scale(family: str, lines: Sequence[_Line], left: float, width: float) -> _Scale:
    ends = [
        end
        for line in lines
        for end in (line.figure.value, line.figure.low, line.figure.high, *(line.ahead or ()))
        if end is not None
    ]
    if family != "ratio":
        straight = nice_scale(ends, _TICKS)
        return _Scale(straight.low, straight.high, straight.ticks, False, left, width)
    low = min(min(ends) / _ROOM, _HALF / _ROOM)
    high = max(max(ends) * _ROOM, _ROOM / _HALF)
    ticks = tuple(tick for tick in _RATIO_TICKS if low <= tick <= high)
    return _Scale(low, high, ticks, True, left, width)


def _at(**places: float) -> dict[str, Any]:
    return {key: {"value": value} for key, value in places.items()}


def _rule(
    low: float, high: float, y: float, colour: str, stroke: float, dash: bool = False
) -> Layer:
    mark: dict[str, Any] = {"type": "rule", "color": colour, "strokeWidth": stroke}
    if dash:
        mark["strokeDash"] = [3, 3]
    return {"data": {"values": [{}]}, "mark": mark, "encoding": _at(x=low, x2=high, y=y, y2=y)}


def _stand(x: float, top: float, bottom: float, colour: str, stroke: float) -> Layer:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": colour, "strokeWidth": stroke},
        "encoding": _at(x=x, x2=x, y=top, y2=bottom),
    }


def _dot(x: float, y: float, colour: str, area: float, shape: str, *, filled: bool) -> Layer:
    return {
        "data": {"values": [{}]},
        "mark": {
            "type": "point",
            "shape": shape,
            "filled": True,
            "size": area,
            "fill": colour if filled else PAPER,
            "stroke": colour,
            "strokeWidth": 2,
            "opacity": 1,
        },
        "encoding": _at(x=x, y=y),
    }


def sentence(studies: Sequence[Study], together: Sequence[Together] = ()) -> Text:
    """Say how many effects there are, and of how many the interval is clear of none."""
    ranged = [one for one in studies if one.interval == INTERVAL]
    clear = [one for one in ranged if not _holds_none(one)]
    if ranged:
        drawn = text(
            "Effects drawn: %(all)s. With an interval: %(ranged)s; of those lie wholly on one"
            " side of no difference: %(clear)s.",
            all=str(len(studies)),
            ranged=str(len(ranged)),
            clear=str(len(clear)),
        )
    else:
        drawn = text(
            "Effects drawn: %(all)s, without an interval: how sure they are is not known.",
            all=str(len(studies)),
        )
    if not together:
        return drawn
    one = together[0]
    return text(
        "%(drawn)s Together %(count)s studies give %(figure)s; a new place may find %(ahead)s.",
        drawn=drawn,
        count=str(one.pooled.studies),
        figure=together_figure(one),
        ahead=Ahead(ahead_figure(one)),
    )


@dataclass(frozen=True)
class Ahead:
    """The words "x to y" of what a new place may find, as a part of a sentence."""

    figure: Figure

    def render(self, lang: str = "nl") -> str:
        """Give the range in a language."""
        return self.figure.range_words(lang)


def _holds_none(study: Study) -> bool:
    assert study.low is not None
    assert study.high is not None
    return study.low <= (1.0 if study.measure in RATIOS else 0.0) <= study.high


def table(studies: Sequence[Study], together: Sequence[Together], lang: str) -> pl.DataFrame:
    """Give the twin of the picture: one row a finding, then what they say together."""
    rows: list[tuple[Any, ...]] = [
        (
            one.measured.render(lang),
            one.title,
            one.year,
            country(one.country).render(lang),
            DESIGNS[one.design].render(lang),
            MEASURES[one.measure].render(lang),
            one.effect,
            one.low,
            one.high,
            one.interval,
            DIRECTIONS[one.direction].render(lang),
        )
        for one in studies
    ]
    for heap in together:
        for words, figure in (
            (text("together"), together_figure(heap)),
            (text("what a new place may find"), ahead_figure(heap)),
        ):
            name = heap.studies[0].measured.render(lang)
            design = text("before and after, without a comparison").render(lang)
            rows.append(
                (
                    name,
                    words.render(lang),
                    None,
                    "",
                    design if heap.before_after else "",
                    MEASURES[heap.measure].render(lang),
                    figure.value,
                    figure.low,
                    figure.high,
                    figure.range_kind,
                    "",
                )
            )
    return pl.DataFrame(rows, schema=TABLE_COLUMNS, orient="row")
