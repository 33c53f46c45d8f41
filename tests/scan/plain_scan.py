"""The same scores the plain way, an area and a value at a time: to check and time the scan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import fmean, stdev

import numpy as np
from scipy import stats

from weefsel.atlas.indicator import CONDITIONS, Indicator

Row = tuple[str, str, int, float | None]  # area, indicator, year, value


def newest_values(rows: Iterable[Row], year: int) -> dict[str, dict[str, float]]:
    """Give the newest value of at most two years old, by indicator and area."""
    found: dict[str, dict[str, float]] = {}
    dated: dict[tuple[str, str], int] = {}
    for area, indicator, of, value in rows:
        if value is None or not year - 2 <= of <= year:
            continue
        if of >= dated.get((indicator, area), 0):
            dated[indicator, area] = of
            found.setdefault(indicator, {})[area] = value
    return found


def winsorised(values: list[float]) -> list[float]:
    """As COINr's winsorise: one value at a time, both moments from scipy."""
    known = np.array(values)
    while abs(stats.skew(known, bias=False)) > 2 and stats.kurtosis(known, bias=False) > 3.5:
        if stats.skew(known, bias=False) >= 0:
            known[known == known.max()] = known[known < known.max()].max()
        else:
            known[known == known.min()] = known[known > known.min()].min()
    return [float(one) for one in known]


def plain_scores(
    values: Mapping[str, Mapping[str, float]],
    areas: list[str],
    catalogue: Mapping[str, Indicator],
) -> dict[str, list[float]]:
    """Score areas of one level on each condition, NaN where there is no score."""
    people = values["population"]
    reference = [area for area in areas if people.get(area, 0) >= 100]
    scores = {}
    for condition in CONDITIONS:
        core = [one for one in catalogue.values() if one.condition == condition and one.core]
        z: dict[str, list[float]] = {area: [] for area in areas}
        for one in core:
            of = values.get(one.id, {})
            known = [of[area] for area in reference if area in of]
            if not known or len(known) < 0.5 * len(reference):
                continue
            known = winsorised(known)
            mean, deviation, low, high = fmean(known), stdev(known), min(known), max(known)
            for area in areas:
                if area in of:
                    clipped = min(max(of[area], low), high)
                    z[area].append(one.direction * (clipped - mean) / deviation)
        scores[condition] = [
            min(max(50 + 10 * fmean(z[area]), 0), 100)
            if len(z[area]) >= 3 and len(z[area]) >= 0.5 * len(core) and people.get(area, 0) >= 100
            else float("nan")
            for area in areas
        ]
    return scores
