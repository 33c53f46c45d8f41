"""Questions to the store beside pandas on the same rows in one Parquet file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

from weefsel.atlas.store import Store

from . import country

INDICATORS = [f"indicator_number_{number:02}" for number in range(15)]
YEARS = range(2014, 2024)  # ten editions: 2.6 million observations
ONE = "indicator_number_03"
TOWN = [code for code in country.codes() if code[2:6] == "0164"]

Question = tuple[dict[str, Any], Callable[[Path], pd.DataFrame]]
QUESTIONS: dict[str, Question] = {
    "one municipality, all indicators and years": (
        {"areas": TOWN},
        lambda file: pd.read_parquet(file, filters=[("area", "in", TOWN)]),
    ),
    "one indicator of one year, all areas": (
        {"indicators": [ONE], "years": [2020]},
        lambda file: pd.read_parquet(
            file, filters=[("indicator", "==", ONE), ("year", "==", 2020)]
        ),
    ),
    "everything": ({}, pd.read_parquet),
}


@pytest.fixture(scope="module")
def frames() -> dict[int, pl.DataFrame]:
    return {year: country.observations(INDICATORS, year) for year in YEARS}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, frames: dict[int, pl.DataFrame]) -> Store:
    held = Store(tmp_path_factory.mktemp("store"))
    with held.change() as change:
        for year, frame in frames.items():
            change.load(country.raw(year), frame)
    return held


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory, frames: dict[int, pl.DataFrame]) -> Path:
    """Give one file with all rows, as pandas would keep them."""
    file = tmp_path_factory.mktemp("single") / "everything.parquet"
    pl.concat(list(frames.values())).to_pandas().to_parquet(file)
    return file


@pytest.mark.parametrize("asked", QUESTIONS)
def test_pandas_answers(timed, asked: str, single: Path) -> None:
    by_pandas = QUESTIONS[asked][1]
    found = timed(
        f"store, {asked}", "pandas, one Parquet file", lambda: by_pandas(single), baseline=True
    )
    assert len(found)


@pytest.mark.parametrize("asked", QUESTIONS)
def test_the_store_answers(timed, asked: str, store: Store, single: Path) -> None:
    terms, by_pandas = QUESTIONS[asked]
    found = timed(f"store, {asked}", "weefsel", lambda: store.observations(**terms))
    same = by_pandas(single)
    assert found.height == len(same)
    assert found["value"].sum() == pytest.approx(same["value"].sum())


LOADING = "store, loading an edition that is there already"


def test_pandas_compares_an_edition(timed, single: Path, frames: dict) -> None:
    again = frames[2020].to_pandas()

    def compared() -> bool:
        stored = pd.read_parquet(single, filters=[("year", "==", 2020)])
        both = stored.merge(again, on=["area", "indicator", "year"], suffixes=("", "_new"))
        return len(both) == len(again) and both["value"].equals(both["value_new"])

    assert timed(LOADING, "pandas, read, merge and compare", compared, baseline=True)


def test_the_store_finds_that_nothing_changed(timed, store: Store, frames: dict) -> None:
    raw, again = country.raw(2020), frames[2020]
    report = timed(LOADING, "weefsel, checked and all or nothing", lambda: store.load(raw, again))
    assert not report.new
