"""The social map of one municipality as a file in the home folder, and the old TOML register.

``weefsel example`` writes Weverdam here. The pages read the file as long as their database
holds nothing of the municipality, and take it over once.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Final, Literal

from pydantic import Field

from weefsel.base.document import Document, check
from weefsel.base.durable import write_durably
from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.provisions import old_register
from weefsel.provisions.social_map import Location, Offer, Organisation, Service, SocialMap
from weefsel.sources.area_code import FICTITIOUS, country_of

FOLDER = "provisions"
SCHEMA: Final = "weefsel.social_map/1"


class MapFile(Document):
    """All records of a municipality.

    ``counted_from`` is the day from which the days of confirming count: whoever takes the file
    over moves them along with it. ``houses`` names the house of an organisation, by its id.
    """

    schema_id: Literal["weefsel.social_map/1"] = Field(alias="schema")
    municipality: str = Field(pattern=r"^GM\d{4}$")
    counted_from: date | None = None
    houses: dict[str, str] = Field(default_factory=dict)
    organisations: tuple[Organisation, ...] = ()
    services: tuple[Service, ...] = ()
    locations: tuple[Location, ...] = ()
    offers: tuple[Offer, ...] = ()

    def mark(self) -> str:
        """Give a mark of what it holds: the same content, the same mark."""
        return hashlib.sha256(_json(self).encode("utf-8")).hexdigest()[:16]

    def social_map(self, today: date | None = None) -> SocialMap:
        """Give its records by id; days of confirming moved along to ``today``."""
        moved = timedelta(0)
        if today is not None and self.counted_from is not None:
            moved = today - self.counted_from
        return SocialMap(
            organisations={one.id: one for one in self.organisations},
            services={one.id: one for one in self.services},
            locations={one.id: one for one in self.locations},
            offers={one.id: _moved(one, moved) for one in self.offers},
        )


def _moved(offer: Offer, by: timedelta) -> Offer:
    if offer.assured_on is None or not by:
        return offer
    return offer.model_copy(update={"assured_on": offer.assured_on + by})


def path_of(home: Path, municipality: str) -> Path:
    """Give the file of a municipality."""
    return home / FOLDER / f"{municipality}.json"


def read(home: Path, municipality: str) -> MapFile | None:
    """Give the map of a municipality in the home folder, also of the old TOML, else none.

    Raises ``InputError`` that names the file and the key that is wrong.
    """
    path = path_of(home, municipality)
    if not path.exists():
        old = old_register.read(home, municipality)
        return _of_old(municipality, old) if old else None
    try:
        record = json.loads(path.read_bytes())
    except ValueError as fault:
        raise InputError(
            text("this is no JSON that can be read."),
            where=path.name,
            todo=text("Make it anew, or put back a copy of it."),
        ) from fault
    found = check(MapFile, record, path.name)
    verify(municipality, found.social_map(), path.name)
    return found


def write(home: Path, held: MapFile) -> bool:
    """Write the map of a municipality in one step; give whether the file changed."""
    path = path_of(home, held.municipality)
    verify(held.municipality, held.social_map(), path.name)
    data = (_json(held) + "\n").encode("utf-8")
    if path.exists() and path.read_bytes() == data:
        return False
    write_durably(path, data)
    return True


def waiting(home: Path) -> list[str]:
    """Give the municipalities of which the home folder has a map, by code."""
    folder = home / FOLDER
    if not folder.is_dir():
        return []
    return sorted({one.stem for one in folder.iterdir() if one.suffix in {".json", ".toml"}})


def verify(municipality: str, held: SocialMap, where: str) -> None:
    """Refuse what cannot stand together.

    Raises ``InputError`` that names the file and the record: an id that is not there, a slug
    that is there twice, an offer of elsewhere, a real one among the made up.
    """
    made_up = country_of(municipality) == FICTITIOUS
    slugs: set[str] = set()
    for service in held.services.values():
        _there(held.organisations, service.organisation, f"{where}, {service.id}")
    for offer in held.offers.values():
        place = f"{where}, {offer.id}"
        _there(held.services, offer.service, place)
        if offer.location is not None:
            _there(held.locations, offer.location, place)
        if offer.slug in slugs:
            raise InputError(
                text("the short name '%(slug)s' is there twice.", slug=offer.slug),
                where=place,
                todo=text("Give each provision its own short name."),
            )
        slugs.add(offer.slug)
        if offer.municipality != municipality:
            raise InputError(
                text("it belongs to %(code)s.", code=offer.municipality),
                where=place,
                todo=text("Bring the provisions of one municipality at a time."),
            )
        if offer.fictitious != made_up:
            raise InputError(
                text("real and fictitious provisions cannot stand together."),
                where=place,
                todo=text("Keep fictitious provisions in a fictitious municipality."),
            )


def _there(records: object, key: str, where: str) -> None:
    if key not in records:  # type: ignore[operator]
        raise InputError(
            text("it names '%(id)s', which is not there.", id=key),
            where=where,
            todo=text("Add the record with that id, or correct the id."),
        )


def _json(held: MapFile) -> str:
    """Write it as JSON, without what is empty or unknown."""
    said = held.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return json.dumps(said, ensure_ascii=False, indent=1)


def _of_old(municipality: str, old: tuple[old_register.Provision, ...]) -> MapFile:
    """Make the four records of each provision of the old register; ids stay."""
    return MapFile(
        schema=SCHEMA,
        municipality=municipality,
        organisations=tuple(Organisation(id=one.id, name=one.name) for one in old),
        services=tuple(
            Service(
                id=one.id,
                organisation=one.id,
                name=one.name,
                kind=one.kind,
                activities=one.activities,
                way_in="open" if one.access_without_referral else "referral",
                financiers=(one.funder,),
            )
            for one in old
        ),
        locations=tuple(
            Location(
                id=one.id,
                longitude=one.longitude,
                latitude=one.latitude,
                neighbourhood=one.neighbourhood,
            )
            for one in old
        ),
        offers=tuple(_old_offer(municipality, one) for one in old),
    )


def _old_offer(municipality: str, one: old_register.Provision) -> Offer:
    return Offer(
        id=one.id,
        service=one.id,
        location=one.id,
        slug=one.id,
        municipality=municipality,
        other={"opening_hours_per_week": one.opening_hours_per_week},
        regular_visitors=one.regular_visitors,
        cost_eur_per_year=one.own_cost_eur_per_year,
        price_year=one.price_year,
        source=one.source,
        fictitious=one.fictitious,
    )
