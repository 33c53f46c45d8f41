"""Where somebody means: a neighbourhood, a postcode or a street that the map itself knows.

No address leaves Weefsel: a place is looked up among the areas that are loaded and the
addresses in the social map. Distances are straight lines over the ellipsoid of WGS84.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from weefsel.base.language import Text, text
from weefsel.provisions.social_map import Entry
from weefsel.provisions.spelling import Spelling
from weefsel.provisions.stems import tokens

Floats = npt.NDArray[np.float64]
Point = tuple[float, float]  # longitude and latitude, degrees of WGS84
Sort = Literal["neighbourhood", "district", "municipality", "town", "street", "postcode", "device"]
POSTCODE = re.compile(r"\b(\d{4})\s?([A-Za-z]{2})?\b")

SORTS: dict[str, Text] = {
    "neighbourhood": text("neighbourhood"),
    "district": text("district"),
    "municipality": text("municipality"),
    "town": text("town"),
    "street": text("street"),
    "postcode": text("postcode"),
    "device": text("the place of your phone"),
}


@dataclass(frozen=True)
class Area:
    """An area that can be named: its code, its name and its middle."""

    code: str
    name: str
    sort: Sort
    point: Point


@dataclass(frozen=True)
class Somewhere:
    """A place that was understood; ``rough`` where only a part of what was said is known."""

    name: str
    sort: Sort
    point: Point
    code: str = ""
    rough: bool = False


class Points:
    """The places of many provisions, ``(provision, 2)`` degrees; NaN where unknown."""

    def __init__(self, points: Sequence[Point | None]) -> None:
        nowhere = (np.nan, np.nan)
        self._points = np.array(
            [nowhere if one is None else one for one in points], dtype=np.float64
        ).reshape(-1, 2)

    def distance(self, point: Point) -> Floats:
        """Give metres in a straight line from a point, ``(provision)``; infinite where unknown."""
        from pyproj import Geod  # late: only who asks for what is near needs it

        known = ~np.isnan(self._points[:, 0])
        found = np.full(len(self._points), np.inf)
        count = int(known.sum())
        if count:
            lon, lat = self._points[known].T
            _, _, metres = Geod(ellps="WGS84").inv(
                np.full(count, point[0]), np.full(count, point[1]), lon, lat
            )
            found[known] = metres
        return found


class Gazetteer:
    """Every place that can be named in a municipality."""

    def __init__(self, areas: Iterable[Area], entries: Iterable[Entry]) -> None:
        self._named: dict[str, Somewhere] = {}
        self._coded: dict[str, Somewhere] = {}
        self._postcodes: dict[str, Somewhere] = {}
        towns: dict[str, list[tuple[str, Point]]] = {}
        streets: dict[str, list[tuple[str, Point]]] = {}
        postcodes: dict[str, list[tuple[str, Point]]] = {}
        for one in entries:
            if one.location is None or one.point is None:
                continue
            where, point = one.location, one.point
            _hold(streets, where.street, point)
            _hold(towns, where.town, point)
            code = where.postcode.replace(" ", "").upper()
            if POSTCODE.fullmatch(code):
                _hold(postcodes, code, point)
                _hold(postcodes, code[:4], point)
        for area in areas:
            found = Somewhere(area.name, area.sort, area.point, area.code)
            self._coded[area.code] = found
            self._named.setdefault(_folded(area.name), found)
        for sort, held in (("street", streets), ("town", towns)):
            self._take(held, sort)  # type: ignore[arg-type]
        for key, spots in postcodes.items():
            name = f"{key[:4]} {key[4:]}".strip().upper()
            self._postcodes[key.upper()] = Somewhere(name, "postcode", _middle(spots))
        self._spelling = Spelling(_squeezed(each) for each in self._named)
        self._squeezed: Mapping[str, str] = {_squeezed(each): each for each in self._named}

    def _take(self, held: Mapping[str, Sequence[tuple[str, Point]]], sort: Sort) -> None:
        for name, spots in held.items():
            self._named.setdefault(name, Somewhere(spots[0][0], sort, _middle(spots)))

    def at(self, code: str) -> Somewhere | None:
        """Give the middle of an area by its code, none where its borders are not loaded."""
        return self._coded.get(code)

    def find(self, words: str) -> Somewhere | None:
        """Give the place that words name, none where the map knows no such place.

        A postcode in them goes first, then a name, then a street before a house number, then
        a name with a slip. Of a postcode whose letters are unknown its digits count, rough.
        """
        for found in POSTCODE.finditer(words):
            digits, letters = found.group(1), (found.group(2) or "").upper()
            if (one := self._postcodes.get(digits + letters)) is not None:
                return one
            if (one := self._postcodes.get(digits)) is not None:
                return Somewhere(digits, "postcode", one.point, rough=True)
        said = tokens(words)
        while said:
            if (one := self._named.get(" ".join(said))) is not None:
                return one
            if not said[-1][:1].isdigit() and len(said[-1]) > 1:
                break
            said = said[:-1]  # a house number, and the letter after it
        mended = self._spelling.mend("".join(said)) if said else ""
        return self._named[self._squeezed[mended]] if mended else None

    def within(self, question: str) -> tuple[str, Somewhere | None]:
        """Give what is left of a question when a place is taken out of it, and that place.

        Only whole names and postcodes count; the longest one goes first.
        """
        for found in POSTCODE.finditer(question):
            one = self.find(found.group(0))
            if one is not None:
                return f"{question[: found.start()]} {question[found.end() :]}".strip(), one
        said = tokens(question)
        for size in range(min(len(said), self._most), 0, -1):
            for begin in range(len(said) - size, -1, -1):
                name = " ".join(said[begin : begin + size])
                one = self._named.get(name)
                if one is not None and one.sort not in ("town", "municipality"):
                    rest = said[:begin] + said[begin + size :]
                    while rest and rest[-1].isdigit():
                        rest = rest[:-1]
                    return " ".join(rest), one
        return question, None

    @property
    def _most(self) -> int:
        return max((name.count(" ") + 1 for name in self._named), default=0)


def _folded(name: str) -> str:
    return " ".join(tokens(name))


def _squeezed(name: str) -> str:
    return name.replace(" ", "")


def _hold(held: dict[str, list[tuple[str, Point]]], name: str, point: Point) -> None:
    if folded := _folded(name):
        held.setdefault(folded, []).append((name, point))


def _middle(spots: Sequence[tuple[str, Point]]) -> Point:
    lon, lat = np.mean([point for _, point in spots], axis=0)
    return float(lon), float(lat)
