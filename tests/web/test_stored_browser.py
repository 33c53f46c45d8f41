"""A walk in a real browser: keep, change, put back, publish, decide; and what a resident sees."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings

from web import houses
from web.conftest import WIDTHS
from web.kept_things import recipe
from weefsel.web.choose.link import pack
from weefsel.web.choose.models import Decision, StoredRecipe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def adviser(home) -> Any:
    place = houses.house("weverdam", kind="municipality", name="Weverdam", fictitious=True)
    name = "Voorbeeld: beleidsadviseur"
    return houses.member(place, "policy_adviser", "adviseur", name=name, password=None).user


def opened(chromium: Any, address: str, user: Any, width: str) -> Any:
    context = chromium.new_context(viewport={"width": WIDTHS[width], "height": 900})
    if user is not None:
        key = houses.browser(user).cookies[settings.SESSION_COOKIE_NAME].value
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": key, "url": address}])
    return context.new_page()


def fits(page: Any) -> bool:
    """Tell whether a page fits a window of every width; leave it as it was."""
    before, fit = page.viewport_size, True
    for width in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": 900})
        fit &= bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
    page.set_viewport_size(before)
    return fit


def test_a_choice_is_kept_changed_put_back_published_and_decided(chromium, address, adviser):
    page = opened(chromium, address, adviser, "phone")
    page.goto(f"{address}/kiezen/uitkomst/?recept={pack(recipe())}")
    page.get_by_role("link", name="Bewaar in je huis").click()
    page.get_by_label("Notitie bij de keuze").fill("Voor de begroting.")
    assert fits(page)
    page.get_by_role("button", name="Bewaren").click()
    assert page.get_by_role("heading", level=1).inner_text() == "De Schakel sluiten"
    assert fits(page)
    page.get_by_role("link", name="Verander de cijfers").first.click()
    page.get_by_label("Hoe heet de keuze?").fill("De Schakel dicht")
    page.get_by_role("button", name="Bekijk wat het doet").click()
    page.get_by_role("button", name="Bewaar als nieuwe versie van").click()
    assert page.get_by_role("heading", level=1).inner_text() == "De Schakel dicht"
    page.get_by_role("link", name="Geschiedenis").click()
    assert "De Schakel sluiten" in page.locator("del").first.inner_text()
    assert fits(page)
    page.get_by_role("button", name="Zet deze versie terug").click()
    assert StoredRecipe.objects.get().title == "De Schakel sluiten"
    page.get_by_role("heading", level=1).get_by_role("link").click()
    page.get_by_role("button", name="Openbaar maken").click()
    page.get_by_role("link", name="Leg een besluit vast").click()
    page.get_by_label("geen van deze").check()
    page.get_by_label("Waarom is dit besloten?").fill("De raad vond het te vroeg.")
    page.get_by_label("Iedereen mag dit besluit lezen").check()
    assert fits(page)
    page.get_by_role("button", name="Leg vast").click()
    assert "geen van de opties" in page.get_by_role("heading", level=1).inner_text()
    assert Decision.objects.get().published
    resident = opened(chromium, address, None, "phone")
    resident.goto(f"{address}/kiezen/")
    resident.get_by_role("link", name="De Schakel sluiten").click()
    resident.get_by_role("link", name="geen van deze").click()
    assert "te vroeg" in resident.locator("main").inner_text()
    assert fits(resident)
