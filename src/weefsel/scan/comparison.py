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

from weefsel.atlas.neighbours import Neighbours
from weefsel.base.language import Text
from weefsel.scan.hot_spots import HotSpots, Inference, class_words, hot_spots
from weefsel.scan.level import RESIDENTS
from weefsel.scan.method import method
from weefsel.scan.national import National
from weefsel.scan.peers import Peers, TraitTable, fixed_peers, peers, trait_table
from weefsel.scan.recipe import LEVELS
from weefsel.scan.series import series_of
from weefsel.scan.side_by_side import no_comparison, side_by_side
from weefsel.scan.stacking import stacking
from weefsel.scan.supply import Statistics
from weefsel.scan.trend import remarks, trends, words
from weefsel.scan.vulnerability import vulnerability
from weefsel.sources.area_code import level_of


@dataclass(frozen=True)
class Comparison:
    """Areas of one country and year beside others and over the years.

    ``trends`` has ``TREND_COLUMNS``; ``clusters`` is by level and indicator; ``fixed`` are
    peers that the user chose, by area.
    """

    national: National
    areas: tuple[str, ...]
    trends: pl.DataFrame
    clusters: Mapping[tuple[str, str], HotSpots]
    fixed: Mapping[str, Sequence[str]]

    @cached_property
    def _tables(self) -> dict[str, TraitTable]:
        return {level: trait_table(self.national, level) for level in LEVELS}

    def peers(self, area: str) -> Peers:
        """Give the peers of an area: those the user fixed, else the most comparable."""
        table = self._tables[level_of(area)]
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

    @cached_property
    def _marked(self) -> dict[tuple[str, str], dict[str, Any]]:
        return {
            (row["area"], indicator): {**row, "model": found.model, "year": found.year}
            for (_, indicator), found in self.clusters.items()
            for row in found.areas.iter_rows(named=True)
        }

    def hot_spot(self, area: str, indicator: str) -> dict[str, Any] | None:
        """Give the row of an area on the map of clusters of an indicator, if there is one."""
        return self._marked.get((area, indicator))

    @cached_property
    def _trends_of(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for (area, _), row in self._newest.items():
            found.setdefault(area, []).append(row)
        return found

    @cached_property
    def _clusters_of(self) -> dict[str, dict[str, dict[str, Any]]]:
        found: dict[str, dict[str, dict[str, Any]]] = {}
        for (area, indicator), row in self._marked.items():
            found.setdefault(area, {})[indicator] = row
        return found

    @cached_property
    def _vulnerable(self) -> dict[str, dict[str, Any]]:
        found = (vulnerability(self.national, level).areas for level in LEVELS)
        return {row["area"]: row for one in found for row in one.iter_rows(named=True)}

    @cached_property
    def _stacked(self) -> dict[str, dict[str, Any]]:
        found = (stacking(self.national, level) for level in LEVELS)
        return {row["area"]: row for one in found for row in one.iter_rows(named=True)}

    def record(self, area: str) -> dict[str, Any]:
        """Give everything of an area as a plain record."""
        beside = self.beside(area).iter_rows(named=True)
        return {
            "peers": self.peers(area).document(),
            "beside": [{**row, "reason": _said(no_comparison(row["reason"]))} for row in beside],
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
                for indicator, row in self._clusters_of.get(area, {}).items()
            ],
            "vulnerability": self._vulnerable.get(area),
            "stacking": self._stacked.get(area),
        }


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
    inference: Inference = "permutation",
) -> Comparison:
    """Gather what can be said of ``areas`` beside others and over the years.

    ``neighbours`` by level says where to look for clusters; they are told from chance among
    the areas ``among``, those of the country when not given. Only figures with a direction
    have clusters: of context there is nothing to be high or low on.
    """
    clusters = {
        (level, indicator): found
        for level, near in (neighbours or {}).items()
        for indicator, found in clusters_of(
            national, level, near, among=among, inference=inference
        ).items()
    }
    laid = series_of(
        store, country=national.country, areas=list(areas), catalogue=national.catalogue
    )
    kept = [key for key, one in national.catalogue.items() if not one.origin_trait]
    laid = laid.filter(pl.col("indicator").is_in(kept))
    return Comparison(
        national=national,
        areas=tuple(areas),
        trends=trends(laid, national.catalogue),
        clusters=clusters,
        fixed=fixed or {},
    )


def clusters_of(
    national: National,
    level: str,
    neighbours: Neighbours,
    *,
    among: Collection[str] | None = None,
    inference: Inference = "permutation",
) -> dict[str, HotSpots]:
    """Find the clusters of every figure with a direction at one level, by indicator.

    Official figures only: those of municipalities are measured each in its own way.
    """
    of_level = national.areas.filter(pl.col("level") == level)["code"]
    codes = sorted(of_level if among is None else set(of_level) & set(among))
    rows = national.levels[level].compared.filter(
        pl.col("area").is_in(codes) & ~pl.col("source").is_in(sorted(national.own))
    )
    residents = dict(
        rows.filter(pl.col("indicator") == RESIDENTS).select("area", "value").iter_rows()
    )
    fewest = method().number("minimum_residents")
    small = [code for code in codes if not residents.get(code, 0.0) >= fewest]
    found = {}
    for key, frame in rows.partition_by("indicator", as_dict=True).items():
        indicator = str(key[0])
        if not national.catalogue[indicator].direction:
            continue
        # One map, one year: the one that most areas have, of equals the newest.
        year = int(frame["year"].mode().max())  # type: ignore[arg-type]
        frame = frame.filter(pl.col("year") == year)
        values: dict[str, float | None] = dict.fromkeys(codes)
        values.update(frame.select("area", "value").iter_rows())
        found[indicator] = hot_spots(
            values,
            neighbours,
            flags=frame["flag"].unique().to_list(),
            few_residents=small,
            year=year,
            inference=inference,
        )
    return dict(sorted(found.items()))
