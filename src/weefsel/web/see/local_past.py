"""How the past of a municipality's own settings is told, what of it is held of somebody."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from weefsel.atlas.indicator import catalogue
from weefsel.base.language import text
from weefsel.web import ask
from weefsel.web.accounts.models import User
from weefsel.web.accounts.own_data import holds
from weefsel.web.accounts.roles import ROLE_NAMES
from weefsel.web.accounts.shown import lang, words
from weefsel.web.audit.past import Past, keep
from weefsel.web.choose.keeping import change
from weefsel.web.see.local_forms import written
from weefsel.web.see.local_kinds import KINDS, Kind
from weefsel.web.see.local_settings import EDIT

DEED = "history.restore"
NAMES = {"indicator": "setting-indicator", "kenmerk": "setting-feature",
         "vergelijking": "setting-peers"}  # fmt: skip
FIELDS = {
    "indicator": ("weight", "reason", "withdrawn_at"),
    "kenmerk": ("indicator", "sign", "weight", "reason", "withdrawn_at"),
    "vergelijking": ("codes", "reason", "withdrawn_at"),
}
HEADS = {
    "weight": text("Weight"),
    "reason": text("Reason"),
    "withdrawn_at": text("Taken back on"),
    "indicator": text("Figure"),
    "sign": text("Which way it counts"),
    "codes": text("Areas to compare with"),
    "author_role": text("By"),
}


def _say(field: str, value: Any) -> str:
    """Write a value of a field for people."""
    if value is None or value == "":
        return ""
    if field == "weight":
        return written(value)
    if field == "sign":
        said = text("higher is more") if value > 0 else text("lower is more")
        return words(said)
    if field == "codes":
        return ", ".join(f"{code} {ask.name_of(code)}" for code in value)
    if field == "withdrawn_at":
        return date_format(value, "j F Y")
    if field == "author_role":
        return words(ROLE_NAMES[value]) if value in ROLE_NAMES else str(value)
    if field == "indicator" and value in catalogue():
        return catalogue()[value].name(lang())
    return str(value)


def _past(kind: Kind) -> Past:
    fields = FIELDS[kind.key]

    def title(one: Any) -> str:
        key = getattr(one, kind.field)
        try:
            return kind.name(one.house, key)
        except LookupError:
            return str(key)

    def put_back(request: Any, thing: Any, then: Any) -> None:
        told = {name: getattr(then, name) for name in fields}
        if told["withdrawn_at"] is None:
            kind.check(thing.house, getattr(thing, kind.field), dict(told))
        role = {"author": request.user, "author_role": _role(request, thing)}
        change(request, EDIT, thing, thing.version, {**told, **role}, deed=DEED)

    return Past(
        kind=NAMES[kind.key],
        model=kind.model,
        edit=EDIT,
        fields={name: HEADS[name] for name in (*fields, "author_role")},
        title=title,
        url=lambda one: reverse("working-set", args=[one.house.area]),
        put_back=put_back,
        say=_say,
    )


def _role(request: Any, thing: Any) -> str:
    from weefsel.web.accounts.rights import role_in

    return role_in(request.user, thing.house) or ""


def register() -> None:
    """Register them; called once, when all apps are there."""
    for kind in KINDS.values():
        keep(_past(kind))


@holds("working_set")
def held(user: User) -> dict[str, list[dict[str, Any]]]:
    """Give what somebody set last for a municipality, and each version they made."""
    found: dict[str, list[dict[str, Any]]] = {}
    for kind in KINDS.values():
        name = NAMES[kind.key].replace("-", "_")
        mine = kind.model._default_manager.filter(author=user).select_related("house")
        found[name] = [
            {"house": one.house.name, "about": str(one), "version": one.version,
             "reason": one.reason, "at": one.changed_at}
            for one in mine
        ]  # fmt: skip
        made = kind.model.history.filter(history_user=user)  # type: ignore[attr-defined]
        found[f"{name}_versions"] = [
            {"id": one.id, "version": one.version, "reason": one.reason, "at": one.history_date}
            for one in made
        ]
    return found
