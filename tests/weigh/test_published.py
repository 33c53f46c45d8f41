"""Against books: tables and formulas that others published, worked out independently."""

from __future__ import annotations

from fractions import Fraction
from statistics import NormalDist

import numpy as np
import pytest

from weefsel.evidence.parameter import Parameter, parameters
from weefsel.weigh.chain_meeting import lonely_after
from weefsel.weigh.discount import factors, rate
from weefsel.weigh.run import weigh
from weigh.weigh_recipes import act, choice, exact


@pytest.mark.parametrize(("shift", "above"), [(0.2, 0.579), (0.5, 0.691), (0.8, 0.788)])
def test_a_shift_moves_people_over_the_cut_off_as_in_cohens_table(
    shift: float, above: float
) -> None:
    """Cohen (1988), table 2.2.1: U3 is 57.9, 69.1 and 78.8% at d = 0.2, 0.5 and 0.8."""
    half = np.array([0.5])
    assert lonely_after(half, np.array([shift]))[0] == pytest.approx(above, abs=5e-4)
    assert lonely_after(half, np.array([-shift]))[0] == pytest.approx(1 - above, abs=5e-4)


def test_a_shift_there_and_back_leaves_everybody_where_they_were() -> None:
    shares = np.linspace(0.01, 0.99, 25)
    moved = lonely_after(shares, np.full_like(shares, -0.47))
    assert np.all(moved < shares)
    assert lonely_after(moved, np.full_like(shares, 0.47)) == pytest.approx(shares)


def test_discount_factors_are_exact_powers_of_one_plus_the_rate() -> None:
    step = Fraction(10_000, 10_225)  # Werkgroep discontovoet 2020: 2.25%
    wanted = [float(step**year) for year in range(10)]
    made = factors(0.0225, tuple(range(2026, 2036)))
    assert made == pytest.approx(wanted, rel=1e-13)
    assert float(made.sum()) == pytest.approx(float((1 - step**10) / (1 - step)), rel=1e-13)


def test_without_discounting_every_year_counts_once() -> None:
    assert factors(0.0, (2026, 2027, 2028)).tolist() == [1.0, 1.0, 1.0]


def test_a_negative_rate_makes_later_years_count_for_more() -> None:
    assert factors(-0.01, (2026, 2027)).tolist() == [1.0, pytest.approx(1 / 0.99)]


def test_a_newer_rate_holds_only_for_analyses_that_start_when_it_holds() -> None:
    held = parameters()["disc_std"]
    newer = held.latest.model_copy(update={"value": 2.0})
    later = held.model_copy(update={"values": {**held.values, 2030: newer}})
    assert rate(later, 2021) == rate(later, 2029) == 0.0225
    assert rate(later, 2030) == rate(later, 2045) == 0.02


def _sure_tariff() -> dict[str, Parameter]:
    known = dict(parameters())
    tariff = known["uc_begl_hr"]
    sure = tariff.values[2023].model_copy(update={"low": 60.9, "high": 60.9})
    known["uc_begl_hr"] = tariff.model_copy(update={"values": {2023: sure}})
    return known


def test_the_range_of_the_turning_value_of_one_unsure_figure_is_that_figures() -> None:
    """Only visitors vary, between 80 and 130: P5 and P95 of that triangle in closed form."""
    visitors = {"value": 100, "low": 80, "high": 130, "range_kind": "min_max", "source": "x"}
    made = choice(act(regular_visitors=visitors), draws=4096)
    turning = weigh(made, parameters=_sure_tariff()).option("change").unknowns[0].turning
    few = 80 + (0.05 * 50 * 20) ** 0.5
    many = 130 - (0.05 * 50 * 30) ** 0.5
    assert turning.value is not None
    assert turning.low == pytest.approx(turning.value * 100 / many, rel=2e-3)
    assert turning.high == pytest.approx(turning.value * 100 / few, rel=2e-3)


def test_the_range_of_two_unsure_figures_is_that_of_their_quotient() -> None:
    """Cost and hours both log-normal: so is the turning value, with the variances added."""
    z = NormalDist().inv_cdf(0.95)
    cost = {"value": 1e5, "low": 8e4, "high": 1.25e5, "range_kind": "assumed", "source": "x"}
    hours = {"value": 50, "low": 40, "high": 62.5, "range_kind": "assumed", "source": "x"}
    made = choice(
        act(cost_eur_per_year=cost, guidance_hours_per_client_per_year=hours), draws=16_384
    )
    turning = weigh(made, parameters=_sure_tariff()).option("change").unknowns[0].turning
    sigma = np.log(1.25) / z * 2**0.5
    assert turning.value is not None
    assert turning.low == pytest.approx(turning.value * np.exp(-z * sigma), rel=0.01)
    assert turning.high == pytest.approx(turning.value * np.exp(z * sigma), rel=0.01)


def test_the_national_share_of_lonely_adults_is_used_when_the_user_brings_none() -> None:
    # Corona Gezondheidsmonitor 2022: 49% of adults.
    plain = weigh(choice(draws=16)).option("change").figure("mental_health")
    brought = weigh(choice(act(lonely_share=exact(0.49)), draws=16)).option("change")
    assert plain.value == pytest.approx(brought.figure("mental_health").value)
    assert "parameter:lone_18plus_2022" in plain.sources
    assert "parameter:lone_18plus_2022" not in brought.figure("mental_health").sources
