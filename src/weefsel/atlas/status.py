"""What is in the store: an edition a row, with its age, and the fictitious ones apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from weefsel.sources.area_code import COUNTRIES
from weefsel.sources.model import LOCAL

if TYPE_CHECKING:
    from weefsel.atlas.store import Store

STATUS_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "source": pl.String,  # id of the edition
    "title": pl.String,
    "table": pl.String,
    "series": pl.String,  # kwb, health, areas, local
    "year": pl.Int32,  # the year the figures are about, the latest it can be when undated
    "undated": pl.List(pl.Int32),  # the years they may be about where the source does not say
    "division": pl.Int32,
    "for_population": pl.String,  # 18plus, 65plus, null for everybody
    "areas": pl.Int64,
    "rows": pl.Int64,
    "indicators": pl.Int64,  # that have at least one value
    "population": pl.Float64,  # residents of the country row, null where the table has none
    "publisher": pl.String,
    "licence": pl.String,
    "attribution": pl.String,
    "url": pl.String,
    "published": pl.String,  # date the source states for this edition, null when it does not
    "loaded_at": pl.String,  # moment in UTC
    "files": pl.List(pl.String),
    "country": pl.String,
    "fictitious": pl.Boolean,
}


@dataclass(frozen=True)
class StatusTable:
    """What is loaded. ``frame`` has ``STATUS_COLUMNS``, real editions before fictitious."""

    frame: pl.DataFrame

    @property
    def real(self) -> pl.DataFrame:
        """Give the editions of real figures."""
        return self.frame.filter(~pl.col("fictitious"))

    @property
    def official(self) -> pl.DataFrame:
        """Give the editions of real figures that are not a municipality's own."""
        return self.real.filter(pl.col("series") != LOCAL)

    @property
    def own(self) -> pl.DataFrame:
        """Give the editions of real figures that a municipality brought itself."""
        return self.real.filter(pl.col("series") == LOCAL)

    @property
    def fictitious(self) -> pl.DataFrame:
        """Give the editions of fictitious figures."""
        return self.frame.filter(pl.col("fictitious"))

    def with_age(self, today: date) -> pl.DataFrame:
        """Give the frame with ``age_years``: whole years between the figures and today.

        Null for figures of which nobody knows the year.
        """
        dated = pl.col("undated").list.len() == 0
        return self.frame.with_columns(
            pl.when(dated).then(today.year - pl.col("year")).alias("age_years")
        )

    def document(self) -> dict[str, Any]:
        """Give the status as a plain record, real and fictitious apart."""
        return {
            "schema": "weefsel.status/1",
            "real": self.real.to_dicts(),
            "fictitious": self.fictitious.to_dicts(),
        }


def status(store: Store) -> StatusTable:
    """Give what is loaded in a store."""
    manifest = store.manifest()
    rows = []
    for record in (record for country in COUNTRIES for record in manifest.of(country)):
        edition = record.edition
        rows.append(
            {
                "source": edition.id,
                "title": edition.title,
                "table": edition.table,
                "series": edition.series,
                "year": edition.year,
                "undated": list(edition.undated),
                "division": edition.division,
                "for_population": edition.population,
                "areas": record.area_count,
                "rows": sum(p.rows for p in (record.observations, record.geometry) if p),
                "indicators": len(record.filled),
                "population": record.residents,
                "publisher": edition.publisher,
                "licence": edition.licence,
                "attribution": edition.attribution,
                "url": edition.url,
                "published": edition.published,
                "loaded_at": record.loaded_at,
                "files": [file.name for file in record.files],
                "country": edition.country,
                "fictitious": edition.fictitious,
            }
        )
    return StatusTable(pl.DataFrame(rows, schema=STATUS_COLUMNS))
