"""Step 12: which ranks an area may truly have: confidence sets, not the spread of a draw.

A set contains the true rank of its area with the named confidence, whatever the true
scores are. It follows from all comparisons of the area with every other: those that are
surely higher or lower bound the rank.

References
----------
.. [1] Mogstad, M., Romano, J. P., Shaikh, A. M. & Wilhelm, D. (2024). Inference for ranks
   with applications to mobility across neighbourhoods and academic achievement across
   countries. Review of Economic Studies 91(1), 476-518: marginal confidence sets by
   stepwise tests of all pairs with one area. The peer is R package csranks
   (``csranks(simul = FALSE)``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from weefsel.scan.matrix import Bools, Floats

Ranks = NDArray[np.int64]
# Above so many areas the critical value is read from areas with as much noise, one step.
EXACT_UP_TO = 500
_GRID = 24  # sizes of noise at which it is computed; between them it is interpolated
_DIGITS = 12  # of a double's sixteen: what adding in another order leaves alone


@dataclass(frozen=True)
class RankSets:
    """Per area the rank of its estimate and the least and greatest it may be; 1 is highest."""

    rank: Ranks
    low: Ranks
    high: Ranks


def rank_sets(estimate: Floats, covariance: Floats, *, level: float, normal: Floats) -> RankSets:
    """Give marginal confidence sets for the rank of every area [1]_.

    ``estimate`` ``(area)`` are scores with error, not drawn to the mean; ``covariance``
    ``(area, area)`` of those errors. ``normal`` ``(draw, area)`` are standard normal
    numbers for the distribution of the greatest difference. Areas without any error
    between them are told apart exactly; equal ones never.
    """
    areas = estimate.size
    size, vectors = np.linalg.eigh(covariance)
    errors = normal @ (vectors * np.sqrt(np.maximum(size, 0.0))).T
    diagonal = np.diag(covariance)
    variance = diagonal[:, None] + diagonal[None, :] - 2 * covariance
    sure = variance <= 1e-12 * max(float(diagonal.max(initial=0.0)), 1e-300)
    spread = np.sqrt(np.where(sure, 1.0, variance))
    low, high = np.empty(areas, dtype=np.int64), np.empty(areas, dtype=np.int64)
    for area in range(areas):
        others = np.arange(areas) != area
        drawn = (errors - errors[:, [area]]) / spread[area]
        difference = (estimate - estimate[area]) / spread[area]
        higher, lower = _step_down(difference, drawn, others & ~sure[area], level)
        exact = others & sure[area]
        higher |= exact & (difference > 0)
        lower |= exact & (difference < 0)
        low[area] = 1 + int(higher.sum())
        high[area] = areas - int(lower.sum())
    return RankSets(rank_of(estimate), low, high)


def _step_down(
    difference: Floats, drawn: Floats, others: Bools, level: float
) -> tuple[Bools, Bools]:
    """Tell who is surely higher and who surely lower, testing again without those each time."""
    # Two hypotheses a pair: not higher, and not lower. A pair that is settled on one side
    # stays in play on the other, as in csranks.
    open_higher, open_lower = others.copy(), others.copy()
    while open_higher.any() or open_lower.any():
        most = np.full(drawn.shape[0], -np.inf)
        if open_higher.any():
            most = np.maximum(most, drawn[:, open_higher].max(axis=1))
        if open_lower.any():
            most = np.maximum(most, (-drawn[:, open_lower]).max(axis=1))
        critical = float(np.quantile(most, level))
        new_higher = open_higher & (difference > critical)
        new_lower = open_lower & (-difference > critical)
        if not (new_higher.any() or new_lower.any()):
            break
        open_higher &= ~new_higher
        open_lower &= ~new_lower
    return others & ~open_higher, others & ~open_lower


def rank_sets_of_many(
    estimate: Floats, error: Floats, *, level: float, normal: Floats
) -> RankSets:
    """Give marginal confidence sets for very many areas whose errors are independent.

    ``error`` ``(area)`` are standard errors. The critical value of an area depends on the
    others only through their errors, so it is computed at some sizes of error and
    interpolated; in one step, which makes a set at most a little wider. ``normal`` is
    ``(draw, area)``.
    """
    errors = normal * error
    at = np.unique(np.quantile(error, np.linspace(0, 1, _GRID)))
    extra = normal[:, -1]  # chance of the area itself: one of very many columns
    critical = np.empty(at.size)
    for one, own in enumerate(at):
        spread = np.sqrt(np.maximum(own**2 + error**2, 1e-300))
        greatest = np.abs((errors - (own * extra)[:, None]) / spread).max(axis=1)
        critical[one] = np.quantile(greatest, level)
    needed = np.interp(error, at, critical)
    low = np.empty(estimate.size, dtype=np.int64)
    high = np.empty(estimate.size, dtype=np.int64)
    for area in range(estimate.size):
        reach = needed[area] * np.sqrt(error[area] ** 2 + error**2)
        difference = estimate - estimate[area]
        low[area] = 1 + int((difference > reach).sum())
        high[area] = estimate.size - int((-difference > reach).sum())
    return RankSets(rank_of(estimate), low, high)


def rank_of(estimate: Floats) -> Ranks:
    """Give ranks, 1 the highest; equal ones share the least.

    Sums that differ in their last digits only are equal: those digits follow from the order
    of adding, not from the figures.
    """
    known = np.abs(estimate[np.isfinite(estimate)])
    size = float(known.max(initial=0.0)) or 1.0
    told = np.round(estimate / size, _DIGITS)
    ordered = np.sort(told)
    return np.asarray(told.size - np.searchsorted(ordered, told, side="right") + 1, dtype=np.int64)
