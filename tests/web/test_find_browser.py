"""Finding help in a real Chromium: on a phone, with and without script, and on one sheet."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pypdf
import pytest

from .conftest import WIDTHS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

AXE = Path(__file__).parent / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": WIDTHS["phone"], "height": 800}


def look(page: Any, name: str, width: int) -> None:
    """Keep a picture where asked, and hold the page to its width and to axe's rules."""
    page.wait_for_load_state()
    page.evaluate("() => document.fonts.ready.then(() => true)")
    kept = os.environ.get("WEEFSEL_SCREENSHOTS")
    if kept:
        page.screenshot(path=f"{kept}/{name}-{width}.png", full_page=True)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width, name
    found = page.evaluate(
        """(tags) => axe.run(document, {runOnly: tags, preload: false}).then((result) =>
        result.violations.map((rule) => rule.id + ': ' + rule.nodes.slice(0, 3)
        .map((node) => node.html.slice(0, 160)).join(' | ')))""",
        TAGS,
    )
    assert not found, f"{name} at {width}: {found}"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_new_user_finds_debt_help_near_an_address_within_three_acts(
    home: Path, address: str, chromium: Any, script: bool
) -> None:
    window = chromium.new_context(viewport=PHONE, locale="nl-NL", java_script_enabled=script)
    page = window.new_page()
    page.goto(address)
    # One and two: say what is going on, and where one lives.
    page.get_by_label("Wat zoek je, of wat is er aan de hand?").fill(
        "kan mijn rekening niet betalen"
    )
    page.get_by_label("Dicht bij welke plek?").fill("Spoelstraat 3")
    # Three: search.
    page.locator(".start-find").get_by_role("button", name="Zoeken").click()
    first = page.locator(".offer").first
    expect(first).to_contain_text("Hulp bij schulden")
    expect(first).to_contain_text("Geldspreekuur Spoelkwartier")
    expect(first.locator(".offer__name a")).to_be_visible()
    expect(page.locator("[data-find-device]")).to_be_visible(visible=script)
    window.close()


@pytest.mark.parametrize("width", WIDTHS.values())
def test_the_pages_of_finding_hold_their_width_and_the_rules(
    home: Path, address: str, chromium: Any, width: int
) -> None:
    window = chromium.new_context(viewport={"width": width, "height": 900}, locale="nl-NL")
    window.add_init_script(path=AXE)
    page = window.new_page()
    page.goto(f"{address}/wat-is-er/")
    look(page, "wat-is-er", width)
    page.get_by_label("Wat zoek je, of wat is er aan de hand?").fill("taal leren")
    page.get_by_text("Kies preciezer").click()
    page.get_by_label("gratis").check()
    page.get_by_role("button", name="Toon deze").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("bij je vraag")
    look(page, "wat-is-er-gevonden", width)
    page.goto(f"{address}/wat-is-er/GM9990/?q=qwrtpl&waar=Nergenshuizen&open=ja")
    look(page, "wat-is-er-niets", width)
    page.goto(f"{address}/wat-is-er/GM9990/het-getouw/")
    look(page, "voorziening", width)
    page.get_by_role("link", name="Klopt er iets niet?").click()
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "klopt-niet", width)
    window.close()


def test_where_the_device_is_counts_after_a_press_and_only_roughly(
    home: Path, address: str, chromium: Any
) -> None:
    window = chromium.new_context(
        viewport=PHONE,
        locale="nl-NL",
        geolocation={"longitude": 3.929021, "latitude": 53.402108},
        permissions=["geolocation"],
    )
    page = window.new_page()
    page.goto(f"{address}/wat-is-er/GM9990/?q=samen+eten")
    page.get_by_role("button", name="Dicht bij mij").click()
    expect(page.locator("main")).to_contain_text("Het dichtst bij waar je nu bent")
    assert "hier=3.929%2C53.402&" in page.url
    window.close()


@pytest.mark.parametrize("slug", ["geldzorgen-binnenstad", "opvang-de-luwte"])
def test_a_provision_prints_on_one_sheet_of_a4(
    home: Path, address: str, chromium: Any, slug: str
) -> None:
    window = chromium.new_context(locale="nl-NL")
    page = window.new_page()
    answer = page.goto(f"{address}/wat-is-er/GM9990/{slug}/")
    assert answer.status == 200
    sheet = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(sheet.pages) == 1
    height = float(sheet.pages[0].mediabox.height)
    assert height == pytest.approx(842, abs=2)  # A4 in points
    window.close()
