"""A choice on the pages: fill in, see, change, take away, bring back."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from weefsel.web.choose.link import unpack

FILLED = {
    "title": "Buurthuis De Schakel",
    "question": "Sluiten we De Schakel?",
    "name": "De Schakel",
    "area": "bu99900301",
    "kind": "cut",
    "base_year": "2026",
    "from_year": "2027",
    "horizon": "10",
    "cost_eur_per_year": "62.000,00",
    "cost_eur_per_year_low": "56.000",
    "cost_eur_per_year_high": "69.000",
    "cost_eur_per_year_kind": "min_max",
    "cost_eur_per_year_source": "begroting 2026",
    "one_off_eur": "€ 18.000",
    "one_off_eur_source": "raming 2026",
    "regular_visitors": "380",
    "regular_visitors_source": "telling 2025",
    "vulnerable_share": "52%",
    "vulnerable_share_source": "schatting van het team",
    "guidance_hours_per_client_per_year": "115",
    "guidance_hours_per_client_per_year_source": "Wmo-administratie 2025",
}


def recipe_of(address: str) -> str:
    return parse_qs(urlsplit(address).query)["recept"][0]


def test_a_filled_form_leads_to_a_result_that_can_be_linked(visitor):
    answer = visitor.post("/kiezen/nieuw/", FILLED)
    assert answer.status_code == 302
    act = unpack(recipe_of(answer["Location"])).option[1].act[0]
    assert act.cost_eur_per_year.value == 62000
    assert act.vulnerable_share.value == pytest.approx(0.52)
    assert act.areas == ("BU99900301",)
    said = visitor.get(answer["Location"]).content.decode()
    assert "hangt af van één onbekende" in said
    assert "Samenhang, geen besparing" in said


def test_changing_one_figure_keeps_all_the_others(visitor):
    packed = recipe_of(visitor.post("/kiezen/nieuw/", FILLED)["Location"])
    query = {"recept": packed, "optie": "close"}
    page = visitor.get("/kiezen/nieuw/", query).content.decode()
    assert 'value="62000"' in page
    assert 'value="52"' in page
    changed = {**FILLED, "cost_eur_per_year": "65000"}
    answer = visitor.post(
        "/kiezen/nieuw/?" + "&".join(f"{k}={v}" for k, v in query.items()), changed
    )
    before, after = unpack(packed).record(), unpack(recipe_of(answer["Location"])).record()
    assert after["option"][1]["act"][0]["cost_eur_per_year"]["value"] == 65000
    after["option"][1]["act"][0]["cost_eur_per_year"]["value"] = 62000.0
    assert after == before


def test_the_example_can_be_changed_one_option_at_a_time(visitor, home):
    choices = visitor.get("/kiezen/").content.decode()
    assert "Buurthuis De Schakel" in choices
    address = choices.split('href="/kiezen/uitkomst/?')[1].split('"')[0]
    for option in ("close", "extend"):
        assert visitor.get(f"/kiezen/nieuw/?{address}&optie={option}").status_code == 200
    assert visitor.get(f"/kiezen/nieuw/?{address}&optie=zero").status_code == 404


@pytest.mark.parametrize(
    ("field", "written", "said"),
    [
        ("cost_eur_per_year", "veel", "is geen getal"),
        ("cost_eur_per_year", "62,000", "op twee manieren"),
        ("cost_eur_per_year", "-5", "nul"),
        ("cost_eur_per_year_low", "90.000", "tussen"),
        ("vulnerable_share", "130", "hoogstens 100%"),
        ("vulnerable_share", "0,3", "of een breuk"),
        ("cost_eur_per_year_price_year", "1900", "buiten de index"),
        ("question", "Waarom Dorpsstraat 12 in 7555 AB?", "lijkt op een adres"),
        ("title", "a\u202eb", "tekens die niemand kan zien"),
        ("regular_visitors_source", "", "verplicht"),
        ("from_year", "2020", "2020"),
        ("area", "BU00000000", "niet geladen"),
        ("title", "Vraag van j.jansen@voorbeeld.nl", "e-mailadres"),
        ("cost_eur_per_year_source", "dossier 111222333", "burgerservicenummer"),
    ],
)
def test_a_mistake_is_said_at_its_field_and_nothing_is_lost(visitor, field, written, said):
    answer = visitor.post("/kiezen/nieuw/", {**FILLED, field: written})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert said in page
    assert "utrecht-form-field-error-message" in page
    assert "raming 2026" in page


def test_a_recipe_goes_out_and_comes_back(visitor):
    packed = recipe_of(visitor.post("/kiezen/nieuw/", FILLED)["Location"])
    toml = visitor.get("/kiezen/uitkomst/recept.toml", {"recept": packed}).content
    given = SimpleUploadedFile("recept.toml", toml)
    answer = visitor.post("/kiezen/openen/", {"recipe": given})
    assert answer.status_code == 302
    assert recipe_of(answer["Location"]) == packed


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"dit is geen toml", "kapot.toml"),
        (b"\xff\xfe\x00", "kapot.toml"),
        (b'schema = "weefsel.choice/1"\n', "title"),
        (b"a = 1\n" * 40_000, "groter"),
    ],
)
def test_a_file_that_is_no_recipe_is_named_with_its_key(visitor, content, said):
    answer = visitor.post("/kiezen/openen/", {"recipe": SimpleUploadedFile("kapot.toml", content)})
    assert answer.status_code == 400
    assert said in answer.content.decode()


def test_an_upload_without_a_file_asks_for_one(visitor):
    answer = visitor.post("/kiezen/openen/", {})
    assert answer.status_code == 400
    assert "Kies eerst een bestand" in answer.content.decode()


def test_a_broken_link_is_a_sentence(visitor):
    for packed in ("", "onzin", "eNo"):
        answer = visitor.get("/kiezen/uitkomst/", {"recept": packed})
        assert answer.status_code == 400
        assert "Kopieer de hele link" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("nota.pdf", b"%PDF"),
        ("uitkomst.json", b"{"),
        ("uitkomst.xlsx", b"PK"),
        ("betalers.csv", b"\xef\xbb\xbf"),
        ("aannames.csv", b"\xef\xbb\xbf"),
        ("balance.svg", b"<svg"),
        ("balance.png", b"\x89PNG"),
        ("turning-close.csv", b"\xef\xbb\xbf"),
    ],
)
def test_a_result_can_be_taken_away(visitor, name, begins):
    packed = recipe_of(visitor.post("/kiezen/nieuw/", FILLED)["Location"])
    answer = visitor.get(f"/kiezen/uitkomst/{name}", {"recept": packed})
    assert answer.status_code == 200
    assert answer.content.startswith(begins)


def test_the_page_prints_no_chance_and_no_range_for_a_conditional_balance(visitor):
    packed = recipe_of(visitor.post("/kiezen/nieuw/", FILLED)["Location"])
    document = json.loads(
        visitor.get("/kiezen/uitkomst/uitkomst.json", {"recept": packed}).content
    )
    page = visitor.get("/kiezen/uitkomst/", {"recept": packed}).content.decode()
    balance = next(f for f in document["options"][1]["figures"] if f["id"] == "balance")
    assert balance["state"] == "conditional"
    assert balance["low"] is None
    row = page.split('class="sum">')[1].split("</tr>")[0]
    assert "figure__range" not in row
    for word in ("vermoedelijk", "zeker voordelig", "kans op"):
        assert word not in page.split('id="notes-title"')[0]
