"""Figures of which nobody states the year: kept apart, never in a score, a comparison, a trend."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from atlas.tables import seen
from sources.boundary_examples import geojson, write
from weefsel.atlas.indicator import catalogue
from weefsel.atlas.load import load_file
from weefsel.atlas.store import Store
from weefsel.errors import InputError, NotFoundError
from weefsel.scan.resilience_axis import indicator_axis

NUISANCE = "violence_vandalism_per_1000"


def extract(folder: Path, name: str = "buurten.geojson", **more: object) -> Path:
    rows = [
        {
            "buurtcode": code,
            "aantal_inwoners": residents,
            "vernieling_misdrijf_tegen_openbare_orde": vandalism,
            "gewelds_en_seksuele_misdrijven": violence,
            **more,
        }
        for code, residents, vandalism, violence in (
            ("BU99900000", 880, 42, 97),
            ("BU99900001", 780, 38, 17),
            ("BU99900100", 995, -99999999, 4),
        )
    ]
    return write(folder, name, geojson([None] * 3, rows))


def test_they_come_out_of_one_door_only_and_without_a_year(store: Store, tmp_path: Path) -> None:
    (report,) = load_file(store, "kwb", extract(tmp_path), undated=(2019, 2018))
    assert report.edition.id == "KWB-undated-2018-2019"
    assert store.observations(country="XX00").is_empty()
    assert store.observations(country="XX00", years=[2018, 2019]).is_empty()
    assert store.years("XX00") == []  # it defines no areas of a year
    found = store.undated(indicators=[NUISANCE], country="XX00")
    assert found["year"].is_null().all()
    values = dict(found.select("area", "value").iter_rows())
    assert values == {"BU99900000": 139.0, "BU99900001": 55.0, "BU99900100": None}
    assert store.undated(country="NL00").is_empty()
    status = store.status().with_age(date(2026, 1, 1))
    assert status["undated"].to_list() == [[2018, 2019]]
    assert status["age_years"].to_list() == [None]


def test_what_is_dated_stays_out_of_that_door(store: Store, tmp_path: Path) -> None:
    load_file(store, "kwb", extract(tmp_path, "buurten_2019.geojson"), year=2019)
    load_file(store, "kwb", extract(tmp_path), undated=(2018, 2019))
    dated = store.observations(indicators=[NUISANCE], country="XX00")
    assert dated["year"].unique().to_list() == [2019]
    assert store.undated(country="XX00")["source"].unique().to_list() == ["KWB-undated-2018-2019"]


def test_an_axis_of_them_is_not_dated_and_says_between_which_years(
    store: Store, tmp_path: Path
) -> None:
    load_file(store, "kwb", extract(tmp_path), undated=(2018, 2019))
    found = store.undated(indicators=[NUISANCE], country="XX00")
    axis = indicator_axis(found, catalogue()[NUISANCE], level="neighbourhood")
    assert not axis.dated
    assert axis.of(None) == {"BU99900000": 139.0, "BU99900001": 55.0}
    (source,) = axis.sources
    assert store.period(source).render("nl") == "2018 of 2019, jaar niet vermeld"
    assert store.sources()[source].year is None
    with pytest.raises(NotFoundError, match="KWB-2000"):
        store.period("edition:KWB-2000")


def test_a_definition_that_changed_between_those_years_fills_nothing(
    store: Store, tmp_path: Path
) -> None:
    """Electricity use counts to 2022 as one thing and after that as another."""
    path = extract(tmp_path, gemiddeld_elektriciteitsverbruik_totaal=2_500)
    load_file(store, "kwb", path, undated=(2021, 2022))
    assert "electricity_use" in set(store.undated(country="XX00")["indicator"])
    with store.change() as change:
        change.forget(country="XX00")
    load_file(store, "kwb", path, undated=(2022, 2023))
    assert "electricity_use" not in set(store.undated(country="XX00")["indicator"])


@pytest.mark.parametrize(
    ("years", "name", "more", "word"),
    [
        ((2018, 2019), "buurten.geojson", {"jaar": 2019}, "2019"),
        ((2018, 2019), "buurten_2019.geojson", {}, "2019"),
        ((2018,), "buurten.geojson", {}, "two years"),
        ((2018, 2018), "buurten.geojson", {}, "two years"),
        ((2018, 19), "buurten.geojson", {}, "19 is not a year"),
    ],
)
def test_a_file_that_is_not_undated_is_refused(
    store: Store, tmp_path: Path, years: tuple[int, ...], name: str, more: dict, word: str
) -> None:
    before = seen(store)
    with pytest.raises(InputError, match=word) as fault:
        load_file(store, "kwb", extract(tmp_path, name, **more), undated=years)
    assert name in str(fault.value)
    assert seen(store) == before


def test_only_key_figures_can_be_undated(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="kwb"):
        load_file(store, "health", extract(tmp_path), undated=(2018, 2019))


def test_values_are_those_of_the_file_whatever_the_years(store: Store, tmp_path: Path) -> None:
    load_file(store, "kwb", extract(tmp_path), undated=(2017, 2018, 2019))
    population = store.undated(indicators=["population"], country="XX00")
    assert population.filter(pl.col("value").is_not_null()).height == 3
