"""The page on portfolios is true: its list is read as it says, and the example comes along."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from portfolio.small_town import places
from weefsel.portfolio.columns import lacking, propose
from weefsel.portfolio.reading import read_lines
from weefsel.portfolio.sheet import sheet_of

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/portfolio.md").read_text(encoding="utf-8")


def test_the_list_of_the_page_is_read_as_it_says() -> None:
    (said,) = re.findall(r"```csv\n(.*?)```", PAGE, re.S)
    grid = sheet_of(said.replace("Spoelkwartier", "Lakenhal").encode(), "pagina.csv")
    found = read_lines(grid, propose(grid), places())
    assert [one.amount for one in found.lines] == [Decimal(62000), Decimal(54300)]
    assert [one.year for one in found.lines] == [2026, 2026]
    assert found.lines[1].groups == ("G7",)
    assert found.lines[1].areas == ("GM9990",)
    assert [one.row for one in found.notes] == [4]


def test_the_example_is_where_the_page_says_and_needs_no_help_with_its_columns() -> None:
    (name,) = re.findall(r"`(examples/[^`]+)`", PAGE)
    raw = (ROOT / name).read_bytes()
    grid = sheet_of(raw, name)
    columns = propose(grid)
    assert lacking(columns) == []
    assert set(columns.columns) == set(grid.columns)
