"""The scan on the open statistics of 2020."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from scan.plain_scan import newest_values, plain_scores
from weefsel.atlas.indicator import CONDITIONS, catalogue
from weefsel.atlas.mapping import observe
from weefsel.atlas.store import Store
from weefsel.scan.comparison import compare_municipality
from weefsel.scan.country import scan_country
from weefsel.scan.national import National, prepare
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.resilience_maps import maps_of
from weefsel.scan.result import ScanResult
from weefsel.scan.run import scan
from weefsel.scan.scan_document import scan_document
from weefsel.scan.variants import MethodRange
from weefsel.sources import areas, health, kwb

pytestmark = pytest.mark.realdata

SEZ = "socio_economic_security"
HENGELO = ScanRecipe(area="GM0164")
FILES = {
    "kwb/cbs.v3.84799NED_TypedDataSet.parquet": kwb,
    "kwb/84583NED_kwb2019_amsterdam.csv": kwb,
    "kwb/85984NED_kwb2024_leeftijd_geslacht.csv": kwb,
    "sociaal/rivm_gezondheid_2016_18plus.xlsx": health,
    "sociaal/rivm_gezondheid_2020_18plus.xlsx": health,
    "sociaal/rivm_gezondheid_2020_65plus.xlsx": health,
}


@pytest.fixture(scope="module")
def store(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    filled = Store(tmp_path_factory.mktemp("scan"))
    for name, reader in FILES.items():
        for raw in reader.read(real_data / name):
            filled.load(raw, observe(raw, catalogue()).frame)
    for table in areas.read(real_data / "geo/buurt_hengelo_met_kwb_wgs84.topojson", year=2020):
        filled.load_geometry(table)
    return filled


@pytest.fixture(scope="module")
def country(store: Store) -> National:
    return prepare(store, HENGELO)


@pytest.fixture(scope="module")
def hengelo(store: Store, country: National) -> ScanResult:
    return scan(store, HENGELO, national=country)


def test_every_score_of_hengelo_has_a_range_a_place_and_a_word(hengelo: ScanResult) -> None:
    rated = [hengelo.sure(code, SEZ) for code in hengelo.scored(SEZ)]
    assert all(one is not None for one in rated)
    # Two of the five figures are estimates whose error RIVM does not publish.
    assert {round(one.assumed_share, 3) for one in rated if one} == {0.4}
    assert {one.certainty.value for one in rated if one} == {
        "certain",
        "likely",
        "indistinguishable",
    }
    beside = 0
    for code in hengelo.scored(SEZ):
        figure = hengelo.score(code, SEZ)
        beside += not (figure.low or 0) <= (figure.value or 0) <= (figure.high or 0)
        method = hengelo.method_range(code, SEZ)
        assert isinstance(method, MethodRange)
        assert method.low <= method.rank <= method.high
    # The range is on the scale without noise: seldom is it beside the score as printed.
    assert beside <= 3


def test_hengelo_has_a_score_for_socio_economic_security_on_five_of_eight(
    hengelo: ScanResult,
) -> None:
    assert hengelo.year == 2020
    assert len(hengelo.codes()) == 62
    scored = hengelo.scored(SEZ)
    assert len(scored) > 40
    for code in scored:
        row = hengelo.score_rows[code, SEZ]
        assert (row["filled"], row["permitted"]) == (5, 8)
        assert 0 <= row["score"] <= 100
    whole = hengelo.score_rows["GM0164", SEZ]
    assert (whole["filled"], whole["permitted"]) == (5, 8)
    assert whole["score"] is not None


def test_hengelo_has_no_score_for_the_other_three_conditions_and_says_why(
    hengelo: ScanResult,
) -> None:
    for condition in CONDITIONS[1:]:
        for code in (*hengelo.codes(), *hengelo.codes("district"), "GM0164"):
            figure = hengelo.score(code, condition)
            assert figure.value is None
            assert figure.reason is not None
        reason = hengelo.reason("GM0164", condition)
        assert reason is not None
        assert reason.render("nl").startswith("te weinig cijfers voor een score")
        assert hengelo.missing("GM0164", condition)


def test_hengelo_without_a_year_is_scanned_for_2020_and_says_that_2024_is_too_bare(
    hengelo: ScanResult,
) -> None:
    assert any("2024" in note.render("nl") for note in hengelo.notes)


def test_every_neighbourhood_without_a_score_has_a_reason(hengelo: ScanResult) -> None:
    for code in hengelo.codes():
        for condition in CONDITIONS:
            scored = hengelo.score(code, condition).value is not None
            assert (hengelo.reason(code, condition) is None) is scored


@pytest.mark.parametrize("level", ["municipality", "district", "neighbourhood"])
def test_the_mean_z_of_the_country_is_zero_with_deviation_one(
    country: National, level: str
) -> None:
    compared = country.levels[level].compared
    people = compared.filter((pl.col("indicator") == "population") & (pl.col("value") >= 100))[
        "area"
    ]
    spread = (
        compared.filter(pl.col("area").is_in(people.to_list()) & pl.col("z").is_not_null())
        .group_by("indicator")
        .agg(mean=pl.col("z").mean(), deviation=pl.col("z").std())
    )
    assert spread.height >= 5
    np.testing.assert_allclose(spread["mean"], 0, atol=1e-9)
    np.testing.assert_allclose(spread["deviation"], 1, rtol=1e-9)


def test_every_score_of_the_country_equals_the_plain_computation_with_scipy(
    store: Store, country: National
) -> None:
    rows = store.observations().select("area", "indicator", "year", "value").iter_rows()
    values = newest_values(rows, 2020)
    for level, scanned in country.levels.items():
        codes = country.areas.filter(pl.col("level") == level)["code"].sort().to_list()
        theirs = plain_scores(values, codes, catalogue())
        for condition in CONDITIONS:
            mine = scanned.scores.filter(pl.col("condition") == condition).sort("area")["score"]
            np.testing.assert_allclose(
                mine.to_numpy(), theirs[condition], rtol=1e-9, equal_nan=True
            )


def test_a_figure_of_amsterdam_alone_is_shown_singly(store: Store, country: National) -> None:
    amsterdam = scan(store, ScanRecipe(area="GM0363"), national=country)
    figure = amsterdam.figure("GM0363", "low_income_households_share")
    assert figure.value is not None
    assert figure.year == 2019
    assert amsterdam.value_rows["GM0363", "low_income_households_share"]["z"] is None
    reason = amsterdam.why_not("GM0363", "low_income_households_share")
    assert "van 355" in reason.render("nl")
    assert amsterdam.score_rows["GM0363", SEZ]["filled"] == 5


def test_amsterdam_in_2019_is_not_compared_with_itself_as_if_it_were_the_country(
    store: Store,
) -> None:
    found = scan(store, ScanRecipe(area="GM0363", year=2019))
    assert not found.whole_country
    assert found.scored(SEZ) == []
    assert "een deel van het land" in found.lead[0].render("nl")


def test_the_sources_of_a_score_are_listed_with_their_licence(hengelo: ScanResult) -> None:
    figure = hengelo.score("GM0164", SEZ)
    for key in figure.sources:
        assert key in hengelo.sources
        if key.startswith("edition:"):
            assert hengelo.sources[key].licence


@pytest.fixture(scope="module")
def whole(store: Store, country: National, hengelo: ScanResult) -> dict[str, Any]:
    beside = compare_municipality(store, country, "GM0164")
    return scan_document(hengelo, beside, maps_of(store, "GM0164"))


def test_each_of_the_62_neighbourhoods_of_hengelo_has_everything(whole: dict[str, Any]) -> None:
    areas = [one for one in whole["areas"] if one["level"] == "neighbourhood"]
    assert len(areas) == 62
    for area in areas:
        assert {one["condition"] for one in area["scores"]} == set(CONDITIONS)
        for score in area["scores"]:
            assert (score["figure"]["value"] is None) is (score["reason"] is not None)
            if score["figure"]["value"] is not None:
                assert score["sure"]["rank_low"] <= score["sure"]["rank_high"]
                assert score["method"]["rank_low"] <= score["method"]["rank_high"]
                assert score["sure"]["words"]["nl"]
        assert area["peers"]["areas"] or area["peers"]["reason"]
        assert len(area["blocks"]) == 12
        for one in area["indicators"]:
            there = one["figure"]["value"] is not None
            assert there or one["figure"]["flag"] in {"missing", "suppressed"}
            assert (one["trend"] is not None) or not there or one["z"] is None
    marked = [one["hot_spot"] for area in areas for one in area["indicators"] if one["hot_spot"]]
    assert {one["gi_class"] for one in marked} >= {"hot", "cold", "", None}
    assert {one["inference"] for one in marked} == {"permutation"}


def test_the_series_of_rivm_yield_no_trend_class_in_hengelo(whole: dict[str, Any]) -> None:
    seen = 0
    for area in whole["areas"]:
        for one in area["indicators"]:
            if one["figure"]["flag"] == "model_estimate" and one["trend"]:
                seen += 1
                assert one["trend"]["state"] in {"few_years", "one_year"}
                assert one["trend"]["slope"] is None
                assert one["trend"]["words"]["nl"].startswith("te weinig jaren")
                assert one["hot_spot"] is None or one["hot_spot"]["gi_p"] is None
    assert seen > 62


def test_resilience_maps_of_two_figures_of_one_model_are_all_refused(store: Store) -> None:
    found = maps_of(
        store,
        "GM0164",
        vulnerable="anxiety_depression_risk_18plus",
        nuisance="noise_neighbours_18plus",
    )
    assert found.maps
    assert all("één model" in one.title.render("nl") for one in found.maps.values())


def test_the_whole_country_at_the_level_of_municipalities(store: Store) -> None:
    recipe = ScanRecipe(area="GM0164", level="municipality", draws=200)
    found = scan_country(store, recipe, catalogue=catalogue())
    areas = list(found.areas())
    assert len(areas) == len(found.codes) == 355
    ranked = [one["scores"][0]["sure"] for one in areas if one["scores"][0]["sure"]]
    assert {one["of"] for one in ranked} == {len(ranked)}
    assert sorted({one["scores"][0]["method"]["of"] for one in areas}) == [len(ranked)]
    assert {one["municipality"] for one in areas} == set(found.codes)
