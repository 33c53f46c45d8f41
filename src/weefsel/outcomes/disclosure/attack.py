"""The attacker: what linear programming makes of everything that was published.

The unknown counts of a table satisfy the sums with what is shown. An attacker finds the
least and the most a hidden count can be by two linear programs (Fischetti & Salazar 2000, "Models
and algorithms for optimizing cell suppression", Journal of the American Statistical
Association 95, 916-928; Handbook on Statistical Disclosure Control, chapter 4). Here one
program pushes many counts at once, as each table it finds proves a bound of every cell in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import scipy.sparse as sp

from weefsel.outcomes.disclosure.system import Bools, Floats, Ints

_EPS = 1e-6  # below this a whole number is whole: the solver's own feasibility tolerance is 1e-7
_REWARD = 1e3  # of one step towards a target, against weights of at most 10: decision 051
_ALONE = 1e6  # the same where one count is pushed alone, so that no price stops it
_LARGEST_WEIGHT = 10.0
_FAR = 1e9  # further than any count: an open bound for the solver


@dataclass(frozen=True)
class _Program:
    """The columns of a program: free cells, then movable ones upwards and downwards."""

    inside: Ints
    outside: Ints
    matrix: sp.csc_matrix


@dataclass
class Attack:
    """A linear program over the unknown counts, and over those that might be hidden too.

    ``base`` is one table that fits everything known; ``free`` are the unknown cells and
    ``movable`` those that may be hidden as well, at their weight. All arrays are per cell.
    """

    matrix: sp.csr_matrix
    base: Floats
    lower: Floats
    upper: Floats
    free: Bools
    movable: Bools
    weight: Floats
    seconds: float

    def __post_init__(self) -> None:
        """Sort the sums by cell and scale the weights."""
        self._columns = self.matrix.tocsc()
        top = self.weight[self.movable].max(initial=1.0)
        self._price = self.weight * (_LARGEST_WEIGHT / top)
        self._made: _Program | None = None

    def _program(self) -> _Program:
        """Give the program over what is free now; ``free`` only ever grows."""
        if self._made is None or len(self._made.inside) != int(self.free.sum()):
            inside = np.flatnonzero(self.free)
            outside = np.flatnonzero(self.movable & ~self.free)
            moved = self._columns[:, outside]
            parts = sp.hstack([self._columns[:, inside], moved, -moved]).tocsr()
            self._made = _Program(
                inside, outside, parts[np.flatnonzero(np.diff(parts.indptr))].tocsc()
            )
        return self._made

    def push(
        self,
        up: Ints,
        down: Ints,
        high: Floats,
        low: Floats,
        *,
        alone: bool = False,
        whole: bool = False,
    ) -> Floats:
        """Find another table that fits, with cells pushed up to ``high`` or down to ``low``.

        Gives what changes against ``base``, all 0 where no table was found. ``whole`` asks
        for whole numbers.
        """
        made = self._program()
        inside, outside = made.inside, made.outside
        places = np.full(len(self.base), -1)
        places[inside] = np.arange(len(inside))
        bottom = (self.lower - self.base)[inside]
        top = (self.upper - self.base)[inside]
        reward = np.zeros(len(inside))
        step = _ALONE if alone else _REWARD
        reward[places[up]] -= step
        reward[places[down]] += step
        top[places[up]] = np.minimum(top[places[up]], (high - self.base)[up])
        bottom[places[down]] = np.maximum(bottom[places[down]], (low - self.base)[down])
        price = self._price[outside]
        found = _solve(
            made.matrix,
            np.concatenate([reward, price, price]),
            np.concatenate([bottom, np.zeros(2 * len(outside))]),
            np.concatenate(
                [top, (self.upper - self.base)[outside], (self.base - self.lower)[outside]]
            ),
            self.seconds if whole else None,
        )
        change = np.zeros(len(self.base))
        if found is None:
            return change
        change[inside] = found[: len(inside)]
        rise = found[len(inside) : len(inside) + len(outside)]
        change[outside] = rise - found[len(inside) + len(outside) :]
        change[np.abs(change) < _EPS] = 0.0
        return change

    def whole_part(self, change: Floats) -> Floats:
        """Keep of a change the pieces that are whole numbers; each piece fits on its own."""
        broken = np.abs(change - change.round()) > _EPS
        if not broken.any():
            return change.round()
        touched = np.flatnonzero(change)
        part = self._columns[:, touched]
        links = sp.csr_matrix(abs(part).T @ abs(part))
        _, piece = sp.csgraph.connected_components(links, directed=False)
        bad = np.unique(piece[broken[touched]])
        kept = change.copy()
        kept[touched[np.isin(piece, bad)]] = 0.0
        return kept.round()


def _solve(
    program: sp.csc_matrix,
    cost: Floats,
    lower: Floats,
    upper: Floats,
    seconds: float | None,
    sums: Floats | None = None,
) -> Floats | None:
    """Minimise, in whole numbers when given the ``seconds`` for that; sums are 0 if not said."""
    if not len(cost):
        return np.empty(0)
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)  # the same vertex whatever the machine
    solver.setOptionValue("presolve", "off")  # costs more than it saves here
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(cost), program.shape[0]
    model.col_cost_ = cost
    model.col_lower_ = np.maximum(lower, -_FAR)
    model.col_upper_ = np.minimum(upper, _FAR)
    right = np.zeros(program.shape[0]) if sums is None else sums
    model.row_lower_ = model.row_upper_ = right
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = program.indptr
    model.a_matrix_.index_ = program.indices
    model.a_matrix_.value_ = program.data
    if seconds is not None:
        solver.setOptionValue("time_limit", seconds)
        model.integrality_ = [highspy.HighsVarType.kInteger] * len(cost)
    solver.passModel(model)
    solver.run()
    if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    return np.array(solver.getSolution().col_value)


def feasible(
    matrix: sp.csr_matrix,
    start: Floats,
    known: Bools,
    lower: Floats,
    upper: Floats,
    seconds: float,
) -> Floats | None:
    """Complete a table with whole numbers within bounds, nothing when that cannot be.

    Known cells keep their value in ``start``.
    """
    low, high = np.where(known, start, lower), np.where(known, start, upper)
    return program(matrix, np.zeros(len(start)), low, high, seconds)


def program(
    matrix: sp.csr_matrix, cost: Floats, lower: Floats, upper: Floats, seconds: float
) -> Floats | None:
    """Find the cheapest table of whole numbers within bounds whose sums hold.

    Gives nothing when there is none, or none was found within the time.
    """
    fixed = lower == upper
    free = np.flatnonzero(~fixed)
    rest = -np.asarray(matrix @ np.where(fixed, lower, 0.0))
    if not len(free):
        return lower.copy() if np.abs(rest).max(initial=0.0) < _EPS else None
    columns = matrix.tocsc()[:, free].tocsc()
    for whole in (None, seconds):
        found = _solve(columns, cost[free], lower[free], upper[free], whole, rest)
        if found is None:
            return None
        if np.abs(found - found.round()).max(initial=0.0) < _EPS:
            table = lower.copy()
            table[free] = found.round()
            return table
    return None
