"""What is held here of one person, and what happens to it when somebody leaves."""

from __future__ import annotations

from typing import Any

from weefsel.base.language import text
from weefsel.web.accounts.leaving import Belongings, in_care
from weefsel.web.accounts.models import House, User
from weefsel.web.accounts.own_data import holds
from weefsel.web.choose.keeping import hand_over
from weefsel.web.choose.models import Decision, HouseText, Override, StoredRecipe

MODELS = {
    "choices": (StoredRecipe, "owner"),
    "own_values": (Override, "author"),
    "decisions": (Decision, "author"),
    "house_texts": (HouseText, "author"),
}


@holds("kept")
def kept(user: User) -> dict[str, list[dict[str, Any]]]:
    """Give what somebody has the care of or wrote last, and each version they made."""
    found: dict[str, list[dict[str, Any]]] = {}
    for name, (model, field) in MODELS.items():
        mine = model._default_manager.filter(**{field: user})
        made = model.history.filter(history_user=user)  # type: ignore[attr-defined]
        found[name] = [{"id": one.pk, "name": str(one), "version": one.version} for one in mine]
        found[f"{name}_versions"] = [
            {"id": one.id, "version": one.version, "at": one.history_date} for one in made
        ]
    return found


def _count(user: User, house: House) -> int:
    return StoredRecipe.objects.filter(owner=user, house=house).count()


def _move(user: User, house: House, heir: User | None) -> None:
    from weefsel.web.audit.log import request_now

    for one in StoredRecipe.objects.filter(owner=user, house=house):
        hand_over(request_now(), one, heir)


def register() -> None:
    """Say that stored choices are in somebody's care; called once."""
    in_care(Belongings(text("stored choices"), _count, _move))
