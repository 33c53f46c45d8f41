"""Finding what there is on the pages: search, filters, places, one provision, remarks."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache

from web.houses import browser, member
from web.houses import house as new_house
from web.reading import read, without_account

pytestmark = pytest.mark.django_db
HERE = "/wat-is-er/GM9990/"


def names(page: str) -> list[str]:
    return re.findall(r'class="offer__name"><a class="name" href="[^"]+">([^<]+)<', page)


def title(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found.group(1)).strip() if found else ""


def get(visitor: Any, url: str) -> str:
    answer = visitor.get(url)
    assert answer.status_code == 200, url
    page = answer.content.decode()
    told = read(page)
    assert told.loose_digits == []
    assert told.odd_moments == []
    assert told.duplicate_ids == []
    assert told.inline == []
    assert without_account(told) == []
    return page


def test_with_one_municipality_its_page_is_the_answer(visitor: Any) -> None:
    answer = visitor.get("/wat-is-er/?q=taal&waar=Spoelkwartier")
    assert answer["Location"] == f"{HERE}?q=taal&waar=Spoelkwartier"
    assert visitor.get("/en/what-is-there/")["Location"] == "/en/what-is-there/GM9990/"


def test_looking_around_leaves_no_cookie(visitor: Any) -> None:
    for url in (HERE, f"{HERE}?q=schulden", f"{HERE}het-getouw/"):
        assert not visitor.get(url).cookies


def test_debt_help_near_a_neighbourhood_with_its_reason(visitor: Any) -> None:
    page = get(visitor, f"{HERE}?q=ik+kan+mijn+rekeningen+niet+betalen&waar=Spoelkwartier")
    assert names(page)[0] == "Geldspreekuur Spoelkwartier"
    assert "vaak leidt naar hulp bij schulden" in page
    assert "Het dichtst bij" in page
    assert page.count('class="pin"') >= 3


def test_the_title_follows_from_what_was_found(visitor: Any) -> None:
    assert title(get(visitor, HERE)) == "Wat is er in Weverdam"
    assert "passen bij je vraag" in get(visitor, f"{HERE}?q=taal")
    page = get(visitor, f"{HERE}?q=qwrtpl")
    assert title(page) == "Niets gevonden in Weverdam bij deze vraag"
    assert "We vonden niets met deze woorden" in page
    english = get(visitor, "/en/what-is-there/GM9990/?q=I+have+debts&waar=0303")
    assert "fit your question" in english
    assert "often leads to debt help" in english


def test_an_unknown_place_is_said_plainly(visitor: Any) -> None:
    page = get(visitor, f"{HERE}?q=taal&waar=Nergenshuizen")
    assert 'De plek <b class="name">Nergenshuizen</b> kennen we hier niet.' in page
    assert "Het dichtst bij" not in page


def test_a_place_in_the_question_counts(visitor: Any) -> None:
    page = get(visitor, f"{HERE}?q=schuldhulp+spoelkwartier")
    assert names(page)[0] == "Geldspreekuur Spoelkwartier"


def test_filters_narrow_and_can_be_left_again(visitor: Any) -> None:
    every = len(names(get(visitor, f"{HERE}?alles=ja")))
    free = len(names(get(visitor, f"{HERE}?alles=ja&gratis=ja")))
    library = names(get(visitor, f"{HERE}?soort=library"))
    arabic = names(get(visitor, f"{HERE}?taal=ar"))
    wheels = len(names(get(visitor, f"{HERE}?alles=ja&rolstoel=ja&groep=G4")))
    assert every > free > 0
    assert library
    assert all("Bibliotheek" in one for one in library)
    assert 0 < len(arabic) < every
    assert 0 < wheels < every
    page = get(visitor, f"{HERE}?q=zwemmen&soort=library")
    assert "Zoek zonder deze keuzes" in page
    get(visitor, f"{HERE}?soort=niets&groep=G99&taal=xx&hier=onzin")


def test_where_a_device_is_only_counts_when_it_is_a_place(visitor: Any) -> None:
    page = get(visitor, f"{HERE}?q=taal&hier=3.929,53.402")
    assert "Het dichtst bij waar je nu bent." in page
    answer = visitor.get(HERE)
    assert "geolocation=(self)" in answer["Permissions-Policy"]
    assert "geolocation=()" in visitor.get("/")["Permissions-Policy"]


def test_a_municipality_without_provisions_says_so(visitor: Any, monkeypatch: Any) -> None:
    from weefsel.web.social_map import find_known, known

    monkeypatch.setattr(known, "entries", lambda code: ())
    monkeypatch.setattr(known, "mark", lambda code: "nothing")
    page = get(visitor, HERE)
    assert "Niemand heeft hier al voorzieningen ingevuld of ingelezen." in page
    assert "Wat is er hier in de buurt" not in get(visitor, "/buurt/BU99900303/")
    find_known._kept.clear()


def test_the_places_of_the_map_are_those_of_the_list(visitor: Any) -> None:
    query = "?q=taal&waar=Spoelkwartier"
    found = json.loads(visitor.get(f"{HERE}plekken.json{query}").content)
    page = get(visitor, f"{HERE}{query}")
    listed = names(page)
    for one in found["features"]:
        assert listed[one["properties"]["number"] - 1] == one["properties"]["name"]
    assert len(found["borders"]["features"]) == 59
    assert len(found["here"]) == 2


def test_an_area_leads_to_what_is_near_it(visitor: Any) -> None:
    assert visitor.get("/wat-is-er/BU99900303/")["Location"].startswith(f"{HERE}?waar=")
    assert visitor.get("/wat-is-er/GM0001/").status_code == 404
    assert visitor.get(f"{HERE}bestaat-niet/").status_code == 404
    page = get(visitor, "/buurt/BU99900303/")
    assert "Wat is er hier in de buurt" in page
    assert "/wat-is-er/GM9990/het-getouw/" in page


def test_the_page_of_a_provision_tells_all_one_needs(visitor: Any) -> None:
    page = get(visitor, f"{HERE}het-getouw/")
    for words in ("Getouwlaan 48", "0303 BD Weverdam", "Gewoon binnenlopen", "Zaterdag"):
        assert words in page
    assert "niet bevestigd sinds" in page  # it is old, and says so
    assert "Just walk in" in get(visitor, "/en/what-is-there/GM9990/het-getouw/")


def registered() -> Any:
    """Give a house of Weverdam with one published provision."""
    from weefsel.provisions.social_map import (
        Location,
        Offer,
        Organisation,
        Service,
        SocialMap,
    )
    from weefsel.web.social_map import keeping

    house = new_house("welzijn", area="GM9990", fictitious=True)
    made = SocialMap(
        organisations={"o": Organisation(id="o", name="Stichting Draad")},
        services={"s": Service(id="s", organisation="o", name="Spreekuur", kind="debt_help")},
        locations={"l": Location(id="l", street="Spoelstraat")},
        offers={
            "f": Offer(
                id="f", service="s", location="l", slug="spreekuur", municipality="GM9990",
                assured_on=date(2026, 1, 1), fictitious=True, source="test",
            )
        },
    )  # fmt: skip
    keeping.put(made, house=house, by=None, source="test")
    return house


def test_a_remark_reaches_its_owner_and_the_answer_the_visitor(visitor: Any) -> None:
    from weefsel.web.social_map.models import Remark

    cache.clear()
    house = registered()
    url = f"{HERE}spreekuur/klopt-niet/"
    assert visitor.post(url, {}).status_code == 400  # what is not right?
    sent = visitor.post(url, {"kind": "hours", "words": "Nu ook op vrijdag open."})
    assert sent["Location"] == f"{HERE}spreekuur/?gemeld=ja"
    assert "Dank je wel" in get(visitor, f"{HERE}spreekuur/?gemeld=ja")
    one = Remark.objects.get()
    owner = browser(member(house, "director").user)
    page = get(owner, "/sociale-kaart/meldingen/")
    assert "Nu ook op vrijdag open." in page
    assert "de openingstijden kloppen niet" in page
    here = f"/sociale-kaart/meldingen/{one.pk}/"
    get(owner, here)
    assert owner.post(here, {"answer": "Aangepast, dank je."})["Location"].endswith("meldingen/")
    assert "Aangepast, dank je." in get(visitor, f"{HERE}spreekuur/")
    assert "Geen bezoeker wacht op antwoord" in get(owner, "/sociale-kaart/meldingen/")


def test_a_remark_of_another_house_is_not_here(visitor: Any) -> None:
    from weefsel.web.social_map.models import Offer, Remark

    registered()
    one = Remark.objects.create(offer=Offer.objects.get(slug="spreekuur"), kind="closed")
    stranger = browser(member(new_house("ander"), "director").user)
    assert stranger.get(f"/sociale-kaart/meldingen/{one.pk}/").status_code == 404
    assert visitor.get("/sociale-kaart/meldingen/").status_code in {302, 403}


def test_personal_data_in_a_remark_is_shown_and_struck(visitor: Any) -> None:
    from weefsel.web.social_map.models import Remark

    cache.clear()
    registered()
    url = f"{HERE}spreekuur/klopt-niet/"
    first = visitor.post(url, {"kind": "other", "words": "Bel 06-12345678 voor meer."})
    assert first.status_code == 400
    seen = re.search(r'name="words-seen" value="([^"]+)"', first.content.decode())
    assert seen
    visitor.post(
        url, {"kind": "other", "words": "Bel 06-12345678 voor meer.", "words-seen": seen.group(1)}
    )
    assert "12345678" not in Remark.objects.get().words


def test_nobody_fills_the_list_of_an_owner(visitor: Any) -> None:
    from weefsel.web.social_map.find_limits import limits
    from weefsel.web.social_map.models import Offer, Remark

    cache.clear()
    registered()
    url, said = f"{HERE}spreekuur/klopt-niet/", {"kind": "closed", "words": ""}
    for _each in range(limits().per_address):
        assert visitor.post(url, said).status_code == 302
    assert visitor.post(url, said).status_code == 429
    offer = Offer.objects.get(slug="spreekuur")
    waiting = limits().waiting_per_provision
    Remark.objects.bulk_create(Remark(offer=offer, kind="closed") for _ in range(waiting))
    count = Remark.objects.count()
    cache.clear()
    assert visitor.post(url, said).status_code == 302  # it is known: nothing new is kept
    assert Remark.objects.count() == count


def test_what_cannot_wait_shows_whom_to_call_above_the_list(visitor: Any) -> None:
    page = visitor.get("/wat-is-er/GM9990/?q=ik+wil+dood").text
    assert page.index('href="tel:113"') < page.index('id="found"')
    assert 'href="tel:112"' in page
    assert 'href="tel:08002000"' in visitor.get("/en/what-is-there/GM9990/?q=he+beats+me").text
    assert "tel:113" not in visitor.get("/wat-is-er/GM9990/?q=schulden").text
