"""The table in a spreadsheet of somebody's own: any heading, text or workbook.

A workbook keeps numbers as numbers and percentages as parts of one; those are brought back
to what the sheet shows. A text file keeps only signs, which ``local_numbers`` reads.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from weefsel.base.document import read_file
from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.sources.local_ods import ods_rows, ods_sheets

# A spreadsheet of the neighbourhoods of one municipality over the years, with room to spare.
MOST_BYTES = 4_000_000
MOST_UNPACKED = 60_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_SHEETS = 20  # looked at for a table
HUNDRED = 100  # parts of a percentage
_SEPARATORS = (";", "\t", ",", "|")
_SEARCHED = 20  # rows in which the heading is looked for: a title may stand above
_NARROW = 2  # cells that a heading has at least
_HEAD = 40  # rows of a sheet that tell what it holds: its titles, headings and first lines
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # also of a workbook with a password
_WORKBOOK = b"PK\x03\x04"
_QUOTED = re.compile(r'"[^"]*"')


class Percent(float):
    """A number that its sheet shows as a percentage: 12.5 for a cell that holds 0.125."""


Cell = str | float | None


@dataclass(frozen=True)
class Grid:
    """A table as it stands: headings, rows of cells, and the row of the file of each.

    A number of a workbook is a float (or ``Percent``), everything else text; ``None`` is an
    empty cell.
    """

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    lines: tuple[int, ...]
    above: tuple[str, ...]
    sha256: str

    def cells(self, column: int) -> list[Cell]:
        """Give the cells of one column."""
        return [row[column] for row in self.rows]


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook: its name, whether it is hidden, and its first rows."""

    name: str
    hidden: bool
    head: tuple[tuple[Cell, ...], ...]

    @property
    def has_table(self) -> bool:
        """Tell whether some row has cells beside each other."""
        return any(_wide(row) for row in self.head)


@dataclass(frozen=True)
class Cells:
    """All cells of a text file or of one sheet, before a heading is looked for."""

    file: str
    rows: list[list[Cell]]
    sha256: str


def read_grid(path: Path) -> Grid:
    """Read the table of a file; raises ``InputError`` that names the file."""
    return grid_of(read_file(path), path.name)


def grid_of(raw: bytes, name: str) -> Grid:
    """Read the table in the bytes of a text file or a workbook (.xlsx, .ods).

    Of a workbook that is the first sheet that is not hidden and holds a table. Raises
    ``InputError`` when it is empty, too large, damaged, or holds no table.
    """
    return table_of(cells_of(raw, name))


def sheets_of(raw: bytes, name: str) -> tuple[Sheet, ...]:
    """Give the sheets of a workbook, none of a text file; raises ``InputError``."""
    _check(raw, name)
    if not raw.startswith(_WORKBOOK):
        return ()
    with _reading(name), _opened(raw, name) as sheets:
        return tuple(
            Sheet(title, hidden, tuple(tuple(row) for row in read(_HEAD)))
            for title, hidden, read in sheets
        )


def cells_of(raw: bytes, name: str, sheet: str | None = None) -> Cells:
    """Read the cells of a text file or of a sheet, the first with a table when none is named.

    Raises ``InputError`` as ``grid_of`` does.
    """
    _check(raw, name)
    rows = _workbook(raw, name, sheet) if raw.startswith(_WORKBOOK) else _words(raw, name)
    return Cells(name, rows, hashlib.sha256(raw).hexdigest())


def table_of(cells: Cells) -> Grid:
    """Find the headings and the rows below them; raises ``InputError`` without a table."""
    return _table(cells.rows, cells.file, cells.sha256)


def _check(raw: bytes, name: str) -> None:
    if not raw.strip():
        raise InputError(
            text("the file is empty."), where=name, todo=text("Download or export it again.")
        )
    if len(raw) > MOST_BYTES:
        raise _too_large(name)


def _too_large(name: str) -> InputError:
    return InputError(
        text("the file is larger than the figures of a municipality can be."),
        where=name,
        todo=text("Check that this is the file you meant."),
    )


def _words(raw: bytes, name: str) -> list[list[Cell]]:
    """Read a text file: the separator is the one that cuts most rows in equal parts."""
    if raw.startswith(_OLD_WORKBOOK):
        raise InputError(
            text("this is an old Excel file (.xls), or one with a password."),
            where=name,
            todo=text(
                "Open it in a spreadsheet program and save it as .xlsx, without a password."
            ),
        )
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        words = raw.decode("utf-16", errors="replace")
    else:
        try:
            words = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            words = raw.decode("cp1252", errors="replace")
    if "\x00" in words:
        raise InputError(
            text("this is not a table in a known form."),
            where=name,
            todo=text("Give a spreadsheet as CSV, Excel (.xlsx) or OpenDocument (.ods)."),
        )
    best: tuple[int, int, list[list[Cell]]] | None = None
    used = ""
    broken: list[_Quote] = []
    for separator in _SEPARATORS:
        try:
            rows = _cut(words, separator, name)
        except _Quote as quote:
            broken.append(quote)
            continue
        except csv.Error:
            continue
        wide = Counter(len(row) for row in rows if len(row) >= _NARROW)
        width, equal = max(wide.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
        if width and (best is None or (equal, width) > best[:2]):
            best, used = (equal, width, rows), separator
    for one in broken:
        if _meant(words, one.separator, used, best[1] if best else 0):
            raise InputError(
                text(
                    "row %(row)s has a quotation mark that is not closed, or one inside a cell.",
                    row=str(one.row),
                ),
                where=name,
                todo=text(
                    "Take the quotation marks out of that row, or save the list as Excel (.xlsx)."
                ),
            )
    if best is None:
        raise InputError(
            text("this is not a table in a known form."),
            where=name,
            todo=text("Give a spreadsheet as CSV, Excel (.xlsx) or OpenDocument (.ods)."),
        )
    return best[2]


class _Quote(csv.Error):
    """A row that its quotation marks do not let read with a separator."""

    def __init__(self, separator: str, row: int) -> None:
        super().__init__(separator)
        self.separator, self.row = separator, row


def _meant(words: str, broken: str, used: str, width: int) -> bool:
    """Tell whether a text is cut by a separator that its quotation marks break.

    It is when a line cuts in more parts by it, before any line cuts as wide as the separator
    that does read: a decimal comma cuts every amount, and no heading.
    """
    for line in words.splitlines()[:_SEARCHED]:
        bare = _QUOTED.sub("", line)
        if broken in bare and bare.count(broken) >= width:
            return True
        if used and bare.count(used) + 1 >= width:
            return False
    return False


def _cut(words: str, separator: str, name: str) -> list[list[Cell]]:
    """Cut text in rows; empty lines stay, so that a row keeps its number in the file."""
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=separator, strict=True)
    rows: list[list[Cell]] = []
    while True:
        begun = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return rows
        except csv.Error as fault:
            raise _Quote(separator, begun) from fault
        while len(rows) < reader.line_num - 1:
            rows.append([])  # a cell with line breaks took more lines than one
        if len(rows) > MOST_ROWS or len(row) > MOST_COLUMNS:
            raise _too_large(name)
        rows.append([cell.strip() or None for cell in row])


_Opened = Iterator[tuple[str, bool, Callable[[int], list[list[Cell]]]]]


def _workbook(raw: bytes, name: str, wanted: str | None) -> list[list[Cell]]:
    """Read a sheet of a workbook, by name or the first that shows a table."""
    with _reading(name), _opened(raw, name) as sheets:
        for title, hidden, read in sheets:
            if title != wanted if wanted is not None else hidden:
                continue
            rows = read(MOST_ROWS + 1)
            if any(_wide(row) for row in rows):
                return rows
    raise InputError(
        text("no sheet of this workbook holds a table."),
        where=name,
        todo=text("Put the headings in one row and the figures below it."),
    )


def _wide(row: list[Cell] | tuple[Cell, ...]) -> bool:
    return sum(cell is not None for cell in row) >= _NARROW


@contextmanager
def _reading(name: str) -> Iterator[None]:
    """Say of whatever goes wrong in a workbook that the file is damaged."""
    try:
        yield
    except InputError:
        raise
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError) as fault:
        raise _damaged(name) from fault
    except Exception as fault:  # a workbook can be damaged in more ways than its reader names
        raise _damaged(name) from fault


@contextmanager
def _opened(raw: bytes, name: str) -> Iterator[_Opened]:
    """Open a workbook: the name of each sheet, whether it is hidden, and how to read it."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
            raise _too_large(name)
        yield _ods(archive) if "content.xml" in archive.namelist() else _xlsx(raw)


def _damaged(name: str) -> InputError:
    return InputError(
        text("the file is damaged or cut off."),
        where=name,
        todo=text("Download or export it again."),
    )


def _ods(archive: zipfile.ZipFile) -> _Opened:
    """Give the sheets of an OpenDocument spreadsheet."""
    for title, hidden, table in ods_sheets(archive):

        def read(most: int, table: Any = table) -> list[list[Cell]]:
            held = ods_rows(table, rows=MOST_ROWS + 1, columns=MOST_COLUMNS, first=most)
            return [[_shown(value, "%" if share else "") for value, share in row] for row in held]

        yield title, hidden, read


def _xlsx(raw: bytes) -> _Opened:
    """Give the sheets; no formula is run, its last result counts.

    One sheet at a time, and no empty cells at the end of a row: a small workbook can call a
    thousand sheets as wide and long as may be.
    """
    from openpyxl import load_workbook  # slow to import: only when a workbook comes

    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in book.worksheets[:MOST_SHEETS]:

            def read(most: int, sheet: Any = sheet) -> list[list[Cell]]:
                rows: list[list[Cell]] = []
                for row in sheet.iter_rows(max_row=most, max_col=MOST_COLUMNS):
                    cells = [_shown(cell.value, cell.number_format) for cell in row]
                    while cells and cells[-1] is None:
                        cells.pop()
                    rows.append(cells)
                return rows

            yield sheet.title, sheet.sheet_state != "visible", read
    finally:
        book.close()


def _shown(value: Any, form: Any) -> Cell:
    """Give a cell of a workbook as the sheet means it."""
    if value is None or isinstance(value, bool):
        return None if value is None else str(value)
    if isinstance(value, int | float):
        if "%" in str(form or ""):
            return Percent(f"{float(value) * HUNDRED:.12g}")
        return float(value)
    if hasattr(value, "year") and hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    return str(value).strip() or None


def _table(rows: list[list[Cell]], name: str, digest: str) -> Grid:
    """Find the heading: the first row of words as wide as the rows below it."""
    at = _heading(rows)
    if at is None:
        raise InputError(
            text("no row of headings was found."),
            where=name,
            todo=text("Put the headings in one row and the figures below it."),
        )
    heading = list(rows[at])
    while heading and heading[-1] is None:
        heading.pop()
    width = len(heading)
    kept: list[tuple[Cell, ...]] = []
    lines: list[int] = []
    for line, row in enumerate(rows[at + 1 :], start=at + 2):
        if all(cell is None for cell in row):
            continue
        if any(cell is not None for cell in row[width:]):
            raise InputError(
                text(
                    "row %(row)s has more cells than there are headings.",
                    row=line,
                ),
                where=name,
                todo=text("Give every column a heading, or take the extra cells away."),
            )
        kept.append((*row[:width], *[None] * (width - len(row))))
        lines.append(line)
    if not kept:
        raise InputError(
            text("the table has a heading but no rows."),
            where=name,
            todo=text("Put the figures below the headings."),
        )
    if len(kept) > MOST_ROWS:
        raise _too_large(name)
    columns = _named(heading, name)
    above = tuple(
        " ".join(str(cell) for cell in row if cell is not None)
        for row in rows[:at]
        if any(cell is not None for cell in row)
    )
    return Grid(name, columns, tuple(kept), tuple(lines), above, digest)


def _heading(rows: list[list[Cell]]) -> int | None:
    widths = [sum(cell is not None for cell in row) for row in rows]
    usual = max(widths, default=0)
    for at, row in enumerate(rows[:_SEARCHED]):
        filled = [cell for cell in row if cell is not None]
        if len(filled) < _NARROW or all(isinstance(cell, float) for cell in filled):
            continue
        if 2 * len(filled) >= usual:  # a title above has one or two cells, a heading most
            return at
    return None


def _named(heading: list[Cell], name: str) -> tuple[str, ...]:
    """Give the headings as text; two of one name would make one mapping stand for both."""
    named = []
    for place, cell in enumerate(heading, start=1):
        words = f"{cell:g}" if isinstance(cell, float) else str(cell or "").strip()
        named.append(" ".join(words.split()) or f"({place})")
    twice = [one for one, count in Counter(named).items() if count > 1]
    if twice:
        raise InputError(
            text("two columns have the heading '%(heading)s'.", heading=twice[0][:60]),
            where=name,
            todo=text("Give each column a heading of its own."),
        )
    return tuple(named)
