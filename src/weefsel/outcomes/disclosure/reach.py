"""How far the attacker's bounds of each hidden count reach, many counts at once."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from weefsel.outcomes.disclosure.attack import Attack
from weefsel.outcomes.disclosure.system import Bools, Floats, Ints

_BATCHES = 16  # passes over the targets at first: fewer hide more than is needed (decision 051)
_CLOSE = 1e-6  # a bound this close to a whole number is that number
_GROUPS = 8  # as many groups before each target is pushed alone


@dataclass
class Goal:
    """What must stay possible for each cell, NaN or 0 where nothing is asked.

    ``low`` and ``high`` must both be possible values, and the least and the most possible
    value must lie at least ``span`` apart.
    """

    low: Floats
    high: Floats
    span: Floats

    @classmethod
    def none(cls, size: int) -> Goal:
        """Ask nothing of any cell."""
        return cls(np.full(size, np.nan), np.full(size, np.nan), np.zeros(size))


@dataclass
class Reached:
    """The least and most value of each cell in the tables found so far that fit.

    ``ended_low`` and ``ended_high`` mark bounds that are proved to go no further.
    """

    low: Floats
    high: Floats
    ended_low: Bools = field(init=False)
    ended_high: Bools = field(init=False)
    tables: list[Floats] | None = None  # the tables themselves, where somebody wants them

    def __post_init__(self) -> None:
        """Begin with no bound proved to be the last."""
        self.ended_low = np.zeros(len(self.low), dtype=bool)
        self.ended_high = np.zeros(len(self.low), dtype=bool)
        self._never_below, self._never_above = self.low.copy(), self.high.copy()

    def at_most(self) -> tuple[Floats, Floats]:
        """Give bounds that no table of whole numbers was proved to pass: never too narrow."""
        return np.minimum(self.low, self._never_below), np.maximum(self.high, self._never_above)

    def end(self, cell: int, upward: bool, value: float) -> None:
        """Note how far a bound can go at most: what a program in fractions gave."""
        if upward:
            self.ended_high[cell] = True
            self._never_above[cell] = np.floor(value + _CLOSE)
        else:
            self.ended_low[cell] = True
            self._never_below[cell] = np.ceil(value - _CLOSE)

    def take(self, table: Floats) -> bool:
        """Take in a table that fits; tells whether any bound moved."""
        moved = bool((table < self.low).any() or (table > self.high).any())
        np.minimum(self.low, table, out=self.low)
        np.maximum(self.high, table, out=self.high)
        if self.tables is not None and moved:
            self.tables.append(table)
        return moved

    def wants(self, goal: Goal) -> tuple[Bools, Bools]:
        """Give the cells that must still be pushed up, and down."""
        narrow = (goal.span > 0) & (self.high - self.low < goal.span)
        up = (self.high < goal.high) | narrow
        down = (self.low > goal.low) | narrow
        return up & ~self.ended_high, down & ~self.ended_low

    def short(self, goal: Goal) -> Bools:
        """Tell which cells are bounded closer than the goal."""
        narrow = (goal.span > 0) & (self.high - self.low < goal.span)
        return (self.high < goal.high) | (self.low > goal.low) | narrow


def reach(
    attack: Attack,
    goal: Goal,
    reached: Reached,
    *,
    sparing: bool = False,
    strict: bool = False,
) -> None:
    """Push every cell towards its goal; hides movable cells where the attack has these.

    Changes ``reached`` and ``attack.free``. ``sparing`` begins with a few targets at a time;
    ``strict`` stops at the first cell that falls short.
    """
    high = np.fmax(np.nan_to_num(goal.high, nan=-np.inf), attack.base + goal.span)
    low = np.fmin(np.nan_to_num(goal.low, nan=np.inf), attack.base - goal.span)
    if sparing:
        _sparingly(attack, goal, reached, high, low)
    # All at once; where that brings nothing (a table in fractions, or targets in each other's
    # way) in ever smaller groups.
    turn, groups = 0, 1
    while groups <= _GROUPS:
        up, down = reached.wants(goal)
        left = np.flatnonzero(up | down)
        if not len(left):
            return
        moved = False
        for number in range(groups):
            for _ in range(2):
                done = _pass(attack, goal, reached, high, low, left[number::groups], turn)
                turn = 1 - turn
                moved = moved or bool(done)
                if done or done is None:
                    break
        groups = max(1, groups // 2) if moved else groups * 2
        if not moved and groups > len(left):
            break
    _one_by_one(attack, goal, reached, high, low, strict)


def _sparingly(attack: Attack, goal: Goal, reached: Reached, high: Floats, low: Floats) -> None:
    """Push a part of the targets at a time, spread over the table, until few are left."""
    up, down = reached.wants(goal)
    part = max(1, -(-int((up | down).sum()) // _BATCHES))
    for turn in range(2 * _BATCHES):
        up, down = reached.wants(goal)
        left = np.flatnonzero(up | down)
        if len(left) <= part and part > 1:
            return
        some = left[turn % max(1, len(left) // part) :: max(1, len(left) // part)]
        if not len(some):
            return
        _pass(attack, goal, reached, high, low, some, turn)


def _pass(
    attack: Attack, goal: Goal, reached: Reached, high: Floats, low: Floats, some: Ints, turn: int
) -> bool | None:
    """Push a group once, half of those that want both ways up and the others down.

    Gives whether a bound that was wanted moved, nothing when none is wanted.
    """
    up, down = reached.wants(goal)
    chosen = np.zeros(len(up), dtype=bool)
    chosen[some] = True
    up, down = up & chosen, down & chosen
    if not (up.any() or down.any()):
        return None
    order = np.cumsum(up | down)  # neighbours in turn go opposite ways and so cancel out
    ahead = (order + turn) % 2 == 0
    both = up & down
    first, second = np.flatnonzero(up & (~both | ahead)), np.flatnonzero(down & (~both | ~ahead))
    before = int(up.sum() + down.sum())
    _take(attack, reached, attack.whole_part(attack.push(first, second, high, low)))
    up, down = reached.wants(goal)
    return int((up & chosen).sum() + (down & chosen).sum()) < before


def _take(attack: Attack, reached: Reached, change: Floats) -> None:
    reached.take(attack.base + change)
    attack.free |= change != 0


def _one_by_one(
    attack: Attack, goal: Goal, reached: Reached, high: Floats, low: Floats, strict: bool
) -> None:
    """Push each cell alone that no group brought to its goal; what it reaches is its bound."""
    nobody = np.empty(0, dtype=np.int64)
    for cell in np.flatnonzero(reached.short(goal)):
        for upward in (True, False):
            wanted = reached.wants(goal)[0 if upward else 1]
            if not wanted[cell]:
                continue
            one = np.array([cell])
            up, down = (one, nobody) if upward else (nobody, one)
            change = attack.push(up, down, high, low, alone=True)
            sound = attack.whole_part(change)
            if abs(sound[cell]) < abs(change[cell]) - 0.5:  # a fraction: look for a whole number
                whole = attack.push(up, down, high, low, alone=True, whole=True)
                if abs(whole[cell]) >= abs(sound[cell]):
                    sound = whole.round()
            _take(attack, reached, sound)
            if strict and reached.wants(goal)[0 if upward else 1][cell]:
                return
            reached.end(int(cell), upward, float((attack.base + change)[cell]))
