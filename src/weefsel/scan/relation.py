"""A straight line of one figure on another, and how far each area lies from it.

References
----------
.. [1] Cook, R.D., Weisberg, S. (1982). Residuals and Influence in Regression, 2.2.1: a
   residual studentised without its own area follows Student's t.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from weefsel.scan.matrix import Floats

_PARAMETERS = 2  # of a straight line: slope and intercept


@dataclass(frozen=True)
class Relation:
    """The straight line of nuisance on vulnerability over the reference."""

    slope: float
    low: float  # P5 and P95 of the slope
    high: float
    intercept: float
    explained: float  # share of the variance of nuisance, 0 to 1
    areas: int


def fit(
    x: Floats, y: Floats, level: float
) -> tuple[Relation, Floats, Floats, Floats, Floats, float]:
    """Fit a straight line and give expected, band, studentised residuals and their line.

    Each residual is studentised without its own area, so that an area cannot hide itself.
    """
    known = ~np.isnan(x)
    a, b = x[known], y[known]
    n = a.size
    middle = a.mean()
    spread = ((a - middle) ** 2).sum()
    slope = float(((a - middle) * (b - b.mean())).sum() / spread) if spread > 0 else 0.0
    intercept = float(b.mean() - slope * middle)
    expected = intercept + slope * x
    off = (y - expected)[known]
    freedom = n - _PARAMETERS
    square = float((off**2).sum())
    variance = square / freedom
    pull = 1 / n + ((a - middle) ** 2 / spread if spread > 0 else 0.0)
    without = np.maximum(square - off**2 / (1 - pull), 0.0) / (freedom - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        studentised = np.where(off == 0, 0.0, off / np.sqrt(without * (1 - pull)))
    residual = np.full(x.size, np.nan)
    residual[known] = studentised
    tail = (1 + level) / 2
    half = stdtrit(freedom, tail) * np.sqrt(variance)
    band = np.full(x.size, np.nan)
    band[known] = half * np.sqrt(1 + pull)
    error = half / np.sqrt(spread) if spread > 0 else np.inf
    total = float(((b - b.mean()) ** 2).sum())
    relation = Relation(
        slope=slope,
        low=float(slope - error),
        high=float(slope + error),
        intercept=intercept,
        explained=1 - square / total if total > 0 else 0.0,
        areas=n,
    )
    line = float(stdtrit(freedom - 1, tail))
    return relation, expected, expected - band, expected + band, residual, line
