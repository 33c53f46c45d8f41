"""Somebody's own spreadsheet reads the same in every dress, and in doubt not at all."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.local_dress import Dress, Row, written
from weefsel.base.errors import InputError
from weefsel.sources.local_grid import MOST_BYTES, Percent, grid_of
from weefsel.sources.local_mapping import LocalMapping, guess, mapping_of
from weefsel.sources.local_numbers import NotANumber, Number, read_numbers
from weefsel.sources.local_rows import rows_of

KNOWN = {"burenhulp": "neighbour_help", "vertrouwen": "trust_people"}
MARKS = [(";", ","), (";", "."), (",", "."), ("\t", ","), ("\t", "."), ("|", ",")]
AREAS = ("Lakenhal", "BU99900101", "Achter de Raamhof", "Het Uiterste Eind", "'s-Hof")


def hundredths(low: int, high: int) -> st.SearchStrategy[float]:
    return st.integers(low * 100, high * 100).map(lambda one: one / 100)


@st.composite
def dresses(draw: st.DrawFn) -> Dress:
    kind = draw(st.sampled_from(["csv", "csv", "csv", "xlsx", "ods"]))
    separator, decimal = draw(st.sampled_from(MARKS))
    other = "." if decimal == "," else ","
    groups = ["", " ", "\N{NO-BREAK SPACE}", other] if other != separator else ["", " "]
    return Dress(
        kind=kind,
        separator=separator,
        decimal=decimal,
        thousands=draw(st.sampled_from(groups)),
        percent=draw(st.booleans()),
        encoding=draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"])),
        title=draw(st.booleans()),
        wide=draw(st.booleans()),
    )


@st.composite
def tables(draw: st.DrawFn) -> list[Row]:
    keys = draw(
        st.lists(
            st.tuples(
                st.sampled_from(AREAS), st.sampled_from(sorted(KNOWN)), st.integers(2015, 2023)
            ),
            min_size=1,
            max_size=8,
            unique=True,
        )
    )
    return [
        (*key, draw(hundredths(0, 100)), draw(st.none() | st.integers(10, 99_999))) for key in keys
    ]


def read(raw: bytes, mapping: LocalMapping | None = None) -> list[tuple]:
    grid = grid_of(raw, "cijfers")
    found = rows_of(grid, guess(grid, KNOWN, mapping))
    assert found.faults == ()
    return sorted(
        (row.area, KNOWN.get(row.indicator, row.indicator), row.year, round(row.value or 0, 6),
         row.n)
        for row in found.rows
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(tables(), dresses())
def test_any_table_reads_the_same_in_any_dress(rows: list[Row], dress: Dress) -> None:
    wanted = sorted((a, KNOWN[i], y, v, n) for a, i, y, v, n in rows)
    named = {",": "comma", ".": "point"}[dress.decimal]
    mapping = mapping_of({"decimal": named}) if dress.kind == "csv" else None
    assert read(written(rows, dress), mapping) == wanted


@settings(max_examples=150, deadline=None)
@given(tables(), dresses())
def test_without_being_told_the_mark_a_table_reads_the_same_or_is_refused(
    rows: list[Row], dress: Dress
) -> None:
    grid = grid_of(written(rows, dress), "cijfers")
    found = rows_of(grid, guess(grid, KNOWN))
    if found.faults:
        said = {one.what.msgid for one in found.faults}
        assert said == {"'%(cell)s' can be thousands or decimals."}
        return
    got = sorted((r.area, KNOWN.get(r.indicator, r.indicator), r.year, r.value, r.n)
                 for r in found.rows)  # fmt: skip
    assert [pytest.approx(one[3]) for one in got] == [
        v for _, _, _, v, _ in sorted((a, KNOWN[i], y, v, n) for a, i, y, v, n in rows)
    ]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_at_all_make_it_stumble(raw: bytes) -> None:
    said = ""
    try:
        grid = grid_of(raw, "cijfers")
        rows_of(grid, guess(grid, KNOWN))
    except InputError as refused:
        said = refused.sentence("nl").strip()
    assert said or grid.rows


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=5), min_size=1, max_size=6))
def test_no_words_at_all_make_it_stumble(table: list[list[str]]) -> None:
    raw = "\n".join(";".join(line) for line in [["gebied", "burenhulp", "jaar"], *table]).encode()
    try:
        grid = grid_of(raw, "cijfers")
        found = rows_of(grid, guess(grid, KNOWN))
    except InputError:
        return
    lines = {one.line for one in found.rows} | {one.row for one in found.faults}
    assert lines <= set(grid.lines)


@pytest.mark.parametrize(
    ("cells", "decimal", "values"),
    [
        (["12,5", "3"], None, [12.5, 3]),
        (["12.5", "3"], None, [12.5, 3]),
        (["1.250,5", "1.250"], None, [1250.5, 1250]),
        (["1,250.5", "1,250"], None, [1250.5, 1250]),
        (["1 250", "12"], None, [1250, 12]),
        (["1.234.567"], None, [1234567]),
        (["1.250"], "comma", [1250]),
        (["1.250"], "point", [1.25]),
        (["\N{MINUS SIGN}3", "-4"], None, [-3, -4]),
        (["12,5%", "12,5 procent"], None, [12.5, 12.5]),
        (["\N{PLUS-MINUS SIGN}4,2"], None, [4.2]),
    ],
)
def test_numbers_as_people_write_them(cells, decimal, values) -> None:
    found = read_numbers({0: cells}, decimal)[0]
    assert [one.value for one in found if isinstance(one, Number)] == values


@pytest.mark.parametrize(
    "cells",
    [["1.250"], ["1,250"], ["1.250", "12,5", "3.5"], ["<10"], ["10-20"], ["ca. 5"], ["1.25.0"],
     ["12,5,5"], ["inf"], ["1e999"], ["\N{ARABIC-INDIC DIGIT ONE}x"]],
)  # fmt: skip
def test_a_number_that_can_be_two_things_or_none_is_not_guessed(cells: list[str]) -> None:
    assert any(isinstance(one, NotANumber) for one in read_numbers({0: cells})[0])


def test_residents_with_a_point_beside_shares_with_a_point_are_refused() -> None:
    found = read_numbers({0: ["12.5", "8.25"], 1: ["1.250", "2.300"]})
    assert all(isinstance(one, NotANumber) for one in found[1])
    assert all(isinstance(one, Number) for one in found[0])


def test_a_percentage_of_a_workbook_is_what_the_sheet_shows() -> None:
    rows: list[Row] = [("Lakenhal", "burenhulp", 2023, 12.5, 80)]
    for kind in ("xlsx", "ods"):
        grid = grid_of(written(rows, Dress(kind=kind, percent=True)), "cijfers")
        (cell,) = grid.cells(3)
        assert isinstance(cell, Percent)
        assert cell == 12.5


def test_a_fault_names_the_row_of_the_file_as_the_spreadsheet_counts_it() -> None:
    head = b"Cijfers\n\ngebied;indicator;jaar;waarde\n"
    raw = head + b"Lakenhal;burenhulp;2023;12\n\n;;;\nX;burenhulp;2023;vijf\n"
    grid = grid_of(raw, "cijfers")
    found = rows_of(grid, guess(grid, KNOWN))
    assert [(one.row, one.column) for one in found.faults] == [(7, "waarde")]


def test_cells_with_line_breaks_do_not_shift_the_rows() -> None:
    raw = b'gebied;indicator;jaar;waarde\n"Laken\nhal";burenhulp;2023;12\nX;burenhulp;2023;vijf\n'
    grid = grid_of(raw, "cijfers")
    (fault,) = rows_of(grid, guess(grid, KNOWN)).faults
    assert fault.row == 4


@pytest.mark.parametrize(
    ("year", "fine"),
    [("2023", True), ("2023,0", True), ("'23", False), ("2022/2023", False), ("", False),
     ("20230", False)],
)  # fmt: skip
def test_a_year_is_four_digits(year: str, fine: bool) -> None:
    grid = grid_of(
        f"gebied;indicator;jaar;waarde\nX;burenhulp;{year};1\nY;burenhulp;2023;2\n".encode(), "c"
    )
    assert (len(rows_of(grid, guess(grid, KNOWN)).rows) == 2) is fine


def test_an_empty_value_is_refused_in_a_long_table_and_passed_over_in_a_wide_one() -> None:
    long = grid_of(b"gebied;indicator;jaar;waarde\nX;burenhulp;2023;\nY;burenhulp;2023;1\n", "c")
    found = rows_of(long, guess(long, KNOWN))
    assert [one.row for one in found.faults] == [2]
    wide = grid_of(b"gebied;jaar;Burenhulp;Vertrouwen\nX;2023;;4\nY;2023;1;.\n", "c")
    found = rows_of(wide, guess(wide, KNOWN))
    assert (len(found.rows), found.empty, found.faults) == (2, 2, ())


def test_what_stands_above_the_table_is_heard() -> None:
    above = b"Titel: Enquete 2023\nLicentie: CC0\nBron: ons bureau\n"
    raw = above + b"gebied;indicator;jaar;waarde\nX;burenhulp;2023;1\n"
    grid = grid_of(raw, "c")
    found = guess(grid, KNOWN)
    assert (found.title, found.licence, found.source) == ("Enquete 2023", "CC0-1.0", "ons bureau")
    named = guess(grid, KNOWN, mapping_of({"title": "Anders", "licence": "CC BY 4.0"}))
    assert (named.title, named.licence) == ("Anders", "CC BY 4.0")


def test_a_mapping_survives_its_own_file(tmp_path) -> None:
    from weefsel.sources.local_mapping import read_mapping

    mapping = mapping_of(
        {
            "title": "Enquête \N{EN DASH} 'wijk'",
            "columns": {"Waar?": "area", "Hulp (%)": "indicator:neighbour_help", "x": "skip"},
            "indicators": {"praatje": "neighbour_help"},
            "indicator": [{"id": "parking", "name_nl": "Parkeren", "name_en": "Parking"}],
            "confidence": 0.9,
            "fractions": False,
        }
    )
    path = tmp_path / "m.toml"
    path.write_text(mapping.toml(), encoding="utf-8")
    assert read_mapping(path) == mapping


@pytest.mark.parametrize(
    "record",
    [
        {"columns": {"x": "waarde?"}},
        {"columns": {"x": "indicator:"}},
        {"licence": "alleen voor ons"},
        {"municipality": "BU99900101"},
        {"confidence": 95},
        {"indicator": [{"id": "Een Twee", "name_nl": "abc", "name_en": "abc"}]},
        {"onbekend": 1},
    ],
)
def test_a_wrong_mapping_is_refused_with_its_key(record: dict) -> None:
    with pytest.raises(InputError):
        mapping_of(record)


def bomb() -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", b"0" * 70_000_000)
    return raw.getvalue()


def entities() -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("content.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    return raw.getvalue()


@pytest.mark.parametrize(
    "raw",
    [b"", b"   \n", b"woord", b"PK\x03\x04", b"a;a\n1;2\n", b"a;b\n", b"x" * (MOST_BYTES + 1),
     bomb(), entities(), b"a;b\n1;2;3\n", b"\x00\x00;\x00"],
    ids=["empty", "blank", "word", "zip", "twice", "no-rows", "large", "bomb", "entities",
         "too-wide", "zeros"],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused_in_both_languages(raw: bytes) -> None:
    with pytest.raises(InputError) as caught:
        grid_of(raw, "cijfers.csv")
    assert "cijfers.csv" in caught.value.sentence("nl")
    assert caught.value.sentence("nl") != caught.value.sentence("en")


def test_a_dress_can_change_what_is_read() -> None:
    """The comparison above can fail: a table in another dress with another value differs."""
    rows: list[Row] = [("Lakenhal", "burenhulp", 2023, 12.5, 80)]
    other = [(*rows[0][:3], 12.6, 80)]
    assert read(written(rows, Dress())) != read(written(other, replace(Dress(), decimal=".")))


def test_a_hidden_sheet_is_never_the_table() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    old, now = book.worksheets[0], book.create_sheet("Nu")
    old.sheet_state = "hidden"
    for sheet, area in ((old, "Oud"), (now, "Nieuw")):
        sheet.append(["gebied", "waarde"])
        sheet.append([area, 1])
    file = io.BytesIO()
    book.save(file)
    assert grid_of(file.getvalue(), "cijfers.xlsx").rows == (("Nieuw", 1.0),)


def test_an_old_workbook_and_a_broken_quotation_mark_say_what_they_are() -> None:
    with pytest.raises(InputError, match="old Excel file"):
        grid_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "cijfers.xls")
    with pytest.raises(InputError, match="row 3 has a quotation mark"):
        grid_of(b'gebied;jaar;waarde\nX;2023;1,5\n"Y;2023;2,5\nZ;2023;3,5\n', "cijfers.csv")
