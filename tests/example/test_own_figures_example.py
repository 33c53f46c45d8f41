"""The example file of own figures: Weverdam's own, fictitious, and kept when it is renewed."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from weefsel.atlas.local_load import guess_mapping, prepare_local, store_local
from weefsel.atlas.store import Store
from weefsel.example.make import make_weverdam
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.run import scan
from weefsel.sources.local_grid import read_grid

EXAMPLE = Path(__file__).parents[2] / "examples" / "weverdam-eigen-cijfers.csv"
CONDITIONS = ("cohesion", "empowerment")


@pytest.fixture
def filled(home: Path, tmp_path: Path) -> Store:
    """Weverdam with its own figures."""
    shutil.copytree(home, tmp_path / "home")
    store = Store(tmp_path / "home")
    grid = read_grid(EXAMPLE)
    found = prepare_local(store, grid, guess_mapping(store, grid), today=date(2026, 11, 22))
    store_local(store, found)
    return store


def scored(store: Store) -> list[int]:
    result = scan(store, ScanRecipe(area="GM9990"))
    return [len(result.scored(one)) for one in CONDITIONS]


def test_before_it_nothing_is_scored_and_after_it_all_is(store: Store, filled: Store) -> None:
    assert scored(store) == [0, 0]
    assert scored(filled) == [57, 57]


def test_it_says_that_it_is_invented_in_every_row(filled: Store) -> None:
    grid = read_grid(EXAMPLE)
    assert any("verzonnen" in line for line in grid.above)
    sources = grid.cells(grid.columns.index("bron"))
    assert all("verzonnen" in str(one) for one in sources)
    (own,) = [one for one in filled.editions("XX00") if one.own]
    assert own.fictitious
    assert "verzonnen" in own.title


def test_it_follows_the_story_of_the_town(filled: Store) -> None:
    """Where strain is high, trust is lower; learning places stand where they are needed."""
    result = scan(filled, ScanRecipe(area="GM9990"))

    def of(code: str, indicator: str) -> float:
        return float(result.value_rows[code, indicator]["value"])

    codes = [one for one in result.codes() if (one, "trust_people") in result.value_rows]
    east = [one for one in codes if one[6:8] == "03"]
    rest = [one for one in codes if one[6:8] not in {"02", "03"}]
    for indicator, sign in (("trust_people", -1), ("learning_places_per_1000", 1)):
        here = sum(of(one, indicator) for one in east) / len(east)
        there = sum(of(one, indicator) for one in rest) / len(rest)
        assert sign * (here - there) > 0, indicator


@pytest.mark.parametrize("seed", [1, 4])
def test_renewing_the_example_keeps_them_and_says_what_lost_its_area(
    filled: Store, seed: int
) -> None:
    (before,) = [one for one in filled.editions("XX00") if one.own]
    figures = filled.own_figures(before.id)
    report = make_weverdam(filled, seed)
    assert filled.own_figures(before.id).equals(figures)
    known = set(filled.areas(2023, country="XX00")["code"])
    gone = len(set(figures["area"]) - known)
    assert (seed == 1) == (gone == 0)
    words = " ".join(one.render("en") for one in report.sentences)
    assert before.title in words
    assert (f"{gone} of its areas" in words) is bool(gone)
    assert ("stays as it was" in words) is not gone
