from __future__ import annotations

import csv
import io
import math
from datetime import date

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weefsel.base.figure import Source
from weefsel.base.language import text
from weefsel.report.tables import Column, to_csv, to_xlsx

FRAME = pl.DataFrame(
    {
        "name": ["Noord", "=1+1", "Zuid; oost"],
        "balance_eur": [1234.5, -0.1, None],
        "year": [2026, 2027, 2028],
    }
)
COLUMNS = [
    Column("name", text("Area")),
    Column("balance_eur", text("Balance"), unit="eur", decimals=0),
    Column("year", text("Year")),
]
SOURCE = Source("edition:99990NED-2020", "Kerncijfers", "CBS", 2020, "CC BY 4.0", "https://x.nl")


def test_a_dutch_file_has_semicolons_and_decimal_commas() -> None:
    content = to_csv(FRAME, "nl", columns=COLUMNS)
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").splitlines()
    assert lines[0].endswith("(euro);Jaar")
    assert lines[1] == "Noord;1234,5;2026"
    assert lines[2] == "'=1+1;-0,1;2027"  # a text is no formula, a negative number stays one
    assert lines[3] == '"Zuid; oost";;2028'


def test_an_english_file_has_commas_and_points() -> None:
    lines = to_csv(FRAME, "en", columns=COLUMNS).decode("utf-8-sig").splitlines()
    assert lines[1] == "Noord,1234.5,2026"


def test_sources_and_fiction_stand_below_the_rows() -> None:
    content = to_csv(FRAME, "nl", columns=COLUMNS, sources=[SOURCE, SOURCE], fictitious=True)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows[4] == []
    assert rows[5] == ["Voorbeeld: alle cijfers zijn verzonnen"]
    assert rows[6][:3] == ["Bron", "Kerncijfers", "CBS"]
    assert len(rows) == 7


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
def test_numbers_are_not_rounded_in_a_file(values: list[float]) -> None:
    frame = pl.DataFrame({"value": values}, schema={"value": pl.Float64})
    lines = to_csv(frame, "nl").decode("utf-8-sig").splitlines()[1:]
    read = [float(line.strip('"').replace(",", ".")) for line in lines]
    assert all(one == other for one, other in zip(read, values, strict=True))


def test_a_workbook_holds_numbers_units_and_a_sheet_on_sources() -> None:
    content = to_xlsx(
        FRAME,
        "nl",
        title="Saldo per buurt",
        columns=COLUMNS,
        sources=[SOURCE],
        notes=["Een min is een last"],
        fictitious=True,
        dated=date(2026, 11, 22),
    )
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows, about = book.worksheets
    assert rows.title == "Voorbeeld"
    assert rows["B1"].value.endswith("(euro)")
    assert rows["B2"].value == 1234.5
    assert rows["B4"].value is None
    assert rows["A3"].value == "=1+1"
    assert rows["A3"].data_type == "s"
    said = [cell.value for row in about.iter_rows() for cell in row if cell.value]
    assert said[:3] == [
        "Saldo per buurt",
        "Voorbeeld: alle cijfers zijn verzonnen",
        "2026-11-22",
    ]
    assert "CC BY 4.0" in said
    assert "Een min is een last" in said


def test_the_same_table_gives_the_same_bytes() -> None:
    assert to_xlsx(FRAME, "nl", title="x") == to_xlsx(FRAME, "nl", title="x")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_what_a_spreadsheet_cannot_hold_leaves_an_empty_cell(lang: str) -> None:
    frame = pl.DataFrame({"value": [math.nan, None, 1.0], "words": ["a\x07b", "", None]})
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(frame, lang, title="x")))
    sheet = book.worksheets[0]
    assert [sheet.cell(row, 1).value for row in (2, 3, 4)] == [None, None, 1]
    assert sheet.cell(2, 2).value == "ab"
    assert to_csv(frame, lang).decode("utf-8-sig").splitlines()[1].startswith((";", ","))
