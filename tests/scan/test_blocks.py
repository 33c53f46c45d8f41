"""The twelve blocks of a neighbourhood scan and the lens of brede welvaart."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from scan.small_country import MUNICIPALITY, catalogue, code, indicator, observations, scanned
from weefsel.atlas.indicator import catalogue as shipped_catalogue
from weefsel.atlas.store import Store
from weefsel.base.certainty import Certainty
from weefsel.base.errors import InputError
from weefsel.scan.blocks import (
    declared_blocks,
    declared_prosperity,
    neighbourhood_scan,
    prosperity_scan,
    read_blocks,
)
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.result import ScanResult
from weefsel.scan.run import scan
from weefsel.scan.series import series_of
from weefsel.scan.trend import trends

FILE = Path(__file__).parents[2] / "src/weefsel/scan/declared/blocks.toml"
RECIPE = ScanRecipe(area=MUNICIPALITY)


def small(values: dict[str, list[float | None]]) -> ScanResult:
    """A scan of neighbourhoods on real ids of the catalogue."""
    shipped = shipped_catalogue()
    known = catalogue(*[shipped[name] for name in values])
    return scanned(observations(values), RECIPE, known=known)


FIVE: dict[str, list[float | None]] = {
    "good_health_18plus": [80.0, 60.0, 70.0, 71.0, 72.0],
    "lonely_18plus": [30.0, 60.0, 45.0, 44.0, None],
    "low_income_households_share": [5.0, 20.0, 9.0, 10.0, 11.0],
    "residents_share_65plus": [5.0, 40.0, 20.0, 21.0, 22.0],
}


# The data files


def test_there_are_twelve_blocks_eight_themes_and_four_capitals() -> None:
    assert [one.number for one in declared_blocks().block] == list(range(1, 13))
    assert len(declared_prosperity().theme) == 8
    assert len(declared_prosperity().capital) == 4
    for one in (*declared_blocks().block, *declared_prosperity().theme):
        assert one.name_nl
        assert one.name_en


def test_every_indicator_of_the_catalogue_stands_in_one_block_and_origin_in_none() -> None:
    """A new indicator needs one line in src/weefsel/scan/declared/blocks.toml."""
    placed = {one for block in declared_blocks().block for one in block.indicators}
    meant = {key for key, one in shipped_catalogue().items() if not one.origin_trait}
    assert placed == meant


def test_every_theme_of_an_indicator_is_one_of_the_eight() -> None:
    themes = {one.id for one in declared_prosperity().theme}
    used = {one.theme for one in shipped_catalogue().values()}
    assert used - {"none"} <= themes


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('"lonely_18plus"', '"loneliness_18plus"'), "cannot stand in a block"),
        (('"lonely_18plus"', '"origin_europe_share"'), "cannot stand in a block"),
        (('"lonely_18plus"', '"good_health_18plus"'), "two blocks"),
    ],
)
def test_a_figure_that_cannot_stand_in_a_block_is_refused(
    change: tuple[str, str], says: str, tmp_path: Path
) -> None:
    bad = tmp_path / "blocks.toml"
    bad.write_text(FILE.read_text("utf-8").replace(*change), "utf-8")
    with pytest.raises(InputError, match=says):
        read_blocks(bad)


# One area


def test_strong_points_and_strains_are_the_most_and_least_favourable_quarter() -> None:
    strong, strained, middle = (neighbourhood_scan(small(FIVE), code(n)) for n in (0, 1, 3))
    ids = ["good_health_18plus", "lonely_18plus", "low_income_households_share"]
    assert sorted(one.indicator.id for one in strong.strengths) == ids
    assert strong.strains == ()
    assert sorted(one.indicator.id for one in strained.strains) == ids
    assert middle.strengths == middle.strains == ()
    assert "meer sterke punten (3)" in strong.title.render("nl")
    assert "meer punten onder druk (3)" in strained.title.render("nl")
    assert "valt op" in middle.title.render("nl")


def test_context_is_shown_and_is_no_strength_or_strain() -> None:
    made = neighbourhood_scan(small(FIVE), code(1))
    population = made.blocks[0]
    (line,) = [one for one in population.lines if one.indicator.id == "residents_share_65plus"]
    assert (line.verdict, line.favourable, line.place) == ("", None, None)
    assert line.figure.value == 40.0


def test_what_cannot_be_told_apart_is_no_strength() -> None:
    sure = {"lonely_18plus": Certainty.INDISTINGUISHABLE, "good_health_18plus": Certainty.LIKELY}
    made = neighbourhood_scan(small(FIVE), code(0), certainty=sure)
    ids = {one.indicator.id for one in made.strengths}
    assert ids == {"good_health_18plus", "low_income_households_share"}


def test_what_is_missing_is_named_with_the_reason_and_what_can_be_added() -> None:
    made = neighbourhood_scan(small(FIVE), code(4))
    loneliness = made.blocks[4]
    (gone,) = [why for one, why in loneliness.missing if one.id == "lonely_18plus"]
    assert gone.render("nl") == "geen cijfer in de geladen tabellen"
    assert "onder kwetsbare inwoners" in loneliness.to_add.render("nl")
    assert {"stories", "cohesion"} <= {one.id for one in made.empty}
    assert any("blokken hebben nog geen cijfers" in one.render("nl") for one in made.lead)


def test_an_own_indicator_of_a_municipality_comes_in_the_block_of_its_condition() -> None:
    own = indicator("clubs", direction=1, condition="cohesion").model_copy(
        update={"owner": MUNICIPALITY}
    )
    known = catalogue(own)
    result = scanned(observations({"clubs": [1.0, 2.0, 3.0, 4.0, 9.0]}), RECIPE, known=known)
    made = neighbourhood_scan(result, code(4))
    (line,) = made.blocks[5].lines
    assert (line.indicator.id, line.verdict) == ("clubs", "strength")


def test_origin_changes_nothing_and_stands_nowhere() -> None:
    def made(shares: list[float | None]):
        shipped = shipped_catalogue()
        names = [*FIVE, "origin_europe_share"]
        known = catalogue(*[shipped[name] for name in names])
        result = scanned(
            observations({**FIVE, "origin_europe_share": shares}), RECIPE, known=known
        )
        blocks = neighbourhood_scan(result, code(0)).document()
        lenses = [one.document() for one in prosperity_scan(result, code(0))]
        return blocks, lenses

    left, right = made([1.0, 2.0, 3.0, 4.0, 5.0]), made([50.0, 1.0, 50.0, 1.0, 50.0])
    assert left == right
    assert "origin_europe_share" not in str(left)


# Weverdam


@pytest.fixture(scope="module")
def store(weverdam_home: Path) -> Store:
    return Store(weverdam_home)


@pytest.fixture(scope="module")
def weverdam(store: Store) -> ScanResult:
    return scan(store, ScanRecipe(area="GM9990", year=2022))


def test_every_neighbourhood_of_weverdam_has_its_blocks(weverdam: ScanResult) -> None:
    for area in weverdam.codes():
        made = neighbourhood_scan(weverdam, area)
        assert len(made.blocks) == 12
        shown = {line.indicator.id for one in made.blocks for line in one.lines}
        missing = {indicator.id for one in made.blocks for indicator, _ in one.missing}
        assert not shown & missing
        assert shown | missing == {
            key for key, one in weverdam.catalogue.items() if not one.origin_trait
        }
        assert {"stories"} <= {one.id for one in made.empty}
        assert made.title.render("nl")


def test_the_lens_shows_the_same_figures_under_themes_and_capitals(weverdam: ScanResult) -> None:
    area = "BU99900301"
    now, later = prosperity_scan(weverdam, area)
    assert all(one.lines for one in now.blocks)
    by_block = {
        line.indicator.id: line.figure
        for one in neighbourhood_scan(weverdam, area).blocks
        for line in one.lines
    }
    for seen in (now, later):
        for one in seen.blocks:
            for line in one.lines:
                assert line.figure == by_block[line.indicator.id]
    assert [one.block.id for one in later.blocks] == ["economic", "natural", "human", "social"]


def test_a_trend_stands_beside_its_figure(store: Store, weverdam: ScanResult) -> None:
    area = "BU99900301"
    found = trends(series_of(store, country="XX00", areas=[area]), shipped_catalogue())
    rows = {row["indicator"]: row for row in found.filter(pl.col("newest")).iter_rows(named=True)}
    made = neighbourhood_scan(weverdam, area, trends=rows)
    (line,) = [
        one
        for block in made.blocks
        for one in block.lines
        if one.indicator.id == "social_assistance_share_15_64"
    ]
    assert line.trend is not None
    assert line.trend["state"] == "trend"
