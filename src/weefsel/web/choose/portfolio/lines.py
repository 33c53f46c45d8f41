"""One line by hand: add it, change it, take it out; by the rules of the spreadsheet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from weefsel.base.errors import InputError, NotFoundError
from weefsel.base.language import text
from weefsel.portfolio.line import Line
from weefsel.portfolio.money import written
from weefsel.portfolio.reading import line_of as read_line
from weefsel.sources.local_rows import Faults
from weefsel.web.accounts.doors import needs_thing
from weefsel.web.accounts.rights import require
from weefsel.web.accounts.shown import lang
from weefsel.web.choose import keeping as kept
from weefsel.web.choose.keeping import OutdatedError
from weefsel.web.choose.portfolio import keeping
from weefsel.web.choose.portfolio.changed import theirs, told_plainly
from weefsel.web.choose.portfolio.forms import MOST_LINES, LineForm
from weefsel.web.choose.portfolio.found import (
    check_money,
    crumbs_to,
    find,
    line_of,
    places_of,
)
from weefsel.web.choose.portfolio.models import Portfolio, PortfolioLine
from weefsel.web.choose.portfolio.past import LINE
from weefsel.web.choose.portfolio.where import Where, where_in

EDIT = "portfolio.edit"
FIELDS = (
    *("activity", "organisation", "amount", "year", "areas", "participants"),
    *("intervention", "named", "goal", "kind", "groups", "for_whom", "aim", "form"),
)
NOT_READ = ("named", "for_whom", "areas")  # chosen from a list, or beside another field


@needs_thing(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, key: UUID) -> HttpResponse:
    """Add a line by hand."""
    thing = find(key)
    require(request, EDIT, thing)
    return _form(request, thing, None)


@needs_thing(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, key: UUID, line: UUID) -> HttpResponse:
    """Change what a line says; the version before it stays in the history."""
    thing = find(key)
    require(request, EDIT, thing)
    return _form(request, thing, line_of(thing, line))


def _start(thing: Portfolio, row: PortfolioLine | None) -> dict[str, Any]:
    if row is None:
        return {"year": thing.year, "seen": 0}
    told = {name: getattr(row, name) for name in FIELDS}
    return {
        **told,
        "amount": written(row.amount, lang()),
        "participants": "" if row.participants is None else row.participants,
        "seen": row.version,
    }


def _form(request: HttpRequest, thing: Portfolio, row: PortfolioLine | None) -> HttpResponse:
    where = where_in(thing.area)
    form = LineForm(
        request.POST if request.method == "POST" else None,
        initial=_start(thing, row),
        areas=where.choices,
        also=row.intervention if row else "",
    )
    outdated = None
    if request.method == "POST" and form.is_valid():
        try:
            made = _kept(request, thing, row, form)
            messages.success(request, _("The line is kept."))
            if row is None and "again" in request.POST:
                return redirect("portfolio-line-new", key=thing.pk)
            return redirect("portfolio-line", key=thing.pk, line=made.pk)
        except OutdatedError as fault:
            outdated = theirs(LINE, fault.now, form.cleaned_data["seen"] or 0)
        except Faults as wrong:
            _say(form, wrong)
        except InputError as wrong:
            form.add_error(None, told_plainly(wrong))
    context = {
        "thing": thing,
        "row": row,
        "form": form,
        "where": _ticked(form, where),
        "outdated": outdated,
        "seen": outdated.version if outdated else form["seen"].value() or 0,
        "fictitious": thing.house.fictitious,
        "step": "choose",
        "crumbs": _crumbs(thing, row, _("New line") if row is None else _("Change")),
    }
    status = 409 if outdated else 400 if form.errors else 200
    return render(request, "portfolio/line_form.html", context, status=status)


def _crumbs(thing: Portfolio, row: PortfolioLine | None, here: str) -> list[dict[str, str]]:
    way = [(thing.title, reverse("portfolio", args=[thing.pk]))]
    if row is not None:
        way.append((row.activity, reverse("portfolio-line", args=[thing.pk, row.pk])))
    return crumbs_to(here, *way)


def _ticked(form: LineForm, where: Where) -> list[dict[str, Any]]:
    """Give the areas by district, those that were chosen ticked."""
    if "areas" not in form.fields:
        return []
    chosen = set(form["areas"].value() or ())
    return [
        {"name": name, "areas": [(code, said, code in chosen) for code, said in rows]}
        for name, rows in where.groups
    ]


def _say(form: LineForm, wrong: Faults) -> None:
    """Put every fault of the library at its field."""
    for fault in wrong.faults:
        field = fault.column if fault.column in form.fields else None
        words = " ".join(part.render(lang()) for part in (fault.what, fault.todo))
        form.add_error(field, words[:1].upper() + words[1:])


def _read(thing: Portfolio, row: PortfolioLine | None, form: LineForm) -> Line:
    """Read the form as the spreadsheet is read; raises ``Faults``."""
    told = form.cleaned_data
    words = {
        name: "; ".join(value) if isinstance(value, list) else str(value)
        for name in FIELDS
        if name not in NOT_READ and (value := told.get(name)) not in (None, "", [])
    }
    if not told.get("intervention") and told.get("named"):
        words["intervention"] = told["named"]
    if told.get("for_whom"):
        words["groups"] = "; ".join(filter(None, (words.get("groups"), told["for_whom"])))
    try:
        places = places_of(thing.area)
    except NotFoundError as fault:
        raise InputError(
            text("the areas of this municipality are not loaded."),
            todo=text("Load the key figures of districts and neighbourhoods first."),
        ) from fault
    number = 1 if row is None else row.place + 1
    key = "" if row is None else str(row.pk)
    made = read_line(words, places, key=key, number=number, title=thing.title)
    return replace(made, areas=tuple(told.get("areas") or ()))


def _kept(
    request: HttpRequest, thing: Portfolio, row: PortfolioLine | None, form: LineForm
) -> PortfolioLine:
    """Keep the line; raises ``Faults``, ``InputError`` or ``OutdatedError``."""
    found = _read(thing, row, form)
    fields = {name: getattr(found, name) for name in FIELDS}
    fields |= {"areas": list(found.areas), "groups": list(found.groups)}
    fields |= {name: fields[name] or "" for name in ("kind", "aim", "form")}
    fields["author"] = request.user
    with transaction.atomic():
        rows = keeping.lock(thing)
        if row is not None:
            seen = form.cleaned_data["seen"] or 0
            made = kept.change(request, EDIT, row, seen, fields, deed="portfolio.line_edit")
            check_money(thing)
            return made  # type: ignore[return-value]
        if len(rows) >= MOST_LINES:
            raise InputError(text("this portfolio has as many lines as it can have."))
        place = max((one.place for one in rows), default=-1) + 1
        new = PortfolioLine(portfolio=thing, place=place, **fields)
        kept.make(request, "portfolio.line_edit", new)
        return new


@needs_thing(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, key: UUID, line: UUID) -> HttpResponse:
    """Take a line out of its portfolio, after asking."""
    thing = find(key)
    require(request, EDIT, thing)
    row = line_of(thing, line)
    mistake = ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                keeping.lock(thing)
                keeping.take_out(request, line_of(thing, line))  # ``row`` stays, should it not go
                check_money(thing)
            messages.success(request, _("The line is taken out."))
            return redirect("portfolio", key=thing.pk)
        except InputError as fault:
            mistake = told_plainly(fault)
    context = {
        "thing": thing,
        "row": row,
        "mistake": mistake,
        "fictitious": thing.house.fictitious,
        "step": "choose",
        "crumbs": _crumbs(thing, row, _("Take out")),
    }
    status = 400 if mistake else 200
    return render(request, "portfolio/take_out.html", context, status=status)
