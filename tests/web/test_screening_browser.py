"""The page that checks a text, in a real Chromium, wide and on a phone."""

from __future__ import annotations

import pytest

from .conftest import WIDTHS
from .test_browser import _check, _visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
playwright = pytest.importorskip("playwright.sync_api")
NOTE = (
    "Gisteren belde Fatima Yılmaz (06-12345678) over haar buurman Kees. Zij woont Kerkstraat 12, "
    "7551 AB, en is geboren op 12-03-1961. Volgens Roos is de lift weer kapot."
)


@pytest.mark.parametrize("width", list(WIDTHS))
def test_a_text_is_pasted_struck_and_a_name_put_back(address, chromium, width):
    for visit in _visit(address, chromium, width):
        visit.go("/leren/tekst/")
        visit.page.get_by_label("Jouw tekst").fill(NOTE)
        visit.page.get_by_role("button", name="Kijk deze tekst na").click()
        clean = visit.page.get_by_label("Kopieer hem hier")
        assert "Fatima" not in clean.input_value()
        assert visit.page.locator(".screen-text mark").count() == 7
        visit.page.locator("li", has_text="naam: Roos").get_by_role("checkbox").check()
        visit.page.get_by_role("button", name="Kijk opnieuw na").click()
        assert "Volgens Roos is" in visit.page.get_by_label("Kopieer hem hier").input_value()
        _check(visit, "tekst-nakijken", "nl")
