"""The page on which a table is made safe: what it shows, what it gives, that it keeps nothing."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from .test_browser import _check, _visit

pytestmark = pytest.mark.django_db
PAGE, ENGLISH = "/leren/tabel/", "/en/learn/table/"
TABLE = b"""buurt;activiteit;aantal
BU99900101;inloop;3
BU99900101;taal;47
BU99900102;inloop;52
BU99900102;taal;55
BU99900103;inloop;60
BU99900103;taal;71
"""


def bring(visitor: Client, content: bytes = TABLE, name: str = "tabel.csv", page: str = PAGE):
    return visitor.post(page, {"table": SimpleUploadedFile(name, content)})


def kept(answer) -> dict[str, object]:
    """Give what the form of an answered page would send."""
    words = answer.content.decode()
    form = {"name": "tabel.csv", "count": "aantal", "by": ["buurt", "activiteit"], "totals": "1"}
    form["packed"] = re.search(r'name="packed" value="([^"]*)"', words)[1]
    seed = re.search(r'name="seed" value="(\d+)"', words)
    return form | ({"seed": seed[1], "round": "1"} if seed else {})


def test_learn_leads_to_the_table_in_both_languages(visitor):
    for start, page in (("/leren/", PAGE), ("/en/learn/", ENGLISH)):
        assert f'href="{page}"' in visitor.get(start).content.decode()
        assert visitor.get(page).status_code == 200


def test_a_table_comes_back_without_its_small_count_nor_what_gives_it_away(visitor):
    brought = bring(visitor)
    assert brought.status_code == 200
    assert "aantal" in brought.content.decode()

    shown = visitor.post(PAGE, {**kept(brought), "make": "1"})

    words = shown.content.decode()
    assert shown.status_code == 200
    assert "Je tabel is veilig om te publiceren" in words
    cells = re.findall(r'<td class="n quote">(.*?)</td>', words)
    assert sum("<abbr" in one for one in cells) == 4
    assert "3" not in cells
    assert shown["Cache-Control"].count("no-store")


def test_the_files_hold_what_the_screen_showed(visitor):
    form = kept(bring(visitor))

    as_csv = visitor.post(PAGE, {**form, "download": "csv"})
    as_xlsx = visitor.post(PAGE, {**form, "download": "xlsx"})

    rows = list(csv.reader(io.StringIO(as_csv.content.decode("utf-8-sig")), delimiter=";"))
    sheet = load_workbook(io.BytesIO(as_xlsx.content)).worksheets[0]
    cells = [["" if one is None else str(one) for one in row] for row in sheet.values]
    table = rows[: rows.index([])]
    assert table == cells
    assert ["BU99900101", "inloop", "x"] in table
    assert ["totaal", "totaal", "288"] in table


def test_a_rounded_table_is_the_same_in_the_file(visitor):
    form = kept(bring(visitor)) | {"round": "1"}

    shown = visitor.post(PAGE, {**form, "make": "1"})
    file = visitor.post(PAGE, {**kept(shown), "download": "csv"}).content.decode("utf-8-sig")

    on_screen = re.findall(r'<td class="n quote">(\d+)</td>', shown.content.decode())
    in_file = [row[-1] for row in csv.reader(io.StringIO(file), delimiter=";") if len(row) == 3][
        1:
    ]
    assert on_screen == in_file
    assert all(one.endswith("0") for one in on_screen)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "leeg.csv", "leeg"),
        (b"a;n\nx;drie\n", "woord.csv", "Woord.csv: rij 2, kolom"),
        (b"PK\x03\x04 broken", "kapot.xlsx", "beschadigd"),
        (b"a;n\n" + b"x;12345678901234567890\n" * 30_000, "groot.csv", "te groot"),
        (b"\x00\x01\x02;\x00", "bytes.csv", "geen tabel"),
        (b"<script>alert(1)</script>;n\nx;12\ny;13;14\n", "<b>.csv", "rij 3"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(visitor, content, name, words):
    answer = bring(visitor, content, name)
    if answer.status_code == 200:  # read as it stands: then its columns do not do
        form = {**kept(answer), "count": "n", "by": ["a"], "name": name, "make": "1"}
        answer = visitor.post(PAGE, form)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert words in page
    assert "<b>" not in page.split("<main")[1].split("</main>")[0]
    assert "<script>" not in page


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"packed": "%%%", "make": "1"},
        {"packed": "YTtuCng7Mw==", "make": "1"},
        {"packed": "YTtuCng7Mw==", "make": "1", "count": "zzz", "by": "a"},
        {"packed": "YTtuCng7Mw==", "make": "1", "count": "n", "by": "n"},
        {"packed": "YTtuCng7Mw==", "make": "1", "count": "n", "by": ["a", "a", "zzz"]},
        {
            "packed": "YTtuCng7Mw==",
            "count": "n",
            "by": "a",
            "round": "1",
            "seed": "x",
            "download": "exe",
        },
    ],
)
def test_a_form_somebody_made_up_breaks_nothing(visitor, sent):
    assert visitor.post(PAGE, sent).status_code in {200, 400}


def test_nothing_of_a_table_is_kept(visitor, home, django_assert_num_queries):
    before = sorted(home.rglob("*"))
    with django_assert_num_queries(0):
        visitor.post(PAGE, {**kept(bring(visitor)), "make": "1"})
    assert sorted(home.rglob("*")) == before


@pytest.mark.browser
@pytest.mark.parametrize("width", ["wide", "phone"])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_table_is_made_safe_in_the_browser(address, chromium, width, lang, transactional_db):
    for visit in _visit(address, chromium, width):
        page = visit.page
        visit.go("/leren/" if lang == "nl" else "/en/learn/")
        _check(visit, "leren", lang)
        visit.said.clear()
        page.locator("a.utrecht-button--primary-action").first.click()
        page.set_input_files(
            "#table", {"name": "tabel.csv", "mimeType": "text/csv", "buffer": TABLE}
        )
        page.get_by_role(
            "button", name="Lees de tabel" if lang == "nl" else "Read the table"
        ).click()
        assert page.locator("#count-3").is_checked()
        page.get_by_role(
            "button", name="Maak hem veilig" if lang == "nl" else "Make it safe"
        ).click()
        assert page.locator("td abbr").count() == 4
        visit.said.clear()
        _check(visit, "tabel-veilig", lang)
        with page.expect_download() as fetched:
            page.locator("button[value=csv]").click()
        assert fetched.value.suggested_filename == "tabel-veilig.csv"


def test_a_table_of_too_many_combinations_is_sent_to_the_command(visitor):
    rows = "\n".join(f"a{at};b{at};{at + 10}" for at in range(200))
    brought = bring(visitor, f"a;b;n\n{rows}\n".encode())
    form = {**kept(brought), "count": "n", "by": ["a", "b"], "make": "1"}

    answer = visitor.post(PAGE, form)

    assert answer.status_code == 400
    assert "weefsel protect" in answer.content.decode()
