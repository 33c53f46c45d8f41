"""Words and small pictures for what a house subsidises."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from weefsel.base.figure import Figure
from weefsel.base.language import Text
from weefsel.portfolio import figures
from weefsel.portfolio.money import written
from weefsel.portfolio.reviewed import Split
from weefsel.portfolio.vocabulary import AIMS, FORMS, HOWS, RESEARCH, TOS, VERDICTS
from weefsel.portfolio.writing import intervention_name as known_name
from weefsel.provisions.kinds import ACTIVITIES, GROUPS
from weefsel.web import ask

register = template.Library()

WHOLE = 100  # percent, and the width of the bar


def _lang() -> str:
    return "en" if (get_language() or "nl").startswith("en") else "nl"


def _said(names: dict[str, Text], key: str | None) -> str:
    return names[key].render(_lang()) if key in names else ""


@register.filter
def kind_name(key: str | None) -> str:
    """Give the name of a kind of activity."""
    return _said(ACTIVITIES, key)


@register.filter
def group_name(key: str) -> str:
    """Give the name of a group of people."""
    return _said(GROUPS, key)


@register.filter
def aim_name(key: str | None) -> str:
    """Say whether something is preventive or curative."""
    return _said(AIMS, key)


@register.filter
def form_name(key: str | None) -> str:
    """Say whether something is collective or individual."""
    return _said(FORMS, key)


@register.filter
def verdict_name(key: str | None) -> str:
    """Say what was decided."""
    return _said(VERDICTS, key or "undecided")


@register.filter
def how_words(key: str) -> str:
    """Say who says a trait, or what implies it."""
    return _said(HOWS, key)


@register.filter
def research_words(key: str) -> str:
    """Say in short what studies say."""
    return _said(RESEARCH, key)


@register.filter
def to_words(key: str) -> str:
    """Say where money goes."""
    return _said(TOS, key)


@register.filter
def intervention_name(key: str) -> str:
    """Give the name of an intervention of the library."""
    return known_name(key)


@register.filter
def area_name(code: str) -> str:
    """Give the name of an area."""
    return ask.name_of(code) or code


@register.filter
def cents(amount: Decimal) -> str:
    """Write an amount that is not stored yet."""
    return written(amount, _lang())


@register.filter
def money(amount: Decimal, name: str) -> Figure:
    """Give an amount that decisions set free or gave away as a figure."""
    return figures.money(name, amount)


@register.simple_tag
def split_bar(split: Split) -> SafeString:
    """Draw how money is split as one bar; the table beside it says the same."""
    parts, left = [], 0.0
    for part in split.parts:
        width = part.share.value or 0.0
        if width:
            parts.append((part.key, f"{left:.2f}", f"{width:.2f}"))
        left += width
    drawn: Any = format_html_join(
        "", '<rect class="split split--{}" x="{}" y="0" width="{}" height="10"/>', parts
    )
    return format_html(
        '<svg class="split-bar" viewBox="0 0 {} 10" preserveAspectRatio="none" '
        'aria-hidden="true" focusable="false">{}</svg>',
        WHOLE,
        drawn,
    )
