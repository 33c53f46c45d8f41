"""What a second pair of eyes found on the pages of See: each was open once."""

from __future__ import annotations

import dataclasses
from html import unescape
from typing import Any

import pytest

from web import houses
from web.portfolio_home import town, worker
from weefsel.scan.working_set import IndicatorChange
from weefsel.web import ask
from weefsel.web.see import contrast

pytestmark = pytest.mark.django_db
AREA, OTHER = "BU99900305", "BU99900301"
CONDITION, KEY = "socio_economic_security", "social_assistance_share_15_64"
COMPARED = f"?gebied={AREA}&gebied={OTHER}"
OWN_SET = "Met de eigen werkset van de gemeente"


@pytest.fixture
def adviser(home) -> Any:
    return houses.browser(worker(town()))


def page(browser: Any, url: str) -> str:
    answer = browser.get(url)
    assert answer.status_code == 200, url
    return unescape(answer.content.decode())


def test_the_page_of_an_area_shows_the_stories_that_one_may_see(adviser):
    words = "Sinds de speeltuin weg is, komen ouders niet meer buiten."
    told = {"recognised": "yes", "why": words, "seen": "0"}
    assert adviser.post(f"/duiden/{AREA}/cijfer/{KEY}/", told).status_code == 302
    shown = page(adviser, f"/buurt/{AREA}/")
    assert words in shown
    assert "beleidsadviseur" in shown.lower()
    assert words not in page(houses.browser(), f"/buurt/{AREA}/")


@pytest.mark.parametrize(
    ("start", "weaker"), [("/vergelijken/", "zwakker"), ("/en/compare/", "weaker")]
)
def test_which_neighbourhood_is_the_weaker_one_is_no_public_title(adviser, start, weaker):
    public = page(houses.browser(), f"{start}{COMPARED}").split("</h1>")[0]
    assert weaker not in public
    assert weaker in page(adviser, f"{start}{COMPARED}").split("</h1>")[0]


def test_nor_is_it_in_the_table_to_take_away(adviser):
    url = f"/vergelijken/vergelijking.csv{COMPARED}"
    assert "zwakker" not in page(houses.browser(), url)
    assert "zwakker" in page(adviser, url)


def test_every_page_with_a_score_says_that_the_set_is_the_municipality_s_own(adviser):
    pages = (
        f"/buurt/{AREA}/wijkscan/",
        f"/gebied/{AREA}/cijfer/{CONDITION}/",
        f"/vergelijken/{COMPARED}",
        "/gemeente/GM9990/hoe-zeker/",
    )
    visitor = houses.browser()
    for url in pages:
        assert OWN_SET not in page(visitor, url), url
    told = {"weight": "4", "reason": "Dit telt hier zwaar", "seen": "0"}
    url = f"/gemeente/GM9990/werkset/indicator/{KEY}/"
    assert adviser.post(url, told).status_code == 302
    for url in pages:
        assert OWN_SET in page(visitor, url), url


def test_scores_of_two_working_sets_are_not_set_against_each_other(home, db):
    result = ask.scan_of("GM9990")
    change = IndicatorChange(
        condition=CONDITION, indicator=KEY, weight=4, reason="Anders", on="2026-11-22"
    )
    recipe = result.recipe.model_copy(update={"indicator_changes": (change,)})
    other = dataclasses.replace(result, recipe=recipe)

    def words(there: Any) -> str:
        sides = [
            contrast.Side(AREA, "A", "", result),
            contrast.Side(OTHER, "B", "", there),
        ]
        scores = next(one for one in contrast.parts(sides) if one.key == "scores")
        line = next(one for one in scores.lines if one.key == CONDITION)
        return line.cells[1].sign.words.render("en")

    assert words(other) == "measured in different ways: not compared"
    assert words(result) != words(other)


def test_a_figure_of_origin_has_no_place_among_other_areas(home, visitor):
    url = f"/gebied/{AREA}/cijfer/"
    assert "heeft een lager cijfer" in page(visitor, f"{url}{KEY}/")
    assert "heeft een lager cijfer" not in page(visitor, f"{url}origin_netherlands_share/")


def test_areas_are_never_put_in_the_order_of_origin(home, visitor):
    for order in ("", "&orde=value"):
        for key, by_name in (("origin_outside_europe_share", True), (KEY, False)):
            answer = visitor.get(f"/gemeente/GM9990/?toon={key}{order}")
            names = [one.row.name.casefold() for one in answer.context["rows"]]
            assert (names == sorted(names)) is by_name
