"""The editions that are loaded, as a page lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.web import ask

COUNTED = text("Counted when the table was loaded, so there is no range.")
OFFICIAL = text("As the source publishes it; it gives no range.")
NO_AREAS = text("This table has no row for the whole country.")


@dataclass(frozen=True)
class Row:
    """One edition with its two figures."""

    id: str
    title: str
    table: str
    series: str
    year: int
    publisher: str
    licence: str
    attribution: str
    url: str
    published: str | None
    loaded_at: datetime | None
    for_population: str | None
    fictitious: bool
    areas: Figure
    residents: Figure
    undated: tuple[int, ...] = ()  # the years it can be of, where the source does not say


def editions() -> list[Row]:
    """Give the editions of the store, the newest first, real before made up."""
    frame = ask.store().status().frame
    rows = [_row(record) for record in frame.iter_rows(named=True)]
    return sorted(rows, key=lambda row: (row.fictitious, -row.year, row.title))


SERIES = {
    "kwb": text("Key figures of districts and neighbourhoods"),
    "health": text("Health by district and neighbourhood"),
    "ses": text("Socio-economic status (SES-WOA)"),
    "livability": text("Leefbaarometer"),
    "areas": text("Boundaries of areas"),
    "local": text("Own figures of municipalities"),
}


@dataclass(frozen=True)
class Series:
    """The editions of one series: its name, its years, when it was last loaded."""

    name: Text | str
    fictitious: bool
    years: tuple[Row, ...]
    loaded_at: datetime | None


def by_series() -> list[Series]:
    """Give what is loaded in a few lines: a series a line, its years in order."""
    held: dict[tuple[bool, str, str | None], list[Row]] = {}
    for row in editions():
        held.setdefault((row.fictitious, row.series, row.for_population), []).append(row)
    return [
        Series(
            name=_series_name(series, population),
            fictitious=fictitious,
            years=tuple(sorted(rows, key=lambda row: row.year)),
            loaded_at=max((row.loaded_at for row in rows if row.loaded_at), default=None),
        )
        for (fictitious, series, population), rows in sorted(
            held.items(), key=lambda item: (item[0][0], item[0][1] != "kwb", str(item[0]))
        )
    ]


def _series_name(series: str, population: str | None) -> Text | str:
    name = SERIES.get(series, series)
    years = POPULATIONS.get(population or "")
    return text("%(name)s, %(population)s", name=name, population=years) if years else name


POPULATIONS = {
    "18plus": text("18 years and older"),
    "65plus": text("65 years and older"),
    "18to65": text("18 to 65 years"),
}


def _row(record: Mapping[str, Any]) -> Row:
    source = f"edition:{record['source']}"
    residents = record["population"]
    return Row(
        id=source,
        title=record["title"],
        table=record["table"],
        series=record["series"],
        year=record["year"],
        undated=tuple(record["undated"]),
        publisher=record["publisher"],
        licence=record["licence"],
        attribution=record["attribution"],
        url=record["url"],
        published=record["published"],
        loaded_at=_moment(record["loaded_at"]),
        for_population=record["for_population"],
        fictitious=record["fictitious"],
        areas=_count(f"{source}:areas", record["areas"], record["year"], source, COUNTED),
        residents=_count(
            f"{source}:residents",
            residents,
            record["year"],
            source,
            NO_AREAS if residents is None else OFFICIAL,
        ),
    )


def _count(id_: str, value: float | None, year: int, source: str, reason: Any) -> Figure:
    return Figure(id_, value, decimals=0, year=year, sources=(source,), reason=reason)


def _moment(stamp: str | None) -> datetime | None:
    return None if not stamp else datetime.fromisoformat(stamp.replace("Z", "+00:00"))
