"""A national table from its file to an answer, in the store and in pandas."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

from weefsel.atlas.load import load_file
from weefsel.atlas.store import Store

from . import country

INDICATOR, COLUMN = "household_size", "GemiddeldeHuishoudensgrootte"
WHOLES = ("AantalInwoners", "HuishoudensTotaal", "Jaar", "JaarOfOuder")
TOWN = sorted(code for code in country.codes() if code[2:6] == "0164")
FIRST = "national table, from the file to figures that can be asked for"
AGAIN = "national table, one indicator of one municipality from it after that"


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the invented table with figures that can be: no part is larger than its whole."""
    file = country.write_table(tmp_path_factory.mktemp("table"))[0]
    frame = pl.read_parquet(file)
    figures = [name for name, kind in frame.schema.items() if kind == pl.Float64]
    whole = [one for one in figures if one.split("_")[-2].endswith(WHOLES)]
    parts = [one for one in figures if one not in whole]
    frame = frame.with_columns(pl.col(parts) % 5, pl.col(whole) + 10_000)
    everybody = pl.col("^AantalInwoners_.*$")
    frame.with_columns(everybody * 10).write_parquet(file)
    return file


def tidy(file: Path) -> pd.DataFrame:
    """Give one row an area and measure."""
    wide = pd.read_parquet(file)
    wide["area"] = wide["Codering_3"].str.strip()
    figures = [name for name in wide.columns if name not in ("ID", "area")][5:]
    return wide[["area", *figures]].melt("area", var_name="measure")


@pytest.fixture(scope="module")
def kept(table: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("pandas") / "tidy.parquet"
    tidy(table).to_parquet(file)
    return file


@pytest.fixture(scope="module")
def store(table: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    held = Store(tmp_path_factory.mktemp("store"))
    load_file(held, "kwb", table)
    return held


def test_pandas_keeps_the_table(timed, table: Path, tmp_path: Path) -> None:
    timed(
        FIRST,
        "pandas, read, melt and write Parquet",
        lambda: tidy(table).to_parquet(tmp_path / "tidy.parquet"),
        baseline=True,
    )
    assert len(pd.read_parquet(tmp_path / "tidy.parquet"))


def test_weefsel_loads_the_table(timed, table: Path, tmp_path: Path) -> None:
    turn = count()
    (report,) = timed(
        FIRST,
        "weefsel, recognised, checked, mapped, areas kept, on disk for good",
        lambda: load_file(Store(tmp_path / str(next(turn))), "kwb", table),
    )
    assert report.areas == len(country.codes())


def asked_of_pandas(kept: Path) -> pd.DataFrame:
    found = pd.read_parquet(kept, filters=[("area", "in", TOWN)])
    return found[found["measure"].str.startswith(f"{COLUMN}_")]


def test_pandas_answers(timed, kept: Path) -> None:
    found = timed(AGAIN, "pandas, one Parquet file", lambda: asked_of_pandas(kept), baseline=True)
    assert len(found) == len(TOWN)


def test_the_store_answers(timed, store: Store, kept: Path) -> None:
    found = timed(AGAIN, "weefsel", lambda: store.observations(indicators=[INDICATOR], areas=TOWN))
    same = asked_of_pandas(kept).set_index("area")["value"]
    for area, value in found.select("area", "value").iter_rows():
        assert value == pytest.approx(same[area], nan_ok=True) or (
            value is None and pd.isna(same[area])
        )
