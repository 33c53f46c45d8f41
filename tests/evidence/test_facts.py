"""The facts themselves: each equals the row and the source it was taken from."""

from __future__ import annotations

from datetime import date

import pytest

from weefsel.base.errors import InputError
from weefsel.evidence.assumption import assumptions
from weefsel.evidence.chain import DISPUTED, chains
from weefsel.evidence.parameter import EURO_UNITS, MONEY_UNITS, parameters
from weefsel.evidence.price_index import factor, last_year

# Row id -> value, low, high, unit, price year, as in the evidence collected for Weefsel.
FACTS = {
    # Werkgroep discontovoet 2020 (Rijkswaterstaat SEE)
    "disc_std": (2.25, None, None, "percent", None),
    "disc_riskfree": (-1.0, None, None, "percent", None),
    # Gemeente Westerveld and Meerinzicht, tariffs of 2023
    "uc_begl_hr": (60.9, 55.8, 66.0, "eur_per_hour", 2023),
    # Maatschappelijke prijslijst 2026
    "uc_begl_2026": (71, 62, 88, "eur_per_hour", 2026),
    # Meta-analysis of loneliness interventions, orbi.uliege 2268/321189
    "eff_lonely_meta": (-0.47, -0.62, -0.32, "smd", None),
    # Meisters et al. 2021, Int J Public Health
    "eff_lonely_mh": (11.1, None, None, "percent", None),
    # Vektis, Factsheet GGZ 2024
    "uc_ggz_pat": (5796, 5585, 5796, "eur_per_year", 2024),
    "ggz_pat_2023": (949_000, None, None, "persons", None),
    # Corona Gezondheidsmonitor 2022
    "lone_18plus_2022": (49, None, None, "percent", None),
    # RTV Drenthe: almost 1.5 million for 19 centres
    "uc_hoogeveen": (79_000, None, None, "eur_per_year", 2021),
    # CBS, Kerncijfers wijken en buurten 2024, row of the country
    "residents_nl_2024": (17_942_942, None, None, "residents", None),
}
# CBS consumer price index, all households, 2015 = 100
CPI = {
    2010: 91.6, 2011: 93.7, 2012: 96.0, 2013: 98.4, 2014: 99.4, 2015: 100.0, 2016: 100.3,
    2017: 101.7, 2018: 103.4, 2019: 106.1, 2020: 107.5, 2021: 110.4, 2022: 121.5, 2023: 126.1,
    2024: 130.2, 2025: 134.5,
}  # fmt: skip
# VNG, advised index of Wmo and youth tariffs
WMO = {2023: 6.43, 2024: 5.71, 2025: 3.94}
# Kinds of range, read from the note of each row.
RANGES = {
    "uc_begl_hr": "between_places",  # two municipalities
    "uc_begl_2026": "subgroup",  # kinds of guidance
    "eff_lonely_meta": "ci95",
    "uc_ggz_pat": "min_max",  # first and last budget
}


@pytest.mark.parametrize("row", list(FACTS))
def test_a_parameter_holds_what_its_source_says(row: str) -> None:
    held = parameters()[row]
    value, low, high, unit, price_year = FACTS[row]
    latest = held.latest
    assert (latest.value, latest.low, latest.high) == (value, low, high)
    assert (held.unit, held.price_year) == (unit, price_year)
    assert held.range_kind == RANGES.get(row, "none")


def test_the_price_indices_hold_what_their_sources_say() -> None:
    for index, wanted in (("cpi", CPI), ("idx_soc", WMO)):
        held = parameters()[index]
        assert {year: value.value for year, value in held.values.items()} == wanted
        assert {value.row for value in held.values.values()} == {
            f"{index}_{year}" for year in wanted
        }
        assert last_year(held) == 2025


def test_derived_figures_follow_from_what_they_were_derived_from() -> None:
    # 5.5 and 5.3 billion over 949,000 people treated; the mean of two tariffs.
    cost = parameters()["uc_ggz_pat"].latest
    treated = parameters()["ggz_pat_2023"].latest.value
    assert cost.value == pytest.approx(5.5e9 / treated, abs=1)
    assert cost.low == pytest.approx(5.3e9 / treated, abs=1)
    assert parameters()["uc_hoogeveen"].latest.value == pytest.approx(1.5e6 / 19, abs=100)


def test_every_index_that_prices_name_exists_and_only_euros_have_one() -> None:
    for held in parameters().values():
        stated = held.price_year is not None or held.price_year_unknown
        assert (held.unit in MONEY_UNITS) == stated, held.id
        assert (held.unit in EURO_UNITS) == (held.price_index is not None), held.id
        if held.price_index is not None:
            assert parameters()[held.price_index].kind == "price_index"


def test_a_price_outside_its_index_is_refused_never_extrapolated() -> None:
    for row, outside in (("uc_begl_2026", 2026), ("uc_amw_client", 2000)):
        held = parameters()[row]
        assert held.price_year == outside
        assert held.price_index is not None
        index = parameters()[held.price_index]
        with pytest.raises(InputError, match=str(outside)):
            factor(index, outside, last_year(index))


def test_only_norms_rules_conventions_and_register_counts_are_exact() -> None:
    reasons = {held.exact_reason for held in parameters().values() if held.exact}
    assert "" not in reasons
    for held in parameters().values():
        assert not held.exact_reason or held.exact, held.id
        if held.exact and held.kind != "price_index":
            assert held.range_kind == "none", held.id
            assert held.distribution() is None, held.id
    # No effect, tariff of a place or cost that was measured is ever exact.
    assert not [held.id for held in parameters().values() if held.exact and held.kind == "effect"]


def test_what_was_not_read_at_the_source_says_so() -> None:
    for held in parameters().values():
        assert held.checked.when <= held.dated <= date.max
        seen = held.checked.what
        if held.checked.how == "not_read":
            assert "not " in seen.en, held.id
            assert "niet " in seen.nl, held.id
        else:
            assert "seen" in seen.en or "export" in seen.en, held.id
            assert "gezien" in seen.nl or "export" in seen.nl, held.id


@pytest.mark.parametrize(
    ("assumption", "value"),
    [
        ("width_a", 0.10),
        ("width_b", 0.25),
        ("width_c", 0.50),
        ("width_effect_factor", 2.0),
        ("tau_effect", 0.40),
        ("loss_to_gain", 1.0),
        ("zero_mass", 0.10),
    ],
)
def test_an_assumption_has_its_declared_value_and_is_marked_as_ours(
    assumption: str, value: float
) -> None:
    made = assumptions()[assumption]
    assert made.value == value
    assert made.as_source().publisher == "Weefsel"
    assert made.as_source().extra["ours"] == "our assumption"
    assert made.figure().sources == (f"assumption:{assumption}",)
    assert made.figure().low is not None or made.figure().reason is not None


def test_these_are_all_assumptions_there_are() -> None:
    assert len(assumptions()) == 7


def test_the_loss_to_gain_ratio_lies_as_far_under_one_as_above_it() -> None:
    made = assumptions()["loss_to_gain"]
    assert made.low is not None
    assert made.high is not None
    assert made.low * made.high == pytest.approx(1, abs=0.01)


def test_the_chance_of_no_effect_is_large_enough_to_bring_zero_into_the_range() -> None:
    # Nine in ten outcomes lie between P5 and P95: less than one in twenty could be left out.
    assert assumptions()["zero_mass"].value >= 0.05


# ---- the chain of a meeting place, table 1 of the collected chains -------------------------

VERDICTS = {
    "centre_contact": "INDICATIVE",
    "events_wellbeing": "MIXED",
    "closing_social_life": "MIXED",
    "contact_loneliness": "MIXED",
    "loneliness_mental_health": "INDICATIVE",
    "loneliness_gp": "INDICATIVE",
    "centre_guidance": "NONE",
    "mental_health_spending": "PRICE",
    "guidance_price": "PRICE",
}


def test_every_arrow_has_the_verdict_of_the_literature() -> None:
    chain = chains()["meeting"]
    assert {arrow.id: arrow.verdict for arrow in chain.arrow} == VERDICTS


def test_only_one_effect_moves_an_outcome_and_it_is_disputed() -> None:
    effects = [arrow for arrow in chains()["meeting"].arrow if arrow.role == "effect"]
    assert [arrow.parameters for arrow in effects] == [("eff_lonely_meta",)]
    assert effects[0].verdict in DISPUTED


def test_an_association_is_never_an_effect_and_its_parameter_says_so() -> None:
    (arrow,) = [one for one in chains()["meeting"].arrow if one.role == "association"]
    assert arrow.parameters == ("eff_lonely_mh",)
    assert "association" in parameters()["eff_lonely_mh"].net_of.en
    assert "samenhang" in parameters()["eff_lonely_mh"].remark_nl.lower()


def test_every_arrow_with_evidence_has_a_link_and_words_in_two_languages() -> None:
    for arrow in chains()["meeting"].arrow:
        assert (arrow.url != "") == (arrow.verdict != "NONE"), arrow.id
        assert arrow.name.nl != arrow.name.en
    for one in chains()["meeting"].uncounted:
        assert one.words.nl != one.words.en


def test_prices_of_an_arrow_are_paid_by_its_payer() -> None:
    assert parameters()["uc_begl_hr"].payer == ("municipality",)
    assert parameters()["uc_ggz_pat"].payer == ("health_insurer",)
