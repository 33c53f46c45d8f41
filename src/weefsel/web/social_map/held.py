"""What is held here of one person, and what happens to it when somebody leaves."""

from __future__ import annotations

from typing import Any

from weefsel.base.language import text
from weefsel.web.accounts.leaving import Belongings, in_care, on_leaving
from weefsel.web.accounts.models import House, User
from weefsel.web.accounts.own_data import holds
from weefsel.web.social_map.models import (
    Location,
    Offer,
    Organisation,
    Pairing,
    Remark,
    Search,
    Service,
    Term,
)

NAME = "social_map"
VERSIONS = (Organisation, Location, Service, Offer, Pairing, Term)


@holds(NAME)
def held(user: User) -> dict[str, list[dict[str, Any]]]:
    """Give what somebody changed, answered, decided and looked for in the social map."""
    found: dict[str, list[dict[str, Any]]] = {
        "answers": [
            {"id": one.pk, "answer": one.answer, "at": one.handled_at}
            for one in Remark.objects.filter(handled_by=user)
        ],
        "pairings": [
            {"id": one.pk, "decision": one.decision, "reason": one.reason, "at": one.decided_at}
            for one in Pairing.objects.filter(decided_by=user)
        ],
        "searches": [
            {"id": one.pk, "recipe": one.recipe, "at": one.made_at}
            for one in Search.objects.filter(by=user)
        ],
        "terms": [
            {"id": one.pk, "months": one.months, "reason": one.reason, "at": one.changed_at}
            for one in Term.objects.filter(author=user)
        ],
    }
    for model in VERSIONS:
        made = model.history.filter(history_user=user)
        found[f"{model._meta.model_name}_versions"] = [
            {"id": one.id, "version": one.version, "at": one.history_date} for one in made
        ]
    return found


def _count(user: User, house: House) -> int:
    return Search.objects.filter(by=user, house=house).count()


def _move(user: User, house: House, heir: User | None) -> None:
    Search.objects.filter(by=user, house=house).update(by=heir)


def _forget(user: User) -> None:
    Remark.objects.filter(handled_by=user).update(handled_by=None)
    Pairing.objects.filter(decided_by=user).update(decided_by=None)
    Search.objects.filter(by=user).update(by=None)
    Term.objects.filter(author=user).update(author=None)


def register() -> None:
    """Say that searches are in somebody's care; called once."""
    in_care(Belongings(text("searches for the best place"), _count, _move))
    on_leaving(_forget)
