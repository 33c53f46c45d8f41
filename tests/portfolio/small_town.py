"""A municipality of three neighbourhoods, lines to subsidise there, and sheets that list them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import openpyxl
import polars as pl
from hypothesis import strategies as st

from weefsel.atlas.local_names import Places
from weefsel.portfolio.columns import propose
from weefsel.portfolio.line import Line
from weefsel.portfolio.reading import Reading, read_lines
from weefsel.portfolio.sheet import sheet_of

TOWN = "GM9990"
AREAS = {
    TOWN: ("municipality", "Weverdam"),
    "WK999001": ("district", "Wijk 01 Binnenstad"),
    "WK999002": ("district", "Wijk 02 Noord en Polder"),
    "BU99900101": ("neighbourhood", "Lakenhal"),
    "BU99900102": ("neighbourhood", "Weversgilde"),
    "BU99900201": ("neighbourhood", "Garen, Band en Klos"),
}
HEADINGS = ("Activiteit", "Organisatie", "Bedrag", "Jaar")
ROW = ("Inloop", "Buurtwerk", "12500", "2026")


def places() -> Places:
    rows = [(code, level, name, TOWN) for code, (level, name) in AREAS.items()]
    frame = pl.DataFrame(rows, schema=["code", "level", "name", "municipality"], orient="row")
    return Places(frame, TOWN, 2023)


def line(number: int = 1, **more: Any) -> Line:
    told = {
        "key": f"line-{number}",
        "number": number,
        "activity": f"Activiteit {number}",
        "organisation": "Stichting Buurtwerk",
        "amount": Decimal("1000.00"),
        "year": 2026,
    }
    return Line(**{**told, **more})


def as_csv(rows: Sequence[Sequence[str]], *, separator: str = ";", code: str = "utf-8") -> bytes:
    file = io.StringIO()
    csv.writer(file, delimiter=separator).writerows(rows)
    return file.getvalue().encode(code)


def as_xlsx(rows: Sequence[Sequence[Any]], merged: Sequence[str] = ()) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for place in merged:
        sheet.merge_cells(place)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(raw: bytes, name: str = "lijst.csv") -> Reading:
    grid = sheet_of(raw, name)
    return read_lines(grid, propose(grid), places())


cents = st.integers(0, 10**9).map(lambda one: Decimal(one).scaleb(-2))
# Words as a cell keeps them: no edges of white space, and nothing that says something else.
_LETTERS = st.characters(codec="cp1252", categories=["L", "N", "P"], exclude_characters="*;'")
names = (
    st.text(st.one_of(_LETTERS, st.just(" ")), min_size=1, max_size=30)
    .map(lambda one: " ".join(one.split()))
    .filter(lambda one: any(sign.isalpha() for sign in one))
    .map(lambda one: f"De {one}")
)
groups = st.sets(st.sampled_from([f"G{one}" for one in range(1, 10)])).map(
    lambda one: tuple(sorted(one))
)


@st.composite
def lines(draw: st.DrawFn, number: int) -> Line:
    whole = st.just((TOWN,))
    parts = st.sets(st.sampled_from([code for code in AREAS if code != TOWN])).map(
        lambda one: tuple(sorted(one))
    )
    intervention = draw(st.sampled_from(["", "home_start", "light:chat"]))
    return line(
        number,
        activity=draw(names),
        organisation=draw(names),
        amount=draw(cents),
        year=draw(st.integers(2000, 2100)),
        areas=draw(st.one_of(whole, parts)),
        participants=draw(st.none() | st.integers(0, 1_000_000)),
        intervention=intervention,
        named="" if intervention else draw(st.sampled_from(["", "Werkwijze Zonder Naam"])),
        goal=draw(st.just("") | names),
        kind=draw(st.none() | st.sampled_from([f"A{one}" for one in range(1, 11)])),
        groups=draw(groups),
        for_whom=draw(st.sampled_from(["", "jongeren"])),
        aim=draw(st.sampled_from([None, "preventive", "curative"])),
        form=draw(st.sampled_from([None, "collective", "individual"])),
    )


@st.composite
def lists(draw: st.DrawFn) -> tuple[Line, ...]:
    count = draw(st.integers(1, 8))
    return tuple(draw(lines(number)) for number in range(1, count + 1))
