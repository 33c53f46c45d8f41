"""Draws: the guarantees that results lean on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weefsel.base.draws import (
    SCRAMBLES,
    monte_carlo_error,
    over_scrambles,
    plan,
    uniforms,
)


@settings(deadline=None)
@given(st.integers(1, 2**20))
def test_the_number_of_draws_is_rounded_up_to_sixteen_times_a_power_of_two(asked: int) -> None:
    made = plan(asked, 1)
    assert made.used >= asked
    assert made.used == SCRAMBLES * made.per_scramble
    assert made.per_scramble & (made.per_scramble - 1) == 0
    assert made.per_scramble == 1 or made.used // 2 < asked
    assert made.rounded == (made.used != asked)


def test_sixteen_thousand_draws_need_no_rounding() -> None:
    assert plan(16_384, 1).used == 16_384
    assert plan(16_385, 1).used == 32_768


@pytest.mark.parametrize(("draws", "seed"), [(0, 1), (-3, 1), (16, -1)])
def test_a_plan_without_draws_or_with_a_negative_seed_is_refused(draws: int, seed: int) -> None:
    with pytest.raises(ValueError, match=r"draw|seed"):
        plan(draws, seed)


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=30), st.integers(0, 2**40), st.integers(0, SCRAMBLES - 1))
def test_every_stream_is_spread_evenly_and_stays_inside_zero_and_one(
    name: str, seed: int, scramble: int
) -> None:
    made = plan(SCRAMBLES * 64, seed)
    drawn = uniforms(made, name, scramble)
    assert drawn.min() > 0
    assert drawn.max() < 1
    # A scrambled Sobol sequence has one point in each of its equal slices.
    assert sorted(np.floor(drawn * 64).astype(int)) == list(range(64))


def test_a_stream_depends_on_its_name_seed_and_scramble_and_on_nothing_else() -> None:
    made = plan(1024, 7)
    before = uniforms(made, "parameter:tariff", 3)
    uniforms(made, "parameter:something_new", 3)  # another quantity is added
    assert np.array_equal(before, uniforms(made, "parameter:tariff", 3))
    assert not np.array_equal(before, uniforms(made, "parameter:tarif", 3))
    assert not np.array_equal(before, uniforms(plan(1024, 8), "parameter:tariff", 3))
    assert not np.array_equal(before, uniforms(made, "parameter:tariff", 4))


def test_two_streams_have_nothing_to_do_with_each_other() -> None:
    made = plan(16_384, 1)
    one = np.concatenate([uniforms(made, "a", s) for s in range(SCRAMBLES)])
    other = np.concatenate([uniforms(made, "b", s) for s in range(SCRAMBLES)])
    # Four standard errors of a correlation of independent numbers.
    assert abs(np.corrcoef(one, other)[0, 1]) < 4 / np.sqrt(one.size)


@pytest.mark.parametrize("scramble", [-1, SCRAMBLES])
def test_there_is_no_seventeenth_scramble(scramble: int) -> None:
    with pytest.raises(ValueError, match="scramble"):
        uniforms(plan(16, 1), "a", scramble)


def test_results_come_in_the_order_of_the_scrambles_for_any_number_of_threads() -> None:
    made = plan(1024, 1)
    one = over_scrambles(lambda s: float(uniforms(made, "x", s).mean()), threads=1)
    for threads in (2, 3, 40):
        assert (
            over_scrambles(lambda s: float(uniforms(made, "x", s).mean()), threads=threads) == one
        )
    with pytest.raises(ValueError, match="thread"):
        over_scrambles(lambda s: s, threads=0)


def test_the_monte_carlo_error_is_the_standard_error_over_the_scrambles() -> None:
    # By hand: 1, 2, 3, 4 have standard deviation sqrt(5/3); over the root of 4.
    assert monte_carlo_error([1.0, 2.0, 3.0, 4.0]) == pytest.approx((5 / 3) ** 0.5 / 2)
    assert monte_carlo_error([5.0] * SCRAMBLES) == 0


def test_the_draws_are_more_precise_than_plain_random_numbers() -> None:
    made = plan(16_384, 1)
    means = over_scrambles(
        lambda s: float((uniforms(made, "a", s) ** 2 * uniforms(made, "b", s)).mean())
    )
    plain = np.random.default_rng(1).random((SCRAMBLES, made.per_scramble, 2))
    random_means = (plain[..., 0] ** 2 * plain[..., 1]).mean(axis=1)
    assert np.mean(means) == pytest.approx(1 / 6, abs=4 * monte_carlo_error(means))
    assert monte_carlo_error(means) < monte_carlo_error(random_means.tolist()) / 2
