"""An invented country of the size of the Netherlands: areas, observations and a table of CBS.

Nothing is read from statistics: codes are counted up and every value comes from a seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl

from weefsel.atlas.indicator import catalogue
from weefsel.atlas.observations import OBSERVATION_COLUMNS
from weefsel.sources.area_code import REAL, level_column, municipality_column
from weefsel.sources.model import (
    AREA_COLUMNS,
    MEASURE_COLUMNS,
    VALUE_COLUMNS,
    Edition,
    RawTable,
)

MUNICIPALITIES, DISTRICTS, NEIGHBOURHOODS = 350, 8, 5  # 350 x 8 x 5 = 14,000 neighbourhoods
YEAR = 2020
RESIDENTS = "population"
_COLUMNS = Path(__file__).parent.parent / "src/weefsel/example/data/kwb_columns.csv"
_KINDS = {"NL": "Land", "GM": "Gemeente", "WK": "Wijk", "BU": "Buurt"}


def codes() -> list[str]:
    """Give every code of the country, large to small."""
    towns = range(1, MUNICIPALITIES + 1)
    parts = [(t, d) for t in towns for d in range(DISTRICTS)]
    return [
        REAL,
        *(f"GM{t:04}" for t in towns),
        *(f"WK{t:04}{d:02}" for t, d in parts),
        *(f"BU{t:04}{d:02}{n:02}" for t, d in parts for n in range(NEIGHBOURHOODS)),
    ]


def areas() -> pl.DataFrame:
    """Give the areas as a reader gives them, AREA_COLUMNS."""
    code = pl.col("code")
    return (
        pl.DataFrame({"code": codes()})
        .with_columns(
            name=code,
            level=level_column(code),
            municipality=municipality_column(code),
            redivision=pl.lit(None, pl.String),
        )
        .select(pl.col(name).cast(kind) for name, kind in AREA_COLUMNS.items())
    )


def edition(year: int = YEAR) -> Edition:
    """Give the edition that the invented figures of a year belong to."""
    return Edition(
        table="INVENTED",
        series="kwb",
        title=f"Invented figures {year}",
        year=year,
        division=year,
        publisher="Weefsel",
        licence="CC0-1.0",
        attribution="Invented",
        file="invented.csv",
    )


def raw(year: int = YEAR) -> RawTable:
    """Give the table that the observations of a year are loaded with."""
    return RawTable(
        edition(year),
        areas(),
        pl.DataFrame(schema=MEASURE_COLUMNS),
        pl.DataFrame(schema=VALUE_COLUMNS),
    )


def observations(indicators: Sequence[str], year: int = YEAR) -> pl.DataFrame:
    """Invent one value an area and indicator, a twentieth missing, OBSERVATION_COLUMNS."""
    chance = np.random.default_rng(year)
    places = codes()
    frames = []
    for name in indicators:
        values = chance.gamma(4.0, 5.0, len(places)).round(1)
        values[chance.random(len(places)) < 0.05] = np.nan
        if name == RESIDENTS:
            values = _residents(places, chance)
        frame = pl.DataFrame({"area": places, "value": values})
        frames.append(frame.with_columns(pl.lit(name).alias("indicator")))
    nothing = pl.lit(None, pl.Float64)
    return (
        pl.concat(frames)
        .with_columns(
            pl.lit(year, pl.Int32).alias("year"),
            pl.col("value").fill_nan(None),
            nothing.alias("lower"),
            nothing.alias("upper"),
            pl.when(pl.col("value").is_nan())
            .then(pl.lit("missing"))
            .otherwise(pl.lit("measured"))
            .alias("flag"),
            pl.lit(edition(year).id).alias("source"),
            pl.lit(False).alias("fictitious"),
        )
        .select(pl.col(name).cast(kind) for name, kind in OBSERVATION_COLUMNS.items())
    )


def _residents(places: Sequence[str], chance: np.random.Generator) -> np.ndarray:
    """Invent residents of neighbourhoods and add them up to the larger areas."""
    small = [place for place in places if place.startswith("BU")]
    counts = chance.integers(20, 3000, len(small))
    total = dict.fromkeys(places, 0.0)
    for place, count in zip(small, counts, strict=True):
        for area in (REAL, f"GM{place[2:6]}", f"WK{place[2:8]}", place):
            total[area] += float(count)
    return np.array([total[place] for place in places])


def scanned_indicators() -> list[str]:
    """Give the indicators of the catalogue that a source fills."""
    return [one.id for one in catalogue().values() if one.origins]


def write_table(folder: Path) -> tuple[Path, Path]:
    """Write a table of key figures as OData Parquet and as a StatLine CSV; give both paths."""
    chance = np.random.default_rng(YEAR)
    listed = pl.read_csv(_COLUMNS, comment_prefix="#")
    places = codes()
    table = {
        "ID": list(range(len(places))),
        "WijkenEnBuurten": [place.ljust(10) for place in places],
        "Gemeentenaam_1": ["Invented".ljust(40)] * len(places),
        "SoortRegio_2": [_KINDS[place[:2]].ljust(10) for place in places],
        "Codering_3": [place.ljust(10) for place in places],
        "IndelingswijzigingWijkenEnBuurten_4": ["1"] * len(places),
    }
    heads = [
        "Wijken en buurten",
        "Regioaanduiding/Gemeentenaam (naam)",
        "Regioaanduiding/Soort regio (omschrijving)",
        "Regioaanduiding/Codering (code)",
        "Regioaanduiding/Indelingswijziging wijken en buurten (code)",
    ]
    figures: dict[str, pl.Series] = {}
    for at, row in enumerate(listed.iter_rows(named=True), start=5):
        values = chance.gamma(4.0, 50.0, len(places)).round(1)
        values[chance.random(len(places)) < 0.05] = np.nan
        figures[f"{row['stem']}_{at}"] = pl.Series(values).fill_nan(None)
        heads.append(f"{row['path']}/{row['title']} ({row['unit']})")
    odata = pl.DataFrame(table).with_columns(**figures)
    parquet = folder / "85039NED_TypedDataSet.parquet"
    odata.write_parquet(parquet)
    export = odata.drop("ID").with_columns(
        pl.col(name).cast(pl.String).str.replace(".", ",", literal=True).fill_null(".")
        for name in figures
    )
    export.columns = heads
    csv = folder / "85039NED_statline.csv"
    export.write_csv(csv, separator=";", quote_style="always", include_bom=True)
    return parquet, csv
