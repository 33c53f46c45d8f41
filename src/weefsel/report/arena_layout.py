"""Where everything of a chain stands on the drawing: columns, rows and the lines between.

A column holds items under one another that never touch; lines run only through the gaps
between columns. Rows are those nearest to what an item is joined to (pool adjacent
violators), so that most lines are straight. The same chain gives the same drawing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from weefsel.evidence.chain import Drawing
from weefsel.report.arena_graph import GAIN, Graph, Item
from weefsel.report.arena_order import in_order
from weefsel.report.arena_text import longest, width, wrap
from weefsel.report.arena_words import ASSOCIATION, VERDICT_WORDS, association
from weefsel.weigh.tables import payer_name

# Sizes in pixels of the drawing, chosen so that letters are 10 points on a page of A4 and
# 16 pixels on a screen of 1280: readable from two metres when projected.
WIDTH = 1240.0
FONT, LINE = 17.0, 21.0
SMALL, SMALL_LINE = 15.0, 18.0
BADGE = 14.0  # half the width of the disc with the number
SIGN = 16.0
PAD_X, PAD_Y = 11.0, 9.0
LABEL_HEAD = 2 * BADGE + 8.0 + SIGN + PAD_X / 2  # number and sign of a label
_ROW_GAP = 13.0
_PASS_HIGH = 8.0
_GAP = 26.0  # between columns: room for a line to bend
_LAST_GAP = 56.0  # before who collects: there lines cross
EDGE = 2.0  # room for the border of the outermost boxes
TRUNK = 30.0  # left of the parts: the line that gathers them
_ROUNDS = 100
# How much a line to who collects pulls, beside an arrow; and where it only passes.
_LIGHT, _ALONG = 0.02, 0.2


@dataclass(frozen=True)
class Box:
    """An item in its place: left, top, width and height in pixels, and its lines of text."""

    item: Item
    x: float
    y: float
    wide: float
    high: float
    lines: tuple[str, ...]

    @property
    def middle(self) -> float:
        """Give the height of its middle."""
        return self.y + self.high / 2


@dataclass(frozen=True)
class Stroke:
    """A line in its place, from left to right."""

    x1: float
    y1: float
    x2: float
    y2: float
    style: str
    head: bool
    apart: bool


@dataclass(frozen=True)
class Layout:
    """The boxes and lines of a chain; ``starts`` are the left sides of the columns."""

    graph: Graph
    boxes: tuple[Box, ...]
    strokes: tuple[Stroke, ...]
    starts: tuple[float, ...]
    widths: tuple[float, ...]
    width: float
    height: float


def lay_out(drawing: Drawing, lang: str) -> Layout:
    """Give every item of a chain its place."""
    graph = Graph(drawing, lang)
    _name_payers(graph)
    starts, widths, whole = _columns(graph)
    texts = [_lines(item, widths[item.column], graph) for item in graph.items]
    near = _neighbours(graph)
    highs = _heights(graph, texts, near)
    order = in_order(graph, near)
    middles = _closed(_rows(graph, order, highs), highs)
    _straighten(graph, order, highs, middles)
    middles = _closed(middles, highs)
    boxes = tuple(
        Box(
            item=item,
            x=starts[item.column],
            y=round(middle - high / 2, 1),
            wide=widths[item.column],
            high=round(high, 1),
            lines=lines,
        )
        for item, middle, high, lines in zip(graph.items, middles, highs, texts, strict=True)
    )
    return Layout(
        graph,
        boxes,
        _strokes(graph, boxes),
        starts,
        widths,
        whole,
        max(box.y + box.high for box in boxes),
    )


def _name_payers(graph: Graph) -> None:
    for item in graph.items:
        if item.kind == "payer":
            item.text = payer_name(item.text).render(graph.lang)


def label_words(item: Item, lang: str) -> tuple[str, ...]:
    """Give what a label says beside its number and sign."""
    assert item.arrow is not None
    said = [VERDICT_WORDS[item.arrow.verdict].render(lang)]
    if association(item.arrow):
        said.append(ASSOCIATION.render(lang).lower())
    return tuple(said)


def beside(graph: Graph) -> bool:
    """Tell whether the words of a label stand beside its number: where there is room."""
    return graph.depth == 1


def _lines(item: Item, wide: float, graph: Graph) -> tuple[str, ...]:
    if item.kind == "pass":
        return ()
    if item.kind == "label":
        words = label_words(item, graph.lang)
        wide -= LABEL_HEAD if beside(graph) else 0.0
        return tuple(line for each in words for line in wrap(each, SMALL, wide - PAD_X))
    return wrap(item.text, FONT, wide - 2 * PAD_X)


def _columns(graph: Graph) -> tuple[tuple[float, ...], tuple[float, ...], float]:
    """Share the width: labels and payers take what their words need, boxes the rest."""
    columns = graph.columns
    least = [0.0] * columns
    wanted = [0.0] * columns
    for item in graph.items:
        if item.kind == "label":
            words, *more = label_words(item, graph.lang)
            least_of = [_two_lines(words), *(longest(each, SMALL) for each in more), LABEL_HEAD]
            need = max(least_of) + PAD_X
            if beside(graph):
                need = LABEL_HEAD + PAD_X + width(words, SMALL)
        elif item.kind == "pass":
            continue
        else:
            need = longest(item.text, FONT) + 2 * PAD_X
            if item.kind == "price":
                need = max(need, _price_head(graph.lang))
        least[item.column] = max(least[item.column], need)
        wanted[item.column] = max(wanted[item.column], width(item.text, FONT))
    gaps = [_gap(graph, column) for column in range(columns - 1)]
    cap = WIDTH / 3
    least = [min(each, cap) for each in least]
    flexible = [
        column
        for column in range(columns)
        if column % 2 == 0 or column >= graph.price_column
        if not (graph.collects and column == graph.payer_column)
    ]
    spare = WIDTH - TRUNK - sum(gaps) - sum(least) - EDGE
    widths = list(least)
    if spare > 0:
        pull = [max(wanted[column] - least[column], 1.0) for column in flexible]
        for column, share in zip(flexible, pull, strict=True):
            widths[column] += spare * share / sum(pull)
    widths = [math.ceil(each) for each in widths]
    starts, x = [], TRUNK
    for column in range(columns):
        starts.append(round(x, 1))
        x += widths[column] + (gaps[column] if column < columns - 1 else 0.0)
    return tuple(starts), tuple(widths), round(max(x + EDGE, WIDTH), 1)


def _two_lines(words: str) -> float:
    """Give the width at which words of a label take two lines, or their widest word."""
    parts = words.split()
    splits = [
        max(width(" ".join(parts[:at]), SMALL), width(" ".join(parts[at:]), SMALL))
        for at in range(len(parts))
    ]
    return max(longest(words, SMALL), min(splits))


def _price_head(lang: str) -> float:
    words = VERDICT_WORDS["PRICE"].render(lang)
    return 2 * BADGE + SIGN + width(words, SMALL) + 3 * PAD_X


def _gap(graph: Graph, column: int) -> float:
    last = graph.collects and column == graph.payer_column - 1
    return _LAST_GAP if last else _GAP


def _neighbours(graph: Graph) -> tuple[list[list[int]], list[list[int]]]:
    """Give what each item is joined to on its left and on its right."""
    left: list[list[int]] = [[] for _ in graph.items]
    right: list[list[int]] = [[] for _ in graph.items]
    for line in graph.lines:
        left[line.end].append(line.start)
        right[line.start].append(line.end)
    return left, right


def _heights(
    graph: Graph,
    texts: Sequence[tuple[str, ...]],
    near: tuple[list[list[int]], list[list[int]]],
) -> list[float]:
    """Give heights: room for the words, and for the labels that come and go."""
    highs = []
    for item, lines in zip(graph.items, texts, strict=True):
        if item.kind == "pass":
            highs.append(_PASS_HIGH)
        elif item.kind == "label":
            under = 0.0 if beside(graph) else len(lines) * SMALL_LINE
            highs.append(max(2 * BADGE + under, len(lines) * SMALL_LINE) + PAD_Y)
        elif item.kind == "price":
            highs.append(2 * BADGE + len(lines) * LINE + 2 * PAD_Y)
        else:
            highs.append(len(lines) * LINE + 2 * PAD_Y)
    left, right = near
    for index, item in enumerate(graph.items):
        if item.kind in ("part", "effect", "loose"):
            for side in (left[index], right[index]):
                labels = [highs[one] for one in side if graph.items[one].kind == "label"]
                if len(labels) > 1:
                    room = sum(labels) + _ROW_GAP * (len(labels) - 1)
                    highs[index] = max(highs[index], room)
    return highs


def _rows(graph: Graph, order: list[list[int]], highs: list[float]) -> list[float]:
    """Give the middles: near what an item is joined to, never over what is above it."""
    middles = [0.0] * len(highs)
    tall = [sum(highs[one] for one in column) + _ROW_GAP * len(column) for column in order]
    for column, high in zip(order, tall, strict=True):
        y = (max(tall) - high) / 2
        for one in column:
            middles[one] = y + highs[one] / 2
            y += highs[one] + _ROW_GAP
    joined: list[list[tuple[int, float]]] = [[] for _ in graph.items]
    for line in graph.lines:
        passing = graph.items[line.start].kind == graph.items[line.end].kind == "pass"
        pull = 1.0 if line.style != GAIN else _ALONG if passing else _LIGHT
        joined[line.start].append((line.end, pull))
        joined[line.end].append((line.start, pull))
    for turn in range(_ROUNDS):
        for column in order if turn % 2 == 0 else reversed(order):
            wanted = [
                sum(middles[each] * pull for each, pull in joined[one])
                / sum(pull for _, pull in joined[one])
                for one in column
            ]
            found = _apart(wanted, [highs[one] for one in column])
            for one, middle in zip(column, found, strict=True):
                middles[one] = middle
    return middles


def _closed(middles: list[float], highs: list[float]) -> list[float]:
    """Close the bands in which nothing stands, and let the first item start at the top."""
    spans = sorted(
        (middle - high / 2, middle + high / 2, at)
        for at, (middle, high) in enumerate(zip(middles, highs, strict=True))
    )
    shift, reached, found = spans[0][0], spans[0][0], list(middles)
    for top, bottom, at in spans:
        if top - reached > _ROW_GAP:
            shift += top - reached - _ROW_GAP
        reached = max(reached, bottom)
        found[at] = middles[at] - shift
    return found


def _straighten(
    graph: Graph, order: list[list[int]], highs: list[float], middles: list[float]
) -> None:
    """Draw a line through several columns straight, where between the boxes it can be."""
    ways: dict[tuple[str, ...], list[int]] = {}
    for index, item in enumerate(graph.items):
        if item.kind == "pass":
            _, start, style, _column, end = item.key
            ways.setdefault((start, style, end), []).append(index)
    for (start, _style, _end), passes in ways.items():
        low, high = -math.inf, math.inf
        for one in passes:
            column = order[graph.items[one].column]
            at = column.index(one)
            room = _ROW_GAP + highs[one] / 2
            if at > 0:
                above = column[at - 1]
                low = max(low, middles[above] + highs[above] / 2 + room)
            if at < len(column) - 1:
                below = column[at + 1]
                high = min(high, middles[below] - highs[below] / 2 - room)
        if low > high:
            continue
        source = int(start)
        side = highs[source] / 2 - PAD_Y
        wish = sum(middles[one] for one in passes) / len(passes)
        wish = min(max(wish, middles[source] - side), middles[source] + side)
        for one in passes:
            middles[one] = min(max(wish, low), high)


def _apart(wanted: Sequence[float], highs: Sequence[float]) -> list[float]:
    """Give the middles nearest to those wanted that keep their order and a gap between.

    Least squares under an order, by pool adjacent violators (Ayer et al. 1955).
    """
    offsets, y = [], 0.0
    for at, high in enumerate(highs):
        y += high / 2 if at == 0 else highs[at - 1] / 2 + _ROW_GAP + high / 2
        offsets.append(y)
    pools: list[tuple[float, int]] = []  # the sum of what is wanted less the offset, how many
    for want, offset in zip(wanted, offsets, strict=True):
        pools.append((want - offset, 1))
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] >= pools[-1][0] / pools[-1][1]:
            (more, many), (total, number) = pools.pop(), pools.pop()
            pools.append((total + more, number + many))
    found = [total / number for total, number in pools for _ in range(number)]
    return [base + offset for base, offset in zip(found, offsets, strict=True)]


def _strokes(graph: Graph, boxes: Sequence[Box]) -> tuple[Stroke, ...]:
    """Draw the lines from side to side, and straight through what only passes."""
    found = []
    for line in graph.lines:
        start, end = boxes[line.start], boxes[line.end]
        y1, y2 = _port(start, end), _port(end, start)
        found.append(
            Stroke(start.x + start.wide, y1, end.x, y2, line.style, line.head, line.apart)
        )
    for index, box in enumerate(boxes):
        if box.item.kind == "pass":
            through = next(line for line in graph.lines if line.start == index)
            y = box.middle
            found.append(
                Stroke(box.x, y, box.x + box.wide, y, through.style, False, through.apart)
            )
    return tuple(found)


def _port(box: Box, other: Box) -> float:
    """Give where a line leaves a box: at the height of the other when its side is as tall."""
    if box.item.kind not in ("part", "effect", "loose", "payer"):
        return box.middle
    top, bottom = box.y + PAD_Y, box.y + box.high - PAD_Y
    return round(min(max(other.middle, top), bottom), 1)
