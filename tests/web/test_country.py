"""The map and the page of a country: table, drawing and live map say the same of every area."""

from __future__ import annotations

import csv
import io
import json
import re
from xml.etree import ElementTree

import pytest
from django.test import Client
from openpyxl import load_workbook

from weefsel.scan import words
from weefsel.scan.national_sure import standings
from weefsel.web import ask
from weefsel.web.see.country_view import recipe_of

pytestmark = pytest.mark.django_db
HERE = "/voorbeeldland/"
KEY = "socio_economic_security"


def _areas(visitor: Client, code: str, query: str = "") -> dict[str, dict]:
    answer = visitor.get(f"/kaart/{code}.json{query}")
    assert answer.status_code == 200
    found = json.loads(answer.content)
    return {one["properties"]["code"]: one["properties"] for one in found["features"]}


def _rows(page: str) -> dict[str, tuple[str, str]]:
    """Give class and hatching of each row of the table."""
    pattern = r'<tr data-code="(\w+)" data-class="(\d*)" data-hatched="(yes|no)"'
    return {code: (kind, hatched) for code, kind, hatched in re.findall(pattern, page)}


def _drawn(page: str) -> dict[str, tuple[str, str]]:
    """Give class and hatching of each area of the drawing by the server."""
    svg = re.search(r"<svg[^>]*chart-map.*?</svg>", page, re.DOTALL)
    assert svg
    found = {}
    for link in ElementTree.fromstring(svg[0]).iter():
        if link.get("data-code"):
            path = link[0]
            kind = path.get("class", "").removeprefix("map-class-")
            hatched = "yes" if path.get("fill", "").startswith("url(#hatch-") else "no"
            found[link.get("data-code", "")] = (
                "" if kind == "map-no-score" else str(int(kind) - 1),
                hatched,
            )
    return found


@pytest.mark.parametrize("query", ["", "&zeker=woorden", "&zeker=zeker"])
@pytest.mark.parametrize("key", [KEY, "social_assistance_share_15_64", "population"])
def test_the_table_the_drawing_and_the_live_map_say_the_same(visitor, key, query):
    page = visitor.get(f"{HERE}?toon={key}{query}").content.decode()
    live = {
        code: (
            "" if one["class"] is None else str(one["class"]),
            "yes" if one["hatched"] else "no",
        )
        for code, one in _areas(visitor, "XX00", f"?toon={key}{query}").items()
    }
    rows = _rows(page)
    assert len(rows) == len(live) == 59
    assert rows == live == _drawn(page)
    kinds = {kind for kind, _ in rows.values()}
    assert len(kinds) > 2  # a map of one colour would pass for any reason


def test_hatching_is_for_what_cannot_be_told_from_average_and_for_nothing_else(visitor):
    areas = _areas(visitor, "GM9990", f"?toon={KEY}")
    said = {one["said"] for one in areas.values() if one["hatched"]}
    assert said
    assert all("niet te onderscheiden van gemiddeld" in one for one in said)
    rest = [one["said"] for one in areas.values() if not one["hatched"]]
    assert not any("niet te onderscheiden" in one for one in rest)


def test_an_area_without_a_figure_says_why(visitor):
    areas = _areas(visitor, "GM9990", f"?toon={KEY}")
    none = [one for one in areas.values() if one["class"] is None]
    assert none
    assert all("inwoners" in one["said"] for one in none)


def test_the_map_of_only_what_is_certain_colours_only_that(visitor):
    words_ = _areas(visitor, "GM9990", f"?toon={KEY}&zeker=woorden")
    certain = _areas(visitor, "GM9990", f"?toon={KEY}&zeker=zeker")
    for code, one in certain.items():
        expected = {0: 0, 4: 2, None: None}.get(words_[code]["class"], 1)
        assert one["class"] == expected
    assert {one["class"] for one in certain.values()} >= {0, 1}


def test_country_and_municipality_use_the_same_words_of_certainty(home, db):
    national = ask.national_of("XX00")
    found = standings(
        national.levels["neighbourhood"], KEY, national.catalogue, recipe_of(national)
    )
    result = ask.scan_of("GM9990")
    assert {code: words.class_of(one) for code, one in found.items()} == result.certainty_classes(
        KEY
    )
    for code, one in found.items():
        sure = result.sure(code, KEY)
        assert sure is not None
        assert (one.low, one.high, one.below) == pytest.approx((sure.low, sure.high, sure.below))


def test_districts_can_be_shown_and_a_year_chosen(visitor):
    assert len(_areas(visitor, "GM9990", "?niveau=wijk")) == 9
    page = visitor.get("/gemeente/GM9990/?niveau=wijk").content.decode()
    assert page.count('class="map-area"') == 9
    first = ask.years_of("XX00")[0]
    earlier = _areas(visitor, "GM9990", f"?toon=population&jaar={first}")
    now = _areas(visitor, "GM9990", "?toon=population")
    assert {one["said"] for one in earlier.values()} != {one["said"] for one in now.values()}
    assert visitor.get("/gemeente/GM9990/?jaar=1904").status_code == 404


def test_what_is_not_understood_shows_the_usual_map(visitor):
    usual = _areas(visitor, "GM9990")
    assert _areas(visitor, "GM9990", "?zeker=x&niveau=straat&jaar=vroeger") == usual
    assert visitor.get("/kaart/GM0001.json").status_code == 404


def test_who_has_the_areas_already_gets_none_again(visitor):
    first = visitor.get("/kaart/GM9990.json", headers={"accept-encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    assert first["Content-Type"] == "application/geo+json"
    again = visitor.get("/kaart/GM9990.json", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    english = visitor.get("/en/map/GM9990.json")
    assert english["ETag"] != first["ETag"]
    assert len(english.content) < 300_000


def test_the_title_counts_the_neighbourhoods_and_flips_with_the_figure(visitor):
    scores = visitor.get(f"{HERE}?toon={KEY}").content.decode()
    title = re.sub("<[^>]+>", "", re.search(r"<h1.*?</h1>", scores, re.DOTALL)[0])
    areas = _areas(visitor, "XX00", f"?toon={KEY}&zeker=woorden").values()
    lower = sum(one["class"] == 0 for one in areas)
    higher = sum(one["class"] == 4 for one in areas)
    first, other = ("hoger", "lager") if higher > lower else ("lager", "hoger")
    most, fewest = max(lower, higher), min(lower, higher)
    assert re.search(
        rf"^{most} van de \d+ buurten .* zeker {first} .*, {fewest} zeker {other}", title
    )


def test_what_is_missing_is_named_with_the_reason(visitor):
    page = visitor.get(HERE).content.decode()
    assert "Welke cijfers er zijn, en welke niet" in page
    assert "there__no" in page


def test_fiction_and_reality_have_each_their_own_page(visitor):
    page = visitor.get(HERE).content.decode()
    assert "alle cijfers zijn verzonnen" in page
    assert "BU9990" in page
    assert visitor.get("/nederland/").status_code == 404  # nothing real is loaded here
    assert visitor.get("/kaart/NL00.json").status_code == 404


def test_origin_can_be_chosen_nowhere_on_the_map_of_a_country(visitor):
    national = ask.national_of("XX00")
    page = visitor.get(HERE).content.decode()
    traits = [one.id for one in national.catalogue.values() if one.origin_trait]
    assert traits
    assert not any(f'value="{one}"' in page for one in traits)
    asked = _areas(visitor, "XX00", f"?toon={traits[0]}")
    assert asked == _areas(visitor, "XX00")


def test_the_table_is_searched_sorted_and_taken_away(visitor):
    found = _rows(visitor.get(f"{HERE}?q=spoelkwartier").content.decode())
    assert list(found) == ["BU99900301"]
    turned = list(_rows(visitor.get(f"{HERE}?orde=value&richting=down").content.decode()))
    usual = list(_rows(visitor.get(HERE).content.decode()))
    known = [one for one in usual if one in turned[: len(usual) - 2]]
    assert turned[: len(known)] == known[::-1]
    answer = visitor.get(f"{HERE}tabel.csv?toon={KEY}")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    live = _areas(visitor, "XX00", f"?toon={KEY}")
    head = lines[0]
    rows = {line[0]: line for line in lines[1:] if line and line[0] in live}
    assert len(rows) == len(live)
    for code, one in live.items():
        assert rows[code][head.index("Gearceerd op de kaart")] == (
            "ja" if one["hatched"] else "nee"
        )
    book = load_workbook(io.BytesIO(visitor.get(f"{HERE}tabel.xlsx").content))
    assert book.worksheets[0].max_row > 59


def test_the_map_can_be_taken_away_with_its_source(visitor):
    for place in (f"{HERE}kaart.svg", "/gemeente/GM9990/kaart.svg"):
        svg = visitor.get(f"{place}?toon={KEY}").content.decode()
        assert "verzonnen" in svg, place
        assert "Gemaakt met Weefsel" in svg, place
        assert "gearceerd" in svg, place
    assert visitor.get(f"{HERE}kaart.png").content.startswith(b"\x89PNG")
    assert visitor.get(f"{HERE}beeld.png").content.startswith(b"\x89PNG")
    assert visitor.get(f"{HERE}kaart.gif").status_code == 404


def test_the_order_of_areas_has_its_text_for_the_algorithm_register(visitor):
    assert "algoritmeregister" in visitor.get(HERE).content.decode()
