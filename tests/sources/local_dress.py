"""The same small table in every dress that people send: separators, marks, workbooks."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

Row = tuple[str, str, int, float, int | None]  # area, indicator, year, percent, answers
HEADS = ("gebied", "indicator", "jaar", "waarde", "n")


@dataclass(frozen=True)
class Dress:
    """How a table is written down."""

    kind: str = "csv"  # csv, xlsx, ods
    separator: str = ";"
    decimal: str = ","
    thousands: str = ""
    percent: bool = False
    encoding: str = "utf-8-sig"
    title: bool = False
    wide: bool = False
    heads: tuple[str, ...] = HEADS


def number(value: float, dress: Dress, *, share: bool = False) -> str:
    """Write a number with two decimals at most, as the dress does."""
    whole, _, rest = f"{abs(value):.2f}".rstrip("0").rstrip(".").partition(".")
    if dress.thousands and len(whole) > 3:
        whole = f"{whole[:-3]}{dress.thousands}{whole[-3:]}"
    words = ("-" if value < 0 else "") + whole + (dress.decimal + rest if rest else "")
    return words + (" %" if share and dress.percent else "")


def cells(rows: Sequence[Row], dress: Dress) -> list[list[str | float | int | None]]:
    """Lay the table out, in words for a text file and in numbers for a workbook."""
    text = dress.kind == "csv"

    def shown(value: float, *, share: bool) -> str | float:
        return number(value, dress, share=share) if text else value

    table: list[list[str | float | int | None]] = []
    if dress.title:
        table += [["Cijfers van de gemeente"], []]
    if not dress.wide:
        table.append(list(dress.heads))
        for area, indicator, year, value, n in rows:
            table.append(
                [area, indicator, year, shown(value, share=True),
                 None if n is None else shown(n, share=False)]
            )  # fmt: skip
        return table
    names = sorted({row[1] for row in rows})
    table.append(["gebied", "jaar", *(part for name in names for part in (name, f"{name} n"))])
    for area, year in sorted({(row[0], row[2]) for row in rows}):
        line: list[str | float | int | None] = [area, year]
        for name in names:
            found = next((r for r in rows if (r[0], r[1], r[2]) == (area, name, year)), None)
            line.append(None if found is None else shown(found[3], share=True))
            n = None if found is None else found[4]
            line.append(None if n is None else shown(n, share=False))
        table.append(line)
    return table


def written(rows: Sequence[Row], dress: Dress) -> bytes:
    """Write the table as a file."""
    table = cells(rows, dress)
    if dress.kind == "xlsx":
        return _xlsx(table, dress.percent)
    if dress.kind == "ods":
        return _ods(table, dress.percent)
    file = io.StringIO()
    csv.writer(file, delimiter=dress.separator, lineterminator="\r\n").writerows(table)
    return file.getvalue().encode(dress.encoding)


def _xlsx(table: list[list[str | float | int | None]], percent: bool) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for at, line in enumerate(table, start=1):
        for column, value in enumerate(line, start=1):
            cell = sheet.cell(at, column)
            share = percent and isinstance(value, float)
            cell.value = value / 100 if share and isinstance(value, float) else value
            if share:
                cell.number_format = "0.00%"
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def _ods(table: list[list[str | float | int | None]], percent: bool) -> bytes:
    def cell(value: str | float | int | None) -> str:
        if value is None:
            return "<table:table-cell/>"
        if isinstance(value, str):
            return (
                '<table:table-cell office:value-type="string">'
                f"<text:p>{escape(value)}</text:p></table:table-cell>"
            )
        share = percent and isinstance(value, float)
        kind, held = ("percentage", value / 100) if share else ("float", value)
        return (
            f'<table:table-cell office:value-type="{kind}" office:value="{held!r}">'
            f"<text:p>{value}</text:p></table:table-cell>"
        )

    lines = "".join(
        f"<table:table-row>{''.join(map(cell, line))}"
        '<table:table-cell table:number-columns-repeated="1000"/></table:table-row>'
        for line in table
    )
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        f'xmlns:office="{names}office:1.0" xmlns:table="{names}table:1.0" '
        f'xmlns:text="{names}text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Blad1">{lines}'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/>'
        "</table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return raw.getvalue()
