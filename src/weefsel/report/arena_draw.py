"""The drawing of a chain as SVG: who pays, what, for whom on top; effects and who collects below.

A verdict is said by a sign, a word and the kind of line, never by colour alone.
"""

from __future__ import annotations

import math
from html import escape

from weefsel.base.language import Text, text
from weefsel.evidence.chain import Drawing
from weefsel.report.arena_graph import GAIN
from weefsel.report.arena_layout import (
    BADGE,
    EDGE,
    FONT,
    LABEL_HEAD,
    LINE,
    PAD_X,
    PAD_Y,
    SIGN,
    SMALL,
    SMALL_LINE,
    TRUNK,
    Box,
    Layout,
    Stroke,
    beside,
)
from weefsel.report.arena_text import wrap
from weefsel.report.arena_words import (
    ASSOCIATION,
    ASSOCIATION_MEANING,
    MEANINGS,
    VERDICT_WORDS,
    verdicts,
)
from weefsel.report.theme import FONT_STACK, INK, INK_2, PAPER
from weefsel.report.theme import LINE as RULE
from weefsel.weigh.tables import payer_name

# Colour, thickness and dashes of each verdict; contrast on white at least 5.5.
STYLES: dict[str, tuple[str, float, str]] = {
    "SUPPORTED": ("#0f5f62", 4.5, ""),
    "INDICATIVE": ("#0f5f62", 2.0, ""),
    "MIXED": ("#6b5208", 2.6, "13 4 3 4"),
    "CONTRADICTED": ("#8c2d12", 2.6, ""),
    "PRICE": (INK_2, 2.2, "2 5"),
    "NONE": (INK, 2.6, "9 7"),
    GAIN: ("#8a8172", 1.4, ""),
}
APART = "2 4"  # dashes of an association
_SOFT = {"part": "#e6efee", "effect": PAPER, "loose": "#f4f1ea", "payer": "#fff4d6"}
_TITLE, _TITLE_LINE = 27.0, 33.0
_HEAD = 14.0
_FOOT = 0.92  # of a line's font size, from its top to the foot of its letters
_STEP_GAP = 42.0
_STEP_SHARES = (0.22, 0.39, 0.39)  # of the width, for who invests, in what, for whom
_LEGEND_COLUMNS = 3
_SAMPLE = 40.0

COLUMN_WORDS = {
    "part": text("What is done"),
    "effect": text("What it changes"),
    "further": text("And after that"),
    "price": text("What that costs"),
    "payer": text("Who collects"),
}


class Canvas:
    """Collects the parts of a drawing from top to bottom."""

    def __init__(self, lang: str, wide: float) -> None:
        """Start an empty drawing of a width in pixels."""
        self.lang, self.wide, self.y = lang, wide, EDGE
        self.parts: list[str] = []

    def say(self, words: Text) -> str:
        """Give words in the language of the drawing."""
        return words.render(self.lang)

    def write(
        self,
        words: str,
        x: float,
        y: float,
        *,
        size: float = FONT,
        fill: str = INK,
        bold: bool = False,
        anchor: str = "",
    ) -> None:
        """Write one line with its foot at ``y``."""
        weight = ' font-weight="700"' if bold else ""
        place = f' text-anchor="{anchor}"' if anchor else ""
        self.parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}" font-family="{FONT_STACK}" font-size="{_n(size)}" '
            f'fill="{fill}"{weight}{place}>{escape(words)}</text>'
        )

    def block(
        self,
        lines: tuple[str, ...],
        x: float,
        top: float,
        *,
        size: float = FONT,
        line: float = LINE,
        fill: str = INK,
        bold: bool = False,
    ) -> None:
        """Write lines under one another from ``top`` on."""
        for at, words in enumerate(lines):
            foot = top + at * line + size * _FOOT
            self.write(words, x, foot, size=size, fill=fill, bold=bold)

    def box(
        self, x: float, y: float, wide: float, high: float, fill: str, edge: str, dash: str = ""
    ) -> None:
        """Draw a box with round corners."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(wide)}" height="{_n(high)}" rx="7" '
            f'fill="{fill}" stroke="{edge}" stroke-width="1.5"{dashed}/>'
        )

    def path(self, way: str, style: str, *, apart: bool = False, fill: str = "none") -> None:
        """Draw a line in the style of a verdict."""
        colour, thick, dash = STYLES[style]
        dash = APART if apart else dash
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<path d="{way}" fill="{fill}" stroke="{colour}" stroke-width="{_n(thick)}"{dashed}/>'
        )


def draw(drawing: Drawing, laid: Layout, lang: str, *, heading: str = "") -> tuple[str, int, int]:
    """Draw a chain that was laid out: the inside of the SVG, its width and its height."""
    canvas = Canvas(lang, laid.width)
    if heading:
        lines = wrap(heading, _TITLE, laid.width - 2 * EDGE)
        canvas.block(lines, EDGE, canvas.y, size=_TITLE, line=_TITLE_LINE, bold=True)
        canvas.y += len(lines) * _TITLE_LINE + PAD_Y
    _steps(canvas, drawing)
    top = canvas.y
    _heads(canvas, laid)
    canvas.y += PAD_Y
    _trunk(canvas, laid, top)
    _graph(canvas, laid)
    canvas.y += laid.height + 2 * PAD_Y
    _legend(canvas, drawing)
    return "".join(canvas.parts), math.ceil(laid.width), math.ceil(canvas.y + EDGE)


def _steps(canvas: Canvas, drawing: Drawing) -> None:
    """Draw who invests, what is done and for whom, from left to right."""
    lang = canvas.lang
    payers = ", ".join(payer_name(one).render(lang) for one in drawing.investor)
    told = [
        (text("Who invests"), payers, _STEP_SHARES[0]),
        (text("In what"), drawing.activity.render(lang), _STEP_SHARES[1]),
        (text("For whom"), drawing.group.render(lang), _STEP_SHARES[2]),
    ]
    room = canvas.wide - 2 * EDGE - _STEP_GAP * (len(told) - 1)
    lines = [
        wrap(words[:1].upper() + words[1:], FONT, room * share - 2 * PAD_X)
        for _, words, share in told
    ]
    high = max(len(each) for each in lines) * LINE + SMALL_LINE + 2 * PAD_Y
    x, y = EDGE, canvas.y
    for at, ((head, _, share), each) in enumerate(zip(told, lines, strict=True)):
        wide = room * share
        canvas.box(x, y, wide, high, "#f4f1ea" if at else "#fff4d6", RULE)
        canvas.write(canvas.say(head), x + PAD_X, y + PAD_Y + 12, size=_HEAD, fill=INK_2)
        canvas.block(each, x + PAD_X, y + PAD_Y + SMALL_LINE, bold=True)
        if at < len(told) - 1:
            middle = y + high / 2
            end = x + wide + _STEP_GAP
            canvas.path(f"M{_n(x + wide)} {_n(middle)}H{_n(end - 9)}", GAIN)
            _head(canvas, end, middle, GAIN)
        x += wide + _STEP_GAP
    canvas.y = y + high


def _heads(canvas: Canvas, laid: Layout) -> None:
    """Write above each column what stands in it."""
    graph = laid.graph
    canvas.y += 3 * PAD_Y
    most = 1
    for column, (x, wide) in enumerate(zip(laid.starts, laid.widths, strict=True)):
        if graph.collects and column == graph.payer_column:
            words = COLUMN_WORDS["payer"]
        elif graph.prices and column == graph.price_column:
            words = COLUMN_WORDS["price"]
        elif column % 2:
            continue
        else:
            kind = "part" if column == 0 else "effect" if column == 2 else "further"
            words = COLUMN_WORDS[kind]
        lines = wrap(canvas.say(words), _HEAD, wide)
        most = max(most, len(lines))
        canvas.block(lines, x, canvas.y, size=_HEAD, line=SMALL_LINE, fill=INK_2, bold=True)
    canvas.y += most * SMALL_LINE


def _trunk(canvas: Canvas, laid: Layout, top: float) -> None:
    """Gather the parts of the activity in one line that comes down from it."""
    parts = [box for box in laid.boxes if box.item.kind == "part"]
    if not parts:
        return
    x, under, right = TRUNK / 2, top + PAD_Y, canvas.wide * 0.8
    lowest = max(canvas.y + box.middle for box in parts)
    canvas.path(f"M{_n(right)} {_n(top)}V{_n(under)}H{_n(x)}V{_n(lowest)}", GAIN)
    for box in parts:
        canvas.path(f"M{_n(x)} {_n(canvas.y + box.middle)}H{_n(box.x)}", GAIN)


def _graph(canvas: Canvas, laid: Layout) -> None:
    for stroke in sorted(laid.strokes, key=lambda one: one.style != GAIN):
        _stroke(canvas, stroke)
    for box in laid.boxes:
        if box.item.kind == "pass":
            continue
        if box.item.kind in ("label", "price"):
            _label(canvas, box, beside=beside(laid.graph))
        else:
            only_unknown = box.item.verdicts == {"NONE"}
            dash = STYLES["NONE"][2] if only_unknown else ""
            edge = INK if only_unknown else RULE if box.item.kind != "loose" else INK_2
            y = canvas.y + box.y
            canvas.box(box.x, y, box.wide, box.high, _SOFT[box.item.kind], edge, dash)
            _words(canvas, box)


def _words(canvas: Canvas, box: Box) -> None:
    """Write the words of a box, in the middle of its height."""
    top = canvas.y + box.middle - len(box.lines) * LINE / 2
    bold = box.item.kind in ("part", "payer")
    canvas.block(box.lines, box.x + PAD_X, top, bold=bold)


def _label(canvas: Canvas, box: Box, *, beside: bool) -> None:
    """Draw a label: a disc with the number, the sign and the word of the verdict."""
    assert box.item.arrow is not None
    verdict = box.item.arrow.verdict
    colour, _, dash = STYLES[verdict]
    y = canvas.y + box.y
    price = box.item.kind == "price"
    canvas.box(box.x, y, box.wide, box.high, PAPER, colour, dash if verdict == "NONE" else "")
    if price:
        x, top = box.x + PAD_X, y + PAD_Y
        canvas.write(
            canvas.say(VERDICT_WORDS["PRICE"]),
            x + 2 * BADGE + SIGN + 12,
            top + BADGE + 5,
            size=SMALL,
            fill=colour,
            bold=True,
        )
        canvas.block(box.lines, x, top + 2 * BADGE + 3)
    elif beside:
        x, top = box.x + PAD_X / 2, y + box.high / 2 - BADGE
        first = y + (box.high - len(box.lines) * SMALL_LINE) / 2
        left = x + LABEL_HEAD
        canvas.block(box.lines, left, first, size=SMALL, line=SMALL_LINE, fill=colour, bold=True)
    else:
        x = box.x + box.wide / 2 - (2 * BADGE + SIGN + 8) / 2
        top = y + 3
        for at, words in enumerate(box.lines):
            foot = top + 2 * BADGE + at * SMALL_LINE + SMALL * 0.9
            middle = box.x + box.wide / 2
            canvas.write(words, middle, foot, size=SMALL, fill=colour, bold=True, anchor="middle")
    _disc(canvas, x + BADGE, top + BADGE, box.item.number, colour, open_=verdict == "NONE")
    _sign(canvas, x + 2 * BADGE + 8, top + BADGE, verdict)


def _disc(canvas: Canvas, x: float, y: float, number: int, colour: str, *, open_: bool) -> None:
    fill, ink = (PAPER, colour) if open_ else (colour, PAPER)
    canvas.parts.append(
        f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(BADGE - 1.5)}" fill="{fill}" '
        f'stroke="{colour}" stroke-width="2"/>'
    )
    canvas.write(str(number), x, y + 5.5, size=16, fill=ink, bold=True, anchor="middle")


def _sign(canvas: Canvas, x: float, y: float, verdict: str) -> None:
    """Draw the sign of a verdict, left of ``x`` + ``SIGN``, around the height ``y``."""
    colour = STYLES[verdict][0]
    if verdict in ("PRICE", "NONE"):
        sign = "€" if verdict == "PRICE" else "?"
        canvas.write(sign, x + 2, y + 7, size=20, fill=colour, bold=True)
        return
    ways = {
        "SUPPORTED": f"M{_n(x + 1)} {_n(y)}l5 6l9 -12",
        "INDICATIVE": f"M{_n(x + 1)} {_n(y + 1)}c4 -8 8 6 14 -2",
        "MIXED": f"M{_n(x + 8)} {_n(y - 8)}v10m-6 -5h12M{_n(x + 2)} {_n(y + 7)}h12",
        "CONTRADICTED": f"M{_n(x + 2)} {_n(y - 6)}l12 12m0 -12l-12 12",
    }
    canvas.parts.append(
        f'<path d="{ways[verdict]}" fill="none" stroke="{colour}" stroke-width="3" '
        f'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _stroke(canvas: Canvas, stroke: Stroke) -> None:
    """Draw a line between two items: straight, or bent in the gap between their columns."""
    y1, y2 = canvas.y + stroke.y1, canvas.y + stroke.y2
    short = 9.0 if stroke.head else 0.0
    end = stroke.x2 - short
    if abs(y1 - y2) < 0.5:
        way = f"M{_n(stroke.x1)} {_n(y1)}H{_n(end)}"
    else:
        bend = (stroke.x1 + end) / 2
        way = (
            f"M{_n(stroke.x1)} {_n(y1)}C{_n(bend)} {_n(y1)} {_n(bend)} {_n(y2)} {_n(end)} {_n(y2)}"
        )
    canvas.path(way, stroke.style, apart=stroke.apart)
    if stroke.head:
        _head(canvas, stroke.x2, y2, stroke.style)


def _head(canvas: Canvas, x: float, y: float, style: str) -> None:
    """Draw where a line ends: an arrow, or a bar for what research contradicts."""
    colour = STYLES[style][0]
    way = (
        f"M{_n(x - 9)} {_n(y - 9)}h4v18h-4z"
        if style == "CONTRADICTED"
        else f"M{_n(x)} {_n(y)}l-12 -7v14z"
    )
    canvas.parts.append(f'<path d="{way}" fill="{colour}"/>')


def _legend(canvas: Canvas, drawing: Drawing) -> None:
    """Explain the verdicts that are drawn: line, sign, word and meaning."""
    wide = (canvas.wide - 2 * EDGE) / _LEGEND_COLUMNS
    shown: list[tuple[str, bool]] = [(one, False) for one in verdicts(drawing)]
    if any(arrow.role == "association" for arrow in drawing.arrow):
        shown.append(("INDICATIVE", True))
    canvas.parts.append(
        f'<path d="M{_n(EDGE)} {_n(canvas.y)}H{_n(canvas.wide - EDGE)}" '
        f'stroke="{RULE}" stroke-width="1"/>'
    )
    y = canvas.y + PAD_Y
    room = wide - _SAMPLE - SIGN - 4 * PAD_X
    for start in range(0, len(shown), _LEGEND_COLUMNS):
        most = 0
        for at, (verdict, apart) in enumerate(shown[start : start + _LEGEND_COLUMNS]):
            x = EDGE + at * wide
            middle = y + SMALL_LINE / 2
            canvas.path(f"M{_n(x)} {_n(middle)}H{_n(x + _SAMPLE - 9)}", verdict, apart=apart)
            _head(canvas, x + _SAMPLE, middle, verdict)
            _sign(canvas, x + _SAMPLE + PAD_X, middle, verdict)
            words = ASSOCIATION if apart else VERDICT_WORDS[verdict]
            left = x + _SAMPLE + SIGN + 2 * PAD_X
            colour = STYLES[verdict][0]
            lines = wrap(canvas.say(words).lower(), SMALL, room)
            canvas.block(lines, left, y, size=SMALL, line=SMALL_LINE, fill=colour, bold=True)
            told = ASSOCIATION_MEANING if apart else MEANINGS[verdict]
            meaning = wrap(canvas.say(told), SMALL, room)
            canvas.block(
                meaning,
                left,
                y + len(lines) * SMALL_LINE,
                size=SMALL,
                line=SMALL_LINE,
                fill=INK_2,
            )
            most = max(most, len(lines) + len(meaning))
        y += most * SMALL_LINE + PAD_Y
    canvas.y = y


def _n(value: float) -> str:
    """Write a place to a tenth of a pixel, short."""
    return f"{value:.1f}".removesuffix(".0")
