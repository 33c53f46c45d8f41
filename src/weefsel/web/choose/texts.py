"""Texts of a house on the page of its municipality: writing them, and what the page shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from weefsel.web.accounts.doors import needs_thing
from weefsel.web.accounts.members import house_of
from weefsel.web.accounts.models import House
from weefsel.web.accounts.rights import Hidden, decide, visible
from weefsel.web.accounts.shown import lang, words
from weefsel.web.accounts.why import crumbs
from weefsel.web.choose import keeping
from weefsel.web.choose.keeping import OutdatedError
from weefsel.web.choose.kept_forms import TextForm
from weefsel.web.choose.models import PLACES, HouseText

FIELDS = ("nl", "en", "url", "public")


@dataclass(frozen=True)
class Shown:
    """A text as a page shows it: paragraphs, in which language they are, and where is more."""

    place: str
    name: str
    house: str
    paragraphs: tuple[str, ...]
    lang: str
    url: str


def texts_of(code: str) -> list[Shown]:
    """Give the texts that the house of a municipality shows on its page: one query."""
    found = HouseText.objects.filter(house__area=code, house__kind="municipality", public=True)
    return [shown(one) for one in found.select_related("house")]


def shown(one: HouseText) -> Shown:
    """Give a text as a page shows it; without an English one the Dutch, marked as such."""
    here = "en" if lang() == "en" and one.en.strip() else "nl"
    parts = (one.en if here == "en" else one.nl).replace("\r", "").split("\n\n")
    kept = tuple(part.strip() for part in parts if part.strip())
    return Shown(one.place, words(PLACES[one.place]), one.house.name, kept, here, one.url)


@needs_thing("text.see")
@require_safe
def texts(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the texts of a house, and which are shown to everybody."""
    house = House.objects.filter(slug=slug).first()
    held = HouseText.objects.filter(house=house).select_related("house")
    mine = {one.place: one for one in visible(request.user, "text.see", held)}
    inside = house is not None and decide(request.user, "text.see", house).allowed
    if house is None or not (inside or mine):
        raise Hidden
    may = decide(request.user, "text.edit", house).allowed
    rows = [
        {
            "place": place,
            "name": words(name),
            "one": mine.get(place),
            "shown": shown(mine[place]) if place in mine else None,
        }
        for place, name in PLACES.items()
        if inside or place in mine
    ]
    context = {
        "house": house,
        "rows": rows,
        "may": may,
        "may_history": decide(request.user, "history.see", house).allowed,
        "inside": inside,
        "fictitious": house.fictitious,
        "crumbs": crumbs(_("Texts of %(house)s") % {"house": house.name}),
    }
    return render(request, "choose/texts.html", context)


@needs_thing("text.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, slug: str, place: str) -> HttpResponse:
    """Write one text of a house."""
    house = house_of(request, slug, "text.edit")
    if place not in PLACES:
        raise Hidden
    one = HouseText.objects.filter(house=house, place=place).first()
    begin: dict[str, Any] = {"seen": 0}
    if one is not None:
        begin = {name: getattr(one, name) for name in FIELDS} | {"seen": one.version}
    form = TextForm(request.POST if request.method == "POST" else None, initial=begin)
    now = None
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, house, place, one, form)
            messages.success(request, _("The text was kept."))
            return redirect("house-texts", slug=slug)
        except OutdatedError as fault:
            now = fault.now
    context = {
        "form": form,
        "house": house,
        "name": words(PLACES[place]),
        "now": now,
        "fictitious": house.fictitious,
        "crumbs": crumbs(words(PLACES[place])),
    }
    status = 409 if now else 400 if form.errors else 200
    return render(request, "choose/text.html", context, status=status)


def _keep(
    request: HttpRequest, house: House, place: str, one: HouseText | None, form: TextForm
) -> None:
    fields = {name: form.cleaned_data[name] for name in FIELDS} | {"author": request.user}
    if one is not None:
        keeping.change(request, "text.edit", one, form.cleaned_data["seen"] or 0, fields)
        return
    try:
        with transaction.atomic():
            keeping.make(request, "text.edit", HouseText(house=house, place=place, **fields))
    except IntegrityError:  # a colleague wrote one at the same moment
        raise OutdatedError(HouseText.objects.get(house=house, place=place)) from None
