"""A file with provisions in a real Chromium: brought, mapped, stored; two that are one merged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from web.doors_social_map import offer_of
from web.portfolio_home import town, worker
from web.test_portfolio_browser import logged_in, look

from .conftest import WIDTHS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

LIST = """Naam;Categorie;Organisatie;Adres;Postcode;Plaats;Openingstijden;Lat;Lon;Contactpersoon
De Pluktuin;buurttuin;Groen in de Bleek;Dorpsstraat 1;0301 AB;Weverdam;za 10-16;53,4;3,9;J. Jansen
Koffie bij de Kerk;koffie;Kerk aan het Plein;Plein 2;0302 AB;Weverdam;di 9.30-11.30;53,41;3,91;
De Vlieger;buurthuis;De Vlieger;Plein 1;0301 AB;Weverdam;;;;
"""


@pytest.mark.parametrize("width", WIDTHS.values())
def test_from_a_list_to_the_register_and_two_that_are_one(
    home: Path, address: str, chromium: Any, width: int, tmp_path: Path
) -> None:
    house = town()
    there = offer_of(house, phone="010-1234567", source="eigen lijst")
    there.service.name = "Stichting De Vlieger"
    there.service.save()
    there.location.street, there.location.number, there.location.postcode = "Plein", "1", "0301 AB"
    there.location.save()
    file = tmp_path / "lijst.csv"
    page = logged_in(chromium, address, worker(house), width).new_page()
    page.goto(f"{address}/sociale-kaart/")
    page.get_by_role("link", name="Een bestand brengen").click()
    look(page, "brengen", width)
    file.write_text(LIST.replace("0302 AB", "302"))
    page.set_input_files("input[type=file]", str(file))
    page.get_by_role("button", name="Bekijk het bestand").click()
    page.get_by_role("button", name="De rijen controleren").click()
    expect(page.locator("h1")).to_contain_text("klopt één ding niet")
    look(page, "brengen-fouten", width)
    page.get_by_role("button", name="Het concept weggooien").click()
    file.write_text(LIST)
    page.set_input_files("input[type=file]", str(file))
    page.get_by_role("button", name="Bekijk het bestand").click()
    page.get_by_label("koffie").select_option(label="ontmoetingsgroep")
    page.get_by_label("Bron, zoals bezoekers").fill("Lijst van de gemeente, 2026")
    look(page, "brengen-kolommen", width)
    page.get_by_role("button", name="De rijen controleren").click()
    expect(page.locator("h1")).to_contain_text("die nog niet in het register staan")
    expect(page.locator("main")).to_contain_text("misschien al in het register")
    look(page, "brengen-controle", width)
    page.get_by_role("button", name="Zet ze in het register").click()
    expect(page.locator("main")).to_contain_text("staan in het register")
    page.goto(f"{address}/sociale-kaart/dubbel/")
    look(page, "dubbel", width)
    page.get_by_role("link", name="Bekijk ze naast elkaar").first.click()
    look(page, "dubbel-naast-elkaar", width)
    page.get_by_role("button", name="voeg ze samen").click()
    expect(page.locator("main")).to_contain_text("De twee zijn nu één")
    look(page, "dubbel-besloten", width)
    page.get_by_role("button", name="Terugdraaien").click()
    expect(page.locator("main")).to_contain_text("het zijn er weer twee")
    page.goto(f"{address}/en/social-map/bring/")
    expect(page.locator("h1")).to_contain_text("Which provisions does")
