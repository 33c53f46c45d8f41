"""The resilience maps and the working set in a real Chromium, wide and as a phone."""

from __future__ import annotations

import pytest

from . import test_browser
from .conftest import WIDTHS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
playwright = pytest.importorskip("playwright.sync_api")
MAP = "/gemeente/GM9990/veerkracht/"
PAGES = {
    "veerkracht": ("nl", MAP),
    "veerkracht-verschil": ("nl", f"{MAP}?vorm=verschil"),
    "veerkracht-geweigerd": (
        "nl",
        f"{MAP}?kwetsbaar=anxiety_depression_risk_18plus&overlast=noise_neighbours_18plus",
    ),
    "working-set": ("en", "/en/municipality/GM9990/working-set/"),
}


@pytest.fixture(params=list(WIDTHS))
def visit(request, address, chromium):
    """Give a browser window, wide and as a phone."""
    yield from test_browser._visit(address, chromium, request.param)


@pytest.fixture
def phone(address, chromium):
    """Give a browser window as a phone."""
    yield from test_browser._visit(address, chromium, "phone")


def test_the_pages_break_no_rule_fit_the_window_and_stay_silent(visit):
    for name, (lang, path) in PAGES.items():
        visit.go(path)
        test_browser._check(visit, name, lang)


def test_an_adviser_lets_an_indicator_count_double_on_a_phone_and_takes_it_back(phone):
    from weefsel.web.login import example_users

    example_users.renew()
    phone.go("/inloggen/")
    phone.page.locator("[value='policy_adviser']").first.click()
    phone.page.wait_for_load_state()
    phone.go("/gemeente/GM9990/werkset/")
    phone.page.locator("a[href$='/werkset/indicator/distance_gp/']").first.click()
    phone.page.wait_for_load_state()
    phone.page.fill("#id_weight", "2")
    phone.page.fill("#id_reason", "Hier is de huisarts ver weg")
    test_browser._check(phone, "werkset-gewicht", "nl", every=True)
    phone.page.locator("main form button[type=submit]").last.click()
    phone.page.wait_for_load_state()
    assert "eigen werkset" in phone.page.locator("h1").inner_text()
    assert "Hier is de huisarts ver weg" in phone.page.content()
    test_browser._check(phone, "werkset-eigen", "nl", every=True)
    back = "form[action$='/indicator/distance_gp/terugnemen/'] button"
    phone.page.locator(back).click()
    phone.page.wait_for_load_state()
    assert "de werkset van Weefsel" in phone.page.locator("h1").inner_text()
