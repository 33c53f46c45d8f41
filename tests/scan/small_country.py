"""A small invented country: a catalogue of six indicators and areas of municipality 9990."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import polars as pl

from weefsel.atlas.indicator import ErrorModel, Indicator
from weefsel.base.figure import Source
from weefsel.scan.run import National, ScanResult, compute
from weefsel.scan.run import scan as run_scan
from weefsel.sources.model import Edition

MUNICIPALITY = "GM9990"
SEZ = "socio_economic_security"


def indicator(
    name: str,
    *,
    direction: int = 0,
    condition: str = "context",
    origin: bool = False,
    weight: float = 1.0,
    core: bool = True,
    error: str = "share_of_counts",
) -> Indicator:
    return Indicator(
        id=name,
        dated="2026-01-01",
        name_nl=f"{name} (nl)",
        name_en=f"{name} (en)",
        unit="percent",
        decimals=1,
        direction=direction,  # type: ignore[arg-type]
        condition=condition,  # type: ignore[arg-type]
        core=core,
        weight=weight,
        theme="none",
        population="residents",
        maker_used_origin="not_applicable",
        origin_trait=origin,
        error=ErrorModel(kind=error, base=5.0),  # type: ignore[arg-type]
    )


def catalogue(
    *more: Indicator, weights: Mapping[str, float] | None = None
) -> dict[str, Indicator]:
    """Six indicators: benefit and debt strain, health strengthens, one more condition."""
    of = weights or {}
    known = [
        indicator("population", error="rounding"),
        indicator("benefit", direction=-1, condition=SEZ, weight=of.get("benefit", 1.0)),
        indicator("debt", direction=-1, condition=SEZ, weight=of.get("debt", 1.0)),
        indicator(
            "health",
            direction=1,
            condition=SEZ,
            weight=of.get("health", 1.0),
            error="model_estimate",
        ),
        indicator("trust", direction=1, condition="cohesion"),
        indicator("born_abroad", origin=True),
        *more,
    ]
    return {one.id: one for one in known}


def code(number: int) -> str:
    return f"BU999001{number:02d}"


def areas(count: int, *, municipality: str = MUNICIPALITY) -> pl.DataFrame:
    """One municipality, one district and ``count`` neighbourhoods."""
    digits = municipality[2:]
    rows: list[dict[str, Any]] = [
        {"code": municipality, "name": "Weverdam", "level": "municipality", "district": None},
        {"code": f"WK{digits}01", "name": "Oost", "level": "district", "district": None},
    ]
    rows += [
        {
            "code": f"BU{digits}01{number:02d}",
            "name": f"Buurt {number}",
            "level": "neighbourhood",
            "district": f"WK{digits}01",
        }
        for number in range(count)
    ]
    return pl.DataFrame(rows).with_columns(
        municipality=pl.lit(municipality),
        redivision=pl.lit("1"),
        division=pl.lit(2020, dtype=pl.Int32),
        fictitious=pl.lit(True),
    )


def observations(
    columns: Mapping[str, list[float | None]],
    *,
    year: int = 2020,
    population: list[float | None] | None = None,
    flag: str = "measured",
    source: str = "TEST-2020",
) -> pl.DataFrame:
    """One value a neighbourhood for each indicator; 500 residents unless said."""
    count = len(next(iter(columns.values())))
    every = {"population": population or [500.0] * count, **columns}
    rows = [
        {
            "area": code(number),
            "indicator": name,
            "year": year,
            "value": value,
            "lower": None,
            "upper": None,
            "flag": flag if value is not None else "missing",
            "source": source,
            "fictitious": True,
        }
        for name, values in every.items()
        for number, value in enumerate(values)
    ]
    return pl.DataFrame(
        rows,
        schema={
            "area": pl.String,
            "indicator": pl.String,
            "year": pl.Int32,
            "value": pl.Float64,
            "lower": pl.Float64,
            "upper": pl.Float64,
            "flag": pl.String,
            "source": pl.String,
            "fictitious": pl.Boolean,
        },
    )


def national(
    rows: pl.DataFrame,
    recipe: Any,
    *,
    count: int | None = None,
    known: Mapping[str, Indicator] | None = None,
    country: str = "XX00",
) -> National:
    size = rows["area"].n_unique() if count is None else count
    return compute(
        areas(size), rows, recipe, year=2020, country=country, catalogue=known or catalogue()
    )


def scanned(rows: pl.DataFrame, recipe: Any, **options: Any) -> ScanResult:
    computed = national(rows, recipe, **options)
    return run_scan(SmallStore({}, rows), recipe, national=computed)


def scores(result: National | ScanResult, condition: str = SEZ) -> dict[str, float | None]:
    frame = (
        result.scores if isinstance(result, ScanResult) else result.levels["neighbourhood"].scores
    )
    mine = frame.filter((pl.col("condition") == condition) & (pl.col("level") == "neighbourhood"))
    return dict(zip(mine["area"], mine["score"], strict=True))


class SmallStore:
    """Answers what a scan asks, from frames by year."""

    def __init__(self, divisions: Mapping[int, pl.DataFrame], rows: pl.DataFrame) -> None:
        self.divisions = divisions
        self.rows = rows

    def observations(
        self,
        *,
        indicators: Collection[str] | None = None,
        areas: Collection[str] | None = None,
        years: Collection[int] | None = None,
        country: str = "NL00",
    ) -> pl.DataFrame:
        return self.rows

    def areas(
        self,
        year: int,
        *,
        country: str = "NL00",
        level: str | None = None,
        municipality: str | None = None,
    ) -> pl.DataFrame:
        frame = self.divisions.get(year, areas(0).clear())
        if level is not None:
            frame = frame.filter(pl.col("level") == level)
        if municipality is not None:
            frame = frame.filter(pl.col("municipality") == municipality)
        return frame

    def years(self, country: str = "NL00") -> list[int]:
        return sorted(self.divisions)

    def editions(self, country: str | None = None) -> list[Edition]:
        return [
            Edition(
                table="TEST",
                series="kwb",
                title="Test",
                year=2020,
                division=2020,
                publisher="",
                licence="",
                attribution="",
                country="XX00",
            )
        ]

    def sources(self) -> dict[str, Source]:
        return {"edition:TEST-2020": Source(id="edition:TEST-2020", title="Test")}
