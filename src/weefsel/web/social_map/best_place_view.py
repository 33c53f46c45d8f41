"""The best place for something new, and closing with the least harm."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from weefsel.base.errors import InputError, WeefselError
from weefsel.base.figure import Figure
from weefsel.base.language import text
from weefsel.provisions.locate import Plan
from weefsel.provisions.place_recipe import PlaceRecipe
from weefsel.provisions.plan import Answer, again
from weefsel.provisions.plan_words import ONE_POINT, WAY, sure_of
from weefsel.web import ask
from weefsel.web.accounts.doors import needs, needs_thing
from weefsel.web.accounts.models import House
from weefsel.web.accounts.rights import Hidden, houses_with, require, visible
from weefsel.web.accounts.shown import lang
from weefsel.web.choose.portfolio.changed import told_plainly
from weefsel.web.social_map import place_ask, place_form, place_search
from weefsel.web.social_map.models import Search
from weefsel.web.social_map.what_if_view import downloaded, frame, result

SHOWN = 10  # searches of one's own on the page
REFRESH_SECONDS = 3
METRES_IN_KM = 1000


@needs("recipe_compute.run")
@require_safe
def best_place(request: HttpRequest, code: str) -> HttpResponse:
    """Ask which places to open or close, and show the answer when it is quickly found."""
    ask.area(code)
    asked = place_form.best_place(request.GET, code)
    houses = houses_with(request.user, "search.run")
    long = bool(houses) and asked.recipe is not None and asked.recipe.capacities
    found, fault = (None, "") if long else _answered(asked)
    stopped = found is not None and found.plan is not None and found.plan.stopped
    searches = visible(request.user, "search.see", Search.objects.filter(municipality=code))
    context = {
        **frame(code, _("Best place")),
        "asked": asked.fields,
        "mistake": fault,
        "kinds": place_form.kinds(),
        "origins": place_form.origins(asked.fields["uit"]),
        "may_search": bool(houses),
        "again": stopped,
        "longer": _hidden(request) if long or (houses and stopped) else [],
        "searches": searches.select_related("house")[:SHOWN] if houses else [],
        **result(request, found),
    }
    return render(request, "social_map/place_best.html", context, status=400 if fault else 200)


def _hidden(request: HttpRequest) -> list[tuple[str, str]]:
    """Give what was asked as hidden fields, so that the same can be searched longer."""
    return [(key, one) for key, several in request.GET.lists() for one in several]


def _answered(asked: place_form.Asked) -> tuple[Answer | None, str]:
    if asked.recipe is None:
        return None, asked.fault
    try:
        return place_ask.answer(asked.recipe), ""
    except WeefselError as fault:
        return None, told_plainly(fault)


@needs("recipe_compute.run")
@require_safe
def download(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Give the map or the table of the answer that the same query shows."""
    ask.area(code)
    asked = place_form.best_place(request.GET, code)
    return downloaded(code, name, _answered(asked)[0], "beste-plek")


@needs("search.run")
@require_POST
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Search longer, while nobody waits."""
    ask.area(code)
    asked = place_form.best_place(request.POST, code)
    there = f"{reverse('best-place', args=[code])}"
    if asked.recipe is None:
        messages.error(request, asked.fault or _("Ask a question first."))
        return redirect(there)
    house = _house(request)
    require(request, "search.run", house)
    try:
        made = place_search.begin(request, house, asked.recipe)
    except InputError as fault:
        messages.error(request, told_plainly(fault))
        return redirect(there)
    place_search.start_worker()
    return redirect("place-search", key=made.pk)


def _house(request: HttpRequest) -> House:
    houses = houses_with(request.user, "search.run")
    here = request.house  # type: ignore[attr-defined]
    return here if here in houses else houses[0]


def find(key: UUID) -> Search:
    """Give a search; raises ``Hidden``."""
    found = Search.objects.select_related("house").filter(pk=key).first()
    if found is None:
        raise Hidden
    return found


@needs_thing("search.see")
@require_safe
def search(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show how far a search is, or what it found; the page renews itself without a script."""
    thing = find(key)
    require(request, "search.see", thing)
    answer, fault = _found(thing)
    busy = thing.state in place_search.UNFINISHED and not place_search.is_broken_off(thing)
    if thing.state == "waiting":
        place_search.start_worker()  # whoever should have taken it may be gone
    context = {
        **frame(thing.municipality, _("Search")),
        "thing": thing,
        "busy": busy,
        "broken_off": place_search.is_broken_off(thing),
        "stopping": thing.state == "stopping",
        "percent": _percent(thing),
        "best": _way(thing) if busy else None,
        "better": _better(thing),
        "mistake": fault or place_search.fault_of(thing, lang()),
        **result(request, answer),
    }
    response = render(request, "social_map/place_search.html", context)
    if busy:
        response["Refresh"] = str(REFRESH_SECONDS)
    return response


def _found(thing: Search) -> tuple[Answer | None, str]:
    """Give what a search found, on the social map as it is now."""
    if thing.state != "done" or not thing.result:
        return None, ""
    kept = thing.result
    try:
        recipe = PlaceRecipe.of(thing.recipe)
        plan = Plan(
            open=(), value=kept["plan"]["value"], bound=kept["plan"]["bound"],  # type: ignore[arg-type]
            stopped=kept["plan"]["stopped"],
        )  # fmt: skip
        opened = {one["id"] for one in kept["places"] if one["counts_after"] > 0}
        return again(place_ask.ground(recipe), recipe, opened, found=plan), ""
    except WeefselError as fault:
        return None, told_plainly(fault)


def _percent(thing: Search) -> Figure | None:
    if thing.progress is None:
        return None
    return Figure(
        id="place:progress", value=100 * thing.progress, unit="percent", decimals=0,
        sources=(WAY,), reason=text("share of the time that the search may take"),
    )  # fmt: skip


def _way(thing: Search) -> Figure | None:
    """Give the mean way of the best plan so far."""
    if thing.best is None:
        return None
    try:
        ground = place_ask.ground(PlaceRecipe.of(thing.recipe))
    except WeefselError:
        return None
    return Figure(
        id="place:best",
        value=thing.best / float(ground.need.sum()) / METRES_IN_KM,
        unit="km",
        decimals=2,
        sources=(WAY,),
        reason=ONE_POINT,
    )


def _better(thing: Search) -> Any:
    """Say how much better could still exist."""
    if thing.best is None or thing.bound is None:
        return None
    plan = Plan(open=(), value=thing.best, bound=thing.bound, stopped=True)  # type: ignore[arg-type]
    return sure_of(plan)


@needs_thing("search.run")
@require_POST
def stop(request: HttpRequest, key: UUID) -> HttpResponse:
    """Stop a search; what it found until then is its result."""
    thing = find(key)
    require(request, "search.run", thing)
    place_search.ask_to_stop(request, thing)
    return redirect("place-search", key=thing.pk)


@needs_thing("search.see")
@require_safe
def search_download(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    """Give the map or the table of what a search found."""
    thing = find(key)
    require(request, "search.see", thing)
    return downloaded(thing.municipality, name, _found(thing)[0], "beste-plek")
