"""Access and reach: how much there is for residents in need, and how many of them it serves.

*Access* is capacity per resident in need within reach. *Reach* is the share of those in need
who can be served, and exists only where capacity and need have one unit (people a week, say).

References
----------
.. [1] Luo, W., Qi, Y. (2009). An enhanced two-step floating catchment area (E2SFCA) method
   for measuring spatial accessibility to primary care physicians. Health & Place 15,
   1100-1107.
.. [2] Wan, N., Zou, B., Sternberg, T. (2012). A three-step floating catchment area method
   for analyzing spatial access to health services. International Journal of Geographical
   Information Science 26, 1073-1089: residents divide themselves over the places near by.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.provisions.pairs import Decay, Integers, Pairs

Floats = npt.NDArray[np.float64]


_LEAST = 1e-9  # of all need: fewer people than that is rounding


@dataclass(frozen=True)
class Access:
    """What the residents of each demand point have, and what each place has to serve.

    ``access``: ``(demand)``, capacity per resident in need. ``load``: ``(place)``, residents
    in need around it, weighed by distance. ``unused``: ``(place)``, capacity without anybody
    in need around it. The sum of need x access is the capacity that has need around it.
    """

    access: Floats
    load: Floats
    unused: Floats


def two_step(pairs: Pairs, need: Floats, capacity: Floats, decay: Decay) -> Access:
    """Give access by the enhanced two-step floating catchment [1]_.

    ``need`` is ``(demand)``, residents in need; ``capacity`` ``(place)``. First each place
    divides its capacity over those in need around it, then each resident adds up the shares
    of the places around. Raises ``InputError`` for a need or capacity below zero or unknown.
    """
    need, capacity = _checked(need, capacity, pairs)
    weight = decay(pairs.cost)
    load = _summed(pairs.place, weight * need[pairs.demand], pairs.places)
    served = load > 0
    share = np.divide(capacity, load, out=np.zeros_like(capacity), where=served)
    found = _summed(pairs.demand, weight * share[pairs.place], pairs.demands)
    return Access(found, load, np.where(served, 0.0, capacity))


@dataclass(frozen=True)
class Reach:
    """How many of those in need are served, when they divide themselves over places near by.

    ``need`` is as given; ``served``: ``(demand)``, residents served; ``share``: ``(demand)``,
    of those in need, NaN where nobody is. ``used``: ``(place)``, capacity taken;
    ``asked``: ``(place)``, residents that turn to it. The sum of served is the sum of used.
    """

    need: Floats
    served: Floats
    share: Floats
    used: Floats
    asked: Floats

    @property
    def not_reached(self) -> Floats:
        """Give residents in need whom nobody serves, ``(demand)``."""
        return np.maximum(self.need - self.served, 0.0)


def reach(pairs: Pairs, need: Floats, capacity: Floats, decay: Decay) -> Reach:
    """Give how many of those in need are served; need and capacity in one unit.

    Residents divide themselves over the places around them that hold anybody, by their weight
    [2]_; a place that more turn to than it can hold serves all alike. Who is turned away goes
    on to the places around with room left, until nobody can: so one place more never leaves
    people out who were served by a larger one. ``asked`` counts where people turn to first.
    Raises ``InputError`` for a need or capacity below zero or unknown.
    """
    need, capacity = _checked(need, capacity, pairs)
    served, used = np.zeros_like(need), np.zeros_like(capacity)
    asked: Floats | None = None
    room = capacity > 0  # nobody turns to a place that holds nobody
    least = _LEAST * max(1.0, float(need.sum()))
    while True:
        turned, here, taken = _turn(pairs.among(room), need - served, capacity - used, decay)
        served, used = served + turned, used + taken
        asked = here if asked is None else asked
        room = room & (capacity - used > least)
        if turned.sum() <= least or not room.any():
            break
    nobody = need <= 0
    share = np.where(nobody, np.nan, served / np.where(nobody, 1.0, need))
    return Reach(need, served, share, used, asked)


def _turn(
    pairs: Pairs, waiting: Floats, room: Floats, decay: Decay
) -> tuple[Floats, Floats, Floats]:
    """Let who waits turn once: how many are served, per place how many ask and are taken."""
    turned = choices(pairs, decay) * np.maximum(waiting, 0.0)[pairs.demand]
    asked = _summed(pairs.place, turned, pairs.places)
    held = np.divide(room, asked, out=np.ones_like(room), where=asked > 0)
    held = np.clip(held, 0.0, 1.0)
    return _summed(pairs.demand, turned * held[pairs.place], pairs.demands), asked, asked * held


def choices(pairs: Pairs, decay: Decay) -> Floats:
    """Give which share of the residents of a point turns to each place, ``(pair)``.

    By the weight of the distance; the shares of a point add up to one where any place has a
    weight, else to zero.
    """
    weight = decay(pairs.cost)
    whole = _summed(pairs.demand, weight, pairs.demands)[pairs.demand]
    return np.divide(weight, whole, out=np.zeros_like(weight), where=whole > 0)


def _summed(at: Integers, weights: Floats, minlength: int) -> Floats:
    return np.bincount(at, weights, minlength).astype(np.float64)


def _checked(need: Floats, capacity: Floats, pairs: Pairs) -> tuple[Floats, Floats]:
    need = np.asarray(need, dtype=np.float64)
    capacity = np.asarray(capacity, dtype=np.float64)
    for values, count, what in (
        (need, pairs.demands, text("need")),
        (capacity, pairs.places, text("capacity")),
    ):
        if values.shape != (count,):
            raise InputError(
                text(
                    "%(what)s has %(given)s values and %(wanted)s are needed.",
                    what=what,
                    given=values.size,
                    wanted=count,
                ),
                todo=text("Give one value for each."),
            )
        if not (values >= 0).all():
            raise InputError(
                text("%(what)s must be known and not below zero.", what=what),
                todo=text("Leave out what is unknown, or estimate it and say so."),
            )
    return need, capacity
