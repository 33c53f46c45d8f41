"""When a neighbourhood has a score, and what is said when it has none."""

from __future__ import annotations

import polars as pl
import pytest

from scan.small_country import (
    SEZ,
    catalogue,
    code,
    indicator,
    national,
    observations,
    scanned,
    scores,
)
from weefsel.base.figure import State
from weefsel.scan.recipe import ScanRecipe

RECIPE = ScanRecipe(area="GM9990", year=2020)
FULL: dict[str, list[float | None]] = {
    "benefit": [1, 2, 3, 4, 5, 6],
    "debt": [2, 2, 3, 4, 4, 7],
    "health": [9, 8, 8, 7, 6, 5],
}


def test_three_filled_indicators_give_a_score() -> None:
    result = scanned(observations(FULL), RECIPE)
    figure = result.score(code(0), SEZ)
    assert figure.value is not None
    assert figure.state is State.QUANTIFIED
    assert result.reason(code(0), SEZ) is None
    assert result.filled(code(0), SEZ) == ("benefit", "debt", "health")


def test_two_filled_indicators_give_no_score_but_too_few_figures() -> None:
    holed = {**FULL, "debt": [None, *FULL["debt"][1:]]}
    result = scanned(observations(holed), RECIPE)
    figure = result.score(code(0), SEZ)
    assert figure.value is None
    assert figure.state is State.PM
    assert figure.reason is not None
    assert figure.reason.render("nl").startswith("te weinig cijfers voor een score: 2 van 3")
    assert [one.id for one, _ in result.missing(code(0), SEZ)] == ["debt"]
    assert result.score(code(1), SEZ).value is not None


def test_less_than_half_of_the_weight_gives_no_score() -> None:
    heavy = indicator("income", direction=1, condition=SEZ, weight=3.1)
    result = scanned(observations(FULL), RECIPE, known=catalogue(heavy))
    assert result.score(code(0), SEZ).value is None
    light = indicator("income", direction=1, condition=SEZ, weight=3.0)
    result = scanned(observations(FULL), RECIPE, known=catalogue(light))
    assert result.score(code(0), SEZ).value is not None


def test_a_condition_without_indicators_has_no_score() -> None:
    result = scanned(observations(FULL), RECIPE)
    row = result.score_rows[code(0), "empowerment"]
    assert (row["permitted"], row["filled"], row["score"]) == (0, 0, None)


@pytest.mark.parametrize(
    ("people", "words"),
    [
        (99.0, "minder dan 100 inwoners: geen score"),
        (0.0, "minder dan 100 inwoners: geen score"),
        (None, "het aantal inwoners is niet bekend: geen score"),
    ],
)
def test_a_neighbourhood_with_few_residents_has_figures_but_no_score(
    people: float | None, words: str
) -> None:
    population = [people, *[500.0] * 5]
    result = scanned(observations(FULL, population=population), RECIPE)
    reason = result.reason(code(0), SEZ)
    assert reason is not None
    assert reason.render("nl") == words
    assert result.score(code(0), SEZ).value is None
    assert result.figure(code(0), "benefit").value == 1.0


def test_a_hundred_residents_are_enough() -> None:
    found = scores(national(observations(FULL, population=[100.0] * 6), RECIPE))
    assert None not in found.values()


def test_a_figure_of_one_part_of_the_country_is_shown_singly_with_why() -> None:
    local = {**FULL, "debt": [2, 3, None, None, None, None]}
    result = scanned(observations(local), RECIPE)
    assert result.figure(code(0), "debt").value == 2.0
    assert result.score(code(0), SEZ).value is None
    assert result.value_rows[code(0), "debt"]["z"] is None
    assert (
        result.why_not(code(0), "debt").render("en")
        == "too few areas have this figure for a comparison: 2 of 6"
    )
    reason = result.reason(code(0), SEZ)
    assert reason is not None
    assert (
        reason.render("nl") == "te weinig vergelijkbare cijfers voor een score: 3 van 3 zijn er, "
        "2 daarvan zijn te vergelijken"
    )


def test_an_indicator_on_which_areas_do_not_differ_does_not_count() -> None:
    same = {**FULL, "debt": [0.1] * 6}
    result = scanned(observations(same), RECIPE)
    assert result.score(code(0), SEZ).value is None
    assert result.why_not(code(0), "debt").render("en") == "the areas do not differ on this figure"


def test_context_and_origin_never_enter_a_condition() -> None:
    origin_in_condition = indicator("heritage", direction=1, condition=SEZ, origin=True)
    known = catalogue(origin_in_condition)
    result = scanned(observations({**FULL, "heritage": [1, 2, 3, 4, 5, 6]}), RECIPE, known=known)
    for condition in ("socio_economic_security", "inclusion", "cohesion", "empowerment"):
        assert not {"heritage", "born_abroad", "population"} & set(result.permitted(condition))
    assert result.why_not(code(0), "heritage").render("en").startswith("shown as context")


def test_indicators_outside_the_core_enter_only_when_the_recipe_says_so() -> None:
    extra = catalogue(indicator("noise", direction=-1, condition=SEZ, core=False))
    rows = observations({**FULL, "noise": [3, 1, 4, 1, 5, 9]})
    assert "noise" not in scanned(rows, RECIPE, known=extra).permitted(SEZ)
    every = ScanRecipe(area="GM9990", year=2020, indicator_set="all")
    assert "noise" in scanned(rows, every, known=extra).permitted(SEZ)


def test_outliers_are_counted_and_marked_but_shown_as_published() -> None:
    count = 12
    rows = observations(
        {
            "benefit": [*range(1, count), 100.0],
            "debt": [float(one) for one in range(count)],
            "health": [float(one % 5) for one in range(count)],
        }
    )
    result = scanned(rows, RECIPE)
    reference = result.references["neighbourhood", "benefit"]
    assert reference.winsorised == 1
    assert result.value_rows[code(count - 1), "benefit"]["winsorised"] is True
    assert result.figure(code(count - 1), "benefit").value == 100.0
    assert result.value_rows[code(0), "benefit"]["winsorised"] is False


def test_a_score_on_model_estimates_says_which_share_rests_on_them() -> None:
    rows = observations(FULL).with_columns(
        flag=pl.when(pl.col("indicator") == "health")
        .then(pl.lit("model_estimate"))
        .otherwise("flag")
    )
    result = scanned(rows, RECIPE)
    assert result.score_rows[code(0), SEZ]["model_share"] == pytest.approx(1 / 3)


class TestARealCountry:
    """The reference is the country only when the loaded areas are (nearly) the country."""

    def total(self, residents: float) -> pl.DataFrame:
        row = observations({"benefit": [3.0]}, population=[residents])
        return row.with_columns(area=pl.lit("NL00"))

    def test_gives_scores_when_all_areas_are_loaded(self) -> None:
        rows = pl.concat([observations(FULL), self.total(3000)])
        assert None not in scores(national(rows, RECIPE, count=6, country="NL00")).values()

    def test_gives_none_when_only_a_part_is_loaded(self) -> None:
        rows = pl.concat([observations(FULL), self.total(17_000_000)])
        result = scanned(rows, RECIPE, count=6, country="NL00")
        assert set(scores(result).values()) == {None}
        assert (
            result.why_not(code(0), "benefit").render("en")
            == "only part of the country is loaded for this year: no comparison"
        )
        assert "Only part of the country" in result.lead[0].render("en")

    def test_gives_none_when_the_total_of_the_country_is_not_known(self) -> None:
        result = scanned(observations(FULL), RECIPE, country="NL00")
        assert set(scores(result).values()) == {None}
