"""Simulated areas of which the truth is known, to see whether ranges hold it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from weefsel.scan.prior import NO_MODEL, Noise, Posterior, Prior, posterior, prior
from weefsel.scan.redraw import Construction
from weefsel.scan.scale import scale

MINIMUM_RELIABILITY = 0.05


@dataclass(frozen=True)
class Simulated:
    """True and observed values ``(area, indicator)``, and what is learned from the latter."""

    true: np.ndarray
    values: np.ndarray
    noise: Noise
    construction: Construction
    prior: Prior

    def posterior(self, rows: np.ndarray) -> Posterior:
        return posterior(self.prior, self.values[rows], self.noise.take(rows))

    def scaled(self, factor: float) -> Simulated:
        """Give the same areas with all errors larger, everything else held."""
        return replace(self, noise=replace(self.noise, error=self.noise.error * factor))

    def true_scores(self) -> np.ndarray:
        held = self.construction.scale.denoised(self.prior.deviation)
        return self.construction.of_points(held.points_of_clipped(self.true))

    def observed_scores(self) -> np.ndarray:
        held = self.construction.scale.denoised(self.prior.deviation)
        return self.construction.of_points(held.points_of_clipped(self.values))


def simulate(
    areas: int,
    indicators: int,
    *,
    reliability: float,
    seed: int,
    pair: tuple[str, str] = ("z_score", "arithmetic"),
    correlation: float = 0.4,
    uneven: float = 0.4,
    equal: tuple[int, int] | None = None,
) -> Simulated:
    """Draw areas whose indicators correlate; errors differ by area (``uneven``, log scale)."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(areas, 1))
    own = rng.normal(size=(areas, indicators))
    true = np.sqrt(correlation) * common + np.sqrt(1 - correlation) * own
    size = np.exp(rng.normal(0, uneven, (areas, 1)))
    variance = (1 - reliability) / reliability * size / size.mean()
    error = np.repeat(np.sqrt(variance), indicators, axis=1)
    values = true + error * rng.normal(size=true.shape)
    if equal is not None:
        for array in (true, values, error):
            array[equal[1]] = array[equal[0]]
    direction = np.where(np.arange(indicators) % 2 == 0, 1.0, -1.0)
    true, values = 20 + 4 * true * direction, 20 + 4 * values * direction
    noise = Noise(
        error=4 * error,
        model=np.full(indicators, NO_MODEL),
        estimated=np.zeros(true.shape, dtype=np.bool_),
        within_model=0.0,
        between_neighbours=0.0,
    )
    held = scale(
        pair[0],  # type: ignore[arg-type]
        values,
        direction,
        low=np.full(indicators, -np.inf),
        high=np.full(indicators, np.inf),
        target=20 + 100 * direction,
        bottom=1.0,
        top=100.0,
    )
    weights = np.linspace(1.0, 2.0, indicators)
    construction = Construction(
        held,
        weights,
        pair[1],
        centre=50.0,
        spread=10.0,
        lowest=-1e9,
        highest=1e9,  # type: ignore[arg-type]
    )
    learned = prior(
        values,
        noise,
        weights,
        direction=direction,
        centre=held.centre,
        deviation=held.deviation,
        minimum_reliability=MINIMUM_RELIABILITY,
    )
    return Simulated(true, values, noise, construction, learned)
