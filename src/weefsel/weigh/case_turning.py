"""What would turn a case: one quantity at a time, and two together.

The balance is recomputed whole for every value that is tried, so it holds for any form:
shares taken off, drop-off, overlap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from scipy.optimize import brentq

from weefsel.base.distributions import P5, P95, quantile
from weefsel.base.draws import Array
from weefsel.weigh.case_result import BreakEven, Pair, Swing
from weefsel.weigh.case_streams import Stream, Values
from weefsel.weigh.case_terms import Quantity, Terms
from weefsel.weigh.quantity import PERCENT

Balance = Callable[[Values], Array]  # the balance at values of all quantities, (draw,)
FAR = 100.0  # times its value: beyond that a number is another case
TRIED = 129  # values at which a change of sign is looked for
STEPS = 11  # values of the first of two quantities, from its P5 to its P95
EXACT = 1e-9  # of the size of the balance: a straight line needs no further search


def _centre(terms: Terms) -> dict[str, Array]:
    return {key: np.array([one.value]) for key, one in terms.held.items()}


def _needed(streams: Iterable[Stream]) -> list[str]:
    return list(dict.fromkeys(need for stream in streams for need in stream.needs))


def _shown(held: Quantity, value: float) -> float:
    return value * PERCENT if held.figure.unit == "percent" else value


def _at(balance: Balance, centre: dict[str, Array], key: str, values: Array) -> Array:
    return balance({**centre, key: values})


def swings(balance: Balance, streams: Sequence[Stream], terms: Terms) -> tuple[Swing, ...]:
    """Give the balance with each quantity at its P5 and P95, the widest first."""
    centre = _centre(terms)
    found = []
    for key in _needed(streams):
        held = terms.held[key]
        if not held.fixed:
            ends = np.array([quantile(held.distribution, level) for level in (P5, P95)])
            low, high = _at(balance, centre, key, ends).tolist()
            found.append(Swing(key, low, high))
    return tuple(sorted(found, key=lambda one: (-one.width, one.quantity)))


def _turns_at(
    balance: Balance, centre: dict[str, Array], held: Quantity, key: str
) -> float | None:
    """Give the value nearest to the central one at which the balance is nil, none if none."""
    top = 1.0 if held.figure.unit == "percent" else max(abs(held.value), 1.0) * FAR
    bottom = -top if held.support == "real" else 0.0
    near = [one for one in (held.value, held.value / 2, held.value * 2) if bottom <= one <= top]
    tried = np.unique(np.concatenate([np.linspace(bottom, top, TRIED), near]))
    values = _at(balance, centre, key, tried)
    found = tried[values == 0].tolist()
    if len(found) == tried.size:  # nil whatever it is
        return None
    for at in np.flatnonzero(values[:-1] * values[1:] < 0):
        found.append(_root(balance, centre, key, tried[at : at + 2], values[at : at + 2]))
    return min(found, key=lambda one: abs(one - held.value), default=None)


def _root(
    balance: Balance, centre: dict[str, Array], key: str, ends: Array, values: Array
) -> float:
    """Give where the balance is nil between two values at which its sign differs."""
    first, last = float(ends[0]), float(ends[1])
    straight = first - values[0] * (last - first) / (values[1] - values[0])
    left = float(_at(balance, centre, key, np.array([straight]))[0])
    if abs(left) <= EXACT * float(np.abs(values).max()):
        return float(straight)
    return float(
        brentq(lambda one: float(_at(balance, centre, key, np.array([one]))[0]), first, last)
    )


def break_even(
    balance: Balance, payer: str, streams: Sequence[Stream], terms: Terms
) -> tuple[BreakEven, ...]:
    """Give for each quantity the value at which the balance is nil, the others central.

    A quantity on which the balance does not hang is left out.
    """
    centre = _centre(terms)
    found = []
    for key in _needed(streams):
        held = terms.held[key]
        moved = held.value * 2 if held.value else 1.0
        now, then = _at(balance, centre, key, np.array([held.value, moved])).tolist()
        if now == then:
            continue
        turning = _turns_at(balance, centre, held, key)
        found.append(BreakEven(key, payer, None if turning is None else _shown(held, turning)))
    return tuple(found)


def pair(balance: Balance, moved: Sequence[Swing], terms: Terms) -> Pair | None:
    """Give the line of nil balance over the two quantities that move it most."""
    if len(moved) < 2:
        return None
    first, second = (terms.held[one.quantity] for one in moved[:2])
    centre = _centre(terms)
    points = []
    ends = (quantile(first.distribution, P5), quantile(first.distribution, P95))
    for value in np.linspace(*ends, STEPS):
        held = {**centre, first.id: np.array([float(value)])}
        turning = _turns_at(balance, held, second, second.id)
        if turning is not None:
            points.append((_shown(first, float(value)), _shown(second, turning)))
    return Pair(first.id, second.id, tuple(points)) if points else None
