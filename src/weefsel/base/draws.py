"""Random draws: sixteen scrambles of Sobol points, one named stream a quantity.

A stream is keyed by its name and the seed, never by the order in which quantities are
declared: a new quantity changes nobody's draws, and two options that share a quantity
share its draws (common random numbers; the idea of vivarium's randomness streams).
Each stream is the one-dimensional Sobol sequence under its own scramble, put in its own
order ("padding"): every quantity on its own is spread as evenly as Sobol points are, and
combinations are as for Latin hypercubes. See ``docs/decisions/033-draws.md``.

References
----------
Owen, A.B. (1998). Latin supercube sampling for very high-dimensional simulations.
ACM Transactions on Modeling and Computer Simulation 8, 71-102.
Joe, S. and Kuo, F.Y. (2008). Constructing Sobol sequences with better two-dimensional
projections. SIAM Journal on Scientific Computing 30, 2635-2654.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

SCRAMBLES = 16  # independent replicates; their spread is the Monte Carlo error (DESIGN.md 6)
_BITS = 30  # resolution of the Sobol points that scipy draws by default
_HALF_STEP = 2.0 ** -(_BITS + 1)  # moves points off 0 without passing 1
_KEY_WORDS = 8  # 32-bit words of a SHA-256 digest

Result = TypeVar("Result")


@dataclass(frozen=True)
class DrawPlan:
    """How many draws there are, in how many scrambles, from which seed."""

    requested: int
    used: int
    seed: int

    @property
    def per_scramble(self) -> int:
        """Give the number of draws in one scramble, a power of two."""
        return self.used // SCRAMBLES

    @property
    def rounded(self) -> bool:
        """Tell whether more draws are used than were asked for."""
        return self.used != self.requested


def plan(requested: int, seed: int) -> DrawPlan:
    """Round the number of draws up to sixteen times a power of two.

    Raises ``ValueError`` when fewer than one draw is asked for or the seed is negative.
    """
    if requested < 1:
        raise ValueError("at least one draw is needed")
    if seed < 0:
        raise ValueError("a seed is zero or more")
    per_scramble = 1
    while per_scramble * SCRAMBLES < requested:
        per_scramble *= 2
    return DrawPlan(requested, per_scramble * SCRAMBLES, seed)


def _generator(seed: int, scramble: int, stream: str, purpose: str) -> np.random.Generator:
    key = hashlib.sha256(f"{seed}/{scramble}/{purpose}/{stream}".encode()).digest()
    words = np.frombuffer(key, dtype="<u4", count=_KEY_WORDS)
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([int(w) for w in words])))


def uniforms(draws: DrawPlan, stream: str, scramble: int) -> Array:
    """Draw the uniform numbers of one stream in one scramble, shape (draw,), within (0, 1).

    Raises ``ValueError`` when there is no such scramble.
    """
    if not 0 <= scramble < SCRAMBLES:
        raise ValueError(f"scramble {scramble} is not between 0 and {SCRAMBLES - 1}")
    from scipy.stats import qmc  # takes a second: only who draws waits for it

    engine = qmc.Sobol(
        d=1,
        scramble=True,
        bits=_BITS,
        rng=_generator(draws.seed, scramble, stream, "scramble"),
    )
    points: Array = engine.random_base2(draws.per_scramble.bit_length() - 1)[:, 0] + _HALF_STEP
    order = _generator(draws.seed, scramble, stream, "order").permutation(points.size)
    return points[order]


def over_scrambles(compute: Callable[[int], Result], *, threads: int = 1) -> list[Result]:
    """Run a computation for every scramble, results in the order of the scrambles.

    The chunks are the scrambles whatever the number of threads, so the digits are equal
    for any number. Raises ``ValueError`` for fewer than one thread.
    """
    if threads < 1:
        raise ValueError("at least one thread is needed")
    if threads == 1:
        return [compute(scramble) for scramble in range(SCRAMBLES)]
    with ThreadPoolExecutor(max_workers=min(threads, SCRAMBLES)) as pool:
        return list(pool.map(compute, range(SCRAMBLES)))


def monte_carlo_error(per_scramble: Sequence[float]) -> float:
    """Give the standard error of a statistic from its spread over independent scrambles."""
    values = np.asarray(per_scramble, dtype=np.float64)
    return float(values.std(ddof=1) / np.sqrt(values.size))
