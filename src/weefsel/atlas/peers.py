"""Which areas are alike: the distance between them on traits brought to one scale.

References
----------
Everitt, B., Landau, S., Leese, M., Stahl, D. (2011). Cluster Analysis, 5th ed., 3.3 and 3.7:
Euclidean distance on variables standardised to unit variance, with weights.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_PROPOSED = 2  # times as many areas as are kept: room for equals at the edge
_ROUNDING = 1e-9  # distances of the tree and ours differ by rounding only


def standardise(values: Floats) -> Floats:
    """Bring each trait to mean 0 and deviation 1 over the areas that have it.

    ``values`` is ``(area, trait)``, NaN where unknown. A trait on which no two areas differ
    becomes 0: it tells nobody apart.
    """
    known = ~np.isnan(values)
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, values, 0.0).sum(axis=0) / count
    off = np.where(known, values - mean, 0.0)
    deviation = np.sqrt((off**2).sum(axis=0) / count)
    # Rounding leaves a trace of a deviation where all values are equal.
    alike = deviation <= np.abs(mean) * np.finfo(np.float64).eps * count
    scaled = np.where(alike, 0.0, off / np.where(alike, 1.0, deviation))
    return np.where(known, scaled, np.nan)


def distances(z: Floats, of: int, weights: Floats) -> Floats:
    """Give the distance of every area to one of them, ``(area)``.

    ``z`` is ``(area, trait)``, ``weights`` ``(trait)``: the root of the weighted mean of the
    squared differences, over the traits that area ``of`` has. NaN for an area that lacks one
    of those, and for all when ``of`` has none.
    """
    known = ~np.isnan(z[of])
    total = float(weights[known].sum())
    if not total > 0:
        return np.full(z.shape[0], np.nan)
    apart = np.zeros(z.shape[0])
    for trait in np.flatnonzero(known):
        # Term by term and in this order, as for all areas at once: equal to the last digit.
        apart += weights[trait] / total * (z[:, trait] - z[of, trait]) ** 2
    return np.sqrt(apart)


def nearest(z: Floats, of: int, weights: Floats, count: int) -> tuple[Integers, Floats]:
    """Give the positions of the ``count`` areas most like one, and their distances.

    The nearest first, of equals the first in order; the area itself never. Fewer when fewer
    can be compared.
    """
    found = distances(z, of, weights)
    found[of] = np.nan
    order = np.argsort(found, kind="stable")[: min(count, int((~np.isnan(found)).sum()))]
    return order.astype(np.int64), found[order]


def nearest_of_all(z: Floats, weights: Floats, count: int) -> list[tuple[Integers, Floats]]:
    """Give ``nearest`` for every area at once, in the order of the areas."""
    size = z.shape[0]
    complete = np.flatnonzero(~np.isnan(z).any(axis=1))
    answers: list[tuple[Integers, Floats]] = [
        (np.empty(0, np.int64), np.empty(0)) for _ in range(size)
    ]
    for one in np.flatnonzero(np.isnan(z).any(axis=1)):
        answers[one] = nearest(z, int(one), weights, count)
    total = float(weights.sum())
    keep = min(count, complete.size - 1)
    if not total > 0 or keep < 1:
        return answers
    traits = z[complete]
    # The tree proposes; the distances that count are those of ``distances``, digit for digit.
    tree = cKDTree(traits * np.sqrt(weights / total))
    asked = min(keep * _PROPOSED + 1, complete.size)
    proposed = np.sort(tree.query(tree.data, k=asked)[1].reshape(complete.size, asked), axis=1)
    apart = np.zeros(proposed.shape)
    for trait in range(traits.shape[1]):
        off = traits[proposed, trait] - traits[:, trait, None]
        apart += weights[trait] / total * off**2
    edge = apart.max(axis=1)
    apart[proposed == np.arange(complete.size)[:, None]] = np.inf
    order = np.argsort(apart, axis=1, kind="stable")[:, :keep]
    best = np.take_along_axis(apart, order, axis=1)
    found = complete[np.take_along_axis(proposed, order, axis=1)]
    # What was not proposed may be as near as the last one kept: then every area is looked at.
    doubtful = (best[:, -1] >= edge * (1 - _ROUNDING)) & (asked < complete.size)
    for row, target in enumerate(complete):
        if doubtful[row]:
            answers[target] = nearest(z, int(target), weights, count)
        else:
            answers[target] = found[row], np.sqrt(best[row])
    return answers
