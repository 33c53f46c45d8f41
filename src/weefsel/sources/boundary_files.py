"""Open a file with boundaries: layers of attributes and shapes in longitude and latitude."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.base.refusal import why
from weefsel.sources import topojson
from weefsel.sources.map_attributes import datasets

WGS84 = "EPSG:4326"
RD = "EPSG:28992"

# Larger than any longitude or latitude: such coordinates are metres, whatever the file says.
_LARGEST_DEGREE = 180.0

# West, south, east, north. RD: rounded out from the validity bounds of EPSG:28992.
RD_BOUNDS = (-10_000.0, 280_000.0, 300_000.0, 660_000.0)
# The Netherlands and its part of the North Sea (the fictitious municipality lies there).
DEGREE_BOUNDS = (2.0, 50.0, 8.0, 56.0)

_SURFACES = ("Polygon", "MultiPolygon", "GeometryCollection")


@dataclass(frozen=True)
class RawLayer:
    """One layer of a file: attributes as text, a row a shape; shapes in EPSG:4326."""

    name: str
    frame: pl.DataFrame
    shapes: NDArray[np.object_]


def open_boundaries(path: Path) -> list[RawLayer]:
    """Open every layer of surfaces in a file.

    Raises ``InputError`` that names the file when it cannot be opened, holds no surfaces,
    or lies outside the Netherlands.
    """
    topology = _topology(path)
    placed: list[tuple[RawLayer, str | None]]
    if topology is not None:
        layers = [
            RawLayer(layer.name, _as_text(layer.properties), layer.shapes)
            for layer in topojson.layers(topology, path.name)
        ]
        # TopoJSON has no reference system of its own.
        placed = [(layer, WGS84) for layer in layers]
    else:
        placed = _by_gdal(path)
    surfaces = [(layer, system) for layer, system in placed if _has_surfaces(layer)]
    if not surfaces:
        raise InputError(
            text("this file holds no surfaces."),
            where=path.name,
            todo=text("Give a file with the boundaries of areas as polygons."),
        )
    return [
        RawLayer(layer.name, layer.frame, _in_degrees(layer.shapes, system, path.name))
        for layer, system in surfaces
    ]


def _topology(path: Path) -> dict[str, Any] | None:
    """Give the content of a TopoJSON file, none when it is another kind of file."""
    try:
        with path.open("rb") as handle:
            start = handle.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
            if not start.startswith(b"{"):
                return None
            handle.seek(0)
            content = json.loads(handle.read().decode("utf-8-sig"))
    except OSError as fault:
        raise InputError(
            text("the file cannot be opened (%(fault)s).", fault=why(fault)),
            where=path.name,
            todo=text("Check the name and that you may read it."),
        ) from fault
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as fault:
        raise InputError(
            text("the file is damaged or cut off."),
            where=path.name,
            todo=text("Download or export it again."),
        ) from fault
    return content if topojson.is_topology(content) else None


def _by_gdal(path: Path) -> list[tuple[RawLayer, str | None]]:
    """Read every layer with surfaces by GDAL, with its reference system."""
    import pyogrio
    from pyogrio.errors import DataSourceError

    try:
        found = []
        layers = [(one, *layer) for one in datasets(path) for layer in pyogrio.list_layers(one)]
        for place, name, kind in layers:
            if kind is None:  # a table without shapes
                continue
            meta, _, wkb, columns = pyogrio.raw.read(place, layer=name)
            frame = pl.DataFrame(
                {
                    str(field): _text_column(values)
                    for field, values in zip(meta["fields"], columns, strict=True)
                }
            )
            shapes = shapely.force_2d(shapely.from_wkb(wkb))
            found.append((RawLayer(str(name), frame, shapes), meta["crs"]))
    except (DataSourceError, shapely.errors.ShapelyError, ValueError, BadZipFile) as fault:
        raise InputError(
            text("this is not a file with boundaries that can be read."),
            where=path.name,
            todo=text("Give TopoJSON, GeoJSON or a GeoPackage."),
        ) from fault
    return found


def _text_column(values: NDArray[Any]) -> pl.Series:
    """Give a column as text; whole numbers without a decimal point, nothing as null."""
    return pl.Series([_as_words(value) for value in values.tolist()], dtype=pl.String)


def _as_words(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, float):
        if math.isnan(value):
            return None
        if value.is_integer():
            value = int(value)
    return str(value).strip() or None


def _as_text(properties: list[dict[str, Any]]) -> pl.DataFrame:
    columns = list(dict.fromkeys(key for one in properties for key in one))
    return pl.DataFrame(
        {c: [_as_words(one.get(c)) for one in properties] for c in columns},
        schema=dict.fromkeys(columns, pl.String),
    )


def _has_surfaces(layer: RawLayer) -> bool:
    kinds = {shape.geom_type for shape in layer.shapes if shape is not None}
    return bool(kinds) and kinds <= set(_SURFACES)


def _in_degrees(shapes: NDArray[np.object_], system: str | None, file: str) -> NDArray[np.object_]:
    """Bring shapes to longitude and latitude; refuse what then lies elsewhere."""
    from pyproj import CRS, Transformer

    bounds = shapely.total_bounds(shapes)
    metres = bool(np.nanmax(np.abs(bounds)) > _LARGEST_DEGREE)
    source = CRS.from_user_input(system) if system else None
    if source is None or (metres and source.is_geographic):
        # Exporters leave the system out, or GeoJSON its old "crs": the size tells.
        source = CRS.from_user_input(RD if metres else WGS84)
        if metres and not _within(bounds, RD_BOUNDS):
            raise _elsewhere(file)
    target = CRS.from_user_input(WGS84)
    if not source.equals(target, ignore_axis_order=True):
        step = Transformer.from_crs(source, target, always_xy=True)
        shapes = shapely.transform(shapes, step.transform, interleaved=False)
    if not _within(shapely.total_bounds(shapes), DEGREE_BOUNDS):
        raise _elsewhere(file)
    return shapes


def _within(bounds: NDArray[np.float64], outer: tuple[float, float, float, float]) -> bool:
    west, south, east, north = outer
    return bool(
        bounds[0] >= west and bounds[1] >= south and bounds[2] <= east and bounds[3] <= north
    )


def _elsewhere(file: str) -> InputError:
    return InputError(
        text("the coordinates lie outside the Netherlands."),
        where=file,
        todo=text("Give longitude and latitude (EPSG:4326) or Dutch metres (EPSG:28992)."),
    )
