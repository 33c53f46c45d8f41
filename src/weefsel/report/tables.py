"""Tables to take away: CSV and XLSX of a frame, with units, sources and what is fictitious."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from weefsel.base.figure import UNITS, Source
from weefsel.base.language import Text, render, text

# What a spreadsheet program would run as a formula when a text begins with it (OWASP, CSV
# injection); numbers are written as numbers and are not touched.
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can hold: the same bytes on every day
_WIDEST, _NARROWEST = 60, 8  # characters of a column
_SAMPLE = 200  # rows looked at to choose a column's width


@dataclass(frozen=True)
class Column:
    """A column to write: its key in the frame, its title, its unit and decimals to show."""

    key: str
    title: str | Text
    unit: str = ""  # key of base.figure.UNITS
    decimals: int | None = None

    def heading(self, lang: str) -> str:
        """Give title and unit: "Saldo (euro)"."""
        unit = UNITS[self.unit].render(lang) if self.unit in UNITS else self.unit
        name = render(self.title, lang)
        return f"{name} ({unit})" if unit else name


def columns_of(frame: pl.DataFrame) -> list[Column]:
    """Make columns of a frame as it stands."""
    return [Column(name, name) for name in frame.columns]


def to_csv(
    frame: pl.DataFrame,
    lang: str,
    *,
    columns: Sequence[Column] | None = None,
    sources: Iterable[Source] = (),
    notes: Iterable[str | Text] = (),
    fictitious: bool = False,
) -> bytes:
    """Write a frame as CSV that a spreadsheet opens at once.

    Dutch: semicolons and decimal commas; English: commas and points. UTF-8 with a mark.
    Numbers are not rounded. Below the rows, after an empty line, stand notes and sources.
    """
    used = list(columns) if columns is not None else columns_of(frame)
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";" if lang == "nl" else ",", lineterminator="\r\n")
    writer.writerow([_guarded(column.heading(lang)) for column in used])
    for row in frame.select([column.key for column in used]).iter_rows():
        writer.writerow([_plain(value, lang) for value in row])
    below = _below(lang, notes, sources, fictitious)
    if below:
        writer.writerow([])
        writer.writerows([[_guarded(part) for part in line] for line in below])
    return file.getvalue().encode("utf-8-sig")


def _plain(value: object, lang: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return (text("yes") if value else text("no")).render(lang)
    if isinstance(value, float):
        if value != value:  # not a number: the field stays empty, as for a missing value
            return ""
        written = repr(value).removesuffix(".0")
        return written.replace(".", ",") if lang == "nl" else written
    if isinstance(value, int):
        return str(value)
    return _guarded(str(value))


def _guarded(words: str) -> str:
    """Put an apostrophe before a text that would run as a formula."""
    return "'" + words if words.startswith(_FORMULA_START) else words


def _below(
    lang: str, notes: Iterable[str | Text], sources: Iterable[Source], fictitious: bool
) -> list[list[str]]:
    lines = []
    if fictitious:
        lines.append([text("Example: all figures are invented").render(lang)])
    lines += [[text("Note").render(lang), render(note, lang)] for note in notes]
    lines += [[text("Source").render(lang), *_source(source, lang)] for source in _each(sources)]
    return lines


def source_title(source: Source, lang: str) -> str:
    """Say what a source is called; what Weefsel computes is named in the reader's language."""
    if source.id.startswith("computed:") and source.title:
        return text(source.title).render(lang)
    return source.title


def _each(sources: Iterable[Source]) -> list[Source]:
    """Give sources once, in the order of their ids."""
    return [found for _, found in sorted({one.id: one for one in sources}.items())]


def _source(source: Source, lang: str) -> list[str]:
    return [
        source_title(source, lang),
        source.publisher,
        "" if source.year is None else str(source.year),
        source.licence,
        source.grade,
        source.url,
    ]


def to_xlsx(
    frame: pl.DataFrame,
    lang: str,
    *,
    title: str | Text,
    columns: Sequence[Column] | None = None,
    sources: Iterable[Source] = (),
    notes: Iterable[str | Text] = (),
    fictitious: bool = False,
    dated: date | None = None,
) -> bytes:
    """Write a frame as a workbook: a sheet with the rows and a sheet on the sources.

    The same input gives the same bytes; ``dated`` is written as the day of the table.
    Numbers are stored unrounded and shown with the decimals of their column. Text never
    becomes a formula.
    """
    used = list(columns) if columns is not None else columns_of(frame)
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = (text("Example") if fictitious else text("Table")).render(lang)
    _heads(sheet, [column.heading(lang) for column in used])
    for index, row in enumerate(frame.select([one.key for one in used]).iter_rows(), start=2):
        for number, (column, value) in enumerate(zip(used, row, strict=True), start=1):
            _write(sheet.cell(index, number), value, lang, column.decimals)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(used))}{frame.height + 1}"
    _widths(sheet)
    _about(book, lang, title, list(notes), _each(sources), fictitious, dated)
    book.properties.title = render(title, lang)
    book.properties.creator = "Weefsel"
    file = io.BytesIO()
    book.save(file)
    return _steady(file.getvalue())


def _heads(sheet: Worksheet, words: Sequence[str], row: int = 1) -> None:
    for number, word in enumerate(words, start=1):
        cell = sheet.cell(row, number)
        assert isinstance(cell, Cell)
        _text(cell, word)
        cell.font = Font(bold=True, color="17303B")
        cell.fill = PatternFill("solid", fgColor="ECE6DA")
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _write(cell: object, value: object, lang: str, decimals: int | None) -> None:
    assert isinstance(cell, Cell)
    if value is None or (isinstance(value, float) and value != value):
        return
    if isinstance(value, bool):
        _text(cell, (text("yes") if value else text("no")).render(lang))
    elif isinstance(value, int | float):
        cell.value = value
        if decimals is not None:
            cell.number_format = "#,##0" + ("." + "0" * decimals if decimals > 0 else "")
    else:
        _text(cell, str(value))


# What a workbook may not hold (XML 1.0, section 2.2).
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _text(cell: Cell, words: str) -> None:
    """Write words as words: a text that begins with "=" is no formula."""
    cell.value = _NOT_IN_XML.sub("", words)
    cell.data_type = "s"


def _widths(sheet: Worksheet) -> None:
    for column in sheet.iter_cols(max_row=_SAMPLE):
        longest = max(
            (len(str(cell.value)) for cell in column if cell.value is not None), default=0
        )
        letter = get_column_letter(column[0].column)
        sheet.column_dimensions[letter].width = min(max(longest + 2, _NARROWEST), _WIDEST)


def _about(
    book: Workbook,
    lang: str,
    title: str | Text,
    notes: Sequence[str | Text],
    sources: Sequence[Source],
    fictitious: bool,
    dated: date | None,
) -> None:
    """Write the sheet that says what the table is and where its figures come from."""
    sheet = book.create_sheet(text("Sources").render(lang))
    lines = [render(title, lang)]
    if fictitious:
        lines.append(text("Example: all figures are invented").render(lang))
    if dated is not None:
        lines.append(dated.isoformat())
    lines += [render(note, lang) for note in notes]
    for row, words in enumerate(lines, start=1):
        cell = sheet.cell(row, 1)
        assert isinstance(cell, Cell)
        _text(cell, words)
        cell.font = Font(bold=row == 1)
    start = len(lines) + 2
    heads = ("Source", "Publisher", "Year", "Licence", "Evidence", "Address")
    said = {
        "Source": text("Source"),
        "Publisher": text("Publisher"),
        "Year": text("Year"),
        "Licence": text("Licence"),
        "Evidence": text("Evidence"),
        "Address": text("Address"),
    }
    _heads(sheet, [said[head].render(lang) for head in heads], start)
    for row, source in enumerate(sources, start=start + 1):
        for number, words in enumerate(_source(source, lang), start=1):
            cell = sheet.cell(row, number)
            assert isinstance(cell, Cell)
            _text(cell, words)
    _widths(sheet)


_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def _steady(content: bytes) -> bytes:
    """Take the clock out of a workbook, so that the same table has the same bytes."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as was,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as now,
    ):
        for item in was.infolist():
            part = was.read(item)
            if item.filename == "docProps/core.xml":
                part = _MOMENT.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", part)
            info = zipfile.ZipInfo(item.filename, date_time=_ZIP_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            now.writestr(info, part)
    return target.getvalue()
