"""The steps of a composite before its scale: filling in, logarithms, outliers, goalposts."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.scan.composite_recipe import CompositeRecipe, Measure
from weefsel.scan.composite_table import Taken
from weefsel.scan.matrix import Bools, Floats
from weefsel.scan.missing import Filled, from_group
from weefsel.scan.outliers import Bounds, logarithm, moments, winsorise


@dataclass(frozen=True)
class Step:
    """What was done to one indicator, and how skewed its values are after that."""

    indicator: str
    filled: int
    imputed: int
    winsorised: int
    logarithm: bool
    skew: float | None
    kurtosis: float | None

    def document(self) -> dict[str, Any]:
        """Give it as a plain record."""
        return asdict(self)


@dataclass(frozen=True)
class Prepared:
    """Values ready to be put on a scale, ``(area, indicator)``: filled in, logarithm taken.

    ``error`` are standard errors in that unit, NaN where none is given; ``imputed`` marks what
    was filled in. ``low`` and ``high`` ``(indicator)`` are where outliers are cut off.
    ``steps`` says what was done to each indicator.
    """

    values: Floats
    error: Floats
    imputed: Bools
    low: Floats
    high: Floats
    steps: tuple[Step, ...]
    logged: tuple[tuple[float, float] | None, ...]  # least and most of a column in logarithms


def fill_in(values: Floats, groups: tuple[str, ...], kept: Bools, how: str) -> Filled:
    """Fill what is missing of the areas that are kept, as the recipe says."""
    nothing = Filled(values, np.zeros(values.shape), np.zeros(values.shape, dtype=np.bool_))
    if how in ("leave_out", "refuse"):
        return nothing
    names = sorted(set(groups))
    at = {name: place for place, name in enumerate(names)}
    group = np.array([at[one] if how.startswith("group") else 0 for one in groups])
    found = from_group(values, group, "median" if how.endswith("median") else "mean")
    imputed = found.imputed & kept[:, None]
    return Filled(
        np.where(imputed, found.values, values), np.where(imputed, found.error, 0.0), imputed
    )


def prepare(filled: Filled, taken: Taken, kept: Bools, recipe: CompositeRecipe) -> Prepared:
    """Take logarithms and find what is far out, column by column."""
    values, error = filled.values.copy(), taken.errors.copy()
    error = np.where(filled.imputed, filled.error, error)
    low = np.full(values.shape[1], -np.inf)
    high = np.full(values.shape[1], np.inf)
    steps, logged = [], []
    for at, one in enumerate(recipe.indicator):
        if one.transform == "log":
            error[:, at] = error[:, at] / values[:, at]
            values[:, at] = np.log(values[:, at])
        bounds = bounds_of(values[kept, at], one, recipe)
        drawn = None
        treated = (one.outliers or recipe.outliers) == "winsorise"
        if treated and _still_far(bounds, recipe) and recipe.otherwise == "log":
            known = values[kept, at][~np.isnan(values[kept, at])]
            drawn = (float(known.min()), float(known.max()))
            moved = logarithm(values[:, at], *drawn)
            error[:, at] = error[:, at] / np.exp(moved)
            values[:, at] = moved
            bounds = Bounds(-np.inf, np.inf, 0, *moments(moved[kept]))
        low[at], high[at] = bounds.low, bounds.high
        logged.append(drawn)
        steps.append(
            Step(
                indicator=one.id,
                filled=int((~np.isnan(taken.values[kept, at])).sum()),
                imputed=int(filled.imputed[:, at].sum()),
                winsorised=bounds.count,
                logarithm=drawn is not None or one.transform == "log",
                skew=_finite(bounds.skew),
                kurtosis=_finite(bounds.kurtosis),
            )
        )
    return Prepared(values, error, filled.imputed, low, high, tuple(steps), tuple(logged))


def bounds_of(
    values: Floats, one: Measure, recipe: CompositeRecipe, *, asked: str | None = None
) -> Bounds:
    """Find where the outliers of a column are cut off, when that is asked for."""
    how = one.outliers or asked or recipe.outliers
    if how == "none":
        return Bounds(-np.inf, np.inf, 0, *moments(values))
    return winsorise(
        values,
        skew_threshold=recipe.skew_threshold,
        kurtosis_threshold=recipe.kurtosis_threshold,
        most=recipe.winsorise_most,
    )


def _still_far(bounds: Bounds, recipe: CompositeRecipe) -> bool:
    return abs(bounds.skew) > recipe.skew_threshold and bounds.kurtosis > recipe.kurtosis_threshold


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def goalposts(prepared: Prepared, recipe: CompositeRecipe) -> tuple[Floats, Floats, Floats]:
    """Give declared minimum, maximum and target ``(indicator)`` on the scale of the values."""
    found = np.full((3, len(recipe.indicator)), np.nan)
    for at, one in enumerate(recipe.indicator):
        drawn = prepared.logged[at]
        for place, post in enumerate((one.minimum, one.maximum, one.target)):
            if post is None:
                continue
            if one.transform == "log":
                post = float(np.log(post))
            if drawn is not None:
                raise InputError(
                    text("a goalpost is lost when the column is drawn in by a logarithm."),
                    where=one.id,
                    todo=text("Set outliers to none for this indicator."),
                )
            found[place, at] = post
    return found[0], found[1], found[2]
