"""What must stay possible for each count: what suppression makes and the audit checks."""

from __future__ import annotations

import numpy as np

from weefsel.outcomes.disclosure.knowledge import Knowledge
from weefsel.outcomes.disclosure.reach import Goal, Reached, reach
from weefsel.outcomes.disclosure.system import Bools, Floats, tighten


def goal(known: Knowledge, insider: bool, hidden: Bools, before: Reached | None) -> Goal:
    """Give what must stay possible, given which counts are hidden.

    A small number must be able to be anything that the rule calls small, so that a reader
    learns no more than that it is hidden. What the statuses and zeros alone exclude, whatever
    is hidden, is not asked. To a reader who does not know which counts are small, every hidden
    count must moreover be as open as a small one.
    """
    rules, size = known.rules, known.system.size
    wanted = Goal.none(size)
    lower, upper = known.bounds(insider)
    least, most = tighten(known.system.matrix, lower, upper)
    cells = np.flatnonzero(known.sensitive)
    small = known.small[cells]
    low = np.where(small, rules.least, np.inf)
    high = np.where(small, rules.smallest - 1, -np.inf)
    room = known.dominated[cells]
    low = np.where(room > 0, np.minimum(low, known.value[cells] - room), low)
    high = np.where(room > 0, np.maximum(high, known.value[cells] + room), high)
    low = np.maximum(low, least[cells])
    if not insider:
        high = np.maximum(high, low + rules.span)
    wanted.low[cells] = low
    wanted.high[cells] = np.minimum(high, most[cells])
    if not insider:
        open_too = hidden | (known.hidden_before & known.known)
        wanted.span[open_too] = np.minimum(rules.span, (most - least)[open_too])
    if before is not None:
        _as_before(known, insider, wanted, before)
    return wanted


def _as_before(known: Knowledge, insider: bool, wanted: Goal, before: Reached) -> None:
    """Ask that counts hidden earlier, whose value we no longer know, stay as open as they were."""
    rules = known.rules
    cells = known.hidden_before & ~known.known
    if insider:
        cells = cells & (known.small_before == 1)
    low = np.maximum(before.low, rules.least)
    high = np.minimum(before.high, rules.smallest - 1)
    could_be_small = cells & (low <= high)
    wanted.low[could_be_small] = low[could_be_small]
    wanted.high[could_be_small] = high[could_be_small]
    if not insider:
        wanted.span[cells] = np.minimum(rules.span, (before.high - before.low)[cells])


def reach_before(known: Knowledge, insider: bool) -> Reached | None:
    """Give how open counts hidden earlier were before the new tables, nothing when none is.

    Only for counts that the new tables do not tell us: of the others we know the value.
    """
    cells = known.hidden_before & ~known.known
    if not cells.any():
        return None
    nothing = np.zeros_like(cells)
    attack = known.attack(insider, nothing)
    # Before the new tables their cells were unknown, unless they were released already.
    attack.free = ~known.public_before
    attack.lower, attack.upper = _bounds_before(known, attack.lower, attack.upper)
    asked = Goal.none(len(cells))
    asked.low[cells] = known.rules.least
    asked.high[cells] = known.rules.smallest - 1
    asked.span[cells] = 0.0 if insider else known.rules.span
    found = Reached(attack.base.copy(), attack.base.copy())
    reach(attack, asked, found)
    return found


def _bounds_before(known: Knowledge, lower: Floats, upper: Floats) -> tuple[Floats, Floats]:
    """Forget what only the new tables tell."""
    fresh = ~(known.public_before | known.hidden_before | known.rounded)
    return np.where(fresh, 0.0, lower), np.where(fresh, np.inf, upper)


def no_more_than(wanted: Goal, possible: Reached, short: Bools) -> Goal:
    """Ask of the short cells no more than what is possible at all."""
    return Goal(
        np.where(short, np.fmax(wanted.low, possible.low), wanted.low),
        np.where(short, np.fmin(wanted.high, possible.high), wanted.high),
        np.where(short, np.minimum(wanted.span, possible.high - possible.low), wanted.span),
    )
