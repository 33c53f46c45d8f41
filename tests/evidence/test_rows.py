"""Every row that was collected is here with its source: nothing lost, nothing altered unsaid.

Three files beside this test are the rows as they were collected (id, numbers, address). What
differs since it was looked up at its source stands in ``rows_corrected.csv``, each with why.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from weefsel.evidence.intervention import completeness, interventions
from weefsel.evidence.lookups import lookups
from weefsel.evidence.parameter import parameters, rows
from weefsel.evidence.study import studies

HERE = Path(__file__).parent


def table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def collected(name: str) -> list[dict[str, str]]:
    """The rows of a file with the corrections made since, each against the value collected."""
    found = table(name)
    counted: Counter[str] = Counter()
    by_id: dict[str, dict[str, str]] = {}
    for row in found:
        counted[row.get("intervention", "")] += 1
        by_id[row.get("id") or f"{row['intervention']}_{counted[row['intervention']]}"] = row
    for one in table("rows_corrected.csv"):
        if one["file"] == name:
            assert by_id[one["id"]][one["key"]] == one["collected"], one
            by_id[one["id"]][one["key"]] = one["corrected"]
    return found


def number(written: str) -> float | None:
    return float(written) if written else None


ROWS = collected("rows.csv")


def test_a_correction_changes_something_and_says_why() -> None:
    known = {**parameters(), **studies(), **interventions()}
    held = rows(parameters())  # a row of a series is checked with its series
    for one in table("rows_corrected.csv"):
        assert one["collected"] != one["corrected"], one
        assert one["reason"], one
        owner = held[one["id"]][0] if one["id"] in held else one["id"]
        assert known[owner].checked.how != "not_read", one


def test_all_rows_of_figures_are_here_and_no_id_came_from_nowhere() -> None:
    assert len(ROWS) == 549
    held = rows(parameters())
    assert {row["id"] for row in ROWS} <= set(held)
    ours = {"residents_nl_2024", "uc_bijstand_v2", "uc_bijstand_couple_v2"}
    assert set(held) - {row["id"] for row in ROWS} == ours | {"cpi", "idx_soc", "ova", "ppc"}


def test_every_row_keeps_its_value_its_range_and_its_source() -> None:
    held = rows(parameters())
    for row in ROWS:
        parameter, year = held[row["id"]]
        one = parameters()[parameter]
        wanted = tuple(number(row[key]) for key in ("value", "low", "high"))
        if wanted[0] is None:  # empty is unknown, never zero
            assert one.values == {}, row["id"]
            bounds = (None, None) if one.bounds is None else (one.bounds.low, one.bounds.high)
            assert bounds == wanted[1:], row["id"]
            assert one.figure().value is None
            assert one.no_value.nl
            assert one.no_value.en
            continue
        value = one.values[year]
        assert (value.value, value.low, value.high) == wanted, row["id"]
        assert (value.source or one.source).url == row["url"], row["id"]


def test_a_corrected_row_stays_visible_and_names_its_correction() -> None:
    history = {one.id: one.replaced_by for one in parameters().values() if one.replaced_by}
    assert history == {
        "uc_youth_stay": "uc_youth_stay_v2",
        "prev_regie": "prev_regie_v2",
        "prev_youth_share": "prev_youth_share_v2",
        "ova_2020": "ova_2020_v2",
        "uc_bijstand": "uc_bijstand_v2",
        "uc_bijstand_couple": "uc_bijstand_couple_v2",
    }


def test_every_remark_is_there_in_two_languages_or_in_none() -> None:
    for one in parameters().values():
        assert bool(one.remark_nl) == bool(one.remark_en), one.id
        assert one.applies_to.nl, one.id
        assert one.applies_to.en, one.id
        assert bool(one.net_of_nl) == bool(one.net_of_en), one.id
        assert "secondary publication" not in one.remark_en, one.id


@pytest.mark.parametrize(
    ("old", "new"), [("uc_bijstand", 16428.72), ("uc_bijstand_couple", 23469.60)]
)
def test_the_benefit_norm_below_pension_age_corrects_the_one_above_it(
    old: str, new: float
) -> None:
    """Norms of 1 July 2025 (Rijksoverheid): 1,369.06 and 1,955.80 a month below pension age."""
    held = parameters()[parameters()[old].replaced_by]
    assert held.latest.value == new
    ratio = {"uc_bijstand": 1369.06 / 1530.21, "uc_bijstand_couple": 1955.80 / 2094.98}[old]
    # The collected amounts of 2026 are those above pension age, about 2.2% up from 2025.
    assert parameters()[old].latest.value * ratio == pytest.approx(new * 1.022, rel=0.002)


def test_all_interventions_are_here_with_level_cost_and_source() -> None:
    wanted = collected("rows_interventions.csv")
    assert len(wanted) == 97
    for row in wanted:
        made = interventions()[row["id"]]
        assert made.recognition.level == row["level"]
        assert made.recognition.year == (int(row["year"]) if row["year"] else None)
        assert (None if made.cost is None else made.cost.value) == number(row["cost"])
        assert made.source.url == row["url"]


def test_all_findings_are_here_with_effect_direction_and_source() -> None:
    wanted = collected("rows_studies.csv")
    assert len(wanted) == 150
    counted: Counter[str] = Counter()
    for row in wanted:
        counted[row["intervention"]] += 1
        study = studies()[f"{row['intervention']}_{counted[row['intervention']]}"]
        assert study.title == row["study"]
        assert study.design == row["design"]
        assert study.n == (int(row["n"]) if row["n"] else None)
        numbers = (study.effect, study.low, study.high)
        assert numbers == tuple(number(row[key]) for key in ("effect", "low", "high"))
        assert study.direction == (row["direction"] or "not_shown")
        assert study.url == row["url"]


def test_every_finding_belongs_to_an_intervention_and_names_figures_that_exist() -> None:
    for study in studies().values():
        assert study.intervention in interventions()
        assert not study.parameter or study.parameter in rows(parameters())


def test_completeness_counts_what_was_found() -> None:
    counted = completeness(interventions())
    assert all(found <= every == len(interventions()) for found, every in counted.values())
    assert counted["cost"][0] == sum(one.cost is not None for one in interventions().values())
    assert counted["cost"][0] < counted["theme"][0]


def test_what_was_looked_up_again_is_recorded_and_marked_on_the_thing_itself() -> None:
    known = {**parameters(), **studies(), **interventions()}
    for one in lookups():
        listed = (*one.looked_up, *one.not_looked_up)
        assert len(listed) == len(set(listed)), one.id
        assert set(one.not_found) <= set(one.not_looked_up), one.id
        for thing in (*listed, *one.changed):
            assert thing in known or thing in rows(parameters()), thing
        for thing in one.looked_up:
            assert known[thing].checked.how != "not_read", thing
