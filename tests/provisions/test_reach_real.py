"""Access on real geometry: schools of DUO in Hengelo and Alkmaar, and a list made by hand.

The list of Hengelo's provisions is kept outside the repository: a CSV file that
``WEEFSEL_HENGELO_PROVISIONS`` names, with the columns id, name, kind, longitude, latitude
(empty where nobody found the place) and source_url.
"""

from __future__ import annotations

import csv
import json
import math
import os
from datetime import date
from pathlib import Path

import pytest

from weefsel.atlas.load import load_file
from weefsel.atlas.store import Store
from weefsel.provisions.bring import bring
from weefsel.provisions.reach_finding import method_notes, reach_title
from weefsel.provisions.reach_recipe import ReachRecipe
from weefsel.provisions.reached import Reached, run
from weefsel.provisions.social_map import Entry, Location, Offer, Organisation, Service
from weefsel.provisions.ways import distances

pytestmark = pytest.mark.realdata
TABLE = "kwb/cbs.v3.84799NED_{}.parquet"
PLACES = "voorzieningen/"
RADIUS_M = 6_371_000
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def store(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = Store(tmp_path_factory.mktemp("reach-real"))
    metadata = real_data / TABLE.format("DataProperties")
    load_file(made, "kwb", real_data / TABLE.format("TypedDataSet"), metadata=metadata)
    load_file(made, "health", real_data / "sociaal/rivm_gezondheid_2020_18plus.xlsx")
    shapes = real_data / "geo/buurt_2019_gegeneraliseerd_wgs84.topojson"
    load_file(made, "areas", shapes, year=2019)
    return made


def schools(folder: Path, municipality: str, *names: str) -> tuple[Entry, ...]:
    files = {name: (folder / PLACES / name).read_bytes() for name in names}
    return bring(files, municipality=municipality, on=TODAY).map.entries()


def apart(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Give metres along the globe (haversine): another way than the library's own."""
    (x1, y1), (x2, y2) = ([math.radians(one) for one in point] for point in (a, b))
    half = (
        math.sin((y2 - y1) / 2) ** 2 + math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2
    )
    return 2 * RADIUS_M * math.asin(math.sqrt(half))


def check_nearest(store: Store, found: Reached, kind: str) -> None:
    """Hold every nearest distance to the globe: half a percent, for RD is a flat map."""
    one = found.kind(kind)
    assert one is not None
    codes = one.areas["area"].to_list()
    shapes = store.geometry(codes, year=2019)
    for row in one.areas.iter_rows(named=True):
        middle = shapes[row["area"]].point_on_surface()
        nearest = min(apart((middle.x, middle.y), place.point) for place in one.supply.entries)
        assert row["nearest"] == pytest.approx(nearest * distances().detour.value, rel=0.005)


def test_the_schools_of_hengelo_reach_its_neighbourhoods(real_data: Path, store: Store) -> None:
    entries = schools(
        real_data, "GM0164", "duo_basisscholen_vestigingen_2016.csv",
        "duo_basisscholen_postcode_latlon_2016.json",
    )  # fmt: skip
    placed = [one for one in entries if one.point is not None]
    assert len(entries) == 23
    assert len(placed) >= 20
    found = run(ReachRecipe(municipality="GM0164"), store, entries)
    one = found.kind("school")
    assert one is not None
    assert one.areas.height == 62
    assert len(one.supply.left_out) == len(entries) - len(placed)
    check_nearest(store, found, "school")
    assert (found.division, found.border_year) == (2020, 2019)
    assert "2019" in method_notes(found)[0].render("nl")
    assert one.sure  # children are counted, not estimated
    assert 0.5 < (one.near_share or 0) < 1
    assert not one.by_share  # DUO says no capacity here


def test_the_schools_of_alkmaar_do_so_too_and_pupils_are_no_children(
    real_data: Path, store: Store
) -> None:
    entries = schools(real_data, "GM0361", "scholen_alkmaar_2026.geojson")
    assert len(entries) == 47
    found = run(ReachRecipe(municipality="GM0361"), store, entries)
    one = found.kind("school")
    assert one is not None
    check_nearest(store, found, "school")
    assert one.no_share is not None  # pupils of a school are not children of a neighbourhood
    total = (one.areas["need"] * one.areas["access"]).sum()
    unused = one.supply.capacity.sum() - total
    assert one.supply.counted != "capacity" or unused >= -1e-6


def test_public_provisions_of_hengelo_that_people_looked_up(store: Store) -> None:
    file = os.environ.get("WEEFSEL_HENGELO_PROVISIONS")
    if not file:
        pytest.skip("WEEFSEL_HENGELO_PROVISIONS names no list of provisions")
    rows = list(csv.DictReader(Path(file).read_text(encoding="utf-8").splitlines()))
    assert len(rows) >= 10
    assert all(row["source_url"].startswith("http") for row in rows)
    entries = [_entry(row) for row in rows]
    found = run(ReachRecipe(municipality="GM0164"), store, entries)
    check_nearest(store, found, "community_centre")
    one = found.kind("community_centre")
    assert one is not None
    assert one.demand.estimate
    assert "eenzame volwassenen" in reach_title(one).render("nl")
    assert {each.kind for each in found.kinds} >= {"library", "swimming_pool"}
    missing = {each.slug for each, _ in one.supply.left_out}
    assert missing == {
        row["id"] for row in rows if row["kind"] == "community_centre" and not row["longitude"]
    }
    assert json.dumps(found.recipe.record())


def _entry(row: dict[str, str]) -> Entry:
    key, there = row["id"], bool(row["longitude"])
    where = Location(
        id=key,
        longitude=float(row["longitude"]) if there else None,
        latitude=float(row["latitude"]) if there else None,
    )
    return Entry(
        Offer(id=key, service=key, location=key, slug=key, municipality="GM0164",
              source_url=row["source_url"]),
        Service(id=key, organisation=key, name=row["name"], kind=row["kind"]),
        Organisation(id=key, name=row["name"]),
        where,
    )  # fmt: skip
