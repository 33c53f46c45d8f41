"""Step 9: the standard error of every value, by the error model of its indicator.

References
----------
.. [1] Sheppard, W. F. (1898). On the calculation of the most probable values of
   frequency-constants. Proceedings of the London Mathematical Society 29, 353-380: rounding
   to the nearest step of ``b`` adds an error with variance ``b**2 / 12``. Rounded at random
   to one of the two steps around it, right on average, a count that lies anywhere between
   them with equal chance has ``b**2 / 6``: the mean of ``r (b - r)``.
.. [2] Brillinger, D. R. (1986). The natural variability of vital rates and associated
   statistics. Biometrics 42, 693-734: why a complete count of few people still varies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from weefsel.atlas.indicator import ErrorModel, Indicator
from weefsel.atlas.local_error import LEVEL, two_sided
from weefsel.base.figure import Flag
from weefsel.scan.matrix import NOWHERE, Floats, lay_out, positions
from weefsel.scan.reasons import ROUNDED_LEVELS

# What an error rests on, per value: shown beside it.
EXACT = "exact"
ROUNDING = "rounding"
SMALL_NUMBERS = "small_numbers"
MARGIN = "margin"
ASSUMED = "assumed"
BASES = (EXACT, ROUNDING, SMALL_NUMBERS, MARGIN, ASSUMED)

RESIDENTS = "population"
NEAREST, AT_RANDOM = 12, 6  # divisors of the square of a step [1]_
WHOLE = {"percent": 100.0, "per_1000": 1000.0, "per_100": 100.0, "ratio": 1.0}


def standard_errors(
    level: str,
    codes: Sequence[str],
    ids: Sequence[str],
    chosen: pl.DataFrame,
    catalogue: Mapping[str, Indicator],
    spread: Floats,
    *,
    residents_base: float,
    steady: float,
    assumed_share: float,
) -> tuple[Floats, np.ndarray]:
    """Give standard errors and what they rest on (index of ``BASES``), ``(area, indicator)``.

    ``chosen`` has ``CHOSEN_COLUMNS``; ``spread`` ``(indicator)`` is the standard deviation
    between the areas of the reference. ``residents_base`` is what residents of districts and
    neighbourhoods are rounded to; ``steady`` how many people of the average are added to an
    area before the chance in its share is worked out. An error that is not published is
    ``assumed_share`` of the spread: a declared assumption.
    """
    shape = (len(codes), len(ids))
    error = np.zeros(shape)
    basis = np.full(shape, BASES.index(EXACT), dtype=np.int8)
    people = _denominators(codes, chosen, catalogue, ids)
    values = _lay(chosen, codes, ids, "value", shape)
    for column, one in enumerate(ids):
        indicator = catalogue[one]
        found, why = _by_model(
            indicator, values[:, column], people.get(one), level, residents_base, steady
        )
        error[:, column], basis[:, column] = found, BASES.index(why)
    flag = chosen.filter(pl.col("flag") == Flag.MODEL_ESTIMATE.value)
    estimate = ~np.isnan(_lay(flag, codes, ids, "value", shape))
    by_kind = np.array([catalogue[one].error.kind in ("model_estimate", "survey") for one in ids])
    estimate |= by_kind[None, :]
    error = np.where(estimate, assumed_share * spread[None, :], error)
    basis[estimate] = BASES.index(ASSUMED)
    low, high = (_lay(chosen, codes, ids, name, shape) for name in ("lower", "upper"))
    margin = (high - low) / (2 * two_sided(LEVEL))
    stated = ~np.isnan(margin)
    error = np.where(stated, margin, error)
    basis[stated] = BASES.index(MARGIN)
    return error, basis


def _lay(
    chosen: pl.DataFrame,
    codes: Sequence[str],
    ids: Sequence[str],
    name: str,
    shape: tuple[int, int],
) -> Floats:
    row, at = positions(chosen["area"], codes), positions(chosen["indicator"], ids)
    here = (row != NOWHERE) & (at != NOWHERE)
    values = chosen[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
    return lay_out(values[here], row[here], at[here], shape)


def _denominators(
    codes: Sequence[str],
    chosen: pl.DataFrame,
    catalogue: Mapping[str, Indicator],
    ids: Sequence[str],
) -> dict[str, Floats]:
    """Give per share how many people or households it is of, ``(area)``.

    Residents stand in for a number that is not loaded: more than the share is of, so that
    the error is never made larger than the figures say.
    """
    wanted = {one: catalogue[one].error.denominator for one in ids}
    names = sorted({name for several in wanted.values() for name in several} | {RESIDENTS})
    numbers = _lay(chosen, codes, names, "value", (len(codes), len(names)))
    at = {name: position for position, name in enumerate(names)}
    residents = numbers[:, at[RESIDENTS]]
    found = {}
    for one, several in wanted.items():
        if several:
            total = numbers[:, [at[name] for name in several]].sum(axis=1)
            found[one] = np.where(np.isnan(total), residents, total)
    return found


def _by_model(
    indicator: Indicator,
    values: Floats,
    people: Floats | None,
    level: str,
    residents_base: float,
    steady: float,
) -> tuple[Floats, str]:
    model: ErrorModel = indicator.error
    step = model.base or 0.0
    rounded = step**2 / NEAREST
    nothing = np.zeros(values.shape)
    if model.kind == "rounding":
        found = step**2 / AT_RANDOM if level in ROUNDED_LEVELS else 0.0
        return nothing + np.sqrt(found), ROUNDING if found else EXACT
    if model.kind == "published_rounding":
        variance, why = nothing + rounded, ROUNDING
    elif model.kind == "share_of_counts":
        variance, why = nothing, ROUNDING
    else:
        return nothing, EXACT
    whole = WHOLE.get(indicator.unit)
    if people is None or whole is None:
        return np.sqrt(variance), why
    own = np.clip(values / whole, 0.0, 1.0)
    # Nobody at all is no share; one person keeps the error finite. The chance is that of the
    # area's own share drawn to the average: a share of none by luck is not a sure one.
    n = np.maximum(people, 1.0)
    known = ~np.isnan(own)
    average = float(own[known].mean()) if known.any() else 0.0
    share = (own * n + average * steady) / (n + steady)
    if model.kind == "share_of_counts":
        base = residents_base if level in ROUNDED_LEVELS else 0.0
        parts = max(len(model.denominator), 1)
        variance = whole**2 * (rounded + share**2 * parts * base**2 / AT_RANDOM) / n**2
    chance = whole**2 * share * (1 - share) / n
    return np.sqrt(variance + chance), SMALL_NUMBERS
