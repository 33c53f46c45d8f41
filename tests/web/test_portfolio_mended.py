"""What a stranger and a second reader missed in portfolios: the check, people, days, sentences."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from web import houses
from web.portfolio_home import HEAD, LIST, bring, publish, stored, town, worker
from weefsel.evidence.parameter import parameters
from weefsel.web.audit.models import Entry
from weefsel.web.choose.models import Override
from weefsel.web.choose.own_values import in_use
from weefsel.web.choose.portfolio import bring as bringing
from weefsel.web.choose.portfolio.models import PortfolioFile, PortfolioLine
from weefsel.web.choose.portfolio.screening import like_people
from weefsel.weigh.replaced import replaceable

pytestmark = pytest.mark.django_db
TWO = HEAD + "Inloop;Stichting;1000;2026;;;\nKoken;Stichting;2000;2026;;;\n"
STOP = {
    "verdict": "stop", "reason": "Zo.", "decided_on": "2026-05-01", "freed": "900",
    "freed_from": "2027", "seen": "1",
}  # fmt: skip


@pytest.fixture
def place(home):
    return town()


@pytest.fixture
def adviser(place):
    return houses.browser(worker(place))


def words(answer):
    return " ".join(answer.content.decode().split())


def checked(client, place, content):
    """Bring a file and give the page of its check, with where it stands."""
    assert bring(client, place, content.encode()).status_code == 302
    url = f"{LIST}bestand/{PortfolioFile.objects.latest('made_at').pk}/"
    return client.get(f"{url}controle/"), url


def decided(client, thing, row, **told):
    row.refresh_from_db()
    given = {**STOP, "seen": str(row.version), **told}
    answer = client.post(f"{LIST}{thing.pk}/regel/{row.pk}/besluiten/", given, follow=True)
    row.refresh_from_db()
    return answer


def test_the_check_shows_all_that_is_read_of_a_row_and_says_how_many_more(
    place, adviser, monkeypatch
):
    head = "activiteit;organisatie;bedrag;jaar;buurt;deelnemers;doel;doelgroep\n"
    rows = "Inloop;Stichting;1000;2026;BU99900301;4321;Buren kennen elkaar;Koks op leeftijd\n"
    page, _url = checked(adviser, place, head + rows + "Koken;Stichting;1;2026;;;;\n" * 2)
    said = words(page)
    for each in ("4321", "Buren kennen elkaar", "Koks op leeftijd"):
        assert each in said, each
    assert "BU99900301" not in said  # by its name
    assert "op dezelfde manier gelezen" not in said
    monkeypatch.setattr(bringing, "SHOWN_LINES", 1)
    page = adviser.get(page.request["PATH_INFO"])
    assert page.context["more_lines"] == 2
    assert "op dezelfde manier gelezen" in words(page)


def test_a_name_leaves_the_activity_too_and_the_check_shows_what_will_be_stored(place, adviser):
    row = "Bel Jan de Vries of 06-12345678;Stichting;1000;2026;;;Bel Jan de Vries\n"
    page, url = checked(adviser, place, HEAD + row)
    held = words(page).split('id="lines"')[1]
    assert "Vries" not in held
    assert "12345678" not in held
    adviser.post(f"{url}opslaan/")
    line = PortfolioLine.objects.get()
    assert "Vries" not in line.activity + line.goal
    assert "12345678" not in line.activity
    assert "[naam]" in line.activity


def test_an_organisation_that_looks_like_a_person_is_asked_about_twice(place, adviser):
    asked = "lijkt de naam van een persoon"
    content = HEAD + "Inloop;Mevrouw A. Jansen;1000;2026;;;\nKoken;Stichting A. Jansen;1;2026;;;\n"
    page, url = checked(adviser, place, content)
    assert page.context["people"] == ["Mevrouw A. Jansen"]
    assert asked in words(page)
    adviser.post(f"{url}opslaan/")
    thing = PortfolioLine.objects.first().portfolio
    assert asked in words(adviser.get(f"{LIST}{thing.pk}/"))
    publish(adviser, thing)
    assert asked not in words(houses.browser().get(f"{LIST}{thing.pk}/"))
    other = stored(adviser, place, TWO.encode())
    assert asked not in words(adviser.get(f"{LIST}{other.pk}/"))


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Dhr. Pietersen", True), ("J.P. van der Berg", True), ("Familie Bakker", True),
        ("Stichting J. de Boer", False), ("Praktijk mevr. De Wit", False), ("Bakker B.V.", False),
        ("Buurthuis De Eik", False), ("S.V. Weverdam Vereniging", False), ("GGD", False),
    ],
)  # fmt: skip
def test_which_organisations_look_like_people(name, person):
    assert like_people([name, name]) == ([name] if person else [])


def test_days_and_years_that_cannot_be_are_refused_at_their_field(place, adviser):
    thing = stored(adviser, place, TWO.encode())
    row = thing.lines.first()
    early = decided(adviser, thing, row, freed_from="2020")
    assert early.status_code == 400
    (said,) = early.context["form"].errors["freed_from"]
    assert "2020" in said
    assert "from_year" not in words(early)
    late = decided(adviser, thing, row, decided_on="2099-01-01")
    assert list(late.context["form"].errors) == ["decided_on"]
    assert row.verdict == ""
    today = timezone.localdate().isoformat()
    assert decided(adviser, thing, row, decided_on=today).status_code == 200
    assert row.verdict == "stop"


def test_no_decision_is_not_said_to_be_written_down(place, adviser):
    thing = stored(adviser, place, TWO.encode())
    row = thing.lines.first()
    page = decided(adviser, thing, row, verdict="")
    assert "reden is niet bewaard" in words(page)
    assert "Het besluit is opgeschreven" not in words(page)
    assert (row.verdict, row.reason) == ("", "")


def test_errors_are_sentences_without_the_names_of_fields(place, adviser):
    thing = stored(adviser, place, TWO.encode())
    row = thing.lines.first()
    (bare,) = decided(adviser, thing, row, reason="").context["form"].errors["reason"]
    assert not bare.startswith("reason")
    (less,) = decided(adviser, thing, row, freed="-5").context["form"].errors["freed"]
    assert "nul of meer" in less
    assert "toegekend" not in less
    assert decided(adviser, thing, row).status_code == 200
    gift = {"amount": "0", "from_year": "2027", "to": "new", "name": "Samen zingen"}
    nothing = adviser.post(f"{LIST}{thing.pk}/geld/", gift)
    (said,) = nothing.context["form"].non_field_errors()
    assert "12500" not in said
    assert said.startswith("Een bestemming zonder geld")
    assert adviser.post(f"{LIST}{thing.pk}/geld/", {**gift, "amount": "500"}).status_code == 302
    undone = decided(adviser, thing, row, verdict="keep")
    assert undone.status_code == 400
    assert "Samen zingen" in words(undone)
    assert "amount:" not in words(undone)
    assert row.verdict == "stop"


def test_a_file_that_nobody_stored_goes_after_a_month(place, adviser):
    for name in ("oud.csv", "nieuw.csv"):
        assert bring(adviser, place, TWO.encode(), name).status_code == 302
    theirs = town("andere-gemeente")
    assert bring(houses.browser(worker(theirs)), theirs, TWO.encode()).status_code == 302
    long_ago = timezone.now() - bringing.KEPT_FOR - timedelta(hours=1)
    PortfolioFile.objects.exclude(file_name="nieuw.csv").update(made_at=long_ago)
    assert adviser.get(LIST).status_code == 200
    assert not PortfolioFile.objects.filter(file_name="oud.csv").exists()
    assert PortfolioFile.objects.filter(file_name="nieuw.csv").exists()
    assert PortfolioFile.objects.filter(house=theirs).exists()  # at their own next visit
    gone = Entry.objects.filter(right="portfolio.discard").get()
    assert gone.by is None
    PortfolioFile.objects.filter(house=place).update(made_at=long_ago)
    assert bring(adviser, place, TWO.encode(), "derde.csv").status_code == 302
    assert [one.file_name for one in PortfolioFile.objects.filter(house=place)] == ["derde.csv"]


def test_what_taking_a_line_out_says_of_the_log_is_true(place, adviser):
    thing = stored(adviser, place, TWO.encode())
    row = thing.lines.first()
    url = f"{LIST}{thing.pk}/regel/{row.pk}/"
    line = {"activity": "Geheime inloop", "organisation": "Stichting", "amount": "777",
            "year": "2026", "seen": "1"}  # fmt: skip
    assert adviser.post(f"{url}wijzigen/", line).status_code == 302
    page = words(adviser.get(f"{url}weghalen/"))
    assert "de bedragen, jaren en keuzes die erin zijn veranderd" in page
    adviser.post(f"{url}weghalen/")
    kept = "".join(Entry.objects.values_list("what", flat=True))
    assert "777" in kept
    assert "Geheime" not in kept


def test_a_title_says_all_when_nothing_has_an_intervention(place, adviser):
    thing = stored(adviser, place, TWO.encode())
    assert "Van alles is geen interventie bekend" in words(adviser.get(f"{LIST}{thing.pk}/"))


def test_an_own_value_that_no_longer_fits_leaves_the_page_whole(place, adviser):
    held = next(one for one in replaceable(parameters()).values() if one.support == "share")
    person = worker(place, "director")
    wrong = Override.objects.create(
        house=place, parameter=held.id, author=person, value=5000, year=2025, reason="Zo.",
        source="Eigen telling",
    )  # fmt: skip
    page = adviser.get("/kiezen/eigen-waarden/")
    assert page.status_code == 200
    assert [one.kept for one in page.context["unfit"]] == [wrong]
    assert "past er niet meer bij" in words(page)
    assert in_use(place) == ()
    assert adviser.get(f"/bronnen/cijfers/{held.id}/").status_code == 200
