"""Boundaries: check, merge, derive larger areas from smaller ones.

Frames of boundaries hold well-known binary in longitude and latitude.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl
import shapely

from weefsel.atlas.detail import COPIES, STORED_GEOMETRY, with_copies
from weefsel.atlas.merge import Merged, merge
from weefsel.atlas.observations import check_areas
from weefsel.base.errors import ConflictError, InputError
from weefsel.base.language import text
from weefsel.sources.area_code import district_column, level_column, municipality_column
from weefsel.sources.areas import GEOMETRY_COLUMNS, GeometryTable
from weefsel.sources.model import Edition
from weefsel.sources.said import Number

# Two borders within a centimetre are one: files round coordinates differently.
SAME_DEGREES = 1e-7


@dataclass(frozen=True)
class Shapes:
    """Boundaries as the store answers: of one division, by code.

    ``year`` is none when no division has any of the codes. ``derived`` are codes whose
    boundary is the union of smaller areas; ``sources`` are ids of the editions used.
    """

    year: int | None
    geometries: dict[str, shapely.Geometry]
    missing: tuple[str, ...] = ()
    derived: frozenset[str] = field(default_factory=frozenset)
    sources: tuple[str, ...] = ()


def to_stored_geometry(table: GeometryTable) -> pl.DataFrame:
    """Check boundaries and give them with the columns of ``STORED_GEOMETRY`` but the copies.

    Raises ``InputError`` when a code is of another country or level, stands twice, or its
    shape is no surface.
    """
    edition = table.edition
    frame = table.frame.select(pl.col(c).cast(t) for c, t in GEOMETRY_COLUMNS.items())
    check_areas(frame["code"], edition)
    shapes = shapely.from_wkb(frame["geometry"].to_list())
    surface = [
        s is not None and not s.is_empty and s.geom_type in ("Polygon", "MultiPolygon")
        for s in np.atleast_1d(shapes)
    ]
    wrong = frame.filter(
        pl.col("code").is_duplicated()
        | (level_column(pl.col("code")) != table.level)
        | ~pl.Series("surface", surface, dtype=pl.Boolean)
    )
    if wrong.height:
        raise InputError(
            text(
                "the boundary of %(code)s stands there twice, is no surface or is of another "
                "level.",
                code=wrong["code"][0],
            ),
            where=edition.file or edition.id,
            todo=text("Correct that shape in the file."),
        )
    return _numbered(frame)


def _numbered(frame: pl.DataFrame) -> pl.DataFrame:
    number = municipality_column(pl.col("code")).str.slice(2).cast(pl.Int32)
    return frame.with_columns(number.alias("municipality")).sort("municipality", "code")


def merge_geometry(
    stored: pl.DataFrame | None, incoming: pl.DataFrame, edition: Edition, *, replace: bool
) -> Merged:
    """Merge checked boundaries over those stored of the same level and year.

    Raises ``ConflictError`` that names the first area whose border differs by more than a
    centimetre when ``replace`` is not set.
    """
    if stored is not None:
        stored = stored.drop(*COPIES, strict=False)
        incoming = _as_stored_where_same(stored, incoming)
    name = pl.col("name")
    merged = merge(
        stored,
        incoming.select(stored.columns if stored is not None else incoming.columns),
        key=["code"],
        compared={"geometry": None, "name": name.is_null() | (name == pl.col("name_stored"))},
    )
    if merged.contradictions.height and not replace:
        first = merged.contradictions.row(0, named=True)
        raise ConflictError(
            text(
                "the boundary of %(code)s differs from the one in the store (%(count)s such "
                "differences).",
                code=first["code"],
                count=Number(merged.contradictions.height, 0),
            ),
            where=edition.file or edition.id,
            todo=text("Load it with --replace if these boundaries are the right ones."),
        )
    return merged


def _as_stored_where_same(stored: pl.DataFrame, incoming: pl.DataFrame) -> pl.DataFrame:
    """Give incoming boundaries with the stored bytes where the border is the same."""
    old = pl.col("geometry_old")
    beside = incoming.join(
        stored.select("code", old=pl.col("geometry")).rename({"old": "geometry_old"}),
        on="code",
        how="left",
    )
    other = beside.filter(old.is_not_null() & (old != pl.col("geometry")))
    if other.is_empty():
        return incoming
    new_shapes = shapely.normalize(shapely.from_wkb(other["geometry"].to_list()))
    old_shapes = shapely.normalize(shapely.from_wkb(other["geometry_old"].to_list()))
    same = shapely.equals_exact(new_shapes, old_shapes, tolerance=SAME_DEGREES)
    alike = other.filter(pl.Series("same", np.atleast_1d(same)))["code"].to_list()
    known = pl.col("code").is_in(alike)
    return beside.with_columns(
        pl.when(known).then(old).otherwise("geometry").alias("geometry")
    ).drop("geometry_old")


def derive(given: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Derive districts and municipalities that are not given, as unions of smaller areas.

    ``given`` has a frame of boundaries for each level. A municipality is the union of its
    neighbourhoods, or of its districts when there are none.
    """
    parts = []
    for level, smaller in (
        ("district", ("neighbourhood",)),
        ("municipality", ("neighbourhood", "district")),
    ):
        known = given[level]["code"].to_list() if level in given else []
        for source in smaller:
            if source not in given:
                continue
            code = pl.col("code")
            parent = district_column(code) if level == "district" else municipality_column(code)
            rows = given[source].select(parent.alias("parent"), "geometry")
            made = _unions(rows.filter(~pl.col("parent").is_in(known)))
            parts.append(with_copies(_numbered(made)))
            known += made["code"].to_list()
    if not parts:
        return pl.DataFrame(schema=STORED_GEOMETRY)
    return pl.concat(parts).sort("municipality", "code")


def _unions(rows: pl.DataFrame) -> pl.DataFrame:
    """Join the shapes of each parent."""
    codes, joined = [], []
    for (parent,), group in rows.group_by("parent", maintain_order=True):
        shapes = shapely.from_wkb(group["geometry"].to_list())
        codes.append(str(parent))
        joined.append(_surface_only(shapely.union_all(shapes)))
    return pl.DataFrame(
        {
            "code": codes,
            "name": [None] * len(codes),
            "geometry": list(shapely.to_wkb(joined)) if joined else [],
            "repaired": [False] * len(codes),
        },
        schema=GEOMETRY_COLUMNS,
    )


def _surface_only(shape: shapely.Geometry) -> shapely.Geometry:
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    return shapely.make_valid(shape, method="structure", keep_collapsed=False)
