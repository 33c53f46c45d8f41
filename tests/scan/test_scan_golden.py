"""A scan worked out by hand, and each step against an independent source."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from scan.small_country import catalogue, code, national, observations, scanned, scores
from weefsel.scan.normalise import mean_and_deviation, place, z_score
from weefsel.scan.outliers import moments, winsorise
from weefsel.scan.recipe import ScanRecipe

RECIPE = ScanRecipe(area="GM9990", year=2020)


def test_five_neighbourhoods_get_the_scores_worked_out_by_hand() -> None:
    """benefit 1..5 and debt 2..10 strain, health strengthens and weighs double.

    By hand: the deviation of 1..5 is the root of 2.5, of 2, 4 .. 10 twice that, of
    30, 10, 50, 20, 40 ten times that. Neighbourhood 0: z = 2/1.5811 (benefit, turned),
    the same for debt, 0 for health: (1.26491 + 1.26491 + 2 x 0) / 4 = 0.632456; score
    50 + 6.32456. Neighbourhood 2: 0, 0, 20/15.811: 2 x 1.26491 / 4 = 0.632456 as well.
    """
    rows = observations(
        {
            "benefit": [1, 2, 3, 4, 5],
            "debt": [2, 4, 6, 8, 10],
            "health": [30, 10, 50, 20, 40],
        }
    )
    known = catalogue(weights={"health": 2.0})
    found = scores(scanned(rows, RECIPE, known=known))
    root = math.sqrt(2.5)
    assert found[code(0)] == pytest.approx(56.32456, abs=1e-5)
    assert found[code(2)] == pytest.approx(56.32456, abs=1e-5)
    assert found[code(1)] == pytest.approx(50 + 10 * (1 / root + 1 / root - 2 * 2 / root) / 4)
    assert found[code(4)] == pytest.approx(50 + 10 * (-2 / root - 2 / root + 2 * 1 / root) / 4)


def test_the_average_neighbourhood_scores_fifty() -> None:
    rows = observations({"benefit": [2, 4, 6], "debt": [1, 2, 3], "health": [9, 8, 7]})
    more = observations({"benefit": [2, 4, 6, 4], "debt": [1, 2, 3, 2], "health": [9, 8, 7, 8]})
    assert scores(national(more, RECIPE))[code(3)] == pytest.approx(50)
    # Three areas are too few for a reference: the kurtosis is not defined.
    assert set(scores(national(rows, RECIPE)).values()) == {None}


def test_one_outlier_is_pulled_in_as_in_the_tests_of_coinr() -> None:
    """COINr, tests/testthat/test-treat.R: 1..10 and 100 becomes 1..10 and 10."""
    bounds = winsorise(np.array([*range(1, 11), 100.0]), skew_threshold=2, kurtosis_threshold=3.5)
    assert (bounds.low, bounds.high, bounds.count) == (-np.inf, 10.0, 1)


def test_outliers_are_pulled_in_no_further_than_needed_as_coinr_does() -> None:
    """COINr, manual of winsorise: 1..10, 30 and 100, thresholds 2 and 3.5.

    100 becomes 30; by scipy the skewness is then 1.71, so 30 stays.
    """
    values = np.array([*range(1, 11), 30.0, 100.0])
    assert stats.skew(values, bias=False) > 2
    assert stats.skew(np.minimum(values, 30), bias=False) == pytest.approx(1.712038, abs=1e-6)
    bounds = winsorise(values, skew_threshold=2, kurtosis_threshold=3.5)
    assert (bounds.high, bounds.count) == (30.0, 1)


def test_low_outliers_are_pulled_in_from_below() -> None:
    bounds = winsorise(np.array([*range(1, 11), -100.0]), skew_threshold=2, kurtosis_threshold=3.5)
    assert (bounds.low, bounds.high, bounds.count) == (1.0, np.inf, 1)


def test_skewness_and_kurtosis_equal_those_of_scipy() -> None:
    values = np.array([1.0, 2, 2, 3, 5, 8, 13, 21, 34, np.nan])
    skew, kurtosis = moments(values)
    assert skew == pytest.approx(stats.skew(values[:-1], bias=False), rel=1e-12)
    assert kurtosis == pytest.approx(stats.kurtosis(values[:-1], bias=False), rel=1e-12)


def test_z_scores_equal_those_of_scipy() -> None:
    values = np.array([4.0, 8, 15, 16, 23, 42])
    mean, deviation = mean_and_deviation(values)
    mine = z_score(values, mean=mean, deviation=deviation, low=-np.inf, high=np.inf)
    np.testing.assert_allclose(mine, stats.zscore(values, ddof=1), rtol=1e-12)


def test_the_place_is_the_mean_percentile_of_scipy() -> None:
    reference = np.array([1.0, 2, 2, 3, 10])
    mine = place(np.array([2.0, 0, 10]), reference)
    theirs = [stats.percentileofscore(reference, one, kind="mean") for one in (2, 0, 10)]
    np.testing.assert_allclose(mine, theirs, rtol=1e-12)


def test_a_score_never_leaves_the_scale() -> None:
    count = 60
    strained = [0.0] * (count - 1) + [1000.0]
    rows = observations(
        {"benefit": strained, "debt": strained, "health": [-one for one in strained]}
    )
    recipe = ScanRecipe(area="GM9990", year=2020, outliers="none")
    found = scores(national(rows, recipe))
    assert found[code(count - 1)] == 0.0
    assert all(0 <= one <= 100 for one in found.values() if one is not None)
