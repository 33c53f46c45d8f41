"""The course of a figure over the years as a small line, light enough for a hundred a page.

A Vega-Lite chart costs some ten milliseconds; a page of a neighbourhood has a hundred of
these. The table for download holds the same values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, EDGE = 110, 28, 4


@dataclass(frozen=True)
class Course:
    """The line in pixels: a path for every unbroken stretch, and the last point."""

    path: str
    x: str
    y: str
    first_year: int
    last_year: int
    width: int = WIDTH
    height: int = HEIGHT


def course_of(
    points: Sequence[tuple[int, float | None]], breaks: Sequence[int] = ()
) -> Course | None:
    """Draw a course of at least two figures; a missing year or a redivision breaks the line."""
    known = [(year, value) for year, value in points if value is not None]
    if len(known) < 2:
        return None
    first, last = known[0][0], known[-1][0]
    low, high = min(value for _, value in known), max(value for _, value in known)

    def across(year: int) -> float:
        return EDGE + (year - first) / max(last - first, 1) * (WIDTH - 2 * EDGE)

    def up(value: float) -> float:
        if high == low:
            return HEIGHT / 2
        return HEIGHT - EDGE - (value - low) / (high - low) * (HEIGHT - 2 * EDGE)

    steps, pen_up = [], True
    for year, value in points:
        if value is None:
            pen_up = True
            continue
        mark = "M" if pen_up or year in breaks else "L"
        steps.append(f"{mark}{across(year):.1f} {up(value):.1f}")
        pen_up = False
    end = known[-1]
    return Course("".join(steps), f"{across(end[0]):.1f}", f"{up(end[1]):.1f}", first, last)
