"""A portfolio in a real Chromium: brought, checked, reviewed, decided, printed."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pypdf
import pytest

from web.portfolio_home import EXAMPLE, town, worker

from .conftest import WIDTHS
from .wcag import AXE as AXE
from .wcag import at_every_width, broken_rules

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

OPEN = "() => document.querySelectorAll('main details').forEach((one) => { one.open = true })"


def logged_in(chromium: Any, address: str, person: Any, width: int) -> Any:
    """Open a window for somebody who has logged in."""
    from django.conf import settings

    from web.houses import browser

    cookie = browser(person).cookies[settings.SESSION_COOKIE_NAME].value
    window = chromium.new_context(viewport={"width": width, "height": 900}, locale="nl-NL")
    window.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
    return window


def look(page: Any, name: str, width: int, *, every: bool = False) -> None:
    """Keep a picture where asked, and hold the page to its width and to axe's rules."""
    page.wait_for_load_state()  # a form just sent has no style sheet yet
    page.evaluate("() => document.fonts.ready.then(() => true)")
    page.evaluate(OPEN)
    kept = os.environ.get("WEEFSEL_SCREENSHOTS")
    if kept:
        page.screenshot(path=f"{kept}/{name}-{width}.png", full_page=True)
    inner = page.evaluate("() => document.documentElement.scrollWidth")
    assert inner <= width, f"{name} is {inner} wide"
    found = broken_rules(page, every=every)
    assert not found, f"{name} at {width}: {found}"


@pytest.fixture
def ready(home: Path) -> None:
    """Let this process scan Weverdam before a browser waits for it."""
    from weefsel.web import ask

    ask.scan_of("GM9990")


def test_from_a_spreadsheet_to_a_decision_and_a_page_for_the_council(
    ready: None, address: str, chromium: Any
) -> None:
    window = logged_in(chromium, address, worker(town()), WIDTHS["phone"])
    page = window.new_page()
    page.goto(f"{address}/kiezen/")
    page.get_by_role("link", name="Bekijk portefeuilles").click()
    at_every_width(page, look, "portefeuilles")
    page.get_by_role("link", name="Een nieuwe portefeuille").click()
    at_every_width(page, look, "portefeuille-nieuw")
    page.get_by_label("Hoe noem je het?").fill("Subsidies sociaal")
    page.get_by_label("Van welk jaar zijn de subsidies?").fill("2026")
    page.set_input_files("input[type=file]", str(EXAMPLE))
    page.get_by_role("button", name="Ga verder").click()
    expect(page.get_by_label("Organisatie", exact=True)).to_have_value("organisation")
    at_every_width(page, look, "portefeuille-kolommen")
    page.get_by_role("button", name="De rijen controleren").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("15 regels staan klaar")
    at_every_width(page, look, "portefeuille-controle")
    page.get_by_role("button", name="Sla deze regels op").click()
    expect(page.locator("main")).to_contain_text("Alle regels zijn opgeslagen")
    at_every_width(page, look, "portefeuille")
    here = page.url
    page.get_by_role("link", name="10. Bezoekjes").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bezoekjes")
    at_every_width(page, look, "portefeuille-regel")
    page.get_by_role("link", name="Leg een besluit vast").click()
    page.get_by_role("radio", name="stoppen").check()
    page.get_by_role("button", name="Leg vast").click()
    expect(page.get_by_role("alert")).to_be_visible()  # a decision has a reason
    at_every_width(page, look, "portefeuille-besluit")
    page.get_by_label("Waarom is dit besloten?").fill("Onderzoek vond het omgekeerde.")
    page.get_by_label("Op welke dag?").fill("2026-05-01")
    page.get_by_label("Wat maakt stoppen vrij").fill("12.900")
    page.get_by_label("Vanaf welk jaar?").fill("2027")
    page.get_by_role("button", name="Leg vast").click()
    expect(page.locator(".decided")).to_contain_text("12.900")
    page.goto(here)
    page.get_by_role("link", name="Zeg waar geld heen gaat").click()
    page.get_by_label("Hoeveel, in euro per jaar?").fill("8.000")
    page.get_by_label("Vanaf welk jaar?").fill("2027")
    page.get_by_role("radio", name="naar een andere regel").check()
    page.get_by_label("Welke regel krijgt het?").select_option(label="Zicht op Evenwicht")
    at_every_width(page, look, "portefeuille-geld")
    page.get_by_role("button", name="Leg vast").click()
    expect(page.locator("section", has=page.locator("#money"))).to_contain_text("4.900")
    with page.expect_download() as download:
        page.get_by_role("link", name="Afdrukken op één pagina").click()
    content = Path(download.value.path()).read_bytes()
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == 1
    page.get_by_role("button", name="Openbaar maken", exact=True).click()
    expect(page.locator("main")).to_contain_text("Iedereen kan deze portefeuille nu zien")
    page.goto(f"{here}?verdict=stop")
    expect(page.locator(".lines-table tbody tr")).to_have_count(1)
    at_every_width(page, look, "portefeuille-gefilterd")
    stranger = chromium.new_context(viewport={"width": WIDTHS["phone"], "height": 900})
    outside = stranger.new_page()
    assert outside.goto(here).status == 200
    expect(outside.locator(".lines-table tbody tr")).to_have_count(15)
    stranger.close()
    window.close()


def test_a_line_by_hand_in_english(ready: None, address: str, chromium: Any) -> None:
    width = WIDTHS["phone"]
    window = logged_in(chromium, address, worker(town()), width)
    page = window.new_page()
    page.goto(f"{address}/en/choose/portfolio/new/")
    page.get_by_label("What do you call it?").fill("By hand")
    look(page, "portfolio-new", width)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What is subsidised?")
    page.get_by_label("What is subsidised?").fill("Open house")
    page.get_by_label("Which organisation does it?").fill("Neighbours Together")
    page.get_by_label("Amount in euros").fill("12,500")
    page.get_by_label("Known intervention").select_option("community_hub")
    page.get_by_label("lonely people").check()
    page.get_by_label("Lakenhal").check()
    look(page, "portfolio-line-form", width, every=True)
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Open house")
    look(page, "portfolio-line", width)
    page.get_by_role("navigation", name="You are here").get_by_role("link", name="By hand").click()
    expect(page.locator(".lines-table tbody tr")).to_have_count(1)
    look(page, "portfolio", width)
    window.close()
