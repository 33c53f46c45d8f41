"""Publish what a house noted, as figures by rule; what they rest on stays in the house."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from weefsel.atlas.indicator import catalogue
from weefsel.atlas.local_load import Prepared, guess_mapping, prepare_local, store_local
from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.outcomes.own_participants import pass_participants
from weefsel.outcomes.own_shares import pass_shares
from weefsel.sources.local_mapping import LEAST, LocalMapping, words
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.accounts.models import House
from weefsel.web.accounts.rights import require
from weefsel.web.see.models import OwnUpload, ParticipationForm
from weefsel.web.see.own_derived import derived, grid_of, years_of
from weefsel.web.see.own_house import ENTER, frame_of, house_for
from weefsel.web.see.own_kinds import KINDS
from weefsel.web.see.own_upload import remember

NAME = "overzichten-%s"
TOTAL = ""  # the row of all forms together


@needs(ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def publish_records(request: HttpRequest) -> HttpResponse:
    """Show which figures follow from what was noted, and publish those that are confirmed."""
    house = house_for(request, ENTER)
    require(request, ENTER, house)
    years = years_of(house)
    asked = (request.POST if request.method == "POST" else request.GET).get("jaar", "")
    year = next((one for one in years if str(one) == asked), years[0] if years else None)
    fault = ""
    if request.method == "POST" and year is not None:
        try:
            return redirect("own-edition", table=_publish(request, house, year))
        except InputError as wrong:
            fault = wrong.sentence(get_language() or "nl")
    found = derived(house, year) if year is not None else {}
    known = catalogue()
    context = {
        "house": house,
        "years": years,
        "year": year,
        "fault": fault,
        "licences": list(words().licence),
        "licence": LEAST,
        "rows": [
            {"kind": kind, "indicator": known[kind.indicator], "count": len(found.get(key, {}))}
            for key, kind in KINDS.items()
        ],
        **frame_of((_("Publish as figures"), ""), fictitious=house.fictitious),
    }
    return render(request, "see/own_publish.html", context, status=400 if fault else 200)


def _publish(request: HttpRequest, house: House, year: int) -> str:
    chosen = {
        key: values
        for key, values in derived(house, year).items()
        if values and request.POST.get(f"kind-{key}") == "yes"
    }
    if not chosen or request.POST.get("open") != "yes":
        raise InputError(
            text("nothing was confirmed."),
            todo=text("Confirm what is complete, and that everyone may see it."),
        )
    found = _prepared(house, year, chosen, request.POST.get("licence", ""))
    upload = OwnUpload(house=house, made_by=request.user, file_name=NAME % year)
    if "inspraak" in chosen:
        found, upload.released = _with_participants(house, year, found)
    store_local(ask.store(), found, replace=True)
    upload.mapping = found.mapping.model_dump(by_alias=True)
    remember(upload, request, found)
    messages.success(request, _("The figures are published."))
    return found.table


def _prepared(
    house: House, year: int, figures: dict[str, dict[str, float]], licence: str
) -> Prepared:
    title = text("Own overviews of %(house)s", house=house.name).render("nl")
    record: dict[str, Any] = {
        "municipality": house.area,
        "house": house.name,
        "title": f"{title}, {year}" + (" (verzonnen)" if house.fictitious else ""),
        "name": NAME % year,
        "basis": "things",
    }
    mapping = LocalMapping.model_validate(record | ({"licence": licence} if licence else {}))
    store, grid = ask.store(), grid_of(figures, year, house.name)
    meant = guess_mapping(store, grid, mapping)
    return prepare_local(store, grid, meant, today=timezone.localdate(), door=pass_shares)


def _with_participants(
    house: House, year: int, found: Prepared
) -> tuple[Prepared, dict[str, int | None]]:
    """Pass the numbers of participants through the door, and keep what is shown of them."""
    rows = (
        ParticipationForm.objects.filter(house=house, year=year, participants__isnull=False)
        .values_list("kind", "participants")
        .order_by("kind")
    )
    if not rows:
        return found, {}
    released, ledger = pass_participants(rows, year, found.shown)
    shown = {
        (TOTAL if form is None else str(form)): count
        for form, count in released.cells.select("form", "count").iter_rows()
    }
    return replace(found, checked=replace(found.checked, ledger=ledger)), shown
