"""What a house keeps: choices with versions, own values, decisions, texts; and who sees them."""

from __future__ import annotations

from typing import Any

import pytest

from web import houses
from web.kept_things import recipe
from weefsel.web.accounts.leaving import end_membership
from weefsel.web.accounts.models import Membership
from weefsel.web.audit.log import verify_log
from weefsel.web.audit.models import Entry
from weefsel.web.choose.link import pack
from weefsel.web.choose.models import Decision, HouseText, Override, StoredRecipe

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(home) -> Any:
    return houses.house(
        "weverdam", kind="municipality", name="Weverdam", area="GM9990", fictitious=True
    )


def worker(house: Any, role: str, name: str = "") -> Any:
    username = f"{role}-{house.slug}-{Membership.objects.count()}"
    return houses.member(house, role, username, name=name or username, password=None).user


def keep(user: Any, title: str = "De Schakel sluiten", **more: Any) -> StoredRecipe:
    told = {"house": str(user.memberships.get().house_id), "own_values": "on", **more}
    url = f"/kiezen/bewaren/?recept={pack(recipe(title))}"
    answer = houses.browser(user).post(url, told)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return StoredRecipe.objects.get(title=title)


def own_value(user: Any, **changed: str) -> Any:
    told = {
        "value": "72",
        "low": "70",
        "high": "75",
        "range_kind": "min_max",
        "year": "2024",
        "price_year": "2024",
        "source": "Contract Wmo",
        "url": "https://example.org/contract",
        "reason": "Zo staat het in ons contract.",
        "seen": "0",
        **changed,
    }
    url = "/huis/weverdam/eigen-waarden/uc_begl_hr/"
    return houses.browser(user).post(url, told)


def save(user: Any, thing: StoredRecipe, title: str, seen: int) -> Any:
    told = {"recept": pack(recipe(title)), "seen": str(seen)}
    return houses.browser(user).post(f"/kiezen/bewaard/{thing.pk}/opslaan/", told)


def test_a_kept_choice_is_seen_by_the_house_alone_until_it_is_published(place):
    adviser = worker(place, "policy_adviser")
    thing = keep(adviser, note="Voor de begroting.")
    url = f"/kiezen/bewaard/{thing.pk}/"
    assert houses.browser(adviser).get(url).status_code == 200
    assert houses.browser().get(url).status_code == 404
    assert "De Schakel sluiten" not in houses.browser().get("/kiezen/").content.decode()
    houses.browser(adviser).post(f"{url}publiceren/", {"seen": "1"})
    public = houses.browser().get(url)
    assert public.status_code == 200
    assert "Voor de begroting." in public.content.decode()
    assert "De Schakel sluiten" in houses.browser().get("/kiezen/").content.decode()
    houses.browser(adviser).post(f"{url}terughalen/")
    assert houses.browser().get(url).status_code == 404
    rights = list(Entry.objects.exclude(right="log_in").values_list("right", flat=True))
    assert rights == ["choice.make", "choice.publish", "choice.unpublish"]
    assert verify_log().holds


def test_what_is_changed_after_publication_stays_inside_until_it_is_published_too(place):
    adviser, social = worker(place, "policy_adviser"), worker(place, "social_worker")
    thing = keep(adviser)
    url = f"/kiezen/bewaard/{thing.pk}/"
    houses.browser(adviser).post(f"{url}publiceren/", {"seen": "1"})
    assert save(social, thing, "Een geheim plan", 1).status_code == 302
    assert "Een geheim plan" in houses.browser(social).get(url).content.decode()
    for page in (url, "/kiezen/"):
        shown = houses.browser().get(page).content.decode()
        assert "Een geheim plan" not in shown
        assert "De Schakel sluiten" in shown
    assert houses.browser(social).post(f"{url}publiceren/", {"seen": "2"}).status_code == 403
    assert houses.browser(adviser).post(f"{url}publiceren/", {"seen": "1"}).status_code == 302
    assert "Een geheim plan" not in houses.browser().get(url).content.decode()
    houses.browser(adviser).post(f"{url}publiceren/", {"seen": "2"})
    assert "Een geheim plan" in houses.browser().get(url).content.decode()


def test_the_second_of_two_who_edit_is_told_what_changed_and_nothing_is_lost(place):
    one = worker(place, "policy_adviser", "Wie Eerst Was")
    two = worker(place, "social_worker")
    thing = keep(one)
    assert save(one, thing, "Titel van de een", 1).status_code == 302
    answer = save(two, thing, "Titel van de ander", 1)
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "Wie Eerst Was" in shown
    assert "Titel van de een" in shown
    assert "Titel van de ander" in shown
    thing.refresh_from_db()
    assert (thing.title, thing.version) == ("Titel van de een", 2)
    assert save(two, thing, "Titel van de ander", 2).status_code == 302
    titles = list(thing.history.order_by("version").values_list("title", flat=True))
    assert titles == ["De Schakel sluiten", "Titel van de een", "Titel van de ander"]


@pytest.mark.parametrize("seen", ["", "-1", "x", "99999999999999999999", "1\0", "0"])
def test_a_strange_version_is_never_written_over(place, seen):
    adviser = worker(place, "policy_adviser")
    thing = keep(adviser)
    told = {"recept": pack(recipe("Anders")), "seen": seen}
    answer = houses.browser(adviser).post(f"/kiezen/bewaard/{thing.pk}/opslaan/", told)
    assert answer.status_code == 409
    thing.refresh_from_db()
    assert thing.version == 1


def test_a_free_text_with_a_number_of_a_person_is_struck_before_it_is_kept(place):
    adviser = worker(place, "policy_adviser")
    url = f"/kiezen/bewaren/?recept={pack(recipe())}"
    told = {"house": str(place.pk), "note": "Bel 06-12345678 hierover."}
    first = houses.browser(adviser).post(url, told)
    assert first.status_code == 400
    mark = first.content.decode().split('name="note-seen" value="')[1].split('"')[0]
    houses.browser(adviser).post(url, {**told, "note-seen": mark})
    thing = StoredRecipe.objects.get()
    assert "12345678" not in thing.note
    assert "hierover" in thing.note


def test_an_own_value_counts_in_what_the_house_keeps_and_stays_in_that_version(place):
    adviser = worker(place, "policy_adviser")
    assert own_value(adviser).status_code == 302
    thing = keep(adviser)
    assert "value = 72.0" in thing.recipe
    page = houses.browser(adviser).get(f"/kiezen/uitkomst/?recept={pack_of(thing)}")
    shown = page.content.decode()
    assert "Contract Wmo" in shown
    assert "Zo staat het in ons contract." in shown
    assert own_value(adviser, value="74", seen="1").status_code == 302
    thing.refresh_from_db()
    assert "value = 72.0" in thing.recipe
    url = f"/kiezen/bewaard/{thing.pk}/"
    assert "eigen waarden van vandaag" in houses.browser(adviser).get(url).content.decode()
    houses.browser(adviser).post(f"{url}vernieuwen/")
    thing.refresh_from_db()
    assert ("value = 74.0" in thing.recipe, thing.version) == (True, 2)
    assert "eigen waarden van vandaag" not in houses.browser(adviser).get(url).content.decode()
    houses.browser(adviser).post("/huis/weverdam/eigen-waarden/uc_begl_hr/intrekken/")
    assert "parameter" not in keep(adviser, "Zonder eigen waarde").recipe


def pack_of(thing: StoredRecipe) -> str:
    from weefsel.web.choose.kept import choice_of

    return pack(choice_of(thing))


@pytest.mark.parametrize(
    "changed",
    [
        {"value": "niets"},
        {"value": "0", "low": "", "high": ""},
        {"low": "73"},
        {"high": ""},
        {"source": ""},
        {"reason": ""},
        {"url": "javascript:alert(1)"},
        {"price_year": "2100"},
        {"year": ""},
    ],
)
def test_an_own_value_that_cannot_be_is_refused_at_the_form(place, changed):
    assert own_value(worker(place, "director"), **changed).status_code == 400
    assert not Override.objects.exists()


def test_the_second_of_two_who_give_an_own_value_is_told(place):
    one, two = worker(place, "director"), worker(place, "policy_adviser")
    own_value(one)
    assert own_value(two, value="71").status_code == 409
    assert Override.objects.get().value == 72
    assert own_value(two, value="71", seen="1").status_code == 302
    assert Override.objects.get().value == 71


def decide(user: Any, thing: StoredRecipe, **changed: str) -> Any:
    told = {
        "option": "",
        "decided_on": "2026-05-01",
        "body": "raad",
        "motivation": "De raad vond het te vroeg.",
        "public": "on",
        "seen": "0",
        **changed,
    }
    return houses.browser(user).post(f"/kiezen/bewaard/{thing.pk}/besluiten/", told)


def test_a_decision_is_for_everybody_only_together_with_its_choice(place):
    adviser, council = worker(place, "policy_adviser"), worker(place, "council")
    thing = keep(adviser)
    assert decide(adviser, thing).status_code == 302
    url = f"/kiezen/besluit/{Decision.objects.get().pk}/"
    assert houses.browser().get(url).status_code == 404
    assert houses.browser(council).get(url).status_code == 200  # its own house
    houses.browser(adviser).post(f"/kiezen/bewaard/{thing.pk}/publiceren/", {"seen": "1"})
    shown = houses.browser().get(url).content.decode()
    assert "geen van de opties" in shown
    assert "te vroeg" in shown
    page = houses.browser().get(f"/kiezen/bewaard/{thing.pk}/").content.decode()
    assert url in page
    assert decide(adviser, thing, option="verzonnen").status_code == 400
    assert decide(adviser, thing, decided_on="gisteren").status_code == 400


def test_a_decision_on_another_version_than_the_published_one_says_so(place):
    adviser = worker(place, "policy_adviser")
    thing = keep(adviser)
    houses.browser(adviser).post(f"/kiezen/bewaard/{thing.pk}/publiceren/", {"seen": "1"})
    assert decide(adviser, thing).status_code == 302
    made = Decision.objects.get()
    url = f"/kiezen/besluit/{made.pk}/"
    assert "gepubliceerd is versie" not in houses.browser().get(url).content.decode()
    made.about_version = 2
    made.save()
    assert "gepubliceerd is versie" in houses.browser().get(url).content.decode()


def test_a_choice_is_not_thrown_away_while_published_or_decided_about(place):
    adviser = worker(place, "policy_adviser")
    thing, other = keep(adviser), keep(adviser, "Een andere")
    away = f"/kiezen/bewaard/{thing.pk}/weggooien/"
    decide(adviser, thing)
    assert houses.browser(adviser).post(away).status_code == 400
    url = f"/kiezen/bewaard/{other.pk}/"
    houses.browser(adviser).post(f"{url}publiceren/", {"seen": "1"})
    assert houses.browser(adviser).post(f"{url}weggooien/").status_code == 400
    houses.browser(adviser).post(f"{url}terughalen/")
    assert houses.browser(adviser).post(f"{url}weggooien/").status_code == 302
    assert not StoredRecipe.history.filter(id=other.pk).exists()
    assert Entry.objects.filter(right="choice.delete", about=str(other.pk)).exists()


def test_who_leaves_hands_over_and_the_choice_stays_with_the_house(place):
    adviser, heir = worker(place, "policy_adviser"), worker(place, "director", "Erfgenaam")
    worker(place, "administrator")
    thing = keep(adviser)
    end_membership(adviser.memberships.get(), by=None, heir=heir)
    thing.refresh_from_db()
    assert thing.owner == heir
    assert houses.browser(adviser).get(f"/kiezen/bewaard/{thing.pk}/").status_code == 404
    told = {"heir": ""}
    houses.browser(heir).post(f"/kiezen/bewaard/{thing.pk}/overdragen/", told)
    thing.refresh_from_db()
    assert thing.owner is None


def test_a_text_of_the_house_stands_on_its_municipality_when_it_is_shown(place):
    lead = worker(place, "team_lead")
    url = "/huis/weverdam/teksten/introduction/"
    words = {"nl": "Welkom in Weverdam.\r\n\r\n<b>Tweede</b> alinea.", "en": "", "seen": "0"}
    assert houses.browser(lead).post(url, words).status_code == 302
    page = "/gemeente/GM9990/"
    assert "Welkom in Weverdam." not in houses.browser().get(page).content.decode()
    told = {**words, "public": "on", "seen": "1"}
    assert houses.browser(lead).post(url, told).status_code == 302
    shown = houses.browser().get(page).content.decode()
    assert "Welkom in Weverdam." in shown
    assert "&lt;b&gt;Tweede&lt;/b&gt; alinea." in shown
    english = houses.browser().get("/en/municipality/GM9990/").content.decode()
    assert '<p class="quote" lang="nl">Welkom in Weverdam.' in english
    assert houses.browser(lead).post(url, told).status_code == 409  # started from version 1
    empty = {"nl": " ", "public": "on", "seen": "2"}
    assert houses.browser(lead).post(url, empty).status_code == 400
    assert HouseText.objects.get().version == 2


def test_a_scan_is_kept_and_opens_its_municipality(place):
    adviser = worker(place, "policy_adviser")
    told = {"house": str(place.pk), "note": ""}
    answer = houses.browser(adviser).post("/kiezen/bewaren/?scan=GM9990", told)
    assert answer.status_code == 302
    thing = StoredRecipe.objects.get()
    assert (thing.kind, thing.schema) == ("scan", "weefsel.scan/1")
    page = houses.browser(adviser).get(f"/kiezen/bewaard/{thing.pk}/").content.decode()
    assert "/gemeente/GM9990" in page


def test_without_an_account_nothing_can_be_kept_and_the_address_still_holds_the_recipe(place):
    packed = pack(recipe())
    page = houses.browser().get(f"/kiezen/uitkomst/?recept={packed}&bewaard=x.1")
    assert page.status_code == 200
    assert "/kiezen/bewaren/" not in page.content.decode()
    answer = houses.browser().post(f"/kiezen/bewaren/?recept={packed}", {"house": str(place.pk)})
    assert answer.status_code in {302, 403}
    assert not StoredRecipe.objects.exists()


def test_nobody_keeps_in_a_house_of_others_nor_saves_over_their_choice(place):
    other = houses.house("elders")
    mine, theirs = worker(place, "policy_adviser"), worker(other, "policy_adviser")
    thing = keep(mine)
    told = {"house": str(place.pk)}
    url = f"/kiezen/bewaren/?recept={pack(recipe())}"
    assert houses.browser(theirs).post(url, told).status_code == 400
    assert save(theirs, thing, "Gekaapt", 1).status_code == 404
    page = houses.browser(theirs).get(
        f"/kiezen/uitkomst/?recept={pack(recipe())}&bewaard={thing.pk}.1"
    )
    assert f"/kiezen/bewaard/{thing.pk}/" not in page.content.decode()


def test_the_list_of_choices_asks_as_many_questions_for_many_as_for_few(
    place, django_assert_max_num_queries
):
    adviser = worker(place, "policy_adviser")
    client = houses.browser(adviser)
    for number in range(12):
        keep(adviser, f"Keuze {number}")
    with django_assert_max_num_queries(14):
        assert client.get("/kiezen/").status_code == 200
