"""Rounding instead of hiding: every count to a neighbouring multiple, and the sums still add up.

Controlled random rounding (Cox 1987, "A constructive procedure for unbiased controlled
rounding", Journal of the American Statistical Association 82, 520-524; Handbook on
Statistical Disclosure Control, 5.5): chance, from a seed that the house keeps to itself,
says which way each smallest count would go; an integer program follows that as far as the
sums allow. The base is the smallest count that may be shown (decision 052).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import polars as pl

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.outcomes.disclosure.attack import program
from weefsel.outcomes.disclosure.audit import Audit, frame_of
from weefsel.outcomes.disclosure.knowledge import Knowledge
from weefsel.outcomes.disclosure.ledger import Issue
from weefsel.outcomes.disclosure.reach import Goal, Reached, reach
from weefsel.outcomes.disclosure.system import Bools, Floats

_BYTES = 8


@dataclass(frozen=True)
class Rounding:
    """Round every count; the same seed rounds the same count of the same people alike.

    Keep ``seed`` secret: who knows it can undo part of the rounding.
    """

    seed: int


@dataclass(frozen=True)
class _Rounded:
    counts: Floats
    sums_too: bool  # whether sums are neighbours of their true value, or only add up


def rounded(known: Knowledge, rounding: Rounding) -> list[tuple[Audit, pl.DataFrame, Issue]]:
    """Round every table and audit that; see ``release``.

    Raises ``InputError`` when a count can be derived all the same, as with an earlier table
    that showed counts as they are.
    """
    base = known.rules.base
    made = _round(known, rounding.seed, base)
    apart = made.counts[known.shown] if made.sums_too else made.counts[known.shown & ~_sums(known)]
    assert (np.mod(apart, base) == 0).all()
    found = _audit(known, made, base)
    if not found.held:
        raise InputError(
            text("this table cannot be released: the audit found a count that can be derived."),
            where=known.tables[0].measure,
            todo=text("Hide small counts instead of rounding, or take larger categories."),
        )
    parts = []
    for at, table in enumerate(known.tables):
        counts = pl.Series("count", made.counts[known.places[at]].round().astype(np.int64))
        cells = (
            known.frames[at]
            .select(table.names)
            .with_columns(counts, suppressed=pl.lit(False), reason=pl.lit(""))
        )
        kept = cells.select(*table.names, "count").with_columns(small=pl.lit(None, pl.Boolean))
        if not made.sums_too:  # then a sum tells no more than its parts do
            kept = kept.filter(pl.Series(~_sums(known)[known.places[at]]))
        parts.append((found, cells, Issue(table.measure, table.dimensions, kept, base)))
    return parts


def _sums(known: Knowledge) -> Bools:
    """Tell which cells are the whole of some sum."""
    matrix = known.system.matrix
    wholes = np.zeros(known.system.size, dtype=bool)
    wholes[matrix.indices[matrix.data < 0]] = True
    return wholes


def _chances(known: Knowledge, seed: int) -> Floats:
    """Give each cell its own number between 0 and 1, from the seed and what the cell is."""
    given = np.zeros(known.system.size)
    start = f"{seed}|{known.tables[0].measure}|".encode()
    for grid_names, cells in known.system.named():
        for name, cell in zip(grid_names, cells, strict=True):
            mark = hashlib.blake2b(start + name.encode(), digest_size=_BYTES).digest()
            given[cell] = int.from_bytes(mark, "big") / 2.0 ** (8 * _BYTES)
    return given


def _round(known: Knowledge, seed: int, base: int) -> _Rounded:
    """Find multiples next to the counts that add up, as close to what chance says as can be."""
    value, sums = known.value, _sums(known)
    low, high = np.floor(value / base), np.ceil(value / base)
    unseen = known.unseen
    low[unseen], high[unseen] = 0.0, np.inf
    fixed = known.rounded & (known.high - known.low == 2 * (base - 1))
    fixed |= known.rounded & (known.low == 0) & (known.high == base - 1)
    before = np.where(known.low > 0, known.low + base - 1, known.high - base + 1) / base
    low[fixed] = high[fixed] = before[fixed]
    share = value / base - np.floor(value / base)
    wish = np.where(sums | unseen, 0.0, _chances(known, seed) - share)
    found = program(
        known.system.matrix, wish, low, high, known.rules.seconds_an_integer_search.value
    )
    if found is not None:
        return _Rounded(found * base, True)
    low[sums], high[sums] = 0.0, np.inf
    found = program(
        known.system.matrix, wish, low, high, known.rules.seconds_an_integer_search.value
    )
    if found is None:
        raise InputError(
            text("this table cannot be rounded so that it still adds up."),
            where=known.tables[0].measure,
            todo=text("Hide small counts instead of rounding, or take larger categories."),
        )
    return _Rounded(found * base, False)


def _audit(known: Knowledge, made: _Rounded, base: int) -> Audit:
    """Attack rounded tables: a small count must be able to be any small number."""
    shown = known.shown & ~known.public_before
    nothing = np.zeros_like(shown)
    attack = known.attack(False, nothing)
    attack.free = ~known.public_before
    told = shown if made.sums_too else shown & ~_sums(known)
    attack.lower = np.where(told, np.maximum(made.counts - base + 1, 0.0), 0.0)
    attack.upper = np.where(told, made.counts + base - 1, np.inf)
    attack.lower = np.maximum(attack.lower, np.where(known.rounded, known.low, 0.0))
    attack.upper = np.minimum(attack.upper, np.where(known.rounded, known.high, np.inf))
    wanted = Goal.none(known.system.size)
    small = known.sensitive & (known.value > 0)
    wanted.low[small], wanted.high[small] = 1.0, known.rules.smallest - 1
    wanted.span[shown & attack.free] = base - 1
    reached = Reached(known.value.copy(), known.value.copy())
    reach(attack, wanted, reached)
    leak = reached.short(wanted)
    cells = np.flatnonzero(shown | leak)
    nowhere = np.zeros_like(leak)
    return Audit(
        frame_of(known, cells, wanted, reached, reached, nowhere, nowhere, leak),
        not bool(leak.any()),
    )
