"""The legend of a map, and a map to take away: with its title, legend and source line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import vl_convert

from weefsel.base.language import Text, render, text
from weefsel.report.fonts import FOLDER
from weefsel.report.map import (
    STRAIN_TO_STRENGTH,
    Classes,
    MapArea,
    MapPicture,
    patterns,
)
from weefsel.report.theme import FONT_STACK, INK, INK_2, PAPER, text_width, wrapped

NOT_APART = text("hatched: not distinguishable from average")
_SWATCH, _HIGH, _GAP, _FONT, _LINE = 30.0, 14.0, 6.0, 13, 22.0
_EDGE = 18.0
_TITLE, _SMALL = 19, 12
_NARROWEST = 420.0
_SAMPLE = "sample"


@dataclass(frozen=True)
class Entry:
    """One swatch of a legend: the class it shows (none without a figure) and its words."""

    level: int | None
    hatched: bool
    words: str


def entries(
    lang: str,
    *,
    classes: Classes = STRAIN_TO_STRENGTH,
    without: bool = True,
    hatched: Sequence[int] = (),
) -> list[Entry]:
    """Give the swatches of a legend: each class, the hatching, and having no class.

    ``hatched`` are the levels of the areas that are hatched; one swatch stands for them all.
    """
    found = [Entry(level, False, render(name, lang)) for level, name in enumerate(classes.names)]
    if hatched:
        middle = min(hatched, key=lambda level: abs(level - (len(classes.names) - 1) / 2))
        found.append(Entry(middle, True, NOT_APART.render(lang)))
    if without:
        found.append(Entry(None, False, classes.without.render(lang)))
    return found


def swatch(entry: Entry, classes: Classes, name: str) -> str:
    """Draw one swatch by itself, for a legend whose words are text of the page.

    ``name`` tells its patterns from those of other swatches on the page.
    """
    area = MapArea("", "", None, entry.level, hatched=entry.hatched)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="swatch" viewBox="0 0 32 16" width="32" '
        f'height="16" aria-hidden="true" focusable="false">{patterns([area], classes, name)}'
        f'<rect x="0.5" y="0.5" width="31" height="15" fill="{_fill(entry, classes, name)}" '
        f'stroke="{INK_2}" stroke-width="0.6"/></svg>'
    )


def _fill(entry: Entry, classes: Classes, name: str) -> str:
    if entry.level is None:
        return f"url(#dots-{name})"
    if entry.hatched:
        return f"url(#hatch-{name}-{entry.level})"
    return classes.colours[entry.level]


def legend(
    lang: str,
    *,
    classes: Classes = STRAIN_TO_STRENGTH,
    without: bool = True,
    hatched: Sequence[int] = (),
    width: float = 320.0,  # so wide is a card on a phone: wider, its words would shrink
) -> str:
    """Give the legend as SVG that is at most so wide, its words the accessible name."""
    shown = entries(lang, classes=classes, without=without, hatched=hatched)
    body, wide, high = _laid(shown, classes, "legend", width)
    label = escape(", ".join(one.words for one in shown))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart chart-legend" '
        f'viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" role="img" '
        f'aria-label="{label}" focusable="false">{body}</svg>'
    )


def _laid(shown: list[Entry], classes: Classes, name: str, width: float) -> tuple[str, int, int]:
    """Lay swatches with their words in lines of at most ``width`` units."""
    areas = [MapArea("", "", None, one.level, hatched=one.hatched) for one in shown]
    parts = [patterns(areas, classes, name)]
    x = y = widest = 0.0
    for one in shown:
        needs = _SWATCH + _GAP + text_width(one.words, _FONT)
        if x and x + needs > width:
            x, y = 0.0, y + _LINE
        parts.append(
            f'<rect x="{x:.1f}" y="{y + 3:.1f}" width="{_SWATCH:g}" height="{_HIGH:g}" '
            f'fill="{_fill(one, classes, name)}" stroke="{INK_2}" stroke-width="0.6"/>'
            + _word(one.words, x + _SWATCH + _GAP, y + _HIGH, _FONT, INK_2)
        )
        x += needs + 3 * _GAP
        widest = max(widest, x - 3 * _GAP)
    return "".join(parts), math.ceil(widest + 1), math.ceil(y + _LINE)


def _word(words: str, x: float, y: float, size: int, colour: str, weight: str = "") -> str:
    bold = f' font-weight="{weight}"' if weight else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{FONT_STACK}" font-size="{size}"{bold} '
        f'fill="{colour}">{escape(words)}</text>'
    )


@dataclass(frozen=True)
class Sheet:
    """A map on paper: title, map, legend and where it comes from, as one drawing."""

    svg: str

    def png(self, scale: float = 2.0) -> bytes:
        """Draw as PNG, ``scale`` pixels for each unit."""
        vl_convert.register_font_directory(str(FOLDER))
        return bytes(vl_convert.svg_to_png(self.svg, scale=scale))


def sheet(
    picture: MapPicture,
    *,
    title: str | Text,
    lines: Sequence[str | Text],
    classes: Classes = STRAIN_TO_STRENGTH,
) -> Sheet:
    """Put a map on a sheet under its title, with its legend, sentence and source lines.

    The same input gives the same bytes.
    """
    lang = picture.lang
    across = max(picture.width, _NARROWEST)
    table = picture.table
    names = [render(name, lang) for name in classes.names]
    hatched = sorted({names.index(one) for one in table.filter(table["hatched"])["class"]})
    none = classes.without.render(lang)
    shown = entries(lang, classes=classes, without=none in table["class"], hatched=hatched)
    parts, y = [], _EDGE
    for line in wrapped(render(title, lang), across, _TITLE):
        y += _TITLE + 3
        parts.append(_word(line, _EDGE, y, _TITLE, INK, "bold"))
    y += _EDGE
    left = _EDGE + (across - picture.width) / 2
    parts.append(f'<g transform="translate({left:.1f} {y:.1f})">{picture.body}</g>')
    y += picture.height + _EDGE
    body, _, high = _laid(shown, classes, _SAMPLE, across)
    parts.append(f'<g transform="translate({_EDGE:g} {y:.1f})">{body}</g>')
    y += high
    for words in (picture.label, *(render(one, lang) for one in lines)):
        for line in wrapped(words, across, _SMALL):
            y += _SMALL + 4
            parts.append(_word(line, _EDGE, y, _SMALL, INK_2))
    wide, tall = math.ceil(across + 2 * _EDGE), math.ceil(y + _EDGE)
    said = escape(f"{render(title, lang)}. {picture.label}")
    return Sheet(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {tall}" width="{wide}" '
        f'height="{tall}" role="img" aria-label="{said}"><rect width="{wide}" height="{tall}" '
        f'fill="{PAPER}"/>{"".join(parts)}</svg>'
    )
