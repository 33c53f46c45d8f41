"""Pages of See: what they say of an area, a figure, years and differences; what they refuse."""

from __future__ import annotations

import dataclasses

import polars as pl
import pytest

from weefsel.base.certainty import Certainty
from weefsel.scan.uncertainty import Sure
from weefsel.web import ask
from weefsel.web.see import how_sure

AREA, OTHER, DISTRICT, TOWN = "BU99900301", "BU99900302", "WK999003", "GM9990"
KEY, CONDITION = "social_assistance_share_15_64", "socio_economic_security"
FIGURE = f"/gebied/{AREA}/cijfer/{KEY}/"


def said(visitor, url: str, status: int = 200) -> str:
    answer = visitor.get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def part(page: str, anchor: str) -> str:
    """Give the section of a page with this heading."""
    return page.split(f'aria-labelledby="{anchor}"', 1)[1].split("</section>")[0]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (f"/buurt/{AREA}/", "nog niet besproken"),
        (f"/en/neighbourhood/{AREA}/", "not yet talked through"),
        (f"/wijk/{DISTRICT}/", "De buurten van deze wijk"),
        (f"/en/district/{DISTRICT}/", "The neighbourhoods of this district"),
        (FIGURE, "Door de jaren heen"),
        (f"/en/area/{AREA}/figure/{KEY}/", "Over the years"),
        (f"/gebied/{AREA}/cijfer/{CONDITION}/", "Waaruit hij bestaat"),
        (f"/en/area/{AREA}/figure/{CONDITION}/", "What it is made of"),
        (f"/gemeente/{TOWN}/jaren/", "Eén kaart per jaar"),
        (f"/en/municipality/{TOWN}/years/", "One map a year"),
        (f"/gemeente/{TOWN}/hoe-zeker/", "Zonder één van de cijfers"),
        (f"/en/municipality/{TOWN}/how-sure/", "Without one of the figures"),
        (f"/vergelijken/?gebied={AREA}&gebied={OTHER}", "Elk gebied staat naast het eerste"),
        (f"/en/compare/?gebied={AREA}&gebied={OTHER}", "Each area is held to the first"),
    ],
)
def test_every_page_answers_in_its_language(visitor, url, words):
    assert words in said(visitor, url)


def test_one_clicks_from_municipality_to_district_to_neighbourhood(visitor):
    assert f'href="/wijk/{DISTRICT}/"' in said(visitor, f"/gemeente/{TOWN}/")
    page = said(visitor, f"/wijk/{DISTRICT}/")
    assert f'href="/buurt/{AREA}/"' in part(page, "inside")
    assert 'href="/buurt/BU99900101/"' not in part(page, "inside")
    assert f'href="/wijk/{DISTRICT}/"' in said(visitor, f"/buurt/{AREA}/").split("<main")[0]
    assert ask.page_of(DISTRICT) == f"/wijk/{DISTRICT}/"
    assert visitor.get(f"/buurt/{DISTRICT}/")["Location"] == f"/wijk/{DISTRICT}/"


def test_the_table_of_areas_says_what_the_scan_says(visitor):
    result = ask.scan_of(TOWN)
    page = said(visitor, f"/gemeente/{TOWN}/?toon={CONDITION}")
    row = page.split(f'<tr data-code="{AREA}">')[1].split("</tr>")[0]
    assert result.certainty(AREA, CONDITION).render("nl") in row
    sure = result.sure(AREA, CONDITION)
    assert f"plaats {sure.rank_low} tot {sure.rank_high} van {sure.of}" in row
    assert "mini__band" in row


def test_areas_stand_in_the_order_of_how_sure_they_lie_low(visitor):
    result = ask.scan_of(TOWN)
    page = said(visitor, f"/gemeente/{TOWN}/?toon={CONDITION}").split("<tbody data-map-rows>")[1]
    codes = [row.split('"')[0] for row in page.split('<tr data-code="')[1:]]
    known = [sure.below for code in codes if (sure := result.sure(code, CONDITION)) is not None]
    assert known == sorted(known, reverse=True)
    assert len(known) == len(result.scored(CONDITION))


def test_the_title_of_a_municipality_counts_what_can_be_told_apart_and_flips(visitor):
    from weefsel.web.see.headline import headline

    result = ask.scan_of(TOWN)
    usual = headline(result).render("nl")
    assert "zeker of vermoedelijk onder het gemiddelde" in usual
    key = ("neighbourhood", CONDITION)
    assert result.sure(AREA, CONDITION) is not None
    held = result.sureness[key]

    def all_at(below: float, word: Certainty) -> str:
        changed = {code: _moved(one, below, word) for code, one in held.items()}
        other = dataclasses.replace(result, sureness={**result.sureness, key: changed})
        return headline(other).render("nl")

    assert "zeker of vermoedelijk boven" in all_at(0.0, Certainty.CERTAIN)
    assert "vermoedelijk onder" in (likely := all_at(0.9, Certainty.LIKELY))
    assert "zeker of" not in likely
    assert "te onderscheiden" in all_at(0.5, Certainty.INDISTINGUISHABLE)


def _moved(one: Sure, below: float, word: Certainty) -> Sure:
    return dataclasses.replace(one, below=below, certainty=word)


def test_thin_ice_names_the_figure_that_matters_most(visitor):
    result = ask.scan_of(TOWN)
    most = max(result.leave_one_out(CONDITION), key=lambda one: one.mean_shift)
    page = part(said(visitor, f"/gemeente/{TOWN}/"), "ice")
    assert result.catalogue[most.indicator].name("nl") in page
    assert "niet te onderscheiden van het gemiddelde" in page


def test_which_choice_matters_is_worked_out_on_request_and_kept(visitor, monkeypatch):
    from weefsel.scan.result import ScanResult
    from weefsel.scan.sensitivity import Factor, Sensitivity
    from weefsel.scan.sobol import Index

    made = []

    def quick(self, condition, *, vary=None):
        made.append(condition)
        index = Index(0.25, 0.2, 0.3)
        return Sensitivity((Factor("noise", (), index, index),), 4.5, 64, 0.9)

    monkeypatch.setattr(ScanResult, "sensitivity", quick)
    monkeypatch.setattr(how_sure, "_worked_out", {})  # another test may have asked before
    before = said(visitor, f"/gemeente/{TOWN}/hoe-zeker/")
    assert "Reken het uit" in before
    page = said(visitor, f"/gemeente/{TOWN}/hoe-zeker/?reken={CONDITION}")
    assert "Fouten in de cijfers" in page
    assert "4,5" in page
    assert "Fouten in de cijfers" in said(visitor, f"/gemeente/{TOWN}/hoe-zeker/")
    assert made == [CONDITION]


def test_a_neighbourhood_shows_strengths_and_strains_and_how_sure_each_is(visitor):
    result, page = ask.scan_of(AREA), said(visitor, f"/buurt/{AREA}/")
    standing = part(page, "striking")
    assert "Sterk" in standing
    assert "Onder druk" in standing
    figures = part(page, "indicators")
    for key in result.filled(AREA, CONDITION):
        row = figures.split(f"/gebied/{AREA}/cijfer/{key}/")[1].split("</tr>")[0]
        sure = result.indicator_sure(AREA, key)
        word = {Certainty.CERTAIN: "zeker", Certainty.LIKELY: "vermoedelijk"}
        assert word.get(sure.certainty, "niet te onderscheiden") in row
    assert "te weinig jaren" in figures
    assert "modelschatting" in figures.casefold()


def test_a_neighbourhood_names_its_peers_and_how_they_were_chosen(visitor):
    page = part(said(visitor, f"/buurt/{AREA}/"), "peers")
    found = ask.comparison_of(AREA).peers(AREA)
    assert page.count("<li>") == len(found.codes) == 10
    assert "Inkomen, gezondheid en herkomst spelen in die keuze niet mee" in page


def test_a_score_is_the_sum_of_its_parts(visitor):
    from weefsel.web.see.score_facts import parts

    result = ask.scan_of(AREA)
    for code in result.scored(CONDITION):
        score = result.score(code, CONDITION).value
        if not 0 < score < 100:  # cut at its ends
            continue
        added = sum(one.points.value for one in parts(result, code, CONDITION))
        assert result.recipe.centre + added == pytest.approx(score, abs=1e-9)


def test_the_page_of_a_figure_gives_its_source_error_years_and_place(visitor):
    page = said(visitor, FIGURE)
    assert "kerncijfers wijken en buurten" in part(page, "about")
    assert "Standaardfout" in part(page, "about")
    years = part(page, "years")
    assert years.count('<th scope="row">') == len(ask.years_of("XX00"))
    assert "heeft een lager cijfer" in part(page, "place")


def test_of_few_years_no_trend_is_said(visitor):
    page = part(said(visitor, f"/gebied/{AREA}/cijfer/good_health_18plus/"), "years")
    assert "te weinig jaren" in page.casefold()
    assert "stijg" not in page
    assert "daal" not in page


def test_a_break_in_a_series_is_drawn_and_said():
    from weefsel.base.figure import Figure
    from weefsel.report.charts import values_over_years

    figures = [Figure("x", float(year - 2000), year=year) for year in range(2015, 2021)]
    whole = values_over_years(figures, lang="nl", name="x")
    broken = values_over_years(figures, lang="nl", name="x", breaks=(2018,))
    assert '"piece":1' not in whole.specification
    assert '"piece":1' in broken.specification
    assert '"strokeDash":[3,3]' in broken.specification


def test_figures_of_areas_are_compared_with_their_errors(visitor):
    result = ask.scan_of(AREA)
    page = said(visitor, f"/vergelijken/?gebied={AREA}&gebied={OTHER}")
    row = part(page, f"part-{CONDITION}").split(result.catalogue[KEY].name("nl"))[1]
    row = row.split("</tr>")[0]
    mine, theirs = result.error(AREA, KEY), result.error(OTHER, KEY)
    apart = result.figure(OTHER, KEY).value - result.figure(AREA, KEY).value
    sure = abs(apart) / (mine[0] ** 2 + theirs[0] ** 2) ** 0.5
    word = "zeker" if sure > 1.645 else "vermoedelijk" if sure > 0.8416 else "te onderscheiden"
    assert word in row


def test_scores_of_another_level_are_not_compared(visitor):
    page = said(visitor, f"/vergelijken/?gebied={AREA}&gebied={DISTRICT}")
    assert "op verschillende manieren gemeten" in part(page, "part-scores")


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        (f"gebied={AREA}&gebied=BU01640101", 400, "echte en verzonnen gebieden"),
        ("&".join(f"gebied=BU9990030{n}" for n in range(1, 7)), 400, "hoogstens 5 gebieden"),
        ("gebied=onzin", 200, "Dit gebied is hier niet geladen"),
        ("gebied=<script>alert(1)</script>", 200, "Welke gebieden?"),
        (f"gebied={AREA}", 200, "Welke gebieden?"),
        (f"gebied=Spoelkwartier ({AREA})&gebied={OTHER}", 200, "Andere gebieden"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_a_sentence(visitor, query, status, words):
    page = said(visitor, f"/vergelijken/?{query}", status)
    assert words.casefold() in page.casefold()
    assert "<script>alert" not in page
    assert "Traceback" not in page


@pytest.mark.parametrize(
    "url",
    [
        f"/gebied/{AREA}/cijfer/onzin/",
        f"/gebied/onzin/cijfer/{KEY}/",
        "/gebied/BU99909999/cijfer/" + KEY + "/",
        f"/gebied/{AREA}/cijfer/{KEY}/onzin.csv",
        f"/gebied/{AREA}/cijfer/{KEY}/onderdelen.csv",
        f"/gebied/{AREA}/cijfer/{CONDITION}/jaren.csv",
        "/wijk/WK999099/",
        f"/gemeente/{TOWN}/jaren/onzin.svg",
        "/vergelijken/vergelijking.csv",
    ],
)
def test_what_is_not_there_is_a_calm_page(visitor, url):
    assert "Traceback" not in said(visitor, url, 404)


@pytest.mark.parametrize(
    ("url", "begins"),
    [
        (f"{FIGURE}jaren.csv", b"\xef\xbb\xbf"),
        (f"{FIGURE}jaren.xlsx", b"PK"),
        (f"{FIGURE}jaren.svg", b"<svg"),
        (f"{FIGURE}plaats.png", b"\x89PNG"),
        (f"/gebied/{AREA}/cijfer/{CONDITION}/onderdelen.csv", b"\xef\xbb\xbf"),
        (f"/gebied/{AREA}/cijfer/{CONDITION}/plaats.svg", b"<svg"),
        (f"/wijk/{DISTRICT}/cijfers.xlsx", b"PK"),
        (f"/gemeente/{TOWN}/jaren/jaren.svg?toon={KEY}", b"<svg"),
        (f"/gemeente/{TOWN}/jaren/jaren.png?toon={KEY}", b"\x89PNG"),
        (f"/gemeente/{TOWN}/jaren/jaren.csv?toon={KEY}", b"\xef\xbb\xbf"),
        (f"/vergelijken/vergelijking.csv?gebied={AREA}&gebied={OTHER}", b"\xef\xbb\xbf"),
    ],
)
def test_what_is_on_screen_can_be_taken_away_with_its_source(visitor, url, begins):
    answer = visitor.get(url)
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    if begins != b"PK" and begins != b"\x89PNG":
        told = answer.content.decode("utf-8-sig")
        assert "Bron" in told
        assert "verzonnen" in told


def test_small_maps_have_one_class_scale_and_the_title_flips(visitor):
    from weefsel.web.see import over_years
    from weefsel.web.see.history import years_of

    result = ask.scan_of(TOWN)
    indicator = result.catalogue[KEY]
    points = {code: found for code in result.codes() if (found := years_of(TOWN).get((code, KEY)))}
    shown = over_years.shown_of(result, indicator, points, "nl")
    usual = over_years.title(result, shown).render("nl")
    turned = {
        code: tuple(
            dataclasses.replace(one, value=other.value)
            for one, other in zip(several, reversed(several), strict=True)
        )
        for code, several in points.items()
    }
    other = over_years.shown_of(result, indicator, turned, "nl")
    flipped = over_years.title(result, other).render("nl")
    assert ("meer buurten" in usual) == ("minder buurten" in flipped)
    assert ("minder buurten" in usual) == ("meer buurten" in flipped)
    assert usual != flipped or "evenveel" in usual
    first = shown.years[0]
    same = [code for code, level in shown.levels[first].items() if level is not None]
    assert len({shown.levels[first][code] for code in same}) > 1


def test_the_download_of_a_neighbourhood_carries_no_finding_that_is_not_published(visitor):
    told = visitor.get(f"/buurt/{AREA}/cijfers.csv").content.decode("utf-8-sig")
    finding = ask.scan_of(AREA).area_finding(AREA).render("nl")
    assert finding not in told
    assert finding not in said(visitor, f"/buurt/{AREA}/")


def test_origin_columns_have_no_word_of_certainty_anywhere(visitor):
    result = ask.scan_of(AREA)
    origin = [one.id for one in result.catalogue.values() if one.origin_trait]
    there = [one for one in origin if (AREA, one) in result.value_rows]
    assert there
    figures = part(said(visitor, f"/buurt/{AREA}/"), "indicators")
    for key in there:
        row = figures.split(f"/gebied/{AREA}/cijfer/{key}/")[1].split("</tr>")[0]
        assert "dan gemiddeld" not in row
        assert "cluster" not in row
    compared = said(visitor, f"/vergelijken/?gebied={AREA}&gebied={OTHER}")
    for key in there:
        assert result.catalogue[key].name("nl") not in compared


def test_the_parts_table_holds_the_numbers_of_the_page(visitor):
    url = f"/gebied/{AREA}/cijfer/{CONDITION}/onderdelen.csv"
    told = visitor.get(url).content.decode("utf-8-sig").split("\r\n\r\n")[0]
    frame = pl.read_csv(told.encode(), separator=";", decimal_comma=True)
    assert frame["Gewicht (procent)"].sum() == pytest.approx(100)
