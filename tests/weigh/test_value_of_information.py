"""What more knowledge is worth at most: against closed forms, and nothing for idle numbers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from weefsel.weigh.value_of_information import per_parameter, perfect

DRAWS = 16_384


def unit_loss(mean: float, spread: float) -> float:
    """Closed form of the value of knowing a normal balance against doing nothing.

    Raiffa and Schlaifer (1961), Applied Statistical Decision Theory, unit normal loss.
    """
    return float(spread * norm.pdf(mean / spread) - abs(mean) * norm.cdf(-abs(mean) / spread))


@pytest.fixture(scope="module")
def two_normals() -> tuple[np.ndarray, dict[str, np.ndarray]]:
    rng = np.random.default_rng(20261122)
    first, second, idle = (rng.normal(size=DRAWS) for _ in range(3))
    balance = 1 + 2 * first + 3 * second
    return np.stack([np.zeros(DRAWS), balance]), {
        "first": 2 * first,
        "second": np.exp(3 * second),  # any rising form of it carries the same knowledge
        "idle": idle,
    }


def test_perfect_information_agrees_with_the_normal_loss(two_normals) -> None:
    net, _ = two_normals
    assert perfect(net) == pytest.approx(unit_loss(1, np.hypot(2, 3)), rel=0.03)


def test_one_parameter_agrees_with_the_normal_loss(two_normals) -> None:
    net, drawn = two_normals
    found = {one.parameter: one for one in per_parameter(net, drawn, seed=1)}
    for name, spread in (("first", 2), ("second", 3)):
        expected = unit_loss(1, spread)
        assert abs(found[name].value - expected) < 4 * found[name].error
        assert found[name].value == pytest.approx(expected, rel=0.08)


def test_a_parameter_that_says_nothing_is_worth_nothing(two_normals) -> None:
    net, drawn = two_normals
    found = {one.parameter: one for one in per_parameter(net, drawn, seed=1)}
    assert found["idle"].value == 0
    assert found["idle"].estimate <= found["idle"].null


def test_two_states_agree_with_the_table_of_outcomes() -> None:
    """Closed form: act yields 10 with chance 0.3 and -2 otherwise, so knowing is worth 1.4."""
    rng = np.random.default_rng(5)
    state = (np.arange(DRAWS) < 0.3 * DRAWS).astype(float)
    rng.shuffle(state)
    share = state.mean()
    net = np.stack([np.zeros(DRAWS), np.where(state == 1, 10.0, -2.0)])
    worth = 10 * share - max(0.0, 10 * share - 2 * (1 - share))
    (found,) = per_parameter(net, {"state": state}, seed=1)
    assert found.value == pytest.approx(worth, rel=1e-9)
    assert perfect(net) == pytest.approx(worth, rel=1e-9)


def test_where_one_option_is_always_best_nothing_is_worth_knowing() -> None:
    rng = np.random.default_rng(6)
    gain = rng.random(DRAWS)
    net = np.stack([np.zeros(DRAWS), 1 + gain])
    assert perfect(net) == 0
    assert per_parameter(net, {"gain": gain}, seed=1)[0].value == 0


def test_no_parameter_is_worth_more_than_everything(two_normals) -> None:
    net, drawn = two_normals
    assert all(one.value <= perfect(net) for one in per_parameter(net, drawn, seed=1))


def test_idle_parameters_stay_within_the_null_as_often_as_it_says() -> None:
    """Of many parameters that say nothing about five in a hundred may pass the 95% null."""
    rng = np.random.default_rng(8)
    net = np.stack([np.zeros(2048), rng.normal(0.1, 1, 2048)])
    idle = {str(number): rng.normal(size=2048) for number in range(300)}
    passed = sum(one.value > 0 for one in per_parameter(net, idle, seed=3))
    assert passed <= 30  # 15 expected; 30 lies four standard errors above


@pytest.mark.parametrize(
    "net", [np.zeros(5), np.zeros((2, 1)), np.array([[0.0, 1.0], [np.nan, 1.0]])]
)
def test_what_is_no_net_benefit_is_refused(net: np.ndarray) -> None:
    with pytest.raises(ValueError, match="net benefit"):
        perfect(net)
