"""The table of a composite: cells of any file or frame as numbers, with who is in which row."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.scan.composite_recipe import CompositeRecipe
from weefsel.scan.matrix import Floats
from weefsel.sources.local_grid import grid_of
from weefsel.sources.local_numbers import NotANumber, Number, read_numbers

MOST_BYTES = 100_000_000  # a table for a person's own index; a larger one is another thing
_WORKBOOK = b"PK\x03\x04"
_SEPARATORS = (",", ";", "\t", "|")
# What stands for "not there", besides the marks of statistical offices: R, Python, workbooks.
_MISSING = frozenset(
    ("n/a", "N.A.", "n.a.", "none", "#N/B", "NB", "...", "\N{HORIZONTAL ELLIPSIS}")
)


@dataclass(frozen=True)
class Table:
    """The cells of a file: a frame of text or numbers, and the row of the file of each row."""

    file: str
    frame: pl.DataFrame
    lines: tuple[int, ...]
    twice: frozenset[str] = frozenset()  # headings that more than one column has

    def wrong(self, row: int, column: str, what: Text, todo: Text) -> InputError:
        """Make the error for a cell: file, row, column, what is wrong, what to do."""
        return InputError(
            text("row %(row)s, column '%(column)s': %(what)s",
                 row=self.lines[row], column=column[:60], what=what),
            where=self.file,
            todo=todo,
        )  # fmt: skip

    def column(self, name: str) -> pl.Series:
        """Give a column by its heading; raises ``InputError`` when there is none."""
        if name not in self.frame.columns:
            raise InputError(
                text("there is no column '%(column)s'.", column=name[:60]),
                where=self.file,
                todo=text("The columns are: %(known)s.", known=", ".join(self.frame.columns[:40])),
            )
        if name in self.twice:
            raise InputError(
                text("there are two columns '%(column)s'.", column=name[:60]),
                where=self.file,
                todo=text("Give each column that the recipe names a heading of its own."),
            )
        return self.frame[name]


@dataclass(frozen=True)
class Taken:
    """What a recipe takes from its table, areas in the order of the table.

    ``values`` and ``errors`` ``(area, indicator)`` are after the denominator and before
    anything else, NaN where there is none.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    groups: tuple[str, ...]
    values: Floats
    errors: Floats


def table_of(raw: bytes, name: str) -> Table:
    """Read the table in the bytes of a CSV file or a workbook (.xlsx, .ods).

    The first row of a CSV file holds the headings. Raises ``InputError`` that names the file,
    and the row where one is cut off.
    """
    if raw.startswith(_WORKBOOK):
        grid = grid_of(raw, name)
        rows = [list(row) for row in grid.rows]
        return _framed(name, list(grid.columns), rows, list(grid.lines))
    if len(raw) > MOST_BYTES or not raw.strip():
        raise InputError(
            text("the file is empty.") if not raw.strip() else text("the file is too large."),
            where=name,
            todo=text("Check that this is the file you meant."),
        )
    try:
        words = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = raw.decode("cp1252", errors="replace")
    if "\x00" in words:
        raise InputError(
            text("this is not a table in a known form."),
            where=name,
            todo=text("Give CSV or an Excel workbook (.xlsx)."),
        )
    return _cut(words, name)


def _cut(words: str, name: str) -> Table:
    first = next((line for line in words.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=separator, strict=True)
    heading: list[str] = []
    rows: list[list[Any]] = []
    lines: list[int] = []
    while True:
        begun = reader.line_num + 1
        try:
            row = [cell.strip() for cell in next(reader)]
        except StopIteration:
            break
        except csv.Error as fault:
            raise InputError(
                text("row %(row)s cannot be read: a quote or a line is cut off.", row=begun),
                where=name,
                todo=text("Download or export it again."),
            ) from fault
        if not any(row):
            continue
        if not heading:
            heading = row
            continue
        if len(row) > len(heading) and not any(row[len(heading) :]):
            row = row[: len(heading)]
        if len(row) != len(heading):
            raise InputError(
                text("row %(row)s has %(found)s cells, the heading has %(expected)s.",
                     row=begun, found=len(row), expected=len(heading)),
                where=name,
                todo=text("The file may be cut off: download or export it again."),
            )  # fmt: skip
        rows.append(row)
        lines.append(begun)
    return _framed(name, heading, rows, lines)


def _framed(name: str, heading: list[str], rows: list[list[Any]], lines: list[int]) -> Table:
    if not rows:
        raise InputError(
            text("the table has a heading but no rows."),
            where=name,
            todo=text("Put the figures below the headings."),
        )
    # A heading that comes back gets a number: only a column that is asked for must be single.
    columns: list[str] = []
    for place, one in enumerate(heading, start=1):
        columns.append(one if one and one not in columns else f"({place})")
    series = [
        pl.Series(column, cells, dtype=pl.Object if any(map(_is_number, cells)) else pl.String)
        for column, cells in zip(columns, zip(*rows, strict=True), strict=True)
    ]
    twice = frozenset(one for one in heading if heading.count(one) > 1)
    return Table(name, pl.DataFrame(series), tuple(lines), twice)


def _is_number(cell: Any) -> bool:
    return isinstance(cell, float | int)


def framed(frame: pl.DataFrame, name: str) -> Table:
    """Give a frame as a table; its rows are counted from 1."""
    return Table(name, frame, tuple(range(1, frame.height + 1)))


def take(table: Table, recipe: CompositeRecipe, errors: Table | None = None) -> Taken:
    """Take the columns that a recipe names; raises ``InputError`` with file, row and column.

    ``errors`` holds standard errors: the same codes, and the same headings for indicators.
    """
    codes = _codes(table, recipe.code)
    needed = {one.source for one in recipe.indicator}
    needed |= {one.divide_by for one in recipe.indicator} - {""}
    needed |= {one.error for one in recipe.indicator} - {""}
    numbers = _numbers(table, sorted(needed), recipe)
    values = np.full((len(codes), len(recipe.indicator)), np.nan)
    found = np.full(values.shape, np.nan)
    beside = _errors_of(errors, codes, recipe) if errors is not None else {}
    for at, one in enumerate(recipe.indicator):
        share = np.ones(len(codes))
        if one.divide_by:
            share = numbers[one.divide_by].copy()
            for row in np.flatnonzero(share <= 0):
                raise table.wrong(int(row), one.divide_by, text("a value is divided by this."),
                                  text("Give a number above 0."))  # fmt: skip
        values[:, at] = numbers[one.source] / share * one.times
        own = numbers[one.error] if one.error else beside.get(one.source)
        if own is not None:
            found[:, at] = own / share * one.times
        if one.transform == "log":
            for row in np.flatnonzero(values[:, at] <= 0):
                raise table.wrong(
                    int(row),
                    one.source,
                    text("a logarithm needs a number above 0."),
                    text("Correct it, or leave transform out."),
                )
    if recipe.missing == "refuse":
        for row, at in np.argwhere(np.isnan(values)):
            raise table.wrong(
                int(row),
                recipe.indicator[at].source,
                text("there is no value."),
                text("Fill it in, or say in the key missing what to do."),
            )
    return Taken(
        codes,
        _words(table, recipe.name) if recipe.name else codes,
        _words(table, recipe.groups) if recipe.groups else ("",) * len(codes),
        values,
        found,
    )


def _words(table: Table, column: str) -> tuple[str, ...]:
    return tuple(_written(cell) for cell in table.column(column))


def _written(cell: Any) -> str:
    """Give a cell as text; a workbook keeps a code of digits as a number."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _codes(table: Table, column: str) -> tuple[str, ...]:
    codes = _words(table, column)
    seen: set[str] = set()
    for row, code in enumerate(codes):
        if not code:
            raise table.wrong(row, column, text("this row has no code."),
                              text("Give every row a code of its own."))  # fmt: skip
        if code in seen:
            raise table.wrong(row, column, text("the code '%(code)s' is there twice.",
                                                code=code[:60]),
                              text("Give every row a code of its own."))  # fmt: skip
        seen.add(code)
    return codes


def _numbers(table: Table, columns: Sequence[str], recipe: CompositeRecipe) -> dict[str, Floats]:
    """Read columns as numbers, NaN where there is none."""
    found: dict[str, Floats] = {}
    cells: dict[int, list[Any]] = {}
    for at, name in enumerate(columns):
        column = table.column(name)
        if column.dtype.is_numeric():
            found[name] = column.cast(pl.Float64).fill_null(np.nan).to_numpy().copy()
            for at_row in np.flatnonzero(np.isinf(found[name])):
                raise table.wrong(int(at_row), name, text("this number is endless."),
                                  text("Correct the cell."))  # fmt: skip
        else:
            cells[at] = [_cell(one) for one in column]
    for at, read in read_numbers(cells, recipe.decimal).items():
        numbers = np.full(len(read), np.nan)
        for row, one in enumerate(read):
            if isinstance(one, NotANumber):
                raise table.wrong(row, columns[at], one.what, one.todo)
            if isinstance(one, Number):
                numbers[row] = one.value
        found[columns[at]] = numbers
    return found


def _cell(cell: Any) -> Any:
    """Give a cell as the reading of numbers wants it: text, a number, or nothing."""
    if cell is None or isinstance(cell, float):
        return cell
    if isinstance(cell, int):
        return float(cell)
    words = str(cell).strip()
    return None if words in _MISSING or not words else words


def _errors_of(errors: Table, codes: Sequence[str], recipe: CompositeRecipe) -> dict[str, Floats]:
    there = {code: row for row, code in enumerate(_codes(errors, recipe.code))}
    strange = next((code for code in there if code not in set(codes)), None)
    if strange is not None:
        raise errors.wrong(there[strange], recipe.code,
                           text("the code '%(code)s' is not in the table.", code=strange[:60]),
                           text("Check that the two files belong together."))  # fmt: skip
    columns = [one.source for one in recipe.indicator if one.source in errors.frame.columns]
    numbers = _numbers(errors, sorted(set(columns)), recipe)
    for name, column in numbers.items():
        for row in np.flatnonzero(column < 0):
            raise errors.wrong(int(row), name, text("an error is not below 0."),
                               text("Give standard errors."))  # fmt: skip
    order = np.array([there.get(code, -1) for code in codes])
    return {
        name: np.where(order >= 0, column[np.maximum(order, 0)], np.nan)
        for name, column in numbers.items()
    }
