"""Own figures in a real Chromium: brought through the page, and then the scan shows scores."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from web.own_figures_home import EXAMPLE, client, copy_of, house, member

from .conftest import WIDTHS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

AXE = Path(__file__).parent / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


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
    window.add_init_script(path=AXE)
    window.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
    return window


def look(page: Any, name: str, width: int) -> None:
    """Keep a picture where asked, and hold the page to its width and to axe's rules."""
    page.wait_for_load_state()  # a form just sent has no style sheet yet
    page.evaluate("() => document.fonts.ready.then(() => true)")
    kept = os.environ.get("WEEFSEL_SCREENSHOTS")
    if kept:
        page.screenshot(path=f"{kept}/{name}-{width}.png", full_page=True)
    inner = page.evaluate("() => document.documentElement.scrollWidth")
    assert inner <= width, f"{name} is {inner} wide"
    found = page.evaluate(
        """(tags) => axe.run(document, {runOnly: tags, preload: false}).then((result) =>
        result.violations.map((rule) => rule.id + ': ' + rule.nodes.slice(0, 3)
        .map((node) => node.html.slice(0, 160)).join(' | ')))""",
        TAGS,
    )
    assert not found, f"{name} at {width}: {found}"


@pytest.mark.parametrize("width", WIDTHS.values())
def test_a_file_brought_through_the_page_gives_the_scan_its_scores(
    own_home: Path, address: str, chromium: Any, width: int
) -> None:
    window = logged_in(chromium, address, member(house(), "policy_adviser"), width)
    page = window.new_page()
    page.goto(f"{address}/gemeente/GM9990/?toon=cohesion")
    expect(page.locator(".condition", has_text="Sociale cohesie")).to_contain_text("te weinig")
    page.goto(f"{address}/eigen-cijfers/")
    look(page, "eigen-cijfers", width)
    page.get_by_role("link", name="Een bestand brengen").click()
    look(page, "eigen-brengen", width)
    page.set_input_files("input[type=file]", str(EXAMPLE))
    page.get_by_role("button", name="De kolommen bekijken").click()
    expect(page.get_by_label("waarde", exact=True)).to_have_value("value")
    look(page, "eigen-kolommen", width)
    page.get_by_role("button", name="De rijen controleren").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("285 cijfers staan klaar")
    look(page, "eigen-controle", width)
    page.get_by_label("Iedereen mag deze cijfers zien").check()
    page.get_by_role("button", name="De cijfers openbaar maken").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Eigen cijfers van Weverdam")
    look(page, "eigen-uitgave", width)
    page.goto(f"{address}/gemeente/GM9990/?toon=cohesion")
    expect(page.locator(".condition", has_text="Sociale cohesie")).to_contain_text("score")
    expect(page.locator(".condition", has_text="Empowerment")).not_to_contain_text(
        "te weinig cijfers voor een score"
    )
    look(page, "eigen-scan", width)
    page.goto(f"{address}/buurt/BU99900301/")
    expect(page.locator("main")).to_contain_text("Burenhulp")
    look(page, "eigen-buurt", width)
    page.goto(f"{address}/eigen-cijfers/")
    look(page, "eigen-lijst", width)
    window.close()


@pytest.mark.parametrize("width", WIDTHS.values())
def test_noting_and_a_file_with_faults_by_hand(
    own_home: Path, address: str, chromium: Any, tmp_path: Path, width: int
) -> None:
    window = logged_in(chromium, address, member(house(), "policy_adviser"), width)
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
    look(page, "eigen-kolommen-onbekend", width)
    page.get_by_label("wat", exact=True).select_option("indicator")
    page.get_by_role("button", name="De rijen controleren").click()
    expect(page.locator("main")).to_contain_text("140 is meer dan kan")
    look(page, "eigen-fouten", width)

    page.goto(f"{address}/eigen-cijfers/bijhouden/toegankelijkheid/nieuw/")
    page.get_by_label("Naam").fill("Buurthuis De Schakel")
    page.get_by_label("Waar").select_option("BU99900301")
    page.get_by_label("Jaar").fill("2023")
    for group in ("trap", "toilet", "ringleiding", "Gratis"):
        page.locator("fieldset.points", has_text=group).get_by_label("ja", exact=True).check()
    look(page, "eigen-toets", width)
    page.get_by_role("button", name="Bewaren").click()
    expect(page.locator("main table")).to_contain_text("Buurthuis De Schakel")
    look(page, "eigen-toetsen", width)
    page.goto(f"{address}/eigen-cijfers/bijhouden/publiceren/")
    look(page, "eigen-publiceren", width)
    window.close()
