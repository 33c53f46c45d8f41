"""The start page: what Weefsel is, which municipalities it knows, what is loaded."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.provenance.editions import by_series
from weefsel.web.see.maps import Map, municipality_map
from weefsel.web.see.view import subject_of

MAX_WORDS = 80  # longer than the longest name of a municipality


@needs("statistics.see")
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show what one can do here."""
    known = ask.municipalities()
    example = next((each for each in known if each.fictitious), None)
    return render(
        request,
        "see/start.html",
        {
            "example": example,
            "example_map": _map(example.code) if example else None,
            "municipalities": known,
            "real": [each for each in known if not each.fictitious],
            "editions": by_series(),
            "sources": ask.sources(),
            "step": "see",
            "step_page": True,
        },
    )


def _map(code: str) -> Map | None:
    """Draw the example as a picture beside its invitation."""
    result, lang = ask.scan_of(code), get_language() or "nl"
    return municipality_map(result, subject_of(result, "", lang), lang, links=False)


@needs("statistics.see")
@require_safe
def municipalities(request: HttpRequest) -> HttpResponse:
    """Show the municipalities that match, or go to the only one."""
    words = request.GET.get("q", "")[:MAX_WORDS]
    found = ask.municipalities(words)
    if words and len(found) == 1:
        return redirect("municipality", code=found[0].code)
    real = any(not each.fictitious for each in found)
    context = {"found": found, "words": words, "real": real, "step": "see", "step_page": False}
    return render(request, "see/municipalities.html", context)
