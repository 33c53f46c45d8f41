"""The table in a spreadsheet of somebody's own: any heading, text or workbook.

A workbook keeps numbers as numbers and percentages as parts of one; those are brought back
to what the sheet shows. A text file keeps only signs, which ``local_numbers`` reads.
"""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from weefsel.base.document import read_file
from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.sources.local_ods import read_ods

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


def read_grid(path: Path) -> Grid:
    """Read the table of a file; raises ``InputError`` that names the file."""
    return grid_of(read_file(path), path.name)


def grid_of(raw: bytes, name: str) -> Grid:
    """Read the table in the bytes of a text file or a workbook (.xlsx, .ods).

    Raises ``InputError`` when it is empty, too large, damaged, or holds no table.
    """
    if not raw.strip():
        raise InputError(
            text("the file is empty."), where=name, todo=text("Download or export it again.")
        )
    if len(raw) > MOST_BYTES:
        raise _too_large(name)
    rows = _workbook(raw, name) if raw.startswith(b"PK\x03\x04") else _words(raw, name)
    return _table(rows, name, hashlib.sha256(raw).hexdigest())


def _too_large(name: str) -> InputError:
    return InputError(
        text("the file is larger than the figures of a municipality can be."),
        where=name,
        todo=text("Check that this is the file you meant."),
    )


def _words(raw: bytes, name: str) -> list[list[Cell]]:
    """Read a text file: the separator is the one that cuts most rows in equal parts."""
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
    for separator in _SEPARATORS:
        try:
            rows = _cut(words, separator, name)
        except csv.Error:
            continue
        wide = Counter(len(row) for row in rows if len(row) >= _NARROW)
        width, equal = max(wide.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
        if width and (best is None or (equal, width) > best[:2]):
            best = (equal, width, rows)
    if best is None:
        raise InputError(
            text("this is not a table in a known form."),
            where=name,
            todo=text("Give a spreadsheet as CSV, Excel (.xlsx) or OpenDocument (.ods)."),
        )
    return best[2]


def _cut(words: str, separator: str, name: str) -> list[list[Cell]]:
    """Cut text in rows; empty lines stay, so that a row keeps its number in the file."""
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=separator, strict=True)
    rows: list[list[Cell]] = []
    for row in reader:
        while len(rows) < reader.line_num - 1:
            rows.append([])  # a cell with line breaks took more lines than one
        if len(rows) > MOST_ROWS or len(row) > MOST_COLUMNS:
            raise _too_large(name)
        rows.append([cell.strip() or None for cell in row])
    return rows


def _workbook(raw: bytes, name: str) -> list[list[Cell]]:
    """Read the first sheet with a table of a workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            inside = archive.namelist()
            if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
                raise _too_large(name)
            sheets = _ods(archive) if "content.xml" in inside else _xlsx(raw)
            for rows in sheets:
                if any(sum(cell is not None for cell in row) >= _NARROW for row in rows):
                    return rows
    except InputError:
        raise
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError) as fault:
        raise _damaged(name) from fault
    except Exception as fault:  # a workbook can be damaged in more ways than its reader names
        raise _damaged(name) from fault
    raise InputError(
        text("no sheet of this workbook holds a table."),
        where=name,
        todo=text("Put the headings in one row and the figures below it."),
    )


def _damaged(name: str) -> InputError:
    return InputError(
        text("the file is damaged or cut off."),
        where=name,
        todo=text("Download or export it again."),
    )


def _ods(archive: zipfile.ZipFile) -> Iterator[list[list[Cell]]]:
    """Give the cells of each sheet of an OpenDocument spreadsheet, one sheet at a time."""
    for sheet in read_ods(archive, rows=MOST_ROWS + 1, columns=MOST_COLUMNS):
        yield [[_shown(value, "%" if share else "") for value, share in row] for row in sheet]


def _xlsx(raw: bytes) -> Iterator[list[list[Cell]]]:
    """Give the cells of each sheet; no formula is run, its last result counts.

    One sheet at a time, and no empty cells at the end of a row: a small workbook can call a
    thousand sheets as wide and long as may be.
    """
    from openpyxl import load_workbook  # slow to import: only when a workbook comes

    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in book.worksheets[:MOST_SHEETS]:
            rows: list[list[Cell]] = []
            for row in sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS):
                cells = [_shown(cell.value, cell.number_format) for cell in row]
                while cells and cells[-1] is None:
                    cells.pop()
                rows.append(cells)
            yield rows
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
