"""What it is worth, at most, to know more before choosing: for everything, and per parameter.

With all known beforehand one would take the best option in every draw; without, the option
that is best on average. The difference is the value of perfect information, a ceiling on
what research can be worth. For one parameter the average over all the others is estimated
by regression on that parameter, so no further draws are needed.

The regression is on the order of the draws of a parameter, which makes one design serve all
parameters that vary continuously, and gives one null: what the method finds in a parameter
that was shuffled, and so says nothing. A value within that null is reported as zero.

References
----------
Strong, M., Oakley, J.E. and Brennan, A. (2014). Estimating multiparameter partial expected
value of perfect information from a probabilistic sensitivity analysis sample: a nonparametric
regression approach. Medical Decision Making 34, 311-326.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.interpolate import BSpline
from scipy.special import ndtri

from weefsel.base.draws import Array

KNOTS = 7  # inner knots of the cubic spline: a bend every eighth of the draws
FEW = 12  # a parameter with this many values or fewer is taken value by value
SHUFFLES = 200  # of the null
NULL = 0.95  # of the shuffled parameters find no more than this
REDRAWS = 40  # of the fitted line, for the error of a value
THIN = 4096  # draws at which a redrawn line is read: enough for its mean, a quarter of the time
_CUBIC = 3
_AXES = 2  # option and draw


@dataclass(frozen=True)
class Information:
    """What it is worth at most to know one parameter, in the unit of the net benefit.

    ``estimate`` is what the regression found, ``error`` its standard error and ``null`` what
    a shuffled parameter gives at most in 95 of 100 cases. ``value`` is the estimate where it
    lies above the null, else zero.
    """

    parameter: str
    estimate: float
    error: float
    null: float

    @property
    def value(self) -> float:
        """Give the ceiling, zero where it cannot be told from nothing."""
        return self.estimate if self.estimate > self.null else 0.0


def perfect(net: Array) -> float:
    """Give the expected value of perfect information, in the unit of ``net``.

    ``net`` is the net benefit of every exclusive option, the zero alternative among them, in
    every draw: shape (option, draw). Raises ``ValueError`` on another shape or on values
    that are not finite.
    """
    checked = _checked(net)
    # Rounding may leave a hair under zero where one option is best in every draw.
    return max(0.0, float(checked.max(axis=0).mean() - checked.mean(axis=1).max()))


def per_parameter(
    net: Array, parameters: Mapping[str, Array], *, seed: int
) -> tuple[Information, ...]:
    """Give what it is worth at most to know each parameter, the highest first.

    ``net`` has shape (option, draw), each parameter shape (draw,). Raises ``ValueError`` on
    other shapes or on values that are not finite.
    """
    checked = _checked(net)
    draws = checked.shape[1]
    spread = checked - checked.mean(axis=1, keepdims=True)
    smooth = _smooth(draws)
    shared = _null(spread, checked, smooth, np.random.default_rng([seed, 0]))
    found = []
    for number, (name, values) in enumerate(parameters.items(), start=1):
        if values.shape != (draws,) or not np.isfinite(values).all():
            raise ValueError(f"the draws of {name} do not fit those of the net benefit")
        rng = np.random.default_rng([seed, number])
        distinct, place = np.unique(values, return_inverse=True)
        if distinct.size == 1:
            found.append(Information(name, 0.0, 0.0, 0.0))
            continue
        if distinct.size <= FEW:
            design = _by_value(place, distinct.size)
            null = _null(spread, checked, design, rng)
            estimate, error = _estimate(spread, checked, design, rng)
        else:
            order = np.argsort(values, kind="stable")
            null = shared
            estimate, error = _estimate(spread[:, order], checked, smooth, rng)
        found.append(Information(name, estimate, error, null))
    return tuple(sorted(found, key=lambda one: (-one.value, one.parameter)))


def _checked(net: Array) -> Array:
    if net.ndim != _AXES or net.shape[0] < 1 or net.shape[1] < _AXES:
        raise ValueError("the net benefit has an axis for options and one for draws")
    if not np.isfinite(net).all():
        raise ValueError("the net benefit holds a value that is not finite")
    return np.asarray(net, dtype=np.float64)


@lru_cache(maxsize=4)
def _smooth(draws: int) -> Array:
    """Give an orthonormal base for smooth functions of the order of draws, (draw, column).

    A cubic spline, and the normal score for tails that a spline cuts off; no constant.
    """
    where = (np.arange(draws) + 0.5) / draws
    inner = np.linspace(0, 1, KNOTS + 2)
    knots = np.concatenate([np.zeros(_CUBIC), inner, np.ones(_CUBIC)])
    columns = BSpline.design_matrix(where, knots, _CUBIC).toarray()
    both = np.column_stack([columns, ndtri(where)])
    base, triangle = np.linalg.qr(both - both.mean(axis=0))
    sizes = np.abs(np.diag(triangle))
    return np.ascontiguousarray(base[:, sizes > sizes.max() * np.sqrt(np.finfo(float).eps)])


def _by_value(place: np.ndarray, count: int) -> Array:
    """Give an orthonormal base for functions of a few values, (draw, column); no constant."""
    columns = np.eye(count)[place][:, 1:]
    base, _ = np.linalg.qr(columns - columns.mean(axis=0))
    return np.ascontiguousarray(base)


def _gain(fitted: Array, means: Array) -> Array:
    """Give what choosing by the fitted line yields over choosing by the mean.

    ``fitted`` has shape (..., option, draw) and means zero, ``means`` shape (option, 1).
    """
    gain: Array = (fitted + means).max(axis=-2).mean(axis=-1) - means.max()
    return np.maximum(gain, 0.0)


def _estimate(
    spread: Array, net: Array, base: Array, rng: np.random.Generator
) -> tuple[float, float]:
    """Give the value and its standard error, from redraws of the fitted coefficients."""
    means = net.mean(axis=1, keepdims=True)
    weights = spread @ base  # (option, column)
    fitted = weights @ base.T
    estimate = float(_gain(fitted, means))
    left = spread - fitted
    free = max(1, left.shape[1] - base.shape[1] - 1)
    root = _root(left @ left.T / free)
    noise = np.einsum("op,rpc->roc", root, rng.standard_normal((REDRAWS, *weights.shape)))
    thin = base[:: max(1, base.shape[0] // THIN)]
    redrawn = _gain((weights + noise) @ thin.T, means)
    return estimate, float(redrawn.std(ddof=1))


def _root(covariance: Array) -> Array:
    values, vectors = np.linalg.eigh(covariance)
    root: Array = vectors * np.sqrt(np.clip(values, 0.0, None))
    return root


def _null(spread: Array, net: Array, base: Array, rng: np.random.Generator) -> float:
    """Give what a shuffled parameter is worth at most in 95 of 100 shuffles."""
    means = net.mean(axis=1, keepdims=True)
    found = np.empty(SHUFFLES)
    for number in range(SHUFFLES):
        shuffled = spread[:, rng.permutation(spread.shape[1])]
        found[number] = _gain((shuffled @ base) @ base.T, means)
    return float(np.quantile(found, NULL))
