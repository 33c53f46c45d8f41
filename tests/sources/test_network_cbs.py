"""Fetching a table of CBS, against a server on this computer that speaks OData v3 and v4."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources import open_data
from sources.open_data_server import Incident, OpenData, serving
from weefsel.base.errors import InputError
from weefsel.sources import kwb
from weefsel.sources.area_code import municipality_of
from weefsel.sources.model import RawTable
from weefsel.sources.network import cbs
from weefsel.sources.network.fetch import Patience
from weefsel.sources.network.fetched import Fetched
from weefsel.sources.network.shelf import INDEX

HASTY = Patience(tries=3, backoff_s=0.01, connect_s=2, read_s=1, longest_wait_s=3)
Fetch = Callable[..., Fetched]


@pytest.fixture
def data() -> OpenData:
    return OpenData()


@pytest.fixture
def fetch(data: OpenData, tmp_path: Path) -> Iterator[Fetch]:
    with serving(data) as at:

        def call(**options: Any) -> Fetched:
            data.asked.clear()
            return cbs.fetch_table(
                options.pop("table", open_data.TABLE),
                options.pop("target", tmp_path / f"fetched{len(list(tmp_path.iterdir()))}"),
                cache=tmp_path / "cache",
                feed=f"{at}/v3",
                feed_v4=f"{at}/v4/",
                patience=HASTY,
                **options,
            )

        yield call


def read(found: Fetched) -> RawTable:
    (raw,) = kwb.read(found.folder)
    return raw


def by_title(raw: RawTable) -> pl.DataFrame:
    """Give the figures by title and area, in one order: the keys of v3 and v4 differ."""
    named = raw.values.join(raw.measures, on="measure").select(
        pl.concat_str(pl.col("path"), pl.lit("/"), pl.col("title").str.strip_chars()).alias("of"),
        "area",
        "value",
        "flag",
    )
    return named.sort("of", "area")


def local() -> pl.DataFrame:
    """Give what the server has, without any network in between."""
    rows = [
        (f"{path}/{title.strip()}", code, open_data.value(at, n))
        for at, (code, *_) in enumerate(open_data.AREAS)
        for n, (_, path, title, *_) in enumerate(open_data.COLUMNS)
    ]
    frame = pl.DataFrame(rows, schema=["of", "area", "value"], orient="row")
    flag = pl.when(pl.col("value").is_null()).then(pl.lit("missing")).otherwise(pl.lit("measured"))
    return frame.with_columns(flag=flag).sort("of", "area")


def refusal(fetch: Fetch, **options: Any) -> str:
    with pytest.raises(InputError) as caught:
        fetch(**options)
    said = caught.value.sentence("en")
    assert caught.value.todo is not None
    assert "\n" not in said
    assert caught.value.sentence("nl") != said
    return said


@pytest.mark.parametrize("version", ["v3", "v4"])
def test_a_table_comes_whole_in_pages(data: OpenData, fetch: Fetch, version: str) -> None:
    data.versions = {version}
    raw = read(fetch())
    assert by_title(raw).equals(local())
    assert raw.areas["name"].to_list() == [name for _, name, _ in open_data.AREAS]
    assert (raw.edition.id, raw.edition.published) == (f"{open_data.TABLE}-2024", "2025-10-01")


@pytest.mark.parametrize("version", ["v3", "v4"])
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    size=st.integers(1, 40),
    municipality=st.sampled_from([None, "GM9991", "GM9992", "gm9991"]),
    filters=st.booleans(),
)
def test_any_page_size_and_filter_give_the_same_as_the_whole_table_cut(
    tmp_path_factory: pytest.TempPathFactory,
    version: str,
    size: int,
    municipality: str | None,
    filters: bool,
) -> None:
    """Also when a server does not read the filter, and then sends the whole country."""
    data = OpenData()
    data.versions, data.page_size, data.filters = {version}, size, filters
    folder = tmp_path_factory.mktemp("f")
    with serving(data) as at:
        found = cbs.fetch_table(
            open_data.TABLE, folder, cache=folder / "cache", feed=f"{at}/v3", feed_v4=f"{at}/v4",
            municipality=municipality, patience=HASTY,
        )  # fmt: skip
    whole = local()
    if municipality is not None:
        own = [
            code
            for code in whole["area"].unique()
            if municipality_of(code) in (None, municipality.upper())
        ]
        whole = whole.filter(pl.col("area").is_in(own))
    assert by_title(read(found)).equals(whole)


@pytest.mark.parametrize("version", ["v3", "v4"])
def test_only_the_municipality_and_the_country_are_asked_for(
    data: OpenData, fetch: Fetch, version: str
) -> None:
    data.versions = {version}
    data.page_size = 1000
    found = fetch(municipality="GM9992")
    raw = read(found)
    assert raw.areas.height == 7
    assert set(raw.areas["municipality"]) == {"GM9992", None}
    part = "TypedDataSet" if version == "v3" else "Observations"
    (asked,) = [one for one in data.asked if part in one]
    assert "$filter=" in asked
    said = " ".join(note.render("en") for note in found.notes)
    assert "Only GM9992 and the country as a whole were fetched" in said
    assert "without --gemeente" in said


def test_v4_is_used_when_v3_has_no_such_table_and_that_is_said(
    data: OpenData, fetch: Fetch
) -> None:
    data.versions = {"v4"}
    notes = [note.render("en") for note in fetch().notes]
    assert notes[0].endswith("it was fetched as OData v4.")
    data.versions = {"v3", "v4"}
    assert "OData v4" not in " ".join(note.render("en") for note in fetch().notes)


def test_a_full_page_without_a_next_link_is_asked_on(
    data: OpenData, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The api of CBS stops at its limit of rows without saying that there is more."""
    data.names_next = False
    small = cbs.cbs_v3.FEEDS.cbs_v3.model_copy(update={"most_rows": data.page_size})
    feeds = cbs.cbs_v3.FEEDS.model_copy(update={"cbs_v3": small})
    monkeypatch.setattr(cbs.cbs_v3, "FEEDS", feeds)
    assert by_title(read(fetch())).equals(local())


def test_an_edition_that_is_there_costs_one_question_and_no_page(
    data: OpenData, fetch: Fetch
) -> None:
    first = by_title(read(fetch()))
    data.unchanged = 0
    again = fetch()
    assert by_title(read(again)).equals(first)
    assert data.asked_for("/TypedDataSet") == data.asked_for("/WijkenEnBuurten") == 0
    assert data.unchanged == len(data.asked) == 2  # TableInfos and DataProperties: 304
    data.etags = False
    assert by_title(read(fetch())).equals(first)
    assert data.asked_for("/TypedDataSet") == 0


def test_a_newer_edition_is_fetched_anew(data: OpenData, fetch: Fetch) -> None:
    fetch()
    data.modified = "2025-11-30"
    data.rows["TypedDataSet"][3]["AantalInwoners_5"] = 123456
    raw = read(fetch())
    assert raw.edition.published == "2025-11-30"
    assert 123456 in raw.values["value"].to_list()


def test_a_run_that_was_cut_off_goes_on_where_it_stopped(data: OpenData, fetch: Fetch) -> None:
    data.incidents = [Incident("TypedDataSet.*skip=10", "status", 500, times=99)]
    assert "too busy or out of order (status 500" in refusal(fetch)
    assert data.asked_for("/Observations") == 0  # what was begun in v3 is not begun in v4
    data.incidents = []
    found = fetch()
    skips = [one.rpartition("skip=")[2] for one in data.asked if "/TypedDataSet" in one]
    assert skips == ["10"]  # the first two pages were kept
    assert by_title(read(found)).equals(local())


def test_a_page_that_was_damaged_since_is_fetched_again(
    data: OpenData, fetch: Fetch, tmp_path: Path
) -> None:
    fetch()
    damaged = 0
    for index in (tmp_path / "cache").glob(f"*/{INDEX}"):
        pages = json.loads(index.read_text())["pages"]
        if "TypedDataSet" in pages[0]["address"]:
            (index.parent / pages[1]["file"]).write_bytes(b"{}")
            damaged += 1
    assert damaged == 1
    assert by_title(read(fetch())).equals(local())
    assert data.asked_for("/TypedDataSet") == 2  # the damaged one and the one after


def test_an_index_of_something_else_is_not_read(fetch: Fetch, tmp_path: Path) -> None:
    fetch()
    for index in (tmp_path / "cache").glob(f"*/{INDEX}"):
        index.write_text('{"form": "something/9", "pages": 3}')
    assert by_title(read(fetch())).equals(local())


def test_an_edition_that_changes_while_it_is_fetched_is_begun_anew(
    data: OpenData, fetch: Fetch
) -> None:
    def change() -> None:
        data.modified = "2025-12-31"
        data.rows["TypedDataSet"][1]["AantalInwoners_5"] = 777

    data.incidents = [Incident("TypedDataSet.*skip=10", "nothing", then=change)]
    found = fetch()
    raw = read(found)
    assert raw.edition.published == "2025-12-31"
    assert 777 in raw.values["value"].to_list()
    assert "changed while it was being fetched" in found.notes[0].render("en")


def test_an_edition_that_keeps_changing_is_refused(data: OpenData, fetch: Fetch) -> None:
    days = iter(range(10, 30))

    def change() -> None:
        data.modified = f"2025-12-{next(days)}"

    data.incidents = [Incident("TypedDataSet", "nothing", then=change, times=99)]
    assert "keeps changing" in refusal(fetch)


@pytest.mark.parametrize("promised", [12, 14])
@pytest.mark.parametrize("version", ["v3", "v4"])
def test_less_or_more_than_promised_is_refused(
    data: OpenData, fetch: Fetch, version: str, promised: int
) -> None:
    data.versions, data.promised = {version}, promised
    assert f"where CBS promises {promised}" in refusal(fetch)


def test_a_row_of_the_municipality_that_is_missing_is_noticed(
    data: OpenData, fetch: Fetch
) -> None:
    del data.rows["TypedDataSet"][3]
    assert "6 rows came, where CBS promises 7" in refusal(fetch, municipality="GM9991")


def test_a_municipality_that_is_not_in_the_table_is_said_to(fetch: Fetch) -> None:
    said = refusal(fetch, municipality="GM9994")
    # The country itself is found, and says nothing of the municipality.
    assert "CBS has nothing of GM9994 in this table" in said


@pytest.mark.parametrize("code", ["0164", "BU01640101", "GM164", "GM0164'", ""])
def test_another_code_than_of_a_municipality_asks_nothing(
    data: OpenData, fetch: Fetch, code: str
) -> None:
    assert "is not the code of a municipality" in refusal(fetch, municipality=code)
    assert data.asked == []


def test_a_table_that_does_not_exist_is_said_to(fetch: Fetch) -> None:
    assert refusal(fetch, table="11111NED").startswith("11111NED: CBS has no table with this id.")


def test_progress_counts_the_rows(data: OpenData, fetch: Fetch) -> None:
    said: list[tuple[int, int, str]] = []
    fetch(progress=lambda done, total, words: said.append((done, total, words.render("en"))))
    pages = [one for one in said if "TypedDataSet" in one[2]]
    assert [done for done, *_ in pages] == [0, 5, 10, 13]
    assert {total for _, total, _ in pages} == {13}
    assert pages[-1][2] == "85984NED, TypedDataSet: 13 of 13 rows fetched"


def test_ctrl_c_leaves_nothing_half_written_and_the_pages_kept(
    data: OpenData, fetch: Fetch, tmp_path: Path
) -> None:
    def stop(done: int, total: int, words: object) -> None:
        if done == 10 and total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(progress=stop, target=tmp_path / "target")
    assert not (tmp_path / "target").exists()
    assert not list((tmp_path / "cache").rglob("*.unfinished"))
    found = fetch()
    assert data.asked_for("/TypedDataSet") == 1
    assert by_title(read(found)).equals(local())


def test_two_loads_of_the_same_do_not_run_at_once(
    data: OpenData, fetch: Fetch, tmp_path: Path
) -> None:
    said: list[str] = []
    data.incidents = [
        Incident("skip=5", "nothing", then=lambda: said.append(refusal(fetch)), times=1)
    ]
    fetch()
    assert "another load is fetching the same" in said[0]


@pytest.mark.parametrize(
    ("source", "expected"),
    [("84799NED", True), ("kwb-2020.csv", False), ("GM0164", False), ("8479NED", False)],
)
def test_a_table_id_is_told_from_a_file(source: str, expected: bool) -> None:
    assert cbs.is_table_id(source) is expected
