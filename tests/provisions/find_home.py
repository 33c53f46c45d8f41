"""A small social map to search in: one provision of each kind, and what a test adds."""

from __future__ import annotations

from functools import cache
from typing import Any

from weefsel.provisions.everyday import everyday_words
from weefsel.provisions.find_index import ProvisionIndex
from weefsel.provisions.place_kind import place_kinds
from weefsel.provisions.social_map import Entry, Location, Offer, Organisation, Service

LONGITUDE, LATITUDE = 5.0, 52.0
STEP = 0.01  # degrees of longitude between two provisions


def entry(at: int, name: str, kind: str, **given: Any) -> Entry:
    """Make the provision of a number; fields of service, location and offer by their names."""
    service = {key: given.pop(key) for key in list(given) if key in Service.model_fields}
    place = {key: given.pop(key) for key in list(given) if key in Location.model_fields}
    place = {"longitude": LONGITUDE + STEP * at, "latitude": LATITUDE} | place
    slug = f"p-{at}"
    return Entry(
        Offer(id=slug, service=slug, location=slug, slug=slug, municipality="GM9990", **given),
        Service(id=slug, organisation="o", name=name, kind=kind, **service),
        Organisation(id="o", name="Stichting Draad", kind="professional"),
        Location(id=slug, **place),
    )


def index_of(*entries: Entry) -> ProvisionIndex:
    """Make an index of some provisions."""
    return ProvisionIndex(entries, everyday_words(), place_kinds())


@cache
def one_of_each() -> ProvisionIndex:
    """Give an index with one provision of each kind, with a name that tells nothing."""
    return index_of(
        *(
            entry(number, f"De {chr(65 + number % 26)}{number}", kind, activities=one.activities)
            for number, (kind, one) in enumerate(place_kinds().items())
        )
    )
