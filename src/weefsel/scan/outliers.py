"""Step 3: pull in the few values that would otherwise set the scale for all others.

References
----------
.. [1] OECD/JRC (2008). Handbook on Constructing Composite Indicators, step 5.
.. [2] Joanes, D. N. & Gill, C. A. (1998). Comparing measures of sample skewness and
   kurtosis. The Statistician 47(1), 183-189 (G1 and G2).
.. [3] Becker, W., Caperna, G., Del Sorbo, M. et al. (2022). COINr: an R package for
   developing composite indicators. JOSS 7(78), 4567 (the peer; ``winsorise``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from weefsel.scan.matrix import Floats

_ABOVE_ZERO = 0.01  # of the range between the least and the most: the COIN Tool's choice


@dataclass(frozen=True)
class Bounds:
    """Where values are cut off and how many of the reference that touched."""

    low: float
    high: float
    count: int
    skew: float
    kurtosis: float


def _moments(values: Floats, counts: NDArray[np.int64]) -> tuple[float, float]:
    """Give skewness G1 and excess kurtosis G2 [2]_ of values that occur ``counts`` times."""
    n = int(counts.sum())
    if n < 4 or values[0] == values[-1]:
        return np.nan, np.nan
    centred = values - (values * counts).sum() / n
    scale = np.abs(centred).max()  # keeps the fourth power within range
    centred = centred / scale
    square = float((centred**2 * counts).sum())
    cube = float((centred**3 * counts).sum())
    fourth = float((centred**4 * counts).sum())
    skew = np.sqrt(n) * cube / square**1.5 * np.sqrt(n * (n - 1)) / (n - 2)
    ratio = n * fourth / square**2
    kurtosis = ((n + 1) * (ratio - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))
    return float(skew), float(kurtosis)


def moments(values: Floats) -> tuple[float, float]:
    """Give sample skewness G1 and excess kurtosis G2 [2]_, NaN below four different points.

    The same definitions as Excel, e1071 type 2 and COINr. NaN values are left out.
    """
    unique, counts = np.unique(values[~np.isnan(values)], return_counts=True)
    if not unique.size:
        return np.nan, np.nan
    return _moments(unique, counts)


def winsorise(
    values: Floats,
    *,
    skew_threshold: float,
    kurtosis_threshold: float,
    most: int | None = None,
) -> Bounds:
    """Find the bounds that bring skewness or kurtosis of ``values`` within its threshold.

    While both are above their threshold the outermost value at the skewed end takes the
    value of its neighbour, as in COINr [3]_. Ties move together and are counted each. It
    stops once ``most`` values have moved, without it never. NaN values are left out. Values in
    any order give the same bounds.
    """
    unique, counts = np.unique(values[~np.isnan(values)], return_counts=True)
    if not unique.size:
        return Bounds(-np.inf, np.inf, 0, np.nan, np.nan)
    first, last = 0, unique.size - 1
    tied = counts.copy()
    skew, kurtosis = _moments(unique, counts)
    # NaN compares false: a column without spread or with too few points is left as it is.
    moved = 0
    while abs(skew) > skew_threshold and kurtosis > kurtosis_threshold:
        if most is not None and moved >= most:
            break
        if skew >= 0:
            tied[last - 1] += tied[last]
            last -= 1
        else:
            tied[first + 1] += tied[first]
            first += 1
        skew, kurtosis = _moments(unique[first : last + 1], tied[first : last + 1])
        moved = int(counts[:first].sum() + counts[last + 1 :].sum())
    low = float(unique[first]) if first else -np.inf
    high = float(unique[last]) if last < unique.size - 1 else np.inf
    return Bounds(low, high, moved, skew, kurtosis)


def logarithm(values: Floats, least: float, most: float) -> Floats:
    """Give the logarithm of values moved to just above zero: what COINr calls ``log_CT``.

    ``ln(x - least + 0.01 (most - least))`` with the least and most value of the column, after
    the COIN Tool of the JRC [3]_: the order stays, a long upper tail is drawn in. For a column
    that pulling in a few values does not mend.
    """
    return np.asarray(np.log(values - least + _ABOVE_ZERO * (most - least)))
