"""The cells of linked tables and the sums between them, as a reader can write them down."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
import scipy.sparse as sp
from numpy.typing import NDArray

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.outcomes.disclosure.table import Dimension, Key

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

MOST_CELLS = 400_000  # above this one machine has no memory to audit: decision 051
REST = "\N{HORIZONTAL ELLIPSIS}"  # begins the name of what a division leaves out


@dataclass
class Axis:
    """One dimension over all linked tables: its categories and which add up to which.

    A relation is a category (``None`` for the total) with the categories it is the sum of.
    """

    name: str
    categories: dict[str, int] = field(default_factory=dict)  # place from 1; 0 is the total
    relations: dict[tuple[str | None, frozenset[str]], None] = field(default_factory=dict)

    def add(self, dimension: Dimension, used: Sequence[str]) -> None:
        """Take in the categories of a table with what they belong to."""
        divisions = dimension.within(used)
        below: dict[tuple[int, str], set[str]] = {}
        for number, division in enumerate(divisions):
            for child, parent in division.items():
                below.setdefault((number, parent), set()).add(child)
        tops = {one for one in used if one not in divisions[0]}
        tops |= {one for one in divisions[0].values() if one not in divisions[0]}
        tops -= {one for number, one in below if number > 0 and (0, one) not in below}
        names = dict.fromkeys(used)
        for division in divisions:
            names |= dict.fromkeys(division) | dict.fromkeys(division.values())
        for name in sorted(names):
            self.categories.setdefault(name, len(self.categories) + 1)
        for (_, parent), children in below.items():
            self._relate(parent, children, dimension.complete)
        if tops:
            self._relate(None, tops, dimension.complete)

    def _relate(self, parent: str | None, children: set[str], complete: bool) -> None:
        parts = frozenset(children)
        if not complete:
            rest = REST + (parent or "") + REST + REST.join(sorted(parts))
            self.categories.setdefault(rest, len(self.categories) + 1)
            parts |= {rest}
        self.relations[(parent, parts)] = None


@dataclass(frozen=True)
class Grid:
    """All combinations of a set of dimensions, totals included; ``cells`` are their numbers."""

    axes: tuple[Axis, ...]
    shape: tuple[int, ...]
    cells: Ints  # flat place in this grid -> number of the cell in the system


class System:
    """Cells with numbers 0 to n, and rows of sums: parts minus whole is 0.

    ``matrix`` has a row a sum and a column a cell: 1 for a part, -1 for the whole.
    """

    def __init__(self, axes: Mapping[str, Axis], sets: Sequence[frozenset[str]]) -> None:
        """Lay out the cells of every largest set of dimensions; raises ``InputError``."""
        self.axes = dict(axes)
        largest = [one for one in dict.fromkeys(sets) if not any(one < other for other in sets)]
        self.grids: list[Grid] = []
        self.size = 0
        numbers: dict[Key, int] = {}
        rows: list[Ints] = []
        for names in largest:
            grid_axes = tuple(self.axes[name] for name in sorted(names))
            shape = tuple(len(one.categories) + 1 for one in grid_axes)
            count = int(np.prod(shape, dtype=np.int64))
            if count + self.size > MOST_CELLS:
                raise InputError(
                    text("the table has more combinations than can be audited."),
                    todo=text("Leave out a dimension, or take larger categories."),
                )
            if len(largest) == 1:
                cells = np.arange(count, dtype=np.int64)
                self.size = count
            else:
                cells = self._shared(grid_axes, numbers)
            grid = Grid(grid_axes, shape, cells)
            self.grids.append(grid)
            rows += list(_sums(grid))
        self.matrix = _matrix(rows, self.size)

    def _shared(self, axes: tuple[Axis, ...], numbers: dict[Key, int]) -> Ints:
        """Number cells so that a margin of two tables is one cell."""
        parts = [[None, *((axis.name, one) for one in axis.categories)] for axis in axes]
        cells = []
        for combination in itertools.product(*parts):
            key = tuple(one for one in combination if one is not None)
            cells.append(numbers.setdefault(key, len(numbers)))
        self.size = len(numbers)
        return np.array(cells, dtype=np.int64)

    def locate(self, names: Sequence[str], frame: pl.DataFrame) -> Ints:
        """Give the numbers of the cells in the rows of a frame with a column a dimension."""
        grid = next(one for one in self.grids if {a.name for a in one.axes} >= set(names))
        places = []
        for axis in grid.axes:
            if axis.name not in names:
                places.append(np.zeros(frame.height, dtype=np.int64))
                continue
            known: dict[str | None, int] = {None: 0}
            known.update(axis.categories)
            places.append(
                np.array([known[one] for one in frame[axis.name].to_list()], dtype=np.int64)
            )
        if not places:
            return np.zeros(frame.height, dtype=np.int64)
        return np.asarray(grid.cells[np.ravel_multi_index(tuple(places), grid.shape)])

    def named(self) -> list[tuple[list[str], Ints]]:
        """Give for every grid the names of its cells, the same whatever else is linked."""
        found = []
        for grid in self.grids:
            parts = [
                ["", *(f"{axis.name}={one}" for one in axis.categories)] for axis in grid.axes
            ]
            names = ["|".join(filter(None, one)) for one in itertools.product(*parts)]
            found.append((names, grid.cells))
        return found

    def name(self, cell: int) -> tuple[str, ...]:
        """Give the categories of a cell, for a message."""
        for grid in self.grids:
            found = np.flatnonzero(grid.cells == cell)
            if found.size:
                places = np.unravel_index(int(found[0]), grid.shape)
                return tuple(
                    list(axis.categories)[int(place) - 1]
                    for axis, place in zip(grid.axes, places, strict=True)
                    if place
                )
        return ()


def _sums(grid: Grid) -> list[Ints]:
    """Give every sum of a grid as cells, the whole first."""
    found: list[Ints] = []
    cells = grid.cells.reshape(grid.shape) if grid.shape else grid.cells
    for at, axis in enumerate(grid.axes):
        turned = np.moveaxis(cells, at, 0).reshape(grid.shape[at], -1)
        for parent, children in axis.relations:
            whole = 0 if parent is None else axis.categories[parent]
            parts = sorted(axis.categories[one] for one in children)
            block = turned[[whole, *parts]]
            found.extend(block.T)
    return found


def _matrix(rows: list[Ints], size: int) -> sp.csr_matrix:
    if not rows:
        return sp.csr_matrix((0, size), dtype=np.float64)
    lengths = np.array([len(one) for one in rows])
    columns = np.concatenate(rows)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    values = np.ones(len(columns))
    values[starts[:-1]] = -1.0
    return sp.csr_matrix((values, columns, starts), shape=(len(rows), size))


def complete(matrix: sp.csr_matrix, values: Floats) -> Floats:
    """Fill in what follows from a sum with one unknown, again and again; NaN is unknown."""
    filled = values.copy()
    pattern = abs(matrix)
    places = np.arange(matrix.shape[1], dtype=np.float64)
    while True:
        unknown = np.isnan(filled)
        counts = np.asarray(pattern @ unknown)
        rows = np.flatnonzero(counts == 1)
        if not rows.size:
            return filled
        part = matrix[rows]
        columns = np.asarray(abs(part) @ (unknown * places)).round().astype(np.int64)
        known = np.asarray(part @ np.where(unknown, 0.0, filled))
        signs = np.asarray(part @ unknown.astype(np.float64))
        filled[columns] = -known / signs


def tighten(
    matrix: sp.csr_matrix, lower: Floats, upper: Floats, rounds: int = 12
) -> tuple[Floats, Floats]:
    """Narrow bounds by each sum on its own until nothing changes (or after some rounds).

    What comes out is never narrower than what holds: every sum is used, none combined.
    """
    low, high = lower.copy(), upper.copy()
    if not matrix.shape[0]:
        return low, high
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    column, positive = matrix.indices, matrix.data > 0
    for _ in range(rounds):
        before = (low.copy(), high.copy())
        # A term of "parts minus whole = 0": from its least to its most.
        least = np.where(positive, low[column], -high[column])
        most = np.where(positive, high[column], -low[column])
        least_sum, least_open = _row_sums(row, least, matrix.shape[0])
        most_sum, most_open = _row_sums(row, most, matrix.shape[0])
        # Term <= -(sum of the least of the others), term >= -(sum of the most of the others).
        others_least = least_sum[row] - np.where(np.isinf(least), 0.0, least)
        others_most = most_sum[row] - np.where(np.isinf(most), 0.0, most)
        top = np.where(least_open[row] - np.isinf(least) > 0, np.inf, -others_least)
        bottom = np.where(most_open[row] - np.isinf(most) > 0, -np.inf, -others_most)
        new_high = np.where(positive, top, -bottom)
        new_low = np.where(positive, bottom, -top)
        np.minimum.at(high, column, new_high)
        np.maximum.at(low, column, new_low)
        if np.array_equal(before[0], low) and np.array_equal(before[1], high):
            break
    return low, high


def _row_sums(row: Ints, terms: Floats, rows: int) -> tuple[Floats, Floats]:
    """Sum the finite terms of each row, and count the others."""
    endless = np.isinf(terms)
    return (
        np.bincount(row, np.where(endless, 0.0, terms), rows).astype(np.float64),
        np.bincount(row, endless.astype(np.float64), rows).astype(np.float64),
    )
