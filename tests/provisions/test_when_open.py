"""When it is open: weeks, holidays, past midnight, and the clock on the wall."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provisions.find_home import entry
from weefsel.provisions.social_map import Closed, Offer, Opening
from weefsel.provisions.when_open import Weeks, hours_at

MONDAY = date(2026, 11, 23)


def offer(
    *opening: tuple[int, str, str], closed: tuple[Closed, ...] = (), **more: object
) -> Offer:
    week = tuple(Opening(day=day, opens=opens, closes=closes) for day, opens, closes in opening)
    return entry(1, "A", "library", opening=week, closed=closed, **more).offer


def at(clock: str, days: int = 0) -> datetime:
    return datetime.fromisoformat(f"{MONDAY + timedelta(days=days)} {clock}")


def test_an_ordinary_day() -> None:
    one = offer((1, "09:00", "12:00"), (1, "13:00", "17:00"), (3, "10:00", "12:00"))
    assert hours_at(one, at("08:59")).opens == at("09:00")
    assert hours_at(one, at("09:00")).until == at("12:00")
    assert hours_at(one, at("12:00")).state == "closed"  # at noon the door shuts
    assert hours_at(one, at("12:00")).opens == at("13:00")
    assert hours_at(one, at("17:00")).opens == at("10:00", 2)


def test_unknown_hours_are_not_closed() -> None:
    assert hours_at(offer(), at("12:00")).state == "unknown"


def test_past_midnight_belongs_to_the_day_it_began() -> None:
    one = offer((5, "20:00", "02:00"))
    assert hours_at(one, at("23:30", 4)).until == at("02:00", 5)
    assert hours_at(one, at("01:59", 5)).state == "open"
    assert hours_at(one, at("02:00", 5)).state == "closed"
    assert hours_at(one, at("01:00", 4)).state == "closed"


def test_day_and_night_goes_on() -> None:
    one = offer(*((day, "00:00", "24:00") for day in range(1, 6)))
    assert hours_at(one, at("12:00")).until == at("00:00", 5)
    assert hours_at(one, at("12:00", 5)).state == "closed"


def test_midnight_to_midnight_the_wrong_way_round_is_no_opening() -> None:
    one = offer((1, "24:00", "00:00"), (3, "10:00", "12:00"))
    assert hours_at(one, at("12:00")).opens == at("10:00", 2)


def test_a_holiday_goes_before_the_week() -> None:
    holiday = Closed(first=MONDAY, last=MONDAY + timedelta(days=1), why="Kerst")
    one = offer(
        (1, "09:00", "17:00"), (2, "09:00", "17:00"), (4, "09:00", "17:00"), closed=(holiday,)
    )
    found = hours_at(one, at("10:00"))
    assert (found.state, found.because, found.opens) == ("closed", "Kerst", at("09:00", 3))


def test_other_hours_on_a_day_go_before_a_longer_closing() -> None:
    weeks = Closed(first=MONDAY, last=MONDAY + timedelta(days=20), why="Verbouwing")
    day = Closed(first=MONDAY, last=MONDAY, why="Open dag", opens="11:00", closes="13:00")
    one = offer((1, "09:00", "17:00"), closed=(weeks, day))
    assert hours_at(one, at("10:00")).state == "closed"
    assert hours_at(one, at("12:00")).state == "open"
    assert hours_at(one, at("12:00")).because == "Open dag"
    assert hours_at(one, at("12:00", 7)).because == "Verbouwing"


def test_what_has_ended_is_closed_for_good() -> None:
    one = offer((1, "09:00", "17:00"), ends_on=MONDAY - timedelta(days=1))
    assert hours_at(one, at("10:00")).state == "closed"
    assert hours_at(one, at("10:00")).opens is None


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (datetime(2026, 7, 6, 7, 30, tzinfo=UTC), "open"),  # half past nine, summer time
        (datetime(2026, 11, 23, 7, 30, tzinfo=UTC), "closed"),  # half past eight, winter time
        (datetime(2026, 3, 30, 7, 0, tzinfo=UTC), "open"),  # the day after the clock went on
    ],
)
def test_hours_are_those_of_the_clock_in_the_netherlands(moment: datetime, state: str) -> None:
    assert hours_at(offer((1, "09:00", "17:00")), moment).state == state


clocks = st.sampled_from(["00:00", "02:00", "08:30", "12:00", "17:15", "23:45", "24:00"])
openings = st.builds(Opening, day=st.integers(1, 7), opens=clocks, closes=clocks)


@st.composite
def closings(draw: st.DrawFn) -> Closed:
    first = MONDAY + timedelta(days=draw(st.integers(-3, 10)))
    last = first + timedelta(days=draw(st.integers(0, 4)))
    hours = draw(st.sampled_from([("", ""), ("10:00", "14:00"), ("22:00", "03:00")]))
    return Closed(first=first, last=last, opens=hours[0], closes=hours[1])


@settings(deadline=None)  # a machine that is busy is not a fault
@given(
    st.lists(
        st.tuples(
            st.lists(openings, max_size=4),
            st.lists(closings(), max_size=2),
            st.none() | st.integers(-2, 9),
        ),
        max_size=4,
    ),
    st.integers(0, 7 * 24 * 4),
)
def test_all_at_once_says_the_same_as_one_by_one(offers: list, quarters: int) -> None:
    made = [
        entry(
            number, "A", "library", opening=tuple(week), closed=tuple(closed),
            ends_on=None if ends is None else MONDAY + timedelta(days=ends),
        )
        for number, (week, closed, ends) in enumerate(offers)
    ]  # fmt: skip
    moment = at("00:00") + timedelta(minutes=15 * quarters)
    one_by_one = [hours_at(one.offer, moment).state == "open" for one in made]
    assert Weeks(made).open_at(moment).tolist() == one_by_one


@settings(deadline=None)  # a machine that is busy is not a fault
@given(st.lists(openings, min_size=1, max_size=5), st.integers(0, 7 * 24 * 4))
def test_what_is_said_to_open_is_open_then_and_not_before(week: list, quarters: int) -> None:
    one = entry(1, "A", "library", opening=tuple(week)).offer
    moment = at("00:00") + timedelta(minutes=15 * quarters)
    found = hours_at(one, moment)
    if found.opens is not None:
        assert moment < found.opens
        assert hours_at(one, found.opens).state == "open"
        between = moment + (found.opens - moment) / 2
        assert hours_at(one, between).state == "closed"
    if found.until is not None:
        assert hours_at(one, found.until - timedelta(minutes=1)).state == "open"
