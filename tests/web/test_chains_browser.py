"""Chains in a real Chromium: rules of WCAG, widths, the phone, keyboard and paper."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdf
import pytest

from .conftest import WIDTHS
from .test_browser import Visit, _check, _visit, visit, wide  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = {
    "ketens": "/kiezen/ketens/",
    "keten": "/kiezen/ketens/meeting/",
    "keten-lang": "/kiezen/ketens/loneliness_groups/",
    "keten-eigen": "/kiezen/ketens/parenting/",
}
ENGLISH = {"chains": "/en/choose/chains/", "chain": "/en/choose/chains/housing_first/"}


@pytest.fixture
def phone(address, chromium) -> Iterator[Visit]:
    """Give a window as small as a phone."""
    yield from _visit(address, chromium, "phone")


@pytest.mark.parametrize("name", list(PAGES))
def test_pages_hold_to_the_rules_fit_their_window_and_stay_silent(visit: Visit, name: str):  # noqa: F811
    visit.go(PAGES[name])
    _check(visit, name, "nl")


@pytest.mark.parametrize("name", list(ENGLISH))
def test_english_pages_fit_their_window_and_stay_silent(visit: Visit, name: str):  # noqa: F811
    visit.go(ENGLISH[name])
    _check(visit, name, "en", rules=False)


def test_letters_of_the_drawing_can_be_read_on_a_screen(wide: Visit):  # noqa: F811
    wide.go("/kiezen/ketens/meeting/")
    high = wide.page.evaluate(
        """() => Math.min(...[...document.querySelectorAll('.chart-arena text')]
        .filter((one) => one.getAttribute('font-size') === '17')
        .map((one) => one.getBoundingClientRect().height))"""
    )
    assert high >= 13


def test_on_a_phone_the_drawing_slides_by_itself_and_the_arrows_stand_below(phone: Visit):
    phone.go("/kiezen/ketens/meeting/")
    box = phone.page.locator(".scroll.arena")
    inside, seen = box.evaluate("(one) => [one.scrollWidth, one.clientWidth]")
    assert inside > seen
    box.focus()
    phone.page.keyboard.press("ArrowRight")
    phone.page.wait_for_timeout(300)
    assert box.evaluate("(one) => one.scrollLeft") > 0
    first = phone.page.locator("#arrow-1")
    assert first.bounding_box()["width"] <= WIDTHS["phone"]
    assert "aanwijzing" in first.inner_text()


def test_the_drawing_says_its_name_to_who_does_not_see_it(wide: Visit):  # noqa: F811
    wide.go("/kiezen/ketens/pool/")
    named = wide.page.get_by_role("img", name="Zwembad: voor 2 van de 6 stappen")
    assert named.count() == 1


def test_the_page_itself_prints_with_its_drawing_and_its_table(wide: Visit):  # noqa: F811
    wide.go("/kiezen/ketens/pool/")
    made = wide.page.pdf(format="A4", landscape=True)
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    said = " ".join(page.extract_text() for page in pages)
    assert len(pages) <= 6
    assert "gratis toegang en" in said
    assert "geen bewijs gevonden" in said
    assert "Vul een keuze in" not in said
    assert "Alle ketens" not in said
