"""Copies of boundaries by zoom: whole, for a map of a municipality, for one of the country.

Areas are simplified together, so that neighbours keep one common border: no gap, no overlap.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from weefsel.base.document import Document, read_document
from weefsel.sources.areas import GEOMETRY_COLUMNS
from weefsel.sources.boundary_files import RD, WGS84

FULL, MUNICIPALITY, COUNTRY = "full", "municipality", "country"
DETAILS = (FULL, MUNICIPALITY, COUNTRY)

STORED_GEOMETRY = {
    "municipality": pl.Int32,
    **GEOMETRY_COLUMNS,
    "simple": pl.Binary,  # the same with fewer points, for a map of a municipality
    "coarse": pl.Binary,  # and with fewer still, for a map of the country
}
COPIES = ("simple", "coarse")
_COLUMN = {FULL: "geometry", MUNICIPALITY: "simple", COUNTRY: "coarse"}


class Lost(Document):
    """The size of detail that each copy may lose, in metres; see ``detail.toml``."""

    municipality: float
    country: float


LOST_M = read_document(Lost, Path(str(resources.files("weefsel.atlas"))) / "detail.toml")


def with_copies(frame: pl.DataFrame) -> pl.DataFrame:
    """Add to boundaries their copies by zoom; give a frame with ``STORED_GEOMETRY``.

    ``frame`` holds all areas of one level: only areas simplified together fit together.

    References
    ----------
    Visvalingam & Whyatt (1993), Line generalisation by repeated elimination of points,
    The Cartographic Journal 30(1); GEOS, CoverageSimplifier.
    """
    if frame.is_empty():
        return pl.DataFrame(schema=STORED_GEOMETRY)
    for detail in (MUNICIPALITY, COUNTRY):
        frame = with_copy(frame, detail)
    return frame.select(*STORED_GEOMETRY)


def with_copy(frame: pl.DataFrame, detail: str) -> pl.DataFrame:
    """Add to boundaries of one level the copy for one zoom, under its column's name."""
    whole = np.atleast_1d(shapely.from_wkb(frame["geometry"].to_list()))
    lost_m = {MUNICIPALITY: LOST_M.municipality, COUNTRY: LOST_M.country}[detail]
    copy = list(shapely.to_wkb(simplified(whole, lost_m)))
    return frame.with_columns(pl.Series(column_of(detail), copy, pl.Binary))


def simplified(shapes: NDArray[np.object_], lost_m: float) -> NDArray[np.object_]:
    """Simplify areas in longitude and latitude together, losing corners up to ``lost_m`` square.

    An area that would collapse, which happens where those of a file overlap, keeps its shape;
    all keep theirs where GEOS cannot make sense of how they overlap.
    """
    from pyproj import Transformer

    there = Transformer.from_crs(WGS84, RD, always_xy=True).transform
    back = Transformer.from_crs(RD, WGS84, always_xy=True).transform
    metres = shapely.transform(shapes, there, interleaved=False)
    try:
        fewer = shapely.coverage_simplify(metres, lost_m)
    except shapely.errors.GEOSException:  # "point array must contain 0 or >1 elements"
        return shapes
    fewer = shapely.transform(fewer, back, interleaved=False)
    sound = shapely.is_valid(fewer) & ~shapely.is_empty(fewer) & ~shapely.is_missing(fewer)
    kept: NDArray[np.object_] = np.where(sound, fewer, shapes)
    return kept


def column_of(detail: str) -> str:
    """Give the column with a copy; raises ``ValueError`` when it is not one of ``DETAILS``."""
    if detail not in _COLUMN:
        raise ValueError(f"detail {detail!r} is not one of {DETAILS}")
    return _COLUMN[detail]


def lacks_copies(frame: pl.DataFrame) -> bool:
    """Tell whether stored boundaries were laid in before there was a copy for every zoom."""
    return not set(COPIES) <= set(frame.columns)


def shapes_of(frame: pl.DataFrame, detail: str) -> dict[str, shapely.Geometry]:
    """Give the shapes of a frame with ``STORED_GEOMETRY`` by code."""
    shapes = np.atleast_1d(shapely.from_wkb(frame[column_of(detail)].to_list()))
    return dict(zip(frame["code"].to_list(), shapes.tolist(), strict=True))
