"""The classes of the resilience maps: three by three for the focus, and plain ones.

The colours of the focus follow J. Stevens (2015), Bivariate choropleth maps: a how-to guide:
one hue an axis, darker where both are high; the corners stay apart in lightness too, and the
legend and every area say the class in words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape
from itertools import product

from weefsel.base.language import Text, render, text
from weefsel.report.map import Classes
from weefsel.report.theme import CLASS_COLOURS, FONT_STACK, INK, INK_2, PAPER, text_width
from weefsel.scan.resilience_map import (
    AS_EXPECTED,
    FEW_RESIDENTS,
    LESS_RESILIENT,
    MORE_RESILIENT,
    NO_FIGURE,
    NO_SIGNAL,
    NUISANCE_ONLY,
    REDIVIDED,
    SIGNAL,
    VULNERABLE_ONLY,
    Form,
)

STEPS = (text("low"), text("middle"), text("high"))
# Rows from low to high vulnerability, in each from low to high nuisance.
FOCUS_COLOURS = (
    ("#eae8e4", "#e3b98f", "#d0822f"),
    ("#a9c7d9", "#a79a9a", "#965a3d"),
    ("#4f93b8", "#4d6580", "#3a1f33"),
)
WITHOUT = text("no class")
FOCUS = [f"{k}-{o}" for k, o in product(range(1, 4), repeat=2)]
NAMES: dict[str, Text] = {
    f"{k + 1}-{o + 1}": text(
        "vulnerability %(vulnerable)s, nuisance %(nuisance)s",
        vulnerable=STEPS[k],
        nuisance=STEPS[o],
    )
    for k, o in product(range(3), repeat=2)
} | {
    NO_SIGNAL: text("neither rose more than elsewhere"),
    VULNERABLE_ONLY: text("only vulnerability rose more"),
    NUISANCE_ONLY: text("only nuisance rose more"),
    SIGNAL: text("signal: both rose more"),
    MORE_RESILIENT: text("less nuisance than expected"),
    AS_EXPECTED: text("as expected"),
    LESS_RESILIENT: text("more nuisance than expected"),
}
ORDER: Mapping[Form, tuple[str, ...]] = {
    "focus": tuple(FOCUS),
    "relative_change": (NO_SIGNAL, VULNERABLE_ONLY, NUISANCE_ONLY, SIGNAL),
    "residual": (MORE_RESILIENT, AS_EXPECTED, LESS_RESILIENT),
}
_COLOURS: Mapping[Form, tuple[str, ...]] = {
    "focus": tuple(colour for row in FOCUS_COLOURS for colour in row),
    "relative_change": ("#eae8e4", "#8db8cf", "#dda467", "#3a1f33"),
    "residual": (CLASS_COLOURS[4], CLASS_COLOURS[2], CLASS_COLOURS[0]),
}
REASONS: dict[str, Text] = {
    NO_FIGURE: text("no figure on one of the axes"),
    FEW_RESIDENTS: text("too few residents, or their number is not known"),
    REDIVIDED: text("its code or boundary changed between these years"),
}


def classes_of(form: Form) -> Classes:
    """Give colours and names of a form, in the order of ``ORDER``."""
    return Classes(_COLOURS[form], tuple(NAMES[one] for one in ORDER[form]), WITHOUT)


_CELL, _GAP, _FONT, _LEFT, _TOP = 78.0, 3.0, 13, 66.0, 28.0


def focus_legend(lang: str, counts: Mapping[str, int]) -> str:
    """Give the nine classes as a square of squares, the number of areas in each.

    Nuisance goes up, vulnerability to the right; both ends are in words.
    """
    parts = []
    for k, o in product(range(3), repeat=2):
        x, y = _LEFT + k * (_CELL + _GAP), _TOP + (2 - o) * (_CELL / 2 + _GAP)
        name = f"{k + 1}-{o + 1}"
        colour = FOCUS_COLOURS[k][o]
        ink = INK if _light(colour) else PAPER
        parts.append(
            f'<rect x="{x:g}" y="{y:g}" width="{_CELL:g}" height="{_CELL / 2:g}" fill="{colour}" '
            f'stroke="{INK_2}" stroke-width="0.6"><title>{escape(render(NAMES[name], lang))}'
            f"</title></rect>"
            + _word(str(counts.get(name, 0)), x + _CELL / 2, y + _CELL / 4 + 5, ink, "middle")
        )
    for step, said in enumerate(STEPS):
        words = render(said, lang)
        y = _TOP + (2 - step) * (_CELL / 2 + _GAP) + _CELL / 4 + 5
        parts.append(_word(words, _LEFT - 8, y, INK_2, "end"))
        x = _LEFT + step * (_CELL + _GAP) + _CELL / 2
        parts.append(_word(words, x, _TOP + 3 * (_CELL / 2 + _GAP) + 14, INK_2, "middle"))
    across = render(text("more vulnerable residents"), lang) + " \N{RIGHTWARDS ARROW}"
    up = "\N{UPWARDS ARROW} " + render(text("more nuisance"), lang)
    bottom = _TOP + 3 * (_CELL / 2 + _GAP) + 36
    right = _LEFT + 3 * (_CELL + _GAP)
    parts.append(_word(across, right, bottom, INK, "end"))
    parts.append(_word(up, _LEFT, _TOP - 10, INK, "start"))
    wide = math.ceil(max(right, text_width(across, _FONT)))
    tall = math.ceil(bottom + 6)
    told = "; ".join(
        f"{render(NAMES[name], lang)}: {counts.get(name, 0)}" for name in ORDER["focus"]
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart chart-legend" '
        f'viewBox="0 0 {wide} {tall}" width="{wide}" height="{tall}" role="img" '
        f'aria-label="{escape(told)}" focusable="false">{"".join(parts)}</svg>'
    )


def _word(words: str, x: float, y: float, colour: str, anchor: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{FONT_STACK}" font-size="{_FONT}" '
        f'text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'
    )


def _light(colour: str) -> bool:
    """Tell whether dark words read better on a colour (WCAG 2.2: relative luminance)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] > 0.18
