"""What a second pair of eyes found in portfolios: each was open once."""

from __future__ import annotations

import pytest

from web import houses
from web.portfolio_home import HEAD, LIST, publish, stored, town, worker
from weefsel.base.figure import Flag
from weefsel.web.audit.models import Entry
from weefsel.web.choose.portfolio import begin

pytestmark = pytest.mark.django_db
TWO = HEAD + "Inloop;Stichting;1000;2026;;;\nKoken;Stichting;2000;2026;;;\n"
LINE = {
    "activity": "Inloop", "organisation": "Stichting", "amount": "900", "year": "2026",
    "seen": "1",
}  # fmt: skip


@pytest.fixture
def place(home):
    return town()


@pytest.fixture
def adviser(place):
    return houses.browser(worker(place, name="Anneke Adviseur"))


def test_the_log_names_who_wrote_before_by_number_and_never_by_name(place, adviser):
    thing = stored(adviser, place, TWO.encode())
    row = thing.lines.first()
    before = row.author
    other = houses.browser(worker(place, "director", "Dirk Directeur"))
    url = f"{LIST}{thing.pk}/regel/{row.pk}/wijzigen/"
    assert other.post(url, LINE).status_code == 302
    entry = Entry.objects.filter(right="portfolio.line_edit").latest("number")
    assert str(before.uid) in entry.what
    assert before.get_full_name()
    assert before.get_full_name() not in entry.what
    assert not Entry.objects.filter(what__contains="Dirk").exists()


def test_the_log_keeps_no_count_of_people_and_no_words_of_a_line(place, adviser):
    thing = stored(adviser, place, TWO.encode())
    row = thing.lines.first()
    url = f"{LIST}{thing.pk}/regel/{row.pk}/wijzigen/"
    told = {**LINE, "organisation": "Stichting Ommekeer", "participants": "7"}
    assert adviser.post(url, told).status_code == 302
    what = Entry.objects.filter(right="portfolio.line_edit").latest("number").details
    assert {"organisation", "participants"} <= set(what["changed"])
    assert set(what["after"]) == {"amount"}


def test_the_log_calls_nothing_by_the_name_of_a_column(place, adviser):
    thing = stored(adviser, place, TWO.encode())
    publish(adviser, thing)
    told = {"title": "Anders", "year": "2026", "source": "", "seen": "1"}
    assert adviser.post(f"{LIST}{thing.pk}/wijzigen/", told).status_code == 302
    boss = houses.browser(houses.member(place, "administrator", "beheer").user)
    answer = boss.get("/logboek/")
    told = [each for row in answer.context["rows"] for each in row.diff]
    assert "veranderd: bron, titel" in told
    assert "published_" not in answer.content.decode()


def _with_a_gift(adviser, place):
    """Give a portfolio of three lines: the first stops and pays for the second."""
    thing = stored(adviser, place, (TWO + "Dansen;Stichting;3000;2026;;;\n").encode())
    first, second, third = thing.lines.all()
    at = f"{LIST}{thing.pk}/"
    stop = {
        "verdict": "stop", "reason": "Zo.", "decided_on": "2026-05-01", "freed": "1000",
        "freed_from": "2027", "seen": "1",
    }  # fmt: skip
    assert adviser.post(f"{at}regel/{first.pk}/besluiten/", stop).status_code == 302
    gift = {"amount": "100", "from_year": "2027", "to": "line", "line": str(second.pk)}
    assert adviser.post(f"{at}geld/", gift).status_code == 302
    return thing, second, third, gift


def test_the_past_of_money_is_told_after_its_line_went(place, adviser):
    thing, second, third, gift = _with_a_gift(adviser, place)
    given = thing.destinations.get()
    at = f"{LIST}{thing.pk}/"
    moved = {**gift, "line": str(third.pk), "seen": "1"}
    assert adviser.post(f"{at}geld/{given.pk}/", moved).status_code == 302
    assert adviser.post(f"{at}regel/{second.pk}/weghalen/").status_code == 302
    past = f"/geschiedenis/portfolio-money/{given.pk}/"
    assert adviser.get(past).status_code == 200
    first = given.history.get(version=1).history_id
    refused = adviser.post(f"{past}{first}/terug/")
    assert refused.status_code == 400
    assert "staat niet in" in refused.content.decode()
    given.refresh_from_db()
    assert given.line_id == third.pk


def test_a_line_that_gets_money_is_not_taken_out_with_it(place, adviser):
    thing, second, _third, _gift = _with_a_gift(adviser, place)
    url = f"{LIST}{thing.pk}/regel/{second.pk}/weghalen/"
    refused = adviser.post(url)
    assert refused.status_code == 400
    assert thing.destinations.count() == 1
    assert thing.lines.count() == 3
    given = thing.destinations.get()
    assert adviser.post(f"{LIST}{thing.pk}/geld/{given.pk}/terughalen/").status_code == 302
    assert adviser.post(url).status_code == 302


def test_a_count_that_is_withheld_is_not_said_to_be_unknown(place, adviser):
    few = HEAD + "Inloop;Stichting;1000;2026;;7;\nKoken;Stichting;2000;2026;;;\n"
    thing = stored(adviser, place, few.encode())
    publish(adviser, thing)
    anybody = houses.browser()
    asked = {}
    for row in thing.lines.all():
        one = anybody.get(f"{LIST}{thing.pk}/regel/{row.pk}/").context["one"]
        asked[row.activity] = one
    hidden, unknown = asked["Inloop"], asked["Koken"]
    assert "people" not in {each.key for each in hidden.questions}
    assert "people" in {each.key for each in unknown.questions}
    assert hidden.cost.per_participant.flag is Flag.SUPPRESSED
    assert hidden.cost.reason == hidden.participants.reason != unknown.cost.reason


def test_many_portfolios_of_others_leave_those_of_ones_own_house_in_the_list(
    place, adviser, monkeypatch
):
    mine = stored(adviser, place, TWO.encode())
    other = town("andere-gemeente")
    neighbour = houses.browser(worker(other, name="Buur"))
    for year in ("2027", "2028"):
        theirs = stored(neighbour, other, TWO.encode())
        theirs.year = year
        theirs.save()
        publish(neighbour, theirs)
    monkeypatch.setattr(begin, "MOST", 1)
    listed = adviser.get(LIST).context
    assert [one.pk for one in listed["mine"]] == [mine.pk]
    assert [one.year for one in listed["others"]] == [2028]
    assert [one.year for one in houses.browser().get(LIST).context["others"]] == [2028]
