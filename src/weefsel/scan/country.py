"""A whole country scanned at one level: the same of every area, given one area at a time.

Nothing is held whole but what areas share: the figures, the reference, the draws of the
scores and the maps of clusters. Places by score are those among all areas of the country.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from weefsel import __version__
from weefsel.atlas.indicator import CONDITIONS, Indicator
from weefsel.atlas.neighbours import neighbours
from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.scan.area_document import area_document, declared_blocks_record, said
from weefsel.scan.clusters import Clusters
from weefsel.scan.comparison import Comparison, compare
from weefsel.scan.national import National, prepare
from weefsel.scan.output import reference_record, table
from weefsel.scan.reasons import CONDITION_NAMES
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.result import ScanResult
from weefsel.scan.run import each_municipality
from weefsel.scan.scan_document import Report, cluster_records, register_record
from weefsel.scan.supply import Mapped
from weefsel.scan.uncertainty import Sure, uncertainty
from weefsel.scan.variants import MethodRange, materials, method_ranges
from weefsel.sources.area_code import municipality_column

SCHEMA = "weefsel.scan-country/1"


@dataclass(frozen=True)
class CountryScan:
    """All areas of one level of a country, beside each other and over the years.

    ``sure`` is by condition, then area; ``ranges`` likewise, where so many areas can be
    ranked over every way to make the score; ``trends`` by municipality.
    """

    store: Mapped
    recipe: ScanRecipe
    national: National
    clusters: Clusters
    trends: Mapping[str, pl.DataFrame]
    sure: Mapping[str, Mapping[str, Sure]]
    ranges: Mapping[str, Mapping[str, MethodRange]]

    @property
    def level(self) -> str:
        """Give the level of the areas."""
        return self.recipe.level

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Give the codes of all areas, in order."""
        return tuple(sorted(self.national.areas.filter(pl.col("level") == self.level)["code"]))

    @cached_property
    def indicators(self) -> list[str]:
        """Give the indicators that any area has a figure of, or that a condition permits."""
        compared = self.national.levels[self.level].compared
        wanted = {one for made in self.national.levels[self.level].made.values()
                  for one in made.indicators}  # fmt: skip
        return sorted(wanted | set(compared["indicator"].unique()))

    def municipalities(self) -> Iterator[tuple[ScanResult, Comparison]]:
        """Give every municipality in turn, with what its areas stand beside."""
        empty = pl.DataFrame() if not self.trends else next(iter(self.trends.values())).clear()
        for result in each_municipality(self.store, self.national, self.recipe):
            for condition in CONDITIONS:
                mine = set(result.codes(self.level))
                key = (self.level, condition)
                result.sureness[key] = {
                    code: one for code, one in self.sure[condition].items() if code in mine
                }
                if condition in self.ranges:
                    result.ranges[key] = dict(self.ranges[condition])
            comparison = Comparison(
                national=self.national,
                areas=tuple(result.codes(self.level)),
                trends=self.trends.get(result.recipe.area, empty),
                clusters={self.level: self.clusters},
                fixed={},
            )
            yield result, comparison

    def areas(self) -> Iterator[dict[str, Any]]:
        """Give every area as a plain record, in order of municipality and code."""
        for result, comparison in self.municipalities():
            for code in result.codes(self.level):
                record = area_document(result, comparison, code, self.indicators)
                yield {"municipality": result.recipe.area, **record}

    def tables(self, lang: str) -> Iterator[pl.DataFrame]:
        """Give the table for people, a municipality at a time, all with the same columns."""
        compared = self.national.levels[self.level].compared
        there = set(compared["indicator"].unique())
        for result, _ in self.municipalities():
            if result.codes(self.level):
                yield table(result, lang, self.level, there)

    def header(self) -> dict[str, Any]:
        """Give what all areas share, as a plain record."""
        national = self.national
        left_out = ("area",)
        recipe = {key: one for key, one in self.recipe.record().items() if key not in left_out}
        scanned = national.levels[self.level]
        return {
            "schema": SCHEMA,
            "weefsel": __version__,
            "recipe": recipe | {"year": national.year},
            "year": national.year,
            "country": national.country,
            "level": self.level,
            "fictitious": bool(national.areas["fictitious"].any()),
            "whole_country": scanned.whole_country,
            "notes": [said(one) for one in (*national.notes, *national.mixed[self.level])],
            "scored_areas": [
                {"condition": condition, "areas": scanned.scored_areas[condition]}
                for condition in CONDITIONS
            ],
            "references": [
                reference_record(self.level, one)
                for one in scanned.references
                if one.indicator in set(self.indicators)
            ],
            "blocks": declared_blocks_record(),
            "hot_spot_maps": cluster_records({self.level: self.clusters}),
            "algorithm_register": register_record(self.recipe),
            "sources": [
                one.document()
                for key, one in sorted(national.sources.items())
                if key in self._used
            ],
        }

    @cached_property
    def _used(self) -> set[str]:
        found = {
            *self.national.totals["source"],
            *self.national.levels[self.level].compared["source"],
        }
        return {f"edition:{one}" for one in found}


def scan_country(
    store: Mapped,
    recipe: ScanRecipe,
    *,
    catalogue: Mapping[str, Indicator],
    report: Report = lambda done, total, words: None,
) -> CountryScan:
    """Scan a country at the level of a recipe; its area is any municipality of that country.

    Clusters are told from chance among all areas of the level, analytically (decision 097).
    Raises ``NotFoundError`` when the year is not in the store.
    """
    steps = 3 + len(CONDITIONS)
    report(0, steps, text("Reading the figures of the country"))
    national = prepare(store, recipe, catalogue=catalogue)
    recipe = recipe.model_copy(update={"year": national.year})
    level, country = recipe.level, national.country
    codes = sorted(national.areas.filter(pl.col("level") == level)["code"])
    sure, ranges = {}, {}
    for done, condition in enumerate(CONDITIONS):
        report(
            1 + done,
            steps,
            text("How sure the scores on %(condition)s are", condition=CONDITION_NAMES[condition]),
        )
        sure[condition] = uncertainty(
            national.levels[level], condition, codes, national.catalogue, recipe
        )
        found = _ranges(national, level, condition, codes, recipe)
        if found is not None:
            ranges[condition] = found
    report(steps - 2, steps, text("Years on a row"))
    laid = compare(store, national, codes).trends
    trends = laid.with_columns(_of=municipality_column(pl.col("area"))).partition_by(
        "_of", as_dict=True, include_key=False
    )
    report(steps - 1, steps, text("Clusters"))
    near = neighbours(store.geometry(codes, year=national.year, country=country))
    return CountryScan(
        store=store,
        recipe=recipe,
        national=national,
        clusters=Clusters(national, level, near, inference="analytic"),
        trends={str(key[0]): part for key, part in trends.items()},
        sure=sure,
        ranges=ranges,
    )


def _ranges(
    national: National, level: str, condition: str, codes: list[str], recipe: ScanRecipe
) -> dict[str, MethodRange] | None:
    """Give the ranks over every way to make the score; none where there are too many areas."""
    try:
        found = materials(national.levels, level, condition, codes, national.catalogue, recipe)
    except InputError:
        return None
    return {} if found is None or len(found.codes) < 2 else method_ranges(found)
