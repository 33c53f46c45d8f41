"""The ways to begin a choice: the example, a form, a recipe somebody brings."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from weefsel.base.errors import InputError
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.accounts.rights import decide
from weefsel.web.choose.kept import shelf
from weefsel.web.choose.known import meeting_places, recipes
from weefsel.web.choose.link import MAX_RECIPE_BYTES, pack, read_recipe
from weefsel.web.choose.result import address, weighed
from weefsel.weigh.choice import Choice


@dataclass(frozen=True)
class Ready:
    """A recipe that is kept in the folder of the install."""

    choice: Choice
    url: str
    place: str


def ready(choices: list[Choice]) -> list[Ready]:
    """Give the recipes that came with the example or were put beside it, with their address."""
    return [Ready(one, address(pack(one)), ask.name_of(one.area)) for one in choices]


@needs("recipe_compute.run")
@require_safe
def choices(request: HttpRequest) -> HttpResponse:
    """Show the ways to begin."""
    return _page(request)


@needs("recipe_compute.run")
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a recipe and show its result; nothing of it is kept."""
    if request.method != "POST":  # the address of a refusal, opened again or in another language
        return HttpResponseRedirect(reverse("choices"))
    given = request.FILES.get("recipe")
    if given is None:
        return _page(request, _("Choose a file first."), status=400)
    try:
        packed = pack(read_recipe(given.read(MAX_RECIPE_BYTES + 1), given.name or ""))
        weighed(packed)  # kept for the page that follows; what cannot be weighed is said here
        return HttpResponseRedirect(address(packed))
    except InputError as fault:
        return _page(request, fault.sentence(get_language() or "nl"), status=400)


def _page(request: HttpRequest, mistake: str = "", status: int = 200) -> HttpResponse:
    held, faults = recipes()
    lang = get_language() or "nl"
    context = {
        "ready": ready(held),
        "faults": [fault.sentence(lang) for fault in faults],
        "places": meeting_places(),
        "mistake": mistake,
        "shelf": shelf(request),
        "may_see_values": decide(request.user, "override.see").allowed,
        "step": "choose",
        "step_page": True,
    }
    return render(request, "choose/choices.html", context, status=status)
