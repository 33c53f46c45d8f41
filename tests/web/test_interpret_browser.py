"""A story told with one thumb, without script, and the neighbourhood scan at both widths."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from web.portfolio_home import town, worker
from web.test_portfolio_browser import logged_in, look

from .conftest import WIDTHS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect
AREA, KEY = "BU99900305", "lonely_severe_18plus"
SCAN, TELL = f"/buurt/{AREA}/wijkscan/", f"/duiden/{AREA}/cijfer/{KEY}/"
THUMB = 44  # pixels that a thumb hits without looking twice (WCAG 2.5.5)


@pytest.fixture
def ready(home: Path) -> None:
    """Let this process scan Weverdam before a browser waits for it."""
    from weefsel.web import ask

    ask.scan_of("GM9990")
    ask.comparison_of("GM9990")


def test_a_social_worker_tells_a_story_on_a_phone_without_script(
    ready: None, chromium: Any, address: str
) -> None:
    person = worker(town("welzijn-weverdam", kind="organisation"), "social_worker")
    window = logged_in(chromium, address, person, WIDTHS["phone"])
    page = window.new_page()
    page.route("**/*.js", lambda route: route.abort())  # nothing here may need a script
    page.goto(address + TELL)
    look(page, "story", WIDTHS["phone"], every=True)
    for one in (
        *page.locator(".thumb").all(),
        page.get_by_role("button", name="Zet het bij het cijfer"),
    ):
        box = one.bounding_box()
        assert box["height"] >= THUMB
        assert box["x"] + box["width"] <= WIDTHS["phone"]
    page.get_by_text("Deels herkend").click()
    page.get_by_label("Waarom? Wat zit erachter?").fill("Vraag het mevrouw Jansen maar.")
    page.get_by_role("button", name="Zet het bij het cijfer").click()
    expect(page.locator(".screened")).to_be_visible()
    assert page.get_by_role("radio", name="Deels herkend").is_checked()  # nothing is lost
    look(page, "story-screened", WIDTHS["phone"], every=True)
    page.get_by_role("button", name="Zet het bij het cijfer").click()
    expect(page).to_have_url(address + SCAN + "#stories")
    expect(page.locator(".story")).to_contain_text("deels herkend", ignore_case=True)
    assert "Jansen" not in page.locator("main").inner_text()
    look(page, "scan", WIDTHS["phone"])
    window.close()


def test_an_adviser_reads_both_orders_and_publishes(
    ready: None, chromium: Any, address: str
) -> None:
    person = worker(town(), "policy_adviser")
    window = logged_in(chromium, address, person, WIDTHS["wide"])
    page = window.new_page()
    for query in ("", "?bril=welvaart"):
        page.goto(address + SCAN + query)
        look(page, f"scan{len(query)}", WIDTHS["wide"])
    page.goto(address + f"/duiden/{AREA}/bevinding/")
    look(page, "finding", WIDTHS["wide"])
    page.get_by_label("De bevinding, in één zin").fill("Schietspoel mist een plek")
    page.get_by_role("button", name="Bewaar als concept").click()
    page.get_by_role("link", name="Openbaar maken").click()
    page.get_by_role("button", name="Openbaar maken").click()
    expect(page.get_by_role("alert")).to_contain_text("nog niemand", ignore_case=True)
    look(page, "finding-publish", WIDTHS["wide"])
    reason = page.get_by_label("Waarom publiceer je zonder verhaal bij een cijfer?")
    reason.fill("De raad vroeg erom.")
    page.get_by_role("button", name="Openbaar maken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Schietspoel mist een plek")
    expect(page.locator(".standing")).to_contain_text("gepubliceerd")
    window.close()
