"""Files of free text: read as lines, screened block by block, and what was found per line."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from weefsel import __version__
from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.outcomes.screening.model import Finding, Kind, Screened
from weefsel.outcomes.screening.screen import Recogniser, screen

SCHEMA = "weefsel.screen/1"
MOST_BYTES = 50_000_000  # a file beyond this is no text of people
MOST_LINES = 200  # lines of a block: what is found may run over a line break, not further
_WORD_NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ZIP = b"PK\x03\x04"
_TEXTS = ("utf-8-sig", "cp1252")


@dataclass(frozen=True)
class Block:
    """Lines that are screened together, and the number of the first of them."""

    line: int
    text: str


@dataclass(frozen=True)
class Found:
    """A finding with the line it begins on, counted from 1, and its place in that line."""

    line: int
    column: int
    finding: Finding


@dataclass(frozen=True)
class ScreenedFile:
    """A file that was screened: its blocks in order."""

    name: str
    blocks: tuple[tuple[Block, Screened], ...]

    @property
    def names_by(self) -> str:
        """Give by what the names were sought; one block without the second reader counts."""
        asked = {screened.names_by for _block, screened in self.blocks}
        return "rules+deduce" if asked == {"rules+deduce"} else "rules"

    @property
    def struck(self) -> str:
        """Give the text with everything found struck out."""
        return "".join(screened.struck for _block, screened in self.blocks)

    def found(self) -> list[Found]:
        """Give every finding with its line."""
        return [
            Found(
                block.line + block.text.count("\n", 0, one.start),
                one.start - (block.text.rfind("\n", 0, one.start) + 1) + 1,
                one,
            )
            for block, screened in self.blocks
            for one in screened.findings
        ]

    def record(self, lang: str) -> dict[str, object]:
        """Give the document for machines: schema ``weefsel.screen/1``."""
        found = self.found()
        return {
            "schema": SCHEMA,
            "version": __version__,
            "file": self.name,
            "names_by": self.names_by,
            "counts": {
                kind.value: sum(one.finding.kind is kind for one in found) for kind in Kind
            },
            "findings": [
                {
                    "line": one.line,
                    "column": one.column,
                    "kind": one.finding.kind.value,
                    "found": one.finding.found,
                    "why": one.finding.why.render(lang),
                    "certainty": one.finding.certainty.value,
                }
                for one in found
            ],
        }


def screen_file(content: bytes, name: str, names: Recogniser | None = None) -> ScreenedFile:
    """Screen a file of text: plain text, CSV, a workbook or a Word document.

    Raises ``InputError`` that says why a file cannot be read as text.
    """
    words = read_text(content, name)
    blocks = [Block(line, part) for line, part in _blocks(words)]
    return ScreenedFile(name, tuple((block, screen(block.text, names)) for block in blocks))


def read_text(content: bytes, name: str) -> str:
    """Give the text of a file: rows of a workbook and paragraphs of a document are lines."""
    if len(content) > MOST_BYTES:
        raise InputError(
            text("the file is too large to screen."),
            where=name,
            todo=text("Cut it into parts."),
        )
    if content.startswith(_ZIP):
        return _packed(content, name)
    if b"\x00" in content[:4096] and content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", "replace")
    for encoding in _TEXTS:
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in words:
            return words
    raise InputError(
        text("this is no text that can be read."),
        where=name,
        todo=text("Give plain text (UTF-8 or Windows-1252), CSV, XLSX or DOCX."),
    )


def _packed(content: bytes, name: str) -> str:
    """Read a workbook or a document out of its package."""
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        inside = set(package.namelist())
        if "word/document.xml" in inside:
            return _document(package)
        if "xl/workbook.xml" in inside:
            return _workbook(content)
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError, OSError) as fault:
        raise InputError(
            text("the file is damaged: it cannot be opened."),
            where=name,
            todo=text("Save it again in its own program."),
        ) from fault
    raise InputError(
        text("this is a package that holds no text we know."),
        where=name,
        todo=text("Give plain text (UTF-8 or Windows-1252), CSV, XLSX or DOCX."),
    )


def _document(package: zipfile.ZipFile) -> str:
    if package.getinfo("word/document.xml").file_size > MOST_BYTES:
        raise ValueError("too large")
    body = ElementTree.fromstring(package.read("word/document.xml"))
    lines = []
    for paragraph in body.iter(f"{_WORD_NAMESPACE}p"):
        parts = []
        for one in paragraph.iter():
            if one.tag == f"{_WORD_NAMESPACE}t":
                parts.append(one.text or "")
            elif one.tag in {f"{_WORD_NAMESPACE}tab", f"{_WORD_NAMESPACE}br"}:
                parts.append(" ")
        lines.append("".join(parts))
    return "\n".join(lines) + "\n"


def _workbook(content: bytes) -> str:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    lines = [
        "\t".join("" if value is None else str(value).replace("\n", " ") for value in row)
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
    ]
    book.close()
    return "\n".join(lines) + "\n"


def _blocks(words: str) -> Iterator[tuple[int, str]]:
    """Cut a text after empty lines, and where a stretch without them becomes long."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", words)
    begin = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip() or number - begin >= MOST_LINES or number == len(lines):
            yield begin + 1, "".join(lines[begin:number])
            begin = number
