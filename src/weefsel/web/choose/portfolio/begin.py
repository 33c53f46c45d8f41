"""The list of portfolios, a new one by hand or by spreadsheet, and its title and year."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from weefsel.base.errors import InputError
from weefsel.web.accounts.doors import needs, needs_thing
from weefsel.web.accounts.models import House
from weefsel.web.accounts.rights import houses_with, require, visible
from weefsel.web.accounts.shown import lang
from weefsel.web.choose.keeping import OutdatedError, make
from weefsel.web.choose.keeping import change as keep_change
from weefsel.web.choose.portfolio.bring import let_old_go, take
from weefsel.web.choose.portfolio.changed import theirs
from weefsel.web.choose.portfolio.forms import NewForm, PortfolioForm
from weefsel.web.choose.portfolio.found import area_of, crumbs_to, find
from weefsel.web.choose.portfolio.models import Portfolio, PortfolioFile
from weefsel.web.choose.portfolio.past import PORTFOLIO

MOST = 200  # on one page
FIELDS = ("title", "year", "source")


@needs("statistics.see")
@require_safe
def portfolios(request: HttpRequest) -> HttpResponse:
    """Show the portfolios of one's own house, and those that any house published."""
    context = {
        **shelf(request),
        "files": _files(request),
        "may": bool(houses_with(request.user, "portfolio.edit")),
        "step": "choose",
        "crumbs": crumbs_to(""),
    }
    context["crumbs"][-1]["name"] = _("What is subsidised")
    return render(request, "portfolio/portfolios.html", context)


def shelf(request: HttpRequest) -> dict[str, Any]:
    """Give the portfolios of one's houses, and published ones of others: a query each."""
    every = Portfolio.objects.select_related("house").defer("published_document")
    found = visible(request.user, "portfolio.see", every)
    houses = houses_with(request.user, "portfolio.see")
    others = found.exclude(house__in=houses).filter(Portfolio.published_path)
    return {"mine": list(found.filter(house__in=houses)[:MOST]), "others": list(others[:MOST])}


def _files(request: HttpRequest) -> list[PortfolioFile]:
    """Give the spreadsheets of one's houses that are on their way."""
    houses = houses_with(request.user, "portfolio.edit")
    let_old_go(houses)
    return list(PortfolioFile.objects.filter(house__in=houses).defer("content"))


@needs("portfolio.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a portfolio: with a spreadsheet, or empty to be filled in by hand."""
    houses = houses_with(request.user, "portfolio.edit")
    here = request.house  # type: ignore[attr-defined]
    start = {"year": timezone.localdate().year, "house": str(here.pk) if here in houses else ""}
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = NewForm(*given, houses=houses, initial=start)
    if request.method == "POST" and form.is_valid():
        house = form.chosen()
        require(request, "portfolio.edit", house)
        try:
            return _begun(request, form, house)
        except InputError as fault:
            form.add_error("file" if request.FILES else None, fault.sentence(lang()))
    context = {
        "form": form,
        "fictitious": bool(houses) and all(one.fictitious for one in houses),
        "step": "choose",
        "crumbs": crumbs_to(_("New")),
    }
    return render(request, "portfolio/new.html", context, status=400 if form.errors else 200)


def _begun(request: HttpRequest, form: NewForm, house: House) -> HttpResponse:
    told = {name: form.cleaned_data[name] for name in FIELDS}
    area = area_of(house)
    if form.cleaned_data["file"] is not None:
        draft = take(request, house, form.cleaned_data["file"], told)
        return redirect("portfolio-columns", key=draft.pk)
    thing = Portfolio(house=house, owner=request.user, area=area, **told)
    make(request, "portfolio.edit", thing)
    messages.success(request, _("It is kept. Only your house sees it. Now add the first line."))
    return redirect("portfolio-line-new", key=thing.pk)


@needs_thing("portfolio.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change the title, the year or where the lines come from."""
    thing = find(key)
    require(request, "portfolio.edit", thing)
    start = {name: getattr(thing, name) for name in FIELDS} | {"seen": thing.version}
    form = PortfolioForm(request.POST if request.method == "POST" else None, initial=start)
    outdated = None
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in FIELDS}
        try:
            keep_change(request, "portfolio.edit", thing, form.cleaned_data["seen"] or 0, told)
            return redirect("portfolio", key=thing.pk)
        except OutdatedError as fault:
            outdated = theirs(PORTFOLIO, fault.now, form.cleaned_data["seen"] or 0)
    context = {
        "thing": thing,
        "form": form,
        "outdated": outdated,
        "fictitious": thing.house.fictitious,
        "step": "choose",
        "crumbs": crumbs_to(_("Change"), (thing.title, reverse("portfolio", args=[thing.pk]))),
    }
    status = 409 if outdated else 400 if form.errors else 200
    return render(request, "portfolio/change.html", context, status=status)
