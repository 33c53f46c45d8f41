"""What works in a real Chromium: rules of access in both languages, by hand from need to study."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from .conftest import WIDTHS
from .test_browser import _check, _visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

ROOT = "/kiezen/wat-werkt/"
PAGES = {
    "wat-werkt": ROOT,
    "gevonden": f"{ROOT}?q=eenzame+ouderen",
    "niet-gevonden": f"{ROOT}?q=xyzzy&theme=youth",
    "alle": f"{ROOT}?kind=intervention&page=2",
    "interventie": f"{ROOT}interventie/housing_first/",
    "interventie-voor-en-na": f"{ROOT}interventie/zin_in_vriendschap/",
    "interventie-omgekeerd": f"{ROOT}interventie/scared_straight/",
    "interventie-zonder": f"{ROOT}interventie/achter_voordeur/",
    "licht": f"{ROOT}licht/",
    "themas": f"{ROOT}themas/",
    "methoden": f"{ROOT}methoden/",
    "businesscases": f"{ROOT}businesscases/",
    "volledigheid": f"{ROOT}volledigheid/",
}
ENGLISH = {
    "what-works": "",
    "found": "?q=lonely",
    "intervention": "intervention/housing_first/",
    "light": "light/",
    "themes": "themes/",
    "methods": "methods/",
    "cases": "cases/",
    "completeness": "completeness/",
}


@pytest.fixture(params=list(WIDTHS))
def visit(request: Any, address: str, chromium: Any) -> Iterator[Any]:
    """Give a browser window, wide and as a phone."""
    yield from _visit(address, chromium, request.param)


@pytest.fixture
def wide(address: str, chromium: Any) -> Iterator[Any]:
    """Give a wide browser window."""
    yield from _visit(address, chromium, "wide")


@pytest.mark.parametrize("name", PAGES)
def test_dutch_pages_break_no_rule_of_access_and_fit_the_window(visit: Any, name: str) -> None:
    visit.go(PAGES[name])
    _check(visit, name, "nl")
    wider = visit.page.evaluate(
        """() => [...document.querySelectorAll('.scroll')].filter((box) =>
        box.checkVisibility() && box.scrollWidth > box.clientWidth + 1).length"""
    )
    assert not wider, f"{name} has a table that must be pushed aside"


@pytest.mark.parametrize("name", ENGLISH)
def test_english_pages_break_no_rule_of_access_and_fit_the_window(visit: Any, name: str) -> None:
    visit.go(f"/en/choose/what-works/{ENGLISH[name]}")
    assert visit.page.locator("html").get_attribute("lang") == "en"
    _check(visit, name, "en", rules=visit.page.viewport_size["width"] == WIDTHS["wide"])


def test_from_a_need_one_comes_by_hand_to_a_study_and_its_source(wide: Any) -> None:
    page = wide.page
    wide.go("/kiezen/")
    page.get_by_label("Wat is de behoefte, en van wie?").fill("dakloos")
    page.get_by_role("button", name="Zoeken").click()
    page.wait_for_url("**/kiezen/wat-werkt/?q=dakloos")
    expect(page.get_by_role("heading", level=1)).to_contain_text("dakloos")
    page.get_by_label("Wat zoek je").select_option("intervention")
    page.get_by_label("Erkenning", exact=True).select_option("not_found")
    page.get_by_role("button", name="Zoeken").click()
    page.get_by_role("link", name="Housing First", exact=True).click()
    expect(page.get_by_role("heading", name="Erkenning")).to_be_visible()
    expect(page.get_by_role("img").first).to_be_visible()
    row = page.get_by_role("row", name="Dagen met een woning")
    expect(row).to_contain_text("zoals bedoeld")
    row.locator(".figure a").first.click()
    note = page.locator(".note:target")
    expect(note).to_be_in_viewport()
    expect(note.get_by_role("link").first).to_have_attribute("href", re.compile(r"^https?://"))


def test_what_one_points_at_is_at_least_24_pixels(wide: Any) -> None:
    for path in (*PAGES.values(), "/kiezen/"):
        wide.go(path)
        small = wide.page.evaluate(
            """() => [...document.querySelectorAll('a, button, input, select, summary')]
            .filter((one) => one.checkVisibility() && !one.matches('.utrecht-skip-link')
                && !one.closest('p, .figure, .notes, svg, .skip, dd, td'))
            .map((one) => [one.getBoundingClientRect(), one])
            .filter(([box]) => box.height > 0 && box.height < 24)
            .map(([box, one]) => Math.round(box.height) + ' ' + one.outerHTML.slice(0, 90))"""
        )
        assert not small, f"{path}: {small[:5]}"


def test_at_four_times_the_size_nothing_is_cut_off(chromium: Any, address: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 256})
    page = context.new_page()
    for path in PAGES.values():
        page.goto(address + path)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 320, path
    context.close()
