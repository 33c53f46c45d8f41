"""Weverdam's own portfolio: the same lines as its spreadsheet, published, on one page."""

from __future__ import annotations

import io

import pypdf
import pytest

from web import houses
from web.portfolio_home import EXAMPLE, LIST
from weefsel.portfolio.columns import propose
from weefsel.portfolio.people import shown_people
from weefsel.portfolio.reading import read_lines
from weefsel.portfolio.sheet import sheet_of
from weefsel.web.choose.portfolio import example
from weefsel.web.choose.portfolio.found import places_of, read_written
from weefsel.web.choose.portfolio.models import Portfolio
from weefsel.web.login import example_users

pytestmark = pytest.mark.django_db
URL = f"{LIST}{example.KEY}/"


@pytest.fixture
def there(home) -> None:
    """Make the example users and the example portfolio."""
    example_users.renew()
    assert example.renew()


def test_the_record_holds_the_lines_of_the_spreadsheet(home):
    grid = sheet_of(EXAMPLE.read_bytes(), EXAMPLE.name)
    read = read_lines(grid, propose(grid), places_of("GM9990")).lines
    held = read_written(example.record())
    assert held.portfolio.lines == read
    assert held.portfolio.fictitious
    hidden = {key for key, one in shown_people(read).items() if one.reason and one.value is None}
    counted = {one.key for one in read if one.participants is not None}
    assert held.withheld == hidden & counted


def test_everybody_sees_a_review_with_every_kind_of_decision(there):
    page = houses.browser().get(URL)
    assert page.status_code == 200
    assert {one.verdict for one in page.context["lines"]} == {
        "keep", "improve", "scale", "stop", None,
    }  # fmt: skip
    assert page.context["fault"] == ""
    assert page.context["fictitious"]
    assert "verzonnen" in page.content.decode()
    salon = next(one for one in page.context["lines"] if one.line.activity == "Mantelzorgsalon")
    assert salon.participants.value is None
    assert "klein" in salon.participants.reason.render("nl")


@pytest.mark.parametrize("start", ["", "/en"])
def test_it_prints_on_one_page(there, start):
    url = f"{URL}meenemen/" if not start else f"/en/choose/portfolio/{example.KEY}/take-along/"
    answer = houses.browser().get(f"{url}overzicht.pdf")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    book = pypdf.PdfReader(io.BytesIO(answer.content))
    assert len(book.pages) == 1
    assert "Weverdam" in book.pages[0].extract_text()


def test_it_is_made_once_and_what_visitors_changed_stays(there):
    thing = Portfolio.objects.get()
    Portfolio.objects.update(title="Van een bezoeker")
    assert not example.renew()
    thing.refresh_from_db()
    assert thing.title == "Van een bezoeker"


def test_it_is_nowhere_where_something_is_real(home, settings):
    houses.house("echt", name="Een echt huis")
    example_users.renew()
    assert not example.renew()
    assert not Portfolio.objects.exists()


def test_what_is_published_is_the_version_of_now(there):
    director = houses.browser(_adviser())
    page = director.get(URL)
    assert page.context["own"]
    assert page.context["up_to_date"]


def _adviser():
    from weefsel.web.accounts.models import User

    return User.objects.get(username="voorbeeld-policy-adviser")
