"""The place of one figure among others: its municipality, the comparable areas, the country."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from weefsel.atlas.indicator import Indicator, Named
from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.report.charts.strip_among import Row, strip_among
from weefsel.report.picture import Picture
from weefsel.scan.comparison import Comparison
from weefsel.scan.result import ScanResult
from weefsel.web.see.signs import beside_rows

HUNDREDTHS = range(1, 100)  # of a country's areas: thirteen thousand ticks say no more

OTHERS: dict[str, Text] = {
    "neighbourhood": text("the other neighbourhoods of the municipality"),
    "district": text("the other districts of the municipality"),
}
COUNTRY: dict[str, Text] = {
    "neighbourhood": text("all neighbourhoods of the Netherlands, each hundredth"),
    "district": text("all districts of the Netherlands, each hundredth"),
    "municipality": text("all municipalities of the Netherlands, each hundredth"),
}
PEERS = text("the comparable areas")


@dataclass(frozen=True)
class Place:
    """A figure among others, at two widths."""

    wide: Picture
    narrow: Picture


def place_of(
    result: ScanResult, comparison: Comparison, code: str, indicator: Indicator, lang: str
) -> Place | None:
    """Draw an indicator of an area among others; none when there is nothing to stand among.

    A figure of origin has no place: it is shown as context only (rule 9).
    """
    if indicator.origin_trait:
        return None
    shown = result.figure(code, indicator.id)
    if shown.value is None or result.level(code) not in result.levels:
        return None
    rows = among(result, comparison, code, indicator)
    if not any(row.values for row in rows):
        return None
    sure = result.indicator_sure(code, indicator.id)
    if sure is not None and shown.low is None and sure.low < sure.high:
        shown = _with_range(shown, sure.low, sure.high, sure.level)
    name = text("%(name)s", name=Named(indicator))
    wide, narrow = (
        strip_among(shown, rows, lang=lang, name=name, size=size) for size in ("page", "phone")
    )
    return Place(wide, narrow)


def _with_range(shown: Figure, low: float, high: float, level: float) -> Figure:
    return replace(shown, low=low, high=high, level=level, range_kind="p5_p95", reason=None)


def among(
    result: ScanResult, comparison: Comparison, code: str, indicator: Indicator
) -> list[Row]:
    """Give the others of the same year, official figures only."""
    level = result.level(code)
    mine = result.value_rows[code, indicator.id]
    frame = result.levels[level].compared.filter(
        (pl.col("indicator") == indicator.id)
        & (pl.col("year") == mine["year"])
        & ~pl.col("source").is_in(sorted(result.own))
        & pl.col("value").is_not_null()
    )
    values = dict(frame.select("area", "value").iter_rows())
    here = tuple(values[one] for one in result.codes(level) if one in values and one != code)
    peers = tuple(values[one] for one in comparison.peers(code).codes if one in values)
    beside = beside_rows(comparison, code).get(indicator.id)
    own = result.figure(result.recipe.area, indicator.id)
    same_year = own.year == mine["year"]
    rows = []
    if level in OTHERS:
        rows.append(Row(OTHERS[level], here, own.value if same_year else None))
    if beside is not None and not beside["reason"]:
        rows.append(Row(PEERS, peers, beside["peers_middle"]))
    if not result.fictitious and len(values) > len(HUNDREDTHS):
        country = result.country_figure(indicator.id)
        every = np.percentile(list(values.values()), list(HUNDREDTHS))
        rows.append(
            Row(
                COUNTRY[level],
                tuple(float(one) for one in every),
                country.value if country.year == mine["year"] else None,
            )
        )
    return rows
