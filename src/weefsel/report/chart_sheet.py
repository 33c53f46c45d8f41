"""A chart to take away: under its title, with its sentence and where it comes from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from weefsel.base.language import Text, render
from weefsel.report.map_legend import Sheet
from weefsel.report.picture import Picture
from weefsel.report.theme import FONT_STACK, INK, INK_2, PAPER, wrapped

_EDGE, _TITLE, _SMALL, _NARROWEST = 16, 19, 12, 480


def chart_sheet(picture: Picture, *, title: str | Text, lines: Sequence[str | Text]) -> Sheet:
    """Put a chart on a sheet; the same input gives the same bytes."""
    lang = picture.lang
    body = picture.svg(hidden=True)
    width, height = (float(body.split(f' {name}="')[1].split('"')[0]) for name in SIDES)
    across = max(width, _NARROWEST)
    parts, y = [], float(_EDGE)
    for line in wrapped(render(title, lang), across, _TITLE):
        y += _TITLE + 3
        parts.append(_word(line, y, _TITLE, INK, ' font-weight="bold"'))
    y += _EDGE
    moved = body.replace("<svg ", f'<svg x="{_EDGE}" y="{y:.1f}" ', 1)
    parts.append(moved)
    y += height + _EDGE
    for words in (picture.label, *(render(one, lang) for one in lines)):
        for line in wrapped(words, across, _SMALL):
            y += _SMALL + 4
            parts.append(_word(line, y, _SMALL, INK_2))
    wide, tall = math.ceil(across + 2 * _EDGE), math.ceil(y + _EDGE)
    said = escape(f"{render(title, lang)}. {picture.label}")
    return Sheet(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {tall}" width="{wide}" '
        f'height="{tall}" role="img" aria-label="{said}"><rect width="{wide}" height="{tall}" '
        f'fill="{PAPER}"/>{"".join(parts)}</svg>'
    )


SIDES = ("width", "height")


def _word(words: str, y: float, size: int, colour: str, weight: str = "") -> str:
    return (
        f'<text x="{_EDGE}" y="{y:.1f}" font-family="{FONT_STACK}" font-size="{size}"{weight} '
        f'fill="{colour}">{escape(words)}</text>'
    )
