"""A list of provisions in a spreadsheet as a social map, or every fault by row and column."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.provisions import cells
from weefsel.provisions.brought import Brought, Mapped, new_id, own_slug, web_address
from weefsel.provisions.columns import DAYS, FIELDS, SKIP, Columns, kind_of
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
from weefsel.sources.area_code import FICTITIOUS, SHAPES, country_of, municipality_of
from weefsel.sources.hsds.package import BrokenPackageError, Fault
from weefsel.sources.local_grid import Grid

TABLE = "table"
_SHOWN = 60
# How a cell of a field is read, and what is said when it cannot be.
_READ: dict[str, tuple[Callable[[str], Any], Text]] = {
    "postcode": (cells.postcode, text("this is no Dutch postcode, such as 7551 AB.")),
    "longitude": (cells.degrees, text("this is no number of degrees, such as 6.79.")),
    "latitude": (cells.degrees, text("this is no number of degrees, such as 52.26.")),
    "x": (cells.number, text("this is no number.")),
    "y": (cells.number, text("this is no number.")),
    "website": (web_address, text("this is no web address.")),
    "source_url": (web_address, text("this is no web address.")),
    "email": (cells.email, text("this is no e-mail address.")),
    "free": (cells.yes_no, text("write yes or no.")),
    "wheelchair": (cells.yes_no, text("write yes or no.")),
    "languages": (cells.languages, text("this is no language we know; use its code, such as nl.")),
    "activities": (
        lambda said: cells.coded("activities", said), text("use the codes A1 to A10.")
    ),
    "groups": (lambda said: cells.coded("groups", said), text("use the codes G1 to G9.")),
    "way_in": (
        lambda said: cells.meaning("way_in", said),
        text("use one of these: walk-in, appointment, referral."),
    ),
    "statutory": (
        lambda said: cells.meaning("statutory", said), text("use one of these: yes, no, partly.")
    ),
    "organisation_kind": (
        lambda said: cells.meaning("organisation_kind", said),
        text("this is no kind of organisation we know."),
    ),
    "capacity": (cells.number, text("this is no number.")),
    "free_places": (cells.number, text("this is no number.")),
    "regular_visitors": (cells.number, text("this is no number.")),
    "cost_eur_per_year": (cells.number, text("this is no number.")),
    "price_year": (cells.number, text("this is no year.")),
    "pillar": (cells.number, text("a pillar is 1, 2 or 3.")),
    "assured_on": (cells.day, text("this is no date, such as 2026-05-01 or 1-5-2026.")),
}  # fmt: skip
_WHOLE = frozenset({"free_places", "regular_visitors", "price_year", "pillar"})
_LISTS = frozenset({"specialisms", "financiers"})
_SERVICE = (
    "description", "activities", "groups", "specialisms", "pillar", "free", "cost", "languages",
    "way_in", "statutory", "legal_ground", "financiers", "iv3",
)  # fmt: skip
_LOCATION = (
    "street", "number", "postcode", "town", "longitude", "latitude", "neighbourhood",
    "wheelchair", "accessibility",
)  # fmt: skip
_OFFER = (
    "opening", "opening_words", "capacity", "capacity_unit", "free_places", "regular_visitors",
    "cost_eur_per_year", "price_year", "website", "email", "phone", "assured_on", "source",
    "source_url",
)  # fmt: skip


def read_list(grid: Grid, columns: Columns, *, municipality: str) -> Brought:
    """Give the social map of a list: each row a service at its own location.

    Raises ``InputError`` when no column is the name, ``BrokenPackageError`` with every cell
    that cannot be read.
    """
    if columns.of("name") is None:
        raise InputError(
            text("no column is the name of the provision."),
            where=grid.file,
            todo=text("Say what each column is; the columns are: %(known)s.",
                      known=", ".join(grid.columns)[:300]),
        )  # fmt: skip
    reader = _Reader(grid, columns, municipality)
    for at in range(len(grid.rows)):
        reader.row(at)
    if reader.faults:
        raise BrokenPackageError(reader.faults)
    return Brought(
        SocialMap(reader.organisations, reader.services, reader.locations, reader.offers),
        form=TABLE,
        source=columns.source or grid.file,
        remarks=tuple(reader.remarks()),
        mapped=tuple(_report(grid, columns)),
    )


def unknown_kinds(grid: Grid, columns: Columns) -> list[str]:
    """Give the words for a kind that nobody said the meaning of, in order of appearance."""
    heading = columns.of("kind")
    if heading is None:
        return []
    said = [cells.word(cell) for cell in grid.cells(grid.columns.index(heading))]
    return [
        one for one in dict.fromkeys(said)
        if one and one not in columns.kinds and kind_of(one) is None
    ]  # fmt: skip


def _report(grid: Grid, columns: Columns) -> list[Mapped]:
    found = []
    for at, heading in enumerate(grid.columns):
        field = columns.columns.get(heading, SKIP)
        filled = sum(cell is not None for cell in grid.cells(at))
        if field == SKIP:
            found.append(Mapped(heading, "", text("not read in"), filled))
        else:
            found.append(Mapped(heading, field, FIELDS[field], filled))
    return found


class _Reader:
    """Walks through the rows of a list and keeps records and faults."""

    def __init__(self, grid: Grid, columns: Columns, municipality: str) -> None:
        self.grid, self.columns, self.municipality = grid, columns, municipality
        self.place = {
            field: grid.columns.index(heading)
            for heading, field in columns.columns.items()
            if field != SKIP and heading in grid.columns
        }
        self.faults: list[Fault] = []
        self.organisations: dict[str, Organisation] = {}
        self.services: dict[str, Service] = {}
        self.locations: dict[str, Location] = {}
        self.offers: dict[str, Offer] = {}
        self.slugs: set[str] = set()
        self.rows_of: dict[str, int] = {}
        self.strange: dict[str, int] = {}
        self.no_kind = 0

    def row(self, at: int) -> None:
        """Read one row."""
        faults = len(self.faults)
        said = {
            field: cells.word(self.grid.rows[at][column]) for field, column in self.place.items()
        }
        if not said["name"]:
            self._fault(at, "name", text("this must be filled."))
        values = {field: self._value(at, field, one) for field, one in said.items() if one}
        self._address(values)
        self._point(at, values)
        self._hours(at, values)
        self._area(at, values)
        key = self._key(at, said, values)
        if len(self.faults) > faults or key is None:
            return
        self._keep(key, said, values)

    def _fault(self, at: int, field: str, reason: Text) -> None:
        heading = self.grid.columns[self.place[field]] if field in self.place else ""
        place = text("row %(row)s", row=self.grid.lines[at])
        self.faults.append(Fault(self.grid.file, place, heading, reason))

    def _value(self, at: int, field: str, said: str) -> Any:
        if field in _LISTS:
            return cells.several(said)
        if field not in _READ or not said:
            return said
        read, reason = _READ[field]
        try:
            found = read(said)
            if field in _WHOLE:
                if (
                    found != int(found)
                    or found < 0
                    or (field == "pillar" and found not in (1, 2, 3))
                ):
                    raise cells.NotRead(said)
                return int(found)
        except cells.NotRead:
            wrong = text("'%(value)s': %(reason)s", value=said[:_SHOWN], reason=reason)
            self._fault(at, field, wrong)
            return None
        return found

    def _address(self, values: dict[str, Any]) -> None:
        if values.get("address"):
            street, number = cells.address(values["address"])
            values.setdefault("street", street)
            values.setdefault("number", number)
        elif values.get("street") and not values.get("number"):
            values["street"], values["number"] = cells.address(values["street"])

    def _point(self, at: int, values: dict[str, Any]) -> None:
        """Bring a point of the Dutch grid (EPSG:28992) to longitude and latitude."""
        if values.get("x") is not None and values.get("y") is not None:
            from pyproj import Transformer

            turn = Transformer.from_crs(28992, 4326, always_xy=True)
            values["longitude"], values["latitude"] = turn.transform(values["x"], values["y"])
        for field, most in (("longitude", 180), ("latitude", 90)):
            if values.get(field) is not None and not -most <= values[field] <= most:
                self._fault(at, field if field in self.place else "x", _READ[field][1])
        both = [values.get(one) is None for one in ("longitude", "latitude")]
        if any(both) and not all(both):
            values["longitude"] = values["latitude"] = None

    def _hours(self, at: int, values: dict[str, Any]) -> None:
        opening: list[dict[str, object]] = []
        for number, field in enumerate(DAYS, start=1):
            if not values.get(field):
                continue
            try:
                opening += cells.hours_of_day(number, values[field])
            except cells.NotRead:
                self._fault(
                    at, field,
                    text(
                        "'%(value)s': write hours such as 9:00-12:30, or: closed.",
                        value=values[field][:_SHOWN],
                    ),
                )  # fmt: skip
        if values.get("opening"):
            try:
                opening = opening or cells.hours(values["opening"])
            except cells.NotRead:
                values["opening_words"] = values["opening"]
        values["opening"] = opening

    def _area(self, at: int, values: dict[str, Any]) -> None:
        code = values.get("neighbourhood")
        if not code:
            return
        import re

        if not re.fullmatch(SHAPES["neighbourhood"], code):
            values["neighbourhood"] = ""  # a name: the point tells the neighbourhood
        elif municipality_of(code) != self.municipality:
            self._fault(
                at, "neighbourhood",
                text(
                    "the neighbourhood %(code)s does not belong to %(municipality)s.",
                    code=code,
                    municipality=self.municipality,
                ),
            )  # fmt: skip

    def _key(self, at: int, said: dict[str, str], values: dict[str, Any]) -> str | None:
        own = said.get("id") or "|".join(
            str(values.get(one) or "").casefold()
            for one in ("name", "organisation", "postcode", "street", "number")
        )
        key = new_id(TABLE, self.municipality, own)
        if key in self.rows_of:
            self._fault(
                at, "id" if said.get("id") else "name",
                text(
                    "this provision stands in row %(row)s too.", row=self.rows_of[key]
                ),
            )  # fmt: skip
            return None
        self.rows_of[key] = self.grid.lines[at]
        return key

    def _kind(self, said: str) -> str:
        if not said:
            self.no_kind += 1
            return ""
        found = self.columns.kinds.get(said) or kind_of(said)
        if found is None:
            self.strange[said] = self.strange.get(said, 0) + 1
            return ""
        return found

    def _keep(self, key: str, said: dict[str, str], values: dict[str, Any]) -> None:
        kind = self._kind(said.get("kind", ""))
        named = values.get("organisation") or values["name"]
        whose = new_id(TABLE, "organisation", self.municipality, str(named).casefold())
        organised = clean(
            "organization",
            {"name": named, "kind": values.get("organisation_kind") or "other"},
        )
        self.organisations.setdefault(
            whose, Organisation(id=whose, **_some(organised, "name", "kind"))
        )
        outside = (Outside(source=TABLE, id=said["id"][:120]),) if said.get("id") else ()
        service = {one: values[one] for one in _SERVICE if values.get(one) not in (None, "")}
        if kind and not service.get("activities"):
            service["activities"] = list(place_kinds()[kind].activities)
        service |= {"name": values["name"], "kind": kind}
        self.services[key] = Service(
            id=key, organisation=whose, outside=outside,
            **_some(clean("service", service), *service),
        )  # fmt: skip
        place = {one: values[one] for one in _LOCATION if values.get(one) not in (None, "")}
        if values.get("place"):
            place["name"] = values["place"]
        if place:
            self.locations[key] = Location(
                id=key, outside=outside, **_some(clean("location", place), *place)
            )
        slug = own_slug(self.slugs, values["name"])
        self.slugs.add(slug)
        offer = {one: values[one] for one in _OFFER if values.get(one) not in (None, "")}
        offer.setdefault("source", self.columns.source or self.grid.file)
        offer |= {
            "slug": slug,
            "municipality": self.municipality,
            "fictitious": country_of(self.municipality) == FICTITIOUS,
        }
        self.offers[key] = Offer(
            id=key, service=key, location=key if place else None, outside=outside,
            **_some(clean("service_at_location", offer), *offer),
        )  # fmt: skip

    def remarks(self) -> list[Text]:
        """Say what whoever brings this must look at."""
        said = []
        if self.strange:
            said.append(
                text(
                    "provisions of a kind that Weefsel does not know: %(count)s (%(words)s).",
                    count=sum(self.strange.values()),
                    words=", ".join(self.strange)[:300],
                )
            )
        if self.no_kind:
            said.append(
                text("services without a kind: %(count)s. Give them one.", count=self.no_kind)
            )
        without = sum(
            one.location is None or self.locations[one.location].longitude is None
            for one in self.offers.values()
        )
        if without:
            said.append(text("places without a point on the map: %(count)s.", count=without))
        return said


def _some(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: values[name] for name in names if name in values}
