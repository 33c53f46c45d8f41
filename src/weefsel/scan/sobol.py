"""Sobol indices of any function of uniform factors, with bootstrap intervals.

References
----------
.. [1] Saltelli, A., Annoni, P., Azzini, I., Campolongo, F., Ratto, M. & Tarantola, S. (2010).
   Variance based sensitivity analysis of model output. Computer Physics Communications 181,
   259-270: the design, and estimators (b) for the first order and (f) for the total.
.. [2] Jansen, M. J. W. (1999). Analysis of variance designs for model output. Computer
   Physics Communications 117, 35-43: the total.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from weefsel.scan.matrix import Floats

RESAMPLES = 500  # of the bootstrap: the ends of a 90% interval then rest on 25 each


@dataclass(frozen=True)
class Index:
    """How much of the variance of the output a factor explains, with a bootstrap interval."""

    value: float
    low: float
    high: float

    def document(self) -> dict[str, float]:
        """Give the index as a plain record."""
        return {"value": float(self.value), "low": float(self.low), "high": float(self.high)}


@dataclass(frozen=True)
class Indices:
    """Per factor the first-order and the total index, and what was computed."""

    first: tuple[Index, ...]
    total: tuple[Index, ...]
    mean: float  # of the output
    variance: float
    evaluations: int


def design(factors: int, points: int, seed: int) -> Floats:
    """Give the points of the design, ``(2 + factors, points, factors)``: A, B and each AB.

    ``points`` is a power of two. In AB number i the i-th factor comes from B, the others
    from A.
    """
    from scipy.stats import qmc  # takes a second: only who asks for indices waits for it

    engine = qmc.Sobol(d=2 * factors, scramble=True, rng=np.random.default_rng(seed))
    both = engine.random(points)
    a, b = both[:, :factors], both[:, factors:]
    found = np.stack([a, b, *(a for _ in range(factors))])
    for one in range(factors):
        found[2 + one, :, one] = b[:, one]
    return found


def indices(
    function: Callable[[Floats], float], factors: int, *, points: int, seed: int, level: float
) -> Indices:
    """Evaluate a function of ``factors`` uniform numbers over the design and analyse it."""
    at = design(factors, points, seed)
    output = np.array([[function(one) for one in part] for part in at])
    return analyse(output, seed=seed, level=level)


def analyse(output: Floats, *, seed: int, level: float) -> Indices:
    """Give indices of outputs ``(2 + factors, points)`` in the order of ``design``.

    Without any variance every index is 0: nothing is there to explain.
    """
    points = output.shape[1]
    first, total = _estimate(output)
    chance = np.random.default_rng(seed)
    again = [_estimate(output[:, chance.integers(0, points, points)]) for _ in range(RESAMPLES)]
    ends = [(1 - level) / 2, (1 + level) / 2]
    low_first, high_first = np.quantile([one for one, _ in again], ends, axis=0)
    low_total, high_total = np.quantile([one for _, one in again], ends, axis=0)
    factors = range(output.shape[0] - 2)
    return Indices(
        first=tuple(Index(first[i], low_first[i], high_first[i]) for i in factors),
        total=tuple(Index(total[i], low_total[i], high_total[i]) for i in factors),
        mean=float(output[:2].mean()),
        variance=float(output[:2].var()),
        evaluations=output.size,
    )


def _estimate(output: Floats) -> tuple[Floats, Floats]:
    a, b, swapped = output[0], output[1], output[2:]
    variance = np.concatenate([a, b]).var()
    if variance == 0:
        nothing = np.zeros(swapped.shape[0])
        return nothing, nothing
    # The mean is taken out first: it cancels in expectation and only adds spread.
    centred = b - output.mean()
    first = (centred * (swapped - a)).mean(axis=1) / variance
    total = ((a - swapped) ** 2).mean(axis=1) / (2 * variance)
    return first, total
