"""Step 7: how heavily each indicator of a condition weighs: as given, equally, or by PCA.

References
----------
.. [1] OECD/JRC (2008). Handbook on Constructing Composite Indicators, step 6, weights based
   on principal components: squared loadings after varimax rotation, each factor by the
   share of variance it explains; Nicoletti, Scarpetta & Boylaud (2000).
.. [2] Kaiser, H. F. (1958). The varimax criterion. Psychometrika 23, 187-200.
"""

from __future__ import annotations

import numpy as np

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.scan.admissible import Weights
from weefsel.scan.matrix import Floats

_TURNS = 100  # varimax has settled long before
_SETTLED = 1e-10


def weigh(kind: Weights, given: Floats, values: Floats) -> Floats:
    """Give a weight per indicator, together as heavy as the given ones.

    ``given`` is ``(indicator)``, ``values`` ``(area of the reference, indicator)`` with NaN
    where there is none, in any unit. Raises ``InputError`` when PCA has too little to go on.
    """
    if kind == "given" or not given.size:
        return given
    if kind == "equal":
        return np.full(given.size, given.sum() / given.size)
    return np.asarray(principal(values) * given.sum())


def principal(values: Floats) -> Floats:
    """Give weights that add up to 1, by the rotated principal components of ``values`` [1]_.

    Factors with an eigenvalue of at least 1 count. A column without figures weighs 0.
    Raises ``InputError`` with fewer than two columns or areas complete on all of them.
    """
    there = ~np.isnan(values).all(axis=0)
    complete = values[:, there][~np.isnan(values[:, there]).any(axis=1)]
    if complete.shape[1] < 2 or complete.shape[0] <= complete.shape[1]:
        raise InputError(
            text(
                "weights by principal components need more areas with every figure than "
                "indicators: there are %(areas)s areas and %(indicators)s indicators.",
                areas=complete.shape[0],
                indicators=complete.shape[1],
            ),
            where="weights",
            todo=text("Choose given or equal weights."),
        )
    spread = complete.std(axis=0)
    if (spread == 0).any():
        raise InputError(
            text("weights by principal components need figures that differ between areas."),
            where="weights",
            todo=text("Choose given or equal weights."),
        )
    size, vectors = np.linalg.eigh(np.corrcoef(complete, rowvar=False))
    # The largest one always counts: rounding may leave it a hair under 1.
    kept = (size >= 1) | (size == size[-1])
    loadings = varimax(vectors[:, kept] * np.sqrt(size[kept]))
    explained = (loadings**2).sum(axis=0)
    within = loadings**2 / explained
    leading = within.max(axis=1, initial=0.0)
    factor = within.argmax(axis=1)
    weight = leading * explained[factor]
    found = np.zeros(values.shape[1])
    found[there] = weight / weight.sum()
    return found


def varimax(loadings: Floats) -> Floats:
    """Rotate loadings ``(indicator, factor)`` to the varimax criterion [2]_."""
    rows, factors = loadings.shape
    rotation = np.eye(factors)
    before = 0.0
    for _ in range(_TURNS):
        turned = loadings @ rotation
        target = turned**3 - turned * (turned**2).sum(axis=0) / rows
        left, singular, right = np.linalg.svd(loadings.T @ target)
        rotation = left @ right
        now = float(singular.sum())
        if now <= before * (1 + _SETTLED):
            break
        before = now
    return np.asarray(loadings @ rotation)
