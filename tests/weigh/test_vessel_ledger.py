"""What leaves heavy care must be met nearby: sums, unknowns, and the warning."""

from __future__ import annotations

import pytest

from weefsel.base.errors import InputError
from weefsel.weigh.vessel_ledger import Entry, ledger

SOURCE = "verzonnen"


def entry(year: int, **held: object) -> Entry:
    return Entry(district="WK999001", year=year, unit="hours", source=SOURCE, **held)  # type: ignore[arg-type]


def test_people_who_come_home_need_what_was_said_and_the_shortage_adds_up() -> None:
    rows = ledger(
        [
            entry(2025, heavy_out=10, home=8, base_in=100),
            entry(2026, heavy_out=5, home=4, base_in=500),
            entry(2027, heavy_out=0, home=0, base_in=100),
        ],
        per_client=50,
    )
    assert [row.needed for row in rows] == [400, 600, 600]
    assert [row.shortage for row in rows] == [300, 0, 0]
    assert [row.warning for row in rows] == [None, None, None]


def test_when_heavy_care_falls_and_nothing_comes_it_warns() -> None:
    (first, second) = ledger(
        [entry(2025, heavy_out=10, home=8, base_in=0), entry(2026, base_in=-20, home=0)],
        per_client=50,
    )
    assert "12 maanden" in first.warning.render("nl")
    assert second.warning is None
    assert second.shortage == 420


def test_what_nobody_knows_is_not_zero() -> None:
    (unknown,) = ledger([entry(2025, heavy_out=10, home=8, base_in=0)])
    assert (unknown.needed, unknown.shortage) == (None, None)
    assert "heeft niemand gezegd" in unknown.unknown.render("nl")
    (people,) = ledger([entry(2025, heavy_out=10, base_in=0)], per_client=50)
    assert people.shortage is None
    (base,) = ledger([entry(2025, heavy_out=10, home=8)], per_client=50)
    assert base.shortage is None
    assert "niet bekend" in base.warning.render("nl")


def test_within_the_term_it_says_that_the_base_has_not_risen_yet() -> None:
    (row,) = ledger([entry(2026, heavy_out=10, home=8, base_in=0)], per_client=50)
    assert "nog niet" in row.warning.render("nl")


@pytest.mark.parametrize(
    ("entries", "asked"),
    [
        ([entry(2025), entry(2025)], None),
        (
            [
                entry(2025, base_in=1),
                Entry(district="WK999001", year=2026, base_in=1, unit="fte", source=SOURCE),
            ],
            None,
        ),
        ([entry(2025)], -1.0),
    ],
)
def test_what_cannot_be_is_refused(entries: list[Entry], asked: float | None) -> None:
    with pytest.raises(InputError):
        ledger(entries, per_client=asked)
