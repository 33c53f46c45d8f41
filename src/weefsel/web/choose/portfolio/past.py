"""How the past of portfolios is told, and how an earlier version is put back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.evidence.intervention import interventions
from weefsel.portfolio.money import Euro
from weefsel.portfolio.vocabulary import AIMS, FORMS, TOS, VERDICTS
from weefsel.provisions.kinds import ACTIVITIES, GROUPS
from weefsel.web import ask
from weefsel.web.accounts.shown import lang, words
from weefsel.web.audit.past import Past, held, keep
from weefsel.web.choose.keeping import change
from weefsel.web.choose.past import DEED
from weefsel.web.choose.portfolio.models import Destination, Portfolio, PortfolioLine

EDIT = "portfolio.edit"
NAMED = {
    "kind": ACTIVITIES, "aim": AIMS, "form": FORMS, "verdict": VERDICTS, "to": TOS,
    "groups": GROUPS,
}  # fmt: skip
EUROS = frozenset(("amount", "freed"))
DAYS = frozenset(("decided_on", "contract_until", "published_at"))


def _say(field: str, value: Any) -> str:
    """Write a value of a field for people."""
    if value is None or value in ("", []):
        return ""
    if field in EUROS:
        return Euro(value).render(lang())
    if field in DAYS:
        return date_format(value, "j F Y")
    if field == "areas":
        return ", ".join(ask.name_of(code) or code for code in value)
    if field == "groups":
        return ", ".join(_word(GROUPS, one) for one in value)
    if field in NAMED:
        return _word(NAMED[field], value)
    if field == "intervention":
        known = interventions().get(value)
        return known.name if known else str(value)
    return str(value)


def _word(names: Any, key: str) -> str:
    return words(names[key]) if key in names else key


def _put_back(names: tuple[str, ...], *, money: bool) -> Any:
    """Make what writes an earlier version as a new one, when its money still balances."""

    def put_back(request: Any, thing: Any, then: Any) -> None:
        from weefsel.web.choose.portfolio.found import check_money
        from weefsel.web.choose.portfolio.keeping import lock

        fields = {name: held(then, name) for name in names}
        if fields.get("to") == "line" and fields["line"] is None:  # taken out since
            raise InputError(
                text("this line is not in the portfolio."), todo=text("Choose one of its lines.")
            )
        with transaction.atomic():
            if money:
                fields["author"] = request.user
                lock(thing.portfolio)
            change(request, EDIT, thing, thing.version, fields, deed=DEED)
            if money:
                try:
                    check_money(thing.portfolio)
                except InputError as wrong:  # without the name of a field: no form is open
                    raise InputError(wrong.what, todo=wrong.todo) from wrong

    return put_back


def _line_url(one: Any) -> str:
    return reverse("portfolio-line", args=[one.portfolio_id, one.pk])


PORTFOLIO = Past(
    kind="portfolio",
    model=Portfolio,
    edit=EDIT,
    fields={
        "title": text("Title"),
        "year": text("Year"),
        "source": text("Source"),
        "published_at": text("Published"),
        "owner": text("In the care of"),
    },
    title=lambda one: one.title,
    url=lambda one: reverse("portfolio", args=[one.pk]),
    put_back=_put_back(("title", "year", "source"), money=False),
    say=_say,
)
LINE = Past(
    kind="portfolio-line",
    model=PortfolioLine,
    edit=EDIT,
    fields={
        "activity": text("Activity"),
        "organisation": text("Organisation"),
        "amount": text("Amount"),
        "year": text("Year"),
        "areas": text("Where"),
        "participants": text("Participants"),
        "intervention": text("Intervention"),
        "named": text("Another name for the way of working"),
        "goal": text("Goal"),
        "kind": text("Kind"),
        "groups": text("For whom"),
        "for_whom": text("Others it is for"),
        "aim": text("Preventive or curative"),
        "form": text("Collective or individual"),
        "verdict": text("Decided"),
        "reason": text("Reason"),
        "decided_on": text("Date"),
        "freed": text("Set free a year"),
        "freed_from": text("Set free from"),
        "contract_until": text("Agreement until"),
    },
    title=lambda one: one.activity,
    url=_line_url,
    put_back=_put_back(
        (
            *("activity", "organisation", "amount", "year", "areas", "participants"),
            *("intervention", "named", "goal", "kind", "groups", "for_whom", "aim", "form"),
            *("verdict", "reason", "decided_on", "freed", "freed_from", "contract_until"),
        ),
        money=True,
    ),
    say=_say,
)
DESTINATION = Past(
    kind="portfolio-money",
    model=Destination,
    edit=EDIT,
    fields={
        "amount": text("Amount"),
        "from_year": text("From year"),
        "to": text("Where it goes"),
        "line": text("Line"),
        "name": text("Name"),
        "kind": text("Kind"),
        "aim": text("Preventive or curative"),
        "form": text("Collective or individual"),
    },
    title=lambda one: _("Where freed money goes"),
    url=lambda one: reverse("portfolio", args=[one.portfolio_id]) + "#money",
    put_back=_put_back(
        ("amount", "from_year", "to", "line", "name", "kind", "aim", "form"), money=True
    ),
    say=_say,
)


def register() -> None:
    """Register them; called once, when all apps are there."""
    for one in (PORTFOLIO, LINE, DESTINATION):
        keep(one)
