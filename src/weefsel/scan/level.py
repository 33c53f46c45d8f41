"""All steps for one level of the country at once: every area against the same reference."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from weefsel.atlas.indicator import CONDITIONS, Indicator
from weefsel.base.figure import Flag
from weefsel.scan import reference as refer
from weefsel.scan.coverage import coverage
from weefsel.scan.impute import impute
from weefsel.scan.matrix import NOWHERE, Bools, Floats, Integers, lay_out, positions
from weefsel.scan.method import method
from weefsel.scan.normalise import place
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.redraw import Construction
from weefsel.scan.scale import Scale, scale
from weefsel.scan.weights import weigh
from weefsel.scan.working_set import working_set

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
    "imputed": pl.Int32,  # filled in from other areas: in the score, not among the filled
    "model_share": pl.Float64,  # share of the filled weight on model estimates, null if none
    "reason": pl.String,  # SCORED, or why there is no score
}


@dataclass(frozen=True)
class Made:
    """How the scores of one condition were made: what is needed to make them again.

    ``given`` are the weights of the working set ``(indicator)``. ``values``, ``imputed`` and
    ``imputed_error`` are ``(area, indicator)``: every comparable value of the condition with
    what was filled in; ``scored`` and ``within`` ``(area)`` tell who has a score and who is in
    the reference.
    """

    codes: tuple[str, ...]
    indicators: tuple[str, ...]
    given: Floats
    values: Floats
    imputed: Bools
    imputed_error: Floats
    scored: Bools
    within: Bools
    construction: Construction | None  # none where no indicator can be compared


@dataclass(frozen=True)
class LevelScan:
    """One level of a country: scores and compared values of every area, and the reference.

    ``scores`` has ``SCORE_COLUMNS``; ``compared`` is ``chosen`` of this level with the
    columns ``z`` (points of its scale, higher is stronger; null for context), ``place`` and
    ``winsorised``. ``scored_areas`` counts per condition the areas of the reference that
    have a score; ``made`` says per condition how.
    """

    level: str
    scores: pl.DataFrame
    compared: pl.DataFrame
    references: tuple[refer.Reference, ...]
    scored_areas: Mapping[str, int]
    whole_country: bool
    made: Mapping[str, Made]
    # What follows from the above and takes a while: kept once asked for (``ground.py``).
    kept: dict[tuple[str, Any], Any] = field(default_factory=dict, compare=False, repr=False)


def permitted(
    catalogue: Mapping[str, Indicator], condition: str, recipe: ScanRecipe
) -> dict[str, float]:
    """Give the weight of each indicator that may enter a condition, by id in order."""
    return working_set(catalogue, condition, recipe.indicator_set, recipe.indicator_changes)


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
    held = _scale(comparable[within], ids, catalogue, references, recipe)
    oriented, places = _compare(comparable, within, references, held)
    filled = impute(level, codes, ids, comparable, chosen, catalogue, recipe)
    whole_scale = _points(filled.values, held, references)
    estimate = (here["flag"] == Flag.MODEL_ESTIMATE.value).to_numpy()
    modelled = np.zeros(shape, dtype=np.bool_)
    modelled[row[estimate], at[estimate]] = True
    frames, scored_areas, made = [], {}, {}
    for condition in CONDITIONS:
        wanted = tuple(given := permitted(catalogue, condition, recipe))
        columns = [column[one] for one in wanted]
        weights = np.array(list(given.values()), dtype=np.float64)
        usable = [
            at
            for at, one in enumerate(columns)
            if references[one].reason == refer.COMPARED and catalogue[ids[one]].direction
        ]
        chosen_columns = [columns[at] for at in usable]
        construction = (
            _construction(
                held.columns(chosen_columns),
                weigh(recipe.weights, weights[usable], whole_scale[within][:, chosen_columns]),
                recipe,
            )
            if usable
            else None
        )
        score = (
            construction.of_points(whole_scale[:, chosen_columns])
            if construction is not None
            else np.full(len(codes), np.nan)
        )
        frame, scored = _condition(
            condition, level, codes, array[:, columns], oriented[:, columns], score, weights,
            modelled[:, columns], filled.imputed[:, columns],
            residents, within, recipe,
        )  # fmt: skip
        frames.append(frame)
        scored_areas[condition] = int((scored & within).sum())
        made[condition] = Made(
            codes=tuple(codes),
            indicators=tuple(wanted[at] for at in usable),
            given=weights[usable],
            values=filled.values[:, chosen_columns],
            imputed=filled.imputed[:, chosen_columns],
            imputed_error=filled.error[:, chosen_columns],
            scored=scored,
            within=within,
            construction=construction,
        )
    return LevelScan(
        level=level,
        scores=pl.concat(frames),
        compared=_compared(here, row, at, oriented, places, references),
        references=references,
        scored_areas=scored_areas,
        whole_country=whole,
        made=made,
    )


def _scale(
    reference: Floats,
    ids: Sequence[str],
    catalogue: Mapping[str, Indicator],
    references: tuple[refer.Reference, ...],
    recipe: ScanRecipe,
) -> Scale:
    """Hold the scale of every indicator that can be compared and has a direction."""
    numbers = method(recipe.method)
    held = [
        float(catalogue[one].direction) if refers.reason == refer.COMPARED else 0.0
        for one, refers in zip(ids, references, strict=True)
    ]
    needed = {one for condition in CONDITIONS for one in permitted(catalogue, condition, recipe)}
    return scale(
        recipe.normalise,
        reference,
        np.array(held),
        low=np.array([one.low for one in references]),
        high=np.array([one.high for one in references]),
        target=np.array([recipe.targets.get(one, np.nan) for one in ids]),
        needed=np.array([one in needed for one in ids], dtype=np.bool_),
        bottom=numbers.number("lowest_point"),
        top=numbers.number("highest_point"),
    )


def _points(values: Floats, held: Scale, references: tuple[refer.Reference, ...]) -> Floats:
    """Give points ``(area, indicator)``, NaN for context and what cannot be compared."""
    usable = [at for at in range(len(references)) if held.direction[at]]
    found = np.full(values.shape, np.nan)
    found[:, usable] = held.columns(usable).points(values[:, usable])
    return found


def _construction(held: Scale, weights: Floats, recipe: ScanRecipe) -> Construction:
    numbers = method(recipe.method)
    return Construction(
        scale=held,
        weights=weights,
        aggregate=recipe.aggregate,
        centre=recipe.centre,
        spread=recipe.spread,
        lowest=numbers.number("lowest_score"),
        highest=numbers.number("highest_score"),
    )


def _compare(
    array: Floats, within: Bools, references: tuple[refer.Reference, ...], held: Scale
) -> tuple[Floats, Floats]:
    """Give points and places ``(area, indicator)``."""
    places = np.full(array.shape, np.nan)
    for position, one in enumerate(references):
        if one.reason == refer.COMPARED:
            places[:, position] = place(array[:, position], array[within, position])
    return _points(array, held, references), places


def _condition(
    condition: str,
    level: str,
    codes: list[str],
    values: Floats,
    z: Floats,
    score: Floats,
    weights: Floats,
    modelled: Bools,
    imputed: Bools,
    residents: Floats,
    within: Bools,
    recipe: ScanRecipe,
) -> tuple[pl.DataFrame, Bools]:
    """Describe one condition; give ``SCORE_COLUMNS`` and which areas have a score."""
    covered = coverage(
        z, weights, minimum_filled=recipe.minimum_filled, minimum_weight=recipe.minimum_weight
    )
    scored = covered.enough & within
    score = np.where(scored, score, np.nan)
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
            "imputed": imputed.sum(axis=1),
            "model_share": share,
            "reason": reason.tolist(),
        }
    ).select(pl.col(name).cast(kind) for name, kind in SCORE_COLUMNS.items())
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None)), scored


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
