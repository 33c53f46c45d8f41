"""Numbers in somebody's own spreadsheet: comma or point, thousands, percent signs.

One style holds for a whole file. Where a file does not tell whether "1.234" is a thousand or
a decimal, it is refused, not guessed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from weefsel.base.language import Text, text
from weefsel.sources.figures import MISSING, NIL, SECRET
from weefsel.sources.local_grid import Cell, Percent

Decimal = Literal["comma", "point"]

_EMPTY = frozenset((*MISSING, *NIL, *SECRET))
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]")
_PERCENT = re.compile(r"(?:%|procent|percent|pct\.?)$", re.I)
_PLUS_MINUS = re.compile(r"^(?:\u00b1|\+/-|\+-)")
_MINUS = "\N{MINUS SIGN}"
_MARKED = re.compile(r"\d.*[.,]|[.,].*\d")
# Three digits after one mark can be thousands or decimals; anything else tells which.
_GROUPED = {
    "point": re.compile(r"^[+-]?[1-9]\d{0,2}(?:\.\d{3})+$"),
    "comma": re.compile(r"^[+-]?[1-9]\d{0,2}(?:,\d{3})+$"),
}
_TELLS = {
    "comma": re.compile(r"^[+-]?(?:\d{1,3}(?:\.\d{3})+|\d*),\d+$"),
    "point": re.compile(r"^[+-]?(?:\d{1,3}(?:,\d{3})+|\d*)\.\d+(?:[eE][+-]?\d+)?$"),
}
_PLAIN = re.compile(r"^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$")
_MARK = {"comma": ",", "point": "."}
_OTHER: dict[Decimal, Decimal] = {"comma": "point", "point": "comma"}


@dataclass(frozen=True)
class Number:
    """A number as its cell says it; ``percent`` when the cell has a percent sign."""

    value: float
    percent: bool = False


@dataclass(frozen=True)
class NotANumber:
    """What is wrong with a cell, and what to do."""

    what: Text
    todo: Text


Read = Number | NotANumber | None  # None: the cell is empty, or holds a mark for missing


def read_numbers(
    columns: Mapping[int, Sequence[Cell]], decimal: Decimal | None = None
) -> dict[int, list[Read]]:
    """Read the columns with numbers of one file, cell by cell.

    ``decimal`` is the mark that the user named; without it the file itself must tell.
    """
    words = {
        at: [_bare(cell) if isinstance(cell, str) else ("", False) for cell in cells]
        for at, cells in columns.items()
    }
    bare = {one for cells in words.values() for one, _ in cells if _MARKED.search(one)}
    style: str = decimal or _style(bare)
    read: dict[int, list[Read]] = {}
    for at, cells in columns.items():
        mine = [one for one, _ in words[at] if _MARKED.search(one)]
        # In a file with a decimal point elsewhere "1.560" residents would become 1.56.
        form = None if decimal else _GROUPED.get(style)
        alike = form is not None and bool(mine) and all(form.match(one) for one in mine)
        of = "unknown" if alike else style
        read[at] = [_read(cell, *said, of) for cell, said in zip(cells, words[at], strict=True)]
    return read


def _bare(cell: str) -> tuple[str, bool]:
    """Take off spaces, a percent sign and a plus-minus sign; tell of the percent sign."""
    words = _PLUS_MINUS.sub("", _SPACES.sub("", cell)).replace(_MINUS, "-")
    bare = _PERCENT.sub("", words)
    return bare, bare != words


def _style(cells: Iterable[str]) -> Decimal | Literal["both", "unknown"]:
    """Give the decimal mark that the cells of a file show."""
    shown: set[Decimal] = set()
    doubtful = False
    for cell in cells:
        forms = [one for one in ("comma", "point") if _GROUPED[one].match(cell)]
        if forms:
            doubtful = True
            if cell.count(_MARK[forms[0]]) > 1:  # two groups: this mark is no decimal one
                shown.add(_OTHER[forms[0]])  # type: ignore[index]
            continue
        shown |= {one for one in _OTHER if _TELLS[one].match(cell)}
    if len(shown) > 1:
        return "both"
    if shown:
        return next(iter(shown))
    return "unknown" if doubtful else "point"


def _read(cell: Cell, bare: str, percent: bool, style: str) -> Read:
    if cell is None:
        return None
    if isinstance(cell, float):
        if not math.isfinite(cell):
            return _wrong(str(cell))
        return Number(float(cell), isinstance(cell, Percent))
    if cell.strip() in _EMPTY or not bare:
        return None if cell.strip() in _EMPTY else _wrong(cell)
    doubtful = any(form.match(bare) for form in _GROUPED.values())
    if style == "both" and _MARKED.search(bare):
        return NotANumber(
            text("the file uses both a decimal comma and a decimal point."),
            text("Save it again with one decimal mark, or say which one it is."),
        )
    if style == "unknown" and doubtful:
        return NotANumber(
            text("'%(cell)s' can be thousands or decimals.", cell=cell[:40]),
            text("Say which mark stands before the decimals."),
        )
    return _converted(cell, bare, percent, "point" if style in ("both", "unknown") else style)


def _converted(cell: str, bare: str, percent: bool, style: str) -> Read:
    mark = _MARK[style]
    thousands = _MARK["point" if style == "comma" else "comma"]
    grouped = re.compile(
        rf"^[+-]?\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+(?:{re.escape(mark)}|$)"
    )
    if thousands in bare:
        if not grouped.match(bare):
            return _wrong(cell)
        bare = bare.replace(thousands, "")
    plain = bare.replace(mark, ".")
    if not _PLAIN.match(plain):
        return _wrong(cell)
    value = float(plain)
    return Number(value, percent) if math.isfinite(value) else _wrong(cell)


def _wrong(cell: str) -> NotANumber:
    return NotANumber(
        text("'%(cell)s' is not a number.", cell=cell[:40]),
        text("Correct the cell, or leave it empty when the value is missing."),
    )
