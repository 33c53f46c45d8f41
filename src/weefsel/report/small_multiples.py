"""One small map a year of the same areas, in the same classes: shapes once, colours a year."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import polars as pl
from shapely.geometry.base import BaseGeometry

from weefsel.base.language import Text, render
from weefsel.report.charts.layers import wrap
from weefsel.report.map import Classes, _path, _place
from weefsel.report.map_legend import Sheet
from weefsel.report.theme import FONT_STACK, INK, INK_2, NO_SCORE, PAPER

_TITLE, _SMALL, _EDGE, _ACROSS = 22, 13, 18, 4
_TITLE_LINES = 4
_SHRUNK = 0.42  # of the width of a map alone


@dataclass(frozen=True)
class Multiples:
    """Small maps of some years: ``shapes`` once in a page, ``drawings`` by year refer to it."""

    shapes: str
    drawings: Mapping[int, str]  # what is inside the drawing of each year
    width: float
    height: float
    table: pl.DataFrame

    def svg(self, year: int, label: str) -> str:
        """Draw one year; the page holds ``defs`` once."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="multiple" '
            f'viewBox="0 0 {self.width:g} {self.height:g}" role="img" '
            f'aria-label="{escape(label)}" focusable="false">{self.drawings[year]}</svg>'
        )

    @property
    def defs(self) -> str:
        """Give the shapes that the drawings of a page refer to."""
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0" aria-hidden="true" '
            f'focusable="false" class="unseen"><defs>{self.shapes}</defs></svg>'
        )

    def sheet(self, title: str, lines: Sequence[str]) -> Sheet:
        """Put all years on one sheet under a title, with lines about the source."""
        wide, high = self.width * _SHRUNK, self.height * _SHRUNK
        width = math.ceil(2 * _EDGE + _ACROSS * (wide + _EDGE))
        parts, y = [], float(_EDGE)
        for line in wrap(title, width - 2 * _EDGE, _TITLE, _TITLE_LINES):
            y += _TITLE + 5
            parts.append(_word(line, _EDGE, y, _TITLE, INK))
        y += _EDGE
        for at, (year, drawing) in enumerate(sorted(self.drawings.items())):
            x = _EDGE + (at % _ACROSS) * (wide + _EDGE)
            top = y + (at // _ACROSS) * (high + 2 * _EDGE + _SMALL)
            parts.append(_word(str(year), x, top + _SMALL, _SMALL, INK))
            parts.append(
                f'<g transform="translate({x:.1f} {top + _EDGE:.1f}) scale({_SHRUNK})">'
                f"{drawing}</g>"
            )
        y += math.ceil(len(self.drawings) / _ACROSS) * (high + 2 * _EDGE + _SMALL)
        for line in lines:
            y += _SMALL + 5
            parts.append(_word(line, _EDGE, y, _SMALL, INK_2))
        tall = math.ceil(y + _EDGE)
        return Sheet(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {tall}" '
            f'width="{width}" height="{tall}" role="img" aria-label="{escape(title)}"><rect '
            f'width="{width}" height="{tall}" fill="{PAPER}"/><defs>{self.shapes}</defs>'
            f"{''.join(parts)}</svg>"
        )


def _word(words: str, x: float, y: float, size: int, colour: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{FONT_STACK}" font-size="{size}" '
        f'fill="{colour}">{escape(words)}</text>'
    )


def small_multiples(
    borders: Mapping[str, BaseGeometry],
    levels: Mapping[int, Mapping[str, int | None]],
    *,
    lang: str,
    classes: Classes,
    names: Mapping[str, str],
) -> Multiples:
    """Draw the areas with borders for each year, in classes; without a class they are pale.

    Raises ``ValueError`` without an area with borders.
    """
    codes = sorted(code for code, shape in borders.items() if not shape.is_empty)
    if not codes:
        raise ValueError("there is no area with borders to draw")
    placed, width, height = _place([borders[code] for code in codes])
    shapes = "".join(
        f'<path id="m-{code}" d="{_path(shape)}"/>'
        for code, shape in zip(codes, placed, strict=True)
    )
    drawings = {}
    for year, found in levels.items():
        by_colour: dict[str, list[str]] = {}
        for code in codes:
            level = found.get(code)
            colour = NO_SCORE if level is None else classes.colours[level]
            by_colour.setdefault(colour, []).append(f'<use href="#m-{code}"/>')
        drawings[year] = "".join(
            f'<g fill="{colour}" stroke="{INK_2}" stroke-width="1">{"".join(uses)}</g>'
            for colour, uses in sorted(by_colour.items())
        )
    return Multiples(shapes, drawings, width, height, _table(codes, levels, names, classes, lang))


def _table(
    codes: Sequence[str],
    levels: Mapping[int, Mapping[str, int | None]],
    names: Mapping[str, str],
    classes: Classes,
    lang: str,
) -> pl.DataFrame:
    """Give the twin of the pictures: one row an area, the class of each year."""

    def word(level: int | None) -> str:
        said: str | Text = classes.without if level is None else classes.names[level]
        return render(said, lang)

    return pl.DataFrame(
        {
            "area": [names.get(code, code) for code in codes],
            **{
                str(year): [word(found.get(code)) for code in codes]
                for year, found in sorted(levels.items())
            },
        }
    )
