"""A package of the Human Services Data Specification as a social map."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.provisions.brought import Brought, new_id, own_slug
from weefsel.provisions.hsds_fields import Around, Values
from weefsel.provisions.hsds_kept import (
    HSDS,
    LOCATION,
    OFFER,
    ORGANISATION,
    SERVICE,
    Kept,
    divided,
)
from weefsel.provisions.hsds_record import NO_PLACE, read
from weefsel.provisions.hsds_terms import facts
from weefsel.provisions.social_map import (
    ID,
    Location,
    Offer,
    Organisation,
    Outside,
    Service,
    SocialMap,
)
from weefsel.sources.hsds.package import Package

_ID = re.compile(ID)
_MOST = 120  # signs of an id at its source


def from_hsds(
    package: Package, *, municipality: str, on: date, source: str = "", fictitious: bool = False
) -> Brought:
    """Give the social map of a package, every offer of it in one municipality.

    A service without a location becomes an offer without one; what the map has no field for
    stays with its record. A service that is no longer given ended on the day it says, else on
    ``on``. Raises ``InputError`` when the package has no organisation and no service.
    """
    kept = divided(package)
    if not kept[ORGANISATION] and not kept[SERVICE]:
        raise InputError(
            text("this package has neither organisations nor services."),
            where=source,
            todo=text("Bring services.csv, organizations.csv and what belongs to them."),
        )
    made = _Maker(kept, municipality, on, source, fictitious)
    return Brought(
        made.map(), form=HSDS, source=source, remarks=(*package.remarks, *made.remarks())
    )


class _Maker:
    """Makes the records, and counts what was noticed."""

    def __init__(
        self,
        kept: dict[str, dict[str, Kept]],
        municipality: str,
        on: date,
        source: str,
        fictitious: bool,
    ) -> None:
        self.kept, self.municipality, self.on = kept, municipality, on
        self.source, self.fictitious = source, fictitious
        self.slugs: set[str] = set()
        self.without_kind = self.without_place = self.ended = self.loose = 0
        self.nowhere: set[str] = set()

    def map(self) -> SocialMap:
        """Make the four kinds of record, each under its own id."""
        self._complete()
        around = Around()
        organisations = {
            key(one.id): Organisation(**self._record(one, read(one, around)))
            for one in self.kept[ORGANISATION].values()
        }
        locations = {
            key(one.id): Location(**self._record(one, read(one, around)))
            for one in self.kept[LOCATION].values()
        }
        services = {}
        for one in self.kept[SERVICE].values():
            values = read(one, around)
            self.without_kind += not values["kind"]
            services[key(one.id)] = Service(
                **self._record(one, values), organisation=key(organisation_of(one))
            )
        offers = {key(one.id): self._offer(one) for one in self.kept[OFFER].values()}
        used = {one.location for one in offers.values()}
        for one in self.kept[LOCATION].values():
            if one.id in self.nowhere and key(one.id) not in used:
                del locations[key(one.id)]
        return SocialMap(organisations, services, locations, offers)

    def _complete(self) -> None:
        """Add the organisations and offers that the package takes for granted."""
        for service in self.kept[SERVICE].values():
            if str(service.row.get("organization_id") or "") not in self.kept[ORGANISATION]:
                made = new_id("organisation of", service.id)
                row = {"id": made, "name": service.row.get("name") or "-"}
                self.kept[ORGANISATION][made] = Kept(ORGANISATION, row, made=True)
                service.derived["organisation"] = made
        offered = {str(one.row.get("service_id")) for one in self.kept[OFFER].values()}
        loose = [
            known
            for known, one in self.kept[OFFER].items()
            if str(one.row.get("service_id")) not in self.kept[SERVICE]
        ]
        for known in loose:
            del self.kept[OFFER][known]  # without a service there is nothing to show
        self.loose = len(loose)
        for service in self.kept[SERVICE].values():
            if service.id not in offered:
                made = new_id("offer of", service.id)
                row = {"id": made, "service_id": service.id}
                self.kept[OFFER][made] = Kept(OFFER, row, made=True)

    def _offer(self, one: Kept) -> Offer:
        service = self.kept[SERVICE][str(one.row["service_id"])]
        place = self.kept[LOCATION].get(str(one.row.get("location_id")))
        if place is not None and NO_PLACE in facts(one):
            self.nowhere.add(place.id)
            one.rows[LOCATION] = [(place.at, place.row)]
            place = None
        one.derived = {
            "municipality": self.municipality,
            "source": self.source,
            "fictitious": self.fictitious,
            "day": self.on.isoformat(),
            "place": None if place is None else key(place.id),
        }
        values = read(one, Around(service, place))
        said = values["slug"] if "slug" in facts(one) else str(service.row.get("name") or "")
        values["slug"] = one.derived["slug"] = own_slug(self.slugs, said)
        values |= {"municipality": self.municipality, "fictitious": self.fictitious}
        self.slugs.add(values["slug"])
        self.without_place += place is None
        self.ended += values["ends_on"] is not None
        return Offer(
            **self._record(one, values), service=key(service.id), location=one.derived["place"]
        )

    def _record(self, one: Kept, values: Values) -> dict[str, Any]:
        known = key(one.id)
        outside = [Outside(**each) for each in values.pop("outside")]
        if known != one.id:
            outside.append(Outside(source=HSDS, id=one.id[:_MOST]))
        other = values.pop("other")
        return {
            **values,
            "id": known,
            "outside": tuple(outside),
            "other": {**other, HSDS: one.written()},
        }

    def remarks(self) -> list[Text]:
        """Say what whoever brings this must look at."""
        said = []
        if self.without_kind:
            said.append(
                text("services without a kind: %(count)s. Give them one.", count=self.without_kind)
            )
        if self.without_place:
            said.append(
                text(
                    "services without a place where one can go: %(count)s.",
                    count=self.without_place,
                )
            )
        if self.loose:
            said.append(
                text("places that name no service, left out: %(count)s.", count=self.loose)
            )
        if self.ended:
            said.append(text("no longer offered, so not shown: %(count)s.", count=self.ended))
        return said


def organisation_of(service: Kept) -> str:
    """Give the id of the organisation of a service: as it says, else the one made for it."""
    return str(service.derived.get("organisation") or service.row.get("organization_id"))


def key(found: str) -> str:
    """Give the id of a record by its id in a package: the same where that can be."""
    return found if _ID.fullmatch(found) else new_id(HSDS, found)


def kept_of(other: Mapping[str, Any]) -> Kept | None:
    """Give what a record keeps of a package; none when it never was in one."""
    try:
        return Kept.read(other[HSDS])
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
