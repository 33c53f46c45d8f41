"""A portfolio of any length on one page for everyone, and as tables to take away."""

from __future__ import annotations

import csv
import io
import random
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pypdf
import pytest

from portfolio.small_town import TOWN, line
from report.test_memo import kinds
from weefsel.atlas.local_names import Places
from weefsel.example.aggregates import aggregates
from weefsel.example.design import design
from weefsel.example.land import make_land
from weefsel.example.make import SEED
from weefsel.example.tables import make_division
from weefsel.example.town import make_town
from weefsel.portfolio.columns import propose
from weefsel.portfolio.decision import Decision, Freed, Given
from weefsel.portfolio.line import Line, Portfolio
from weefsel.portfolio.reading import Reading, read_lines
from weefsel.portfolio.review import review
from weefsel.portfolio.reviewed import Review
from weefsel.portfolio.sheet import sheet_of
from weefsel.report.portfolio import overview
from weefsel.report.portfolio_content import Room, contents, shared_out
from weefsel.report.portfolio_table import to_csv, to_xlsx

DAY = date(2026, 11, 22)
EXAMPLE = Path(__file__).parents[2] / "examples/weverdam-portefeuille.csv"
VERDICTS = ("keep", "improve", "scale", "stop")


def some(count: int, *, long: bool = False) -> Portfolio:
    chance = random.Random(count)
    kind = [None, *[f"A{one}" for one in range(1, 11)]]
    ids = ["", "home_start", "resto_vanharte", "scared_straight", "jongerenwerk", "light:chat"]
    name = "Een heel lange naam van een activiteit " * 5 if long else "Inloop"
    lines = tuple(
        line(
            number,
            activity=f"{name} {number}",
            organisation="Stichting " + "Buurtwerk " * (15 if long else 1),
            amount=Decimal(chance.randint(1, 10**7)).scaleb(-2),
            participants=chance.choice([None, 7, 40, 120]),
            intervention=chance.choice(ids),
            kind=chance.choice(kind),
            areas=(chance.choice(["BU99900101", "WK999002", TOWN]),),
            groups=("G4",),
        )
        for number in range(1, count + 1)
    )
    return Portfolio(TOWN, lines, title="Subsidies", fictitious=True)


def judged(book: Portfolio, decided: bool) -> Review:
    decisions = []
    if decided:
        for at, one in enumerate(book.lines):
            verdict: Any = VERDICTS[at % len(VERDICTS)]
            freed = Freed(one.amount, 2027 + at % 6) if verdict == "stop" else None
            decisions.append(Decision(one.key, verdict, "zo besloten", DAY, freed))
    return review(book, None, DAY, decisions=decisions)


def words(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("decided", [False, True])
@pytest.mark.parametrize(("count", "long"), [(1, False), (12, False), (80, False), (80, True)])
def test_it_is_one_page(count: int, long: bool, decided: bool, lang: str) -> None:
    made = overview(judged(some(count, long=long), decided), lang, area_name="Weverdam")
    assert len(pypdf.PdfReader(io.BytesIO(made)).pages) == 1


def test_a_portfolio_without_lines_is_a_page_too() -> None:
    made = overview(judged(Portfolio(TOWN, ()), False), "nl")
    assert "niets te beoordelen" in words(made)


def test_what_is_left_out_is_counted_with_its_money() -> None:
    found = judged(some(80), True)
    said = words(overview(found, "nl"))
    named = sum(int(one) for one in re.findall(r"nog (\d+) regels?: in de bijlage", said))
    rows = contents(found, "nl", Room(20, 3, 2))["lines"]["rows"]
    assert named > 0
    shown = sum(len(row) > 1 and row[0]["words"].isdigit() for row in rows)
    left = sum(
        int(each[0])
        for row in rows
        if len(row) > 1 and (each := re.findall(r"nog (\d+)", row[1]["words"]))
    )
    assert shown + left == 80


def test_the_largest_lines_of_each_decision_are_named() -> None:
    found = judged(some(80), True)
    rows = contents(found, "nl", Room(24, 3, 2))["lines"]["rows"]
    stopped = [one for one in found.lines if one.verdict == "stop"]
    largest = max(stopped, key=lambda one: one.line.amount)
    assert rows[0][0]["words"] == "Stoppen"
    assert rows[1][0]["words"] == str(largest.line.number)


@pytest.mark.parametrize(
    ("sizes", "rows", "given"),
    [
        ([3, 2], 9, [3, 2]),
        ([10, 1], 5, [3, 1]),
        ([10, 10], 5, [2, 1]),
        ([10, 10], 1, [0, 0]),
        ([], 5, []),
    ],
)
def test_rows_are_shared_out_in_turn(sizes: list[int], rows: int, given: list[int]) -> None:
    found = shared_out(sizes, rows)
    assert found == given
    assert sum(found) + sum(0 < one < size for one, size in zip(found, sizes, strict=True)) <= rows


def test_the_page_is_a_tagged_document_for_everyone() -> None:
    found = judged(some(12), True)
    pdf = pikepdf.open(io.BytesIO(overview(found, "nl", area_name="Weverdam")))
    assert str(pdf.Root.Lang) == "nl"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == found.title.render("nl")
    held = kinds(pdf)
    assert "/H1" in held
    assert "/Table" in held
    assert "/TH" in held


def test_the_same_review_gives_the_same_bytes() -> None:
    found = judged(some(12), True)
    assert overview(found, "nl") == overview(found, "nl")


def test_small_counts_are_on_no_page_and_in_no_table() -> None:
    lines = tuple(
        line(number, kind="A2", amount=Decimal(7777), participants=people)
        for number, people in enumerate((7, 101, 102, 103, 104), start=1)
    )
    found = review(Portfolio(TOWN, lines), None, DAY)
    assert "1.111" not in words(overview(found, "nl"))
    table = list(csv.reader(io.StringIO(to_csv(found, "nl").decode("utf-8-sig")), delimiter=";"))
    people = table[0].index("Deelnemers")
    assert table[1][people] == ""
    assert table[2][people] == "101"
    assert all("1111" not in cell for row in table for cell in row)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_tables_hold_every_line_to_the_cent(lang: str) -> None:
    book = some(80)
    found = judged(book, True)
    mark = ";" if lang == "nl" else ","
    rows = list(csv.reader(io.StringIO(to_csv(found, lang).decode("utf-8-sig")), delimiter=mark))
    amounts = [Decimal(row[3].replace(",", ".") if lang == "nl" else row[3]) for row in rows[1:81]]
    assert amounts == [one.amount.normalize() for one in book.lines]
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(found, lang))).worksheets[0]
    assert sheet.max_row == 81
    assert [round(Decimal(row[3]), 2) for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        one.amount for one in book.lines
    ]


def test_a_name_never_becomes_a_formula() -> None:
    found = review(Portfolio(TOWN, (line(1, activity="=1+1"),)), None, DAY)
    assert b"'=1+1" in to_csv(found, "nl")
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(found, "nl"))).worksheets[0]
    assert sheet.cell(2, 2).data_type == "s"


# The example that comes along


@pytest.fixture(scope="module")
def weverdam() -> Reading:
    """Read the example in the division of the example municipality."""
    plan = design()
    town = make_town(plan, make_land(plan, SEED), aggregates(), SEED)
    year = plan.years[-1]
    frame = make_division(plan, town, year).areas
    grid = sheet_of(EXAMPLE.read_bytes(), EXAMPLE.name)
    return read_lines(grid, propose(grid), Places(frame, TOWN, year))


def test_the_example_says_that_it_is_invented() -> None:
    said = EXAMPLE.read_text(encoding="utf-8-sig")
    assert "verzonnen" in said.splitlines()[0]
    assert "bestaat niet" in said.splitlines()[1]


def test_the_example_shows_what_a_review_can_say(weverdam: Reading) -> None:
    book = Portfolio(TOWN, weverdam.lines, fictitious=True)
    found = review(book, None, DAY)
    research = {one.evidence.research for one in found.lines}
    assert {"none_named", "in_favour", "light"} <= research
    assert research & {"no_difference", "opposite"}
    assert any(one.evidence.standing == "expired" for one in found.lines)
    assert any(one.overlap for one in found.lines)
    assert any(one.line.participants is None for one in found.lines)
    assert any(one.participants.value is None and one.line.participants for one in found.lines)
    assert any(one.cost.place for one in found.lines)
    assert len(pypdf.PdfReader(io.BytesIO(overview(found, "nl"))).pages) == 1


def test_the_decisions_of_the_example_print_on_one_page(weverdam: Reading) -> None:
    lines: dict[int, Line] = {one.number: one for one in weverdam.lines}
    found = review(
        Portfolio(TOWN, weverdam.lines, fictitious=True),
        None,
        DAY,
        decisions=[
            Decision(lines[10].key, "stop", "omgekeerd effect", DAY,
                     Freed(lines[10].amount, 2028, date(2027, 12, 31))),
            Decision(lines[13].key, "scale", "onderzoek pleit ervoor", DAY),
        ],
        given=[Given(Decimal(8000), 2028, "line", lines[13].key)],
    )  # fmt: skip
    for lang in ("nl", "en"):
        made = overview(found, lang, area_name="Weverdam")
        assert len(pypdf.PdfReader(io.BytesIO(made)).pages) == 1
    said = words(overview(found, "nl"))
    assert "4.900" in said
    assert "8.000 euro vanaf 2028: Jongerenwerk Lakendonk" in said.replace("€ 8.000", "8.000 euro")
    stopped = next(one for one in found.lines if one.line.number == 10)
    assert [one.key for one in stopped.questions] == ["after_stop"]


def test_more_destinations_than_fit_are_counted() -> None:
    book = some(12)
    stopped = Decision(
        book.lines[0].key, "stop", "zo besloten", DAY, Freed(book.lines[0].amount, 2027)
    )
    cent = Decimal("0.01")
    given = [Given(cent, 2027, "line", one.key) for one in book.lines[1:8]]
    found = review(book, None, DAY, decisions=[stopped], given=given)
    made = overview(found, "nl")
    assert len(pypdf.PdfReader(io.BytesIO(made)).pages) == 1
    assert "en nog 3 bestemmingen, in de bijlage" in words(made)
