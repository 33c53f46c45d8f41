"""The neighbourhood scan of Weverdam: twelve blocks, the lens, the example, its report."""

from __future__ import annotations

import io

import docx
import pypdf
import pytest

from web import houses
from web.reading import read
from weefsel.scan.blocks import declared_blocks, declared_prosperity
from weefsel.web.interpret import example, published
from weefsel.web.interpret.models import Finding, Story
from weefsel.web.login import example_users

pytestmark = pytest.mark.django_db
OUT, CONCEPT = "BU99900301", "BU99900601"


@pytest.fixture
def there(home) -> None:
    """Make the example users with their stories and findings."""
    example_users.renew()
    assert example.renew()


def inside(role: str):
    """Give the browser of an example user."""
    client = houses.browser()
    client.post("/inloggen/voorbeeld/", {"role": role})
    return client


def scan_of(code: str, start: str = "") -> str:
    if start:
        return f"/en/neighbourhood/{code}/neighbourhood-scan/"
    return f"/buurt/{code}/wijkscan/"


def test_the_record_is_frozen_from_the_figures_of_weverdam(home):
    # When the figures of Weverdam change: python -m weefsel.web.interpret.example
    now = example.frozen_now()["frozen"]
    assert now == example.record()["frozen"]


def test_it_is_made_once_and_what_visitors_changed_stays(there):
    Finding.objects.filter(area=CONCEPT).update(title="Van een bezoeker")
    assert not example.renew()
    assert Finding.objects.get(area=CONCEPT).title == "Van een bezoeker"
    assert Story.objects.filter(published_at=None).exists()


@pytest.mark.parametrize("start", ["", "/en"])
def test_everybody_sees_a_published_finding_and_its_public_stories(there, start):
    answer = houses.browser().get(scan_of(OUT, start))
    page = answer.content.decode()
    found = published.finding_of(OUT)
    assert found is not None
    assert found.title in page
    assert ('<h1 lang="nl">' in page) == bool(start)  # Dutch words on an English page say so
    for one in example.record()["stories"]:
        if one["area"] == OUT:
            assert (one["why"] in page) == one["published"], one["key"]
    assert not answer.context["changed"]
    assert answer.context["standing"] == "published"
    assert [part.block.id for part in answer.context["parts"]] == [
        one.id for one in declared_blocks().block
    ]
    assert "buurthuis-de-schakel" not in page
    assert "Buurthuis De Schakel" in page  # the register of provisions, block 12


@pytest.mark.parametrize("start", ["", "/en"])
@pytest.mark.parametrize("code", [OUT, "WK999003", "GM9990"])
def test_every_level_shows_both_orders_and_no_loose_number(there, code, start):
    for query in ("", "?bril=welvaart"):
        answer = houses.browser().get(scan_of(code, start) + query)
        assert answer.status_code == 200
        page = read(answer.content.decode())
        assert page.loose_digits == []
    wanted = [one.id for one in declared_prosperity().theme]
    assert [part.block.id for part in answer.context["parts"]] == wanted
    assert len(answer.context["later"]) == len(declared_prosperity().capital)
    words = answer.content.decode()
    assert ("elders in de wereld" in words) != bool(start)
    assert ("elsewhere in the world" in words) == bool(start)


def test_a_concept_is_for_colleagues_and_every_page_around_it_holds(there):
    title = Finding.objects.get(area=CONCEPT).title
    for role, sees in (("council", False), ("volunteer", False), ("social_worker", True)):
        words = inside(role).get(scan_of(CONCEPT)).content.decode()
        assert (title in words) == sees, role
    adviser = inside("policy_adviser")
    at = f"/duiden/{CONCEPT}/"
    for url in (
        scan_of(CONCEPT), f"{at}bevinding/", f"{at}bevinding/publiceren/", f"{at}sessie/",
        f"{at}cijfer/population/", f"{at}cijfer/cohesion/",
        f"/duiden/verhaal/{example.id_of('story', 'duffelhof')}/wijzigen/",
        f"/duiden/verhaal/{example.id_of('story', 'duffelhof')}/weghalen/",
    ):  # fmt: skip
        answer = adviser.get(url)
        assert answer.status_code == 200, url
        assert read(answer.content.decode()).loose_digits == [], url


@pytest.mark.parametrize("start", ["", "/en"])
def test_the_report_holds_what_who_asks_may_see(there, start):
    title = Finding.objects.get(area=CONCEPT).title
    for client, sees in ((houses.browser(), False), (inside("policy_adviser"), True)):
        answer = client.get(f"{scan_of(CONCEPT, start)}wijkscan.docx")
        assert answer["Content-Disposition"].endswith('-2023-wijkscan.docx"')
        made = docx.Document(io.BytesIO(answer.content))
        assert (made.paragraphs[1].text == title) == sees
        header = made.sections[0].header.paragraphs[0].text
        assert ("verzonnen" in header) != bool(start)
    paper = pypdf.PdfReader(
        io.BytesIO(houses.browser().get(f"{scan_of(OUT, start)}wijkscan.pdf").content)
    )
    assert paper.metadata.title == published.finding_of(OUT).title
    assert houses.browser().get(f"{scan_of(OUT, start)}iets.pdf").status_code == 404
