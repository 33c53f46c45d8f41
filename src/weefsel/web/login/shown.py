"""What pages show of logging in: who is logged in, the example users, the provider's button."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from weefsel.base.language import Text, text
from weefsel.web.accounts.models import House, Membership, User
from weefsel.web.accounts.roles import ROLE_NAMES, Role
from weefsel.web.login import example_users

ABOUT: dict[str, Text] = {
    Role.POLICY_ADVISER: text("prepares choices and publishes them"),
    Role.COUNCIL: text("sees what is published"),
    Role.ADMINISTRATOR: text("decides who works in the house"),
    Role.DIRECTOR: text("answers for the organisation"),
    Role.TEAM_LEAD: text("works choices out with the team"),
    Role.SOCIAL_WORKER: text("works in the neighbourhood"),
    Role.VOLUNTEER: text("helps, and sees what is published"),
}
# An example user is somebody in a role; of one role the name is that of a body.
SOMEBODY: dict[str, Text] = {**ROLE_NAMES, Role.COUNCIL: text("council member")}


@dataclass(frozen=True)
class Account:
    """Who is logged in, in which house and role."""

    name: str
    house: House | None
    role: str
    example: bool
    others: tuple[Membership, ...]


def account(request: HttpRequest) -> Account | None:
    """Give who is logged in, none for who has no session."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    membership = getattr(request, "membership", None)
    held = getattr(request, "memberships", ())
    return Account(
        name=name_of(user),
        house=membership.house if membership else None,
        role=words(membership.role) if membership else "",
        example=example_users.is_example(user),
        others=tuple(one for one in held if membership and one.pk != membership.pk),
    )


def name_of(user: User) -> str:
    """Give what somebody is called; an example user by its role, in the language of the page."""
    mark = getattr(user, "example", None)
    if mark is None:
        return user.get_short_name()
    return _("Example: %(role)s") % {"role": _somebody(mark.role)}


def _somebody(role: str) -> str:
    return SOMEBODY[role].render(get_language() or "nl")


def words(role: str) -> str:
    """Give the words of a role."""
    return ROLE_NAMES[role].render(get_language() or "nl")


@dataclass(frozen=True)
class ExampleShown:
    """A button of an example user."""

    role: str
    name: str
    about: str


@dataclass(frozen=True)
class ExampleGroup:
    """The example users of a house."""

    house: str
    users: tuple[ExampleShown, ...]


def examples() -> list[ExampleGroup]:
    """Give the example users a house, none where they may not be."""
    found: dict[str, list[ExampleShown]] = {}
    lang = get_language() or "nl"
    for persona in example_users.shown():
        one = ExampleShown(persona.role, _somebody(persona.role), ABOUT[persona.role].render(lang))
        found.setdefault(persona.house[1], []).append(one)
    return [ExampleGroup(house, tuple(users)) for house, users in found.items()]


def provider_shown() -> dict[str, str] | None:
    """Give the button to the provider, none when no provider is set."""
    provider = settings.IDENTITY_PROVIDER
    if provider is None:
        return None
    return {"name": provider.name or _("the account of your organisation")}
