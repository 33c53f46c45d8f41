"""The land of Weverdam: an outline in the North Sea, a river, cells and districts.

Weverdam lies in open sea, within the bounds for which the Dutch grid (EPSG:28992) is
defined: its coordinates transform like real ones and can touch no municipality.
Everything is made in kilometres around a centre and then laid on longitude and latitude.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import Voronoi
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from weefsel.example.design import Design
from weefsel.example.streams import stream

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG (Moritz 1980)
DECIMALS = 6  # of a degree: a tenth of a metre
ATTEMPTS = 200  # outlines that give no whole river or a district too small are drawn anew

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Land:
    """Cells and districts of one town.

    ``cells`` are polygons in kilometres, ``district`` the index of each cell's district,
    ``neighbours`` the cells that share an edge (a bridge counts), ``grid`` points of land
    with ``grid_cell`` the cell of each, ``step`` kilometres apart.
    """

    cells: tuple[BaseGeometry, ...]
    points: Floats  # (cell, 2)
    district: Ints  # (cell,)
    neighbours: NDArray[np.bool_]  # (cell, cell)
    grid: Floats  # (point, 2)
    grid_cell: Ints  # (point,)
    step: float
    river: BaseGeometry

    @property
    def area_km2(self) -> Floats:
        """Give the area of each cell in square kilometres."""
        return np.array([cell.area for cell in self.cells])

    @cached_property
    def within_1_km(self) -> NDArray[np.bool_]:
        """Tell which points lie within a kilometre of the middle of a cell, (cell, point)."""
        away = np.hypot(
            self.points[:, None, 0] - self.grid[None, :, 0],
            self.points[:, None, 1] - self.grid[None, :, 1],
        )
        return np.asarray(away <= 1.0)


def make_land(design: Design, seed: int) -> Land:
    """Draw outlines until one gives a whole town; deterministic for a seed."""
    for attempt in range(ATTEMPTS):
        land = _attempt(design, seed, attempt)
        if land is not None:
            return land
    raise RuntimeError(f"no land in {ATTEMPTS} attempts for seed {seed}")


def _attempt(design: Design, seed: int, attempt: int) -> Land | None:
    shape = design.land
    chance = stream(seed, "land", attempt)
    outline = _outline(shape, chance)
    river = _river(shape, chance)
    sides = outline.difference(river)
    if not isinstance(sides, MultiPolygon) or len(sides.geoms) != 2:
        return None
    # West first: the side whose middle lies further west.
    west, east = sorted(sides.geoms, key=lambda part: part.centroid.x)
    points, cells = [], []
    grid = _grid(outline, shape["grid_step_km"])
    mass = density(grid, shape) ** shape["cell_density_power"]
    on_west = shapely.contains_xy(west, grid[:, 0], grid[:, 1])
    on_east = shapely.contains_xy(east, grid[:, 0], grid[:, 1])
    total = int(shape["cells"])
    count_west = round(total * mass[on_west].sum() / mass[on_west | on_east].sum())
    west_districts = [place for place, one in enumerate(design.districts) if one.side == "west"]
    if count_west < len(west_districts) * int(shape["fewest_cells"]):
        return None
    for side, inside, count in ((west, on_west, count_west), (east, on_east, total - count_west)):
        found = _relax(grid[inside], mass[inside], count, int(shape["relaxations"]), chance)
        made = _voronoi(found, side, shape, chance)
        if made is None:
            return None
        points.append(found)
        cells.extend(made)
    middle = np.vstack(points)
    is_west = np.arange(total) < count_west
    neighbours = _neighbours(cells, is_west, shape["bridge_km"])
    district = _districts(design, middle, is_west, neighbours)
    if district is None:
        return None
    keep = on_west | on_east
    land_grid = grid[keep]
    nearest = np.where(
        on_west[keep],
        _nearest(land_grid, middle[:count_west]),
        count_west + _nearest(land_grid, middle[count_west:]),
    )
    return Land(
        cells=tuple(cells),
        points=middle,
        district=district,
        neighbours=neighbours,
        grid=land_grid,
        grid_cell=nearest.astype(np.int64),
        step=shape["grid_step_km"],
        river=river.intersection(outline),
    )


def _outline(shape: dict[str, float], chance: np.random.Generator) -> Polygon:
    """Draw an irregular closed curve: a circle with a few slow waves."""
    waves = np.arange(2, 2 + int(shape["outline_waves"]))
    height = shape["outline_roughness"] * chance.normal(size=waves.size) / waves
    phase = chance.uniform(0, 2 * math.pi, size=waves.size)
    angle = np.linspace(0, 2 * math.pi, int(shape["outline_points"]), endpoint=False)
    swing = (height[:, None] * np.cos(waves[:, None] * angle + phase[:, None])).sum(axis=0)
    radius = shape["radius_km"] * (1 + swing)
    return Polygon(np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]))


def _river(shape: dict[str, float], chance: np.random.Generator) -> BaseGeometry:
    """Draw a winding river from north to south, west of the centre."""
    length = 2 * shape["radius_km"]
    y = np.linspace(-length, length, int(shape["outline_points"]))
    phase = chance.uniform(0, 2 * math.pi)
    bend = shape["river_bend_km"] * np.sin(2 * math.pi * y / shape["river_wave_km"] + phase)
    slant = chance.normal(0, shape["river_slant"]) * y
    line = LineString(np.column_stack([-shape["river_west_km"] + bend + slant, y]))
    return line.buffer(shape["river_width_km"] / 2)


def _grid(outline: BaseGeometry, step: float) -> Floats:
    low_x, low_y, high_x, high_y = outline.bounds
    x, y = np.meshgrid(np.arange(low_x, high_x, step), np.arange(low_y, high_y, step))
    return np.column_stack([x.ravel(), y.ravel()])


def density(points: Floats, shape: dict[str, float]) -> Floats:
    """Give the relative density of residents: falling from the centre, and one estate.

    References: Clark (1951), Urban population densities.
    """
    radius = np.hypot(points[:, 0], points[:, 1])
    from_estate = np.hypot(points[:, 0] - shape["estate_east_km"], points[:, 1])
    estate = shape["estate_height"] * np.exp(-((from_estate / shape["estate_km"]) ** 2))
    return np.asarray(np.exp(-radius / shape["density_km"]) + estate + shape["density_rural"])


def _nearest(points: Floats, middle: Floats) -> Ints:
    squares = ((points[:, None, :] - middle[None, :, :]) ** 2).sum(axis=2)
    return np.asarray(squares.argmin(axis=1), dtype=np.int64)


def _relax(
    grid: Floats, mass: Floats, count: int, rounds: int, chance: np.random.Generator
) -> Floats:
    """Place points by density and even them out (Lloyd 1982)."""
    start = chance.choice(len(grid), size=count, replace=False, p=mass / mass.sum())
    points = grid[np.sort(start)].copy()
    for _ in range(rounds):
        owner = _nearest(grid, points)
        weight = np.bincount(owner, weights=mass, minlength=count)
        for axis in (0, 1):
            moment = np.bincount(owner, weights=mass * grid[:, axis], minlength=count)
            points[:, axis] = np.where(
                weight > 0, moment / np.where(weight > 0, weight, 1), points[:, axis]
            )
    return points


def _voronoi(
    points: Floats, side: BaseGeometry, shape: dict[str, float], chance: np.random.Generator
) -> list[BaseGeometry] | None:
    """Cut a side into the cells of its points; corners shared by cells are equal exactly.

    Edges wind; where they would cross each other all of them wind less.
    """
    far = 100 * np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])
    diagram = Voronoi(np.vstack([points, far]))
    # In order of the cells on both sides: the order of the ridges is Qhull's own affair.
    order = np.lexsort(np.sort(diagram.ridge_points, axis=1).T[::-1])
    waves = np.array([shape["edge_wave_km"], shape["edge_wave_km"] / 2])
    height = shape["edge_swing_km"] * chance.normal(size=(order.size, 2)) * waves / waves[0]
    phase = chance.uniform(0, 2 * math.pi, size=(order.size, 2))
    for calm in (1.0, 0.5, 0.25, 0.0):
        edges: dict[tuple[int, int], Floats] = {}
        for place, ridge in enumerate(order):
            start, end = sorted(diagram.ridge_vertices[ridge])
            if start >= 0:
                ends = diagram.vertices[[start, end]]
                # From the west, so that the winding does not hang on how corners are numbered.
                turned = tuple(ends[0]) > tuple(ends[1])
                line = _winding(
                    ends[::-1] if turned else ends,
                    waves,
                    calm * height[place],
                    phase[place],
                    shape["edge_step_km"],
                )
                edges[start, end] = line[::-1] if turned else line
        regions = [diagram.regions[diagram.point_region[one]] for one in range(len(points))]
        cells = [_cell(corners, edges, side) for corners in regions]
        whole = [cell for cell in cells if cell is not None]
        if len(whole) == len(cells):
            return whole
    return None


def _cell(
    corners: list[int], edges: dict[tuple[int, int], Floats], side: BaseGeometry
) -> BaseGeometry | None:
    """Join edges to one cell and cut it by its side; none when that is not one whole shape."""
    if -1 in corners:
        return None
    ring = []
    for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
        line = edges[min(start, end), max(start, end)]
        ring.append((line if start < end else line[::-1])[:-1])
    whole = Polygon(np.vstack(ring))
    if not whole.is_valid:
        return None
    cell = whole.intersection(side)
    return cell if isinstance(cell, Polygon) and not cell.is_empty else None


def _winding(ends: Floats, waves: Floats, height: Floats, phase: Floats, step: float) -> Floats:
    """Let an edge wind a little between its ends, as streets and ditches do."""
    way = ends[1] - ends[0]
    length = float(np.hypot(way[0], way[1]))
    part = np.linspace(0, 1, max(2, math.ceil(length / step)) + 1)
    swing = (height * np.sin(2 * math.pi * part[:, None] * length / waves + phase)).sum(axis=1)
    # Tapered: corners stay where they are, short edges stay straight.
    room = np.minimum(part, 1 - part) * length
    swing = swing * np.minimum(1, room / waves[0])
    across = np.array([-way[1], way[0]]) / length
    line = ends[0] + part[:, None] * way + swing[:, None] * across
    line[0], line[-1] = ends
    return np.asarray(line)


def _neighbours(
    cells: list[BaseGeometry], is_west: NDArray[np.bool_], bridge_km: float
) -> NDArray[np.bool_]:
    """Tell which cells share an edge, or lie across the river from each other."""
    count = len(cells)
    result = np.zeros((count, count), dtype=bool)
    for one in range(count):
        for other in range(one):
            if is_west[one] == is_west[other]:
                # A hair of room: corners on the outline are cut for each cell on its own.
                joined = cells[one].buffer(1e-9).intersection(cells[other]).length > 1e-3
            else:
                joined = cells[one].distance(cells[other]) < bridge_km
            result[one, other] = result[other, one] = joined
    return result


def _districts(
    design: Design, points: Floats, is_west: NDArray[np.bool_], neighbours: NDArray[np.bool_]
) -> Ints | None:
    """Join cells to contiguous districts around their anchors, none across the river."""
    shape = design.land
    radius = np.hypot(points[:, 0], points[:, 1])
    # Rings of equal numbers of cells: the far ones count for less distance.
    pull = (1 - np.exp(-radius / shape["district_km"])) / radius
    warped = points * pull[:, None]
    anchor = np.array(
        [
            [
                one.distance * math.cos(math.radians(one.angle)),
                one.distance * math.sin(math.radians(one.angle)),
            ]
            for one in design.districts
        ]
    )
    away = ((warped[:, None, :] - anchor[None, :, :]) ** 2).sum(axis=2)
    west_side = np.array([one.side == "west" for one in design.districts])
    away = np.where(is_west[:, None] == west_side[None, :], away, np.inf)
    owner = away.argmin(axis=1)
    dry = neighbours & (is_west[:, None] == is_west[None, :])
    for _ in range(len(points)):
        strays = _strays(owner, dry, len(design.districts))
        if not strays:
            break
        cell = strays[0]
        around = np.unique(owner[dry[cell]])
        around = around[around != owner[cell]]
        if around.size == 0:
            return None
        owner[cell] = around[away[cell, around].argmin()]
    else:
        return None
    sizes = np.bincount(owner, minlength=len(design.districts))
    if sizes.min() < int(shape["fewest_cells"]) or sizes.max() > int(shape["most_cells"]):
        return None
    return np.asarray(owner, dtype=np.int64)


def _strays(owner: NDArray[np.int64], joined: NDArray[np.bool_], districts: int) -> list[int]:
    """List the cells cut off from the largest part of their district."""
    strays: list[int] = []
    for district in range(districts):
        left = set(np.flatnonzero(owner == district).tolist())
        parts: list[list[int]] = []
        while left:
            part, queue = [], [min(left)]
            left.discard(queue[0])
            while queue:
                cell = queue.pop()
                part.append(cell)
                near = [one for one in np.flatnonzero(joined[cell]).tolist() if one in left]
                left.difference_update(near)
                queue.extend(near)
            parts.append(sorted(part))
        parts.sort(key=lambda one: (-len(one), one))
        for part in parts[1:]:
            strays.extend(part)
    return sorted(strays)


def to_wgs84(geometry: BaseGeometry, longitude: float, latitude: float) -> BaseGeometry:
    """Lay a shape in kilometres on longitude and latitude around a centre.

    Equal shapes give equal coordinates: corners that cells share stay shared.
    """
    degree = EARTH_RADIUS_KM * math.pi / 180
    east = degree * math.cos(math.radians(latitude))

    def place(points: Floats) -> Floats:
        return np.column_stack(
            [
                np.round(longitude + points[:, 0] / east, DECIMALS),
                np.round(latitude + points[:, 1] / degree, DECIMALS),
            ]
        )

    return shapely.transform(geometry, place)
