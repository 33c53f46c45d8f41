"""Closing, keeping or extending one meeting place: the closed forms, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from weefsel.base.figure import Figure, State
from weefsel.evidence.assumption import assumptions
from weefsel.evidence.parameter import Parameter, parameters
from weefsel.weigh.chain_meeting import lonely_after
from weefsel.weigh.discount import factors, rate
from weefsel.weigh.model import ChoiceResult, UnknownResult
from weefsel.weigh.run import weigh
from weigh.weigh_recipes import act, choice, exact, template

TARIFF = 60.9 * 1.0571 * 1.0394  # uc_begl_hr of 2023 along idx_soc of 2024 and 2025
RATE = 0.0225  # disc_std, Werkgroep discontovoet 2020


def exactly_known() -> dict[str, Parameter]:
    """Give the parameters with the tariff's range taken away, so that nothing varies."""
    known = dict(parameters())
    tariff = known["uc_begl_hr"]
    held = tariff.values[2023].model_copy(update={"low": 60.9, "high": 60.9})
    known["uc_begl_hr"] = tariff.model_copy(update={"values": {2023: held}})
    return known


def unknown(result: ChoiceResult, option: str = "change") -> UnknownResult:
    (found,) = result.option(option).unknowns
    return found


def value(figure: Figure) -> float:
    assert figure.value is not None
    return figure.value


@settings(max_examples=25, deadline=None)
@given(
    cost=st.floats(1_000, 1e6),
    visitors=st.floats(10, 1_000),
    share=st.floats(0.05, 0.95),
    hours=st.floats(5, 300),
    horizon=st.integers(1, 40),
)
def test_without_one_off_costs_the_turning_value_is_cost_over_cost_of_guidance(
    cost: float, visitors: float, share: float, hours: float, horizon: int
) -> None:
    made = choice(
        act(
            cost_eur_per_year=exact(cost),
            regular_visitors=exact(visitors),
            vulnerable_share=exact(share),
            guidance_hours_per_client_per_year=exact(hours),
        ),
        horizon=horizon,
        draws=16,
    )
    expected = cost / (visitors * share * hours * TARIFF)
    found = unknown(weigh(made, parameters=exactly_known())).turning
    assert value(found) / 100 == pytest.approx(expected)
    assert found.low is None
    assert found.high is None
    assert found.reason is not None


def test_the_turning_value_is_present_value_of_cost_over_that_of_guidance() -> None:
    made = choice(
        act(
            from_year=2028,
            one_off_eur=exact(60_000),
            avoidable_share={"values": [0.25, 0.5, 1.0], "source": "invented"},
        )
    )
    years = np.arange(10)
    discount = 1.0225**-years
    avoidable = np.array([0, 0, 0.25, 0.5, 1, 1, 1, 1, 1, 1])
    saved = 100_000 * (avoidable @ discount) - 60_000 * discount[2]
    guidance = 100 * 0.4 * 50 * TARIFF * discount[2:].sum()
    found = unknown(weigh(made, parameters=exactly_known()))
    assert value(found.turning) / 100 == pytest.approx(saved / guidance)
    assert value(found.turning_persons) == pytest.approx(saved / guidance * 40)
    ((_, riskfree),) = found.variants
    other = 0.99**-years
    saved = 100_000 * (avoidable @ other) - 60_000 * other[2]
    assert value(riskfree) / 100 == pytest.approx(
        saved / (100 * 0.4 * 50 * TARIFF * other[2:].sum())
    )


def test_a_constant_saving_is_worth_the_annuity_of_the_textbook() -> None:
    result = weigh(choice(), parameters=exactly_known())
    # Payments at the start of each of ten years: (1 - v^10) / (1 - v), v = 1 / 1.0225.
    v = 1 / (1 + RATE)
    saved = result.option("change").figure("own_cost")
    assert value(saved) == pytest.approx(100_000 * (1 - v**10) / (1 - v))
    assert factors(RATE, (2026, 2027, 2028)).tolist() == pytest.approx([1, v, v**2])


def test_the_discount_rate_is_that_of_the_start_date() -> None:
    assert rate(parameters()["disc_std"], 2021) == pytest.approx(RATE)
    assert rate(parameters()["disc_std"], 2040) == pytest.approx(RATE)


def test_the_lines_lie_below_at_and_above_the_turning_value() -> None:
    found = unknown(weigh(template()), "close")
    assert [line.position for line in found.lines] == ["below", "at", "above"]
    below, at, above = (value(line.at_horizon) for line in found.lines)
    assert below > 0 > above
    assert at == pytest.approx(0, abs=1e-6)
    for line in found.lines:
        assert line.years == tuple(range(2026, 2036))
        assert line.cumulative[-1] == pytest.approx(value(line.at_horizon), abs=1e-6)
        assert np.cumsum(line.yearly) == pytest.approx(line.cumulative)
    assert value(found.turning) / 100 == pytest.approx(found.lines[1].share)


def test_the_line_over_the_unknown_is_straight_and_crosses_zero_at_the_turning_value() -> None:
    found = unknown(weigh(template()), "close")
    shares, balances = np.array(found.curve).T
    assert (shares[0], shares[-1]) == (0, 1)
    assert np.allclose(np.diff(balances), balances[1] - balances[0])
    crossing = np.interp(0, balances[::-1], shares[::-1])
    assert crossing == pytest.approx(value(found.turning) / 100)


def test_the_user_may_name_the_values_of_the_unknown() -> None:
    found = unknown(weigh(choice(unknown_lines=[0.01, 0.03, 0.08])))
    assert [line.share for line in found.lines] == [0.01, 0.03, 0.08]
    assert [line.position for line in found.lines] == ["below"] * 3


def test_the_turning_value_lies_within_its_range_and_its_error_is_small() -> None:
    found = unknown(weigh(template()), "close")
    turning = found.turning
    assert turning.low is not None
    assert turning.high is not None
    assert turning.low < value(turning) < turning.high
    assert turning.level == 0.90
    assert found.turning_error is not None
    assert max(found.turning_error) < 0.5  # of a visitor in a hundred


def test_extending_mirrors_closing_through_the_loss_to_gain_ratio() -> None:
    known = exactly_known()
    held = dict(assumptions())
    ratio = held["loss_to_gain"]
    held["loss_to_gain"] = ratio.model_copy(update={"value": 1.2, "low": 1.2, "high": 1.2})
    closed = unknown(weigh(choice(), parameters=known, assumptions=held))
    opened = unknown(weigh(choice(act(kind="invest")), parameters=known, assumptions=held))
    assert value(opened.turning) == pytest.approx(1.2 * value(closed.turning))
    assert (closed.saves_when, opened.saves_when) == ("below", "above")


def test_keeping_the_place_changes_nothing() -> None:
    kept = {
        "kind": "keep",
        "object": "provision:weefhuis",
        "areas": ["BU99900301"],
        "from_year": 2026,
        "chain": "meeting",
    }
    result = weigh(choice(kept))
    for option in result.options:
        assert option.state is State.QUANTIFIED
        assert value(option.figure("balance")) == 0
        assert option.unknowns == ()


def test_a_place_nobody_visits_is_quantified_and_gets_a_range_and_a_word() -> None:
    cost = {"value": 1e5, "low": 9e4, "high": 1.2e5, "range_kind": "assumed", "source": "x"}
    result = weigh(choice(act(regular_visitors=exact(0), cost_eur_per_year=cost)))
    option = result.option("change")
    assert option.state is State.QUANTIFIED
    balance = option.figure("balance")
    assert balance.low is not None
    assert balance.high is not None
    assert balance.low < value(balance) < balance.high
    assert balance.certainty is not None
    assert option.unknowns == ()


def test_an_own_figure_without_a_range_gets_our_declared_width() -> None:
    plain = {"value": 100, "source": "count of the manager"}
    result = weigh(choice(act(regular_visitors=plain)))
    row = next(row for row in result.assumptions if row.id.endswith("regular_visitors"))
    assert (row.figure.low, row.figure.high) == (pytest.approx(75), pytest.approx(125))
    assert row.figure.range_kind == "assumed"
    assert "assumption:width_b" in row.figure.sources
    graded = weigh(choice(act(regular_visitors={**plain, "evidence_grade": "C"})))
    row = next(row for row in graded.assumptions if row.id.endswith("regular_visitors"))
    assert (row.figure.low, row.figure.high) == (pytest.approx(50), pytest.approx(150))


def test_own_amounts_move_to_the_price_level_of_the_result() -> None:
    old = act(cost_eur_per_year={**exact(100_000), "price_year": 2023})
    saved = weigh(choice(old)).option("change").figure("own_cost")
    plain = weigh(choice()).option("change").figure("own_cost")
    assert value(saved) == pytest.approx(value(plain) * 134.5 / 126.1)  # CPI, CBS
    assert "parameter:cpi" in saved.sources


def test_loneliness_moves_over_the_cut_off_of_a_normal_scale() -> None:
    # By hand: a share of one half lies at 0; shifted by 0.47 it becomes Phi(0.47).
    assert lonely_after(np.array([0.5]), np.array([0.47]))[0] == pytest.approx(norm.cdf(0.47))
    assert lonely_after(np.array([0.2]), np.array([0.0]))[0] == pytest.approx(0.2)
    assert lonely_after(np.array([0.2]), np.array([-0.3]))[0] < 0.2


@pytest.mark.parametrize(("kind", "sign"), [("cut", -1), ("invest", 1)])
def test_the_insurers_line_has_its_closed_form(kind: str, sign: int) -> None:
    result = weigh(choice(act(kind=kind, lonely_share=exact(0.5)), horizon=1))
    spending = 5796 * 134.5 / 130.2 * 949_000 / 17_942_942  # per resident, prices of 2025
    moved = norm.cdf(0.47) - 0.5  # as large both ways, from one half
    expected = sign * 100 * moved * 0.111 * spending
    assert value(result.option("change").figure("mental_health")) == pytest.approx(expected)


@pytest.mark.parametrize("option", ["close", "extend"])
def test_the_insurers_line_is_an_association_whose_range_includes_zero(option: str) -> None:
    result = weigh(template())
    figure = result.option(option).figure("mental_health")
    assert figure.low is not None
    assert figure.high is not None
    assert figure.low < 0 < figure.high
    assert figure.certainty is None
    row = next(row for row in result.payers if row.post == "mental_health")
    assert row.kind == "association"
    assert not row.in_balance
    assert "geen besparing" in row.name.render("nl")


def test_a_disputed_effect_includes_zero_even_if_places_did_not_differ() -> None:
    held = dict(assumptions())
    held["tau_effect"] = held["tau_effect"].model_copy(update={"value": 0.0})
    result = weigh(template(), assumptions=held)
    row = next(row for row in result.assumptions if row.id == "parameter:eff_lonely_meta")
    assert row.figure.low is not None
    assert row.figure.high == 0
    assert "assumption:zero_mass" in row.figure.sources
    figure = result.option("close").figure("mental_health")
    assert figure.low is not None
    assert figure.high is not None
    assert figure.low <= 0 <= figure.high


def test_the_insurer_touches_neither_balance_nor_turning_value() -> None:
    known = dict(parameters())
    effect = known["eff_lonely_mh"]
    raised = effect.values[2017].model_copy(update={"value": 90.0})
    known["eff_lonely_mh"] = effect.model_copy(update={"values": {2017: raised}})
    before, after = weigh(template()), weigh(template(), parameters=known)
    one, other = unknown(before, "close"), unknown(after, "close")
    assert one == other
    assert value(after.option("close").figure("mental_health")) < value(
        before.option("close").figure("mental_health")
    )


def test_the_ledger_adds_up_to_the_result() -> None:
    result = weigh(template())
    for option in ("close", "extend"):
        mine = result.ledger.filter(result.ledger["option"] == option)
        for post in ("own_cost", "one_off", "mental_health"):
            rows = mine.filter(mine["post"] == post)
            total = float((rows["value"] * rows["discount_factor"]).sum())
            assert total == pytest.approx(value(result.option(option).figure(post)))
        guidance = mine.filter(mine["post"] == "guidance")
        assert guidance["value"].null_count() == guidance.height
        slope = float((guidance["per_unknown"] * guidance["discount_factor"]).sum())
        for line in unknown(result, option).lines:
            certain = sum(
                value(result.option(option).figure(post)) for post in ("own_cost", "one_off")
            )
            assert certain + line.share * slope == pytest.approx(value(line.at_horizon), abs=1e-6)
