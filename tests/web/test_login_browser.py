"""Logging in in a real Chromium: by keyboard and by eye, wide and as a phone."""

from __future__ import annotations

from base64 import b32decode

import pytest
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from weefsel.web.login import config, example_users

from .houses import SECRET, house, member, person
from .test_browser import _check, expect, visit, wide  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BUTTON = {"nl": "Inloggen", "en": "Log in"}
NAME = {"nl": "Naam waarmee je inlogt", "en": "Name to log in with"}
WORD = {"nl": "Wachtwoord", "en": "Password"}
CODE = {"nl": "Code van zes cijfers", "en": "Code of six digits"}
IN = {"nl": "/inloggen/", "en": "/en/log-in/"}


def enter(visit, name: str, password: str = SECRET, lang: str = "nl") -> None:  # noqa: F811
    visit.page.get_by_label(NAME[lang], exact=True).fill(name)
    visit.page.get_by_label(WORD[lang], exact=True).fill(password)
    visit.page.locator("main").get_by_role("button", name=BUTTON[lang]).click()


def heading(visit):  # noqa: F811
    return visit.page.get_by_role("heading", level=1)


def leave(visit, lang: str = "nl") -> None:  # noqa: F811
    visit.page.locator(".who summary").click()
    visit.page.get_by_role("button", name={"nl": "Uitloggen", "en": "Log out"}[lang]).click()


def code(key: str) -> str:
    return f"{totp(b32decode(key.replace(' ', ''))):06d}"


def test_from_first_log_in_to_code_and_backup_code(visit, settings):  # noqa: F811
    settings.WEEFSEL_SECOND_FACTOR = config.second_factor({})
    member(house("een", name="Huis een"), "director", "ans", name="Ans")
    page = visit.page
    visit.go("/kiezen/")
    page.get_by_role("link", name="Inloggen").click()
    _check(visit, "inloggen", "nl")
    visit.said.clear()  # from here on the console is axe's own
    enter(visit, "ans", "verkeerd")
    expect(page.get_by_role("alert")).to_contain_text("horen niet bij elkaar")
    _check(visit, "inloggen-fout", "nl")
    enter(visit, "ans")
    expect(heading(visit)).to_contain_text("Bij je rol is de tweede stap verplicht")
    visit.said.clear()
    visit.page.reload()
    _check(visit, "tweede-stap-instellen", "nl")
    assert page.locator(".code img").evaluate("(one) => one.naturalWidth") > 0
    key = page.locator(".key").inner_text()
    page.get_by_label(CODE["nl"]).fill("000000")
    page.get_by_role("button", name="Klaar").click()
    expect(page.locator(".utrecht-form-field-error-message")).to_contain_text("klopt niet")
    page.get_by_label(CODE["nl"]).fill(code(key))
    page.get_by_role("button", name="Klaar").click()
    expect(heading(visit)).to_contain_text("bewaar deze reservecodes")
    backup = page.locator(".backup-codes code").all_inner_texts()
    assert len(backup) == 10
    visit.said.clear()
    _check(visit, "reservecodes", "nl")
    page.get_by_role("link", name="Ik heb ze bewaard").click()
    page.wait_for_url(visit.address + "/")
    leave(visit)
    expect(heading(visit)).to_have_text("Je bent uitgelogd")
    visit.go(IN["nl"])
    enter(visit, "ans")
    page.get_by_label(CODE["nl"]).fill("111111")
    page.locator("main").get_by_role("button", name="Inloggen").click()
    expect(page.get_by_role("alert")).to_contain_text("Deze code klopt niet")
    TOTPDevice.objects.update(throttling_failure_timestamp=None)
    page.get_by_label(CODE["nl"]).fill(code(key))
    page.locator("main").get_by_role("button", name="Inloggen").click()
    page.wait_for_url(visit.address + "/")
    visit.go("/mijn-account/tweede-stap/")
    expect(heading(visit)).to_have_text("Je logt in met twee stappen")
    visit.said.clear()
    _check(visit, "tweede-stap", "nl")
    leave(visit)
    visit.go(IN["nl"])
    enter(visit, "ans")
    page.get_by_role("button", name="Gebruik een reservecode").click()
    page.get_by_label("Reservecode", exact=True).fill(backup[3].upper())
    page.locator("main").get_by_role("button", name="Inloggen").click()
    page.wait_for_url(visit.address + "/")
    page.locator(".who summary").click()
    expect(page.locator(".who__menu")).to_contain_text("Huis een")
    visit.said.clear()
    _check(visit, "menu", "nl")


def test_who_tries_too_often_reads_how_long_to_wait(wide):  # noqa: F811
    person("ans")
    wide.go(IN["nl"])
    for _try in range(5):
        enter(wide, "ans", "fout")
    expect(heading(wide)).to_contain_text("wacht voor je het weer probeert")
    expect(wide.page.get_by_role("alert")).to_contain_text("Over 15 minuten")
    wide.said.clear()  # the browser itself reports the answer 429
    _check(wide, "te-vaak", "nl")


def test_in_english_one_logs_in_and_out(wide):  # noqa: F811
    member(house("een", name="House one"), "volunteer", "ans")
    wide.go(IN["en"])
    _check(wide, "log-in", "en")
    wide.said.clear()
    enter(wide, "ans", "wrong", lang="en")
    expect(wide.page.get_by_role("alert")).to_contain_text("do not belong together")
    enter(wide, "ans", lang="en")
    wide.page.wait_for_url(wide.address + "/en/")
    leave(wide, "en")
    expect(heading(wide)).to_have_text("You are logged out")


def test_a_button_lets_one_look_around_as_somebody_of_weverdam(visit):  # noqa: F811
    example_users.renew()
    visit.go("/gemeente/GM9990/")
    visit.go(IN["nl"])
    _check(visit, "inloggen-voorbeelden", "nl")
    visit.page.get_by_role("button", name="Voorbeeld: sociaal werker").click()
    visit.page.wait_for_url(visit.address + "/")
    for path in ("/gemeente/GM9990/", "/kiezen/"):
        visit.said.clear()
        visit.go(path)
        visit.page.locator(".who summary").click()
        expect(visit.page.locator(".who__menu")).to_contain_text("Welzijn Weverdam")
        _check(visit, f"voorbeeld-{path.strip('/').replace('/', '-')}", "nl")
    visit.go("/kiezen/")
    leave(visit)
    expect(heading(visit)).to_have_text("Je bent uitgelogd")
    visit.said.clear()
    _check(visit, "uitgelogd", "nl")


def test_the_menu_is_reached_by_keyboard_and_not_printed(wide):  # noqa: F811
    example_users.renew()
    wide.go(IN["nl"])
    wide.page.get_by_role("button", name="Voorbeeld: bestuurder").click()
    wide.go("/kiezen/")
    for _press in range(12):
        wide.page.keyboard.press("Tab")
        if wide.page.evaluate("() => document.activeElement.tagName") == "SUMMARY":
            break
    wide.page.keyboard.press("Enter")
    expect(wide.page.get_by_role("link", name="Je account")).to_be_visible()
    wide.page.emulate_media(media="print")
    expect(wide.page.locator(".who")).to_be_hidden()
