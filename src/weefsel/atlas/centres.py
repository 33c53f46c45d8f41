"""Points in metres: where an area or a place lies for whoever measures distances.

An area stands for its residents at one point inside its border. Where in the area they live
is not published for every neighbourhood, so a large one is measured roughly; pages say so.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl
import shapely
from pyproj import Transformer

from weefsel.atlas.store import Store
from weefsel.sources.area_code import REAL
from weefsel.sources.boundary_files import RD, WGS84

Floats = npt.NDArray[np.float64]
CENTRE_COLUMNS = {"code": pl.String, "x": pl.Float64, "y": pl.Float64}


@cache
def _there() -> Transformer:
    return Transformer.from_crs(WGS84, RD, always_xy=True)


def to_rd(lonlat: Floats) -> Floats:
    """Give points in metres (EPSG:28992), ``(point, 2)``, of longitude and latitude.

    A point whose place is not a number, or lies where the system of the Netherlands does not
    reach, is not a number in metres either.
    """
    points = np.asarray(lonlat, dtype=np.float64).reshape(-1, 2)
    x, y = _there().transform(points[:, 0], points[:, 1])
    metres = np.column_stack((x, y)).astype(np.float64)
    metres[~np.isfinite(metres).all(axis=1)] = np.nan
    return metres


def centres(
    store: Store, codes: Collection[str], *, year: int, country: str = REAL
) -> pl.DataFrame:
    """Give a point inside each area in metres, ``CENTRE_COLUMNS``, in order of code.

    The point lies inside the border, also of an area shaped like a horseshoe. Areas without
    a border are left out.
    """
    shapes = store.geometry(codes, year=year, country=country)
    known = sorted(shapes)
    points = [shapely.point_on_surface(shapes[code]) for code in known]
    metres = to_rd(np.array([(point.x, point.y) for point in points]).reshape(-1, 2))
    return pl.DataFrame(
        {"code": known, "x": metres[:, 0], "y": metres[:, 1]}, schema=CENTRE_COLUMNS
    )
