"""Distributions: bounds are hit, and only ranges that say how unsure we are make one."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from weefsel.base.distributions import (
    Fixed,
    LogitNormal,
    LogNormal,
    Normal,
    RangeKind,
    Support,
    Triangle,
    ZeroMixed,
    default_width,
    fit,
    includes_zero,
    prediction,
    quantile,
)
from weefsel.base.errors import InputError

LEVELS = {"ci95": (0.025, 0.975), "assumed": (0.05, 0.95), "between_places": (0.05, 0.95)}
GRID = (np.arange(2000) + 0.5) / 2000


@settings(deadline=None)
@given(
    st.sampled_from(["ci95", "assumed", "between_places"]),
    st.sampled_from(["real", "positive"]),
    st.floats(0.01, 1e6),
    st.floats(1.001, 50),
    st.floats(0.01, 0.99),
)
def test_a_two_parameter_family_hits_both_bounds_and_reports_its_gap(
    kind: RangeKind, support: Support, low: float, times: float, place: float
) -> None:
    high = low * times
    value = low + place * (high - low)
    assume(low < value < high)
    made = fit(value, low, high, kind, support=support)
    assert made is not None
    lower, upper = LEVELS[kind]
    assert quantile(made.distribution, lower) == pytest.approx(low, rel=1e-9)
    assert quantile(made.distribution, upper) == pytest.approx(high, rel=1e-9)
    assert made.gap == pytest.approx(made.distribution.central("mean") - value, rel=1e-9)


@settings(deadline=None)
@given(st.floats(0.001, 0.98), st.floats(0.001, 0.998), st.floats(0.05, 0.95))
def test_a_share_stays_between_zero_and_one_and_hits_both_bounds(
    low: float, high: float, place: float
) -> None:
    assume(high - low > 1e-6)
    value = low + place * (high - low)
    made = fit(value, low, high, "assumed", support="share")
    assert made is not None
    drawn = made.distribution.ppf(GRID)
    assert drawn.min() > 0
    assert drawn.max() < 1
    assert quantile(made.distribution, 0.05) == pytest.approx(low, rel=1e-9)
    assert quantile(made.distribution, 0.95) == pytest.approx(high, rel=1e-9)


@pytest.mark.parametrize("kind", ["other_year", "subgroup", "none"])
def test_another_year_or_a_subgroup_never_makes_a_distribution(kind: RangeKind) -> None:
    assert fit(10.0, 5.0, 20.0, kind) is None


def test_a_value_without_a_range_makes_no_distribution() -> None:
    assert fit(10.0, None, None, "ci95") is None


@pytest.mark.parametrize("kind", ["ci95", "min_max", "between_places", "assumed"])
@pytest.mark.parametrize("value", [5585.0, 5796.0])
def test_a_value_at_a_bound_gives_a_one_sided_triangle(kind: RangeKind, value: float) -> None:
    made = fit(value, 5585.0, 5796.0, kind, support="positive")
    assert made is not None
    assert made.distribution == Triangle(5585.0, value, 5796.0)
    drawn = made.distribution.ppf(GRID)
    assert drawn.min() >= 5585.0
    assert drawn.max() <= 5796.0
    assert made.gap == 0  # its top is the value


@settings(deadline=None)
@given(st.floats(-100, 100), st.floats(0.1, 100), st.floats(0.34, 0.66))
def test_a_triangle_keeps_the_mean_where_its_ends_allow_it(
    low: float, width: float, place: float
) -> None:
    value = low + place * width
    made = fit(value, low, low + width, "min_max", central_kind="mean")
    assert made is not None
    assert made.gap == pytest.approx(0, abs=1e-9 * max(1, abs(value)))


@settings(deadline=None)
@given(st.floats(0.0, 1.0))
def test_a_triangle_has_the_quantiles_of_the_textbook(level: float) -> None:
    ours = quantile(Triangle(2.0, 3.0, 7.0), level)
    assert ours == pytest.approx(stats.triang(c=0.2, loc=2, scale=5).ppf(level), abs=1e-12)


def test_a_triangle_far_from_its_mean_reports_the_gap() -> None:
    made = fit(9.0, 0.0, 10.0, "min_max", central_kind="mean")
    assert made is not None
    assert made.distribution == Triangle(0.0, 10.0, 10.0)
    assert made.gap == pytest.approx(20 / 3 - 9)


def test_a_range_upside_down_or_beside_its_value_is_refused() -> None:
    for value, low, high in ((5.0, 6.0, 7.0), (5.0, 1.0, 4.0), (5.0, 7.0, 3.0)):
        with pytest.raises(InputError, match="between"):
            fit(value, low, high, "ci95", where="file.toml")


def test_a_positive_range_that_touches_zero_is_refused_except_as_minimum() -> None:
    with pytest.raises(InputError, match="edge"):
        fit(5.0, 0.0, 10.0, "assumed", support="positive")
    assert fit(5.0, 0.0, 10.0, "min_max", support="positive") is not None


def test_equal_bounds_are_a_fixed_number() -> None:
    made = fit(5.0, 5.0, 5.0, "min_max")
    assert made is not None
    assert made.distribution == Fixed(5.0)


@settings(deadline=None)
@given(st.floats(0.01, 1e5), st.sampled_from([0.10, 0.25, 0.50]))
def test_the_default_width_is_the_ninety_percent_range(value: float, width: float) -> None:
    made = default_width(value, width, support="positive")
    assert quantile(made.distribution, 0.05) == pytest.approx(value * (1 - width))
    assert quantile(made.distribution, 0.95) == pytest.approx(value * (1 + width))
    assert made.range_kind == "assumed"


@settings(deadline=None)
@given(st.floats(0.0, 1.0), st.sampled_from([0.10, 0.25, 0.50]))
def test_the_default_width_of_a_share_never_leaves_zero_to_one(value: float, width: float) -> None:
    drawn = default_width(value, width, support="share").distribution.ppf(GRID)
    assert drawn.min() >= 0
    assert drawn.max() <= 1


def test_nothing_plus_or_minus_some_percent_stays_nothing() -> None:
    assert default_width(0.0, 0.5, support="positive").distribution == Fixed(0.0)


def test_a_prediction_interval_adds_the_spread_between_places() -> None:
    # Higgins, Thompson & Spiegelhalter 2009: var = se^2 + tau^2.
    made = prediction(-0.47, -0.62, -0.32, 0.40)
    standard_error = 0.30 / (2 * stats.norm.ppf(0.975))
    assert made.mean == -0.47
    assert made.sd == pytest.approx(math.sqrt(standard_error**2 + 0.40**2))
    assert prediction(-0.47, -0.62, -0.32, 0.0).sd == pytest.approx(standard_error)


@settings(deadline=None)
@given(st.floats(-3, 3), st.floats(0.01, 0.5), st.floats(0.05, 0.5))
def test_a_chance_of_no_effect_brings_zero_into_the_range(
    mean: float, sd: float, mass: float
) -> None:
    made = ZeroMixed(Normal(mean, sd), mass)
    assert includes_zero(made)
    drawn = made.ppf(GRID)
    assert np.all(np.diff(drawn) >= -1e-12)  # quantiles never go down
    assert abs((drawn == 0).mean() - mass) < 2 / GRID.size + 1e-9
    assert made.central("mean") == pytest.approx(mean * (1 - mass))


@settings(deadline=None)
@given(st.floats(-3, 3), st.floats(0.01, 0.5))
def test_no_chance_of_no_effect_is_the_distribution_itself(mean: float, sd: float) -> None:
    base = Normal(mean, sd)
    assert np.allclose(ZeroMixed(base, 0.0).ppf(GRID), base.ppf(GRID))


def test_centres_agree_with_the_textbook() -> None:
    log = LogNormal(0.4, 0.3)
    book = stats.lognorm(s=0.3, scale=math.exp(0.4))
    assert log.central("mean") == pytest.approx(book.mean())
    assert log.central("median") == pytest.approx(book.median())
    assert log.central("mode") == pytest.approx(math.exp(0.4 - 0.3**2))
    logit = LogitNormal(0.0, 0.7)
    assert logit.central("mean") == pytest.approx(0.5)  # symmetric
    assert logit.central("median") == 0.5
    assert Triangle(0, 0, 3).central("mean") == 1
    assert Triangle(0, 1, 2).central("median") == pytest.approx(1)
