"""Parts of Vega-Lite that several charts use."""

from __future__ import annotations

from typing import Any

from weefsel.report.scales import Scale, signed
from weefsel.report.theme import GRID, INK, INK_2, text_width

Layer = dict[str, Any]
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


def money_axis(scale: Scale, lang: str) -> Layer:
    """Make the vertical axis of amounts: signs written, zero bare, labels in a language."""
    labels = [signed(tick, lang, scale.decimals) for tick in scale.ticks]
    return {
        "values": list(scale.ticks),
        "grid": False,
        "labelExpr": f"{_words(labels)}[indexof({list(scale.ticks)}, datum.value)]",
    }


def _words(words: list[str]) -> str:
    quoted = ", ".join("'" + word.replace("'", "\\'") + "'" for word in words)
    return f"[{quoted}]"


def grid(scale: Scale, width: float) -> Layer:
    """Draw a quiet line across at each tick, except at zero."""
    return {
        "data": {"values": [{"tick": tick} for tick in scale.ticks if tick != 0]},
        "mark": {"type": "rule", "color": GRID, "strokeWidth": 1},
        "encoding": {
            "y": {"field": "tick", "type": "quantitative"},
            "x": {"value": 0},
            "x2": {"value": width},
        },
    }


def zero_line(width: float) -> Layer:
    """Draw the line of no gain and no loss."""
    return {
        "data": {"values": [{"zero": 0}]},
        "mark": {"type": "rule", "color": INK, "strokeWidth": 1.4},
        "encoding": {
            "y": {"field": "zero", "type": "quantitative"},
            "x": {"value": 0},
            "x2": {"value": width},
        },
    }


def wrap(words: str, room: float, font: float, lines_at_most: int = 2) -> list[str]:
    """Break words over lines that fit a room in pixels; the rest becomes an ellipsis."""
    lines = [""]
    for word in words.split(" "):  # a no-break space does not break
        trial = f"{lines[-1]} {word}".strip()
        if text_width(trial, font) <= room or not lines[-1]:
            lines[-1] = trial
        else:
            lines.append(word)
    if len(lines) > lines_at_most:
        lines = [*lines[: lines_at_most - 1], lines[lines_at_most - 1] + ELLIPSIS]
    return [_cut(line, room, font) for line in lines]


def _cut(line: str, room: float, font: float) -> str:
    """Cut a line that is still too long, with an ellipsis."""
    if text_width(line, font) <= room:
        return line
    kept = line.rstrip(ELLIPSIS)
    while len(kept) > 1 and text_width(kept + ELLIPSIS, font) > room:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def note(
    words: str | list[str],
    x: float,
    y: float,
    *,
    size: float,
    colour: str = INK_2,
    bold: bool = False,
    align: str = "left",
    baseline: str = "alphabetic",
) -> Layer:
    """Write words at a place in pixels of the plot."""
    return {
        "data": {"values": [{}]},
        "mark": {
            "type": "text",
            "text": words,
            "lineHeight": size + 3,
            "align": align,
            "baseline": baseline,
            "fontSize": size,
            "color": colour,
            "fontWeight": "bold" if bold else "normal",
        },
        "encoding": {"x": {"value": x}, "y": {"value": y}},
    }
