"""What is invented of Weverdam: its names, sizes, levels and story, from one data file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from weefsel.example.aggregates import DATA


@dataclass(frozen=True)
class District:
    """A district: where it lies and what its neighbourhoods may be called."""

    code: str
    name: str
    angle: float  # degrees from the east, anticlockwise
    distance: float  # of its middle, 0 is the centre and 1 the edge
    side: str  # west or east of the river
    names: tuple[str, ...]
    empty: str = ""  # name of the neighbourhood without residents
    tiny: str = ""  # name of the neighbourhood with very few


@dataclass(frozen=True)
class Design:
    """The design of the town; ``record`` is the file as it stands."""

    years: tuple[int, ...]
    code: str
    country: str
    country_name: str
    name: str
    longitude: float
    latitude: float
    land: dict[str, float]
    districts: tuple[District, ...]
    record: dict[str, Any]

    def number(self, part: str, key: str) -> float:
        """Give one number of a part of the file."""
        return float(self.record[part][key])

    def index_of(self, district: str) -> int:
        """Give the place of a district by its code."""
        return [one.code for one in self.districts].index(district)


@cache
def design() -> Design:
    """Read the design once a process."""
    record = tomllib.loads((DATA / "weverdam.toml").read_text(encoding="utf-8"))
    return Design(
        years=tuple(range(record["first_year"], record["last_year"] + 1)),
        code=record["code"],
        country=record["country"],
        country_name=record["country_name"],
        name=record["name"],
        longitude=record["longitude"],
        latitude=record["latitude"],
        land={key: float(value) for key, value in record["land"].items()},
        districts=tuple(
            District(**{**one, "names": tuple(one["names"])}) for one in record["district"]
        ),
        record=record,
    )
