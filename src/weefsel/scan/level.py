"""All steps for one level of the country at once: every area against the same reference."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from weefsel.atlas.indicator import CONDITIONS, Indicator
from weefsel.base.figure import Flag
from weefsel.scan import reference as refer
from weefsel.scan.compose import compose
from weefsel.scan.coverage import coverage
from weefsel.scan.direction import orient
from weefsel.scan.matrix import NOWHERE, Bools, Floats, Integers, lay_out, positions
from weefsel.scan.method import method
from weefsel.scan.normalise import place, z_score
from weefsel.scan.recipe import ScanRecipe

RESIDENTS = "population"  # the indicator that says how many people live in an area

# Why an area has no score on a condition; the texts are in reasons.py.
SCORED = ""
UNKNOWN_RESIDENTS = "unknown_residents"
FEW_RESIDENTS = "few_residents"
FEW_FIGURES = "few_figures"
NOT_COMPARED = "not_compared"  # enough figures, but too few of them have a reference

SCORE_COLUMNS = {
    "area": pl.String,
    "level": pl.String,
    "condition": pl.String,
    "score": pl.Float64,  # 0 to 100, null without a score
    "place": pl.Float64,  # percent of the reference with a lower score, ties half
    "permitted": pl.Int32,
    "present": pl.Int32,  # permitted indicators with a value
    "filled": pl.Int32,  # those that are compared too: these count
    "weight_filled": pl.Float64,  # share of the permitted weight, 0 to 1
    "model_share": pl.Float64,  # share of the filled weight on model estimates, null if none
    "reason": pl.String,  # SCORED, or why there is no score
}


@dataclass(frozen=True)
class LevelScan:
    """One level of a country: scores and compared values of every area, and the reference.

    ``scores`` has ``SCORE_COLUMNS``; ``compared`` is ``chosen`` of this level with the
    columns ``z`` (higher is stronger; null for context), ``place`` and ``winsorised``.
    ``scored_areas`` counts per condition the areas of the reference that have a score.
    """

    level: str
    scores: pl.DataFrame
    compared: pl.DataFrame
    references: tuple[refer.Reference, ...]
    scored_areas: Mapping[str, int]
    whole_country: bool


def permitted(
    catalogue: Mapping[str, Indicator], condition: str, indicator_set: str
) -> tuple[str, ...]:
    """Give the ids that may enter a condition, in alphabetical order.

    Never one that says something of origin, nationality or religion (rule 9), never one
    without a direction.
    """
    return tuple(
        sorted(
            indicator.id
            for indicator in catalogue.values()
            if indicator.condition == condition
            and indicator.direction
            and not indicator.origin_trait
            and (indicator.core or indicator_set == "all")
        )
    )


def scan_level(
    level: str,
    areas: Sequence[str],
    chosen: pl.DataFrame,
    catalogue: Mapping[str, Indicator],
    recipe: ScanRecipe,
    *,
    country_residents: float | None,
    own: Collection[str] = (),
) -> LevelScan:
    """Run every step for the areas of one level.

    ``areas`` are all areas of the level in the country, ``chosen`` has ``CHOSEN_COLUMNS``.
    ``country_residents`` is the country's total, ``None`` for a country or municipality that
    is its own reference; NaN when it is not known. Figures of the editions ``own`` are never
    compared with a whole country: each municipality measures in its own way.
    """
    codes = sorted(set(areas))
    ids = sorted(catalogue)
    column = {indicator: position for position, indicator in enumerate(ids)}
    row, at = positions(chosen["area"], codes), positions(chosen["indicator"], ids)
    within_level = (row != NOWHERE) & (at != NOWHERE)
    here = chosen.filter(pl.Series(within_level))
    row, at = row[within_level], at[within_level]
    shape = (len(codes), len(ids))
    array = lay_out(here["value"].to_numpy(), row, at, shape)
    residents = array[:, column[RESIDENTS]] if RESIDENTS in column else np.full(len(codes), np.nan)
    within = refer.members(residents, recipe.minimum_residents)
    whole = country_residents is None or refer.holds_country(
        float(np.nansum(residents)), country_residents, recipe.minimum_country_share
    )
    brought = np.zeros(shape, dtype=np.bool_)
    brought[row, at] = here["source"].is_in(list(own)).to_numpy()
    comparable = refer.of_one_kind(array, brought, within, country=country_residents is not None)
    references = refer.references(
        ids,
        comparable[within],
        recipe,
        minimum_areas=round(method(recipe.method).number("minimum_reference_areas")),
        whole_country=whole,
        origin=frozenset(one.id for one in catalogue.values() if one.origin_trait),
        context=frozenset(one.id for one in catalogue.values() if not one.direction),
    )
    z, places = _compare(comparable, within, references)
    oriented = orient(z, np.array([float(catalogue[one].direction) for one in ids]))
    estimate = (here["flag"] == Flag.MODEL_ESTIMATE.value).to_numpy()
    modelled = np.zeros(shape, dtype=np.bool_)
    modelled[row[estimate], at[estimate]] = True
    frames, scored_areas = [], {}
    for condition in CONDITIONS:
        wanted = permitted(catalogue, condition, recipe.indicator_set)
        columns = [column[one] for one in wanted]
        weights = np.array([catalogue[one].weight for one in wanted], dtype=np.float64)
        frame, count = _condition(
            condition, level, codes, array[:, columns], oriented[:, columns], weights,
            modelled[:, columns],
            residents, within, recipe,
        )  # fmt: skip
        frames.append(frame)
        scored_areas[condition] = count
    return LevelScan(
        level=level,
        scores=pl.concat(frames),
        compared=_compared(here, row, at, oriented, places, references),
        references=references,
        scored_areas=scored_areas,
        whole_country=whole,
    )


def _compare(
    array: Floats, within: Bools, references: tuple[refer.Reference, ...]
) -> tuple[Floats, Floats]:
    """Give z-scores (not yet oriented) and places ``(area, indicator)``."""
    z = np.full(array.shape, np.nan)
    places = np.full(array.shape, np.nan)
    for position, one in enumerate(references):
        if one.reason != refer.COMPARED:
            continue
        of_all = array[:, position]
        z[:, position] = z_score(
            of_all, mean=one.centre, deviation=one.deviation, low=one.low, high=one.high
        )
        places[:, position] = place(of_all, of_all[within])
    return z, places


def _condition(
    condition: str,
    level: str,
    codes: list[str],
    values: Floats,
    z: Floats,
    weights: Floats,
    modelled: Bools,
    residents: Floats,
    within: Bools,
    recipe: ScanRecipe,
) -> tuple[pl.DataFrame, int]:
    """Score one condition; give ``SCORE_COLUMNS`` and how many areas the reference scored."""
    numbers = method(recipe.method)
    covered = coverage(
        z, weights, minimum_filled=recipe.minimum_filled, minimum_weight=recipe.minimum_weight
    )
    score = compose(
        z,
        weights,
        covered.enough & within,
        centre=recipe.centre,
        spread=recipe.spread,
        lowest=numbers.number("lowest_score"),
        highest=numbers.number("highest_score"),
    )
    there = coverage(
        values, weights, minimum_filled=recipe.minimum_filled, minimum_weight=recipe.minimum_weight
    )
    reason = np.where(there.enough, NOT_COMPARED, FEW_FIGURES)
    reason = np.where(covered.enough, SCORED, reason)
    reason = np.where(within, reason, FEW_RESIDENTS)
    reason = np.where(np.isnan(residents), UNKNOWN_RESIDENTS, reason)
    known = ~np.isnan(z)
    weight_known = np.where(known, weights, 0.0).sum(axis=1)
    weight_modelled = np.where(known & modelled, weights, 0.0).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = weight_modelled / weight_known
    frame = pl.DataFrame(
        {
            "area": codes,
            "level": [level] * len(codes),
            "condition": [condition] * len(codes),
            "score": score,
            "place": place(score, score[within]),
            "permitted": np.full(len(codes), covered.permitted),
            "present": there.filled,
            "filled": covered.filled,
            "weight_filled": covered.weight_filled,
            "model_share": share,
            "reason": reason.tolist(),
        }
    ).select(pl.col(name).cast(kind) for name, kind in SCORE_COLUMNS.items())
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None)), int((~np.isnan(score)).sum())


def _compared(
    here: pl.DataFrame,
    row: Integers,
    at: Integers,
    oriented: Floats,
    places: Floats,
    references: tuple[refer.Reference, ...],
) -> pl.DataFrame:
    """Put z, place and winsorised beside each chosen value."""
    low = np.array([one.low for one in references])
    high = np.array([one.high for one in references])
    value = here["value"].to_numpy()
    return here.with_columns(
        pl.Series("z", oriented[row, at]).fill_nan(None),
        pl.Series("place", places[row, at]).fill_nan(None),
        pl.Series("winsorised", (value < low[at]) | (value > high[at])),
    )
