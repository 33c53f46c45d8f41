"""Redrawing: known answers, the same digits anywhere, and ranges that hold what they say."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from scan.simulated import Simulated, simulate
from weefsel.scan.admissible import ADMISSIBLE
from weefsel.scan.draw_kernel import normals
from weefsel.scan.prior import between
from weefsel.scan.redraw import chance_above, keys, quantiles, ranks, redraw

LEVEL = 0.9


def draw(made: Simulated, draws: int = 400, **options: object) -> np.ndarray:
    rows = options.pop("rows", np.arange(made.values.shape[0]))
    return redraw(
        made.construction, made.prior, made.posterior(rows),
        own=keys(7, "test", [str(one) for one in rows]), draws=draws, **options,
    )  # type: ignore[arg-type]  # fmt: skip


def test_the_numbers_of_chance_are_normal_and_do_not_repeat() -> None:
    found = np.concatenate([normals(one, 20_000) for one in keys(1, "x", ["a", "b", "c"])])
    assert stats.kstest(found, "norm").pvalue > 0.001
    assert np.unique(found).size == found.size
    lagged = np.corrcoef(found[:-1], found[1:])[0, 1]
    assert abs(lagged) < 4 / np.sqrt(found.size)
    between_keys = np.corrcoef(found.reshape(3, -1))[np.triu_indices(3, 1)]
    assert np.abs(between_keys).max() < 4 / np.sqrt(20_000)


def test_inversion_agrees_with_scipy_in_the_middle_and_the_tails() -> None:
    """The same uniform numbers through scipy's ndtri: order and value."""
    found = np.sort(normals(keys(3, "x", ["tails"])[0], 200_000))
    grid = stats.norm.ppf((np.arange(200_000) + 0.5) / 200_000)
    np.testing.assert_allclose(found[1000:-1000], grid[1000:-1000], atol=0.03)
    assert -6 < found[0] < -3.7
    assert 3.7 < found[-1] < 6


@pytest.mark.parametrize("pair", ADMISSIBLE)
def test_without_any_error_every_draw_is_the_score_itself(pair: tuple[str, str]) -> None:
    made = simulate(40, 5, reliability=1.0, pair=pair, seed=2)
    drawn = draw(made)
    point = made.construction.scores(made.values)
    np.testing.assert_allclose(drawn, np.repeat(point[:, None], 400, axis=1), rtol=1e-9)


@pytest.mark.parametrize("pair", ADMISSIBLE)
def test_equal_areas_are_a_toss_up_and_without_error_exactly_equal(pair: tuple[str, str]) -> None:
    for reliability in (0.7, 1.0):
        made = simulate(40, 5, reliability=reliability, pair=pair, seed=4, equal=(0, 1))
        drawn = draw(made, draws=20_000)
        if reliability == 1.0:
            assert (drawn[0] == drawn[1]).all()
            assert chance_above(drawn[0], drawn[1]) == 0.5
        error = np.sqrt(0.25 / 20_000)
        assert abs(chance_above(drawn[0], drawn[1]) - 0.5) < 4 * error


@pytest.mark.parametrize("pair", ADMISSIBLE)
def test_any_number_of_threads_and_any_company_give_the_same_digits(pair: tuple[str, str]) -> None:
    made = simulate(60, 4, reliability=0.6, pair=pair, seed=5)
    before = numba.get_num_threads()
    every = draw(made)
    try:
        numba.set_num_threads(1)
        assert (draw(made) == every).all()
    finally:
        numba.set_num_threads(before)
    few = np.array([3, 41, 17])
    assert (draw(made, rows=few) == every[few]).all()
    assert (draw(made, draws=100) == every[:, :100]).all()


@given(st.floats(1.05, 3.0), st.integers(0, 50), st.floats(0.3, 0.95), st.sampled_from([1, 3, 8]))
@settings(max_examples=40, deadline=None)
def test_no_area_becomes_surer_when_all_errors_grow_by_one_factor(
    factor: float, seed: int, reliability: float, count: int
) -> None:
    """The scale is held, the mean is arithmetic; what is behind the noise is held too."""
    made = simulate(30, count, reliability=reliability, seed=seed)
    rows = np.arange(30)
    small, large = made.posterior(rows), made.scaled(factor).posterior(rows)

    def sureness(after: object) -> np.ndarray:
        weight = made.construction.weights / made.construction.weights.sum()
        mean = after.mean @ weight  # type: ignore[attr-defined]
        error = np.sqrt((np.einsum("i,aij->aj", weight, after.root) ** 2).sum(axis=1))  # type: ignore[attr-defined]
        return np.abs(mean - made.prior.mean) / error

    assert (sureness(large) <= sureness(small) * (1 + 1e-9)).all()


def test_the_spread_between_areas_without_noise_is_found_when_noise_differs() -> None:
    rng = np.random.default_rng(1)
    error = rng.gamma(2.0, 1.0, 20_000)
    values = rng.normal(3.0, 1.5, 20_000) + error * rng.normal(size=20_000)
    assert between(values, error, float(values.std(ddof=1))) == pytest.approx(1.5, rel=0.03)


def test_noise_as_large_as_the_whole_spread_leaves_nothing() -> None:
    values = np.array([1.0, 2.0, 3.0, 4.0])
    assert between(values, np.full(4, 10.0), float(values.std(ddof=1))) == 0.0


def test_errors_of_neighbours_go_together_as_far_as_declared() -> None:
    made = simulate(30, 1, reliability=0.5, seed=9)
    drawn = draw(
        made, draws=40_000, neighbours=keys(7, "around", ["x"] * 30), shared=np.full(30, 0.3)
    )
    together = np.corrcoef(drawn[:6])[np.triu_indices(6, 1)]
    np.testing.assert_allclose(together, 0.3, atol=0.03)


def test_ranks_are_those_of_scipy() -> None:
    scores = np.random.default_rng(1).integers(0, 9, (20, 50)).astype(float)
    np.testing.assert_array_equal(ranks(scores), stats.rankdata(-scores, method="min", axis=0))


@pytest.mark.parametrize("reliability", [0.5, 0.7, 0.9])
def test_ranges_hold_the_true_score_as_often_as_they_say(reliability: float) -> None:
    """90% ranges over simulated countries; the full simulation is benchmarks/coverage.py."""
    inside, worst, above = [], [], []
    for seed in range(40):
        made = simulate(150, 8, reliability=reliability, seed=seed)
        drawn = draw(made, draws=300)
        low, high = quantiles(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]).T
        true = made.true_scores()
        hit = (low <= true) & (true <= high)
        inside.append(hit.mean())
        worst.append(hit[np.argsort(made.observed_scores())[:5]].mean())
        rank = stats.rankdata(-true, method="min")
        ends = quantiles(ranks(drawn), [(1 - LEVEL) / 2, (1 + LEVEL) / 2]).T
        above.append(((np.floor(ends[0]) <= rank) & (rank <= np.ceil(ends[1]))).mean())
    for found, slack in ((inside, 0.015), (worst, 0.0), (above, 0.03)):
        error = np.std(found, ddof=1) / np.sqrt(len(found))
        assert abs(np.mean(found) - LEVEL) < 4 * error + slack


def test_visitors_who_ask_at_once_get_the_same_digits() -> None:
    made = simulate(60, 4, reliability=0.6, seed=5)
    every = draw(made)
    with ThreadPoolExecutor(4) as pool:
        for again in pool.map(lambda _: draw(made), range(12)):
            assert (again == every).all()
