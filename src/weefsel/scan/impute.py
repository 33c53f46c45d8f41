"""Step 3 over a whole level: what is missing, filled from where the recipe says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from weefsel.atlas.indicator import Indicator
from weefsel.scan.matrix import NOWHERE, Floats, Integers, lay_out, positions
from weefsel.scan.method import method
from weefsel.scan.missing import Filled, from_parent, from_peers
from weefsel.scan.normalise import mean_and_deviation
from weefsel.scan.recipe import ScanRecipe

# What makes areas alike for filling in: how dense, how old, how large. Never origin (rule 9).
TRAITS = ("address_density", "household_size", "residents_share_0_14", "residents_share_65plus")
_PREFIX = {"neighbourhood": ("WK", 8), "district": ("GM", 6)}  # code of the area around one


def impute(
    level: str,
    codes: Sequence[str],
    ids: Sequence[str],
    values: Floats,
    chosen: pl.DataFrame,
    catalogue: Mapping[str, Indicator],
    recipe: ScanRecipe,
) -> Filled:
    """Fill what is missing of the indicators with a direction; nothing unless asked.

    A municipality has no larger area here: nothing is filled from a parent there.
    """
    nothing = Filled(values, np.zeros(values.shape), np.zeros(values.shape, dtype=np.bool_))
    if recipe.missing == "leave_out" or (recipe.missing == "parent" and level not in _PREFIX):
        return nothing
    wanted = [at for at, one in enumerate(ids) if catalogue[one].direction]
    part = values[:, wanted]
    if recipe.missing == "parent":
        parents, parent = around(level, codes)
        row = positions(chosen["area"], parents)
        at = positions(chosen["indicator"], [ids[one] for one in wanted])
        here = (row != NOWHERE) & (at != NOWHERE)
        above = lay_out(
            chosen["value"].to_numpy()[here], row[here], at[here], (len(parents), len(wanted))
        )
        found = from_parent(part, above, parent)
    else:
        count = round(method(recipe.method).number("peers_for_missing"))
        found = from_peers(part, _traits(ids, values), count)
    filled, error, imputed = values.copy(), np.zeros(values.shape), nothing.imputed.copy()
    filled[:, wanted], error[:, wanted], imputed[:, wanted] = (
        found.values, found.error, found.imputed,
    )  # fmt: skip
    return Filled(filled, error, imputed)


def around(level: str, codes: Sequence[str]) -> tuple[list[str], Integers]:
    """Give the codes of the larger areas and the place in it of each area's own."""
    prefix, length = _PREFIX[level]
    own = [prefix + code[2:length] for code in codes]
    parents = sorted(set(own))
    at = {code: place for place, code in enumerate(parents)}
    return parents, np.array([at[code] for code in own], dtype=np.int64)


def _traits(ids: Sequence[str], values: Floats) -> Floats:
    """Give the traits that are loaded, standardised; an unknown one is taken as average."""
    columns = [at for at, one in enumerate(ids) if one in TRAITS]
    found = np.zeros((values.shape[0], max(len(columns), 1)))
    for place, column in enumerate(columns):
        mean, deviation = mean_and_deviation(values[:, column])
        if deviation > 0:
            found[:, place] = np.nan_to_num((values[:, column] - mean) / deviation)
    return found
