"""Step 7: one score per condition and area, where enough is filled.

References
----------
.. [1] OECD/JRC (2008). Handbook on Constructing Composite Indicators, step 6: linear
   aggregation.
"""

from __future__ import annotations

import numpy as np

from weefsel.scan.matrix import Bools, Floats


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


def compose(
    z: Floats,
    weights: Floats,
    scored: Bools,
    *,
    centre: float,
    spread: float,
    lowest: float,
    highest: float,
) -> Floats:
    """Give ``centre + spread x weighted mean z``, cut to the scale; NaN where not scored."""
    score = np.clip(centre + spread * weighted_mean(z, weights), lowest, highest)
    return np.where(scored, score, np.nan)
