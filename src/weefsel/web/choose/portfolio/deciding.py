"""What was decided of a line, and where the money goes that a stop sets free."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from weefsel.base.errors import InputError
from weefsel.portfolio.money import Negative, NoAmount, read_euro, written
from weefsel.web.accounts.doors import needs_thing
from weefsel.web.accounts.forms import Fields
from weefsel.web.accounts.rights import Hidden, require
from weefsel.web.accounts.shown import lang
from weefsel.web.choose import keeping as kept
from weefsel.web.choose.keeping import OutdatedError
from weefsel.web.choose.portfolio import keeping
from weefsel.web.choose.portfolio.changed import theirs, told_plainly
from weefsel.web.choose.portfolio.forms import DecideForm, DestinationForm
from weefsel.web.choose.portfolio.found import check_money, crumbs_to, find, line_of
from weefsel.web.choose.portfolio.models import Destination, Portfolio, PortfolioLine
from weefsel.web.choose.portfolio.past import DESTINATION, LINE

EDIT, DECIDE, GIVE = "portfolio.edit", "portfolio.decide", "portfolio.give"
DECIDED = ("verdict", "reason", "decided_on", "freed", "freed_from", "contract_until")
NOTHING: dict[str, Any] = {
    **dict.fromkeys(("verdict", "reason"), ""),
    **dict.fromkeys(("decided_on", "freed", "freed_from", "contract_until")),
}
GIVEN = ("amount", "from_year", "to", "line", "name", "kind", "aim", "form")


def _amount(form: Fields, field: str) -> Decimal | None:
    """Read an amount as people write it; say in the form what is wrong with it."""
    said = form.cleaned_data.get(field, "")
    if not said:
        return None
    try:
        return read_euro(said)[0]
    except NoAmount as fault:
        todo = fault.todo.render(lang())
        if isinstance(fault, Negative):  # nothing is granted here, as in a list of subsidies
            todo = _("Write an amount of zero or more.")
        words = f"{fault.what.render(lang())} {todo}"
        form.add_error(field, words[:1].upper() + words[1:])
        return None


def _refuse(form: Fields, wrong: InputError) -> None:
    """Put what the library refuses at its field."""
    field = str(wrong.where or "")
    named = {"on": "decided_on", "from_year": "freed_from", "amount": "freed"}.get(field, field)
    at = next((one for one in (field, named) if one in form.fields), None)
    form.add_error(at, told_plainly(wrong))


@needs_thing(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def decide_line(request: HttpRequest, key: UUID, line: UUID) -> HttpResponse:
    """Write down what was decided of a line, or that nothing was after all."""
    thing = find(key)
    require(request, EDIT, thing)
    row = line_of(thing, line)
    start = {name: getattr(row, name) for name in DECIDED}
    start["freed"] = "" if row.freed is None else written(row.freed, lang())
    start["decided_on"] = row.decided_on or timezone.localdate()
    start["seen"] = row.version
    form = DecideForm(request.POST if request.method == "POST" else None, initial=start)
    outdated = None
    if request.method == "POST" and form.is_valid():
        try:
            if _decided(request, thing, row, form):
                messages.success(request, _said(form))
                return redirect("portfolio-line", key=thing.pk, line=row.pk)
        except OutdatedError as fault:
            outdated = theirs(LINE, fault.now, form.cleaned_data["seen"] or 0)
        except InputError as wrong:
            _refuse(form, wrong)
    context = {
        "thing": thing,
        "row": row,
        "form": form,
        "outdated": outdated,
        "seen": outdated.version if outdated else form["seen"].value() or 0,
        **_frame(thing, _("Decision"), row),
    }
    status = 409 if outdated else 400 if form.errors else 200
    return render(request, "portfolio/decide.html", context, status=status)


def _said(form: DecideForm) -> str:
    """Say what was written down; a reason without a decision is not."""
    told = form.cleaned_data
    if told["verdict"]:
        return _("The decision was written down.")
    if told["reason"]:
        return _("No decision is written down for this line, so the reason was not kept either.")
    return _("No decision is written down for this line.")


def _frame(thing: Portfolio, here: str, row: PortfolioLine | None = None) -> dict[str, Any]:
    way = [(thing.title, reverse("portfolio", args=[thing.pk]))]
    if row is not None:
        way.append((row.activity, reverse("portfolio-line", args=[thing.pk, row.pk])))
    return {
        "fictitious": thing.house.fictitious,
        "step": "choose",
        "crumbs": crumbs_to(here, *way),
    }


def _decided(request: HttpRequest, thing: Portfolio, row: PortfolioLine, form: DecideForm) -> bool:
    """Keep the decision; false when the form says what is wrong, or raises ``InputError``."""
    told = {name: form.cleaned_data.get(name) for name in DECIDED}
    if not told["verdict"]:
        told = dict(NOTHING)
    elif told["decided_on"] is None:
        form.add_error("decided_on", _("Fill in the day."))
    elif told["decided_on"] > timezone.localdate():
        form.add_error(
            "decided_on", _("This day is still to come. Fill in the day on which it was decided.")
        )
    if told["verdict"] == "stop":
        told["freed"] = _amount(form, "freed")
        if told["freed"] is not None and told["freed_from"] is None:
            form.add_error("freed_from", _("Fill in the year."))
    else:
        told |= {"freed": None, "freed_from": None, "contract_until": None}
    if form.errors:
        return False
    told["author"] = request.user
    with transaction.atomic():
        keeping.lock(thing)
        seen = form.cleaned_data["seen"] or 0
        kept.change(request, EDIT, row, seen, told, deed=DECIDE)
        check_money(thing)
    return True


@needs_thing(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say where freed money goes."""
    thing = find(key)
    require(request, EDIT, thing)
    return _destination(request, thing, None)


@needs_thing(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def change_given(request: HttpRequest, key: UUID, given: UUID) -> HttpResponse:
    """Change where freed money goes."""
    thing = find(key)
    require(request, EDIT, thing)
    return _destination(request, thing, _given(thing, given))


def _given(thing: Portfolio, key: UUID) -> Destination:
    found = thing.destinations.filter(pk=key).first()
    if found is None:
        raise Hidden
    found.portfolio = thing
    return found


def _destination(request: HttpRequest, thing: Portfolio, one: Destination | None) -> HttpResponse:
    rows = list(thing.lines.all())
    lines = [(str(row.pk), row.activity) for row in rows if row.verdict != "stop"]
    start: dict[str, Any] = {"seen": 0, "from_year": thing.year + 1}
    if one is not None:
        start = {name: getattr(one, name) for name in GIVEN} | {"seen": one.version}
        start |= {"amount": written(one.amount, lang()), "line": str(one.line_id or "")}
    given = request.POST if request.method == "POST" else None
    form = DestinationForm(given, initial=start, lines=lines)
    outdated = None
    if request.method == "POST" and form.is_valid():
        try:
            if _given_away(request, thing, one, form):
                messages.success(request, _("It is written down where this money goes."))
                return redirect(f"{reverse('portfolio', args=[thing.pk])}#money")
        except OutdatedError as fault:
            outdated = theirs(DESTINATION, fault.now, form.cleaned_data["seen"] or 0)
        except InputError as wrong:
            form.add_error(None, told_plainly(wrong))
    context = {
        "thing": thing,
        "one": one,
        "form": form,
        "outdated": outdated,
        "seen": outdated.version if outdated else form["seen"].value() or 0,
        **_frame(thing, _("Where freed money goes")),
    }
    status = 409 if outdated else 400 if form.errors else 200
    return render(request, "portfolio/give.html", context, status=status)


def _given_away(
    request: HttpRequest, thing: Portfolio, one: Destination | None, form: DestinationForm
) -> bool:
    """Keep where money goes; false when the form says what is wrong, or raises ``InputError``."""
    told = {name: form.cleaned_data.get(name) or "" for name in GIVEN}
    told |= {"amount": _amount(form, "amount"), "author": request.user}
    row = thing.lines.filter(pk=told["line"]).first() if told["line"] else None
    told["line"] = row if told["to"] == "line" else None
    if told["to"] == "line" and row is None:
        form.add_error("line", _("Choose the line that gets it."))
    if told["to"] == "new" and not told["name"]:
        form.add_error("name", _("Give the new activity a name."))
    if told["to"] != "new":
        told |= dict.fromkeys(("name", "kind", "aim", "form"), "")
    if form.errors:
        return False
    with transaction.atomic():
        keeping.lock(thing)
        if one is None:
            kept.make(request, GIVE, Destination(portfolio=thing, **told))
        else:
            kept.change(request, EDIT, one, form.cleaned_data["seen"] or 0, told, deed=GIVE)
        check_money(thing)
    return True


@needs_thing(EDIT)
@require_POST
def take_back(request: HttpRequest, key: UUID, given: UUID) -> HttpResponse:
    """Take a destination away: the money has none again."""
    thing = find(key)
    require(request, EDIT, thing)
    keeping.ungive(request, _given(thing, given))
    messages.success(request, _("This money has no destination any more."))
    return redirect(f"{reverse('portfolio', args=[thing.pk])}#money")
