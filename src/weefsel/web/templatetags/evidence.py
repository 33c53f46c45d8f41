"""Words for what is known of parameters, links and indicators."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_lowercase
from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext

from weefsel.atlas.indicator import Indicator
from weefsel.base.language import Text, text
from weefsel.evidence.chain import Arrow
from weefsel.evidence.intervention import Intervention
from weefsel.evidence.listing import times_used
from weefsel.evidence.parameter import Parameter
from weefsel.evidence.seen import READ
from weefsel.evidence.tell import CHECKS
from weefsel.evidence.words import Words

register = template.Library()

CHECKED = {
    "read_original": text("read at the source itself on"),
    "read_copy": text("seen in a copy of the source on"),
    "not_read": text("not read at the source; last looked at on"),
}
VERDICTS = {
    "SUPPORTED": text("supported"),
    "INDICATIVE": text("indication"),
    "MIXED": text("mixed"),
    "CONTRADICTED": text("contradicted"),
    "PRICE": text("a price"),
    "NONE": text("no evidence"),
}
DIRECTIONS = {1: text("stronger"), -1: text("more strain"), 0: text("neither")}
MAKER = {
    "yes": text("yes"),
    "no": text("no"),
    "not_found": text("not found"),
    "not_applicable": text("does not apply"),
}
SERIES = {
    "kwb": text("key figures districts and neighbourhoods"),
    "health": text("health by district and neighbourhood"),
    "ses": text("socio-economic status (SES-WOA)"),
    "livability": text("Leefbaarometer"),
    "local": text("the municipality"),
}


def _said(words: Text | None) -> str:
    lang = "en" if (get_language() or "nl").startswith("en") else "nl"
    return "" if words is None else words.render(lang)


@register.filter
def checked_words(parameter: Parameter) -> str:
    """Say how a parameter was checked."""
    return _said(CHECKED[parameter.checked.how])


@register.filter
def as_sentence(words: Words) -> str:
    """Give words as a sentence of their own, with a capital and one full stop."""
    said = words.render("en" if (get_language() or "nl").startswith("en") else "nl")
    return f"{said[:1].upper()}{said[1:].rstrip('.')}."


@register.filter
def check_words(how: str) -> str:
    """Say how something was checked, in a few words."""
    return _said(CHECKS[how])


@register.filter
def sites(urls: Sequence[str]) -> list[tuple[str, str]]:
    """Name each address by its site, and by the end of its path where a site stands twice."""
    hosts = [urlsplit(url).netloc.removeprefix("www.") for url in urls]
    return [
        (url, host if hosts.count(host) == 1 else f"{host} ({_end_of_path(url)})")
        for url, host in zip(urls, hosts, strict=True)
    ]


def _end_of_path(url: str) -> str:
    last = "/".join(urlsplit(url).path.strip("/").removesuffix(".html").split("/")[-2:])
    return " ".join(re.split("[-_]+", last))


@register.simple_tag
def seen_at(made: Intervention, fact: str, number: int | None = None) -> str:
    """Give the letters of the pages on which a fact stands, each a way to that page."""
    key = fact if number is None else f"{fact} {number}"
    letters = [ascii_lowercase[place - 1] for place, _ in made.pages_of(key)]
    if not letters:
        return ""
    links = format_html_join(
        " ",
        '<a href="#page-{}" aria-label="{} {}">{}</a>',
        ((letter, gettext("page"), letter, letter) for letter in letters),
    )
    return format_html(' <span class="seen-at">{}</span>', links)


@register.filter
def letter(place: int) -> str:
    """Give the letter of a place in a list, from 1."""
    return ascii_lowercase[place - 1]


@register.filter
def read_words(how: str) -> str:
    """Say how a page was read."""
    return _said(READ[how])


@register.filter
def uses_of(parameter: str) -> int:
    """Give at how many places a parameter is used."""
    return times_used(parameter)


@register.filter
def verdict_words(verdict: str) -> str:
    """Say what research says of a link."""
    return _said(VERDICTS[verdict])


@register.filter
def remark_of(arrow: Arrow) -> str:
    """Give the remark on a link in the language of the page."""
    return arrow.remark_nl if (get_language() or "nl") == "nl" else arrow.remark_en


@register.filter
def direction_words(indicator: Indicator) -> str:
    """Say what a higher value means."""
    return _said(DIRECTIONS[indicator.direction])


@register.filter
def maker_words(indicator: Indicator) -> str:
    """Say whether the maker of the figure used origin (rule 9 of the design)."""
    return _said(MAKER[indicator.maker_used_origin])


@register.filter
def series_words(indicator: Indicator) -> str:
    """Say where an indicator can come from; without an open source from the municipality."""
    series = dict.fromkeys(origin.series for origin in indicator.origins) or {"local": None}
    return ", ".join(_said(SERIES.get(one)) or one for one in series)
