"""Names of columns: what OData, StatLine, R and spreadsheets have in common."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_SUFFIX = re.compile(r"_\d+$")
# AantalInwoners_5, k_0Tot15Jaar_8, aantalinwoners_5; not a_00_14 or gwb_code_10.
_KEY = re.compile(r"^(?:k_\w+|[A-Za-z]\w*[A-Z]\w*|[A-Z]\w*|[a-z0-9]{4,})_\d+$")
_UNIT = re.compile(r"^(?P<title>.*\S)\s*\((?P<unit>[^()]*(?:\([^()]*\))?[^()]*)\)\s*$", re.DOTALL)
_DOTTED = re.compile(r"^[^\s/()]+\.[^\s/()]*$")


_KEPT = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


def slug(*parts: str | None) -> str:
    """Keep the letters a-z and the digits of the parts, accents taken off.

    Superscripts (m2, km2 written with a raised 2) are dropped: R writes a dot for them.
    """
    words = unicodedata.normalize("NFD", "".join(part or "" for part in parts)).lower()
    return "".join(sign for sign in words if sign in _KEPT)


def stem(key: str) -> str:
    """Take the position suffix and the k_ of a key that starts with a digit off a column key."""
    bare = _SUFFIX.sub("", key.strip())
    return bare[2:] if bare.startswith("k_") else bare


def is_key(column: str) -> bool:
    """Tell whether a column name has the form of an OData key with its position."""
    return _KEY.match(column.strip()) is not None


@dataclass(frozen=True)
class Header:
    """A column heading taken apart; ``key`` headings have a stem, the others a title."""

    column: str
    kind: str  # key, path, dotted, plain
    path: str = ""
    title: str | None = None
    unit: str = ""
    stem: str | None = None

    @property
    def slug(self) -> str:
        """Give what all exporters of this measure have in common."""
        if self.title is None:
            return slug(self.stem)
        return slug(self.path, self.title, self.unit)

    @property
    def idents(self) -> tuple[str, ...]:
        """Give the slugs by which the column can be recognised, the most telling first."""
        if self.title is None:
            return (slug(self.stem),)
        return (self.slug, slug(self.path, self.title), slug(self.title))


def take_apart(column: str) -> Header:
    """Take one heading apart: a key, a StatLine path, an R name with dots, or plain words."""
    name = column.strip().lstrip("\ufeff").strip()
    if is_key(name):
        return Header(column, "key", stem=stem(name))
    if "/" not in name and "(" not in name and _DOTTED.match(name):
        return Header(column, "dotted", title=name)
    found = _UNIT.match(name)
    words, unit = (found["title"], found["unit"].strip()) if found else (name, "")
    path, _, title = words.rpartition("/")
    if not found and not path and re.fullmatch(r"[A-Za-z0-9_]+", name):
        return Header(column, "key", stem=name)
    return Header(column, "path", path=path.strip(), title=title.strip(), unit=unit)
