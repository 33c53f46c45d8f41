"""Example users of Weverdam: one per role, let in by a button, only where nothing is real.

They exist to look around with. Where one real house exists, behind a secure door, or where the
pages are served to others, there are none, and a session that was still open ends at its next
page. Everything that lets one in asks ``may_be``, at every page again.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from weefsel.example.design import design
from weefsel.web import ask
from weefsel.web.accounts.models import House, Membership, User
from weefsel.web.accounts.roles import Kind, Role
from weefsel.web.login.models import ExampleUser

PREFIX = "voorbeeld-"
MUNICIPALITY = (Kind.MUNICIPALITY, "Gemeente Weverdam", "gemeente-weverdam")
ORGANISATION = (Kind.ORGANISATION, "Welzijn Weverdam", "welzijn-weverdam")


@dataclass(frozen=True)
class Persona:
    """An example user: a role in one of the two example houses, with a plain name."""

    role: Role
    house: tuple[str, str, str]
    name: str  # Dutch, for it is a name in the database; the log-in page says it in both


PERSONAS = (
    Persona(Role.POLICY_ADVISER, MUNICIPALITY, "Voorbeeld: beleidsadviseur"),
    Persona(Role.COUNCIL, MUNICIPALITY, "Voorbeeld: raadslid"),
    Persona(Role.ADMINISTRATOR, MUNICIPALITY, "Voorbeeld: beheerder"),
    Persona(Role.DIRECTOR, ORGANISATION, "Voorbeeld: bestuurder"),
    Persona(Role.TEAM_LEAD, ORGANISATION, "Voorbeeld: teamleider"),
    Persona(Role.SOCIAL_WORKER, ORGANISATION, "Voorbeeld: sociaal werker"),
    Persona(Role.VOLUNTEER, ORGANISATION, "Voorbeeld: vrijwilliger"),
)


def may_exist() -> bool:
    """Tell whether example users may be in this install at this moment."""
    return settings.WEEFSEL_EXAMPLE_USERS and not House.objects.filter(fictitious=False).exists()


def is_example(user: User) -> bool:
    """Tell whether a user is an example."""
    return getattr(user, "example", None) is not None


def may_be(user: User) -> bool:
    """Tell whether this example user may be let in, or stay: without rights over all houses."""
    return may_exist() and not user.is_superuser and not user.is_staff


def shown() -> list[Persona]:
    """Give the example users that can log in now."""
    if not may_exist():
        return []
    held = ExampleUser.objects.filter(user__is_active=True).values_list("role", flat=True)
    there = set(held)
    return [persona for persona in PERSONAS if persona.role in there]


@transaction.atomic
def renew() -> int:
    """Make the example users where they may be, put them out of service where not.

    Gives how many are in service. Weverdam must be loaded: they are people of that town.
    """
    if not may_exist() or not _is_loaded():
        User.objects.filter(example__isnull=False).update(is_active=False)
        return 0
    for persona in PERSONAS:
        _make(persona)
    return len(PERSONAS)


def _is_loaded() -> bool:
    """Tell whether Weverdam is loaded, from the store's list alone.

    Before the server starts nothing may be computed: its workers are copies of this process,
    and a copy of one whose threads already worked waits for them for ever.
    """
    return ask.newest_division(design().country) is not None


def _make(persona: Persona) -> None:
    """Make an example user, or set it back to how it was: whatever visitors did to it."""
    kind, name, slug = persona.house
    house, _ = House.objects.get_or_create(
        slug=slug, defaults={"kind": kind, "name": name, "area": design().code, "fictitious": True}
    )
    mark = ExampleUser.objects.filter(role=persona.role).select_related("user").first()
    user = mark.user if mark else User()
    user.username = PREFIX + persona.role.replace("_", "-")
    user.name, user.email, user.reachable, user.language = persona.name, "", False, ""
    user.is_active, user.left_at = True, None
    user.set_unusable_password()
    user.save()
    if mark is None:
        ExampleUser.objects.create(user=user, role=persona.role)
    held = user.memberships.filter(until=None)
    held.exclude(house=house, role=persona.role).update(until=timezone.now())
    if not held.filter(house=house, role=persona.role).exists():
        Membership.objects.create(user=user, house=house, role=persona.role)
