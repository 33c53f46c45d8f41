"""The library at a glance: counts that are those of the files, names, tables, who names whom."""

from __future__ import annotations

from collections import Counter
from datetime import date

import polars as pl
import pytest

from weefsel.evidence.business_case import (
    CONTROLLED,
    KINDS,
    OUTCOMES,
    business_cases,
    cases_with,
    said_controlled,
)
from weefsel.evidence.chain import drawings
from weefsel.evidence.grading import VERDICTS
from weefsel.evidence.intervention import interventions
from weefsel.evidence.named import named
from weefsel.evidence.overview import FIELDS, by_theme, by_verdict, checks, fields, grades
from weefsel.evidence.register import methods
from weefsel.evidence.study import Study, studies, studies_of
from weefsel.evidence.study_words import COUNTRIES, DESIGNS, DIRECTIONS, MEASURES, NUMBERS, country
from weefsel.evidence.tables import (
    INTERVENTION_HEADS,
    STUDY_HEADS,
    interventions_frame,
    studies_frame,
)
from weefsel.provisions.kinds import ACTIVITIES, GROUPS

TODAY = date(2026, 11, 22)


def test_every_code_in_the_files_has_a_name_in_both_languages() -> None:
    for made in interventions().values():
        assert set(made.groups) <= set(GROUPS)
        assert set(made.activities) <= set(ACTIVITIES)
    for one in studies().values():
        assert one.design in DESIGNS
        assert one.measure in MEASURES
        assert one.number in NUMBERS
        assert one.direction in DIRECTIONS
        assert one.country in COUNTRIES, one.id
    for case in business_cases().values():
        assert case.kind in KINDS
        assert case.outcome in OUTCOMES
        assert said_controlled(case) in CONTROLLED
    assert (len(GROUPS), len(ACTIVITIES)) == (9, 10)
    assert country("XX").render("nl") == "XX"
    for words in (*GROUPS.values(), *ACTIVITIES.values(), *DESIGNS.values()):
        assert words.render("nl") != words.render("en")


def test_the_verdicts_and_themes_add_up_to_all_interventions() -> None:
    assert sum(by_verdict(TODAY).values()) == len(interventions())
    assert list(by_verdict(TODAY)) == list(VERDICTS)
    assert sum(number for _entry, number in by_theme()) == len(interventions())


@pytest.mark.parametrize(
    ("designs", "verdict"),
    [
        ([], "no_studies"),
        ([("before_after", "positive")], "not_compared"),
        ([("rct", "not_shown")], "not_shown"),
        ([("rct", "positive"), ("meta", "positive"), ("before_after", "negative")], "positive"),
        ([("rct", "nil"), ("quasi", "nil")], "nil"),
        ([("quasi", "negative")], "negative"),
        ([("quasi", "negative"), ("rct", "positive")], "mixed"),
        ([("rct", "mixed")], "in_part"),
        ([("rct", "positive"), ("rct", "nil")], "in_part"),
        ([("rct", "nil"), ("rct", "mixed")], "in_part"),
        ([("rct", "positive")] * 3 + [("meta", "nil")], "mostly"),
        ([("rct", "positive")] * 3 + [("meta", "nil"), ("rct", "negative")], "mixed"),
        ([("rct", "nil"), ("rct", "negative")], "adverse"),
    ],
)
def test_only_what_was_compared_decides_what_research_says(designs, verdict) -> None:
    from weefsel.evidence.grading import grade

    made = interventions()["valoefening"]
    base = studies()["valoefening_1"]
    held = [
        base.model_copy(update={"id": f"x{number}", "design": design, "direction": direction})
        for number, (design, direction) in enumerate(designs)
    ]
    graded = grade(made, held, TODAY)
    assert graded.verdict == verdict
    said = graded.sentence().render("en")
    assert said.startswith(VERDICTS[verdict].render("en").rstrip("."))
    if verdict in ("mostly", "mixed"):  # never "contradict" without two that do
        assert "3 in favour" in said or len(designs) == 2
    assert ("contradict" in said) == (verdict == "mixed")


def test_findings_in_favour_and_one_without_a_difference_do_not_contradict_each_other() -> None:
    graded = grades(TODAY)["bibliotheek"]
    assert (graded.verdict, graded.points["positive"], graded.points["nil"]) == ("mostly", 2, 1)
    assert graded.sentence().render("nl") == (
        "Onderzoek met een vergelijking is meestal gunstig: van 3 bevindingen 2 gunstig,"
        " 1 zonder verschil."
    )


def test_fields_and_checks_are_counted_from_the_files() -> None:
    held = fields()
    assert [one.found for one in held] == sorted(one.found for one in held)
    assert {one.id for one in held} == set(FIELDS)
    cost = next(one for one in held if one.id == "cost")
    assert cost.found == sum(one.cost is not None for one in interventions().values())
    for one in checks():
        assert one.total > 0
    by_kind = {one.kind: one for one in checks()}
    how = Counter(one.checked.how for one in studies().values())
    assert by_kind["study"].read_copy == how["read_copy"]
    assert by_kind["study"].total == len(studies())


def test_who_names_an_intervention_is_found_back() -> None:
    found = named("housing_first")
    assert "housing_first" in {one.chain.id for one in found.chains}
    assert all("housing_first" in arrow.studies for one in found.chains for arrow in one.arrows)
    assert [one.id for one in found.methods] == ["housing_first"]
    nowhere = [key for key in interventions() if not named(key)]
    assert nowhere
    listed = {one.intervention for one in methods().entry}
    resting = {s for one in drawings().values() for arrow in one.arrow for s in arrow.studies}
    cases = {one.intervention for one in business_cases().values()}
    assert not set(nowhere) & (listed | resting | cases)


def test_cases_are_filtered_on_outcome_and_comparison() -> None:
    everything = cases_with()
    assert len(everything) == len(business_cases())
    for outcome in OUTCOMES:
        assert {one.outcome for one in cases_with(outcome)} <= {outcome}
    parts = [cases_with(controlled=key) for key in CONTROLLED]
    assert sum(map(len, parts)) == len(everything)
    assert all(one.controlled is True for one in cases_with(controlled="yes"))


def test_a_study_gives_its_number_as_a_figure_with_its_own_source() -> None:
    for one in studies().values():
        figure = one.figure
        assert figure.value == one.effect
        assert figure.sources == (one.as_source().id,)
        assert (figure.low is None) == (one.low is None)
        assert figure.value is not None or figure.reason is not None
        for held, shown in ((one.n, one.size), (one.follow_up_months, one.followed)):
            assert (held is None) == (shown is None)
            assert shown is None or shown.value == held


def test_the_last_digit_of_a_source_is_kept_in_value_and_range() -> None:
    one = studies()["valoefening_2"].model_copy(
        update={"effect": 0.9, "low": 0.85, "high": 1.0, "measure": "rr"}
    )
    assert one.figure.render("nl") == "0,90"
    assert one.figure.range_words("nl") == "0,85 tot 1,00"


def test_the_tables_hold_every_row_and_leave_what_is_not_found_empty() -> None:
    frame, heads = interventions_frame(grades(TODAY).values(), "nl")
    assert frame.columns == list(heads) == list(INTERVENTION_HEADS)
    assert frame["id"].to_list() == list(interventions())
    empty = frame.filter(pl.col("cost").is_null()).height
    assert empty == sum(one.cost is None for one in interventions().values())
    for lang in ("nl", "en"):
        rows, _ = studies_frame(studies_of("housing_first"), lang)
        assert rows.columns == list(STUDY_HEADS)
    none, _ = studies_frame([], "nl")
    assert none.height == 0
    assert none.columns == list(STUDY_HEADS)


def test_the_cost_of_an_intervention_names_the_page_or_the_figure_it_comes_from() -> None:
    held = [one.cost for one in interventions().values() if one.cost is not None]
    assert held
    for cost in held:
        assert cost.figure.value == cost.value
        kind = cost.source_id.partition(":")[0]
        assert kind == ("parameter" if cost.parameter else "page")
        assert cost.as_source().title not in ("", cost.url)


def test_every_study_belongs_to_an_intervention() -> None:
    assert {one.intervention for one in studies().values()} <= set(interventions())
    assert isinstance(next(iter(studies().values())), Study)
