"""Boundaries of municipalities, districts and neighbourhoods, from any file that has codes.

TopoJSON, GeoJSON and everything GDAL opens (GeoPackage, shapefile, ...), in longitude and
latitude or in Dutch metres. Which column has the codes is seen by their shape, not its name.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from weefsel.base.errors import InputError
from weefsel.base.language import Text, plural, text
from weefsel.sources.area_code import FICTITIOUS, REAL, country_column, level_column
from weefsel.sources.boundary_columns import (
    SETTINGS,
    code_column,
    land_rows,
    name_column,
    year_of,
)
from weefsel.sources.boundary_files import RawLayer, open_boundaries
from weefsel.sources.model import Edition
from weefsel.sources.names import slug
from weefsel.sources.said import Number
from weefsel.sources.tables import register

GEOMETRY_COLUMNS = {
    "code": pl.String,
    "name": pl.String,  # null when the file has none
    "geometry": pl.Binary,  # well-known binary, longitude and latitude (EPSG:4326)
    "repaired": pl.Boolean,  # the file's shape crossed itself
}

SERIES = "areas"
PATTERNS = (".topojson", ".geojson", ".json", ".gpkg", ".shp", ".fgb", ".gml")


@dataclass(frozen=True)
class GeometryTable:
    """Boundaries of one level of one division. ``frame`` has ``GEOMETRY_COLUMNS``."""

    edition: Edition
    level: str
    frame: pl.DataFrame
    notes: tuple[Text, ...] = field(default=())


def boundaries_edition(
    level: str, year: int, *, country: str = REAL, file: str = "", sha256: str = ""
) -> Edition:
    """Give the edition that boundaries of a level and year belong to."""
    real = country == REAL
    return Edition(
        table=f"{'' if real else 'EX-'}{SERIES}-{level}",
        series=SERIES,
        title=SETTINGS.title[level],
        year=year,
        division=year,
        publisher=SETTINGS.publisher if real else "Weefsel",
        licence=SETTINGS.licence if real else "EUPL-1.2",
        attribution=SETTINGS.attribution if real else "",
        url=SETTINGS.url if real else "",
        country=country,
        file=file,
        sha256=sha256,
    )


def geometry_frame(
    codes: list[str], shapes: list[shapely.Geometry], names: list[str | None] | None = None
) -> pl.DataFrame:
    """Give boundaries in longitude and latitude as a frame with ``GEOMETRY_COLUMNS``."""
    return pl.DataFrame(
        {
            "code": codes,
            "name": names if names is not None else [None] * len(codes),
            "geometry": list(shapely.to_wkb(shapes)),
            "repaired": [False] * len(codes),
        },
        schema=GEOMETRY_COLUMNS,
    ).sort("code")


def read(path: Path, *, year: int | None = None) -> list[GeometryTable]:
    """Read boundaries: a table for each level found in a file, or in a folder's files.

    The year of the division comes from ``year``, else the content, else the name of the
    layer or file. Shapes that cross themselves are repaired, water and foreign ground are
    left out, shapes of one code are joined; each is noted.

    Raises ``InputError`` that names the file, and the layer or code, when it holds no areas,
    when no year is found, or when coordinates lie outside the Netherlands.
    """
    if path.is_dir():
        files = sorted(p for p in path.iterdir() if p.suffix.lower() in PATTERNS)
        if not files:
            raise InputError(
                text("the folder holds no file with boundaries."),
                where=path.name,
                todo=text("Give a folder with TopoJSON, GeoJSON or GeoPackage files."),
            )
        return [table for one in files for table in read(one, year=year)]
    layers = open_boundaries(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    tables = [t for layer in layers for t in _tables(layer, path, year, digest)]
    if not tables:
        raise InputError(
            text("no layer of this file has a column with area codes."),
            where=path.name,
            todo=text("Give a file with codes such as GM0164, WK016401 or BU01640101."),
        )
    return tables


def _tables(layer: RawLayer, path: Path, year: int | None, digest: str) -> list[GeometryTable]:
    """Give the tables of one layer; none when it has no area codes."""
    frame = layer.frame.with_row_index("_row")
    land = frame.filter(land_rows(frame))
    coded = code_column(land, path.name)
    if coded is None:
        return []
    land = land.with_columns(coded.alias("_code"))
    uncoded = land["_code"].null_count()
    here = land.filter(
        pl.col("_code").is_not_null() & (pl.col("_code").str.slice(2, 4) != SETTINGS.abroad)
    )
    if here.is_empty():
        return []
    division = year_of(here, layer.name, path.name, year)
    left_out = frame.height - here.height - uncoded
    notes = _counted(
        (left_out, "%(count)s shape of water or foreign ground was left out.",
         "%(count)s shapes of water or foreign ground were left out."),
        (uncoded, "%(count)s shape without a code was left out.",
         "%(count)s shapes without a code were left out."),
    )  # fmt: skip
    if _holds_figures(layer.frame.columns):
        notes += (text("This map holds figures too; weefsel load kwb reads those."),)
    tables = []
    here = here.with_columns(level_column(pl.col("_code")).alias("_level"))
    for (level,), rows in here.group_by("_level", maintain_order=True):
        country = _country(rows["_code"], path.name)
        edition = boundaries_edition(
            str(level), division, country=country, file=path.name, sha256=digest
        )
        named = rows.with_columns(name_column(rows, str(level)).alias("_name"))
        kept, said = _areas(named, layer.shapes, path.name)
        tables.append(GeometryTable(edition, str(level), kept, (*notes, *said)))
        notes = ()
    return tables


def _holds_figures(columns: list[str]) -> bool:
    """Tell whether a map has a column of the key figures beside its boundaries."""
    known = set(register().series["kwb"].signature)
    return any(slug(column) in known for column in columns)


def _country(codes: pl.Series, file: str) -> str:
    countries = pl.DataFrame({"code": codes}).select(country_column(pl.col("code")))
    found = countries.to_series().unique().to_list()
    if len(found) > 1:
        raise InputError(
            text("real and fictitious areas cannot be in one file."),
            where=file,
            todo=text("Load real and fictitious areas apart."),
        )
    return FICTITIOUS if found == [FICTITIOUS] else REAL


def _areas(
    rows: pl.DataFrame, shapes: NDArray[np.object_], file: str
) -> tuple[pl.DataFrame, tuple[Text, ...]]:
    """Repair and join shapes; give a frame with ``GEOMETRY_COLUMNS`` and what was done."""
    mine = shapes[rows["_row"].to_numpy()]
    valid = shapely.is_valid(mine) | shapely.is_missing(mine)
    mine[~valid] = [_repaired(shape) for shape in mine[~valid]]
    frame = rows.select(
        pl.col("_code").alias("code"),
        pl.col("_name").alias("name"),
        pl.Series("repaired", ~valid),
        pl.Series("_at", np.arange(len(mine))),
    )
    empty = shapely.is_missing(mine) | shapely.is_empty(mine)
    lost = sorted(set(frame["code"].filter(pl.Series(empty))))
    found: dict[str, list[int]] = {}
    for code, at in frame.filter(pl.Series(~empty)).select("code", "_at").iter_rows():
        found.setdefault(code, []).append(at)
    lost = [code for code in lost if code not in found]
    if not found:
        raise InputError(
            text("every shape in this file is empty."),
            where=file,
            todo=text("Download it again."),
        )
    joined = [
        mine[at[0]] if len(at) == 1 else shapely.union_all(mine[at]) for at in found.values()
    ]
    about = frame.group_by("code").agg(
        pl.col("name").drop_nulls().first(), pl.col("repaired").any()
    )
    geometry = pl.DataFrame(
        {"code": list(found), "geometry": list(shapely.to_wkb(joined))},
        schema={"code": pl.String, "geometry": pl.Binary},
    )
    kept = geometry.join(about, on="code").sort("code").select(*GEOMETRY_COLUMNS)
    return kept, _counted(
        (int(kept["repaired"].sum()), "%(count)s shape that crossed itself was repaired.",
         "%(count)s shapes that crossed themselves were repaired."),
        (sum(len(at) > 1 for at in found.values()),
         "%(count)s area came in several shapes, which were joined.",
         "%(count)s areas came in several shapes, which were joined."),
        (len(lost), "%(count)s area has an empty shape and was left out (%(first)s).",
         "%(count)s areas have an empty shape and were left out (the first is %(first)s)."),
        first=lost[0] if lost else "",
    )  # fmt: skip


def _repaired(shape: shapely.Geometry) -> shapely.Geometry:
    """Make a shape that crosses itself whole, keeping surfaces only."""
    # The default method fails on coarse shapes that collapse in part to a line.
    return shapely.make_valid(shape, method="structure", keep_collapsed=False)


def _counted(*counts: tuple[int, str, str], **parts: str) -> tuple[Text, ...]:
    """Give a sentence for each count above zero."""
    return tuple(plural(one, more, n, count=Number(n, 0), **parts) for n, one, more in counts if n)
