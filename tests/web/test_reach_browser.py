"""Reach, gaps and pillars in a real Chromium, wide and on a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .conftest import WIDTHS
from .test_portfolio_browser import look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

AXE = Path(__file__).parent / "axe.min.js"


@pytest.mark.parametrize("width", WIDTHS.values())
def test_from_a_kind_to_its_gaps_and_the_pillars(address: str, chromium: Any, width: int) -> None:
    window = chromium.new_context(viewport={"width": width, "height": 900}, locale="nl-NL")
    window.add_init_script(path=AXE)
    page = window.new_page()
    page.goto(f"{address}/gemeente/GM9990/bereik/")
    page.get_by_label("Soort voorziening", exact=True).select_option("debt_help")
    page.get_by_role("button", name="Toon").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hulp bij schulden")
    look(page, "bereik", width)
    page.get_by_role("link", name="Gaten", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("hulp bij schulden")
    look(page, "gaten", width)
    page.get_by_role("link", name="Drie pijlers", exact=True).click()
    expect(page.get_by_role("heading", name="Alle wijken")).to_be_visible()
    look(page, "pijlers", width)
    window.close()
