"""Step 6: how much of a condition is filled, per area; below the line there is no score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from weefsel.scan.matrix import Bools, Floats


@dataclass(frozen=True)
class Coverage:
    """Of one condition: what is permitted, and per area ``(area)`` what is filled."""

    permitted: int
    filled: NDArray[np.int64]
    weight_filled: Floats  # share of the permitted weight, 0 to 1
    enough: Bools


def coverage(
    z: Floats, weights: Floats, *, minimum_filled: int, minimum_weight: float
) -> Coverage:
    """Count the filled indicators of one condition.

    ``z`` is ``(area, indicator of the condition)``, NaN where not filled; ``weights`` is
    ``(indicator of the condition)``.
    """
    known = ~np.isnan(z)
    filled = known.sum(axis=1)
    weight = np.zeros(z.shape[0])
    for column in range(z.shape[1]):  # one by one: the same sum for every area
        weight += np.where(known[:, column], weights[column], 0.0)
    total = float(weights.sum())
    share = weight / total if total > 0 else np.zeros(z.shape[0])
    enough = (filled >= minimum_filled) & (share >= minimum_weight)
    return Coverage(z.shape[1], filled, share, enough)
