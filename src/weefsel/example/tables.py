"""The example's tables in the form of their sources: rounded, suppressed, redivided."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from weefsel.base.figure import Flag
from weefsel.example.aggregates import DATA, aggregates, measures
from weefsel.example.design import Design
from weefsel.example.kwb import Column, columns
from weefsel.example.people import SHARE_BASE, People
from weefsel.example.town import Floats, Town
from weefsel.sources.model import (
    AREA_COLUMNS,
    MEASURE_COLUMNS,
    VALUE_COLUMNS,
    Edition,
    RawTable,
)
from weefsel.sources.names import slug, stem

KWB_TABLE = "EX-KWB"
HEALTH_TABLE = "EX-GEZONDHEID"
LICENCE = "EUPL-1.2"
ATTRIBUTION = "Voorbeeld, verzonnen: Weefsel"
PUBLISHER = "Weefsel (voorbeeld, verzonnen)"
URBANITY = "MateVanStedelijkheid"
# CBS, mate van stedelijkheid: lower bounds of classes 1 to 4 in addresses per km2.
URBANITY_BOUNDS = (2500, 1500, 1000, 500)
ROUNDED_LEVELS = ("district", "neighbourhood")
UNCHANGED, CHANGED = "1", "3"  # CBS, indelingswijziging wijken en buurten


@dataclass(frozen=True)
class Division:
    """The areas of one year, large to small, and which cells each holds."""

    areas: pl.DataFrame  # AREA_COLUMNS
    holds: NDArray[np.bool_]  # (area, cell)


def make_division(design: Design, town: Town, year: int) -> Division:
    """Give country, municipality, districts and neighbourhoods of a year."""
    number = design.code.removeprefix("GM")
    since = int(design.record["redivision"]["year"])
    everything = np.ones(len(town.names), dtype=bool)
    rows: list[tuple[str, str, str, str | None, str | None]] = [
        (design.country, design.country_name, "country", None, None),
        (design.code, design.name, "municipality", design.code, UNCHANGED),
    ]
    holds = [everything, everything]
    small: list[tuple[str, str, NDArray[np.bool_], str]] = []
    for place, district in enumerate(design.districts):
        inside = town.land.district == place
        rows.append((f"WK{number}{district.code}", district.name, "district", design.code, "1"))
        holds.append(inside)
        cells = sorted(np.flatnonzero(inside).tolist(), key=lambda cell: town.order[cell])
        for cell in cells:
            if cell in town.merged and year >= since:
                continue
            only = np.arange(len(town.names)) == cell
            small.append(
                (_code(number, district.code, town.order[cell]), town.names[cell], only, UNCHANGED)
            )
        if year >= since and town.merged[0] in cells:
            both = np.isin(np.arange(len(town.names)), town.merged)
            first = min(town.merged, key=lambda cell: town.order[cell])
            state = CHANGED if year == since else UNCHANGED
            # A new code, as CBS gives one: the old ones end here.
            small.append(
                (_code(number, district.code, len(cells)), town.names[first], both, state)
            )
    for code, name, mask, state in sorted(small, key=lambda one: one[0]):
        rows.append((code, name, "neighbourhood", design.code, state))
        holds.append(mask)
    return Division(pl.DataFrame(rows, schema=AREA_COLUMNS, orient="row"), np.array(holds))


def _code(number: str, district: str, order: int) -> str:
    return f"BU{number}{district}{order + 1:02d}"


@cache
def _listed() -> pl.DataFrame:
    return pl.read_csv(DATA / "kwb_columns.csv", comment_prefix="#")


def _covers(design: Design, key: str | None, year: int) -> bool:
    if not key:
        return True
    first, last = design.record["published"][key]
    return bool(first <= year <= last)


def kwb_table(people: People) -> RawTable:
    """Give the example's Kerncijfers wijken en buurten of one year."""
    design, year = people.design, people.year
    division = make_division(design, people.town, year)
    sums = division.holds.astype(np.float64)
    small = division.areas["level"].is_in(ROUNDED_LEVELS).to_numpy()
    basis = {
        "residents": sums @ people.residents,
        "households": sums @ people.household_total,
        "homes": sums @ people.homes,
    }
    given = columns(people)
    parts: list[tuple[str, Floats, NDArray[np.object_]]] = []
    names: list[tuple[str, str, str, str, str]] = []
    for row in _listed().iter_rows(named=True):
        name = row["stem"]
        if name == URBANITY:
            value = urbanity(_published(given["Omgevingsadressendichtheid"], sums))
        else:
            value = _published(given[name], sums)
        if row["step"] is not None and (row["step"] > 5 or name in given):
            step = np.where(small | (row["step"] > 5), row["step"], 1)
            value = np.floor(value / step + 0.5) * step
        else:
            value = _rounded(value, row["decimals"])
        flag = np.full(value.size, Flag.MEASURED.value, dtype=object)
        if row["minimum"] is not None:
            few = basis[row["basis"]] < row["minimum"]
            flag[few] = Flag.SUPPRESSED.value
            flag[few & (basis[row["basis"]] == 0)] = Flag.MISSING.value
            value = np.where(few, np.nan, value)
        if not _covers(design, row["years"], year):
            value, flag = np.full(value.size, np.nan), np.full(value.size, "missing", object)
        place = f"{name}_{len(names) + 5}"  # four columns of area come before the first
        names.append((place, stem(place), row["title"], row["path"], row["unit"]))
        parts.append((place, value, flag))
    listed = [(*one, slug(one[3], one[2], one[4])) for one in names]
    return RawTable(
        edition=Edition(
            table=KWB_TABLE,
            series="kwb",
            title=f"Voorbeeld: kerncijfers wijken en buurten {year} (verzonnen)",
            year=year,
            division=year,
            publisher=PUBLISHER,
            licence=LICENCE,
            attribution=ATTRIBUTION,
            country=design.country,
        ),
        areas=division.areas,
        measures=pl.DataFrame(listed, schema=MEASURE_COLUMNS, orient="row"),
        values=_long(division.areas["code"], parts),
    )


def _published(column: Column, sums: Floats) -> Floats:
    top = sums @ column.top
    if column.below is None:
        return np.asarray(top)
    below = sums @ column.below
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(below > 0, column.scale * top / below, np.nan)


def _rounded(value: Floats, decimals: int) -> Floats:
    factor = 10.0**decimals
    return np.asarray(np.floor(value * factor + 0.5) / factor)


def urbanity(density: Floats) -> Floats:
    """Give the class of urbanity, 1 very strong to 5 not urban; NaN stays NaN."""
    below = [density < bound for bound in URBANITY_BOUNDS]
    classes = 1.0 + np.sum(below, axis=0)
    return np.where(np.isnan(density), np.nan, classes)


def _long(codes: pl.Series, parts: list[tuple[str, Floats, NDArray[np.object_]]]) -> pl.DataFrame:
    """Lay columns (measure, values, flags) under each other with ``VALUE_COLUMNS``."""
    value = np.concatenate([one for _, one, _ in parts])
    flag = np.concatenate([one for _, _, one in parts])
    # A gap is a gap, whatever made it: no row says "measured" without a value.
    flag[~np.isfinite(value) & (flag == Flag.MEASURED.value)] = Flag.MISSING.value
    frame = pl.DataFrame(
        {
            "measure": [name for name, _, _ in parts for _ in range(codes.len())],
            "area": codes.to_list() * len(parts),
            "value": pl.Series(value, dtype=pl.Float64, nan_to_null=True),
            "flag": flag.tolist(),
        }
    )
    return frame.cast(pl.Schema(VALUE_COLUMNS))


def health_table(people: People, division_year: int, population: str) -> RawTable:
    """Give the example's Gezondheid per wijk en buurt of one year and population."""
    design, year = people.design, people.year
    rules = design.record["health"]
    division = make_division(design, people.town, division_year)
    sums = division.holds.astype(np.float64)
    weight = people.adults if population == "18plus" else people.ages[4].astype(np.float64)
    enough = sums @ weight >= rules["fewest"]
    names = [
        one.id.rpartition("_")[0] for one in measures() if one.series == f"health_{population}"
    ]
    shares = {name: people.value(f"{name}_{population}") for name in names}
    for inner, outer in rules["parts"]:
        shares[inner] = np.minimum(shares[inner], shares[outer])
    light = np.minimum(shares["Ondergewicht"], 1 - shares["Overgewicht"])
    shares["NormaalGewicht"] = 1 - light - shares["Overgewicht"]
    parts: list[tuple[str, Floats, NDArray[np.object_]]] = []
    listed: list[tuple[str, str, None, str, str, str]] = []
    for place, (name, share) in enumerate(shares.items()):
        value = _rounded(_published(Column(share * weight, weight, float(SHARE_BASE)), sums), 1)
        value = np.where(enough, value, np.nan)
        flag = np.full(value.size, Flag.MODEL_ESTIMATE.value, dtype=object)
        flag[~enough] = Flag.MISSING.value
        if name in rules.get(f"not_in_{year}", ()):
            value, flag = np.full(value.size, np.nan), np.full(value.size, "missing", object)
        key = f"{name}_{place + 4}"  # three columns of area come before the first
        parts.append((key, value, flag))
        listed.append((key, name, None, "", "%", slug(name)))
    return RawTable(
        edition=Edition(
            table=HEALTH_TABLE,
            series="health",
            title=f"Voorbeeld: gezondheid per wijk en buurt {year} (verzonnen)",
            year=year,
            division=division_year,
            publisher=PUBLISHER,
            licence=LICENCE,
            attribution=ATTRIBUTION,
            population=population,
            country=design.country,
        ),
        areas=pl.DataFrame(schema=AREA_COLUMNS),
        measures=pl.DataFrame(listed, schema=MEASURE_COLUMNS, orient="row"),
        values=_long(division.areas["code"], parts),
    )


def all_tables(design: Design, town: Town, seed: int) -> list[RawTable]:
    """Give every table of the example, oldest first."""
    known = aggregates()
    tables = []
    health = design.record["health"]
    for year in design.years:
        people = People(design, town, known, seed, year)
        tables.append(kwb_table(people))
        if year in health["years"]:
            division = int(design.record["health_division"][str(year)])
            tables += [
                health_table(people, division, population) for population in health["populations"]
            ]
    return tables
