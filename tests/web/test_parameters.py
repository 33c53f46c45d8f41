"""The figures behind everything: their list, the page of each, own values beside them."""

from __future__ import annotations

import csv
import io
from html import unescape
from typing import Any

import pytest
from openpyxl import load_workbook

from web import houses
from web.kept_things import recipe
from web.reading import read, without_account
from weefsel.evidence.listing import Asked, listed
from weefsel.evidence.parameter import parameters
from weefsel.web.accounts.models import Membership
from weefsel.web.choose.link import pack
from weefsel.web.choose.models import Override, StoredRecipe
from weefsel.weigh.replaced import possible, refused

pytestmark = pytest.mark.django_db
LIST, ENGLISH = "/bronnen/cijfers/", "/en/sources/figures/"
API = "/api/v1/parameters"
# One of each sort: a range of each kind, years, no value, one end, a correction, no source year.
SAMPLE = (
    *("uc_begl_hr", "uc_ggz_pat", "sw_sick", "eff_yc_gcse", "eff_lonely_meta", "pop_nl"),
    *("cpi", "idx_soc", "eff_hf_cost", "eff_sport_life", "eff_library_roi", "uc_bijstand"),
    *("uc_bijstand_v2", "qaly_mkba", "qaly_uk", "wage_sw_s10", "disc_std", "amvb_a"),
)


def page(visitor: Any, url: str) -> str:
    answer = visitor.get(url)
    assert answer.status_code == 200, url
    return unescape(answer.content.decode())


@pytest.mark.parametrize("start", [LIST, ENGLISH])
@pytest.mark.parametrize("key", SAMPLE)
def test_each_figure_has_a_page_on_which_every_number_accounts_for_itself(visitor, start, key):
    body = page(visitor, f"{start}{key}/")
    found = read(body)
    assert not found.loose_digits
    assert not found.odd_moments
    assert not without_account(found)
    assert not found.duplicate_ids
    held = parameters()[key]
    assert (held.name_en if start == ENGLISH else held.name_nl) in found.text
    assert held.as_source().url in found.links


def test_the_list_says_what_was_read_and_pages_through_all_of_it(visitor):
    first = page(visitor, LIST)
    found = read(first)
    assert not found.loose_digits
    assert not without_account(found)
    assert str(len(parameters())) in first.split("</h1>")[0]
    seen: list[str] = []
    number = 0
    while True:
        number += 1
        links = read(page(visitor, f"{LIST}?page={number}")).links
        keys = [one.removeprefix(LIST).strip("/") for one in links if one.startswith(LIST)]
        seen += [one for one in dict.fromkeys(keys) if one in parameters()]
        if not any(f"page={number + 1}" in one for one in links):
            break
    assert set(seen) == set(parameters())


def test_filters_stay_while_paging_and_in_what_is_taken_away(visitor):
    links = read(page(visitor, f"{LIST}?kind=unit_cost&grade=B")).links
    ahead = [one for one in links if "page=2" in one]
    assert ahead
    assert "kind=unit_cost" in ahead[0]
    assert "grade=B" in ahead[0]
    assert any(one.endswith("cijfers.csv?kind=unit_cost&grade=B") for one in links)


@pytest.mark.parametrize(
    "asked",
    ["?kind=onzin&page=zomaar", "?page=9999", "?q=%00%ff", f"?q={'x' * 500}", "?q=qqqxyz"],
)
def test_what_cannot_be_asked_is_no_fault(visitor, asked):
    body = page(visitor, LIST + asked)
    assert "<h1>" in body
    if "qqqxyz" in asked:
        assert "Geen cijfer past" in body
        assert "zegt niet dat het er niet is" in body


def test_a_search_in_plain_words_finds_the_tariff(visitor):
    links = read(page(visitor, f"{LIST}?q=huishoudelijke+hulp+per+uur")).links
    assert f"{LIST}uc_hh_hr/" in links[: links.index(f"{LIST}uc_hh_hr/") + 1]
    assert f"{LIST}cpi/" not in links


def test_the_file_holds_every_year_of_every_figure_unrounded(visitor):
    answer = visitor.get("/en/sources/figures/file/cijfers.csv")
    assert answer["Content-Disposition"].endswith('filename="cijfers.csv"')
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    told = {(one["Code"], one["Year"]): one["Value"] for one in rows if one["Kind of range"]}
    for held in parameters().values():
        for year, value in held.values.items():
            shown = "" if held.year_is == "read" else str(year)
            assert float(told[held.id, shown]) == value.value
        if not held.values:
            assert told[held.id, ""] == ""
    book = load_workbook(
        io.BytesIO(visitor.get(f"{LIST}bestand/cijfers.xlsx?kind=tariff").content)
    )
    assert book.worksheets[0].max_row == 1 + len(listed(Asked(kind="tariff")))
    assert visitor.get(f"{LIST}bestand/anders.csv").status_code == 404


def test_a_figure_that_does_not_exist_is_not_found(visitor):
    assert visitor.get(f"{LIST}bestaat_niet/").status_code == 404


def test_the_page_says_what_kind_of_range_it_is_and_draws_what_may_be_drawn(visitor):
    drawn = page(visitor, f"{LIST}uc_begl_hr/")
    assert "Zo ver lopen plaatsen uiteen" in drawn
    assert "lognormale verdeling" in drawn.lower()
    assert "wijkt van de waarde van de bron af" in drawn
    assert 'class="chart chart-value-range"' in drawn
    other = page(visitor, f"{LIST}sw_sick/")
    assert "Daarom komt er geen verdeling uit" in other
    assert "Verdeling" not in other
    assert 'class="chart chart-value-range"' in other
    years = page(visitor, f"{LIST}cpi/")
    assert 'class="chart chart-values-over-years"' in years
    assert years.count('<tr><th scope="row"><time>') == len(parameters()["cpi"].values)


def test_prices_move_along_the_index_or_the_page_says_why_not(visitor):
    moved = page(visitor, f"{LIST}uc_begl_hr/")
    assert "in prijzen van" in moved
    assert f'href="{LIST}idx_soc/"' in moved
    unknown = page(visitor, f"{LIST}qaly_mkba/")
    assert "De bron zegt niet van welk jaar de prijzen zijn" in unknown


def test_a_corrected_figure_and_its_correction_name_each_other(visitor):
    was, now = page(visitor, f"{LIST}uc_bijstand/"), page(visitor, f"{LIST}uc_bijstand_v2/")
    assert "Dit cijfer is verbeterd" in was
    assert f'href="{LIST}uc_bijstand_v2/"' in was
    assert f'href="{LIST}uc_bijstand/"' in now


def test_what_a_figure_is_used_for_is_listed_and_nowhere_is_said(visitor):
    assert "Ontmoetingsplek" in page(visitor, f"{LIST}uc_begl_hr/").split('id="uses"')[1]
    unused = listed(Asked(used="no"))[0]
    assert "Nog nergens" in page(visitor, f"{LIST}{unused.id}/")


def test_the_sources_page_links_each_figure_to_its_page_and_none_lacks_a_year_oddly(visitor):
    body = page(visitor, "/bronnen/")
    assert f'href="{LIST}uc_begl_hr/"' in body
    assert f'href="{LIST}"' in body
    assert ", <time></time>" not in body


# Own values.
@pytest.fixture
def place(home) -> Any:
    return houses.house(
        "weverdam", kind="municipality", name="Weverdam", area="GM9990", fictitious=True
    )


def worker(house: Any, role: str) -> Any:
    username = f"{role}-{house.slug}-{Membership.objects.count()}"
    return houses.member(house, role, username, name=username, password=None).user


def give(user: Any, key: str = "wage_sw_s10", **changed: str) -> Any:
    told = {
        "value": "29,10",
        "low": "",
        "high": "",
        "range_kind": "",
        "year": "2024",
        "price_year": "2024",
        "source": "Eigen cao",
        "url": "",
        "reason": "Wij vallen",
        "seen": "0",
        **changed,
    }
    return houses.browser(user).post(f"/huis/weverdam/eigen-waarden/{key}/", told)


def test_an_own_wage_is_kept_and_shown_beside_research_and_counts_in_no_recipe(place):
    adviser = worker(place, "policy_adviser")
    assert give(adviser).status_code == 302
    browser = houses.browser(adviser)
    here = unescape(browser.get(f"{LIST}wage_sw_s10/").content.decode())
    for said in ("29,1", "27,66", "verzonnen", "Eigen cao", "Wij vallen", adviser.get_full_name()):
        assert said in here, said
    assert "Nog geen weging rekent met dit cijfer" in here
    told = unescape(browser.get("/kiezen/eigen-waarden/").content.decode())
    for url in (f"{LIST}wage_sw_s10/", "/kiezen/eigen-waarden/", "/kiezen/eigen-waarden/?q=loon"):
        found = read(browser.get(url).content.decode())
        assert not found.loose_digits, url
        assert not without_account(found), url
        assert not found.duplicate_ids, url
    assert "telt nog in geen weging mee" in told
    assert "bij het wegen telt er geen mee" in told.split("</h1>")[0]
    packed = pack(recipe("Met eigen loon"))
    kept = {"house": str(place.pk), "own_values": "on"}
    assert browser.post(f"/kiezen/bewaren/?recept={packed}", kept).status_code == 302
    assert "wage_sw_s10" not in StoredRecipe.objects.get().recipe


def test_a_stranger_and_another_house_never_see_an_own_value(place, visitor):
    give(worker(place, "policy_adviser"))
    elsewhere = houses.house("elders", name="Elders")
    for browser in (visitor, houses.browser(worker(elsewhere, "policy_adviser"))):
        here = unescape(browser.get(f"{LIST}wage_sw_s10/").content.decode())
        assert "Eigen cao" not in here
        assert "29,1" not in here
        assert "27,66" in here


def test_who_may_only_look_sees_the_own_value_and_no_way_to_change_it(place):
    give(worker(place, "director"))
    here = houses.browser(worker(place, "social_worker")).get(f"{LIST}wage_sw_s10/")
    body = here.content.decode()
    assert "Eigen cao" in body
    assert "/huis/weverdam/eigen-waarden/wage_sw_s10/" not in body


@pytest.mark.parametrize("key", ["cpi", "disc_riskfree", "eff_lonely_meta", "pop_nl", "qaly_uk"])
def test_what_cannot_get_an_own_value_says_why_and_refuses_it(place, key):
    director = worker(place, "director")
    assert give(director, key).status_code == 404
    assert not Override.objects.exists()
    why = refused(parameters()[key])
    assert why is not None
    here = unescape(houses.browser(director).get(f"{LIST}{key}/").content.decode())
    assert why.render("nl") in here


def test_every_figure_that_can_get_one_has_a_form(place):
    browser = houses.browser(worker(place, "director"))
    some = sorted(possible(parameters()))[::25]
    for key in some:
        assert browser.get(f"/huis/weverdam/eigen-waarden/{key}/").status_code == 200, key


def test_a_withdrawn_own_value_goes_and_its_history_and_restoring_stay(place):
    director = worker(place, "director")
    give(director)
    browser = houses.browser(director)
    browser.post("/huis/weverdam/eigen-waarden/wage_sw_s10/intrekken/")
    assert "Eigen cao" not in browser.get(f"{LIST}wage_sw_s10/").content.decode()
    listing = browser.get("/kiezen/eigen-waarden/").content.decode()
    assert "Ingetrokken" in listing
    own = Override.objects.get()
    past = f"/geschiedenis/value/{own.pk}/"
    history = browser.get(past)
    assert history.status_code == 200
    first = own.history.order_by("history_id").first()
    back = browser.post(f"{past}{first.history_id}/terug/")
    assert back.status_code == 302, back.content.decode()[:500]
    assert "Eigen cao" in browser.get(f"{LIST}wage_sw_s10/").content.decode()


def test_the_search_for_other_figures_gives_a_form_or_a_reason(place):
    browser = houses.browser(worker(place, "director"))
    found = unescape(browser.get("/kiezen/eigen-waarden/?q=huishoudelijke+hulp").content.decode())
    assert "/huis/weverdam/eigen-waarden/uc_hh_hr/" in found
    refusing = unescape(
        browser.get("/kiezen/eigen-waarden/?q=consumentenprijsindex").content.decode()
    )
    assert "prijsindex is voor iedereen dezelfde" in refusing.casefold()


# The same as JSON.
def test_the_twin_of_the_list_holds_what_the_page_shows(visitor):
    body = page(visitor, f"{LIST}?kind=tariff&grade=&checked=zomaar")
    twin = body.split('type="application/json" href="')[1].split('"')[0]
    told = visitor.get(twin).json()
    assert told["total"] == len(listed(Asked(kind="tariff")))
    assert {one["kind"] for one in told["parameters"]} == {"tariff"}


def test_the_twin_of_a_figure_tells_history_distribution_uses_and_own_value(visitor):
    body = page(visitor, f"{LIST}uc_begl_hr/")
    assert f'type="application/json" href="{API}/uc_begl_hr"' in body
    told = visitor.get(f"{API}/uc_begl_hr").json()
    assert told["distribution"]["family"] == "lognormal"
    assert told["distribution"]["gap"] == parameters()["uc_begl_hr"].distribution().gap
    assert told["ownValue"] == {"possible": True, "refused": None, "countsIn": ["meeting"]}
    assert {one["place"] for one in told["uses"]} >= {"arrow"}
    assert len(visitor.get(f"{API}/cpi").json()["values"]) == len(parameters()["cpi"].values)
    assert visitor.get(f"{API}/qaly_mkba").json()["notIndexed"]["nl"]
    assert visitor.get(f"{API}/cpi").json()["ownValue"]["refused"]["nl"]


def test_every_filter_of_the_api_narrows_and_refuses_another_word(visitor):
    whole = visitor.get(f"{API}?pageSize=1").json()["total"]
    asked = ("q=eenzaam", "kind=wage", "unit=euro", "payer=state", "grade=A", "used=no")
    for one in (*asked, "checked=not_read"):
        assert 0 < visitor.get(f"{API}?{one}&pageSize=1").json()["total"] < whole, one
    for one in asked[1:]:
        assert visitor.get(f"{API}?{one.split('=')[0]}=zomaar").status_code == 400, one
