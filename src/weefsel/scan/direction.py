"""Step 5: turn every indicator the same way up, so that higher is stronger."""

from __future__ import annotations

import numpy as np

from weefsel.scan.matrix import Floats


def orient(z: Floats, directions: Floats) -> Floats:
    """Turn z-scores ``(area, indicator)`` so that higher is stronger.

    ``directions`` ``(indicator)`` is 1, or -1 where higher is more strain; 0 is context and
    gives NaN: a figure that is neither good nor bad has no place in a score.
    """
    turned = z * directions
    turned[:, directions == 0] = np.nan
    return turned
