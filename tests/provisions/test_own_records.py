"""Figures by rule from what a municipality notes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weefsel.atlas.indicator import catalogue
from weefsel.provisions.own_records import (
    ACCESSIBILITY,
    INITIATIVES,
    LEARNING,
    PARTICIPATION,
    Audited,
    Counted,
    accessibility,
    participation,
    per_1000,
    points,
)


def test_the_audit_looks_at_the_four_sides_that_the_domain_names() -> None:
    assert {one.side for one in points()} == {"physical", "financial", "language", "digital"}
    assert len({one.id for one in points()}) == len(points())


@pytest.mark.parametrize("one", [ACCESSIBILITY, INITIATIVES, LEARNING, PARTICIPATION])
def test_each_rule_fills_a_core_indicator_without_national_statistics(one: str) -> None:
    known = catalogue()[one]
    assert known.core
    assert known.condition in {"inclusion", "empowerment"}
    assert known.origins == ()


def test_each_audited_provision_counts_once_and_nobody_looked_is_no_zero() -> None:
    found = accessibility([Audited("A", 12, 12), Audited("A", 0, 4), Audited("B", 0, 0)])
    assert found == {"A": 50.0}


def test_a_form_of_the_whole_district_is_open_to_its_neighbourhoods() -> None:
    forms = [
        Counted("W1", kind="council"),
        Counted("B1", kind="council"),
        Counted("G", kind="panel"),
    ]
    found = participation(forms, {"B1": ("W1", "G"), "B2": ("W2", "G")})
    assert found == {"B1": 2.0, "B2": 1.0}


def test_a_complete_list_gives_nought_where_nothing_is_noted() -> None:
    found = per_1000([Counted("A", 3), Counted("A", 1)], {"A": 2000.0, "B": 500.0, "C": 0.0})
    assert found == {"A": 2.0, "B": 0.0}


@given(st.dictionaries(st.sampled_from("ABCDE"), st.integers(1, 9000), min_size=1),
       st.lists(st.tuples(st.sampled_from("ABCDE"), st.integers(1, 50))))  # fmt: skip
def test_rates_add_up_to_what_was_counted(people: dict[str, int], counted: list) -> None:
    residents = {area: float(count) for area, count in people.items()}
    found = per_1000([Counted(*one) for one in counted], residents)
    total = sum(found[area] * residents[area] / 1000 for area in found)
    assert total == pytest.approx(sum(count for area, count in counted if area in people))
