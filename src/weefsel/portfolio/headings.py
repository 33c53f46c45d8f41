"""Headings of two rows made one: "Subsidie" over "2025" and "2026" is two columns."""

from __future__ import annotations

from weefsel.portfolio.columns import is_year, recognised
from weefsel.portfolio.money import is_euro
from weefsel.portfolio.workbook import Merged
from weefsel.sources.local_grid import Cell
from weefsel.sources.local_rows import written

_SEARCHED = 20  # rows in which the heading is looked for: a title may stand above
_FEWEST = 2  # cells that a heading has at least


def joined(rows: list[list[Cell]], merged: tuple[Merged, ...]) -> list[list[Cell]]:
    """Put two rows of headings in one; every row keeps its number.

    The second row is one of headings when the first names a group over columns of which the
    second names each, or when a heading of the first is merged with the cell below it.
    """
    at = next((at for at, row in enumerate(rows[:_SEARCHED]) if _heads(row)), None)
    if at is None or at + _FEWEST >= len(rows):
        return rows
    width = max(len(rows[at]), len(rows[at + 1]))
    top, low = ([*row, *[None] * (width - len(row))] for row in (rows[at], rows[at + 1]))
    first = at + 1  # as a spreadsheet counts
    tall = any(one.top == first and one.bottom == first + 1 for one in merged)
    if not _may_head(low) or not (tall or _grouped(top, low)):
        return rows
    return [*rows[:at], [], _both(top, low), *rows[at + 2 :]]


def _heads(row: list[Cell]) -> bool:
    said = [cell for cell in row if isinstance(cell, str)]
    return len(said) >= _FEWEST and recognised(said) > 0


def _may_head(low: list[Cell]) -> bool:
    """Tell whether cells can be headings: words and years, and no amount of a first line."""
    named = [one for one in low if one is not None]
    return bool(named) and not any(is_euro(one) and not is_year(written(one)) for one in named)


def _grouped(top: list[Cell], low: list[Cell]) -> bool:
    """Tell whether the second row names, below a group, columns that the first leaves open."""
    pairs = list(zip(top, low, strict=True))
    opened = any(above is None and below is not None for above, below in pairs)
    alone = any(above is not None and below is None for above, below in pairs)
    named = [below for below in low if below is not None]
    return (
        opened
        and alone
        and len(named) >= _FEWEST
        and all(is_year(written(one)) or recognised([written(one)]) for one in named)
    )


def _both(top: list[Cell], low: list[Cell]) -> list[Cell]:
    """Name each column by its group and its own word."""
    made: list[Cell] = []
    group: Cell = None
    for above, below in zip(top, low, strict=True):
        group = above if above is not None else group if below is not None else None
        words = [written(one) for one in (group, below) if one is not None]
        made.append(" ".join(words) or None)
    return made
