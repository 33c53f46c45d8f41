"""Measure the aggregates that shape Weverdam, from the open tables themselves.

Only aggregates leave this file: correlations, medians, spreads and national levels, no value
of any area. Run once by a maintainer; what it gives is committed under ``example/data``:
``python -m weefsel.example.measure FOLDER`` with the folder of open data.
"""

from __future__ import annotations

import csv
import io
import math
import re
import sys
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from weefsel.example.aggregates import DATA, SOURCE_LINES, Measure, measures

KWB_2020 = "kwb/cbs.v3.84799NED_TypedDataSet.parquet"
AMSTERDAM_2019 = "kwb/84583NED_kwb2019_amsterdam.csv"
HEALTH = "sociaal/rivm_gezondheid_{year}_{population}.xlsx"
HEALTH_YEARS = (2016, 2020)
MIN_RESIDENTS = 200  # smaller areas are mostly suppressed or noise of rounding
MOST_RURAL = 4  # CBS urbanity class 5, not urban, says little about a town
HALF_COUNT = 0.5  # keeps a share of 0 finite (Haldane 1956)
IQR_OF_NORMAL = 1.3489795003921634  # interquartile range of the standard normal
EIGENVALUE_FLOOR = 0.02  # keeps the matrix positive definite after rounding to three decimals
MIN_PAIRS = 50
BUDGET_SOURCE = (
    "Bron: CBS, Iv3 jaarrekening 2023 (CC BY 4.0), alle gemeenten samen, bewerking Weefsel"
)
IV3_2023 = "sociaal/iv3_2023_jaarrekening.csv"
SOCIAL_FIELDS = ("5.", "6.", "7.1")  # sport, culture and green; social domain; public health
OLD_FIELDS = ("6.71", "6.72", "6.81", "6.82")  # codes until 2022, a few late bookings


def _number(column: str) -> pl.Expr:
    text = pl.col(column).cast(pl.String).str.strip_chars().str.replace(",", ".")
    return text.cast(pl.Float64, strict=False).alias(column)


def _stem(key: str) -> str:
    return re.sub(r"_\d+$", "", key)


def read_kwb(folder: Path) -> pl.DataFrame:
    """Read the neighbourhoods of 2020: ``code``, stems as columns."""
    frame = pl.read_parquet(folder / KWB_2020)
    code = next(name for name in frame.columns if _stem(name) == "WijkenEnBuurten")
    stems = {
        name: _stem(name)
        for name in frame.columns
        if frame[name].dtype.is_numeric() or _stem(name).startswith("MateVan")
    }
    # Names that occur twice differ only in their suffix: none of them is measured here.
    once = [name for name, stem in stems.items() if list(stems.values()).count(stem) == 1]
    return frame.select(
        pl.col(code).str.strip_chars().alias("code"),
        *[_number(name).alias(stems[name]) for name in once],
    ).filter(pl.col("code").str.starts_with("BU"))


def read_amsterdam(folder: Path) -> pl.DataFrame:
    """Read the neighbourhoods of Amsterdam 2019 under the stems of 2020.

    The export of 2019 has the same columns in the same order as the table of 2020.
    """
    keys = pl.read_parquet(folder / KWB_2020, n_rows=1).columns
    frame = pl.read_csv(folder / AMSTERDAM_2019, infer_schema_length=0, null_values=["NA", ""])
    stems = [_stem(key) for key in keys]
    keep = [place for place, stem in enumerate(stems) if stems.count(stem) == 1]
    code = stems.index("Codering")
    return frame.select(
        pl.nth(code).str.strip_chars().alias("code"),
        *[_number(frame.columns[place]).alias(stems[place]) for place in keep if place != code],
    ).filter(pl.col("code").str.starts_with("BU"))


def read_health(folder: Path, year: int, population: str) -> pl.DataFrame:
    """Read one year and population of the health table: ``code``, stems as columns."""
    path = folder / HEALTH.format(year=year, population=population)
    frame = pl.read_excel(path, infer_schema_length=0)
    code = next(name for name in frame.columns if _stem(name) == "WijkenEnBuurten")
    return frame.select(
        pl.col(code).str.strip_chars().alias("code"),
        *[_number(name).alias(_stem(name)) for name in frame.columns[8:]],
    )


def transformed(frame: pl.DataFrame, measure: Measure) -> NDArray[np.float64]:
    """Give a measure on its own scale, one row an area; NaN where it is not known."""
    top = frame.select(pl.sum_horizontal(measure.numerator, ignore_nulls=False)).to_series()
    if measure.denominator:
        below = frame.select(
            pl.sum_horizontal(measure.denominator, ignore_nulls=False)
        ).to_series()
        upper = top.to_numpy().astype(float) + HALF_COUNT
        lower = below.to_numpy().astype(float) + 2 * HALF_COUNT
    else:
        upper = top.to_numpy().astype(float)
        lower = np.full_like(upper, measure.out_of or 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = upper / lower
        odds = ratio / (1 - ratio) if measure.transform == "logit" else ratio
        result = np.log(odds)
    return np.where(np.isfinite(result), result, np.nan)


def _rank(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return pl.Series(values).rank("average").to_numpy()


def correlation(left: NDArray[np.float64], right: NDArray[np.float64]) -> float:
    """Estimate the correlation of a Gaussian copula from ranks: 2 sin(pi/6 rho).

    References: Pearson (1907), relation of Spearman's rank to product-moment correlation.
    """
    known = np.isfinite(left) & np.isfinite(right)
    if known.sum() < MIN_PAIRS:
        return 0.0
    rho = np.corrcoef(_rank(left[known]), _rank(right[known]))[0, 1]
    return float(2 * math.sin(math.pi / 6 * rho))


def nearest_correlation(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Clip the eigenvalues of a patched matrix and scale its diagonal back to one."""
    values, vectors = np.linalg.eigh(matrix)
    clipped = (vectors * np.maximum(values, EIGENVALUE_FLOOR)) @ vectors.T
    scale = 1 / np.sqrt(np.diag(clipped))
    return np.asarray(clipped * np.outer(scale, scale))


def measure_all(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Measure spreads, correlations and national levels from a folder of open data.

    Gives three frames: ``spreads`` (id, center, spread, areas, scope), ``correlations`` (id,
    one column a measure, lower triangle) and ``levels`` (stem, population, year, percent).
    """
    kwb, amsterdam = read_kwb(folder), read_amsterdam(folder)
    health = {
        population: read_health(folder, 2020, population) for population in ("18plus", "65plus")
    }
    wide_country, wide_amsterdam = kwb, amsterdam.select("code", *amsterdam.columns[1:])
    for population, frame in health.items():
        named = frame.rename(
            {name: f"{name}_{population}" for name in frame.columns if name != "code"}
        )
        wide_country = wide_country.join(named, on="code", how="left", maintain_order="left")
        wide_amsterdam = wide_amsterdam.join(named, on="code", how="left", maintain_order="left")
    wide_country = wide_country.filter(
        pl.col("AantalInwoners") >= MIN_RESIDENTS, pl.col("MateVanStedelijkheid") <= MOST_RURAL
    )
    wide_amsterdam = wide_amsterdam.filter(pl.col("AantalInwoners") >= MIN_RESIDENTS)
    listed = measures()
    columns = {}
    for scope, frame in (("country", wide_country), ("amsterdam", wide_amsterdam)):
        for one in listed:
            if scope == "country" and one.scope == "amsterdam":
                continue
            population = one.series.partition("_")[2]
            source = one if not population else one.of_population(population)
            columns[scope, one.id] = transformed(frame, source)
    matrix = np.eye(len(listed))
    spreads = []
    for row, one in enumerate(listed):
        own = columns[one.scope, one.id]
        own = own[np.isfinite(own)]
        low, middle, high = np.quantile(own, [0.25, 0.5, 0.75])
        spreads.append((one.id, middle, (high - low) / IQR_OF_NORMAL, own.size, one.scope))
        for column in range(row):
            other = listed[column]
            scope = "country" if one.scope == other.scope == "country" else "amsterdam"
            matrix[row, column] = matrix[column, row] = correlation(
                columns[scope, one.id], columns[scope, other.id]
            )
    matrix = nearest_correlation(matrix)
    triangle = {
        other.id: [
            None if row < column else round(float(matrix[row, column]), 3)
            for row in range(len(listed))
        ]
        for column, other in enumerate(listed)
    }
    levels = []
    for year in HEALTH_YEARS:
        country = read_health(folder, year, "18plus").filter(pl.col("code") == "NL01")
        for name in country.columns[1:]:
            value = country[name][0]
            if value is not None:
                levels.append((name, "18plus", year, float(value)))
    return (
        pl.DataFrame(
            spreads,
            schema=["id", "center", "spread", "areas", "scope"],
            orient="row",
        ).with_columns(pl.col("center", "spread").round(4)),
        pl.DataFrame({"id": [one.id for one in listed], **triangle}),
        pl.DataFrame(levels, schema=["stem", "population", "year", "percent"], orient="row"),
    )


def measure_budgets(folder: Path) -> pl.DataFrame:
    """Measure what the municipalities together spend and receive per resident, by task field.

    Gives ``field``, ``name``, ``expenditure_eur``, ``income_eur``: accounts of 2023.
    """
    content = (folder / IV3_2023).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))
    towns = [row for row in rows if row["Gemeenten"] != "Nederland"]
    residents = sum({row["Gemeenten"]: float(row["Inwonertal"]) for row in towns}.values())
    fields: dict[str, list[float]] = {}
    for row in towns:
        field = fields.setdefault(row["Taakveld"].strip(), [0.0, 0.0])
        field[0] += float(row["Lasten"] or 0)
        field[1] += float(row["Baten"] or 0)
    listed = []
    for title, (spent, received) in fields.items():
        code, _, name = title.partition(" ")
        if code.startswith(SOCIAL_FIELDS) and code not in OLD_FIELDS:
            listed.append((code, name, 1000 * spent / residents, 1000 * received / residents))
    frame = pl.DataFrame(
        listed, schema=["field", "name", "expenditure_eur", "income_eur"], orient="row"
    )
    return frame.with_columns(pl.col("expenditure_eur", "income_eur").round(2)).sort("field")


def write_all(folder: Path, target: Path = DATA) -> None:
    """Measure and write the three files, each headed by its sources."""
    names = ("spreads", "correlations", "levels")
    for name, frame in zip(names, measure_all(folder), strict=True):
        head = "".join(f"# {line}\n" for line in SOURCE_LINES)
        (target / f"{name}.csv").write_text(head + frame.write_csv(), encoding="utf-8")
    budgets = f"# {BUDGET_SOURCE}\n" + measure_budgets(folder).write_csv()
    (target / "iv3_per_resident.csv").write_text(budgets, encoding="utf-8")


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
