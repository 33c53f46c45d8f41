"""Text files with a table in them: separator, quotes, title above, footer below."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.sources.names import take_apart
from weefsel.sources.roles import role_of

_SEPARATORS = (";", ",", "\t", "|")
_SEARCHED = 40  # lines in which the heading is looked for: exports put a few title lines above
_FOOTER = re.compile(r"^\s*(bron|source|\N{COPYRIGHT SIGN}|\(c\)|toelichting|voetnoot)", re.I)
# Metadata of an OData table saved as text: a title and what it is the title of.
_METADATA_HEADINGS = {"Title", "Key", "Identifier", "ParentId"}


@dataclass(frozen=True)
class Grid:
    """A table found among lines: its headings, its cells as text, the lines above it."""

    columns: tuple[str, ...]
    frame: pl.DataFrame
    first_row: int
    words: tuple[str, ...]


def read_delimited(raw: bytes, name: str) -> Grid:
    """Find the table in a text file.

    Raises ``InputError`` that names the file, and the row when a row is cut off.
    """
    words = _decode(raw, name)
    separator = _separator(words)
    if separator is None:
        raise InputError(
            text("this is not a table in a known form."),
            where=name,
            todo=text("Give CSV, Excel, Parquet or JSON."),
        )
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=separator)
    rows: list[list[str]] = []
    lines: list[int] = []
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(row)
                lines.append(reader.line_num)
    except csv.Error as fault:
        raise InputError(
            text("row %(row)s cannot be read: a quote or a line is cut off.", row=reader.line_num),
            where=name,
            todo=text("Download or export it again."),
        ) from fault
    at = heading_row(rows[:_SEARCHED])
    if at is None:
        raise _no_heading(name)
    above = tuple(" ".join(row).strip() for row in rows[:at])
    heading, body = rows[at], rows[at + 1 :]
    body = _without_footer(body)
    body, heading = _equal_width(body, heading, name, lines[at + 1 :])
    columns = list(zip(*body, strict=True)) if body else [()] * len(heading)
    frame = pl.DataFrame(
        [pl.Series(f"c{i}", cells, dtype=pl.String) for i, cells in enumerate(columns)]
    )
    first = lines[at + 1] if len(lines) > at + 1 else at + 2
    return Grid(tuple(heading), frame, first, above)


def find_table(rows: Sequence[Sequence[str]], cells: pl.DataFrame, name: str) -> Grid | None:
    """Find the table in the cells of a worksheet; ``rows`` are its first rows as text."""
    at = heading_row(rows)
    if at is None:
        return None
    heading = [str(cell) for cell in rows[at]]
    keep = [i for i, cell in enumerate(heading) if cell.strip() or _any(cells, i, at)]
    body = cells.slice(at + 1).select(
        [pl.nth(i).cast(pl.String).alias(f"c{j}") for j, i in enumerate(keep)]
    )
    body = body.filter(pl.any_horizontal(pl.all().fill_null("").str.strip_chars() != ""))
    above = tuple(" ".join(row).strip() for row in rows[:at])
    # A footer is a last row with words in one cell only.
    while body.height and _lonely(list(body.row(-1))):
        body = body.head(body.height - 1)
    return Grid(tuple(heading[i] for i in keep), body, at + 2, above)


def _any(cells: pl.DataFrame, column: int, at: int) -> bool:
    return cells.get_column(cells.columns[column]).slice(at + 1).is_not_null().any()


def heading_row(rows: Sequence[Sequence[str]]) -> int | None:
    """Find the heading: the first row with a column of areas or task fields, and figures.

    A title can hold a name such as "Regio's" in one of two cells; with a column of codes
    two are enough.
    """
    for at, row in enumerate(rows):
        filled = [cell for cell in row if cell.strip()]
        if "Title" in filled and len(_METADATA_HEADINGS.intersection(filled)) > 1:
            return at
        roles = {role_of(take_apart(cell)) for cell in filled}
        if len(filled) > (1 if "code" in roles else 2) and roles & {
            "code",
            "area",
            "taskfield",
        }:
            return at
    return None


def _decode(raw: bytes, name: str) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        words = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = raw.decode("cp1252", errors="replace")
    if "\x00" in words:
        raise InputError(
            text("this is not a table in a known form."),
            where=name,
            todo=text("Give CSV, Excel, Parquet or JSON."),
        )
    return words


def _separator(words: str) -> str | None:
    """Take the separator that gives the widest heading with an area column."""
    best: tuple[int, str] | None = None
    head = words[:200_000].splitlines()[:_SEARCHED]
    for separator in _SEPARATORS:
        rows = [row for row in csv.reader(head, delimiter=separator) if row]
        at = heading_row(rows)
        width = len(rows[at]) if at is not None else 0
        if width and (best is None or width > best[0]):
            best = (width, separator)
    if best is not None:
        return best[1]
    counts = Counter({s: sum(line.count(s) for line in head) for s in _SEPARATORS})
    separator, count = counts.most_common(1)[0]
    return separator if count else None


def _no_heading(name: str) -> InputError:
    return InputError(
        text("no heading with a column of area codes or names was found."),
        where=name,
        todo=text("Check that this is the file you meant: it needs a column such as Codering."),
    )


def _lonely(row: Sequence[str | None]) -> str | None:
    filled = [cell.strip() for cell in row if cell and cell.strip()]
    return filled[0] if len(filled) == 1 and _FOOTER.match(filled[0]) else None


def _without_footer(body: list[list[str]]) -> list[list[str]]:
    """Take off the lines below; their years are of the copyright, not of the figures."""
    while body and (len(body[-1]) == 1 or _lonely(body[-1])):
        words = " ".join(body[-1]).strip()
        if not _FOOTER.match(words):
            break
        body = body[:-1]
    return body


def _equal_width(
    body: list[list[str]], heading: list[str], name: str, lines: list[int]
) -> tuple[list[list[str]], list[str]]:
    """Check that rows are as wide as the heading; R gives its row numbers no heading."""
    width = len(heading)
    widths = Counter(len(row) for row in body)
    if len(widths) == 1 and next(iter(widths)) == width + 1:
        if not heading[-1].strip():
            return body, [*heading, ""]
        return body, ["", *heading]
    # A separator at the end of each data row gives one empty cell too many.
    if all(len(row) == width or (len(row) == width + 1 and not row[-1].strip()) for row in body):
        return [row[:width] for row in body], heading
    for row, line in zip(body, lines, strict=False):
        if len(row) != width:
            raise InputError(
                text(
                    "row %(row)s has %(found)s cells, the heading has %(expected)s.",
                    row=line,
                    found=len(row),
                    expected=width,
                ),
                where=name,
                todo=text("The file may be cut off: download or export it again."),
            )
    return body, heading
