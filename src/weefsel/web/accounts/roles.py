"""The roles somebody can have in a house, and what a house can be.

Plain words without Django, so that the table of rights can be written into the docs.
"""

from __future__ import annotations

from enum import StrEnum

from weefsel.base.language import Text, text


class Role(StrEnum):
    """What somebody does in a house; a resident is whoever has no role there."""

    RESIDENT = "resident"
    VOLUNTEER = "volunteer"
    SOCIAL_WORKER = "social_worker"
    TEAM_LEAD = "team_lead"
    DIRECTOR = "director"
    POLICY_ADVISER = "policy_adviser"
    COUNCIL = "council"
    ADMINISTRATOR = "administrator"


class Kind(StrEnum):
    """What a house is."""

    MUNICIPALITY = "municipality"
    ORGANISATION = "organisation"


INSTALL = "install"  # who runs this Weefsel for all houses: Django's superuser
MEMBERS = tuple(role for role in Role if role is not Role.RESIDENT)

ROLE_NAMES: dict[str, Text] = {
    Role.RESIDENT: text("resident"),
    Role.VOLUNTEER: text("volunteer"),
    Role.SOCIAL_WORKER: text("social worker"),
    Role.TEAM_LEAD: text("team lead"),
    Role.DIRECTOR: text("director"),
    Role.POLICY_ADVISER: text("policy adviser"),
    Role.COUNCIL: text("council"),
    Role.ADMINISTRATOR: text("administrator"),
    INSTALL: text("install manager"),
}
KIND_NAMES: dict[str, Text] = {
    Kind.MUNICIPALITY: text("municipality"),
    Kind.ORGANISATION: text("organisation"),
}
