"""Fictitious tables of observations for the tests of the atlas; every area is in GM9990-9999."""

from __future__ import annotations

import polars as pl

from weefsel.atlas.observations import OBSERVATION_COLUMNS
from weefsel.atlas.store import Store
from weefsel.sources.area_code import country_of, level_of, municipality_of
from weefsel.sources.model import (
    AREA_COLUMNS,
    MEASURE_COLUMNS,
    VALUE_COLUMNS,
    Edition,
    RawTable,
)

TOWN = ("XX00", "GM9990", "WK999000", "BU99900000", "BU99900001")
FAR = ("NL00", "GM0001", "WK000100", "BU00010000")  # no municipality has number 1 any more


def edition(year: int = 2020, *, country: str = "XX00", table: str = "EX-KWB", **more) -> Edition:
    fields = {
        "series": "kwb",
        "title": f"Fictitious figures {year}",
        "division": year,
        "publisher": "Weefsel",
        "licence": "CC0-1.0",
        "attribution": "Fictitious",
        "file": "fictitious.csv",
    } | more
    return Edition(table=table, year=year, country=country, **fields)


def areas(codes: tuple[str, ...] = TOWN, names: dict[str, str] | None = None) -> pl.DataFrame:
    rows = [
        {
            "code": code,
            "name": (names or {}).get(code, f"Name of {code}"),
            "level": level_of(code),
            "municipality": municipality_of(code),
            "redivision": None,
        }
        for code in codes
    ]
    return pl.DataFrame(rows, schema=AREA_COLUMNS)


def raw(of: Edition | None = None, places: pl.DataFrame | None = None) -> RawTable:
    of = of or edition()
    if places is None:
        places = areas(TOWN if of.country == "XX00" else FAR)
    return RawTable(
        of, places, pl.DataFrame(schema=MEASURE_COLUMNS), pl.DataFrame(schema=VALUE_COLUMNS)
    )


def observed(
    values: dict[tuple[str, str], float | None], of: Edition | None = None, **more
) -> pl.DataFrame:
    """Make observations of ``{(area, indicator): value}`` for an edition."""
    of = of or edition()
    rows = [
        {
            "area": area,
            "indicator": indicator,
            "year": of.year,
            "value": value,
            "flag": "missing" if value is None else "measured",
            "source": of.id,
            "fictitious": country_of(area) == "XX00",
        }
        | more
        for (area, indicator), value in values.items()
    ]
    return pl.DataFrame(rows, schema=OBSERVATION_COLUMNS)


def counts(of: Edition | None = None, start: float = 100.0) -> pl.DataFrame:
    """Make residents of every area of an edition's country."""
    of = of or edition()
    codes = TOWN if of.country == "XX00" else FAR
    return observed({(c, "population"): start + n for n, c in enumerate(codes)}, of)


def seen(store: Store) -> tuple[bytes, dict[str, bytes]]:
    """Give every byte that a reader of a store can see."""
    manifest = store.folder / "manifest.json"
    if not manifest.exists():
        return b"", {}
    names = sorted(Store(store.home).manifest().files)
    return manifest.read_bytes(), {n: (store.folder / "parts" / n).read_bytes() for n in names}
