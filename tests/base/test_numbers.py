"""How numbers are rounded and written."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weefsel.base.numbers import (
    round_half_up,
    round_significant,
    significant_decimals,
    write_number,
)

FINITE = st.floats(-1e9, 1e9, allow_nan=False).filter(lambda x: x == 0 or abs(x) > 1e-6)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0.5, 0, 1.0),
        (1.5, 0, 2.0),
        (2.5, 0, 3.0),
        (-2.5, 0, -3.0),
        (2.675, 2, 2.68),
        (1234, -2, 1200),
    ],
)
def test_a_half_is_rounded_away_from_zero(value: float, decimals: int, expected: float) -> None:
    assert round_half_up(value, decimals) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.996, 1.0), (79_400, 79_000), (79_500, 80_000), (0.0326, 0.033), (99.6, 100)],
)
def test_two_significant_digits(value: float, expected: float) -> None:
    assert round_significant(value) == pytest.approx(expected)


@given(FINITE)
def test_two_digits_are_never_off_by_more_than_half_a_step(value: float) -> None:
    step = 10.0 ** -significant_decimals(value)
    assert abs(round_significant(value) - value) <= step / 2 * (1 + 1e-9)


@given(FINITE, st.integers(0, 4))
def test_rounding_agrees_with_decimal_arithmetic(value: float, decimals: int) -> None:
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    assert round_half_up(value, decimals) == float(exact)


def test_dutch_and_english_write_numbers_their_own_way() -> None:
    assert write_number(-1234.5, "nl", 1) == "−1.234,5"
    assert write_number(-1234.5, "en", 1) == "−1,234.5"
    assert write_number(-0.2, "nl", 0) == "0"
