"""The town: which cell is which neighbourhood, who lives there, how it fares over the years.

Quantities are drawn as one Gaussian copula: fields over the neighbour graph (a conditional
autoregression), joined by the correlations that were measured in the open tables.

References: Besag (1974), conditional autoregression; Nelsen (2006), Gaussian copula.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from weefsel.example.aggregates import Aggregates
from weefsel.example.design import Design
from weefsel.example.land import Land, density
from weefsel.example.streams import stream

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Town:
    """Cells with a name and residents, and the standing of each on each quantity.

    ``standing`` is (year, cell, measure), in standard deviations of the transformed scale;
    ``residents`` (year, cell). ``hearth`` says how near a cell is to the story's district.
    """

    land: Land
    names: tuple[str, ...]
    order: Ints  # rank of a cell within its district, from 0
    merged: tuple[int, int]  # the two cells that became one neighbourhood
    residents: Ints
    standing: Floats
    inhabited: NDArray[np.bool_]
    hearth: Floats  # (cell,)


def largest_remainder(shares: Floats, total: int) -> Ints:
    """Divide a whole number by shares so that the parts sum to it (Hamilton's method)."""
    weight = shares.sum()
    if total == 0 or weight <= 0:
        return np.zeros(shares.size, dtype=np.int64)
    exact = shares / weight * total
    parts = np.floor(exact).astype(np.int64)
    # A stable sort: equal remainders go to the first, on every machine.
    late = np.argsort(-np.round(exact - parts, 9), kind="stable")
    parts[late[: total - int(parts.sum())]] += 1
    return np.asarray(parts)


def make_town(design: Design, land: Land, known: Aggregates, seed: int) -> Town:
    """Give the cells their names, residents and standing."""
    weight = _weights(design, land, seed)
    hearth = _nearness(design, land, design.record["story"]["hearth"])
    second = _nearness(design, land, design.record["story"]["second"])
    special = _special(design, land)
    inhabited = np.ones(len(land.cells), dtype=bool)
    inhabited[special["empty"]] = False
    fields = _fields(design, land, known, seed, inhabited, hearth, second)
    lower: Floats = np.linalg.cholesky(known.correlation).astype(np.float64)
    base = fields @ lower.T
    signs = design.record["story"]["strain"]
    strain = sum(sign * base[:, known.ids.index(name)] for name, sign in signs.items())
    names, order = _names(design, land, np.asarray(strain), special)
    weight = _largest_to_first(design, land, names, weight)
    residents = _residents(design, weight, special, seed)
    merged = _merged(design, land, residents, special)
    standing = _over_the_years(design, base, lower, hearth, inhabited, seed)
    return Town(land, names, order, merged, residents, standing, inhabited, hearth)


def _weights(design: Design, land: Land, seed: int) -> Floats:
    """Give the relative number of residents of each cell."""
    here = density(land.grid, design.land)
    mass = np.bincount(land.grid_cell, weights=here, minlength=len(land.cells))
    noise = stream(seed, "residents").normal(size=mass.size)
    return np.asarray(mass * np.exp(design.number("population", "spread") * noise))


def _nearness(design: Design, land: Land, code: str) -> Floats:
    """Give 1 in the middle of a district, falling off with distance outside it."""
    inside = land.district == design.index_of(code)
    away = np.min(
        np.hypot(
            land.points[:, None, 0] - land.points[None, inside, 0],
            land.points[:, None, 1] - land.points[None, inside, 1],
        ),
        axis=1,
    )
    return np.asarray(np.exp(-((away / design.number("story", "reach_km")) ** 2)))


def _special(design: Design, land: Land) -> dict[str, int]:
    """Choose the cell without residents and the one with very few: far out."""
    where = next(place for place, one in enumerate(design.districts) if one.empty)
    cells = np.flatnonzero(land.district == where)
    radius = np.hypot(land.points[cells, 0], land.points[cells, 1])
    far = cells[np.argsort(-radius, kind="stable")]
    return {"empty": int(far[1]), "tiny": int(far[0])}


def _fields(
    design: Design,
    land: Land,
    known: Aggregates,
    seed: int,
    inhabited: NDArray[np.bool_],
    hearth: Floats,
    second: Floats,
) -> Floats:
    """Draw one spatial field a measure, (cell, measure), mean 0 and spread 1 each.

    The first ones are made orthogonal, so that their correlations come out as measured;
    the others are cleared of them.
    """
    story = design.record["story"]
    joined = land.neighbours.astype(float)
    precision = np.diag(joined.sum(axis=1) + story["kappa"]) - joined
    covariance = np.linalg.inv(precision)
    spread = np.sqrt(np.diag(covariance))
    smooth = np.linalg.cholesky(covariance / np.outer(spread, spread))
    kept: list[Floats] = []
    for place, name in enumerate(known.ids):
        chance = stream(seed, "field", name)
        along, apart = chance.normal(size=(2, len(land.cells)))
        field = np.sqrt(story["field_share"]) * (smooth @ along)
        field = field + np.sqrt(1 - story["field_share"]) * apart
        if place == 0:
            field = _scaled(field, inhabited) * (1 - story["field_share"])
            field = field + story["hearth_height"] * hearth + story["second_height"] * second
            field = field + story["estate_strain"] * _estate(design, land)
        field = _scaled(field, inhabited)
        for earlier in kept[: int(story["orthogonal"])]:
            inside = earlier[inhabited]
            field = field - earlier * (inside @ field[inhabited]) / (inside @ inside)
        kept.append(_scaled(field, inhabited))
    return np.column_stack(kept)


def _estate(design: Design, land: Land) -> Floats:
    """Give 1 in the middle of the dense estate in the east, falling off around it."""
    away = np.hypot(land.points[:, 0] - design.land["estate_east_km"], land.points[:, 1])
    return np.asarray(np.exp(-((away / design.number("story", "estate_reach_km")) ** 2)))


def _scaled(field: Floats, inhabited: NDArray[np.bool_]) -> Floats:
    inside = field[inhabited]
    return np.asarray((field - inside.mean()) / inside.std())


def _names(
    design: Design, land: Land, strain: Floats, special: dict[str, int]
) -> tuple[tuple[str, ...], Ints]:
    """Name the cells of each district, those under most strain first."""
    names = [""] * len(land.cells)
    order = np.zeros(len(land.cells), dtype=np.int64)
    for place, district in enumerate(design.districts):
        cells = np.flatnonzero(land.district == place)
        cells = cells[np.argsort(-strain[cells], kind="stable")]
        fixed = {}
        if district.empty:
            fixed = {special["empty"]: district.empty, special["tiny"]: district.tiny}
        free = [one for one in district.names if one not in (district.empty, district.tiny)]
        ranked = [int(cell) for cell in cells if cell not in fixed] + list(fixed)
        for rank, cell in enumerate(ranked):
            names[cell] = fixed.get(cell) or free[rank]
            order[cell] = rank
    return tuple(names), order


def _largest_to_first(
    design: Design, land: Land, names: tuple[str, ...], weight: Floats
) -> Floats:
    """Let the first neighbourhood of the story's district be its largest."""
    district = design.index_of(design.record["story"]["hearth"])
    first = names.index(design.districts[district].names[0])
    cells = np.flatnonzero(land.district == district)
    largest = int(cells[weight[cells].argmax()])
    result = weight.copy()
    result[[first, largest]] = weight[[largest, first]]
    return result


def _residents(design: Design, weight: Floats, special: dict[str, int], seed: int) -> Ints:
    """Divide the residents of each year over the cells, (year, cell)."""
    part = design.record["population"]
    grow = stream(seed, "growth").normal(size=weight.size) * part["growth_spread"]
    normal = np.ones(weight.size, dtype=bool)
    normal[list(special.values())] = False
    rows = []
    for step, total in enumerate(part["residents"]):
        row = np.zeros(weight.size, dtype=np.int64)
        row[special["tiny"]] = part["tiny"]
        rest = total - part["tiny"]
        shares = weight * np.exp(grow * step) * normal
        fewest = part["fewest"]
        over = largest_remainder(shares, rest - fewest * int(normal.sum()))
        rows.append(row + np.where(normal, over + fewest, 0))
    return np.array(rows, dtype=np.int64)


def _merged(
    design: Design, land: Land, residents: Ints, special: dict[str, int]
) -> tuple[int, int]:
    """Choose the two adjoining cells with the fewest residents of the redivided district."""
    district = design.index_of(design.record["redivision"]["district"])
    cells = np.flatnonzero(land.district == district).tolist()
    pairs = [
        (int(residents[0, one] + residents[0, other]), one, other)
        for one in cells
        for other in cells
        if one < other and land.neighbours[one, other]
    ]
    _, one, other = min(pairs)
    return one, other


def _over_the_years(
    design: Design,
    base: Floats,
    lower: Floats,
    hearth: Floats,
    inhabited: NDArray[np.bool_],
    seed: int,
) -> Floats:
    """Move the standing from year to year: a small memory, and the story of the east."""
    story = design.record["story"]
    memory, wobble = story["wobble_memory"], story["wobble"]
    chance = stream(seed, "years")
    drift = np.zeros_like(base)
    rows = []
    for year in design.years:
        fresh = chance.normal(size=base.shape)
        drift = memory * drift + np.sqrt(1 - memory**2) * fresh
        strain = hearth * story["per_year"] * max(0, year - story["since"])
        change = wobble * (drift @ lower.T) + strain[:, None] * lower[:, 0][None, :]
        rows.append(base + change)
    return np.asarray(rows)
