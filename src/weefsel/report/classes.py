"""The five classes from strain to strength, and plain classes for figures without a side."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from weefsel.base.language import Text, text

# A score is 50 + 10 x the weighted mean z (DESIGN.md section 6), so these are half a
# standard deviation and a whole one below and above the mean of the reference.
SCORE_BREAKS = (40.0, 45.0, 55.0, 60.0)
Z_BREAKS = (-1.0, -0.5, 0.5, 1.0)

CLASS_NAMES: tuple[Text, ...] = (
    text("under strain"),
    text("somewhat under strain"),
    text("about average"),
    text("somewhat stronger"),
    text("strong"),
)


def class_of(value: float, breaks: Sequence[float]) -> int:
    """Give the class of a value, 0 for the lowest; a value on a border is in the upper one."""
    return bisect.bisect_right(breaks, value)


def class_of_score(score: float | None) -> int | None:
    """Give the class of a score from 0 (under strain) to 4 (strong), None without a score."""
    return None if score is None else class_of(score, SCORE_BREAKS)


def class_of_z(z: float | None, direction: int = 1) -> int | None:
    """Give the class of a standardised indicator; ``direction`` -1 when higher is more strain."""
    return None if z is None else class_of(direction * z, Z_BREAKS)


def even_breaks(values: Sequence[float], count: int = 5) -> tuple[float, ...]:
    """Give borders that put as many values in each class, for figures without a side.

    Fewer borders when values are equal; none without values.
    """
    ordered = sorted(values)
    if not ordered:
        return ()
    borders = {
        ordered[min(len(ordered) * part // count, len(ordered) - 1)] for part in range(1, count)
    }
    return tuple(sorted(border for border in borders if border > ordered[0]))
