"""What if on a phone without script, and a search that goes on when the browser is closed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from web.portfolio_home import town, worker
from web.test_portfolio_browser import AXE, logged_in, look
from weefsel.web.social_map import place_search, place_work

from .conftest import WIDTHS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect
WHAT_IF, BEST = "/gemeente/GM9990/wat-als/", "/gemeente/GM9990/beste-plek/"


def test_a_resident_asks_what_a_closing_does_on_a_phone_without_script(
    home: Path, chromium: Any, address: str
) -> None:
    width = WIDTHS["phone"]
    window = chromium.new_context(viewport={"width": width, "height": 800}, locale="nl-NL")
    window.add_init_script(path=AXE)
    page = window.new_page()
    page.route("**/*.js", lambda route: route.abort())  # nothing here may need a script
    page.goto(address + WHAT_IF)
    look(page, "what-if-form", width)
    page.get_by_label("Welke voorziening?").select_option("de-schakel")
    expect(page.get_by_label("In welke buurt?")).to_be_hidden()  # a closing asks for no place
    page.get_by_role("button", name="Bekijk wat het doet").click()
    expect(page.locator("h1")).to_contain_text("Als Buurthuis De Schakel sluit")
    expect(page.locator("#instead")).to_be_visible()
    look(page, "what-if", width)
    page.goto(address + "/en" + "/municipality/GM9990/what-if/?doe=sluit&plek=de-schakel")
    look(page, "what-if-en", width)
    window.close()


def test_a_search_is_begun_left_alone_and_found_again(
    home: Path, chromium: Any, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place_search, "start_worker", lambda: None)
    width = WIDTHS["wide"]
    person = worker(town())
    window = logged_in(chromium, address, person, width)
    page = window.new_page()
    page.goto(address + BEST)
    look(page, "best-form", width)
    page.get_by_label("Soort voorziening").select_option("debt_help")
    page.get_by_label("Plekken kunnen maar een aantal mensen aan").check()
    page.get_by_label("Mensen die een nieuwe plek aankan").fill("40.000")
    page.get_by_role("button", name="Zoek nu").click()
    page.get_by_role("button", name="Begin met zoeken").click()
    expect(page.locator("h1")).to_contain_text("wacht op zijn beurt")
    look(page, "search-waits", width)
    there = page.url
    window.close()
    place_work.work()
    window = logged_in(chromium, address, person, width)
    page = window.new_page()
    page.goto(there)
    expect(page.locator("h1")).to_contain_text("beter")
    look(page, "search-done", width)
    page.goto(address + BEST + "?vraag=sluiten&soort=community_centre&aantal=2")
    expect(page.locator("h1")).to_contain_text("doet de minste schade")
    look(page, "least-harm", width)
    window.close()
