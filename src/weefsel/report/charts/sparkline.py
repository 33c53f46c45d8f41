"""A small line of one indicator over the years, to stand in a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.report.charts.layers import Layer
from weefsel.report.picture import Picture, picture
from weefsel.report.theme import Tone, vega_config

TABLE_COLUMNS = {"year": pl.Int32, "value": pl.Float64}
_WIDTH, _HEIGHT, _EDGE = 110, 30, 5


def sparkline(
    years: Sequence[int],
    values: Sequence[float | None],
    *,
    lang: str,
    tone: Tone = Tone.NEUTRAL,
    breaks: Sequence[int] = (),
    unit: str = "count",
    decimals: int | None = None,
    sources: tuple[str, ...] = (),
) -> Picture:
    """Draw one indicator over the years; a year without a figure leaves a gap.

    ``breaks`` are years from which the area or the definition is another one: the line
    does not run across them. The last figure is a dot; a figure alone is a dot too.

    Raises ``ValueError`` when no year has a figure.
    """
    known = [
        (year, float(value))
        for year, value in sorted(zip(years, values, strict=True))
        if value is not None
    ]
    if not known:
        raise ValueError("no year has a figure")
    pieces = _pieces(years, dict(known), breaks)
    low, high = min(value for _, value in known), max(value for _, value in known)
    if high == low:  # a level line runs through the middle
        low, high = low - 1.0, high + 1.0
    first, last = known[0][0], known[-1][0]
    span = [first, last] if last > first else [first - 1, first]
    rows = [
        {"year": year, "value": value, "piece": index}
        for index, piece in enumerate(pieces)
        for year, value in piece
    ]
    alone = [piece[0] for piece in pieces if len(piece) == 1]
    dots = sorted({*alone, known[-1]})
    layers: list[Layer] = [
        {
            "data": {"values": rows},
            "mark": {"type": "line", "color": tone.colour, "strokeWidth": 2},
            "encoding": {"detail": {"field": "piece", "type": "nominal"}},
        },
        {
            "data": {"values": [{"year": year, "value": value} for year, value in dots]},
            "mark": {
                "type": "point",
                "shape": "circle",
                "filled": True,
                "size": 32,
                "color": tone.colour,
                "opacity": 1,
            },
        },
    ]
    spec: dict[str, Any] = {
        "width": _WIDTH - 2 * _EDGE,
        "height": _HEIGHT - 2 * _EDGE,
        "autosize": {"type": "none"},
        "padding": _EDGE,
        "config": vega_config("page"),
        "encoding": {
            "x": {
                "field": "year",
                "type": "quantitative",
                "scale": {"domain": span, "nice": False, "zero": False},
                "axis": None,
            },
            "y": {
                "field": "value",
                "type": "quantitative",
                "scale": {"domain": [low, high], "nice": False, "zero": False},
                "axis": None,
            },
        },
        "layer": layers,
    }
    words = sentence(known, unit, decimals, sources)
    frame = pl.DataFrame(known, schema=TABLE_COLUMNS, orient="row")
    return picture("sparkline", lang, spec, words, frame)


def _pieces(
    years: Sequence[int], known: dict[int, float], breaks: Sequence[int]
) -> list[list[tuple[int, float]]]:
    """Cut the series at years without a figure and at breaks."""
    pieces: list[list[tuple[int, float]]] = [[]]
    for year in sorted(years):
        if (year not in known or year in breaks) and pieces[-1]:
            pieces.append([])
        if year in known:
            pieces[-1].append((year, known[year]))
    return [piece for piece in pieces if piece]


def sentence(
    known: Sequence[tuple[int, float]],
    unit: str,
    decimals: int | None,
    sources: tuple[str, ...] = (),
) -> Text:
    """Say the first and the last figure; nothing of a trend, which needs more years."""

    def figure(year: int, value: float) -> Figure:
        return Figure(
            id=f"year:{year}",
            value=value,
            unit=unit,
            decimals=decimals,
            year=year,
            sources=sources,
        )

    (first, was), (last, now) = known[0], known[-1]
    if first == last:
        return text("%(value)s in %(year)s.", value=figure(last, now), year=str(last))
    return text(
        "From %(was)s in %(first)s to %(now)s in %(last)s.",
        was=figure(first, was),
        first=str(first),
        now=figure(last, now),
        last=str(last),
    )
