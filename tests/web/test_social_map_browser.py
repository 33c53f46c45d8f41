"""The register in a real Chromium: a provision entered without script, and a list confirmed."""

from __future__ import annotations

from typing import Any

import pytest

from web.portfolio_home import town, worker
from web.test_portfolio_browser import logged_in, look

from .conftest import WIDTHS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect
NEXT = "Bewaren, en naar de volgende stap"


@pytest.fixture
def filled(home: Any, transactional_db: None) -> Any:
    """Give the house of social work with what it has in the example."""
    from weefsel.web.social_map import take_over

    town()
    welfare = town("welzijn-weverdam", kind="organisation")
    take_over.renew()
    return welfare


def test_a_provision_is_entered_step_by_step_without_script_and_confirmed(
    filled: Any, address: str, chromium: Any
) -> None:
    person = worker(filled, "team_lead")
    for width in WIDTHS.values():
        window = logged_in(chromium, address, person, width)
        page = window.new_page()
        page.route("**/*.js", lambda route: route.abort())  # nothing here may need a script
        page.goto(f"{address}/sociale-kaart/")
        expect(page.get_by_role("heading", level=1)).to_contain_text("voorzieningen moeten worden")
        look(page, "register", width)
        before = page.locator("tbody .tag--old").count()
        page.get_by_role("button", name="Klopt nog").first.click()
        expect(page.get_by_role("status").or_(page.get_by_role("alert"))).to_contain_text("klopt")
        assert page.locator("tbody .tag--old").count() == before - 1
        page.get_by_role("link", name="Nieuwe voorziening").click()
        page.get_by_role("button", name=NEXT).click()
        expect(page.get_by_role("alert")).to_be_visible()  # a provision has a name
        look(page, "register-new", width)
        page.get_by_label("Hoe noemen mensen het?").fill("Breicafé")
        page.get_by_label("Wat voor plek of hulp is het?").select_option("meeting_group")
        page.get_by_label("Wie doet het?").select_option(label="Welzijn Weverdam")
        page.get_by_role("button", name=NEXT).click()
        look(page, "register-where", width)
        page.get_by_label("Straat").fill("Spoelstraat")
        page.get_by_label("Buurt", exact=True).select_option("BU99900301")
        page.get_by_role("button", name=NEXT).click()
        page.get_by_label("Dinsdag, open om", exact=True).fill("10:00")
        page.get_by_label("Dinsdag, dicht om", exact=True).fill("12:00")
        look(page, "register-when", width)
        page.get_by_role("button", name=NEXT).click()
        page.get_by_label("eenzame mensen", exact=False).first.check()
        look(page, "register-whom", width)
        page.get_by_role("button", name=NEXT).click()
        look(page, "register-how-much", width)
        page.get_by_role("button", name=NEXT).click()
        page.get_by_label("Telefoon").fill("099 1")
        look(page, "register-contact", width)
        page.get_by_role("button", name="Bewaren", exact=True).click()
        expect(page.locator("main")).to_contain_text("alleen je eigen huis ziet het")
        page.get_by_role("button", name="Openbaar maken").click()
        expect(page.locator("main")).to_contain_text("iedereen kan het vinden")
        look(page, "register-page", width)
        page.get_by_role("link", name="Stoppen").click()
        look(page, "register-stop", width)
        window.close()


def test_the_term_of_a_municipality_in_english(filled: Any, address: str, chromium: Any) -> None:
    from weefsel.web.accounts.models import House

    width = WIDTHS["phone"]
    person = worker(House.objects.get(slug="gemeente-weverdam"))
    window = logged_in(chromium, address, person, width)
    page = window.new_page()
    page.goto(f"{address}/en/social-map/")
    look(page, "register-en", width)
    page.get_by_role("link", name="Change this term").click()
    look(page, "register-term", width)
    page.get_by_label("Months").fill("6")
    page.get_by_label("Why this term?").fill("Hours change twice a year here.")
    page.get_by_role("button", name="Keep").click()
    expect(page.locator("main")).to_contain_text("Hours change twice a year here.")
    window.close()
