"""Sentences follow from the figures, flip when they flip, and say how sure that is."""

from __future__ import annotations

import json
import re

import polars as pl
import pytest

from scan.small_country import (
    SEZ,
    SmallStore,
    areas,
    catalogue,
    code,
    national,
    observations,
    scanned,
)
from weefsel.base.document import to_json
from weefsel.base.errors import NotFoundError
from weefsel.base.figure import Figure
from weefsel.base.language import Text
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.result import ScanResult
from weefsel.scan.run import prepare, scan, scan_all
from weefsel.scan.year import scan_year

RECIPE = ScanRecipe(area="GM9990", year=2020)
COUNT = 10


def country(strain: list[float]) -> pl.DataFrame:
    """Ten neighbourhoods of a country with only these, all figures alike."""
    rows = observations(
        {"benefit": list(strain), "debt": list(strain), "health": [-one for one in strain]}
    )
    total = rows.filter(pl.col("indicator") == "population")[0].with_columns(
        area=pl.lit("NL00"), value=pl.lit(500.0 * len(strain))
    )
    return pl.concat([rows, total])


def result(strain: list[float]) -> ScanResult:
    return scanned(country(strain), RECIPE, count=COUNT, country="NL00")


def figures(said: Text) -> list[Figure]:
    return [part for part in said.params.values() if isinstance(part, Figure)]


def test_the_title_says_lower_when_more_neighbourhoods_are_below_the_middle() -> None:
    one_strong = [-30.0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    # Nine values above and below the middle are equal in number: shift the middle by ties.
    mostly_strained = [1.0, 2, 3, 9, 9, 9, 9, 9, 9, 9]
    assert "hoger als lager" in result(one_strong).title.render("nl")
    assert (
        result(mostly_strained).title.render("nl")
        == "7 van de 10 buurten scoren op sociaaleconomische zekerheid lager dan de meeste "
        "buurten van Nederland"
    )


def test_the_title_flips_when_the_figures_flip() -> None:
    mostly_strong = [9.0, 8, 7, 1, 1, 1, 1, 1, 1, 1]
    assert (
        result(mostly_strong).title.render("en")
        == "7 of 10 neighbourhoods score higher on socio-economic security than most "
        "neighbourhoods of the Netherlands"
    )


def test_the_title_without_any_score_counts_what_is_there() -> None:
    rows = observations({"benefit": [1, 2, 3, 4], "debt": [4, 2, 3, 1]})
    said = scanned(rows, RECIPE).title
    assert (
        said.render("nl")
        == "Geen score voor Weverdam in 2020: 2 van de 4 indicatoren van sociale kwaliteit zijn er"
    )


def test_a_municipality_that_is_its_own_reference_is_not_called_the_netherlands() -> None:
    strain = [1.0, 1, 1, 2, 1, 1, 2, 1, 1, 9]
    rows = observations({"benefit": strain, "debt": strain, "health": [-one for one in strain]})
    own = ScanRecipe(area="GM9990", year=2020, outliers="none")
    found = scanned(rows, own)
    assert found.fictitious
    assert (
        found.title.render("nl")
        == "1 van de 10 buurten van Weverdam scoort onder 40 op sociaaleconomische zekerheid; "
        "50 is het gemiddelde"
    )
    assert "Nederland" not in found.area_finding(code(9)).render("nl")


def test_a_neighbourhood_is_placed_among_those_of_the_country() -> None:
    found = result([float(one) for one in range(10)])
    assert (
        found.area_finding(code(9)).render("nl")
        == "Buurt 9 scoort op sociaaleconomische zekerheid lager dan 95% van de buurten van "
        "Nederland: zeker lager dan gemiddeld"
    )
    assert (
        found.area_finding(code(0)).render("en")
        == "Buurt 0 scores higher on socio-economic security than 95% of the neighbourhoods of "
        "the Netherlands: certainly higher than average"
    )
    # A place is a point; behind it stands what the range of the score allows to be said.
    for n in range(COUNT):
        sure = found.sure(code(n), SEZ)
        assert sure is not None
        at = "lower" if sure.below > 0.5 else "higher"
        words = {
            "certain": f"certainly {at} than average",
            "likely": f"probably {at} than average",
            "indistinguishable": "not distinguishable from average",
        }[sure.certainty.value]
        assert found.area_finding(code(n)).render("en").endswith(f": {words}")


def test_a_small_neighbourhood_says_why_it_has_no_score() -> None:
    rows = observations(
        {"benefit": [1, 2, 3, 4, 5], "debt": [1, 2, 3, 4, 5], "health": [5, 4, 3, 2, 1]},
        population=[40, 500, 500, 500, 500],
    )
    said = scanned(rows, RECIPE).area_finding(code(0))
    assert said.render("nl") == "Buurt 0 heeft minder dan 100 inwoners en daarom geen score"


@pytest.mark.parametrize(
    "strain", [[1.0, 2, 3, 9, 9, 9, 9, 9, 9, 9], [float(n) for n in range(10)]]
)
def test_the_title_compares_points_and_the_lead_counts_what_is_sure(strain: list[float]) -> None:
    found = result(strain)
    words = found.title.render("nl")
    assert not re.search(r"\b(zeker|vermoedelijk|niet te onderscheiden)\b", words)
    lead = found.lead[-1].render("nl")
    assert lead.startswith("Hoe zeker het is: op sociaaleconomische zekerheid")
    counts = [round(one.value or 0) for one in figures(found.lead[-1])]
    sure = [found.sure(one, SEZ) for one in found.scored(SEZ)]
    assert sum(counts) == len(sure) == COUNT


def test_every_figure_has_a_source_or_a_reason_and_every_source_is_listed() -> None:
    found = result([float(one) for one in range(10)])
    shown = [part for said in (found.title, *found.lead) for part in figures(said)]
    for n in range(COUNT):
        shown += figures(found.area_finding(code(n)))
        shown += [found.score(code(n), SEZ), found.score(code(n), "cohesion")]
        shown += [found.score_place(code(n), SEZ)]
        for name in found.catalogue:
            shown += [found.figure(code(n), name), found.place(code(n), name)]
            shown += [found.reference_mean("neighbourhood", name), found.country_figure(name)]
    listed = {*found.sources, "edition:TEST-2020"}  # this small country has no source list
    for figure in shown:
        assert figure.reason is not None or figure.low is not None
        assert figure.value is None or figure.sources
        assert set(figure.sources) <= listed


def test_a_figure_says_why_it_has_no_range() -> None:
    rows = observations({"benefit": [1, 2, 3, 4], "debt": [1, 2, 3, 4], "health": [1, 2, 3, 4]})
    found = scanned(rows, RECIPE)
    said = {
        name: found.figure(code(0), name).reason for name in ("population", "benefit", "health")
    }
    assert {name: one.render("nl") for name, one in said.items() if one is not None} == {
        "population": "officiële telling, door de bron afgerond op een veelvoud van 5",
        "benefit": "aandeel uit officiële tellingen die de bron afrondt op veelvouden van 5",
        "health": "modelschatting waarvan de fout niet gepubliceerd is",
    }


def test_a_margin_of_the_maker_is_shown_as_range() -> None:
    rows = observations({"benefit": [1, 2, 3, 4]}).with_columns(
        lower=pl.col("value") - 0.5, upper=pl.col("value") + 0.5
    )
    figure = scanned(rows, RECIPE).figure(code(0), "benefit")
    assert (figure.low, figure.high, figure.range_kind) == (0.5, 1.5, "published_margin")
    assert figure.reason is None


def test_the_document_is_json_with_recipe_version_and_sources() -> None:
    found = result([float(one) for one in range(10)])
    record = json.loads(to_json(found.document()))
    assert record["schema"] == "weefsel.scan-result/1"
    assert record["weefsel"]
    assert record["recipe"]["schema"] == "weefsel.scan/1"
    assert record["recipe"]["year"] == 2020
    first = next(one for one in record["areas"] if one["code"] == code(0))
    score = next(one for one in first["scores"] if one["condition"] == SEZ)
    assert score["figure"]["value"] == found.score(code(0), SEZ).value
    assert score["weightFilled"] == 1.0
    assert {one["id"] for one in record["sources"]} >= {"computed:scan_score"}
    again = ScanRecipe.model_validate(
        {re.sub("([A-Z])", r"_\1", key).lower(): value for key, value in record["recipe"].items()}
    )
    assert again == found.recipe


def test_the_document_can_leave_the_indicators_out() -> None:
    found = result([float(one) for one in range(10)])
    record = found.document(indicators=False)
    assert all(area["indicators"] == [] and area["scores"] for area in record["areas"])


def test_the_title_counts_figures_that_are_there_but_cannot_be_compared() -> None:
    rows = observations({"benefit": [1, 2, 3], "debt": [4, 2, 3], "health": [4, 2, 3]})
    assert "3 of the 4 indicators" in scanned(rows, RECIPE).title.render("en")


def test_the_table_has_one_row_a_neighbourhood_and_says_that_it_is_invented() -> None:
    rows = observations(
        {"benefit": [1, 2, 3, 4], "debt": [1, 2, 3, None], "health": [4, 3, 2, 1.25]}
    )
    table = scanned(rows, RECIPE).table("nl")
    assert table["Code"].to_list() == [code(n) for n in range(4)]
    assert table["Verzonnen"].to_list() == ["ja"] * 4
    assert table["health (nl)"].to_list() == [4.0, 3.0, 2.0, 1.3]
    assert table["health (nl), jaar"].to_list() == [2020] * 4
    assert table["Score: sociaaleconomische zekerheid"][3] is None
    assert table["Waarom geen score: sociaaleconomische zekerheid"][3].startswith("te weinig")


def test_the_indicator_rows_hold_every_area_and_indicator_once() -> None:
    found = result([float(one) for one in range(10)])
    frame = found.indicators
    assert frame.height == (COUNT + 2) * len(catalogue())
    assert frame.select(pl.struct("area", "indicator").is_duplicated().any()).item() is False
    missing = frame.filter((pl.col("indicator") == "trust") & (pl.col("area") == code(0)))
    assert (missing["state"][0], missing["flag"][0]) == ("missing", "missing")


class TestTheYear:
    """Of a scan without one: the newest that can give a score, else the newest."""

    rows = observations({"benefit": [1, 2, 3, 4], "debt": [1, 2, 3, 4], "health": [1, 2, 3, 4]})

    def year(self, *divisions: int, asked: int | None = None) -> int:
        store = SmallStore({year: areas(4) for year in divisions}, self.rows)
        return scan_year(store, ScanRecipe(area="GM9990", year=asked), catalogue())

    def test_is_the_newest_division_with_enough_figures(self) -> None:
        assert self.year(2020, 2024) == 2020
        assert self.year(2020, 2022) == 2022

    def test_is_the_newest_division_when_none_has_enough(self) -> None:
        assert self.year(2016, 2024) == 2024

    def test_is_the_year_asked_for(self) -> None:
        assert self.year(2020, 2024, asked=2024) == 2024

    def test_that_is_not_loaded_is_refused_with_those_that_are(self) -> None:
        with pytest.raises(NotFoundError) as caught:
            self.year(2020, 2024, asked=2021)
        assert "2020, 2024" in caught.value.sentence("en")

    def test_cannot_be_found_in_an_empty_store(self) -> None:
        with pytest.raises(NotFoundError):
            self.year()

    def test_says_that_newer_areas_have_too_few_figures(self) -> None:
        store = SmallStore({2020: areas(4), 2024: areas(4)}, self.rows)
        found = scan(store, ScanRecipe(area="GM9990"), catalogue=catalogue())
        assert found.year == 2020
        assert "2024" in found.notes[0].render("nl")


def test_an_unknown_municipality_is_refused() -> None:
    rows = observations({"benefit": [1.0, 2, 3, 4]})
    computed = national(rows, RECIPE)
    with pytest.raises(NotFoundError):
        scan(SmallStore({}, rows), ScanRecipe(area="GM9991", year=2020), national=computed)


def test_scanning_all_municipalities_equals_scanning_each() -> None:
    first = observations(
        {"benefit": [1, 2, 3, 4], "debt": [1, 3, 2, None], "health": [4, 2, 2, 1]}
    )
    second = first.with_columns(
        area=pl.col("area").str.replace("BU9990", "BU9991"), value=pl.col("value") + 1
    )
    old = second.filter(pl.col("indicator") == "debt").with_columns(
        indicator=pl.lit("trust"), year=pl.lit(2012, dtype=pl.Int32)
    )
    division = pl.concat([areas(4), areas(4, municipality="GM9991")])
    store = SmallStore({2020: division}, pl.concat([first, second, old]))
    every = scan_all(store, 2020, country="XX00", catalogue=catalogue())
    assert sorted(every) == ["GM9990", "GM9991"]
    for area, found in every.items():
        single = scan(store, ScanRecipe(area=area, year=2020), catalogue=catalogue())
        assert to_json(found.document()) == to_json(single.document())
    assert (
        every["GM9991"].why_not("BU99910100", "trust").render("en")
        == "the newest figure is of 2012, more than 2 years before the scan"
    )


def test_a_municipality_that_is_newer_than_the_prepared_country_gets_its_own_year() -> None:
    rows = observations({"benefit": [1, 2, 3, 4], "debt": [1, 2, 3, 4], "health": [1, 2, 3, 4]})
    merged = areas(4, municipality="GM9995")
    store = SmallStore({2020: areas(4), 2024: pl.concat([areas(4), merged])}, rows)
    earlier = scan(store, ScanRecipe(area="GM9990"), catalogue=catalogue())
    assert earlier.year == 2020
    prepared = prepare(store, ScanRecipe(area="GM9990"), catalogue=catalogue())
    recipe = ScanRecipe(area="GM9995")
    later = scan(store, recipe, national=prepared, catalogue=catalogue())
    assert later.year == 2024
    assert later.codes() == [f"BU999501{n:02d}" for n in range(4)]
