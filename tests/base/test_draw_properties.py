"""What every result leans on: streams keyed by name, and an error that shrinks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weefsel.base.distributions import Normal
from weefsel.base.draws import (
    SCRAMBLES,
    DrawPlan,
    monte_carlo_error,
    over_scrambles,
    plan,
    uniforms,
)

NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)


def test_there_are_sixteen_scrambles_and_all_differ() -> None:
    assert SCRAMBLES == 16
    made = plan(1024, 1)
    drawn = {uniforms(made, "a", scramble).tobytes() for scramble in range(SCRAMBLES)}
    assert len(drawn) == 16


@settings(max_examples=30, deadline=None)
@given(NAMES, NAMES, st.integers(0, 2**63 - 1))
def test_a_stream_hangs_on_its_name_and_seed_alone(one: str, other: str, seed: int) -> None:
    made = plan(256, seed)
    before = uniforms(made, one, 0)
    uniforms(made, other, 0)
    assert np.array_equal(before, uniforms(made, one, 0))
    assert np.array_equal(before, uniforms(made, other, 0)) == (one == other)


def test_a_name_may_not_be_mistaken_for_a_seed_and_a_name() -> None:
    """Seed 1 with name "1/a" and seed 11 with "a" must not meet in one key."""
    one = uniforms(DrawPlan(256, 256, 1), "1/a", 0)
    other = uniforms(DrawPlan(256, 256, 11), "a", 0)
    assert not np.array_equal(one, other)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 2**16))
def test_asking_for_the_number_that_is_used_changes_nothing(asked: int) -> None:
    made = plan(asked, 1)
    again = plan(made.used, 1)
    assert again.used == made.used
    assert not again.rounded
    assert made.rounded == (made.used > asked)


def test_one_draw_becomes_sixteen() -> None:
    made = plan(1, 1)
    assert (made.used, made.per_scramble, made.rounded) == (16, 1, True)
    assert uniforms(made, "a", 15).shape == (1,)


def test_the_whole_pool_is_uniform() -> None:
    made = plan(4096, 3)
    pool = np.sort(np.concatenate([uniforms(made, "a", s) for s in range(SCRAMBLES)]))
    levels = (np.arange(pool.size) + 0.5) / pool.size
    # Each scramble has one point in each slice of 1/256, so all together are that close.
    assert float(np.abs(pool - levels).max()) < 1 / made.per_scramble


def _means(made: DrawPlan) -> list[float]:
    """Give, by scramble, the mean of a product of two quantities; its true mean is 1."""
    law = Normal(1.0, 0.5)

    def mean(scramble: int) -> float:
        one, other = (law.ppf(uniforms(made, name, scramble)) for name in ("a", "b"))
        return float((one * other).mean())

    return over_scrambles(mean)


def _errors(draws: int) -> float:
    """Give the mean Monte Carlo error over some seeds."""
    return float(np.mean([monte_carlo_error(_means(plan(draws, seed))) for seed in range(6)]))


def test_sixteen_times_the_draws_leaves_less_than_a_third_of_the_error() -> None:
    few, many = _errors(256), _errors(4096)
    # Plain random numbers would leave a quarter; a margin for the chance in the error itself.
    assert many < few / 3


def test_the_error_says_how_far_a_result_is_off() -> None:
    """Of forty results with known mean, few may lie further off than two errors."""
    off = 0
    for seed in range(40):
        means = _means(plan(256, seed))
        off += bool(abs(np.mean(means) - 1.0) > 2 * monte_carlo_error(means))
    assert off <= 8  # a twentieth is expected; more than a fifth would be a fault


@pytest.mark.parametrize("threads", [1, 2, 16, 64])
def test_every_scramble_is_computed_once_whatever_the_threads(threads: int) -> None:
    assert over_scrambles(lambda scramble: scramble, threads=threads) == list(range(SCRAMBLES))


def test_a_fault_in_one_scramble_is_not_swallowed() -> None:
    def compute(scramble: int) -> int:
        if scramble == 11:
            raise ArithmeticError("eleven")
        return scramble

    for threads in (1, 2):
        with pytest.raises(ArithmeticError, match="eleven"):
            over_scrambles(compute, threads=threads)
