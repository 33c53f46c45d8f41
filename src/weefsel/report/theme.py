"""The colours, sizes and chart settings that pages, maps and the memo share."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal

from weefsel.report.fonts import FAMILY

# Tokens of the look, one name a role. Contrast on white (WCAG 2.2): ink 13.4, ink_2 6.5,
# strain 8.6, strength 7.1, clay 5.5; grid and line are decoration and carry no meaning.
INK = "#17303b"
INK_2 = "#4a606a"
PAPER = "#ffffff"
GRID = "#e6dfd2"
LINE = "#ddd5c7"
TEAL = "#0f6b6b"
CLAY = "#b4461f"
GOLD = "#b98a1d"

# Strain to strength: diverging from brown-red to blue-green, told apart with every common
# form of colour blindness and in grey by its two dark ends, which the words name.
CLASS_COLOURS = ("#8c2d12", "#d08259", "#e9e2d3", "#7fb3ae", "#0f5f62")
# Low to high for figures that have no good or bad side (context): one hue, light to dark.
PLAIN_COLOURS = ("#f2f7f7", "#bfd7da", "#8bb0b7", "#517f89", "#1f4953")
NO_SCORE = "#f4f1ea"

# Without quotes or names that start with a digit: one wrong name drops every word of a picture.
FONT_STACK = f"{FAMILY}, Atkinson Hyperlegible, system-ui, sans-serif"


class Tone(StrEnum):
    """What a line stands for; each has its own colour and its own stroke."""

    STRAIN = "strain"
    NEUTRAL = "neutral"
    STRENGTH = "strength"

    @property
    def colour(self) -> str:
        """Give the colour of the tone."""
        return {
            Tone.STRAIN: CLASS_COLOURS[0],
            Tone.NEUTRAL: INK_2,
            Tone.STRENGTH: CLASS_COLOURS[4],
        }[self]


Size = Literal["page", "phone", "memo"]

CHART_WIDTH: dict[Size, int] = {"page": 720, "phone": 320, "memo": 640}
CHART_HEIGHT: dict[Size, int] = {"page": 330, "phone": 300, "memo": 285}
LABEL_SIZE: dict[Size, int] = {"page": 13, "phone": 12, "memo": 13}

# Width of a character as a share of the font's size, on the wide side. The advance widths
# of the bold file are 0.48 on average over Dutch text and 0.60 for the widest figure or sign.
_LETTER_WIDTH = 0.50
_FIGURE_WIDTH = 0.62


def text_width(words: str, size: float) -> float:
    """Estimate the width of words in pixels at a font size in pixels, on the wide side."""
    figures = sum(letter.isdigit() or letter in "+\N{MINUS SIGN}" for letter in words)
    return size * (_FIGURE_WIDTH * figures + _LETTER_WIDTH * (len(words) - figures))


def wrapped(words: str, width: float, size: int) -> list[str]:
    """Break words into lines that are surely no wider than ``width``."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def vega_config(size: Size) -> dict[str, Any]:
    """Give the chart settings: our font, no frames, quiet grid, no machine-made labels."""
    label = LABEL_SIZE[size]
    return {
        "font": FONT_STACK,
        "background": "transparent",
        "aria": False,
        "view": {"stroke": None},
        "axis": {
            "labelFontSize": label,
            "labelColor": INK_2,
            "labelPadding": 8,
            "labelFlush": False,
            "ticks": False,
            "domain": False,
            "gridColor": GRID,
            "gridWidth": 1,
            "title": None,
        },
        "text": {"fontSize": label, "color": INK_2},
        "line": {"strokeCap": "round", "strokeJoin": "round"},
    }
