"""An axis of the resilience map: a figure per area and year, and the models behind it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

from weefsel.atlas.indicator import Indicator, Named
from weefsel.base.figure import Flag
from weefsel.base.language import Text, text
from weefsel.scan.vulnerability import Vulnerability, model_of
from weefsel.sources.area_code import level_column

AXIS_COLUMNS = {"area": pl.String, "year": pl.Int32, "value": pl.Float64}


class Rendered(Protocol):
    """A name that can be written in a language."""

    def render(self, lang: str) -> str:
        """Give the name in a language."""
        ...


@dataclass(frozen=True)
class Axis:
    """One axis: higher is more vulnerable, or more nuisance.

    ``values`` has ``AXIS_COLUMNS``; a source that does not state its year has null there,
    and ``period`` says in words what is known of it. ``models`` names the models that made
    any of the values; ``sources`` are ids of sources.
    """

    id: str
    name: Rendered
    values: pl.DataFrame
    models: frozenset[str] = frozenset()
    period: Text | None = None
    sources: tuple[str, ...] = field(default=())

    @property
    def years(self) -> tuple[int, ...]:
        """Give the years with a value, ascending; none of an undated source."""
        known = self.values.filter(pl.col("value").is_not_null())["year"]
        return tuple(sorted(known.drop_nulls().unique().to_list()))

    @property
    def dated(self) -> bool:
        """Tell whether the source states the year of its figures."""
        return bool(self.years)

    def of(self, year: int | None) -> dict[str, float]:
        """Give the values of one year by area; of an undated source with none."""
        same = pl.col("year").is_null() if year is None else pl.col("year") == year
        rows = self.values.filter(same & pl.col("value").is_not_null())
        return dict(rows.select("area", "value").iter_rows())

    def words(self, year: int | None) -> Text:
        """Say what year the values are of."""
        if year is not None:
            return text("%(year)s", year=year)
        return self.period or text("year not stated")


def indicator_axis(
    observations: pl.DataFrame, indicator: Indicator, *, level: str, years: Collection[int] = ()
) -> Axis:
    """Make an axis of one indicator; ``observations`` has ``OBSERVATION_COLUMNS``.

    ``years`` left out: every year there is. Raises ``ValueError`` for an indicator of origin.
    """
    if indicator.origin_trait:
        raise ValueError(f"{indicator.id} says something of origin")
    rows = observations.filter(
        (pl.col("indicator") == indicator.id)
        & (level_column(pl.col("area")) == level)
        & pl.col("value").is_not_null()
    )
    if years:
        rows = rows.filter(pl.col("year").is_in(list(years)))
    modelled = (rows["flag"] == Flag.MODEL_ESTIMATE.value).any()
    return Axis(
        id=indicator.id,
        name=Named(indicator),
        values=rows.select(pl.col(name).cast(kind) for name, kind in AXIS_COLUMNS.items()),
        models=frozenset({model_of(indicator)}) if modelled else frozenset(),
        sources=tuple(f"edition:{one}" for one in sorted(rows["source"].unique())),
    )


def vulnerability_axis(found: Mapping[int, Vulnerability]) -> Axis:
    """Make an axis of the index of vulnerability, by year; those of two years share a base."""
    frames = [
        one.areas.filter(pl.col("index").is_not_null()).select(
            "area", year=pl.lit(year, pl.Int32), value="index"
        )
        for year, one in sorted(found.items())
    ]
    return Axis(
        id="vulnerability",
        name=text("vulnerability of residents"),
        values=pl.concat([pl.DataFrame(schema=AXIS_COLUMNS), *frames]),
        models=frozenset(model for one in found.values() for model in one.models),
        sources=("computed:vulnerability",),
    )
