"""Places of OpenStreetMap from GeoJSON or JSON of Overpass: points, ways and relations.

Data of OpenStreetMap are under the Open Database Licence; whoever shows them names
"© OpenStreetMap-bijdragers" (https://www.openstreetmap.org/copyright).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from weefsel.base.document import Document, check, read_toml
from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.sources.osm_hours import opening_of
from weefsel.sources.places import Place, Places

KINDS = Path(__file__).with_name("osm_kinds.toml")
OSM = "osm"
_ADDRESS = "https://www.openstreetmap.org/"
_KINDS = ("node", "way", "relation")
_WORDS, _NAME = 500, 200  # signs that the social map has room for
_DATE = len("2026-11-22")


class _Rule(Document):
    kind: str
    tags: dict[str, str]


class Kinds(Document):
    """The rules of ``osm_kinds.toml``."""

    source: str
    url: str
    attribution: str
    licence: str
    rule: tuple[_Rule, ...]
    field: dict[str, tuple[str, ...]]
    organisation: dict[str, str]
    left: dict[str, tuple[str, ...]]

    def kind_of(self, tags: Mapping[str, str]) -> str | None:
        """Give the kind of the rule with most tags that fits; none when none does."""
        fits = [
            one for one in self.rule
            if all(value in _parts(tags.get(key, "")) for key, value in one.tags.items())
        ]  # fmt: skip
        return max(fits, key=lambda one: len(one.tags)).kind if fits else None


def _parts(value: str) -> list[str]:
    return [one.strip() for one in value.split(";")]


@cache
def kinds() -> Kinds:
    """Give the rules that come with Weefsel."""
    return check(Kinds, read_toml(KINDS.read_bytes(), KINDS.name), KINDS.name)


def is_osm(found: Any) -> bool:
    """Tell whether JSON is of OpenStreetMap: elements of Overpass, or features with such ids."""
    if not isinstance(found, dict):
        return False
    if isinstance(found.get("elements"), list):
        return True
    features = found.get("features")
    if not isinstance(features, list) or not features:
        return False
    return any(_identified(one) is not None for one in features if isinstance(one, dict))


def read_osm(content: bytes | str, name: str) -> Places:
    """Read the places of a file that are of a known kind and have a name.

    Raises ``InputError`` when it is no JSON or holds nothing of OpenStreetMap.
    """
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as fault:
        raise InputError(
            text("this file is not JSON."),
            where=name,
            todo=text("Export the places as GeoJSON, for instance from overpass-turbo.eu."),
        ) from fault
    if not is_osm(found):
        raise InputError(
            text("this file holds no places of OpenStreetMap."),
            where=name,
            todo=text("Export the places as GeoJSON, for instance from overpass-turbo.eu."),
        )
    rules = kinds()
    places: dict[str, Place] = {}
    nameless = strange = without_point = 0
    for key, tags, point in _elements(found):
        kind = rules.kind_of(tags)
        if kind is None:
            strange += 1
            continue
        made = _place(key, kind, tags, point, rules)
        if not made.name:
            nameless += 1
            continue
        without_point += point is None
        places.setdefault(key, made)
    remarks = []
    if strange:
        remarks.append(text("things on the map of no kind we know: %(count)s.", count=strange))
    if nameless:
        remarks.append(text("places without a name, left out: %(count)s.", count=nameless))
    if without_point:
        remarks.append(text("places without a point on the map: %(count)s.", count=without_point))
    return Places(
        tuple(places.values()),
        rules.source, rules.url, rules.attribution, rules.licence, tuple(remarks),
    )  # fmt: skip


_Element = tuple[str, dict[str, str], tuple[float, float] | None]


def _elements(found: dict[str, Any]) -> Iterator[_Element]:
    """Give each element with tags: its id, its tags and a point of it."""
    if isinstance(found.get("elements"), list):
        elements = [one for one in found["elements"] if isinstance(one, dict)]
        nodes = {one.get("id"): one for one in elements if one.get("type") == "node"}
        for one in elements:
            if one.get("type") in _KINDS and one.get("tags"):
                yield f"{one['type']}/{one.get('id')}", _tags(one["tags"]), _point(one, nodes)
        return
    for feature in found["features"]:
        key = _identified(feature) if isinstance(feature, dict) else None
        if key is None:
            continue
        properties = feature.get("properties") or {}
        tags = properties.get("tags")
        yield key, _tags(tags if isinstance(tags, dict) else properties), _middle(feature)


def _identified(feature: Mapping[str, Any]) -> str | None:
    properties = feature.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    for said in (properties.get("@id"), feature.get("id"), properties.get("id")):
        kind, _, number = str(said).partition("/")
        if kind in _KINDS and number.isdigit():
            return f"{kind}/{number}"
    if properties.get("type") in _KINDS and str(properties.get("id")).isdigit():
        return f"{properties['type']}/{properties['id']}"
    return None


def _tags(found: Any) -> dict[str, str]:
    """Give the tags as text, without those that tell religion or who drew the map."""
    left = set(kinds().left["tags"])
    if not isinstance(found, dict):
        return {}
    return {
        str(key): str(value)
        for key, value in found.items()
        if key not in left
        and not str(key).startswith("@")
        and isinstance(value, str | int | float)
    }


def _point(element: Mapping[str, Any], nodes: Mapping[Any, Any]) -> tuple[float, float] | None:
    """Give the point of an element of Overpass: itself, its centre, or the middle of its nodes."""
    for one in (element, element.get("center")):
        if isinstance(one, dict) and _is_point(one.get("lon"), one.get("lat")):
            return float(one["lon"]), float(one["lat"])
    line = element.get("geometry") or [nodes.get(one) for one in element.get("nodes", ())]
    points = [
        (float(one["lon"]), float(one["lat"]))
        for one in line
        if isinstance(one, dict) and _is_point(one.get("lon"), one.get("lat"))
    ]
    bounds = element.get("bounds")
    if not points and isinstance(bounds, dict):
        points = [(bounds["minlon"], bounds["minlat"]), (bounds["maxlon"], bounds["maxlat"])]
    return _centre(points)


def _is_point(longitude: Any, latitude: Any) -> bool:
    return all(
        isinstance(one, int | float) and not isinstance(one, bool) and -most <= one <= most
        for one, most in ((longitude, 180), (latitude, 90))
    )


def _centre(points: list[tuple[float, float]]) -> tuple[float, float] | None:
    if not points:
        return None
    east, north = [one[0] for one in points], [one[1] for one in points]
    return (min(east) + max(east)) / 2, (min(north) + max(north)) / 2


def _middle(feature: Mapping[str, Any]) -> tuple[float, float] | None:
    """Give a point of a shape that lies in it."""
    import shapely

    try:
        shape = shapely.from_geojson(json.dumps(feature.get("geometry")))
    except (shapely.errors.GEOSException, TypeError, ValueError):
        return None
    if shape is None or shape.is_empty:
        return None
    inside = shape if shape.geom_type == "Point" else shape.representative_point()
    return (inside.x, inside.y) if _is_point(inside.x, inside.y) else None


def _place(
    key: str, kind: str, tags: dict[str, str], point: tuple[float, float] | None, rules: Kinds
) -> Place:
    said = {
        field: next((tags[one].strip() for one in names if tags.get(one)), "")
        for field, names in rules.field.items()
    }
    hours = tags.get("opening_hours", "")
    opening = opening_of(hours)
    checked = said.pop("checked")
    fee = tags.get("fee")
    return Place(
        source=OSM,
        id=key,
        kind=kind,
        operator_kind=rules.organisation.get(kind, ""),
        **{name: value[:_NAME] for name, value in said.items()},
        longitude=None if point is None else point[0],
        latitude=None if point is None else point[1],
        opening=opening,
        opening_words="" if opening else hours[:_WORDS],
        wheelchair={"yes": True, "designated": True, "no": False}.get(tags.get("wheelchair", "")),
        free={"no": True, "yes": False}.get(fee or ""),
        assured_on=_date(checked),
        url=f"{_ADDRESS}{key}",
        tags=tags,
    )


def _date(said: str) -> date | None:
    try:
        return date.fromisoformat(said[:_DATE])
    except ValueError:
        return None
