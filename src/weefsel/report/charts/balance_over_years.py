"""The balance of each option, added up year by year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import polars as pl

from weefsel.base.figure import Figure, State
from weefsel.base.language import Text, render, text
from weefsel.base.numbers import significant_decimals
from weefsel.report.charts.layers import Layer, grid, money_axis, note, wrap, zero_line
from weefsel.report.picture import Picture, picture
from weefsel.report.scales import Money, Scale, money_unit, nice_scale, signed, spread
from weefsel.report.theme import (
    CHART_HEIGHT,
    CHART_WIDTH,
    LABEL_SIZE,
    Size,
    Tone,
    text_width,
    vega_config,
)

TABLE_COLUMNS = {
    "option": pl.String,
    "line": pl.String,  # which value of the unknown, empty for a quantified option
    "year": pl.Int32,
    "balance_eur": pl.Float64,
    "low_eur": pl.Float64,  # null for every line of a conditional option
    "high_eur": pl.Float64,
}


class Role(StrEnum):
    """What a line is: the only one of a quantified option, or one of a conditional option."""

    QUANTIFIED = "quantified"
    TURNING = "turning"  # at the turning value of the unknown
    OUTER = "outer"  # at another named value


@dataclass(frozen=True)
class Course:
    """The balance of one option over the years, in euro, at one value of the unknown.

    ``at`` says at which value ("3 in 100"). Only a quantified course may carry ``low`` and
    ``high``: of a conditional balance no interval is known.
    """

    option: str | Text
    years: tuple[int, ...]
    values: tuple[float, ...]
    role: Role = Role.QUANTIFIED
    at: str | Text = ""
    tone: Tone = Tone.STRAIN
    low: tuple[float, ...] | None = None
    high: tuple[float, ...] | None = None
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an interval on a conditional balance and series of unequal length."""
        if self.role is not Role.QUANTIFIED and (self.low is not None or self.high is not None):
            raise ValueError("a conditional balance has no interval (rule 3 of the design)")
        for series in (self.values, self.low, self.high):
            if series is not None and len(series) != len(self.years):
                raise ValueError("a course needs one value for each year")


_DASH = {Role.OUTER: [3, 4], Role.TURNING: [1, 0]}
_WIDTH = {Role.OUTER: 1.6, Role.TURNING: 3.0, Role.QUANTIFIED: 3.0}
_NEUTRAL_DASH = [7, 5]
_EDGE = 10  # pixels between the end of a line and its words
_TOP, _BOTTOM = 30, 28  # room for the unit above and the years below
_TICKS: dict[Size, int] = {"page": 9, "phone": 7, "memo": 8}
_YEARS = 6  # steps between years that are named, at most
_LABEL_SHARE = 0.42  # of the whole width; longer words are broken over two lines


def balance_over_years(
    courses: Sequence[Course],
    *,
    lang: str,
    size: Size = "page",
    payer: str | Text = "",
) -> Picture:
    """Draw the cumulative balance of options over years, with the words at the line ends.

    A quantified option has a band; a conditional one has lines at named values of its
    unknown, the one at the turning value bold, the others dashed, and never a band.

    Raises ``ValueError`` without a course.
    """
    if not courses:
        raise ValueError("there is no course to draw")
    money = money_unit([amount for course in courses for amount in _amounts(course)])
    scale = nice_scale(
        [amount / money.divisor for course in courses for amount in _amounts(course)],
        _TICKS[size],
    )
    years = sorted({year for course in courses for year in course.years})
    spec = _specification(courses, scale, money, years, lang, size)
    return picture(
        "balance-over-years", lang, spec, sentence(courses, payer), table(courses, lang)
    )


def _amounts(course: Course) -> list[float]:
    return [*course.values, *(course.low or ()), *(course.high or ())]


def _specification(
    courses: Sequence[Course],
    scale: Scale,
    money: Money,
    years: list[int],
    lang: str,
    size: Size,
) -> dict[str, Any]:
    font = LABEL_SIZE[size]
    names = _names(courses, lang)
    room = CHART_WIDTH[size] * _LABEL_SHARE
    right = min(room, max(text_width(", ".join(name), font) for name in names)) + _EDGE
    left = max(text_width(word, font) for word in _tick_words(scale, lang)) + _EDGE
    width = CHART_WIDTH[size] - left - right
    height = CHART_HEIGHT[size] - _TOP - _BOTTOM
    layers = [grid(scale, width), zero_line(width)]
    layers += [_band(course, money) for course in courses if course.low and course.high]
    layers += [_line(course, money) for course in courses]
    layers += _ends(courses, names, scale, money, width, height, font, right - _EDGE)
    layers.append(note(money.words.render(lang), -left, -_TOP + font, size=font))
    return {
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
                "scale": {"domain": [scale.low, scale.high], "nice": False},
                "axis": money_axis(scale, lang),
            },
        },
        "layer": layers,
    }


def _tick_words(scale: Scale, lang: str) -> list[str]:
    return [signed(tick, lang, scale.decimals) for tick in scale.ticks]


def year_ticks(years: list[int], width: float, font: float) -> list[int]:
    """Choose first, last and evenly spaced years between that do not touch."""
    first, last = years[0], years[-1]
    span = last - first
    if span == 0:
        return [first]
    fits = min(_YEARS, max(1, int(width // text_width("000000", font))))
    even = [step for step in range(1, span + 1) if span % step == 0 and span <= step * fits]
    if even[0] * 2 <= span or fits == 1 or span <= 2:
        return list(range(first, last + 1, even[0]))
    # A span without a fitting divisor: even steps, and the last year where it has room.
    step = -(-span // fits)
    return [*(year for year in range(first, last, step) if last - year >= step), last]


def _line(course: Course, money: Money) -> Layer:
    dash = _DASH.get(course.role)
    if dash is None:
        dash = _NEUTRAL_DASH if course.tone is Tone.NEUTRAL else [1, 0]
    return {
        "data": {
            "values": [
                {"year": year, "balance": value / money.divisor}
                for year, value in zip(course.years, course.values, strict=True)
            ]
        },
        "mark": {
            "type": "line",
            "color": course.tone.colour,
            "strokeWidth": _WIDTH[course.role],
            "strokeDash": dash,
        },
        "encoding": {"x": {"field": "year"}, "y": {"field": "balance"}},
    }


def _band(course: Course, money: Money) -> Layer:
    return {
        "data": {
            "values": [
                {"year": year, "low": low / money.divisor, "high": high / money.divisor}
                for year, low, high in zip(
                    course.years, course.low or (), course.high or (), strict=True
                )
            ]
        },
        "mark": {"type": "area", "color": course.tone.colour, "opacity": 0.16},
        "encoding": {
            "x": {"field": "year"},
            "y": {"field": "low"},
            "y2": {"field": "high"},
        },
    }


def _names(courses: Sequence[Course], lang: str) -> list[tuple[str, str]]:
    """Name each line: option and value; below its topmost line an option is not repeated."""
    highest: dict[str, float] = {}
    for course in courses:
        option = render(course.option, lang)
        highest[option] = max(highest.get(option, course.values[-1]), course.values[-1])
    names = []
    for course in courses:
        option, at = render(course.option, lang), render(course.at, lang)
        first = course.values[-1] >= highest[option]
        names.append((option if first or not at else "", at))
    return names


def _label_lines(name: tuple[str, str], room: float, font: float) -> list[str]:
    """Write option and value on one line where they fit, else below each other."""
    option, at = name
    whole = ", ".join(filter(None, name))
    if text_width(whole, font) <= room or not (option and at):
        return wrap(whole, room, font, 3)
    return [*wrap(option, room, font), *wrap(at, room, font, 1)]


def _ends(
    courses: Sequence[Course],
    names: list[tuple[str, str]],
    scale: Scale,
    money: Money,
    width: float,
    height: float,
    font: float,
    room: float,
) -> list[Layer]:
    written = [_label_lines(name, room, font) for name in names]
    ends = [height - scale.pixel(course.values[-1] / money.divisor, height) for course in courses]
    sizes = [len(lines) * (font + 2) + 2 for lines in written]
    middles = spread(ends, sizes, -font / 2, height + font / 2)
    layers: list[Layer] = []
    for course, lines, end, middle in zip(courses, written, ends, middles, strict=True):
        if abs(end - middle) > font / 2:
            layers.append(_leader(course, width, end, middle))
        layers.append(
            {
                "data": {"values": [{}]},
                "mark": {
                    "type": "text",
                    "text": lines,
                    "align": "left",
                    "baseline": "middle",
                    "lineHeight": font + 2,
                    "dy": -(font + 2) / 2 * (len(lines) - 1),
                    "fontSize": font,
                    "fontWeight": "normal" if course.role is Role.OUTER else "bold",
                    "color": course.tone.colour,
                },
                "encoding": {"x": {"value": width + _EDGE}, "y": {"value": middle}},
            }
        )
    return layers


def _leader(course: Course, width: float, end: float, middle: float) -> Layer:
    """Lead from the end of a line to words that had to move."""
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": course.tone.colour, "strokeWidth": 0.8},
        "encoding": {
            "x": {"value": width + 2},
            "x2": {"value": width + _EDGE - 2},
            "y": {"value": end},
            "y2": {"value": middle},
        },
    }


def sentence(courses: Sequence[Course], payer: str | Text = "") -> Text:
    """Say what the picture shows: where each line ends, in the order of the balance."""
    last = max(course.years[-1] for course in courses)
    ordered = sorted(courses, key=lambda course: -course.values[-1])
    money = money_unit([course.values[-1] for course in courses])
    largest = max(abs(course.values[-1]) for course in courses) / money.divisor
    said: Text | None = None
    for course in reversed(ordered):
        part = _end_words(course, money, significant_decimals(largest))
        said = part if said is None else text("%(part)s; %(rest)s", part=part, rest=said)
    assert said is not None
    if payer:
        return text(
            "Balance for %(payer)s added up to %(year)s: %(ends)s.",
            payer=payer,
            year=str(last),
            ends=said,
        )
    return text("Balance added up to %(year)s: %(ends)s.", year=str(last), ends=said)


def _end_words(course: Course, money: Money, decimals: int) -> Text:
    """Say one end, in the unit and with the decimals of the largest."""
    conditional = course.role is not Role.QUANTIFIED
    end = Figure(
        id=f"balance:{course.years[-1]}",
        value=course.values[-1] / money.divisor,
        low=course.low[-1] / money.divisor if course.low else None,
        high=course.high[-1] / money.divisor if course.high else None,
        unit=money.unit,
        decimals=decimals,
        year=course.years[-1],
        state=State.CONDITIONAL if conditional else State.QUANTIFIED,
        sources=course.sources,
        reason=text("the balance depends on something unknown") if conditional else None,
    )
    if course.at:
        return text("%(option)s, at %(at)s: %(end)s", option=course.option, at=course.at, end=end)
    return text("%(option)s: %(end)s", option=course.option, end=end)


def table(courses: Sequence[Course], lang: str) -> pl.DataFrame:
    """Give the twin of the picture: one row for each line and year, in euro."""
    rows = [
        (
            render(course.option, lang),
            render(course.at, lang),
            year,
            course.values[index],
            course.low[index] if course.low else None,
            course.high[index] if course.high else None,
        )
        for course in courses
        for index, year in enumerate(course.years)
    ]
    return pl.DataFrame(rows, schema=TABLE_COLUMNS, orient="row")
