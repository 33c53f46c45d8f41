"""The whole document of a scan: every part of every area, of a municipality and of a country."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from weefsel.atlas.indicator import CONDITIONS, catalogue
from weefsel.atlas.store import Store
from weefsel.base.document import to_json, to_line
from weefsel.scan.comparison import compare_municipality
from weefsel.scan.country import CountryScan, scan_country
from weefsel.scan.method import Method
from weefsel.scan.national import prepare
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.resilience_maps import maps_of
from weefsel.scan.run import scan
from weefsel.scan.scan_document import scan_document, sensitivity_record

WEVERDAM = ScanRecipe(area="GM9990", draws=200)
ORIGIN = sorted(key for key, one in catalogue().items() if one.origin_trait)


def whole(store: Store) -> dict[str, Any]:
    national = prepare(store, WEVERDAM)
    result = scan(store, WEVERDAM, national=national)
    beside = compare_municipality(store, national, "GM9990")
    document = scan_document(result, beside, maps_of(store, "GM9990"))
    left_out = {one: [row.document() for row in result.leave_one_out(one)] for one in CONDITIONS}
    return document | {"left_out": left_out}


@pytest.fixture(scope="module")
def store(weverdam_home: Path) -> Store:
    return Store(weverdam_home)


@pytest.fixture(scope="module")
def document(store: Store) -> dict[str, Any]:
    return whole(store)


@pytest.fixture(scope="module")
def country(store: Store) -> CountryScan:
    return scan_country(store, WEVERDAM, catalogue=catalogue())


def without_origin(found: dict[str, Any]) -> dict[str, Any]:
    """Leave out what the document says of origin itself: context, and the reference of it."""
    kept = json.loads(to_line(found))
    for area in kept["areas"]:
        area["indicators"] = [one for one in area["indicators"] if one["indicator"] not in ORIGIN]
    kept["references"] = [one for one in kept["references"] if one["indicator"] not in ORIGIN]
    return kept


def test_every_area_has_every_part(document: dict[str, Any]) -> None:
    areas = {one["code"]: one for one in document["areas"]}
    of_level = {"municipality": 1, "district": 9, "neighbourhood": 59}
    counts = {level: sum(one["level"] == level for one in areas.values()) for level in of_level}
    assert counts == of_level
    shown = {one["indicator"] for one in areas["GM9990"]["indicators"]}
    for area in areas.values():
        assert {one["condition"] for one in area["scores"]} == set(CONDITIONS)
        for score in area["scores"]:
            has = score["figure"]["value"] is not None
            assert has is (score["reason"] is None)
            assert (score["sure"] is not None) is has
            if has:
                assert score["sure"]["rank_low"] <= score["sure"]["rank"]
                assert score["sure"]["words"]["nl"]
        assert {one["indicator"] for one in area["indicators"]} == shown
        assert len(area["blocks"]) == 12
        assert bool(area["peers"]["areas"]) is (area["peers"]["reason"] is None)
        for one in area["indicators"]:
            there = one["figure"]["value"] is not None
            assert there or one["figure"]["flag"] in {"missing", "suppressed"}
            assert (one["beside"] is not None) is (there and one["indicator"] not in ORIGIN)


def test_a_neighbourhood_has_a_trend_a_cluster_class_and_words(document: dict[str, Any]) -> None:
    area = next(one for one in document["areas"] if one["code"] == "BU99900301")
    figures = {one["indicator"]: one for one in area["indicators"]}
    benefit, lonely = figures["social_assistance_share_15_64"], figures["lonely_18plus"]
    assert benefit["trend"]["state"] == "trend"
    assert benefit["hot_spot"]["state"] == "tested"
    assert benefit["hot_spot"]["inference"] == "permutation"
    assert benefit["hot_spot"]["gi_q"] is not None
    assert benefit["sure"]["words"]["nl"].endswith("gemiddeld")
    assert lonely["trend"]["words"]["nl"].startswith("te weinig jaren")
    assert lonely["hot_spot"]["model"] is True
    assert lonely["hot_spot"]["gi_p"] is lonely["hot_spot"]["moran_q"] is None
    assert lonely["error_basis"] == "assumed"
    assert [one["times"] for one in lonely["sure"]["assumed"]] == [0.5, 1.0, 2.0]
    assert area["vulnerability"]["words"] is None
    assert area["stacking"]["filled"] >= 5
    families = {one["family"] for one in document["hot_spot_maps"] if one["level"] != "district"}
    assert families == {57}  # 59 neighbourhoods, two of them with too few residents


def test_resilience_maps_are_in_it(document: dict[str, Any]) -> None:
    maps = {one["form"]: one for one in document["resilience"]["maps"]}
    assert set(maps) == {"focus", "relative_change", "residual"}
    for one in maps.values():
        assert (one["refusal"] is None) is bool(one["areas"])
        assert one["sources"]


def test_what_moves_the_ranks_is_said_per_condition(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = {"sensitivity_points": 16.0, "confidence": 0.9}
    monkeypatch.setattr(Method, "number", lambda self, key: few.get(key, getattr(self, key).value))
    result = scan(store, WEVERDAM)
    moved = sensitivity_record(result)
    assert [one["condition"] for one in moved] == list(CONDITIONS)
    first = moved[0]
    assert {one["indicator"] for one in first["left_out"]} <= set(catalogue())
    assert {one["name"] for one in first["sobol"]["factors"]} >= {"weights", "noise"}
    assert moved[2]["sobol"] is None  # cohesion has no scores here


def test_origin_columns_change_nothing_in_any_part_of_the_document(
    store: Store, document: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Origin is turned upside down: only the figures of origin themselves may differ."""
    read = Store.observations

    def turned(self: Store, **asked: Any) -> pl.DataFrame:
        frame = read(self, **asked)
        other = pl.when(pl.col("indicator").is_in(ORIGIN)).then(100.0 - pl.col("value"))
        return frame.with_columns(value=other.otherwise(pl.col("value")))

    monkeypatch.setattr(Store, "observations", turned)
    changed = whole(store)
    assert to_line(changed) != to_line(document)  # the figures of origin did change
    assert without_origin(changed) == without_origin(document)


def test_origin_is_context_only(document: dict[str, Any]) -> None:
    seen = 0
    for area in document["areas"]:
        for one in area["indicators"]:
            if one["indicator"] in ORIGIN:
                seen += 1
                parts = ("z", "place", "sure", "beside", "trend", "hot_spot")
                assert [one[part] for part in parts] == [None] * len(parts)
    assert seen


def test_the_country_gives_the_same_of_every_area(
    document: dict[str, Any], country: CountryScan
) -> None:
    mine = {one["code"]: one for one in document["areas"] if one["level"] == "neighbourhood"}
    theirs = {one.pop("code"): one for one in country.areas()}
    assert list(theirs) == sorted(mine)
    for code, area in theirs.items():
        assert area["municipality"] == "GM9990"
        beside = mine[code]
        for part in ("peers", "vulnerability", "stacking", "blocks"):
            assert area[part] == beside[part]
        # One municipality is the whole of the fictitious country: the same ranks too.
        assert area["scores"] == beside["scores"]
        figures = {one["indicator"]: one for one in beside["indicators"]}
        for one in area["indicators"]:
            told, own = dict(one), dict(figures[one["indicator"]])
            cluster, inside = told.pop("hot_spot"), own.pop("hot_spot")
            assert told == own
            assert (cluster is None) is (inside is None)
            assert cluster is None or cluster["inference"] == "analytic"


def test_the_header_of_a_country_says_what_its_areas_share(country: CountryScan) -> None:
    header = country.header()
    assert header["schema"] == "weefsel.scan-country/1"
    assert header["fictitious"] is True
    assert "area" not in header["recipe"]
    assert {one["inference"] for one in header["hot_spot_maps"]} == {"analytic"}
    (table,) = country.tables("nl")
    assert table.height == len(country.codes) == 59


def test_a_line_says_the_same_as_the_document_on_many_lines(document: dict[str, Any]) -> None:
    area = document["areas"][-1]
    assert json.loads(to_line(area)) == json.loads(to_json(area))
    odd = {"a_b": 'say "c_d": yes\\', "e_f": ["g_h", {"i_j_k": None, "l": "m_n"}]}
    assert json.loads(to_line(odd)) == json.loads(to_json(odd))


def test_the_page_about_the_document_names_every_part_of_it(
    document: dict[str, Any], country: CountryScan
) -> None:
    page = (Path(__file__).parents[2] / "docs" / "scan-document.md").read_text("utf-8")
    told = json.loads(to_line(document))
    area = next(one for one in told["areas"] if one["code"] == "BU99900301")
    figure = next(one for one in area["indicators"] if one["hotSpot"] and one["sure"])
    parts = [told, json.loads(to_line(country.header())), area, area["scores"][0], figure]
    parts += [area["scores"][0]["sure"], area["scores"][0]["method"], figure["trend"]]
    parts += [figure["beside"], figure["hotSpot"], area["vulnerability"], area["stacking"]]
    parts += [told["resilience"], told["resilience"]["maps"][0], told["hotSpotMaps"][0]]
    lacking = {key for part in parts for key in part if f"`{key}`" not in page}
    assert lacking == set()
