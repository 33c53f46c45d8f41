"""The resilience maps of a municipality: vulnerable residents beside nuisance, in three forms."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weefsel.atlas.indicator import Named
from weefsel.base.figure import Source
from weefsel.base.language import Text, text
from weefsel.scan.resilience_map import Form, resilience_rules
from weefsel.scan.resilience_maps import INDEX, ResilienceMaps
from weefsel.scan.result import COMPUTED
from weefsel.sources.area_code import FICTITIOUS, country_of, is_area_code, municipality_of
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.keep.algorithms import told
from weefsel.web.see import local_settings
from weefsel.web.see.resilience_clusters import clusters_of
from weefsel.web.see.resilience_rows import Shown, accounted, shown

MAX_KEY = 80
# The values of the parameter ``vorm``.
FORMS: dict[str, Form] = {
    "focus": "focus",
    "verandering": "relative_change",
    "verschil": "residual",
}
FORM_NAMES: dict[Form, Text] = {
    "focus": text("Focus map: where both are high"),
    "relative_change": text("Signal map: where both rose more than elsewhere"),
    "residual": text("Difference from what vulnerability leads to expect"),
}
INDEX_NAME = text("index of vulnerability (several features together)")
METHOD = text(
    "Formula, weights and class borders of the original resilience maps were not found; this is "
    "Weefsel's own way."
)
SOURCES = {
    "computed:resilience_expected": Source(
        id="computed:resilience_expected",
        title="Nuisance to be expected: straight line over all areas of the reference",
        publisher="Weefsel",
    ),
}


def opened(request: HttpRequest, code: str) -> tuple[ResilienceMaps, Form, dict[str, str]]:
    """Give the maps somebody asks for, the form, and the query that asks for the same."""
    asked = {key: request.GET.get(key, "")[:MAX_KEY] for key in ("vorm", "kwetsbaar", "overlast")}
    found = ask.resilience_of(code, vulnerable=asked["kwetsbaar"], nuisance=asked["overlast"])
    form = FORMS.get(asked["vorm"]) or _first(found)
    key = next(name for name, one in FORMS.items() if one == form)
    return found, form, {"vorm": key, "kwetsbaar": found.vulnerable, "overlast": found.nuisance}


def _first(found: ResilienceMaps) -> Form:
    """Give the first form that is not refused, the focus when all are."""
    drawn = (form for form in FORMS.values() if form in found.maps)
    return next((form for form in drawn if found.maps[form].refusal is None), "focus")


@needs("statistics.see")
@require_safe
def resilience(request: HttpRequest, code: str) -> HttpResponse:
    """Show the resilience map of one municipality; another code leads to its municipality."""
    municipality = municipality_of(code) if is_area_code(code) else None
    if municipality is not None and municipality != code:
        return redirect("resilience", code=municipality)
    ask.area(code)  # an area that is not loaded is not found
    found, form, query = opened(request, code)
    lang = get_language() or "nl"
    settings = local_settings.of(code, ask.store().catalogue(country_of(code)))
    one: Shown | None = shown(found, form, lang) if found.maps else None
    context = {
        "area": code,
        "name": ask.name_of(code),
        "found": found,
        "form": form,
        "forms": _forms(found, form, query) if found.maps else [],
        "shown": one,
        "clusters": None
        if one is None
        else clusters_of(found, {r.code: r.name for r in one.rows}),
        "query": urlencode(query),
        "asked": query,
        "vulnerable_choices": _choices(found.vulnerable_choices, lang),
        "nuisance_choices": _choices(found.nuisance_choices, lang),
        "nuisance_reason": _nuisance_reason(found, lang),
        "method": METHOD,
        "own_features": settings.features is not None,
        "register": [told("resilience"), told("vulnerability"), told("hot_spots")],
        "sources": {**ask.sources(), **COMPUTED, **SOURCES},
        "fictitious": country_of(code) == FICTITIOUS,
        "step": "see",
        "crumbs": [
            {"name": ask.name_of(code), "url": reverse("municipality", args=[code])},
            {"name": _("Resilience"), "url": ""},
        ],
    }
    return render(request, "see/resilience.html", context)


def _forms(found: ResilienceMaps, form: Form, query: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "name": FORM_NAMES[one],
            "title": accounted(found.maps[one].title),
            "refused": found.maps[one].refusal is not None,
            "experiment": found.maps[one].experiment,
            "here": one == form,
            "query": urlencode({**query, "vorm": key}),
        }
        for key, one in FORMS.items()
    ]


def _choices(ids: tuple[str, ...], lang: str) -> list[tuple[str, str]]:
    known = ask.store().catalogue(FICTITIOUS) | ask.store().catalogue()
    return [
        (one, INDEX_NAME.render(lang) if one == INDEX else Named(known[one]).render(lang))
        for one in ids
    ]


def _nuisance_reason(found: ResilienceMaps, lang: str) -> str:
    for one in resilience_rules().nuisance:
        if one.indicator == found.nuisance:
            return one.reason(lang)
    return ""
