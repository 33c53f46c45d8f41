"""What a scan says of its areas beside others and over the years, gathered for one result.

Peers and what stands beside them, trends, hot spots, vulnerability and stacking: each area
and indicator as a plain record, for the command, the API and the pages alike.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from weefsel.atlas.neighbours import Neighbours, neighbours
from weefsel.base.language import Text
from weefsel.scan.clusters import Clusters
from weefsel.scan.hot_spots import HotSpots, Inference, class_words
from weefsel.scan.national import National
from weefsel.scan.peers import Peers, TraitTable, fixed_peers, peers, trait_table
from weefsel.scan.series import series_of
from weefsel.scan.side_by_side import no_comparison, side_by_side, side_rows
from weefsel.scan.stacking import stacking
from weefsel.scan.supply import Mapped, Statistics
from weefsel.scan.trend import remarks, trends, words
from weefsel.scan.vulnerability import Features, vulnerability
from weefsel.sources.area_code import level_of

TESTED_INSIDE = ("district", "neighbourhood")  # levels of which a municipality has several


@dataclass(frozen=True)
class Comparison:
    """Areas of one country and year beside others and over the years.

    ``trends`` has ``TREND_COLUMNS``; ``clusters`` is by level, then indicator; ``fixed`` are
    peers that the user chose, by area; ``features`` those of vulnerability, the shipped ones
    when not given.
    """

    national: National
    areas: tuple[str, ...]
    trends: pl.DataFrame
    clusters: Mapping[str, Clusters]
    fixed: Mapping[str, Sequence[str]]
    features: Features | None = None

    def peers(self, area: str) -> Peers:
        """Give the peers of an area: those the user fixed, else the most comparable."""
        table = kept_traits(self.national, level_of(area))
        if area in self.fixed:
            return fixed_peers(table, area, self.fixed[area], areas=self.national.areas)
        return peers(table, area)

    def beside(self, area: str) -> pl.DataFrame:
        """Set an area beside its peers and its country, ``SIDE_COLUMNS``."""
        return side_by_side(self.national, self.peers(area))

    @cached_property
    def _newest(self) -> dict[tuple[str, str], dict[str, Any]]:
        shown = self.trends.filter(pl.col("newest") & (pl.col("kind") == ""))
        return {(row["area"], row["indicator"]): row for row in shown.iter_rows(named=True)}

    def trend(self, area: str, indicator: str) -> dict[str, Any] | None:
        """Give the row of the newest line of an indicator; none without any figure."""
        return self._newest.get((area, indicator))

    def hot_spot(self, area: str, indicator: str) -> dict[str, Any] | None:
        """Give the row of an area on the map of clusters of an indicator, if there is one.

        The map is made at the first question about it.
        """
        found = self.clusters.get(level_of(area))
        return None if found is None else found.row(area, indicator)

    def hot_spots(self, area: str) -> dict[str, dict[str, Any]]:
        """Give the rows of an area on every map of clusters, by indicator."""
        found: Mapping[str, Any] = self.clusters.get(level_of(area), {})
        rows = {indicator: self.hot_spot(area, indicator) for indicator in found}
        return {indicator: row for indicator, row in rows.items() if row is not None}

    @cached_property
    def _trends_of(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for (area, _), row in self._newest.items():
            found.setdefault(area, []).append(row)
        return found

    def vulnerable(self, area: str) -> dict[str, Any] | None:
        """Give the row of an area of the index of vulnerability; none when it is not there."""
        return kept_vulnerability(self.national, level_of(area), self.features).get(area)

    def stacked(self, area: str) -> dict[str, Any] | None:
        """Give the row of an area of where disadvantages meet; none when it is not counted."""
        return kept_stacking(self.national, level_of(area)).get(area)

    def record(self, area: str) -> dict[str, Any]:
        """Give everything of an area as a plain record."""
        return {
            "peers": self.peers(area).document(),
            "beside": [
                {**row, "reason": _said(no_comparison(row["reason"]))}
                for row in side_rows(self.national, self.peers(area))
            ],
            "trends": [
                {
                    **{key: row[key] for key in _TREND_KEYS},
                    "words": _said(words(row)),
                    "remarks": [_said(one) for one in remarks(row)],
                }
                for row in self._trends_of.get(area, ())
            ],
            "hot_spots": [
                {
                    "indicator": indicator,
                    "state": row["state"],
                    "year": row["year"],
                    "model": row["model"],
                    "gi": row["gi_class"],
                    "gi_q": row["gi_q"],
                    "moran": row["moran_class"],
                    "moran_q": row["moran_q"],
                    "words": _said(_class_words(row)),
                }
                for indicator, row in self.hot_spots(area).items()
            ],
            "vulnerability": self.vulnerable(area),
            "stacking": self.stacked(area),
        }


def kept_traits(national: National, level: str) -> TraitTable:
    """Give the traits of one level of a country, laid out once."""
    kept = national.levels[level].kept
    if ("traits", "") not in kept:
        kept["traits", ""] = trait_table(national, level)
    found: TraitTable = kept["traits", ""]
    return found


def kept_vulnerability(
    national: National, level: str, features: Features | None
) -> dict[str, dict[str, Any]]:
    """Give the rows of the index of vulnerability of one level by area, worked out once."""
    kept = national.levels[level].kept
    key = ("vulnerability", "" if features is None else features.model_dump_json())
    if key not in kept:
        rows = vulnerability(national, level, features).areas.iter_rows(named=True)
        kept[key] = {row["area"]: row for row in rows}
    found: dict[str, dict[str, Any]] = kept[key]
    return found


def kept_stacking(national: National, level: str) -> dict[str, dict[str, Any]]:
    """Give the rows of where disadvantages meet of one level by area, worked out once."""
    kept = national.levels[level].kept
    if ("stacking", "") not in kept:
        rows = stacking(national, level).iter_rows(named=True)
        kept["stacking", ""] = {row["area"]: row for row in rows}
    found: dict[str, dict[str, Any]] = kept["stacking", ""]
    return found


_TREND_KEYS = (
    "indicator", "state", "years", "first_year", "last_year", "first", "last", "difference",
    "difference_error", "slope", "low", "high", "level", "direction", "certainty", "meaning",
    "broken_by", "unseen",
)  # fmt: skip


def _said(one: Text | None) -> dict[str, str] | None:
    return None if one is None else {lang: one.render(lang) for lang in ("nl", "en")}


def _class_words(row: Mapping[str, Any]) -> Text | None:
    """Give the words for the cluster an area is in; none when it was not tested."""
    if row["gi_class"] is None:
        return None
    return class_words(row["gi_class"] or row["moran_class"], model=row["model"])


def compare(
    store: Statistics,
    national: National,
    areas: Sequence[str],
    *,
    neighbours: Mapping[str, Neighbours] | None = None,
    among: Collection[str] | None = None,
    fixed: Mapping[str, Sequence[str]] | None = None,
    features: Features | None = None,
    inference: Inference = "permutation",
) -> Comparison:
    """Gather what can be said of ``areas`` beside others and over the years.

    ``neighbours`` by level says where to look for clusters; they are told from chance among
    the areas ``among``, those of the country when not given. ``features`` replace those of
    vulnerability that come with Weefsel.
    """
    laid = series_of(
        store, country=national.country, areas=list(areas), catalogue=national.catalogue
    )
    kept = [key for key, one in national.catalogue.items() if not one.origin_trait]
    laid = laid.filter(pl.col("indicator").is_in(kept))
    return Comparison(
        national=national,
        areas=tuple(areas),
        trends=trends(laid, national.catalogue),
        clusters={
            level: Clusters(national, level, near, among=among, inference=inference)
            for level, near in (neighbours or {}).items()
        },
        fixed=fixed or {},
        features=features,
    )


def clusters_of(
    national: National,
    level: str,
    neighbours: Neighbours,
    *,
    among: Collection[str] | None = None,
    inference: Inference = "permutation",
) -> dict[str, HotSpots]:
    """Find the clusters of every figure with a direction at one level, by indicator."""
    return dict(Clusters(national, level, neighbours, among=among, inference=inference))


def compare_municipality(
    store: Mapped,
    national: National,
    municipality: str,
    *,
    fixed: Mapping[str, Sequence[str]] | None = None,
    features: Features | None = None,
) -> Comparison:
    """Gather it for the areas of one municipality.

    Clusters among its neighbourhoods are told from chance inside the municipality, by
    permutation, each figure when it is asked for (decision 097).
    """
    mine = national.areas.filter(pl.col("municipality") == municipality)
    codes = mine["code"].to_list()
    of_level = {
        level: mine.filter(pl.col("level") == level)["code"].to_list() for level in TESTED_INSIDE
    }
    return compare(
        store,
        national,
        codes,
        neighbours={
            level: neighbours(store.geometry(there, year=national.year, country=national.country))
            for level, there in of_level.items()
        },
        among=codes,
        fixed=fixed,
        features=features,
    )
