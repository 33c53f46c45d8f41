"""How distances are measured: straight line, table of travel times or walking network.

One setting for access, gaps, what-if and the best place. Its numbers stand in
``distance.toml``, each with its source or as our own choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import polars as pl
from pydantic import Field

from weefsel.base.document import Document, read_document
from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.provisions.pairs import (
    METRES,
    MINUTES,
    Decay,
    Floats,
    Pairs,
    from_table,
    straight,
    zones,
)
from weefsel.provisions.walking import WalkingNetwork
from weefsel.sources.said import Number

FILE = Path(__file__).with_name("distance.toml")
How = Literal["straight", "table", "network"]


class Value(Document):
    """One number of ``distance.toml``, what it means and where it comes from."""

    value: float
    description: str
    source: str
    kind: Literal["choice", "assumption", "formula"]


class _Zones(Document):
    weights: tuple[float, ...]
    source: str


class _Walked(Document):
    not_walked: tuple[str, ...]
    source: str


class Distances(Document):
    """Every number about distances."""

    dated: str
    detour: Value
    within_m: Value
    within_min: Value
    to_way_m: Value
    snap_m: Value
    look_m: Value
    evening_from: Value
    level: Value
    zones: _Zones
    ways: _Walked
    kind_m: dict[str, float]


@cache
def distances() -> Distances:
    """Give the numbers that come with Weefsel."""
    return read_document(Distances, FILE)


@dataclass(frozen=True)
class Given:
    """A table of travel times (columns from, to, cost) or a walking network, with its name."""

    table: pl.DataFrame | None = None
    network: WalkingNetwork | None = None
    name: str = ""


class Ways(Document):
    """How far and how: ``within`` in metres, or in minutes with a table.

    ``weights`` are those of zones of equal width up to ``within``, the nearest first.
    """

    how: How = "straight"
    detour: float = Field(default_factory=lambda: distances().detour.value, ge=1, le=5)
    within: float = Field(default_factory=lambda: distances().within_m.value, gt=0, le=100_000)
    weights: tuple[float, ...] = Field(
        default_factory=lambda: distances().zones.weights, min_length=1, max_length=10
    )

    @property
    def unit(self) -> str:
        """Give the unit of ``within``: metres, or minutes with a table."""
        return MINUTES if self.how == "table" else METRES

    @property
    def decay(self) -> Decay:
        """Give how much a place counts at a distance."""
        width = self.within / len(self.weights)
        return zones({width * (at + 1): one for at, one in enumerate(self.weights)})

    def pairs(
        self,
        codes: Sequence[str],
        points: Floats,
        ids: Sequence[str],
        place_points: Floats,
        given: Given | None = None,
        *,
        within: float | None = None,
    ) -> Pairs:
        """Pair residents and places within reach of each other.

        ``codes`` and ``ids`` name the points ``(point, 2)`` in metres, for a table. Raises
        ``InputError`` when the table or network that this asks for is not given.
        """
        limit = self.within if within is None else within
        if self.how == "straight":
            return straight(points, place_points, within=limit, detour=self.detour)
        held = given or Given()
        if self.how == "table" and held.table is not None:
            return from_table(held.table, codes, ids, within=limit, unit=MINUTES, name=held.name)
        if self.how == "network" and held.network is not None:
            to_way = distances().to_way_m.value
            return held.network.pairs(points, place_points, within=limit, to_way=to_way)
        raise InputError(
            text("this asks for a table of travel times or a walking network; none is given."),
            todo=text("Give the file with it, or measure in a straight line."),
        )

    def said(self, pairs_how: Text | None = None) -> Text:
        """Say how distances are measured, with what is our own choice."""
        if self.how == "straight":
            return text(
                "Distance: straight line times %(detour)s, our own choice; at most %(within)s "
                "metres.",
                detour=Number(self.detour),
                within=Number(self.within, 0),
            )
        if self.how == "table":
            return text(
                "Distance: a table of travel times that was given; at most %(within)s minutes.",
                within=Number(self.within, 0),
            )
        return text(
            "Distance: over a walking network that was given; at most %(within)s metres.",
            within=Number(self.within, 0),
        )


def within_of(kind: str, how: How = "straight") -> float:
    """Give how far residents go for a kind: metres, or minutes with a table."""
    held = distances()
    if how == "table":
        return held.within_min.value
    return held.kind_m.get(kind, held.within_m.value)


def ways_of(kind: str, how: How = "straight") -> Ways:
    """Give how distances to a kind are measured unless a recipe says otherwise."""
    return Ways(how=how, within=within_of(kind, how))
