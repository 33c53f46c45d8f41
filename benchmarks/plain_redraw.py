"""Redrawing scores in plain NumPy, a draw at a time: the baseline for the compiled one."""

from __future__ import annotations

import numpy as np

Array = np.ndarray


def redraw(
    mean: Array,
    error: Array,
    weights: Array,
    seed: int,
    *,
    low: Array | None = None,
    high: Array | None = None,
) -> Array:
    """Give scores ``(area, draw)``: noise and weights drawn, z-scores or min-max.

    ``mean`` and ``error`` are ``(area, indicator)`` in spreads, ``weights`` ``(draw,
    indicator)``.
    """
    chance = np.random.default_rng(seed)
    scores = np.empty((mean.shape[0], weights.shape[0]))
    for draw, of in enumerate(weights):
        points = mean + error * chance.standard_normal(mean.shape)
        if low is not None and high is not None:
            points = np.clip(1 + 99 * (points - low) / (high - low), 1, 100)
        found = points @ (of / of.sum())
        scores[:, draw] = 50 + 10 * found if low is None else found
    return scores


def ranks(scores: Array) -> Array:
    """Give ranks ``(area, draw)``, 1 the highest, equal scores in any order."""
    order = np.argsort(-scores, axis=0)
    found = np.empty(scores.shape, dtype=np.int32)
    np.put_along_axis(found, order, np.arange(1, scores.shape[0] + 1)[:, None], axis=0)
    return found
