"""What a workbook (.xlsx) says beside its values: merged cells, and formulas without a result."""

from __future__ import annotations

import html
import io
import re
import zipfile
from dataclasses import dataclass

_SHEET = re.compile(rb"<sheet\b[^>]*>", re.S)
_NAME, _LINK = re.compile(rb'\bname="([^"]*)"'), re.compile(rb'\br:id="([^"]+)"')
_RELATION = re.compile(rb"<Relationship\b[^>]*>", re.S)
_ID, _TARGET = re.compile(rb'\bId="([^"]+)"'), re.compile(rb'\bTarget="([^"]+)"')
_MERGED = re.compile(rb"<mergeCell\b[^>]*?ref=\"([A-Z]+)(\d+):([A-Z]+)(\d+)\"", re.S)
# An empty cell closes itself; looked for up to a later </c>, thousands of them take minutes.
_CELL = re.compile(rb"<c\b[^>]*/>|<c\b[^>]*>.*?</c>", re.S)
_FORMULA, _RESULT = re.compile(rb"<f\b"), re.compile(rb"<v>[^<]|<v [^/>]*>[^<]")
_WORDS = re.compile(rb'<c\b[^>]*\bt="str"')  # worked out, be it to no words at all
_PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_LETTERS = 26  # of the alphabet that names columns


@dataclass(frozen=True)
class Merged:
    """A merged range, counted from 1."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True)
class Beside:
    """Merged ranges of a sheet, and where formulas stand that were never worked out."""

    merged: tuple[Merged, ...] = ()
    unworked: tuple[tuple[int, int], ...] = ()  # row and column, from 1


def beside(raw: bytes, name: str) -> Beside:
    """Read what a sheet of a workbook says beside its values; nothing of an .ods."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        path = _path(archive, name)
        if path is None:
            return Beside()
        found = archive.read(path)
    merged = [
        Merged(int(top), int(bottom), _column(left), _column(right))
        for left, top, right, bottom in _MERGED.findall(found)
    ]
    cells = _CELL.findall(found) if _FORMULA.search(found) else []
    unworked = [
        (int(place[2]), _column(place[1]))
        for cell in cells
        if _FORMULA.search(cell)
        and not (_RESULT.search(cell) or _WORDS.match(cell))
        and (place := _PLACE.search(cell))
    ]
    return Beside(tuple(merged), tuple(unworked))


def _path(archive: zipfile.ZipFile, name: str) -> str | None:
    """Give the part of a workbook that is the sheet of a name."""
    inside = set(archive.namelist())
    book, links = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if book not in inside or links not in inside:
        return None
    targets = {}
    for relation in _RELATION.findall(archive.read(links)):
        key, target = (one.search(relation) for one in (_ID, _TARGET))
        if key and target:
            path = target[1].decode("utf-8", "replace")
            targets[key[1]] = path.lstrip("/") if path.startswith("/") else f"xl/{path}"
    for sheet in _SHEET.findall(archive.read(book)):
        called, link = _NAME.search(sheet), _LINK.search(sheet)
        if called and link and html.unescape(called[1].decode("utf-8", "replace")) == name:
            path = targets.get(link[1], "")
            return path if path in inside else None
    return None


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters.decode():
        place = place * _LETTERS + ord(letter) - ord("A") + 1
    return place
