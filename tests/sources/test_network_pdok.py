"""Fetching boundaries, against a server on this computer that speaks WFS 2.0 and OGC API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources import open_data
from sources.open_data_server import Incident, OpenData, serving
from weefsel.base.errors import InputError
from weefsel.sources import areas
from weefsel.sources.network import pdok
from weefsel.sources.network.fetch import Patience
from weefsel.sources.network.fetched import Fetched

HASTY = Patience(tries=3, backoff_s=0.01, connect_s=2, read_s=1, longest_wait_s=3)
Fetch = Callable[..., Fetched]
LEVELS = {"municipality": "GM", "district": "WK", "neighbourhood": "BU"}


@pytest.fixture
def data() -> OpenData:
    found = OpenData()
    found.page_size = 2
    return found


@pytest.fixture
def fetch(data: OpenData, tmp_path: Path) -> Iterator[Fetch]:
    with serving(data) as at:

        def call(source: str = "pdok:2024", **options: Any) -> Fetched:
            data.asked.clear()
            return pdok.fetch_boundaries(
                source,
                tmp_path / f"fetched{len(list(tmp_path.iterdir()))}",
                cache=tmp_path / "cache",
                wfs=f"{at}/wfs",
                ogc=f"{at}/ogc",
                patience=HASTY,
                **options,
            )

        yield call


def codes(found: Fetched) -> set[str]:
    tables = areas.read(found.folder, year=2024)
    assert {table.edition.year for table in tables} == {2024}
    return {code for table in tables for code in table.frame["code"]}


def whole(municipality: str | None = None) -> set[str]:
    return {
        code
        for code, *_ in open_data.AREAS
        if code != open_data.COUNTRY and (municipality is None or code[2:6] == municipality[2:])
    }


def refusal(fetch: Fetch, *given: str, **options: Any) -> str:
    with pytest.raises(InputError) as caught:
        fetch(*given, **options)
    said = caught.value.sentence("en")
    assert caught.value.todo is not None
    assert "\n" not in said
    assert caught.value.sentence("nl") != said
    return said


@pytest.mark.parametrize("service", ["wfs", "ogc"])
@pytest.mark.parametrize("municipality", [None, "GM9992"])
def test_every_level_comes_whole_with_names(
    data: OpenData, fetch: Fetch, service: str, municipality: str | None
) -> None:
    data.services = {service}
    found = fetch(municipality=municipality)
    assert codes(found) == whole(municipality)
    said = " ".join(note.render("en") for note in found.notes)
    assert ("its OGC API was used" in said) == (service == "ogc")
    named = {
        table.level: table.frame["name"].null_count()
        for table in areas.read(found.folder, year=2024)
    }
    assert named == dict.fromkeys(LEVELS, 0)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    size=st.integers(1, 9),
    service=st.sampled_from(["wfs", "ogc"]),
    municipality=st.sampled_from([None, "GM9991"]),
    filters=st.booleans(),
)
def test_any_page_size_and_filter_give_the_same_areas(
    tmp_path_factory: pytest.TempPathFactory,
    size: int,
    service: str,
    municipality: str | None,
    filters: bool,
) -> None:
    data = OpenData()
    data.page_size, data.services, data.filters = size, {service}, filters
    folder = tmp_path_factory.mktemp("f")
    with serving(data) as at:
        found = pdok.fetch_boundaries(
            "pdok:2024", folder, cache=folder / "cache", wfs=f"{at}/wfs", ogc=f"{at}/ogc",
            municipality=municipality, patience=HASTY,
        )  # fmt: skip
    assert codes(found) == whole(municipality)


def test_the_municipality_is_asked_for_by_a_filter_in_xml(data: OpenData, fetch: Fetch) -> None:
    fetch(municipality="GM9991")
    pages = [one for one in data.asked if "startIndex" in one]
    assert pages
    assert all("gemeentecode" in one and "GM9991" in one for one in pages)
    assert not any("CQL" in one for one in data.asked)


def test_simplified_boundaries_are_chosen_by_the_start_of_their_code(
    data: OpenData, fetch: Fetch
) -> None:
    for kind, level in (("gemeenten", "gemeente"), ("wijken", "wijk"), ("buurten", "buurt")):
        data.shapes[f"{level}_gegeneraliseerd"] = [
            {**one, "properties": {"statcode": one["properties"][f"{level}code"],
                                   "statnaam": one["properties"][f"{level}naam"]}}
            for one in data.shapes[kind]
        ]  # fmt: skip
    data.filters = False  # the invented server does not read PropertyIsLike
    found = fetch("pdok:gebiedsindelingen/2024", municipality="GM9991")
    assert codes(found) == whole("GM9991")
    assert any("BU9991*" in one.replace("%2A", "*") for one in data.asked)


def test_a_run_that_was_cut_off_goes_on_and_a_second_fetches_no_page(
    data: OpenData, fetch: Fetch
) -> None:
    data.incidents = [Incident("buurten.*startIndex=4", "status", 503, times=99)]
    assert "PDOK is too busy" in refusal(fetch)
    data.incidents = []
    found = fetch()
    starts = [one.rpartition("startIndex=")[2] for one in data.asked if "startIndex" in one]
    assert starts == ["4"]
    assert codes(found) == whole()
    fetch()
    assert not [one for one in data.asked if "startIndex" in one]


def test_fewer_features_than_counted_are_refused(data: OpenData, fetch: Fetch) -> None:
    data.promised = 9
    assert "where PDOK promises 9" in refusal(fetch)


def test_a_feature_that_comes_twice_is_refused(data: OpenData, fetch: Fetch) -> None:
    data.shapes["buurten"][3] = data.shapes["buurten"][0]
    assert "where PDOK promises 6" in refusal(fetch)


def test_a_collection_that_changes_while_it_is_fetched_is_begun_anew(
    data: OpenData, fetch: Fetch
) -> None:
    data.services = {"ogc"}

    def change() -> None:
        data.modified = "2025-12-31"
        for one in data.shapes["gemeenten"]:
            one["properties"]["gemeentenaam"] = "Anders"

    data.incidents = [Incident("gemeenten/items", "nothing", then=change)]
    tables = areas.read(fetch().folder, year=2024)
    (town,) = [table for table in tables if table.level == "municipality"]
    assert set(town.frame["name"]) == {"Anders"}


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("pdok:", "does not say which boundaries"),
        ("pdok:24", "does not say which boundaries"),
        ("pdok:wegen/2024", "does not say which boundaries"),
        ("pdok:2024/../x", "does not say which boundaries"),
        ("pdok:0900", "is not a year"),
    ],
)
def test_a_source_that_is_written_otherwise_asks_nothing(
    data: OpenData, fetch: Fetch, source: str, sentence: str
) -> None:
    assert sentence in refusal(fetch, source)
    assert data.asked == []


def test_a_year_that_is_not_there_is_said(fetch: Fetch) -> None:
    assert "PDOK has no boundaries of this year" in refusal(fetch, "pdok:1999")


def test_a_municipality_that_is_not_there_is_said(fetch: Fetch) -> None:
    assert "PDOK has no boundaries of GM9993" in refusal(fetch, municipality="GM9993")


def test_a_web_page_instead_of_the_count_is_recognised(data: OpenData, fetch: Fetch) -> None:
    data.incidents = [Incident("hits", "body", body=b"<html>Log in", times=9)]
    assert "a web page came back" in refusal(fetch)


def test_a_report_of_a_fault_is_no_web_page(data: OpenData, fetch: Fetch) -> None:
    report = b'<?xml version="1.0"?><ows:ExceptionReport version="2.0.0"/>'
    data.incidents = [Incident("startIndex", "body", body=report, times=9)]
    assert "PDOK refuses the request" in refusal(fetch)
