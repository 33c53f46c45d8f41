"""Where places do most good: which to open, and which to close with the least harm.

References
----------
.. [1] Hakimi, S.L. (1964). Optimum locations of switching centers and the absolute centers
   and medians of a graph. Operations Research 12, 450-459: the p-median.
.. [2] Church, R., ReVelle, C. (1974). The maximal covering location problem. Papers of the
   Regional Science Association 32, 101-118.
.. [3] Duran-Mateluna, C., Ales, Z., Elloumi, S. (2023). An efficient Benders decomposition
   for the p-median problem. European Journal of Operational Research 308, 84-96: cuts in
   closed form.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.sources.said import Number

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]
Stop = Callable[[], bool]
Report = Callable[[float, float], None]  # the best total so far, and what no plan can beat

_SMALL = 1e-7  # what HiGHS may be off by in feasibility (its default primal tolerance)


@dataclass(frozen=True)
class Plan:
    """Which candidates are open, what that costs, and how far better could exist.

    ``open`` is ``(candidate)``; ``value`` the total (cost for a median, residents covered
    for a covering); ``bound`` what no plan can beat; ``stopped`` whether time or the user
    ended the search before it was done.
    """

    open: Booleans
    value: float
    bound: float
    stopped: bool

    @property
    def gap(self) -> float:
        """Give the largest share by which a better plan could differ from this one."""
        off = abs(self.value - self.bound)
        return 0.0 if off <= _SMALL * max(1.0, abs(self.value)) else off / abs(self.value)

    @property
    def sentence(self) -> Text:
        """Say how good the plan is: proven best, or at most so much from it."""
        if self.gap <= 0:
            return text("No better plan exists.")
        return text("At most %(gap)s%% better is possible.", gap=Number(_up(100 * self.gap), 1))


def _up(percent: float) -> float:
    return float(np.ceil(percent * 10) / 10)


def p_median(
    cost: Floats,
    need: Floats,
    count: int,
    *,
    always: Booleans | None = None,
    stop: Stop = lambda: False,
    report: Report = lambda best, bound: None,
) -> Plan:
    """Choose ``count`` candidates so that residents in need have the shortest way in all.

    ``cost`` is ``(demand, candidate)``, finite and not negative; ``need`` ``(demand)``;
    ``always`` marks candidates that stay open. Exact, by Benders' cuts in closed form [3]_.
    Closing with the least harm is the same question among the places that are open now.
    ``stop`` is asked, and ``report`` told, between the cuts. Raises ``InputError`` when the
    count does not fit.
    """
    cost, need = checked(cost, need)
    fixed = kept_open(cost, count, always)
    order = np.argsort(cost, axis=1, kind="stable")
    ranked = np.take_along_axis(cost, order, axis=1)
    held = np.flatnonzero(need > 0)
    order, ranked, weight = order[held], ranked[held], need[held]
    best = _greedy(cost[held], weight, count, fixed)
    model = _Master(cost.shape[1], len(held), weight, count, fixed, stop)
    for row in range(len(held)):  # nobody is nearer than the nearest candidate
        model.lower(row, ranked[row, 0])
    value, bound, stopped = _total(cost[held], weight, best), 0.0, False
    whole = False
    while True:
        if stop():
            stopped = True
            break
        chosen, ways, least = model.solve(whole=whole)
        if chosen is None or ways is None:  # stopped within a step, before it had an answer
            bound, stopped = max(bound, least), True
            break
        bound = max(bound, least)
        report(value, bound)
        if whole:
            opened = chosen > 0.5
            there = _total(cost[held], weight, opened)
            if there < value:
                value, best = there, opened
        if value - bound <= _SMALL * max(1.0, value):
            break
        added = model.cut(order, ranked, chosen, ways)
        if not added:
            if whole:
                break
            whole = True
    return Plan(best, value, value if not stopped else bound, stopped)


def _total(cost: Floats, weight: Floats, opened: Booleans) -> float:
    return float((cost[:, opened].min(axis=1) * weight).sum()) if len(weight) else 0.0


def _greedy(cost: Floats, weight: Floats, count: int, fixed: Booleans) -> Booleans:
    """Open the candidate that helps most, one after the other, then swap while it helps."""
    opened = fixed.copy()
    near = cost[:, opened].min(axis=1) if opened.any() else np.full(len(weight), np.inf)
    top = cost.max(initial=0.0) + 1.0
    while opened.sum() < count:
        after = np.minimum(np.minimum(near, top)[:, None], cost)
        totals = np.where(opened, np.inf, weight @ after)
        chosen = int(np.argmin(totals))
        opened[chosen] = True
        near = np.minimum(near, cost[:, chosen])
    better = True
    while better:
        better = False
        now = _total(cost, weight, opened)
        for leaves in np.flatnonzero(opened & ~fixed):
            rest = opened.copy()
            rest[leaves] = False
            base = cost[:, rest].min(axis=1) if rest.any() else np.full(len(weight), top)
            totals = np.where(opened, np.inf, weight @ np.minimum(base[:, None], cost))
            comes = int(np.argmin(totals))
            if totals[comes] < now - _SMALL * max(1.0, now):
                rest[comes] = True
                opened, better = rest, True
                break
    return opened


class _Master:
    """The problem with only the choice of candidates, and a line under each resident's way."""

    def __init__(
        self,
        candidates: int,
        residents: int,
        weight: Floats,
        count: int,
        fixed: Booleans,
        stop: Stop,
    ) -> None:
        self.candidates, self.residents = candidates, residents
        self.highs = highspy.Highs()  # type: ignore[no-untyped-call]
        self.highs.setOptionValue("output_flag", False)
        self.highs.setOptionValue("threads", 1)
        self.highs.setOptionValue("mip_rel_gap", 0.0)
        for one in range(candidates):
            self.highs.addVar(1.0 if fixed[one] else 0.0, 1.0)
        for one in range(residents):
            self.highs.addVar(0.0, highspy.kHighsInf)
            self.highs.changeColCost(candidates + one, float(weight[one]))
        every = np.arange(candidates, dtype=np.int32)
        self.highs.addRow(float(count), float(count), candidates, every, np.ones(candidates))

        def ask(event: highspy.HighsCallbackEvent) -> None:
            if stop():
                event.interrupt()

        self.highs.cbMipInterrupt += ask
        self.highs.cbSimplexInterrupt += ask

    def lower(self, row: int, least: float) -> None:
        self.highs.changeColBounds(self.candidates + row, float(least), highspy.kHighsInf)

    def solve(self, *, whole: bool) -> tuple[Floats | None, Floats | None, float]:
        """Give the choice ``(candidate)``, the ways ``(resident)`` and what is proven.

        Without a choice when it was stopped before this step was done.
        """
        kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
        for one in range(self.candidates):
            self.highs.changeColIntegrality(one, kind)
        self.highs.run()
        info = self.highs.getInfo()
        if self.highs.getModelStatus() == highspy.HighsModelStatus.kInterrupt:
            proven = float(info.mip_dual_bound) if whole else 0.0
            return None, None, proven if np.isfinite(proven) else 0.0
        found = np.array(self.highs.getSolution().col_value)
        least = info.mip_dual_bound if whole else info.objective_function_value
        return found[: self.candidates], found[self.candidates :], float(least)

    def cut(self, order: Integers, ranked: Floats, chosen: Floats, ways: Floats) -> int:
        """Add the line that each resident's way breaks most; give how many were added.

        With the candidates in order of distance, the way is at least the distance of the r-th
        less what nearer ones that are open save, for the r where they first add up to one.
        """
        near = np.take_along_axis(np.broadcast_to(chosen, order.shape), order, axis=1)
        summed = np.cumsum(near, axis=1)
        at = np.minimum((summed < 1 - _SMALL).sum(axis=1), order.shape[1] - 1)
        rows = np.arange(len(order))
        far = ranked[rows, at]
        saves = np.maximum(far[:, None] - ranked, 0.0)
        least = far - (saves * near).sum(axis=1)
        broken = np.flatnonzero(least > ways + _SMALL * np.maximum(1.0, np.abs(least)))
        for row in broken:
            nearer = saves[row] > 0
            columns = np.append(order[row, nearer], self.candidates + row).astype(np.int32)
            values = np.append(saves[row, nearer], 1.0)
            self.highs.addRow(float(far[row]), highspy.kHighsInf, len(columns), columns, values)
        return len(broken)


def cover(
    within: Booleans,
    need: Floats,
    count: int,
    *,
    always: Booleans | None = None,
) -> Plan:
    """Choose ``count`` candidates so that most residents in need have one within reach [2]_.

    ``within`` is ``(demand, candidate)``; ``need`` ``(demand)``. Exact. Raises ``InputError``
    when the count does not fit.
    """
    reached = np.asarray(within, dtype=bool)
    _, need = checked(np.where(reached, 0.0, 1.0), need)
    fixed = kept_open(np.where(reached, 0.0, 1.0), count, always)
    # Residents within reach of the same candidates are one row.
    rows, where = np.unique(reached, axis=0, return_inverse=True)
    weight = np.bincount(where.reshape(-1), need, minlength=len(rows))
    keep = rows.any(axis=1) & (weight > 0)
    rows, weight = rows[keep], weight[keep]
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("mip_rel_gap", 0.0)
    candidates = reached.shape[1]
    for one in range(candidates):
        highs.addVar(1.0 if fixed[one] else 0.0, 1.0)
        highs.changeColIntegrality(one, highspy.HighsVarType.kInteger)
    for one in range(len(rows)):
        highs.addVar(0.0, 1.0)
        highs.changeColCost(candidates + one, -float(weight[one]))
    every = np.arange(candidates, dtype=np.int32)
    highs.addRow(float(count), float(count), candidates, every, np.ones(candidates))
    for one, near in enumerate(rows):
        columns = np.append(np.flatnonzero(near), candidates + one).astype(np.int32)
        values = np.append(np.ones(int(near.sum())), -1.0)
        highs.addRow(0.0, highspy.kHighsInf, len(columns), columns, values)
    highs.run()
    opened = np.array(highs.getSolution().col_value)[:candidates] > 0.5
    value = float(need[reached[:, opened].any(axis=1)].sum())
    return Plan(opened, value, value, stopped=False)


def checked(cost: Floats, need: Floats) -> tuple[Floats, Floats]:
    """Give ``(demand, candidate)`` and ``(demand)`` as arrays; raises ``InputError``."""
    cost = np.asarray(cost, dtype=np.float64)
    need = np.asarray(need, dtype=np.float64)
    if cost.ndim != 2 or need.shape != (cost.shape[0],):
        raise InputError(
            text("the distances and the residents are not about the same areas."),
            todo=text("Give one row of distances for each number of residents."),
        )
    if not np.isfinite(cost).all() or (cost < 0).any() or not (need >= 0).all():
        raise InputError(
            text("a distance or a number of residents is missing or below zero."),
            todo=text("Give every one; leave out areas that cannot reach any place."),
        )
    return cost, need


def kept_open(cost: Floats, count: int, always: Booleans | None) -> Booleans:
    """Give which candidates stay open, ``(candidate)``.

    Raises ``InputError`` when the count does not fit.
    """
    candidates = cost.shape[1]
    fixed = np.zeros(candidates, dtype=bool) if always is None else np.asarray(always, dtype=bool)
    if not max(1, int(fixed.sum())) <= count <= candidates:
        raise InputError(
            text(
                "%(count)s places cannot be chosen out of %(candidates)s "
                "with %(fixed)s that stay.",
                count=count,
                candidates=candidates,
                fixed=int(fixed.sum()),
            ),
            todo=text("Choose at least what stays and at most what there is."),
        )
    return fixed
