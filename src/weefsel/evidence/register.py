"""Lists of things that are one line each: light interventions, themes, methods, synonyms.

Each is one dated file with entries; who wants another adds an entry. Entries keep the order
of the file.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path

from pydantic import Field

from weefsel.base.document import Document, read_document
from weefsel.base.language import text
from weefsel.evidence.checked import check_address, fault
from weefsel.evidence.parameter import Check, Reference
from weefsel.evidence.words import Words


class Entry(Document):
    """One entry: its names, what it is where that was found, and what it belongs to."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name_nl: str = ""  # empty: the name was not found
    name_en: str = ""
    what_nl: str = ""
    what_en: str = ""
    cluster_nl: str = ""
    cluster_en: str = ""
    intervention: str = ""  # the intervention with the same content, where there is one
    url: str = ""

    @property
    def name(self) -> Words:
        """Give the name in both languages; empty when it was not found."""
        return Words(self.name_nl, self.name_en)

    @property
    def what(self) -> Words:
        """Give what it is, in both languages."""
        return Words(self.what_nl, self.what_en)

    @property
    def cluster(self) -> Words:
        """Give what it belongs to, in both languages."""
        return Words(self.cluster_nl, self.cluster_en)


class Register(Document):
    """A dated list with its source."""

    dated: date
    source: Reference
    remark_nl: str = ""
    remark_en: str = ""
    checked: Check
    entry: tuple[Entry, ...] = Field(min_length=1)


def read_register(path: Path) -> Register:
    """Read one list.

    Raises ``InputError`` that names file and key when it is wrong.
    """
    made = read_document(Register, path)
    check_address("source.url", made.source.url, path.name)
    seen: set[str] = set()
    for number, one in enumerate(made.entry):
        check_address(f"entry[{number}].url", one.url, path.name)
        if one.id in seen:
            raise fault(f"entry[{number}].id", text("it is there twice."), path.name)
        if bool(one.name_nl) != bool(one.name_en):
            key = f"entry[{number}].name_en"
            raise fault(key, text("it is there in one language only."), path.name)
        seen.add(one.id)
    return made


def _own(name: str) -> Register:
    return read_register(Path(str(resources.files("weefsel.evidence"))) / f"data/{name}.toml")


@cache
def light_interventions() -> Register:
    """Give the thirteen light interventions; the name of the thirteenth is not known."""
    return _own("light")


@cache
def themes() -> Register:
    """Give the themes of interventions, what-works themes among them."""
    return _own("themes")


@cache
def methods() -> Register:
    """Give the methods of methodical work: an open list, there is no agreed canon."""
    return _own("methods")
