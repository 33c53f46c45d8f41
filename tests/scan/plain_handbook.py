"""Composite indicators the plain way, from the OECD/JRC Handbook (2008), a value at a time.

Written from the Handbook's formulas in section 1.5 and 1.6 (pages 27-33 and 102-109), not
from Weefsel's code: to check it.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log
from statistics import fmean, stdev

Column = list[float]


def z_scores(column: Column, direction: int) -> Column:
    mean, deviation = fmean(column), stdev(column)
    return [direction * (one - mean) / deviation for one in column]


def min_max(column: Column, direction: int) -> Column:
    low, high = min(column), max(column)
    up = [(one - low) / (high - low) for one in column]
    return [1 + 99 * (one if direction > 0 else 1 - one) for one in up]


def percentiles(column: Column, direction: int) -> Column:
    found = []
    for one in column:
        lower = sum(other < one for other in column)
        equal = sum(other == one for other in column)
        share = 100 * (lower + equal / 2) / len(column)
        found.append(share if direction > 0 else 100 - share)
    return found


def to_target(column: Column, direction: int, target: float) -> Column:
    worst = min(column) if direction > 0 else max(column)
    return [1 + 99 * min((one - worst) / (target - worst), 1) for one in column]


def arithmetic(points: list[float], weights: list[float]) -> float:
    return sum(w * p for w, p in zip(weights, points, strict=True)) / sum(weights)


def geometric(points: list[float], weights: list[float]) -> float:
    total = sum(weights)
    return exp(sum(w / total * log(p) for w, p in zip(weights, points, strict=True)))


def harmonic(points: list[float], weights: list[float]) -> float:
    return sum(weights) / sum(w / p for w, p in zip(weights, points, strict=True))


MEANS: dict[str, Callable[[list[float], list[float]], float]] = {
    "arithmetic": arithmetic,
    "geometric": geometric,
    "harmonic": harmonic,
}
