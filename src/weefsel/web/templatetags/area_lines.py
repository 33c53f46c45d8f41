"""The rows of a table of figures, and the small parts of them, drawn in one go.

A page of a neighbourhood has a hundred of these rows; as template parts they take more time
than everything else on it together.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from weefsel.web.see.contrast import Cell, Side
from weefsel.web.see.course import Course
from weefsel.web.see.profile import Line
from weefsel.web.see.signs import STRAIN, STRENGTH, Sign
from weefsel.web.templatetags.figures import draw
from weefsel.web.templatetags.figures import reason as why_not
from weefsel.web.templatetags.shapes import origin_words

register = template.Library()

TONES = {STRAIN: "sure--low", STRENGTH: "sure--high"}


def _lang() -> str:
    return "en" if (get_language() or "nl").startswith("en") else "nl"


@register.filter
def paired(cells: Sequence[Cell], sides: Sequence[Side]) -> list[tuple[Cell, Side]]:
    """Give each figure of a line with the area it is of, in the order of the columns."""
    return list(zip(cells, sides, strict=True))


@register.simple_tag
def sign(said: Sign | None) -> SafeString:
    """Draw a word of certainty on its badge; nothing where there is none."""
    return mark_safe("" if said is None else _badge(said, _lang()))


def _badge(said: Sign, lang: str) -> str:
    css = TONES.get(said.tone, "sure--plain")
    return f'<span class="utrecht-data-badge {css}">{escape(said.words.render(lang))}</span>'


@register.simple_tag
def course(drawn: Course | None) -> SafeString:
    """Draw the course of a figure; the table to download holds its values."""
    return mark_safe("" if drawn is None else _course(drawn, _lang()))


@lru_cache(maxsize=16_384)
def _course(drawn: Course, lang: str) -> str:
    label = _("From %(first)s to %(last)s; the values are in the table to download") % {
        "first": drawn.first_year,
        "last": drawn.last_year,
    }
    return (
        f'<svg class="course" viewBox="0 0 {drawn.width} {drawn.height}" width="{drawn.width}" '
        f'height="{drawn.height}" role="img" aria-label="{escape(label)}"><path '
        f'd="{drawn.path}"/><circle cx="{drawn.x}" cy="{drawn.y}" r="3.2"/></svg>'
    )


def address(code: str, key: str) -> str:
    """Give the address of the page about one figure of one area."""
    return _address(code, get_language() or "nl").replace("KEY", key)


@lru_cache(maxsize=4096)
def _address(code: str, lang: str) -> str:
    return reverse("area-figure", kwargs={"code": code, "key": "KEY"})


@register.simple_tag(takes_context=True)
def area_lines(
    context: Context, lines: tuple[Line, ...], code: str, own_level: bool = False
) -> SafeString:
    """Draw the rows of figures of one area, each figure with its account."""
    lang = _lang()
    told: Any = context.get("told") or {}
    fictitious = bool(context.get("fictitious"))
    return mark_safe(
        "".join(
            _row(context, line, code, lang, line.indicator.id in told, own_level, fictitious)
            for line in lines
        )
    )


def _row(
    context: Context,
    line: Line,
    code: str,
    lang: str,
    told: bool,
    own_level: bool,
    fictitious: bool,
) -> str:
    cells = [_head(line, code, lang, told)]
    here = line.here
    if here.value is None:
        cells.append(f'<td role="cell" class="mut small why">{why_not(context, here)}</td>')
    else:
        error = (
            f'<span class="error small mut">± {draw(context, line.error, unit=False)}</span>'
            if line.error is not None
            else ""
        )
        cells.append(
            f'<td role="cell" class="n"><b>{draw(context, here, band=False)}</b>{error}'
            f'<time class="year small mut">{here.year}</time></td>'
        )
    beside = [line.peers, *(() if own_level else (line.municipality,))]
    beside += [] if fictitious else [line.country]
    for figure in beside:
        shown = "" if figure is None else draw(context, figure, band=False, dash=True)
        cells.append(f'<td role="cell" class="n mut">{shown}</td>')
    word = "" if line.beside is None else _badge(line.beside, lang)
    cells.append(f'<td role="cell" class="word">{word}</td>')
    drawn = "" if line.course is None else _course(line.course, lang)
    trend = (
        ""
        if line.trend is None
        else f'<span class="small mut">{escape(line.trend.words.render(lang))}</span>'
    )
    cells.append(f'<td role="cell" class="roomy course-cell">{drawn}{trend}</td>')
    cluster = "" if line.cluster is None else escape(line.cluster.words.render(lang))
    cells.append(f'<td role="cell" class="roomy small mut">{cluster}</td>')
    return f'<tr role="row">{"".join(cells)}</tr>'


def _head(line: Line, code: str, lang: str, told: bool) -> str:
    origin = origin_words(line.indicator)
    flag = "" if line.flag_words is None else line.flag_words.render(lang)
    said = [one for one in (origin or flag,) if one]
    said += [_("with a story")] if told else []
    return (
        f'<th scope="row" role="rowheader"><a class="name" '
        f'href="{address(code, line.indicator.id)}">{escape(line.indicator.name(lang))}</a>'
        f'<span class="small mut quote">{escape(" · ".join(said))}</span></th>'
    )
