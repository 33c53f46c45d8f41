"""The kinds of places and services where people can go, by id: ``place_kinds.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import Field

from weefsel.base.document import Document, check, read_toml
from weefsel.provisions.social_map import Activity

KINDS = Path(__file__).with_name("place_kinds.toml")
OTHER = "other"


class PlaceKind(Document):
    """A kind: its names, and the kinds of activity such a place usually does."""

    nl: str = Field(min_length=1, max_length=60)
    en: str = Field(min_length=1, max_length=60)
    activities: tuple[Activity, ...] = ()
    icon: str = Field(min_length=2, max_length=2)

    def name(self, lang: str) -> str:
        """Give what people call it."""
        return self.en if lang == "en" else self.nl

    def render(self, lang: str) -> str:
        """Give what people call it: so it can be part of a ``Text``."""
        return self.name(lang)


class _File(Document):
    kind: dict[str, PlaceKind]


@cache
def place_kinds() -> Mapping[str, PlaceKind]:
    """Give every kind by its id, in the order of the file."""
    return check(_File, read_toml(KINDS.read_bytes(), KINDS.name), KINDS.name).kind


def place_kind(key: str) -> PlaceKind:
    """Give one kind; what nobody named, or another list names, is "something else"."""
    kinds = place_kinds()
    return kinds.get(key, kinds[OTHER])


def kind_name(key: str, lang: str) -> str:
    """Give what people call a kind."""
    return place_kind(key).name(lang)
