"""The page on own figures is true: its mapping is one, its tables are read as it says."""

from __future__ import annotations

import re
from pathlib import Path

from weefsel.atlas.indicator import catalogue
from weefsel.atlas.local_names import names_of
from weefsel.scan.recipe import ScanRecipe
from weefsel.sources.local_grid import grid_of
from weefsel.sources.local_mapping import ROLES, guess, read_mapping
from weefsel.sources.local_rows import rows_of

PAGE = Path(__file__).parents[2] / "docs" / "own-figures.md"


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)


def test_the_tables_of_the_page_are_read_as_it_says() -> None:
    known = names_of(catalogue())
    for words, count in zip(blocks("csv"), (2, 2), strict=True):
        grid = grid_of(words.encode(), "page.csv")
        found = rows_of(grid, guess(grid, known))
        assert (found.faults, len(found.rows)) == ((), count)
    assert guess(grid, known).many("n") == {"Burenhulp n": "neighbour_help"}


def test_the_mapping_of_the_page_is_one(tmp_path: Path) -> None:
    words, recipe = blocks("toml")
    changes = ScanRecipe.read(recipe, "page.toml").indicator_changes
    assert [one.indicator for one in changes] == ["low_education_share_15_74"]
    path = tmp_path / "mapping.toml"
    path.write_text(words, encoding="utf-8")
    mapping = read_mapping(path)
    assert mapping.title == "Bewonersenquête 2023"
    assert set(mapping.indicators.values()) <= set(catalogue())
    assert all(role.partition(":")[0] in ROLES for role in mapping.columns.values())
