"""What a house subsidises: brought, reviewed, decided, published; and who sees it."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from openpyxl import Workbook

from web import houses
from web.portfolio_home import EXAMPLE, HEAD, LIST, bring, publish, stored, town, worker
from web.reading import read, without_account
from weefsel.sources.local_grid import MOST_BYTES
from weefsel.web.audit.log import verify_log
from weefsel.web.audit.models import Entry
from weefsel.web.choose.portfolio.models import Portfolio, PortfolioFile, PortfolioLine

pytestmark = pytest.mark.django_db
ONE = {
    "activity": "Open inloop", "organisation": "Stichting Buurt", "amount": "€ 12.500,00",
    "year": "2026", "participants": "48", "intervention": "community_hub", "kind": "A2",
    "aim": "preventive", "form": "collective", "groups": ["G3", "G4"],
    "areas": ["BU99900301"], "goal": "Buren kennen elkaar", "seen": "0",
}  # fmt: skip


@pytest.fixture
def place(home):
    return town()


@pytest.fixture
def adviser(place):
    return houses.browser(worker(place))


def by_hand(client, place, **told):
    """Make a portfolio with one line by hand."""
    given = {"house": str(place.pk), "title": "Met de hand", "year": "2026", "source": ""}
    answer = client.post(f"{LIST}nieuw/", given)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    thing = Portfolio.objects.latest("made_at")
    answer = client.post(f"{LIST}{thing.pk}/toevoegen/", {**ONE, **told})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return thing, thing.lines.get()


def at(thing, row=None, what=""):
    return f"{LIST}{thing.pk}/" + (f"regel/{row.pk}/" if row else "") + what


def words(answer):
    return " ".join(answer.content.decode().split())


def test_the_example_has_a_page_for_each_line_and_every_figure_an_account(place, adviser):
    thing = stored(adviser, place)
    assert thing.lines.count() == 15
    pages = [at(thing), *(at(thing, row) for row in thing.lines.all()[:4])]
    for url in (*pages, f"/en/choose/portfolio/{thing.pk}/"):
        answer = adviser.get(url)
        assert answer.status_code == 200, url
        page = read(answer.content.decode())
        assert page.loose_digits == [], url
        assert page.inline == [], url
        assert page.duplicate_ids == [], url
        assert without_account(page) == [], url
    assert verify_log().holds
    assert not PortfolioFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("leeg.csv", b"", "leeg"),
        ("leeg.csv", b"  \n ", "leeg"),
        ("foto.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00", "tabel"),
        ("kapot.xlsx", b"PK\x03\x04" + b"\x00" * 400, "beschadigd"),
        ("groot.csv", b"a;b\n" + b"x;1\n" * (MOST_BYTES // 4 + 9), "groter"),
        ("kop.csv", HEAD.encode(), "rijen"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_a_sentence(place, adviser, name, content, said):
    answer = bring(adviser, place, content, name)
    assert answer.status_code == 400
    assert said in words(answer)
    assert not PortfolioFile.objects.exists()
    assert not Portfolio.objects.exists()


def test_what_the_columns_are_is_proposed_and_can_be_changed(place, adviser):
    content = b"wat;wie;hoeveel\nInloop;Stichting;1000\n"
    assert bring(adviser, place, content).status_code == 302
    draft = PortfolioFile.objects.get()
    url = f"{LIST}bestand/{draft.pk}/"
    assert adviser.get(f"{url}controle/")["Location"].endswith("/kolommen/")
    twice = adviser.post(
        f"{url}kolommen/", {"column-0": "activity", "column-1": "activity", "year": "2026"}
    )
    assert twice.status_code == 400
    wrong = adviser.post(f"{url}kolommen/", {"column-0": "iets", "year": "2026"})
    assert wrong.status_code == 400
    never = adviser.post(f"{url}kolommen/", {"column-0": "activity", "year": "20x6"})
    assert "20x6" in words(never)
    told = {"column-0": "activity", "column-1": "organisation", "column-2": "amount"}
    good = adviser.post(f"{url}kolommen/", {**told, "year": "2025"})
    assert good["Location"].endswith("/controle/")
    adviser.post(f"{url}opslaan/")
    row = PortfolioLine.objects.get()
    assert (row.activity, row.organisation, row.amount, row.year) == (
        "Inloop", "Stichting", Decimal(1000), 2025,
    )  # fmt: skip


def test_every_fault_is_named_by_row_and_column_and_nothing_is_stored_by_half(place, adviser):
    content = HEAD + ("Inloop;Stichting A;1000;2026;;;\nKoken;;veel;2026;Nergenshuizen;-3;\n")
    assert bring(adviser, place, content.encode()).status_code == 302
    draft = PortfolioFile.objects.get()
    url = f"{LIST}bestand/{draft.pk}/"
    page = adviser.get(f"{url}controle/")
    faults = {(one.row, one.column) for one in page.context["faults"]}
    assert {(3, "organisatie"), (3, "bedrag"), (3, "buurt"), (3, "deelnemers")} <= faults
    assert {row for row, _column in faults} == {3}
    assert adviser.post(f"{url}opslaan/").status_code == 302
    assert not Portfolio.objects.exists()
    assert not PortfolioLine.objects.exists()
    table = adviser.get(f"{url}fouten.csv").content.decode("utf-8-sig")
    assert len(table.splitlines()) == len(page.context["faults"]) + 1
    adviser.post(f"{url}weg/")
    assert not PortfolioFile.objects.exists()


def test_formulas_of_a_workbook_never_run_and_none_leaves_in_a_download(place, adviser):
    book = Workbook()
    book.active.append(["activiteit", "organisatie", "bedrag", "jaar", "doel"])
    book.active.append(["=1+1", "Stichting", 1000, 2026, '=HYPERLINK("http://x")'])
    book.active.append(["+31 inloop", "@Stichting", 2000, 2026, "-2 punten"])
    file = io.BytesIO()
    book.save(file)
    answer = bring(adviser, place, file.getvalue(), "lijst.xlsx")
    assert answer.status_code == 302
    url = f"{LIST}bestand/{PortfolioFile.objects.get().pk}/"
    faults = adviser.get(f"{url}controle/").context["faults"]
    assert [(one.row, one.column) for one in faults] == [(2, "activiteit"), (2, "doel")]
    adviser.post(f"{url}opslaan/")
    assert not Portfolio.objects.exists()
    thing = stored(
        adviser,
        place,
        (HEAD + "@SUM(1);-Stichting;1000;2026;;;=cmd\n").encode(),
    )
    for name in ("regels.csv", "portefeuille.csv"):
        table = adviser.get(at(thing, what=f"meenemen/{name}")).content.decode("utf-8-sig")
        for line in table.splitlines():
            for cell in line.split(";"):
                assert cell.strip('"')[:1] not in set("=+-@\t\r"), line


def test_what_points_to_a_person_is_shown_first_and_never_stored(place, adviser):
    content = HEAD + "Inloop;Stichting;1000;2026;;;Bel 06-12345678 voor meer\n"
    bring(adviser, place, content.encode())
    draft = PortfolioFile.objects.get()
    assert "06-12345678" in words(adviser.get(f"{LIST}bestand/{draft.pk}/controle/"))
    adviser.post(f"{LIST}bestand/{draft.pk}/opslaan/")
    row = PortfolioLine.objects.get()
    assert "12345678" not in row.goal
    first = adviser.post(
        at(row.portfolio, row, "wijzigen/"), {**ONE, "goal": "Mail a@b.nl", "seen": "1"}
    )
    assert first.status_code == 400
    mark = first.content.decode().split('name="goal-seen" value="')[1].split('"')[0]
    told = {**ONE, "goal": "Mail a@b.nl", "goal-seen": mark, "seen": "1"}
    assert adviser.post(at(row.portfolio, row, "wijzigen/"), told).status_code == 302
    row.refresh_from_db()
    assert "a@b.nl" not in row.goal
    assert not Entry.objects.filter(what__contains="a@b.nl").exists()


def test_a_line_by_hand_keeps_what_was_said_and_leaves_empty_what_was_not(place, adviser):
    thing, row = by_hand(adviser, place)
    assert (row.amount, row.participants, row.areas) == (Decimal("12500.00"), 48, ["BU99900301"])
    assert (row.kind, row.groups, row.aim, row.form) == (
        "A2", ["G3", "G4"], "preventive", "collective",
    )  # fmt: skip
    bare = {name: ONE[name] for name in ("activity", "organisation", "amount", "year", "seen")}
    again = adviser.post(at(thing, what="toevoegen/"), {**bare, "again": "yes"})
    assert again["Location"].endswith("/toevoegen/")
    other = thing.lines.last()
    assert (other.participants, other.kind, other.aim, other.areas) == (None, "", "", [])
    form = adviser.get(at(thing, row, "wijzigen/")).context["form"]
    assert form["amount"].value() == "12.500"
    same = adviser.post(
        at(thing, row, "wijzigen/"),
        {**ONE, "amount": form["amount"].value(), "seen": "1"},
    )
    assert same.status_code == 302
    row.refresh_from_db()
    assert row.amount == Decimal("12500.00")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", "veel"), ("amount", "-5"), ("amount", "1,234,5"), ("participants", "48,5"),
        ("activity", ""), ("organisation", ""), ("year", "1950"), ("areas", ["BU01640101"]),
        ("kind", "A99"), ("intervention", "bestaat_niet"), ("seen", "x"),
    ],
)  # fmt: skip
def test_a_wrong_field_says_so_beside_it_and_nothing_is_kept(place, adviser, field, value):
    thing, _row = by_hand(adviser, place)
    answer = adviser.post(at(thing, what="toevoegen/"), {**ONE, field: value})
    assert answer.status_code == 400
    assert answer.context["form"].errors
    assert thing.lines.count() == 1


def test_the_second_of_two_sees_what_the_first_did_and_nothing_is_lost(place, adviser):
    thing, row = by_hand(adviser, place)
    other = houses.browser(worker(place, "director", "Wie Later Kwam"))
    url = at(thing, row, "wijzigen/")
    assert adviser.post(url, {**ONE, "amount": "13000", "seen": "1"}).status_code == 302
    late = other.post(url, {**ONE, "amount": "14000", "seen": "1"})
    assert late.status_code == 409
    assert "13.000" in words(late)
    assert 'value="14000"' in words(late)
    row.refresh_from_db()
    assert (row.amount, row.version) == (Decimal(13000), 2)
    seen = late.context["seen"]
    assert other.post(url, {**ONE, "amount": "14000", "seen": seen}).status_code == 302
    told = [str(one.amount) for one in row.history.order_by("version")]
    assert told == ["12500.00", "13000.00", "14000.00"]
    decided = {"verdict": "keep", "reason": "Zo.", "decided_on": "2026-05-01", "seen": "2"}
    assert adviser.post(at(thing, row, "besluiten/"), decided).status_code == 409


def stop(client, thing, row, **told):
    given = {
        "verdict": "stop", "reason": "Onderzoek vond het omgekeerde.", "decided_on": "2026-05-01",
        "freed": "10.000", "freed_from": "2027", "seen": str(row.version), **told,
    }  # fmt: skip
    answer = client.post(at(thing, row, "besluiten/"), given)
    row.refresh_from_db()
    return answer


def test_a_decision_has_a_reason_and_a_day_and_frees_no_more_than_there_is(place, adviser):
    thing, row = by_hand(adviser, place)
    for wrong in (
        {"reason": ""}, {"decided_on": ""}, {"freed": "13.000"}, {"freed": "-1"},
        {"freed_from": ""}, {"contract_until": "2028-01-01"}, {"verdict": "sluiten"},
    ):  # fmt: skip
        assert stop(adviser, thing, row, **wrong).status_code == 400, wrong
        assert row.verdict == ""
    assert stop(adviser, thing, row).status_code == 302
    assert (row.verdict, row.freed, row.freed_from) == ("stop", Decimal(10000), 2027)
    page = words(adviser.get(at(thing)))
    assert "10.000" in page
    deeds = Entry.objects.filter(right="portfolio.decide")
    assert deeds.count() == 1
    assert "omgekeerde" not in deeds.get().what


def test_freed_money_is_given_once_and_a_stop_that_pays_for_something_stays(place, adviser):
    thing, row = by_hand(adviser, place)
    adviser.post(at(thing, what="toevoegen/"), {**ONE, "activity": "Andere"})
    other = thing.lines.last()
    gift = {"amount": "6.000", "from_year": "2027", "to": "line", "line": str(other.pk)}
    assert adviser.post(at(thing, what="geld/"), gift).status_code == 400  # nothing is free yet
    assert stop(adviser, thing, row).status_code == 302
    assert adviser.post(at(thing, what="geld/"), {**gift, "line": ""}).status_code == 400
    assert adviser.post(at(thing, what="geld/"), {**gift, "line": str(row.pk)}).status_code == 400
    assert adviser.post(at(thing, what="geld/"), gift).status_code == 302
    assert adviser.post(at(thing, what="geld/"), gift).status_code == 400  # 12,000 of 10,000
    early = {**gift, "amount": "1", "from_year": "2026"}
    assert adviser.post(at(thing, what="geld/"), early).status_code == 400
    assert thing.destinations.count() == 1
    back = adviser.post(
        at(thing, row, "besluiten/"),
        {"verdict": "keep", "reason": "Toch.", "decided_on": "2026-06-01", "seen": row.version},
    )
    assert back.status_code == 400
    row.refresh_from_db()
    assert row.verdict == "stop"
    assert adviser.post(at(thing, row, "weghalen/")).status_code == 400
    one = thing.destinations.get()
    assert adviser.post(at(thing, what=f"geld/{one.pk}/terughalen/")).status_code == 302
    assert not thing.destinations.exists()


def test_an_earlier_version_comes_back_unless_its_money_does_not_balance(place, adviser):
    thing, row = by_hand(adviser, place)
    assert stop(adviser, thing, row).status_code == 302
    gift = {"amount": "6.000", "from_year": "2027", "to": "reserve"}
    assert adviser.post(at(thing, what="geld/"), gift).status_code == 302
    first = row.history.get(version=1).history_id
    url = f"/geschiedenis/portfolio-line/{row.pk}/"
    assert adviser.get(url).status_code == 200
    assert adviser.post(f"{url}{first}/terug/").status_code == 400
    row.refresh_from_db()
    assert (row.verdict, row.version) == ("stop", 2)
    adviser.post(at(thing, what=f"geld/{thing.destinations.get().pk}/terughalen/"))
    assert adviser.post(f"{url}{first}/terug/").status_code == 302
    row.refresh_from_db()
    assert (row.verdict, row.reason, row.freed, row.version) == ("", "", None, 3)


def test_what_is_published_is_frozen_and_holds_no_small_counts(place, adviser):
    thing, row = by_hand(adviser, place, participants="7")
    anybody = houses.browser()
    assert anybody.get(at(thing)).status_code == 404
    assert publish(adviser, thing).status_code == 302
    thing.refresh_from_db()
    assert '"participants": 7' not in thing.published_document
    assert '"participants": null' in thing.published_document
    line = anybody.get(at(thing, row))
    assert line.status_code == 200
    assert line.context["one"].participants.value is None
    assert line.context["one"].cost.per_participant.value is None
    adviser.post(at(thing, row, "wijzigen/"), {**ONE, "activity": "Geheim plan", "seen": "1"})
    for url in (at(thing), at(thing, row), LIST, at(thing, what="meenemen/regels.csv")):
        assert "Geheim plan" not in anybody.get(url).content.decode()
    assert "Geheim plan" in adviser.get(at(thing)).content.decode()
    new = adviser.post(at(thing, what="toevoegen/"), {**ONE, "activity": "Nog geheim"})
    assert new.status_code == 302
    assert anybody.get(at(thing, thing.lines.last())).status_code == 404
    stale = adviser.post(at(thing, what="publiceren/"), {"seen": thing.published_mark})
    assert stale.status_code == 302
    assert "Geheim plan" not in anybody.get(at(thing)).content.decode()
    publish(adviser, thing)
    assert "Geheim plan" in anybody.get(at(thing)).content.decode()
    adviser.post(at(thing, what="terughalen/"))
    assert anybody.get(at(thing)).status_code == 404


def test_the_council_sees_what_is_published_and_nothing_else(place, adviser):
    thing, row = by_hand(adviser, place)
    council = houses.browser(worker(place, "council"))
    assert council.get(at(thing)).status_code in {403, 404}
    assert council.get(at(thing, what="meenemen/regels.csv")).status_code in {403, 404}
    publish(adviser, thing)
    assert council.get(at(thing, row)).status_code == 200
    assert council.post(at(thing, row, "besluiten/"), {}).status_code == 403


def test_a_line_of_another_portfolio_is_not_here(place, adviser):
    thing, _row = by_hand(adviser, place)
    _other, theirs = by_hand(adviser, place)
    for what in ("", "wijzigen/", "besluiten/", "weghalen/"):
        assert adviser.get(at(thing, theirs, what)).status_code == 404, what


def test_an_empty_portfolio_is_not_published_and_a_published_one_not_thrown_away(place, adviser):
    thing, row = by_hand(adviser, place)
    publish(adviser, thing)
    assert adviser.post(at(thing, what="weggooien/")).status_code == 400
    adviser.post(at(thing, what="terughalen/"))
    assert adviser.post(at(thing, row, "weghalen/")).status_code == 302
    assert adviser.get(at(thing)).status_code == 200
    empty = adviser.post(at(thing, what="publiceren/"), {"seen": ""})
    assert empty.status_code == 302
    thing.refresh_from_db()
    assert not thing.published
    assert adviser.post(at(thing, what="weggooien/")).status_code == 302
    assert not Portfolio.objects.exists()
    assert not Portfolio.history.exists()
    assert not PortfolioLine.history.exists()


def test_the_lines_come_back_from_their_own_download_as_they_were(place, adviser):
    content = HEAD + (
        "Inloop;Stichting A;1000,50;2026;BU99900301;40;Samen\nKoken;Stichting B;200;2025;;;\n"
    )
    thing = stored(adviser, place, content.encode())
    sheet = adviser.get(at(thing, what="meenemen/regels.csv")).content
    again = stored(adviser, place, sheet)
    names = ("activity", "organisation", "amount", "year", "areas", "participants", "goal")
    assert list(again.lines.values_list(*names)) == list(thing.lines.values_list(*names))
    both = adviser.get(at(thing))
    assert both.context["review"].year == 2026
    assert adviser.get(at(thing) + "?year=2025").context["review"].year == 2025
    assert adviser.get(at(thing) + "?year=1").context["review"].year == 2026


def test_the_filters_show_what_was_asked_for(place, adviser):
    thing = stored(adviser, place)
    every = adviser.get(at(thing)).context
    kinds = [one.traits.kind for one in every["lines"]]
    asked = adviser.get(at(thing) + "?kind=A2").context["lines"]
    assert len(asked) == kinds.count("A2") > 0
    aims = adviser.get(at(thing) + "?aim=unknown").context["lines"]
    assert all(one.traits.aim is None for one in aims)
    assert adviser.get(at(thing) + "?verdict=stop").context["lines"] == []
    assert len(adviser.get(at(thing) + "?kind=Z9&area=%00").context["lines"]) == 15


def test_made_up_and_real_never_stand_together(home):
    real = town("echt", fictitious=False)
    client = houses.browser(worker(real))
    told = {"house": str(real.pk), "title": "Echt", "year": "2026", "source": ""}
    answer = client.post(f"{LIST}nieuw/", told)
    assert answer.status_code == 400
    assert "verzonnen" in words(answer)
    assert bring(client, real, EXAMPLE.read_bytes()).status_code == 400
    assert not Portfolio.objects.exists()
