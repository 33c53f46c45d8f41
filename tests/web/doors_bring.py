"""The doors of bringing files with provisions, and of pairs that may be one."""

from __future__ import annotations

import uuid
from typing import Any

from web.doors_social_map import offer_of
from web.rights_doors import At, Shelf

BRING, DOUBLE = "/sociale-kaart/brengen/", "/sociale-kaart/dubbel/"


def _draft(house: Any) -> Any:
    from weefsel.web.social_map.bring_pages import packed
    from weefsel.web.social_map.models import Draft

    offer_of(house)  # gives the house its municipality
    name = f"lijst-{uuid.uuid4().hex}.csv"
    content = packed({name: b"Naam;Soort\nBieb;bibliotheek\n"})
    return Draft.objects.create(
        house=house, file_name=name, content=content, municipality="GM9990", form="table"
    )


def _pairing(house: Any) -> Any:
    from weefsel.web.social_map.models import Pairing

    first, second = offer_of(house), offer_of(house)
    return Pairing.objects.create(
        house=house, municipality="GM9990", first=first.key, second=second.key,
        decision="different", reason=f"Reden {uuid.uuid4().hex}",
    )  # fmt: skip


SHELVES = [
    Shelf(
        "social_map",
        make=_draft,
        opens=lambda one: [
            At("social_map.bring", f"{BRING}{one.pk}/"),
            At("social_map.bring", f"{BRING}{one.pk}/kolommen/"),
            At("social_map.bring", f"{BRING}{one.pk}/fouten/"),
            At("social_map.bring", f"{BRING}{one.pk}/opslaan/", "post", {}),
            At("social_map.bring", f"{BRING}{one.pk}/weggooien/", "post", {}),
        ],
        lists=lambda one: [At("social_map.bring", BRING)],
        secrets=lambda one: [one.file_name],
    ),
    Shelf(
        "social_map",
        make=_pairing,
        opens=lambda one: [
            At("social_map.merge", f"{DOUBLE}{one.pk}/terugdraaien/", "post", {}),
        ],
        lists=lambda one: [At("social_map.merge", DOUBLE)],
        secrets=lambda one: [one.reason],
    ),
]
