"""The slope of a row of years: published and worked-out answers, and what must always hold."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import kendalltau, theilslopes

from weefsel.scan.theil_sen import cumulative, theil_sen

ROWS = arrays(
    np.float64, st.tuples(st.integers(1, 4), st.integers(5, 9)), elements=st.integers(-50, 50)
)


def test_rain_after_cloud_seeding() -> None:
    """Hollander, Wolfe & Chicken (2014), example 9.1 (data in R package NSM3, function theil).

    Ratios of rain in five years; ten slopes, C = -6, one-sided p = 0.117, slope -0.056. The
    interval of at least 90% leaves one slope out at each side.
    """
    found = theil_sen([1, 2, 3, 4, 5], np.array([[1.26, 1.27, 1.12, 1.16, 1.03]]), level=0.9)
    assert round(found.slope[0], 3) == -0.056
    assert round(1 - found.probability[0], 3) == 0.117
    np.testing.assert_allclose([found.low[0], found.high[0]], [-0.13, 0.01])


@pytest.mark.parametrize("years", [2, 3, 4, 5, 6, 7])
def test_the_chance_of_falling_pairs_is_that_of_all_orders(years: int) -> None:
    falls = [
        sum(a > b for place, a in enumerate(order) for b in order[place + 1 :])
        for order in permutations(range(years))
    ]
    pairs = years * (years - 1) // 2
    counted = [np.mean([fall <= k for fall in falls]) for k in range(pairs + 1)]
    np.testing.assert_allclose(cumulative(years), counted)


@given(ROWS)
def test_the_slope_is_that_of_scipy_and_the_probability_of_its_exact_kendall(values) -> None:
    years = np.arange(values.shape[1]) + 2014
    found = theil_sen(years, values, level=0.9)
    for row, mine in enumerate(values):
        assert found.slope[row] == pytest.approx(theilslopes(mine, years)[0])
        if len(set(mine)) == mine.size:
            two_sided = kendalltau(years, mine, method="exact").pvalue
            assert found.probability[row] == pytest.approx(max(1 - two_sided / 2, 0.5))


@given(ROWS, st.integers(-5, 5), st.sampled_from([0.5, 2.0, -1.0]))
def test_a_line_added_moves_the_slope_and_a_mirror_turns_it(values, slope, factor) -> None:
    years = np.arange(values.shape[1])
    before = theil_sen(years, values, level=0.9)
    after = theil_sen(years, values * factor + slope * years, level=0.9)
    np.testing.assert_allclose(after.slope, before.slope * factor + slope, atol=1e-9)
    ends = np.sort(np.stack([before.low, before.high]) * factor + slope, axis=0)
    np.testing.assert_allclose([after.low, after.high], ends, atol=1e-9)


@given(ROWS)
def test_the_interval_holds_the_slope_and_leaves_zero_out_only_when_sure(values) -> None:
    found = theil_sen(range(values.shape[1]), values, level=0.9)
    assert ((found.low <= found.slope) & (found.slope <= found.high)).all()
    outside = (found.low > 0) | (found.high < 0)
    assert ((found.probability >= 0.95) == outside).all()
    assert (found.probability >= 0.5).all()


def test_a_missing_year_is_left_out_not_filled_in() -> None:
    with_hole = theil_sen([1, 2, 3, 4, 5, 6], np.array([[1, 4, 2, np.nan, 6, 9.0]]), level=0.9)
    without = theil_sen([1, 2, 3, 5, 6], np.array([[1, 4, 2, 6, 9.0]]), level=0.9)
    for name in ("slope", "low", "high", "probability", "years"):
        np.testing.assert_array_equal(getattr(with_hole, name), getattr(without, name))


def test_few_years_have_no_interval_and_one_no_slope() -> None:
    three = theil_sen([1, 2, 3], np.array([[1.0, 2.0, 3.0]]), level=0.9)
    assert three.slope[0] == 1
    assert np.isnan([three.low[0], three.high[0]]).all()
    one = theil_sen([1, 2, 3], np.array([[1.0, np.nan, np.nan]]), level=0.9)
    assert np.isnan([one.slope[0], one.probability[0]]).all()
    assert one.years[0] == 1


def test_years_that_never_change_say_nothing_of_a_direction() -> None:
    flat = theil_sen(range(6), np.full((1, 6), 3.0), level=0.9)
    assert (flat.slope[0], flat.probability[0]) == (0, 0.5)


@pytest.mark.parametrize("years", [5, 8])
def test_the_interval_covers_the_true_slope_as_often_as_it_says(years: int) -> None:
    """Exact for few years: at least 90%, by no more than the steps of the distribution allow."""
    draws = 20_000
    noise = np.random.default_rng(5).standard_t(3, size=(draws, years))
    found = theil_sen(range(years), noise + 2.0 * np.arange(years), level=0.9)
    covered = np.mean((found.low <= 2) & (found.high >= 2))
    below = cumulative(years)
    exact = 1 - 2 * below[below <= 0.05][-1]
    assert covered == pytest.approx(exact, abs=4 * np.sqrt(0.9 * 0.1 / draws))
    assert exact >= 0.9
