"""The social map: organisations, what they do, where, and when people can come.

Four kinds of record, as in Open Referral HSDS 3: an organisation offers services; a service
at a location is an offer; what people call a provision is one offer with its service, its
organisation and its location, an ``Entry``. Residents' initiatives, clubs, volunteers and
informal care stand here like paid work does (the three pillars, DOMAIN.md 1.1).

An empty value is unknown, never "no" and never zero. Contact details are those of the
provision, never of a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import Field

from weefsel.base.document import Document
from weefsel.base.language import Text, text

ID = r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,79}$"
SLUG = r"^[a-z0-9][a-z0-9-]{0,39}$"
HOURS_A_DAY = 24
CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$"

Activity = Literal["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10"]
Group = Literal["G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8", "G9"]
Pillar = Literal[1, 2, 3]
WayIn = Literal["open", "appointment", "referral", ""]
Statutory = Literal["yes", "no", "partly", ""]
OrganisationKind = Literal[
    "residents_initiative",
    "club",
    "volunteers",
    "informal_care",
    "faith",
    "professional",
    "municipality",
    "school",
    "company",
    "other",
]

PILLARS: dict[int, Text] = {
    1: text("residents themselves"),
    2: text("their networks"),
    3: text("organised provisions"),
}
WAYS_IN: dict[str, Text] = {
    "open": text("just walk in"),
    "appointment": text("by appointment"),
    "referral": text("on referral"),
}
STATUTORY: dict[str, Text] = {
    "yes": text("required by law"),
    "no": text("not required by law"),
    "partly": text("partly required by law"),
}
ORGANISATION_KINDS: dict[str, Text] = {
    "residents_initiative": text("residents' initiative"),
    "club": text("club"),
    "volunteers": text("volunteers' organisation"),
    "informal_care": text("informal care"),
    "faith": text("faith community"),
    "professional": text("social-work or care organisation"),
    "municipality": text("the municipality itself"),
    "school": text("school"),
    "company": text("company"),
    "other": text("something else"),
}
# What a visitor may say about a provision that is not right.
REMARK_KINDS: dict[str, Text] = {
    "closed": text("it no longer exists"),
    "moved": text("it is somewhere else now"),
    "hours": text("the opening hours are wrong"),
    "contact": text("the telephone number, e-mail or web address is wrong"),
    "other": text("something else is wrong"),
}
PAIRINGS: dict[str, Text] = {
    "merged": text("they are one: merged"),
    "different": text("they are two: kept apart"),
}
# Pillar by kind of organisation where nobody said it: our reading of DOMAIN.md 1.1, shown so.
PILLAR_OF: dict[str, Pillar] = {
    "residents_initiative": 1,
    "club": 2,
    "volunteers": 2,
    "informal_care": 2,
    "faith": 2,
    "professional": 3,
    "municipality": 3,
    "school": 3,
    "company": 3,
}


class Opening(Document):
    """One opening on a day of the week, Monday is 1; hours as "09:00"."""

    day: int = Field(ge=1, le=7)
    opens: str = Field(pattern=CLOCK)
    closes: str = Field(pattern=CLOCK)


class Closed(Document):
    """Days on which it is closed, or open at other hours, both days included."""

    first: date
    last: date
    why: str = Field(default="", max_length=120)
    opens: str = Field(default="", pattern=CLOCK + r"|^$")
    closes: str = Field(default="", pattern=CLOCK + r"|^$")


class Outside(Document):
    """The id of a record at the source it came from: "duo" "00AP00", "osm" "node/1"."""

    source: str = Field(min_length=1, max_length=40)
    id: str = Field(min_length=1, max_length=120)


class Record(Document):
    """What the four kinds share.

    ``other`` keeps what a source says and the map has no field for, by the names of the
    source, so that what came in goes out again.
    """

    id: str = Field(pattern=ID)
    outside: tuple[Outside, ...] = ()
    other: dict[str, Any] = Field(default_factory=dict)


class Organisation(Record):
    """Who offers services."""

    name: str = Field(min_length=1, max_length=200)
    kind: OrganisationKind = "other"
    description: str = Field(default="", max_length=5000)
    website: str = Field(default="", max_length=500)
    email: str = Field(default="", max_length=200)
    phone: str = Field(default="", max_length=60)


class Location(Record):
    """A place where people can come; longitude and latitude in degrees of WGS84."""

    name: str = Field(default="", max_length=200)
    street: str = Field(default="", max_length=200)
    number: str = Field(default="", max_length=20)
    postcode: str = Field(default="", max_length=10)
    town: str = Field(default="", max_length=100)
    longitude: float | None = Field(default=None, ge=-180, le=180)
    latitude: float | None = Field(default=None, ge=-90, le=90)
    neighbourhood: str = Field(default="", max_length=10)
    wheelchair: bool | None = None
    accessibility: str = Field(default="", max_length=500)


class Service(Record):
    """What an organisation does for people, wherever it does it."""

    organisation: str = Field(pattern=ID)
    name: str = Field(min_length=1, max_length=200)
    description: str = Field(default="", max_length=5000)
    kind: str = Field(default="", max_length=40)  # of place_kinds.toml
    activities: tuple[Activity, ...] = ()
    groups: tuple[Group, ...] = ()
    specialisms: tuple[str, ...] = ()
    pillar: Pillar | None = None
    free: bool | None = None
    cost: str = Field(default="", max_length=500)
    languages: tuple[str, ...] = ()  # ISO 639: "nl", "ar"
    way_in: WayIn = ""
    statutory: Statutory = ""
    legal_ground: str = Field(default="", max_length=200)
    financiers: tuple[str, ...] = ()
    iv3: str = Field(default="", max_length=10)


class Offer(Record):
    """A service at a location: what people call a provision.

    ``slug`` is what an act of a choice and an address of a page call it. Capacity is people
    at once, or a year, as ``capacity_unit`` says; without a unit it counts nowhere.
    """

    service: str = Field(pattern=ID)
    location: str | None = Field(default=None, pattern=ID)
    slug: str = Field(pattern=SLUG)
    municipality: str = Field(pattern=r"^GM\d{4}$")
    opening: tuple[Opening, ...] = ()
    closed: tuple[Closed, ...] = ()
    opening_words: str = Field(default="", max_length=500)
    capacity: float | None = Field(default=None, ge=0)
    capacity_unit: str = Field(default="", max_length=40)
    free_places: int | None = Field(default=None, ge=0)
    regular_visitors: int | None = Field(default=None, ge=0)
    cost_eur_per_year: float | None = Field(default=None, ge=0)
    price_year: int | None = None
    website: str = Field(default="", max_length=500)
    email: str = Field(default="", max_length=200)
    phone: str = Field(default="", max_length=60)
    assured_on: date | None = None
    ends_on: date | None = None
    source: str = Field(default="", max_length=500)
    source_url: str = Field(default="", max_length=500)
    fictitious: bool = False


@dataclass(frozen=True)
class Entry:
    """One provision as people see it: an offer with its service, organisation and location."""

    offer: Offer
    service: Service
    organisation: Organisation
    location: Location | None

    @property
    def slug(self) -> str:
        """Give what its page and an act of a choice call it."""
        return self.offer.slug

    @property
    def object_id(self) -> str:
        """Give how an act of a choice names this provision."""
        return f"provision:{self.offer.slug}"

    @property
    def name(self) -> str:
        """Give the name people know it by: of the service."""
        return self.service.name

    @property
    def point(self) -> tuple[float, float] | None:
        """Give longitude and latitude, none where they are not known."""
        where = self.location
        if where is None or where.longitude is None or where.latitude is None:
            return None
        return where.longitude, where.latitude

    @property
    def neighbourhood(self) -> str:
        """Give the code of its neighbourhood, empty where that is not known."""
        return self.location.neighbourhood if self.location is not None else ""

    @property
    def pillar(self) -> Pillar | None:
        """Give its pillar: as said, else by the kind of its organisation, else none."""
        return self.service.pillar or PILLAR_OF.get(self.organisation.kind)

    @property
    def phone(self) -> str:
        """Give the telephone number: of the offer, else of the organisation."""
        return self.offer.phone or self.organisation.phone

    @property
    def email(self) -> str:
        """Give the e-mail address: of the offer, else of the organisation."""
        return self.offer.email or self.organisation.email

    @property
    def website(self) -> str:
        """Give the web address: of the offer, else of the organisation."""
        return self.offer.website or self.organisation.website

    @property
    def hours_per_week(self) -> float | None:
        """Give the hours open in an ordinary week, none where no hours are known.

        What closes no later than it opens goes on past midnight.
        """
        if not self.offer.opening:
            return None
        spells = ((_hours(each.opens), _hours(each.closes)) for each in self.offer.opening)
        return sum(till - since + (HOURS_A_DAY if till <= since else 0) for since, till in spells)


@dataclass(frozen=True)
class SocialMap:
    """All records of one municipality or one file, by id."""

    organisations: Mapping[str, Organisation]
    services: Mapping[str, Service]
    locations: Mapping[str, Location]
    offers: Mapping[str, Offer]

    def entries(self) -> tuple[Entry, ...]:
        """Give every offer with its service, organisation and location, in order of offers.

        Raises ``KeyError`` when an offer names a record that is not there: whoever builds a
        map checks that first.
        """
        found = []
        for offer in self.offers.values():
            service = self.services[offer.service]
            where = self.locations[offer.location] if offer.location is not None else None
            found.append(Entry(offer, service, self.organisations[service.organisation], where))
        return tuple(found)


def _hours(clock: str) -> float:
    hours, minutes = clock.split(":")
    return int(hours) + int(minutes) / 60
