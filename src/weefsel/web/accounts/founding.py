"""What only who runs the install does: make houses, name managers, find somebody."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from weefsel.base.errors import InputError, NotFoundError
from weefsel.base.language import text
from weefsel.sources.area_code import FICTITIOUS, country_of
from weefsel.web.accounts.happened import tell
from weefsel.web.accounts.models import House, Invitation, Kind, Membership, User
from weefsel.web.accounts.roles import MEMBERS


def make_house(name: str, kind: str, area: str = "") -> House:
    """Make a house; raises ``InputError`` when it cannot be."""
    slug = slugify(name)[:60]
    if kind not in set(Kind):
        raise InputError(
            text("'%(kind)s' is not a kind of house.", kind=kind),
            where="--kind",
            todo=text("Use municipality or organisation."),
        )
    if not slug or len(name) > House._meta.get_field("name").max_length:
        raise InputError(text("this cannot be the name of a house."), where=name[:80])
    if House.objects.filter(slug=slug).exists():
        raise InputError(text("there is already a house of this name."), where=name)
    house = House(name=name.strip(), kind=kind, slug=slug, area=area)
    try:
        house.full_clean()
    except ValidationError as fault:
        raise InputError(
            text("this is not the code of a municipality."),
            where=area,
            todo=text("Write it as GM and four digits: GM0164."),
        ) from fault
    house.fictitious = bool(area) and country_of(area) == FICTITIOUS
    house.save()
    tell("house.make", by=None, house=house, kind=kind, area=area)
    return house


def find_house(name: str) -> House:
    """Give a house by its name or the short name in its addresses; raises ``NotFoundError``."""
    found = House.objects.filter(slug=name).first() or House.objects.filter(name=name).first()
    if found is None:
        raise NotFoundError(
            text("there is no house of this name."),
            where=name,
            todo=text("Look with: weefsel account list."),
        )
    return found


def find_user(username: str) -> User:
    """Give somebody by the name to log in with; raises ``NotFoundError``."""
    try:
        return User.objects.get_by_natural_key(username)
    except User.DoesNotExist as fault:
        raise NotFoundError(
            text("nobody logs in with this name."),
            where=username[:80],
            todo=text("Look with: weefsel account list."),
        ) from fault


def invite(house: House, role: str) -> tuple[Invitation, str]:
    """Make an invitation from the command; raises ``InputError`` for what is no role."""
    if role not in set(MEMBERS):
        raise InputError(
            text("'%(role)s' is not a role in a house.", role=role),
            where="--role",
            todo=text("Use one of: %(roles)s.", roles=", ".join(MEMBERS)),
        )
    made, token = Invitation.make(house, role, None)
    tell("invitation.make", by=None, house=house, role=role, invitation=str(made.pk))
    return made, token


@transaction.atomic
def set_manager(user: User, on: bool) -> None:
    """Make somebody manager of this install, or no longer; raises ``InputError`` for the last."""
    from weefsel.web.accounts.leaving import check_last_manager
    from weefsel.web.accounts.sessions import end_sessions

    if not user.is_active:
        raise InputError(text("this account has ended."), where=user.username)
    if not on:
        check_last_manager(user)
    user.is_superuser = on
    user.save(update_fields=["is_superuser"])
    end_sessions(user)
    tell("member.change", by=None, about=user.uid, manager=on)


@transaction.atomic
def reset_factor(user: User) -> bool:
    """Take away somebody's second factor and end the sessions; give whether there was one."""
    from weefsel.web.accounts.sessions import end_sessions
    from weefsel.web.login import second_factor

    had = second_factor.reset(user)
    end_sessions(user)
    tell("member.reset_factor", by=None, about=user.uid, had=had)
    return had


def listed() -> list[tuple[House, list[Membership]]]:
    """Give every house with who is in it now: two queries."""
    held = Membership.objects.filter(until__isnull=True).select_related("user")
    by_house: dict[object, list[Membership]] = {}
    for one in held:
        by_house.setdefault(one.house_id, []).append(one)
    return [(house, by_house.get(house.pk, [])) for house in House.objects.all()]


def without_house() -> list[User]:
    """Give who has an account and is in no house now."""
    open_ones = Membership.objects.filter(until__isnull=True).values("user")
    return list(User.objects.filter(is_active=True).exclude(pk__in=open_ones).order_by("username"))
