"""A strange list on its way to a portfolio: what was read is on screen, what is wrong too."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from web import houses
from web.portfolio_home import LIST, bring, town, worker
from web.reading import read
from weefsel.web.choose.portfolio.models import Portfolio, PortfolioFile

pytestmark = pytest.mark.django_db

HEADINGS = ["activiteit", "organisatie", "bedrag", "jaar"]


@pytest.fixture
def place(home):
    return town()


@pytest.fixture
def adviser(place):
    return houses.browser(worker(place))


def pages(client):
    url = f"{LIST}bestand/{PortfolioFile.objects.get().pk}/"
    return client.get(f"{url}kolommen/"), client.get(f"{url}controle/"), url


def test_the_sheet_that_was_read_is_named_and_cells_stand_as_written(place, adviser):
    book = Workbook()
    old, now, notes = book.worksheets[0], book.create_sheet("Nu"), book.create_sheet("Uitleg")
    old.title, old.sheet_state = "Oud", "hidden"
    for sheet in (old, now):
        sheet.append(HEADINGS)
        sheet.append(["Inloop", "Stichting", 20000.0, 2026])
    notes.append(["zie", "het andere blad"])
    file = io.BytesIO()
    book.save(file)
    assert bring(adviser, place, file.getvalue(), "lijst.xlsx").status_code == 302
    columns, check, _url = pages(adviser)
    for page in (columns, check):
        said = page.content.decode()
        for name in ("Nu", "Oud", "Uitleg"):
            assert f"&#x27;{name}&#x27;" in said or f"'{name}'" in said
        assert read(said).loose_digits == []
    assert ">20000<" in columns.content.decode()
    assert "20000.0" not in columns.content.decode()


def test_an_amount_of_another_year_is_asked_about_and_stored_for_the_year_it_is_of(place, adviser):
    content = b"activiteit;organisatie;Subsidie 2025\nInloop;Stichting;1000\n"
    assert bring(adviser, place, content).status_code == 302
    columns, check, url = pages(adviser)
    assert any("2025" in one and "2026" in one for one in columns.context["lacking"])
    assert check.status_code == 302
    adviser.post(f"{url}opslaan/")
    assert not Portfolio.objects.exists()
    told = {"column-0": "activity", "column-1": "organisation", "column-2": "amount"}
    assert adviser.post(f"{url}kolommen/", {**told, "year": "2025"}).status_code == 302
    adviser.post(f"{url}opslaan/")
    assert Portfolio.objects.get().lines.get().year == 2025


@pytest.mark.parametrize("heading", ["Bedrag x € 1.000", "Bedrag per maand"])
def test_another_unit_is_never_stored_as_euros_of_a_year(place, adviser, heading):
    content = f"activiteit;organisatie;{heading};jaar\nInloop;Stichting;10;2026\n"
    assert bring(adviser, place, content.encode()).status_code == 302
    columns, check, url = pages(adviser)
    assert any(heading in one for one in columns.context["lacking"])
    assert check.status_code == 302
    adviser.post(f"{url}opslaan/")
    assert not Portfolio.objects.exists()


def test_two_lists_in_one_workbook_are_refused_with_their_names(place, adviser):
    book = Workbook()
    for sheet in (book.worksheets[0], book.create_sheet("Ouderen")):
        sheet.append(HEADINGS)
        sheet.append(["Inloop", "Stichting", 1, 2026])
    file = io.BytesIO()
    book.save(file)
    answer = bring(adviser, place, file.getvalue(), "lijst.xlsx")
    assert answer.status_code == 400
    assert "Ouderen" in answer.content.decode()
    assert not PortfolioFile.objects.exists()
