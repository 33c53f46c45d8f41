"""From the documents of the social map to rows of the database and back."""

from __future__ import annotations

from typing import Any

from weefsel.provisions import social_map as documents
from weefsel.web.social_map.models import Location, Offer, Organisation, Service

SHARED = ("outside", "other")
FIELDS: dict[type, tuple[str, ...]] = {
    model: tuple(name for name in document.model_fields if name not in {"id", *left_out})
    for model, document, left_out in (
        (Organisation, documents.Organisation, ()),
        (Location, documents.Location, ()),
        (Service, documents.Service, ("organisation",)),
        (Offer, documents.Offer, ("service", "location", "municipality")),
    )
}
DOCUMENTS: dict[type, type[documents.Record]] = {
    Organisation: documents.Organisation,
    Location: documents.Location,
    Service: documents.Service,
    Offer: documents.Offer,
}


def plain(model: type, document: documents.Record) -> dict[str, Any]:
    """Give the fields of a row from a document: lists and dates as the database holds them."""
    said = document.model_dump(mode="json")
    found: dict[str, Any] = {}
    for name in FIELDS[model]:
        value = getattr(document, name)
        found[name] = said[name] if isinstance(value, tuple | dict) else value
    return found


def _fields(row: Any) -> dict[str, Any]:
    return {"id": row.key, **{name: getattr(row, name) for name in FIELDS[type(row)]}}


def organisation(row: Organisation) -> documents.Organisation:
    """Give an organisation as a document."""
    return documents.Organisation.model_validate(_fields(row))


def location(row: Location) -> documents.Location:
    """Give a location as a document."""
    return documents.Location.model_validate(_fields(row))


def service(row: Service, organisation_key: str) -> documents.Service:
    """Give a service as a document."""
    return documents.Service.model_validate({**_fields(row), "organisation": organisation_key})


def offer(row: Offer, service_key: str, location_key: str | None) -> documents.Offer:
    """Give an offer as a document."""
    more = {"service": service_key, "location": location_key, "municipality": row.municipality}
    return documents.Offer.model_validate({**_fields(row), **more})


def entry(row: Offer) -> documents.Entry:
    """Give one offer with what belongs to it; best with all of it selected along."""
    whose, where = row.service.organisation, row.location
    return documents.Entry(
        offer=offer(row, row.service.key, None if where is None else where.key),
        service=service(row.service, whose.key),
        organisation=organisation(whose),
        location=None if where is None else location(where),
    )
