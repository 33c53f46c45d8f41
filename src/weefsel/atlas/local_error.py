"""The error of an own figure: from the number of answers, as its maker gives it, or unknown.

References
----------
.. [1] E.B. Wilson (1927). Probable inference, the law of succession, and statistical
   inference. Journal of the American Statistical Association 22(158), 209-212.
.. [2] L.D. Brown, T.T. Cai & A. DasGupta (2001). Interval estimation for a binomial
   proportion. Statistical Science 16(2), 101-133: Wilson's interval where others fail.
"""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

WHOLE = 100.0  # per cent, by its meaning
# All bounds that the store holds are of this level: the one at which the makers of the health
# monitor publish their margins (MOG0095 and MBG0095 of the RIVM's tables).
LEVEL = 0.95

SAMPLING, MARGIN, UNKNOWN, EXACT = "sampling", "margin", "unknown", "exact"


def two_sided(level: float) -> float:
    """Give how many standard errors lie to either side of a value at a level of confidence."""
    return NormalDist().inv_cdf((1 + level) / 2)


def share_interval(percent: float, n: float, level: float = LEVEL) -> tuple[float, float]:
    """Give Wilson's interval of a share, in percent, from ``n`` independent answers [1]_ [2]_.

    A simple random sample is assumed; who answered is not corrected for.
    """
    share, z = percent / WHOLE, two_sided(level)
    below = 1 + z * z / n
    centre = share + z * z / (2 * n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # Rounding in the last digit may put the value itself a hair outside its interval.
    low = min(share, max(0.0, (centre - half) / below))
    high = max(share, min(1.0, (centre + half) / below))
    return low * WHOLE, high * WHOLE


def margin_interval(
    value: float, margin: float, confidence: float, *, lowest: float | None, highest: float | None
) -> tuple[float, float]:
    """Give the interval of a margin as its maker states it, brought to ``LEVEL``.

    The error is taken as normal; the interval is cut off at what the figure can be.
    """
    half = margin * two_sided(LEVEL) / two_sided(confidence)
    low, high = value - half, value + half
    if lowest is not None:
        low = min(value, max(lowest, low))
    if highest is not None:
        high = max(value, min(highest, high))
    return low, high
