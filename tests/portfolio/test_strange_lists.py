"""Lists as municipalities keep them: read as they are meant, or refused in a fitting sentence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from portfolio.small_town import HEADINGS, ROW, as_csv, as_xlsx, places, read
from weefsel.base.errors import InputError
from weefsel.portfolio.amounts import in_thousands, larger_unit, other_period
from weefsel.portfolio.columns import Columns, lacking, propose
from weefsel.portfolio.reading import Reading, read_lines
from weefsel.portfolio.sheet import sheet_of
from weefsel.sources.local_rows import Faults

LINE = ("Inloop", "Buurtwerk", 12500, 2026)
OTHER = ("Speeltuin", "Vereniging", 500, 2026)


def book(sheets: Mapping[str, Sequence[Sequence[Any]]], hidden: Sequence[str] = ()) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if name in hidden:
            sheet.sheet_state = "hidden"
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def ods(sheets: Mapping[str, Sequence[Sequence[str]]], hidden: Sequence[str] = ()) -> bytes:
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text", "style")
    )
    tables = "".join(
        f'<table:table table:name="{name}" table:style-name="{name in hidden}">'
        + "".join(
            "<table:table-row>"
            + "".join(
                f"<table:table-cell><text:p>{one}</text:p></table:table-cell>" for one in row
            )
            + "</table:table-row>"
            for row in rows
        )
        + "</table:table>"
        for name, rows in sheets.items()
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:automatic-styles>"
            '<style:style style:name="True"><style:table-properties table:display="false"/>'
            "</style:style></office:automatic-styles><office:body><office:spreadsheet>"
            f"{tables}</office:spreadsheet></office:body></office:document-content>",
        )
    return file.getvalue()


def of(found: Reading) -> list[str]:
    return [note.sentence.render("nl") for note in found.notes]


def refusal(raw: bytes, name: str = "lijst.csv") -> str:
    with pytest.raises(InputError) as refused:
        read(raw, name)
    assert refused.value.todo is not None
    return refused.value.sentence("nl")


# Sheets


def test_a_hidden_sheet_is_not_read_and_what_was_read_is_named() -> None:
    sheets = {
        "Oud": [HEADINGS, OTHER],
        "Uitleg": [["Zie het blad 2026"]],
        "2026": [HEADINGS, LINE],
    }
    found = read(book(sheets, hidden=["Oud"]), "lijst.xlsx")
    assert [one.activity for one in found.lines] == ["Inloop"]
    said = " ".join(of(found))
    assert "gelezen is het blad '2026'" in said
    assert "andere bladen: 'Uitleg'" in said
    assert "verborgen: 'Oud'" in said


def test_a_hidden_sheet_of_an_opendocument_file_is_not_read() -> None:
    raw = ods({"Oud": [HEADINGS, ("X", "Y", "1", "2026")], "Nu": [HEADINGS, ROW]}, ["Oud"])
    assert [one.activity for one in read(raw, "lijst.ods").lines] == ["Inloop"]


def test_a_table_of_something_else_on_an_earlier_sheet_is_passed_over_and_named() -> None:
    sheets = {"Begrippen": [("Begrip", "Uitleg"), ("a", "b")], "Lijst": [HEADINGS, LINE]}
    found = read(book(sheets), "lijst.xlsx")
    assert [one.activity for one in found.lines] == ["Inloop"]
    assert any("'Begrippen'" in one for one in of(found))


def test_more_sheets_with_such_a_list_are_refused_by_name() -> None:
    said = refusal(book({"Jeugd": [HEADINGS, LINE], "Ouderen": [HEADINGS, OTHER]}), "l.xlsx")
    assert "'Jeugd', 'Ouderen'" in said
    assert "één blad" in said


def test_a_sheet_of_sums_by_organisation_stands_beside_the_list_and_is_passed_over() -> None:
    sums = [("Organisatie", "Bedrag"), ("Buurtwerk", 12500)]
    found = read(book({"Per organisatie": sums, "Lijst": [HEADINGS, LINE]}), "lijst.xlsx")
    assert [one.activity for one in found.lines] == ["Inloop"]
    assert any("'Per organisatie'" in one for one in of(found))


def test_one_sheet_needs_no_word_about_it() -> None:
    assert of(read(as_xlsx([HEADINGS, LINE]), "lijst.xlsx")) == []
    empty = book({"Lijst": [HEADINGS, LINE], "Blad2": [], "Blad3": []})
    assert of(read(empty, "lijst.xlsx")) == []


# Units of the amount


@pytest.mark.parametrize(
    "heading",
    ["Bedrag x € 1.000", "Bedrag (in duizenden euro)", "Subsidie (x 1.000)", "Bedrag in mln",
     "Bedrag × 1000", "Subsidie in k€", "Bedrag (€ 1.000)", "Amount in thousands"],
)  # fmt: skip
def test_amounts_in_thousands_are_refused_and_not_read_as_euros(heading: str) -> None:
    said = refusal(as_csv([("Activiteit", "Organisatie", heading, "Jaar"), ROW]))
    assert heading in said
    assert "hele euro's" in said


@pytest.mark.parametrize("title", ["Bedragen x € 1.000", "(in duizenden euro's)", "* x 1.000"])
def test_thousands_in_a_title_or_under_the_table_are_refused(title: str) -> None:
    assert "hele euro's" in refusal(as_csv([(title, "", "", ""), HEADINGS, ROW]))
    assert "hele euro's" in refusal(as_csv([HEADINGS, ROW, ("* " + title, "", "", "")]))


@pytest.mark.parametrize(
    "said", ["Subsidies boven € 1.000", "Subsidie 2026", "Index x 1,02", "Max 2"]
)
def test_a_title_that_only_names_an_amount_is_no_unit(said: str) -> None:
    assert not larger_unit(said)


@pytest.mark.parametrize(
    "said", ["Subsidiebedrag 2026", "Bedrag (€)", "Toegekend in euro", "Amount"]
)
def test_an_ordinary_heading_is_whole_euros_of_a_year(said: str) -> None:
    assert not in_thousands(said)
    assert not other_period(said)


@pytest.mark.parametrize("heading", ["Bedrag per maand", "Subsidie per kwartaal", "Bedrag p/m"])
def test_the_amount_of_a_month_is_no_amount_of_a_year(heading: str) -> None:
    said = refusal(as_csv([("Activiteit", "Organisatie", heading, "Jaar"), ROW]))
    assert heading in said
    assert "in een jaar" in said
    both = ("Activiteit", "Organisatie", heading, "Bedrag per jaar", "Jaar")
    found = read(as_csv([both, ("Inloop", "B", "100", "1200", "2026")]))
    assert found.lines[0].amount == Decimal(1200)


@pytest.mark.parametrize(
    "heading",
    ["Totale kosten", "Begroting 2026", "Aangevraagd bedrag", "Begrote kosten", "Kosten"],
)
def test_costs_a_budget_or_a_request_are_not_proposed_as_the_subsidy(heading: str) -> None:
    headings = ("Activiteit", "Organisatie", heading, "Verleend", "Jaar")
    grid = sheet_of(as_csv([headings, ("I", "B", "900", "100", "2026")]), "lijst.csv")
    assert propose(grid).of("amount") == "Verleend"
    alone = sheet_of(as_csv([(*headings[:3], "Jaar"), ROW]), "lijst.csv")
    assert propose(alone).of("amount") is None


# Years


def test_an_amount_of_another_year_is_refused_until_somebody_says_which() -> None:
    raw = as_csv([("Activiteit", "Organisatie", "Subsidie 2025"), ROW[:3]])
    grid = sheet_of(raw, "lijst.csv")
    columns = propose(grid, year=2026)
    (said,) = lacking(columns, grid.above)
    assert "2025" in said.render("nl")
    assert "2026" in said.render("nl")
    columns = Columns(columns=columns.columns, year=2025)
    assert read_lines(grid, columns, places()).lines[0].year == 2025


def test_of_two_years_the_one_that_is_asked_for_is_proposed() -> None:
    rows = [("Activiteit", "Organisatie", "Verleend 2025", "Verleend 2026"), ("I", "B", "1", "2")]
    grid = sheet_of(as_csv(rows), "lijst.csv")
    assert propose(grid, year=2026).of("amount") == "Verleend 2026"
    assert propose(grid, year=2025).of("amount") == "Verleend 2025"


def test_an_amount_of_two_years_is_refused() -> None:
    raw = as_csv([("Activiteit", "Organisatie", "Subsidie 2025-2026", "Jaar"), ROW])
    assert "meer dan één jaar" in refusal(raw)


def test_another_year_in_the_title_or_beside_a_column_of_years_is_said() -> None:
    titled = as_csv([("Subsidies 2024", "", "", ""), HEADINGS, ROW])
    assert any("2024" in one for one in of(read(titled)))
    headed = as_csv([("Activiteit", "Organisatie", "Subsidie 2025", "Jaar"), ROW])
    assert any("2025" in one for one in of(read(headed)))


@pytest.mark.parametrize("said", ["2026-01-14", "1-1-2026", "31/12/2026", "2026.0", "2026,0"])
def test_a_date_in_the_column_of_years_gives_its_year(said: str) -> None:
    found = read(as_csv([HEADINGS, (*ROW[:3], said), ("Tuin", "V", "1", said)]))
    assert [one.year for one in found.lines] == [2026, 2026]
    dates = [one for one in of(found) if "datum" in one]
    assert len(dates) == (0 if said.endswith("0") else 1)


# Sums


def test_a_sum_of_the_second_block_is_checked_against_that_block() -> None:
    rows = [
        HEADINGS, ROW, ("Subtotaal", "", "12.500", ""),
        ("Speeltuin", "Vereniging", "500", "2026"), ("Subtotaal", "", "600", ""),
        ("Eindtotaal", "", "13.000", ""),
    ]  # fmt: skip
    notes = {note.row: note.sentence.render("nl") for note in read(as_csv(rows)).notes}
    assert "sinds de vorige som" in notes[5]
    assert "500" in notes[5]
    assert "13.000" not in notes[5]
    assert "samen" not in notes[3] + notes[6]


def test_a_subtotal_that_counts_all_lines_is_said() -> None:
    rows = [
        HEADINGS, ROW, ("Subtotaal", "", "12.500", ""),
        ("Speeltuin", "Vereniging", "500", "2026"), ("Subtotaal", "", "13.000", ""),
    ]  # fmt: skip
    assert any("sinds de vorige som" in one for one in of(read(as_csv(rows))))


# Files that do not open


@pytest.mark.parametrize(
    "row", ['Inloop;"Buurtwerk;12.500,00;2026', '=HYPERLINK("x";"y");Buurtwerk;12.500,00;2026']
)
def test_a_quotation_mark_that_breaks_a_row_is_named_with_its_row(row: str) -> None:
    lines = [";".join(HEADINGS), "Tuin;Vereniging;1.000,50;2026", row, "Bos;Vereniging;2,50;2026"]
    said = refusal("\n".join(lines).encode())
    assert "aanhalingsteken" in said
    assert "rij 3" in said


def test_quotation_marks_that_are_in_order_break_nothing() -> None:
    row = '"Inloop, koffie, thee";"De ""Brug"", x";"1,50";2026'
    raw = f"{';'.join(HEADINGS)}\n{row}\n".encode()
    found = read(raw).lines[0]
    assert (found.activity, found.organisation) == ("Inloop, koffie, thee", 'De "Brug", x')


def test_an_old_workbook_is_asked_for_as_a_new_one() -> None:
    said = refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "lijst.xls")
    assert ".xlsx" in said
    assert "oud Excelbestand" in said


# Headings of two rows, merged cells, formulas


def test_a_group_over_two_years_is_read_as_two_columns() -> None:
    top, low = ("Activiteit", "Organisatie", "Subsidie", None), (None, None, 2025, 2026)
    raw = as_xlsx([top, low, ("Inloop", "Buurtwerk", 10, 20)], ["A1:A2", "B1:B2", "C1:D1"])
    grid = sheet_of(raw, "lijst.xlsx")
    assert grid.columns == ("Activiteit", "Organisatie", "Subsidie 2025", "Subsidie 2026")
    assert grid.lines == (3,)
    found = read_lines(grid, propose(grid, year=2026), places())
    assert [(one.amount, one.year) for one in found.lines] == [(Decimal(20), 2026)]


def test_a_group_over_two_years_is_read_from_a_text_file_too() -> None:
    rows = [("Activiteit", "Organisatie", "Subsidie", ""), ("", "", "2025", "2026")]
    grid = sheet_of(as_csv([*rows, ("Inloop", "B", "10", "20")]), "lijst.csv")
    assert grid.columns[2:] == ("Subsidie 2025", "Subsidie 2026")


def test_a_heading_merged_into_the_lines_is_named_as_a_heading_and_all_are_listed() -> None:
    rows = [HEADINGS, (None, None, 1, 2026), (None, "B", 1, 2026), LINE]
    with pytest.raises(Faults) as refused:
        read(as_xlsx(rows, ["A1:A3", "B1:B3"]), "lijst.xlsx")
    faults = refused.value.faults
    assert [(one.row, one.column[:11]) for one in faults] == [
        (1, "Activiteit"),
        (1, "Organisatie"),
    ]
    assert all("kop" in one.what.render("nl") for one in faults)


def test_a_first_line_merged_with_its_heading_is_never_taken_as_a_heading() -> None:
    raw = as_xlsx([HEADINGS, (None, "Buurtwerk", 100, 2026), LINE], ["A1:A2"])
    with pytest.raises(Faults) as refused:
        read(raw, "lijst.xlsx")
    assert [(one.row, one.column) for one in refused.value.faults] == [(1, "Activiteit")]


def test_merged_cells_and_wrong_cells_are_listed_together() -> None:
    rows = [HEADINGS, ("a", "b", 1, 2026), ("a", "b", 1, 2026), ("", "b", "veel", 2026)]
    with pytest.raises(Faults) as refused:
        read(as_xlsx(rows, ["B2:B3"]), "lijst.xlsx")
    assert [(one.row, one.column) for one in refused.value.faults] == [
        (2, "Organisatie"), (4, "Activiteit"), (4, "Bedrag"),
    ]  # fmt: skip


def test_a_formula_without_a_result_is_said_to_be_one() -> None:
    rows = [HEADINGS, ("Inloop", "Buurtwerk", "=1+1", 2026), ("Totaal", None, "=SUM(C2:C2)", None)]
    with pytest.raises(Faults) as refused:
        read(as_xlsx(rows), "lijst.xlsx")
    (fault,) = refused.value.faults
    assert (fault.row, fault.column) == (2, "Bedrag")
    assert "formule" in fault.what.render("nl")
    with pytest.raises(Faults, match="formula"):
        read(as_csv([HEADINGS, ("Inloop", "Buurtwerk", "=1+1", "2026")]))


# Headings of published registers


def test_the_headings_of_a_published_register_are_known() -> None:
    rows = [
        ("Aanvrager", "Naam subsidie", "Doel subsidie", "Soort subsidie", "Begroting 2026",
         "Verleend bedrag", "Jaar"),
        ("Stichting A", "Inloop", "Elkaar zien", "Structureel", "999", "100", "2026"),
    ]  # fmt: skip
    found = read(as_csv(rows)).lines[0]
    assert (found.organisation, found.activity, found.goal) == (
        "Stichting A", "Inloop", "Elkaar zien",
    )  # fmt: skip
    assert found.amount == Decimal(100)


def test_a_bare_year_is_an_amount_and_says_its_year() -> None:
    rows = [("Aanvrager", "Omschrijving", "2026"), ("Stichting A", "Inloop", "100")]
    found = read(as_csv(rows)).lines[0]
    assert (found.amount, found.year) == (Decimal(100), 2026)


@pytest.mark.parametrize(("said", "number"), [("ca. 150", "150"), ("circa 1.200 mensen", "1.200")])
def test_about_so_many_participants_is_refused_with_the_number_to_write(
    said: str, number: str
) -> None:
    with pytest.raises(Faults) as refused:
        read(as_csv([(*HEADINGS, "Deelnemers"), (*ROW, said)]))
    assert f"{number}," in refused.value.faults[0].todo.render("nl")
