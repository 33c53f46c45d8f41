"""Which address of the API says the same as a page."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from weefsel.sources.area_code import FICTITIOUS, REAL
from weefsel.web.choose.link import NAME
from weefsel.web.evidence.asked import asked
from weefsel.web.provenance import asked as figures
from weefsel.web.social_map import place_form
from weefsel.web.social_map.reach_ask import asked as reached

Twin = Callable[[HttpRequest, dict[str, Any]], str]
YEAR = re.compile(r"20[0-9]{2}")


def _plain(name: str, **kept: str) -> Twin:
    """Give the twin of a page without parts; ``kept`` renames what stands in its query."""

    def address(request: HttpRequest, parts: dict[str, Any]) -> str:
        query = {there: request.GET[here] for here, there in kept.items() if here in request.GET}
        return reverse(f"api-v1:{name}") + (f"?{urlencode(query)}" if query else "")

    return address


def _of_area(name: str) -> Twin:
    """Give the twin of a page about an area, of the same year."""

    def address(request: HttpRequest, parts: dict[str, Any]) -> str:
        there = reverse(f"api-v1:{name}", kwargs={"code": parts["code"]})
        year = request.GET.get("jaar", "")
        return f"{there}?year={year}" if YEAR.fullmatch(year) else there

    return address


def _of_country(code: str) -> Twin:
    return lambda request, parts: reverse("api-v1:country", kwargs={"code": code})


def _what_works(request: HttpRequest, parts: dict[str, Any]) -> str:
    """Give the twin of the search: filters that are empty or do not exist are left out."""
    query = asked(request).query()
    return reverse("api-v1:what_works") + (f"?{query}" if query else "")


def _list_of_figures(request: HttpRequest, parts: dict[str, Any]) -> str:
    """Give the twin of the list of figures, without filters that ask for nothing."""
    wanted = figures.query(figures.read(request.GET))
    return reverse("api-v1:all_parameters") + (f"?{wanted}" if wanted else "")


def _portfolio(request: HttpRequest, parts: dict[str, Any]) -> str:
    there = reverse("api-v1:portfolio", kwargs={"id": parts["key"]})
    year = request.GET.get("year", "")
    return f"{there}?year={year}" if YEAR.fullmatch(year) else there


def _reach(request: HttpRequest, parts: dict[str, Any]) -> str:
    """Give the twin of reach, gaps and pillars, for the same group and hours."""
    want = reached(request)
    kept = {"group": want.group, "when": want.when}
    query = urlencode({key: one for key, one in kept.items() if one})
    there = reverse("api-v1:reach", kwargs={"code": parts["code"]})
    return there + (f"?{query}" if query else "")


def _of_places(request: HttpRequest, parts: dict[str, Any]) -> str:
    """Give the twin of an answer about places; a page that asks nothing yet has none."""
    name = "what_if" if request.resolver_match.url_name == "what-if" else "best_place"  # type: ignore[union-attr]
    query = place_form.api_query(request.GET, parts["code"], name)
    there = reverse(f"api-v1:{name}", kwargs={"code": parts["code"]})
    return f"{there}?{urlencode(query, doseq=True)}" if query else ""


TWINS: dict[str, Twin] = {
    "start": _plain("editions"),
    "municipalities": _plain("municipalities", q="q"),
    "municipality": _of_area("scan"),
    "neighbourhood": _of_area("area"),
    "district": _of_area("area"),
    "area-figure": _of_area("area"),
    "resilience": lambda request, parts: reverse(
        "api-v1:resilience", kwargs={"code": parts["code"]}
    ),
    **dict.fromkeys(("reach", "gaps", "pillars"), _reach),
    "what-if": _of_places,
    "best-place": _of_places,
    "country": _of_country(REAL),
    "example-country": _of_country(FICTITIOUS),
    "sources": _plain("sources"),
    "parameters": _list_of_figures,
    "parameter": lambda request, parts: reverse("api-v1:parameter", kwargs={"id": parts["key"]}),
    "choices": _plain("choices"),
    "kept": lambda request, parts: reverse("api-v1:choice", kwargs={"id": parts["key"]}),
    "own-figures": _plain("editions"),
    "portfolios": _plain("portfolios"),
    "portfolio": _portfolio,
    "portfolio-line": _portfolio,
    "choice-result": _plain("weigh", **{NAME: "recipe"}),
    "rights": _plain("rights"),
    "chains": _plain("all_chains"),
    "chain": lambda request, parts: reverse("api-v1:one_chain", kwargs={"id": parts["key"]}),
    "what-works": _what_works,
    "intervention": lambda request, parts: reverse(
        "api-v1:intervention", kwargs={"id": parts["key"]}
    ),
    "light-interventions": _plain("all_light_interventions"),
    "themes": _plain("all_themes"),
    "methods": _plain("all_methods"),
    "what-is-there": lambda request, parts: reverse(
        "api-v1:provisions", kwargs={"code": parts["code"]}
    ),
    "provision": lambda request, parts: reverse(
        "api-v1:provision", kwargs={"code": parts["code"], "slug": parts["slug"]}
    ),
    "business-cases": _plain("all_business_cases", outcome="outcome", compared="compared"),
    "completeness": _plain("evidence_completeness"),
}


def twin_of(request: HttpRequest) -> str:
    """Give the address of the same as JSON, empty for a page without."""
    match = request.resolver_match
    found = TWINS.get(match.url_name or "") if match else None
    return found(request, match.kwargs) if found else ""
