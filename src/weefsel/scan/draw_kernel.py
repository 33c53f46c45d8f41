"""The inner loops of redrawing, compiled: chance by counting, no sums across threads.

Each number of chance follows from (key of the area, draw, indicator) alone, so neither the
number of threads nor the company of other areas changes a digit. Threads share areas; every
area is added up by one thread, in one order.

References
----------
.. [1] Steele, G. L., Lea, D. & Flood, C. H. (2014). Fast splittable pseudorandom number
   generators. OOPSLA 2014, 453-472 (SplitMix64).
.. [2] Wichura, M. J. (1988). Algorithm AS 241: the percentage points of the normal
   distribution. Applied Statistics 37, 477-484 (PPND16).
.. [3] Salmon, J. K. et al. (2011). Parallel random numbers: as easy as 1, 2, 3. SC11.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# How points follow from spreads, and how they are added up.
IDENTITY, BOUNDED, PERCENTILE = 0, 1, 2
ARITHMETIC, GEOMETRIC, HARMONIC = 0, 1, 2

_BLOCK = 64  # draws done together, so that the processor adds several at once
_GAMMA = np.uint64(0x9E3779B97F4A7C15)  # constants of [1]_
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_SHIFT = np.uint64(11)  # 64 bits to the 53 of a double
_UNIT = 1.0 / 9007199254740992.0  # 2 to the power -53


@njit(cache=True, inline="always")
def _mix(word):
    word = (word ^ (word >> np.uint64(30))) * _FIRST
    word = (word ^ (word >> np.uint64(27))) * _SECOND
    return word ^ (word >> np.uint64(31))


@njit(cache=True)
def _normal(key, counter):
    """Give the normal number of a key and a counter, by inversion [2]_."""
    word = _mix(_mix(key + counter * _GAMMA) ^ key)
    uniform = (np.float64(word >> _SHIFT) + 0.5) * _UNIT
    q = uniform - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return (
            q
            * (((((((2509.0809287301226727 * r + 33430.575583588128105) * r
            + 67265.770927008700853) * r + 45921.953931549871457) * r
            + 13731.693765509461125) * r + 1971.5909503065514427) * r
            + 133.14166789178437745) * r + 3.387132872796366608)
            / (((((((5226.495278852545925 * r + 28729.085735721942674) * r
            + 39307.89580009271061) * r + 21213.794301586595867) * r
            + 5394.1960214247511077) * r + 687.1870074920579083) * r
            + 42.313330701600911252) * r + 1.0)
        )  # fmt: skip
    r = uniform if q < 0 else 1.0 - uniform
    r = np.sqrt(-np.log(r))
    if r <= 5.0:
        r -= 1.6
        x = (
            (((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r
            + 0.24178072517745061177) * r + 1.27045825245236838258) * r
            + 3.64784832476320460504) * r + 5.7694972214606914055) * r
            + 4.6303378461565452959) * r + 1.42343711074968357734)
            / (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r
            + 0.0151986665636164571966) * r + 0.14810397642748007459) * r
            + 0.68976733498510000455) * r + 1.6763848301838038494) * r
            + 2.05319162663775882187) * r + 1.0)
        )  # fmt: skip
    else:
        r -= 5.0
        x = (
            (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r
            + 0.0012426609473880784386) * r + 0.026532189526576123093) * r
            + 0.29656057182850489123) * r + 1.7848265399172913358) * r
            + 5.4637849111641143699) * r + 6.6579046435011037772)
            / (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r
            + 1.8463183175100546818e-5) * r + 7.868691311456132591e-4) * r
            + 0.0148753612908506148525) * r + 0.13692988092273580531) * r
            + 0.59983220655588793769) * r + 1.0)
        )  # fmt: skip
    return -x if q < 0 else x


@njit(cache=True)
def normals(key, count):
    """Give the first normal numbers of a key, for tests."""
    found = np.empty(count)
    for at in range(count):
        found[at] = _normal(key, np.uint64(at + 1))
    return found


@njit(cache=True)
def _percentile(table, known, value):
    """Give the share of a sorted table that is lower, ties half, in percent."""
    low, high = 0, known
    while low < high:
        middle = (low + high) // 2
        if table[middle] < value:
            low = middle + 1
        else:
            high = middle
    upto, high = low, known
    while upto < high:
        middle = (upto + high) // 2
        if table[middle] <= value:
            upto = middle + 1
        else:
            high = middle
    return (low + upto) / (2 * known) * 100.0


@njit(parallel=True, cache=True)
def redraw(
    mean, root, known, keys, shared_keys, shared, weights, per_draw,
    form, slope, intercept, bottom, top, table, table_known, kind,
    centre, spread, lowest, highest, draws, scores,
):  # fmt: skip
    """Fill ``scores`` ``(area, draw)``.

    ``mean`` (area, indicator), ``root`` (area, indicator, indicator), ``known`` (area,
    indicator): the posterior. ``keys``, ``shared_keys`` (area): of its own chance and that
    of its neighbourhood, ``shared`` (area): the share of variance of the latter. ``weights``
    (draw or 1, indicator), ``per_draw`` tells which. ``form`` with ``slope``, ``intercept``
    (indicator), ``bottom``, ``top`` and the sorted ``table`` (indicator, area) with
    ``table_known``: from spreads to points. ``kind``: the mean.
    """
    areas, count = mean.shape
    for area in prange(areas):
        chance = np.empty((count, _BLOCK))
        point = np.empty(_BLOCK)
        total = np.empty(_BLOCK)
        weight = np.empty(_BLOCK)
        own = np.sqrt(1.0 - shared[area])
        with_others = np.sqrt(shared[area])
        for start in range(0, draws, _BLOCK):
            size = min(_BLOCK, draws - start)
            for one in range(count):
                for at in range(size):
                    counter = np.uint64((start + at) * count + one + 1)
                    chance[one, at] = _normal(keys[area], counter)
                if with_others > 0:
                    for at in range(size):
                        counter = np.uint64((start + at) * count + one + 1)
                        chance[one, at] = own * chance[one, at] + with_others * _normal(
                            shared_keys[area], counter
                        )
            total[:] = 0.0
            weight[:] = 0.0
            for one in range(count):
                if not known[area, one]:
                    continue
                point[:] = mean[area, one]
                for other in range(one + 1):
                    share = root[area, one, other]
                    if share != 0.0:
                        for at in range(_BLOCK):
                            point[at] += share * chance[other, at]
                if form == BOUNDED:
                    for at in range(_BLOCK):
                        point[at] = min(max(intercept[one] + slope[one] * point[at], bottom), top)
                elif form == PERCENTILE:
                    for at in range(size):
                        point[at] = _percentile(table[one], table_known[one], point[at])
                if kind == GEOMETRIC:
                    for at in range(size):
                        point[at] = np.log(point[at])
                elif kind == HARMONIC:
                    for at in range(size):
                        point[at] = 1.0 / point[at]
                if per_draw:
                    for at in range(size):
                        total[at] += weights[start + at, one] * point[at]
                        weight[at] += weights[start + at, one]
                else:
                    for at in range(size):
                        total[at] += weights[0, one] * point[at]
                        weight[at] += weights[0, one]
            for at in range(size):
                found = total[at] / weight[at]
                if kind == GEOMETRIC:
                    found = np.exp(found)
                elif kind == HARMONIC:
                    found = 1.0 / found
                if form == IDENTITY:
                    found = centre + spread * found
                scores[area, start + at] = min(max(found, lowest), highest)
