"""What stops sets free and where it goes: every year balances, to the cent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portfolio.small_town import TOWN, cents, line, lists
from weefsel.base.errors import InputError
from weefsel.portfolio.decision import Decision, Freed, Given
from weefsel.portfolio.line import Line, Portfolio
from weefsel.portfolio.review import review
from weefsel.portfolio.settle import check_decision, settle
from weefsel.portfolio.shares import ORDER, Slice, split

DAY = date(2026, 11, 22)


def stop(one: Line, euro: str | None = None, year: int = 2027, **more: Any) -> Decision:
    freed = None if euro is None else Freed(Decimal(euro), year, **more)
    return Decision(one.key, "stop", "het helpt niet", DAY, freed)


def test_what_is_free_less_what_is_given_is_left_over() -> None:
    first, second = line(1), line(2)
    ledger = settle(
        [first, second],
        [stop(first, "800.50")],
        [Given(Decimal("300.25"), 2028, "line", second.key)],
    )
    assert [(one.year, one.freed, one.given, one.left) for one in ledger.years] == [
        (2027, Decimal("800.50"), Decimal(0), Decimal("800.50")),
        (2028, Decimal("800.50"), Decimal("300.25"), Decimal("500.25")),
    ]


def test_more_than_is_free_is_refused_with_the_year_and_both_amounts() -> None:
    first, second = line(1), line(2)
    with pytest.raises(InputError) as refused:
        settle([first, second], [stop(first, "800")], [Given(Decimal(801), 2027, "reserve")])
    said = refused.value.sentence("nl")
    assert "2027" in said
    assert "801" in said
    assert "800" in said


def test_money_cannot_be_given_before_it_is_free() -> None:
    one = line(1)
    with pytest.raises(InputError, match="2027"):
        settle([one], [stop(one, "800", 2028)], [Given(Decimal(1), 2027, "reserve")])


@pytest.mark.parametrize(
    ("decision", "field"),
    [
        (Decision("line-1", "keep", " ", DAY), "reason"),
        (Decision("line-1", "improve", "x", DAY, Freed(Decimal(1), 2027)), "freed"),
        (stop(line(1), "1000.01"), "amount"),
        (stop(line(1), "-1"), "amount"),
        (stop(line(1), "0.001"), "amount"),
        (stop(line(1), "NaN"), "amount"),
        (stop(line(1), "10", 1900), "from_year"),
        (stop(line(1), "10", 2027, contract_until=date(2027, 12, 31)), "from_year"),
        (stop(line(1), "10", 2027, contract_until=date(2028, 6, 30)), "from_year"),
    ],
)
def test_a_decision_that_does_not_hold_names_its_field(decision: Decision, field: str) -> None:
    with pytest.raises(InputError) as refused:
        check_decision(decision, line(1))
    assert refused.value.where == field
    assert refused.value.todo is not None


def test_a_contract_that_ends_within_the_year_may_free_a_part_of_it() -> None:
    check_decision(stop(line(1), "500", 2027, contract_until=date(2027, 6, 30)), line(1))


@pytest.mark.parametrize(
    ("gift", "field"),
    [
        (Given(Decimal(10), 2027, "line", "line-1"), "line"),  # it stops
        (Given(Decimal(10), 2027, "line", "line-9"), "line"),
        (Given(Decimal(10), 2027, "new", name=" "), "name"),
        (Given(Decimal(0), 2027, "reserve"), "amount"),
        (Given(Decimal(-5), 2027, "reserve"), "amount"),
    ],
)
def test_a_destination_that_cannot_be_names_its_field(gift: Given, field: str) -> None:
    with pytest.raises(InputError) as refused:
        settle([line(1), line(2)], [stop(line(1), "800")], [gift])
    assert refused.value.where == field


def test_a_line_has_one_decision() -> None:
    with pytest.raises(InputError, match="two decisions"):
        settle([line(1)], [stop(line(1)), stop(line(1))])


def test_nobody_said_what_a_stop_saves_and_that_is_no_zero() -> None:
    ledger = settle([line(1)], [stop(line(1))])
    assert [one.key for one in ledger.unsaid] == ["line-1"]
    assert ledger.years == ()
    assert "niemand" in ledger.sentence.render("nl")


def test_the_sentence_flips_with_what_is_left() -> None:
    def said(*gifts: Given) -> str:
        return settle([line(1)], [stop(line(1), "800")], gifts).sentence.render("nl")

    assert "nog geen bestemming" in said()
    assert "300" in said(Given(Decimal(500), 2027, "reserve"))
    assert "alles heeft een bestemming" in said(Given(Decimal(800), 2027, "reserve"))


@st.composite
def settled(draw: st.DrawFn) -> tuple[tuple[Line, ...], list[Decision], list[Given]]:
    """Lines of one year with decisions and destinations that may or may not hold."""
    lines = tuple(
        line(number, amount=draw(cents), kind=draw(st.sampled_from([None, "A2", "A3"])),
             aim=draw(st.sampled_from([None, "preventive", "curative"])))
        for number in range(1, draw(st.integers(2, 6)))
    )  # fmt: skip
    decisions = []
    for one in lines:
        if draw(st.booleans()):
            part = draw(st.integers(0, int(one.amount * 100)))
            freed = Freed(Decimal(part).scaleb(-2), draw(st.integers(2026, 2030)))
            decisions.append(Decision(one.key, "stop", "x", DAY, freed))
    years = st.integers(2026, 2032)
    gifts = [
        Given(
            draw(st.integers(1, 10**6)) * Decimal("0.01"),
            draw(years),
            draw(st.sampled_from(["line", "new", "reserve"])),
            draw(st.sampled_from(lines)).key,
            "Nieuw",
            aim=draw(st.sampled_from([None, "preventive"])),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    return lines, decisions, gifts


@given(settled())
def test_every_year_balances_or_nothing_is_settled(
    made: tuple[tuple[Line, ...], list[Decision], list[Given]],
) -> None:
    lines, decisions, gifts = made
    try:
        ledger = settle(lines, decisions, gifts)
    except InputError:
        return
    for year in ledger.years:
        assert year.freed == year.given + year.left
        assert year.left >= 0
    last = ledger.last
    if last is not None:
        assert last.freed == sum(one.freed.amount for one in decisions if one.freed)
        assert last.given == sum(one.amount for one in gifts)


@given(settled())
def test_the_money_before_and_after_adds_up(
    made: tuple[tuple[Line, ...], list[Decision], list[Given]],
) -> None:
    lines, decisions, gifts = made
    try:
        found = review(Portfolio(TOWN, lines), None, DAY, decisions=decisions, given=gifts)
    except InputError:
        assume(False)
    freed = sum((one.freed.amount for one in decisions if one.freed), Decimal(0))
    spent = sum((one.amount for one in gifts if one.to != "reserve"), Decimal(0))
    before = sum((one.amount for one in lines), Decimal(0))
    for split_before, split_after in zip(found.shares.before, found.shares.after, strict=True):
        assert split_before.total == sum(one.amount for one in split_before.parts) == before
        assert split_after.total == sum(one.amount for one in split_after.parts)
        assert split_after.total == before - freed + spent


@given(lists(), st.sampled_from(sorted(ORDER)))
def test_no_cent_is_lost_in_a_split(made: tuple[Line, ...], by: Any) -> None:
    parts = split(by, [Slice(one.amount, one.aim, one.form) for one in made], "x")
    assert parts.total == sum(one.amount for one in made)
    shares = [one.share.value for one in parts.parts]
    if parts.total:
        assert sum(shares) == pytest.approx(100)
    else:
        assert shares == [None] * len(shares)


def test_the_unknown_part_stands_apart() -> None:
    made = review(
        Portfolio(
            TOWN,
            (
                line(1, amount=Decimal(600), aim="preventive", form="collective"),
                line(2, amount=Decimal(300), aim="curative", form="individual"),
                line(3, amount=Decimal(100)),
            ),
        ),
        None,
        DAY,
    )
    by_key = {one.key: one.amount for one in made.shares.before[-1].parts}
    assert by_key == {"both": 600, "between": 0, "neither": 300, "unknown": 100}
    assert "10%" in made.shares.sentence.render("nl")
