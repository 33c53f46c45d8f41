"""The slope of a row of years: the median of all slopes between two years, exact for few years.

References
----------
.. [1] Theil, H. (1950). A rank-invariant method of linear and polynomial regression
   analysis. Proceedings of the Royal Netherlands Academy of Sciences 53, 386-392,
   521-525, 1397-1412.
.. [2] Sen, P.K. (1968). Estimates of the regression coefficient based on Kendall's tau.
   Journal of the American Statistical Association 63, 1379-1389.
.. [3] Hollander, M., Wolfe, D.A., Chicken, E. (2014). Nonparametric Statistical Methods,
   3rd ed., 9.1-9.3: the exact distribution of Kendall's statistic in test and interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Slopes:
    """The slope of every row ``(row)``, per year.

    ``low`` and ``high`` are the exact interval, NaN where so few years give none;
    ``probability`` is one minus the exact one-sided p-value for the sign of the slope, at
    least one half; ``years`` counts the years with a value.
    """

    slope: Floats
    low: Floats
    high: Floats
    probability: Floats
    years: npt.NDArray[np.int64]


def theil_sen(years: npt.ArrayLike, values: Floats, *, level: float) -> Slopes:
    """Give the slope of each row of ``values`` ``(row, year)``, NaN where a year is missing.

    The interval is Sen's, on the exact distribution of Kendall's statistic: it holds at
    least ``level`` when the years scatter independently around a line. Equal values count
    against a rise and against a fall.
    """
    x = np.asarray(years, dtype=np.float64)
    rows = values.shape[0]
    made = [np.full(rows, np.nan) for _ in range(3)]
    probability = np.full(rows, np.nan)
    known = ~np.isnan(values)
    patterns, which = np.unique(known, axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        mine = np.flatnonzero(which.reshape(-1) == number)
        if pattern.sum() < 2:
            continue
        block = _block(x[pattern], values[np.ix_(mine, pattern)], level)
        for target, found in zip((*made, probability), block, strict=True):
            target[mine] = found
    return Slopes(made[0], made[1], made[2], probability, known.sum(axis=1))


def _block(x: Floats, y: Floats, level: float) -> tuple[Floats, Floats, Floats, Floats]:
    """Give slope, low, high and probability of rows that have the same years."""
    first, second = np.triu_indices(x.size, k=1)
    slopes = np.sort((y[:, second] - y[:, first]) / (x[second] - x[first]), axis=1)
    below = cumulative(x.size)
    tail = (1.0 - level) / 2.0
    # The largest number of slopes that may fall at one side of the true one by chance alone.
    out = int(np.searchsorted(below, tail, side="right")) - 1
    low = np.full(y.shape[0], np.nan)
    high = np.full(y.shape[0], np.nan)
    if out >= 0:
        low, high = slopes[:, out], slopes[:, -(out + 1)]
    rising = below[(slopes <= 0).sum(axis=1)]
    falling = below[(slopes >= 0).sum(axis=1)]
    # Doubt above one half says that the sign could as well be the other one.
    probability = np.maximum(1.0 - np.minimum(rising, falling), 1.0 / 2.0)
    return np.median(slopes, axis=1), low, high, probability


@cache
def cumulative(years: int) -> Floats:
    """Give the chance of at most ``k`` falling pairs among so many years in chance order.

    Kendall's exact distribution, ``(k)`` for k from 0 to all pairs: the number of
    inversions of a permutation, built up one year at a time.
    """
    chance = np.ones(1)
    for size in range(2, years + 1):
        chance = np.convolve(chance, np.ones(size)) / size
    return np.minimum(np.cumsum(chance), 1.0)
