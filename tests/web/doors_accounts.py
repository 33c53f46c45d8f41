"""The doors of houses themselves: members and invitations."""

from __future__ import annotations

import uuid
from typing import Any

from web.rights_doors import At, Shelf


def _member(house: Any) -> Any:
    from weefsel.web.accounts.models import Membership, User

    name = f"Lid {uuid.uuid4().hex}"
    user = User.objects.create_user(f"lid-{uuid.uuid4().hex}", name=name)
    return Membership.objects.create(user=user, house=house, role="volunteer")


def _invitation(house: Any) -> Any:
    from weefsel.web.accounts.models import Invitation, User

    by = User.objects.create_user(f"maker-{uuid.uuid4().hex}", name=f"Maker {uuid.uuid4().hex}")
    return Invitation.make(house, "council", by)[0]


def _members(house: Any) -> str:
    return f"/huis/{house.slug}/leden/"


SHELVES = [
    Shelf(
        "member",
        make=_member,
        opens=lambda one: [
            At("member.see", _members(one.house)),
            At("member.see", f"/en/house/{one.house.slug}/members/"),
            At("member.change", f"{_members(one.house)}{one.pk}/rol/"),
            At(
                "member.change", f"{_members(one.house)}{one.pk}/rol/", "post", {"role": "council"}
            ),
            At("member.end", f"{_members(one.house)}{one.pk}/einde/"),
            At("member.end", f"{_members(one.house)}{one.pk}/einde/", "post", {"heir": ""}),
            At("member.reset_factor", f"{_members(one.house)}{one.pk}/tweede-stap/"),
            At("member.reset_factor", f"{_members(one.house)}{one.pk}/tweede-stap/", "post"),
        ],
        lists=lambda one: [At("rights.see", "/mijn-account/"), At("rights.see", "/waarom/")],
        secrets=lambda one: [one.user.name, one.user.username],
    ),
    Shelf(
        "invitation",
        make=_invitation,
        opens=lambda one: [
            At(
                "invitation.make", f"{_members(one.house)}uitnodigen/", "post", {"role": "council"}
            ),
            At(
                "invitation.make",
                f"/huis/{one.house.slug}/uitnodigingen/{one.pk}/intrekken/",
                "post",
            ),
        ],
        lists=lambda one: [At("member.see", _members(one.house))],
        secrets=lambda one: [one.made_by.name],
    ),
]
