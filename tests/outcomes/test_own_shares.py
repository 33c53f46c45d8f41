"""Shares of people from own records: only what no one can work out is shown."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weefsel.base.errors import InputError
from weefsel.outcomes.own_participants import pass_participants
from weefsel.outcomes.own_shares import pass_shares

MINIMUM = 10  # DESIGN section 6, disclosure control


def shares(counts: dict[str, tuple[int, int]], year: int = 2023) -> pl.DataFrame:
    """Lay out shares of ``{area: (those who do, everybody)}``."""
    rows = [(area, "reach", year, 100 * yes / n, float(n)) for area, (yes, n) in counts.items()]
    names = {"area": pl.String, "indicator": pl.String, "year": pl.Int32,
             "value": pl.Float64, "n": pl.Float64}  # fmt: skip
    return pl.DataFrame(rows, schema=names, orient="row")


def shown(
    counts: dict[str, tuple[int, int]], ledger: dict | None = None
) -> dict[str, float | None]:
    passed, _ = pass_shares(shares(counts), ledger or {})
    return dict(passed.select("area", "value").iter_rows())


DISTRICT = {
    "BU99900101": (40, 100),
    "BU99900102": (3, 60),
    "BU99900103": (100, 200),
    "WK999001": (143, 360),
}


def test_a_small_count_is_withheld_and_so_is_what_would_give_it_away() -> None:
    found = shown(DISTRICT)
    assert found["BU99900102"] is None
    hidden = [area for area, value in found.items() if value is None]
    assert len(hidden) >= 2  # one alone is the district less the others


def test_few_who_do_not_are_as_small_as_few_who_do() -> None:
    assert shown({"BU99900101": (57, 60), "BU99900102": (30, 60)})["BU99900101"] is None


def test_what_may_be_shown_is_what_the_counts_say() -> None:
    assert shown({"BU99900101": (30, 60), "BU99900102": (0, 60)}) == {
        "BU99900101": 50.0,
        "BU99900102": 0.0,
    }


def test_a_second_release_without_the_district_gives_nothing_away() -> None:
    _, ledger = pass_shares(shares(DISTRICT), {})
    again = shown({area: DISTRICT[area] for area in list(DISTRICT)[:3]}, ledger)
    assert again["BU99900102"] is None


def test_parts_that_hold_more_than_the_whole_are_refused() -> None:
    with pytest.raises(InputError, match="WK999001"):
        pass_shares(shares({"BU99900101": (40, 100), "WK999001": (30, 300)}), {})


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=2, max_size=5))
def test_no_hidden_part_is_the_whole_less_the_shown_parts(parts: list[tuple[int, int]]) -> None:
    parts = [(yes, no) for yes, no in parts if yes + no]
    if len(parts) < 2:
        return
    counts = {f"BU999001{at:02d}": (yes, yes + no) for at, (yes, no) in enumerate(parts)}
    counts["WK999001"] = (sum(y for y, _ in parts), sum(y + n for y, n in parts))
    found = shown(counts)
    hidden = [area for area in counts if found[area] is None and area != "WK999001"]
    if found["WK999001"] is not None:
        assert len(hidden) != 1
    for area, (yes, n) in counts.items():
        if 0 < yes < MINIMUM or 0 < n - yes < MINIMUM:
            assert found[area] is None, area


def test_small_numbers_of_participants_are_hidden_with_their_total_or_another() -> None:
    released, ledger = pass_participants(
        [("council", 120), ("challenge", 4), ("panel", 60)], 2023, {}
    )
    seen = dict(released.cells.select("form", "count").iter_rows())
    assert seen["challenge"] is None
    assert sum(count is None for count in seen.values()) >= 2
    assert "4" not in str(sorted(ledger)) or ledger
