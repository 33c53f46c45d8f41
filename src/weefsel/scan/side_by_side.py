"""An area, its peers and the Netherlands side by side: one row an indicator.

Only figures of one kind and one year are set beside each other: an own figure of the
municipality is never compared with official ones, nor 2019 with 2020.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from weefsel.base.language import Text, text
from weefsel.scan.matrix import Bools, Floats, Integers, lay_out, positions
from weefsel.scan.national import National
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


@dataclass(frozen=True)
class Table:
    """The figures of one level as arrays ``(area, indicator)``: what many questions share.

    ``value`` is NaN where there is none; ``year`` 0 there; ``own`` tells of an own figure of a
    municipality; ``row`` is the position in ``compared``, -1 where there is none.
    """

    compared: pl.DataFrame
    areas: Mapping[str, int]
    indicators: Mapping[str, int]
    value: Floats
    year: Integers
    own: Bools
    row: Integers

    def of(self, area: str) -> dict[str, dict[str, Any]]:
        """Give the rows of one area by indicator."""
        at = self.areas.get(area)
        if at is None:
            return {}
        rows = self.row[at]
        found = self.compared[rows[rows >= 0]].iter_rows(named=True)
        return {row["indicator"]: row for row in found}


def table_of(national: National, level: str) -> Table:
    """Give the figures of a level as arrays; laid out once a country."""
    scanned = national.levels[level]
    key = ("figures", "")
    if key not in scanned.kept:
        compared = scanned.compared
        areas = compared["area"].unique().sort().to_list()
        ids = sorted(national.catalogue)
        row, at = positions(compared["area"], areas), positions(compared["indicator"], ids)
        shape = (len(areas), len(ids))
        year = np.zeros(shape, dtype=np.int64)
        year[row, at] = compared["year"].cast(pl.Int64).to_numpy()
        own = np.zeros(shape, dtype=np.bool_)
        own[row, at] = compared["source"].is_in(sorted(national.own)).to_numpy()
        place_of = np.full(shape, -1, dtype=np.int64)
        place_of[row, at] = np.arange(compared.height)
        scanned.kept[key] = Table(
            compared,
            {code: at for at, code in enumerate(areas)},
            {one: at for at, one in enumerate(ids)},
            lay_out(compared["value"].to_numpy(), row, at, shape),
            year,
            own,
            place_of,
        )
    found: Table = scanned.kept[key]
    return found


def side_by_side(
    national: National, found: Peers, *, indicators: Sequence[str] | None = None
) -> pl.DataFrame:
    """Set an area beside its peers and its country, ``SIDE_COLUMNS``.

    ``indicators`` left out: every one of the catalogue. Those that say something of origin
    are never compared.
    """
    return pl.DataFrame(side_rows(national, found, indicators=indicators), schema=SIDE_COLUMNS)


def side_rows(
    national: National, found: Peers, *, indicators: Sequence[str] | None = None
) -> list[dict[str, Any]]:
    """Give ``side_by_side`` as plain rows, one an indicator."""
    wanted = [
        one
        for one in (sorted(national.catalogue) if indicators is None else indicators)
        if one in national.catalogue and not national.catalogue[one].origin_trait
    ]
    table = table_of(national, found.level)
    mine = table.of(found.area)
    around = _around(table, found)
    fewest = min(round(declared_traits().minimum_filled.value), len(found.codes))
    columns = national.totals.select("indicator", "value", "year")
    totals = {row["indicator"]: row for row in columns.iter_rows(named=True)}
    return [
        _row(
            one,
            mine.get(one),
            totals.get(one, {}),
            None if around is None else around.of(table.indicators[one]),
            own=national.own,
            fewest=fewest,
        )
        for one in wanted
    ]


@dataclass(frozen=True)
class _Peers:
    """What the peers have of each indicator, of the year of the area itself ``(indicator)``."""

    filled: Integers
    other_year: Integers
    lowest: Floats
    middle: Floats
    highest: Floats
    lower: Floats

    def of(self, at: int) -> dict[str, Any]:
        """Give it for one indicator, none of what there is none."""
        return {
            "peers_filled": int(self.filled[at]),
            "peers_other_year": int(self.other_year[at]),
            "peers_lowest": float(self.lowest[at]),
            "peers_middle": float(self.middle[at]),
            "peers_highest": float(self.highest[at]),
            "peers_lower": float(self.lower[at]),
        }


def _around(table: Table, found: Peers) -> _Peers | None:
    """Gather the figures of the peers; none without an area or peers that have any."""
    here = table.areas.get(found.area)
    rows = [table.areas[one] for one in found.codes if one in table.areas]
    if here is None or not rows:
        return None
    there = (table.row[rows] >= 0) & ~table.own[rows]
    same = there & (table.year[rows] == table.year[here])
    filled = same.sum(axis=0)
    values = np.sort(np.where(same, table.value[rows], np.nan), axis=0)  # NaN comes last
    columns = np.arange(values.shape[1])
    last = np.maximum(filled - 1, 0)
    middle = (values[last // 2, columns] + values[np.minimum(filled // 2, last), columns]) / 2
    mine = table.value[here]
    below = (values < mine).sum(axis=0)
    upto = (values <= mine).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        lower = (below + upto) / (2 * filled) * 100
    return _Peers(
        filled,
        there.sum(axis=0) - filled,
        values[0],
        middle,
        values[last, columns],
        lower,
    )


def _row(
    indicator: str,
    mine: dict[str, Any] | None,
    total: Mapping[str, Any],
    around: dict[str, Any] | None,
    *,
    own: Collection[str],
    fewest: int,
) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(SIDE_COLUMNS)
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
    if mine["source"] in own:
        row["reason"] = OWN_FIGURE
    elif around is None:
        row["reason"] = NO_PEERS if not fewest else FEW_PEERS
    elif around["peers_filled"] < fewest:
        row |= {key: around[key] for key in ("peers_filled", "peers_other_year")}
        row["reason"] = FEW_PEERS
    else:
        row |= around | {"reason": BESIDE}
    return row
