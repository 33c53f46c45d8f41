"""Everything Weefsel holds of one person, as plain data to take along.

Each part of Weefsel says itself what it holds of somebody: a function with ``@holds`` in its
own app. What is not registered is not exported, so whoever stores something about users
registers it too.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from weefsel.web.accounts.models import Invitation, User

Holder = Callable[[User], Any]

SCHEMA = "weefsel.own-data/1"
_HOLDERS: dict[str, Holder] = {}


def holds(name: str) -> Callable[[Holder], Holder]:
    """Register what a part holds of somebody, under a name of its own in the export.

    The function gets the user and gives plain data: text, numbers, lists, dictionaries,
    moments. Raises ``ValueError`` when another part already has the name.
    """

    def add(holder: Holder) -> Holder:
        if _HOLDERS.get(name, holder) is not holder:
            raise ValueError(f"own data: '{name}' is taken")
        _HOLDERS[name] = holder
        return holder

    return add


def export(user: User, now: datetime) -> dict[str, Any]:
    """Give everything that is held of somebody."""
    found: dict[str, Any] = {"schema": SCHEMA, "made_at": now.isoformat()}
    for name in sorted(_HOLDERS):
        found[name] = _HOLDERS[name](user)
    return found


@holds("account")
def _account(user: User) -> dict[str, Any]:
    return {
        "uid": str(user.uid),
        "username": user.username,
        "name": user.name,
        "email": user.email,
        "email_shown_to_colleagues": user.reachable,
        "language": user.language,
        "joined": user.date_joined,
        "last_log_in": user.last_login,
        "password": "kept as a hash only" if user.has_usable_password() else "none",
        "manages_install": user.is_superuser,
    }


@holds("memberships")
def _memberships(user: User) -> list[dict[str, Any]]:
    return [
        {"house": one.house.name, "role": one.role, "since": one.since, "until": one.until}
        for one in user.memberships.select_related("house")
    ]


@holds("invitations")
def _invitations(user: User) -> dict[str, Any]:
    def listed(found: Any) -> list[dict[str, Any]]:
        return [
            {"house": one.house.name, "role": one.role, "made": one.made_at, "used": one.used_at}
            for one in found.select_related("house")
        ]

    return {
        "made": listed(Invitation.objects.filter(made_by=user)),
        "accepted": listed(Invitation.objects.filter(used_by=user)),
    }


@holds("sessions")
def _sessions(user: User) -> list[dict[str, Any]]:
    return [
        {"begun": one.begun, "ends": one.expire_date}
        for one in user.open_sessions.order_by("begun")
    ]
