"""The manifest: the one file that says what is in the store.

It is replaced in one step, so a reader sees the store before a load or after it, never half.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from weefsel.atlas.indicator import Indicator
from weefsel.base.document import Document
from weefsel.base.durable import write_durably
from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.sources.model import Edition

NAME = "manifest.json"
SCHEMA = "weefsel.store/1"


class Part(Document):
    """One immutable file of the store."""

    file: str
    rows: int


class SourceFile(Document):
    """A file that an edition was loaded from."""

    name: str
    sha256: str = ""


class Record(Document):
    """One edition as the store holds it."""

    edition: Edition
    files: tuple[SourceFile, ...] = ()
    loaded_at: str
    observations: Part | None = None
    geometry: Part | None = None
    own: Part | None = None  # of own figures: what each rests on, OWN_COLUMNS
    definitions: tuple[Indicator, ...] = ()  # that only this edition's municipality has
    level: str | None = None  # of the boundaries
    indicators: tuple[str, ...] = ()  # that have rows
    filled: tuple[str, ...] = ()  # that have at least one value
    years: tuple[int, ...] = ()
    area_count: int = 0
    residents: float | None = None  # of the country row

    @property
    def parts(self) -> Iterator[Part]:
        """Give the files of this edition."""
        return (part for part in (self.observations, self.geometry, self.own) if part)


class Manifest(Document):
    """All editions by id; areas and derived boundaries by division ("NL00-2019")."""

    form: str = SCHEMA
    records: dict[str, Record] = Field(default_factory=dict)
    divisions: dict[str, Part] = Field(default_factory=dict)  # the areas of a division
    derived: dict[str, Part] = Field(default_factory=dict)  # unions of smaller areas
    # By municipality: which counts from its own records were shown before. It outlives the
    # figures themselves, for what was seen once cannot be unseen.
    ledgers: dict[str, dict[str, Any]] = Field(default_factory=dict)

    @property
    def files(self) -> set[str]:
        """Give the names of all parts."""
        parts = [part for record in self.records.values() for part in record.parts]
        return {part.file for part in (*parts, *self.divisions.values(), *self.derived.values())}

    def of(self, country: str) -> list[Record]:
        """Give the records of one country, by year and id."""
        records = [one for one in self.records.values() if one.edition.country == country]
        return sorted(records, key=lambda one: (one.edition.year, one.edition.id))

    def content(self) -> bytes:
        """Give the manifest as it is stored: keys in order, so equal stores are equal bytes."""
        ordered = self.model_copy(
            update={
                "records": dict(sorted(self.records.items())),
                "divisions": dict(sorted(self.divisions.items())),
                "derived": dict(sorted(self.derived.items())),
                "ledgers": dict(sorted(self.ledgers.items())),
            }
        )
        return (ordered.model_dump_json(indent=1) + "\n").encode()


def division_key(country: str, year: int) -> str:
    """Give the key of a division in the manifest."""
    return f"{country}-{year}"


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a store, an empty one where there is none.

    Raises ``InputError`` when it is damaged or of another version of Weefsel.
    """
    path = folder / NAME
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Manifest()
    try:
        manifest = Manifest.model_validate_json(content)
    except ValidationError as fault:
        raise InputError(
            text("the list of what is in the store cannot be read."),
            where=str(path),
            todo=text("Restore it from a backup, or remove the folder and load again."),
        ) from fault
    if manifest.form != SCHEMA:
        raise InputError(
            text(
                "the store has the form '%(found)s' and this version reads '%(known)s'.",
                found=manifest.form,
                known=SCHEMA,
            ),
            where=str(path),
            todo=text("Use the version of Weefsel that made it, or load again in a new folder."),
        )
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put a new manifest in the place of the old one, in one step."""
    write_durably(folder / NAME, manifest.content())
