"""A chain on one page to print and point at: PDF/UA, A4 across, as sharp on A3."""

from __future__ import annotations

from babel.dates import format_date

from weefsel import __version__
from weefsel.base.language import text
from weefsel.evidence.chain import Drawing
from weefsel.report.arena import arena
from weefsel.report.arena_words import state
from weefsel.report.typeset import typeset

TEMPLATE = "arena.typ"
_DATES = {"nl": "nl_NL", "en": "en_GB"}
_DOT = " \N{MIDDLE DOT} "


def page(drawing: Drawing, lang: str = "nl") -> bytes:
    """Make the page of a chain as PDF/UA-1 in Dutch or English.

    Its alternative text says every arrow in words. The date is that of the chain's file:
    no clock is read, and the same chain gives the same bytes.
    """
    drawn = arena(drawing, lang)
    day = drawing.dated
    dated = format_date(day, format="long", locale=_DATES[lang])
    data = {
        "lang": lang,
        "title": drawn.label,
        "author": text("Weefsel %(version)s", version=__version__).render(lang),
        "description": f"{text('drawing of a chain').render(lang)}: {drawing.name.render(lang)}",
        "keywords": [text("EffectenArena").render(lang), drawing.id],
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "kicker": _DOT.join((text("EffectenArena").render(lang), state(drawing).render(lang))),
        "foot": text(
            "Every arrow with its figures, studies and sources stands on the page of this "
            "chain in Weefsel."
        ).render(lang),
        "made": _DOT.join((text("Weefsel %(version)s", version=__version__).render(lang), dated)),
        "alt": drawn.description,
        "svg": drawn.svg(),
        "ratio": drawn.ratio,
    }
    return typeset(TEMPLATE, data, day)
