"""The table of a list of subsidies: the grid of any spreadsheet, with its headings in place.

What a spreadsheet merges is refused by name: a merged amount belongs to several activities,
and nobody but its maker knows how much to each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.portfolio.columns import recognised, roles_in
from weefsel.portfolio.headings import joined
from weefsel.portfolio.rows import starts
from weefsel.portfolio.workbook import Beside, Merged, beside
from weefsel.sources.local_grid import Cell, Grid, Sheet, cells_of, sheets_of, table_of
from weefsel.sources.local_rows import Fault, written

_SEARCHED = 6  # rows below the first heading in which a better one is looked for
_FEWEST = 2  # headings that a row must name to be one
_SHOWN = 300  # signs of names of sheets in a sentence


@dataclass(frozen=True)
class Listed(Grid):
    """The table of a list, what to know of its file, and cells that nobody can use.

    ``covered`` are the cells (row, column from 1) about which ``faults`` already say it.
    """

    notes: tuple[Text, ...] = ()
    faults: tuple[Fault, ...] = ()
    covered: frozenset[tuple[int, str]] = frozenset()


def sheet_of(raw: bytes, name: str) -> Listed:
    """Read the table in the bytes of a text file or a workbook (.xlsx, .ods).

    Of a workbook that is the one sheet on view that looks like a list of subsidies, else the
    first with a table. The row that names most columns is the heading, also below a title;
    two rows of headings are joined. Raises ``InputError`` when there is no table, or when
    several sheets are such a list.
    """
    sheets = sheets_of(raw, name)
    chosen = _chosen(sheets, name)
    cells = cells_of(raw, name, chosen)  # refuses what is damaged, before it is searched
    said = beside(raw, chosen) if chosen is not None else Beside()
    cells = replace(cells, rows=joined(cells.rows, said.merged))
    grid = _with_heading(table_of(cells))
    unworked = _formula_faults(grid, said.unworked)
    faults = [*_merged_faults(grid, said.merged), *unworked]
    covered = {(one.row, one.column) for one in unworked} | _covered(grid, said.merged)
    return Listed(
        **vars(grid),
        notes=_sheets_said(sheets, chosen),
        faults=tuple(faults),
        covered=frozenset(covered),
    )


def _chosen(sheets: tuple[Sheet, ...], name: str) -> str | None:
    """Give the sheet to read, none for a text file; raises ``InputError`` for more than one."""
    shown = [one for one in sheets if not one.hidden and one.has_table]
    # A sheet of sums by organisation stands beside the list itself, and is not one.
    lists = [one for one in shown if _is_list(one, 2)] or [
        one for one in shown if _is_list(one, 1)
    ]
    if len(lists) > 1:
        raise InputError(
            text(
                "these sheets are all lists of subsidies: %(names)s.",
                names=_names(lists),
            ),
            where=name,
            todo=text(
                "Put the lines in one sheet, or save the sheet you want as a file of its own."
            ),
        )
    return next((one.name for one in (*lists, *shown)), None)


def _is_list(sheet: Sheet, fewest: int) -> bool:
    """Tell whether a row names an amount, and so many of activity and organisation."""
    for row in sheet.head:
        named = roles_in(_as_words(row))
        if "amount" in named and len(named & {"activity", "organisation"}) >= fewest:
            return True
    return False


def _names(sheets: list[Sheet]) -> str:
    return ", ".join(f"'{one.name}'" for one in sheets)[:_SHOWN]


def _sheets_said(sheets: tuple[Sheet, ...], chosen: str | None) -> tuple[Text, ...]:
    others = [
        one
        for one in sheets
        if one.name != chosen and any(cell is not None for row in one.head for cell in row)
    ]
    hidden, left = ([one for one in others if one.hidden is side] for side in (True, False))
    said = []
    if others and chosen is not None:
        said.append(text("the sheet '%(name)s' was read", name=chosen[:_SHOWN]))
    if left:
        said.append(text("not read, other sheets: %(names)s", names=_names(left)))
    if hidden:
        said.append(text("not read, since they are hidden: %(names)s", names=_names(hidden)))
    return tuple(said)


def _with_heading(grid: Grid) -> Grid:
    """Take a later row as the heading when it names more columns than the first."""
    best, most = None, recognised(grid.columns)
    for at, row in enumerate(grid.rows[:_SEARCHED]):
        named = recognised(_as_words(row))
        if named > most and named >= _FEWEST:
            best, most = at, named
    if best is None:
        return grid
    heading = [written(cell) or f"({place})" for place, cell in enumerate(grid.rows[best], 1)]
    twice = next((one for one in heading if heading.count(one) > 1), None)
    if twice is not None:
        raise InputError(
            text("two columns have the heading '%(heading)s'.", heading=twice[:60]),
            where=grid.file,
            todo=text("Give each column a heading of its own."),
        )
    if best + 1 == len(grid.rows):
        raise InputError(
            text("the table has a heading but no rows."),
            where=grid.file,
            todo=text("Put the figures below the headings."),
        )
    first = [one for one in grid.columns if not re.fullmatch(r"\(\d+\)", one)]
    above = [" ".join(_as_words(row)) for row in grid.rows[:best]]
    return replace(
        grid,
        columns=tuple(heading),
        rows=grid.rows[best + 1 :],
        lines=grid.lines[best + 1 :],
        above=(*grid.above, " ".join(first), *above),
    )


def _as_words(row: tuple[Cell, ...]) -> tuple[str, ...]:
    return tuple(cell for cell in row if isinstance(cell, str))


def _merged_faults(grid: Grid, merged: tuple[Merged, ...]) -> list[Fault]:
    """Name cells that are merged over more rows than one, where the lines stand."""
    faults = []
    for one in sorted(merged, key=lambda each: (each.top, each.left)):
        if not _touched(grid, one):
            continue
        said = {"first": str(one.top), "last": str(one.bottom)}
        heading = one.top < grid.lines[0]
        faults.append(
            Fault(
                one.top,
                grid.columns[one.left - 1],
                text("this heading is merged with rows below it, %(first)s to %(last)s.", **said)
                if heading
                else text("this cell is merged over the rows %(first)s to %(last)s.", **said),
                text("Undo the merging, and give each column one heading in one row.")
                if heading
                else text(
                    "Undo the merging and fill in each row: only you know what belongs where."
                ),
            )
        )
    return faults


def _touched(grid: Grid, one: Merged) -> bool:
    if one.top == one.bottom or one.left > len(grid.columns):
        return False
    return any(one.top <= line <= one.bottom for line in grid.lines)


def _formula_faults(grid: Grid, unworked: tuple[tuple[int, int], ...]) -> list[Fault]:
    """Name formulas without a result: their program never worked them out."""
    lines = {
        line: row
        for line, row in zip(grid.lines, grid.rows, strict=True)
        if not any(starts(one, "total") for one in _as_words(row))  # a sum is left out anyway
    }
    return [
        Fault(
            row,
            grid.columns[column - 1],
            text("this is a formula without a result."),
            text("Open the file in a spreadsheet program and save it there, or write the value."),
        )
        for row, column in unworked
        if row in lines and column <= len(grid.columns)
    ]


def _covered(grid: Grid, merged: tuple[Merged, ...]) -> set[tuple[int, str]]:
    """Give the cells that are empty because another is merged over them."""
    return {
        (line, column)
        for one in merged
        if _touched(grid, one)
        for line in grid.lines
        if one.top <= line <= one.bottom
        for column in grid.columns[one.left - 1 : one.right]
    }
