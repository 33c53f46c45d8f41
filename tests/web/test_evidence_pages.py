"""What works, at the door: finding from a need, one intervention whole, lists, files, twins."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from weefsel.evidence.business_case import business_cases
from weefsel.evidence.chain import drawings
from weefsel.evidence.grading import VERDICTS, together
from weefsel.evidence.intervention import interventions
from weefsel.evidence.overview import grades
from weefsel.evidence.register import light_interventions, methods, themes
from weefsel.evidence.study import studies, studies_of
from weefsel.web.evidence import titles
from weefsel.web.evidence.search import A_PAGE
from weefsel.web.templatetags.evidence import sites

from .reading import read, without_account

pytestmark = pytest.mark.django_db
ROOT = "/kiezen/wat-werkt/"
ONE = f"{ROOT}interventie/"


def page(visitor: Any, url: str) -> str:
    answer = visitor.get(url)
    assert answer.status_code == 200, url
    return str(answer.content.decode())


def said(html: str) -> str:
    """Give the words of a page as somebody reads them."""
    return " ".join(read(html).text.split())


def listed(html: str) -> list[str]:
    """Give the interventions that a page links to from its results, in order."""
    return re.findall(r'<h3><a href="/kiezen/wat-werkt/interventie/([a-z0-9_]+)/"', html)


def h1(html: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", html, re.DOTALL)
    assert found
    return " ".join(re.sub("<[^>]+>", "", found[1]).split())


@pytest.mark.parametrize(
    ("need", "key"),
    [
        ("eenzame ouderen", "zin_in_vriendschap"),
        ("jongeren op straat", "jongerenwerk"),
        ("schulden", "schuldhulp"),
        ("mantelzorg", "respijt"),
        ("dakloos", "housing_first"),
    ],
)
def test_a_need_in_plain_dutch_finds_what_is_known_for_it(visitor, need, key):
    html = page(visitor, f"{ROOT}?q={need}")
    assert listed(html)
    assert key in listed(page(visitor, f"{ROOT}?q={need}&kind=intervention"))[:15]
    assert need in h1(html)


def test_one_search_finds_interventions_chains_figures_and_light_interventions(visitor):
    html = page(visitor, f"{ROOT}?q=netwerk")
    for kind in ("intervention", "light"):
        assert f'id="heap-{kind}"' in html
    html = page(visitor, f"{ROOT}?q=schulden")
    for kind in ("intervention", "chain", "parameter"):
        assert f'id="heap-{kind}"' in html


def test_every_intervention_can_be_leafed_through(visitor):
    found, number = [], 1
    while True:
        html = page(visitor, f"{ROOT}?kind=intervention&page={number}")
        found += listed(html)
        if 'rel="next"' not in html:
            break
        assert len(listed(html)) == A_PAGE
        number += 1
    assert len(found) == len(set(found))
    assert set(found) == set(interventions())


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("theme=loneliness", lambda one: one.theme == "loneliness"),
        ("group=G8", lambda one: "G8" in one.groups),
        ("level=effectief_goede", lambda one: one.recognition.level == "effectief_goede"),
        ("level=not_found", lambda one: one.recognition.level == ""),
        ("level=none", lambda one: one.recognition.level == "none"),
    ],
)
def test_the_filters_keep_what_fits_and_nothing_else(visitor, query, fits):
    found = []
    for number in range(1, 6):
        html = page(visitor, f"{ROOT}?kind=intervention&{query}&page={number}")
        found += listed(html)
        if 'rel="next"' not in html:
            break
    assert set(found) == {one.id for one in interventions().values() if fits(one)}


def test_the_filter_on_research_follows_the_verdict(visitor):
    on = date.today()
    for verdict in VERDICTS:
        html = page(visitor, f"{ROOT}?kind=intervention&research={verdict}")
        wanted = {key for key, one in grades(on).items() if one.verdict == verdict}
        assert set(listed(html)) <= wanted
        assert len(listed(html)) == min(A_PAGE, len(wanted))


def test_a_filter_stays_chosen_and_goes_along_to_the_next_page(visitor):
    html = page(visitor, f"{ROOT}?kind=intervention&level=not_found&q=")
    assert '<option value="not_found" selected>' in html
    after = re.search(r'href="([^"]+)" rel="next"', html)
    assert after
    assert "level=not_found" in after[1]


def test_what_is_not_found_says_so_and_gives_a_next_step(visitor):
    html = page(visitor, f"{ROOT}?q=xyzzy&theme=youth")
    assert h1(html) == "Niets gevonden voor ‘xyzzy’"
    assert f'href="{ROOT}?q=xyzzy"' in html
    assert "niet bestaat of niet werkt" in said(html)


def test_the_title_claims_only_the_words_that_were_found(visitor):
    title = h1(page(visitor, f"{ROOT}?q=overgewicht+kinderen"))
    assert title.startswith("Niets over ‘overgewicht’; wel over: kinderen (")
    twin = visitor.get("/api/v1/what-works?q=overgewicht+kinderen").json()
    assert (twin["unknown"], twin["meant"]) == (["overgewicht"], [])


def test_a_slip_is_said_with_what_was_searched_for(visitor):
    html = page(visitor, f"{ROOT}?q=eenzaamhied")
    assert "Bedoelde je ‘eenzaamheid’?" in said(html)
    assert "‘eenzaamheid’" in h1(html)
    assert "eenzaamhied" not in h1(html)


@pytest.mark.parametrize(
    "query",
    [
        "q=%00%ff",
        "q=" + "a" * 5000,
        "q=%22%27%3Cscript%3E",
        "kind=nonsense&theme=x&group=G99&level=y&research=z",
        "page=0",
        "page=-1",
        "page=99999999999",
        "kind=intervention&page=9999",
        "kind=intervention&page=%C2%B2",
        "q=AND+OR+NOT+%28",
        "q=%2Bschuld%5E2+*",
    ],
)
def test_strange_questions_are_answered_like_any_other(visitor, query):
    answer = visitor.get(f"{ROOT}?{query}")
    assert answer.status_code == 200
    assert b"<script>" not in answer.content
    twin = re.search(r'application/json" href="([^"]+)"', answer.content.decode())
    assert twin
    assert visitor.get(twin[1].replace("&amp;", "&")).status_code == 200


def test_the_front_page_says_how_many_were_compared_and_counts_what_there_is(visitor):
    html = page(visitor, ROOT)
    compared = sum(bool(one.compared) for one in grades(date.today()).values())
    assert f"{compared} van de {len(interventions())}" in h1(html)
    for number, words in (
        (len(light_interventions().entry), "Lichte interventies"),
        (len(methods().entry), "Methoden"),
        (len(drawings()), "Ketens van activiteit tot betaler"),
        (len(business_cases()), "Businesscases"),
    ):
        assert f"{words} {number}" in said(html)
    shown = re.findall(r"kind=intervention&amp;theme=([a-z_]+)", html)
    assert set(shown) == {one.theme for one in interventions().values()}


def test_the_title_flips_when_most_were_compared():
    held = grades(date(2026, 11, 22))
    compared = [one for one in held.values() if one.compared]
    never = [one for one in held.values() if not one.compared]
    assert "never compared" in titles.front([*never, compared[0]]).render("en")
    assert "never" not in titles.front([*compared, never[0]]).render("en")


@pytest.mark.parametrize("key", sorted(interventions()))
def test_every_intervention_shows_all_of_itself_and_reads_nothing_into_a_gap(visitor, key):
    made = interventions()[key]
    html = page(visitor, f"{ONE}{key}/")
    shown, plain = read(html), said(html)
    assert not [*shown.loose_digits, *shown.duplicate_ids, *shown.inline, *shown.odd_moments]
    assert not without_account(shown)
    assert made.name in plain
    assert made.what_nl in plain
    for url in (made.source.url, made.recognition.url, made.cost.url if made.cost else ""):
        assert not url or url in shown.links
    for one in made.factor:
        assert one.nl in plain
    for one in studies_of(key):
        assert one.url in shown.links
        assert one.title in plain
        assert one.figure.value is None or one.figure.number("nl") in plain
    gaps = [made.recognition.by, made.places_nl, made.cost, made.recognition.url]
    assert plain.count("niet gevonden") >= sum(not gap for gap in gaps)
    marks = html.partition('aria-labelledby="recognition"')[2].partition('id="what"')[0]
    for words in (h1(html), said(marks.partition('id="effects"')[0].partition('id="studies"')[0])):
        assert "werkt niet" not in words
    assert made.checked.what_nl in plain


def test_each_further_address_has_a_name_of_its_own():
    """Two links with one name and two ends tell a listener nothing."""
    checks = [record.checked for record in (*interventions().values(), *studies().values())]
    named = [[name for _, name in sites(check.also)] for check in checks if check.also]
    assert named
    for names in named:
        assert len(set(names)) == len(names), names
    assert sites(
        ("https://www.a.nl/b/een-twee.html", "https://a.nl/c/drie/", "https://c.nl/d")
    ) == [
        ("https://www.a.nl/b/een-twee.html", "a.nl (b/een twee)"),
        ("https://a.nl/c/drie/", "a.nl (c/drie)"),
        ("https://c.nl/d", "c.nl"),
    ]


def test_an_expired_recognition_is_shown_with_its_end_and_not_dropped(visitor):
    on = date.today()
    expired = [one for one in grades(on).values() if one.expired]
    assert expired
    for one in expired:
        html = said(page(visitor, f"{ONE}{one.intervention.id}/"))
        assert "erkenning verlopen" in html
        assert str(one.valid_until.year) in html
        assert "Dat zegt niet dat het niet werkt" in html


def test_without_recognition_the_page_says_what_that_does_not_mean(visitor):
    none = next(one for one in interventions().values() if not one.recognition.level)
    assert "Zonder erkenning is niet zonder effect" in said(page(visitor, f"{ONE}{none.id}/"))


def test_adverse_findings_stand_among_the_others(visitor):
    html = said(page(visitor, f"{ONE}eigen_kracht/"))
    assert "het omgekeerde van de bedoeling" in html
    assert html.count("geen verschil gevonden") >= sum(
        one.direction == "nil" for one in studies_of("eigen_kracht")
    )


def test_what_three_studies_say_together_stands_with_what_a_new_place_may_find(
    visitor, monkeypatch
):
    compared = [(0.6, "rct"), (0.8, "rct"), (1.1, "quasi")]
    bare = [(effect, "before_after") for effect in (0.4, 0.5, 0.3)]
    shared = {"outcome": "falls", "measure": "rr", "number": "effect", "interval": "ci95"}
    held = [
        studies()["valoefening_2"].model_copy(
            update={
                **shared,
                "id": f"x{number}",
                "design": design,
                "effect": effect,
                "low": effect / 1.4,
                "high": effect * 1.4,
            }
        )
        for number, (effect, design) in enumerate([*compared, *bare])
    ]
    from weefsel.evidence.grading import grade
    from weefsel.web.evidence import one as view

    graded = grade(interventions()["valoefening"], held, date.today())
    assert len(together(held)) == 2
    monkeypatch.setattr(view, "graded_of", lambda key: graded)
    html = page(visitor, f"{ONE}valoefening/")
    plain = said(html)
    assert plain.count("Een nieuwe plaats kan vinden:") == 2
    assert "(voor en na, zonder vergelijking)" in plain
    assert "zulke uitkomsten vleien" in html
    assert not without_account(read(html))
    assert not read(html).loose_digits


def test_an_intervention_links_to_what_names_it(visitor):
    html = page(visitor, f"{ONE}housing_first/")
    assert f"{ROOT}methoden/#method-housing-first" in read(html).links
    assert "Housing First" in said(html).split("Waar het genoemd wordt")[1]


@pytest.mark.parametrize("key", ["bestaat_niet", "GM9990", "a" * 300])
def test_an_intervention_that_is_not_there_is_not_found(visitor, key):
    for name in ("", "studies.csv", "studies.xlsx"):
        assert visitor.get(f"{ONE}{key}/{name}").status_code == 404


def test_the_name_of_the_thirteenth_light_intervention_is_said_not_to_be_known(visitor):
    html = page(visitor, f"{ROOT}licht/")
    assert "13 lichte interventies is van 12" in h1(html)
    assert said(html).count("De naam is niet gevonden") == 1


def test_the_lists_hold_all_their_entries(visitor):
    html = said(page(visitor, f"{ROOT}themas/")).casefold()
    assert all(entry.name_nl.casefold() in html for entry in themes().entry)
    html = page(visitor, f"{ROOT}methoden/")
    assert all(entry.name_nl in said(html) for entry in methods().entry)
    assert "docs/what-works.md" in html


def test_the_business_cases_can_be_filtered_and_say_whether_there_was_a_comparison(visitor):
    html = page(visitor, f"{ROOT}businesscases/")
    assert len(re.findall(r'<tr id="case-', html)) == len(business_cases())
    controlled = sum(one.controlled is True for one in business_cases().values())
    assert f"{controlled} rusten op een vergelijking" in h1(html)
    html = page(visitor, f"{ROOT}businesscases/?compared=yes&outcome=loss")
    assert len(re.findall(r'<tr id="case-', html)) == 1
    empty = page(visitor, f"{ROOT}businesscases/?compared=no&outcome=loss")
    assert h1(empty) == "Geen gepubliceerde case past bij deze filters"
    assert page(visitor, f"{ROOT}businesscases/?compared=x&outcome=%00")


def test_completeness_counts_each_field_and_each_mark(visitor):
    html = page(visitor, f"{ROOT}volledigheid/")
    with_cost = sum(one.cost is not None for one in interventions().values())
    total = len(interventions())
    row = re.search(r'<tr><th scope="row">Kosten<.*?</tr>', html)
    assert row
    assert [float(one) for one in re.findall(r'<data [^>]*value="([^"]+)"', row[0])] == [
        with_cost,
        total - with_cost,
    ]
    how = [one.checked.how for one in studies().values()]
    row = re.search(r'<tr><th scope="row">Onderzoeken</th>.*?</tr>', html)
    assert row
    assert [float(one) for one in re.findall(r'<data [^>]*value="([^"]+)"', row[0])] == [
        how.count("read_original"),
        how.count("read_copy"),
        how.count("not_read"),
        len(how),
    ]


def test_the_list_of_interventions_can_be_taken_away(visitor):
    table = visitor.get(f"{ROOT}bestand/interventies.csv").content.decode("utf-8-sig")
    assert len(re.findall(r"^[a-z][a-z0-9_]*;", table, re.MULTILINE)) == len(interventions())
    assert "geen nul" in table
    book = load_workbook(BytesIO(visitor.get(f"{ROOT}bestand/interventies.xlsx").content))
    sheet = book.worksheets[0]
    assert sheet.max_row == len(interventions()) + 1
    assert visitor.get(f"{ROOT}bestand/anders.csv").status_code == 404


def test_the_studies_of_an_intervention_and_its_pictures_can_be_taken_away(visitor):
    links = read(page(visitor, f"{ONE}housing_first/")).links
    files = [one for one in links if one.startswith(f"{ONE}housing_first/") and "." in one]
    kinds = {one.rpartition(".")[2] for one in files}
    assert kinds == {"svg", "png", "csv", "xlsx"}
    for one in files:
        assert visitor.get(one).status_code == 200, one
    sheet = load_workbook(
        BytesIO(visitor.get(f"{ONE}housing_first/studies.xlsx").content)
    ).worksheets[0]
    assert sheet.max_row == len(studies_of("housing_first")) + 1
    english = visitor.get("/en/choose/what-works/intervention/housing_first/studies.csv")
    assert "Housing First" in english.content.decode("utf-8-sig")
    empty = next(key for key in interventions() if not studies_of(key))
    assert visitor.get(f"{ONE}{empty}/studies.csv").status_code == 200
    assert visitor.get(f"{ONE}housing_first/effect-nothing.svg").status_code == 404


def test_choosing_begins_with_what_works(visitor):
    html = page(visitor, "/kiezen/")
    assert re.search(rf'<form[^>]+action="{ROOT}"', html)
    assert ROOT in read(html).links


TWINS = {
    ROOT: "/api/v1/what-works",
    f"{ROOT}?q=schulden&kind=intervention&theme=": "/api/v1/what-works?q=schulden",
    f"{ONE}housing_first/": "/api/v1/interventions/housing_first",
    f"{ROOT}licht/": "/api/v1/light-interventions",
    f"{ROOT}themas/": "/api/v1/themes",
    f"{ROOT}methoden/": "/api/v1/methods",
    f"{ROOT}businesscases/?outcome=gain&compared=": "/api/v1/business-cases?outcome=gain",
    f"{ROOT}volledigheid/": "/api/v1/evidence-completeness",
}


@pytest.mark.parametrize("url", TWINS)
def test_every_page_has_a_twin_in_json(visitor, url):
    found = re.search(r'type="application/json" href="([^"]+)"', page(visitor, url))
    assert found
    assert found[1].startswith(TWINS[url])
    answer = visitor.get(found[1].replace("&amp;", "&"))
    assert answer.status_code == 200
    assert answer.json()


def test_the_twin_of_an_intervention_holds_every_finding_of_the_page(visitor):
    told = visitor.get("/api/v1/interventions/housing_first").json()
    held = studies_of("housing_first")
    assert [one["id"] for one in told["findings"]] == [one.id for one in held]
    assert [one["figure"]["value"] for one in told["findings"]] == [one.effect for one in held]
    assert told["cost"] is None
    assert told["recognition"]["level"] is None
    assert visitor.get("/api/v1/interventions/bestaat_niet").status_code == 404


def test_the_twin_of_a_search_finds_the_same_in_the_same_order(visitor):
    shown = listed(page(visitor, f"{ROOT}?q=eenzame ouderen&kind=intervention"))
    told = visitor.get("/api/v1/what-works?q=eenzame+ouderen&kind=intervention").json()
    assert [one["id"] for one in told["found"]][: len(shown)] == shown
    assert visitor.get("/api/v1/what-works?kind=nonsense").status_code == 400
