"""Random-effects meta-analysis: what studies of the same outcome say together.

Effects on their own scale, ratios as logarithms. Between-study variance by restricted
maximum likelihood (Viechtbauer 2005) or by DerSimonian and Laird (1986); the interval by
Hartung and Knapp (2001), which is honest with few studies, or by the normal; the prediction
interval says what a new place may find (IntHout, Ioannidis, Rovers & Goeman 2016).

References
----------
DerSimonian, R. and Laird, N. (1986). Meta-analysis in clinical trials. Controlled Clinical
Trials 7, 177-188.
Hartung, J. and Knapp, G. (2001). A refined method for the meta-analysis of controlled
clinical trials with binary outcome. Statistics in Medicine 20, 3875-3889.
IntHout, J., Ioannidis, J.P.A., Rovers, M.M. and Goeman, J.J. (2016). Plea for routinely
presenting prediction intervals in meta-analysis. BMJ Open 6, e010247.
Viechtbauer, W. (2005). Bias and efficiency of meta-analytic variance estimators in the
random-effects model. Journal of Educational and Behavioral Statistics 30, 261-293.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import ndtri, stdtrit

Array = npt.NDArray[np.float64]
Method = Literal["reml", "dl"]
Test = Literal["knapp_hartung", "normal"]
FEWEST = 3  # studies: fewer are shown one by one
_UPPER = 0.975  # of a 95% interval
_WIDEST = 1e6  # times the largest variance: the search for tau squared ends somewhere


@dataclass(frozen=True)
class Pooled:
    """The pooled effect with its 95% interval, spread between studies and prediction.

    ``tau2`` is the variance between studies, ``i2`` the share of all variance that it is
    (0 to 100), ``q`` Cochran's Q with ``studies - 1`` degrees of freedom.
    """

    studies: int
    estimate: float
    standard_error: float
    low: float
    high: float
    tau2: float
    i2: float
    q: float
    predicted_low: float
    predicted_high: float
    method: Method
    test: Test


def pool(
    effects: Sequence[float],
    variances: Sequence[float],
    *,
    method: Method = "reml",
    test: Test = "knapp_hartung",
) -> Pooled:
    """Pool effects with their sampling variances, both of shape (study,).

    Raises ``ValueError`` with fewer than three studies, or with a variance that is not
    above zero.
    """
    y, v = np.asarray(effects, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    if y.shape != v.shape or y.ndim != 1 or len(y) < FEWEST:
        raise ValueError(f"at least {FEWEST} studies are pooled, each with a variance")
    if not (np.isfinite(y).all() and np.isfinite(v).all() and (v > 0).all()):
        raise ValueError("every effect is a number and every variance lies above zero")
    tau2 = _dersimonian_laird(y, v) if method == "dl" else _reml(y, v)
    weight = 1 / (v + tau2)
    estimate = float((weight @ y) / weight.sum())
    squared = 1 / float(weight.sum())
    k = len(y)
    reach = float(ndtri(_UPPER))
    if test == "knapp_hartung":
        squared *= float(weight @ (y - estimate) ** 2) / (k - 1)
        reach = float(stdtrit(k - 1, _UPPER))
    side, ahead = reach * squared**0.5, reach * (squared + tau2) ** 0.5
    fixed = 1 / v
    q = float(fixed @ (y - (fixed @ y) / fixed.sum()) ** 2)
    typical = (k - 1) * fixed.sum() / (fixed.sum() ** 2 - (fixed**2).sum())
    return Pooled(
        studies=k,
        estimate=estimate,
        standard_error=squared**0.5,
        low=estimate - side,
        high=estimate + side,
        tau2=tau2,
        i2=float(100 * tau2 / (tau2 + typical)),
        q=q,
        predicted_low=estimate - ahead,
        predicted_high=estimate + ahead,
        method=method,
        test=test,
    )


def variance(low: float, high: float) -> float:
    """Give the sampling variance behind a 95% confidence interval."""
    return ((high - low) / (2 * float(ndtri(_UPPER)))) ** 2


def _dersimonian_laird(y: Array, v: Array) -> float:
    weight = 1 / v
    q = weight @ (y - (weight @ y) / weight.sum()) ** 2
    scale = weight.sum() - (weight**2).sum() / weight.sum()
    return max(0.0, float((q - (len(y) - 1)) / scale))


def _reml(y: Array, v: Array) -> float:
    """Find where the slope of the restricted likelihood in tau squared is zero."""

    def slope(tau2: float) -> float:
        weight = 1 / (v + tau2)
        total = weight.sum()
        squared = (weight**2).sum()
        rest = y - (weight @ y) / total
        return float((weight**2) @ rest**2 - total + squared / total)

    if slope(0.0) <= 0:
        return 0.0
    top = float(v.max() + np.ptp(y) ** 2)
    while slope(top) > 0:
        top *= 2
        if top > _WIDEST * float(v.max() + np.ptp(y) ** 2):  # pragma: no cover
            raise ValueError("the variance between studies has no end")
    return float(brentq(slope, 0.0, top, xtol=1e-12, rtol=1e-12))
