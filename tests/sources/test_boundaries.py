"""Boundaries of areas from files of all sorts."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.boundary_examples import STEP, cells, geojson, neighbourhoods, topology, write
from weefsel.errors import InputError
from weefsel.sources import areas, topojson

CODES = neighbourhoods(4)


def coded(column: str = "statcode", **more: str) -> list[dict[str, str]]:
    return [{column: code, **more} for code in CODES]


def shapes(table: areas.GeometryTable) -> dict[str, shapely.Geometry]:
    return dict(
        zip(table.frame["code"], shapely.from_wkb(table.frame["geometry"].to_list()), strict=True)
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


class TestTopoJSON:
    def test_it_gives_the_same_shapes_as_geojson(self, folder: Path) -> None:
        topo = write(folder, "a_2019.topojson", topology(2, 2, coded()))
        geo = write(folder, "a_2019.geojson", geojson(cells(2, 2), coded()))
        mine, theirs = shapes(areas.read(topo)[0]), shapes(areas.read(geo)[0])
        assert list(mine) == CODES
        for code, shape in mine.items():
            assert shape.normalize().equals_exact(theirs[code].normalize(), 1e-9)

    def test_neighbours_share_their_border_to_the_last_digit(self, folder: Path) -> None:
        (table,) = areas.read(write(folder, "a_2019.topojson", topology(2, 2, coded())))
        assert shapely.coverage_is_valid(list(shapes(table).values()))

    @settings(max_examples=25, deadline=None)
    @given(st.integers(1, 5), st.integers(1, 5))
    def test_gdal_reads_the_same_shapes(self, tmp_path_factory, columns: int, rows: int) -> None:
        """Golden: GDAL's own TopoJSON driver."""
        content = topology(columns, rows, [{"n": str(n)} for n in range(columns * rows)])
        path = write(tmp_path_factory.mktemp("gdal"), "a.topojson", content)
        (layer,) = topojson.layers(content, path.name)
        wkb = pyogrio.raw.read(f"TopoJSON:{path}")[2]
        for mine, theirs in zip(layer.shapes, shapely.from_wkb(wkb), strict=True):
            assert mine.normalize().equals_exact(theirs.normalize(), 1e-9)

    def test_holes_several_parts_and_absolute_arcs(self) -> None:
        square = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
        hole = [[1, 1], [1, 2], [2, 2], [2, 1], [1, 1]]
        far = [[9, 9], [10, 9], [10, 10], [9, 9]]
        content = {
            "type": "Topology",
            "arcs": [square, hole, far],
            "objects": {
                "a": {
                    "type": "GeometryCollection",
                    "geometries": [
                        {"type": "MultiPolygon", "arcs": [[[0], [1]], [[2]]]},
                        {"type": None},
                    ],
                }
            },
        }
        (layer,) = topojson.layers(content, "a.topojson")
        assert layer.shapes[0].area == pytest.approx(16 - 1 + 0.5)
        assert layer.shapes[1] is None

    def test_a_code_may_stand_in_the_identifier_of_a_feature(self, folder: Path) -> None:
        content = topology(2, 2, [{} for _ in CODES])
        for feature, code in zip(content["objects"]["buurten"]["geometries"], CODES, strict=True):
            feature["id"] = code
        (table,) = areas.read(write(folder, "a_2019.topojson", content))
        assert table.frame["code"].to_list() == CODES

    @pytest.mark.parametrize(
        "harm",
        [
            lambda content: content.pop("arcs"),
            lambda content: content.pop("objects"),
            lambda content: content["arcs"].clear(),
            lambda content: content["arcs"].__setitem__(0, ["x", "y"]),
        ],
    )
    def test_a_damaged_file_is_refused_in_one_sentence(self, folder: Path, harm) -> None:
        content = topology(2, 2, coded())
        harm(content)
        with pytest.raises(InputError, match=r"a_2019\.topojson.*damaged"):
            areas.read(write(folder, "a_2019.topojson", content))


class TestWhichColumnHasTheCodes:
    @pytest.mark.parametrize(
        "column", ["statcode", "code", "buurtcode", "BU_CODE", "buurtCode", "x"]
    )
    def test_any_name_will_do(self, folder: Path, column: str) -> None:
        path = write(folder, "a_2019.geojson", geojson(cells(2, 2), coded(column)))
        (table,) = areas.read(path)
        assert table.frame["code"].to_list() == CODES
        assert table.level == "neighbourhood"
        assert table.edition.id == "EX-areas-neighbourhood-2019"

    def test_the_smallest_areas_are_meant_when_larger_ones_stand_beside(
        self, folder: Path
    ) -> None:
        about = [
            {"gemeentecode": "GM9990", "wijkcode": "WK" + code[2:8], "buurtcode": code}
            for code in CODES
        ]
        (table,) = areas.read(write(folder, "a_2019.geojson", geojson(cells(2, 2), about)))
        assert table.level == "neighbourhood"

    def test_four_digits_are_not_enough(self, folder: Path) -> None:
        about = [{"Code": str(9990 + n)} for n in range(4)]
        with pytest.raises(InputError, match="no layer of this file has a column with area codes"):
            areas.read(write(folder, "a_2019.geojson", geojson(cells(2, 2), about)))

    def test_a_year_before_the_code_is_taken_off(self, folder: Path) -> None:
        about = [{"jrstatcode": f"2024{code}"} for code in CODES]
        (table,) = areas.read(write(folder, "a.geojson", geojson(cells(2, 2), about)))
        assert (table.frame["code"].to_list(), table.edition.year) == (CODES, 2024)

    def test_a_wrong_code_among_good_ones_is_named(self, folder: Path) -> None:
        about = coded()
        about[2]["statcode"] = "BU99"
        with pytest.raises(InputError, match=r"BU99.*shape 3.*statcode"):
            areas.read(write(folder, "a_2019.geojson", geojson(cells(2, 2), about)))

    def test_levels_in_one_file_become_a_table_each(self, folder: Path) -> None:
        about = [{"code": code} for code in ("GM9990", "GM9991", "WK999000", "WK999001")]
        tables = areas.read(write(folder, "a_2019.geojson", geojson(cells(2, 2), about)))
        assert {table.level: table.frame.height for table in tables} == {
            "municipality": 2,
            "district": 2,
        }

    def test_names_come_along_where_there_are_any(self, folder: Path) -> None:
        about = coded(gemeentenaam="Weverdam", buurtnaam="Spoelkwartier")
        (table,) = areas.read(write(folder, "a_2019.geojson", geojson(cells(2, 2), about)))
        assert set(table.frame["name"]) == {"Spoelkwartier"}


class TestYear:
    def test_the_option_goes_first(self, folder: Path) -> None:
        path = write(folder, "a_2019.geojson", geojson(cells(2, 2), coded(jaar="2018")))
        assert areas.read(path, year=2017)[0].edition.year == 2017

    def test_then_the_content_then_the_name(self, folder: Path) -> None:
        content = geojson(cells(2, 2), coded(jaar="2018"))
        assert areas.read(write(folder, "a_2019.geojson", content))[0].edition.year == 2018
        plain = geojson(cells(2, 2), coded())
        assert areas.read(write(folder, "b_2019.geojson", plain))[0].edition.year == 2019

    def test_without_any_it_is_refused_and_says_how_to_give_it(self, folder: Path) -> None:
        path = write(folder, "wgs84.geojson", geojson(cells(2, 2), coded()))
        with pytest.raises(InputError, match="--year"):
            areas.read(path)

    def test_two_years_in_one_file_are_refused(self, folder: Path) -> None:
        about = coded(jaar="2018")
        about[0]["jaar"] = "2019"
        with pytest.raises(InputError, match="2018, 2019"):
            areas.read(write(folder, "a.geojson", geojson(cells(2, 2), about)))


class TestWhatIsLeftOutOrMended:
    def test_water_and_foreign_ground_are_left_out_and_counted(self, folder: Path) -> None:
        """CBS: water is JA, land NEE, Belgian ground around Baarle-Nassau B (GM0998)."""
        about = coded(water="NEE")
        about[0]["water"], about[1]["water"] = "JA", "B"
        (table,) = areas.read(write(folder, "a_2019.geojson", geojson(cells(2, 2), about)))
        assert table.frame["code"].to_list() == CODES[2:]
        assert "2 shapes of water or foreign ground" in str(table.notes[0])

    def test_buitenland_is_no_municipality(self, folder: Path) -> None:
        about = [{"gemeentecode": code} for code in ("GM0001", "GM0998")]
        (table,) = areas.read(write(folder, "a_2019.geojson", geojson(cells(2, 1), about)))
        assert table.frame["code"].to_list() == ["GM0001"]

    def test_a_ring_that_crosses_itself_is_repaired_and_counted(self, folder: Path) -> None:
        rings = cells(2, 2)
        a, b, c, d, _ = rings[0]
        rings[0] = [a, c, b, d, a]  # a bow tie
        (table,) = areas.read(write(folder, "a_2019.geojson", geojson(rings, coded())))
        assert all(shape.is_valid for shape in shapes(table).values())
        assert shapes(table)[CODES[0]].area == pytest.approx(STEP**2 / 2)
        assert table.frame["repaired"].to_list() == [True, False, False, False]
        assert "1 shape that crossed itself" in str(table.notes[0])

    def test_shapes_of_one_code_are_joined(self, folder: Path) -> None:
        about = coded()
        about[1] = dict(about[0])
        (table,) = areas.read(write(folder, "a_2019.geojson", geojson(cells(2, 2), about)))
        assert shapes(table)[CODES[0]].area == pytest.approx(2 * STEP**2)
        assert "1 area came in several shapes" in str(table.notes[0])

    def test_an_empty_shape_is_named(self, folder: Path) -> None:
        rings = [None, *cells(2, 2)[1:]]
        (table,) = areas.read(write(folder, "a_2019.geojson", geojson(rings, coded())))
        assert table.frame["code"].to_list() == CODES[1:]
        assert CODES[0] in str(table.notes[0])


class TestCoordinates:
    def in_metres(self) -> list[list[list[float]]]:
        from pyproj import Transformer

        step = Transformer.from_crs(4326, 28992, always_xy=True)
        return [[list(step.transform(*point)) for point in ring] for ring in cells(2, 2)]

    def test_dutch_metres_without_a_system_are_recognised(self, folder: Path) -> None:
        (table,) = areas.read(write(folder, "a_2019.geojson", geojson(self.in_metres(), coded())))
        back = shapes(table)[CODES[0]]
        assert back.equals_exact(shapely.Polygon(cells(2, 2)[0]), 1e-7)

    def test_a_geopackage_in_dutch_metres_with_several_layers(self, folder: Path) -> None:
        path = folder / "wijkenbuurten_2022.gpkg"
        rings = self.in_metres()
        for layer, codes in (("buurten", CODES), ("gemeenten", ["GM9990"])):
            pyogrio.raw.write(
                path,
                layer=layer,
                driver="GPKG",
                crs="EPSG:28992",
                geometry_type="Polygon",
                geometry=shapely.to_wkb([shapely.Polygon(ring) for ring in rings[: len(codes)]]),
                field_data=[pl.Series(codes).to_numpy().astype(object)],
                fields=["code"],
                append=path.exists(),
            )
        tables = {table.level: table for table in areas.read(path)}
        assert set(tables) == {"neighbourhood", "municipality"}
        back = shapes(tables["neighbourhood"])[CODES[3]]
        assert back.normalize().equals_exact(shapely.Polygon(cells(2, 2)[3]).normalize(), 1e-6)

    @pytest.mark.parametrize("shift", [(40.0, 0.0), (49.7, -49.7), (5e6, 5e6)])
    def test_what_lies_elsewhere_is_refused(self, folder: Path, shift) -> None:
        rings = [[[x + shift[0], y + shift[1]] for x, y in ring] for ring in cells(2, 2)]
        with pytest.raises(InputError, match="outside the Netherlands"):
            areas.read(write(folder, "a_2019.geojson", geojson(rings, coded())))


class TestOtherFiles:
    @pytest.mark.parametrize("content", ["", "{", "a;b\n1;2\n", '{"type": "Nothing"}', "[]"])
    def test_a_file_that_is_none_is_refused_by_name(self, folder: Path, content: str) -> None:
        with pytest.raises(InputError, match=r"a_2019\.geojson"):
            areas.read(write(folder, "a_2019.geojson", content))

    def test_points_are_no_areas(self, folder: Path) -> None:
        content = json.loads(geojson([None] * 4, coded()))
        for feature in content["features"]:
            feature["geometry"] = {"type": "Point", "coordinates": [3.9, 53.6]}
        with pytest.raises(InputError, match="surfaces"):
            areas.read(write(folder, "a_2019.geojson", content))

    def test_a_file_that_is_not_there_is_refused_by_name(self, folder: Path) -> None:
        with pytest.raises(InputError, match=r"nothing\.geojson"):
            areas.read(folder / "nothing.geojson")

    def test_a_folder_gives_all_its_files(self, folder: Path) -> None:
        write(folder, "a_2019.geojson", geojson(cells(2, 2), coded()))
        write(folder, "b_2020.topojson", topology(2, 2, coded()))
        write(folder, "readme.txt", "nothing to see")
        assert [table.edition.year for table in areas.read(folder)] == [2019, 2020]

    def test_an_empty_folder_is_refused(self, folder: Path) -> None:
        with pytest.raises(InputError, match="no file with boundaries"):
            areas.read(folder)

    def test_real_and_fictitious_areas_in_one_file_are_refused(self, folder: Path) -> None:
        about = [{"code": code} for code in ("GM0001", "GM9990")]
        with pytest.raises(InputError, match="fictitious"):
            areas.read(write(folder, "a_2019.geojson", geojson(cells(2, 1), about)))


@settings(max_examples=60, deadline=None)
@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["type", "arcs", "objects", "geometries", "transform", "a"])
        , inner, max_size=4),
    max_leaves=12,
))  # fmt: skip
def test_no_json_at_all_makes_it_stumble(tmp_path_factory, content) -> None:
    if isinstance(content, dict):
        content = {"type": "Topology", "arcs": [], "objects": {}, **content}
    path = write(tmp_path_factory.mktemp("json"), "a_2019.topojson", json.dumps(content))
    with pytest.raises(InputError, match="a_2019"):
        areas.read(path)
