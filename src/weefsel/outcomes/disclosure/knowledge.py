"""What the house knows and what a reader knows of each cell, over all linked tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from weefsel.base.errors import ConflictError, InputError
from weefsel.base.language import text
from weefsel.outcomes.disclosure.attack import Attack, feasible
from weefsel.outcomes.disclosure.dominance import protection
from weefsel.outcomes.disclosure.ledger import Issue
from weefsel.outcomes.disclosure.rules import Rules
from weefsel.outcomes.disclosure.system import REST, Axis, Bools, Floats, Ints, System, complete
from weefsel.outcomes.disclosure.table import SUM, CellError, Table, said

Flags = NDArray[np.int8]


@dataclass
class Knowledge:
    """Cells of linked tables with what is known of them; all arrays are per cell.

    ``value`` is the count, where it is not known one that fits (``known`` tells). ``public``
    cells a reader knows exactly, ``rounded`` ones to within a base (``low``, ``high``).
    ``shown`` cells are asked for now, ``hidden_before`` were hidden earlier, with
    ``small_before`` 1, 0 or -1 for unknown. All others nobody ever showed.
    """

    rules: Rules
    system: System
    tables: tuple[Table, ...]
    frames: tuple[pl.DataFrame, ...]  # of each table its rows, totals included
    places: tuple[Ints, ...]  # of each row its cell
    value: Floats
    known: Bools
    public: Bools
    public_before: Bools  # of these, what was released earlier
    rounded: Bools
    low: Floats
    high: Floats
    shown: Bools
    hidden_before: Bools
    small_before: Flags
    dominated: Floats  # how far from its value a dominated count must stay possible, else 0

    @property
    def small(self) -> Bools:
        """Tell which counts are small numbers that may not be shown."""
        least = 1 if self.rules.zero_shown.value else 0
        return self.known & (self.value >= least) & (self.value < self.rules.smallest)

    @property
    def sensitive(self) -> Bools:
        """Tell which counts may not be derivable: small ones, and those one party dominates."""
        cells = self.known & ~self.public & (self.small | (self.dominated > 0))
        # Nobody shows an empty cell that nobody asked for: only what holds people is protected.
        return cells & ((self.value > 0) | self.shown | self.hidden_before)

    @property
    def hideable(self) -> Bools:
        """Tell which shown cells can be hidden: not those that are public, nor a shown zero."""
        return self.shown & ~self.public

    @property
    def unseen(self) -> Bools:
        """Tell which cells stand in no table at all."""
        return ~(self.shown | self.public | self.hidden_before)

    def bounds(self, insider: bool) -> tuple[Floats, Floats]:
        """Give what a reader knows of each cell once it is hidden.

        The insider also knows which hidden counts are small, and so that the others are not.
        """
        size = self.system.size
        lower, upper = np.zeros(size), np.full(size, np.inf)
        marked = self.hideable | self.hidden_before
        lower[marked] = self.rules.least
        if insider:
            small = np.where(self.known, self.small, self.small_before == 1)
            large = np.where(self.known, ~self.small, self.small_before == 0)
            upper[marked & small] = self.rules.smallest - 1
            lower[marked & large] = self.rules.smallest
        lower = np.maximum(lower, np.where(self.rounded, self.low, 0.0))
        upper = np.minimum(upper, np.where(self.rounded, self.high, np.inf))
        lower[self.public] = upper[self.public] = self.value[self.public]
        return lower, upper

    def attack(
        self, insider: bool, hidden: Bools, movable: Bools | None = None, weight: float = 1.0
    ) -> Attack:
        """Make the attacker of a table of which ``hidden`` cells are hidden."""
        lower, upper = self.bounds(insider)
        elsewhere = (self.hidden_before | self.unseen | self.rounded) & ~self.shown
        free = (hidden | elsewhere) & ~self.public
        return Attack(
            matrix=self.system.matrix,
            base=self.value,
            lower=lower,
            upper=upper,
            free=free,
            movable=np.zeros_like(free) if movable is None else movable & ~free,
            weight=np.sqrt(np.maximum(self.value, 1.0)) * weight,
            seconds=self.rules.seconds_an_integer_search.value,
        )


def learn(tables: Sequence[Table], issues: Sequence[Issue], rules: Rules) -> Knowledge:
    """Put tables that count the same people together with what was released of them.

    Raises ``InputError`` where counts do not add up, ``ConflictError`` where they differ from
    what was released.
    """
    rows = [one.checked() for one in tables]
    axes: dict[str, Axis] = {}
    for table, frame in zip(tables, rows, strict=True):
        for dimension in table.dimensions:
            axis = axes.setdefault(dimension.name, Axis(dimension.name))
            axis.add(dimension, frame[dimension.name].drop_nulls().unique().sort().to_list())
    for issue in issues:
        for dimension in issue.dimensions:
            axis = axes.setdefault(dimension.name, Axis(dimension.name))
            axis.add(dimension, issue.used(dimension.name))
    names = [one.names for one in tables] + [one.names for one in issues]
    sets = [frozenset(one) for one in names]
    system = System(axes, sets)
    size = system.size
    value = np.full(size, np.nan)
    shown = np.zeros(size, dtype=bool)
    for table, frame in zip(tables, rows, strict=True):
        cells = system.locate(table.names, frame)
        shown[cells] = True
        _agree(value, cells, frame, table.names)
        empty = _combinations(table, frame, smallest=True)
        places = system.locate(table.names, empty)
        absent = places[np.isnan(value[places])]
        value[absent] = 0.0
        shown[absent] = True
    was = _before(system, issues, value)
    value = complete(system.matrix, value)
    _check_sums(system, value, tables, was[0])
    frames = tuple(
        _shown_rows(table, frame, system, value) for table, frame in zip(tables, rows, strict=True)
    )
    placed = tuple(
        system.locate(table.names, frame) for table, frame in zip(tables, frames, strict=True)
    )
    for cells in placed:
        shown[cells] = True
    public, rounded, low, high, hidden_before, small_before = was
    known = ~np.isnan(value)
    public_before = public.copy()
    if rules.zero_shown.value:
        public = public | (shown & (value == 0))
    dominated = np.zeros(size)
    for table in tables:
        if table.contributions is not None:
            cells, room = protection(table, system, value, rules)
            dominated[cells] = np.maximum(dominated[cells], room)
    made = Knowledge(
        rules,
        system,
        tuple(tables),
        frames,
        placed,
        value,
        known,
        public,
        public_before,
        rounded,
        low,
        high,
        shown,
        hidden_before & ~public,
        small_before,
        dominated,
    )
    made.value = _fit(made)
    return made


def _agree(value: Floats, cells: Ints, frame: pl.DataFrame, names: Sequence[str]) -> None:
    """Write counts in; two tables may not say different counts of one cell."""
    given = frame["count"].to_numpy().astype(np.float64)
    other = ~np.isnan(value[cells]) & (value[cells] != given)
    if other.any():
        row = frame.row(int(np.flatnonzero(other)[0]))
        raise InputError(
            text("%(cell)s has different counts in two tables.", cell=said(row[: len(names)])),
            todo=text("Give tables of the same moment, or name what they count differently."),
        )
    value[cells] = given


def _combinations(table: Table, frame: pl.DataFrame, *, smallest: bool) -> pl.DataFrame:
    """Give all combinations of a table's smallest categories, or of all with their totals."""
    made = pl.DataFrame({"": [0]})
    for dimension in table.dimensions:
        used = frame[dimension.name].drop_nulls().unique().sort().to_list()
        divisions = dimension.within(used)
        parents = {parent for division in divisions for parent in division.values()}
        every = sorted({*used, *(child for one in divisions for child in one), *parents})
        wanted = [one for one in every if one not in parents] if smallest else [*every, None]
        column = pl.DataFrame({dimension.name: pl.Series(wanted, dtype=pl.String)})
        made = made.join(column, how="cross")
    return made.drop("")


def _shown_rows(table: Table, frame: pl.DataFrame, system: System, value: Floats) -> pl.DataFrame:
    """Give the rows a table shows: those given, and with ``totals`` every sum."""
    if not table.totals:
        return frame
    rows = _combinations(table, frame, smallest=False)
    counts = value[system.locate(table.names, rows)]
    rows = rows.with_columns(pl.Series("count", counts)).drop_nans("count")
    return rows.with_columns(pl.col("count").cast(pl.Int64))


Before = tuple[Bools, Bools, Floats, Floats, Bools, Flags]


def _before(system: System, issues: Sequence[Issue], value: Floats) -> Before:
    """Read earlier releases into what is public, rounded and hidden; fills in ``value``."""
    size = system.size
    public, rounded, hidden = (np.zeros(size, dtype=bool) for _ in range(3))
    low, high = np.zeros(size), np.full(size, np.inf)
    small = np.full(size, -1, dtype=np.int8)
    for issue in issues:
        cells = system.locate(issue.names, issue.cells)
        counts = issue.cells["count"].cast(pl.Float64).fill_null(float("nan")).to_numpy()
        given = ~np.isnan(counts)
        if issue.base is not None:
            rounded[cells[given]] = True
            reach = issue.base - 1
            np.maximum.at(low, cells[given], counts[given] - reach)
            np.minimum.at(high, cells[given], counts[given] + reach)
            continue
        shown, numbers = cells[given], counts[given]
        other = ~np.isnan(value[shown]) & (value[shown] != numbers)
        if other.any():
            raise ConflictError(
                text(
                    "%(cell)s was released earlier with another count.",
                    cell=said(system.name(int(shown[np.flatnonzero(other)[0]]))) or SUM,
                ),
                where=issue.measure,
                todo=text("Name what is counted differently when the people are not the same."),
            )
        value[shown], public[shown] = numbers, True
        hidden[cells[~given]] = True
        flags = issue.cells["small"].cast(pl.Int8).fill_null(-1).to_numpy()[~given]
        small[cells[~given]] = np.maximum(small[cells[~given]], flags)
    return public, rounded & ~public, low, high, hidden, small


def _check_sums(system: System, value: Floats, tables: Sequence[Table], released: Bools) -> None:
    """Refuse counts that do not add up, or of which a part would be below nobody."""
    whole = ~np.isnan(value)
    full = np.asarray(abs(system.matrix) @ (~whole)) == 0
    over = np.asarray(system.matrix @ np.where(whole, value, 0.0))
    wrong = np.flatnonzero(full & (np.abs(over) > 0.5))
    if wrong.size:
        row = system.matrix[wrong[0]]
        total = int(row.indices[row.data < 0][0])
        if released[row.indices].any():
            raise ConflictError(
                text(
                    "%(cell)s was released earlier with another count.",
                    cell=said(system.name(total)) or SUM,
                ),
                where=tables[0].measure,
                todo=text("Name what is counted differently when the people are not the same."),
            )
        raise CellError(
            text(
                "the total %(cell)s is %(total)s, and its parts add up to %(sum)s.",
                cell=said(system.name(total)) or SUM,
                total=int(value[total]),
                sum=int(value[total] + over[wrong[0]]),
            ),
            system.name(total),
            where=tables[0].measure,
            todo=text("Correct the counts, or say that the table is not complete."),
        )
    below = np.flatnonzero(whole & (np.nan_to_num(value) < 0))
    if below.size:
        raise CellError(
            text(
                "the parts of what %(cell)s belongs to are more than the whole.",
                cell=said(name for name in system.name(int(below[0])) if name[:1] != REST) or SUM,
            ),
            system.name(int(below[0])),
            where=tables[0].measure,
            todo=text("Correct the counts."),
        )


def _fit(made: Knowledge) -> Floats:
    """Find counts for the cells nobody told us, so that every sum holds.

    Raises ``ConflictError`` when none fits: then the releases contradict each other.
    """
    if made.known.all():
        return made.value
    start = np.where(made.known, made.value, 0.0)
    lower, upper = made.bounds(insider=True)
    found = feasible(
        made.system.matrix,
        start,
        made.known,
        lower,
        upper,
        made.rules.seconds_an_integer_search.value,
    )
    if found is None:
        raise ConflictError(
            text("these counts cannot be true together with what was released earlier."),
            where=made.tables[0].measure,
            todo=text("Name what is counted differently when the people are not the same."),
        )
    return found
