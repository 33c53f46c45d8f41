"""What the pages of accounts have in common: words of roles, who can be asked, crumbs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from weefsel.base.language import Text
from weefsel.web.accounts.models import House, Membership
from weefsel.web.accounts.rights import memberships
from weefsel.web.accounts.roles import ROLE_NAMES, Role


def lang() -> str:
    """Give the language of the page."""
    return get_language() or "nl"


def words(said: Text) -> str:
    """Give a text in the language of the page."""
    return said.render(lang())


def role_name(role: str) -> str:
    """Give the name of a role in the language of the page."""
    return words(ROLE_NAMES[role])


@dataclass(frozen=True)
class Ask:
    """Whom somebody of a house can ask: its administrators, by e-mail only where they chose so."""

    house: House
    role: str
    emails: tuple[str, ...]


def whom_to_ask(user: Any) -> list[Ask]:
    """Give per house of somebody what they are there and who can give them more: one query."""
    mine = memberships(user)
    if not mine:
        return []
    administrators = Membership.objects.filter(
        house__in=[one.house for one in mine],
        role=Role.ADMINISTRATOR,
        until__isnull=True,
        user__is_active=True,
        user__reachable=True,
    ).exclude(user__email="")
    emails: dict[Any, list[str]] = {}
    for house, email in administrators.values_list("house", "user__email"):
        emails.setdefault(house, []).append(email)
    return [
        Ask(one.house, role_name(one.role), tuple(sorted(emails.get(one.house.pk, []))))
        for one in mine
    ]


def is_mine(request: HttpRequest, user: Any) -> bool:
    """Tell whether somebody is who asks."""
    return bool(user.pk == getattr(request.user, "pk", None))
