"""Chains at the door: the list, one chain, its files, its JSON; in both languages."""

from __future__ import annotations

import csv
import io
import json
import re

import pypdf
import pytest

from weefsel.evidence.chain import chains, drawings
from weefsel.report.arena_words import VERDICT_WORDS, finding, over_all, unknown

from .reading import read, without_account

pytestmark = pytest.mark.django_db
LIST = {"nl": "/kiezen/ketens/", "en": "/en/choose/chains/"}


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).strip()


def heading(visitor, url: str) -> str:
    whole = visitor.get(url).content.decode()
    return plain(whole.split("<h1>")[1].split("</h1>")[0])


def row(html: str, number: int) -> str:
    return html.split(f'id="arrow-{number}"')[1].split("</tr>")[0]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_list_says_how_many_chains_are_conditional_and_links_to_each(visitor, lang):
    assert heading(visitor, LIST[lang]) == over_all(drawings().values()).render(lang)
    page = visitor.get(LIST[lang]).content.decode()
    for key, drawing in drawings().items():
        assert f'href="{LIST[lang]}{key}/"' in page
        assert drawing.name.render(lang) in page
        for verdict in {arrow.verdict for arrow in drawing.arrow}:
            assert VERDICT_WORDS[verdict].render(lang) in page


def test_the_list_counts_the_arrows_of_each_verdict(visitor):
    page = visitor.get(LIST["nl"]).content.decode()
    item = plain(page.split("/kiezen/ketens/housing_first/")[1].split("</ul>")[0])
    assert "onderbouwd: 2" in item
    assert "weersproken: 3" in item
    assert "geen bewijs" not in item


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("key", sorted(drawings()))
def test_a_chain_says_its_finding_and_every_arrow_with_its_verdict(visitor, key, lang):
    drawing = drawings()[key]
    url = f"{LIST[lang]}{key}/"
    answer = visitor.get(url)
    html = answer.content.decode()
    assert heading(visitor, url) == finding(drawing).render(lang)
    page = read(html)
    assert page.loose_digits == []
    assert page.inline == []
    assert page.duplicate_ids == []
    assert without_account(page) == []
    for number, arrow in enumerate(drawing.arrow, 1):
        said = plain(row(html, number))
        assert VERDICT_WORDS[arrow.verdict].render(lang) in said
        assert (arrow.from_nl if lang == "nl" else arrow.from_en) in said.replace("&#x27;", "'")
        for parameter in arrow.parameters:
            assert f"/{parameter}/" in row(html, number)
        for study in arrow.studies:
            assert f"/{study}/" in row(html, number)
        if arrow.url:
            assert arrow.url.replace("&", "&amp;") in row(html, number)
    for arrow in unknown(drawing):
        number = drawing.arrow.index(arrow) + 1
        assert f'href="#arrow-{number}"' in html.split('id="unknown"')[1].split("</section>")[0]


def test_what_nobody_measured_never_reads_as_does_not_work(visitor):
    html = plain(visitor.get("/kiezen/ketens/carers/").content.decode())
    assert "Dat is iets anders dan: het werkt niet" in html
    assert "werkt niet" not in html.replace("iets anders dan: het werkt niet", "").replace(
        "Dat is niet: werkt niet", ""
    )


def test_an_association_stands_apart_and_saves_nothing(visitor):
    html = visitor.get("/kiezen/ketens/meeting/").content.decode()
    apart = html.split('id="apart"')[1].split("</section>")[0]
    assert "Samenhang, geen besparing" in apart
    assert 'href="#arrow-5"' in apart
    assert 'id="apart"' not in visitor.get("/kiezen/ketens/pool/").content.decode()


def test_who_collects_without_investing_is_named(visitor):
    html = visitor.get("/kiezen/ketens/meeting/").content.decode()
    told = html.split('id="collect"')[1].split("</section>")[0]
    insurer = plain(told.split("Zorgverzekeraar")[1].split("</li>")[0])
    assert insurer.startswith("investeert niet")
    assert "6" in insurer
    assert "investeert niet" not in plain(told.split("<b>Gemeente</b>")[2].split("</li>")[0])


def test_only_a_chain_that_can_be_weighed_leads_to_a_choice(visitor):
    for key, drawing in drawings().items():
        html = visitor.get(f"/kiezen/ketens/{key}/").content.decode()
        following = html.split('id="next"')[1].split("</section>")[0]
        assert ("/kiezen/nieuw/" in following) == (key in chains()), key
        assert ('id="pm"' in html) == bool(drawing.weighable), key


def test_our_own_verdicts_are_marked_and_explained(visitor):
    for key in ("parenting", "school_social_work", "domestic_violence"):
        html = visitor.get(f"/kiezen/ketens/{key}/").content.decode()
        assert "zelf geoordeeld" in html
        marked = [at for at in range(1, len(drawings()[key].arrow) + 1) if "ons eigen oordeel"
                  in plain(row(html, at))]  # fmt: skip
        held = [at for at, arrow in enumerate(drawings()[key].arrow, 1) if arrow.ours]
        assert marked == held
    assert "ons eigen oordeel" not in visitor.get("/kiezen/ketens/library/").content.decode()


@pytest.mark.parametrize(("lang", "state"), [("nl", "voorwaardelijk"), ("en", "conditional")])
def test_a_chain_can_be_taken_along_as_one_page(visitor, lang, state):
    answer = visitor.get(f"{LIST[lang]}meeting/meeting.pdf")
    assert answer["Content-Type"] == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) == 1
    assert state in pages[0].extract_text()


def test_a_chain_can_be_taken_along_as_a_picture_with_its_finding(visitor):
    svg = visitor.get("/kiezen/ketens/pool/pool.svg")
    assert svg["Content-Type"] == "image/svg+xml"
    drawn = re.sub(r"</text><text[^>]*>", " ", svg.content.decode().split("</desc>")[1])
    assert finding(drawings()["pool"]).render("nl")[:40] in drawn
    assert visitor.get("/kiezen/ketens/pool/pool.png").content.startswith(b"\x89PNG")


def test_the_arrows_can_be_taken_along_as_a_table(visitor):
    words = visitor.get("/en/choose/chains/pool/pool.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(words)))
    assert rows[0][:4] == ["Arrow", "From what", "To what", "What research says"]
    held = drawings()["pool"].arrow
    assert [line[2] for line in rows[1 : len(held) + 1]] == [arrow.to_en for arrow in held]
    assert finding(drawings()["pool"]).render("en") in words


@pytest.mark.parametrize(
    "path", ["nergens/", "meeting/pool.pdf", "meeting/meeting.exe", "meeting/meeting", "POOL/"]
)
def test_what_does_not_exist_is_not_found_in_words(visitor, path):
    answer = visitor.get(LIST["nl"] + path)
    assert answer.status_code == 404
    assert "<h1>" in answer.content.decode()


def test_the_page_has_a_twin_that_says_the_same(visitor):
    page = visitor.get("/kiezen/ketens/meeting/").content.decode()
    address = page.split('type="application/json" href="')[1].split('"')[0]
    found = json.loads(visitor.get(address).content)
    drawing = drawings()["meeting"]
    assert found["finding"]["nl"] == finding(drawing).render("nl")
    assert found["conditional"] is True
    assert [one["number"] for one in found["arrows"]] == list(range(1, len(drawing.arrow) + 1))
    assert [one["verdict"] for one in found["arrows"]] == [one.verdict for one in drawing.arrow]
    assert found["arrows"][3]["after"] == ["centre_contact"]
    assert [one["payer"] for one in found["arrows"][8]["collects"]] == ["municipality"]
    assert len(found["uncounted"]) == len(chains()["meeting"].uncounted)
    every = json.loads(visitor.get("/api/v1/chains").content)["chains"]
    assert [one["id"] for one in every] == list(drawings())
    missing = visitor.get("/api/v1/chains/nothing")
    assert missing.status_code == 404
    assert missing["Content-Type"].startswith("application/problem+json")
