"""What searching reads of a municipality: index, place names and borders, kept while it holds."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

import shapely
from shapely.geometry.base import BaseGeometry

from weefsel.atlas.detail import MUNICIPALITY
from weefsel.base.figure import Figure, Source
from weefsel.base.language import text
from weefsel.provisions.everyday import everyday_words
from weefsel.provisions.find_index import ProvisionIndex
from weefsel.provisions.near import Area, Gazetteer
from weefsel.provisions.place_kind import place_kinds
from weefsel.sources.area_code import country_of
from weefsel.web import ask
from weefsel.web.social_map import known

KEPT = 4  # indexes that a process keeps
FINE = 7  # digits of a degree behind the point that are written: a centimetre


@dataclass(frozen=True)
class Searchable:
    """A municipality that can be searched."""

    code: str
    name: str
    mark: str
    index: ProvisionIndex
    places: Gazetteer
    borders: dict[str, BaseGeometry]  # of its neighbourhoods, in degrees of WGS84
    names: dict[str, str]  # of its areas, by code
    fictitious: bool

    @property
    def source(self) -> Source:
        """Give the social map as the source of what is counted in it."""
        title = text("Social map of %(name)s", name=self.name)
        return Source(
            id=f"own:social-map-{self.code}",
            title=title.render("nl"),
            extra={"name_nl": title.render("nl"), "name_en": title.render("en")},
        )

    def count(self, key: str, value: int) -> Figure:
        """Give a number of provisions as a figure."""
        return Figure(
            f"social_map.{key}",
            value,
            decimals=0,
            sources=(self.source.id,),
            reason=text("a count of what stands in the register, not an estimate"),
        )

    def metres(self, distance: float) -> Figure:
        """Give a distance as a figure: to ten metres, from a kilometre on to a tenth of one."""
        far = distance >= 1000
        return Figure(
            "social_map.distance",
            distance / 1000 if far else max(10.0, round(distance, -1)),
            unit="km" if far else "m",
            decimals=1 if far else 0,
            sources=(self.source.id,),
            reason=text("a straight line; the way on foot is longer"),
        )


_kept: dict[str, Searchable] = {}
_renewing = Lock()


def searchable(code: str) -> Searchable:
    """Give a municipality ready to be searched; kept until its map or the store changes.

    Raises ``NotFoundError`` when the municipality is not loaded.
    """
    row = ask.area(code)
    mark = f"{known.mark(code)} {id(ask.store().manifest())}"
    held = _kept.get(code)
    if held is not None and held.mark == mark:
        return held
    with _renewing:
        held = _kept.get(code)
        if held is not None and held.mark == mark:
            return held
        made = _make(code, str(row["name"][0]), bool(row["fictitious"][0]), mark)
        while len(_kept) >= KEPT and code not in _kept:
            _kept.pop(next(iter(_kept)))
        _kept[code] = made
        return made


def _make(code: str, name: str, fictitious: bool, mark: str) -> Searchable:
    country = country_of(code)
    year = ask.newest_division(country) or 0
    frame = ask.store().areas(year, country=country, municipality=code)
    shapes = ask.borders(frame["code"].to_list(), year, country, detail=MUNICIPALITY).geometries
    entries = known.entries(code)
    areas, names, borders = [], {}, {}
    order = {"neighbourhood": 0, "district": 1, "municipality": 2}
    rows = sorted(frame.iter_rows(named=True), key=lambda row: (order[row["level"]], row["code"]))
    for row in rows:
        names[row["code"]] = row["name"]
        shape = shapes.get(row["code"])
        if shape is None:
            continue
        middle = shapely.point_on_surface(shape)
        areas.append(Area(row["code"], row["name"], row["level"], (middle.x, middle.y)))
        if row["level"] == "neighbourhood":
            borders[row["code"]] = shape
    index = ProvisionIndex(entries, everyday_words(), place_kinds())
    return Searchable(
        code, name, mark, index, Gazetteer(areas, entries), borders, names, fictitious
    )
