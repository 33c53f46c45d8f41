"""Keep something of a house, change it, publish it: each in one step with its entry in the log.

Whoever changes names the version they started from. When somebody else was first,
``OutdatedError`` holds the version of now; nothing is written and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.web.accounts.models import House, User
from weefsel.web.audit.log import record
from weefsel.web.choose.models import Decision, Kept, StoredRecipe

# Said in the log by name only: words of people may be about people.
SPOKEN = frozenset(
    (
        *("title", "note", "recipe", "published_title", "published_note", "published_recipe"),
        *("reason", "source", "motivation", "option_title", "nl", "en"),
        # of a portfolio; a count of people may be too small for a log that is never emptied
        *("activity", "organisation", "named", "goal", "for_whom", "name", "participants"),
        "published_document",
        # of interpretation; what people say beside a figure, and how many were there
        *("why", "told", "conclusion", "published_reason", "residents", "professionals"),
        "advisers",
        # of the social map; words of people, and what a contract or a budget says
        *("description", "accessibility", "cost", "opening_words", "answer", "words"),
        *("email", "phone", "website", "closed", "other"),
    )
)


class OutdatedError(InputError):
    """Somebody else changed the thing in between; ``now`` is what it is now."""

    def __init__(self, now: Kept) -> None:
        self.now = now
        super().__init__(
            text("somebody else changed this while you were at it."),
            todo=text("Look at what changed, and then keep yours or leave theirs."),
        )


def _user(request: Any) -> User | None:
    user = getattr(request, "user", request)
    return user if getattr(user, "is_authenticated", False) else None


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Give what changed for the log: old and new of plain fields, of texts only the name."""
    changed = [name for name in after if before.get(name) != after[name]]
    told = [name for name in changed if name not in SPOKEN]
    found: dict[str, Any] = {}
    if told:
        found["before"] = {name: _written(before.get(name)) for name in told}
        found["after"] = {name: _written(after[name]) for name in told}
    if spoken := sorted(set(changed) & SPOKEN):
        found["changed"] = spoken
    return found


def _written(value: Any) -> Any:
    """Write a value for the log: of a person or a thing its id, for names are about people."""
    if isinstance(value, Model):
        return str(getattr(value, "uid", None) or value.pk)
    return value if value is None or isinstance(value, bool | int | float) else str(value)


@transaction.atomic
def make(request: Any, right: str, thing: Kept) -> None:
    """Keep something new."""
    thing._history_user = _user(request)  # type: ignore[attr-defined]
    thing.save(force_insert=True)
    record(request, right, thing, what={"version": thing.version})


@transaction.atomic
def change(
    request: Any,
    right: str,
    thing: Kept,
    seen: int,
    fields: Mapping[str, Any],
    *,
    deed: str = "",
    new_version: bool = True,
) -> Kept:
    """Change something that was at version ``seen``; nothing new is no new version.

    ``deed`` names what was done in the log when that is not the right itself. Raises
    ``OutdatedError`` when it is at another version by now.
    """
    held: Any = type(thing)._default_manager.select_for_update().get(pk=thing.pk)
    if held.version != seen:
        raise OutdatedError(held)
    before = {name: getattr(held, name) for name in fields}
    if before == dict(fields):
        return held  # type: ignore[no-any-return]
    for name, value in fields.items():
        setattr(held, name, value)
    if new_version:
        held.version += 1
        held.changed_at = timezone.now()
    held._history_user = _user(request)
    held.save()
    what = {"version": held.version, **difference(before, fields)}
    record(request, deed or right, held, what=what)
    return held  # type: ignore[no-any-return]


def publish(request: Any, thing: StoredRecipe, seen: int) -> None:
    """Let everybody see the version of now."""
    change(
        request,
        "choice.publish",
        thing,
        seen,
        {
            "published_at": timezone.now(),
            "published_version": thing.version,
            "published_title": thing.title,
            "published_recipe": thing.recipe,
            "published_note": thing.note,
        },
        new_version=False,
    )


def unpublish(request: Any, thing: StoredRecipe) -> None:
    """Take it back: only the house sees it again, and its decisions too."""
    change(
        request,
        "choice.publish",
        thing,
        thing.version,
        {
            "published_at": None,
            "published_version": None,
            "published_title": "",
            "published_recipe": "",
            "published_note": "",
        },
        deed="choice.unpublish",
        new_version=False,
    )


def hand_over(request: Any, thing: StoredRecipe, heir: User | None) -> None:
    """Give the care of a choice to a colleague, or to nobody: it stays with the house."""
    with transaction.atomic():
        held = StoredRecipe.objects.select_for_update().get(pk=thing.pk)
        held.owner = heir
        held._history_user = _user(request)
        held.save(update_fields=["owner"])
        what = {"heir": str(heir.uid) if heir else None}
        record(request, "choice.hand_over", held, what=what)


@transaction.atomic
def throw_away(request: Any, thing: StoredRecipe) -> None:
    """Throw a choice away with all its versions; the log keeps that it was there.

    Raises ``InputError`` for one that is published or about which something was decided.
    """
    held = StoredRecipe.objects.select_for_update().get(pk=thing.pk)
    if held.published:
        raise InputError(
            text("what is published is not thrown away."),
            todo=text("Take it back from publication first."),
        )
    if Decision.objects.filter(choice=held).exists():
        raise InputError(
            text(
                "something was decided about this choice: it stays, so that others can follow it."
            )
        )
    record(request, "choice.delete", held, what={"version": held.version})
    key = held.pk
    held.delete()
    StoredRecipe.history.filter(id=key).delete()


def colleagues(house: House) -> list[User]:
    """Give who can have the care of a choice in a house, by name."""
    from weefsel.web.accounts.models import Membership
    from weefsel.web.accounts.table import OWN, RULES

    roles = [role for role, scope in RULES["choice.edit"].scopes.items() if scope == OWN]
    found = Membership.objects.filter(
        house=house, until__isnull=True, role__in=roles, user__is_active=True
    ).select_related("user")
    return sorted((one.user for one in found), key=lambda user: user.get_full_name().casefold())
