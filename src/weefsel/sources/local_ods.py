"""The cells of an OpenDocument spreadsheet.

Reference: OASIS, Open Document Format for Office Applications 1.3, part 3, section 9 (tables)
and section 19.385 (office:value-type).
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
# Sheets end in a million repeated empty rows and a thousand empty cells: those are no rows.
_MOST_REPEATS = 1000


Held = tuple[str | float | None, bool]  # a value, and whether it is shown as a percentage
_EMPTY: Held = (None, False)


def ods_sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, bool, ElementTree.Element]]:
    """Give each sheet: its name, whether it is hidden, and its table for ``ods_rows``.

    Raises ``ElementTree.ParseError`` when the content is no XML, ``ValueError`` when it
    declares entities of its own, which an office program never writes.
    """
    raw = archive.read("content.xml")
    if b"<!ENTITY" in raw or b"<!DOCTYPE" in raw:
        raise ValueError("a spreadsheet declares no entities")
    root = ElementTree.fromstring(raw)
    hidden = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        for one in style.iter(f"{_STYLE}table-properties")
        if one.get(f"{_TABLE}display") == "false"
    }
    for table in root.iter(f"{_TABLE}table"):
        name, style_of = table.get(f"{_TABLE}name", ""), table.get(f"{_TABLE}style-name")
        yield name, style_of is not None and style_of in hidden, table


def ods_rows(
    table: ElementTree.Element, *, rows: int, columns: int, first: int
) -> list[list[Held]]:
    """Give the ``first`` rows of a sheet.

    Raises ``ValueError`` when they are more rows or columns than given: a few bytes can
    repeat a cell a million times.
    """
    found: list[list[Held]] = []
    for row in table.iter(f"{_TABLE}table-row"):
        cells = _cells(row, columns)
        repeat = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
        found += [cells] * min(repeat, _MOST_REPEATS)
        if cells and len(found) > rows and first >= rows:
            raise ValueError("a sheet with more rows than may be")
        del found[rows + 1 :]
        if len(found) >= first and first < rows:
            break
    del found[first:]
    while found and not any(cell != _EMPTY for cell in found[-1]):
        found.pop()
    return found


def _cells(row: ElementTree.Element, columns: int) -> list[Held]:
    found: list[Held] = []
    empty = 0  # cells that only count when something stands after them
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        repeat = min(int(cell.get(f"{_TABLE}number-columns-repeated", "1")), _MOST_REPEATS)
        value = _value(cell)
        if value == _EMPTY:
            empty += repeat
            continue
        if len(found) + empty + repeat > columns:
            raise ValueError("a row with more cells than may be")
        found += [_EMPTY] * empty + [value] * repeat
        empty = 0
    return found


def _value(cell: ElementTree.Element) -> Held:
    kind, value = cell.get(f"{_OFFICE}value-type"), cell.get(f"{_OFFICE}value")
    if kind in ("float", "currency") and value is not None:
        return float(value), False
    if kind == "percentage" and value is not None:
        return float(value), True
    if kind == "date":
        return str(cell.get(f"{_OFFICE}date-value"))[:10], False
    words = "\n".join("".join(part.itertext()) for part in cell.iter(f"{_TEXT}p")).strip()
    return (words, False) if words else _EMPTY
