"""Figures on a map: the wijk- en buurtkaart in every form and spelling it came in.

Column names: the Toelichting of CBS (upper case), PDOK (snake_case to 2022, camelCase from
2023), as public programs read them. The areas are fictitious.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import polars as pl
import pytest
import shapely

from sources.boundary_examples import geojson, topology, write
from weefsel.atlas.indicator import catalogue
from weefsel.atlas.mapping import observe
from weefsel.errors import InputError
from weefsel.sources import areas, kwb
from weefsel.sources.content import Sheet, open_file

CODES = ("BU99900000", "BU99900001", "BU99900100")
# One truth in three spellings: residents, share 0-14 (missing in the last), value x 1,000 euro,
# kilometres to the GP, degree of urbanity.
TRUTH: dict[str, list[float | None]] = {
    "population": [120.0, 85.0, 40.0],
    "residents_share_0_14": [17.0, 12.0, None],
    "property_value": [255.0, 301.0, None],
    "distance_gp": [0.8, 1.4, 2.0],
    "urbanity": [3.0, 4.0, 5.0],
}
SPELLINGS = {
    "upper": ("BU_CODE", "H2O", "AANT_INW", "P_00_14_JR", "WOZ", "AF_ARTSPR", "STED"),
    "snake": (
        "buurtcode", "water", "aantal_inwoners", "percentage_personen_0_tot_15_jaar",
        "gemiddelde_woningwaarde", "huisartsenpraktijk_gemiddelde_afstand_in_km",
        "stedelijkheid_adressen_per_km2",
    ),
    "camel": (
        "buurtcode", "water", "aantalInwoners", "percentagePersonen0Tot15Jaar",
        "gemiddeldeWoningwaarde", "huisartsenpraktijkGemiddeldeAfstandInKm",
        "stedelijkheidAdressenPerKm2",
    ),
}  # fmt: skip
MISSING = {"upper": -99999999, "snake": -99999999, "camel": -99997}


def square(at: int) -> shapely.Geometry:
    """Give a square of a kilometre in Dutch metres."""
    return shapely.box(120_000 + at * 1_000, 500_000, 121_000 + at * 1_000, 501_000)


def attributes(spelling: str, **more: list[Any]) -> dict[str, list[Any]]:
    code, water, *figures = SPELLINGS[spelling]
    columns: dict[str, list[Any]] = {code: list(CODES), water: ["NEE"] * len(CODES)}
    for name, values in zip(figures, TRUTH.values(), strict=True):
        columns[name] = [MISSING[spelling] if one is None else one for one in values]
    return columns | more


def frame(columns: dict[str, list[Any]]) -> gpd.GeoDataFrame:
    shapes = [square(at) for at in range(len(next(iter(columns.values()))))]
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:28992")


def as_geopackage(folder: Path, spelling: str) -> Path:
    path = folder / "wijkenbuurten_2021_v2.gpkg"
    frame(attributes(spelling)).to_file(path, layer="buurten", engine="pyogrio")
    return path


def as_shapefile(folder: Path, spelling: str) -> Path:
    # A shapefile cuts names at ten signs: only the old spelling fits.
    path = folder / "buurt_2021.shp"
    frame(attributes(spelling)).to_file(path, engine="pyogrio")
    return path


def as_zip(folder: Path, spelling: str) -> Path:
    as_shapefile(folder, spelling)
    path = folder / "WijkBuurtkaart_2021.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for one in sorted(folder.glob("buurt_2021.*")):
            archive.write(one, f"shape/{one.name}")
        archive.writestr("leesmij.txt", "Toelichting")
    return path


def rows_of(spelling: str) -> list[dict[str, Any]]:
    columns = attributes(spelling)
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def as_geojson(folder: Path, spelling: str) -> Path:
    return write(folder, "buurten_2021.geojson", geojson([None] * 3, rows_of(spelling)))


def as_topojson(folder: Path, spelling: str) -> Path:
    return write(folder, "buurten_2021.topojson", topology(3, 1, rows_of(spelling)))


FORMS = [
    (as_geopackage, "snake"),
    (as_geopackage, "upper"),
    (as_shapefile, "upper"),
    (as_zip, "upper"),
    (as_geojson, "camel"),
    (as_topojson, "snake"),
]


@pytest.mark.parametrize(("form", "spelling"), FORMS)
def test_every_form_gives_the_same_figures(
    tmp_path: Path, form: Callable[[Path, str], Path], spelling: str
) -> None:
    (raw,) = kwb.read(form(tmp_path, spelling))
    assert raw.edition.year == 2021
    found = observe(raw, catalogue()).frame
    for indicator, expected in TRUTH.items():
        values = dict(
            found.filter(pl.col("indicator") == indicator).select("area", "value").iter_rows()
        )
        assert values == dict(zip(CODES, expected, strict=True)), indicator
    assert any("load areas" in note.render("en") for note in raw.notes)


def test_boundaries_of_the_same_file_are_read_by_areas(tmp_path: Path) -> None:
    for path in (as_geopackage(tmp_path, "snake"), as_zip(tmp_path, "upper")):
        (table,) = areas.read(path)
        assert table.frame["code"].to_list() == list(CODES)
        assert (table.edition.year, table.edition.country) == (2021, "XX00")
        assert any("load kwb" in note.render("en") for note in table.notes)


def test_a_map_with_three_layers_is_one_edition_with_all_levels(tmp_path: Path) -> None:
    path = tmp_path / "wijkenbuurten.gpkg"
    year = {"jaar": [2023], "jrstatcode": ["2023XX"]}
    layers = {
        "gemeenten": {"gemeentecode": ["GM9990"], "gemeentenaam": ["Weverdam"]},
        "wijken": {
            "wijkcode": ["WK999000"], "wijknaam": ["Spoelwijk"],
            "gemeentecode": ["GM9990"], "gemeentenaam": ["Weverdam"],
        },
        "buurten": {
            "buurtcode": ["BU99900000"], "buurtnaam": ["Spoelkwartier"],
            "wijkcode": ["WK999000"], "wijknaam": ["Spoelwijk"], "gemeentecode": ["GM9990"],
        },
    }  # fmt: skip
    for name, columns in layers.items():
        frame({**columns, **year, "aantalInwoners": [120]}).to_file(
            path, layer=name, engine="pyogrio"
        )
    tables = kwb.read(path)
    assert {raw.edition.id for raw in tables} == {"85618NED-2023"}
    named = pl.concat([raw.areas for raw in tables]).select("code", "name", "level")
    assert set(named.iter_rows()) == {
        ("GM9990", "Weverdam", "municipality"),
        ("WK999000", "Spoelwijk", "district"),
        ("BU99900000", "Spoelkwartier", "neighbourhood"),
    }


def test_no_code_for_missing_becomes_a_figure(tmp_path: Path) -> None:
    for missing in (-99999999, -99997, -99995, -99991):
        path = tmp_path / f"buurten_2023{-missing}.gpkg"
        columns = attributes("camel") | {"aantalInwoners": [missing, missing, missing]}
        frame(columns).to_file(path, layer="buurten_2023", engine="pyogrio")
        (raw,) = kwb.read(path, year=2023)
        assert raw.values.filter(pl.col("measure") == "aantalInwoners")["value"].is_null().all()
        assert (raw.values["value"].drop_nulls() >= 0).all()


@pytest.mark.parametrize("water", ["JA", "B", "ja"])
def test_water_is_no_area_with_residents(tmp_path: Path, water: str) -> None:
    columns = attributes("snake") | {"water": ["NEE", "NEE", water]}
    path = tmp_path / "buurten_2021.gpkg"
    frame(columns).to_file(path, engine="pyogrio")
    (raw,) = kwb.read(path)
    assert set(raw.values["area"]) == set(CODES[:2])
    assert any("1 shape of water" in note.render("en") for note in raw.notes)


def test_an_area_in_several_shapes_counts_once_and_a_contradiction_is_refused(
    tmp_path: Path,
) -> None:
    columns = attributes("snake") | {"buurtcode": [CODES[0], CODES[0], CODES[2]]}
    same = {name: [values[0], values[0], values[2]] for name, values in columns.items()}
    path = tmp_path / "buurten_2021.gpkg"
    frame(same).to_file(path, engine="pyogrio")
    (raw,) = kwb.read(path)
    assert raw.values["area"].unique().sort().to_list() == [CODES[0], CODES[2]]
    other = tmp_path / "andere_2021.gpkg"
    frame(columns).to_file(other, engine="pyogrio")
    with pytest.raises(InputError, match=rf"andere_2021\.gpkg.*row 2.*{CODES[0]}"):
        kwb.read(other)


class TestRefused:
    def read(self, folder: Path, columns: dict[str, list[Any]], name: str = "b_2021.gpkg") -> None:
        frame(columns).to_file(folder / name, engine="pyogrio")
        kwb.read(folder / name)

    def test_a_word_in_a_column_of_figures(self, tmp_path: Path) -> None:
        columns = attributes("snake") | {"aantal_inwoners": ["120", "veel", "40"]}
        with pytest.raises(InputError, match=r"b_2021\.gpkg.*row 2.*aantal_inwoners.*veel"):
            self.read(tmp_path, columns)

    def test_figures_as_text_are_read(self, tmp_path: Path) -> None:
        columns = attributes("snake") | {"aantal_inwoners": ["120", "85", "-99999999"]}
        frame(columns).to_file(tmp_path / "b_2021.gpkg", engine="pyogrio")
        (raw,) = kwb.read(tmp_path / "b_2021.gpkg")
        mine = raw.values.filter(pl.col("measure") == "aantal_inwoners")["value"].to_list()
        assert mine == [120.0, 85.0, None]

    def test_no_codes(self, tmp_path: Path) -> None:
        columns = attributes("snake") | {"buurtcode": ["een", "twee", "drie"]}
        with pytest.raises(InputError, match=r"b_2021\.gpkg.*codes"):
            self.read(tmp_path, columns)

    def test_more_than_one_year(self, tmp_path: Path) -> None:
        columns = attributes("camel", jaar=[2022, 2023, 2023])
        with pytest.raises(InputError, match=r"2022, 2023"):
            self.read(tmp_path, columns, "buurten.gpkg")

    def test_no_year(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"buurten\.gpkg.*year"):
            self.read(tmp_path, attributes("camel"), "buurten.gpkg")

    def test_a_map_of_something_else(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"trees"):
            self.read(tmp_path, {"buurtcode": [CODES[0]], "trees": [4]})

    def test_a_damaged_geopackage(self, tmp_path: Path) -> None:
        path = as_geopackage(tmp_path, "snake")
        path.write_bytes(path.read_bytes()[:2_000])
        with pytest.raises(InputError, match=path.name):
            kwb.read(path)

    def test_a_shapefile_without_its_table(self, tmp_path: Path) -> None:
        path = as_shapefile(tmp_path, "upper")
        path.with_suffix(".dbf").unlink()
        with pytest.raises(InputError, match=path.name):
            kwb.read(path)

    def test_coordinates_of_another_system_do_not_touch_the_figures(self, tmp_path: Path) -> None:
        path = tmp_path / "buurten_2021.gpkg"
        frame(attributes("snake")).set_crs("EPSG:32631", allow_override=True).to_file(
            path, engine="pyogrio"
        )
        (raw,) = kwb.read(path)
        assert raw.values["area"].n_unique() == len(CODES)
        with pytest.raises(InputError, match="outside the Netherlands"):
            areas.read(path)


def test_the_parts_of_a_shapefile_are_no_tables_of_their_own(tmp_path: Path) -> None:
    as_shapefile(tmp_path, "upper")
    (raw,) = kwb.read(tmp_path)
    assert raw.values["area"].n_unique() == len(CODES)
    assert isinstance(open_file(tmp_path / "buurt_2021.shp")[0], Sheet)


@pytest.mark.realdata
class TestReal:
    """Golden figures: the inventory beside the open data, and CBS StatLine."""

    def test_gemeente_2023_sums_to_the_residents_of_the_netherlands(self, real_data: Path) -> None:
        (raw,) = kwb.read(real_data / "geo" / "gemeente_2023_met_kwb_wgs84.geojson")
        found = observe(raw, catalogue()).frame.filter(pl.col("indicator") == "population")
        assert raw.edition.id == "85618NED-2023"
        assert (found.height, found["value"].sum()) == (342, 17_811_291)
        assert "GM0998" not in set(found["area"])

    def test_hengelo_states_no_year_and_holds_what_its_table_holds(self, real_data: Path) -> None:
        path = real_data / "geo" / "buurt_hengelo_met_kwb_wgs84.topojson"
        with pytest.raises(InputError, match="--year"):
            kwb.read(path)
        (raw,) = kwb.read(path, undated=(2018, 2019))
        observed = observe(raw, catalogue())
        population = observed.frame.filter(pl.col("indicator") == "population")
        assert (population.height, population["value"].sum()) == (62, 80_535)
        assert (observed.frame["value"].drop_nulls() >= 0).all()
        assert {"distance_swimming_pool", "violence_vandalism_per_1000", "property_value"} <= set(
            observed.filled
        )
        centre = observed.frame.filter(pl.col("area") == "BU01640000")
        values = dict(centre.select("indicator", "value").iter_rows())
        # As they stand in the file: 97 and 42 per 1,000, 137 x 1,000 euro, 2.7 km.
        assert values["violence_vandalism_per_1000"] == 139.0
        assert values["property_value"] == 137.0
        assert values["distance_swimming_pool"] == 2.7

    def test_hengelo_on_the_map_is_near_its_table_of_2020(self, real_data: Path) -> None:
        """One or two years apart residents differ little; a wrong scale would show."""
        (map_,) = kwb.read(
            real_data / "geo" / "buurt_hengelo_met_kwb_wgs84.topojson", undated=(2018, 2019)
        )
        (table,) = kwb.read(real_data / "kwb" / "cbs.v3.84799NED_TypedDataSet.parquet")
        one, other = (
            observe(raw, catalogue()).frame.select("area", "indicator", "value")
            for raw in (map_, table)
        )
        both = one.join(other, on=["area", "indicator"], suffix="_table").drop_nulls()
        wanted = ("population", "households", "household_size", "cars_per_household",
                  "distance_supermarket", "address_density", "area_land",
                  "single_person_households_share", "residents_share_25_44")  # fmt: skip
        for indicator in wanted:
            mine = both.filter(pl.col("indicator") == indicator)
            ratio = (mine["value"] / mine["value_table"]).filter(mine["value_table"] > 0)
            assert mine.height >= 40, indicator
            assert ratio.median() == pytest.approx(1, abs=0.06), indicator
        # In this extract the headings of 45 to 64 and of 65 and over have changed places. Weefsel
        # reads what stands there: it does not mend a source. The table of 2020 shows it.
        swapped = one.join(other, on="area", suffix="_table").filter(
            (pl.col("indicator") == "residents_share_45_64")
            & (pl.col("indicator_table") == "residents_share_65plus")
            & (pl.col("value_table") > 0)
        )
        assert (swapped["value"] / swapped["value_table"]).median() == pytest.approx(1, abs=0.06)
