from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weefsel.report.scales import money_unit, nice_scale, signed, spread

# A hundredth of a cent is the least that an amount can be.
AMOUNTS = st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 4))


@given(st.lists(AMOUNTS, min_size=1, max_size=20), st.integers(3, 10))
def test_every_amount_lies_on_the_scale_and_zero_is_on_it(values: list[float], count: int) -> None:
    scale = nice_scale(values, count)
    slack = 1e-6 * max(abs(scale.low), abs(scale.high))
    assert scale.low - slack <= min(values)
    assert max(values) <= scale.high + slack
    assert scale.low <= 0 <= scale.high
    assert 2 <= len(scale.ticks) <= 3 * count


@given(st.lists(AMOUNTS, min_size=2, max_size=20))
def test_ticks_are_evenly_spaced(values: list[float]) -> None:
    ticks = nice_scale(values).ticks
    steps = [later - earlier for earlier, later in itertools.pairwise(ticks)]
    assert all(math.isclose(step, steps[0], rel_tol=1e-6) for step in steps)


def test_ticks_are_round_numbers() -> None:
    assert nice_scale([-7.4, 9.7], 9).ticks == (-8, -6, -4, -2, 0, 2, 4, 6, 8, 10)


def test_a_scale_without_values_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        nice_scale([math.nan])


@given(AMOUNTS, st.floats(1, 1000))
def test_a_place_on_the_scale_leads_back_to_its_value(value: float, length: float) -> None:
    scale = nice_scale([value, 1.0, -1.0])
    back = scale.value(scale.pixel(value, length), length)
    assert math.isclose(back, value, rel_tol=1e-6, abs_tol=1e-6 * (scale.high - scale.low))


@pytest.mark.parametrize(
    ("value", "lang", "said"),
    [(2.5, "nl", "+2,5"), (-2.5, "nl", "\N{MINUS SIGN}2,5"), (0.0, "nl", "0"), (-0.01, "en", "0")],
)
def test_an_amount_is_written_with_its_sign(value: float, lang: str, said: str) -> None:
    assert signed(value, lang, 1) == said


def test_the_unit_of_money_follows_the_largest_amount() -> None:
    assert money_unit([900, -5]).unit == "eur"
    assert money_unit([79_000]).unit == "thousand_eur"
    assert money_unit([10, -1_200_000]).unit == "million_eur"


@given(
    st.lists(st.tuples(st.floats(-50, 350), st.floats(8, 40)), min_size=1, max_size=8),
)
def test_labels_never_overlap_and_keep_their_order(labels: list[tuple[float, float]]) -> None:
    places = [place for place, _ in labels]
    sizes = [size for _, size in labels]
    moved = spread(places, sizes, 0.0, 1000.0)
    order = sorted(range(len(places)), key=lambda index: places[index])
    for before, after in itertools.pairwise(order):
        assert moved[after] - moved[before] >= (sizes[before] + sizes[after]) / 2 - 1e-6


def test_labels_with_room_stay_where_they_are() -> None:
    assert spread([50.0, 100.0, 200.0], [15.0] * 3, 0.0, 300.0) == [50.0, 100.0, 200.0]
