"""The only way a number gets on a page: with its provenance, or the reason it has none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from weefsel.atlas.indicator import Named
from weefsel.base.certainty import Certainty
from weefsel.base.figure import Figure, Flag, Source, State
from weefsel.base.language import Text, render, text
from weefsel.evidence.words import Words
from weefsel.scan.result import COMPUTED
from weefsel.web.notes import Note, Notes

register = template.Library()

YEARS = range(1900, 2200)  # a whole number in a sentence that can only be a year
ALL_OF = 3  # sources that a note says at once; of a longer list it says
FIRST = 2  # so many, and the others when asked
NOTHING = 1e-6  # what is left of equal amounts that were subtracted: zero to any reader
NO_SLUG = re.compile(r"[^A-Za-z0-9]+")


def _lang() -> str:
    return "en" if (get_language() or "nl").startswith("en") else "nl"


def slug(source_id: str) -> str:
    """Give the anchor of a source on the sources page: edition:84799NED-2020 with hyphens."""
    return NO_SLUG.sub("-", source_id).strip("-")


register.filter("slug", slug)


def _notes(context: Context) -> Notes:
    notes = context.get("notes")
    if not isinstance(notes, Notes):  # a page outside the frame, as in a test of one tag
        notes = context["notes"] = Notes()
    known = context.get("sources")
    if isinstance(known, Mapping):
        notes.known = known
    return notes


def _link(context: Context, figure: Figure) -> SafeString:
    """Open the link to the account of a figure: its note, or its entry on the sources page."""
    if context.get("accounts_here") and figure.sources:
        return format_html('<a href="#{}">', slug(figure.sources[0]))
    note, first = _notes(context).add(figure)
    if first:
        return format_html('<a href="#{}">', note.anchor)
    return format_html('<a href="#{}" tabindex="-1">', note.anchor)


def draw(
    context: Context, figure: Figure, *, unit: bool = True, band: bool = True, dash: bool = False
) -> SafeString:
    """Draw one figure: number, unit and range, linked to the note that accounts for it."""
    lang, link = _lang(), _link(context, figure)
    if figure.value is not None and figure.decimals is None and abs(figure.value) < NOTHING:
        figure = replace(figure, decimals=0)
    if figure.value is None:
        shown = format_html(
            '<span aria-hidden="true">\N{EN DASH}</span><span class="unseen">{}</span>'
            if dash
            else "{}",
            _("no figure"),
        )
        return format_html(
            '<data class="figure figure--none" value="">{}{}</a></data>', link, shown
        )
    number = figure.render(lang) if unit else figure.number(lang)
    range_words = figure.range_words(lang) if band else ""
    shown = format_html(
        '{}<span class="figure__range"> ({})</span>' if range_words else "{}", number, range_words
    )
    return format_html(
        '<data class="figure" value="{}">{}{}</a></data>', repr(float(figure.value)), link, shown
    )


def _part_of(context: Context, figure: Figure, said: str) -> SafeString:
    """Draw words that belong to a figure, such as its range, linked to the same account."""
    link = _link(context, figure)
    value = "" if figure.value is None else repr(float(figure.value))
    return format_html('<data class="figure" value="{}">{}{}</a></data>', value, link, said)


@register.simple_tag(takes_context=True, name="figure")
def figure_tag(
    context: Context,
    figure: Figure | None,
    unit: bool = True,
    band: bool = True,
    dash: bool = False,
) -> SafeString:
    """Print a figure; without ``unit`` or ``band`` where the table's head already says it."""
    if figure is None:
        return mark_safe("")
    return draw(context, figure, unit=unit, band=band, dash=dash)


@register.simple_tag(takes_context=True)
def reason(context: Context, figure: Figure) -> SafeString:
    """Say why there is no figure, linked to its account."""
    said = _("no figure") if figure.reason is None else render(figure.reason, _lang())
    return format_html(
        '<data class="figure figure--none" value="">{}{}</a></data>',
        _link(context, figure),
        said[:1].upper() + said[1:],
    )


@register.filter
def whole(figure: Figure) -> Figure:
    """Round persons to whole ones; less than one keeps its digits."""
    if figure.value is None or abs(figure.value) < 1:
        return figure
    return replace(figure, decimals=0)


@register.simple_tag(takes_context=True)
def sentence(context: Context, words: object) -> SafeString:
    """Print a text of the library, its figures with their provenance, all else escaped."""
    return _sentence(context, words)


def _sentence(context: Context, words: object) -> SafeString:
    """Draw a part of a sentence: figures with their account, names as names, years as moments."""
    if isinstance(words, Figure):
        return draw(context, words, band=False)
    if isinstance(getattr(words, "figure", None), Figure):  # the range of a figure in words
        return _part_of(context, words.figure, render(words, _lang()))
    if isinstance(words, int) and not isinstance(words, bool) and words in YEARS:
        return format_html('<time datetime="{0}">{0}</time>', str(words))
    if not isinstance(words, Text):
        said = render(words, _lang())
        # A name, or the words of a data file, may hold digits of their own.
        tag = '<span class="name">{}</span>' if isinstance(words, str | Words | Named) else "{}"
        return format_html(tag, said)
    said = escape(words.template(_lang()))
    if not words.params:
        return mark_safe(said.replace("%%", "%"))
    parts = {name: _sentence(context, part) for name, part in words.params.items()}
    return mark_safe(said % parts)


@register.filter
def plain(words: object) -> str:
    """Give a text of the library without links, for a title, an option or an attribute."""
    return "" if words is None else render(words, _lang())


@register.filter
def source_title(source: Source) -> str:
    """Give what a source is called: assumptions and computations in the language of the page."""
    lang, kind = _lang(), source.id.partition(":")[0]
    own = source.extra.get(f"name_{lang}")
    if kind == "assumption" and own:
        return own
    if not source.title:
        return UNTITLED.get(source.id, UNTITLED_KINDS.get(kind, NAMELESS)).render(lang)
    if kind in {"assumption", "computed"}:
        return text(source.title).render(lang).rstrip(".")
    return source.title.rstrip(".")


# What a page computes itself, and sources that are not loaded here any more.
UNTITLED = {
    "computed:map": text("Count of the areas on the map"),
    "computed:score": text("Scale of a score"),
    "computed:evidence": text("Count of what Weefsel knows from research"),
}
UNTITLED_KINDS = {
    "computed": text("Computed by Weefsel"),
    "own": text("Your own figure"),
    "edition": text("A table that is no longer loaded here"),
}
NAMELESS = text("A source without a name")


@register.filter
def said_in(source: Source) -> str:
    """Give the language of a source's title, where it is surely another than the page's."""
    return "nl" if source.id.startswith("edition:") and _lang() == "en" else ""


def _place(source: Source) -> str:
    """Give the address at which all of a source is told, none for what only the note tells."""
    kind, page = source.id.partition(":")[0], reverse("sources")
    if kind == "own" or not source.title:
        return ""
    if kind in {"study", "page", "library"}:  # not on that page: its own, or at the source itself
        return source.url
    if kind == "computed" and source.id not in COMPUTED:
        return f"{page}#weighing"
    if kind == "parameter":
        return reverse("parameter", args=[source.id.partition(":")[2]])
    return f"{page}#{slug(source.id)}"


@register.filter
def sources_of(note: Note) -> dict[str, Any]:
    """Give the sources of a note with their place on the sources page, the first few apart."""
    told = [{"source": each, "href": _place(each)} for each in note.sources]
    here = len(told) if len(told) <= ALL_OF else FIRST
    return {"first": told[:here], "more": told[here:]}


RANGE_KINDS = {
    "published_margin": text("margin published by the source"),
    "own_margin": text("95%% interval of the municipality's own figure"),
    "P5-P95": text("nine in ten outcomes lie within it"),
    "p5_p95": text("nine in ten outcomes lie within it"),
    "ci95": text("confidence interval of the source"),
    "published": text("as the source gives it, without saying what it holds"),
    "prediction": text("prediction interval: what a new place may find"),
    "min_max": text("lowest and highest value found"),
    "between_places": text("spread between places"),
    "other_year": text("another year of the same source; not used as uncertainty"),
    "subgroup": text("spread between subgroups; not used as uncertainty"),
    "assumed": text("our own assumption"),
    "turning": text("from the quantified parameters; not a chance"),
}


@register.filter
def range_kind(figure: Figure) -> str:
    """Say in words what kind of range a figure has."""
    if "turning_value" in figure.id:  # rule 3 of the design: never a chance
        return RANGE_KINDS["turning"].render(_lang())
    words = RANGE_KINDS.get(figure.range_kind)
    if words is None and figure.level is not None:
        words = RANGE_KINDS["p5_p95"]
    return "" if words is None else words.render(_lang())


@register.filter
def range_words(figure: Figure) -> str:
    """Say the range of a figure, unit included."""
    words = figure.range_words(_lang())
    return f"{words} {figure.unit_words(_lang())}".strip() if words else ""


FLAGS = {
    Flag.MODEL_ESTIMATE: text("Estimate from a statistical model, not a count."),
    Flag.SUPPRESSED: text("Kept secret by the source, because the group is small."),
    Flag.MISSING: text("The source gives no figure here."),
    Flag.IMPUTED: text("Filled in from other areas."),
}
STATES = {
    State.CONDITIONAL: text("Depends on one unknown."),
    State.PM: text("Not counted (p.m.)."),
}


@register.simple_tag(takes_context=True)
def no_range(context: Context, figure: Figure) -> SafeString:
    """Say why a figure has no range; a reason that begins with those words says them once."""
    head = _("No range:")
    if figure.reason is None:
        kinds = {each.partition(":")[0] for each in figure.sources}
        told = kinds and kinds <= {"edition", "parameter"}
        return format_html(
            "{} {}", head, _("the source gives none.") if told else _("not stated.")
        )
    words = _sentence(context, figure.reason)
    if words.casefold().startswith(head.casefold()):
        return format_html("{}{}.", words[:1].upper(), mark_safe(words[1:].rstrip(".")))
    return format_html("{} {}.", head, mark_safe(words.rstrip(".")))


@register.filter
def flag_words(figure: Figure) -> str:
    """Say what kind of value it is, when it is not simply measured and no reason says so."""
    known = "" if figure.reason is None else figure.reason.render("en")
    state = None if "one unknown" in known else STATES.get(figure.state)
    said = [FLAGS.get(figure.flag), state]
    return " ".join(each.render(_lang()) for each in said if each is not None)


@register.filter
def sure_word(certainty: Certainty | None) -> str:
    """Give the word of certainty."""
    return "" if certainty is None else certainty.render(_lang())
