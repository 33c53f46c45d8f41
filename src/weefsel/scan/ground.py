"""What the ranges of one condition rest on: errors, what is behind the noise, neighbours.

Made once for a level of a country and kept with it; every municipality then draws from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from weefsel.atlas.indicator import Indicator
from weefsel.scan.error import BASES, standard_errors
from weefsel.scan.impute import around
from weefsel.scan.level import LevelScan, Made
from weefsel.scan.matrix import Bools, Floats, Integers, lay_out, positions
from weefsel.scan.method import method
from weefsel.scan.prior import NO_MODEL, Noise, Posterior, Prior, posterior, prior
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.redraw import Construction

AROUND = ("neighbourhood", "district")  # levels whose areas lie in a larger one


@dataclass(frozen=True)
class Ground:
    """One condition of one level: ``(area, indicator)`` for what is an array.

    ``values`` have their outliers pulled in; ``basis`` says what each error rests on (index
    of ``error.BASES``); ``group`` is the larger area that neighbours share.
    """

    made: Made
    construction: Construction
    values: Floats
    noise: Noise
    basis: NDArray[np.int8]
    group: tuple[str, ...]
    prior: Prior

    def posterior(self, rows: Integers) -> Posterior:
        """Give where some areas stand."""
        return posterior(self.prior, self.values[rows], self.noise.take(rows))

    def assumed_share(self) -> Floats:
        """Give per area the share of the filled weight whose error is an assumption."""
        there = ~np.isnan(self.values)
        weights = self.construction.weights
        total = np.where(there, weights, 0.0).sum(axis=1)
        assumed = (self.basis == BASES.index("assumed")) & there
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(np.where(assumed, weights, 0.0).sum(axis=1) / total)


def ground(
    level: LevelScan,
    condition: str,
    catalogue: Mapping[str, Indicator],
    recipe: ScanRecipe,
    times: float = 1.0,
) -> Ground | None:
    """Give what ranges rest on, with assumed errors ``times`` their declared size.

    ``None`` where no indicator of the condition can be compared.
    """
    key = (condition, times * recipe.assumed_error)
    if key not in level.kept:
        level.kept[key] = _make(level, condition, catalogue, recipe, times)
    found: Ground | None = level.kept[key]
    return found


def _make(
    level: LevelScan,
    condition: str,
    catalogue: Mapping[str, Indicator],
    recipe: ScanRecipe,
    times: float,
) -> Ground | None:
    made = level.made[condition]
    construction = made.construction
    if construction is None or not made.scored.any():
        return None
    numbers = method(recipe.method)
    held = construction.scale
    error, basis = standard_errors(
        level.level,
        made.codes,
        made.indicators,
        level.compared,
        catalogue,
        held.deviation,
        residents_base=numbers.number("residents_base"),
        steady=float(recipe.minimum_residents),
        assumed_share=recipe.assumed_error * times,
    )
    error = np.where(made.imputed, made.imputed_error, error)
    assumed = BASES.index("assumed")
    basis[made.imputed] = assumed
    models = sorted({catalogue[one].error.model for one in made.indicators} - {""})
    model = np.array(
        [
            models.index(catalogue[one].error.model) if catalogue[one].error.model else NO_MODEL
            for one in made.indicators
        ],
        dtype=np.int64,
    )
    noise = Noise(
        error=error,
        model=model,
        estimated=(basis == assumed) & ~made.imputed & (model != NO_MODEL)[None, :],
        within_model=numbers.number("error_within_model"),
        between_neighbours=numbers.number("error_between_neighbours"),
    )
    if level.level in AROUND:
        parents, at = around(level.level, made.codes)
        group = tuple(parents[one] for one in at)
    else:
        group = made.codes
    return assemble(
        made, construction, noise, basis, group,
        minimum_reliability=numbers.number("minimum_reliability"),
    )  # fmt: skip


def assemble(
    made: Made,
    construction: Construction,
    noise: Noise,
    basis: NDArray[np.int8],
    group: tuple[str, ...],
    *,
    minimum_reliability: float,
) -> Ground:
    """Learn what is behind the noise from the areas of the reference that have a score."""
    held = construction.scale
    values = np.clip(made.values, held.low, held.high)
    rows = np.flatnonzero(made.within & made.scored)
    before = prior(
        np.where(made.imputed, np.nan, values)[rows],
        noise.take(rows),
        construction.weights,
        direction=held.direction,
        centre=held.centre,
        deviation=held.deviation,
        minimum_reliability=minimum_reliability,
    )
    return Ground(made, construction, values, noise, basis, group, before)


@dataclass(frozen=True)
class Errors:
    """Standard errors and what they rest on, ``(area, indicator)``, with who is where.

    ``values`` are those that are compared, NaN elsewhere; ``within`` ``(area)`` tells who is
    in the reference.
    """

    rows: Mapping[str, int]
    columns: Mapping[str, int]
    error: Floats
    basis: NDArray[np.int8]
    values: Floats
    within: Bools

    def of(self, area: str, indicator: str) -> tuple[float, str] | None:
        """Give the error of a value and what it rests on; none without a value or an error."""
        if area not in self.rows or indicator not in self.columns:
            return None
        at = self.rows[area], self.columns[indicator]
        found = float(self.error[at])
        return None if np.isnan(found) else (found, BASES[self.basis[at]])


def errors(level: LevelScan, catalogue: Mapping[str, Indicator], recipe: ScanRecipe) -> Errors:
    """Give the standard error of every compared value of a level, worked out once."""
    key = ("errors", recipe.assumed_error)
    if key not in level.kept:
        numbers = method(recipe.method)
        codes = sorted(set(level.compared["area"]))
        ids = sorted(set(level.compared["indicator"]))
        spread = {one.indicator: one.deviation for one in level.references}
        error, basis = standard_errors(
            level.level,
            codes,
            ids,
            level.compared,
            catalogue,
            np.array([spread[one] for one in ids]),
            residents_base=numbers.number("residents_base"),
            steady=float(recipe.minimum_residents),
            assumed_share=recipe.assumed_error,
        )
        shown = level.compared.filter(pl.col("place").is_not_null())
        row, at = positions(shown["area"], codes), positions(shown["indicator"], ids)
        made = next(iter(level.made.values()))
        inside = {one for one, there in zip(made.codes, made.within, strict=True) if there}
        level.kept[key] = Errors(
            {one: at for at, one in enumerate(codes)},
            {one: at for at, one in enumerate(ids)},
            error,
            basis,
            lay_out(shown["value"].to_numpy(), row, at, error.shape),
            np.array([one in inside for one in codes], dtype=np.bool_),
        )
    found: Errors = level.kept[key]
    return found
