"""The catalogue of indicators: complete, core sets as agreed, origin kept out of scores."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from weefsel.atlas.indicator import CONDITIONS, Indicator, catalogue, indicator, read_catalogue
from weefsel.base.errors import InputError, NotFoundError

# DESIGN paragraph 6 and DOMAIN paragraph 6.4.
CORE = {
    "socio_economic_security": {
        "social_assistance_share_15_64", "disability_benefit_share_15_64",
        "unemployment_benefit_share_15_64", "difficulty_making_ends_meet_18plus",
        "good_health_18plus", "low_income_households_share", "net_labour_participation_15_74",
        "low_education_share_15_74",
    },
    "inclusion": {
        "lonely_severe_18plus", "lonely_severe_65plus", "distance_meeting_place",
        "distance_library", "distance_swimming_pool", "distance_gp", "reach_vulnerable",
        "accessibility_audit",
    },
    "cohesion": {
        "trust_people", "cohesion_scale", "volunteering_18plus", "neighbour_help",
        "residential_mobility",
    },
    "empowerment": {
        "control_own_life_18plus", "influence_neighbourhood", "residents_initiatives_per_1000",
        "learning_places_per_1000", "low_literacy_share", "participation_forms",
    },
}  # fmt: skip
STRENGTH = {  # more is stronger; of the other core indicators more is more strain
    "good_health_18plus", "net_labour_participation_15_74", "reach_vulnerable",
    "accessibility_audit", "trust_people", "cohesion_scale", "volunteering_18plus",
    "neighbour_help", "control_own_life_18plus", "influence_neighbourhood",
    "residents_initiatives_per_1000", "learning_places_per_1000", "participation_forms",
}  # fmt: skip
# CBS, Monitor Brede Welvaart: eight themes; none for bare context such as age.
THEMES = {
    "subjective_wellbeing", "material_prosperity", "health", "work_and_leisure", "housing",
    "society", "safety", "environment", "none",
}  # fmt: skip
EVERY = list(catalogue().values())


def test_there_are_at_least_forty_indicators() -> None:
    assert len(EVERY) >= 40


@pytest.mark.parametrize("condition", CONDITIONS)
def test_the_core_set_of_a_condition_is_the_agreed_one(condition: str) -> None:
    found = {one.id for one in EVERY if one.condition == condition and one.core}
    assert found == CORE[condition]
    assert all(catalogue()[one].weight == 1 for one in found)


def test_core_indicators_point_the_agreed_way() -> None:
    for ids in CORE.values():
        for one in ids:
            assert catalogue()[one].direction == (1 if one in STRENGTH else -1), one


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.id)
def test_every_indicator_is_complete(one: Indicator) -> None:
    date.fromisoformat(one.dated)
    assert one.name_nl
    assert one.name_en
    assert one.name_nl != one.name_en
    assert one.theme in THEMES
    assert bool(one.remark_nl) == bool(one.remark_en)
    assert one.error.source or one.error.kind == "none"
    assert one.core <= bool(one.provenance)
    for origin in one.origins:
        assert origin.measure is not None or origin.numerator


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.id)
def test_context_never_points_up_or_down(one: Indicator) -> None:
    assert (one.condition == "context") == (one.direction == 0)


def test_origin_is_context_only() -> None:
    traits = {one.id for one in EVERY if one.origin_trait}
    assert traits == {
        "migration_background_western_share", "migration_background_nonwestern_share",
        "origin_netherlands_share", "origin_europe_share", "origin_outside_europe_share",
    }  # fmt: skip
    assert all(catalogue()[one].condition == "context" for one in traits)
    assert not any(catalogue()[one].core for one in traits)


def test_old_and_new_definition_of_origin_are_different_indicators() -> None:
    for one in EVERY:
        if one.id.startswith("migration_background"):
            assert all(origin.last_year is not None for origin in one.origins)
        if one.id.startswith("origin_"):
            assert all((origin.first_year or 0) >= 2022 for origin in one.origins)


def test_every_model_estimate_says_whether_its_maker_used_origin() -> None:
    modelled = [one for one in EVERY if one.error.kind == "model_estimate"]
    livability = [one for one in modelled if one.id.startswith("livability")]
    # Version 2.0 had shares of residents of several origins among its traits, 3.0 has not.
    for one in livability:
        assert one.maker_used_origin == ("yes" if one.id.startswith("livability2") else "no")
    assert all("origin" in one.provenance.lower() for one in livability)
    estimates = [one for one in modelled if one not in livability]
    assert estimates
    assert {one.maker_used_origin for one in estimates} == {"yes"}
    assert all("herkomst" in one.provenance for one in estimates)
    assert all(origin.series == "health" for one in estimates for origin in one.origins)


def test_what_nobody_publishes_is_permitted_without_a_source() -> None:
    for one in ("trust_people", "influence_neighbourhood", "reach_vulnerable"):
        assert catalogue()[one].origins == ()
        assert "gemeente" in catalogue()[one].remark_nl


def test_a_newcomer_adds_an_indicator_by_adding_a_file(tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "src/weefsel/atlas/indicators/population.toml"
    words = source.read_text(encoding="utf-8").replace('"population"', '"bench_places"', 1)
    (tmp_path / "bench_places.toml").write_text(words, encoding="utf-8")
    assert list(read_catalogue(tmp_path)) == ["bench_places"]


def test_a_wrong_key_names_the_file_and_the_key(tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "src/weefsel/atlas/indicators/population.toml"
    words = source.read_text(encoding="utf-8").replace("direction = 0", "richting = 0")
    (tmp_path / "population.toml").write_text(words, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_catalogue(tmp_path)
    assert "population.toml" in caught.value.sentence("en")


def test_an_unknown_indicator_is_refused() -> None:
    with pytest.raises(NotFoundError):
        indicator("does_not_exist")
