"""Where places do most good when each can hold only so many: the best plan found, and its gap.

Residents may divide themselves over places. The question is hard: time may end before the
best plan is proven, and then the plan says by how much a better one could still differ.

References
----------
.. [1] Sridharan, R. (1995). The capacitated plant location problem. European Journal of
   Operational Research 87, 203-213.
"""

from __future__ import annotations

from dataclasses import replace

import highspy
import numpy as np
import scipy.sparse as sparse

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.provisions.locate import (
    Booleans,
    Floats,
    Integers,
    Plan,
    Report,
    Stop,
    checked,
    kept_open,
)
from weefsel.sources.said import Number


def capacitated_median(
    cost: Floats,
    need: Floats,
    capacity: Floats,
    count: int,
    *,
    seconds: float,
    always: Booleans | None = None,
    stop: Stop = lambda: False,
    report: Report = lambda best, bound: None,
) -> Plan:
    """Choose ``count`` candidates that can hold everybody, with the shortest way in all.

    ``cost`` is ``(demand, candidate)``, ``need`` ``(demand)`` and ``capacity``
    ``(candidate)`` in one unit. The search ends after ``seconds``, or when ``stop`` says so;
    ``report`` is told the best plan so far. ``Plan.gap`` is what is then unproven. Raises
    ``InputError`` when no ``count`` candidates can hold all.
    """
    cost, need = checked(cost, need)
    fixed = kept_open(cost, count, always)
    capacity = np.asarray(capacity, dtype=np.float64)
    if capacity.shape != (cost.shape[1],) or not (capacity >= 0).all():
        raise InputError(
            text("the capacity of a place is missing or below zero."),
            todo=text("Give the capacity of every place, in the unit of the need."),
        )
    # The largest ones besides those that stay: when these cannot hold all, no others can.
    largest = np.argsort(np.where(fixed, -np.inf, -capacity), kind="stable")[:count]
    most = float(capacity[largest].sum())
    if most < need.sum():
        raise InputError(
            text(
                "%(count)s places hold %(most)s at most, and %(need)s are in need.",
                count=count,
                most=Number(most, 0),
                need=Number(float(need.sum()), 0),
            ),
            todo=text("Choose more places, or larger ones."),
        )
    held = need > 0
    cost, need = cost[held], need[held]
    start = np.zeros(len(capacity), dtype=bool)
    start[largest] = True
    model = _model(cost, need, capacity, count, fixed)
    # However little was proven: nobody goes less far than to the nearest candidate.
    near = float((cost.min(axis=1) * need).sum()) if len(need) else 0.0
    found = _search(
        model, start, seconds, stop, lambda best, bound: report(best, max(near, bound))
    )
    return replace(found, bound=min(found.value, max(found.bound, near)))


def _model(
    cost: Floats, need: Floats, capacity: Floats, count: int, fixed: Booleans
) -> highspy.HighsLp:
    """Write the problem down: one column a candidate, then one a resident and candidate."""
    residents, candidates = cost.shape
    pairs = residents * candidates
    resident = np.repeat(np.arange(residents), candidates)
    candidate = np.tile(np.arange(candidates), residents)
    share = candidates + np.arange(pairs)
    width = candidates + pairs

    def rows(at: Integers, column: Integers, value: Floats, height: int) -> sparse.csr_matrix:
        return sparse.csr_matrix((value, (at, column)), shape=(height, width))

    ones, every = np.ones(pairs), np.arange(candidates)
    parts = (
        # Each resident in need goes somewhere, and just so many places are open.
        (rows(resident, share, ones, residents), np.ones(residents), np.ones(residents)),
        (rows(np.zeros(candidates, int), every, np.ones(candidates), 1), [count], [count]),
        # No place holds more than it can.
        (
            rows(
                np.append(candidate, every),
                np.append(share, every),
                np.append(need[resident], -capacity),
                candidates,
            ),
            np.full(candidates, -np.inf),
            np.zeros(candidates),
        ),
        # Nobody goes to a place that is closed.
        (
            rows(
                np.tile(np.arange(pairs), 2),
                np.append(share, candidate),
                np.append(ones, -ones),
                pairs,
            ),
            np.full(pairs, -np.inf),
            np.zeros(pairs),
        ),
    )
    matrix = sparse.vstack([part[0] for part in parts]).tocsr()
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = width, matrix.shape[0]
    model.col_cost_ = np.append(np.zeros(candidates), (cost * need[:, None]).ravel())
    model.col_lower_ = np.append(fixed.astype(float), np.zeros(pairs))
    model.col_upper_ = np.ones(width)
    model.row_lower_ = np.concatenate([part[1] for part in parts])
    model.row_upper_ = np.concatenate([part[2] for part in parts])
    kinds = highspy.HighsVarType
    model.integrality_ = [kinds.kInteger] * candidates + [kinds.kContinuous] * pairs
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = matrix.indptr
    model.a_matrix_.index_ = matrix.indices
    model.a_matrix_.value_ = matrix.data
    return model


def _search(
    model: highspy.HighsLp, start: Booleans, seconds: float, stop: Stop, report: Report
) -> Plan:
    """Search from a plan that can hold all, so that stopping early still leaves one."""
    first = _solver(model)
    for one, opened in enumerate(start):
        first.changeColIntegrality(one, highspy.HighsVarType.kContinuous)
        first.changeColBounds(one, float(opened), float(opened))
    first.run()
    best, value = start, float(first.getInfo().objective_function_value)
    highs = _solver(model)
    highs.setOptionValue("time_limit", float(seconds))
    highs.setSolution(first.getSolution())

    report(value, 0.0)

    def ask(event: highspy.HighsCallbackEvent) -> None:
        told = event.data_out
        if np.isfinite(told.mip_primal_bound) and told.mip_dual_bound <= told.mip_primal_bound:
            report(min(value, told.mip_primal_bound), told.mip_dual_bound)
        if stop():
            event.interrupt()

    highs.cbMipInterrupt += ask
    highs.cbSimplexInterrupt += lambda event: event.interrupt() if stop() else None
    highs.run()
    info = highs.getInfo()
    done = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    there = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    if there and (done or info.objective_function_value < value):
        value = float(info.objective_function_value)
        best = np.array(highs.getSolution().col_value)[: len(start)] > 0.5
    return Plan(best, value, value if done else float(info.mip_dual_bound), stopped=not done)


def _solver(model: highspy.HighsLp) -> highspy.Highs:
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.passModel(model)
    return highs
