"""What a scan asks of the observation store, and nothing more."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

import polars as pl
import shapely

from weefsel.base.figure import Source
from weefsel.sources.area_code import REAL
from weefsel.sources.model import Edition


class Statistics(Protocol):
    """What a scan asks of the observation store (``atlas.store.Store`` answers it)."""

    def observations(
        self,
        *,
        indicators: Collection[str] | None = None,
        areas: Collection[str] | None = None,
        years: Collection[int] | None = None,
        country: str = REAL,
    ) -> pl.DataFrame:
        """Give observations of one country."""
        ...

    def areas(
        self,
        year: int,
        *,
        country: str = REAL,
        level: str | None = None,
        municipality: str | None = None,
    ) -> pl.DataFrame:
        """Give the areas of a division."""
        ...

    def years(self, country: str = REAL) -> list[int]:
        """Give the years of the divisions, ascending."""
        ...

    def editions(self, country: str | None = None) -> list[Edition]:
        """Give the editions."""
        ...

    def sources(self) -> dict[str, Source]:
        """Give the source of each edition."""
        ...


class Mapped(Statistics, Protocol):
    """A store that knows boundaries too."""

    def geometry(
        self, codes: Collection[str], *, year: int, country: str = REAL
    ) -> dict[str, shapely.Geometry]:
        """Give boundaries by code; codes without one are left out."""
        ...
