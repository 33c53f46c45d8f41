"""Trends: a class from five comparable years only, and what may not stand on one line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scan.small_country import catalogue
from weefsel.atlas.indicator import catalogue as shipped_catalogue
from weefsel.atlas.mapping import observe
from weefsel.atlas.store import Store
from weefsel.scan.series import DEFINITION, REDIVISION, Redefined, series, series_of, trend_rules
from weefsel.scan.trend import TREND_COLUMNS, remarks, trends, words
from weefsel.sources import health

AREA, OTHER = "BU99900101", "BU99900102"
NONE = pl.DataFrame(schema={"area": pl.String, "since": pl.Int32})


def rows(
    values: dict[int, float | None],
    *,
    area: str = AREA,
    indicator: str = "benefit",
    flag: str = "measured",
    source: str = "T",
    error: float | None = None,
    **more: Any,
) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "area": area,
                "indicator": indicator,
                "year": year,
                "value": value,
                "flag": flag,
                "source": source,
                "error": error,
                **more,
            }
            for year, value in values.items()
        ],
        schema_overrides={
            "year": pl.Int32,
            "value": pl.Float64,
            "error": pl.Float64,
        },
    )


def changed(*years: int, area: str = AREA) -> pl.DataFrame:
    return pl.DataFrame({"area": [area] * len(years), "since": list(years)}).cast(
        {"since": pl.Int32}
    )


def told(frame: pl.DataFrame, changes: pl.DataFrame = NONE, **options: Any) -> dict[str, Any]:
    """The newest line of one area and indicator."""
    found = trends(series(frame, changes, **options), catalogue())
    assert dict(found.schema) == TREND_COLUMNS
    return found.filter(pl.col("newest")).row(0, named=True)


RISE = {year: float(year - 2000) for year in range(2014, 2020)}


# Five years or more


def test_five_years_that_all_rise_are_certainly_rising() -> None:
    row = told(rows({2015: 1.0, 2016: 2.0, 2017: 3.5, 2018: 4.0, 2019: 6.0}))
    assert (row["state"], row["direction"], row["certainty"]) == ("trend", "rising", "certain")
    assert row["low"] > 0
    assert row["level"] == 0.9
    assert row["meaning"] == "weaker"  # more benefits are more strain
    assert words(row).render("nl") == "zeker stijgend van 2015 tot 2019"


def test_a_rise_with_two_years_against_it_is_likely() -> None:
    row = told(rows({2015: 1.0, 2016: 0.5, 2017: 3.5, 2018: 3.0, 2019: 6.0}))
    assert (row["direction"], row["certainty"]) == ("rising", "likely")
    assert row["low"] < 0 < row["high"]


def test_years_that_go_up_and_down_have_no_direction_and_are_not_called_equal() -> None:
    row = told(rows({2015: 3.0, 2016: 1.0, 2017: 4.0, 2018: 1.5, 2019: 3.1}))
    assert (row["state"], row["direction"], row["meaning"]) == ("trend", "", "")
    assert row["certainty"] == "indistinguishable"
    assert "geen richting te onderscheiden" in words(row).render("nl")


def test_a_series_of_model_estimates_is_never_certain() -> None:
    row = told(rows(RISE, flag="model_estimate", indicator="health"))
    assert (row["direction"], row["certainty"], row["meaning"]) == ("rising", "likely", "stronger")
    assert any("modelschattingen" in one.render("nl") for one in remarks(row))


def test_context_has_a_direction_and_no_meaning() -> None:
    row = told(rows(RISE, indicator="population"))
    assert (row["direction"], row["meaning"]) == ("rising", "")


# Fewer years


@pytest.mark.parametrize("years", [2, 3, 4])
def test_two_to_four_years_give_points_a_difference_with_its_error_and_no_class(
    years: int,
) -> None:
    row = told(rows({2016 + n: 10.0 + 4 * n for n in range(years)}, error=3.0))
    assert (row["state"], row["years"], row["direction"], row["slope"]) == (
        "few_years", years, "", None,
    )  # fmt: skip
    assert row["difference"] == 4.0 * (years - 1)
    assert row["difference_error"] == pytest.approx(18**0.5)
    assert words(row).render("nl").startswith("te weinig jaren")


def test_without_a_known_error_a_difference_has_no_word_of_certainty() -> None:
    row = told(rows({2016: 1.0, 2020: 9.0}))
    assert (row["difference"], row["difference_error"], row["certainty"]) == (8.0, None, None)


@pytest.mark.parametrize(
    ("difference", "word"), [(1.0, "indistinguishable"), (4.0, "likely"), (8.0, "certain")]
)
def test_a_difference_against_its_error_has_a_word(difference: float, word: str) -> None:
    assert told(rows({2016: 1.0, 2020: 1.0 + difference}, error=3.0))["certainty"] == word


def test_classes_have_an_order_and_no_distance_so_no_trend() -> None:
    years = {2002: 5.0, 2008: 6.0, 2012: 7.0, 2014: 8.0, 2016: 9.0}
    (row,) = trends(
        series(rows(years, indicator="livability2_class", flag="model_estimate"), NONE),
        shipped_catalogue(),
    ).to_dicts()
    assert (row["state"], row["slope"], row["direction"]) == ("classes", None, "")
    assert words(row).render("en").startswith("from class 5 in 2002 to class 9 in 2016")


def test_one_year_says_so() -> None:
    row = told(rows({2018: None, 2020: 3.0}))
    assert (row["state"], row["difference"]) == ("one_year", None)
    assert words(row).render("nl") == "te weinig jaren: alleen 2020"


# What breaks a line


def test_a_redivision_breaks_the_series_and_says_so() -> None:
    row = told(rows(RISE), changed(2017))
    assert (row["state"], row["years"], row["first_year"]) == ("few_years", 3, 2017)
    assert row["broken_by"] == REDIVISION
    assert "2017" in remarks(row)[0].render("nl")
    found = trends(series(rows(RISE), changed(2017)), catalogue())
    assert sorted(found["years"]) == [3, 3]


def test_a_redivision_of_another_area_or_before_the_first_year_breaks_nothing() -> None:
    for changes in (changed(2017, area=OTHER), changed(2014), changed(2021), changed(2009)):
        assert told(rows(RISE), changes)["years"] == 6


def test_a_redivision_in_a_year_without_a_figure_breaks_too() -> None:
    holes = {year: value for year, value in RISE.items() if year != 2017}
    assert told(rows(holes), changed(2017))["first_year"] == 2018


def test_figures_restated_on_one_division_are_not_broken() -> None:
    """The health monitor gives 2012 and 2016 on the division of 2020."""
    frame = pl.concat([rows({year: 1.0}, source=f"H{year}") for year in (2012, 2016, 2020)])
    divisions = {f"H{year}": 2020 for year in (2012, 2016, 2020)}
    assert told(frame, changed(2018), divisions=divisions)["years"] == 3
    assert told(frame, changed(2018))["years"] == 1


def test_divisions_that_are_not_loaded_are_counted() -> None:
    row = told(rows({2020: 1.0, 2024: 2.0}), loaded=[2020, 2024])
    assert row["unseen"] == 3
    assert any("niet bekend" in one.render("nl") for one in remarks(row))
    assert told(rows({2020: 1.0, 2021: 2.0}), loaded=[2020, 2021])["unseen"] == 0


def test_an_old_and_a_new_definition_are_never_on_one_line() -> None:
    rule = Redefined(indicator="benefit", from_year=2017, reason_nl="x", reason_en="x", source="x")
    row = told(rows(RISE), redefined=[rule])
    assert (row["first_year"], row["broken_by"]) == (2017, DEFINITION)
    assert told(rows(RISE, indicator="debt"), redefined=[rule])["years"] == 6


def test_every_declared_break_is_about_a_known_indicator_and_has_its_source() -> None:
    for one in trend_rules().redefined:
        assert one.indicator in shipped_catalogue()
        assert one.source


@pytest.mark.parametrize(
    ("left", "right", "options"),
    [
        ({"kind": "accounts"}, {"kind": "budget"}, {}),
        ({"flag": "measured"}, {"flag": "model_estimate"}, {}),
        ({"flag": "measured"}, {"flag": "imputed"}, {}),
        ({"source": "OFFICIAL"}, {"source": "OWN"}, {"own": ["OWN"]}),
    ],
)
def test_kinds_that_differ_never_share_a_line(left: Any, right: Any, options: Any) -> None:
    first = {year: value for year, value in RISE.items() if year < 2018}
    last = {year: value for year, value in RISE.items() if year >= 2018}
    plain = {"kind": ""}
    frame = pl.concat(
        [rows(first, **{**plain, **left}), rows(last, **{**plain, **right})], how="vertical"
    )
    found = trends(series(frame, NONE, **options), catalogue())
    assert sorted(found["years"]) == [2, 4]
    assert "trend" not in set(found["state"])


def test_official_figures_are_shown_before_own_ones() -> None:
    frame = pl.concat([rows({2018: 1.0, 2019: 2.0}), rows({2020: 9.0}, source="OWN")])
    assert told(frame, own=["OWN"])["last_year"] == 2019


def test_an_empty_series_gives_an_empty_frame() -> None:
    assert trends(series(rows({2020: None}), NONE), catalogue()).is_empty()


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.integers(2010, 2023), unique=True, min_size=1, max_size=14),
    st.lists(st.integers(2008, 2024), max_size=3),
)
def test_no_line_crosses_a_change_and_every_figure_is_on_one(years, changes) -> None:
    frame = rows({year: float(year) for year in years}).sample(fraction=1.0, shuffle=True, seed=1)
    laid = series(frame, changed(*changes))
    assert sorted(laid["year"]) == sorted(years)
    for line in laid.partition_by("line"):
        first, last = line["year"].min(), line["year"].max()
        assert not any(first < change <= last for change in changes)
    for left, right in zip(sorted(years), sorted(years)[1:], strict=False):
        apart = laid.filter(pl.col("year").is_in([left, right]))["line"].n_unique() == 2
        assert apart == any(left < change <= right for change in changes)


# Weverdam and Hengelo


@pytest.fixture(scope="module")
def weverdam(weverdam_home: Path) -> Store:
    return Store(weverdam_home)


def test_weverdam_has_trends_and_breaks_them_where_it_was_redivided(weverdam: Store) -> None:
    laid = series_of(
        weverdam, country="XX00", indicators=["social_assistance_share_15_64", "lonely_18plus"]
    )
    found = trends(laid, shipped_catalogue())
    benefit = found.filter(pl.col("indicator") == "social_assistance_share_15_64")
    newest = benefit.filter(pl.col("newest"))
    gone = newest.filter(pl.col("last_year") < 2018)  # merged away in 2018
    assert set(gone["state"]) == {"few_years"}
    newest = newest.filter(pl.col("last_year") == 2023)
    assert set(newest["state"]) == {"trend"}
    assert {"rising", ""} <= set(newest["direction"])
    # Two areas became one with a code of its own: followed by code, its line begins there.
    areas = weverdam.areas(2018, country="XX00")
    (merged,) = areas.filter(pl.col("redivision") == "3")["code"]
    first = dict(newest.select("area", "first_year").iter_rows())
    assert first.pop(merged) == 2018
    assert set(first.values()) == {2014}
    lonely = found.filter(pl.col("indicator") == "lonely_18plus")
    assert set(lonely["state"]) <= {"few_years", "one_year"}
    assert newest["unseen"].sum() == 0


def test_differences_have_the_error_of_both_figures_and_none_that_is_assumed(
    weverdam: Store,
) -> None:
    names = ["low_education_share_15_74", "lonely_18plus", "population"]
    known = shipped_catalogue()
    laid = series_of(weverdam, country="XX00", indicators=names, catalogue=known)
    assert set(laid["indicator"]) == set(names)
    estimates = laid.filter(pl.col("indicator") == "lonely_18plus")
    assert estimates["error"].null_count() == estimates.height
    counted = laid.filter(pl.col("indicator") == "low_education_share_15_74")
    assert counted["error"].null_count() == 0
    assert counted["error"].min() > 0
    # Residents are rounded at random to fives in districts and neighbourhoods, not in towns.
    people = laid.filter(pl.col("indicator") == "population").with_columns(
        level=pl.col("area").str.slice(0, 2)
    )
    errors = dict(people.group_by("level").agg(pl.col("error").max()).iter_rows())
    assert errors["GM"] == 0
    assert errors["BU"] == pytest.approx((25 / 6) ** 0.5)
    cut = laid.filter(pl.col("year").is_in([2018, 2021]))
    found = trends(cut, known).filter(pl.col("indicator") == "low_education_share_15_74")
    assert found["difference_error"].null_count() == 0
    assert set(found["certainty"].drop_nulls()) <= {"certain", "likely", "indistinguishable"}
    assert "indistinguishable" in set(found["certainty"])


@pytest.mark.realdata
def test_the_health_monitor_gives_hengelo_no_class_of_trend(
    real_data: Path, tmp_path: Path
) -> None:
    store = Store(tmp_path)
    for year in (2012, 2016, 2020):
        for raw in health.read(real_data / f"sociaal/rivm_gezondheid_{year}_18plus.xlsx"):
            store.load(raw, observe(raw, shipped_catalogue()).frame)
    areas = store.observations(years=[2020]).filter(pl.col("area").str.contains("^..0164"))
    codes = areas["area"].unique().to_list()
    found = trends(series_of(store, country="NL00", areas=codes), shipped_catalogue())
    assert found["area"].n_unique() > 60
    assert set(found["direction"]) == {""}
    assert "trend" not in set(found["state"])
    newest = found.filter(pl.col("newest") & (pl.col("indicator") == "good_health_18plus"))
    assert newest.height > 60
    assert set(newest["years"]) <= {2, 3}
    assert all(words(row).render("nl").startswith("te weinig jaren") for row in found.to_dicts())
