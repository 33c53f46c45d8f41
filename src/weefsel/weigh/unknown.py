"""The unknown: where the balance turns, and the balance at named values of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from weefsel.base.numbers import round_significant
from weefsel.evidence.chain import Unknown

MIDDLE = 0.5  # named value between nobody and everybody, when nothing turns in between


@dataclass(frozen=True)
class Balance:
    """A balance that is linear in the unknown share: certain part plus share x slope."""

    fixed: float
    slope: float

    def at(self, share: float) -> float:
        """Give the balance at a value of the unknown: by definition zero where it turns."""
        if share == self.turning:
            return 0.0
        return self.fixed + share * self.slope

    @property
    def turning(self) -> float | None:
        """Give the share at which the balance is zero; none when it (hardly) changes."""
        if self.slope == 0:
            return None
        share = -self.fixed / self.slope
        return share if math.isfinite(share) else None


def saves_when(balance: Balance) -> str:
    """Tell where the balance is positive: below or above the turning value, always, never."""
    turning = balance.turning
    if turning is None or not 0 < turning < 1:
        return "always" if balance.at(MIDDLE) > 0 else "never"
    return "below" if balance.slope < 0 else "above"


def named_values(
    balance: Balance, unknown: Unknown, given: tuple[float, ...] | None
) -> tuple[float, ...]:
    """Give the three named values of the unknown at which the balance is shown.

    As the user gave them; else below, at and above the turning value, the outer ones
    rounded to two digits; else nobody, half and everybody.
    """
    if given is not None:
        return given
    turning = balance.turning
    if turning is None or not 0 < turning < 1:
        return (0.0, MIDDLE, 1.0)
    below, above = turning * unknown.below, min(1.0, turning * unknown.above)
    rounded = round_significant(below), min(1.0, round_significant(above))
    if rounded[0] < turning < rounded[1]:
        below, above = rounded
    return (below, turning, above)


def position(share: float, turning: float | None) -> str:
    """Tell whether a named value lies below, at or above the turning value."""
    if turning is None:
        return "above"
    if share == turning:
        return "at"
    return "below" if share < turning else "above"
