"""An attacker of released tables that shares no code with the library.

It knows what a reader knows: the rows as published, which smallest categories there are and
what they belong to. It writes every row as a sum over the smallest combinations and asks a
solver of whole numbers (scipy's milp), or for tiny tables tries every table there is, for the
least and the most that a hidden row can be. The insider also knows which hidden rows are small.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.optimize import Bounds, LinearConstraint, milp

SMALLEST = 10
FAR = 5_000


@dataclass(frozen=True)
class Row:
    """One published row: which smallest combinations it holds, and what was said of it."""

    atoms: frozenset[int]
    value: int | None
    small: bool | None = None  # of a hidden row, for the insider


class People:
    """The smallest combinations of all dimensions, by what they belong to."""

    def __init__(self, leaves: Mapping[str, Mapping[str, Iterable[str]]]) -> None:
        """Take for each dimension its smallest categories with all that hold them."""
        self.names = sorted(leaves)
        self.holds = [
            [(leaf, {leaf, *above}) for leaf, above in sorted(leaves[name].items())]
            for name in self.names
        ]
        self.atoms = list(itertools.product(*self.holds))

    def of(self, categories: Mapping[str, str | None]) -> frozenset[int]:
        """Give the smallest combinations in a cell."""
        return frozenset(
            at
            for at, atom in enumerate(self.atoms)
            if all(
                categories.get(name) is None or categories[name] in held
                for name, (_, held) in zip(self.names, atom, strict=True)
            )
        )

    def rows(self, cells: pl.DataFrame, truth: Mapping[frozenset[int], int]) -> list[Row]:
        """Read published rows; the truth only serves the insider."""
        names = [one for one in cells.columns if one in self.names]
        found = []
        for row in cells.iter_rows(named=True):
            atoms = self.of({name: row[name] for name in names})
            hidden = row["count"] is None
            small = truth[atoms] < SMALLEST if hidden and atoms in truth else None
            found.append(Row(atoms, row["count"], small))
        return found


def _system(rows: Sequence[Row], size: int, insider: bool) -> tuple[np.ndarray, ...]:
    matrix = np.zeros((len(rows), size))
    low, high = np.zeros(len(rows)), np.full(len(rows), np.inf)
    for at, row in enumerate(rows):
        matrix[at, list(row.atoms)] = 1.0
        if row.value is not None:
            low[at] = high[at] = row.value
        else:
            low[at] = 1  # nobody would have been shown as 0
            if insider and row.small is True:
                high[at] = SMALLEST - 1
            if insider and row.small is False:
                low[at] = SMALLEST
    return matrix, low, high


def every_table(rows: Sequence[Row], size: int, insider: bool, most: int) -> np.ndarray:
    """Write out every table of whole numbers up to ``most`` that fits: (table, combination)."""
    matrix, low, high = _system(rows, size, insider)
    tables = np.zeros((1, 0), dtype=np.int16)
    values = np.arange(most + 1, dtype=np.int16)
    for at in range(size):
        tables = np.hstack(
            [np.repeat(tables, len(values), axis=0), np.tile(values, len(tables))[:, None]]
        )
        sums = tables @ matrix[:, : at + 1].T.astype(np.int16)
        ended = matrix[:, at + 1 :].sum(axis=1) == 0
        fits = (sums <= high).all(axis=1) & (sums[:, ended] >= low[ended]).all(axis=1)
        tables = tables[fits]
    return tables


class Attack:
    """Everything a reader or an insider can do with published rows; keeps the tables it found."""

    def __init__(self, rows: Sequence[Row], size: int, insider: bool) -> None:
        """Take the rows; ``size`` is the number of smallest combinations."""
        self.rows, self.size, self.insider = rows, size, insider
        self.found: list[np.ndarray] = []
        self.ends: dict[tuple[frozenset[int], bool], int] = {}

    def can_reach(self, atoms: frozenset[int], value: float, up: bool) -> bool:
        """Tell whether some table that fits has the cell this high, or this low."""
        cells = list(atoms)
        for table in self.found:
            held = table[cells].sum()
            if (held >= value) if up else (held <= value):
                return True
        end = self.end(atoms, up)
        return end >= value if up else end <= value

    def end(self, atoms: frozenset[int], up: bool) -> int:
        """Give the most or the least a cell can be."""
        if (atoms, up) not in self.ends:
            matrix, low, high = _system(self.rows, self.size, self.insider)
            aim = np.zeros(self.size)
            aim[list(atoms)] = -1.0 if up else 1.0
            done = milp(
                aim,
                constraints=LinearConstraint(matrix, low, high),
                bounds=Bounds(0, FAR),
                integrality=np.ones(self.size),
            )
            assert done.success, done.message
            self.found.append(done.x.round())
            self.ends[atoms, up] = round(float(done.x.round()[list(atoms)].sum()))
        return self.ends[atoms, up]


def weaknesses(people: People, now: Sequence[Row], before: Sequence[Row] = ()) -> list[str]:
    """Say which hidden rows are bounded closer than by what was known without the new counts.

    A small count must be able to be anything from 1 to 9, to the insider too, and every hidden
    count must have nine possible values to a reader, unless the earlier tables, the zeros and,
    for the insider, which counts are small exclude that by themselves.
    """
    size = len(people.atoms)
    rows = [*before, *now]
    without = [*before, *(shut(one) for one in now)]
    hidden = {one.atoms: one.small for one in rows if one.value is None}
    found = []
    insider, reader = Attack(rows, size, True), Attack(rows, size, False)
    insider_without, reader_without = Attack(without, size, True), Attack(without, size, False)
    for atoms, small in hidden.items():
        if small and not (
            insider.can_reach(atoms, 1, up=False)
            and insider.can_reach(atoms, SMALLEST - 1, up=True)
        ):
            low, high = insider.end(atoms, False), insider.end(atoms, True)
            least, most = insider_without.end(atoms, False), insider_without.end(atoms, True)
            if low > max(1, least) or high < min(SMALLEST - 1, most):
                found.append(f"insider: {sorted(atoms)} in {low}..{high}, without {least}..{most}")
    reader.found = list(insider.found)  # what fits for the insider fits for the reader
    for atoms, small in hidden.items():
        span = SMALLEST - 2
        if (
            small
            and reader.can_reach(atoms, 1, up=False)
            and reader.can_reach(atoms, SMALLEST - 1, up=True)
        ):
            continue
        low, high = reader.end(atoms, False), reader.end(atoms, True)
        if not small and high - low >= span:
            continue
        least, most = reader_without.end(atoms, False), reader_without.end(atoms, True)
        narrow = high - low < min(span, most - least)
        if narrow or (small and low > max(1, least)):
            found.append(f"reader: {sorted(atoms)} in {low}..{high}, without {least}..{most}")
    return found


def shut(row: Row) -> Row:
    """Give a row as it would be had only nobody been shown."""
    if row.value == 0:
        return row
    return Row(row.atoms, None, row.small if row.value is None else False)
