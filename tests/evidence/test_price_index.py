"""Price levels: an amount moves along the index and never outside it."""

from __future__ import annotations

import pytest

from weefsel.base.errors import InputError
from weefsel.evidence.parameter import parameters
from weefsel.evidence.price_index import factor, last_year, levels


def test_prices_of_2023_in_those_of_2025_follow_the_consumer_price_index() -> None:
    # Levels of the file, CBS, 2015 = 100: 126.1 in 2023 and 134.5 in 2025.
    assert factor(parameters()["cpi"], 2023, 2025) == pytest.approx(134.5 / 126.1)


def test_the_wmo_index_chains_the_changes_of_2024_and_2025() -> None:
    # VNG: 5.71% in 2024 (final) and 3.94% in 2025 (provisional).
    assert factor(parameters()["idx_soc"], 2023, 2025) == pytest.approx(1.0571 * 1.0394)


@pytest.mark.parametrize("name", ["cpi", "idx_soc"])
def test_there_and_back_is_where_you_were(name: str) -> None:
    index = parameters()[name]
    for year in levels(index):
        there = factor(index, year, last_year(index))
        assert there * factor(index, last_year(index), year) == pytest.approx(1)
        assert factor(index, year, year) == 1


@pytest.mark.parametrize("year", [2009, 2026])
def test_a_year_outside_the_index_is_refused(year: int) -> None:
    with pytest.raises(InputError, match="2010 to 2025"):
        factor(parameters()["cpi"], year, 2025, where="recipe")
    with pytest.raises(InputError, match=str(year)):
        factor(parameters()["cpi"], 2025, year)


def test_a_parameter_that_is_no_index_cannot_move_prices() -> None:
    with pytest.raises(ValueError, match="not a price index"):
        levels(parameters()["uc_begl_hr"])


def test_an_index_that_skips_a_year_is_not_chained() -> None:
    index = parameters()["idx_soc"]
    gap = {year: held for year, held in index.values.items() if year != 2024}
    with pytest.raises(ValueError, match="skips"):
        levels(index.model_copy(update={"values": gap}))
