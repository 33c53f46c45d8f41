"""Distributions from a value, its low and high, and the kind of that range.

Only four kinds of range make a distribution (DESIGN.md section 6): ``ci95`` (the bounds
are the 2.5th and 97.5th percentile), ``assumed`` and ``between_places`` (the 5th and
95th), ``min_max`` (the ends of a triangle). Another year or a subgroup says nothing about
how unsure a value is, so those never do. Everything is drawn by inversion from uniform
numbers, so that options share their draws.

References
----------
Higgins, J.P.T., Thompson, S.G. and Spiegelhalter, D.J. (2009). A re-evaluation of
random-effects meta-analysis. Journal of the Royal Statistical Society A 172, 137-159.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit, ndtri

from weefsel.base.errors import InputError
from weefsel.base.language import text

Array = npt.NDArray[np.float64]
RangeKind = Literal[
    "ci95", "min_max", "between_places", "other_year", "subgroup", "assumed", "none"
]
CentralKind = Literal["mean", "median", "mode", "midpoint", "bound"]
Support = Literal["real", "positive", "share"]

P5, P95 = 0.05, 0.95  # the interval of every result (DESIGN.md section 4, rule 2)
# One-sided level of the lower bound, by kind of range.
LOWER_LEVEL: dict[str, float] = {"ci95": 0.025, "assumed": P5, "between_places": P5}
DRAWN_KINDS = frozenset({"ci95", "min_max", "between_places", "assumed"})
_GRID = 4096  # midpoints for the mean of a logit-normal, which has no closed form


class Distribution(Protocol):
    """Something that can be drawn by inversion."""

    @property
    def family(self) -> str:
        """Give the name of the family."""

    def ppf(self, uniform: Array) -> Array:
        """Give the quantiles at uniform numbers, same shape."""

    def central(self, kind: CentralKind) -> float:
        """Give the mean, median or mode (the mode for a midpoint or a bound)."""


def quantile(distribution: Distribution, level: float) -> float:
    """Give one quantile of a distribution."""
    return float(distribution.ppf(np.array([level]))[0])


@dataclass(frozen=True)
class Fixed:
    """A number without uncertainty: a law's norm, an exact count, a choice."""

    value: float
    family: str = "fixed"

    def ppf(self, uniform: Array) -> Array:
        """Give the value for every uniform number."""
        return np.full_like(uniform, self.value)

    def central(self, kind: CentralKind) -> float:
        """Give the value."""
        return self.value


@dataclass(frozen=True)
class Triangle:
    """A triangle between two ends; with its top at an end it is one-sided."""

    low: float
    top: float
    high: float
    family: str = "triangle"

    def ppf(self, uniform: Array) -> Array:
        """Give the quantiles in closed form."""
        width = self.high - self.low
        left = (self.top - self.low) / width
        rising = self.low + np.sqrt(uniform * width * (self.top - self.low))
        falling = self.high - np.sqrt((1 - uniform) * width * (self.high - self.top))
        return np.where(uniform < left, rising, falling)

    def central(self, kind: CentralKind) -> float:
        """Give the mean, median or top."""
        if kind == "mean":
            return (self.low + self.top + self.high) / 3
        return quantile(self, 0.5) if kind == "median" else self.top


@dataclass(frozen=True)
class Normal:
    """A normal distribution."""

    mean: float
    sd: float
    family: str = "normal"

    def ppf(self, uniform: Array) -> Array:
        """Give the quantiles."""
        return np.asarray(self.mean + self.sd * ndtri(uniform), dtype=np.float64)

    def central(self, kind: CentralKind) -> float:
        """Give the mean, which is median and mode too."""
        return self.mean


@dataclass(frozen=True)
class LogNormal:
    """A log-normal distribution, for what is above zero."""

    mu: float
    sigma: float
    family: str = "lognormal"

    def ppf(self, uniform: Array) -> Array:
        """Give the quantiles."""
        return np.asarray(np.exp(self.mu + self.sigma * ndtri(uniform)), dtype=np.float64)

    def central(self, kind: CentralKind) -> float:
        """Give the mean, median or mode."""
        if kind == "mean":
            return math.exp(self.mu + self.sigma**2 / 2)
        return math.exp(self.mu if kind == "median" else self.mu - self.sigma**2)


@dataclass(frozen=True)
class LogitNormal:
    """A logit-normal distribution, for shares between zero and one."""

    mu: float
    sigma: float
    family: str = "logitnormal"

    def ppf(self, uniform: Array) -> Array:
        """Give the quantiles."""
        return np.asarray(expit(self.mu + self.sigma * ndtri(uniform)), dtype=np.float64)

    @cached_property
    def _mean(self) -> float:
        return float(self.ppf((np.arange(_GRID) + 0.5) / _GRID).mean())

    def central(self, kind: CentralKind) -> float:
        """Give the mean; the median stands in for the mode, which may not be one point."""
        return self._mean if kind == "mean" else float(expit(self.mu))


@dataclass(frozen=True)
class ZeroMixed:
    """A distribution that is exactly zero with a declared chance.

    Used where studies disagree whether there is an effect at all and the range of the
    pooled effect alone would leave zero out.
    """

    base: Distribution
    mass: float
    family: str = "zero_mixed"

    @cached_property
    def _below(self) -> float:
        """Give the chance that the base lies under zero, by bisection on its quantiles."""
        low, high = 0.0, 1.0
        for _ in range(64):  # halvings: beyond the resolution of a double
            middle = (low + high) / 2
            if quantile(self.base, min(max(middle, 1e-300), 1 - 1e-16)) < 0:
                low = middle
            else:
                high = middle
        return (low + high) / 2

    def ppf(self, uniform: Array) -> Array:
        """Give the quantiles: those of the base with a flat piece at zero."""
        keep = 1 - self.mass
        below = self._below * keep
        under = self.base.ppf(np.clip(uniform / keep, 0.0, 1.0))
        over = self.base.ppf(np.clip((uniform - self.mass) / keep, 0.0, 1.0))
        mixed = np.where(uniform < below, under, over)
        return np.where((uniform >= below) & (uniform <= below + self.mass), 0.0, mixed)

    def central(self, kind: CentralKind) -> float:
        """Give the mean; otherwise the median."""
        if kind == "mean":
            return self.base.central("mean") * (1 - self.mass)
        return quantile(self, 0.5)


@dataclass(frozen=True)
class Fitted:
    """A distribution, the range it was fitted to and how far its centre is off.

    ``gap`` is the centre of the distribution (of the kind the source gives) minus the
    source's own central value. ``level`` is the share between ``low`` and ``high``, or
    ``None`` when they are the ends.
    """

    distribution: Distribution
    low: float
    high: float
    level: float | None
    range_kind: str
    gap: float


def fit(
    value: float,
    low: float | None,
    high: float | None,
    range_kind: RangeKind,
    *,
    central_kind: CentralKind = "mean",
    support: Support = "real",
    where: str = "",
) -> Fitted | None:
    """Fit a distribution to a value and its range, or give ``None`` where none may be made.

    ``None`` means: no range, or a range of another year or a subgroup; the caller then
    uses a declared default width. Raises ``InputError`` when the range is upside down,
    leaves the value out, or touches the edge of the support.
    """
    if range_kind not in DRAWN_KINDS or low is None or high is None:
        return None
    if not low <= value <= high:
        raise InputError(
            text(
                "the value %(value)s does not lie between %(low)s and %(high)s.",
                value=repr(value),
                low=repr(low),
                high=repr(high),
            ),
            where=where,
            todo=text("Correct the value, or its low and high."),
        )
    if low == high:
        return Fitted(Fixed(value), value, value, None, range_kind, 0.0)
    distribution: Distribution
    level: float | None = None
    if value in (low, high):
        distribution = Triangle(low, value, high)
        central_kind = "bound"
    elif range_kind == "min_max":
        distribution = Triangle(low, _top(value, low, high, central_kind), high)
    else:
        lower = LOWER_LEVEL[range_kind]
        level = 1 - 2 * lower
        distribution = _two_parameters(low, high, lower, support, where)
    gap = distribution.central(central_kind) - value
    return Fitted(distribution, low, high, level, range_kind, gap)


def _top(value: float, low: float, high: float, central_kind: CentralKind) -> float:
    """Give the top that puts the triangle's centre on the value, as near as its ends allow."""
    width = high - low
    if central_kind == "mean":
        top = 3 * value - low - high
    elif central_kind == "median":
        right_half = value >= low + width / 2
        top = (
            low + 2 * (value - low) ** 2 / width
            if right_half
            else high - 2 * (high - value) ** 2 / width
        )
    else:
        top = value
    return min(max(top, low), high)


def _two_parameters(
    low: float, high: float, lower_level: float, support: Support, where: str
) -> Distribution:
    """Solve the two parameters of a family so that both bounds are hit exactly."""
    reach = -float(ndtri(lower_level))
    if support == "real":
        return Normal((low + high) / 2, (high - low) / (2 * reach))
    if low <= 0 or (support == "share" and high >= 1):
        raise InputError(
            text("a range of this kind cannot touch the edge of what is possible."),
            where=where,
            todo=text("Use range_kind min_max, or move the bound inwards."),
        )
    a, b = (
        (math.log(low), math.log(high))
        if support == "positive"
        else (float(logit(low)), float(logit(high)))
    )
    mu, sigma = (a + b) / 2, (b - a) / (2 * reach)
    return LogNormal(mu, sigma) if support == "positive" else LogitNormal(mu, sigma)


def default_width(
    value: float,
    width: float,
    *,
    support: Support = "real",
    central_kind: CentralKind = "mean",
) -> Fitted:
    """Fit a declared default 90% width around a value that came without a range.

    ``width`` is the distance to either side as a fraction of the value; of a share it is
    taken of the share or of what is left to one, whichever is smaller, so that a large
    share stays under one. A value of zero stays exactly zero.
    """
    side = width * (min(value, 1 - value) if support == "share" else abs(value))
    # So near to one that the width is lost in rounding: nothing is left to vary.
    if side == 0 or (support == "share" and value + side >= 1):
        return Fitted(Fixed(value), value, value, None, "assumed", 0.0)
    # From the full value on, the lower bound reaches zero: only a normal can go there.
    usable: Support = support if value - side > 0 else "real"
    made = fit(
        value,
        value - side,
        value + side,
        "assumed",
        central_kind=central_kind,
        support=usable,
    )
    assert made is not None  # the kind is one that makes a distribution
    return made


def prediction(value: float, low: float, high: float, tau: float) -> Normal:
    """Give the distribution of an effect in a new place: var = se^2 + tau^2.

    ``low`` and ``high`` are the 95% confidence interval of the pooled effect, ``tau`` the
    between-place standard deviation (Higgins, Thompson & Spiegelhalter 2009). They take a
    t-distribution because their tau is estimated from the same studies; here tau is given
    (a sourced figure or our assumption), so the normal holds.
    """
    standard_error = (high - low) / (-2 * float(ndtri(LOWER_LEVEL["ci95"])))
    return Normal(value, math.hypot(standard_error, tau))


def includes_zero(distribution: Distribution) -> bool:
    """Tell whether zero lies between P5 and P95, as it must where studies disagree."""
    return quantile(distribution, P5) <= 0 <= quantile(distribution, P95)
