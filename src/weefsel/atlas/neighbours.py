"""Which areas touch: neighbours by shared border or corner, as whole numbers.

References
----------
Cliff, A.D., Ord, J.K. (1981). Spatial Processes: Models and Applications, 1.4.2: contiguity
by edge or corner ("queen").
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from weefsel.atlas.geometry import SAME_DEGREES

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Neighbours:
    """The neighbours of every area; those of area ``i`` are ``ends[starts[i]:starts[i + 1]]``.

    ``codes`` ``(area)`` in order; ``starts`` ``(area + 1)``; ``ends`` positions of codes.
    """

    codes: tuple[str, ...]
    starts: Integers
    ends: Integers

    @property
    def count(self) -> Integers:
        """Give how many neighbours each area has."""
        return np.diff(self.starts)

    @property
    def islands(self) -> tuple[str, ...]:
        """Give the areas that touch no other."""
        return tuple(self.codes[one] for one in np.flatnonzero(self.count == 0))

    def of(self, code: str) -> tuple[str, ...]:
        """Give the neighbours of one area."""
        at = self.codes.index(code)
        return tuple(self.codes[one] for one in self.ends[self.starts[at] : self.starts[at + 1]])

    def among(self, codes: Collection[str]) -> Neighbours:
        """Give the same for some of the areas: only neighbours among them count."""
        kept = set(codes)
        keep = np.array([code in kept for code in self.codes], dtype=np.bool_)
        place = np.cumsum(keep) - 1
        focal = np.repeat(np.arange(len(self.codes)), self.count)
        both = keep[focal] & keep[self.ends]
        return _packed(
            tuple(code for code in self.codes if code in kept),
            place[focal[both]],
            place[self.ends[both]],
        )


def _packed(codes: tuple[str, ...], focal: Integers, other: Integers) -> Neighbours:
    order = np.lexsort((other, focal))
    starts = np.zeros(len(codes) + 1, dtype=np.int64)
    np.cumsum(np.bincount(focal, minlength=len(codes)), out=starts[1:])
    return Neighbours(codes, starts, other[order].astype(np.int64))


def from_pairs(codes: Sequence[str], pairs: Collection[tuple[str, str]]) -> Neighbours:
    """Make neighbours of pairs of codes, each taken both ways; codes in order."""
    ordered = tuple(sorted(codes))
    at = {code: place for place, code in enumerate(ordered)}
    both = {(at[a], at[b]) for a, b in pairs if a != b} | {
        (at[b], at[a]) for a, b in pairs if a != b
    }
    listed = np.array(sorted(both), dtype=np.int64).reshape(-1, 2)
    return _packed(ordered, listed[:, 0], listed[:, 1])


def neighbours(shapes: Mapping[str, shapely.Geometry]) -> Neighbours:
    """Find which areas share a border or a corner.

    ``shapes`` are boundaries in longitude and latitude, by code; those within a centimetre
    of each other touch, because files round coordinates differently.
    """
    codes = tuple(sorted(shapes))
    if not codes:
        return Neighbours((), np.zeros(1, np.int64), np.empty(0, np.int64))
    drawn = np.array([shapes[code] for code in codes], dtype=object)
    # Boundaries that were simplified may cross themselves: distances to those go wrong.
    drawn = np.where(shapely.is_valid(drawn), drawn, shapely.make_valid(drawn))
    found = shapely.STRtree(drawn).query(drawn, predicate="dwithin", distance=SAME_DEGREES)
    focal, other = (side.astype(np.int64) for side in found)
    apart = focal != other
    return _packed(codes, focal[apart], other[apart])
