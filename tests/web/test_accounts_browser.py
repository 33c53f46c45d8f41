"""Accounts in a real Chromium: an invitation from hand to hand, and pages for everybody."""

from __future__ import annotations

import re

import pytest

from .conftest import WIDTHS
from .houses import browser, house, member
from .test_browser import LISTEN
from .wcag import broken_rules

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("quick_passwords"),
]
WORDS = "vier woorden op een rij"


@pytest.fixture(params=list(WIDTHS))
def window(request, chromium, address):
    """Give a way to open windows of a width, each somebody's own, and what was said in them."""
    said: list[str] = []
    opened = []

    def open_for(user=None):
        size = {"width": WIDTHS[request.param], "height": 900}
        context = chromium.new_context(viewport=size, base_url=address)
        context.add_init_script(script=LISTEN)
        if user is not None:
            cookie = browser(user).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": address}])
        page = context.new_page()
        page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
        opened.append(context)
        return page

    yield open_for, said
    for context in opened:
        context.close()


def broken(page) -> list[str]:
    """Give the rules of WCAG that a page breaks, and whether it is wider than its window."""
    page.wait_for_load_state()
    found = broken_rules(page)
    inner = page.evaluate("() => document.documentElement.scrollWidth")
    return found + ([f"{inner} wide"] if inner > page.viewport_size["width"] else [])


def test_an_invitation_goes_from_the_administrator_to_a_new_colleague(window):
    open_for, said = window
    boss = member(house("dorp", name="Gemeente Dorp"), "administrator", "beheer")
    hers, theirs = open_for(boss.user), open_for()
    hers.goto("/huis/dorp/leden/")
    hers.get_by_label("Rol").select_option("team_lead")
    hers.get_by_role("button", name="Maak een link").click()
    link = hers.get_by_label("De link").input_value()
    theirs.goto(link)
    theirs.get_by_label("Hoe noemen collega's je?").fill("Fenna")
    theirs.locator("#id_username").fill("fenna")
    theirs.get_by_label("Wachtwoord", exact=True).fill(WORDS)
    theirs.get_by_label("Nog een keer hetzelfde wachtwoord").fill(WORDS)
    theirs.get_by_role("button", name="Maak mijn account").click()
    theirs.wait_for_url(re.compile(r"/mijn-account/$"))
    assert "Gemeente Dorp" in theirs.locator("main").inner_text()
    hers.goto("/huis/dorp/leden/")
    assert "Fenna" in hers.locator("main").inner_text()
    assert said == []


def test_every_page_keeps_the_rules_and_fits_its_window(window):
    open_for, said = window
    town = house("dorp", name="Gemeente Dorp met een lange naam")
    boss = member(town, "administrator", "beheer", name="Wil van der Langenaam-Achternaam")
    other = member(town, "volunteer", "vrijwilliger")
    page = open_for(boss.user)
    one = f"/huis/dorp/leden/{other.pk}"
    english = ("/en/rights/", "/en/my-account/", "/en/house/dorp/members/")
    for path in (
        "/huis/dorp/leden/",
        *(f"{one}/{what}/" for what in ("rol", "einde", "tweede-stap")),
        "/mijn-account/",
        "/mijn-account/wachtwoord/",
        "/mijn-account/verwijderen/",
        "/rechten/",
        "/waarom/",
        "/waarom/?what=choice.publish",
        *english,
    ):
        page.goto(path)
        assert said == [], path  # before axe, which tries inline styles itself
        assert broken(page) == [], path
        said.clear()
    denied = open_for(other.user)
    denied.goto("/huis/dorp/leden/")
    assert broken(denied) == []
