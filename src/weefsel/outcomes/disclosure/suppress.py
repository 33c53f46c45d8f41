"""Hide small counts, and as few others as keep the small ones from being derived."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weefsel.outcomes.disclosure.goals import goal, no_more_than, reach_before
from weefsel.outcomes.disclosure.knowledge import Knowledge
from weefsel.outcomes.disclosure.reach import Goal, Reached, reach
from weefsel.outcomes.disclosure.system import Bools

# Showing again what was hidden needlessly audits the table once a count: small tables only
# (decision 051).
_MOST_CELLS, _MOST_TRIES = 2_000, 40


def suppress(known: Knowledge) -> Bools:
    """Give which cells of the tables to hide.

    First the small and dominated counts and what was hidden earlier; then, for each count
    that could be derived too closely, the cheapest others that give it room: a linear
    program moves the table away from its counts at the least weight (the root of the count), and
    what it moves is hidden (after Kelly, Golden & Assad 1992, "Cell suppression: disclosure
    protection for sensitive tabular data", Networks 22, 397-417).
    """
    hidden = known.hideable & (known.sensitive | known.hidden_before)
    small_table = known.system.size <= _MOST_CELLS
    found: list[_Proof] = []
    for insider in (True, False):
        before = reach_before(known, insider)
        start = found[0].reached if found else Reached(known.value.copy(), known.value.copy())
        tables = list(start.tables or []) if small_table else None
        while True:
            asked = goal(known, insider, hidden, before)
            attack = known.attack(insider, hidden, known.hideable)
            reached = Reached(start.low.copy(), start.high.copy(), tables)
            reach(attack, asked, reached, sparing=insider)
            more = attack.free & known.hideable & ~hidden
            hidden |= more
            start = reached
            if insider or not more.any():  # what is asked for a reader grows with what is hidden
                break
        found.append(_Proof(insider, asked, reached))
    return _spare(known, hidden, found) if small_table else hidden


@dataclass(frozen=True)
class _Proof:
    """Why a table is safe from an attacker: what was asked, and tables that show it."""

    insider: bool
    asked: Goal
    reached: Reached

    def without(self, known: Knowledge, hidden: Bools, cell: int) -> _Proof | None:
        """Give the proof when a cell is shown again, nothing when there is none."""
        asked = no_more_than(self.asked, self.reached, self.reached.short(self.asked))
        asked.low[cell] = asked.high[cell] = np.nan
        asked.span[cell] = 0.0
        base = known.value
        kept = [one for one in self.reached.tables or [] if one[cell] == base[cell]]
        every = np.array([base, *kept])
        reached = Reached(every.min(axis=0), every.max(axis=0), kept)
        reach(known.attack(self.insider, hidden), asked, reached, strict=True)
        return None if reached.short(asked).any() else _Proof(self.insider, asked, reached)


def _spare(known: Knowledge, hidden: Bools, proofs: list[_Proof]) -> Bools:
    """Show again, largest first, what need not be hidden."""
    extra = np.flatnonzero(hidden & ~known.sensitive & ~known.hidden_before)
    if len(extra) > _MOST_TRIES:
        return hidden
    for cell in extra[np.argsort(-known.value[extra], kind="stable")]:
        if _lonely(known, hidden, int(cell)):
            continue
        trial = hidden.copy()
        trial[cell] = False
        new = []
        for proof in proofs:
            without = proof.without(known, trial, int(cell))
            if without is None:
                break
            new.append(without)
        else:
            hidden, proofs = trial, new
    return hidden


def _lonely(known: Knowledge, hidden: Bools, cell: int) -> bool:
    """Tell whether a sum holds just one other unknown count beside this one."""
    free = known.attack(False, hidden).free
    rows = np.flatnonzero(known.system.matrix[:, [cell]].toarray().ravel())
    return bool((np.asarray(abs(known.system.matrix[rows]) @ free) == 2).any())
