"""The example's boundaries of neighbourhoods, on longitude and latitude."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import shapely

from weefsel.example.design import Design
from weefsel.example.land import to_wgs84
from weefsel.example.tables import ATTRIBUTION, LICENCE, PUBLISHER, make_division
from weefsel.example.town import Town
from weefsel.sources.areas import GeometryTable, boundaries_edition, geometry_frame

LEVEL = "neighbourhood"


def boundaries(design: Design, town: Town) -> list[GeometryTable]:
    """Give the boundaries of the first, the redivided and the newest division.

    Districts and the municipality are the union of their neighbourhoods: the store joins them.
    """
    years = {design.years[0], int(design.record["redivision"]["year"]), design.years[-1]}
    cells = [to_wgs84(cell, design.longitude, design.latitude) for cell in town.land.cells]
    return [_table(design, town, cells, year) for year in sorted(years)]


def _table(design: Design, town: Town, cells: list[shapely.Geometry], year: int) -> GeometryTable:
    division = make_division(design, town, year)
    small = division.areas.with_row_index("row").filter(pl.col("level") == LEVEL)
    shapes = [
        shapely.union_all([cells[cell] for cell in np.flatnonzero(division.holds[row])])
        for row in small["row"]
    ]
    edition = replace(
        boundaries_edition(LEVEL, year, country=design.country),
        title=f"Voorbeeld: grenzen van buurten {year} (verzonnen)",
        publisher=PUBLISHER,
        licence=LICENCE,
        attribution=ATTRIBUTION,
    )
    frame = geometry_frame(small["code"].to_list(), shapes, small["name"].to_list())
    return GeometryTable(edition, LEVEL, frame)
