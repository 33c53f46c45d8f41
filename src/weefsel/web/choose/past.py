"""How the past of what a house keeps is told, and how an earlier version is put back."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from weefsel.base.language import text
from weefsel.evidence.parameter import parameters
from weefsel.scan.recipe import ScanRecipe
from weefsel.web.accounts.shown import lang, words
from weefsel.web.audit.past import Past, keep
from weefsel.web.choose.form import RANGE_KINDS
from weefsel.web.choose.keeping import change
from weefsel.web.choose.link import read_recipe
from weefsel.web.choose.models import BODIES, PLACES, Decision, HouseText, Override, StoredRecipe
from weefsel.web.choose.numbers import write_field
from weefsel.weigh.replaced import possible, stand_in

DEED = "history.restore"


def _say(field: str, value: Any) -> str:
    """Write a value of a field for people."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(_("yes")) if value else str(_("no"))
    if field in {"value", "low", "high"}:
        return write_field(value, lang())
    if field == "range_kind":
        return str(dict(RANGE_KINDS).get(value, "")) if value != "none" else ""
    if field == "body":
        return words(BODIES[value]) if value in BODIES else str(value)
    if field in {"decided_on", "withdrawn_at", "published_at"}:
        return date_format(value, "j F Y")
    return str(value)


def _choice(request: Any, thing: Any, then: Any) -> None:
    if thing.kind == "scan":
        ScanRecipe.read(then.recipe, then.title)
    else:
        read_recipe(then.recipe.encode(), then.title)  # what cannot be read today stays past
    fields = {name: getattr(then, name) for name in ("title", "recipe", "schema", "note")}
    change(request, "choice.edit", thing, thing.version, fields, deed=DEED)


def _own_value(request: Any, thing: Any, then: Any) -> None:
    from weefsel.web.choose.own_values import FIELDS, as_replacement

    known = possible(parameters())
    if then.parameter in known:
        stand_in(as_replacement(then), known[then.parameter])
    fields = {name: getattr(then, name) for name in FIELDS} | {"author": request.user}
    change(request, "override.edit", thing, thing.version, fields, deed=DEED)


def _decision(request: Any, thing: Any, then: Any) -> None:
    names = ("option", "option_title", "decided_on", "body", "motivation")
    fields = {name: getattr(then, name) for name in names} | {"author": request.user}
    change(request, "decision.make", thing, thing.version, fields, deed=DEED)


def _text(request: Any, thing: Any, then: Any) -> None:
    fields = {name: getattr(then, name) for name in ("nl", "en", "url")}
    change(
        request, "text.edit", thing, thing.version, fields | {"author": request.user}, deed=DEED
    )


def _parameter_name(own: Any) -> str:
    held = parameters().get(own.parameter)
    return held.name.render(lang()) if held else str(own.parameter)


CHOICE = Past(
    kind="choice",
    model=StoredRecipe,
    edit="choice.edit",
    fields={
        "title": text("Title"),
        "recipe": text("Recipe"),
        "note": text("Note with the choice"),
        "published_version": text("Published version"),
        "owner": text("In the care of"),
    },
    title=lambda one: one.title,
    url=lambda one: reverse("kept", args=[one.pk]),
    put_back=_choice,
    say=_say,
)
OWN_VALUE = Past(
    kind="value",
    model=Override,
    edit="override.edit",
    fields={
        "value": text("Value"),
        "low": text("At least"),
        "high": text("At most"),
        "range_kind": text("Kind of range"),
        "year": text("Year"),
        "price_year": text("In prices of"),
        "source": text("Source"),
        "url": text("Web address of the source"),
        "reason": text("Reason"),
        "withdrawn_at": text("Withdrawn on"),
    },
    title=_parameter_name,
    url=lambda one: reverse("own-values"),
    put_back=_own_value,
    say=_say,
)
DECISION = Past(
    kind="decision",
    model=Decision,
    edit="decision.make",
    fields={
        "option_title": text("Decided"),
        "decided_on": text("Date"),
        "body": text("By"),
        "motivation": text("Reason"),
        "public": text("Published"),
    },
    title=lambda one: _("Decision of %(date)s") % {"date": date_format(one.decided_on, "j F Y")},
    url=lambda one: reverse("decision", args=[one.pk]),
    put_back=_decision,
    say=_say,
)
TEXT = Past(
    kind="text",
    model=HouseText,
    edit="text.edit",
    fields={
        "nl": text("Text in Dutch"),
        "en": text("Text in English"),
        "url": text("Web address with more"),
        "public": text("Published"),
    },
    title=lambda one: words(PLACES[one.place]) if one.place in PLACES else str(one.place),
    url=lambda one: reverse("house-texts", args=[one.house.slug]),
    put_back=_text,
    say=_say,
)


def register() -> None:
    """Register them; called once, when all apps are there."""
    for one in (CHOICE, OWN_VALUE, DECISION, TEXT):
        keep(one)
