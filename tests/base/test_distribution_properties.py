"""What holds for every distribution, whatever its family."""

from __future__ import annotations

import math
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from weefsel.base.distributions import (
    DRAWN_KINDS,
    Distribution,
    Fixed,
    LogitNormal,
    LogNormal,
    Normal,
    RangeKind,
    Triangle,
    ZeroMixed,
    default_width,
    fit,
    includes_zero,
    prediction,
    quantile,
)
from weefsel.base.errors import InputError

GRID = (np.arange(512) + 0.5) / 512
SPREAD = st.floats(0.01, 3)

TRIANGLES = st.tuples(st.floats(-100, 100), st.floats(0.01, 50), st.floats(0, 1)).map(
    lambda t: Triangle(t[0], t[0] + t[2] * t[1], t[0] + t[1])
)
NORMALS = st.builds(Normal, st.floats(-10, 10), SPREAD)
FAMILIES = st.one_of(
    st.builds(Fixed, st.floats(-10, 10)),
    TRIANGLES,
    NORMALS,
    st.builds(LogNormal, st.floats(-3, 5), SPREAD),
    st.builds(LogitNormal, st.floats(-4, 4), SPREAD),
    st.builds(ZeroMixed, st.one_of(NORMALS, TRIANGLES), st.floats(0.0, 0.9)),
)


@settings(deadline=None)
@given(FAMILIES)
def test_a_higher_level_never_gives_a_lower_value(made: Distribution) -> None:
    drawn = made.ppf(GRID)
    assert np.all(np.isfinite(drawn))
    assert np.all(np.diff(drawn) >= -1e-9 * (1 + np.abs(drawn[1:])))


@settings(deadline=None)
@given(FAMILIES)
def test_every_uniform_number_gives_one_value_and_the_same_one_each_time(
    made: Distribution,
) -> None:
    assert made.ppf(GRID).shape == GRID.shape
    assert np.array_equal(made.ppf(GRID), made.ppf(GRID.copy()))
    assert quantile(made, 0.3) == pytest.approx(float(made.ppf(np.array([0.3]))[0]))


@settings(deadline=None)
@given(st.one_of(TRIANGLES, NORMALS), st.floats(0.02, 0.98))
def test_the_level_of_a_quantile_is_the_share_below_it(made: Distribution, level: float) -> None:
    if isinstance(made, Normal):
        book = stats.norm(made.mean, made.sd)
    else:
        assert isinstance(made, Triangle)
        width = made.high - made.low
        book = stats.triang((made.top - made.low) / width, made.low, width)
    assert float(book.cdf(quantile(made, level))) == pytest.approx(level, abs=1e-6)


@settings(deadline=None)
@given(TRIANGLES)
def test_the_centres_of_a_triangle_are_those_of_its_draws(made: Triangle) -> None:
    drawn = made.ppf((np.arange(40_000) + 0.5) / 40_000)
    scale = made.high - made.low
    assert made.central("mean") == pytest.approx(float(drawn.mean()), abs=1e-3 * scale)
    assert made.central("median") == pytest.approx(float(np.median(drawn)), abs=1e-3 * scale)
    assert made.central("mode") == made.top


@settings(deadline=None)
@given(st.floats(-2, 5), st.floats(0.01, 0.9))
def test_the_mean_of_a_log_normal_is_that_of_the_textbook(mu: float, sigma: float) -> None:
    book = stats.lognorm(s=sigma, scale=math.exp(mu))
    made = LogNormal(mu, sigma)
    assert made.central("mean") == pytest.approx(book.mean())
    assert made.central("median") == pytest.approx(book.median())


@pytest.mark.parametrize("kind", sorted(set(get_args(RangeKind)) - DRAWN_KINDS))
def test_a_range_that_does_not_say_how_unsure_a_value_is_makes_none(kind: RangeKind) -> None:
    """Another year, a subgroup or no range: only the declared default width is left."""
    assert fit(10.0, 5.0, 20.0, kind, support="positive") is None
    used = default_width(10.0, 0.25, support="positive")
    assert used.range_kind == "assumed"
    assert (used.low, used.high) == (7.5, 12.5)
    assert used.level == pytest.approx(0.9)


def test_exactly_four_kinds_of_range_make_a_distribution() -> None:
    assert {"ci95", "min_max", "between_places", "assumed"} == DRAWN_KINDS
    for kind in get_args(RangeKind):
        assert (fit(10.0, 5.0, 20.0, kind) is not None) == (kind in DRAWN_KINDS)


@pytest.mark.parametrize(
    ("kind", "level"),
    [("ci95", 0.95), ("assumed", 0.90), ("between_places", 0.90), ("min_max", None)],
)
def test_a_range_says_which_share_lies_inside_it(kind: RangeKind, level: float | None) -> None:
    made = fit(10.0, 5.0, 20.0, kind, support="positive")
    assert made is not None
    assert made.level == (None if level is None else pytest.approx(level))
    assert (made.low, made.high, made.range_kind) == (5.0, 20.0, kind)
    inside = float(np.mean((made.distribution.ppf(GRID) > 5) & (made.distribution.ppf(GRID) < 20)))
    assert inside == pytest.approx(1 if level is None else level, abs=0.005)


@settings(deadline=None)
@given(st.sampled_from(sorted(DRAWN_KINDS)), st.floats(1, 100), st.floats(0.1, 100))
def test_a_value_at_a_bound_slopes_down_to_the_other_end(
    kind: RangeKind, low: float, width: float
) -> None:
    high = low + width
    at_low, at_high = fit(low, low, high, kind), fit(high, low, high, kind)
    assert at_low is not None
    assert at_high is not None
    # A right triangle: a third of the width from its top on average.
    assert at_low.distribution.central("mean") == pytest.approx(low + width / 3)
    assert at_high.distribution.central("mean") == pytest.approx(high - width / 3)
    for made in (at_low, at_high):
        drawn = made.distribution.ppf(GRID)
        assert drawn.min() >= low - 1e-9
        assert drawn.max() <= high + 1e-9
    mirrored = low + high - at_high.distribution.ppf(1 - GRID)
    assert at_low.distribution.ppf(GRID) == pytest.approx(mirrored, rel=1e-6)


@settings(deadline=None)
@given(st.floats(-2, 2), st.floats(0.01, 2), st.floats(0, 2))
def test_an_effect_elsewhere_varies_by_its_error_and_by_place(
    value: float, half: float, tau: float
) -> None:
    """Higgins, Thompson & Spiegelhalter (2009): var = se^2 + tau^2."""
    made = prediction(value, value - half, value + half, tau)
    error = half / 1.959963984540054  # 97.5th percentile of the standard normal
    assert made.sd**2 == pytest.approx(error**2 + tau**2)
    assert made.mean == value
    drawn = made.ppf((np.arange(20_000) + 0.5) / 20_000)
    assert float(drawn.var()) == pytest.approx(error**2 + tau**2, rel=0.01)


def test_the_pooled_effect_on_loneliness_reaches_past_zero_elsewhere() -> None:
    assert not includes_zero(prediction(-0.47, -0.62, -0.32, 0.0))
    assert includes_zero(prediction(-0.47, -0.62, -0.32, 0.40))


@settings(deadline=None)
@given(st.floats(0.001, 1e6), st.floats(0.01, 3))
def test_a_default_width_never_makes_an_amount_the_wrong_kind(value: float, width: float) -> None:
    made = default_width(value, width, support="positive")
    assert made.low == pytest.approx(value * (1 - width))
    assert quantile(made.distribution, 0.05) == pytest.approx(made.low, abs=1e-9 * value)
    assert quantile(made.distribution, 0.95) == pytest.approx(made.high)
    if width < 1:
        assert made.distribution.ppf(GRID).min() > 0


@settings(deadline=None)
@given(st.floats(-1e6, -0.001), st.floats(0.01, 0.9))
def test_a_default_width_also_fits_a_value_under_zero(value: float, width: float) -> None:
    made = default_width(value, width)
    assert quantile(made.distribution, 0.05) == pytest.approx(value * (1 + width))
    assert quantile(made.distribution, 0.95) == pytest.approx(value * (1 - width))


@settings(deadline=None)
@given(st.floats(0.05, 0.95), st.floats(0.001, 1.0), st.floats(0.001, 1.0))
def test_a_share_that_touches_zero_or_one_is_refused_except_as_ends(
    value: float, below: float, above: float
) -> None:
    low, high = value * (1 - below), value + (1 - value) * above
    for ends in ((0.0, high), (low, 1.0)):
        with pytest.raises(InputError, match="edge"):
            fit(value, *ends, "assumed", support="share", where="file.toml")
        assert fit(value, *ends, "min_max", support="share") is not None


def test_a_refusal_says_where_in_two_languages() -> None:
    with pytest.raises(InputError) as caught:
        fit(1.0, 2.0, 3.0, "ci95", where="uc_begl_hr")
    assert caught.value.sentence("nl").startswith("uc_begl_hr: ")
    assert caught.value.sentence("nl") != caught.value.sentence("en")
