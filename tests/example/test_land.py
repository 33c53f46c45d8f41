"""The land of Weverdam: whole, without gaps, in open sea."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from weefsel.example.design import Design
from weefsel.example.design import design as read_design
from weefsel.example.land import Land, make_land, to_wgs84
from weefsel.example.town import Town

# Bounds of EPSG:28992 as registered: west, south, east, north in degrees.
RD_BOUNDS = (3.2, 50.75, 7.22, 53.7)


def laid_out(design: Design, land: Land) -> list[shapely.Geometry]:
    return [to_wgs84(cell, design.longitude, design.latitude) for cell in land.cells]


def contiguous(cells: list[int], joined: np.ndarray) -> bool:
    seen, queue = {cells[0]}, [cells[0]]
    while queue:
        one = queue.pop()
        near = {other for other in cells if joined[one, other]} - seen
        seen |= near
        queue.extend(near)
    return seen == set(cells)


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(min_value=0, max_value=10_000))
def test_any_seed_gives_whole_districts_of_touching_neighbourhoods(seed: int) -> None:
    design = read_design()
    land = make_land(design, seed)
    assert len(land.cells) == 60
    assert all(cell.is_valid and cell.area > 0 for cell in land.cells)
    for place in range(len(design.districts)):
        cells = np.flatnonzero(land.district == place).tolist()
        assert 4 <= len(cells) <= 11
        assert contiguous(cells, land.neighbours)
    assert (land.neighbours == land.neighbours.T).all()
    assert not land.neighbours.diagonal().any()


def test_neighbours_share_their_edge_exactly(design: Design, town: Town) -> None:
    cells = laid_out(design, town.land)
    west = [place for place, one in enumerate(design.districts) if one.side == "west"]
    on_west = np.isin(town.land.district, west)
    for side in (on_west, ~on_west):
        chosen = [cells[place] for place in np.flatnonzero(side)]
        assert shapely.coverage_is_valid(chosen)
    union = shapely.union_all(cells)
    # The river splits the town: two parts, no holes, nothing counted twice.
    assert len(union.geoms) == 2
    assert sum(len(part.interiors) for part in union.geoms) == 0
    assert union.area == pytest.approx(sum(cell.area for cell in cells), rel=1e-9)


def test_dense_neighbourhoods_are_small(town: Town) -> None:
    radius = np.hypot(town.land.points[:, 0], town.land.points[:, 1])
    area = town.land.area_km2
    assert area[radius < 1.2].mean() < area[radius > 2.5].mean()


def test_weverdam_lies_where_the_dutch_grid_is_defined(design: Design, town: Town) -> None:
    west, south, east, north = shapely.union_all(laid_out(design, town.land)).bounds
    assert RD_BOUNDS[0] < west < east < RD_BOUNDS[2]
    assert RD_BOUNDS[1] < south < north < RD_BOUNDS[3]
    there = pyproj.Transformer.from_crs(4326, 28992, always_xy=True)
    cells = [
        shapely.transform(cell, lambda xy: np.column_stack(there.transform(xy[:, 0], xy[:, 1])))
        for cell in laid_out(design, town.land)
    ]
    # Kilometres on the plane against square metres in the grid: under one percent apart.
    grid = np.array([cell.area for cell in cells]) / 1e6
    assert np.allclose(grid, town.land.area_km2, rtol=0.01)


@pytest.mark.realdata
def test_weverdam_touches_no_municipality(design: Design, town: Town, real_data: Path) -> None:
    from weefsel.sources import areas

    (read,) = areas.read(real_data / "geo/gemeente_2024_gegeneraliseerd_wgs84.geojson")
    real = shapely.from_wkb(read.frame["geometry"].to_list())
    mine = shapely.union_all(laid_out(design, town.land))
    # Half a degree is over 30 km here in any direction.
    assert shapely.distance(real, mine).min() > 0.5


@pytest.mark.realdata
def test_no_area_of_weverdam_is_named_after_a_real_one(design: Design, real_data: Path) -> None:
    import polars as pl

    table = pl.read_parquet(real_data / "kwb/cbs.v3.84799NED_WijkenEnBuurten.parquet")
    real = set(table["Title"].str.strip_chars().str.to_lowercase())
    mine = {name for one in design.districts for name in (*one.names, one.name)} | {design.name}
    # Every town has these.
    everywhere = {"Binnenstad", "Noord", "Oost", "Zuid", "West"}
    assert {name for name in mine - everywhere if name.lower() in real} == set()
