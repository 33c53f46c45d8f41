"""What the store answers."""

from __future__ import annotations

import threading
from pathlib import Path

import polars as pl
import pytest

from atlas.tables import FAR, TOWN, areas, counts, edition, observed, raw
from weefsel.atlas.areas import DIVISION_COLUMNS
from weefsel.atlas.observations import OBSERVATION_COLUMNS
from weefsel.atlas.store import Store
from weefsel.base.errors import InputError


@pytest.fixture
def filled(store: Store) -> Store:
    """Give a store with two years of the town and one of far-away areas."""
    for of in (edition(2020), edition(2021), edition(2020, country="NL00", table="T")):
        codes = TOWN if of.country == "XX00" else FAR
        rows = {(c, i): float(n) for n, c in enumerate(codes) for i in ("cars", "population")}
        store.load(raw(of), observed(rows, of))
    return store


def test_an_empty_store_answers_with_no_rows_in_the_right_columns(store: Store) -> None:
    assert store.observations().schema == pl.Schema(OBSERVATION_COLUMNS)
    assert store.areas(2020).schema == pl.Schema(DIVISION_COLUMNS)
    assert (store.years(), store.editions(), store.sources()) == ([], [], {})


def test_answers_have_the_agreed_columns(filled: Store) -> None:
    assert filled.observations().schema == pl.Schema(OBSERVATION_COLUMNS)
    assert filled.areas(2020).schema == pl.Schema(DIVISION_COLUMNS)


def test_a_question_narrows_to_areas_indicators_and_years(filled: Store) -> None:
    found = filled.observations(
        areas=["BU99900000", "GM9990"], indicators=["cars"], years=[2021], country="XX00"
    )
    assert set(found.select("area", "indicator", "year").iter_rows()) == {
        ("BU99900000", "cars", 2021),
        ("GM9990", "cars", 2021),
    }
    assert filled.observations(areas=[], country="XX00").is_empty()
    assert filled.observations(indicators=["unknown"], country="XX00").is_empty()
    assert filled.observations(areas=["no code"], country="XX00").is_empty()


def test_any_narrowing_equals_filtering_everything(filled: Store) -> None:
    everything = filled.observations(country="XX00")
    for codes in (["XX00"], ["XX00", "WK999000"], list(TOWN)):
        narrowed = filled.observations(areas=codes, country="XX00")
        assert narrowed.equals(everything.filter(pl.col("area").is_in(codes)))


def test_the_country_row_belongs_to_its_country(filled: Store) -> None:
    assert filled.observations(areas=["NL00"])["area"].unique().to_list() == ["NL00"]
    assert filled.observations(areas=["NL00"], country="XX00").is_empty()


def test_areas_know_their_district_and_division(filled: Store) -> None:
    rows = {row["code"]: row for row in filled.areas(2021, country="XX00").iter_rows(named=True)}
    assert rows["BU99900001"]["district"] == "WK999000"
    assert rows["WK999000"]["district"] is None
    assert rows["BU99900001"]["municipality"] == "GM9990"
    assert rows["XX00"]["municipality"] is None
    assert {row["division"] for row in rows.values()} == {2021}


def test_areas_come_large_to_small_and_can_be_narrowed(filled: Store) -> None:
    assert filled.areas(2020, country="XX00")["code"].to_list() == list(TOWN)
    small = filled.areas(2020, country="XX00", level="neighbourhood", municipality="GM9990")
    assert small["code"].to_list() == ["BU99900000", "BU99900001"]
    assert filled.areas(1999, country="XX00").is_empty()


def test_districts_with_letters_are_areas_too(store: Store) -> None:
    codes = ("GM9990", "WK9990AA", "BU9990AA01")
    store.load(raw(places=areas(codes)), observed({("BU9990AA01", "population"): 5.0}))
    rows = store.areas(2020, country="XX00")
    assert rows["district"].to_list() == [None, None, "WK9990AA"]


def test_years_are_the_divisions_of_one_country(filled: Store) -> None:
    assert filled.years("XX00") == [2020, 2021]
    assert filled.years() == [2020]


def test_an_unknown_country_is_a_fault(filled: Store) -> None:
    with pytest.raises(ValueError, match="BE00"):
        filled.observations(country="BE00")


def test_every_source_of_a_figure_can_be_looked_up(filled: Store) -> None:
    sources = filled.sources()
    for country in ("NL00", "XX00"):
        for edition_id in filled.observations(country=country)["source"].unique():
            source = sources[f"edition:{edition_id}"]
            assert source.title
            assert source.licence
            assert source.year


class TestTwoEditionsOfOneFigure:
    def test_the_latest_published_is_given(self, store: Store) -> None:
        old = edition(table="A", published="2021-01-01")
        new = edition(table="B", published="2022-01-01")
        store.load(raw(new), counts(new, 200.0))
        store.load(raw(old), counts(old, 100.0))
        found = store.observations(country="XX00")
        assert found["source"].unique().to_list() == ["B-2020"]
        assert found.height == len(TOWN)

    def test_a_value_goes_before_an_empty_place(self, store: Store) -> None:
        old = edition(table="A", published="2021-01-01")
        new = edition(table="B", published="2022-01-01")
        store.load(raw(old), observed({("GM9990", "cars"): 1.0}, old))
        store.load(raw(new), observed({("GM9990", "cars"): None}, new))
        assert store.observations(country="XX00")["value"].to_list() == [1.0]


def test_a_reader_never_meets_a_half_load_or_a_missing_file(store: Store) -> None:
    """A reader in another thread sees one load or the next, whole, while many follow."""
    store.load(raw(), counts())
    reader, wrong, done = Store(store.home), [], threading.Event()

    def read() -> None:
        while not done.is_set():
            found = reader.observations(country="XX00")["value"].sort().to_list()
            if [v - found[0] for v in found] != [float(n) for n in range(len(TOWN))]:
                wrong.append(found)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        for start in range(200, 240):
            store.load(raw(), counts(start=float(start)), replace=True)
    finally:
        done.set()
        thread.join()
    assert wrong == []


def test_two_loads_at_once_both_count(store: Store) -> None:
    def load(year: int) -> None:
        of = edition(year)
        Store(store.home).load(raw(of), counts(of))

    threads = [threading.Thread(target=load, args=(year,)) for year in range(2010, 2018)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.years("XX00") == list(range(2010, 2018))


def test_a_damaged_file_of_the_store_is_said_and_is_no_fault_of_ours(filled: Store) -> None:
    for part in (filled.folder / "parts").glob("*.observations.*"):
        part.write_bytes(part.read_bytes()[:200])
    with pytest.raises(InputError, match="a file of the store is damaged"):
        filled.observations(country="XX00")
    again = edition(2021)
    with pytest.raises(InputError, match="a file of the store is damaged"):
        filled.load(raw(again), observed({("GM9990", "cars"): 7.0}, again))


def test_a_home_that_is_a_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    home = tmp_path / "bestand"
    home.write_text("x")
    with pytest.raises(InputError, match="the store cannot be read"):
        Store(home).status()
