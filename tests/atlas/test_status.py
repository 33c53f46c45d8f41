"""What is loaded, for who asks."""

from __future__ import annotations

from datetime import date

from atlas.tables import counts, edition, observed, raw
from weefsel.atlas.status import STATUS_COLUMNS
from weefsel.atlas.store import Store


def test_an_edition_shows_source_year_rows_residents_and_licence(store: Store) -> None:
    dated = edition(published="2021-03-26")
    store.load(raw(dated), counts(dated, 1_000.0))
    (row,) = store.status().frame.to_dicts()
    assert row["source"] == "EX-KWB-2020"
    assert (row["areas"], row["rows"], row["population"]) == (5, 5, 1_000.0)
    assert (row["licence"], row["published"]) == ("CC0-1.0", "2021-03-26")
    assert row["files"] == ["fictitious.csv"]
    assert row["loaded_at"] == "2026-01-01T00:00:00+00:00"


def test_a_table_without_a_country_row_shows_no_residents(store: Store) -> None:
    store.load(raw(), observed({("GM9990", "population"): 10.0}))
    assert store.status().frame["population"].to_list() == [None]


def test_an_indicator_counts_when_it_has_a_value(store: Store) -> None:
    store.load(raw(), observed({("GM9990", "population"): 10.0, ("GM9990", "cars"): None}))
    assert store.status().frame["indicators"].to_list() == [1]


def test_age_is_in_whole_years_of_the_figures(store: Store) -> None:
    store.load(raw(), counts())
    assert store.status().with_age(date(2026, 11, 22))["age_years"].to_list() == [6]


def test_an_empty_store_has_an_empty_status(store: Store) -> None:
    status = store.status()
    assert status.frame.is_empty()
    assert status.frame.columns == list(STATUS_COLUMNS)
    assert status.document() == {"schema": "weefsel.status/1", "real": [], "fictitious": []}
