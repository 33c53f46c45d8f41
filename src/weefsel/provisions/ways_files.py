"""Travel times and walking networks from files: a table, or ways of OpenStreetMap."""

from __future__ import annotations

import io
import json
from typing import Any

import numpy as np
import polars as pl

from weefsel.atlas.centres import to_rd
from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.provisions.pairs import Floats
from weefsel.provisions.walking import WalkingNetwork, from_lines
from weefsel.provisions.ways import distances

PREFIX = "provision:"
COLUMNS = ("from", "to", "cost")
LINES = {"LineString": lambda held: [held], "MultiLineString": list}


def read_times(content: bytes, name: str) -> pl.DataFrame:
    """Read a table of travel times: columns from, to and cost, by comma or semicolon.

    ``from`` is the code of a neighbourhood, ``to`` the id of a provision, ``cost`` minutes.
    Raises ``InputError`` that names the file and the column or row.
    """
    head = content.split(b"\n", 1)[0]
    try:
        frame = pl.read_csv(
            io.BytesIO(content.removeprefix(b"\xef\xbb\xbf")),
            separator=";" if head.count(b";") > head.count(b",") else ",",
            infer_schema=False,
        )
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as fault:
        raise InputError(
            text("this is no table with columns."),
            where=name,
            todo=text("Give a CSV file with the columns from, to and cost."),
        ) from fault
    missing = [one for one in COLUMNS if one not in frame.columns]
    if missing:
        raise InputError(
            text("the column '%(column)s' is missing.", column=missing[0]),
            where=name,
            todo=text("Give a CSV file with the columns from, to and cost."),
        )
    to = pl.col("to").str.strip_chars()
    return frame.select(
        pl.col("from").str.strip_chars().str.to_uppercase(),
        pl.when(to.str.starts_with(PREFIX)).then(to).otherwise(PREFIX + to).alias("to"),
        pl.col("cost").str.replace(",", ".", literal=True).cast(pl.Float64, strict=False),
    )


def read_network(content: bytes, name: str) -> WalkingNetwork:
    """Read a walking network: lines in GeoJSON, degrees of WGS84, as OpenStreetMap gives them.

    Motorways and other ways on which one does not walk are left out. Raises ``InputError``
    that names the file when it is no GeoJSON or holds no line.
    """
    try:
        held = json.loads(content)
        features = held["features"]
        lines = [line for one in features if _walked(one) for line in _lines(one)]
        parts = [np.asarray(line, dtype=np.float64)[:, :2] for line in lines]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as fault:
        raise InputError(
            text("this is no GeoJSON with lines."),
            where=name,
            todo=text("Give the ways of OpenStreetMap as GeoJSON, in degrees."),
        ) from fault
    metres: list[Floats] = [to_rd(one) for one in parts if len(one) > 1]
    return from_lines(metres, snap=distances().snap_m.value)


def _walked(feature: dict[str, Any]) -> bool:
    held = feature.get("properties") or {}
    return held.get("highway") not in distances().ways.not_walked and held.get("foot") != "no"


def _lines(feature: dict[str, Any]) -> list[Any]:
    geometry = feature.get("geometry") or {}
    give = LINES.get(geometry.get("type", ""))
    return [] if give is None else give(geometry["coordinates"])
