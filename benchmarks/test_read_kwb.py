"""Reading a table of key figures beside pandas, both to one row an area and measure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from weefsel.sources import kwb

from . import country

KEYS = 5  # columns of a StatLine export that are no figures


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return country.write_table(tmp_path_factory.mktemp("kwb"))


def pandas_parquet(file: Path) -> pd.DataFrame:
    """Read the OData table and lay its figures under each other."""
    wide = pd.read_parquet(file)
    wide["area"] = wide["Codering_3"].str.strip()
    wide = wide.drop(columns=["ID", *wide.columns[1 : KEYS + 1]])
    return wide.melt("area", var_name="measure")


def pandas_csv(file: Path) -> pd.DataFrame:
    """Read the StatLine export and lay its figures under each other."""
    wide = pd.read_csv(file, sep=";", decimal=",", na_values=["."], encoding="utf-8-sig")
    wide["area"] = wide.iloc[:, 3].str.strip()
    return wide.drop(columns=wide.columns[:KEYS]).melt("area", var_name="measure")


FORMS: dict[str, tuple[int, Callable[[Path], pd.DataFrame]]] = {
    "Parquet": (0, pandas_parquet),
    "StatLine CSV": (1, pandas_csv),
}


@pytest.mark.parametrize("form", FORMS)
def test_pandas_reads(timed, form: str, written: tuple[Path, Path]) -> None:
    at, by_pandas = FORMS[form]
    found = timed(
        f"reading key figures, {form}",
        "pandas, read and melt",
        lambda: by_pandas(written[at]),
        baseline=True,
    )
    assert len(found)


@pytest.mark.parametrize("form", FORMS)
def test_weefsel_reads(timed, form: str, written: tuple[Path, Path]) -> None:
    at, by_pandas = FORMS[form]
    tables = timed(
        f"reading key figures, {form}",
        "weefsel, with areas, measures, flags and checks",
        lambda: kwb.read(written[at]),
    )
    values, same = tables[0].values, by_pandas(written[at])
    assert values["value"].count() == same["value"].count()
    assert values["value"].sum() == pytest.approx(same["value"].sum())
