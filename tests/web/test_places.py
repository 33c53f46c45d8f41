"""What if and best place on pages and API: an answer, its files, a search while nobody waits."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from web.houses import browser
from web.portfolio_home import town, worker
from web.reading import read, without_account
from weefsel.provisions.place_recipe import PlaceRecipe
from weefsel.web.social_map import place_search, place_work
from weefsel.web.social_map.models import Search

WHAT_IF, BEST = "/gemeente/GM9990/wat-als/", "/gemeente/GM9990/beste-plek/"
CLOSE = f"{WHAT_IF}?doe=sluit&plek=de-schakel"
API = "/api/v1/municipalities/GM9990"
ROOM = {"vraag": "nieuw", "soort": "debt_help", "aantal": "3", "uit": "buurten",
        "capaciteit": "ja", "ruimte": "30000", "seconden": "20"}  # fmt: skip


def words(page: Any) -> str:
    found = re.sub(r"<(script|style|svg).*?</\1>", " ", page.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", found)).replace("\N{NO-BREAK SPACE}", " ")


def title(page: Any) -> str:
    return re.sub(r"<[^>]+>", "", re.search(r"<h1>(.*?)</h1>", page.content.decode(), re.S)[1])


def test_a_closing_says_who_loses_and_where_they_can_go(visitor) -> None:
    page = visitor.get(CLOSE)
    assert page.status_code == 200
    assert title(page).startswith("Als Buurthuis De Schakel sluit, daalt de toegang voor")
    said = words(page)
    for one in ("Waar mensen dan heen kunnen", "Nergens binnen bereik", "Van welke groepen",
                "Hoe dit is geteld", "modelschatting"):  # fmt: skip
        assert one in said
    english = visitor.get("/en/municipality/GM9990/what-if/?doe=sluit&plek=de-schakel")
    assert title(english).startswith("If Buurthuis De Schakel closes, access falls for")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("doe=verhuis&plek=de-schakel&buurt=BU99900101", "verhuist naar"),
        ("doe=uren&plek=de-schakel&uren=10", "10 uur per week open is, daalt"),
        ("doe=open&soort=library&naam=Leeszaal&buurt=BU99900101", "Als Leeszaal opengaat in"),
    ],
)
def test_the_title_follows_the_change(visitor, query: str, said: str) -> None:
    assert said in title(visitor.get(f"{WHAT_IF}?{query}"))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (f"{WHAT_IF}?doe=sluit", "Kies eerst een voorziening"),
        (f"{WHAT_IF}?doe=sluit&plek=weg", "staat niet in het register"),
        (f"{WHAT_IF}?doe=sluit&plek=straathoekwerk", "De voorziening ‘Straathoekwerk’ is van een"),
        (f"{WHAT_IF}?doe=verhuis&plek=de-schakel", "Kies eerst een buurt"),
        (f"{WHAT_IF}?doe=uren&plek=de-schakel&uren=veel", "geen getal"),
        (f"{WHAT_IF}?doe=sloop&plek=de-schakel", "sloop"),
        (f"{BEST}?vraag=nieuw&soort=community_centre&aantal=0", "aantal"),
        (f"{BEST}?vraag=nieuw&soort=kasteel", "kasteel"),
        (f"{BEST}?vraag=nieuw&soort=community_centre&capaciteit=ja", "Vul in hoeveel mensen"),
        (f"{BEST}?vraag=sluiten&soort=swimming_pool&aantal=1", "te weinig plekken"),
    ],
)
def test_what_cannot_be_answered_is_said_above_the_form(visitor, url: str, said: str) -> None:
    page = visitor.get(url)
    assert page.status_code == 400
    assert said in words(page)
    assert "Op deze vraag is geen antwoord" in words(page)
    assert "<form" in page.content.decode()


def test_the_best_place_and_the_least_harm_say_that_nothing_better_exists(visitor) -> None:
    asked = {"soort": "community_centre", "aantal": "2", "uit": ["buurten", "scholen"]}
    for question, begin in (
        ("nieuw", "De beste nieuwe plek voor buurthuis is"),
        ("sluiten", "Sluiten van"),
        ("bereik", "Een nieuwe plek in"),
    ):
        said = title(visitor.get(BEST, {"vraag": question, **asked}))
        assert said.startswith(begin)
        assert said.endswith("Een beter plan bestaat niet.")


def test_an_answer_can_be_taken_away(visitor) -> None:
    for name, begin in (("kaart.svg", b"<svg"), ("kaart.png", b"\x89PNG"),
                        ("buurten.xlsx", b"PK"), ("buurten.csv", b"\xef\xbb\xbf")):  # fmt: skip
        made = visitor.get(CLOSE.replace("?", f"{name}?"))
        assert made.content.startswith(begin), name
    assert "verzonnen" in visitor.get(CLOSE.replace("?", "buurten.csv?")).content.decode()
    recipe = visitor.get(CLOSE.replace("?", "recept.toml?")).content
    assert PlaceRecipe.read(recipe, "recept.toml").change[0].provision == "de-schakel"
    assert visitor.get(f"{WHAT_IF}kaart.svg").status_code == 404
    best = f"{BEST}buurten.csv?vraag=nieuw&soort=library&uit=buurten"
    assert "Buurt" in visitor.get(best).content.decode()


def test_the_api_says_the_same_as_the_page(visitor) -> None:
    page = visitor.get(CLOSE).content.decode()
    twin = re.search(r'type="application/json" href="([^"]+)"', page)[1].replace("&amp;", "&")
    found = visitor.get(twin).json()
    assert found["title"]["nl"].replace("\N{NO-BREAK SPACE}", " ") == title(
        visitor.get(CLOSE)
    ).replace("\N{NO-BREAK SPACE}", " ")
    assert found["fictitious"] is True
    assert found["loses"] > found["losesAll"] > 0
    assert sum(one["people"] for one in found["instead"]) > 0
    best = visitor.get(f"{API}/best-place?kind=library&candidates=schools").json()
    assert best["plan"]["gap"] == 0
    assert visitor.get(f"{API}/what-if?act=close").status_code == 404
    assert visitor.get(f"{API}/what-if?act=close&provision=weg").status_code == 404
    assert 'type="application/json"' not in visitor.get(WHAT_IF).content.decode()


def test_an_answer_becomes_an_act_of_a_choice_with_where_people_can_go(visitor) -> None:
    page = visitor.get(CLOSE).content.decode()
    link = re.search(r'href="([^"]+)">Weeg dit in een keuze', page)[1].replace("&amp;", "&")
    form = visitor.get(link)
    fields = {
        name: value
        for name, value in form.context["form"].initial.items()
        if value not in (None, "none")
    }
    assert fields["kind"] == "cut"
    made = visitor.post(link, fields)
    assert made.status_code == 302, words(made)[:2000]
    said = words(visitor.get(made["Location"]))
    assert "Waar bezoekers dan heen kunnen" in said
    assert "Nergens binnen bereik" in said
    new = visitor.get(f"{BEST}?vraag=nieuw&soort=community_centre&aantal=1&uit=buurten")
    link = re.search(r'href="([^"]+)">Weeg dit in een keuze', new.content.decode())[1]
    assert visitor.get(link.replace("&amp;", "&")).context["form"].initial["kind"] == "invest"


@pytest.fixture
def adviser(visitor, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(place_search, "start_worker", lambda: None)
    return browser(worker(town()))


def begun(client: Any) -> Search:
    answer = client.post(f"{BEST}zoeken/", ROOM)
    assert answer.status_code == 302
    found = Search.objects.latest("made_at")
    assert answer["Location"] == f"/beste-plek/{found.pk}/"
    return found


def test_a_search_goes_on_while_nobody_waits_and_keeps_its_answer(adviser) -> None:
    assert "Begin met zoeken" in words(adviser.get(BEST, ROOM))
    thing = begun(adviser)
    page = adviser.get(f"/beste-plek/{thing.pk}/")
    assert page["Refresh"]  # without a script the page renews itself
    assert "wacht op zijn beurt" in words(page)
    place_work.work()
    thing.refresh_from_db()
    assert (thing.state, thing.fault) == ("done", "")
    assert thing.result["plan"]["bound"] <= thing.result["plan"]["value"]
    done = adviser.get(f"/beste-plek/{thing.pk}/")
    assert "Refresh" not in done
    assert "beter" in title(done)
    assert adviser.get(f"/beste-plek/{thing.pk}/buurten.csv").status_code == 200
    assert f"/beste-plek/{thing.pk}/" in adviser.get(BEST).content.decode()
    assert browser().get(f"/beste-plek/{thing.pk}/").status_code in (302, 404)


def test_a_search_that_is_stopped_shows_the_best_plan_so_far(adviser, monkeypatch) -> None:
    thing = begun(adviser)
    monkeypatch.setattr(place_work, "BEAT_SECONDS", 0.0)
    real = place_work._Progress.report
    seen = []

    def stop_at_once(self: Any, best: float, bound: float) -> None:
        real(self, best, bound)
        if not seen:
            seen.append(Search.objects.get(pk=thing.pk))
            page = adviser.get(f"/beste-plek/{thing.pk}/")
            assert "Weefsel zoekt" in words(page)
            assert "beter is mogelijk" in words(page) or "beter plan" in words(page)
            adviser.post(f"/beste-plek/{thing.pk}/stoppen/")

    monkeypatch.setattr(place_work._Progress, "report", stop_at_once)
    place_work.work()
    assert seen[0].state == "running"
    assert seen[0].best is not None
    thing.refresh_from_db()
    assert thing.state == "done"
    assert thing.result["plan"]["stopped"] or thing.result["plan"]["gap"] == 0


def test_a_search_that_cannot_be_done_or_was_broken_off_says_so(adviser) -> None:
    thing = begun(adviser)
    Search.objects.filter(pk=thing.pk).update(recipe={**thing.recipe, "new_capacity": 1.0})
    place_work.work()
    thing.refresh_from_db()
    assert thing.state == "failed"
    assert set(json.loads(thing.fault)) == {"nl", "en"}
    assert "passen er hooguit" in words(adviser.get(f"/beste-plek/{thing.pk}/"))
    lost = begun(adviser)
    Search.objects.filter(pk=lost.pk).update(state="running")  # and no sign of life
    assert "afgebroken" in words(adviser.get(f"/beste-plek/{lost.pk}/"))
    waits = begun(adviser)
    adviser.post(f"/beste-plek/{waits.pk}/stoppen/")
    waits.refresh_from_db()
    assert waits.state == "failed"


def test_a_house_has_only_so_many_searches_waiting(adviser) -> None:
    for _number in range(place_search.MOST_WAITING):
        begun(adviser)
    answer = adviser.post(f"{BEST}zoeken/", ROOM, follow=True)
    assert "nog niet klaar" in words(answer)
    assert Search.objects.count() == place_search.MOST_WAITING


@pytest.mark.parametrize(
    "url",
    [
        WHAT_IF,
        CLOSE,
        f"{WHAT_IF}?doe=uren&plek=de-schakel&uren=10",
        "/en/municipality/GM9990/what-if/?doe=open&soort=library&buurt=BU99900101",
        BEST,
        f"{BEST}?vraag=bereik&soort=library&aantal=2&uit=buurten&uit=plekken",
        "/en/municipality/GM9990/best-place/?vraag=sluiten&soort=community_centre&aantal=2",
    ],
)
def test_every_number_leads_to_its_account(visitor, url: str) -> None:
    answer = visitor.get(url)
    assert answer.status_code == 200
    page = read(answer.content.decode())
    assert not page.loose_digits
    assert not page.odd_moments
    assert not without_account(page)
    assert not page.inline
    assert not page.duplicate_ids
    assert [one for one in page.links if one.startswith("#") and one[1:] not in page.ids] == []
    anchors = read(visitor.get("/bronnen/").content.decode()).ids
    wanted = [one.partition("#")[2] for one in page.links if "/bronnen/#" in one]
    assert [one for one in wanted if one not in anchors] == []
