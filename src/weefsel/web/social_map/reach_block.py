"""What the page of a neighbourhood or district says of provisions near by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from weefsel.base.errors import NotFoundError
from weefsel.base.figure import Figure
from weefsel.base.language import Text
from weefsel.provisions import reach_figures as figures
from weefsel.provisions.pillars import PILLAR_NUMBERS
from weefsel.provisions.reached import Reached
from weefsel.provisions.social_map import PILLARS
from weefsel.sources.area_code import level_of, municipality_of
from weefsel.web.social_map import known, reach_ask, reach_shown
from weefsel.web.social_map.reach_shown import Row

MOST = 4  # gaps that the block shows, the largest first


@dataclass(frozen=True)
class Block:
    """Provisions of one area: kinds within reach, the largest gaps, or its pillars."""

    municipality: str
    near: Figure | None
    of: Figure | None
    gaps: tuple[Row, ...]
    pillars: tuple[tuple[Text, Figure], ...]


def block_of(code: str) -> Block | None:
    """Give the block of a neighbourhood or district, none where the social map is empty."""
    municipality = municipality_of(code)
    if municipality is None or not known.entries(municipality):
        return None
    if level_of(code) == "district":
        return _of_district(municipality, code)
    try:
        found = reach_ask.reached(municipality)
    except NotFoundError:  # no boundaries are loaded: nothing can be measured
        return None
    return _of_neighbourhood(found, municipality, code)


def _of_neighbourhood(found: Reached, municipality: str, code: str) -> Block | None:
    mine: list[tuple[Any, dict[str, Any]]] = [
        (one, row) for one in found.kinds if (row := one.row(code))
    ]
    if not mine:
        return None
    near = sum(row["nearest"] is not None and row["nearest"] <= one.ways.within
               for one, row in mine)  # fmt: skip
    entries = reach_ask.names(municipality)
    largest = found.gaps().filter(pl.col("area") == code).head(MOST)
    rows = [
        next(row for row in reach_shown.rows(one, entries) if row.code == code)
        for one in (found.kind(kind) for kind in largest["kind"])
        if one is not None
    ]
    return Block(
        municipality,
        figures.count(f"{code}:kinds_near", near),
        figures.count(f"{code}:kinds", len(mine)),
        tuple(rows),
        (),
    )


def _of_district(municipality: str, code: str) -> Block | None:
    found = reach_ask.pillars(municipality)
    mine = next((one for one in found.districts if one.code == code), None)
    if mine is None:
        return None
    said = tuple((PILLARS[number], figures.pillar(mine, number)) for number in PILLAR_NUMBERS)
    return Block(municipality, None, None, (), said)
