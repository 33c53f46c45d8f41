"""Which figure counts: the newest, not too old, not newer than the scan, about the same area."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from scan.small_country import code, observations
from weefsel.scan.select import choose, mark, refused

AREA = code(0)


def rows(*given: tuple[int | None, float | None], **more: Any) -> pl.DataFrame:
    """Rows of one figure of one neighbourhood: (year, value)."""
    frame = pl.concat(
        [observations({"benefit": [value]}, year=year or 0, **more) for year, value in given]
    ).filter(pl.col("indicator") == "benefit")
    years = pl.Series("year", [year for year, _ in given], dtype=pl.Int32)
    return frame.with_columns(years)


def newest(frame: pl.DataFrame, **options: Any) -> tuple[int, float] | None:
    found = choose(mark(frame, year=2020, max_age_years=2, **options))
    return None if found.is_empty() else (found["year"][0], found["value"][0])


def why_not(frame: pl.DataFrame, **options: Any) -> tuple[str, int | None] | None:
    marked = mark(frame, year=2020, max_age_years=2, **options)
    found = refused(marked, choose(marked))
    return None if found.is_empty() else (found["state"][0], found["year"][0])


def test_the_newest_figure_counts() -> None:
    assert newest(rows((2018, 1.0), (2020, 3.0), (2019, 2.0))) == (2020, 3.0)


def test_an_older_figure_counts_when_the_newest_is_empty() -> None:
    assert newest(rows((2018, 1.0), (2020, None))) == (2018, 1.0)


@pytest.mark.parametrize(("year", "counts"), [(2017, False), (2018, True), (2020, True)])
def test_a_figure_may_be_two_years_old(year: int, counts: bool) -> None:
    assert (newest(rows((year, 1.0))) is not None) is counts


def test_a_figure_that_is_too_old_is_said_to_be_so_with_its_year() -> None:
    assert why_not(rows((2012, 1.0), (2016, 2.0))) == ("too_old", 2016)


def test_a_figure_of_after_the_scan_does_not_count() -> None:
    assert newest(rows((2021, 1.0))) is None
    assert why_not(rows((2021, 1.0))) == ("too_new", 2021)


def test_an_undated_figure_never_counts() -> None:
    assert newest(rows((None, 1.0))) is None


def test_a_figure_that_is_not_a_number_does_not_count() -> None:
    assert newest(rows((2020, float("nan")))) is None
    assert newest(rows((2020, float("inf")))) is None


def test_a_withheld_figure_is_said_to_be_withheld() -> None:
    hidden = rows((2020, None)).with_columns(flag=pl.lit("suppressed"))
    assert why_not(hidden) == ("suppressed", 2020)


def test_two_editions_of_one_year_give_one_figure_whatever_their_order() -> None:
    first, second = rows((2020, 1.0), source="A"), rows((2020, 2.0), source="B")
    assert newest(pl.concat([first, second])) == (2020, 2.0)
    assert newest(pl.concat([second, first])) == (2020, 2.0)


class TestARedividedNeighbourhood:
    """Its code meant another area in the division before."""

    changed = pl.DataFrame(
        {"area": [AREA], "since": [2020]}, schema={"area": pl.String, "since": pl.Int32}
    )

    def old(self, division: int | None) -> pl.DataFrame:
        return rows((2019, 1.0)).with_columns(division=pl.lit(division, dtype=pl.Int32))

    def test_keeps_a_figure_that_was_made_on_the_new_division(self) -> None:
        assert newest(self.old(2020), redivided=self.changed) == (2019, 1.0)

    def test_loses_a_figure_of_the_old_division(self) -> None:
        assert newest(self.old(2019), redivided=self.changed) is None
        assert why_not(self.old(2019), redivided=self.changed) == ("redivided", 2019)

    def test_takes_the_year_of_the_figure_for_an_edition_without_division(self) -> None:
        assert newest(self.old(None), redivided=self.changed) is None

    def test_leaves_other_neighbourhoods_alone(self) -> None:
        other = self.changed.with_columns(area=pl.lit(code(1)))
        assert newest(self.old(2019), redivided=other) == (2019, 1.0)
