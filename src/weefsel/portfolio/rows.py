"""Which rows of a table are lines, and which are sums, titles between or remarks under it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from weefsel.base.language import Text, text
from weefsel.portfolio.columns import Columns
from weefsel.portfolio.money import NOTHING, Euro, NoAmount, read_euro
from weefsel.portfolio.vocabulary import words
from weefsel.sources.local_grid import Cell, Grid
from weefsel.sources.local_rows import written
from weefsel.sources.names import slug

_SHOWN = 60  # signs of a remark that a note repeats


@dataclass(frozen=True)
class Row:
    """One line of a table: its cells and headings by role, and its row in the file."""

    line: int
    cells: dict[str, Cell]
    headings: dict[str, str]


@dataclass(frozen=True)
class Sorted:
    """The rows that are lines, and those left out, each with its row and why."""

    lines: tuple[Row, ...]
    left_out: tuple[tuple[int, Text], ...]


def sort_out(grid: Grid, columns: Columns) -> Sorted:
    """Tell lines from sums, titles between lines and remarks; the last three say why."""
    place = {heading: at for at, heading in enumerate(grid.columns)}
    roles = {
        role: place[heading]
        for heading, role in columns.columns.items()
        if heading in place and role != "skip"
    }
    headings = {role: grid.columns[at] for role, at in roles.items()}
    lines: list[Row] = []
    left: list[tuple[int, Text]] = []
    part, whole = NOTHING, NOTHING  # since the last sum, and of all lines
    for number, cells in zip(grid.lines, grid.rows, strict=True):
        mine = {role: cells[at] for role, at in roles.items()}
        if _is_sum(mine, cells) or _bare_sum(mine, cells, (part, whole)):
            left.append((number, _sum_said(mine, cells, part, whole)))
            part = NOTHING
            continue
        why = _remark(mine, cells)
        if why is not None:
            left.append((number, why))
            continue
        lines.append(Row(number, mine, headings))
        amount = _amount(mine) or NOTHING
        part, whole = part + amount, whole + amount
    return Sorted(tuple(lines), tuple(left))


def _said(mine: dict[str, Cell], cells: tuple[Cell, ...]) -> list[str]:
    """Give the words of a row: a goal may begin with any word, and says nothing of the row."""
    goal = mine.get("goal")
    return [cell for cell in cells if isinstance(cell, str) and cell is not goal]


def starts(said: str, table: str) -> bool:
    """Tell whether a cell is one of the words of a list, or begins with one and a mark."""
    bare = said.strip().lstrip("*").strip()
    head = bare.replace(":", " ").split(maxsplit=1)
    return words().says(table, bare) or bool(head and words().says(table, head[0]))


def _is_sum(mine: dict[str, Cell], cells: tuple[Cell, ...]) -> bool:
    """Tell whether a row is a sum: it begins with such a word and is no whole line.

    An activity may be called "Totaal fit" when an organisation carries it out.
    """
    if mine.get("activity") is not None and mine.get("organisation") is not None:
        return slug(written(mine["activity"])) in words().total.words
    return any(starts(one, "total") for one in _said(mine, cells))


def _bare_sum(
    mine: dict[str, Cell], cells: tuple[Cell, ...], sums: tuple[Decimal, Decimal]
) -> bool:
    """Tell whether a row holds nothing but the amount that the lines above add up to."""
    alone = sum(cell is not None for cell in cells) == 1
    return alone and mine.get("amount") is not None and _amount(mine) in sums


def _amount(mine: dict[str, Cell]) -> Decimal | None:
    try:
        return read_euro(mine.get("amount"))[0]
    except NoAmount:
        return None


def _sum_said(
    mine: dict[str, Cell], cells: tuple[Cell, ...], part: Decimal, whole: Decimal
) -> Text:
    """Say of a sum that it is left out, and what its lines add up to when it is another."""
    said = _amount(mine)
    named = _said(mine, cells)
    if any(starts(one, "subtotal") for one in named):
        meant: tuple[Decimal, ...] = (part,)
    elif any(starts(one, "grand") for one in named) or part == NOTHING:
        meant = (whole,)
    else:
        meant = (part, whole)
    if said is None or said in meant:
        return text("a sum: left out")
    if meant[0] != whole:
        return text(
            "a sum of %(said)s: left out; the lines since the sum before it add up to %(part)s",
            said=Euro(said),
            part=Euro(part),
        )
    return text(
        "a sum of %(said)s: left out; the lines above it add up to %(whole)s",
        said=Euro(said),
        whole=Euro(whole),
    )


def _remark(mine: dict[str, Cell], cells: tuple[Cell, ...]) -> Text | None:
    """Say why a row is a title or a remark, none when it is a line."""
    filled = [cell for cell in cells if cell is not None]
    if mine.get("amount") is not None or not filled:
        return None
    said = written(filled[0])
    alone = len(filled) == 1 and isinstance(filled[0], str)
    # With an activity and an organisation it is a line that lacks its amount, unless the
    # first of its words says otherwise.
    whole = mine.get("activity") is not None and mine.get("organisation") is not None
    words_of = [written(mine["activity"])] if whole else _said(mine, cells)
    if alone or any(starts(one, "note") or one.startswith("*") for one in words_of):
        return text("'%(said)s' has no amount: left out as a title or a remark",
                    said=said[:_SHOWN])  # fmt: skip
    return None
