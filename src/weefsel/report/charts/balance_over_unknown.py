"""The balance at the horizon as a line over what is unknown, with the value where it turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from weefsel.base.figure import Figure, State
from weefsel.base.language import Text, render, text
from weefsel.base.numbers import significant_decimals, write_number
from weefsel.report.charts.layers import ELLIPSIS, Layer, grid, money_axis, note, wrap, zero_line
from weefsel.report.picture import Picture, picture
from weefsel.report.scales import Money, Scale, money_unit, nice_scale, signed
from weefsel.report.theme import (
    CHART_HEIGHT,
    CHART_WIDTH,
    INK,
    INK_2,
    LABEL_SIZE,
    LINE,
    PAPER,
    Size,
    Tone,
    text_width,
    vega_config,
)

TABLE_COLUMNS = {
    "unknown_per_100": pl.Float64,  # how many in 100
    "balance_eur": pl.Float64,
    "place": pl.String,  # line, named, turning value, low or high end of the turning value
}
_TOP, _BOTTOM = 30, 64
_EDGE = 10
_BAND = 9  # height in pixels of the range of the turning value, on the axis
_NARROW = 90  # pixels: narrower than this, words go to the other side of the line
_PER = 100.0
_LEVEL = 0.90  # P5 to P95 everywhere (DESIGN.md section 4, rule 2)


@dataclass(frozen=True)
class Point:
    """A balance in euro at one value of the unknown, a share between 0 and 1."""

    unknown: float
    balance: float


def balance_over_unknown(
    line: Sequence[Point],
    *,
    lang: str,
    turning: float | None,
    low: float | None = None,
    high: float | None = None,
    named: Sequence[Point] = (),
    asks: str | Text = "",
    payer: str | Text = "",
    size: Size = "page",
    sources: tuple[str, ...] = (),
) -> Picture:
    """Draw the balance over an unknown share, with its turning value on the zero line.

    ``line`` runs from the least to the greatest value shown; ``named`` are the values that
    the result states; ``turning``, ``low`` and ``high`` are shares (0 to 1). The range of
    the turning value lies on the horizontal axis only: of the balance itself no range is
    known. ``asks`` names the unknown under the axis.

    Raises ``ValueError`` with fewer than two points.
    """
    if len(line) < 2:
        raise ValueError("a line over the unknown needs two points")
    points = sorted(line, key=lambda point: point.unknown)
    shown = None if turning is None or not _inside(turning, points) else turning
    money = money_unit([point.balance for point in points])
    scale = nice_scale([point.balance / money.divisor for point in points], 6)
    across = nice_scale([point.unknown * _PER for point in points], 6)
    font = LABEL_SIZE[size]
    left = max(text_width(signed(tick, lang, scale.decimals), font) for tick in scale.ticks)
    left += _EDGE
    right = font * 1.5
    width = CHART_WIDTH[size] - left - right
    height = CHART_HEIGHT[size] - _TOP - _BOTTOM
    last = max(across.high, points[-1].unknown * _PER)
    falls = _falls(points)
    frame = Scale(across.low, last, across.ticks)
    layers = [grid(scale, width), *_sides(scale, frame, width, height, font, lang, points)]
    if shown is not None and low is not None and high is not None:
        layers += _range(frame, low, high, width, height)
    layers += [zero_line(width), _line(points, money)]
    layers += _named(named, money, frame, scale, width, height, font, lang, falls)
    if shown is not None:
        layers += _turning(shown, low, high, frame, scale, width, height, font, lang, falls)
    layers.append(note(money.words.render(lang), -left, -_TOP + font, size=font))
    under = render(asks, lang) or text("in 100 people").render(lang)
    asked = wrap(under, width + left, font)
    bottom = _BOTTOM + (font + 3) * (len(asked) - 1)
    layers.append(note(asked, -left, height + _BOTTOM - 6, size=font))
    spec: dict[str, Any] = {
        "width": width,
        "height": height,
        "autosize": {"type": "none"},
        "padding": {"left": left, "right": right, "top": _TOP, "bottom": bottom},
        "config": vega_config(size),
        "encoding": {
            "x": {
                "type": "quantitative",
                "scale": {"domain": [frame.low, frame.high], "nice": False},
                "axis": {
                    "values": [tick for tick in frame.ticks if tick <= last],
                    "grid": False,
                    "labelPadding": _BAND + 8,
                    "labelExpr": "replace(format(datum.value, '~f'), '.', "
                    + ("','" if lang == "nl" else "'.'")
                    + ")",
                },
            },
            "y": {
                "type": "quantitative",
                "scale": {"domain": [scale.low, scale.high], "nice": False},
                "axis": money_axis(scale, lang),
            },
        },
        "layer": layers,
    }
    words = sentence(points, turning, low, high, payer, sources)
    return picture(
        "balance-over-unknown", lang, spec, words, table(points, named, turning, low, high, lang)
    )


def _falls(points: Sequence[Point]) -> bool:
    return points[-1].balance <= points[0].balance


def _inside(turning: float, points: Sequence[Point]) -> bool:
    return points[0].unknown <= turning <= points[-1].unknown


def _sides(
    scale: Scale,
    frame: Scale,
    width: float,
    height: float,
    font: float,
    lang: str,
    points: Sequence[Point],
) -> list[Layer]:
    """Tint both sides of zero lightly and say in words what each side means."""
    zero = height - scale.pixel(0.0, height)
    falls = _falls(points)
    layers: list[Layer] = []
    for tone, top, bottom, words, above in (
        (Tone.STRENGTH, 0.0, zero, text("saves money"), True),
        (Tone.STRAIN, zero, height, text("costs money"), False),
    ):
        if bottom - top < 2 * font:
            continue
        layers.append(
            {
                "data": {"values": [{}]},
                "mark": {"type": "rect", "color": tone.colour, "opacity": 0.06},
                "encoding": {
                    "x": {"value": 0},
                    "x2": {"value": width},
                    "y": {"value": top},
                    "y2": {"value": bottom},
                },
            }
        )
        # The line runs through two opposite corners: the words take the empty ones.
        right = above == falls
        layers.append(
            note(
                words.render(lang),
                width - 8 if right else 8,
                top + font + 6 if above else bottom - 8,
                size=font,
                colour=tone.colour,
                bold=True,
                align="right" if right else "left",
            )
        )
    return layers


def _line(points: Sequence[Point], money: Money) -> Layer:
    return {
        "data": {
            "values": [
                {"unknown": point.unknown * _PER, "balance": point.balance / money.divisor}
                for point in points
            ]
        },
        "mark": {"type": "line", "color": INK, "strokeWidth": 3},
        "encoding": {"x": {"field": "unknown"}, "y": {"field": "balance"}},
    }


def _range(frame: Scale, low: float, high: float, width: float, height: float) -> list[Layer]:
    """Draw where the turning value may lie as a bar on the horizontal axis, and only there."""
    ends = [min(max(frame.pixel(end * _PER, width), 0.0), width) for end in (low, high)]
    bar = {"type": "rect", "cornerRadius": _BAND / 2}
    return [
        {
            "data": {"values": [{}]},
            "mark": {**bar, "color": colour},
            "encoding": {
                "x": {"value": start},
                "x2": {"value": end},
                "y": {"value": height + 4},
                "y2": {"value": height + 4 + _BAND},
            },
        }
        for colour, start, end in ((LINE, 0.0, width), (INK_2, *ends))
    ]


def _named(
    named: Sequence[Point],
    money: Money,
    frame: Scale,
    scale: Scale,
    width: float,
    height: float,
    font: float,
    lang: str,
    falls: bool,
) -> list[Layer]:
    layers: list[Layer] = []
    for point in named:
        x = frame.pixel(point.unknown * _PER, width)
        amount = point.balance / money.divisor
        y = height - scale.pixel(amount, height)
        if not (0 <= x <= width and 0 <= y <= height):
            continue
        layers.append(_dot(x, y, INK, font * 3))
        if abs(amount) * 50 < scale.high - scale.low:  # at zero the turning value says it
            continue
        words = signed(amount, lang, significant_decimals(amount))
        beside = _beside(x, y, [words], font, width, falls=falls)
        layers.append(note(words, *beside[0], size=font, colour=INK, bold=True, align=beside[1]))
    return layers


def _beside(
    x: float, y: float, lines: list[str], font: float, width: float, *, falls: bool
) -> tuple[tuple[float, float], str]:
    """Give where words beside a point on the line stay clear of it, and their alignment.

    Above the line is room to the right of a point when it falls, to the left when it
    rises; without that room the words go below, to the other side.
    """
    wide = max(text_width(line, font + 1) for line in lines) + 2 * _EDGE
    room = (width - x if falls else x) > wide
    right = falls == room
    above = y - 7 - (font + 4) * (len(lines) - 1)
    return (
        (x + _EDGE if right else x - _EDGE, above if room else y + font + 7),
        "left" if right else "right",
    )


def _dot(x: float, y: float, colour: str, area: float) -> Layer:
    return {
        "data": {"values": [{}]},
        "mark": {
            "type": "point",
            "shape": "circle",
            "filled": True,
            "size": area,
            "color": colour,
            "opacity": 1,
        },
        "encoding": {"x": {"value": x}, "y": {"value": y}},
    }


def _turning(
    turning: float,
    low: float | None,
    high: float | None,
    frame: Scale,
    scale: Scale,
    width: float,
    height: float,
    font: float,
    lang: str,
    falls: bool,
) -> list[Layer]:
    x = frame.pixel(turning * _PER, width)
    zero = height - scale.pixel(0.0, height)
    words = text(
        "turns at %(value)s\u00a0in\u00a0100",
        value=write_number(turning * _PER, lang, places(turning)),
    ).render(lang)
    span = ""
    if low is not None and high is not None:
        span = Range(_figure(turning, low, high)).render(lang)
    side = (width - x if falls else x) - 2 * _EDGE
    said = wrap(words, max(side, _NARROW), font + 1)
    if any(ELLIPSIS in line for line in said):  # cut short here: there is room at the other side
        said = wrap(words, max(x, width - x) - 2 * _EDGE, font + 1)
    lines = [*said, span] if span else said
    (at, top), align = _beside(x, zero, lines, font, width, falls=falls)
    drop = {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": INK, "strokeWidth": 1.2, "strokeDash": [2, 3]},
        "encoding": {
            "x": {"value": x},
            "y": {"value": zero},
            "y2": {"value": height + 4 + _BAND},
        },
    }
    return [
        drop,
        _dot(x, zero, PAPER, font * 15),
        _dot(x, zero, INK, font * 8),
        note(said, at, top, size=font + 1, colour=INK, bold=True, align=align),
        *(
            [note(span, at, top + len(said) * (font + 4), size=font, colour=INK, align=align)]
            if span
            else []
        ),
    ]


def places(share: float) -> int:
    """Give the decimals with which a number in 100 is said: one below ten, else none."""
    return 1 if 0 < share * _PER < 10 else 0


def sentence(
    points: Sequence[Point],
    turning: float | None,
    low: float | None,
    high: float | None,
    payer: str | Text,
    sources: tuple[str, ...] = (),
) -> Text:
    """Say where the balance turns, or that it turns nowhere on the line that is drawn."""
    who = payer or text("the municipality")
    if turning is None or not _inside(turning, points):
        if points[0].balance > 0:
            return text("The balance for %(payer)s stays above zero on the whole line.", payer=who)
        return text("The balance for %(payer)s stays below zero on the whole line.", payer=who)
    at = _figure(turning, low, high, sources)
    falls = _falls(points)
    ranged = low is not None and high is not None
    if falls and ranged:
        return text(
            "The balance for %(payer)s falls as the share grows and turns to a loss at "
            "%(at)s (%(range)s).",
            payer=who,
            at=at,
            range=Range(at),
        )
    if falls:
        return text(
            "The balance for %(payer)s falls as the share grows and turns to a loss at %(at)s.",
            payer=who,
            at=at,
        )
    if ranged:
        return text(
            "The balance for %(payer)s rises as the share grows and turns to a gain at "
            "%(at)s (%(range)s).",
            payer=who,
            at=at,
            range=Range(at),
        )
    return text(
        "The balance for %(payer)s rises as the share grows and turns to a gain at %(at)s.",
        payer=who,
        at=at,
    )


def _figure(
    turning: float, low: float | None, high: float | None, sources: tuple[str, ...] = ()
) -> Figure:
    return Figure(
        id="turning_value",
        value=turning * _PER,
        low=None if low is None else low * _PER,
        high=None if high is None else high * _PER,
        level=_LEVEL,
        unit="per_100",
        decimals=places(turning),
        state=State.CONDITIONAL,
        sources=sources,
    )


@dataclass(frozen=True)
class Range:
    """The words "from x to y" of a figure, as a part of a sentence."""

    figure: Figure

    def render(self, lang: str = "nl") -> str:
        """Give the range in a language."""
        return self.figure.range_words(lang)


def table(
    points: Sequence[Point],
    named: Sequence[Point],
    turning: float | None,
    low: float | None,
    high: float | None,
    lang: str,
) -> pl.DataFrame:
    """Give the twin of the picture: the line, the named values and the turning value."""
    said = {
        key: words.render(lang)
        for key, words in {
            "line": text("line"),
            "named": text("named value"),
            "turning": text("turning value"),
            "low": text("turning value, low end"),
            "high": text("turning value, high end"),
        }.items()
    }
    rows: list[tuple[float, float | None, str]] = [
        (point.unknown * _PER, point.balance, said["line"]) for point in points
    ]
    rows += [(point.unknown * _PER, point.balance, said["named"]) for point in named]
    if turning is not None:
        rows.append((turning * _PER, 0.0, said["turning"]))
        # At an end of its range another turning value holds, so there too the balance is 0.
        rows += [
            (end * _PER, 0.0, said[key]) for key, end in (("low", low), ("high", high)) if end
        ]
    return pl.DataFrame(rows, schema=TABLE_COLUMNS, orient="row").sort(
        "unknown_per_100", "place", maintain_order=True
    )
