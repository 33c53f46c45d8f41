"""Places of another source, such as OpenStreetMap or DUO, as a social map."""

from __future__ import annotations

from typing import Any

from weefsel.base.language import Text, text
from weefsel.provisions.brought import Brought, new_id, own_slug, web_address
from weefsel.provisions.hsds_record import clean
from weefsel.provisions.place_kind import place_kinds
from weefsel.provisions.social_map import (
    Location,
    Offer,
    Organisation,
    Outside,
    Service,
    SocialMap,
)
from weefsel.sources.area_code import FICTITIOUS, country_of
from weefsel.sources.places import Place, Places


def from_places(found: Places, *, municipality: str, form: str) -> Brought:
    """Give each place as a service of its operator at its own location.

    Places that the source puts in another municipality are left out, and that is said.
    """
    here = [one for one in found.places if one.municipality in ("", municipality)]
    remarks: list[Text] = list(found.remarks)
    elsewhere = len(found.places) - len(here)
    if elsewhere:
        remarks.append(
            text("places in another municipality, left out: %(count)s.", count=elsewhere)
        )
    organisations: dict[str, Organisation] = {}
    services: dict[str, Service] = {}
    locations: dict[str, Location] = {}
    offers: dict[str, Offer] = {}
    slugs: set[str] = set()
    fictitious = country_of(municipality) == FICTITIOUS
    for place in here:
        key = new_id(place.source, place.id)
        if key in services:
            continue
        organisation = _organisation(place, municipality)
        organisations.setdefault(organisation.id, organisation)
        whose = (Outside(source=place.source, id=place.id[:120]),)
        services[key] = Service(
            id=key,
            organisation=organisation.id,
            outside=whose,
            **_known(
                "service", name=place.name, description=place.description, kind=place.kind,
                activities=place_kinds()[place.kind].activities, free=place.free,
            ),
            other={place.source: place.tags} if place.tags else {},
        )  # fmt: skip
        locations[key] = Location(
            id=key,
            outside=whose,
            **_known(
                "location", street=place.street, number=place.number, postcode=place.postcode,
                town=place.town, longitude=place.longitude, latitude=place.latitude,
                wheelchair=place.wheelchair,
            ),
        )  # fmt: skip
        slug = own_slug(slugs, place.name)
        slugs.add(slug)
        offers[key] = Offer(
            id=key,
            outside=whose,
            service=key,
            location=key,
            **_known(
                "service_at_location", slug=slug, municipality=municipality,
                opening=[vars(one) for one in place.opening], opening_words=place.opening_words,
                phone=place.phone, email=place.email, website=web_address(place.website),
                assured_on=place.assured_on, source=found.source, source_url=place.url,
                fictitious=fictitious,
            ),
        )  # fmt: skip
    return Brought(
        SocialMap(organisations, services, locations, offers),
        form=form,
        source=found.source,
        source_url=found.url,
        attribution=found.attribution,
        licence=found.licence,
        remarks=tuple(remarks),
    )


def _organisation(place: Place, municipality: str) -> Organisation:
    """Give who runs a place: its operator, else an organisation of the same name."""
    named = place.operator or place.name
    own = () if place.operator else (place.id,)
    return Organisation(
        id=new_id(place.source, "organisation", municipality, named, *own),
        **_known("organization", name=named, kind=place.operator_kind or "other"),
    )


def _known(table: str, **values: Any) -> dict[str, Any]:
    """Give what a record has room for of these values."""
    cleaned = clean(table, dict(values))
    return {name: value for name, value in cleaned.items() if name in values}
