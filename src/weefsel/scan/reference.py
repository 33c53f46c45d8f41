"""Step 3 and 4 over a whole level: what the areas are compared with, per indicator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from weefsel.scan.matrix import Bools, Floats
from weefsel.scan.normalise import mean_and_deviation
from weefsel.scan.outliers import Bounds, moments, winsorise
from weefsel.scan.recipe import ScanRecipe

# Why an indicator has no comparison; the texts are in reasons.py.
COMPARED = ""
NO_COUNTRY = "partial_country"
FEW_AREAS = "few_areas"
NO_COMPARISON = "no_comparison"
NO_SPREAD = "no_spread"
ORIGIN = "origin"


@dataclass(frozen=True)
class Reference:
    """What one indicator is compared with at one level.

    ``mean`` is of the values as published, ``centre`` and ``deviation`` of the values
    after outliers were pulled in: those make the z-score. ``reason`` is empty when the
    indicator can be compared.
    """

    indicator: str
    areas: int
    filled: int
    mean: float
    centre: float
    deviation: float
    low: float
    high: float
    winsorised: int
    skew: float
    kurtosis: float
    reason: str

    @property
    def share(self) -> float:
        """Give the share of the reference's areas that have a value."""
        return self.filled / self.areas if self.areas else 0.0


def members(residents: Floats, minimum_residents: int) -> Bools:
    """Tell which areas are in the reference: those with enough residents (NaN: not)."""
    return np.asarray(residents >= minimum_residents)


def holds_country(level_residents: float, country_residents: float, minimum: float) -> bool:
    """Tell whether the loaded areas hold enough of the country's residents to be the country.

    An unknown country total cannot be judged, and what cannot be judged is no reference.
    """
    if not (country_residents > 0):
        return False
    return level_residents / country_residents >= minimum


def of_one_kind(values: Floats, own: Bools, within: Bools, *, country: bool) -> Floats:
    """Keep the values ``(area, indicator)`` that can be compared; the others become NaN.

    ``own`` marks figures that a municipality brought itself. A country is compared on
    official figures only. Inside one municipality an indicator is compared on the kind that
    most areas of the reference have, official when they are even: two ways of measuring are
    never put on one scale.
    """
    known = ~np.isnan(values)
    official_count = (known & ~own)[within].sum(axis=0)
    own_count = (known & own)[within].sum(axis=0)
    use_own = np.zeros(values.shape[1], dtype=np.bool_) if country else own_count > official_count
    return np.where(own == use_own[None, :], values, np.nan)


def reference(
    indicator: str,
    values: Floats,
    recipe: ScanRecipe,
    *,
    minimum_areas: int,
    whole_country: bool = True,
    origin: bool = False,
    context: bool = False,
) -> Reference:
    """Describe the values of the reference's areas ``(area)`` for one indicator.

    Context has no z-score, so nothing of it is pulled in.
    """
    filled = int((~np.isnan(values)).sum())
    mean, _ = mean_and_deviation(values)
    bounds = Bounds(-np.inf, np.inf, 0, *moments(values))
    if recipe.outliers == "winsorise" and not context:
        bounds = winsorise(
            values,
            skew_threshold=recipe.skew_threshold,
            kurtosis_threshold=recipe.kurtosis_threshold,
        )
    centre, deviation = mean_and_deviation(np.clip(values, bounds.low, bounds.high))
    if origin:
        reason = ORIGIN
    elif not whole_country:
        reason = NO_COUNTRY
    elif filled < recipe.minimum_reference_share * values.size or not filled:
        reason = NO_COMPARISON
    elif filled < minimum_areas:
        reason = FEW_AREAS
    elif not deviation > 0:
        reason = NO_SPREAD
    else:
        reason = COMPARED
    return Reference(
        indicator=indicator,
        areas=values.size,
        filled=filled,
        mean=mean,
        centre=centre,
        deviation=deviation,
        low=bounds.low,
        high=bounds.high,
        winsorised=bounds.count,
        skew=bounds.skew,
        kurtosis=bounds.kurtosis,
        reason=reason,
    )


def references(
    indicators: Sequence[str],
    values: Floats,
    recipe: ScanRecipe,
    *,
    minimum_areas: int,
    whole_country: bool = True,
    origin: frozenset[str] = frozenset(),
    context: frozenset[str] = frozenset(),
) -> tuple[Reference, ...]:
    """Describe every indicator of ``values`` ``(area of the reference, indicator)``."""
    return tuple(
        reference(
            indicator,
            values[:, column],
            recipe,
            minimum_areas=minimum_areas,
            whole_country=whole_country,
            origin=indicator in origin,
            context=indicator in context,
        )
        for column, indicator in enumerate(indicators)
    )
