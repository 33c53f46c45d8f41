"""A house's own values in place of parameters: the list, the form, and their way into a recipe."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weefsel.base.figure import UNITS
from weefsel.evidence.listing import Asked, listed
from weefsel.evidence.parameter import Parameter, parameters
from weefsel.web.accounts.doors import needs, needs_thing
from weefsel.web.accounts.members import house_of
from weefsel.web.accounts.models import House
from weefsel.web.accounts.rights import Hidden, decide, require
from weefsel.web.accounts.shown import lang
from weefsel.web.accounts.why import crumbs
from weefsel.web.choose.keeping import OutdatedError, change, make
from weefsel.web.choose.models import Override
from weefsel.web.choose.own_shown import Row, as_replacement, fits, row
from weefsel.web.choose.own_value_form import FIELDS, OwnValueForm, initial
from weefsel.web.templatetags.shapes import name_of
from weefsel.weigh.choice import Choice, Replacement
from weefsel.weigh.replaced import possible, replaceable

__all__ = ["FIELDS", "as_replacement", "in_use", "own_value", "own_values", "with_own_values"]
MOST_SIGNS = 80  # of a question
MOST_FOUND = 12


def in_use(house: House) -> tuple[Replacement, ...]:
    """Give the own values that count in a house, for recipes it keeps."""
    found = Override.objects.filter(house=house, withdrawn_at__isnull=True)
    known = replaceable(parameters())
    return tuple(
        as_replacement(one)
        for one in found
        if one.parameter in known and fits(one, known[one.parameter])
    )


def with_own_values(choice: Choice, house: House) -> Choice:
    """Give a recipe with the own values of a house in place of those it had."""
    return choice.model_copy(update={"parameter": in_use(house)})


@needs("override.see")
@require_safe
def own_values(request: HttpRequest) -> HttpResponse:
    """Show the own values of a house, those that would count, and a search for others."""
    house = request.house  # type: ignore[attr-defined]
    if house is None:
        raise Hidden
    require(request, "override.see", house)
    may = decide(request.user, "override.edit", house).allowed
    query = request.GET.get("q", "")[:MOST_SIGNS].replace("\0", "").strip()
    mine = {
        one.parameter: one
        for one in Override.objects.filter(house=house).select_related("author")
        if one.parameter in parameters()
    }
    given = [row(parameters()[key], house, one, may=may) for key, one in mine.items()]
    others = [row(held, house, None, may=may) for held in _others(query) if held.id not in mine]
    context = {
        "house": house,
        "given": [one for one in given if one.figure is not None],
        "counting": any(one.chains for one in given if one.figure is not None),
        "unfit": [one for one in given if one.fault],
        "withdrawn": [one for one in given if one.figure is None and not one.fault],
        "others": others,
        "query": query,
        "sources": _sources([*given, *others]),
        "may": may,
        "fictitious": house.fictitious,
        "step": "choose",
        "crumbs": crumbs(_("Own values"), (_("Choices"), reverse("choices"))),
    }
    return render(request, "choose/own_values.html", context)


def _others(query: str) -> list[Parameter]:
    """Give what a question finds; without one, the figures that count in weighing."""
    if query:
        return list(listed(Asked(query=query))[:MOST_FOUND])
    return list(replaceable(parameters()).values())


def _sources(rows: list[Row]) -> dict[str, Any]:
    return {key: source for one in rows for key, source in one.sources.items()}


@needs_thing("override.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def own_value(request: HttpRequest, slug: str, parameter: str) -> HttpResponse:
    """Give an own value in place of one parameter, or change it."""
    house = house_of(request, slug, "override.edit")
    held = possible(parameters()).get(parameter)
    if held is None:
        raise Hidden
    own = Override.objects.filter(house=house, parameter=parameter).first()
    shown = row(held, house, own, may=True)
    seen = _seen(request, own)
    form = OwnValueForm(
        request.POST if request.method == "POST" else None, initial=initial(own), held=held
    )
    now = None
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, house, held, own, seen, form)
            messages.success(request, _kept(shown))
            return redirect("own-values")
        except OutdatedError as fault:
            now = fault.now
    context = {
        "form": form,
        "house": house,
        "held": held,
        "row": shown,
        "name": shown.name,
        "unit": UNITS[held.unit].render(lang()),
        "sources": shown.sources,
        "own": own,
        "seen": now.version if now else seen,
        "now": now,
        "now_fields": _told(now) if now else [],
        "fictitious": house.fictitious,
        "step": "choose",
        "crumbs": crumbs(name_of(shown.name), (_("Own values"), reverse("own-values"))),
    }
    status = 409 if now else 400 if form.errors else 200
    return render(request, "choose/own_value_form.html", context, status=status)


def _kept(shown: Row) -> str:
    """Say that it was kept, and whether it counts."""
    if shown.chains:
        return _("The own value was kept. It counts in new versions.")
    return _("The own value was kept. It is shown beside the one of research, and counts nowhere.")


def _seen(request: HttpRequest, own: Override | None) -> int:
    written = request.POST.get("seen", "")
    if request.method == "POST" and written.isdecimal():
        return int(written[:9])
    return own.version if own else 0


def _keep(
    request: HttpRequest,
    house: House,
    held: Parameter,
    own: Override | None,
    seen: int,
    form: OwnValueForm,
) -> None:
    fields = form.kept()
    if own is not None:
        change(request, "override.edit", own, seen, {**fields, "author": request.user})
        return
    made = Override(house=house, parameter=held.id, author=request.user, **fields)
    try:
        with transaction.atomic():
            make(request, "override.edit", made)
    except IntegrityError:  # a colleague made one at the same moment
        now = Override.objects.get(house=house, parameter=held.id)
        raise OutdatedError(now) from None


def _told(own: Any) -> list[tuple[str, str]]:
    from weefsel.web.choose.past import OWN_VALUE

    return [
        (name.render(lang()), OWN_VALUE.say(field, getattr(own, field)))
        for field, name in OWN_VALUE.fields.items()
    ]


@needs_thing("override.edit")
@require_POST
def withdraw(request: HttpRequest, slug: str, parameter: str) -> HttpResponse:
    """Let the value of research count again; the own one stays in the history."""
    house = house_of(request, slug, "override.edit")
    own = Override.objects.filter(house=house, parameter=parameter).first()
    if own is None:
        raise Hidden
    if own.withdrawn_at is None:
        fields = {"withdrawn_at": timezone.now(), "author": request.user}
        change(request, "override.edit", own, own.version, fields, deed="override.withdraw")
    messages.success(request, _("The value of research counts again."))
    return redirect("own-values")
