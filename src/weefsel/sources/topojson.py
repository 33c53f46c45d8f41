"""TopoJSON: shapes that share their borders, written once as arcs.

Decoded here and not by GDAL, so that two neighbours get exactly the same points along the
border between them, also when arcs are quantised.

Reference: Bostock & Metcalf, *The TopoJSON Format Specification*, 1.0 (sections 2.1-2.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from weefsel.base.errors import InputError
from weefsel.base.language import text

Coordinates = NDArray[np.float64]  # (point, 2)
_SMALLEST_RING = 4  # points, the first repeated at the end


@dataclass(frozen=True)
class Layer:
    """The features of one named object: properties, identifiers and shapes, in order."""

    name: str
    properties: list[dict[str, Any]]
    shapes: NDArray[np.object_]  # shapely geometries, None where the file has none


def is_topology(content: object) -> bool:
    """Tell whether parsed JSON is a topology."""
    return isinstance(content, dict) and content.get("type") == "Topology"


def layers(topology: dict[str, Any], name: str) -> list[Layer]:
    """Give the layers of a topology; a feature's ``id`` becomes the property ``id``.

    Raises ``InputError`` that names the file when arcs or objects are missing or damaged.
    """
    try:
        arcs = _arcs(topology)
        found = []
        for title, content in topology["objects"].items():
            features = content.get("geometries", [content])
            shapes = np.empty(len(features), dtype=object)
            for at, feature in enumerate(features):
                shapes[at] = _shape(feature, arcs)
            properties = [
                {"id": feature.get("id"), **(feature.get("properties") or {})}
                for feature in features
            ]
            found.append(Layer(str(title), properties, shapes))
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as fault:
        raise InputError(
            text("this TopoJSON is damaged: its arcs and shapes do not fit together."),
            where=name,
            todo=text("Download it again."),
        ) from fault
    return found


def _arcs(topology: dict[str, Any]) -> list[Coordinates]:
    """Give every arc as coordinates, undoing quantisation."""
    transform = topology.get("transform")
    arcs = [np.asarray(arc, dtype=np.float64)[:, :2] for arc in topology["arcs"]]
    if transform is None:
        return arcs
    scale, translate = np.asarray(transform["scale"]), np.asarray(transform["translate"])
    return [np.cumsum(arc, axis=0) * scale + translate for arc in arcs]


def _ring(indices: list[int], arcs: list[Coordinates]) -> Coordinates | None:
    """Join arcs to a ring; a negative index is the arc ~index backwards."""
    pieces = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
    # The last point of an arc is the first of the next.
    points = np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])
    if not np.array_equal(points[0], points[-1]):
        points = np.concatenate([points, points[:1]])
    return points if len(points) >= _SMALLEST_RING else None


def _polygon(rings: list[list[int]], arcs: list[Coordinates]) -> shapely.Polygon | None:
    outer, *holes = [_ring(ring, arcs) for ring in rings]
    if outer is None:  # quantised away to a line
        return None
    return shapely.Polygon(outer, [hole for hole in holes if hole is not None])


def _shape(feature: dict[str, Any], arcs: list[Coordinates]) -> shapely.Geometry | None:
    """Give the shape of a feature; one that is no area keeps its kind, to be refused later."""
    kind = feature.get("type")
    if kind is None:
        return None
    if kind == "Polygon":
        return _polygon(feature["arcs"], arcs)
    if kind == "MultiPolygon":
        parts = [_polygon(rings, arcs) for rings in feature["arcs"]]
        return shapely.MultiPolygon([part for part in parts if part is not None])
    return shapely.Point(0, 0)
