"""The result: re-runs to the digit, prints no invented certainty, loses nothing silently."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest

from weefsel.base.figure import State
from weefsel.evidence.parameter import parameters
from weefsel.weigh.choice import Choice
from weefsel.weigh.run import weigh
from weigh.weigh_recipes import act, choice, record, template


def keys(part: Any) -> set[str]:
    if isinstance(part, dict):
        return set(part) | {key for inner in part.values() for key in keys(inner)}
    if isinstance(part, list):
        return {key for inner in part for key in keys(inner)}
    return set()


def test_one_thread_and_more_give_the_same_digits() -> None:
    one = weigh(template(), threads=1)
    for threads in (2, 5):
        other = weigh(template(), threads=threads)
        assert other.json() == one.json()
        assert other.ledger.equals(one.ledger)


def test_the_recipe_of_a_result_gives_the_same_result_again() -> None:
    one = weigh(template())
    again = weigh(Choice.read(one.recipe.toml(), "again.toml"))
    assert again.json() == one.json()


def test_another_seed_moves_the_range_a_little_and_the_centre_not_at_all() -> None:
    one = weigh(template()).option("close").unknowns[0]
    other_recipe = template().model_copy(update={"seed": 2})
    other = weigh(other_recipe).option("close").unknowns[0]
    assert one.turning.value == other.turning.value
    assert one.turning.low is not None
    assert other.turning.low is not None
    assert one.turning_error is not None
    assert one.turning.low != other.turning.low
    # Six Monte Carlo errors apart would be a fault of the error itself.
    assert abs(one.turning.low - other.turning.low) < 6 * 2**0.5 * one.turning_error[0]


def test_the_document_has_the_agreed_shape() -> None:
    document = json.loads(weigh(template()).json())
    assert list(document)[:5] == ["schema", "weefsel", "recipe", "sources", "options"]
    assert document["schema"] == "weefsel.choice-result/1"
    assert document["recipe"]["schema"] == "weefsel.choice/1"
    zero, close, extend = document["options"]
    assert [one["state"] for one in (zero, close, extend)] == [
        "quantified",
        "conditional",
        "conditional",
    ]
    for option in document["options"]:
        assert set(option) == {"id", "state", "figures", "unknowns", "pm"}
    wanted = {"id", "value", "low", "high", "level", "unit", "payer", "year", "certainty"}
    assert wanted | {"state", "sources"} <= set(close["figures"][0])
    (unknown,) = close["unknowns"]
    assert {"id", "turningValue", "low", "high", "lines"} <= set(unknown)
    assert 0 < unknown["low"] < unknown["turningValue"] < unknown["high"] < 1
    assert {one["id"] for one in close["pm"]} >= {"long_term_care", "belonging", "volunteers"}


def test_no_chance_and_no_interval_is_printed_for_a_conditional_balance() -> None:
    result = weigh(template())
    document = json.loads(result.json())
    for option in document["options"]:
        if option["state"] != "conditional":
            continue
        assert {figure["certainty"] for figure in option["figures"]} == {None}
        for figure in option["figures"]:
            if (
                figure["id"].startswith(("balance", "guidance_at", "guidance"))
                and figure["id"] != "guidance_per_client"
            ):
                assert figure["state"] == "conditional"
                for part in ("low", "high", "level", "certainty"):
                    assert figure[part] is None
                assert figure["reason"]
        for line in option["unknowns"][0]["lines"]:
            assert set(line) == {
                "id",
                "position",
                "value",
                "years",
                "yearly",
                "cumulative",
                "balance",
                "unit",
                "payer",
            }
    for word in ("probability", "chance", "valueOfInformation", "evpi", "evppi"):
        assert not any(word in key for key in keys(document))
    for option in result.options:
        for unknown in option.unknowns:
            for line in unknown.lines:
                assert line.at_horizon.low is None
                assert line.at_horizon.high is None
                assert line.at_horizon.certainty is None
    conditional = result.ledger.filter(pl.col("state") == "conditional")
    assert conditional.height > 0
    assert conditional.select("value", "low", "high").null_count().sum_horizontal()[0] == (
        3 * conditional.height
    )


def test_every_figure_knows_its_source_and_its_range_or_why_it_has_none() -> None:
    result = weigh(template())
    for figure in result.figures:
        assert figure.sources, figure.id
        assert set(figure.sources) <= set(result.sources), figure.id
        if figure.value is None or figure.low is None:
            assert figure.reason is not None, figure.id
            assert figure.reason.render("nl") != "", figure.id
    for row in result.payers:
        for cell in row.cells.values():
            assert cell.figures or cell.words is not None


def test_all_assumptions_are_listed_with_the_unknown_among_them() -> None:
    rows = weigh(template()).assumptions
    kinds = {row.kind for row in rows}
    assert kinds == {"own", "parameter", "assumption", "unknown", "comparison"}
    (unknown,) = [row for row in rows if row.kind == "unknown"]
    assert unknown.figure.value is None
    assert {row.option for row in rows if row.kind == "own"} == {"close", "extend"}
    unused = {row.id for row in rows if not row.used}
    assert unused == {"parameter:uc_begl_2026", "parameter:uc_hoogeveen"}


GUIDANCE = ("uc_begl_hr", "idx_soc")
LONELINESS = (
    "eff_lonely_meta",
    "eff_lonely_mh",
    "lone_18plus_2022",
    "uc_ggz_pat",
    "ggz_pat_2023",
    "residents_nl_2024",
)
EVERYTHING = ("cpi", "disc_std")


@pytest.mark.parametrize("gone", [*GUIDANCE, *LONELINESS, *EVERYTHING])
def test_removing_a_parameter_turns_its_figures_into_pm_and_never_into_zero(gone: str) -> None:
    left = {key: held for key, held in parameters().items() if key != gone}
    before = weigh(template()).option("close")
    result = weigh(template(), parameters=left)
    option = result.option("close")
    everything = {"own_cost", "one_off", "guidance", "mental_health", "balance"}
    hit = everything if gone in EVERYTHING else {"mental_health"}
    if gone in GUIDANCE:
        hit = {"guidance", "balance"}
    for post in hit:
        figure = option.figure(post)
        assert figure.value is None
        assert figure.state is State.PM
        assert figure.reason is not None
        assert gone in figure.reason.render("nl")
        assert any(one.id == post and one.missing == gone for one in option.pm)
    for post in {"own_cost", "one_off", "mental_health"} - hit:
        assert option.figure(post) == before.figure(post)
    if "balance" in hit:
        assert option.state is State.PM
        assert option.unknowns == ()
        assert gone in result.title.render("nl")
    else:
        assert option.unknowns == before.unknowns
    json.loads(result.json())


def test_with_no_evidence_at_all_nothing_is_zero() -> None:
    result = weigh(template(), parameters={}, assumptions={})
    for option in result.options:
        if not option.zero:
            assert {figure.state for figure in option.figures} == {State.PM}
            assert {figure.value for figure in option.figures} == {None}


def test_adding_an_option_changes_no_digit_of_the_others() -> None:
    alone = weigh(choice())
    more = record()
    more["option"].append({"id": "other", "act": [act(kind="invest")]})
    both = weigh(choice(option=more["option"]))
    assert both.option("change") == alone.option("change")


def test_options_on_one_place_share_their_draws() -> None:
    loose = {"value": 100, "low": 60, "high": 150, "range_kind": "assumed", "source": "x"}
    twice = [
        {"id": "zero", "zero": True},
        {"id": "one", "act": [act(regular_visitors=loose)]},
        {"id": "two", "act": [act(regular_visitors=loose)]},
    ]
    result = weigh(choice(option=twice))
    one, two = result.option("one").unknowns[0], result.option("two").unknowns[0]
    assert one.turning.low == two.turning.low
    assert one.turning.high == two.turning.high
    apart = [*twice[:2], {"id": "two", "act": [act(object="provision:spoel")]}]
    apart[2]["act"][0]["regular_visitors"] = loose
    other = weigh(choice(option=apart)).option("two").unknowns[0]
    assert other.turning.low != one.turning.low


def test_more_draws_than_asked_for_is_said() -> None:
    document = json.loads(weigh(choice(draws=1000)).json())
    assert document["computation"]["draws"] == 1024
    assert document["computation"]["drawsRequested"] == 1000
    assert document["computation"]["scrambles"] == 16


def test_an_example_says_that_it_is_one() -> None:
    assert weigh(template()).fictitious
    assert weigh(choice()).fictitious  # a code of no real municipality
    real = choice(act(areas=["BU01640101"]), area="GM0164")
    assert not weigh(real).fictitious


def test_the_largest_recipe_that_is_allowed_still_runs() -> None:
    loose = {"value": 1e12, "low": 0, "high": 1e12, "range_kind": "min_max", "source": "x"}
    everybody = {**loose, "value": 0, "high": 17_942_942}  # residents of the country, CBS 2024
    made = choice(act(cost_eur_per_year=loose, regular_visitors=everybody), horizon=100)
    result = weigh(made)
    json.loads(result.json())
    assert result.option("change").unknowns[0].turning.value is None
