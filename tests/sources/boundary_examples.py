"""Fictitious boundaries: a grid of cells in the North Sea, as files of several kinds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

WEST, SOUTH, STEP = 3.9, 53.6, 0.01  # degrees


def cells(columns: int, rows: int) -> list[list[list[float]]]:
    """Give the outer ring of each cell, row by row."""
    rings = []
    for at in range(columns * rows):
        x, y = WEST + at % columns * STEP, SOUTH + at // columns * STEP
        corners = [(x, y), (x + STEP, y), (x + STEP, y + STEP), (x, y + STEP), (x, y)]
        rings.append([[round(a, 6), round(b, 6)] for a, b in corners])
    return rings


def geojson(rings: Sequence[Any], properties: Sequence[dict[str, Any]], **more: Any) -> str:
    """Give features with one ring each; a ring of none is a feature without a shape."""
    return json.dumps(
        {
            "type": "FeatureCollection",
            **more,
            "features": [
                {
                    "type": "Feature",
                    "properties": about,
                    "geometry": ring and {"type": "Polygon", "coordinates": [ring]},
                }
                for ring, about in zip(rings, properties, strict=True)
            ],
        }
    )


def topology(columns: int, rows: int, properties: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Give the same grid as a quantised topology: each border is one arc for two cells."""
    arcs: list[list[list[int]]] = []
    flat: dict[tuple[int, int], int] = {}  # from (x, y) to the right
    steep: dict[tuple[int, int], int] = {}  # from (x, y) upwards
    for y in range(rows + 1):
        for x in range(columns + 1):
            if x < columns:
                flat[x, y] = len(arcs)
                arcs.append([[x, y], [1, 0]])
            if y < rows:
                steep[x, y] = len(arcs)
                arcs.append([[x, y], [0, 1]])
    geometries = []
    for at, about in enumerate(properties):
        x, y = at % columns, at // columns
        ring = [flat[x, y], steep[x + 1, y], ~flat[x, y + 1], ~steep[x, y]]
        geometries.append({"type": "Polygon", "arcs": [ring], "properties": about})
    return {
        "type": "Topology",
        "transform": {"scale": [STEP, STEP], "translate": [WEST, SOUTH]},
        "arcs": arcs,
        "objects": {"buurten": {"type": "GeometryCollection", "geometries": geometries}},
    }


def neighbourhoods(count: int) -> list[str]:
    """Give codes of neighbourhoods, two to a district."""
    return [f"BU9990{at // 2:02}{at % 2:02}" for at in range(count)]


def write(folder: Path, name: str, content: str | dict[str, Any]) -> Path:
    """Write a file and give its path."""
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path
