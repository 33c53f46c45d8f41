"""A social map as a package of the Human Services Data Specification."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from weefsel.provisions import hsds_terms as terms
from weefsel.provisions.brought import new_id
from weefsel.provisions.from_hsds import kept_of, organisation_of
from weefsel.provisions.hsds_fields import ACTIVE, Around, Values, service_columns, write
from weefsel.provisions.hsds_kept import (
    HSDS,
    LOCATION,
    OFFER,
    ORGANISATION,
    SERVICE,
    Kept,
    joined,
)
from weefsel.provisions.hsds_record import NO_PLACE, fields_of, read, without_kept
from weefsel.provisions.social_map import Offer, Record, Service, SocialMap
from weefsel.sources.hsds.package import Package

# What stays in the house: counts of visitors, and columns that nobody looked through.
_PRIVATE = ("regular_visitors", "other")
_PERSONS = ("contact", "metadata")  # tables with names of people
_PHONE_OF = ("organization_id", "service_id", "service_at_location_id", "location_id")


def to_hsds(
    found: SocialMap, *, public: bool, modified: Mapping[str, datetime] | None = None
) -> Package:
    """Give the package of a social map.

    What nobody changed goes out as it came in. ``public`` leaves out names of people, counts
    of visitors and columns without a field. ``modified`` gives when an offer last changed.
    """
    return _Writer(found, public, modified or {}).package()


def hsds_id(record: Record, table: str) -> str:
    """Give the id of a record in a package: its own when that is a UUID or came from one."""
    kept = kept_of(record.other)
    if kept is not None:
        return kept.id
    try:
        return str(UUID(record.id)) if record.id == str(UUID(record.id)) else _made(table, record)
    except ValueError:
        return _made(table, record)


def recognised(brought: SocialMap, there: SocialMap) -> SocialMap:
    """Give records that went out of a register as a package their own ids of there back."""
    renamed: dict[str, dict[str, str]] = {}
    pairs = (
        (ORGANISATION, brought.organisations, there.organisations),
        (SERVICE, brought.services, there.services),
        (LOCATION, brought.locations, there.locations),
        (OFFER, brought.offers, there.offers),
    )
    for table, new, old in pairs:
        known = {hsds_id(one, table): one.id for one in old.values()}
        renamed[table] = {one: known.get(one, one) for one in new}
    organisations, services = renamed[ORGANISATION], renamed[SERVICE]
    locations, offers = renamed[LOCATION], renamed[OFFER]
    return SocialMap(
        {one.id: one for key, each in brought.organisations.items()
         for one in [_own(each, organisations[key], {})]},
        {one.id: one for key, each in brought.services.items()
         for one in [
             _own(each, services[key], {"organisation": organisations[each.organisation]})
         ]},
        {one.id: one for key, each in brought.locations.items()
         for one in [_own(each, locations[key], {})]},
        {one.id: one for key, each in brought.offers.items()
         for one in [
             _own(each, offers[key], {
                 "service": services[each.service],
                 "location": None if each.location is None else locations[each.location],
             })
         ]},
    )  # fmt: skip


RecordT = TypeVar("RecordT", bound=Record)


def _own(record: RecordT, known: str, more: dict[str, Any]) -> RecordT:
    """Give a record its own id; what went out from here keeps nothing of its package."""
    change: dict[str, Any] = {"id": known, **more}
    if known != record.id:
        change["other"] = without_kept(record.other)
        change["outside"] = tuple(one for one in record.outside if one.source != HSDS)
    return record.model_copy(update=change)


def _made(table: str, record: Record) -> str:
    return new_id(table, record.id)


class _Writer:
    """Writes the records in the order in which they need each other."""

    def __init__(self, found: SocialMap, public: bool, modified: Mapping[str, datetime]) -> None:
        self.map, self.public, self.modified = found, public, modified
        self.organisations: dict[str, Kept] = {}
        self.locations: dict[str, Kept] = {}
        self.services: dict[str, Kept] = {}
        self.offers: list[Kept] = []

    def package(self) -> Package:
        """Give all rows."""
        for one in self.map.organisations.values():
            kept = self._record(one, ORGANISATION)
            kept.row.setdefault("name", one.name)
            if kept_of(one.other) is None:
                kept.row.setdefault("description", one.name)
            self.organisations[one.id] = kept
        for place in self.map.locations.values():
            kept = self._record(place, LOCATION)
            kept.row.setdefault("location_type", "physical")
            self.locations[place.id] = kept
        offers: dict[str, list[Offer]] = {one: [] for one in self.map.services}
        for offer in self.map.offers.values():
            offers[offer.service].append(offer)
        for service in self.map.services.values():
            self._service(service, offers[service.id])
        kept_all = [
            *self.organisations.values(), *self.services.values(),
            *self.locations.values(), *self.offers,
        ]  # fmt: skip
        package = joined(kept_all)
        return _public(package) if self.public else package

    def _service(self, service: Service, offers: list[Offer]) -> None:
        kept = self._record(service, SERVICE)
        self.services[service.id] = kept
        kept.row.setdefault("name", service.name)
        kept.row.setdefault("status", ACTIVE)
        whose = self.organisations[service.organisation]
        if whose.made and organisation_of(kept) == whose.id:
            pass  # the package said nothing of this organisation, and nobody else did
        else:
            kept.row["organization_id"] = whose.id
        wanted = [self._wanted(one, OFFER) for one in offers]
        parts = [self._around(one, kept) for one in offers]
        changed = any(
            read(row, around) != want for (row, around), want in zip(parts, wanted, strict=True)
        )
        if changed:
            service_columns(kept, wanted)
        for offer, want, (row, around) in zip(offers, wanted, parts, strict=True):
            self._offer(offer, want, row, around)
        moments = [self.modified[one.id] for one in offers if one.id in self.modified]
        if moments:
            kept.row["last_modified"] = max(moments).isoformat(timespec="seconds")

    def _around(self, offer: Offer, service: Kept) -> tuple[Kept, Around]:
        row = kept_of(offer.other) or Kept(OFFER, {"id": hsds_id(offer, OFFER)})
        place = self.locations.get(offer.location) if offer.location is not None else None
        return row, Around(service, place)

    def _offer(self, offer: Offer, want: Values, row: Kept, around: Around) -> None:
        assert around.service is not None
        known = kept_of(offer.other) is not None
        moved = not known or row.derived.get("place") != offer.location
        if row.made and not moved and read(row, around) == want:
            self.offers.append(row)  # as the package had it: nothing but a service
            return
        was_made = row.made
        row.made = False
        row.row["service_id"] = around.service.id
        if around.location is not None:
            terms.forget(row, terms.FIELD, NO_PLACE)
            row.row["location_id"] = around.location.id
        elif moved or was_made:
            self._nowhere(row)
        self._fields(row, around, want)
        self.offers.append(row)

    def _nowhere(self, row: Kept) -> None:
        """Give an offer without a place a location of no place: the specification needs one."""
        place = {"id": new_id("no place", row.id), "location_type": "virtual"}
        row.row["location_id"] = place["id"]
        row.add(LOCATION, place)
        terms.say_fact(row, NO_PLACE, True)

    def _record(self, record: Record, table: str) -> Kept:
        kept = kept_of(record.other)
        if kept is None or kept.table != table:
            kept = Kept(table, {"id": hsds_id(record, table)})
        changed = self._fields(kept, Around(), self._wanted(record, table))
        kept.made = kept.made and not changed
        return kept

    def _wanted(self, record: Record, table: str) -> Values:
        found = record.model_dump(mode="json")
        found["other"] = without_kept(record.other)
        found["outside"] = [one for one in found["outside"] if one["source"] != HSDS]
        if self.public:
            found |= {"regular_visitors": None, "other": {}}
        return {name: found[name] for name in fields_of(table)}

    def _fields(self, kept: Kept, around: Around, want: Values) -> bool:
        """Write what differs from what the rows say; give whether anything did."""
        names = fields_of(kept.table)
        if self.public:
            for name in _PRIVATE:
                terms.forget(kept, terms.FIELD, name)
        was = read(kept, around)
        changed = [name for name in names if want[name] != was[name]]
        for name in changed:
            terms.forget(kept, terms.FIELD, name)
            write(kept, name, want)
        again = read(kept, around)
        for name in names:
            if want[name] != again[name]:
                terms.say_fact(kept, name, want[name])
        return bool(changed)


def _public(package: Package) -> Package:
    """Leave out people: contacts, their telephones, who changed or assured a record."""
    rows: dict[str, tuple[Mapping[str, Any], ...]] = {}
    for table, held in package.rows.items():
        if table in _PERSONS:
            continue
        kept = held
        if table == "phone":
            kept = tuple(row for row in held if any(row.get(one) for one in _PHONE_OF))
        left = {"assurer_email", "contact_id", "attention"}
        rows[table] = tuple(
            {name: value for name, value in row.items() if name not in left} for row in kept
        )
    phones = {str(row["id"]) for row in rows.get("phone", ())}
    if "language" in rows:
        rows["language"] = tuple(
            row
            for row in rows["language"]
            if row.get("phone_id") is None or str(row["phone_id"]) in phones
        )
    return Package({table: held for table, held in rows.items() if held}, package.remarks)
