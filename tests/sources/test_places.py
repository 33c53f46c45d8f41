"""Places of OpenStreetMap and schools of DUO: kinds, hours, points, and what is never read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weefsel.base.errors import InputError
from weefsel.provisions.place_kind import place_kinds
from weefsel.sources.duo import is_points, points_of, read_school_points, read_schools
from weefsel.sources.local_grid import grid_of, read_grid
from weefsel.sources.osm import kinds, read_osm
from weefsel.sources.osm_hours import opening_of

SQUARE = [[[3.90, 53.40], [3.92, 53.40], [3.92, 53.42], [3.90, 53.42], [3.90, 53.40]]]


def feature(key, geometry, **tags):
    return {"type": "Feature", "id": key, "geometry": geometry, "properties": {"@id": key, **tags}}


def point(x=3.9, y=53.4):
    return {"type": "Point", "coordinates": [x, y]}


def test_every_kind_of_the_rules_is_one_we_know() -> None:
    assert {one.kind for one in kinds().rule} <= set(place_kinds())
    assert len({one.kind for one in kinds().rule}) >= 15


def test_points_ways_and_relations_of_geojson_become_places() -> None:
    given = {
        "type": "FeatureCollection",
        "features": [
            feature("node/1", point(), amenity="library", name="Bieb", wheelchair="yes",
                    **{"addr:street": "Plein", "addr:housenumber": "3", "contact:phone": "1",
                       "opening_hours": "Mo-Fr 10:00-17:00; PH off", "check_date": "2026-03-01"}),
            feature("way/2", {"type": "Polygon", "coordinates": SQUARE}, leisure="sports_centre",
                    sport="swimming;diving", name="Het Diep", fee="yes"),
            feature("relation/3", {"type": "MultiPolygon", "coordinates": [SQUARE]},
                    amenity="social_facility", social_facility="food_bank", name="Voedselbank",
                    operator="Stichting Genoeg"),
            feature("node/4", point(), amenity="place_of_worship", religion="christian",
                    denomination="protestant", name="De Kerk"),
            feature("node/5", point(), amenity="library"),
            feature("node/6", point(), amenity="bench", name="Bankje"),
            feature("node/7", None, amenity="food_bank", name="Zonder plek"),
        ],
    }  # fmt: skip
    found = read_osm(json.dumps(given), "kaart.geojson")
    by_id = {one.id: one for one in found.places}
    assert {key: one.kind for key, one in by_id.items()} == {
        "node/1": "library", "way/2": "swimming_pool", "relation/3": "food_bank",
        "node/4": "faith_place", "node/7": "food_bank",
    }  # fmt: skip
    library = by_id["node/1"]
    assert (library.street, library.number, library.phone) == ("Plein", "3", "1")
    assert [one.day for one in library.opening] == [1, 2, 3, 4, 5]
    assert library.assured_on is not None
    assert library.assured_on.isoformat() == "2026-03-01"
    assert library.wheelchair is True
    assert library.url == "https://www.openstreetmap.org/node/1"
    pool = by_id["way/2"]
    assert pool.longitude == pytest.approx(3.91, abs=0.01)
    assert pool.free is False
    assert by_id["relation/3"].operator == "Stichting Genoeg"
    assert by_id["node/7"].longitude is None
    assert "ODbL" in found.source
    said = [one.render("nl") for one in found.remarks]
    assert "plekken zonder naam, weggelaten: 1." in said
    assert "plekken zonder punt op de kaart: 1." in said


def test_religion_is_never_read_from_the_map() -> None:
    given = {"elements": [{"type": "node", "id": 1, "lat": 53.4, "lon": 3.9, "tags": {
        "amenity": "place_of_worship", "religion": "muslim", "denomination": "sunni",
        "name": "Gebedshuis"}}]}  # fmt: skip
    (one,) = read_osm(json.dumps(given), "x").places
    assert "muslim" not in repr(one)
    assert "sunni" not in repr(one)


def test_what_overpass_gives_is_read_with_and_without_centres() -> None:
    given = {
        "elements": [
            {"type": "node", "id": 1, "lat": 53.4, "lon": 3.9},
            {"type": "node", "id": 2, "lat": 53.42, "lon": 3.94},
            {"type": "way", "id": 10, "nodes": [1, 2, 1],
             "tags": {"amenity": "community_centre", "name": "De Klos"}},
            {"type": "way", "id": 11, "center": {"lat": 53.5, "lon": 4.0},
             "tags": {"amenity": "community_centre", "name": "Het Anker",
                      "community_centre:for": "juvenile"}},
            {"type": "relation", "id": 12, "tags": {"leisure": "playground", "name": "Speelbos"},
             "bounds": {"minlat": 53.0, "minlon": 3.0, "maxlat": 53.2, "maxlon": 3.4}},
        ]
    }  # fmt: skip
    found = {one.id: one for one in read_osm(json.dumps(given), "x").places}
    assert (found["way/10"].longitude, found["way/10"].latitude) == pytest.approx((3.92, 53.41))
    assert found["way/11"].kind == "youth_centre"
    assert found["way/11"].latitude == 53.5
    assert (found["relation/12"].longitude, found["relation/12"].latitude) == pytest.approx(
        (3.2, 53.1)
    )


@pytest.mark.parametrize("content", ["", "[]", "{", '{"features": []}', '{"elements": 3}', "[[[["])
def test_what_is_no_map_is_refused(content: str) -> None:
    with pytest.raises(InputError):
        read_osm(content, "x")


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Mo-Fr 09:00-17:00", [(day, "09:00", "17:00") for day in range(1, 6)]),
        ("Mo,We 9:00-12:00,13:00-17:00; PH off",
         [(1, "09:00", "12:00"), (1, "13:00", "17:00"), (3, "09:00", "12:00"),
          (3, "13:00", "17:00")]),
        ("Mo-Fr 09:00-17:00; We off", [(day, "09:00", "17:00") for day in (1, 2, 4, 5)]),
        ("Sa-Mo 10:00-24:00", [(day, "10:00", "24:00") for day in (1, 6, 7)]),
        ("24/7", [(day, "00:00", "24:00") for day in range(1, 8)]),
        ("10:00-12:00", [(day, "10:00", "12:00") for day in range(1, 8)]),
        # What is more than days and hours is not read at all, rather than half of it.
        ("Mo-Fr 09:00-17:00; Jul-Aug off", []),
        ("Fr 20:00-02:00", []),
        ("first Tuesday of the month", []),
        ('Mo-Fr 09:00-17:00 "op afspraak"', []),
        ("", []),
    ],
)  # fmt: skip
def test_opening_hours_of_an_ordinary_week(said: str, found) -> None:
    assert [(one.day, one.opens, one.closes) for one in opening_of(said)] == found


@given(st.text(alphabet="MoTuWeThFrSaSu-,;: 0123456789offPH/"))
def test_no_words_break_the_reading_of_hours(said: str) -> None:
    for one in opening_of(said):
        assert 1 <= one.day <= 7
        assert one.opens < one.closes <= "24:00"


HEAD = "VESTIGINGSNUMMER,VESTIGINGSNAAM,STRAATNAAM,HUISNUMMER-TOEVOEGING,POSTCODE,PLAATSNAAM,GEMEENTENUMMER,DENOMINATIE"  # noqa: E501
ROWS = """
00AA00,De Eerste,Plein,1,0301 AB,WEVERDAM,9990,Rooms-Katholiek
00AA01,De Tweede,Laan,2-a,0302 AB,WEVERDAM,9990,Islamitisch
00AA02,Elders,Weg,3,0303 AB,ANDERS,0114,Openbaar
,Zonder nummer,Weg,3,0303 AB,ANDERS,0114,Openbaar
"""


def test_schools_of_a_table_get_the_point_of_their_postcode() -> None:
    grid = grid_of((HEAD + ROWS).encode(), "duo.csv")
    found = read_schools(grid, {"0301AB": (3.9, 53.4)}, municipality="GM9990")
    assert [one.name for one in found.places] == ["De Eerste", "De Tweede"]
    assert (found.places[0].longitude, found.places[0].latitude) == (3.9, 53.4)
    assert found.places[1].longitude is None
    assert found.places[0].town == "Weverdam"
    said = [one.render("nl") for one in found.remarks]
    assert any("zonder bekend punt: 1" in one for one in said)
    assert any("andere gemeente, weggelaten: 1" in one for one in said)
    assert "Katholiek" not in repr(found)
    assert "Islamitisch" not in repr(found)


def test_a_table_without_a_column_of_duo_says_which() -> None:
    grid = grid_of(b"VESTIGINGSNUMMER,VESTIGINGSNAAM,POSTCODE\n1,De Eerste,0301 AB\n", "duo.csv")
    with pytest.raises(InputError, match="GEMEENTENUMMER"):
        read_schools(grid)


def test_schools_as_points_of_one_name_stay_apart() -> None:
    school = {"name": "De Brug", "type": "basisschool", "studentCount": 100, "plaats": "ERGENS"}
    given = {
        "features": [
            {"geometry": point(), "properties": school},
            {"geometry": point(3.91), "properties": school},
        ],
        "metadata": {"lastUpdated": "2026-03-27"},
    }
    found = read_school_points(json.dumps(given), "x").places
    assert len({one.id for one in found}) == 2
    assert found[0].assured_on is not None


@pytest.mark.realdata
def test_the_schools_of_hengelo_and_alkmaar_are_read_and_located(real_data: Path) -> None:
    folder = real_data / "voorzieningen"
    grid = read_grid(folder / "duo_basisscholen_vestigingen_2016.csv")
    listed = json.loads((folder / "duo_basisscholen_postcode_latlon_2016.json").read_bytes())
    assert is_points(listed)
    points = points_of(listed)
    # The figures of the collection's own README: 6,513 rows, of which 6,165 have a point.
    whole = read_schools(grid, points)
    assert len(whole.places) == 6513
    assert sum(one.longitude is not None for one in whole.places) == 6165
    hengelo = read_schools(grid, points, municipality="GM0164").places
    alkmaar = read_schools(grid, points, municipality="GM0361").places
    for schools, least in ((hengelo, 20), (alkmaar, 30)):
        assert len(schools) >= least
        assert sum(one.longitude is not None for one in schools) >= 0.9 * len(schools)
    assert "DENOMINATIE" in grid.columns
    assert "Katholiek" not in "".join(repr(one.tags) + one.description for one in hengelo)
    content = (folder / "scholen_alkmaar_2026.geojson").read_bytes()
    assert len(read_school_points(content, "x").places) == 47
