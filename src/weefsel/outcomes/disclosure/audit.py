"""The audit: attack what is to be published, and tell what each hidden count can still be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from weefsel.outcomes.disclosure.attack import Attack
from weefsel.outcomes.disclosure.goals import goal, no_more_than, reach_before
from weefsel.outcomes.disclosure.knowledge import Knowledge
from weefsel.outcomes.disclosure.reach import Goal, Reached, reach
from weefsel.outcomes.disclosure.system import Bools, Floats, Ints


@dataclass(frozen=True)
class Audit:
    """What an attacker gets of each protected cell. For the house's own eyes only.

    ``cells`` has a row a protected cell of the system: ``cell`` its number, ``name``,
    ``count``, ``small``, ``needed_low`` and ``needed_high`` (what must stay possible),
    ``lowest`` and ``highest`` (null: without end) as proved by tables that fit,
    ``exact`` whether no table goes further, ``insider_low`` and ``insider_high`` the same for
    who knows which counts are small, ``before`` whether earlier releases and zeros alone bound
    it closer than the rule, and ``held``.
    """

    cells: pl.DataFrame
    held: bool

    @property
    def leaks(self) -> pl.DataFrame:
        """Give the cells that can be derived too closely."""
        return self.cells.filter(~pl.col("held"))


def audit(known: Knowledge, hidden: Bools, *, exact: bool = True) -> Audit:
    """Attack the tables with these cells hidden, as a reader and as an insider.

    ``exact`` asks for the exact bounds of each hidden cell where there are not too many.
    """
    size = known.system.size
    leak = np.zeros(size, dtype=bool)
    limited = np.zeros(size, dtype=bool)
    # A protected count that is shown is the plainest leak of all.
    leak |= known.sensitive & known.shown & ~hidden
    found: dict[bool, Reached] = {}
    asked: dict[bool, Goal] = {}
    for insider in (True, False):
        wanted = goal(known, insider, hidden, reach_before(known, insider))
        attack = known.attack(insider, hidden)
        base = attack.base
        wanted.low[~attack.free] = wanted.high[~attack.free] = np.nan
        wanted.span[~attack.free] = 0.0
        start = found[True] if not insider else Reached(base.copy(), base.copy())
        reached = Reached(start.low.copy(), start.high.copy())
        reach(attack, wanted, reached)
        short = reached.short(wanted)
        if short.any():
            possible = _had_all_been_hidden(known, insider, wanted, short)
            wanted = no_more_than(wanted, possible, short)
            limited |= short if not insider else False
            short = reached.short(wanted)
        leak |= short
        found[insider], asked[insider] = reached, wanted
    cells = np.flatnonzero(
        leak | hidden | ((known.sensitive | known.hidden_before) & ~known.public)
    )
    ended = np.zeros(size, dtype=bool)
    bounds = found[False]
    if exact and len(cells) <= known.rules.exact_bounds.value:
        ended[cells] = True
        attack = known.attack(False, hidden)
        for cell in cells:
            bounds.low[cell], bounds.high[cell] = _exactly(attack, int(cell))
    frame = frame_of(known, cells, asked[False], bounds, found[True], ended, limited, leak)
    return Audit(frame, not bool(leak.any()))


def _had_all_been_hidden(known: Knowledge, insider: bool, wanted: Goal, short: Bools) -> Reached:
    """Give how open the short cells were had the new tables shown no count at all."""
    attack = known.attack(insider, known.hideable)
    base = attack.base
    asked = Goal(
        np.where(short, wanted.low, np.nan),
        np.where(short, wanted.high, np.nan),
        np.where(short, wanted.span, 0.0),
    )
    reached = Reached(base.copy(), base.copy())
    reach(attack, asked, reached)
    # What could not be proved in whole numbers counts as possible, and its absence as a leak.
    return Reached(*reached.at_most())


_ENDLESS = 1e7  # further than any count: reached only where nothing bounds it


def _exactly(attack: Attack, cell: int) -> tuple[float, float]:
    """Give the least and the most a cell can be, infinite when nothing bounds it."""
    if not attack.free[cell]:
        return float(attack.base[cell]), float(attack.base[cell])
    one, nobody = np.array([cell]), np.empty(0, dtype=np.int64)
    far: Floats = np.full(len(attack.base), _ENDLESS)
    most = _end(attack, one, nobody, far)
    least = _end(attack, nobody, one, far)
    return least[cell], np.inf if most[cell] >= _ENDLESS - 1 else most[cell]


def _end(attack: Attack, up: Ints, down: Ints, far: Floats) -> Floats:
    change = attack.push(up, down, far, -far, alone=True)
    if np.abs(change - change.round()).max(initial=0.0) > 0:
        whole = attack.push(up, down, far, -far, alone=True, whole=True)
        change = whole if np.abs(whole).any() else change
    return np.asarray(attack.base + change)


def frame_of(
    known: Knowledge,
    cells: Ints,
    asked: Goal,
    bounds: Reached,
    insider: Reached,
    ended: Bools,
    limited: Bools,
    leak: Bools,
) -> pl.DataFrame:
    """Lay out the cells of an audit; see ``Audit.cells``."""
    return pl.DataFrame(
        {
            "cell": cells,
            "name": pl.Series(
                [list(known.system.name(int(one))) for one in cells], dtype=pl.List(pl.String)
            ),
            "count": pl.Series(np.where(known.known[cells], known.value[cells], np.nan)).fill_nan(
                None
            ),
            "small": known.small[cells],
            "needed_low": pl.Series(asked.low[cells]).fill_nan(None),
            "needed_high": pl.Series(asked.high[cells]).fill_nan(None),
            "lowest": bounds.low[cells],
            "highest": pl.Series(
                np.where(np.isinf(bounds.high[cells]), np.nan, bounds.high[cells])
            ).fill_nan(None),
            "exact": ended[cells],
            "insider_low": insider.low[cells],
            "insider_high": insider.high[cells],
            "before": limited[cells],
            "held": ~leak[cells],
        }
    )
