"""Where a parameter is used, each place with its page where there is one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from weefsel.evidence.intervention import interventions
from weefsel.evidence.study import studies
from weefsel.evidence.tell import PLACES
from weefsel.evidence.uses import Use
from weefsel.web.accounts.shown import lang, words

SHOWN = 12  # of one kind of place; the others open


@dataclass(frozen=True)
class Place:
    """One place: its name, and its page."""

    name: str
    url: str


@dataclass(frozen=True)
class Group:
    """The places of one kind."""

    name: str
    first: tuple[Place, ...]
    more: tuple[Place, ...]


def grouped(found: Iterable[Use]) -> list[Group]:
    """Give the places by kind, each place once."""
    held: dict[str, dict[Place, None]] = {}
    for use in found:
        held.setdefault(use.place, {})[_place(use)] = None
    return [
        Group(words(said), tuple(held[key])[:SHOWN], tuple(held[key])[SHOWN:])
        for key, said in PLACES.items()
        if key in held
    ]


def _place(use: Use) -> Place:
    name = use.name.render(lang())
    if use.place in ("arrow", "input"):
        return Place(name, _address("chain", use.id))
    if use.place == "cost":
        return Place(name, _address("intervention", use.id))
    if use.place == "study":
        made = interventions()[studies()[use.id].intervention]
        return Place(f"{made.name}: {name}", _address("intervention", made.id))
    if use.place == "case":
        return Place(name, _address("business-cases"))
    return Place(name, _address("parameter", use.id))


def _address(page: str, *parts: str) -> str:
    """Give the address of a page, empty where this install has no such page."""
    try:
        return reverse(page, args=parts)
    except NoReverseMatch:
        return ""
