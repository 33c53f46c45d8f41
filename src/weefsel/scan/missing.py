"""Step 3: fill what is missing from the area around it or from like areas, and mark it.

A filled value is no observation. It carries the spread between areas around what it was
filled from as its error, so that an area with much filled in is never surer than one
with figures; it never counts as filled when the coverage of a condition is judged.

References
----------
.. [1] OECD/JRC (2008). Handbook on Constructing Composite Indicators, step 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from weefsel.scan.matrix import NOWHERE, Bools, Floats, Integers


@dataclass(frozen=True)
class Filled:
    """Values ``(area, indicator)`` with what was filled in, how unsure that is, and where."""

    values: Floats
    error: Floats  # standard error of what was filled in, 0 elsewhere
    imputed: Bools


def from_parent(values: Floats, parent_values: Floats, parent: Integers) -> Filled:
    """Fill a missing value with that of the area around it.

    ``parent_values`` is ``(larger area, indicator)``, ``parent`` the row in it of each area,
    ``NOWHERE`` for none. The error is the root mean square difference between areas that
    have both: the spread of areas around the larger one.
    """
    above = np.full(values.shape, np.nan)
    inside = parent != NOWHERE
    above[inside] = parent_values[parent[inside]]
    return fill(values, above)


def from_peers(values: Floats, traits: Floats, count: int) -> Filled:
    """Fill a missing value with the mean of the ``count`` areas most like it that have one.

    ``traits`` is ``(area, trait)``, standardised, without NaN and without origin (rule 9):
    the nearest by Euclidean distance. The error is the root mean square difference between
    areas with a figure and the mean of their own peers.
    """
    from scipy.spatial import cKDTree

    near = np.full(values.shape, np.nan)
    for column in range(values.shape[1]):
        known = np.flatnonzero(~np.isnan(values[:, column]))
        if known.size <= count:
            continue
        tree = cKDTree(traits[known])
        # One more than asked: an area with a figure finds itself, which does not count.
        _, at = tree.query(traits, k=count + 1)
        found = known[at]
        own = found == np.arange(values.shape[0])[:, None]
        own[~own.any(axis=1), -1] = True
        others = found[~own].reshape(values.shape[0], count)
        near[:, column] = values[others, column].mean(axis=1)
    return fill(values, near)


def from_group(values: Floats, group: Integers, kind: Literal["mean", "median"]) -> Filled:
    """Fill a missing value with the mean or median of the areas of its group.

    ``group`` ``(area)`` is the number of each area's group, the same for all when there are no
    groups. The error is the root mean square difference between areas with a value and the
    guess that the others of their group give.
    """
    guess = np.full(values.shape, np.nan)
    for one in np.unique(group):
        rows = np.flatnonzero(group == one)
        for column in range(values.shape[1]):
            mine = values[rows, column]
            known = ~np.isnan(mine)
            count = int(known.sum())
            if not count:
                continue
            if kind == "median":
                guess[rows, column] = np.median(mine[known])
                continue
            total = float(mine[known].sum())
            guess[rows, column] = total / count
            if count > 1:  # an area with a value is held to the mean of the others
                guess[rows[known], column] = (total - mine[known]) / (count - 1)
            else:
                guess[rows[known], column] = np.nan
    return fill(values, guess)


def fill(values: Floats, guess: Floats) -> Filled:
    """Fill what is missing with a guess, as unsure as guesses are where a value is known.

    Both are ``(area, indicator)``. Without one value to hold a guess to nothing is filled.
    """
    imputed = np.isnan(values) & ~np.isnan(guess)
    difference = values - guess
    both = ~np.isnan(difference)
    square = np.where(both, difference, 0.0) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = np.sqrt(square.sum(axis=0) / both.sum(axis=0))
    # Without one pair to learn the spread from, a filled value would look exact: leave it.
    imputed &= ~np.isnan(spread)[None, :]
    return Filled(
        values=np.where(imputed, guess, values),
        error=np.where(imputed, spread[None, :], 0.0),
        imputed=imputed,
    )
