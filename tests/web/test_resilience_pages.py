"""The resilience maps on the pages: three forms, refusals, the table, the files."""

from __future__ import annotations

import csv
import io
from html import unescape
from typing import Any

import pytest
from openpyxl import load_workbook

from web.reading import read, without_account
from weefsel.report.resilience_classes import NAMES, ORDER, classes_of, focus_legend
from weefsel.web import ask
from weefsel.web.keep.algorithms import told

pytestmark = pytest.mark.django_db
MAP, ENGLISH = "/gemeente/GM9990/veerkracht/", "/en/municipality/GM9990/resilience/"
FORMS = {"focus": "focus", "verandering": "relative_change", "verschil": "residual"}
ONE_MODEL = "?kwetsbaar=anxiety_depression_risk_18plus&overlast=noise_neighbours_18plus"


def page(visitor: Any, url: str) -> str:
    answer = visitor.get(url)
    assert answer.status_code == 200, url
    return unescape(answer.content.decode())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("start", [MAP, ENGLISH])
def test_each_form_has_a_finding_a_map_and_a_table_that_account_for_every_number(
    home, visitor, start, form
):
    body = page(visitor, f"{start}?vorm={form}")
    found = read(body)
    assert not found.loose_digits
    assert not found.odd_moments
    assert not without_account(found)
    assert not found.duplicate_ids
    assert not found.inline
    made = ask.resilience_of("GM9990").maps[FORMS[form]]
    lang = "en" if start == ENGLISH else "nl"
    head = read(f"<h1>{body.split('<h1>')[1].split('</h1>')[0]}</h1>").text
    assert " ".join(head.split()) == made.title.render(lang)
    assert 'class="chart chart-map"' in body
    table = body.split('id="table"')[1].split("</table>")[0]
    rows = made.areas.height
    assert table.count('<th scope="row">') == rows
    for kind in made.areas["class"].drop_nulls().unique():
        words = NAMES[kind].render(lang)
        assert words[:1].upper() + words[1:] in table


def test_the_class_of_each_area_on_the_map_is_that_of_the_table(home, visitor):
    body = page(visitor, MAP)
    table = body.split('id="table"')[1].split("</table>")[0]
    for row in ask.resilience_of("GM9990").maps["focus"].areas.iter_rows(named=True):
        place = body.split(f'data-code="{row["area"]}"')[0].rpartition("<a class")[2]
        line = table.split(f"/buurt/{row['area']}/")[1].split("</tr>")[0]
        if row["class"] is None:
            assert "geen klasse" in place
            assert "Te weinig inwoners" in line
        else:
            words = NAMES[row["class"]].render("nl")
            assert words in place
            assert words in line.casefold()


def test_the_page_says_how_it_is_made_and_of_what(home, visitor):
    body = page(visitor, MAP)
    assert "Formule, gewichten en klassegrenzen" in body
    assert "geen oordeel over een buurt" in body
    assert "Licht verstandelijke beperking" in body
    for name in ("resilience", "vulnerability", "hot_spots"):
        assert told(name)[0] in body
    # Vulnerability rests on model estimates in part: its clusters claim no chance of error.
    assert "Cluster in een modelschatting" in body.split('id="clusters"')[1]
    change = page(visitor, f"{MAP}?vorm=verandering")
    assert "Telt niet mee in de verandering" in change
    assert "laag opgeleid" in change


@pytest.mark.parametrize("form", FORMS)
def test_two_figures_of_one_model_are_refused_on_the_page_with_the_reason(home, visitor, form):
    body = page(visitor, f"{MAP}{ONE_MODEL}&vorm={form}")
    assert "Beide assen komen uit één model" in body.split("</h1>")[0]
    assert "Deze kaart wordt niet gemaakt" in body
    assert 'class="chart chart-map"' not in body
    assert 'id="table"' not in body
    for name in ("kaart.svg", "gebieden.csv"):
        assert visitor.get(f"{MAP}{name}{ONE_MODEL}&vorm={form}").status_code == 404


@pytest.mark.parametrize(
    "strange", ["?vorm=x", "?kwetsbaar=population", "?overlast=%00", "?vorm="]
)
def test_a_strange_question_gives_the_usual_map(home, visitor, strange):
    assert (
        page(visitor, f"{MAP}{strange}")
        .split("</h1>")[0]
        .endswith(page(visitor, MAP).split("<h1>")[1].split("</h1>")[0])
    )


def test_an_area_inside_leads_to_its_municipality_and_an_unknown_one_is_not_found(home, visitor):
    assert visitor.get("/gemeente/BU99900301/veerkracht/").url == MAP
    for code in ("GM0000", "zomaar", "NL00"):
        assert visitor.get(f"/gemeente/{code}/veerkracht/").status_code == 404
    assert visitor.get(f"{MAP}anders.csv").status_code == 404


def test_the_files_hold_the_table_and_the_map_with_their_source(home, visitor):
    query = "?vorm=verschil"
    answer = visitor.get(f"{MAP}gebieden.csv{query}")
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0][:2] == ["Code", "Gebied"]
    held = {row[0]: row for row in rows[1:] if row and row[0].startswith("BU")}
    made = ask.resilience_of("GM9990").maps["residual"].areas
    assert set(held) == set(made["area"])
    for row in made.iter_rows(named=True):
        expected = "" if row["expected"] is None else repr(row["expected"]).replace(".", ",")
        assert held[row["area"]][5] == expected
    assert "verzonnen" in text
    assert "kerncijfers" in text
    book = load_workbook(io.BytesIO(visitor.get(f"{MAP}gebieden.xlsx{query}").content))
    assert book.worksheets[0].max_row >= made.height
    svg = visitor.get(f"{MAP}kaart.svg").content.decode()
    assert "kerncijfers" in svg
    assert "geen oordeel" in svg
    assert visitor.get(f"{MAP}kaart.png").content.startswith(b"\x89PNG")


def test_every_class_has_a_name_and_a_colour_and_the_legend_counts_them():
    for form, order in ORDER.items():
        classes = classes_of(form)
        assert len(order) == len(classes.colours) == len(set(classes.colours))
        assert len({name.render("nl") for name in classes.names}) == len(order)
    drawn = focus_legend("nl", {"3-3": 14})
    assert drawn.count("<rect") == 9
    assert ">14</text>" in drawn
    assert "kwetsbaarheid hoog, overlast hoog: 14" in drawn
