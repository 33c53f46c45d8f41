"""Step 13: how ranks move with the method: every admissible way, and leaving one figure out.

This is a range of its own. It says what other reasonable choices would have given, not how
sure a figure is, and is never added to the range of sampling error.

References
----------
.. [1] OECD/JRC (2008). Handbook on Constructing Composite Indicators, step 7.
.. [2] Saisana, M., Saltelli, A. & Tarantola, S. (2005). Uncertainty and sensitivity analysis
   techniques as tools for the quality assessment of composite indicators. Journal of the
   Royal Statistical Society A 168, 307-323: the mean absolute shift in rank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import product
from typing import Any

import numpy as np
import polars as pl

from weefsel.atlas.indicator import Indicator
from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.scan.admissible import ADMISSIBLE, Aggregate, Missing, Normalise, Outliers, Weights
from weefsel.scan.impute import impute
from weefsel.scan.level import LevelScan
from weefsel.scan.matrix import Floats, Integers
from weefsel.scan.method import method
from weefsel.scan.outliers import winsorise
from weefsel.scan.rank_sets import rank_of
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.redraw import Construction
from weefsel.scan.scale import Scale, scale
from weefsel.scan.tree import Tree
from weefsel.scan.uncertainty import rows_of
from weefsel.scan.weights import weigh

AROUND = {"neighbourhood": "district", "district": "municipality"}


@dataclass(frozen=True)
class Way:
    """One admissible way to make the score."""

    outliers: Outliers
    missing: str
    normalise: Normalise
    aggregate: Aggregate
    weights: Weights


@dataclass(frozen=True)
class Materials:
    """What every way is made from, for one condition of one level.

    ``values`` by way of filling in, ``(area, indicator)`` of the whole level; ``bounds`` by
    way of treating outliers; ``rows`` the areas that are ranked.
    """

    codes: tuple[str, ...]
    indicators: tuple[str, ...]
    rows: Integers
    within: Integers
    values: Mapping[str, Floats]
    bounds: Mapping[Outliers, tuple[Floats, Floats]]
    direction: Floats
    given: Floats
    target: Floats
    nominal: Construction
    nominal_way: Way
    pairs: tuple[tuple[Normalise, Aggregate], ...] = ADMISSIBLE
    weightings: tuple[Weights, ...] = ("given", "equal", "pca")
    scale_of_filled: bool = False  # what was filled in is part of what others are held to
    kept: dict[Way, Construction] = field(default_factory=dict, compare=False, repr=False)

    def scale(self, way: Way) -> Scale:
        """Hold the scale of a way on the observed table."""
        low, high = self.bounds[way.outliers]
        return scale(
            way.normalise,
            self.values[way.missing if self.scale_of_filled else "leave_out"][self.within],
            self.direction,
            low=low,
            high=high,
            target=self.target,
            bottom=self.nominal.scale.bottom,
            top=self.nominal.scale.top,
            least=self.nominal.scale.least,
            most=self.nominal.scale.most,
        )

    def _tree(self, way: Way) -> Tree | None:
        tree = self.nominal.tree
        return tree.equal() if tree is not None and way.weights == "equal" else tree

    def weights(self, way: Way) -> Floats:
        """Give the weights of a way; principal components are those of the z-scores."""
        tree = self._tree(way)
        if tree is not None:
            return tree.weights()
        z = self.scale(replace(way, normalise="z_score", aggregate="arithmetic"))
        table = self.values[way.missing][self.within]
        return weigh(way.weights, self.given, z.points(table))

    def construction(self, way: Way) -> Construction:
        """Give how a way makes its scores; the same for every municipality of a country."""
        if way not in self.kept:
            self.kept[way] = replace(
                self.nominal,
                scale=self.scale(way),
                weights=self.weights(way),
                aggregate=way.aggregate,
                tree=self._tree(way),
            )
        return self.kept[way]


def materials(
    levels: Mapping[str, LevelScan],
    level: str,
    condition: str,
    codes: Sequence[str],
    catalogue: Mapping[str, Indicator],
    recipe: ScanRecipe,
) -> Materials | None:
    """Gather what the ways need; ``None`` where no area of ``codes`` has a score."""
    made = levels[level].made[condition]
    rows = rows_of(made.codes, made.scored, codes)
    if made.construction is None or not rows.size:
        return None
    most = round(method(recipe.method).number("most_areas_for_method"))
    if rows.size > most:
        raise InputError(
            text(
                "the influence of the method is worked out for at most %(most)s areas.", most=most
            ),
            where=condition,
            todo=text("Choose a smaller place, or a higher level."),
        )
    kept = levels[level].kept
    if (condition, "materials") not in kept:
        kept[condition, "materials"] = _gather(levels, level, condition, catalogue, recipe)
    found: Materials = kept[condition, "materials"]
    return replace(found, codes=tuple(made.codes[one] for one in rows), rows=rows)


def _gather(
    levels: Mapping[str, LevelScan],
    level: str,
    condition: str,
    catalogue: Mapping[str, Indicator],
    recipe: ScanRecipe,
) -> Materials:
    """Gather what is the same for every municipality; no area is ranked yet."""
    made = levels[level].made[condition]
    assert made.construction is not None
    bare = np.where(made.imputed, np.nan, made.values)
    within = np.flatnonzero(made.within)
    values: dict[str, Floats] = {"leave_out": bare}
    if level in AROUND:
        values["parent"] = _filled(levels, level, made.codes, made.indicators, bare, catalogue,
                                   recipe, "parent")  # fmt: skip
    if recipe.missing == "peers":
        values["peers"] = made.values
    found = [
        winsorise(
            bare[within, one],
            skew_threshold=recipe.skew_threshold,
            kurtosis_threshold=recipe.kurtosis_threshold,
        )
        for one in range(bare.shape[1])
    ]
    endless = np.full(bare.shape[1], np.inf)
    return Materials(
        codes=(),
        indicators=made.indicators,
        rows=np.empty(0, dtype=np.int64),
        within=within,
        values=values,
        bounds={
            "winsorise": (np.array([o.low for o in found]), np.array([o.high for o in found])),
            "none": (-endless, endless),
        },
        direction=made.construction.scale.direction,
        given=made.given,
        target=made.construction.scale.target,
        nominal=made.construction,
        nominal_way=Way(
            recipe.outliers, recipe.missing, recipe.normalise, recipe.aggregate, recipe.weights
        ),
    )


def _filled(
    levels: Mapping[str, LevelScan],
    level: str,
    codes: Sequence[str],
    ids: Sequence[str],
    values: Floats,
    catalogue: Mapping[str, Indicator],
    recipe: ScanRecipe,
    how: Missing,
) -> Floats:
    columns = ["area", "indicator", "value"]
    chosen = pl.concat([levels[one].compared.select(columns) for one in (level, AROUND[level])])
    changed = recipe.model_copy(update={"missing": how})
    return impute(level, codes, ids, values, chosen, catalogue, changed).values


def choices(found: Materials) -> dict[str, tuple[Any, ...]]:
    """Give per step of the method the choices that are admissible here."""
    targets = not np.isnan(found.target).any()
    pairs = tuple(one for one in found.pairs if targets or one[0] != "distance_to_target")
    return {
        "outliers": tuple(found.bounds),
        "missing": tuple(sorted(found.values)),
        "construction": pairs,
        "weights": found.weightings,
    }


def ways(found: Materials) -> tuple[Way, ...]:
    """Give every admissible way."""
    each = choices(found)
    return tuple(
        Way(outliers, missing, pair[0], pair[1], weights)
        for outliers, missing, pair, weights in product(*each.values())
    )


@dataclass(frozen=True)
class MethodRange:
    """Between which ranks an area lies over every admissible way to make the score."""

    rank: int
    low: int
    high: int
    ways: int


def method_ranges(found: Materials) -> dict[str, MethodRange]:
    """Give the range of ranks over every admissible way, by code.

    Raises ``InputError`` when a way cannot be made: a range over the others would hide it.
    """
    every = ways(found)
    ranks = np.array([rank_of(_scores(found, way)) for way in every])
    nominal = rank_of(_scores(found, found.nominal_way))
    return {
        code: MethodRange(
            int(nominal[at]), int(ranks[:, at].min()), int(ranks[:, at].max()), len(every)
        )
        for at, code in enumerate(found.codes)
    }


def _scores(found: Materials, way: Way) -> Floats:
    return found.construction(way).scores(found.values[way.missing][found.rows])


@dataclass(frozen=True)
class LeftOut:
    """What leaving one indicator out does: shifts in rank, and the area that moves most."""

    indicator: str
    mean_shift: float
    largest_shift: int
    area: str

    def document(self) -> dict[str, Any]:
        """Give it as a plain record."""
        return asdict(self)


def leave_one_out(found: Materials) -> tuple[LeftOut, ...]:
    """Leave every indicator out in turn, the others weighing as they did."""
    nominal = found.nominal
    if nominal.tree is not None:  # a part with one figure less is still a part
        nominal = replace(nominal, tree=replace(nominal.tree, minimum=0.0))
    points = nominal.scale.points(found.values[found.nominal_way.missing][found.rows])
    before = rank_of(nominal.of_points(points))
    left = []
    for at, indicator in enumerate(found.indicators):
        without = points.copy()
        without[:, at] = np.nan
        scores = nominal.of_points(without)
        known = ~np.isnan(scores)
        shift = np.abs(rank_of(np.where(known, scores, -np.inf)) - before)
        most = int(shift.argmax())
        left.append(LeftOut(indicator, float(shift.mean()), int(shift[most]), found.codes[most]))
    return tuple(left)
