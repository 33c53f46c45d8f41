"""Pages in a real Chromium: rules of WCAG by axe, keyboard, phone, and a silent console."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from .conftest import WIDTHS
from .wcag import broken_rules

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

LISTEN = """
document.addEventListener('securitypolicyviolation', (event) => {
  console.error('POLICY ' + event.violatedDirective + ' ' + event.blockedURI);
});
"""
PAGES = {
    "start": "/",
    "gemeenten": "/gemeenten/",
    "gemeente": "/gemeente/GM9990/",
    "gemeente-indicator": "/gemeente/GM9990/?toon=lonely_severe_18plus",
    "gemeente-context": "/gemeente/GM9990/?toon=population&orde=residents&richting=down",
    "buurt": "/buurt/BU99900301/",
    "wijk": "/wijk/WK999003/",
    "cijfer": "/gebied/BU99900301/cijfer/social_assistance_share_15_64/",
    "score": "/gebied/BU99900301/cijfer/socio_economic_security/",
    "jaren": "/gemeente/GM9990/jaren/?toon=social_assistance_share_15_64",
    "hoe-zeker": "/gemeente/GM9990/hoe-zeker/",
    "vergelijken": "/vergelijken/?gebied=BU99900301&gebied=BU99900302&gebied=WK999003",
    "kiezen": "/kiezen/",
    "formulier": "/kiezen/nieuw/?buurt=BU99900301&plek=de-schakel",
    "uitkomst": "EXAMPLE",
    "bronnen": "/bronnen/",
    "niet-gevonden": "/bestaat-niet/",
}
ENGLISH = {
    "start": "/en/",
    "municipality": "/en/municipality/GM9990/",
    "neighbourhood": "/en/neighbourhood/BU99900301/",
    "choose": "/en/choose/",
    "form": "/en/choose/new/",
    "result": "EXAMPLE",
    "sources": "/en/sources/",
}


@dataclass
class Visit:
    """One open page and what its console said."""

    page: object
    address: str
    said: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open a page and wait until all of it is there; no script follows."""
        self.page.goto(self.address + path)
        self.page.evaluate(
            "() => document.fonts.ready.then(() => true)"
        )  # widths are of its letters


@pytest.fixture(scope="module")
def example(address, chromium) -> dict[str, str]:
    """Give the address of the example's result in both languages."""
    page = chromium.new_page()
    # The first page of a process works out what all later ones take from the shelf.
    page.goto(address + PAGES["buurt"], timeout=120_000)
    found = {}
    for lang, path in (("nl", "/kiezen/"), ("en", "/en/choose/")):
        page.goto(address + path)
        found[lang] = page.locator("a.utrecht-button--primary-action").first.get_attribute("href")
    page.close()
    return found


# One profile a width for all windows: what it fetched once (letters, style, script) it has.
_PROFILES: dict[tuple[object, str], object] = {}


def _visit(address: str, chromium, width: str) -> Iterator[Visit]:
    """Open a window in which nobody is logged in, and close it afterwards."""
    context = _PROFILES.get((chromium, width))
    if context is None:
        context = chromium.new_context(viewport={"width": WIDTHS[width], "height": 900})
        context.add_init_script(script=LISTEN)
        _PROFILES[chromium, width] = context
    context.clear_cookies()
    page = context.new_page()
    visit = Visit(page, address)
    page.on("console", lambda message: visit.said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda fault: visit.said.append(f"fault: {fault}"))
    yield visit
    page.close()


@pytest.fixture(params=list(WIDTHS))
def visit(request, address, chromium) -> Iterator[Visit]:
    """Give a browser window, wide and as a phone."""
    yield from _visit(address, chromium, request.param)


@pytest.fixture
def wide(address, chromium) -> Iterator[Visit]:
    """Give a wide browser window."""
    yield from _visit(address, chromium, "wide")


def _check(visit: Visit, name: str, lang: str, *, rules: bool = True, every: bool = False) -> None:
    """Hold a page to its window, a silent console and the rules of access (``wcag.py``)."""
    width = visit.page.viewport_size["width"]
    _keep(visit, f"{name}-{lang}-{width}")
    inner = visit.page.evaluate("() => document.documentElement.scrollWidth")
    assert inner <= width, f"{name} is {inner} wide in a window of {width}"
    said = [line for line in visit.said if "404 (Not Found)" not in line]
    assert not said, f"{name}: {said}"
    if not rules:
        return
    # From here on the console is axe's own: it tries inline styles, which the policy refuses.
    found = broken_rules(visit.page, every=every)
    assert not found, f"{name} at {width}: {found}"


def _keep(visit: Visit, name: str) -> None:
    """Save a picture of the page where somebody wants to look at it."""
    folder = os.environ.get("WEEFSEL_SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        visit.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("name", PAGES)
def test_dutch_pages_break_no_rule_of_access_fit_the_window_and_stay_silent(visit, example, name):
    visit.go(example["nl"] if PAGES[name] == "EXAMPLE" else PAGES[name])
    _check(visit, name, "nl")


@pytest.mark.parametrize("name", ENGLISH)
def test_english_pages_break_no_rule_of_access_fit_the_window_and_stay_silent(
    visit, example, name
):
    visit.go(example["en"] if ENGLISH[name] == "EXAMPLE" else ENGLISH[name])
    assert visit.page.locator("html").get_attribute("lang") == "en"
    _check(visit, name, "en", rules=visit.page.viewport_size["width"] == WIDTHS["wide"])


def test_a_style_or_a_script_that_somebody_writes_in_a_page_is_reported(wide):
    # The silence of the other pages means something only when this one speaks.
    def break_it(route):
        answer = route.fetch()
        inline = '<p style="color:red">x</p><script>document.title = "broken"</script></main>'
        route.fulfill(response=answer, body=answer.text().replace("</main>", inline))

    wide.page.route("**/kiezen/", break_it)
    wide.go("/kiezen/")
    said = " ".join(wide.said)
    assert "POLICY style-src" in said
    assert "POLICY script-src" in said
    assert wide.page.title() != "broken"
    with pytest.raises(AssertionError, match="POLICY"):
        _check(wide, "kapot", "nl")


def test_what_is_broken_in_a_page_is_reported_at_each_width(visit, example):
    visit.go("/bestaat-niet/")
    visit.page.evaluate(
        """() => { document.querySelector('main').innerHTML =
        '<h1>x</h1>' + '<button></button>'.repeat(3) + '<p class="pale">Bleke woorden</p>';
        for (const one of document.querySelectorAll('main button')) {
          Object.assign(one.style, {width: '9px', height: '9px', padding: 0, minHeight: 0});
        }
        Object.assign(document.querySelector('.pale').style, {color: '#eee', background: '#fff'});
        }"""
    )
    found = " ".join(broken_rules(visit.page))
    assert "target-size" in found
    assert "button-name" in found
    wide = visit.page.viewport_size["width"] == WIDTHS["wide"]
    assert ("color-contrast" in found) == wide  # a colour is the same in a narrow window
    assert "color-contrast" in " ".join(broken_rules(visit.page, every=True))


def test_a_form_with_mistakes_breaks_no_rule_either(visit):
    visit.go("/kiezen/nieuw/")
    visit.page.get_by_role("button", name="Bekijk wat het doet").click()
    expect(visit.page.get_by_role("alert")).to_contain_text("nog niet compleet")
    visit.said.clear()  # the browser itself reports the answer 400
    _check(visit, "formulier-fout", "nl")


def test_the_first_tab_offers_to_skip_to_the_content(wide):
    wide.go("/gemeente/GM9990/")
    wide.page.keyboard.press("Tab")
    skip = wide.page.locator(":focus")
    expect(skip).to_have_text("Naar de inhoud")
    expect(skip).to_be_in_viewport()
    wide.page.keyboard.press("Enter")
    expect(wide.page.locator("main")).to_be_focused()


def test_by_keyboard_one_goes_from_start_to_a_council_memo(wide):
    wide.go("/")
    page = wide.page

    def press_until(name: str) -> None:
        for _ in range(200):
            page.keyboard.press("Tab")
            words = page.evaluate(
                """() => (document.activeElement.getAttribute('aria-label')
                || document.activeElement.innerText || '').trim()"""
            )
            if name in words:
                return
        raise AssertionError(f"{name} cannot be reached by keyboard")

    press_until("Weeg een keuze")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kiezen/")
    press_until("Bekijk wat het doet")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kiezen/uitkomst/**")
    press_until("Maak de raadsnota")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert waiting.value.suggested_filename == "nota.pdf"


def test_every_stop_of_the_keyboard_can_be_seen(wide):
    wide.go("/gemeente/GM9990/")
    for _ in range(40):
        wide.page.keyboard.press("Tab")
        seen = wide.page.evaluate(
            """() => {
              const at = document.activeElement;
              if (at === document.body) return 'body';
              const box = at.getBoundingClientRect();
              const style = getComputedStyle(at);
              const inner = at.querySelector('path') && getComputedStyle(at.querySelector('path'));
              const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
              const border = inner && parseFloat(inner.strokeWidth) >= 3;
              const there = box.width > 0 && box.height > 0;
              return (ring || border) && there ? '' : at.outerHTML.slice(0, 200);
            }"""
        )
        assert seen in {"", "body"}, seen


def test_a_figure_leads_to_its_account_and_from_there_to_its_source(wide):
    wide.go("/buurt/BU99900301/")
    wide.page.locator("td .figure a").first.click()
    note = wide.page.locator(".note:target")
    expect(note).to_be_in_viewport()
    expect(note).to_contain_text("Jaar")
    note.get_by_role("link").first.click()
    wide.page.wait_for_url("**/bronnen/#**")
    expect(wide.page.locator(":target")).to_be_in_viewport()


def test_the_map_leads_to_a_neighbourhood_by_mouse_and_by_keyboard(wide):
    wide.go("/gemeente/GM9990/")
    wide.page.locator("a.map-area").first.focus()
    wide.page.keyboard.press("Enter")
    wide.page.wait_for_url("**/buurt/BU9990*/")
    expect(wide.page.get_by_role("heading", level=1)).to_be_visible()
    wide.go("/gemeente/GM9990/")
    area = wide.page.locator("a.map-area").nth(20)
    leads_to = area.get_attribute("href")
    area.click()
    wide.page.wait_for_url(f"**{leads_to}")
    expect(wide.page.get_by_role("heading", level=1)).to_be_visible()


def test_on_a_phone_the_tables_fit_without_pushing_them_aside(address, chromium, example):
    context = chromium.new_context(viewport={"width": WIDTHS["phone"], "height": 844})
    page = context.new_page()
    paths = (
        "/gemeente/GM9990/",
        "/gemeente/GM9990/?toon=lonely_severe_18plus",
        "/buurt/BU99900301/",
        example["nl"],
    )
    for path in paths:
        page.goto(address + path)
        page.evaluate("() => document.fonts.ready.then(() => true)")
        wider = page.evaluate(
            """() => [...document.querySelectorAll('.scroll')]
            .filter((box) => box.checkVisibility() && box.scrollWidth > box.clientWidth + 1)
            .map((box) => box.scrollWidth + ': ' + [...box.querySelectorAll('*')]
            .filter((one) => one.getBoundingClientRect().right > box.getBoundingClientRect().right)
            .map((one) => one.outerHTML.slice(0, 80)).slice(0, 3))"""
        )
        assert not wider, f"{path}: {wider}"
    page.goto(address + paths[0])
    expect(page.get_by_role("row", name="Spoelkwartier")).to_contain_text("onder druk")
    page.goto(address + paths[2])  # stacked, but still a table to a screen reader
    expect(page.get_by_role("table").first.get_by_role("rowheader").first).to_be_visible()
    context.close()


def test_what_one_points_at_is_at_least_24_pixels(wide, example):
    for path in ("/", "/gemeente/GM9990/", "/kiezen/", example["nl"]):
        wide.go(path)
        small = wide.page.evaluate(
            """() => [...document.querySelectorAll('a, button, input, select, summary')]
            .filter((one) => one.checkVisibility() && !one.matches('.utrecht-skip-link')
                && !one.closest('p, .figure, .notes, svg, .skip'))
            .map((one) => [one.getBoundingClientRect(), one])
            .filter(([box]) => box.height > 0 && box.height < 24)
            .map(([box, one]) => Math.round(box.height) + ' ' + one.outerHTML.slice(0, 90))"""
        )
        assert not small, f"{path}: {small[:5]}"


def test_who_wants_no_motion_gets_none(chromium, address):
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(address + "/gemeente/GM9990/")
    moves = page.evaluate(
        """() => getComputedStyle(document.documentElement).scrollBehavior + ' ' +
        [...document.querySelectorAll('*')].filter((one) => {
          const style = getComputedStyle(one);
          return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0;
        }).length"""
    )
    assert moves == "auto 0"
    context.close()


def test_the_page_works_without_script(chromium, address):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/gemeente/GM9990/?toon=social_assistance_share_15_64")
    expect(page.locator("h1")).to_be_visible()
    page.get_by_label("Toon op de kaart en in de tabel").select_option("population")
    page.get_by_role("button", name="Toon").click()
    expect(page.locator("#map-title")).to_contain_text("nwoners")
    context.close()


def test_at_four_times_the_size_nothing_is_cut_off(chromium, address, example):
    # A window of 1280 at 400% shows what a window of 320 shows at 100% (WCAG 1.4.10).
    context = chromium.new_context(viewport={"width": 320, "height": 256})
    page = context.new_page()
    for path in ("/", "/gemeente/GM9990/", "/buurt/BU99900301/", example["nl"], "/bronnen/"):
        page.goto(address + path)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 320, path
    context.close()


def test_the_page_can_be_printed_without_its_navigation(wide):
    wide.go("/gemeente/GM9990/")
    wide.page.emulate_media(media="print")
    expect(wide.page.locator("header.top")).to_be_hidden()
    expect(wide.page.locator("h1")).to_be_visible()
    expect(wide.page.locator(".notes")).to_be_visible()
