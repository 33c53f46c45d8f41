"""A list of subsidies reads the same in every dress; what cannot be read is named, all at once."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.small_town import (
    HEADINGS,
    ROW,
    TOWN,
    as_csv,
    as_xlsx,
    lists,
    places,
    read,
)
from weefsel.base.errors import InputError
from weefsel.portfolio.columns import Columns, columns_of, lacking, propose
from weefsel.portfolio.line import Line, Portfolio
from weefsel.portfolio.money import NoAmount, read_euro, written
from weefsel.portfolio.reading import line_of, read_lines
from weefsel.portfolio.sheet import sheet_of
from weefsel.portfolio.vocabulary import ROLES, guarded
from weefsel.portfolio.writing import COLUMNS, example_csv, shown, to_csv
from weefsel.sources.local_rows import Faults

SECONDS = 15  # of one processor: it takes one, and took more than a hundred

# Round trip


@given(lists(), st.sampled_from(["nl", "en"]))
@settings(max_examples=60, deadline=None)
def test_what_is_written_reads_back_as_the_same_lines(made: tuple[Line, ...], lang: str) -> None:
    back = read(to_csv(Portfolio(TOWN, made), places(), lang))
    assert back.lines == made
    assert back.total == sum(one.amount for one in made)


@given(lists(), st.sampled_from(["nl", "en"]))
@settings(max_examples=30, deadline=None)
def test_the_form_of_a_line_gives_the_line_back(made: tuple[Line, ...], lang: str) -> None:
    for one in made:
        said = shown(one, places(), lang)
        assert line_of(said, places(), key=one.key, number=one.number) == one


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_empty_sheet_names_every_column(lang: str) -> None:
    headings = example_csv(lang) + as_csv([("x",) * 12], separator=";" if lang == "nl" else ",")
    grid = sheet_of(headings, "leeg.csv")
    columns = propose(grid)
    assert lacking(columns) == []
    assert len(columns.columns) == len(grid.columns)


# Any dress


@given(
    lists(),
    st.permutations(range(12)),
    st.sampled_from([";", ",", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_order_separator_encoding_and_trimmings_change_nothing(
    made: tuple[Line, ...], order: list[int], separator: str, code: str, trimmed: bool
) -> None:
    said = [[shown(one, places(), "nl")[role] for role in COLUMNS] for one in made]
    rows = [[ROLES[role].render("nl") for role in COLUMNS], *said]
    if trimmed:
        # A title above, an empty row, a sum and a remark below: as people keep their lists.
        total = sum(one.amount for one in made)
        rows.insert(0, ["Overzicht", *[""] * 11])
        rows.append([""] * 12)
        rows.append(["Totaal" if role == "activity" else written(total, "nl")
                     if role == "amount" else "" for role in COLUMNS])  # fmt: skip
        rows.append(["* voorlopig" if role == "activity" else "" for role in COLUMNS])
    turned = [[guarded(row[at]) for at in order] for row in rows]
    assert read(as_csv(turned, separator=separator, code=code)).lines == made


DRESSED = [
    pytest.param(as_csv([HEADINGS, ROW], separator=separator, code=code), id=f"{at}-{code}")
    for at, separator in enumerate(";,\t")
    for code in ("utf-8", "utf-8-sig", "cp1252", "utf-16")
]


@pytest.mark.parametrize("raw", DRESSED)
def test_separators_and_encodings_read_alike(raw: bytes) -> None:
    found = read(raw)
    assert [(one.activity, one.amount) for one in found.lines] == [("Inloop", Decimal(12500))]


def test_an_accent_survives_each_encoding() -> None:
    for code in ("utf-8", "cp1252", "utf-8-sig"):
        raw = as_csv([HEADINGS, ("Café", "Coöperatie Eén", "€ 1.000", "2026")], code=code)
        assert [(one.activity, one.organisation) for one in read(raw).lines] == [
            ("Café", "Coöperatie Eén")
        ]


@pytest.mark.parametrize(
    ("said", "euro"),
    [
        ("€ 12.500", "12500"),
        ("12.500,00", "12500"),
        ("12500", "12500"),
        ("12 500", "12500"),
        ("\N{EURO SIGN}\N{NO-BREAK SPACE}12.500,-", "12500"),
        ("12.500,=", "12500"),
        ("EUR 12500", "12500"),
        ("12500 euro", "12500"),
        ("12,500.00", "12500"),
        ("1.234.567,89", "1234567.89"),
        ("12,5", "12.50"),
        ("0", "0"),
        (12500.0, "12500"),
        (0.1 + 0.2, "0.30"),
    ],
)
def test_dutch_ways_to_write_an_amount(said: str | float, euro: str) -> None:
    assert read_euro(said) == (Decimal(euro), False)


@pytest.mark.parametrize(
    "said",
    ["-500", "(500)", "€", "12,5k", "12.50.00", "1.23.456", "ca. 500", "p.m.", "12.3456", "1e5",
     "#VALUE!", "10000000000", "12.500,123", "€ 1.000 per jaar"],
)  # fmt: skip
def test_what_is_no_amount_is_refused(said: str) -> None:
    with pytest.raises(NoAmount):
        read_euro(said)


def test_a_workbook_that_computed_parts_of_cents_is_rounded_and_said() -> None:
    found = read(as_xlsx([HEADINGS, ("Inloop", "Buurtwerk", 100 / 3, 2026)]), "lijst.xlsx")
    assert found.lines[0].amount == Decimal("33.33")
    assert "33,33" in found.notes[0].sentence.render("nl")


@given(st.integers(0, 10**11))
def test_an_amount_reads_the_same_with_or_without_marks(cents: int) -> None:
    amount = Decimal(cents).scaleb(-2)
    dutch = f"{amount:,.2f}".replace(",", "x").replace(".", ",").replace("x", ".")
    for said in (f"€ {dutch}", dutch, f"{amount:,.2f}", f"{amount:.2f}", float(amount)):
        assert read_euro(said)[0] == amount


# Columns


def test_columns_may_stand_in_any_order_under_many_names() -> None:
    rows = [
        ("Toegekend bedrag 2026 (€)", "Nr.", "Doelgroep", "Naam instelling", "Project", "Wijk"),
        ("1.000", "1", "eenzame mensen; jongeren", "Buurtwerk", "Inloop", "Lakenhal"),
    ]
    found = read(as_csv(rows)).lines[0]
    assert (found.activity, found.organisation, found.year) == ("Inloop", "Buurtwerk", 2026)
    assert found.areas == ("BU99900101",)
    assert (found.groups, found.for_whom) == (("G4",), "jongeren")


def test_english_headings_are_known_too() -> None:
    rows = [
        ("Grant", "Provider", "Service", "Year", "Participants"),
        ("10", "B", "I", "2026", "12"),
    ]
    found = read(as_csv(rows, separator=",")).lines[0]
    assert (found.amount, found.participants) == (Decimal(10), 12)


def test_a_column_that_nobody_knows_is_named_in_a_note() -> None:
    found = read(as_csv([(*HEADINGS, "Kleur"), (*ROW, "rood")]))
    assert "Kleur" in found.notes[0].sentence.render("nl")


def test_the_user_has_the_last_word_on_a_column() -> None:
    grid = sheet_of(as_csv([(*HEADINGS, "Kleur"), (*ROW, "rood")]), "lijst.csv")
    columns = propose(grid, Columns(columns={"Kleur": "goal"}))
    assert read_lines(grid, columns, places()).lines[0].goal == "rood"


def test_a_lacking_column_is_asked_for_with_the_names_of_the_file() -> None:
    grid = sheet_of(as_csv([("Activiteit", "Kleur"), ("Inloop", "rood")]), "lijst.csv")
    columns = propose(grid)
    assert len(lacking(columns)) == 3  # organisation, amount, year
    with pytest.raises(InputError) as refused:
        read_lines(grid, columns, places())
    assert "lijst.csv" in refused.value.sentence("nl")
    assert "Kleur" in refused.value.sentence("nl")


def test_two_columns_cannot_be_the_same() -> None:
    columns = Columns(columns={"a": "amount", "b": "amount"}, year=2026)
    assert any("amount" in one.render("en") for one in lacking(columns))


def test_a_role_that_does_not_exist_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="'colour'"):
        columns_of({"columns": {"Kleur": "colour"}})


def test_the_columns_survive_as_toml() -> None:
    from weefsel.base.document import read_toml

    made = Columns(columns={"Bedrag": "amount"}, year=2026)
    assert columns_of(read_toml(made.toml(), "x")) == made


# What is no line


def test_sums_titles_and_remarks_are_left_out_and_named() -> None:
    rows = [
        ("Subsidies 2026", "", "", ""),
        HEADINGS,
        ("Jeugd", "", "", ""),
        ROW,
        ("", "", "", ""),
        ("Subtotaal", "", "12.500", ""),
        ("Speeltuin", "Vereniging", "€ 500", "2026"),
        ("Totaal", "", "€ 13.000", ""),
        ("Noot: bedragen zijn voorlopig", "zie bijlage", "", ""),
        ("* voorlopig", "", "", ""),
    ]
    found = read(as_csv(rows))
    assert [one.activity for one in found.lines] == ["Inloop", "Speeltuin"]
    assert [note.row for note in found.notes] == [3, 6, 8, 9, 10]
    assert found.total == Decimal(13000)


def test_a_sum_that_does_not_add_up_is_said() -> None:
    found = read(as_csv([HEADINGS, ROW, ("Totaal", "", "99.999", "")]))
    said = found.notes[0].sentence.render("nl")
    assert "99.999" in said
    assert "12.500" in said


def test_a_line_without_an_amount_is_a_fault_whatever_stands_beside_it() -> None:
    rows = [(*HEADINGS, "Opmerking"), ("Inloop", "Buurtwerk", "", "2026", "Let op: volgt nog")]
    with pytest.raises(Faults) as refused:
        read(as_csv(rows))
    assert [(one.row, one.column) for one in refused.value.faults] == [(2, "Bedrag")]


def test_a_sum_without_a_word_is_a_sum_only_where_it_adds_up() -> None:
    assert len(read(as_csv([HEADINGS, ROW, ("", "", "€ 12.500", "")])).lines) == 1
    with pytest.raises(Faults):
        read(as_csv([HEADINGS, ROW, ("", "", "€ 12.501", "")]))


def test_an_activity_may_begin_with_the_word_total() -> None:
    found = read(as_csv([HEADINGS, ("Totaal Fit", "Sportraad", "500", "2026")]))
    assert found.lines[0].activity == "Totaal Fit"


def test_doubles_are_kept_and_named() -> None:
    found = read(as_csv([HEADINGS, ROW, ROW]))
    assert len(found.lines) == 2
    assert [note.row for note in found.notes] == [3]


def test_a_heading_of_two_rows_is_read_where_the_second_names_the_columns() -> None:
    rows = [("Wie", "Wat", "Hoeveel", "Wanneer"), HEADINGS, ROW]
    assert read(as_csv(rows)).lines[0].amount == Decimal(12500)


# What is wrong


def test_every_fault_is_listed_at_once_with_its_row_and_column() -> None:
    rows = [
        (*HEADINGS, "Buurt", "Deelnemers", "Soort activiteit"),
        ("", "Buurtwerk", "veel", "26", "Lakenhal", "12", "A2"),
        ("Inloop", "", "", "2025-2026", "Nergensdorp", "ongeveer 40", "koken"),
    ]
    with pytest.raises(Faults) as refused:
        read(as_csv(rows))
    assert [(one.row, one.column) for one in refused.value.faults] == [
        (2, "Activiteit"), (2, "Bedrag"), (2, "Jaar"),
        (3, "Organisatie"), (3, "Bedrag"), (3, "Jaar"), (3, "Buurt"), (3, "Deelnemers"),
        (3, "Soort activiteit"),
    ]  # fmt: skip
    for one in refused.value.faults:
        assert one.sentence.render("nl")
        assert one.todo.render("nl")


def test_an_area_of_another_municipality_is_refused() -> None:
    rows = [(*HEADINGS, "Buurt"), (*ROW, "BU03440101")]
    with pytest.raises(Faults, match="BU03440101"):
        read(as_csv(rows))


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("Lakenhal", ("BU99900101",)),
        ("lakenhal en weversgilde", ("BU99900101", "BU99900102")),
        ("Lakenhal, BU99900102", ("BU99900101", "BU99900102")),
        ("Garen, Band en Klos", ("BU99900201",)),
        ("Noord en Polder; Lakenhal", ("WK999002", "BU99900101")),
        ("hele gemeente", (TOWN,)),
        ("heel Weverdam", (TOWN,)),
        ("gemeentebreed", (TOWN,)),
        ("", ()),
        ("onbekend", ()),
    ],
)
def test_areas_by_name_code_or_the_whole(said: str, codes: tuple[str, ...]) -> None:
    assert read(as_csv([(*HEADINGS, "Buurt"), (*ROW, said)])).lines[0].areas == codes


@pytest.mark.parametrize(
    ("said", "people"),
    [("40", 40), ("1.200", 1200), ("0", 0), ("", None), ("onbekend", None), ("<10", None)],
)
def test_participants_that_are_not_known_stay_unknown(said: str, people: int | None) -> None:
    found = read(as_csv([(*HEADINGS, "Deelnemers"), (*ROW, said)]))
    assert found.lines[0].participants == people


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("Home-Start", "home_start"),
        ("home_start", "home_start"),
        ("Big Brothers Big Sisters", "bbbs"),
        ("Een praatje maken", "light:chat"),
        ("geen", ""),
    ],
)
def test_an_intervention_is_found_by_name_or_id(said: str, wanted: str) -> None:
    found = read(as_csv([(*HEADINGS, "Interventie"), (*ROW, said)])).lines[0]
    assert (found.intervention, found.named) == (wanted, "")


def test_an_intervention_that_the_library_lacks_keeps_its_name_and_is_said() -> None:
    found = read(as_csv([(*HEADINGS, "Interventie"), (*ROW, "Home Start plus")]))
    assert (found.lines[0].intervention, found.lines[0].named) == ("", "Home Start plus")
    assert "home_start" in found.notes[0].sentence.render("nl")


def test_nothing_is_guessed_from_a_name() -> None:
    found = read(as_csv([HEADINGS, ("Mantelzorgcafé ontmoeting", "B", "10", "2026")])).lines[0]
    assert (found.kind, found.groups, found.aim, found.form) == (None, (), None, None)


# Workbooks


def test_a_workbook_reads_like_a_text_file() -> None:
    rows = [("Subsidies", None, None, None), HEADINGS, ("Inloop", "Buurtwerk", 12500, 2026)]
    raw = as_xlsx(rows, ["A1:D1"])
    assert read(raw, "lijst.xlsx").lines == read(as_csv([HEADINGS, ROW])).lines


def test_cells_merged_over_rows_are_refused_by_their_place() -> None:
    rows = [HEADINGS, *[(f"a{one}", "b", 1, 2026) for one in range(4)]]
    with pytest.raises(Faults) as refused:
        read(as_xlsx(rows, ["B2:B3", "C4:C5"]), "lijst.xlsx")
    assert [(one.row, one.column) for one in refused.value.faults] == [
        (2, "Organisatie"),
        (4, "Bedrag"),
    ]


def test_merged_cells_of_another_sheet_do_not_matter() -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx([HEADINGS, ROW])))
    other = book.create_sheet("Uitleg", 0)
    other["A1"] = "Zie het andere blad"
    other.merge_cells("A1:A9")
    file = io.BytesIO()
    book.save(file)
    assert len(read(file.getvalue(), "lijst.xlsx").lines) == 1


def test_thousands_of_empty_rows_under_the_table_take_no_minutes() -> None:
    """Office programs write each row that was ever given a height; none of them has cells."""
    held = zipfile.ZipFile(io.BytesIO(as_xlsx([HEADINGS, ROW])))
    empty = b"".join(b'<row r="%d" ht="15" customHeight="1"/>' % one for one in range(3, 18_000))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name in held.namelist():
            part = held.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = part.replace(b"</sheetData>", empty + b"</sheetData>")
            made.writestr(name, part)
    begun = time.process_time()
    assert len(read(file.getvalue(), "lijst.xlsx").lines) == 1
    assert time.process_time() - begun < SECONDS


# Anything

cells = st.one_of(
    st.sampled_from(["", "Totaal", "12.500,00", "€", "Lakenhal", "A2", "G4; x", "2026", "<10"]),
    st.text(max_size=12),
)
grids = st.lists(st.lists(cells, min_size=1, max_size=7), min_size=1, max_size=8)


@given(grids, st.sampled_from([";", ",", "\t"]), st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_grid_gives_lines_or_a_sentence(
    rows: list[list[str]], separator: str, headed: bool
) -> None:
    held = [[*HEADINGS, "Buurt", "Doelgroep", "Deelnemers"], *rows] if headed else rows
    try:
        found = read(as_csv(held, separator=separator, code="utf-8"))
    except InputError:
        return
    assert found.lines
    assert found.total == sum(one.amount for one in found.lines)


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes_give_lines_or_a_sentence(raw: bytes) -> None:
    with pytest.raises(InputError):
        read(raw)


@given(st.dictionaries(
    st.sampled_from(["activity", "organisation", "amount", "year", "areas", "participants",
                     "groups", "kind", "aim", "form", "intervention", "goal"]),
    st.text(max_size=20),
))  # fmt: skip
@settings(max_examples=100, deadline=None)
def test_any_form_gives_a_line_or_faults(said: dict[str, str]) -> None:
    try:
        made = line_of(said, places(), key="k", number=1)
    except Faults:
        return
    assert made.amount >= 0
    assert replace(made, key="k") == made
