"""Enter a provision and change it, a step at a time; each step is kept by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from weefsel.base.errors import InputError
from weefsel.provisions.place_kind import place_kind
from weefsel.web.accounts.doors import needs, needs_thing
from weefsel.web.accounts.models import House
from weefsel.web.accounts.rights import require
from weefsel.web.choose.keeping import change
from weefsel.web.choose.portfolio.changed import told_plainly
from weefsel.web.social_map import register_closed, register_fields, register_keep
from weefsel.web.social_map.models import Location, Offer, Organisation
from weefsel.web.social_map.register_forms import (
    NEW,
    ContactForm,
    MuchForm,
    Step,
    WhatForm,
    WhenForm,
    WhereForm,
    WhomForm,
)
from weefsel.web.social_map.register_found import (
    STEPS,
    areas_for,
    find,
    frame,
    house_for,
    neighbourhood_at,
)

EDIT = "social_map.edit"


def _organisations(municipality: str) -> list[tuple[str, str]]:
    held = Organisation.objects.filter(municipality=municipality)
    return [(str(one.pk), one.name) for one in held]


def _places(municipality: str) -> list[tuple[str, str]]:
    return [(str(one.pk), str(one)) for one in Location.objects.filter(municipality=municipality)]


def _names() -> dict[str, str]:
    return {
        "what": _("What"),
        "where": _("Where"),
        "when": _("When"),
        "whom": _("For whom"),
        "how-much": _("How much"),
        "contact": _("Contact"),
    }


@needs(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a new provision with what it is; the other steps follow."""
    house = house_for(request, EDIT)
    require(request, EDIT, house)
    given = request.POST if request.method == "POST" else None
    form = WhatForm(given, organisations=_organisations(house.area))
    if given is not None and form.is_valid():
        said = form.cleaned_data
        said["activities"] = list(place_kind(said["kind"]).activities)
        offer = register_keep.begin(request, house, said)
        messages.success(request, _("It is kept. Only your house sees it until you publish it."))
        return redirect("provision-where", key=offer.pk)
    return _page(request, house, None, "what", form)


@needs_thing(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, key: UUID, step: str) -> HttpResponse:
    """Change one step of a provision."""
    offer = find(request, key, EDIT)
    given = request.POST if request.method == "POST" else None
    form = FORMS[step](offer, given)
    faults: list[str] = []
    if given is not None and form.is_valid():
        try:
            faults = KEEP[step](request, offer, form)
            if not faults:
                messages.success(request, _("It is kept."))
                return redirect(_next(request, offer, step))
        except InputError as wrong:
            faults = [told_plainly(wrong)]
    for one in faults:
        form.add_error(None, one)
    return _page(request, offer.house, offer, step, form)


def _next(request: HttpRequest, offer: Offer, step: str) -> str:
    """Give the page that follows: the next step, or the provision itself."""
    after = STEPS[STEPS.index(step) + 1 :]
    if "next" in request.POST and after:
        return reverse(f"provision-{after[0]}", kwargs={"key": offer.pk})
    return reverse("provision-own", kwargs={"key": offer.pk})


def _page(
    request: HttpRequest, house: House, offer: Offer | None, step: str, form: Step
) -> HttpResponse:
    here = _names()[step]
    given = request.POST if request.method == "POST" else None
    crumbs = [(_("New provision"), "")]
    if offer is not None:
        at = reverse("provision-own", kwargs={"key": offer.pk})
        crumbs = [(offer.service.name, at), (here, "")]
    context: dict[str, Any] = {
        "offer": offer,
        "form": form,
        "step_key": step,
        "step_name": here,
        "steps": _trail(offer, step),
        "last": step == STEPS[-1],
        "theirs": _theirs(offer) if step == "where" else None,
        "others": 0 if offer is None else offer.service.offers.exclude(pk=offer.pk).count(),
        **frame(house, *crumbs),
    }
    if step == "when" and offer is not None:
        context["grid"] = register_fields.rows_of(offer.opening, given)
        context["closed"] = register_closed.rows_of(offer.closed, given)
    return render(
        request, "social_map/register_step.html", context, status=400 if form.errors else 200
    )


def _theirs(offer: Offer | None) -> House | None:
    """Give the house that keeps the address, where that is another one."""
    where = None if offer is None else offer.location
    return None if where is None or where.house_id == offer.house_id else where.house  # type: ignore[union-attr]


def _trail(offer: Offer | None, step: str) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "here": key == step,
            "url": "" if offer is None else reverse(f"provision-{key}", kwargs={"key": offer.pk}),
        }
        for key, name in _names().items()
    ]


def _what_form(offer: Offer, given: Any) -> WhatForm:
    service = offer.service
    start = {
        "name": service.name,
        "kind": service.kind,
        "description": service.description,
        "organisation": str(service.organisation_id),
        "seen": service.version,
    }
    return WhatForm(given, initial=start, organisations=_organisations(offer.municipality))


def _what(request: HttpRequest, offer: Offer, form: Step) -> list[str]:
    said = form.cleaned_data
    whose = register_keep.whose(request, offer.house, said)
    fields = {name: said[name] for name in ("name", "kind", "description")}
    change(request, EDIT, offer.service, said["seen"] or 0, fields | {"organisation": whose})
    return []


def _where_form(offer: Offer, given: Any) -> WhereForm:
    where = offer.location
    start: dict[str, Any] = {"place": NEW, "seen": offer.version}
    if where is not None:
        start |= {name: getattr(where, name) for name in WhereForm.ADDRESS}
        start |= {
            "place": str(where.pk),
            "wheelchair": register_fields.of_bool(where.wheelchair),
        }
    elif offer.version > 1:
        start["place"] = ""
    return WhereForm(
        given,
        initial=start,
        places=_places(offer.municipality),
        areas=areas_for(offer.municipality, offer.house),
    )


def _where(request: HttpRequest, offer: Offer, form: Step) -> list[str]:
    said = form.cleaned_data
    address = {name: said[name] for name in WhereForm.ADDRESS}
    address["wheelchair"] = register_fields.to_bool(address["wheelchair"])
    if not address["neighbourhood"] and address["latitude"] is not None:
        address["neighbourhood"] = neighbourhood_at(
            offer.municipality, address["longitude"], address["latitude"]
        )
    register_keep.put_place(request, offer, said["seen"] or 0, said["place"], address)
    return []


def _when_form(offer: Offer, given: Any) -> WhenForm:
    start = {"opening_words": offer.opening_words, "seen": offer.version}
    return WhenForm(given, initial=start)


def _when(request: HttpRequest, offer: Offer, form: Step) -> list[str]:
    grid = register_fields.rows_of(offer.opening, request.POST)
    opening, faults = register_fields.read_week(request.POST, len(grid[0]["cells"]))
    closed, wrong = register_closed.read(request.POST)
    if faults or wrong:
        return faults + wrong
    said = form.cleaned_data
    fields = {
        "opening": opening, "closed": closed, "opening_words": said["opening_words"],
    }  # fmt: skip
    change(request, EDIT, offer, said["seen"] or 0, fields)
    return []


def _whom_form(offer: Offer, given: Any) -> WhomForm:
    service = offer.service
    start = {
        "groups": service.groups,
        "activities": service.activities,
        "way_in": service.way_in,
        "free": register_fields.of_bool(service.free),
        "cost": service.cost,
        "languages": register_fields.language_names(service.languages),
        "specialisms": ", ".join(service.specialisms),
        "seen": service.version,
    }
    return WhomForm(given, initial=start)


def _whom(request: HttpRequest, offer: Offer, form: Step) -> list[str]:
    said = dict(form.cleaned_data)
    seen = said.pop("seen") or 0
    change(
        request, EDIT, offer.service, seen, said | {"free": register_fields.to_bool(said["free"])}
    )
    return []


def _much_form(offer: Offer, given: Any) -> MuchForm:
    start = {name: getattr(offer, name) for name in MuchForm.OFFER}
    start |= {name: getattr(offer.service, name) for name in MuchForm.SERVICE}
    start |= {"financiers": ", ".join(offer.service.financiers), "seen": offer.version}
    return MuchForm(given, initial=start, unit=offer.capacity_unit)


def _much(request: HttpRequest, offer: Offer, form: Step) -> list[str]:
    said = form.cleaned_data
    change(request, EDIT, offer, said["seen"] or 0, {one: said[one] for one in MuchForm.OFFER})
    service = offer.service
    change(request, EDIT, service, service.version, {one: said[one] for one in MuchForm.SERVICE})
    return []


CONTACT = ("phone", "email", "website", "source")


def _contact_form(offer: Offer, given: Any) -> ContactForm:
    start = {name: getattr(offer, name) for name in CONTACT}
    return ContactForm(given, initial=start | {"seen": offer.version})


def _contact(request: HttpRequest, offer: Offer, form: Step) -> list[str]:
    said = form.cleaned_data
    change(request, EDIT, offer, said["seen"] or 0, {one: said[one] for one in CONTACT})
    return []


FORMS: dict[str, Callable[[Offer, Any], Step]] = {
    "what": _what_form,
    "where": _where_form,
    "when": _when_form,
    "whom": _whom_form,
    "how-much": _much_form,
    "contact": _contact_form,
}
KEEP: dict[str, Callable[[HttpRequest, Offer, Any], list[str]]] = {
    "what": _what,
    "where": _where,
    "when": _when,
    "whom": _whom,
    "how-much": _much,
    "contact": _contact,
}
