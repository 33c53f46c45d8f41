"""One area of a scan as a plain record with everything that is known of it.

Beside its scores and figures: how sure each figure is, its peers, how it went, whether it
lies in a cluster, vulnerability, stacking and the twelve blocks.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from weefsel.base.certainty import Certainty
from weefsel.base.language import Text
from weefsel.scan import trend, words
from weefsel.scan.blocks import declared_blocks, neighbourhood_scan
from weefsel.scan.hot_spots import class_words
from weefsel.scan.output import area_record
from weefsel.scan.side_by_side import no_comparison, side_rows
from weefsel.scan.vulnerability import no_index

if TYPE_CHECKING:
    from weefsel.scan.comparison import Comparison
    from weefsel.scan.indicator_sure import IndicatorSure
    from weefsel.scan.result import ScanResult

BESIDE_KEYS = (
    "peers_filled", "peers_other_year", "peers_lowest", "peers_middle", "peers_highest",
    "peers_lower", "country", "country_year",
)  # fmt: skip
TREND_KEYS = (
    "state", "years", "first_year", "last_year", "first", "last", "difference",
    "difference_error", "slope", "low", "high", "level", "direction", "certainty", "meaning",
    "broken_by", "unseen",
)  # fmt: skip
_SAID_OF_TREND = (
    "state", "direction", "years", "first_year", "last_year", "certainty", "broken_by", "unseen",
    "flag",
)  # fmt: skip
CLUSTER_KEYS = (
    "state", "year", "model", "inference", "family", "neighbours", "gi", "gi_p", "gi_q", "moran",
    "moran_p", "moran_q",
)  # fmt: skip


def area_document(
    result: ScanResult, comparison: Comparison, code: str, shown: list[str]
) -> dict[str, Any]:
    """Give one area with everything, of indicators those that are ``shown``."""
    record = area_record(result, code, shown)
    peers = comparison.peers(code)
    there = [one for one in shown if (code, one) in result.value_rows]
    beside = {
        row["indicator"]: row for row in side_rows(comparison.national, peers, indicators=there)
    }
    certainty: dict[str, Certainty] = {}
    for one in record["indicators"]:
        indicator = one["indicator"]
        sure = result.indicator_sure(code, indicator)
        if sure is not None and result.catalogue[indicator].direction:
            certainty[indicator] = sure.certainty
        one |= {
            "sure": figure_sure_record(sure),
            "beside": beside_record(result, beside.get(indicator)),
            "trend": trend_record(comparison.trend(code, indicator)),
            "hot_spot": hot_spot_record(comparison.hot_spot(code, indicator)),
        }
    return record | {
        "peers": peers.document() | {"sentence": said(peers.sentence)},
        "vulnerability": vulnerability_record(comparison.vulnerable(code)),
        "stacking": _without_area(comparison.stacked(code)),
        "blocks": blocks_record(result, code, certainty),
    }


def said(one: Text | None) -> dict[str, str] | None:
    """Give a text in both languages, none for none."""
    return None if one is None else {lang: one.render(lang) for lang in ("nl", "en")}


def figure_sure_record(sure: IndicatorSure | None) -> dict[str, Any] | None:
    """Give how sure a figure is beside the average of the reference, as a plain record."""
    if sure is None:
        return None
    return {
        "level": sure.level,
        "low": _finite(sure.low),
        "high": _finite(sure.high),
        "expected": sure.expected,
        "average": sure.middle,
        "chance_below_average": sure.below,
        "certainty": sure.certainty.value,
        "side": words.side(sure),
        "words": _stand(words.side(sure), sure.certainty),
        "assumed": [
            {
                "times": one.times,
                "chance_below_average": one.below,
                "certainty": one.certainty.value,
            }
            for one in sure.assumed
            if len(sure.assumed) > 1
        ],
    }


def _finite(value: float) -> float | None:
    return value if abs(value) < float("inf") else None


def beside_record(result: ScanResult, row: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Give what an area's figure stands beside: its municipality, its peers and the country."""
    if row is None:
        return None
    around = result.value_rows.get((result.recipe.area, row["indicator"]), {})
    return {
        "municipality": around.get("value"),
        "municipality_year": around.get("year"),
        **{key: row[key] for key in BESIDE_KEYS},
        "reason": _alone(row["reason"]),
    }


def trend_record(row: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Give how a figure went: a trend, or the points and that there are too few years."""
    if row is None:
        return None
    told, remarks = _trend_words(*(row[key] for key in _SAID_OF_TREND))
    return {**{key: row[key] for key in TREND_KEYS}, "words": told, "remarks": remarks}


# A country says few different things many times: each is put into words once.


@lru_cache(maxsize=4096)
def _trend_words(*told: Any) -> tuple[dict[str, str] | None, list[dict[str, str] | None]]:
    row = dict(zip(_SAID_OF_TREND, told, strict=True))
    return said(trend.words(row)), [said(one) for one in trend.remarks(row)]


@lru_cache(maxsize=16)
def _alone(reason: str) -> dict[str, str] | None:
    return said(no_comparison(reason))


@lru_cache(maxsize=64)
def _cluster_words(kind: str, model: bool) -> dict[str, str] | None:
    return said(class_words(kind, model=model))


@lru_cache(maxsize=16)
def _stand(side: str | None, sure: Certainty) -> dict[str, str] | None:
    return said(words.NOT_APART if side is None else words.SAID[sure, side])


def hot_spot_record(row: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Give the class of an area on the map of clusters of a figure, and what was tested.

    On a model estimate there is no p-value. ``gi_class`` and ``moran_class`` are none where
    the area was not tested: ``state`` says why.
    """
    if row is None:
        return None
    kind = row["gi_class"]
    return {
        **{key: row[key] for key in CLUSTER_KEYS},
        "gi_class": kind,
        "moran_class": row["moran_class"],
        "words": None
        if kind is None
        else _cluster_words(kind or row["moran_class"], row["model"]),
    }


def vulnerability_record(row: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Give the index of vulnerability of an area, or why it has none."""
    if row is None:
        return None
    return {**(_without_area(row) or {}), "words": said(no_index(row))}


def _without_area(row: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if row is None else {key: one for key, one in row.items() if key != "area"}


def blocks_record(
    result: ScanResult, code: str, certainty: Mapping[str, Certainty]
) -> list[dict[str, Any]]:
    """Give the twelve blocks: which figures, which of them strong or strained, what lacks."""
    return [
        {
            "block": one.block.id,
            "figures": [
                {
                    "indicator": line.indicator.id,
                    "favourable": line.favourable,
                    "verdict": line.verdict or None,
                }
                for line in one.lines
            ],
            "missing": [indicator.id for indicator, _ in one.missing],
        }
        for one in neighbourhood_scan(result, code, certainty=certainty).blocks
    ]


def declared_blocks_record() -> list[dict[str, Any]]:
    """Say what the twelve blocks are, and what a municipality can add to each."""
    return [
        {
            "block": one.id,
            "number": one.number,
            "name": {"nl": one.name_nl, "en": one.name_en},
            "add": {"nl": one.add_nl, "en": one.add_en} if one.add_nl else None,
        }
        for one in declared_blocks().block
    ]
