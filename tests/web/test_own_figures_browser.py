"""Own figures in a real Chromium: brought through the page, and then the scan shows scores."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from web.own_figures_home import EXAMPLE, client, copy_of, house, member

from .conftest import WIDTHS
from .wcag import at_every_width, broken_rules

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect


@pytest.fixture
def own_home(home: Path, tmp_path: Path, settings: Any) -> Path:
    """Give a home of its own: what a test stores, others must not see."""
    settings.WEEFSEL_HOME = copy_of(home, tmp_path)
    return tmp_path


def logged_in(chromium: Any, address: str, person: Any, width: int) -> Any:
    """Open a window for somebody who has logged in."""
    from django.conf import settings

    cookie = client(person).cookies[settings.SESSION_COOKIE_NAME].value
    window = chromium.new_context(viewport={"width": width, "height": 900}, locale="nl-NL")
    window.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
    return window


def look(page: Any, name: str, width: int, *, every: bool = False) -> None:
    """Keep a picture where asked, and hold the page to its width and to axe's rules."""
    page.wait_for_load_state()  # a form just sent has no style sheet yet
    page.evaluate("() => document.fonts.ready.then(() => true)")
    kept = os.environ.get("WEEFSEL_SCREENSHOTS")
    if kept:
        page.screenshot(path=f"{kept}/{name}-{width}.png", full_page=True)
    inner = page.evaluate("() => document.documentElement.scrollWidth")
    assert inner <= width, f"{name} is {inner} wide"
    found = broken_rules(page, every=every)
    assert not found, f"{name} at {width}: {found}"


def test_a_file_brought_through_the_page_gives_the_scan_its_scores(
    own_home: Path, address: str, chromium: Any
) -> None:
    window = logged_in(chromium, address, member(house(), "policy_adviser"), WIDTHS["phone"])
    page = window.new_page()
    page.goto(f"{address}/gemeente/GM9990/?toon=cohesion")
    expect(page.locator(".condition", has_text="Sociale cohesie")).to_contain_text("te weinig")
    page.goto(f"{address}/eigen-cijfers/")
    at_every_width(page, look, "eigen-cijfers")
    page.get_by_role("link", name="Een bestand brengen").click()
    at_every_width(page, look, "eigen-brengen")
    page.set_input_files("input[type=file]", str(EXAMPLE))
    page.get_by_role("button", name="De kolommen bekijken").click()
    expect(page.get_by_label("waarde", exact=True)).to_have_value("value")
    at_every_width(page, look, "eigen-kolommen")
    page.get_by_role("button", name="De rijen controleren").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("285 cijfers staan klaar")
    at_every_width(page, look, "eigen-controle")
    page.get_by_label("Iedereen mag deze cijfers zien").check()
    page.get_by_role("button", name="De cijfers openbaar maken").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Eigen cijfers van Weverdam")
    at_every_width(page, look, "eigen-uitgave")
    page.goto(f"{address}/gemeente/GM9990/?toon=cohesion")
    expect(page.locator(".condition", has_text="Sociale cohesie")).to_contain_text("score")
    expect(page.locator(".condition", has_text="Empowerment")).not_to_contain_text(
        "te weinig cijfers voor een score"
    )
    at_every_width(page, look, "eigen-scan")
    page.goto(f"{address}/buurt/BU99900301/")
    expect(page.locator("main")).to_contain_text("Burenhulp")
    at_every_width(page, look, "eigen-buurt")
    page.goto(f"{address}/eigen-cijfers/")
    at_every_width(page, look, "eigen-lijst")
    window.close()


def test_noting_and_a_file_with_faults_by_hand(
    own_home: Path, address: str, chromium: Any, tmp_path: Path
) -> None:
    window = logged_in(chromium, address, member(house(), "policy_adviser"), WIDTHS["phone"])
    page = window.new_page()
    wrong = tmp_path / "fout.csv"
    wrong.write_text(
        "buurt;wat;jaar;waarde;soort\nLakenhal;Burenhulp;2023;140;enquête\n"
        "Nergens;Praatje;2023;10;enquête\n", encoding="utf-8",
    )  # fmt: skip
    page.goto(f"{address}/eigen-cijfers/nieuw/")
    page.set_input_files("input[type=file]", str(wrong))
    page.get_by_role("button", name="De kolommen bekijken").click()
    expect(page.locator(".utrecht-alert")).to_contain_text("indicator")
    at_every_width(page, look, "eigen-kolommen-onbekend")
    page.get_by_label("wat", exact=True).select_option("indicator")
    page.get_by_role("button", name="De rijen controleren").click()
    expect(page.locator("main")).to_contain_text("140 is meer dan kan")
    at_every_width(page, look, "eigen-fouten")

    page.goto(f"{address}/eigen-cijfers/bijhouden/toegankelijkheid/nieuw/")
    page.get_by_label("Naam").fill("Buurthuis De Schakel")
    page.get_by_label("Waar").select_option("BU99900301")
    page.get_by_label("Jaar").fill("2023")
    for group in ("trap", "toilet", "ringleiding", "Gratis"):
        page.locator("fieldset.points", has_text=group).get_by_label("ja", exact=True).check()
    at_every_width(page, look, "eigen-toets")
    page.get_by_role("button", name="Bewaren").click()
    expect(page.locator("main table")).to_contain_text("Buurthuis De Schakel")
    at_every_width(page, look, "eigen-toetsen")
    page.goto(f"{address}/eigen-cijfers/bijhouden/publiceren/")
    at_every_width(page, look, "eigen-publiceren")
    window.close()
