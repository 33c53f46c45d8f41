"""What a municipality sets itself: its indicators, peers and features, each with the reason."""

from __future__ import annotations

import json
from html import unescape
from typing import Any

import pytest

from web import houses
from web.reading import read, without_account
from weefsel.web import ask
from weefsel.web.see import local_settings
from weefsel.web.see.models import FeatureSetting, IndicatorSetting, PeerSetting

pytestmark = pytest.mark.django_db
SET, ENGLISH = "/gemeente/GM9990/werkset/", "/en/municipality/GM9990/working-set/"
WHY = "Hier weten we dit beter"


@pytest.fixture
def place(home) -> Any:
    return houses.house(
        "weverdam", kind="municipality", name="Weverdam", area="GM9990", fictitious=True
    )


@pytest.fixture
def adviser(place) -> Any:
    return houses.browser(houses.member(place, "policy_adviser", name="Wil Adviseur").user)


def page(browser: Any, url: str = SET) -> str:
    answer = browser.get(url)
    assert answer.status_code == 200, url
    return unescape(answer.content.decode())


def put(browser: Any, kind: str, key: str, **told: str) -> Any:
    given = {"weight": "2", "reason": WHY, "seen": "0", "sign": "1", "indicator": "", **told}
    return browser.post(f"{SET}{kind}/{key}/", given)


@pytest.mark.parametrize("url", [SET, ENGLISH])
def test_everybody_sees_the_set_and_every_number_accounts_for_itself(home, visitor, url):
    body = page(visitor, url)
    found = read(body)
    assert not found.loose_digits
    assert not found.odd_moments
    assert not without_account(found)
    assert not found.duplicate_ids
    assert not found.inline
    assert "Schema A" in body


def test_the_page_says_what_fills_an_indicator_and_what_the_municipality_can_add(home, visitor):
    body = page(visitor)
    assert "kerncijfers wijken en buurten 2023" in body
    assert "de gemeente kan het toevoegen" in body
    assert "heeft hier nog geen huis" in body


def test_a_weight_counts_at_once_and_the_one_of_weefsel_stays_beside_it(adviser, visitor):
    before = ask.scan_of("GM9990")
    assert (
        put(adviser, "indicator", "social_assistance_share_15_64", weight="4").status_code == 302
    )
    after = ask.scan_of("GM9990")
    assert after.weights("socio_economic_security")["social_assistance_share_15_64"] == 4
    moved = [
        code
        for code in after.scored("socio_economic_security")
        if after.score(code, "socio_economic_security").value
        != before.score(code, "socio_economic_security").value
    ]
    assert moved
    body = page(visitor)
    assert "eigen werkset van indicatoren" in body
    assert WHY in body
    assert "Beleidsadviseur" in body
    assert "Wil Adviseur" not in body
    found = read(body)
    assert {"4.0", "1.0"} <= {value for value, _ in found.figures}
    for url in ("/gemeente/GM9990/", "/buurt/BU99900301/"):
        assert "Met de eigen werkset van de gemeente" in page(visitor, url), url


def test_an_indicator_is_left_out_and_another_taken_in(adviser):
    put(adviser, "indicator", "net_labour_participation_15_74", weight="0")
    put(adviser, "indicator", "lonely_18plus", weight="1")
    result = ask.scan_of("GM9990")
    assert "net_labour_participation_15_74" not in result.permitted("socio_economic_security")
    assert "lonely_18plus" in result.permitted("inclusion")


def test_taking_back_lets_weefsel_count_again_and_the_history_keeps_it(adviser, place):
    key = "social_assistance_share_15_64"
    put(adviser, "indicator", key, weight="4")
    own = IndicatorSetting.objects.get()
    assert adviser.post(f"{SET}indicator/{key}/terugnemen/").status_code == 302
    assert local_settings.of("GM9990").indicator_changes == ()
    assert ask.scan_of("GM9990").weights("socio_economic_security")[key] == 1
    body = page(adviser)
    assert "Teruggenomen" in body
    past = f"/geschiedenis/setting-indicator/{own.pk}/"
    told = page(adviser, past)
    assert WHY in told
    first = own.history.order_by("history_id").first()
    assert adviser.post(f"{past}{first.history_id}/terug/").status_code == 302
    assert local_settings.of("GM9990").indicator_changes[0].weight == 4


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("origin_outside_europe_share", "herkomst"),
        ("cars_per_household", "achtergrond"),
    ],
)
def test_what_can_never_be_in_a_condition_is_refused_with_the_reason(adviser, key, why):
    shown = adviser.get(f"{SET}indicator/{key}/")
    assert shown.status_code == 400
    assert why in unescape(shown.content.decode()).casefold()
    assert "<form method" not in shown.content.decode().split("<h1>")[1].split("</main>")[0]
    answer = put(adviser, "indicator", key)
    assert answer.status_code == 400
    assert not IndicatorSetting.objects.exists()


def test_a_composite_is_refused_too(adviser):
    from weefsel.atlas.indicator import catalogue

    some = [one.id for one in catalogue().values() if one.composite]
    assert some
    for key in some:
        answer = put(adviser, "indicator", key)
        assert answer.status_code == 400, key
        assert "samengesteld" in unescape(answer.content.decode()), key
        assert put(adviser, "kenmerk", key).status_code == 400, key


@pytest.mark.parametrize(
    "told",
    [{"weight": "-1"}, {"weight": "11"}, {"weight": ""}, {"weight": "veel"}, {"reason": ""}],
)
def test_a_form_that_is_not_complete_stores_nothing_and_says_so(adviser, told):
    answer = put(adviser, "indicator", "lonely_18plus", **told)
    assert answer.status_code == 400
    assert not IndicatorSetting.objects.exists()


def test_a_reason_is_screened_before_it_is_stored(adviser):
    answer = put(adviser, "indicator", "lonely_18plus", reason="Bel 06-12345678 voor meer")
    assert answer.status_code == 400
    assert not IndicatorSetting.objects.exists()


def test_whoever_saw_an_older_version_writes_over_nobody(adviser, place):
    put(adviser, "indicator", "lonely_18plus")
    other = houses.browser(houses.member(place, "director").user)
    assert put(other, "indicator", "lonely_18plus", weight="3", seen="1").status_code == 302
    late = put(adviser, "indicator", "lonely_18plus", weight="5", seen="1")
    assert late.status_code == 409
    assert IndicatorSetting.objects.get().weight == 3
    assert put(adviser, "indicator", "lonely_18plus", weight="5", seen="2").status_code == 302


@pytest.mark.parametrize("key", ["nergens", "x" * 90])
def test_what_does_not_exist_is_not_found(adviser, key):
    for kind in ("indicator", "kenmerk", "vergelijking", "anders"):
        assert adviser.get(f"{SET}{kind}/{key}/").status_code == 404
    assert adviser.get("/gemeente/GM0001/werkset/").status_code == 404


def test_a_feature_changes_the_index_and_one_of_origin_never_does(adviser):
    before = ask.resilience_of("GM9990").index
    assert put(adviser, "kenmerk", "low_income", weight="5").status_code == 302
    after = ask.resilience_of("GM9990").index
    assert before is not None
    assert after is not None
    assert not before.areas["index"].equals(after.areas["index"])
    answer = put(adviser, "kenmerk", "origin_outside_europe_share")
    assert answer.status_code == 400
    assert put(adviser, "kenmerk", "low_income", indicator="origin_netherlands_share",
               seen="1").status_code == 400  # fmt: skip
    assert FeatureSetting.objects.count() == 1


def test_a_feature_of_ones_own_and_another_figure_for_a_declared_one(adviser):
    go = adviser.get(f"{SET}kenmerk/?figure=lonely_severe_18plus")
    assert go.status_code == 302
    assert go.url == f"{SET}kenmerk/lonely_severe_18plus/"
    told = {"indicator": "lonely_severe_18plus"}
    assert put(adviser, "kenmerk", "lonely_severe_18plus", **told).status_code == 302
    assert (
        put(
            adviser, "kenmerk", "intellectual_disability", indicator="low_literacy_share"
        ).status_code
        == 302
    )
    features = local_settings.of("GM9990").features
    assert features is not None
    by_id = {one.id: one for one in features.feature}
    assert by_id["lonely_severe_18plus"].weight == 2
    assert [one.indicator for one in by_id["intellectual_disability"].figures] == [
        "low_literacy_share"
    ]
    body = page(adviser, "/gemeente/GM9990/veerkracht/")
    assert "Met de eigen kenmerken" in body
    assert "Ernstig of zeer ernstig eenzaam" in body


def test_peers_are_chosen_by_hand_shown_with_the_reason_and_taken_back(adviser, visitor):
    computed = ask.comparison_of("GM9990").peers("BU99900301").codes
    chosen = ["BU99900101", "BU99900102", "BU99900201"]
    lines = "\n".join(f"{code} iets erachter" for code in chosen)
    url = f"{SET}vergelijking/BU99900301/"
    assert all(code in page(adviser, url) for code in computed)
    assert put(adviser, "vergelijking", "BU99900301", codes=lines).status_code == 302
    found = ask.comparison_of("GM9990").peers("BU99900301")
    assert list(found.codes) == chosen
    assert found.fixed
    body = page(visitor, f"{SET}?gebied=BU99900301")
    assert WHY in body
    assert "die de gemeente zelf koos" in body
    assert not read(body).loose_digits
    assert adviser.post(f"{url}terugnemen/").status_code == 302
    assert ask.comparison_of("GM9990").peers("BU99900301").codes == computed


@pytest.mark.parametrize(
    "codes", ["", "geen code", "BU01640101", "WK999001", "BU99900301", "BU99900101\nBU99900101"]
)
def test_peers_that_cannot_be_are_refused(adviser, codes):
    assert put(adviser, "vergelijking", "BU99900301", codes=codes).status_code == 400
    assert not PeerSetting.objects.exists()


def test_an_area_of_another_municipality_has_no_form_here(adviser):
    assert adviser.get(f"{SET}vergelijking/BU01640101/").status_code == 404


def test_what_somebody_set_is_in_their_own_data(place):
    member = houses.member(place, "policy_adviser")
    put(houses.browser(member.user), "indicator", "lonely_18plus")
    from weefsel.web.see.local_past import held

    found = held(member.user)
    assert found["setting_indicator"][0]["reason"] == WHY
    assert found["setting_indicator_versions"][0]["version"] == 1
    assert json.dumps(found, default=str)


def test_a_setting_that_no_longer_fits_is_shown_and_counts_nowhere(place, adviser):
    IndicatorSetting.objects.create(
        house=place, condition="cohesion", indicator="lonely_18plus", weight=3.0, reason=WHY
    )
    assert local_settings.of("GM9990").indicator_changes == ()
    assert "Past niet meer" in page(adviser) or WHY not in page(adviser)


def test_only_the_first_house_of_a_municipality_sets_it(place, adviser):
    second = houses.house("tweede", kind="municipality", area="GM9990", fictitious=True)
    other = houses.browser(houses.member(second, "policy_adviser").user)
    assert put(other, "indicator", "lonely_18plus").status_code == 404
    assert "Opnemen" not in page(other)


def test_settings_do_not_spread_to_another_municipality(adviser):
    put(adviser, "indicator", "lonely_18plus")
    assert local_settings.of("GM0164") == local_settings.LocalSettings()
