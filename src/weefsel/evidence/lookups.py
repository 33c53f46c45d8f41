"""What was looked up again at its source, class by class, and what changed."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path

from pydantic import Field

from weefsel.base.document import Document, read_document
from weefsel.evidence.words import Words


class Lookup(Document):
    """One class of facts that deserved a second look: which, what was found, what changed.

    All four lists are ids of parameters, studies or interventions: ``looked_up`` was seen at
    its source or in a copy of it, ``not_looked_up`` was not; ``not_found`` are those of the
    latter that were searched for in vain.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    what_nl: str = Field(min_length=1)
    what_en: str = Field(min_length=1)
    looked_up: tuple[str, ...] = ()
    not_looked_up: tuple[str, ...] = ()
    not_found: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    found_nl: str = Field(min_length=1)
    found_en: str = Field(min_length=1)

    @property
    def what(self) -> Words:
        """Give which facts, in both languages."""
        return Words(self.what_nl, self.what_en)

    @property
    def found(self) -> Words:
        """Give what was found, in both languages."""
        return Words(self.found_nl, self.found_en)


class Lookups(Document):
    """The record as a file."""

    dated: date
    lookup: tuple[Lookup, ...] = Field(min_length=1)


@cache
def lookups() -> tuple[Lookup, ...]:
    """Give the record of what was looked up again."""
    path = Path(str(resources.files("weefsel.evidence"))) / "data/lookups.toml"
    return read_document(Lookups, path).lookup
