"""What happens when somebody leaves a house, or leaves altogether.

What was made in a house stays with the house: decisions and recipes are the house's, and
who comes after must be able to follow them. The person goes: name, e-mail, password and
sessions. ``uid`` stays as a pseudonym, so that the log of who did what stays whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.web.accounts.happened import tell
from weefsel.web.accounts.models import House, Membership, User
from weefsel.web.accounts.roles import Role
from weefsel.web.accounts.sessions import end_sessions

FORMER = "oud-medewerker"
Forget = Callable[[User], None]


@dataclass(frozen=True)
class Belongings:
    """Things in a house that are in somebody's care, and go into other hands."""

    name: Text
    count: Callable[[User, House], int]
    move: Callable[[User, House, User | None], None]


_BELONGINGS: list[Belongings] = []
_FORGETTING: list[Forget] = []


def in_care(belongings: Belongings) -> Belongings:
    """Register things that are in somebody's care; ``move`` to ``None`` gives them to nobody."""
    if belongings not in _BELONGINGS:
        _BELONGINGS.append(belongings)
    return belongings


def on_leaving(forget: Forget) -> Forget:
    """Register what a part forgets of a person whose account is deleted."""
    if forget not in _FORGETTING:
        _FORGETTING.append(forget)
    return forget


def left_behind(user: User, house: House) -> list[tuple[Text, int]]:
    """Give what is in somebody's care in a house, by kind, where there is any."""
    counted = [(one.name, one.count(user, house)) for one in _BELONGINGS]
    return [(name, count) for name, count in counted if count]


def check_last(membership: Membership) -> None:
    """Refuse when a house would be without an administrator; raises ``InputError``.

    Inside a transaction: the house is locked, so that two administrators cannot both go.
    """
    House.objects.select_for_update().get(pk=membership.house_id)
    others = Membership.objects.filter(
        house=membership.house_id, role=Role.ADMINISTRATOR, until__isnull=True
    ).exclude(pk=membership.pk)
    # Read again under the lock: a colleague may just have changed it.
    role = Membership.objects.values_list("role", flat=True).get(pk=membership.pk)
    if role == Role.ADMINISTRATOR and not others.exists():
        raise InputError(
            text("this is the last administrator of %(house)s.", house=membership.house.name),
            todo=text("Make somebody else administrator first."),
        )


@transaction.atomic
def end_membership(
    membership: Membership, *, by: User | None, heir: User | None = None, but: str | None = None
) -> None:
    """End a membership now: sessions end, what was in care goes to the heir or to nobody.

    ``but`` is the key of a session that stays: the one by which somebody just comes in.

    Raises ``InputError`` for the last administrator, or an heir who is not of the house.
    """
    check_last(membership)
    if heir is not None and not _is_member(heir, membership):
        raise InputError(text("who takes over must be a member of the same house."))
    for one in _BELONGINGS:
        one.move(membership.user, membership.house, heir)
    membership.until = timezone.now()
    membership.save(update_fields=["until"])
    end_sessions(membership.user, but=but)
    tell(
        "member.end",
        by=by,
        house=membership.house,
        about=membership.user.uid,
        role=membership.role,
        heir=str(heir.uid) if heir else None,
    )


def _is_member(user: User, membership: Membership) -> bool:
    found = Membership.objects.filter(user=user, house=membership.house_id, until__isnull=True)
    return user.pk != membership.user_id and found.exists()


def check_last_manager(user: User) -> None:
    """Refuse when nobody would be left who manages this install; raises ``InputError``."""
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    if user.is_superuser and not others.exists():
        raise InputError(
            text("this is the last manager of this install."),
            todo=text("Make somebody else manager first."),
        )


@transaction.atomic
def end_account(user: User, *, by: User | None, forget: bool) -> None:
    """End somebody's memberships, sessions and log-in; with ``forget`` the person goes too.

    Raises ``InputError`` for the last administrator of a house, or of the install.
    """
    check_last_manager(user)
    for membership in user.memberships.filter(until__isnull=True).select_related("house", "user"):
        end_membership(membership, by=by)
    end_sessions(user)
    user.is_active = False
    user.is_superuser = user.is_staff = False
    user.set_unusable_password()
    if forget:
        for each in _FORGETTING:
            each(user)
        _become_former(user)
    user.save()
    tell("own_account.delete", by=by, about=user.uid, forgotten=forget)


def _become_former(user: User) -> None:
    user.username = f"{FORMER}-{user.uid.hex}"
    user.name, user.email, user.language = "", "", ""
    user.reachable = False
    user.last_login = None
    user.left_at = timezone.now()
    user.groups.clear()
    user.user_permissions.clear()


@on_leaving
def _second_factor(user: Any) -> None:
    """Forget the devices of the second factor."""
    from django_otp import devices_for_user

    for device in devices_for_user(user, confirmed=None):
        device.delete()
