"""Chains: every arrow has a figure, a study or says that there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from weefsel.base.errors import InputError
from weefsel.evidence.business_case import business_cases
from weefsel.evidence.chain import drawings, read_drawings
from weefsel.evidence.intervention import interventions
from weefsel.evidence.parameter import parameters
from weefsel.evidence.register import light_interventions, methods, themes
from weefsel.evidence.uses import all_uses, uses
from weefsel.weigh.rules import verify
from weigh.weigh_recipes import act, choice

ASKED = {
    "meeting", "library", "pool", "social_work", "youth_work", "debt_help", "carers",
    "loneliness_groups", "skills", "social_prescribing", "housing_first", "school_social_work",
    "parenting", "domestic_violence",
}  # fmt: skip


def test_these_are_the_chains_there_are() -> None:
    assert set(drawings()) == ASKED


@pytest.mark.parametrize("chain", sorted(ASKED))
def test_an_arrow_has_a_figure_or_study_or_says_there_is_none(chain: str) -> None:
    drawing = drawings()[chain]
    assert drawing.investor
    assert drawing.activity.nl != drawing.activity.en
    for arrow in drawing.arrow:
        known = arrow.parameters or arrow.studies or arrow.url
        assert known or arrow.verdict == "NONE", arrow.id
        assert set(arrow.parameters) <= set(parameters()), arrow.id
        assert set(arrow.studies) <= set(interventions()) | {"community_hub"}, arrow.id
        if arrow.verdict == "NONE":
            assert arrow.role == "unknown", arrow.id
            assert arrow.parameters == (), arrow.id
            assert drawing.conditional


@pytest.mark.parametrize(
    ("chain", "arrow", "verdict"),
    [
        ("library", "offer_use", "SUPPORTED"),
        ("social_work", "team_wmo", "CONTRADICTED"),
        ("youth_work", "street", "NONE"),
        ("debt_help", "less_debt", "NONE"),
        ("carers", "respite", "NONE"),
        ("loneliness_groups", "dutch_local", "MIXED"),
        ("social_prescribing", "wellbeing", "CONTRADICTED"),
        ("housing_first", "cost", "MIXED"),
        ("pool", "price", "PRICE"),
        ("skills", "finance", "SUPPORTED"),
    ],
)
def test_verdicts_are_those_of_the_literature(chain: str, arrow: str, verdict: str) -> None:
    assert drawings()[chain].find(arrow).verdict == verdict


def test_the_activity_to_less_wmo_has_no_supported_arrow_anywhere() -> None:
    for drawing in drawings().values():
        for arrow in drawing.arrow:
            if "Wmo" in arrow.to_nl and arrow.verdict != "PRICE":
                assert arrow.verdict in ("NONE", "CONTRADICTED"), (drawing.id, arrow.id)


def test_a_chain_that_cannot_be_weighed_is_refused_in_a_sentence() -> None:
    with pytest.raises(InputError, match="can be seen, but not weighed") as fault:
        verify(choice(act(chain="library")))
    assert "niet af te wegen" in fault.value.sentence("nl")


def test_a_drawing_that_contradicts_itself_is_refused_by_its_name(tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "src/weefsel/evidence/data/chains/pool.toml"
    words = source.read_text("utf-8").replace('role = "unknown"', 'role = "effect"', 1)
    (tmp_path / "pool.toml").write_text(words, "utf-8")
    with pytest.raises(InputError, match=r"pool\.toml"):
        read_drawings(tmp_path)


# ---- lists ------------------------------------------------------------------------------


def test_the_thirteenth_light_intervention_has_no_name() -> None:
    entries = light_interventions().entry
    assert len(entries) == 13
    assert [bool(one.name) for one in entries] == [True] * 12 + [False]


def test_every_theme_of_an_intervention_and_every_method_is_known() -> None:
    known = {one.id for one in themes().entry}
    assert {one.theme for one in interventions().values()} <= known
    assert {one.intervention for one in methods().entry} <= set(interventions())


def test_every_published_case_says_its_outcome_or_that_it_was_not_found() -> None:
    assert len(business_cases()) >= 15
    for case in business_cases().values():
        assert (case.outcome == "not_found") == (not case.result), case.id
        assert not case.intervention or case.intervention in interventions()
        assert set(case.parameters) <= set(parameters())


# ---- uses -------------------------------------------------------------------------------


def test_where_a_figure_is_used_can_be_listed() -> None:
    assert set(all_uses()) <= set(parameters())
    places = {(use.place, use.id) for use in uses("eff_lonely_meta")}
    assert {("arrow", "meeting"), ("arrow", "loneliness_groups")} <= places
    assert ("input", "meeting") in {(use.place, use.id) for use in uses("lone_18plus_2022")}
    assert ("cost", "community_hub") in {(use.place, use.id) for use in uses("uc_hoogeveen")}
    assert ("case", "seor") in {(use.place, use.id) for use in uses("n_seor")}
    assert ("replaces", "ova_2020") in {(use.place, use.id) for use in uses("ova")}
    assert uses("deaths_2022") == ()
