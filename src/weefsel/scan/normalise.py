"""Step 4: measure every indicator in standard deviations of its reference.

References
----------
.. [1] OECD/JRC (2008). Handbook on Constructing Composite Indicators, step 5:
   standardisation (z-scores).
"""

from __future__ import annotations

import numpy as np

from weefsel.scan.matrix import Floats


def mean_and_deviation(values: Floats) -> tuple[float, float]:
    """Give mean and sample standard deviation (n - 1), NaN values left out.

    Summed in the order of size, so that the order of the areas never changes a digit.
    Without any difference between the values the deviation is exactly 0.
    """
    unique, counts = np.unique(values[~np.isnan(values)], return_counts=True)
    n = int(counts.sum())
    if n == 0:
        return np.nan, np.nan
    if unique.size == 1:
        return float(unique[0]), 0.0 if n > 1 else np.nan
    mean = float((unique * counts).sum() / n)
    return mean, float(np.sqrt((counts * (unique - mean) ** 2).sum() / (n - 1)))


def z_score(values: Floats, *, mean: float, deviation: float, low: float, high: float) -> Floats:
    """Give ``(value - mean) / deviation`` with the values cut off at the bounds."""
    return (np.clip(values, low, high) - mean) / deviation


def place(values: Floats, reference: Floats) -> Floats:
    """Give the share of the reference, in percent, that is lower than each value.

    Ties count half, so that the middle of the reference is 50. NaN stays NaN; an empty
    reference gives NaN.
    """
    known = np.sort(reference[~np.isnan(reference)])
    if not known.size:
        return np.full(values.shape, np.nan)
    lower = np.searchsorted(known, values, side="left")
    upto = np.searchsorted(known, values, side="right")
    share = (lower + upto) / (2 * known.size) * 100
    return np.where(np.isnan(values), np.nan, share)


def min_max(
    values: Floats, *, low: float, high: float, bottom: float, top: float, direction: int = 1
) -> Floats:
    """Give values between ``bottom`` at ``low`` and ``top`` at ``high``, cut off outside.

    With ``direction`` -1 the other way round, so that higher is stronger.
    """
    share = (values - low) / (high - low)
    if direction < 0:
        share = 1 - share
    return np.asarray(np.clip(bottom + (top - bottom) * share, bottom, top))


def distance_to_target(
    values: Floats, *, worst: float, target: float, bottom: float, top: float
) -> Floats:
    """Give how far each value is on the way from ``worst`` (bottom) to ``target`` (top).

    At the target or beyond it is ``top``, at the worst value of the reference ``bottom``;
    a target below the worst value turns the scale, so that higher is stronger either way.
    """
    share = (values - worst) / (target - worst)
    return np.asarray(np.clip(bottom + (top - bottom) * share, bottom, top))
