"""Places on a map that is already drawn: a sign each, with its name, in the same projection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from weefsel.report.map import _MARGIN, MapPicture
from weefsel.report.theme import INK, PAPER, TEAL

_SIZE = 6.0


@dataclass(frozen=True)
class MapPlace:
    """A place in metres (EPSG:28992): its sign tells what happens, never the colour alone.

    ``sign`` is "stays" (a dot), "new" (a ring with a plus) or "gone" (a cross).
    """

    x: float
    y: float
    words: str
    sign: str = "stays"


def with_places(
    picture: MapPicture, geometries: Sequence[BaseGeometry], places: Sequence[MapPlace]
) -> MapPicture:
    """Draw places over a map of ``geometries`` (WGS84, the same as the map was made of)."""
    transform = Transformer.from_crs("EPSG:4326", "EPSG:28992", always_xy=True).transform
    metres = shapely.transform(
        np.array(list(geometries), dtype=object),
        lambda points: np.column_stack(transform(points[:, 0], points[:, 1])),
    )
    left, bottom, right, top = shapely.total_bounds(metres)
    # The map fills its width or its height, whichever is the tighter.
    scale = min(
        (picture.width - 2 * _MARGIN) / max(right - left, 1.0),
        (picture.height - 2 * _MARGIN) / max(top - bottom, 1.0),
    )
    order = {"stays": 0, "gone": 1, "new": 2}
    parts = []
    for one in sorted(places, key=lambda one: (order[one.sign], one.x, one.y)):
        if not (left <= one.x <= right and bottom <= one.y <= top):
            continue
        x, y = (one.x - left) * scale + _MARGIN, (top - one.y) * scale + _MARGIN
        parts.append(_sign(one, x, y))
    return replace(picture, body=picture.body + "".join(parts))


def _sign(one: MapPlace, x: float, y: float) -> str:
    said = f"<title>{escape(one.words)}</title>"
    if one.sign == "gone":
        s, d = _SIZE, 2 * _SIZE
        cross = f"M{x - s:.1f} {y - s:.1f}l{d:g} {d:g}M{x + s:.1f} {y - s:.1f}l-{d:g} {d:g}"
        return (
            f'<g class="map-place">{said}<path d="{cross}" stroke="{PAPER}" stroke-width="7" '
            f'stroke-linecap="round"/><path d="{cross}" stroke="{INK}" stroke-width="3.5" '
            f'stroke-linecap="round"/></g>'
        )
    if one.sign == "new":
        s = _SIZE - 2
        plus = f"M{x - s:.1f} {y:.1f}h{2 * s:g}M{x:.1f} {y - s:.1f}v{2 * s:g}"
        return (
            f'<g class="map-place">{said}<circle cx="{x:.1f}" cy="{y:.1f}" r="{_SIZE + 3:g}" '
            f'fill="{TEAL}" stroke="{PAPER}" stroke-width="2"/><path d="{plus}" '
            f'stroke="{PAPER}" stroke-width="2.5"/></g>'
        )
    return (
        f'<circle class="map-place" cx="{x:.1f}" cy="{y:.1f}" r="{_SIZE:g}" fill="{INK}" '
        f'stroke="{PAPER}" stroke-width="1.8">{said}</circle>'
    )
