"""What there is for people in Weverdam: who offers what, where and when, all of it invented."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from functools import cache
from typing import Any

import numpy as np
from shapely.geometry import Point

from weefsel.example.aggregates import DATA
from weefsel.example.design import Design
from weefsel.example.land import to_wgs84
from weefsel.example.people import point_inside
from weefsel.example.streams import stream
from weefsel.example.tables import make_division
from weefsel.example.town import Town
from weefsel.provisions.map_file import SCHEMA, MapFile
from weefsel.provisions.social_map import (
    Closed,
    Entry,
    Location,
    Offer,
    Opening,
    Organisation,
    Service,
)

FILE = "weverdam_provisions.toml"
DAYS = ("christmas", "new_year", "kings_day")
OF_SERVICE = (
    *("description", "groups", "specialisms", "free", "cost", "languages", "way_in"),
    *("statutory", "legal_ground", "financiers", "iv3"),
)
OF_OFFER = (
    "opening_words",
    "capacity",
    "capacity_unit",
    "free_places",
    "website",
    "email",
    "phone",
)
OF_PLACE = ("street", "number", "postcode", "wheelchair", "accessibility")


@cache
def _record() -> dict[str, Any]:
    return tomllib.loads((DATA / FILE).read_text(encoding="utf-8"))


def make_social_map(design: Design, town: Town, seed: int) -> MapFile:
    """Put each provision in its neighbourhood of the newest division."""
    record = _record()
    spots = _Spots(design, town, seed)
    figures = {one["id"]: one for one in design.record["place"]}
    every = [_with_figures(one, figures, design) for one in record["provision"]]
    return MapFile(
        schema=SCHEMA,
        municipality=design.code,
        counted_from=record["day"],
        houses={one["id"]: one["house"] for one in record["organisation"]},
        organisations=tuple(
            Organisation.model_validate({key: one[key] for key in one if key != "house"})
            for one in record["organisation"]
        ),
        services=tuple(_service(one) for one in every),
        locations=tuple(spots.location(one, record) for one in every if "district" in one),
        offers=tuple(_offer(one, record, design) for one in every),
    )


def entry_of(held: MapFile, slug: str) -> Entry:
    """Give one provision of the map by its slug."""
    return next(one for one in held.social_map().entries() if one.slug == slug)


def _with_figures(one: dict[str, Any], figures: dict[str, Any], design: Design) -> dict[str, Any]:
    """Give a meeting place the name, kind and figures that the design has of it."""
    known = figures.get(one["id"])
    if known is None:
        return one
    return {
        **one,
        **{key: known[key] for key in ("name", "kind", "activities", "district")},
        "neighbourhood": known["neighbourhood"],
        "cost_eur": known["cost_eur"],
        "visitors": known["visitors"],
        "financiers": [known["funder"]],
        "way_in": "open",
    }


def _service(one: dict[str, Any]) -> Service:
    return Service.model_validate(
        {
            "id": one["id"],
            "organisation": one["organisation"],
            "name": one["name"],
            "kind": one["kind"],
            "activities": one["activities"],
            **{key: one[key] for key in OF_SERVICE if key in one},
        }
    )


def _offer(one: dict[str, Any], record: dict[str, Any], design: Design) -> Offer:
    opening = openings(one.get("opening", ()))
    where = one.get("at", one["id"] if "district" in one else None)
    price = {"price_year": design.record["places"]["price_year"]} if "cost_eur" in one else {}
    return Offer(
        id=one["id"],
        service=one["id"],
        location=where,
        slug=one["id"],
        municipality=design.code,
        opening=opening,
        closed=tuple(Closed(**record[day]) for day in DAYS) if opening else (),
        regular_visitors=one.get("visitors"),
        cost_eur_per_year=one.get("cost_eur"),
        assured_on=record["day"] - timedelta(days=one["assured_days"]),
        source=record["source"],
        fictitious=True,
        **price,
        **{key: one[key] for key in OF_OFFER if key in one},
    )


def openings(said: list[str] | tuple[str, ...]) -> tuple[Opening, ...]:
    """Read "1-5 09:00-17:00" as one opening for each of the days, in order of the week."""
    found = []
    for one in said:
        days, hours = one.split()
        first, _, last = days.partition("-")
        opens, _, closes = hours.partition("-")
        for day in range(int(first), int(last or first) + 1):
            found.append(Opening(day=day, opens=opens, closes=closes))
    return tuple(sorted(found, key=lambda each: (each.day, each.opens)))


class _Spots:
    """Where each place lies: a point inside its neighbourhood, by its own chance."""

    def __init__(self, design: Design, town: Town, seed: int) -> None:
        self.design, self.town, self.seed = design, town, seed
        self.division = make_division(design, town, design.years[-1])
        self.codes = self.division.areas["code"].to_list()

    def location(self, one: dict[str, Any], record: dict[str, Any]) -> Location:
        """Give the place of a provision that has its own."""
        index = self.design.index_of(one["district"])
        cells = np.flatnonzero(self.town.land.district == index)
        asked = min(one["neighbourhood"], len(cells)) - 1
        wanted = int(cells[self.town.order[cells] == asked][0])
        # The smallest area that holds the cell comes last: large to small.
        code = self.codes[int(np.flatnonzero(self.division.holds[:, wanted])[-1])]
        x, y = point_inside(self.town, wanted, stream(self.seed, "place", one["id"]))
        spot = to_wgs84(Point(x, y), self.design.longitude, self.design.latitude)
        return Location(
            id=one["id"],
            name=one["name"] if one["kind"] in {"community_centre", "library"} else "",
            town=record["town"],
            longitude=spot.x,
            latitude=spot.y,
            neighbourhood=code,
            **{key: one[key] for key in OF_PLACE if key in one},
        )
