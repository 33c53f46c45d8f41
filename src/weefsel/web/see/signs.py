"""What is said of one figure in a few words: beside the average, over the years, on the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from weefsel.atlas.indicator import Indicator
from weefsel.base.certainty import Certainty
from weefsel.base.figure import Figure, Flag
from weefsel.base.language import Text, text
from weefsel.scan import words
from weefsel.scan.comparison import Comparison
from weefsel.scan.error import ASSUMED, EXACT, MARGIN, ROUNDING, SMALL_NUMBERS
from weefsel.scan.hot_spots import (
    COLD,
    HIGH_HIGH,
    HIGH_LOW,
    HOT,
    LOW_HIGH,
    LOW_LOW,
    NO_CLUSTER,
)
from weefsel.scan.result import ScanResult
from weefsel.scan.trend import CLASSES, FALLING, FEW_YEARS, NO_DIRECTION, ONE_YEAR, RISING

STRAIN, STRENGTH = "strain", "strength"

FLAGS = {
    Flag.MEASURED: text("measured"),
    Flag.MODEL_ESTIMATE: text("model estimate"),
    Flag.IMPUTED: text("filled in"),
}
BASES = {
    EXACT: text("an exact count of the source"),
    ROUNDING: text("rounding by the source"),
    SMALL_NUMBERS: text("rounding by the source and chance in small numbers"),
    MARGIN: text("the margin that the source publishes"),
    ASSUMED: text("an assumption of Weefsel: the source publishes no error"),
}


@dataclass(frozen=True)
class Sign:
    """A word on a badge, its tone (strain, strength or none) and how it sorts: surest first."""

    words: Text
    tone: str = ""
    sure: Certainty | None = None


def beside_average(result: ScanResult, area: str, indicator: Indicator) -> Sign | None:
    """Say how sure a figure lies above or below the average of the reference."""
    found = result.indicator_sure(area, indicator.id)
    if found is None:
        return None
    at = words.side(found)
    good = 0 if at is None else indicator.direction * (1 if at == words.HIGHER else -1)
    return Sign(words.said(found), tone_of(good), found.certainty)


def tone_of(good: int) -> str:
    """Give the tone of what is good (1), bad (-1) or neither."""
    return STRENGTH if good > 0 else STRAIN if good < 0 else ""


def trend_sign(row: Mapping[str, Any] | None, indicator: Indicator) -> Sign | None:
    """Say whether a figure rises or falls, or that there are too few years to say."""
    if row is None:
        return None
    if row["state"] in (ONE_YEAR, FEW_YEARS):
        return Sign(text("too few years"))
    if row["state"] == CLASSES:
        return Sign(text("classes, no trend"))
    if row["direction"] == NO_DIRECTION:
        return Sign(text("no direction to be told"))
    sure = Certainty(row["certainty"])
    way = 1 if row["direction"] == RISING else -1
    return Sign(DIRECTIONS[row["direction"], sure], tone_of(way * indicator.direction), sure)


DIRECTIONS = {
    (RISING, Certainty.CERTAIN): text("certainly rising"),
    (RISING, Certainty.LIKELY): text("probably rising"),
    (FALLING, Certainty.CERTAIN): text("certainly falling"),
    (FALLING, Certainty.LIKELY): text("probably falling"),
}


def cluster_sign(row: Mapping[str, Any] | None, indicator: Indicator) -> Sign | None:
    """Say of which cluster an area is a part; none when it was not tested."""
    if row is None or row["gi_class"] is None:
        return None
    kind = row["gi_class"] or row["moran_class"]
    if not kind:
        return Sign(CLUSTERS[NO_CLUSTER])
    high = kind in (HOT, HIGH_HIGH, HIGH_LOW)
    said = CLUSTERS[kind]
    if row["model"]:
        said = text("%(cluster)s (model estimate)", cluster=said)
    return Sign(said, tone_of((1 if high else -1) * indicator.direction), Certainty.LIKELY)


CLUSTERS = {
    NO_CLUSTER: text("no cluster"),
    HOT: text("in a cluster of high figures"),
    HIGH_HIGH: text("in a cluster of high figures"),
    COLD: text("in a cluster of low figures"),
    LOW_LOW: text("in a cluster of low figures"),
    HIGH_LOW: text("high among low neighbours"),
    LOW_HIGH: text("low among high neighbours"),
}


def error_of(result: ScanResult, area: str, indicator: Indicator, shown: Figure) -> Figure | None:
    """Give the standard error of a figure, with what it rests on; none where there is none."""
    found = None if shown.value is None else result.error(area, indicator.id)
    if found is None or not found[0]:
        return None
    size, basis = found
    return Figure(
        id=f"error:{area}:{indicator.id}",
        value=size,
        unit=indicator.unit,
        year=shown.year,
        sources=("computed:scan_error", *shown.sources),
        reason=text("a standard error; it rests on %(basis)s", basis=BASES[basis]),
    )


def peers_figure(row: Mapping[str, Any] | None, area: str, indicator: Indicator) -> Figure | None:
    """Give the middle one of the comparable areas; none where they are not set beside it."""
    if row is None or row["reason"] or row["peers_middle"] is None:
        return None
    return Figure(
        id=f"peers:{area}:{indicator.id}",
        value=row["peers_middle"],
        unit=indicator.unit,
        decimals=indicator.decimals,
        year=row["year"],
        sources=("computed:scan_peers", f"edition:{row['source']}"),
        reason=text("the middle one of the comparable areas, each counted once"),
    )


def beside_rows(comparison: Comparison, area: str) -> dict[str, dict[str, Any]]:
    """Give an area beside its peers and its country, by indicator."""
    return {row["indicator"]: row for row in comparison.beside(area).iter_rows(named=True)}
