"""Which residents are within reach of which places, and how far: one row a pair, in integers.

Everything about access and reach works on such pairs, wherever the distances come from: a
straight line with a detour factor, a table of travel times, or a walking network.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.spatial import cKDTree

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.sources.said import Number

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

METRES, MINUTES = "m", "min"


@dataclass(frozen=True)
class Pairs:
    """Pairs of a demand point and a place within reach of each other.

    ``demand`` and ``place`` are ``(pair)`` positions in lists of ``demands`` and ``places``
    long; ``cost`` is ``(pair)``, in ``unit``; no pair costs more than ``within``. ``how``
    says in words where the costs come from.
    """

    demand: Integers
    place: Integers
    cost: Floats
    demands: int
    places: int
    within: float
    unit: str
    how: Text

    def nearest(self) -> Floats:
        """Give the cost to the nearest place, ``(demand)``; infinite where none is within."""
        found = np.full(self.demands, np.inf)
        np.minimum.at(found, self.demand, self.cost)
        return found

    def nearest_place(self) -> Integers:
        """Give the position of the nearest place, ``(demand)``; -1 where none is within.

        Of places equally near the first one counts.
        """
        found = np.full(self.demands, -1, dtype=np.int64)
        order = np.lexsort((self.place, self.cost, self.demand))
        first = np.ones(order.size, dtype=bool)
        first[1:] = self.demand[order][1:] != self.demand[order][:-1]
        found[self.demand[order][first]] = self.place[order][first]
        return found

    def among(self, open_places: npt.NDArray[np.bool_]) -> Pairs:
        """Keep the pairs with a place that is open, ``(place)``; positions stay as they are."""
        kept = open_places[self.place]
        return Pairs(
            demand=self.demand[kept],
            place=self.place[kept],
            cost=self.cost[kept],
            demands=self.demands,
            places=self.places,
            within=self.within,
            unit=self.unit,
            how=self.how,
        )


def straight(demand: Floats, place: Floats, *, within: float, detour: float) -> Pairs:
    """Pair what lies within ``within`` metres of walking or driving, as the crow flies.

    ``demand`` and ``place`` are ``(point, 2)`` in metres (EPSG:28992); a straight line times
    ``detour`` stands for the way one really goes. Raises ``InputError`` when the detour is
    under one or a coordinate is not a number.
    """
    if not detour >= 1:
        raise InputError(
            text(
                "a detour factor of %(detour)s is shorter than a straight line.",
                detour=Number(detour),
            ),
            todo=text("Give a factor of one or more."),
        )
    demand, place = _points(demand), _points(place)
    how = text("straight line times %(detour)s", detour=Number(detour))
    empty = np.empty(0, dtype=np.int64)
    if not demand.size or not place.size:
        return Pairs(empty, empty, np.empty(0), len(demand), len(place), within, METRES, how)
    near = cKDTree(demand).sparse_distance_matrix(
        cKDTree(place), within / detour, output_type="ndarray"
    )
    order = np.lexsort((near["i"], near["j"]))
    return Pairs(
        demand=near["i"][order].astype(np.int64),
        place=near["j"][order].astype(np.int64),
        cost=near["v"][order] * detour,
        demands=len(demand),
        places=len(place),
        within=within,
        unit=METRES,
        how=how,
    )


def _points(points: Floats) -> Floats:
    made = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    wrong = np.flatnonzero(~np.isfinite(made).all(axis=1))
    if wrong.size:
        raise InputError(
            text("point %(row)s has no place on the map.", row=int(wrong[0]) + 1),
            todo=text("Give every point two coordinates in metres."),
        )
    return made


def from_table(
    table: pl.DataFrame,
    demand: Sequence[str],
    place: Sequence[str],
    *,
    within: float,
    unit: str = MINUTES,
    name: str = "",
) -> Pairs:
    """Pair what a table of travel times or distances says is within reach.

    ``table`` has the columns ``from`` (an id of ``demand``), ``to`` (an id of ``place``) and
    ``cost`` in ``unit``; rows of other ids are left out. Raises ``InputError`` that names the
    row of a cost that is missing, negative or given twice, and when no row is about these.
    """
    rows = table.with_row_index("row", offset=2).with_columns(
        demand=_positions(table["from"], demand), place=_positions(table["to"], place)
    )
    rows = rows.drop_nulls(["demand", "place"])
    if rows.is_empty() and table.height:
        raise InputError(
            text("no row of this table is about the residents and places asked for."),
            where=name,
            todo=text(
                "Use the codes of neighbourhoods under 'from' and ids of places under 'to'."
            ),
        )
    wrong = rows.filter(pl.col("cost").is_null() | ~(pl.col("cost") >= 0))
    if wrong.height:
        raise InputError(
            text("row %(row)s has no travel time, or one below zero.", row=wrong["row"][0]),
            where=name,
            todo=text("Leave the row out, or give a time of zero or more."),
        )
    twice = rows.filter(pl.struct("demand", "place").is_duplicated())
    if twice.height:
        raise InputError(
            text("row %(row)s gives a pair a second travel time.", row=twice["row"][1]),
            where=name,
            todo=text("Keep one of these two rows."),
        )
    kept = rows.filter(pl.col("cost") <= within).sort("place", "demand")
    return Pairs(
        demand=kept["demand"].to_numpy().astype(np.int64),
        place=kept["place"].to_numpy().astype(np.int64),
        cost=kept["cost"].to_numpy().astype(np.float64),
        demands=len(demand),
        places=len(place),
        within=within,
        unit=unit,
        how=text("a table of travel times"),
    )


def _positions(ids: pl.Series, known: Sequence[str]) -> pl.Series:
    place = {one: at for at, one in enumerate(known)}
    return ids.cast(pl.String).replace_strict(place, default=None, return_dtype=pl.Int64)


# How much a place counts for residents at a distance: one near by, less further off.
Decay = Callable[[Floats], Floats]


def zones(borders: Mapping[float, float]) -> Decay:
    """Weigh distances by zone: up to each border its weight, nothing beyond the last.

    Luo & Qi (2009) weigh three zones of travel time. Raises ``InputError`` when a weight is
    not between zero and one or grows with the distance.
    """
    edges = np.array(sorted(borders), dtype=np.float64)
    weights = np.array([borders[one] for one in sorted(borders)], dtype=np.float64)
    falls = bool((np.diff(weights) <= 0).all())
    if not edges.size or not ((weights >= 0) & (weights <= 1)).all() or not falls:
        raise InputError(
            text("the weights of the zones must lie between zero and one and never grow."),
            todo=text("Give the nearest zone the highest weight."),
        )
    inside = np.append(weights, 0.0)

    def weigh(cost: Floats) -> Floats:
        return np.asarray(inside[np.searchsorted(edges, cost, side="left")])

    return weigh


def gaussian(within: float) -> Decay:
    """Weigh distances by a bell that is one at the door and zero at ``within``.

    Dai, D. (2010). Black residential segregation, disparities in spatial access to health
    care facilities, and late-stage breast cancer diagnosis. Health & Place 16, 1038-1052.
    """
    end = np.exp(-0.5)

    def weigh(cost: Floats) -> Floats:
        bell = (np.exp(-0.5 * (cost / within) ** 2) - end) / (1 - end)
        return np.where(cost <= within, np.maximum(bell, 0.0), 0.0)

    return weigh
