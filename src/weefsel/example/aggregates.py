"""The committed aggregates of open statistics that make Weverdam plausible."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

DATA = Path(str(resources.files("weefsel.example"))) / "data"

SOURCE_LINES = (
    "Bron: CBS, Kerncijfers wijken en buurten (CC BY 4.0), bewerking Weefsel",
    "Bron: Gezondheidsmonitor Volwassenen en Ouderen, GGD'en, CBS en RIVM (CC BY 4.0), "
    "bewerking Weefsel",
    "Alleen samenvattingen over alle buurten samen: geen waarde van een gebied.",
)


@dataclass(frozen=True)
class Measure:
    """One quantity of a neighbourhood, and the open columns it was measured from."""

    id: str
    transform: str  # logit or log
    series: str  # kwb, health_18plus, health_65plus
    scope: str  # country or amsterdam: where spread and correlation were measured
    numerator: tuple[str, ...]
    denominator: tuple[str, ...] = ()
    out_of: float | None = None

    def of_population(self, population: str) -> Measure:
        """Give the same measure on columns that carry the population as suffix."""
        return replace(self, numerator=tuple(f"{name}_{population}" for name in self.numerator))


@dataclass(frozen=True)
class Aggregates:
    """Medians and spreads on the transformed scale, correlations, national levels by year."""

    ids: tuple[str, ...]
    transforms: tuple[str, ...]
    center: NDArray[np.float64]  # (measure,)
    spread: NDArray[np.float64]  # (measure,)
    correlation: NDArray[np.float64]  # (measure, measure)
    health_levels: dict[tuple[str, int], float]  # (stem, year) -> percent of 18 and older


@cache
def measures() -> tuple[Measure, ...]:
    """Give the quantities that are drawn, in the order in which they are drawn."""
    record = tomllib.loads((DATA / "measures.toml").read_text(encoding="utf-8"))
    return tuple(
        Measure(
            id=one["id"],
            transform=one["transform"],
            series=one["series"],
            scope=one["scope"],
            numerator=tuple(one["numerator"]),
            denominator=tuple(one.get("denominator", ())),
            out_of=one.get("out_of"),
        )
        for one in record["measure"]
    )


@cache
def aggregates() -> Aggregates:
    """Read the committed aggregates, in the order of ``measures``."""
    listed = measures()
    ids = tuple(one.id for one in listed)
    spreads = pl.read_csv(DATA / "spreads.csv", comment_prefix="#")
    triangle = pl.read_csv(DATA / "correlations.csv", comment_prefix="#")
    levels = pl.read_csv(DATA / "levels.csv", comment_prefix="#")
    lower = np.nan_to_num(triangle.select(ids).to_numpy().astype(np.float64))
    by_id = {row["id"]: row for row in spreads.iter_rows(named=True)}
    return Aggregates(
        ids=ids,
        transforms=tuple(one.transform for one in listed),
        center=np.array([by_id[one]["center"] for one in ids]),
        spread=np.array([by_id[one]["spread"] for one in ids]),
        correlation=lower + lower.T - np.diag(np.diag(lower)),
        health_levels={
            (row["stem"], row["year"]): row["percent"] for row in levels.iter_rows(named=True)
        },
    )
