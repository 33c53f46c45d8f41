"""How fast the store answers, as a ratio to pandas on the same rows in one Parquet file.

Run it as ``python benchmarks/bench_store.py``. It makes three million invented observations
(as many as ten years of neighbourhoods with a dozen indicators). Ratios, not seconds, so that
machines can be compared; both sides must give the same rows.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
import polars as pl  # noqa: E402

from atlas.tables import areas, edition, raw  # noqa: E402
from weefsel.atlas.observations import OBSERVATION_COLUMNS  # noqa: E402
from weefsel.atlas.store import Store  # noqa: E402

MUNICIPALITIES, NEIGHBOURHOODS, INDICATORS, YEARS = 350, 48, 18, range(2014, 2024)
REPEATS = 5


def fastest(work: Callable[[], Any]) -> tuple[float, Any]:
    """Give the seconds of the fastest of a few runs, and what came out."""
    taken, result = [], None
    for _ in range(REPEATS):
        start = time.perf_counter()
        result = work()
        taken.append(time.perf_counter() - start)
    return min(taken), result


def year_of_figures(year: int) -> pl.DataFrame:
    """Invent the observations of one edition."""
    codes = [
        f"BU{m:04}{n:04}" for m in range(1, MUNICIPALITIES + 1) for n in range(NEIGHBOURHOODS)
    ]
    names = pl.DataFrame({"indicator": [f"indicator_number_{n}" for n in range(INDICATORS)]})
    rows = pl.DataFrame({"area": codes}).join(names, how="cross")
    values = np.random.default_rng(year).normal(50, 10, rows.height).round(1)
    nothing = pl.lit(None, pl.Float64)
    return rows.with_columns(
        pl.lit(year, pl.Int32).alias("year"),
        pl.Series("value", values),
        nothing.alias("lower"),
        nothing.alias("upper"),
        pl.lit("measured").alias("flag"),
        pl.lit(f"T-{year}").alias("source"),
        pl.lit(False).alias("fictitious"),
    ).select(*OBSERVATION_COLUMNS)


def main() -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as home:
        store, single = Store(Path(home)), Path(home) / "everything.parquet"
        frames = {year: year_of_figures(year) for year in YEARS}
        for year, frame in frames.items():
            of = edition(year, country="NL00", table="T")
            store.load(raw(of, areas(("NL00",))), frame)
        everything = pl.concat(list(frames.values()))
        everything.write_parquet(single)
        one = [f"BU0164{n:04}" for n in range(NEIGHBOURHOODS)]
        questions: dict[str, tuple[dict[str, Any], Callable[[], pd.DataFrame]]] = {
            "one municipality, all years": (
                {"areas": one},
                lambda: pd.read_parquet(single, filters=[("area", "in", one)]),
            ),
            "one indicator, one year, all areas": (
                {"indicators": ["indicator_number_3"], "years": [2020]},
                lambda: pd.read_parquet(
                    single,
                    filters=[("indicator", "==", "indicator_number_3"), ("year", "==", 2020)],
                ),
            ),
            "everything": ({}, lambda: pd.read_parquet(single)),
        }
        print(f"{everything.height:,} observations in {len(frames)} editions")
        for name, (asked, by_pandas) in questions.items():
            mine, found = fastest(lambda asked=asked: store.observations(**asked))
            theirs, same = fastest(by_pandas)
            assert found.height == len(same)
            print(f"{name}: {found.height:,} rows, pandas takes {theirs / mine:.1f} x as long")
        again = frames[2020]
        mine, _ = fastest(
            lambda: store.load(
                raw(edition(2020, country="NL00", table="T"), areas(("NL00",))), again
            )
        )
        theirs, _ = fastest(
            lambda: pd.read_parquet(single, filters=[("year", "==", 2020)]).equals(
                again.to_pandas()
            )
        )
        print(
            f"loading an edition that is there: pandas compares in {theirs / mine:.1f} x as long"
        )


if __name__ == "__main__":
    main()
