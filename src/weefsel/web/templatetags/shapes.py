"""Small shapes and names that several pages print."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from weefsel.atlas.indicator import Indicator
from weefsel.base.language import text

register = template.Library()

SCALE = 140  # pixels of the small scale of a score
EDGE = 5
FULL = 100


def _lang() -> str:
    return "en" if (get_language() or "nl").startswith("en") else "nl"


@register.filter
def name_in(indicator: Indicator) -> str:
    """Give the name of an indicator in the language of the page."""
    return indicator.name(_lang())


@register.filter
def name_of(name: str) -> SafeString:
    """Mark a name, which may hold digits of its own."""
    return format_html('<span class="name">{}</span>', name[:1].upper() + name[1:])


@register.filter
def safe_digits(words: str) -> SafeString:
    """Mark the numbers in a reason: they belong to the account of a figure, not to a finding."""
    return format_html('<span class="quote">{}</span>', words)


@register.filter
def drawing(picture: object) -> SafeString:
    """Draw a picture that the text beside it already says."""
    return mark_safe(picture.svg(hidden=True))


@register.simple_tag
def dot(
    score: float, level: int, low: float | None = None, high: float | None = None
) -> SafeString:
    """Draw a score with its band on a small scale; the cells beside it say the same."""

    def across(value: float) -> float:
        return EDGE + min(max(value, 0), FULL) / FULL * SCALE

    band = mark_safe("")
    if low is not None and high is not None:
        band = format_html(
            '<path class="mini__band" d="M{} 9H{}"/>', f"{across(low):.1f}", f"{across(high):.1f}"
        )
    return format_html(
        '<svg class="mini" viewBox="0 0 {} 18" width="{}" height="18" aria-hidden="true" '
        'focusable="false"><path class="mini__line" d="M{} 9H{}"/>'
        '<path class="mini__middle" d="M{} 3v12"/>{}<circle class="mini__dot level-{}" '
        'cx="{}" cy="9" r="5.5"/></svg>',
        SCALE + 2 * EDGE,
        SCALE + 2 * EDGE,
        EDGE,
        SCALE + EDGE,
        EDGE + SCALE / 2,
        band,
        level,
        f"{across(score):.1f}",
    )


ORIGIN = {
    "yes": text("Model estimate; its maker used origin as a predictor."),
    "no": text("Model estimate; its maker did not use origin."),
    "not_found": text("Model estimate; whether its maker used origin was not found."),
}


@register.filter
def origin_words(indicator: Indicator) -> str:
    """Say of a model estimate whether its maker used origin (rule 9 of the design)."""
    if indicator.error.kind != "model_estimate" or indicator.maker_used_origin not in ORIGIN:
        return ""
    return ORIGIN[indicator.maker_used_origin].render(_lang())
