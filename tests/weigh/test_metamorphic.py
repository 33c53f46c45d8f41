"""What must not change, and what must change in proportion, when a recipe changes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weefsel.base.figure import Figure, State
from weefsel.evidence.assumption import Assumption, assumptions
from weefsel.evidence.chain import chains
from weefsel.evidence.parameter import Parameter, parameters
from weefsel.weigh.choice import Choice
from weefsel.weigh.model import ChoiceResult
from weefsel.weigh.run import weigh
from weigh.weigh_recipes import act, choice, exact

FOR_BALANCE = {"uc_begl_hr", "idx_soc", "cpi", "disc_std"}
FOR_INSURER = {
    "cpi",
    "disc_std",
    "eff_lonely_meta",
    "eff_lonely_mh",
    "uc_ggz_pat",
    "ggz_pat_2023",
    "residents_nl_2024",
    "lone_18plus_2022",
}
NOT_COUNTED = {"uc_begl_2026", "uc_hoogeveen", "disc_riskfree"}  # comparison and variant


def loose(value: float, low: float, high: float, kind: str = "min_max") -> dict[str, Any]:
    """Give an own figure with a range."""
    return {"value": value, "low": low, "high": high, "range_kind": kind, "source": "invented"}


LOOSE: dict[str, Any] = {
    "cost_eur_per_year": loose(100_000, 90_000, 115_000),
    "one_off_eur": loose(40_000, 25_000, 70_000),
    "regular_visitors": loose(100, 80, 125),
    "vulnerable_share": loose(0.4, 0.3, 0.5, "assumed"),
    "guidance_hours_per_client_per_year": loose(50, 40, 65, "between_places"),
}


def two_options(**changes: Any) -> Choice:
    """Give a choice with small draws between closing and extending, figures with ranges."""
    options = [
        {"id": "zero", "zero": True},
        {"id": "close", "act": [act(**LOOSE)]},
        {"id": "extend", "act": [act(kind="invest", **LOOSE)]},
    ]
    return choice(**{"option": options, "draws": 256, **changes})


def written(result: ChoiceResult) -> dict[str, Any]:
    """Give the options of the document by id."""
    return {option["id"]: option for option in json.loads(result.json())["options"]}


def turning(made: Choice, **evidence: Any) -> Figure:
    """Give the turning value of the first option that acts."""
    leading = weigh(made, **evidence).leading
    assert leading is not None
    return leading.unknowns[0].turning


def share(made: Choice) -> float:
    """Give the central turning value."""
    found = turning(made).value
    assert found is not None
    return found


# ---- in proportion ---------------------------------------------------------------------


@settings(max_examples=5, deadline=None)
@given(
    cost=st.floats(1_000, 1e6),
    one_off=st.floats(0, 1e5),
    visitors=st.floats(1, 2_000),
    times=st.floats(1.1, 9),
)
def test_twice_the_visitors_halves_the_turning_value_and_twice_the_costs_doubles_it(
    cost: float, one_off: float, visitors: float, times: float
) -> None:
    def of(costs: float, people: float) -> float:
        made = act(
            cost_eur_per_year=exact(cost * costs),
            one_off_eur=exact(one_off * costs),
            regular_visitors=exact(visitors * people),
        )
        return share(choice(made, draws=16))

    plain = of(1, 1)
    scale = abs(plain) + 100 * cost / visitors / 1e3
    assert of(1, times) == pytest.approx(plain / times, rel=1e-9, abs=1e-9 * scale)
    assert of(times, 1) == pytest.approx(plain * times, rel=1e-9, abs=1e-9 * scale)
    assert of(times, times) == pytest.approx(plain, rel=1e-9, abs=1e-9 * scale)


@pytest.mark.parametrize("kind", ["cut", "invest"])
def test_the_range_of_the_turning_value_doubles_with_the_costs(kind: str) -> None:
    doubled = {
        key: {**LOOSE[key], **{part: 2 * LOOSE[key][part] for part in ("value", "low", "high")}}
        for key in ("cost_eur_per_year", "one_off_eur")
    }
    plain = turning(choice(act(kind=kind, **LOOSE), draws=64))
    double = turning(choice(act(kind=kind, **{**LOOSE, **doubled}), draws=64))
    for part in ("value", "low", "high"):
        assert getattr(double, part) == pytest.approx(2 * getattr(plain, part))


def test_the_insurers_line_doubles_with_the_visitors() -> None:
    one = weigh(choice(draws=64)).option("change").figure("mental_health").value
    two = weigh(choice(act(regular_visitors=exact(200)), draws=64)).option("change")
    assert one is not None
    assert two.figure("mental_health").value == pytest.approx(2 * one)


def test_a_whole_cost_saved_at_once_is_saved_a_year_longer_than_a_year_later() -> None:
    v = 1 / 1.0225
    now = weigh(choice(act(from_year=2026), draws=16)).option("change").figure("own_cost")
    later = weigh(choice(act(from_year=2027), draws=16)).option("change").figure("own_cost")
    assert now.value is not None
    assert later.value is not None
    assert now.value - later.value == pytest.approx(100_000)
    longer = weigh(choice(horizon=11, draws=16)).option("change").figure("own_cost")
    assert longer.value is not None
    assert longer.value - now.value == pytest.approx(100_000 * v**10)


# ---- nothing changes -------------------------------------------------------------------


def test_the_order_of_options_changes_no_figure() -> None:
    there = two_options(unknown_lines=[0.1, 0.3, 0.8])
    back = there.model_copy(update={"option": there.option[::-1]})
    one, other = weigh(there), weigh(back)
    assert written(one) == written(other)
    assert [option.id for option in other.options] == ["extend", "close", "zero"]
    assert one.ledger.sort("option", "post", "year").equals(
        other.ledger.sort("option", "post", "year")
    )


def test_the_order_of_options_only_moves_the_values_at_which_lines_are_shown() -> None:
    """The lines follow the first option that hangs on the unknown; the title does too."""
    there = two_options()
    back = there.model_copy(update={"option": there.option[::-1]})
    one, other = written(weigh(there)), written(weigh(back))
    for option in ("close", "extend"):
        kept = ("turningValue", "low", "high", "curve", "savesWhen", "monteCarloError")
        before, after = one[option]["unknowns"][0], other[option]["unknowns"][0]
        assert {key: before[key] for key in kept} == {key: after[key] for key in kept}
        assert before["lines"] != after["lines"]


def test_the_order_of_areas_and_a_new_name_change_no_figure() -> None:
    plain = weigh(choice(act(**LOOSE), draws=64))
    named = weigh(
        choice(
            act(**LOOSE) | {"name": "Het Spinhuis", "areas": ["WK999001", "BU99900301"]},
            draws=64,
            title="Een andere titel",
        )
    )
    assert written(plain) == written(named)


def test_an_unrelated_parameter_changes_no_draw() -> None:
    extra = parameters()["lone_18plus_2022"].model_copy(update={"id": "aaa_new"})
    plain = weigh(two_options())
    more = weigh(two_options(), parameters={"aaa_new": extra, **parameters()})
    assert written(plain) == written(more)


def test_the_order_of_parameters_changes_no_draw() -> None:
    turned = dict(reversed(list(parameters().items())))
    assert written(weigh(two_options())) == written(weigh(two_options(), parameters=turned))


def test_a_figure_of_the_user_changes_only_what_hangs_on_it() -> None:
    plain = weigh(choice(act(**LOOSE), draws=64)).option("change")
    with_share = act(**LOOSE, lonely_share=loose(0.3, 0.2, 0.4))
    more = weigh(choice(with_share, draws=64)).option("change")
    assert more.unknowns == plain.unknowns
    for figure in plain.figures:
        same = more.figure(figure.id) == figure
        assert same == (figure.id != "mental_health"), figure.id


def test_another_seed_moves_ranges_and_no_central_figure() -> None:
    one, other = weigh(two_options(seed=1)), weigh(two_options(seed=2))
    for option in ("close", "extend"):
        moved = 0
        for figure in one.option(option).figures:
            twin = other.option(option).figure(figure.id)
            assert twin.value == figure.value, figure.id
            moved += twin.low != figure.low
        assert moved >= 4
        assert one.option(option).unknowns[0].lines == other.option(option).unknowns[0].lines
    assert one.title.render("nl") == other.title.render("nl")


# ---- what is taken away becomes p.m., never zero ---------------------------------------


def test_every_parameter_of_the_chain_has_its_place_in_the_tests_below() -> None:
    chain = chains()["meeting"]
    counted = [arrow for arrow in chain.arrow if arrow.role != "shown"]
    named = {one for arrow in counted for one in arrow.parameters}
    named |= {one.default_parameter for one in chain.input if one.default_parameter}
    assert named <= FOR_BALANCE | FOR_INSURER


@pytest.mark.parametrize("gone", sorted(FOR_BALANCE | FOR_INSURER | NOT_COUNTED))
def test_a_parameter_taken_away_leaves_p_m_in_both_options_and_never_zero(gone: str) -> None:
    left = {key: held for key, held in parameters().items() if key != gone}
    whole, less = weigh(two_options()), weigh(two_options(), parameters=left)
    for one in ("close", "extend"):
        before = {figure.id: figure for figure in whole.option(one).figures}
        after = {figure.id: figure for figure in less.option(one).figures}
        for figure in after.values():
            assert figure.value in (None, before[figure.id].value), figure.id
            assert figure.value != 0, figure.id
            if figure.value is None and before[figure.id].value is not None:
                assert figure.state is State.PM, figure.id
                assert figure.reason is not None
                assert gone in figure.reason.render("nl"), figure.id
        assert (after["balance"].state is State.PM) == (gone in FOR_BALANCE)
        assert (after["mental_health"].state is State.PM) == (gone in FOR_INSURER)
        if gone in FOR_BALANCE:
            assert gone in less.option(one).finding.render("nl")
            assert gone in {pm.missing for pm in less.option(one).pm}
    unbooked = less.ledger.filter(less.ledger["state"] == "pm")
    assert unbooked["value"].null_count() == unbooked.height
    assert unbooked["per_unknown"].null_count() == unbooked.height
    named = {source["id"] for source in less.document()["sources"]}
    assert f"parameter:{gone}" not in named, "a source that is not there is not cited"


@pytest.mark.parametrize("gone", sorted(assumptions()))
def test_an_assumption_taken_away_leaves_p_m_and_never_zero(gone: str) -> None:
    left = {key: made for key, made in assumptions().items() if key != gone}
    bare = {
        key: {"value": value, "source": "invented", "evidence_grade": grade}
        for key, value, grade in (
            ("cost_eur_per_year", 100_000.0, "A"),
            ("one_off_eur", 40_000.0, "B"),
            ("regular_visitors", 100.0, "C"),
        )
    }
    options = [
        {"id": "zero", "zero": True},
        {"id": "close", "act": [act(**{**LOOSE, **bare})]},
        {"id": "extend", "act": [act(kind="invest", **{**LOOSE, **bare})]},
    ]
    made = choice(option=options, draws=64)
    whole, less = weigh(made), weigh(made, assumptions=left)
    lost = 0
    for one in ("close", "extend"):
        before = {figure.id: figure.value for figure in whole.option(one).figures}
        for figure in less.option(one).figures:
            assert figure.value in (None, before[figure.id]), figure.id
            assert figure.value != 0, figure.id
            lost += figure.value != before[figure.id]
    # The chance of no effect is needed only where a range would leave zero out.
    assert (lost > 0) == (gone != "zero_mass")


@pytest.mark.parametrize("tau", [0.0, 0.05, 0.2, 0.4])
def test_zero_lies_in_the_insurers_range_however_little_places_differ(tau: float) -> None:
    held: dict[str, Assumption] = dict(assumptions())
    held["tau_effect"] = held["tau_effect"].model_copy(update={"value": tau})
    result = weigh(two_options(draws=1024), assumptions=held)
    for option in ("close", "extend"):
        figure = result.option(option).figure("mental_health")
        assert figure.low is not None
        assert figure.high is not None
        assert figure.low <= 0 <= figure.high


def test_an_effect_without_a_range_also_includes_zero_where_studies_disagree() -> None:
    known: dict[str, Parameter] = dict(parameters())
    effect = known["eff_lonely_meta"]
    bare = effect.latest.model_copy(update={"low": None, "high": None})
    known["eff_lonely_meta"] = effect.model_copy(
        update={"values": {effect.newest: bare}, "range_kind": "none"}
    )
    result = weigh(two_options(draws=1024), parameters=known)
    figure = result.option("close").figure("mental_health")
    assert figure.low is not None
    assert figure.high is not None
    assert figure.low <= 0 <= figure.high


# ---- edges of time ---------------------------------------------------------------------


def test_a_horizon_of_one_year_counts_that_year_undiscounted() -> None:
    option = weigh(choice(horizon=1, draws=16)).option("change")
    assert option.figure("own_cost").value == 100_000
    (unknown,) = option.unknowns
    for line in unknown.lines:
        assert line.years == (2026,)
        assert len(line.cumulative) == 1


def test_an_act_in_the_last_year_counts_one_year() -> None:
    option = weigh(choice(act(from_year=2035), draws=16)).option("change")
    assert option.figure("own_cost").value == pytest.approx(100_000 / 1.0225**9)
    for line in option.unknowns[0].lines:
        assert line.yearly[:9] == (0.0,) * 9


def test_a_hundred_years_can_still_be_weighed() -> None:
    option = weigh(choice(horizon=100, draws=16)).option("change")
    v = 1 / 1.0225
    assert option.figure("own_cost").value == pytest.approx(100_000 * (1 - v**100) / (1 - v))


def test_a_run_down_that_is_longer_than_the_horizon_is_cut_off() -> None:
    shares = {"values": [0.0, 0.5, 1.0], "source": "invented"}
    made = choice(act(avoidable_share=shares), horizon=2, draws=16)
    figure = weigh(made).option("change").figure("own_cost")
    assert figure.value == pytest.approx(0.5 * 100_000 / 1.0225)


def test_an_example_is_fictitious_by_its_code_or_because_it_says_so() -> None:
    elsewhere = {"area": "GM0164", "draws": 16}
    real = act(areas=["BU01640101"])
    assert weigh(choice(draws=16)).fictitious
    assert not weigh(choice(real, **elsewhere)).fictitious
    said = weigh(choice(real, fictitious=True, **elsewhere))
    assert said.fictitious
    assert said.document()["recipe"]["fictitious"] is True
