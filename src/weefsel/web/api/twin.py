"""Which address of the API says the same as a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from weefsel.web.choose.link import NAME

Twin = Callable[[HttpRequest, dict[str, Any]], str]


def _plain(name: str, **kept: str) -> Twin:
    """Give the twin of a page without parts; ``kept`` renames what stands in its query."""

    def address(request: HttpRequest, parts: dict[str, Any]) -> str:
        query = {there: request.GET[here] for here, there in kept.items() if here in request.GET}
        return reverse(f"api-v1:{name}") + (f"?{urlencode(query)}" if query else "")

    return address


def _of_area(name: str) -> Twin:
    return lambda request, parts: reverse(f"api-v1:{name}", kwargs={"code": parts["code"]})


TWINS: dict[str, Twin] = {
    "start": _plain("editions"),
    "municipalities": _plain("municipalities", q="q"),
    "municipality": _of_area("scan"),
    "neighbourhood": _of_area("area"),
    "sources": _plain("sources"),
    "choices": _plain("choices"),
    "kept": lambda request, parts: reverse("api-v1:choice", kwargs={"id": parts["key"]}),
    "own-figures": _plain("editions"),
    "choice-result": _plain("weigh", **{NAME: "recipe"}),
    "rights": _plain("rights"),
}


def twin_of(request: HttpRequest) -> str:
    """Give the address of the same as JSON, empty for a page without."""
    match = request.resolver_match
    found = TWINS.get(match.url_name or "") if match else None
    return found(request, match.kwargs) if found else ""
