"""How often chance gives neighbours as extreme as those of an area: permutations, adaptive.

Given its own value, the local Moran and Gi* of an area both rise with the sum of its
neighbours' values. One set of permutations of those neighbours therefore serves both.

References
----------
.. [1] Anselin, L. (1995). Local indicators of spatial association: LISA. Geographical
   Analysis 27, 93-115: conditional permutation.
.. [2] Besag, J., Clifford, P. (1991). Sequential Monte Carlo p-values. Biometrika 78,
   301-304: stop where chance is plain.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from weefsel.atlas.neighbours import Neighbours

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

# Sums of the same values in another order differ by rounding: they are equal within this part
# of the range, and within what rounding leaves of the values themselves.
_EQUAL = 1e-9
_ROUNDING = 1e-13


@dataclass(frozen=True)
class Chance:
    """Two-sided p-values ``(area)`` and how many permutations each rests on."""

    p: Floats
    permutations: Integers


def samples(size: int, count: int, draws: int, rng: np.random.Generator) -> Integers:
    """Draw ``count`` different positions out of ``size``, ``(count, draws)``.

    The first k rows are a random sample of k. Raises ``ValueError`` when there are too few.
    """
    if count > size:
        raise ValueError(f"{count} different positions out of {size} cannot be drawn")
    drawn = np.empty((count, draws), dtype=np.int32)
    taken = np.empty((0, draws), dtype=np.int32)
    for row in range(count):
        one = rng.integers(0, size - row, draws, dtype=np.int32)
        for other in taken:  # in order of size: skip the positions that are gone
            one += one >= other
        drawn[row] = one
        taken = np.sort(np.vstack([taken, one[None, :]]), axis=0)
    return drawn.astype(np.int64)


@lru_cache(maxsize=2)  # the maps of many figures of one level have the same areas
def _drawn(size: int, count: int, draws: int, seed: int) -> Integers:
    """Give the samples of a seed, the same for every map of as many areas."""
    made = samples(size, count, draws, np.random.default_rng(seed))
    made.flags.writeable = False
    return made


def neighbour_chance(
    values: Floats,
    neighbours: Neighbours,
    *,
    seed: int,
    first: int,
    step: int,
    most: int,
    enough: int,
) -> Chance:
    """Test the sum of the neighbours of every area against neighbours drawn at random.

    ``values`` is ``(area)`` without gaps, in the order of ``neighbours.codes``, each with a
    neighbour. The value of the area itself stays where it is. Rounds of ``first``
    permutations, then ``step`` times as many, up to ``most``: an area needs no next round
    once ``enough`` of them are as extreme. The seed and the areas decide every digit.
    """
    size = values.size
    # Which sums are equal must not depend on where the unit of a figure has its zero.
    scale = max(_EQUAL * float(np.ptp(values)), _ROUNDING * float(np.abs(values).max(initial=0.0)))
    values = values - values.mean()
    counts = neighbours.count
    drawn = _drawn(size - 1, int(counts.max(initial=0)), most, seed)
    p = np.ones(size)
    used = np.zeros(size, dtype=np.int64)
    for area in range(size):
        mine = neighbours.ends[neighbours.starts[area] : neighbours.starts[area + 1]]
        if not mine.size:
            continue
        others = np.delete(values, area)
        seen = float(values[mine].sum())
        near = scale * mine.size
        above = below = done = 0
        upto = min(first, most)
        while done < upto:
            sums = np.zeros(upto - done)
            for row in range(mine.size):
                sums += others[drawn[row, done:upto]]
            above += int((sums >= seen - near).sum())
            below += int((sums <= seen + near).sum())
            done = upto
            if min(above, below) < enough:
                upto = min(done * step + (step - 1), most)
        p[area] = min(1.0, 2.0 * (min(above, below) + 1) / (done + 1))
        used[area] = done
    return Chance(p, used)
