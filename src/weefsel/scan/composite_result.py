"""The result of a composite: scores by part, ranks, how sure they are, and what moves them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from weefsel import __version__
from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.scan.admissible import ADMISSIBLE, Weights
from weefsel.scan.composite_recipe import CompositeRecipe
from weefsel.scan.composite_steps import Prepared, bounds_of, fill_in, prepare
from weefsel.scan.composite_table import Taken
from weefsel.scan.error import ASSUMED, BASES, EXACT, MARGIN
from weefsel.scan.ground import Ground, assemble
from weefsel.scan.level import Made
from weefsel.scan.matrix import Bools, Floats
from weefsel.scan.method import method
from weefsel.scan.output import sure_record
from weefsel.scan.prior import NO_MODEL, Noise
from weefsel.scan.rank_sets import rank_of
from weefsel.scan.redraw import Construction
from weefsel.scan.sensitivity import NOISE, Sensitivity, sensitivity
from weefsel.scan.tree import Tree
from weefsel.scan.uncertainty import TIMES, Sure, sure_of
from weefsel.scan.variants import (
    LeftOut,
    Materials,
    MethodRange,
    Way,
    choices,
    leave_one_out,
    method_ranges,
)

if TYPE_CHECKING:
    from weefsel.scan.admissible import Outliers

RESULT_SCHEMA = "weefsel.composite-result/1"

# Why an area has no score.
SCORED = ""
SCREENED = "screened"
FEW = "few_values"
REASONS: dict[str, Text] = {
    SCREENED: text("left out: too few of its indicators have a value"),
    FEW: text("too little of the weight has a value for a score"),
}


@dataclass(frozen=True)
class CompositeResult:
    """An index of a table; areas are in the order of the table.

    ``points`` ``(area, indicator)`` and ``parts`` ``(area, part in order)`` are on the scale of
    the recipe, NaN without a score; the last part is the index. ``kept`` are the areas that
    were not screened out, ``scored`` those with an index; ``reasons`` says why not.
    """

    recipe: CompositeRecipe
    taken: Taken
    prepared: Prepared
    kept: Bools
    scored: Bools
    points: Floats
    parts: Floats
    order: tuple[str, ...]
    reasons: tuple[str, ...]
    construction: Construction
    tree: Tree
    _sure: dict[str, Sure] = field(default_factory=dict, compare=False, repr=False)

    @property
    def codes(self) -> tuple[str, ...]:
        """Give the codes of the areas."""
        return self.taken.codes

    @cached_property
    def rows(self) -> np.ndarray:
        """Give the rows of the areas with a score."""
        return np.flatnonzero(self.scored)

    def score(self, code: str, part: str = "") -> float | None:
        """Give the score of an area on a part, the index when none is named."""
        at = self.order.index(part or self.recipe.index)
        found = float(self.parts[self.codes.index(code), at])
        return None if np.isnan(found) else found

    def ranks(self, part: str = "") -> dict[str, int]:
        """Give the ranks on a part, 1 the highest; equal scores share the best of theirs."""
        scores = self.parts[:, self.order.index(part or self.recipe.index)]
        rows = np.flatnonzero(~np.isnan(scores))
        return {
            self.codes[row]: int(rank)
            for row, rank in zip(rows, rank_of(scores[rows]), strict=True)
        }

    def ranks_in_group(self) -> dict[str, int]:
        """Give the ranks on the index among the areas of the same group."""
        found: dict[str, int] = {}
        for group in sorted(set(self.taken.groups)):
            rows = [row for row in self.rows if self.taken.groups[row] == group]
            ranks = rank_of(self.parts[rows, -1])
            found |= {self.codes[row]: int(rank) for row, rank in zip(rows, ranks, strict=True)}
        return found

    def weights(self) -> dict[str, float]:
        """Give how heavily each indicator weighs in the whole index; together 1."""
        found = self.tree.weights()
        return {one.id: float(found[at]) for at, one in enumerate(self.recipe.indicator)}

    # How sure it is

    @cached_property
    def has_errors(self) -> bool:
        """Tell whether any value has an error, given or assumed."""
        return bool((self._noise(1.0)[0].error[self.rows] > 0).any())

    def _noise(self, times: float) -> tuple[Noise, np.ndarray]:
        given = self.prepared.error
        share = self.recipe.assumed_error * times
        assumed = np.isnan(given) & (share > 0)
        error = np.where(assumed, share * self.construction.scale.deviation, given)
        error = np.where(np.isnan(self.prepared.values), 0.0, np.nan_to_num(error))
        basis = np.full(error.shape, BASES.index(EXACT), dtype=np.int8)
        basis[(error > 0) & ~assumed] = BASES.index(MARGIN)
        basis[assumed | self.prepared.imputed] = BASES.index(ASSUMED)
        count = error.shape[1]
        noise = Noise(
            error=error,
            model=np.full(count, NO_MODEL),
            estimated=np.zeros(error.shape, dtype=np.bool_),
            within_model=0.0,
            between_neighbours=0.0,
        )
        return noise, basis

    def ground(self, times: float = 1.0) -> Ground:
        """Give what ranges rest on, with assumed errors ``times`` their declared size."""
        noise, basis = self._noise(times)
        made = Made(
            codes=self.codes,
            indicators=tuple(one.id for one in self.recipe.indicator),
            given=self.construction.weights,
            values=self.prepared.values,
            imputed=self.prepared.imputed,
            imputed_error=self.prepared.error,
            scored=self.scored,
            within=self.kept,
            construction=self.construction,
        )
        return assemble(
            made, self.construction, noise, basis, self.codes,
            minimum_reliability=method().number("minimum_reliability"),
        )  # fmt: skip

    def sure(self, code: str) -> Sure | None:
        """Give how sure the index of an area is; none without a score or without any error."""
        if not self.has_errors:
            return None
        if not self._sure:
            assumed = (self.ground().assumed_share()[self.rows] > 0).any()
            grounds = {one: self.ground(one) for one in (TIMES if assumed else (1.0,))}
            self._sure.update(
                sure_of(
                    grounds, self.rows, self.recipe,
                    stream="composite", confidence=method().number("confidence"),
                )
            )  # fmt: skip
        return self._sure.get(code)

    # What moves it

    @cached_property
    def materials(self) -> Materials:
        """Gather what every admissible way to make the index needs.

        Raises ``InputError`` for more areas than the influence of the method is worked out for.
        """
        most = round(method().number("most_areas_for_method"))
        if self.rows.size > most:
            raise InputError(
                text("the influence of the method is worked out for at most %(most)s areas.",
                     most=most),
                where=self.recipe.title,
                todo=text("Choose a smaller place, or a higher level."),
            )  # fmt: skip
        recipe, held = self.recipe, self.construction.scale
        values = self._filled_in_every_way()
        reference = values[recipe.missing][self.kept]
        bounds: dict[Outliers, tuple[Floats, Floats]] = {}
        for how in ("winsorise", "none"):
            found = [
                bounds_of(reference[:, at], one, recipe, asked=how)
                for at, one in enumerate(recipe.indicator)
            ]
            bounds[how] = (np.array([b.low for b in found]), np.array([b.high for b in found]))
        return Materials(
            codes=tuple(self.codes[row] for row in self.rows),
            indicators=tuple(one.id for one in recipe.indicator),
            rows=self.rows,
            within=np.flatnonzero(self.kept),
            values=values,
            bounds=bounds,
            direction=held.direction,
            given=np.array([one.weight for one in recipe.indicator]),
            target=held.target,
            nominal=self.construction,
            nominal_way=Way(
                recipe.outliers, recipe.missing, recipe.normalise, recipe.aggregate, recipe.weights
            ),
            pairs=self._pairs(),
            weightings=self._weightings(),
            scale_of_filled=True,
        )

    def _filled_in_every_way(self) -> dict[str, Floats]:
        """Give the prepared values by way of filling in that gives every area its score."""
        recipe = self.recipe
        bare = np.where(self.kept[:, None], self.taken.values, np.nan)
        found: dict[str, Floats] = {recipe.missing: self.prepared.values}
        if not np.isnan(bare[self.kept]).any():
            return found
        names = ["leave_out", "mean", "median"]
        names += ["group_mean", "group_median"] if recipe.groups else []
        for how in names:
            if how in found:
                continue
            filled = fill_in(bare, self.taken.groups, self.kept, how)
            other = prepare(filled, self.taken, self.kept, recipe)
            if [one is None for one in other.logged] != [
                one is None for one in self.prepared.logged
            ]:
                continue  # other columns in logarithms: no longer one choice that differs
            values = other.values
            scores = self.construction.of_points(self.construction.scale.points(values[self.rows]))
            if not np.isnan(scores).any():
                found[how] = values
        return found

    def _pairs(self) -> tuple[Any, ...]:
        """Give the admissible pairs that the declared means of parts and the scale allow."""
        recipe = self.recipe
        declared = {one.aggregate for one in recipe.part} & {"geometric", "harmonic"}
        above_zero = recipe.bottom > 0 or recipe.aggregate != "arithmetic"
        return tuple(
            pair
            for pair in ADMISSIBLE
            if (pair[0] == "min_max" or not declared)
            and (above_zero or pair[1] == "arithmetic" or pair[1] == recipe.aggregate)
        )

    def _weightings(self) -> tuple[Weights, ...]:
        if self.construction.tree is not None:
            return ("given", "equal")
        points = self.points[self.kept]
        complete = int((~np.isnan(points).any(axis=1)).sum())
        enough = complete > points.shape[1] >= 2 and bool((np.nanstd(points, axis=0) > 0).all())
        return ("given", "equal", "pca") if enough else ("given", "equal")

    @cached_property
    def method_ranges(self) -> dict[str, MethodRange]:
        """Give between which ranks each area lies over every admissible way, by code."""
        return method_ranges(self.materials) if self.rows.size > 1 else {}

    @cached_property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Say what leaving each indicator out does to the ranks."""
        if self.rows.size < 2 or len(self.recipe.indicator) < 2:
            return ()
        return leave_one_out(self.materials)

    def sensitivity(self) -> Sensitivity | None:
        """Say which choice moves the ranks most; none where there is nothing to rank."""
        if self.rows.size < 2:
            return None
        found = self.materials
        vary = [key for key, several in choices(found).items() if len(several) > 1]
        numbers = method()
        return sensitivity(
            found,
            self.ground(),
            vary=[*vary, NOISE] if self.has_errors else vary,
            points=round(numbers.number("sensitivity_points")),
            seed=self.recipe.seed,
            level=numbers.number("confidence"),
        )

    # Out

    def table(self) -> pl.DataFrame:
        """Give one row an area, highest first: rank, index, parts from the top, indicators."""
        recipe, ranks = self.recipe, self.ranks()
        order = sorted(
            range(len(self.codes)),
            key=lambda row: (ranks.get(self.codes[row], len(self.codes) + 1), self.codes[row]),
        )
        codes = [self.codes[row] for row in order]
        columns: dict[str, list[Any]] = {"code": codes}
        if recipe.name:
            columns["name"] = [self.taken.names[row] for row in order]
        columns["rank"] = [ranks.get(code) for code in codes]
        if recipe.groups:
            inside = self.ranks_in_group()
            columns["group"] = [self.taken.groups[row] for row in order]
            columns["rank_in_group"] = [inside.get(code) for code in codes]
        for at in range(len(self.order) - 1, -1, -1):
            columns[self.order[at]] = [_known(self.parts[row, at]) for row in order]
        if self.has_errors:
            sure = [self.sure(code) for code in codes]
            for key in ("low", "high", "rank_low", "rank_high"):
                columns[f"{recipe.index}_{key}"] = [
                    None if one is None else getattr(one, key) for one in sure
                ]
        for at, one in enumerate(recipe.indicator):
            columns[one.id] = [_known(self.points[row, at]) for row in order]
        columns["reason"] = [
            REASONS[self.reasons[row]].render("en") if self.reasons[row] else "" for row in order
        ]
        return pl.DataFrame(columns, strict=False)

    def document(self, *, sobol: bool = False) -> dict[str, Any]:
        """Give everything as a plain record; ``sobol`` adds indices, which takes seconds."""
        ranks, inside = self.ranks(), self.ranks_in_group() if self.recipe.groups else {}
        ranges, why = self.ranges_or_why()
        areas = []
        for row, code in enumerate(self.codes):
            areas.append(
                {
                    "code": code,
                    "name": self.taken.names[row],
                    "group": self.taken.groups[row] or None,
                    "rank": ranks.get(code),
                    "rank_in_group": inside.get(code),
                    "parts": [
                        {"part": key, "score": _known(self.parts[row, at])}
                        for at, key in reversed(list(enumerate(self.order)))
                    ],
                    "indicators": [
                        {
                            "indicator": one.id,
                            "points": _known(self.points[row, at]),
                            "imputed": bool(self.prepared.imputed[row, at]),
                        }
                        for at, one in enumerate(self.recipe.indicator)
                    ],
                    "reason": _sentence(REASONS[self.reasons[row]]) if self.reasons[row] else None,
                    "sure": sure_record(self.sure(code)),
                    "method": _range(ranges.get(code)),
                }
            )
        found = self.sensitivity() if sobol else None
        return {
            "schema": RESULT_SCHEMA,
            "weefsel": __version__,
            "recipe": self.recipe.record(),
            "areas": areas,
            "weights": [{"indicator": key, "weight": w} for key, w in self.weights().items()],
            "steps": [one.document() for one in self.prepared.steps],
            "leave_one_out": [] if why else [one.document() for one in self.left_out],
            "sensitivity": None if found is None else found.document(),
            "no_method_range": None if why is None else _sentence(why),
        }

    def said(self) -> tuple[Text, ...]:
        """Say what was done to the table, and what there is no range of."""
        found = [
            text("%(indicator)s: %(count)s values pulled in as outliers.",
                 indicator=one.indicator, count=one.winsorised)
            for one in self.prepared.steps
            if one.winsorised
        ]  # fmt: skip
        found += [
            text("%(indicator)s: drawn in by a logarithm, as outliers remained.",
                 indicator=one.indicator)
            for one, drawn in zip(self.prepared.steps, self.prepared.logged, strict=True)
            if drawn is not None
        ]  # fmt: skip
        found += [
            text("%(indicator)s: %(count)s values filled in.",
                 indicator=one.indicator, count=one.imputed)
            for one in self.prepared.steps
            if one.imputed
        ]  # fmt: skip
        for key, why in REASONS.items():
            count = self.reasons.count(key)
            if count:
                found.append(text("%(count)s areas without a score (%(why)s).",
                                  count=count, why=why))  # fmt: skip
        if not self.has_errors:
            found.append(text("No errors are given, so nothing says how sure a place is."))
        ranges, no_range = self.ranges_or_why()
        if no_range is not None:
            found.append(text("No places by method: %(why)s", why=no_range))
        elif ranges:
            ways = next(iter(ranges.values())).ways
            found.append(text("Places by method: lowest and highest over %(ways)s ways to make "
                              "the index.", ways=ways))  # fmt: skip
        return tuple(found)

    def ranges_or_why(self) -> tuple[dict[str, MethodRange], Text | None]:
        """Give the places by method, or why they are not there."""
        try:
            return self.method_ranges, None
        except InputError as fault:
            return {}, fault.what


def _known(value: Any) -> float | None:
    return None if np.isnan(value) else float(value)


def _range(found: MethodRange | None) -> dict[str, int] | None:
    if found is None:
        return None
    return {"rank_low": found.low, "rank_high": found.high, "ways": found.ways}


def _sentence(said: Text) -> dict[str, str]:
    return {lang: said.render(lang) for lang in ("nl", "en")}
