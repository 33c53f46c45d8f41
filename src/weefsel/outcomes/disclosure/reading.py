"""A table of counts from a file somebody has: CSV or a workbook, its columns named by them."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.outcomes.disclosure.ledger import Issue
from weefsel.outcomes.disclosure.release import Released
from weefsel.outcomes.disclosure.table import CellError, Dimension, Table
from weefsel.sources.area_code import is_area_code, level_of

MARK = "x"  # where a count is hidden: the sign Statistics Netherlands used for secret
_HIDDEN = {"x", "."}
_TOTAL = {"", "totaal", "total"}
_COUNT = ("count", "aantal", "number", "personen", "deelnemers")
_PARENTS = ("dimension", "category", "parent")
_SEPARATORS = (";", ",", "\t", "|")
_WHOLE = re.compile(r"^\d+(?:[.,]0+)?$")
_GROUPED = re.compile(r"^\d{1,3}(?:[. \u00a0]\d{3})+$")
MOST_BYTES = 5_000_000  # a table for people to read; a larger one is no such table
_MOST_UNPACKED = 100_000_000  # bytes; a small workbook can hold endless zeros
MOST_ROWS = 100_000
_MOST_COLUMNS = 100  # a workbook of a few bytes can call itself sixteen thousand columns wide


@dataclass(frozen=True)
class Cells:
    """The cells of a file as text: its headings, its rows and the row of the file each is in."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    def wrong(self, row: int, column: str, what: Text, todo: Text) -> InputError:
        """Make the error for a cell: file, row, column, what is wrong, what to do."""
        return InputError(
            text(
                "row %(row)s, column '%(column)s': %(what)s",
                row=self.lines[row],
                column=column,
                what=what,
            ),
            where=self.file,
            todo=todo,
        )

    def column(self, name: str) -> list[str]:
        """Give a column by its name; raises ``InputError`` when there is none."""
        if name not in self.columns:
            raise InputError(
                text("the column '%(column)s' is not in the table.", column=name[:60]),
                where=self.file,
                todo=text(
                    "Use one of these columns: %(columns)s.", columns=", ".join(self.columns)
                ),
            )
        at = self.columns.index(name)
        return [row[at] for row in self.rows]


def read_cells(content: bytes, name: str) -> Cells:
    """Read the table in a file: its first row with text is the heading, an empty row ends it.

    Raises ``InputError`` that names the file when it is empty, damaged or no table.
    """
    if len(content) > MOST_BYTES:
        raise InputError(
            text("the file is larger than a table to publish can be."),
            where=name,
            todo=text("Check that this is the file you meant."),
        )
    if not content.strip():
        raise InputError(
            text("the file is empty."), where=name, todo=text("Download or export it again.")
        )
    found = (
        _workbook(content, name) if content.startswith(b"PK\x03\x04") else _lines(content, name)
    )
    start = next((at for at, row in enumerate(found) if any(row)), None)
    if start is None:
        raise InputError(
            text("the file is empty."), where=name, todo=text("Download or export it again.")
        )
    heading = found[start]
    while heading and not heading[-1]:
        heading = heading[:-1]
    if len(heading) < 2 or not all(heading) or len(set(heading)) < len(heading):
        raise InputError(
            text("row %(row)s must name every column, each with its own name.", row=start + 1),
            where=name,
            todo=text("Give a file with a heading and two columns or more."),
        )
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    for at in range(start + 1, len(found)):
        row = found[at]
        if not any(row):
            break
        if len(row) < len(heading) or any(row[len(heading) :]):
            raise InputError(
                text(
                    "row %(row)s has %(found)s cells, the heading has %(expected)s.",
                    row=at + 1,
                    found=len(row),
                    expected=len(heading),
                ),
                where=name,
                todo=text("The file may be cut off: download or export it again."),
            )
        rows.append(tuple(row[: len(heading)]))
        lines.append(at + 1)
    if not rows or len(rows) > MOST_ROWS:
        raise InputError(
            text("the table has no rows.")
            if not rows
            else text("the table has more rows than can be audited."),
            where=name,
            todo=text("Check that this is the file you meant."),
        )
    return Cells(name, tuple(heading), tuple(rows), tuple(lines))


def _lines(content: bytes, name: str) -> list[list[str]]:
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = content.decode("cp1252", errors="replace")
    if "\x00" in words:
        raise InputError(
            text("this is not a table in a known form."),
            where=name,
            todo=text("Give CSV or an Excel workbook (.xlsx)."),
        )
    first = next((line for line in words.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    try:
        reader = csv.reader(io.StringIO(words, newline=""), delimiter=separator, strict=True)
        return [[cell.strip() for cell in row] for row in reader]
    except csv.Error as fault:
        raise InputError(
            text("the file is damaged or cut off."),
            where=name,
            todo=text("Download or export it again."),
        ) from fault


def _workbook(content: bytes, name: str) -> list[list[str]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > _MOST_UNPACKED:
                raise ValueError("too large once it is unpacked")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        found: list[list[str]] = []
        # One column more than there may be: what stands there is too wide and is refused.
        most = {"max_row": MOST_ROWS + 2, "max_col": _MOST_COLUMNS + 1}
        for row in sheet.iter_rows(values_only=True, **most):
            words = ["" if cell is None else str(cell).strip() for cell in row]
            while words and not words[-1]:
                words.pop()
            if len(words) > _MOST_COLUMNS:
                raise ValueError("more columns than a table of counts has")
            if not words and any(found[-1:]):
                break  # an empty row ends the table
            found.append(words)
        width = max((len(row) for row in found), default=0)
        return [row + [""] * (width - len(row)) if row else row for row in found]
    except Exception as fault:  # openpyxl raises of every kind on a damaged workbook
        raise InputError(
            text("the file is damaged or cut off."),
            where=name,
            todo=text("Download or export it again."),
        ) from fault


def count_column(cells: Cells) -> str | None:
    """Guess which column holds the counts: by its name, else the only one with whole numbers."""
    for name in cells.columns:
        if name.casefold() in _COUNT:
            return name
    numeric = [
        name
        for at, name in enumerate(cells.columns)
        if all(_number(row[at]) is not None for row in cells.rows)
    ]
    return numeric[-1] if numeric else None


def _number(words: str) -> int | None:
    if _WHOLE.match(words):
        return int(re.split("[.,]", words)[0])
    if _GROUPED.match(words):
        return int(re.sub(r"\D", "", words))
    return None


def _categories(cells: Cells, name: str) -> list[str | None]:
    return [None if one.casefold() in _TOTAL else one for one in cells.column(name)]


def _counts(cells: Cells, name: str, *, marks: bool) -> list[int | None]:
    found: list[int | None] = []
    for row, words in enumerate(cells.column(name)):
        number = _number(words)
        if number is None and not (marks and words.casefold() in _HIDDEN):
            raise cells.wrong(
                row,
                name,
                text("'%(words)s' is no whole number of people.", words=words[:40]),
                text("Give 0, 1, 2 and so on."),
            )
        found.append(number)
    return found


def table_of(
    cells: Cells,
    dimensions: Sequence[str],
    count: str,
    *,
    measure: str,
    parents: Mapping[str, Mapping[str, str]] | None = None,
    totals: bool = True,
    incomplete: Sequence[str] = (),
) -> Table:
    """Make a table of the columns named.

    ``parents`` says per column what belongs to what; a column of CBS codes without it knows that
    by itself. ``totals`` adds every subtotal and total; the columns in ``incomplete`` do not
    hold everybody. An empty cell or "totaal" is a total. Raises ``InputError`` that names
    file, row and column.
    """
    unknown = [one for one in (*(parents or {}), *incomplete) if one not in dimensions]
    if unknown:
        cells.column(unknown[0])
        raise InputError(
            text("the column '%(column)s' does not tell people apart.", column=unknown[0][:60]),
            where=cells.file,
            todo=text("Use one of these columns: %(columns)s.", columns=", ".join(dimensions)),
        )
    if not dimensions or count in dimensions:
        raise InputError(
            text("the table needs a column with counts and one or more that tell people apart."),
            where=cells.file,
            todo=text("Use one of these columns: %(columns)s.", columns=", ".join(cells.columns)),
        )
    columns = {name: _categories(cells, name) for name in dimensions}
    counts = _counts(cells, count, marks=False)
    seen: dict[tuple[str | None, ...], int] = {}
    for row, key in enumerate(zip(*columns.values(), strict=True)):
        if key in seen:
            raise cells.wrong(
                row,
                dimensions[0],
                text("this cell is in row %(row)s as well.", row=cells.lines[seen[key]]),
                text("Keep one row a cell."),
            )
        seen[key] = row
    frame = pl.DataFrame(
        [
            *(pl.Series(name, values, dtype=pl.String) for name, values in columns.items()),
            pl.Series(_FREE, counts, dtype=pl.Int64),
        ]
    )
    made = tuple(
        _dimension(name, columns[name], (parents or {}).get(name), name not in incomplete)
        for name in dimensions
    )
    return Table(measure, made, frame, count=_FREE, totals=totals)


_FREE = "\N{NUMBER SIGN}count"  # a name no column of a file is taken for


def _dimension(
    name: str, categories: Sequence[str | None], parents: Mapping[str, str] | None, complete: bool
) -> Dimension:
    used = [one for one in dict.fromkeys(categories) if one is not None]
    if (
        parents is None
        and used
        and all(is_area_code(one) and level_of(one) != "country" for one in used)
    ):
        return Dimension.areas(name, used, complete=complete)
    return Dimension(name, dict(parents or {}), complete=complete)


def in_file(fault: InputError, cells: Cells, dimensions: Sequence[str], count: str) -> InputError:
    """Say of what is wrong with a table where it stands in the file it came from."""
    if not isinstance(fault, CellError):
        return InputError(fault.what, where=cells.file, todo=fault.todo)
    columns = [_categories(cells, name) for name in dimensions]
    for row, key in enumerate(zip(*columns, strict=True)):
        if sorted(one for one in key if one is not None) == sorted(fault.cell):
            return cells.wrong(row, count, fault.what, fault.todo or text("Correct the counts."))
    return InputError(fault.what, where=cells.file, todo=fault.todo)


def parents_of(cells: Cells) -> dict[str, dict[str, str]]:
    """Read what belongs to what: a file with the columns dimension, category and parent.

    Raises ``InputError`` that names the file, and the row of a category with two parents.
    """
    columns = [cells.column(name) for name in _PARENTS]
    found: dict[str, dict[str, str]] = {}
    for row, (dimension, category, parent) in enumerate(zip(*columns, strict=True)):
        known = found.setdefault(dimension, {})
        if known.get(category, parent) != parent or not category or not parent:
            raise cells.wrong(
                row,
                _PARENTS[1],
                text("'%(category)s' must belong to one other category.", category=category[:60]),
                text("Correct what belongs to what."),
            )
        known[category] = parent
    return found


def issue_of(cells: Cells, table: Table, count: str, base: int | None = None) -> Issue:
    """Read a table that was published earlier, with ``x`` where a count was hidden.

    Its columns are among those of ``table``. Raises ``InputError`` that names file, row
    and column.
    """
    names = [one for one in table.names if one in cells.columns]
    if not names:
        cells.column(table.names[0])
    counts = _counts(cells, count, marks=True)
    frame = pl.DataFrame(
        [
            *(pl.Series(name, _categories(cells, name), dtype=pl.String) for name in names),
            pl.Series("count", counts, dtype=pl.Int64),
            pl.Series("small", [None] * len(counts), dtype=pl.Boolean),
        ]
    )
    dimensions = tuple(one for one in table.dimensions if one.name in names)
    for dimension in dimensions:
        used = frame[dimension.name].drop_nulls().to_list()
        if all(is_area_code(one) and level_of(one) != "country" for one in used):
            areas = Dimension.areas(dimension.name, used)
            if dict(areas.parents) != dict(dimension.parents):
                dimensions = tuple(areas if one is dimension else one for one in dimensions)
    return Issue(table.measure, dimensions, frame, base)


def written(released: Released, count: str, total: Text, lang: str) -> pl.DataFrame:
    """Give a released table to write: the columns as they were, totals by name, x where hidden."""
    counts = [MARK if one is None else one for one in released.cells["count"].to_list()]
    return released.cells.select(
        *(pl.col(name).fill_null(total.render(lang)) for name in released.names)
    ).with_columns(pl.Series(count, counts, dtype=pl.Object))
