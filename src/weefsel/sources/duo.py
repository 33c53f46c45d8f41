"""Schools of the Dienst Uitvoering Onderwijs: where many residents already come.

References: DUO, Open onderwijsdata, "Alle vestigingen" per kind of education,
https://duo.nl/open_onderwijsdata. The column DENOMINATIE is never read: it tells religion.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.sources.area_code import SHAPES
from weefsel.sources.local_grid import Cell, Grid
from weefsel.sources.names import slug
from weefsel.sources.places import Place, Places

DUO = "duo"
SCHOOL = "school"
SOURCE = "DUO, Open onderwijsdata, CC0 1.0"
URL = "https://duo.nl/open_onderwijsdata/"
ATTRIBUTION = "Bron: Dienst Uitvoering Onderwijs (DUO)"
LICENCE = "CC0 1.0"
_POSTCODE = re.compile(r"\d{4}[A-Z]{2}")
# Headings of DUO over the years, letters and digits only.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("vestigingsnummer", "vestigingscode"),
    "name": ("vestigingsnaam", "instellingsnaamvestiging"),
    "street": ("straatnaam",),
    "number": ("huisnummertoevoeging",),
    "postcode": ("postcode",),
    "town": ("plaatsnaam",),
    "number_of_municipality": ("gemeentenummer",),
    "phone": ("telefoonnummer",),
    "website": ("internetadres",),
}
_NEEDED = ("id", "name", "postcode", "number_of_municipality")
_DIGITS = 4  # of the number of a municipality


def is_schools(columns: tuple[str, ...]) -> bool:
    """Tell whether the headings of a table are those of the schools of DUO."""
    there = {slug(one) for one in columns}
    return all(there & set(_COLUMNS[one]) for one in _NEEDED)


def read_schools(
    grid: Grid,
    points: Mapping[str, tuple[float, float]] | None = None,
    *,
    municipality: str | None = None,
) -> Places:
    """Read the schools of a table; ``points`` gives longitude and latitude by postcode.

    Only those of one municipality when it is given. A school whose postcode has no point
    stays without one: that is said. Raises ``InputError`` when the table lacks a column.
    """
    there = {slug(one): at for at, one in enumerate(grid.columns)}
    place = {
        field: next((there[one] for one in names if one in there), None)
        for field, names in _COLUMNS.items()
    }
    lacking = [one for one in _NEEDED if place[one] is None]
    if lacking:
        raise InputError(
            text(
                "this table lacks the column %(column)s.", column=_COLUMNS[lacking[0]][0].upper()
            ),
            where=grid.file,
            todo=text("Download the file of DUO again, whole."),
        )
    known = points or {}
    schools: list[Place] = []
    wrong = elsewhere = 0
    for row in grid.rows:
        said = {field: _words(row[at]) if at is not None else "" for field, at in place.items()}
        number = said.pop("number_of_municipality").split(".")[0].zfill(_DIGITS)
        code = f"GM{number}"
        if not said["name"] or not said["id"] or not re.fullmatch(SHAPES["municipality"], code):
            wrong += 1
            continue
        if municipality not in (None, code):
            elsewhere += 1
            continue
        postcode = said["postcode"].replace(" ", "").upper()
        point = known.get(postcode)
        schools.append(
            Place(
                source=DUO,
                kind=SCHOOL,
                operator_kind=SCHOOL,
                municipality=code,
                longitude=None if point is None else point[0],
                latitude=None if point is None else point[1],
                url=URL,
                id=said["id"],
                name=said["name"],
                street=said["street"],
                number=said["number"],
                postcode=said["postcode"],
                town=said["town"].title(),
                phone=said["phone"],
                website=said["website"],
            )
        )
    remarks: list[Text] = []
    if elsewhere:
        remarks.append(
            text("places in another municipality, left out: %(count)s.", count=elsewhere)
        )
    without = sum(one.longitude is None for one in schools)
    if known and without:
        remarks.append(
            text("schools with a postcode without a known point: %(count)s.", count=without)
        )
    if wrong:
        remarks.append(text("rows that say no school, left out: %(count)s.", count=wrong))
    return Places(tuple(schools), SOURCE, URL, ATTRIBUTION, LICENCE, tuple(remarks))


def _words(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:.0f}" if isinstance(cell, float) else " ".join(cell.split())


def is_points(found: Any) -> bool:
    """Tell whether JSON is a list of postcodes with their points."""
    return (
        isinstance(found, list)
        and bool(found)
        and all(isinstance(one, dict) and {"code", "lat", "lon"} <= set(one) for one in found)
    )


def points_of(found: list[dict[str, Any]]) -> dict[str, tuple[float, float]]:
    """Give longitude and latitude by postcode; what is no Dutch postcode is left out."""
    points = {}
    for one in found:
        code = str(one["code"]).replace(" ", "").upper()
        both = one["lon"], one["lat"]
        if _POSTCODE.fullmatch(code) and all(isinstance(each, int | float) for each in both):
            points[code] = (float(both[0]), float(both[1]))
    return points


def is_school_points(found: Any) -> bool:
    """Tell whether GeoJSON holds schools as points, with the number of their pupils."""
    if not isinstance(found, dict) or not isinstance(found.get("features"), list):
        return False
    features = [one for one in found["features"] if isinstance(one, dict)]
    return bool(features) and all(
        {"name", "type", "studentCount"} <= set(one.get("properties") or {}) for one in features
    )


def read_school_points(content: bytes | str, name: str) -> Places:
    """Read schools from GeoJSON; raises ``InputError`` when it holds none."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as fault:
        raise _no_schools(name) from fault
    if not is_school_points(found):
        raise _no_schools(name)
    updated = _date(str((found.get("metadata") or {}).get("lastUpdated", "")))
    schools = []
    twice: dict[str, int] = {}
    for feature in found["features"]:
        said = feature["properties"]
        place = (feature.get("geometry") or {}).get("coordinates")
        point = place if isinstance(place, list) and len(place) > 1 else (None, None)
        title = " ".join(str(said["name"]).split())
        if not title:
            continue
        town = str(said.get("plaats") or "").title()
        key = slug(title, town, str(said["type"]))
        twice[key] = twice.get(key, 0) + 1
        schools.append(
            Place(
                source=DUO,
                id=key if twice[key] == 1 else f"{key}-{twice[key]}",
                name=title,
                kind=SCHOOL,
                operator_kind=SCHOOL,
                description=str(said["type"]).capitalize(),
                town=town,
                longitude=point[0],
                latitude=point[1],
                assured_on=updated,
                url=URL,
                tags={"studentCount": str(said["studentCount"])},
            )
        )
    return Places(tuple(schools), SOURCE, URL, ATTRIBUTION, LICENCE)


def _date(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _no_schools(name: str) -> InputError:
    return InputError(
        text("this file holds no schools with their number of pupils."),
        where=name,
        todo=text("Bring the table of DUO, or GeoJSON with the name and the kind of each school."),
    )
