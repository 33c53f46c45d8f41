"""A house's own value in place of a figure of research: it counts, it shows, the old one stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weefsel.base.errors import InputError
from weefsel.evidence.parameter import parameters
from weefsel.weigh.choice import Choice, Replacement
from weefsel.weigh.replaced import counts_in, possible, refused, replaceable, stand_in
from weefsel.weigh.run import weigh
from weigh.weigh_recipes import template

TARIFF = "uc_begl_hr"


def own(**changed: object) -> Replacement:
    told: dict[str, object] = {
        "id": TARIFF,
        "value": 72.0,
        "low": 70.0,
        "high": 75.0,
        "range_kind": "min_max",
        "year": 2024,
        "reason": "Ons contract",
        "source": "Contract Wmo 2024",
        "url": "https://example.org/contract",
    }
    return Replacement(**{**told, **changed})


def with_own(*given: Replacement) -> Choice:
    changed = template().model_copy(update={"parameter": given})
    return Choice.read(changed.toml(), "recipe")


def test_a_recipe_without_own_values_is_written_as_it_always_was():
    assert "parameter" not in template().record()


def test_an_own_value_moves_the_result_as_the_same_value_of_research_would():
    known = parameters()
    held = known[TARIFF]
    year = 2024
    value = held.latest.model_copy(update={"value": 72.0, "low": 70.0, "high": 75.0})
    changed = held.model_copy(
        update={
            "values": {year: value},
            "price_year": year,
            "range_kind": "min_max",
            "central_kind": "mode",
        }
    )
    by_hand = weigh(template(), parameters={**known, TARIFF: changed})
    by_recipe = weigh(with_own(own()))
    turning = [
        [unknown.turning.value for option in found.options for unknown in option.unknowns]
        for found in (by_hand, by_recipe)
    ]
    assert turning[0] == turning[1]
    assert turning[0] != [
        unknown.turning.value
        for option in weigh(template()).options
        for unknown in option.unknowns
    ]


def test_the_result_shows_the_own_value_as_own_and_the_one_of_research_beside_it():
    found = weigh(with_own(own()))
    rows = {(row.kind, row.figure.id): row for row in found.assumptions}
    mine = rows["own", TARIFF]
    assert mine.source is not None
    assert (mine.source.title, mine.source.url) == (
        "Contract Wmo 2024",
        "https://example.org/contract",
    )
    assert mine.used
    assert mine.grade == ""
    assert str(mine.remark and mine.remark.render("nl")).endswith("Ons contract")
    beside = rows["comparison", TARIFF]
    assert not beside.used
    assert beside.figure.value == parameters()[TARIFF].latest.value
    assert ("parameter", TARIFF) not in rows


def test_every_figure_of_the_result_finds_its_sources():
    found = weigh(with_own(own()))
    used = {source for option in found.options for one in option.figures for source in one.sources}
    assert used <= set(found.sources)
    assert f"own:parameter.{TARIFF}" in used


@pytest.mark.parametrize(
    "changed",
    [
        {"id": "disc_riskfree"},
        {"id": "residents_nl_2024"},
        {"id": "none_such"},
        {"value": 0.0, "low": None, "high": None, "range_kind": "none"},
        {"value": -3.0},
        {"low": 73.0},
        {"high": None},
        {"range_kind": "none"},
        {"price_year": 1700},
        {"year": 0},
        {"year": 99999},
        {"url": "javascript:alert(1)"},
        {"source": "   "},
        {"dated": "gisteren"},
        {
            "id": "lone_18plus_2022",
            "value": 149.0,
            "low": None,
            "high": None,
            "range_kind": "none",
        },
        {"id": "lone_18plus_2022", "value": 49.0, "low": 40.0, "high": 50.0, "price_year": 2020},
    ],
)
def test_what_cannot_stand_in_is_refused_with_the_key(changed):
    with pytest.raises(InputError) as refused:
        with_own(own(**changed))
    assert "parameter" in refused.value.sentence("nl")


def test_one_figure_has_one_own_value():
    with pytest.raises(InputError):
        with_own(own(), own(value=71.0))


def test_only_values_can_be_replaced_never_an_effect_or_a_norm():
    found = replaceable(parameters())
    assert set(found) == {"uc_begl_hr", "uc_ggz_pat", "lone_18plus_2022"}
    assert {one.kind for one in found.values()} <= {"tariff", "unit_cost", "prevalence"}


def test_almost_every_tariff_wage_and_cost_can_get_an_own_value_and_the_rest_says_why_not():
    known = parameters()
    can = possible(known)
    assert set(replaceable(known)) <= set(can)
    for kind in ("tariff", "wage", "unit_cost", "prevalence"):
        assert any(one.kind == kind for one in can.values()), kind
    assert {"wage_sw_s10", "uc_hh_hr", "sw_sick", "wage_sw_rise_6"} <= set(can)
    for one in known.values():
        why = refused(one)
        assert (why is None) == (one.id in can)
        if why is not None:
            assert why.render("nl") != why.render("en")
    kinds = {one.kind for one in can.values()}
    assert not kinds & {"price_index", "discount", "effect", "population"}
    assert not any(one.replaced_by or one.counted for one in can.values())


def test_what_counts_in_no_chain_is_never_carried_by_a_recipe():
    assert [one.id for one in counts_in(TARIFF)] == ["meeting"]
    assert counts_in("wage_sw_s10") == ()
    with pytest.raises(InputError):
        with_own(own(id="wage_sw_s10", value=29.0, low=None, high=None, range_kind="none"))


def test_a_figure_without_a_value_or_price_year_can_get_one():
    known = parameters()
    shared = {"low": None, "high": None, "range_kind": "none", "price_year": None}
    empty = stand_in(own(id="sroi_deadweight", value=12.0, **shared), known["sroi_deadweight"])
    assert empty.latest.value == 12.0
    assert empty.bounds is None
    priced = stand_in(own(id="qaly_mkba", value=60000.0, **shared), known["qaly_mkba"])
    assert (priced.price_year, priced.price_year_unknown) == (2024, False)


@given(st.floats(20, 300), st.floats(0.5, 1), st.floats(1, 2))
def test_any_own_tariff_with_a_range_around_it_is_kept_to_the_digit(value, down, up):
    if not value * down < value < value * up:
        return
    one = own(value=value, low=value * down, high=value * up)
    read = with_own(one).parameter[0]
    assert (read.value, read.low, read.high) == (value, value * down, value * up)
