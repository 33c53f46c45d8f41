"""Step 8b: an index of parts: indicators make parts, parts make larger parts, up to the index.

Every part is a weighted mean of what is filled in it, of a kind of its own. A scan has one
part, its condition; a published index has levels.

References
----------
.. [1] OECD/JRC (2008). Handbook on Constructing Composite Indicators, steps 1 and 6: the
   nested structure of an index, and aggregation level by level.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from weefsel.scan.admissible import Aggregate
from weefsel.scan.compose import aggregate
from weefsel.scan.matrix import Floats


@dataclass(frozen=True)
class Part:
    """One part: the numbers of its children, their weights, and the mean of them.

    Children below the number of indicators are indicators, the others earlier parts.
    ``kind`` none: the mean of the whole index.
    """

    id: str
    children: tuple[int, ...]
    weights: tuple[float, ...]
    kind: Aggregate | None = None


@dataclass(frozen=True)
class Tree:
    """The parts in the order in which they are made; the last one is the index.

    ``minimum`` is the share of a part's weight that must be filled before it has a score.
    """

    indicators: int
    parts: tuple[Part, ...]
    minimum: float = 0.0

    def scores(self, points: Floats, kind: Aggregate) -> Floats:
        """Give the score of every part, ``(area, part)``, of points ``(area, indicator)``.

        NaN where too little is filled.
        """
        made = np.empty((points.shape[0], self.indicators + len(self.parts)))
        made[:, : self.indicators] = points
        for at, part in enumerate(self.parts, start=self.indicators):
            mine, weights = made[:, part.children], np.array(part.weights)
            with np.errstate(divide="ignore"):  # a part of nothing multiplies to nothing
                found = aggregate(part.kind or kind, mine, weights)
            filled = np.where(np.isnan(mine), 0.0, weights).sum(axis=1)
            enough = filled >= self.minimum * weights.sum() * (1 - _ROUNDING)
            made[:, at] = np.where(enough, found, np.nan)
        return made[:, self.indicators :]

    def top(self, points: Floats, kind: Aggregate) -> Floats:
        """Give the score of the index, ``(area)``."""
        return np.asarray(self.scores(points, kind)[:, -1])

    def weights(self) -> Floats:
        """Give how heavily each indicator weighs in the index, ``(indicator)``, together 1.

        The product of its share in its part and those of the parts around it.
        """
        share = np.zeros(self.indicators + len(self.parts))
        share[-1] = 1.0
        for at in range(len(self.parts) - 1, -1, -1):
            part = self.parts[at]
            total = sum(part.weights)
            for child, weight in zip(part.children, part.weights, strict=True):
                share[child] = share[self.indicators + at] * weight / total
        return share[: self.indicators]

    def equal(self) -> Tree:
        """Give the tree in which the children of a part weigh alike."""
        return replace(
            self,
            parts=tuple(replace(one, weights=(1.0,) * len(one.children)) for one in self.parts),
        )

    def flat(self) -> bool:
        """Tell whether there is one part, so that one weighted mean says it all."""
        return len(self.parts) == 1


_ROUNDING = 1e-12  # a half of a weight is a half, whatever its last digit
