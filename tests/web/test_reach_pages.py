"""Reach, gaps and the three pillars on the pages, as files and through the API."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from weefsel.provisions.reach_recipe import ReachRecipe
from weefsel.provisions.reached import run

pytestmark = pytest.mark.django_db
PAGES = {"bereik": "reach", "gaten": "gaps", "pijlers": "pillars"}


def text_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.content[:400]
    words = re.sub(r"(?s)<svg.*?</svg>", "", answer.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", words).split())


@pytest.mark.parametrize("page", PAGES)
def test_each_page_says_its_finding_in_both_languages(visitor: Client, page: str) -> None:
    dutch = visitor.get(f"/gemeente/GM9990/{page}/").content.decode()
    english = visitor.get(f"/en/municipality/GM9990/{PAGES[page]}/").content.decode()
    titles = [re.search(r"(?s)<h1>(.*?)</h1>", one) for one in (dutch, english)]
    assert all(titles)
    assert titles[0].group(1) != titles[1].group(1)
    assert "<table" in dutch
    assert "chart-map" in dutch
    other = visitor.get(f"/gemeente/BU99900305/{page}/")
    assert (other.status_code, other.headers["Location"]) == (302, f"/gemeente/GM9990/{page}/")
    assert visitor.get(f"/gemeente/GM9999/{page}/").status_code == 404


def test_a_kind_a_group_and_an_hour_can_be_chosen(visitor: Client) -> None:
    one = text_of(visitor.get("/gemeente/GM9990/bereik/?soort=debt_help&maat=aandeel"))
    assert "Hulp bij schulden: er is plek voor" in one
    assert "modelschatting" in one
    assert "rechte lijn maal 1,3, onze eigen keuze" in re.sub(r"\s+,", ",", one)
    nobody = text_of(visitor.get("/gemeente/GM9990/bereik/?soort=library&groep=G5"))
    assert "Herkomst telt in Weefsel nergens mee" in nobody
    late = text_of(visitor.get("/gemeente/GM9990/bereik/?soort=library&wanneer=avond"))
    assert late != text_of(visitor.get("/gemeente/GM9990/bereik/?soort=library"))
    odd = "?soort=%3Cb%3E&maat=x&groep=G0&wanneer=nacht"
    assert text_of(visitor.get(f"/gemeente/GM9990/bereik/{odd}")) == text_of(
        visitor.get("/gemeente/GM9990/bereik/")
    )


def test_gaps_come_largest_first_and_those_of_everybody_apart(visitor: Client) -> None:
    page = visitor.get("/gemeente/GM9990/gaten/").content.decode()
    first = page.split('id="table"')[1].split("</table>")[0]
    sizes = [float(one) for one in re.findall(r'<b><data class="figure" value="([\d.]+)"', first)]
    assert sizes
    assert sizes == sorted(sizes, reverse=True)
    assert "bibliotheek" not in first.casefold()
    assert "Bibliotheek" in page.split('id="everybody"')[1]
    assert "Text for the algorithm register" not in page
    assert "Gaten in het aanbod per buurt" in page


@pytest.mark.parametrize("page", PAGES)
def test_what_is_shown_can_be_taken_along(visitor: Client, page: str) -> None:
    there = f"/gemeente/GM9990/{page}/"
    table = "wijken" if page == "pijlers" else "buurten"
    lines = visitor.get(f"{there}{table}.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(lines), delimiter=";"))
    assert rows[0][0] == "Code"
    assert any(row[:1] == ["Bron"] for row in rows)
    assert "verzonnen" in lines
    book = load_workbook(io.BytesIO(visitor.get(f"{there}{table}.xlsx").content))
    assert book.worksheets
    assert b"<svg" in visitor.get(f"{there}kaart.svg").content
    assert visitor.get(f"{there}kaart.png").content.startswith(b"\x89PNG")
    assert visitor.get(f"{there}ander.txt").status_code == 404


def test_the_recipe_that_is_taken_along_gives_the_same(visitor: Client) -> None:
    from weefsel.web import ask
    from weefsel.web.social_map import known, reach_ask

    content = visitor.get("/gemeente/GM9990/bereik/recept.toml").content
    recipe = ReachRecipe.read(content, "recept.toml")
    again = run(recipe, ask.store(), known.entries("GM9990"))
    assert again.frame().equals(reach_ask.reached("GM9990").frame())


def test_the_api_says_what_the_page_says(visitor: Client) -> None:
    page = visitor.get("/gemeente/GM9990/gaten/?groep=G4").content.decode()
    twin = re.search(r'rel="alternate" type="application/json" href="([^"]+)"', page)
    assert twin is not None
    found = visitor.get(twin.group(1).replace("&amp;", "&"))
    made = json.loads(found.content)
    assert made["recipe"]["options"]["group"] == "G4"
    title = re.sub(r"<[^>]+>", "", re.search(r"(?s)<h1>(.*?)</h1>", page).group(1))
    assert made["finding"]["nl"] == title
    assert {one["kind"] for one in made["kinds"]} >= {"debt_help", "library"}
    assert len(made["pillars"]) == 10  # nine districts, and what has none
    assert visitor.get("/api/v1/municipalities/GM9990/reach?group=G10").status_code == 400
    assert visitor.get("/api/v1/municipalities/GM9999/reach").status_code == 404


def test_areas_show_what_reaches_them(visitor: Client) -> None:
    here = text_of(visitor.get("/buurt/BU99900305/"))
    assert "soorten hebben een voorziening binnen bereik van deze buurt" in here
    district = text_of(visitor.get("/wijk/WK999003/"))
    assert "Provisions that" not in district
    assert "Voorzieningen die de sociale kaart in deze wijk kent." in district


def test_an_empty_social_map_says_so(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from weefsel.web.social_map import known

    monkeypatch.setattr(known, "entries", lambda code, **more: ())
    monkeypatch.setattr(known, "mark", lambda code: "empty")
    for page in ("bereik", "gaten"):
        assert "Er valt nog niets te meten" in text_of(visitor.get(f"/gemeente/GM9990/{page}/"))
    assert "kent nog geen voorziening" in text_of(visitor.get("/gemeente/GM9990/pijlers/"))
    assert "binnen bereik van deze buurt" not in text_of(visitor.get("/buurt/BU99900305/"))
