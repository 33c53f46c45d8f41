"""Walking distances over a network of ways, such as an extract of OpenStreetMap.

References
----------
.. [1] Dijkstra, E.W. (1959). A note on two problems in connexion with graphs. Numerische
   Mathematik 1, 269-271; SciPy's own version, cut off at the limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.provisions.pairs import METRES, Floats, Integers, Pairs


@dataclass(frozen=True)
class WalkingNetwork:
    """Junctions ``(node, 2)`` in metres and the length of the way between each two of them."""

    nodes: Floats
    ways: sparse.csr_matrix
    pieces: int  # parts that hang together; more than one means that some cannot be reached

    def pairs(self, demand: Floats, place: Floats, *, within: float, to_way: float) -> Pairs:
        """Pair residents and places that lie within ``within`` metres over the ways.

        ``demand`` and ``place`` are ``(point, 2)`` in metres; each is joined to the nearest
        junction, the straight line to it counts. Points more than ``to_way`` metres from any
        junction are in no pair: what lies outside the network is not guessed.
        """
        demand_node, demand_gap = self._joined(demand, to_way)
        place_node, place_gap = self._joined(place, to_way)
        rows: list[tuple[Integers, Integers, Floats]] = []
        starts = np.unique(place_node[place_node >= 0])
        for start in starts:
            way = dijkstra(self.ways, directed=False, indices=int(start), limit=within)
            for one in np.flatnonzero(place_node == start):
                cost = demand_gap + np.where(demand_node < 0, np.inf, way[demand_node])
                cost = cost + place_gap[one]
                near = np.flatnonzero(cost <= within)
                rows.append((near, np.full(near.size, one), cost[near]))
        rows.sort(key=lambda row: int(row[1][0]) if row[1].size else -1)
        empty = np.empty(0, dtype=np.int64)
        return Pairs(
            demand=np.concatenate([row[0] for row in rows] or [empty]),
            place=np.concatenate([row[1] for row in rows] or [empty]),
            cost=np.concatenate([row[2] for row in rows] or [np.empty(0)]),
            demands=len(demand),
            places=len(place),
            within=within,
            unit=METRES,
            how=text("walking over the ways of the network"),
        )

    def _joined(self, points: Floats, to_way: float) -> tuple[Integers, Floats]:
        gap, node = cKDTree(self.nodes).query(np.asarray(points, dtype=np.float64).reshape(-1, 2))
        far = gap > to_way
        return np.where(far, -1, node).astype(np.int64), np.where(far, np.inf, gap)


def from_lines(lines: Sequence[npt.ArrayLike], *, snap: float) -> WalkingNetwork:
    """Make a network of lines, each ``(point, 2)`` in metres (EPSG:28992).

    Lines meet where they share a point; points within ``snap`` metres are one. Raises
    ``InputError`` when there is no line, or a coordinate is not a number.
    """
    parts = [np.asarray(one, dtype=np.float64).reshape(-1, 2) for one in lines]
    parts = [one for one in parts if len(one) > 1]
    if not parts:
        raise InputError(
            text("this network holds no ways."),
            todo=text("Give lines, such as the ways of OpenStreetMap that one can walk."),
        )
    points = np.concatenate(parts)
    if not np.isfinite(points).all():
        raise InputError(
            text("a point of this network has no place on the map."),
            todo=text("Give every point two coordinates in metres."),
        )
    grid, node = np.unique(np.round(points / snap).astype(np.int64), axis=0, return_inverse=True)
    node = node.reshape(-1)
    ends = np.cumsum([len(one) for one in parts])
    step = np.ones(len(points), dtype=bool)
    step[ends - 1] = False
    first = np.flatnonzero(step)
    a, b = node[first], node[first + 1]
    length = np.hypot(*(points[first + 1] - points[first]).T)
    kept = a != b
    a, b, length = np.minimum(a, b)[kept], np.maximum(a, b)[kept], length[kept]
    # Of two ways between the same junctions the shorter one counts.
    order = np.lexsort((length, b, a))
    a, b, length = a[order], b[order], length[order]
    only = np.ones(len(a), dtype=bool)
    only[1:] = (a[1:] != a[:-1]) | (b[1:] != b[:-1])
    ways = sparse.csr_matrix((length[only], (a[only], b[only])), shape=(len(grid), len(grid)))
    where = np.zeros((len(grid), 2))
    where[node] = points
    pieces, _ = connected_components(ways, directed=False)
    return WalkingNetwork(where, ways, int(pieces))
