"""Numbers in text: whatever the marks, a number keeps its value or is refused."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weefsel.base.errors import InputError
from weefsel.base.language import Text
from weefsel.sources.figures import MISSING, MISSING_NUMBERS, NIL, SECRET, Parsed, parse


def wrong(name: str, row: int, what: Text, todo: Text) -> InputError:
    return InputError(what, where=f"{name} {row}", todo=todo)


def read(*columns: list[str | None]) -> Parsed:
    return parse(
        {f"c{at}": pl.Series(cells, dtype=pl.String) for at, cells in enumerate(columns)}, wrong
    )


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=30), st.booleans())
def test_a_number_with_one_decimal_keeps_its_value(tenths: list[int], comma: bool) -> None:
    cells = [f"{'-' if t < 0 else ''}{abs(t) // 10}.{abs(t) % 10}" for t in tenths]
    cells = [cell.replace(".", ",") if comma else cell for cell in cells]
    found = read(list(cells)).columns["c0"].to_list()
    numbers = [t / 10 for t in tenths]
    assert found == [None if n in MISSING_NUMBERS else n for n in numbers]


@given(st.lists(st.integers(1_000, 10**9), min_size=1, max_size=20), st.sampled_from(".,"))
def test_thousands_in_groups_keep_their_value(numbers: list[int], mark: str) -> None:
    decimal = "," if mark == "." else "."
    cells: list[str | None] = [f"{n:,}".replace(",", mark) for n in numbers]
    found = read([*cells, f"0{decimal}5"]).columns["c0"].to_list()
    assert found == [*map(float, numbers), 0.5]


@given(st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=10))
def test_any_text_is_a_number_or_missing_or_refused(cells: list[str]) -> None:
    try:
        found = read(list(cells)).columns["c0"]
    except InputError:
        return
    assert found.dtype == pl.Float64
    assert not found.is_nan().any()
    assert not found.is_infinite().any()


@pytest.mark.parametrize("mark", [*MISSING, *SECRET, *NIL, None, "-99999999", "-99997", "-99995"])
def test_a_mark_for_missing_is_never_zero(mark: str | None) -> None:
    assert read([mark, "3"]).columns["c0"].to_list() == [None, 3.0]


def test_a_provisional_number_loses_its_star() -> None:
    assert read(["12*", "13**"]).columns["c0"].to_list() == [12.0, 13.0]


def test_an_empty_column_is_missing() -> None:
    assert read([None, None]).columns["c0"].to_list() == [None, None]
