"""A chain as boxes, labels and lines in columns, before anything has a place.

Columns from left to right: parts of the activity, labels of the arrows, effects, labels,
further effects, prices, who collects. Every arrow is an item of its own (its label), so
that labels are laid out like boxes and cannot overlap; a line that passes a column takes
an item there too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from weefsel.evidence.chain import Arrow, Drawing

Kind = Literal["part", "effect", "loose", "label", "price", "payer", "pass"]


@dataclass
class Item:
    """Something that takes a place in a column.

    ``text`` is what a box says; ``arrow`` and ``number`` are those of a label.
    """

    key: tuple[str, ...]
    kind: Kind
    column: int
    first: int  # the first arrow it belongs to: the order to begin with
    text: str = ""
    arrow: Arrow | None = None
    number: int = 0
    verdicts: set[str] = field(default_factory=set)  # of the arrows that end here


@dataclass(frozen=True)
class Line:
    """A line between items of neighbouring columns; with ``head`` it ends in a box.

    ``style`` is the verdict of its arrow, ``GAIN`` for the line to who collects.
    """

    start: int
    end: int
    style: str
    head: bool = False
    apart: bool = False  # an association


GAIN = "GAIN"


class Graph:
    """The items and lines of a chain in one language."""

    def __init__(self, drawing: Drawing, lang: str) -> None:
        """Take a chain apart; ``lang`` decides which words stand in the boxes."""
        self.lang = lang
        self.items: list[Item] = []
        self.lines: list[Line] = []
        self._at: dict[tuple[str, ...], int] = {}
        self._known: dict[tuple[int, int, str, bool, bool], None] = {}
        self._depth: dict[str, int] = {}
        for arrow in drawing.arrow:
            held = [self._depth[one] for one in arrow.after]
            self._depth[arrow.id] = 1 + max(held, default=0)
        effects = [arrow for arrow in drawing.arrow if arrow.role != "price"]
        self.depth = max((self._depth[arrow.id] for arrow in effects), default=1)
        self.prices = len(effects) < len(drawing.arrow)
        self.collects = any(arrow.collects for arrow in drawing.arrow)
        self._ends: dict[str, int] = {}
        for index, arrow in enumerate(drawing.arrow):
            self._add(arrow, index)
        self.lines = [Line(*one) for one in self._known]

    @property
    def last_effect(self) -> int:
        """Give the column of the deepest effects."""
        return 2 * self.depth

    @property
    def price_column(self) -> int:
        """Give the column of the prices."""
        return self.last_effect + 1

    @property
    def payer_column(self) -> int:
        """Give the column of who collects."""
        return self.last_effect + (2 if self.prices else 1)

    @property
    def columns(self) -> int:
        """Give how many columns there are."""
        if self.collects:
            return self.payer_column + 1
        return self.price_column + 1 if self.prices else self.last_effect + 1

    def _add(self, arrow: Arrow, index: int) -> None:
        price = arrow.role == "price"
        lang = self.lang
        start, end = (arrow.from_nl, arrow.to_nl) if lang == "nl" else (arrow.from_en, arrow.to_en)
        depth = self._depth[arrow.id]
        column = self.price_column if price else 2 * depth - 1
        label = self._item(
            ("arrow", arrow.id), "price" if price else "label", column, index, end if price else ""
        )
        self.items[label].arrow, self.items[label].number = arrow, index + 1
        apart = arrow.role == "association"
        for source in self._sources(arrow, start, index, price=price):
            self._join(source, label, arrow.verdict, apart=apart)
        here = label
        if not price:
            here = self._item(("effect", end, str(depth)), "effect", 2 * depth, index, end)
            self.items[here].verdicts.add(arrow.verdict)
            self._join(label, here, arrow.verdict, head=True, apart=apart)
            self._ends[arrow.id] = here
        for payer in arrow.collects:
            box = self._item(("payer", payer), "payer", self.payer_column, index, payer)
            self._join(here, box, GAIN)

    def _sources(self, arrow: Arrow, start: str, index: int, *, price: bool) -> list[int]:
        if arrow.after:
            return list(dict.fromkeys(self._ends[one] for one in arrow.after))
        if price:
            return [self._item(("loose", start), "loose", self.last_effect, index, start)]
        return [self._item(("part", start), "part", 0, index, start)]

    def _item(
        self, key: tuple[str, ...], kind: Kind, column: int, first: int, words: str = ""
    ) -> int:
        if key not in self._at:
            self._at[key] = len(self.items)
            self.items.append(Item(key, kind, column, first, words))
        return self._at[key]

    def _join(
        self, start: int, end: int, style: str, *, head: bool = False, apart: bool = False
    ) -> None:
        """Draw a line, through every column between; lines alike share their way there."""
        here = start
        for column in range(self.items[start].column + 1, self.items[end].column):
            key = ("pass", str(start), style, str(column), "" if style == GAIN else str(end))
            there = self._item(key, "pass", column, self.items[start].first)
            self._known[here, there, style, False, apart] = None
            here = there
        self._known[here, end, style, head, apart] = None
