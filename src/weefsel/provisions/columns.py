"""What the columns of a list of provisions are: guessed from their headings, then as said.

The document (``weefsel.provision-columns/1``) is what a page edits, a house remembers, and
``weefsel load provisions LIST --mapping FILE.toml`` reads.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, Field, field_validator

from weefsel.base.document import Document, check, read_toml, write_toml
from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.provisions.place_kind import place_kinds
from weefsel.sources.local_grid import Grid
from weefsel.sources.names import slug

WORDS = Path(__file__).with_name("spreadsheet.toml")
SCHEMA = "weefsel.provision-columns/1"
SKIP = "skip"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FIELDS: dict[str, Text] = {
    "name": text("name of the provision"),
    "kind": text("kind of provision"),
    "organisation": text("who offers it"),
    "organisation_kind": text("kind of organisation"),
    "description": text("what it is, in words"),
    "address": text("street and number together"),
    "street": text("street"),
    "number": text("house number"),
    "postcode": text("postcode"),
    "town": text("town"),
    "place": text("name of the building"),
    "longitude": text("longitude"),
    "latitude": text("latitude"),
    "x": text("x of the Dutch grid"),
    "y": text("y of the Dutch grid"),
    "neighbourhood": text("code of the neighbourhood"),
    "phone": text("telephone number"),
    "email": text("e-mail address"),
    "website": text("web address"),
    "opening": text("opening hours in one column"),
    "monday": text("open on Monday"),
    "tuesday": text("open on Tuesday"),
    "wednesday": text("open on Wednesday"),
    "thursday": text("open on Thursday"),
    "friday": text("open on Friday"),
    "saturday": text("open on Saturday"),
    "sunday": text("open on Sunday"),
    "cost": text("what it costs, in words"),
    "free": text("whether it is free"),
    "languages": text("languages"),
    "wheelchair": text("whether a wheelchair can come in"),
    "accessibility": text("accessibility, in words"),
    "way_in": text("how people come in"),
    "activities": text("kinds of activity"),
    "groups": text("groups"),
    "specialisms": text("specialisms"),
    "pillar": text("pillar"),
    "statutory": text("whether the law requires it"),
    "legal_ground": text("legal ground"),
    "financiers": text("who pays for it"),
    "iv3": text("Iv3 task field"),
    "capacity": text("capacity"),
    "capacity_unit": text("unit of the capacity"),
    "free_places": text("free places"),
    "regular_visitors": text("regular visitors"),
    "cost_eur_per_year": text("cost in euros a year"),
    "price_year": text("year of that cost"),
    "assured_on": text("day on which it was checked"),
    "source": text("source"),
    "source_url": text("web address of the source"),
    "id": text("number or id in your list"),
    SKIP: text("do not use"),
}
_MOST = 200


class _Words(Document):
    column: dict[str, tuple[str, ...]]
    organisation_kind: dict[str, tuple[str, ...]]
    way_in: dict[str, tuple[str, ...]]
    statutory: dict[str, tuple[str, ...]]
    yes_no: dict[str, tuple[str, ...]]
    kind: dict[str, tuple[str, ...]]

    def find(self, table: str, said: str) -> str | None:
        """Give what a word stands for, none when it is not known."""
        wanted = slug(said)
        lists: dict[str, tuple[str, ...]] = getattr(self, table)
        for meaning, known in lists.items():
            if wanted and (wanted == slug(meaning) or wanted in known):
                return meaning
        return None


@cache
def words() -> _Words:
    """Give the words that come with Weefsel."""
    return check(_Words, read_toml(WORDS.read_bytes(), WORDS.name), WORDS.name)


def kind_of(said: str) -> str | None:
    """Give the kind of place by its id, one of its names or another word for it."""
    wanted = slug(said)
    for key, kind in place_kinds().items():
        if wanted and wanted in (slug(key), slug(kind.nl), slug(kind.en)):
            return key
    return words().find("kind", said)


class Columns(Document):
    """The field of each heading, and the kind that a word of the list stands for."""

    model_config = ConfigDict(populate_by_name=True)

    schema_id: Literal["weefsel.provision-columns/1"] = Field(
        default="weefsel.provision-columns/1", alias="schema"
    )
    name: str = Field(default="", max_length=200)
    source: str = Field(default="", max_length=500)
    columns: dict[str, str] = Field(default_factory=dict, max_length=_MOST)
    kinds: dict[str, str] = Field(default_factory=dict, max_length=_MOST)

    @field_validator("columns")
    @classmethod
    def _are_fields(cls, columns: dict[str, str]) -> dict[str, str]:
        taken: set[str] = set()
        for heading, field in columns.items():
            if field not in FIELDS:
                raise InputError(
                    text(
                        "column '%(column)s' cannot be '%(role)s'.",
                        column=heading[:60],
                        role=field[:60],
                    ),
                    where="columns",
                    todo=text("Use one of these: %(known)s.", known=", ".join(FIELDS)),
                )
            if field != SKIP and field in taken:
                raise InputError(
                    text("two columns are '%(field)s'.", field=FIELDS[field]),
                    where=heading[:60],
                    todo=text("Choose one of them, and do not use the other."),
                )
            taken.add(field)
        return columns

    @field_validator("kinds")
    @classmethod
    def _are_kinds(cls, kinds: dict[str, str]) -> dict[str, str]:
        for said, kind in kinds.items():
            if kind not in place_kinds():
                raise InputError(
                    text("'%(kind)s' is no kind of place.", kind=kind[:60]),
                    where=said[:60],
                    todo=text("Use one of these: %(known)s.", known=", ".join(place_kinds())),
                )
        return kinds

    def of(self, field: str) -> str | None:
        """Give the heading of a field, none when no column has it."""
        return next((heading for heading, one in self.columns.items() if one == field), None)

    def toml(self) -> str:
        """Write it as TOML, so that the same list loads the same way again."""
        return write_toml(self.model_dump(by_alias=True))


def columns_of(record: dict[str, Any], name: str = "columns") -> Columns:
    """Check what a page or a file says; raises ``InputError``."""
    return check(Columns, record, name)


def guess(grid: Grid, given: Columns | None = None) -> Columns:
    """Guess the columns that nobody named; a heading that says nothing known is not used.

    Headings that were remembered and are not in this list are let go.
    """
    base = given or Columns()
    known = {heading: field for heading, field in base.columns.items() if heading in grid.columns}
    taken = set(known.values())
    for heading in grid.columns:
        if heading in known:
            continue
        found = words().find("column", heading) or SKIP
        known[heading] = SKIP if found in taken else found
        taken.add(found)
    return base.model_copy(update={"columns": {one: known[one] for one in grid.columns}})
