"""How fresh a provision is: the term in months, and what is marked as old."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weefsel.provisions.freshness import age_of, count_old, default, is_old, months_before
from weefsel.provisions.place_kind import kind_name, place_kind, place_kinds
from weefsel.provisions.social_map import Offer

TODAY = date(2026, 11, 22)


def offer(day: date | None) -> Offer:
    return Offer(id="f", service="s", slug="f", municipality="GM9991", assured_on=day)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 11, 22), 12, date(2025, 11, 22)),
        (date(2026, 1, 31), 2, date(2025, 11, 30)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 12, 1), 60, date(2021, 12, 1)),
    ],
)
def test_months_are_months_of_the_calendar(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


def test_what_nobody_confirmed_within_the_term_is_old() -> None:
    assert is_old(None, 12, TODAY)
    assert is_old(date(2025, 11, 21), 12, TODAY)
    assert not is_old(date(2025, 11, 22), 12, TODAY)
    assert not is_old(TODAY, 1, TODAY)
    held = [offer(None), offer(TODAY), offer(date(2020, 1, 1))]
    assert count_old(held, 12, TODAY) == 2


def test_the_age_is_said_in_both_languages() -> None:
    told = [age_of(offer(day), 12, TODAY).words for day in (None, TODAY, date(2020, 1, 1))]
    assert [one.render("en") for one in told] == [
        "Nobody confirmed yet that this is right.",
        "Confirmed within 12 months.",
        "Not confirmed for more than 12 months.",
    ]
    assert told[2].render("nl") == "Al meer dan 12 maanden niet bevestigd."


def test_the_term_of_weefsel_is_labelled_as_its_own_choice() -> None:
    assert default().months > 0
    assert "geen norm" in default().render("nl")
    assert "no norm" in default().render("en")


@given(day=st.dates(date(2000, 1, 1), date(2100, 1, 1)), months=st.integers(1, 60))
def test_a_longer_term_never_makes_something_old(day: date, months: int) -> None:
    assert months_before(TODAY, months + 1) <= months_before(TODAY, months)
    assert not (is_old(day, months + 1, TODAY) and not is_old(day, months, TODAY))


def test_every_kind_has_names_and_a_sign_of_its_own() -> None:
    kinds = place_kinds()
    assert len(kinds) >= 24
    assert len({one.icon for one in kinds.values()}) == len(kinds)
    assert len({one.nl for one in kinds.values()}) == len(kinds)
    assert kind_name("debt_help", "nl") == "hulp bij schulden"
    assert place_kind("a kind of another list") is kinds["other"]
