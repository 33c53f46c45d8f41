"""Everything a scan says of an area beside others and over the years, in one record."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from weefsel.atlas.indicator import catalogue
from weefsel.atlas.neighbours import neighbours
from weefsel.atlas.store import Store
from weefsel.base.document import to_json
from weefsel.scan.comparison import Comparison, clusters_of, compare
from weefsel.scan.national import National, prepare
from weefsel.scan.recipe import ScanRecipe

FIXED = ["BU99900101", "BU99900102", "BU99900103"]
AREA = "BU99900301"


@pytest.fixture(scope="module")
def store(weverdam_home: Path) -> Store:
    return Store(weverdam_home)


@pytest.fixture(scope="module")
def national(store: Store) -> National:
    return prepare(store, ScanRecipe(area="GM9990", year=2022))


@pytest.fixture(scope="module")
def found(store: Store, national: National) -> Comparison:
    codes = national.areas["code"].to_list()
    near = neighbours(
        store.geometry([one for one in codes if one.startswith("BU")], year=2022, country="XX00")
    )
    mine = [one for one in codes if not one.startswith("XX")]
    return compare(
        store, national, mine, neighbours={"neighbourhood": near}, fixed={"BU99900302": FIXED}
    )


def test_every_area_has_a_record_that_can_be_written(found: Comparison) -> None:
    for area in found.areas:
        record = found.record(area)
        assert to_json(record)
        assert record["trends"]
        assert bool(record["peers"]["areas"]) is (record["peers"]["reason"] is None)
        assert bool(record["hot_spots"]) is area.startswith("BU")


def test_the_record_of_a_neighbourhood_holds_all_parts(found: Comparison) -> None:
    record = found.record(AREA)
    beside = {row["indicator"]: row for row in record["beside"]}
    assert beside["lonely_18plus"]["peers_middle"] is not None
    assert beside["lonely_18plus"]["reason"] is None
    trend = {row["indicator"]: row for row in record["trends"]}
    assert trend["social_assistance_share_15_64"]["state"] == "trend"
    assert trend["lonely_18plus"]["words"]["nl"].startswith("te weinig jaren")
    marked = {row["indicator"]: row for row in record["hot_spots"]}
    assert marked["social_assistance_share_15_64"]["gi"] in {"hot", ""}
    assert marked["social_assistance_share_15_64"]["gi_q"] is not None
    assert marked["lonely_18plus"]["model"] is True
    assert marked["lonely_18plus"]["gi_q"] is None
    assert record["vulnerability"]["reason"] == ""
    assert record["stacking"]["filled"] >= 5


def test_peers_that_the_user_fixed_are_used(found: Comparison) -> None:
    assert [one["code"] for one in found.record("BU99900302")["peers"]["areas"]] == FIXED
    assert not found.record(AREA)["peers"]["fixed"]


def test_only_figures_with_a_direction_of_one_year_have_clusters(national: National) -> None:
    near = neighbours({})
    maps = clusters_of(national, "neighbourhood", near)
    assert maps
    for indicator, made in maps.items():
        assert national.catalogue[indicator].direction
        assert made.year is not None
        assert made.family == 0  # no boundaries: nothing could be tested
        assert len(made.of_state("few_residents")) == 2


def test_figures_of_origin_are_nowhere_in_a_record(found: Comparison) -> None:
    origin = [key for key, one in catalogue().items() if one.origin_trait]
    written = to_json(found.record(AREA))
    assert not [one for one in origin if one in written]
    assert found.trends.filter(pl.col("indicator").is_in(origin)).is_empty()
