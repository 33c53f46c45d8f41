"""An area, its peers and the Netherlands side by side: one row an indicator.

Only figures of one kind and one year are set beside each other: an own figure of the
municipality is never compared with official ones, nor 2019 with 2020.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from weefsel.base.language import Text, text
from weefsel.scan.national import National
from weefsel.scan.normalise import place
from weefsel.scan.peers import Peers, declared_traits

BESIDE = ""  # the area and its peers stand beside each other; else why they do not
NO_VALUE = "no_value"
NO_PEERS = "no_peers"
OWN_FIGURE = "own_figure"
FEW_PEERS = "few_peers"  # too few peers have a figure of the same year

SIDE_COLUMNS = {
    "indicator": pl.String,
    "value": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "year": pl.Int32,
    "flag": pl.String,
    "source": pl.String,
    "peers_filled": pl.Int32,  # peers with a figure of the same year
    "peers_other_year": pl.Int32,  # peers left out because theirs is of another year
    "peers_lowest": pl.Float64,
    "peers_middle": pl.Float64,  # median
    "peers_highest": pl.Float64,
    "peers_lower": pl.Float64,  # percent of the peers with a lower figure, ties half
    "country": pl.Float64,
    "country_year": pl.Int32,
    "reason": pl.String,
}


def no_comparison(reason: str) -> Text | None:
    """Say why an area stands alone on an indicator; none when it does not."""
    return {
        NO_VALUE: text("no figure in the loaded tables"),
        NO_PEERS: text("there are no comparable areas"),
        OWN_FIGURE: text(
            "an own figure of the municipality: not compared with the official figures of others"
        ),
        FEW_PEERS: text("too few comparable areas have a figure of the same year"),
    }.get(reason)


def side_by_side(
    national: National, found: Peers, *, indicators: Sequence[str] | None = None
) -> pl.DataFrame:
    """Set an area beside its peers and its country, ``SIDE_COLUMNS``.

    ``indicators`` left out: every one of the catalogue. Those that say something of origin
    are never compared.
    """
    wanted = [
        one
        for one in (sorted(national.catalogue) if indicators is None else indicators)
        if one in national.catalogue and not national.catalogue[one].origin_trait
    ]
    rows = national.levels[found.level].compared.filter(
        pl.col("area").is_in([found.area, *found.codes]) & pl.col("indicator").is_in(wanted)
    )
    by_area = {(row["area"], row["indicator"]): row for row in rows.iter_rows(named=True)}
    totals = {row["indicator"]: row for row in national.totals.iter_rows(named=True)}
    made = [_row(national, found, one, by_area, totals) for one in wanted]
    return pl.DataFrame(made, schema=SIDE_COLUMNS)


def _row(
    national: National,
    found: Peers,
    indicator: str,
    rows: dict[tuple[str, str], dict[str, object]],
    totals: dict[str, dict[str, object]],
) -> dict[str, object]:
    mine = rows.get((found.area, indicator))
    total = totals.get(indicator, {})
    row: dict[str, object] = dict.fromkeys(SIDE_COLUMNS)
    row |= {
        "indicator": indicator,
        "country": total.get("value"),
        "country_year": total.get("year"),
        "peers_filled": 0,
        "peers_other_year": 0,
        "reason": NO_VALUE,
    }
    if mine is None:
        return row
    row |= {key: mine[key] for key in ("value", "lower", "upper", "year", "flag", "source")}
    if mine["source"] in national.own:
        row["reason"] = OWN_FIGURE
        return row
    if not found.codes:
        row["reason"] = NO_PEERS
        return row
    theirs = [
        one
        for code in found.codes
        if (one := rows.get((code, indicator))) is not None and one["source"] not in national.own
    ]
    same = np.array([one["value"] for one in theirs if one["year"] == mine["year"]], dtype=float)
    row["peers_filled"] = same.size
    row["peers_other_year"] = len(theirs) - same.size
    fewest = min(round(declared_traits().minimum_filled.value), len(found.codes))
    if same.size < fewest:
        row["reason"] = FEW_PEERS
        return row
    return row | {
        "peers_lowest": float(same.min()),
        "peers_middle": float(np.median(same)),
        "peers_highest": float(same.max()),
        "peers_lower": float(place(np.array([mine["value"]], dtype=float), same)[0]),
        "reason": BESIDE,
    }
