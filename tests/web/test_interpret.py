"""Stories beside figures, sessions and the finding of an area: told, screened, published."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from web import houses
from web.portfolio_home import town, worker
from weefsel.web.accounts.leaving import end_account
from weefsel.web.accounts.own_data import export
from weefsel.web.audit.log import verify_log
from weefsel.web.audit.models import Entry
from weefsel.web.interpret import beside, published
from weefsel.web.interpret.models import Finding, Session, Story

pytestmark = pytest.mark.django_db
AREA, KEY = "BU99900305", "lonely_severe_18plus"
SCAN, TELL = f"/buurt/{AREA}/wijkscan/", f"/duiden/{AREA}/cijfer/{KEY}/"
WRITE, PUBLISH = f"/duiden/{AREA}/bevinding/", f"/duiden/{AREA}/bevinding/publiceren/"
SESSION = f"/duiden/{AREA}/sessie/"
WORDS = "Sinds de speeltuin weg is, komen ouders niet meer buiten."
FINDING = {"title": "Schietspoel mist een plek om elkaar te zien", "conclusion": "Een plek terug."}


@pytest.fixture
def place(home):
    return town()


@pytest.fixture
def welfare(place):
    return town("welzijn-weverdam", kind="organisation")


@pytest.fixture
def adviser(place):
    return houses.browser(worker(place))


@pytest.fixture
def social(welfare):
    return houses.browser(worker(welfare, "social_worker"))


def tell(client, why=WORDS, **more):
    return client.post(TELL, {"recognised": "yes", "why": why, "seen": "0", **more})


def written(client, **more):
    answer = client.post(WRITE, {**FINDING, "seen": "0", **more})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return Finding.objects.get(area=AREA)


def shown(client, url=SCAN):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_story_stands_beside_its_figure_with_role_and_house_and_without_a_name(social, adviser):
    assert tell(social).status_code == 302
    story = Story.objects.get()
    assert (story.area, story.figure, story.role) == (AREA, KEY, "social_worker")
    assert story.year == social.get(TELL).context["figure"].year
    for client in (social, adviser):  # another house of the same municipality reads it too
        page = shown(client)
        assert WORDS in page
        assert "sociaal werker" in page
        assert story.house.name in page
    # Their own name stands in their own menu; nobody else reads it.
    assert story.author.get_full_name() not in shown(adviser)
    assert WORDS not in shown(houses.browser())
    assert list(beside.of_area(AREA, story.author)) == [KEY]


def test_a_name_or_number_is_struck_out_before_it_is_stored(social):
    answer = tell(social, "Bel mevrouw Jansen op 06-12345678, zij weet het.")
    assert answer.status_code == 400
    assert not Story.objects.exists()
    page = answer.content.decode()
    seen = page.partition('name="why-seen" value="')[2].partition('"')[0]
    words = "Bel mevrouw Jansen op 06-12345678, zij weet het."
    assert tell(social, words, **{"why-seen": seen}).status_code == 302
    kept = Story.objects.get().why
    assert "12345678" not in kept
    assert "Jansen" not in kept


@pytest.mark.parametrize(
    "given",
    [{"recognised": ""}, {"recognised": "maybe"}, {"why": ""}, {"why": "a " * 400}],
)
def test_what_is_missing_or_too_long_is_said_and_not_stored(social, given):
    answer = social.post(TELL, {"recognised": "yes", "why": WORDS, **given})
    assert answer.status_code == 400
    assert "utrecht-form-field-error-message" in answer.content.decode()
    assert not Story.objects.exists()


def test_who_may_not_or_is_of_elsewhere_tells_nothing(place):
    assert houses.browser(worker(place, "council")).post(TELL, {}).status_code == 403
    assert houses.browser(worker(place, "volunteer")).get(TELL).status_code == 403
    assert houses.browser().get(TELL).status_code == 403
    far = houses.house("elders", kind="municipality", area="GM0164")
    stranger = houses.browser(worker(far, "director"))
    answer = tell(stranger)
    assert answer.status_code == 400
    assert not Story.objects.exists()
    director = houses.browser(worker(place, "director"))
    for wrong in (f"/duiden/{AREA}/cijfer/geen/", "/duiden/BU99/cijfer/population/"):
        assert director.get(wrong).status_code == 404


def test_only_its_writer_changes_a_story_and_then_it_is_no_longer_public(social, adviser):
    tell(social)
    story = Story.objects.get()
    at = f"/duiden/verhaal/{story.pk}/"
    assert adviser.get(f"{at}wijzigen/").status_code == 404
    assert social.post(f"{at}publiceren/", {"seen": "1"}).status_code == 403
    assert adviser.post(f"{at}publiceren/", {"seen": "9"}).status_code == 302
    assert not Story.objects.get().published  # another version than who published looked at
    adviser.post(f"{at}publiceren/", {"seen": "1"})
    assert WORDS in shown(houses.browser())
    told = {"recognised": "partly", "why": "Het ligt anders.", "seen": "1"}
    assert social.post(f"{at}wijzigen/", told).status_code == 302
    story.refresh_from_db()
    assert (story.version, story.recognised, story.published) == (2, "partly", False)
    assert social.post(f"{at}wijzigen/", {**told, "why": "Te laat."}).status_code == 400
    assert "Het ligt anders." not in shown(houses.browser())
    history = social.get(f"/geschiedenis/story/{story.pk}/")
    assert WORDS in history.content.decode()


def test_a_story_is_taken_out_with_its_versions_by_its_writer_or_who_answers_for_it(
    social, adviser, welfare
):
    for client, right in ((social, "story.delete"), (adviser, "story.take_out")):
        tell(social)
        key = Story.objects.get().pk
        colleague = houses.browser(worker(welfare, "team_lead", name=right))
        assert colleague.post(f"/duiden/verhaal/{key}/weghalen/").status_code == 403
        assert client.post(f"/duiden/verhaal/{key}/weghalen/").status_code == 302
        assert not Story.objects.exists()
        assert not Story.history.exists()
        assert Entry.objects.filter(right=right, about=str(key)).exists()
    log = json.dumps(list(Entry.objects.values_list("what", flat=True)))
    assert "speeltuin" not in log
    assert verify_log().holds


def test_a_finding_is_a_concept_that_strangers_do_not_see_and_the_title_is_neutral(
    social, adviser
):
    written(adviser)
    assert FINDING["title"] in shown(social)  # of another house, the same municipality
    public = shown(houses.browser())
    assert FINDING["title"] not in public
    assert "nog niet besproken" in public
    assert "concept" in public
    assert published.finding_of(AREA) is None


def test_publishing_takes_the_right_and_interpretation_or_a_reason(social, adviser, welfare):
    thing = written(adviser)
    lead = houses.browser(worker(welfare, "team_lead"))
    assert lead.post(PUBLISH, {"seen": "1"}).status_code == 403
    assert social.post(PUBLISH, {"seen": "1"}).status_code == 403
    answer = adviser.post(PUBLISH, {"seen": str(thing.version)})
    assert answer.status_code == 400
    assert "nog niemand heeft" in answer.content.decode().lower()
    assert published.finding_of(AREA) is None
    reason = "De raad vroeg erom, duiding volgt in mei."
    assert adviser.post(PUBLISH, {"seen": "1", "reason": reason}).status_code == 302
    page = shown(houses.browser())
    assert FINDING["title"] in page
    assert reason in page
    adviser.post(f"{WRITE}terughalen/")
    assert FINDING["title"] not in shown(houses.browser())
    tell(social)
    assert adviser.post(PUBLISH, {"seen": "1"}).status_code == 302
    found = published.finding_of(AREA)
    assert found is not None
    assert (found.title, found.house, found.reason) == (FINDING["title"], thing.house.name, "")
    assert found.role.render("nl") == "beleidsadviseur"
    assert Entry.objects.filter(right="finding.unpublish").exists()


def test_what_was_published_stays_as_it_was_when_it_is_worked_on_or_figures_change(
    social, adviser
):
    tell(social)
    written(adviser, strains=["lonely_severe_18plus"])
    adviser.post(PUBLISH, {"seen": "1"})
    adviser.post(WRITE, {**FINDING, "title": "Iets nieuws", "seen": "1"})
    page = shown(houses.browser())
    assert FINDING["title"] in page
    assert "Iets nieuws" not in page
    assert "Iets nieuws" in shown(adviser)
    assert "cijfers veranderd" not in page
    Finding.objects.update(published_mark="0" * 64)  # as after a load of other figures
    assert "cijfers veranderd" in shown(houses.browser())


def test_a_scan_is_definitive_after_two_sessions_with_residents(social, adviser):
    tell(social)
    written(adviser)
    adviser.post(PUBLISH, {"seen": "1"})
    held = {"held_on": "2026-05-01", "professionals": 4, "advisers": 1, "recognised": "partly"}
    for residents, wanted in ((0, "published"), (12, "published"), (15, "definitive")):
        answer = adviser.post(SESSION, {**held, "residents": residents})
        assert answer.status_code == 302, answer.content.decode()[:1500]
        found = published.finding_of(AREA)
        assert found is not None
        assert found.standing == wanted
    public = shown(houses.browser())
    assert "definitief" in public
    assert "zo leest Weefsel zelf" in public
    assert "bewoners 15" not in public  # counts are for colleagues in the municipality
    assert "bewoners 15" in shown(social)
    adviser.post(f"/duiden/sessie/{Session.objects.first().pk}/weghalen/")
    assert published.finding_of(AREA).standing == "published"


@pytest.mark.parametrize(
    "wrong",
    [
        {"held_on": (date.today() + timedelta(days=400)).isoformat()},
        {"residents": -1},
        {"residents": 100_000},
        {"residents": 0, "professionals": 0, "advisers": 0},
        {"recognised": ""},
    ],
)
def test_a_session_that_cannot_be_is_refused(adviser, wrong):
    held = {"held_on": "2026-05-01", "residents": 3, "professionals": 1, "advisers": 1}
    answer = adviser.post(SESSION, {**held, "recognised": "yes", **wrong})
    assert answer.status_code == 400
    assert not Session.objects.exists()


def test_two_people_never_write_over_each_other_unseen(adviser, place):
    written(adviser)
    other = houses.browser(worker(place, "director"))
    other.post(WRITE, {**FINDING, "title": "Van een ander", "seen": "1"})
    answer = adviser.post(WRITE, {**FINDING, "title": "Van mij", "seen": "1"})
    assert answer.status_code == 409
    assert "Van een ander" in answer.content.decode()
    assert Finding.objects.get().title == "Van een ander"


def test_a_stranger_learns_nothing_of_a_finding_of_another_municipality(adviser):
    far = houses.house("elders", kind="municipality", area="GM0164")
    stranger = houses.browser(worker(far, "director"))
    before = stranger.get(WRITE)
    written(adviser)
    after = stranger.get(WRITE)
    assert (before.status_code, after.status_code) == (400, 400)
    assert FINDING["title"] not in after.content.decode()
    assert stranger.get(PUBLISH).status_code == 404


def test_words_go_along_with_who_wrote_them_and_stay_when_that_person_leaves(social, welfare):
    tell(social)
    story = Story.objects.get()
    user = story.author
    taken = export(user, story.made_at)["interpretations"]
    assert taken["stories"][0]["why"] == WORDS
    assert len(taken["stories_versions"]) == 1
    houses.member(welfare, "administrator", "beheer")
    end_account(user, by=None, forget=True)
    story.refresh_from_db()
    assert (story.author, story.why) == (None, WORDS)
    assert WORDS in shown(houses.browser(worker(welfare, "team_lead")))
    assert export(user, story.made_at)["interpretations"]["stories"] == []
