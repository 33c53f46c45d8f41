"""Pages without a browser: what they say, what they refuse, how they are sent."""

from __future__ import annotations

import re

import pytest
from django.test import Client

EVERYWHERE = (
    "/",
    "/gemeenten/",
    "/gemeente/GM9990/",
    "/buurt/BU99900301/",
    "/kiezen/",
    "/bronnen/",
)


@pytest.mark.parametrize("url", EVERYWHERE)
def test_pages_come_with_strict_headers(visitor, url):
    answer = visitor.get(url)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def test_nobody_gets_a_cookie_for_looking(visitor):
    for url in ("/", "/gemeente/GM9990/", "/bronnen/"):
        assert not visitor.get(url).cookies


def test_a_municipality_that_is_not_loaded_is_a_sentence_and_no_trace(visitor):
    for url in ("/gemeente/GM0000/", "/buurt/BU00000000/", "/gemeente/onzin/", "/nergens/"):
        answer = visitor.get(url)
        said = answer.content.decode()
        assert answer.status_code == 404
        assert "Traceback" not in said
        assert "Naar het begin" in said


def test_a_page_that_does_not_exist_speaks_english_under_en(visitor):
    answer = visitor.get("/en/nowhere/")
    assert answer.status_code == 404
    assert "To the start" in answer.content.decode()


def test_a_fault_of_ours_shows_a_calm_page(visitor, monkeypatch):
    def broken(*given: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("weefsel.web.ask.municipalities", broken)
    answer = visitor.get("/")
    assert answer.status_code == 500
    said = answer.content.decode()
    assert "Er ging bij ons iets mis" in said
    assert "secret detail" not in said


def test_a_form_without_its_seal_is_refused_in_dutch(home):
    strict = Client(enforce_csrf_checks=True, headers={"host": "127.0.0.1"})
    answer = strict.post("/kiezen/nieuw/", {})
    assert answer.status_code == 403
    assert "niet meer geldig" in answer.content.decode()


def test_another_host_name_is_refused_without_a_trace(home):
    answer = Client(headers={"host": "elders.example"}, raise_request_exception=False).get("/")
    assert answer.status_code == 400
    assert "Traceback" not in answer.content.decode()


def test_searching_a_municipality_goes_to_its_page(visitor):
    assert visitor.get("/gemeenten/?q=weverdam")["Location"] == "/gemeente/GM9990/"
    assert visitor.get("/gemeenten/?q=gm9990")["Location"] == "/gemeente/GM9990/"
    said = visitor.get("/gemeenten/?q=bestaatniet").content.decode()
    assert "Hier heet geen gemeente" in said
    sharp = visitor.get("/gemeenten/?q=<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in sharp


def test_the_municipality_can_show_a_condition_an_indicator_and_the_context(visitor):
    for key, heading in (
        ("cohesion", "ociale cohesie per buurt"),
        ("social_assistance_share_15_64", "Bijstand"),
        ("population", "nwoners per buurt"),
    ):
        answer = visitor.get(f"/gemeente/GM9990/?toon={key}")
        assert answer.status_code == 200
        assert heading in answer.content.decode()


def test_an_unknown_choice_in_the_address_shows_the_usual_map(visitor):
    def shown(url: str) -> list[str]:
        page = visitor.get(url).content.decode().split("<main")[1]
        page = re.sub('<input type="hidden"[^>]*>', "", page)  # the form keeps what was asked
        return [line for line in page.splitlines() if line.strip()]

    usual = shown("/gemeente/GM9990/")
    assert shown("/gemeente/GM9990/?toon=onzin&orde=onzin&richting=onzin") == usual


def test_sorting_turns_the_order_round_and_leaves_what_is_empty_last(visitor):
    def scores(query: str) -> list[float | None]:
        page = visitor.get(f"/gemeente/GM9990/?{query}").content.decode()
        rows = (
            page.split("<tbody data-map-rows>")[1]
            .split("</tbody>")[0]
            .split('<th scope="row"')[1:]
        )
        found = [row.split("<b>")[1].split('value="')[1].split('"')[0] for row in rows]
        return [float(value) if value else None for value in found]

    up, down = scores("orde=value"), scores("orde=value&richting=down")
    there = [value for value in up if value is not None]
    assert there == sorted(there)
    assert [value for value in down if value is not None] == there[::-1]
    assert len(there) < len(up)
    assert set(up[len(there) :]) == set(down[len(there) :]) == {None}


def test_what_the_municipality_can_add_is_said_per_condition(visitor):
    said = visitor.get("/gemeente/GM9990/").content.decode()
    assert said.count("te weinig cijfers voor een score") >= 3
    assert "geen open cijfers; de gemeente kan het toevoegen" in said


def test_real_and_made_up_municipalities_are_told_apart(visitor):
    said = visitor.get("/").content.decode()
    assert "Voorbeeldgemeente: alle cijfers zijn verzonnen" in said


@pytest.mark.parametrize(
    ("url", "begins"),
    [
        ("/gemeente/GM9990/kaart.svg", b"<svg"),
        ("/gemeente/GM9990/kaart.png", b"\x89PNG"),
        ("/gemeente/GM9990/buurten.csv", b"\xef\xbb\xbf"),
        ("/gemeente/GM9990/buurten.xlsx", b"PK"),
        ("/gemeente/GM9990/scan.json", b"{"),
        ("/buurt/BU99900301/cijfers.csv", b"\xef\xbb\xbf"),
        ("/buurt/BU99900301/cijfers.xlsx", b"PK"),
    ],
)
def test_what_is_on_screen_can_be_taken_away(visitor, url, begins):
    answer = visitor.get(url)
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert "attachment" in answer["Content-Disposition"]


def test_the_downloaded_table_says_that_it_is_made_up_and_where_it_comes_from(visitor):
    said = visitor.get("/gemeente/GM9990/buurten.csv").content.decode("utf-8-sig")
    assert "verzonnen" in said
    assert "Bron" in said


def test_the_order_of_neighbourhoods_brings_its_text_for_the_algorithm_register(visitor):
    said = visitor.get("/gemeente/GM9990/").content.decode()
    part = said.split("Tekst voor het algoritmeregister")[1].split("</details>")[0]
    assert "Herkomst" in part or "herkomst" in part
    assert part.count("<dt>") >= 5
