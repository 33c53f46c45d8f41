"""Figures that stand as attributes of areas on a map: GeoPackage, shapefile, GeoJSON, TopoJSON.

Only the attributes are read, never the shapes: those are a load of their own.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.sources.area_code import ANY_SHAPE
from weefsel.sources.boundary_columns import SETTINGS, land_rows
from weefsel.sources.names import take_apart
from weefsel.sources.roles import role_of

_GEOPACKAGE = b"SQLite format 3\x00"
_SHAPEFILE = struct.pack(">i", 9994)  # the file code of ESRI's description of 1998, page 4
_FLATGEOBUF = b"fgb"
_INSIDE = (".gpkg", ".shp")
# What stands beside a shapefile and is no table of its own.
_BESIDE = frozenset(
    (".shx", ".dbf", ".prj", ".cpg", ".qpj", ".qix", ".qmd", ".sbn", ".sbx", ".xml")
)


def is_map(raw: bytes, path: Path) -> bool:
    """Tell by its first bytes whether a file is a map that GDAL reads; GML by its name."""
    return (
        raw.startswith((_GEOPACKAGE, _SHAPEFILE, _FLATGEOBUF))
        or path.suffix.lower() == ".gml"
        or bool(maps_inside(path))
    )


def maps_inside(path: Path) -> list[str]:
    """Give the names of the maps in a zip file, none for another file."""
    if not zipfile.is_zipfile(path):
        return []
    with zipfile.ZipFile(path) as archive:
        return sorted(one for one in archive.namelist() if one.lower().endswith(_INSIDE))


def datasets(path: Path) -> list[str]:
    """Give what GDAL is to open for a file: itself, or each map inside a zip."""
    inside = maps_inside(path)
    return [f"/vsizip/{path}/{one}" for one in inside] if inside else [str(path)]


def beside_a_map(path: Path) -> bool:
    """Tell whether a file only belongs to a shapefile of the same name."""
    return path.suffix.lower() in _BESIDE and path.with_suffix(".shp").exists()


def attribute_tables(path: Path) -> Iterator[tuple[str, pl.DataFrame, int]]:
    """Give name, attributes of the areas on land and how many others there were, of each layer.

    Layers without area codes are passed over. Raises ``InputError`` that names the file when
    it cannot be read, or when no layer has area codes.
    """
    import pyogrio
    from pyogrio.errors import DataSourceError, FeatureError

    any_codes = False
    try:
        for place in datasets(path):
            for name, _ in pyogrio.list_layers(place):
                meta, _, _, columns = pyogrio.raw.read(place, layer=name, read_geometry=False)
                fields = [str(one) for one in meta["fields"]]
                frame = pl.DataFrame(
                    [_series(*pair) for pair in zip(fields, columns, strict=True)]
                )
                if not frame.width or not has_codes(frame):
                    continue
                any_codes = True
                kept = distinct(on_land(frame))
                yield str(name), kept, frame.height - kept.height
    except (DataSourceError, FeatureError, ValueError, zipfile.BadZipFile) as fault:
        raise InputError(
            text("this is not a file with boundaries that can be read."),
            where=path.name,
            todo=text("Give TopoJSON, GeoJSON or a GeoPackage."),
        ) from fault
    if not any_codes:
        raise InputError(
            text("no layer of this file has a column with area codes."),
            where=path.name,
            todo=text("Give a file with codes such as GM0164, WK016401 or BU01640101."),
        )


def has_codes(frame: pl.DataFrame) -> bool:
    """Tell whether some column of a layer holds area codes."""
    words = frame.select(pl.col(pl.String).str.strip_chars().str.to_uppercase())
    return any(bool(column.str.contains(ANY_SHAPE).any()) for column in words.iter_columns())


def on_land(frame: pl.DataFrame) -> pl.DataFrame:
    """Leave out water and foreign ground, which maps hold too: nobody lives there."""
    frame = frame.filter(land_rows(frame))
    abroad = f"^(?:GM|WK|BU){SETTINGS.abroad}"
    foreign = pl.any_horizontal(
        pl.lit(False), pl.col(pl.String).str.contains(abroad).fill_null(False)
    )
    return frame.filter(~foreign)


def distinct(frame: pl.DataFrame) -> pl.DataFrame:
    """Keep one row of an area that the map draws in several shapes with the same attributes."""
    telling = [one for one in frame.columns if role_of(take_apart(one)) != "other"]
    return frame.unique(subset=telling, keep="first", maintain_order=True) if telling else frame


def _series(name: str, values: np.ndarray[Any, Any]) -> pl.Series:
    if values.dtype.kind in "iuf":
        return pl.Series(name, values.astype(np.float64)).fill_nan(None)
    words = [None if one is None else str(one) for one in values.tolist()]
    return pl.Series(name, words, dtype=pl.String)
