"""The live map in a real Chromium with WebGL: drawn, walked by keyboard, no word of the policy."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator

import pytest

from .conftest import BROWSERS, QUIET, WIDTHS
from .test_browser import LISTEN
from .wcag import broken_rules

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

# A browser that draws WebGL in software; the other tests have one without, as some offices do.
OFF = {"--disable-gpu", "--disable-3d-apis"}
ON = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
DRAWS = [*(one for one in QUIET if one not in OFF), *ON]
KEY = "socio_economic_security"
PATIENCE = 30_000  # milliseconds: software draws slowly on a busy machine


@pytest.fixture(scope="module")
def drawing(chromium) -> Iterator[object]:
    """Give a Chromium that can draw WebGL."""
    place = os.environ.get("WEEFSEL_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)))
    browser = chromium.browser_type.launch(executable_path=place, args=DRAWS)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def opened(drawing, address) -> Iterator[tuple[object, list[str]]]:
    """Open the map once for all tests of it, and gather what its console says."""
    context = drawing.new_context(viewport={"width": WIDTHS["wide"], "height": 800})
    context.add_init_script(script=LISTEN)
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda fault: said.append(f"fault: {fault}"))
    _ready(page, f"{address}/voorbeeldland/?toon={KEY}")
    yield page, said
    context.close()


@pytest.fixture
def page(opened) -> Iterator[object]:
    """Give that page, on which nothing may break the content policy or fail."""
    page, said = opened
    yield page
    assert not said


def _ready(page, address: str) -> None:
    page.goto(address)
    page.locator("[data-map]").scroll_into_view_if_needed()  # it is made when it is seen
    expect(page.locator("[data-map]")).to_have_attribute("data-ready", "yes", timeout=PATIENCE)


def _colours(page) -> int:
    """Count the colours that were really painted on the map."""
    image = page.locator("[data-map-canvas] canvas").screenshot()
    return page.evaluate(
        """async (bytes) => {
          const made = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
          const canvas = new OffscreenCanvas(made.width, made.height);
          const brush = canvas.getContext('2d');
          brush.drawImage(made, 0, 0);
          const data = brush.getImageData(0, 0, made.width, made.height).data;
          const seen = new Map();
          for (let at = 0; at < data.length; at += 4) {
            const colour = `${data[at]},${data[at + 1]},${data[at + 2]}`;
            seen.set(colour, (seen.get(colour) ?? 0) + 1);
          }
          return [...seen.values()].filter((many) => many > 300).length;
        }""",
        list(image),
    )


def test_the_map_is_drawn_in_its_classes(page):
    expect(page.locator("[data-map-drawing]")).to_be_hidden()
    assert _colours(page) >= 5  # classes, hatching and ground


def test_the_row_of_the_table_and_the_area_on_the_map_go_together(page):
    page.locator("tr[data-code=BU99900101] a").first.focus()
    expect(page.locator("[data-map-area]")).to_contain_text("Lakenhal")
    expect(page.locator("tr[data-code=BU99900101]")).to_have_class("is-on-map")


def test_on_the_map_keys_zoom(page):
    canvas = page.locator("[data-map-canvas] canvas")
    canvas.focus()
    before = canvas.screenshot()
    page.keyboard.press("+")
    page.wait_for_timeout(600)
    assert canvas.screenshot() != before


def test_it_breaks_no_rule_of_access(opened):
    assert not broken_rules(opened[0])
    opened[1].clear()  # axe tries inline styles, which the policy refuses


def test_the_chooser_changes_map_and_table_without_leaving_the_page(page):
    page.evaluate("() => { window.stayed = true; }")
    page.get_by_label("Kleur naar").select_option("zeker")
    page.get_by_role("button", name="Toon").first.click()
    expect(page.locator(".map-legend")).to_contain_text("niet zeker anders dan gemiddeld")
    page.wait_for_url("**zeker=zeker**")
    assert page.evaluate("() => window.stayed")
    expect(page.locator("tr[data-class='1']").first).to_have_attribute("data-hatched", "yes")


def test_by_keyboard_one_walks_through_the_areas_hears_them_and_opens_one(page):
    area, line = page.locator("[data-map-area]"), page.locator("[data-map-said]")
    expect(line).to_have_attribute("aria-live", "polite")
    page.get_by_role("listbox").focus()
    page.keyboard.press("Home")
    first = area.inner_text()
    page.keyboard.press("ArrowDown")
    expect(area).not_to_have_text(first)
    page.keyboard.press("ArrowUp")
    expect(area).to_have_text(first)
    page.keyboard.type("spoel")
    expect(area).to_have_text("Spoelkwartier, Weverdam")
    expect(line).to_have_text(re.compile(r"\d+ \(\d+ tot \d+\), zeker lager dan gemiddeld"))
    expect(page.locator("tr[data-code=BU99900301]")).to_have_class("is-on-map")
    page.keyboard.press("Enter")
    page.wait_for_url("**/buurt/BU99900301/")


def test_on_a_phone_the_live_map_fits_and_breaks_no_rule_of_access(drawing, address):
    context = drawing.new_context(viewport={"width": WIDTHS["phone"], "height": 844})
    page = context.new_page()
    _ready(page, f"{address}/gemeente/GM9990/")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= WIDTHS["phone"]
    assert not broken_rules(page)
    context.close()


def test_without_script_or_webgl_the_drawing_stands_and_the_chooser_works(
    drawing, chromium, address
):
    for browser, script in ((drawing, False), (chromium, True)):
        context = browser.new_context(java_script_enabled=script)
        page = context.new_page()
        page.goto(f"{address}/voorbeeldland/")
        expect(page.locator("svg.chart-map")).to_be_visible()
        expect(page.locator("[data-map-live]")).to_be_hidden()
        page.get_by_label("Niveau").select_option("wijk")
        page.get_by_role("button", name="Toon").first.click()
        page.wait_for_url("**niveau=wijk**")
        expect(page.locator("a.map-area")).to_have_count(9)
        context.close()
