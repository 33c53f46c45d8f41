"""The result of a scan: rows, figures with their sources, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from weefsel.atlas.indicator import CONDITIONS, Indicator
from weefsel.base.errors import InputError
from weefsel.base.figure import Figure, Source
from weefsel.base.language import Text
from weefsel.scan import figures, finding, output, words
from weefsel.scan.level import SCORED, permitted
from weefsel.scan.method import method
from weefsel.scan.reasons import (
    OTHER_KIND,
    OWN_ONLY_WITHIN,
    no_comparison,
    no_score,
    no_value,
)
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.reference import Reference
from weefsel.scan.select import MISSING
from weefsel.sources.area_code import REAL

if TYPE_CHECKING:
    from weefsel.scan.indicator_sure import IndicatorSure
    from weefsel.scan.level import LevelScan
    from weefsel.scan.sensitivity import Sensitivity
    from weefsel.scan.total import TotalSure
    from weefsel.scan.uncertainty import Sure
    from weefsel.scan.variants import LeftOut, Materials, MethodRange

SCHEMA = "weefsel.scan-result/1"
Beside = Literal["reference", "municipality"]  # what a figure is held to
COMPUTED = {
    f"computed:{key}": Source(id=f"computed:{key}", title=title, publisher="Weefsel")
    for key, title in {
        "scan_score": "Score of a condition: weighted mean of z-scores (OECD/JRC 2008)",
        "scan_range": "Range of a score: drawn anew with the noise taken out (empirical Bayes)",
        "scan_total": "Total of the four conditions: the plain mean of their scores",
        "scan_place": "Share of the reference that is lower, ties half",
        "scan_reference": "Mean of the areas of the reference, each counted once",
        "scan_count": "Count of areas or indicators in this scan",
        "scan_peers": "Middle one of the comparable areas, each counted once",
        "scan_distance": "Distance to a comparable area on what both are, in standard deviations",
        "scan_error": "Standard error of a figure by its own error model",
        "scan_shift": "Mean shift in places when one figure is left out, or a choice is changed",
        "scan_index": "Index of vulnerability: mean of its features in standard deviations",
    }.items()
}


@dataclass(frozen=True)
class ScanResult:
    """One municipality in one year, with its districts and neighbourhoods.

    ``areas``: rows of the division. ``scores``: ``SCORE_COLUMNS``, all levels.
    ``compared``: one row a value that counts, with z, place, winsorised. ``refused``:
    (area, indicator, state, year) of what does not count. ``references`` by level and
    indicator; ``totals``: values of the country itself; ``scored_areas``: per level and
    condition how many areas of the reference have a score.
    """

    recipe: ScanRecipe
    year: int
    country: str
    areas: pl.DataFrame
    scores: pl.DataFrame
    compared: pl.DataFrame
    refused: pl.DataFrame
    references: Mapping[tuple[str, str], Reference]
    scored_areas: Mapping[str, Mapping[str, int]]
    totals: pl.DataFrame
    catalogue: Mapping[str, Indicator]
    sources: Mapping[str, Source]
    notes: tuple[Text, ...] = ()
    whole_country: bool = True
    own: frozenset[str] = frozenset()  # editions that a municipality brought itself
    levels: Mapping[str, LevelScan] = field(default_factory=dict)  # of the whole reference
    sureness: dict[tuple[str, str], dict[str, Sure]] = field(
        default_factory=dict, compare=False, repr=False
    )  # kept once asked for
    ranges: dict[tuple[str, str], dict[str, MethodRange] | Text] = field(
        default_factory=dict, compare=False, repr=False
    )  # likewise, of the method
    totals_sure: dict[str, dict[str, TotalSure]] = field(
        default_factory=dict, compare=False, repr=False
    )  # likewise, of the total

    # What it is about

    @property
    def fictitious(self) -> bool:
        """Tell whether all this is invented (the example municipality)."""
        return self.country != REAL

    @property
    def own_reference(self) -> bool:
        """Tell whether areas are compared with their own municipality, not with the country."""
        return self.fictitious or self.recipe.reference == "municipality"

    @cached_property
    def area_rows(self) -> dict[str, dict[str, Any]]:
        """Give the rows of the division by code."""
        return {row["code"]: row for row in self.areas.iter_rows(named=True)}

    def name(self, area: str) -> str:
        """Give the name of an area, its code where it has none."""
        return str(self.area_rows[area]["name"] or area)

    def level(self, area: str) -> str:
        """Give the level of an area."""
        return str(self.area_rows[area]["level"])

    def codes(self, level: str | None = None) -> list[str]:
        """Give the codes of a level, in order of code; the recipe's level when not said."""
        wanted = level or self.recipe.level
        return sorted(code for code, row in self.area_rows.items() if row["level"] == wanted)

    # Rows

    @cached_property
    def score_rows(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Give the score rows by area and condition."""
        return {(row["area"], row["condition"]): row for row in self.scores.iter_rows(named=True)}

    @cached_property
    def value_rows(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Give the compared values by area and indicator; absent where none counts."""
        return {
            (row["area"], row["indicator"]): row for row in self.compared.iter_rows(named=True)
        }

    @cached_property
    def editions(self) -> dict[str, tuple[str, ...]]:
        """Give the ids of the editions that the values of an indicator come from."""
        pairs = self.compared.select("indicator", "source").unique().sort("indicator", "source")
        found: dict[str, tuple[str, ...]] = {}
        for indicator, source in pairs.iter_rows():
            found[indicator] = (*found.get(indicator, ()), f"edition:{source}")
        return found

    @cached_property
    def refusal_rows(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Give what does not count by area and indicator."""
        return {(row["area"], row["indicator"]): row for row in self.refused.iter_rows(named=True)}

    @cached_property
    def total_rows(self) -> dict[str, dict[str, Any]]:
        """Give the country's own values by indicator."""
        return {row["indicator"]: row for row in self.totals.iter_rows(named=True)}

    @cached_property
    def indicators(self) -> pl.DataFrame:
        """Give one row an area and indicator of the catalogue, with or without a value."""
        return output.indicator_frame(self)

    # What may be said

    def permitted(self, condition: str) -> tuple[str, ...]:
        """Give the indicators that may enter a condition under this recipe."""
        return tuple(self.weights(condition))

    def weights(self, condition: str) -> dict[str, float]:
        """Give the weight of each indicator that may enter a condition under this recipe."""
        return permitted(self.catalogue, condition, self.recipe)

    def filled(self, area: str, condition: str) -> tuple[str, ...]:
        """Give the indicators of a condition that count for an area."""
        return tuple(
            one
            for one in self.permitted(condition)
            if (row := self.value_rows.get((area, one))) is not None and row["z"] is not None
        )

    def missing(self, area: str, condition: str) -> tuple[tuple[Indicator, Text], ...]:
        """Give the permitted indicators that do not count for an area, each with why."""
        there = set(self.filled(area, condition))
        return tuple(
            (self.catalogue[one], self.why_not(area, one))
            for one in self.permitted(condition)
            if one not in there
        )

    def why_not(self, area: str, indicator: str) -> Text:
        """Say why an indicator does not count for an area."""
        value = self.value_rows.get((area, indicator))
        if value is not None:
            if value["source"] in self.own and not self.own_reference:
                return OWN_ONLY_WITHIN
            if value["z"] is None and value["place"] is None and self._compared(area, indicator):
                return OTHER_KIND
            found = self.reference_reason(self.level(area), indicator)
            if found is not None:
                return found
        row = self.refusal_rows.get((area, indicator), {"state": MISSING, "year": None})
        return no_value(row["state"], year=row["year"], max_age_years=self.recipe.max_age_years)

    def _compared(self, area: str, indicator: str) -> bool:
        """Tell whether an indicator is compared at the level of an area."""
        return self.reference_reason(self.level(area), indicator) is None

    def reference_reason(self, level: str, indicator: str) -> Text | None:
        """Say why an indicator is not compared at a level; none when it is."""
        one = self.references[level, indicator]
        return no_comparison(one.reason, filled=one.filled, areas=one.areas)

    def reason(self, area: str, condition: str) -> Text | None:
        """Say why an area has no score on a condition; none when it has one."""
        row = self.score_rows[area, condition]
        return no_score(
            row["reason"],
            present=row["present"],
            filled=row["filled"],
            permitted=row["permitted"],
            minimum_filled=self.recipe.minimum_filled,
            minimum_weight=self.recipe.minimum_weight,
            minimum_residents=self.recipe.minimum_residents,
        )

    def scored(self, condition: str, level: str | None = None) -> list[str]:
        """Give the areas of a level that have a score on a condition, in order of code."""
        return [
            code
            for code in self.codes(level)
            if self.score_rows[code, condition]["reason"] == SCORED
        ]

    # How sure it is

    def sure(self, area: str, condition: str) -> Sure | None:
        """Give how sure the score of an area is; none without a score.

        Worked out for all areas of a level of this municipality at the first question.
        """
        level = self.level(area)
        key = (level, condition)
        if level not in self.levels:
            return None
        if key not in self.sureness:
            from weefsel.scan.uncertainty import uncertainty

            self.sureness[key] = uncertainty(
                self.levels[level], condition, self.codes(level), self.catalogue, self.recipe
            )
        return self.sureness[key].get(area)

    def error(self, area: str, indicator: str) -> tuple[float, str] | None:
        """Give the standard error of a value and what it rests on; none without a value."""
        level = self.level(area)
        if level not in self.levels or (area, indicator) not in self.value_rows:
            return None
        from weefsel.scan.ground import errors

        return errors(self.levels[level], self.catalogue, self.recipe).of(area, indicator)

    def indicator_sure(
        self, area: str, indicator: str, *, beside: Beside = "reference"
    ) -> IndicatorSure | None:
        """Give how sure a figure is below or above the average of the reference.

        Or, ``beside`` "municipality", below or above that of its own municipality. None
        without a figure to compare, and never of origin.
        """
        from weefsel.scan.indicator_sure import indicator_sure

        level = self.level(area)
        if level not in self.levels:
            return None
        line = None
        if beside == "municipality":
            there = self.value_rows.get((self.recipe.area, indicator))
            error = self.error(self.recipe.area, indicator)
            if level == "municipality" or there is None or error is None:
                return None
            line = (there["value"], error[0])
        return indicator_sure(
            self.levels[level], area, self.catalogue[indicator], self.catalogue, self.recipe,
            line=None if line is None else line[0], line_error=0.0 if line is None else line[1],
        )  # fmt: skip

    def certainty_classes(self, key: str, level: str | None = None) -> dict[str, str]:
        """Give per area of a level at which side of the average it is, and how surely.

        ``key`` is a condition or an indicator; the words are those of ``words.CLASSES``.
        Areas without a score or a figure are left out.
        """
        found = {
            code: self.sure(code, key) if key in CONDITIONS else self.indicator_sure(code, key)
            for code in self.codes(level)
        }
        return {code: words.class_of(one) for code, one in found.items() if one is not None}

    def method_range(self, area: str, condition: str) -> MethodRange | Text | None:
        """Give between which ranks an area lies over every admissible way to make the score.

        A sentence says why there is no such range; none without a score, or where there is
        nothing to rank.
        """
        level = self.level(area)
        if level not in self.levels or self.sure(area, condition) is None:
            return None
        key = (level, condition)
        if key not in self.ranges:
            self.ranges[key] = self._method_ranges(level, condition)
        found = self.ranges[key]
        return found if isinstance(found, Text) else found.get(area)

    def _method_ranges(self, level: str, condition: str) -> dict[str, MethodRange] | Text:
        from weefsel.scan.variants import method_ranges

        try:
            found = self.materials(level, condition)
            return {} if found is None or len(found.codes) < 2 else method_ranges(found)
        except InputError as fault:
            return fault.what

    def materials(self, level: str, condition: str) -> Materials | None:
        """Gather what every way to make the scores of a condition needs."""
        from weefsel.scan.variants import materials

        return materials(
            self.levels, level, condition, self.codes(level), self.catalogue, self.recipe
        )

    def leave_one_out(self, condition: str) -> tuple[LeftOut, ...]:
        """Say what leaving each indicator out does to the ranks at the recipe's level."""
        from weefsel.scan.variants import leave_one_out

        found = self.materials(self.recipe.level, condition)
        return () if found is None or len(found.codes) < 2 else leave_one_out(found)

    def sensitivity(
        self, condition: str, *, vary: Sequence[str] | None = None
    ) -> Sensitivity | None:
        """Say which choice moves the ranks most at the recipe's level; takes seconds.

        None where there is nothing to rank. Raises ``InputError`` for a step that cannot be
        varied.
        """
        from weefsel.scan.ground import ground
        from weefsel.scan.sensitivity import sensitivity

        found = self.materials(self.recipe.level, condition)
        base = ground(self.levels[self.recipe.level], condition, self.catalogue, self.recipe)
        if found is None or base is None or len(found.codes) < 2:
            return None
        numbers = method(self.recipe.method)
        return sensitivity(
            found,
            base,
            vary=vary,
            points=round(numbers.number("sensitivity_points")),
            seed=self.recipe.seed,
            level=numbers.number("confidence"),
        )

    def certainty(self, area: str, condition: str) -> Text | None:
        """Say how an area stands beside the average, in words; none without a score."""
        sure = self.sure(area, condition)
        return None if sure is None else words.said(sure)

    @cached_property
    def main_condition(self) -> str | None:
        """Give the condition with a score in most areas of the recipe's level, if any."""
        counts = {one: len(self.scored(one)) for one in CONDITIONS}
        best = max(CONDITIONS, key=lambda one: counts[one])  # first of equals
        return best if counts[best] else None

    # Figures

    def figure(self, area: str, indicator: str) -> Figure:
        """Give an indicator of an area, or an empty figure that says why there is none."""
        return figures.indicator_figure(self, area, indicator)

    def score(self, area: str, condition: str) -> Figure:
        """Give the score of an area on a condition, or an empty figure that says why not."""
        return figures.score_figure(self, area, condition)

    def total(self, area: str) -> Figure:
        """Give the mean of the four scores when the recipe asks for it, or why it is not there."""
        from weefsel.scan.total import total_figure

        return total_figure(self, area)

    def total_sure(self, area: str) -> TotalSure | None:
        """Give how sure the total of an area is; none without a total."""
        from weefsel.scan.total import total_sure

        level = self.level(area)
        if not self.recipe.total:
            return None
        if level not in self.totals_sure:
            self.totals_sure[level] = total_sure(self, level)
        return self.totals_sure[level].get(area)

    def score_place(self, area: str, condition: str) -> Figure:
        """Give the percent of the reference whose score is lower."""
        return figures.score_place(self, area, condition)

    def place(self, area: str, indicator: str) -> Figure:
        """Give the percent of the reference with a lower value of an indicator."""
        return figures.place_figure(self, area, indicator)

    def reference_mean(self, level: str, indicator: str) -> Figure:
        """Give the mean over the areas of the reference, each counted once."""
        return figures.reference_figure(self, level, indicator)

    def country_figure(self, indicator: str) -> Figure:
        """Give the country's own value of an indicator."""
        return figures.country_figure(self, indicator)

    # Findings

    @property
    def title(self) -> Text:
        """Give the title that follows from the figures and flips when they flip."""
        return finding.title(self)

    @property
    def lead(self) -> tuple[Text, ...]:
        """Give the sentences under the title: what has no score, and what is not computed."""
        return finding.lead(self)

    def area_finding(self, area: str) -> Text:
        """Give the title of the page of one area."""
        return finding.area_finding(self, area)

    # Out

    def document(self, *, indicators: bool = True) -> dict[str, Any]:
        """Give everything as a plain record (schema ``weefsel.scan-result/1``).

        Without ``indicators`` only the scores: for a file of many municipalities.
        """
        return output.document(self, SCHEMA, indicators=indicators)

    def table(self, lang: str = "nl", level: str | None = None) -> pl.DataFrame:
        """Give a table for people, one row an area, headings in a language."""
        return output.table(self, lang, level or self.recipe.level)
