"""Files are screened whole: text, CSV, workbooks, documents; what is no text is refused."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from weefsel.base.errors import InputError
from weefsel.outcomes.screening import Kind
from weefsel.outcomes.screening.files import read_text, screen_file

NOTE = "Rustige week.\n\nMevrouw Jansen belde.\nBel terug op\n06-12345678, na vijven.\n"
DOCUMENT = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>Gesproken met </w:t></w:r><w:r><w:t>Fatima Yılmaz</w:t></w:r></w:p>"
    "<w:p><w:r><w:t>BSN 111222333</w:t></w:r></w:p></w:body></w:document>"
)


def package(name: str, content: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(name, content)
    return out.getvalue()


def test_a_finding_tells_its_line_and_column():
    found = screen_file(NOTE.encode(), "a.txt").found()
    assert [(one.line, one.column, one.finding.kind) for one in found] == [
        (3, 9, Kind.NAME),
        (5, 1, Kind.PHONE),
    ]


def test_the_struck_text_keeps_every_line():
    struck = screen_file(NOTE.encode(), "a.txt").struck
    assert struck.count("\n") == NOTE.count("\n")
    assert "Jansen" not in struck
    assert "Rustige week." in struck


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_usual_encodings_are_read(encoding):
    words = "Cliënt José belde"
    assert read_text(words.encode(encoding), "a.txt").lstrip("\ufeff") == words


def test_a_workbook_is_read_by_rows():
    book = Workbook()
    book.active.append(["naam", "nummer"])
    book.active.append(["mevrouw De Vries", "06-12345678"])
    out = io.BytesIO()
    book.save(out)
    kinds = {(one.line, one.finding.kind) for one in screen_file(out.getvalue(), "a").found()}
    assert kinds == {(2, Kind.NAME), (2, Kind.PHONE)}


def test_a_word_document_is_read_by_paragraphs():
    done = screen_file(package("word/document.xml", DOCUMENT), "a.docx")
    assert done.struck == "Gesproken met [naam]\nBSN [bsn]\n"


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x01\x02\x03",
        package("iets.xml", "<a/>"),
        package("word/document.xml", "<a"),
        package("xl/workbook.xml", "<a"),
        b"PK\x03\x04 damaged",
    ],
)
def test_what_is_no_text_is_refused_with_a_sentence(content):
    with pytest.raises(InputError) as fault:
        screen_file(content, "a.bin")
    assert fault.value.sentence("nl").startswith("a.bin: ")


def test_the_document_for_machines_counts_every_kind():
    record = screen_file(NOTE.encode(), "a.txt").record("en")
    assert record["schema"] == "weefsel.screen/1"
    assert record["names_by"] == "rules"
    assert record["counts"]["name"] == record["counts"]["phone"] == 1
    assert sum(record["counts"].values()) == len(record["findings"])
