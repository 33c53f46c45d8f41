"""Step 8: one score per condition and area, where enough is filled.

References
----------
.. [1] OECD/JRC (2008). Handbook on Constructing Composite Indicators, step 6: linear and
   geometric aggregation. What may follow what is in ``admissible.py``.
"""

from __future__ import annotations

import numpy as np

from weefsel.scan.admissible import Aggregate
from weefsel.scan.matrix import Floats


def aggregate(kind: Aggregate, values: Floats, weights: Floats) -> Floats:
    """Give the weighted mean of a kind over the filled indicators ``(area, indicator)``.

    Geometric and harmonic need values above zero; see ``admissible.check``.
    """
    if kind == "geometric":
        return np.asarray(np.exp(weighted_mean(np.log(values), weights)))
    if kind == "harmonic":
        return np.asarray(1 / weighted_mean(1 / values, weights))
    return weighted_mean(values, weights)


def weighted_mean(z: Floats, weights: Floats) -> Floats:
    """Give the weighted mean over the filled indicators of ``z`` ``(area, indicator)``."""
    total = np.zeros(z.shape[0])
    weight = np.zeros(z.shape[0])
    for column in range(z.shape[1]):  # a fixed order of adding: equal input, equal digits
        known = ~np.isnan(z[:, column])
        total += np.where(known, z[:, column] * weights[column], 0.0)
        weight += np.where(known, weights[column], 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(total / weight)
