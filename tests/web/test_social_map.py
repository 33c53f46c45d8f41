"""The register of the social map: taken over once, kept by its house, confirmed, published."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from web import houses
from web.doors_social_map import offer_of
from web.portfolio_home import town, worker
from weefsel.base.document import write_toml
from weefsel.base.errors import InputError, NotFoundError
from weefsel.provisions import map_file
from weefsel.provisions.social_map import Location, Offer, Organisation, Service, SocialMap
from weefsel.web.accounts.leaving import end_account
from weefsel.web.accounts.own_data import export
from weefsel.web.audit.log import verify_log
from weefsel.web.audit.models import Entry
from weefsel.web.social_map import keeping, known, models, register_fields, take_over, term

pytestmark = pytest.mark.django_db
LIST, CODE = "/sociale-kaart/", "GM9990"


@pytest.fixture
def place(home):
    return town()


@pytest.fixture
def welfare(place):
    return town("welzijn-weverdam", kind="organisation")


@pytest.fixture
def lead(welfare):
    return houses.browser(worker(welfare, "team_lead"))


def a_map(**change):
    fields = {
        "id": "f", "service": "s", "location": "l", "slug": "huiskamer", "source": "lijst",
        "municipality": CODE, "assured_on": date(2026, 1, 31), "fictitious": True, **change,
    }  # fmt: skip
    return SocialMap(
        {"o": Organisation(id="o", name="Buren")},
        {"s": Service(id="s", organisation="o", name="Huiskamer", groups=("G4",))},
        {"l": Location(id="l", street="Dorpsstraat", longitude=3.9, latitude=53.4)},
        {fields["id"]: Offer.model_validate(fields)},
    )


def test_pages_read_the_file_of_the_home_folder_until_it_is_taken_over(home, place, welfare):
    before = known.entries(CODE)
    assert len(before) >= 36
    assert known.municipalities() == [CODE]
    assert not models.Offer.objects.exists()
    assert take_over.renew() == [CODE]
    assert known.entries(CODE) == before
    owners = set(models.Offer.objects.values_list("house__slug", flat=True))
    assert owners == {"gemeente-weverdam", "welzijn-weverdam"}
    schakel = models.Offer.objects.get(slug="de-schakel")
    assert schakel.house == schakel.location.house == welfare  # who is there may mend the address
    entry = Entry.objects.filter(right="social_map.bring").order_by("number").first()
    assert "GM9990" in entry.what
    assert take_over.renew() == []  # once


def test_what_people_changed_in_the_example_stays_at_the_next_start(home, place, welfare):
    take_over.renew()
    models.Service.objects.filter(key="de-schakel").update(name="De Nieuwe Schakel")
    take_over.renew()
    assert models.Service.objects.get(key="de-schakel").name == "De Nieuwe Schakel"


def test_an_example_of_before_makes_way_for_the_one_of_now(
    home, settings, tmp_path, place, welfare
):
    settings.WEEFSEL_HOME = tmp_path
    old = tmp_path / "provisions" / "GM9990.toml"
    old.parent.mkdir()
    one = {
        "id": "de-schakel", "name": "De Schakel", "kind": "community_centre",
        "neighbourhood": "BU99900301", "longitude": 3.9, "latitude": 53.4,
        "opening_hours_per_week": 38.0, "own_cost_eur_per_year": 1.0, "price_year": 2025,
        "regular_visitors": 1, "funder": "Gemeente", "source": "verzonnen", "fictitious": True,
    }  # fmt: skip
    old.write_text(write_toml({"municipality": CODE, "provision": [one]}))
    assert take_over.renew() == [CODE]
    assert models.Offer.objects.get().house == place
    shutil.copy(map_file.path_of(Path(home), CODE), map_file.path_of(tmp_path, CODE))
    old.unlink()
    assert take_over.renew() == [CODE]
    assert len(known.entries(CODE)) >= 36
    now = models.Offer.objects.get(slug="de-schakel")
    assert (now.house, now.cost_eur_per_year) == (welfare, 62000)
    assert take_over.renew() == []


def test_without_a_house_the_file_waits(home):
    assert take_over.renew() == []
    assert known.entry(CODE, "de-schakel").name == "Buurthuis De Schakel"
    with pytest.raises(NotFoundError):
        known.entry(CODE, "bestaat-niet")


def test_an_old_register_is_taken_over_once_with_a_line_that_says_so(
    home, settings, tmp_path, caplog
):
    settings.WEEFSEL_HOME = tmp_path
    path = tmp_path / "provisions" / "GM9991.toml"
    path.parent.mkdir()
    one = {
        "id": "huiskamer", "name": "Huiskamer", "kind": "community_centre",
        "neighbourhood": "BU99910001", "longitude": 3.9, "latitude": 53.4,
        "opening_hours_per_week": 20.0, "own_cost_eur_per_year": 40000.0, "price_year": 2025,
        "regular_visitors": 120, "funder": "Gemeente", "source": "verzonnen", "fictitious": True,
    }  # fmt: skip
    path.write_text(write_toml({"municipality": "GM9991", "provision": [one]}))
    house = town("gemeente-anders", area="GM9991")
    with caplog.at_level("INFO"):
        assert take_over.renew() == ["GM9991"]
    assert "1 provisions of GM9991 were taken over" in caplog.text
    assert models.Offer.objects.get().house == house
    assert known.entry("GM9991", "huiskamer").offer.cost_eur_per_year == 40000
    assert take_over.renew() == []
    path.write_text("this is no toml [")
    assert take_over.renew() == []  # what cannot be read is said, and stops nothing
    assert "GM9991.toml" in caplog.text


def test_a_map_is_put_once_changed_where_it_changed_and_never_doubled(place):
    map = a_map()
    assert keeping.put(map, house=place, by=None, source="test") == keeping.Put(4, 0, 0)
    assert known.social_map(CODE) == map
    assert keeping.put(map, house=place, by=None, source="test") == keeping.Put(0, 0, 4)
    assert keeping.put(a_map(phone="1"), house=place, by=None, source="t").changed == 1
    row = models.Offer.objects.get()
    assert (row.version, row.phone, row.history.count()) == (2, "1", 2)
    older = a_map(phone="1", assured_on=date(2020, 1, 1))
    assert keeping.put(older, house=place, by=None, source="t").same == 4
    assert verify_log().holds


def test_a_record_is_known_by_its_id_at_its_source_and_a_slug_is_never_taken_twice(place):
    outside = [{"source": "osm", "id": "node/1"}]
    keeping.put(a_map(outside=outside), house=place, by=None, source="t")
    other = a_map(id="g", slug="anders", outside=outside, phone="2")
    assert keeping.put(other, house=place, by=None, source="t").changed == 1
    row = models.Offer.objects.get()
    assert (row.key, row.slug, row.phone) == ("f", "huiskamer", "2")
    assert keeping.put(a_map(id="h"), house=place, by=None, source="t").added == 1
    assert models.Offer.objects.get(key="h").slug == "huiskamer-2"
    kept = keeping.put(a_map(id="h"), house=place, by=None, source="t", replace=True)
    assert kept.changed == 1
    assert [one.slug for one in known.entries(CODE)] == ["huiskamer-2"]
    keeping.restore(None, models.Offer.objects.get(key="f"))
    assert len(known.entries(CODE)) == 2


def test_what_cannot_be_put_changes_nothing(place, welfare):
    keeping.put(a_map(), house=place, by=None, source="t")
    before = list(models.Offer.history.values_list("history_id"))
    lost = SocialMap({}, {}, {}, a_map().offers)
    for map, house, said in (
        (a_map(phone="9"), welfare, "Huis gemeente-weverdam"),
        (a_map(fictitious=False), place, "real and fictitious"),
        (a_map(municipality="GM9992"), place, "more than one municipality"),
        (lost, place, "'s'"),
    ):
        with pytest.raises(InputError, match=said):
            keeping.put(map, house=house, by=None, source="t")
    assert list(models.Offer.history.values_list("history_id")) == before


def test_only_what_is_published_and_not_over_is_public(place):
    keeping.put(a_map(), house=place, by=None, source="t", publish=False)
    assert known.entries(CODE) == ()
    assert len(known.entries(CODE, public=False)) == 1
    row = models.Offer.objects.get()
    row.published_at = timezone.now()
    row.save()
    assert len(known.entries(CODE)) == 1
    for over, shown in ((0, 1), (1, 0)):
        row.ends_on = known.today() - timedelta(days=over)
        row.save()
        assert len(known.entries(CODE)) == shown


def test_a_provision_is_entered_in_steps_published_and_found(lead, place, welfare):
    answer = lead.post(
        f"{LIST}nieuw/",
        {
            "name": "Breicafé", "kind": "meeting_group", "description": "Samen breien.",
            "organisation": "", "new_name": "De Breiers", "new_kind": "club",
        },
    )  # fmt: skip
    row = models.Offer.objects.get(slug="breicafe")
    assert answer.url == f"{LIST}{row.pk}/waar/"
    assert len(known.entries(CODE)) >= 36  # the example came along, the draft is not public
    assert all(one.slug != "breicafe" for one in known.entries(CODE))

    def send(step, **fields):
        row.refresh_from_db()
        seen = row.service.version if step in {"wat", "voor-wie"} else row.version
        answer = lead.post(f"{LIST}{row.pk}/{step}/", {"seen": seen, **fields})
        assert answer.status_code == 302, answer.content.decode()[-3000:]

    send("waar", place="new", street="Spoelstraat", number="1", latitude="53,3958",
         longitude="3,9355", wheelchair="yes")  # fmt: skip
    send("wanneer", **{"d2-0-opens": "10:00", "d2-0-closes": "12:00", "d5-0-opens": "22:00",
         "d5-0-closes": "01:00", "c0-first": "2026-12-25", "c0-why": "Kerst"})  # fmt: skip
    send("voor-wie", groups=["G4"], activities=["A2"], way_in="open", free="yes",
         languages="Nederlands, AR", cost="", specialisms="wol, haken")  # fmt: skip
    send("hoeveel", capacity="30", capacity_unit="people a year", pillar="", statutory="no",
         financiers="Buurtfonds", cost_eur_per_year="900", price_year="2026")  # fmt: skip
    send("contact", phone="099 1", email="brei@weverdam.example", website="brei.example",
         source="de club zelf")  # fmt: skip
    row.refresh_from_db()
    assert lead.post(f"{LIST}{row.pk}/publiceren/", {"seen": row.version}).status_code == 302
    one = known.entry(CODE, "breicafe")
    assert (one.organisation.name, one.pillar, one.service.free) == ("De Breiers", 2, True)
    assert one.location.wheelchair is True
    assert one.point == (3.9355, 53.3958)
    assert one.neighbourhood == "BU99900301"  # it followed from the point
    assert one.service.languages == ("nl", "ar")
    assert one.hours_per_week == 5
    assert one.offer.opening[-1].day == 6  # past midnight stands on the next day
    assert (one.offer.closed[0].why, one.offer.closed[0].last) == ("Kerst", date(2026, 12, 25))
    assert one.website == "https://brei.example"
    assert one.offer.fictitious
    page = lead.get(f"{LIST}{row.pk}/").content.decode()
    for words in ("Breicafé", "Spoelstraat 1", "10:00–12:00", "Kerst", "iedereen kan het vinden"):
        assert words in page
    assert Entry.objects.filter(right="social_map.publish", about=str(row.pk)).exists()
    assert verify_log().holds


def test_wrong_hours_and_half_a_point_are_said_and_nothing_is_kept(lead, welfare):
    row = offer_of(welfare)
    answer = lead.post(f"{LIST}{row.pk}/wanneer/", {"seen": "1", "d1-0-opens": "10:00"})
    assert answer.status_code == 400
    assert "Maandag: vul in wanneer" in answer.content.decode()
    twice = {"d1-0-opens": "9", "d1-0-closes": "12", "d1-1-opens": "11", "d1-1-closes": "13"}
    answer = lead.post(f"{LIST}{row.pk}/wanneer/", {"seen": "1", **twice})
    assert "lopen door elkaar" in answer.content.decode()
    answer = lead.post(
        f"{LIST}{row.pk}/wanneer/", {"seen": "1", "c0-first": "", "c0-last": "2026-01-01"}
    )
    assert "Gesloten dagen" in answer.content.decode()
    half = {"place": str(row.location_id), "latitude": "53.3", "seen": "1"}
    answer = lead.post(f"{LIST}{row.pk}/waar/", half)
    assert "geen van beide" in answer.content.decode()
    row.refresh_from_db()
    assert (row.version, row.opening) == (1, [])


def test_a_name_in_a_description_is_struck_after_its_writer_looked(lead, welfare):
    row = offer_of(welfare)
    told = {"name": "Huiskamer", "kind": "meeting_group", "seen": "1",
            "organisation": str(row.service.organisation_id),
            "description": "Vraag naar mevrouw Jansen op 06 12345678."}  # fmt: skip
    answer = lead.post(f"{LIST}{row.pk}/wat/", told)
    assert answer.status_code == 400
    seen = answer.context["form"]["description"]
    from weefsel.web.screened import screened, version

    told["description-seen"] = version(screened(told["description"]))
    assert seen.errors
    assert lead.post(f"{LIST}{row.pk}/wat/", told).status_code == 302
    row.service.refresh_from_db()
    assert "12345678" not in row.service.description
    assert "Jansen" not in row.service.description


def test_two_people_never_write_over_each_other_unseen(lead, welfare):
    row = offer_of(welfare)
    lead.post(f"{LIST}{row.pk}/contact/", {"seen": "1", "phone": "099 1"})
    answer = lead.post(f"{LIST}{row.pk}/contact/", {"seen": "1", "phone": "099 2"})
    assert answer.status_code == 400
    assert "iemand anders" in answer.content.decode().lower()
    row.refresh_from_db()
    assert row.phone == "099 1"


def test_an_address_of_another_house_is_shown_and_left_alone(lead, welfare, place):
    row = offer_of(welfare)
    models.Location.objects.filter(pk=row.location_id).update(house=place)
    page = lead.get(f"{LIST}{row.pk}/waar/").content.decode()
    assert "houdt dit adres bij" in page
    said = {"place": str(row.location_id), "street": "Elders", "seen": "1"}
    assert lead.post(f"{LIST}{row.pk}/waar/", said).status_code == 302
    row.location.refresh_from_db()
    assert row.location.street != "Elders"


def test_one_tap_confirms_and_the_title_of_the_list_follows(welfare):
    volunteer = houses.browser(worker(welfare, "volunteer"))
    row = offer_of(welfare, assured_on=date(2020, 1, 1), published_at=timezone.now())
    page = volunteer.get(LIST).content.decode()
    assert "voorzieningen moet worden bevestigd" in page
    assert "niet bevestigd sinds" in page
    answer = volunteer.post(f"{LIST}{row.pk}/klopt/", {"next": f"{LIST}?show=confirm"})
    assert answer.url == f"{LIST}?show=confirm"
    assert volunteer.post(f"{LIST}{row.pk}/klopt/", {"next": "https://kwaad.example/"}).url == (
        f"{LIST}{row.pk}/"
    )
    row.refresh_from_db()
    assert row.assured_on == known.today()
    assert "Alle voorzieningen van je huis zijn" in volunteer.get(LIST).content.decode()
    assert "Niets te bevestigen" in volunteer.get(f"{LIST}?show=confirm").content.decode()
    assert volunteer.get(f"{LIST}{row.pk}/wat/").status_code in {403, 404}


def test_a_municipality_sets_its_own_term_with_a_reason(place, welfare):
    adviser = houses.browser(worker(place))
    offer_of(welfare, assured_on=known.today() - timedelta(days=100), published_at=timezone.now())
    assert term.months_of(CODE) == term.default().months
    assert not term.age(known.entries(CODE)[0]).old
    assert adviser.post(f"{LIST}termijn/", {"months": "3", "reason": ""}).status_code == 400
    said = {"months": "3", "reason": "Uren wisselen hier per kwartaal.", "seen": "0"}
    assert adviser.post(f"{LIST}termijn/", said).status_code == 302
    assert term.age(known.entries(CODE)[0]).old  # of every house in the municipality
    assert "per kwartaal" in adviser.get(LIST).content.decode()
    answer = adviser.get(f"/api/v1/municipalities/{CODE}/provisions").json()
    assert (answer["termMonths"], answer["provisions"][0]["old"]) == (3, True)


def test_what_stops_is_found_no_more_and_what_was_a_mistake_goes_whole(lead, welfare):
    row = offer_of(welfare, published_at=timezone.now())
    yesterday = known.today() - timedelta(days=1)
    assert lead.post(f"{LIST}{row.pk}/stoppen/", {"away": "yes"}).status_code == 400
    said = {"ends_on": yesterday.isoformat(), "seen": "1"}
    assert lead.post(f"{LIST}{row.pk}/stoppen/", said).status_code == 302
    assert known.entries(CODE) == ()
    assert row.service.name in lead.get(f"{LIST}?show=ended").content.decode()
    lead.post(f"{LIST}{row.pk}/stoppen/", {"on": "yes"})
    assert len(known.entries(CODE)) == 1
    lead.post(f"{LIST}{row.pk}/terughalen/")
    assert lead.post(f"{LIST}{row.pk}/stoppen/", {"away": "yes"}).url == LIST
    assert not models.Offer.objects.exists()
    assert not models.Offer.history.exists()
    assert not models.Service.objects.exists()


def test_an_earlier_version_is_put_back(lead, welfare):
    row = offer_of(welfare)
    lead.post(f"{LIST}{row.pk}/contact/", {"seen": "1", "phone": "099 1"})
    first = row.history.order_by("history_id").first()
    past = f"/geschiedenis/offer/{row.pk}/"
    assert "099 1" in lead.get(past).content.decode()
    assert lead.post(f"{past}{first.history_id}/terug/").status_code == 302
    row.refresh_from_db()
    assert (row.phone, row.version) == ("", 3)
    for kind, thing in (("service", row.service), ("location", row.location)):
        thing._history_user = None
        thing.version += 1
        thing.save()
        assert lead.get(f"/geschiedenis/{kind}/{thing.pk}/").status_code == 200


def test_an_organisation_is_changed_for_everything_it_offers(lead, welfare):
    row = offer_of(welfare, published_at=timezone.now())
    at = f"{LIST}organisatie/{row.service.organisation_id}/"
    said = {"name": "Nieuwe naam", "kind": "club", "phone": "099 5", "seen": "0"}
    held = row.service.organisation
    said["seen"] = str(held.version)
    assert lead.get(at).status_code == 200
    assert lead.post(at, said).status_code == 302
    assert known.entries(CODE)[0].phone == "099 5"


def test_what_somebody_did_is_in_their_own_data_and_stays_when_they_leave(welfare):
    person = worker(welfare, "team_lead")
    row = offer_of(welfare)
    houses.browser(person).post(f"{LIST}{row.pk}/klopt/")
    told = export(person, timezone.now())["social_map"]
    assert [one["id"] for one in told["offer_versions"]] == [row.pk]
    end_account(person, by=person, forget=True)
    assert models.Offer.objects.filter(pk=row.pk).exists()


def test_the_api_gives_every_public_provision_and_one(visitor):
    answer = visitor.get(f"/api/v1/municipalities/{CODE}/provisions?pageSize=500").json()
    assert answer["total"] == len(answer["provisions"]) >= 36
    one = next(each for each in answer["provisions"] if each["slug"] == "de-schakel")
    assert one["place"]["neighbourhood"] == "BU99900301"
    assert one["costEurPerYear"] == 62000
    assert one["kindName"] == {"nl": "buurthuis", "en": "community centre"}
    assert visitor.get(f"/api/v1/municipalities/{CODE}/provisions/de-schakel").json() == one
    url = f"/api/v1/municipalities/{CODE}/provisions?kind=debt_help&group=G7"
    assert {each["kind"] for each in visitor.get(url).json()["provisions"]} == {"debt_help"}
    assert visitor.get("/api/v1/municipalities/GM0001/provisions").status_code == 404
    assert visitor.get(f"/api/v1/municipalities/{CODE}/provisions/geen").status_code == 404


def test_ten_thousand_records_are_read_once(place, django_assert_max_num_queries):
    keeping.put(a_map(), house=place, by=None, source="t")
    known.entries(CODE)
    with django_assert_max_num_queries(2):
        known.entries(CODE)
        known.entry(CODE, "huiskamer")


def test_a_file_that_changed_is_read_again(home, settings, tmp_path):
    (tmp_path / "provisions").mkdir()
    source = map_file.path_of(Path(home), CODE)
    shutil.copy(source, map_file.path_of(tmp_path, CODE))
    settings.WEEFSEL_HOME = tmp_path
    assert known.entries(CODE)
    map_file.path_of(tmp_path, CODE).unlink()
    assert known.entries(CODE) == ()


def test_an_initiative_without_a_kind_of_organisation_is_of_residents(lead, place, welfare):
    lead.post(
        f"{LIST}nieuw/",
        {
            "name": "Koffiekar", "kind": "residents_initiative", "description": "Koffie.",
            "organisation": "", "new_name": "Bewoners", "new_kind": "",
        },
    )  # fmt: skip
    row = models.Offer.objects.get(slug="koffiekar")
    assert row.service.organisation.kind == "residents_initiative"


def test_languages_are_names_or_codes():
    said = ("Arabisch", " Polish", "TI", "klingel")
    found = [register_fields.language_code(one) for one in said]
    assert found == ["ar", "pl", "ti", ""]
