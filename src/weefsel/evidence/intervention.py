"""Interventions: known kinds of work, with what is known of each and where it was read.

A fact that was not found is empty, never guessed; ``completeness`` counts them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field

from weefsel.base.document import Document, Identified, read_folder
from weefsel.base.figure import Figure, Source
from weefsel.base.language import text
from weefsel.base.numbers import written_decimals
from weefsel.evidence.checked import Real, Whole, check_address, check_once, check_year, fault
from weefsel.evidence.parameter import Check, Reference
from weefsel.evidence.references import Known, check_named
from weefsel.evidence.seen import Seen, check_seen, unseen
from weefsel.evidence.words import Words

Group = Literal["G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8", "G9"]
Activity = Literal["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10"]
Level = Literal[
    "effectief_sterke",
    "effectief_goede",
    "effectief_eerste",
    "goed_onderbouwd",
    "goed_beschreven",
    "in_databank",
    "foreign",
    "none",
    "",
]
# Years a recognition holds: DOMAIN.md 7.2 (Movisie 5-1820; kenniscentrumsportenbewegen.nl).
VALID_YEARS: dict[str, int] = {
    "effectief_sterke": 5,
    "effectief_goede": 5,
    "effectief_eerste": 5,
    "goed_onderbouwd": 5,
    "goed_beschreven": 3,
}


# Facts that are partly our own: classes we chose, and what we looked for and did not find.
OURS = frozenset({"groups", "activities", "remark"})


class Factor(Document):
    """One working factor, in both languages."""

    nl: str = Field(min_length=1)
    en: str = Field(min_length=1)

    @property
    def words(self) -> Words:
        """Give the factor in both languages."""
        return Words(self.nl, self.en)


class Recognition(Document):
    """The level of recognition, by whom and when; empty where it was not found.

    ``recognised_on`` where the day was read, else only ``year``.
    """

    level: Level = ""
    by: str = ""
    year: Whole | None = None
    recognised_on: date | None = None
    url: str = ""

    @property
    def valid_until(self) -> date | None:
        """Give the last day it holds, or ``None`` where no date or no term is known."""
        term = VALID_YEARS.get(self.level)
        if term is None or (self.year is None and self.recognised_on is None):
            return None
        if self.recognised_on is not None:
            return self.recognised_on.replace(year=self.recognised_on.year + term)
        assert self.year is not None
        return date(self.year + term, 12, 31)  # the day is not known: the longest it can hold

    def expired(self, on: date) -> bool | None:
        """Tell whether it has run out on a day; ``None`` where that is not known."""
        until = self.valid_until
        return None if until is None else until < on


class Cost(Document):
    """What it costs according to a source: never our own guess."""

    value: Real = Field(gt=0)
    unit_nl: str = Field(min_length=1)
    unit_en: str = Field(min_length=1)
    year: Whole | None = None
    url: str = Field(min_length=1)
    parameter: str = ""

    @property
    def unit(self) -> Words:
        """Give what the amount is and for what, in both languages."""
        return Words(self.unit_nl, self.unit_en)

    @property
    def figure(self) -> Figure:
        """Give the amount as its source has it; its unit is in words of its own."""
        return Figure(
            id=f"cost:{self.parameter or self.url}",
            value=self.value,
            decimals=written_decimals(self.value),
            year=self.year,
            sources=(self.source_id,),
            reason=text("none was read in the source"),
        )

    @property
    def source_id(self) -> str:
        """Give the id of its source: the parameter, else the page that names the amount."""
        return f"parameter:{self.parameter}" if self.parameter else f"page:{self.url}"

    def as_source(self) -> Source:
        """Give the page that names the amount, by the name of its site."""
        return Source(
            id=self.source_id,
            title=urlsplit(self.url).netloc.removeprefix("www."),
            year=self.year,
            url=self.url,
        )


class Intervention(Identified):
    """A known kind of work: what it is, for whom, how it works, and who recognised it."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    dated: date
    name: str = Field(min_length=1)  # its own name, which is not translated
    theme: str = Field(min_length=1)
    what_nl: str = Field(min_length=1)
    what_en: str = Field(min_length=1)
    needs: tuple[str, ...] = ()  # Dutch words people search with
    groups: tuple[Group, ...] = ()
    activities: tuple[Activity, ...] = ()
    setting_nl: str = ""
    setting_en: str = ""
    factor: tuple[Factor, ...] = ()
    places_nl: str = ""
    places_en: str = ""
    recognition: Recognition = Recognition()
    cost: Cost | None = None
    source: Reference
    remark_nl: str = ""
    remark_en: str = ""
    seen: tuple[Seen, ...] = ()
    checked: Check

    @property
    def what(self) -> Words:
        """Give what it is, in both languages."""
        return Words(self.what_nl, self.what_en)

    @property
    def setting(self) -> Words:
        """Give where it is done, in both languages."""
        return Words(self.setting_nl, self.setting_en)

    @property
    def places(self) -> Words:
        """Give where it was applied, in both languages; empty when not found."""
        return Words(self.places_nl, self.places_en)

    @property
    def remark(self) -> Words:
        """Give the remark in both languages."""
        return Words(self.remark_nl, self.remark_en)

    @property
    def found(self) -> dict[str, bool]:
        """Tell per fact whether a source gives it."""
        return {
            "theme": bool(self.theme),
            "groups": bool(self.groups),
            "activities": bool(self.activities),
            "needs": bool(self.needs),
            "setting": bool(self.setting),
            "factors": bool(self.factor),
            "places": bool(self.places),
            "recognition": self.recognition.level != "",
            "recognition_date": self.recognition.year is not None,
            "cost": self.cost is not None,
            "source_year": self.source.year is not None,
        }

    @property
    def facts(self) -> tuple[str, ...]:
        """Name the facts that are filled, as ``seen`` names them."""
        there = {
            "what": True,
            "groups": bool(self.groups),
            "activities": bool(self.activities),
            "setting": bool(self.setting),
            "places": bool(self.places),
            **{f"factor {number}": True for number in range(1, len(self.factor) + 1)},
            "cost": self.cost is not None,
            "recognition": self.recognition.level != "",
            "remark": bool(self.remark),
        }
        return tuple(fact for fact, filled in there.items() if filled)

    @property
    def to_be_seen(self) -> tuple[str, ...]:
        """Name the facts that need a page: not our own classes, nor what a remark says of us."""
        return tuple(fact for fact in self.facts if fact not in OURS)

    def pages_of(self, fact: str) -> tuple[tuple[int, Seen], ...]:
        """Give the pages on which a fact stands, with their number in the list."""
        return tuple(
            (number, page) for number, page in enumerate(self.seen, 1) if fact in page.facts
        )


def check_intervention(made: Intervention, where: str) -> None:
    """Check what types cannot: addresses, and words that are there in one language only.

    Raises ``InputError`` that names the file and the key.
    """
    check_address("source.url", made.source.url, where)
    check_address("recognition.url", made.recognition.url, where)
    if made.cost is not None:
        check_address("cost.url", made.cost.url, where)
        check_year("cost.year", made.cost.year, made.dated.year, where)
    check_year("source.year", made.source.year, made.dated.year, where)
    check_year("recognition.year", made.recognition.year, made.dated.year, where)
    check_seen(made.seen, made.facts, where)
    for fact in unseen(made.seen, made.to_be_seen):
        raise fault("seen", text("no page is named for the fact '%(fact)s'.", fact=fact), where)
    check_once("groups", made.groups, where)
    check_once("activities", made.activities, where)
    for key in ("setting", "places", "remark"):
        if bool(getattr(made, f"{key}_nl")) != bool(getattr(made, f"{key}_en")):
            raise fault(f"{key}_en", text("it is there in one language only."), where)
    on, year = made.recognition.recognised_on, made.recognition.year
    if on is not None and on.year != year:
        raise fault("recognition.year", text("it is not the year of the day."), where)
    if year is not None and not made.recognition.level:
        raise fault("recognition.level", text("there is a year, but no level."), where)


def completeness(held: Mapping[str, Intervention]) -> dict[str, tuple[int, int]]:
    """Give per field how many interventions have it, and of how many."""
    fields = next(iter(held.values())).found if held else {}
    return {key: (sum(one.found[key] for one in held.values()), len(held)) for key in fields}


def check_named_by(made: Intervention, themes: Known, parameters: Known, where: str) -> None:
    """Check that the theme and the parameter an intervention names are there.

    Raises ``InputError`` that names the file and the key.
    """
    check_named("theme", [made.theme], themes, where)
    if made.cost is not None:
        check_named("cost.parameter", [made.cost.parameter], parameters, where)


def read_interventions(
    folder: Path, *, themes: Known = None, parameters: Known = None
) -> dict[str, Intervention]:
    """Read every intervention of a folder, by id in alphabetical order.

    What it names is looked up among ``themes`` and ``parameters`` where these are given.
    Raises ``InputError`` that names file and key when a file is wrong.
    """

    def verify(made: Intervention, where: str) -> None:
        check_intervention(made, where)
        check_named_by(made, themes, parameters, where)

    return read_folder(Intervention, folder, verify)


@cache
def interventions() -> dict[str, Intervention]:
    """Give the interventions that come with Weefsel."""
    return read_interventions(
        Path(str(resources.files("weefsel.evidence"))) / "data/interventions"
    )
