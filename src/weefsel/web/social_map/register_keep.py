"""Keep one record of the register by hand: new, changed, confirmed, published, ended, gone."""

from __future__ import annotations

import re
import unicodedata
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.provisions.social_map import ID
from weefsel.sources.area_code import FICTITIOUS, country_of
from weefsel.web.accounts.models import House
from weefsel.web.audit.log import record
from weefsel.web.choose.keeping import change, make
from weefsel.web.social_map.models import SLUG, Location, Offer, Organisation, Service
from weefsel.web.social_map.take_over import take_over

EDIT, CONFIRM, PUBLISH, REMOVE = (
    f"social_map.{one}" for one in ("edit", "confirm", "publish", "remove")
)


# Whose a kind of place is when nobody says so: else an initiative would fall under no pillar.
WHOSE = {
    "residents_initiative": "residents_initiative",
    "faith_place": "faith",
    "school": "school",
}


def new_key(kind: str) -> str:
    """Give a new id for a record."""
    found = f"{kind}-{uuid.uuid4().hex[:16]}"
    if re.match(ID, found) is None:
        raise ValueError(found)
    return found


def slug_of(name: str, municipality: str) -> str:
    """Give a short name for addresses that nothing in the municipality has yet."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    wanted = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SLUG].strip("-") or "voorziening"
    taken = set(Offer.objects.filter(municipality=municipality).values_list("slug", flat=True))
    found, count = wanted, 1
    while found in taken:
        count += 1
        end = f"-{count}"
        found = wanted[: SLUG - len(end)].rstrip("-") + end
    return found


@transaction.atomic
def begin(request: Any, house: House, said: dict[str, Any]) -> Offer:
    """Keep a new provision as a draft: its service, its offer and perhaps its organisation.

    What waits in the home folder comes in first: from the first record on the register counts.
    """
    take_over(Path(settings.WEEFSEL_HOME), house.area)
    organisation = whose(request, house, said)
    service = Service(
        key=new_key("service"),
        municipality=house.area,
        house=house,
        organisation=organisation,
        **{name: said[name] for name in ("name", "kind", "description")},
        activities=said.get("activities", []),
    )
    make(request, EDIT, service)
    offer = Offer(
        key=new_key("offer"),
        municipality=house.area,
        house=house,
        service=service,
        slug=slug_of(said["name"], house.area),
        assured_on=timezone.localdate(),
        source=house.name,
        fictitious=country_of(house.area) == FICTITIOUS,
    )
    make(request, EDIT, offer)
    return offer


def whose(request: Any, house: House, said: dict[str, Any]) -> Organisation:
    """Give the organisation that was chosen, else keep a new one."""
    if said["organisation"]:
        return Organisation.objects.get(pk=said["organisation"], municipality=house.area)
    made = Organisation(
        key=new_key("organisation"),
        municipality=house.area,
        house=house,
        name=said["new_name"],
        kind=said["new_kind"] or WHOSE.get(said["kind"], "other"),
    )
    make(request, EDIT, made)
    return made


@transaction.atomic
def put_place(request: Any, offer: Offer, seen: int, place: str, address: dict[str, Any]) -> None:
    """Link a place to an offer: a new one, one of the list, its own with other words, or none."""
    where: Location | None
    if place == "new":
        where = Location(
            key=new_key("location"), municipality=offer.municipality, house=offer.house, **address
        )
        make(request, EDIT, where)
    elif not place:
        where = None
    else:
        where = Location.objects.get(pk=place, municipality=offer.municipality)
        if where.pk == offer.location_id and where.house_id == offer.house_id:
            change(request, EDIT, where, where.version, address)
    change(request, EDIT, offer, seen, {"location": where})


def confirm(request: Any, offer: Offer) -> None:
    """Say that everything about a provision still holds today."""
    today = timezone.localdate()
    change(request, CONFIRM, offer, offer.version, {"assured_on": today})


def publish(request: Any, offer: Offer, seen: int) -> None:
    """Let everybody find it; raises ``OutdatedError`` for a version that was not looked at."""
    if offer.published_at is None:
        fields = {"published_at": timezone.now()}
        change(request, PUBLISH, offer, seen, fields, new_version=False)


def unpublish(request: Any, offer: Offer) -> None:
    """Take it back: only its house sees it."""
    change(
        request, PUBLISH, offer, offer.version, {"published_at": None},
        deed="social_map.unpublish", new_version=False,
    )  # fmt: skip


@transaction.atomic
def take_out(request: Any, offer: Offer) -> None:
    """Throw a provision away with its versions; the log keeps that it was there.

    Raises ``InputError`` for one that everybody can find: that one is taken back or ended first.
    Its service goes along when nothing else offers it.
    """
    held = Offer.objects.select_for_update().get(pk=offer.pk)
    if held.published:
        raise InputError(
            text("what is published is not thrown away."),
            todo=text("Take it back from publication first."),
        )
    service = held.service
    record(request, REMOVE, held, what={"version": held.version})
    key = held.pk
    held.delete()
    Offer.history.filter(id=key).delete()
    if not service.offers.exists() and service.house_id == offer.house_id:
        gone = service.pk
        service.delete()
        Service.history.filter(id=gone).delete()
