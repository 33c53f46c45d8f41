"""A composite of any table: the same steps as a scan, for an index of somebody's own.

Denominators, leaving out areas with too little, filling in, logarithm, outliers, normalising,
weights, aggregation by parts, ranks: every step is the one that a scan takes. What is added
is the declaration (``composite_recipe.py``) and the reading of cells (``composite_table.py``).

References
----------
.. [1] OECD/JRC (2008). Handbook on Constructing Composite Indicators.
.. [2] Becker, W., Caperna, G., Del Sorbo, M. et al. (2022). COINr: an R package for developing
   composite indicators. JOSS 7(78), 4567: the peer, and the order of the steps.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.scan.composite_recipe import SCHEMA, CompositeRecipe
from weefsel.scan.composite_result import FEW, SCORED, SCREENED, CompositeResult
from weefsel.scan.composite_steps import Prepared, fill_in, goalposts, prepare
from weefsel.scan.composite_table import Table, framed, table_of, take
from weefsel.scan.matrix import Bools, Floats
from weefsel.scan.redraw import Construction
from weefsel.scan.scale import Scale, scale
from weefsel.scan.tree import Tree
from weefsel.scan.weights import weigh

__all__ = ["SCHEMA", "CompositeRecipe", "CompositeResult", "composite", "composite_of"]


def composite(
    frame: pl.DataFrame,
    recipe: CompositeRecipe,
    *,
    errors: pl.DataFrame | None = None,
    name: str = "table",
) -> CompositeResult:
    """Make an index of a frame with one row an area (pure: a frame and a recipe in).

    ``errors`` holds standard errors in the unit of the columns: the same codes, and the
    headings of the indicators it knows. Raises ``InputError`` that names ``name``, row and
    column when a cell cannot be used, and the indicator when a step cannot be taken.
    """
    beside = None if errors is None else framed(errors, f"{name} (errors)")
    return _made(framed(frame, name), recipe, beside)


def composite_of(
    raw: bytes,
    name: str,
    recipe: CompositeRecipe,
    *,
    errors: bytes | None = None,
    errors_name: str = "errors",
) -> CompositeResult:
    """Make an index of the table in the bytes of a CSV file or a workbook.

    Raises ``InputError`` as ``composite`` does, with the row of the file.
    """
    beside = None if errors is None else table_of(errors, errors_name)
    return _made(table_of(raw, name), recipe, beside)


def _made(table: Table, recipe: CompositeRecipe, errors: Table | None) -> CompositeResult:
    taken = take(table, recipe, errors)
    known = (~np.isnan(taken.values)).mean(axis=1)
    kept = np.asarray(known >= recipe.screen, dtype=np.bool_)
    if not kept.any():
        raise InputError(text("no area has enough values."), where=table.file,
                         todo=text("Set screen lower, or add values."))  # fmt: skip
    screened = np.where(kept[:, None], taken.values, np.nan)
    filled = fill_in(screened, taken.groups, kept, recipe.missing)
    prepared = prepare(filled, taken, kept, recipe)
    held = _scale(prepared, kept, recipe)
    tree = recipe.tree()
    points = held.points(np.where(kept[:, None], prepared.values, np.nan))
    tree = _weighed(tree, points[kept], recipe)
    parts = tree.scores(points, recipe.aggregate)
    scored = ~np.isnan(parts[:, -1])
    construction = Construction(
        scale=held,
        weights=tree.weights() if not tree.flat() else np.array(_flat(tree)),
        aggregate=recipe.aggregate,
        centre=recipe.centre,
        spread=recipe.spread,
        lowest=-np.inf,
        highest=np.inf,
        tree=None if tree.flat() else tree,
    )
    if recipe.normalise == "z_score":
        parts = recipe.centre + recipe.spread * parts
        points = recipe.centre + recipe.spread * points
    return CompositeResult(
        recipe=recipe,
        taken=taken,
        prepared=prepared,
        kept=kept,
        scored=scored,
        points=points,
        parts=parts,
        order=tuple(recipe.in_order()),
        reasons=tuple(
            SCORED if there else FEW if inside else SCREENED
            for there, inside in zip(scored, kept, strict=True)
        ),
        construction=construction,
        tree=tree,
    )


def _flat(tree: Tree) -> list[float]:
    """Give the weights of an index without parts in the order of the indicators."""
    only = tree.parts[0]
    found = [0.0] * tree.indicators
    for child, weight in zip(only.children, only.weights, strict=True):
        found[child] = weight
    return found


def _scale(prepared: Prepared, kept: Bools, recipe: CompositeRecipe) -> Scale:
    least, most, target = goalposts(prepared, recipe)
    held = scale(
        recipe.normalise,
        prepared.values[kept],
        np.array([float(one.direction) for one in recipe.indicator]),
        low=prepared.low,
        high=prepared.high,
        target=target,
        bottom=recipe.bottom,
        top=recipe.top,
        least=least,
        most=most,
    )
    low, high = held.ends()
    for at, one in enumerate(recipe.indicator):
        given = recipe.normalise == "min_max" and not np.isnan(least[at] + most[at])
        if given or (held.deviation[at] > 0 and low[at] < high[at]):
            continue
        empty = np.isnan(held.centre[at])
        raise InputError(
            text("no area has a value of this indicator.")
            if empty
            else text("the areas do not differ on this indicator, so it has no scale."),
            where=one.id,
            todo=text("Leave it out, or give a minimum and a maximum."),
        )
    # One area, or equal ones, between given goalposts: any spread serves, nothing rests on it.
    flat = ~(held.deviation > 0)
    return replace(
        held,
        centre=np.where(np.isnan(held.centre), 0.0, held.centre),
        deviation=np.where(flat, 1.0, held.deviation),
    )


def _weighed(tree: Tree, points: Floats, recipe: CompositeRecipe) -> Tree:
    """Give the tree with its weights: as given, equal in every part, or by components."""
    if recipe.weights == "given":
        return tree
    if recipe.weights == "equal":
        return tree.equal()
    only = tree.parts[0]
    found = weigh("pca", np.array(_flat(tree)), points)
    return replace(
        tree, parts=(replace(only, weights=tuple(found[child] for child in only.children)),)
    )
