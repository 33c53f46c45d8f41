"""The pages of figures and own values in a real Chromium, wide and as a phone."""

from __future__ import annotations

import pytest

from . import test_browser
from .conftest import WIDTHS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
playwright = pytest.importorskip("playwright.sync_api")
PAGES = {
    "cijfers": ("nl", "/bronnen/cijfers/"),
    "cijfers-gezocht": ("nl", "/bronnen/cijfers/?q=eenzaam&grade=A"),
    "cijfers-niets": ("nl", "/bronnen/cijfers/?q=qqqxyz"),
    "cijfer-plaatsen": ("nl", "/bronnen/cijfers/uc_begl_hr/"),
    "cijfer-jaren": ("nl", "/bronnen/cijfers/cpi/"),
    "cijfer-zonder": ("nl", "/bronnen/cijfers/eff_sport_life/"),
    "cijfer-verbeterd": ("nl", "/bronnen/cijfers/uc_bijstand/"),
    "figures": ("en", "/en/sources/figures/"),
    "figure": ("en", "/en/sources/figures/sw_sick/"),
}


@pytest.fixture(params=list(WIDTHS))
def visit(request, address, chromium):
    """Give a browser window, wide and as a phone."""
    yield from test_browser._visit(address, chromium, request.param)


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_of_figures_break_no_rule_fit_the_window_and_stay_silent(visit, name):
    lang, path = PAGES[name]
    visit.go(path)
    test_browser._check(visit, name, lang)


def test_own_values_break_no_rule_and_fit_the_window(visit):
    from weefsel.web.login import example_users

    example_users.renew()
    visit.go("/inloggen/")
    visit.page.locator("[value='policy_adviser']").first.click()
    visit.page.wait_for_load_state()
    visit.go("/huis/gemeente-weverdam/eigen-waarden/wage_sw_s10/")
    told = {"value": "29,10", "year": "2024", "source": "Eigen cao", "reason": "Wij vallen"}
    for name, said in told.items():
        visit.page.fill(f"#id_{name}", said)
    test_browser._check(visit, "eigen-waarde", "nl", rules=False)
    visit.page.locator("main form button[type=submit]").last.click()
    visit.page.wait_for_load_state()
    for name, path in (
        ("eigen-waarden", "/kiezen/eigen-waarden/?q=tarief"),
        ("cijfer-eigen", "/bronnen/cijfers/wage_sw_s10/"),
    ):
        visit.go(path)
        assert "29,1" in visit.page.content()
        test_browser._check(visit, name, "nl", rules=name == "cijfer-eigen")
