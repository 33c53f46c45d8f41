"""Step 2: the chosen values as one array, areas by indicators, so that every step is short."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Integers = NDArray[np.int64]

NOWHERE = -1


def positions(words: pl.Series, keys: Sequence[str]) -> Integers:
    """Give the position of each word among the keys, ``NOWHERE`` for one that is not there.

    Whole numbers are compared, sorted and laid out many times faster than strings.
    """
    found = words.cast(pl.Enum(keys), strict=False).to_physical().cast(pl.Int64)
    return found.fill_null(NOWHERE).to_numpy()


def lay_out(values: Floats, rows: Integers, columns: Integers, shape: tuple[int, int]) -> Floats:
    """Lay values out as ``(area, indicator)``, NaN where there is none."""
    array = np.full(shape, np.nan)
    array[rows, columns] = values
    return array
