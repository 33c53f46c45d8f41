"""Step 10: what is behind the noise: the true spread, and each score drawn to the average.

Everything here is in spreads: a value's distance to the centre of its reference, divided by
the standard deviation between areas *after the noise is taken out*, higher is stronger. The
weighted mean of an area's spreads, its standing, has an error that follows from those of its
figures. True standings are taken as normal around the average; what an area shows is drawn
to the average by the share of it that is noise, and so are its figures. Drawing around that,
and not around what was observed, adds no noise to noise.

One number per area is drawn in, not every indicator on its own by way of the others: more
error can then only make a standing less sure, and no correlation between indicators has to
be known (decision 090).

References
----------
.. [1] Efron, B. & Morris, C. (1973). Stein's estimation rule and its competitors. Journal
   of the American Statistical Association 68, 117-130.
.. [2] Fay, R. E. & Herriot, R. A. (1979). Estimates of income for small places. Journal of
   the American Statistical Association 74, 269-277: known errors that differ by area (the
   moment equation for the variance between areas, p. 276).
.. [3] Morris, C. N. (1983). Parametric empirical Bayes inference: theory and applications.
   Journal of the American Statistical Association 78, 47-55: wider, because the prior is
   learned from the same areas.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weefsel.scan.matrix import Bools, Floats, Integers

NO_MODEL = -1
_LEAST = 1e-6  # of the observed spread: where the search for the true one begins
_HALVINGS = 60  # beyond the resolution of a double
_JITTER = 1e-12  # keeps the root of errors that go wholly together defined


@dataclass(frozen=True)
class Noise:
    """How unsure the values are ``(area, indicator)`` and how errors go together.

    ``error`` are standard errors in the unit of the value. ``model`` ``(indicator)`` is the
    number of the model that made an estimate, ``NO_MODEL`` for none: errors of one model
    correlate ``within_model`` inside an area, turned so that higher is stronger (a model that
    is too rosy is so in all it estimates), and ``between_neighbours`` times that with a
    neighbour. ``estimated`` ``(area, indicator)`` tells which values are such estimates.
    """

    error: Floats
    model: Integers
    estimated: Bools
    within_model: float
    between_neighbours: float

    def together(self) -> Floats:
        """Give the correlations of errors inside an area, were all values estimates."""
        same = (self.model[:, None] == self.model[None, :]) & (self.model != NO_MODEL)[:, None]
        found = np.where(same, self.within_model, 0.0)
        np.fill_diagonal(found, 1.0)
        return found

    def take(self, rows: Integers) -> Noise:
        """Give the noise of some areas."""
        return Noise(
            self.error[rows],
            self.model,
            self.estimated[rows],
            self.within_model,
            self.between_neighbours,
        )

    def covariance(self, deviation: Floats) -> Floats:
        """Give the covariance of errors in spreads, ``(area, indicator, indicator)``.

        An unknown value has none.
        """
        scaled = np.nan_to_num(self.error / deviation)
        # Only two estimates of one model go together; every other pair does not.
        pair = self.estimated[:, :, None] & self.estimated[:, None, :]
        joint = np.where(pair, self.together()[None], np.eye(self.model.size)[None])
        return np.asarray(scaled[:, :, None] * scaled[:, None, :] * joint)


@dataclass(frozen=True)
class Prior:
    """What holds for all areas: per indicator, and of their standings.

    ``deviation`` ``(indicator)`` is the spread between areas without noise, ``reliability``
    its variance as a share of the observed one, ``floored`` where nothing could be told from
    noise. ``mean`` and ``variance`` are of the true standings, learned from ``areas``.
    """

    centre: Floats
    deviation: Floats
    direction: Floats
    reliability: Floats
    floored: Bools
    weights: Floats
    mean: float
    variance: float
    areas: int

    def spreads(self, values: Floats) -> Floats:
        """Give values ``(area, indicator)`` in spreads, higher is stronger."""
        return (values - self.centre) / self.deviation * self.direction


@dataclass(frozen=True)
class Posterior:
    """Where areas stand, in spreads.

    ``mean`` ``(area, indicator)`` is drawn in; ``root`` ``(area, indicator, indicator)`` is
    the lower triangular root of the covariance around it; ``known`` where there is a value;
    ``kept`` ``(area)`` the share of the distance to the average that is kept.
    """

    mean: Floats
    root: Floats
    known: Bools
    kept: Floats


def true_spread(
    values: Floats, error: Floats, deviation: Floats, *, minimum_reliability: float
) -> tuple[Floats, Floats, Bools]:
    """Give the spread between areas without noise, its reliability and where it was floored.

    ``values`` and ``error`` are ``(area of the reference, indicator)``, NaN where there is no
    value; ``deviation`` is the observed spread. Where errors explain nearly all of it, the
    variance is set to ``minimum_reliability`` of the observed one.
    """
    known = ~np.isnan(values)
    found = np.array(
        [
            between(values[known[:, one], one], error[known[:, one], one], float(deviation[one]))
            for one in range(deviation.size)
        ]
    )
    least = np.sqrt(minimum_reliability) * deviation
    floored = found < least
    true = np.where(floored, least, found)
    with np.errstate(invalid="ignore", divide="ignore"):
        reliability = np.where(deviation > 0, np.minimum(true / deviation, 1.0) ** 2, 0.0)
    return true, reliability, floored


def between(values: Floats, error: Floats, observed: float) -> float:
    """Give the standard deviation between areas once their own errors are taken out [2]_.

    The value at which the squared distances to the mean, each over its own variance, add up
    to the areas less one: areas with much error hardly count. Without error it is the
    ``observed`` one, and never above it; 0 where errors explain every difference.
    """
    if values.size < 2 or not error.any():
        return observed

    def over(variance: float) -> float:
        weight = 1 / (variance + error**2)
        mean = float((weight * values).sum() / weight.sum())
        return float((weight * (values - mean) ** 2).sum()) - (values.size - 1)

    low, high = (_LEAST * observed) ** 2, observed**2
    if over(low) <= 0:
        return 0.0
    if over(high) >= 0:
        return observed
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if over(middle) > 0:
            low = middle
        else:
            high = middle
    return float(np.sqrt((low + high) / 2))


def prior(
    values: Floats,
    noise: Noise,
    weights: Floats,
    *,
    direction: Floats,
    centre: Floats,
    deviation: Floats,
    minimum_reliability: float,
) -> Prior:
    """Take the noise out of the spread of every figure, and of the standings.

    ``values`` ``(area of the reference, indicator)`` after outliers were pulled in;
    ``centre`` and ``deviation`` describe them; ``weights`` ``(indicator)``.
    """
    true, reliability, floored = true_spread(
        values, noise.error, deviation, minimum_reliability=minimum_reliability
    )
    made = Prior(
        centre, true, direction, reliability, floored, weights, mean=0.0, variance=1.0, areas=0
    )
    standing, error = standings(made, values, noise)
    known = ~np.isnan(standing)
    standing, error = standing[known], error[known]
    if standing.size < 2:
        return made
    observed = float(standing.std(ddof=1))
    spread = max(between(standing, error, observed), np.sqrt(minimum_reliability) * observed)
    return Prior(
        centre, true, direction, reliability, floored, weights,
        mean=float(standing.mean()), variance=spread**2, areas=standing.size,
    )  # fmt: skip


def standings(before: Prior, values: Floats, noise: Noise) -> tuple[Floats, Floats]:
    """Give the weighted mean of spreads per area and its standard error, NaN without values."""
    share = _shares(values, before.weights)
    spreads = np.nan_to_num(before.spreads(values))
    variance = np.einsum("ai,aij,aj->a", share, noise.covariance(before.deviation), share)
    return (share * spreads).sum(axis=1), np.sqrt(variance)


def _shares(values: Floats, weights: Floats) -> Floats:
    """Give each filled indicator's share of the weight, ``(area, indicator)``."""
    filled = np.where(np.isnan(values), 0.0, weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(filled / filled.sum(axis=1, keepdims=True))


def posterior(before: Prior, values: Floats, noise: Noise) -> Posterior:
    """Give where areas stand: their figures drawn to the average, and how sure that is.

    ``values`` and ``noise`` are of the same areas, in any number. The variance grows by what
    the errors of the prior add to it [3]_; with thousands of areas that is nothing.
    """
    known = ~np.isnan(values)
    standing, error = standings(before, values, noise)
    noisy = error**2
    with np.errstate(invalid="ignore", divide="ignore"):
        out = np.where(noisy > 0, noisy / (noisy + before.variance), 0.0)  # Morris: B
        kept = 1 - out
        freedom = max(before.areas - 3, 1)  # [3]_, with one mean
        away = (standing - before.mean) ** 2
        extra = out**2 * (away * 2 / freedom + (noisy + before.variance) / max(before.areas, 1))
        grown = np.where(noisy > 0, kept + extra / np.where(noisy > 0, noisy, 1.0), 1.0)
    mean = kept[:, None] * before.spreads(values) + (out * before.mean)[:, None]
    covariance = noise.covariance(before.deviation)
    exact = ~known | (noise.error == 0)
    covariance = np.where(known[:, :, None] & known[:, None, :], covariance, 0.0)
    scale = np.einsum("aii->ai", covariance).max(axis=1, initial=0.0)
    # Relative to the size of the errors, so that scaling them scales the root.
    covariance += (_JITTER * scale + np.where(scale > 0, 0.0, 1.0))[:, None, None] * np.eye(
        values.shape[1]
    )
    root: Floats = np.asarray(np.linalg.cholesky(covariance), dtype=np.float64)
    root[exact] = 0.0
    return Posterior(
        mean=np.where(known, mean, 0.0),
        root=root * np.sqrt(grown)[:, None, None],
        known=known,
        kept=kept,
    )
