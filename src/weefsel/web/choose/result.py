"""What a choice does: the page of one result."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weefsel.provisions.plan_words import COMPUTED
from weefsel.report.choice import unknown_picture, years_picture
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.accounts.rights import decide, houses_with
from weefsel.web.choose.form import editable
from weefsel.web.choose.link import KEPT, NAME, unpack
from weefsel.web.choose.shown import (
    acting,
    lines,
    rests_on,
    unknown_twin,
    years_sentence,
    years_twin,
)
from weefsel.web.choose.substitutes import substituted
from weefsel.weigh.model import ChoiceResult
from weefsel.weigh.run import weigh

UUID_SHAPE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LONGEST_KEPT = 50  # characters: an id and a version
HELD = 32  # results that a process keeps: a page, its pictures and its downloads ask the same


@lru_cache(maxsize=HELD)
def weighed(packed: str) -> ChoiceResult:
    """Weigh the recipe of an address.

    Raises ``InputError`` when the address holds no good recipe.
    """
    return weigh(unpack(packed))


def address(packed: str, page: str = "choice-result", **parts: str) -> str:
    """Give the address of a page about a recipe."""
    return f"{reverse(page, kwargs=parts or None)}?{urlencode({NAME: packed})}"


def pictures(found: ChoiceResult, lang: str) -> list[dict[str, Any]]:
    """Give the pictures of a result, wide for a page and narrow for a phone."""
    drawn = [
        {
            "name": "balance",
            "wide": years_picture(found, lang=lang, size="page"),
            "narrow": years_picture(found, lang=lang, size="phone"),
            "twin": years_twin(found),
            "sentence": years_sentence(found),
        }
    ]
    drawn += [
        {
            "name": f"turning-{option.id}",
            "option": option,
            "wide": unknown_picture(found, option.id, lang=lang, size="page"),
            "narrow": unknown_picture(found, option.id, lang=lang, size="phone"),
            "twin": unknown_twin(option.unknowns[0]),
            "sentence": None,
        }
        for option in found.options
        if option.unknowns
    ]
    shown = [each for each in drawn if each["wide"] is not None]
    return [{**each, "sentence": each["sentence"] or each["wide"].sentence} for each in shown]


@needs("recipe_compute.run")
@require_safe
def result(request: HttpRequest) -> HttpResponse:
    """Show what the choice does, for whom, and how sure that is."""
    packed = request.GET.get(NAME, "")
    found = weighed(packed)
    place = ask.name_of(found.recipe.area)
    with override("en" if get_language() == "nl" else "nl"):
        memo_other = address(packed, "choice-download", name="nota.pdf")
    context = {
        "result": found,
        "memo_other": memo_other,
        "query": urlencode({NAME: packed}),
        "sources": {**found.sources, **COMPUTED},
        "substituted": substituted(found.recipe),
        "pictures": pictures(found, get_language() or "nl"),
        "acting": acting(found),
        "money": lines(found, "post", "balance"),
        "apart": lines(found, "association"),
        "uncounted": lines(found, "pm"),
        "rests": rests_on(found),
        "editable": editable(found.recipe),
        "keep": keep_of(request, packed),
        "fictitious": found.fictitious,
        "step": "choose",
        "crumbs": [
            {"name": place, "url": ask.url_of(found.recipe.area)},
            {"name": _("Choices"), "url": reverse("choices")},
            {"name": found.recipe.title, "url": ""},
        ],
    }
    return render(request, "choose/result.html", context)


def keep_of(request: HttpRequest, packed: str) -> dict[str, Any]:
    """Give how this recipe can be kept: as a new version of a stored one, or anew."""
    from weefsel.web.choose.models import StoredRecipe

    may = bool(houses_with(request.user, "choice.make"))
    key, _dot, seen = request.GET.get(KEPT, "")[:LONGEST_KEPT].partition(".")
    thing = None
    if may and UUID_SHAPE.fullmatch(key):
        thing = StoredRecipe.objects.select_related("house").filter(pk=key, kind="choice").first()
        if thing is not None and not decide(request.user, "choice.edit", thing).allowed:
            thing = None
    return {
        "may": may,
        "packed": packed,
        "thing": thing,
        "seen": seen,
        "more": f"&{urlencode({KEPT: f'{key}.{seen}'})}" if thing is not None else "",
    }
