"""The doors of the social map: provisions, remarks about them, searches for the best place."""

from __future__ import annotations

import uuid
from typing import Any

from web.rights_doors import At, Shelf

LIST = "/sociale-kaart/"


def _municipality(house: Any) -> Any:
    house.area, house.fictitious = "GM9990", True
    house.save()
    return house


def offer_of(house: Any, **given: Any) -> Any:
    """Make a draft of a provision with all that belongs to it."""
    from weefsel.web.social_map.models import Location, Offer, Organisation, Service

    mark = uuid.uuid4().hex[:12]
    own = {"house": _municipality(house), "municipality": "GM9990"}
    whose = Organisation.objects.create(key=f"o{mark}", name=f"Club {mark}", **own)
    where = Location.objects.create(key=f"l{mark}", street=f"Straat {mark}", **own)
    what = Service.objects.create(
        key=f"s{mark}", name=f"Huiskamer {mark}", organisation=whose, kind="meeting_group", **own
    )
    return Offer.objects.create(
        key=f"f{mark}", slug=f"huiskamer-{mark}", service=what, location=where,
        fictitious=True, **own, **given,
    )  # fmt: skip


def _publish(offer: Any) -> Any:
    from django.utils import timezone

    offer.published_at = timezone.now()
    offer.save()
    return offer


def _remark(house: Any) -> Any:
    from weefsel.web.social_map.models import Remark

    return Remark.objects.create(
        offer=offer_of(house), kind="closed", words=f"Dicht {uuid.uuid4().hex}"
    )


STEPS = ("wat", "waar", "wanneer", "voor-wie", "hoeveel", "contact")
SHELVES = [
    Shelf(
        "social_map",
        make=offer_of,
        opens=lambda one: [
            At("social_map.confirm", f"{LIST}{one.pk}/"),
            At("social_map.confirm", f"{LIST}{one.pk}/klopt/", "post", {}),
            *(At("social_map.edit", f"{LIST}{one.pk}/{step}/") for step in STEPS),
            At("social_map.edit", f"{LIST}organisatie/{one.service.organisation_id}/"),
            At("social_map.publish", f"{LIST}{one.pk}/publiceren/", "post", {"seen": "1"}),
            At("social_map.publish", f"{LIST}{one.pk}/terughalen/", "post", {}),
            At("social_map.remove", f"{LIST}{one.pk}/stoppen/"),
        ],
        lists=lambda one: [
            At("social_map.confirm", LIST),
            At("social_map.see", "/api/v1/municipalities/GM9990/provisions?pageSize=500"),
        ],
        secrets=lambda one: [one.service.name, one.service.organisation.name],
        publish=_publish,
    ),
    Shelf(
        "remark",
        make=_remark,
        opens=lambda one: [
            At("remark.answer", f"{LIST}meldingen/{one.pk}/"),
        ],
        lists=lambda one: [At("remark.answer", f"{LIST}{one.offer_id}/")],
        secrets=lambda one: [one.words],
    ),
]
