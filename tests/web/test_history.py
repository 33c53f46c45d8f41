"""The past of what a house keeps: told field by field, and put back as a new version."""

from __future__ import annotations

from typing import Any

import pytest

from web import houses
from web.kept_things import recipe
from weefsel.web.accounts.leaving import end_account
from weefsel.web.audit.models import Entry
from weefsel.web.choose import keeping
from weefsel.web.choose.models import HouseText, Override, StoredRecipe

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(home) -> Any:
    return houses.house("eigen", name="Huis eigen")


def worker(house: Any, role: str, name: str) -> Any:
    return houses.member(house, role, f"{role}-{house.slug}", name=name, password=None).user


@pytest.fixture
def thing(place) -> StoredRecipe:
    made = StoredRecipe(
        house=place, title="Een", recipe=recipe("Een").toml(), schema="weefsel.choice/1"
    )
    keeping.make(None, "choice.make", made)
    return made


def change(thing: Any, by: Any, **fields: Any) -> Any:
    thing.refresh_from_db()
    return keeping.change(by, "choice.edit", thing, thing.version, fields)


def put_back(user: Any, kind: str, thing: Any, version: int) -> Any:
    row = thing.history.filter(version=version).first()
    url = f"/geschiedenis/{kind}/{thing.pk}/{row.history_id}/terug/"
    return houses.browser(user).post(url)


def test_each_version_tells_who_changed_what_from_what_to_what(place, thing):
    adviser = worker(place, "policy_adviser", "Voorbeeld: beleidsadviseur")
    change(thing, adviser, title="Twee", recipe=recipe("Twee").toml())
    change(thing, adviser, note="Erbij gezet")
    page = houses.browser(adviser).get(f"/geschiedenis/choice/{thing.pk}/")
    versions = page.context["versions"]
    assert [one.number for one in versions] == [3, 2, 1]
    assert [(one.old, one.new) for one in versions[0].changes] == [("", "Erbij gezet")]
    title, text = versions[1].changes
    assert (title.old, title.new) == ("Een", "Twee")
    assert [line.words for line in text.lines] == ['title = "Een"', 'title = "Twee"']
    shown = page.content.decode()
    assert "Voorbeeld: beleidsadviseur" in shown
    assert "de beheerder van deze computer" in shown  # version 1 was made without a person


def test_putting_back_makes_a_new_version_and_so_does_putting_back_the_putting_back(place, thing):
    adviser = worker(place, "policy_adviser", "Jo")
    change(thing, adviser, title="Twee", recipe=recipe("Twee").toml())
    assert put_back(adviser, "choice", thing, 1).status_code == 302
    thing.refresh_from_db()
    assert (thing.title, thing.version) == ("Een", 3)
    assert put_back(adviser, "choice", thing, 2).status_code == 302
    thing.refresh_from_db()
    assert (thing.title, thing.version) == ("Twee", 4)
    assert thing.history.count() == 4
    assert Entry.objects.filter(right="history.restore", by=adviser.uid).count() == 2


def test_a_recipe_that_cannot_be_read_today_is_not_put_back(place, thing):
    adviser = worker(place, "policy_adviser", "Jo")
    StoredRecipe.history.filter(id=thing.pk).update(recipe="dit is geen recept")
    change(thing, adviser, note="Later")
    answer = put_back(adviser, "choice", thing, 1)
    assert answer.status_code == 400
    thing.refresh_from_db()
    assert thing.version == 2


def test_who_may_not_change_a_thing_reads_its_past_but_does_not_put_back(place, thing):
    boss = worker(place, "administrator", "Baas")
    change(thing, None, title="Twee")
    page = houses.browser(boss).get(f"/geschiedenis/choice/{thing.pk}/")
    assert page.status_code == 200
    assert "terug/" not in page.content.decode()
    assert put_back(boss, "choice", thing, 1).status_code == 403


def test_the_past_of_a_published_choice_is_for_its_house_alone(place, thing):
    other = houses.house("ander")
    stranger = worker(other, "policy_adviser", "Vreemde")
    keeping.publish(None, thing, 1)
    url = f"/geschiedenis/choice/{thing.pk}/"
    assert houses.browser(stranger).get(url).status_code == 404
    assert houses.browser().get(url).status_code in {302, 404}
    assert put_back(stranger, "choice", thing, 1).status_code == 404


def test_a_version_of_another_thing_is_not_put_back_into_this_one(place, thing):
    adviser = worker(place, "policy_adviser", "Jo")
    other = StoredRecipe(house=place, title="Ander", recipe=recipe().toml(), schema="x")
    keeping.make(None, "choice.make", other)
    row = other.history.first().history_id
    url = f"/geschiedenis/choice/{thing.pk}/{row}/terug/"
    assert houses.browser(adviser).post(url).status_code == 404


def test_who_left_stands_in_the_past_as_a_former_member(place, thing):
    gone = worker(place, "policy_adviser", "Wie Weggaat")
    stays = worker(place, "director", "Wie Blijft")
    change(thing, gone, title="Twee")
    end_account(gone, by=None, forget=True)
    shown = houses.browser(stays).get(f"/geschiedenis/choice/{thing.pk}/").content.decode()
    assert "Wie Weggaat" not in shown
    assert "oud-medewerker" in shown


def test_own_values_and_texts_have_a_past_too(place):
    director = worker(place, "director", "Jo")
    own = Override(
        house=place, parameter="uc_begl_hr", value=70, year=2024, reason="a", source="b"
    )
    keeping.make(director, "override.edit", own)
    keeping.change(director, "override.edit", own, 1, {"value": 72.5})
    page = houses.browser(director).get(f"/geschiedenis/value/{own.pk}/")
    (one,) = page.context["versions"][0].changes
    assert (one.old, one.new) == ("70", "72,5")
    assert put_back(director, "value", own, 1).status_code == 302
    own.refresh_from_db()
    assert (own.value, own.version) == (70, 3)
    text = HouseText(house=place, place="contact", nl="Eerst")
    keeping.make(director, "text.edit", text)
    keeping.change(director, "text.edit", text, 1, {"nl": "Later", "public": True})
    assert put_back(director, "text", text, 1).status_code == 302
    text.refresh_from_db()
    assert (text.nl, text.public) == ("Eerst", True)  # putting words back takes nothing offline


@pytest.mark.parametrize("kind", ["niets", "user", "choice"])
def test_what_is_not_there_has_no_past(place, kind):
    director = worker(place, "director", "Jo")
    url = f"/geschiedenis/{kind}/00000000-0000-4000-8000-000000000000/"
    assert houses.browser(director).get(url).status_code == 404
