"""Boundaries as CBS and Kadaster publish them.

Golden numbers: the inventory beside the open data (features, invalid rings, matches with the
key figures of 2020, area of the land), counted there with GDAL.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import shapely
from pyproj import Transformer

from weefsel.atlas.store import Store
from weefsel.errors import InputError
from weefsel.sources import areas

pytestmark = [pytest.mark.realdata, pytest.mark.xdist_group("real")]

# File, features of the Netherlands, invalid rings, year, level.
FILES = [
    ("buurt_2019_gegeneraliseerd_wgs84.topojson", 13_594, 21, 2019, "neighbourhood"),
    ("gemeente_2019_wgs84.topojson", 355, 0, 2019, "municipality"),
    ("gemeente_2021_wgs84.topojson", 352, 2, 2021, "municipality"),
    ("gemeente_2022_wgs84.geojson", 345, 0, 2022, "municipality"),
    ("gemeente_2023_met_kwb_wgs84.geojson", 342, 5, 2023, "municipality"),
    ("gemeente_2024_gegeneraliseerd_wgs84.geojson", 342, 6, 2024, "municipality"),
    ("wijk_2024_alkmaar_wgs84.geojson", 8, 0, 2024, "district"),
]
METRES = Transformer.from_crs(4326, 28992, always_xy=True).transform


def square_km(shapes: list[shapely.Geometry]) -> float:
    metres = shapely.transform(shapes, METRES, interleaved=False)
    return float(shapely.area(metres).sum()) / 1e6


@pytest.mark.parametrize(("name", "features", "invalid", "year", "level"), FILES)
def test_every_file_is_read_as_it_was_counted(
    real_data: Path, name: str, features: int, invalid: int, year: int, level: str
) -> None:
    (table,) = areas.read(real_data / "geo" / name)
    assert (table.level, table.edition.year) == (level, year)
    assert table.frame.height == features
    assert table.frame["repaired"].sum() == invalid
    assert shapely.is_valid(shapely.from_wkb(table.frame["geometry"].to_list())).all()


def test_a_file_that_does_not_say_its_year_asks_for_it(real_data: Path) -> None:
    path = real_data / "geo" / "buurt_hengelo_met_kwb_wgs84.topojson"
    with pytest.raises(InputError, match="--year"):
        areas.read(path)
    (table,) = areas.read(path, year=2019)
    assert table.frame.height == 62
    assert "Binnenstad-Centrum" in set(table.frame["name"])


@pytest.fixture(scope="module")
def store(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    filled = Store(tmp_path_factory.mktemp("boundaries"))
    for name in (FILES[0][0], FILES[5][0]):
        for table in areas.read(real_data / "geo" / name):
            filled.load_geometry(table)
    return filled


@pytest.fixture(scope="module")
def codes_2020(real_data: Path) -> list[str]:
    keys = pl.read_parquet(real_data / "kwb" / "cbs.v3.84799NED_WijkenEnBuurten.parquet")["Key"]
    return keys.str.strip_chars().to_list()


def test_339_of_355_municipalities_of_2020_have_all_their_neighbourhoods(
    store: Store, codes_2020: list[str]
) -> None:
    wanted = [code for code in codes_2020 if code.startswith("BU")]
    found = store.shapes(wanted, year=2020)
    assert found.year == 2019
    assert len(found.geometries) == 13_350
    lacking = {code[2:6] for code in found.missing}
    assert len({code[2:6] for code in wanted} - lacking) == 339


def test_hengelo_has_a_map(store: Store, codes_2020: list[str]) -> None:
    wanted = [code for code in codes_2020 if code.startswith("BU0164")]
    shapes = store.geometry(wanted, year=2020, detail="municipality")
    assert len(shapes) == len(wanted) == 62
    assert square_km(list(shapes.values())) == pytest.approx(61.8, abs=1.0)


def test_copies_for_maps_lose_no_area_and_add_no_gap_or_overlap(
    store: Store, codes_2020: list[str]
) -> None:
    """Areas that overlap in the file itself (Sluis, 31 km2) still do, and no more than that."""
    wanted = [code for code in codes_2020 if code.startswith("BU")]
    whole = store.geometry(wanted, year=2020)
    overlap = square_km(list(whole.values())) - square_km(
        [shapely.union_all(list(whole.values()))]
    )
    for detail in ("municipality", "country"):
        copies = store.geometry(wanted, year=2020, detail=detail)
        assert copies.keys() == whole.keys()
        kept = [copies[code].area / whole[code].area for code in whole]
        assert min(kept) > 0.2
        summed = square_km(list(copies.values()))
        together = square_km([shapely.union_all(list(copies.values()))])
        assert summed == pytest.approx(square_km(list(whole.values())), rel=1e-5)
        assert summed - together == pytest.approx(overlap, abs=0.01)


def test_neighbourhoods_are_together_as_large_as_counted(real_data: Path) -> None:
    (table,) = areas.read(real_data / "geo" / FILES[0][0])
    shapes = list(shapely.from_wkb(table.frame["geometry"].to_list()))
    assert square_km(shapes) == pytest.approx(35_107, abs=1)
    west, south, east, north = shapely.total_bounds(shapes)
    assert (round(west, 2), round(south, 2)) == (3.36, 50.75)
    assert (round(east, 2), round(north, 2)) == (7.23, 53.56)


def test_derived_municipalities_are_as_large_as_their_neighbourhoods(
    store: Store, codes_2020: list[str]
) -> None:
    """Sluis (GM1714) is left out: in the file two of its neighbourhoods overlap by 31 km2."""
    wanted = [code for code in codes_2020 if code.startswith("GM")]
    found = store.shapes(wanted, year=2019)
    assert found.derived == set(wanted)
    apart = {code for code in wanted if code != "GM1714"}
    parts = store.shapes(
        [code for code in codes_2020 if code.startswith("BU") and code[2:6] != "1714"], year=2019
    )
    whole = {"GM" + code[2:6] for code in parts.missing}  # these lack neighbourhoods of 2020
    same = sorted(apart - whole)
    union = square_km([found.geometries[code] for code in same])
    summed = square_km([s for c, s in parts.geometries.items() if "GM" + c[2:6] in set(same)])
    assert union == pytest.approx(summed, rel=1e-5)
