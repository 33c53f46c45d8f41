"""Clusters of every figure with a direction: worked out figure by figure, when it is asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from threading import Lock
from typing import Any

import polars as pl

from weefsel.atlas.neighbours import Neighbours
from weefsel.scan.hot_spots import HotSpots, Inference, hot_spots
from weefsel.scan.level import RESIDENTS
from weefsel.scan.method import method
from weefsel.scan.national import National


class Clusters(Mapping[str, HotSpots]):
    """The maps of clusters of one level, by indicator; each is made once, at its first question.

    Areas are told from chance ``among`` some of the country, all of it when not given.
    Official figures with a direction only: those of municipalities are measured each in
    its own way, and of context there is nothing to be high or low on.
    """

    def __init__(
        self,
        national: National,
        level: str,
        neighbours: Neighbours,
        *,
        among: Collection[str] | None = None,
        inference: Inference = "permutation",
    ) -> None:
        self._national, self._level, self._neighbours = national, level, neighbours
        self._among = None if among is None else frozenset(among)
        self.inference = inference
        self._made: dict[str, HotSpots] = {}
        self._busy = Lock()

    @property
    def neighbours(self) -> Neighbours:
        """Give which areas of the level touch."""
        return self._neighbours

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Give the areas that are looked at together, in order."""
        areas = self._national.areas
        of_level = set(areas.filter(pl.col("level") == self._level)["code"])
        return tuple(sorted(of_level if self._among is None else of_level & self._among))

    @cached_property
    def _figures(self) -> dict[str, pl.DataFrame]:
        """Give the figures that have a map; of each one year, the one that most areas have."""
        national = self._national
        rows = national.levels[self._level].compared.filter(
            pl.col("area").is_in(self.codes) & ~pl.col("source").is_in(sorted(national.own))
        )
        found = {}
        for key, frame in rows.partition_by("indicator", as_dict=True).items():
            indicator = national.catalogue[str(key[0])]
            if indicator.direction and not indicator.origin_trait:
                # Of years that equally many areas have the newest.
                year = frame["year"].mode().max()
                found[indicator.id] = frame.filter(pl.col("year") == year)
        return dict(sorted(found.items()))

    @cached_property
    def _small(self) -> list[str]:
        compared = self._national.levels[self._level].compared
        rows = compared.filter(pl.col("indicator") == RESIDENTS).select("area", "value")
        residents = dict(rows.iter_rows())
        fewest = method().number("minimum_residents")
        return [code for code in self.codes if not residents.get(code, 0.0) >= fewest]

    def __iter__(self) -> Iterator[str]:
        """Give the indicators that have a map, in order."""
        return iter(self._figures)

    def __len__(self) -> int:
        """Count the maps."""
        return len(self._figures)

    def __getitem__(self, indicator: str) -> HotSpots:
        """Give the map of an indicator; ``KeyError`` when it has none."""
        frame = self._figures[indicator]
        with self._busy:
            if indicator not in self._made:
                values: dict[str, float | None] = dict.fromkeys(self.codes)
                values.update(frame.select("area", "value").iter_rows())
                self._made[indicator] = hot_spots(
                    values,
                    self._neighbours,
                    flags=frame["flag"].unique().to_list(),
                    few_residents=self._small,
                    year=int(frame["year"][0]),
                    inference=self.inference,
                )
            return self._made[indicator]

    def row(self, area: str, indicator: str) -> dict[str, Any] | None:
        """Give the row of an area on the map of an indicator, if it is on it.

        With ``model``, ``year``, ``family``, ``inference`` and ``false_discovery`` of the map.
        """
        at = self._places.get(area)
        if at is None or indicator not in self._figures:
            return None
        found = self[indicator]
        return {
            **found.areas.row(at, named=True),  # in the order of the codes
            "model": found.model,
            "year": found.year,
            "family": found.family,
            "inference": found.inference,
            "false_discovery": found.false_discovery,
        }

    @cached_property
    def _places(self) -> dict[str, int]:
        return {code: at for at, code in enumerate(self.codes)}
