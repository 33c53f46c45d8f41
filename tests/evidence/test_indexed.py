"""An amount in the newest prices: as the index file says, and never outside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weefsel.base.errors import InputError
from weefsel.evidence.indexed import in_last_prices
from weefsel.evidence.parameter import MONEY_UNITS, parameters
from weefsel.evidence.price_index import factor, last_year, levels

PRICED = sorted(
    one.id
    for one in parameters().values()
    if one.values and one.price_index and one.price_year in levels(parameters()[one.price_index])
)


def test_every_priced_amount_moves_as_its_index_file_says():
    assert len(PRICED) > 100
    for name in PRICED:
        held = parameters()[name]
        index = parameters()[held.price_index]
        made = in_last_prices(held)
        assert made is not None
        assert made.value == held.latest.value * factor(index, held.price_year, last_year(index))
        assert made.year == last_year(index)
        assert f"parameter:{index.id}" in made.sources


def test_the_tariff_of_2023_in_prices_of_2025_follows_the_changes_of_two_years():
    # 60.90 euro an hour in prices of 2023; the advised index rose 5.71% and 3.94%.
    made = in_last_prices(parameters()["uc_begl_hr"])
    assert made is not None
    assert made.value == pytest.approx(60.9 * 1.0571 * 1.0394)
    assert (made.low, made.high) == pytest.approx((55.8 * 1.0571 * 1.0394, 66.0 * 1.0571 * 1.0394))


@given(st.sampled_from(PRICED), st.floats(0.1, 1e9))
def test_twice_the_amount_is_twice_the_amount_in_new_prices(name, value):
    held = parameters()[name]
    year = held.newest
    bare = held.latest.model_copy(update={"value": value, "low": None, "high": None})
    double = bare.model_copy(update={"value": 2 * value})
    one = in_last_prices(held.model_copy(update={"values": {year: bare}}))
    two = in_last_prices(held.model_copy(update={"values": {year: double}}))
    assert one is not None
    assert two is not None
    assert two.value == pytest.approx(2 * one.value)


@pytest.mark.parametrize("year", [1999, 2026])
def test_prices_outside_the_index_are_refused_with_its_years(year):
    held = parameters()["uc_ggz_pat"].model_copy(update={"price_year": year})
    with pytest.raises(InputError, match="2010 to 2025"):
        in_last_prices(held)


def test_an_unknown_price_year_is_refused_and_what_is_no_amount_has_none():
    with pytest.raises(InputError, match="of which year the prices are"):
        in_last_prices(parameters()["qaly_mkba"])
    for one in parameters().values():
        if one.unit not in MONEY_UNITS or not one.values:
            assert in_last_prices(one) is None
