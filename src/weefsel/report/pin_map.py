"""A map of neighbourhoods with numbered pins, as SVG that may stand in a page.

The list beside it says the same: a pin has the number that its place has there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from weefsel.report.map import WIDTH, _path, _simplified, _to_rd
from weefsel.report.theme import INK, PAPER

_TALLEST = 0.8  # of the width
_MARGIN = 16.0  # pixels: a pin at the border stays whole
_PIN = 11.0  # radius, pixels
_LAND, _EDGE, _HERE = "#e9e2d3", "#c9bda6", "#b4461f"
_PINNED = "#0f6b6b"


@dataclass(frozen=True)
class Pin:
    """A place to mark: number in the list (0 for none), name, address of its page, degrees."""

    number: int
    name: str
    href: str
    point: tuple[float, float]


def pin_map(
    borders: Mapping[str, BaseGeometry],
    pins: Sequence[Pin],
    *,
    title: str,
    here: tuple[float, float] | None = None,
    highlight: str = "",
) -> str:
    """Draw neighbourhoods with pins, and a cross where somebody is; empty without borders.

    Points and borders are degrees of WGS84, drawn in the projection of the Netherlands.
    Pins that would lie over each other become one that says so with a plus.
    """
    if not borders:
        return ""
    shapes = np.array(list(borders.values()), dtype=object)
    metres = shapely.transform(shapes, _metres)
    left, bottom, right, top = shapely.total_bounds(metres)
    across, up = max(right - left, 1.0), max(top - bottom, 1.0)
    scale = min((WIDTH - 2 * _MARGIN) / across, (WIDTH * _TALLEST - 2 * _MARGIN) / up)
    width, height = across * scale + 2 * _MARGIN, up * scale + 2 * _MARGIN

    def fit(points: np.ndarray) -> np.ndarray:
        return np.column_stack(
            ((points[:, 0] - left) * scale + _MARGIN, (top - points[:, 1]) * scale + _MARGIN)
        )

    fitted = zip(borders, _simplified(shapely.transform(metres, fit)), strict=True)
    drawn = [
        f'<path d="{_path(shape)}"'
        + (f' stroke="{INK}" stroke-width="2.5"/>' if code == highlight else "/>")
        for code, shape in sorted(fitted, key=lambda one: one[0] == highlight)  # that one on top
    ]

    def placed(point: tuple[float, float]) -> tuple[float, float]:
        x, y = fit(_metres(np.array([point])))[0]
        return float(x), float(y)

    marks = [_pin(x, y, group) for x, y, group in _together(pins, placed)]
    if here is not None:
        marks.insert(0, _cross(*placed(here)))
    return (
        f'<svg class="pin-map" viewBox="0 0 {width:.0f} {height:.0f}" role="group" '
        f'aria-label="{escape(title)}"><g fill="{_LAND}" stroke="{_EDGE}" fill-rule="evenodd" '
        f'stroke-linejoin="round">{"".join(drawn)}</g>{"".join(marks)}</svg>'
    )


def _metres(points: np.ndarray) -> np.ndarray:
    return np.column_stack(_to_rd().transform(points[:, 0], points[:, 1]))


def _together(pins: Sequence[Pin], placed: object) -> list[tuple[float, float, list[Pin]]]:
    """Put pins that would lie over each other at one place, that of the first."""
    groups: list[tuple[float, float, list[Pin]]] = []
    for pin in pins:
        x, y = placed(pin.point)  # type: ignore[operator]
        for left, top, group in groups:
            if (left - x) ** 2 + (top - y) ** 2 < (1.6 * _PIN) ** 2:
                group.append(pin)
                break
        else:
            groups.append((x, y, [pin]))
    return groups


def _pin(x: float, y: float, group: Sequence[Pin]) -> str:
    first = group[0]
    words = (str(first.number) if first.number else "") + ("+" if len(group) > 1 else "")
    names = escape(
        ", ".join(f"{one.number}. {one.name}" if one.number else one.name for one in group)
    )
    return (
        f'<a class="pin" href="{escape(first.href)}" aria-label="{names}">'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_PIN}" fill="{_PINNED}" stroke="{PAPER}" '
        f'stroke-width="2"/><text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle" '
        f'font-size="12" font-weight="700" fill="{PAPER}">{words}</text>'
        f"<title>{names}</title></a>"
    )


def _cross(x: float, y: float) -> str:
    return (
        f'<g class="pin-here" stroke="{_HERE}" stroke-width="4" stroke-linecap="round">'
        f'<path d="M{x - 9:.1f} {y:.1f}h18M{x:.1f} {y - 9:.1f}v18"/></g>'
    )
