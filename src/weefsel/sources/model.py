"""What a reader gives: an edition of a table, its measures and its values, untouched."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from weefsel.base.language import Text, text

LEVELS = ("country", "municipality", "district", "neighbourhood")

AREA_COLUMNS = {
    "code": pl.String,  # without padding: NL00, GM0164, WK016401, BU01640101
    "name": pl.String,
    "level": pl.String,  # one of LEVELS
    "municipality": pl.String,  # GM code, null for the country
    "redivision": pl.String,  # the source's redivision code 1/2/3, null when not given
}
MEASURE_COLUMNS = {
    "measure": pl.String,  # the column's name in the file
    "stem": pl.String,  # OData key without its position suffix, null when the file has none
    "title": pl.String,  # null when no metadata was given and the file has only keys
    "path": pl.String,  # group titles from the outside in, joined by "/"
    "unit": pl.String,
    "slug": pl.String,  # a-z0-9 of path, title and unit: what all exporters have in common
}
VALUE_COLUMNS = {
    "measure": pl.String,
    "area": pl.String,
    "value": pl.Float64,  # null = missing, whatever the file's mark for it
    "flag": pl.String,  # base.figure.Flag
}


LOCAL = "local"  # the series of a municipality's own figures


@dataclass(frozen=True)
class Edition:
    """One edition of one table: what it is called, about which year, by whom, on what terms."""

    table: str
    series: str  # kwb, health, areas, local
    title: str
    year: int  # the year the figures are about
    division: int  # the year of the division whose area codes it uses
    publisher: str
    licence: str
    attribution: str
    url: str = ""
    published: str | None = None  # date of this edition as the source states it
    population: str | None = None  # 18plus, 65plus, when one table holds several
    country: str = "NL00"  # XX00 is the fictitious one
    file: str = ""
    sha256: str = ""
    # The years it may be of where the source does not say which; ``year`` is then the latest.
    undated: tuple[int, ...] = ()

    @property
    def id(self) -> str:
        """Give the key of this edition: table, year and population."""
        year = "-".join(map(str, ("undated", *self.undated) if self.undated else (self.year,)))
        return "-".join(filter(None, [self.table, year, self.population]))

    @property
    def period(self) -> Text:
        """Say which year the figures are of, or between which years that is open."""
        if not self.undated:
            return text("%(year)s", year=self.year)
        return text(
            "%(first)s or %(last)s, year not stated",
            first=", ".join(map(str, self.undated[:-1])),
            last=self.undated[-1],
        )

    @property
    def own(self) -> bool:
        """Tell whether a municipality brought these figures itself."""
        return self.series == LOCAL

    @property
    def fictitious(self) -> bool:
        """Tell whether the edition belongs to the fictitious country."""
        return self.country == "XX00"


@dataclass(frozen=True)
class RawTable:
    """A table as read: nothing is computed yet, nothing is renamed."""

    edition: Edition
    areas: pl.DataFrame  # AREA_COLUMNS; empty when the table does not define areas
    measures: pl.DataFrame  # MEASURE_COLUMNS
    values: pl.DataFrame  # VALUE_COLUMNS
    notes: tuple[Text, ...] = field(default=())
