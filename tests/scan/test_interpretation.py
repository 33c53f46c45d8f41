"""How far a scan is, when its figures are others than those of then, and one area whole."""

from __future__ import annotations

from datetime import date

import pytest

from scan.small_country import MUNICIPALITY, catalogue, code, observations, scanned
from weefsel.atlas.indicator import catalogue as shipped_catalogue
from weefsel.scan.area_scan import NO_STACK, area_scan
from weefsel.scan.interpretation import (
    Recognised,
    Session,
    Standing,
    edition_mark,
    standing,
    standing_reason,
)
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.result import ScanResult

RECIPE = ScanRecipe(area=MUNICIPALITY)
VALUES: dict[str, list[float | None]] = {
    "good_health_18plus": [80.0, 60.0, 70.0, 71.0, 72.0],
    "lonely_18plus": [30.0, 60.0, 45.0, 44.0, None],
    "low_income_households_share": [5.0, 20.0, 9.0, 10.0, 11.0],
}


def small(values: dict[str, list[float | None]]) -> ScanResult:
    shipped = shipped_catalogue()
    known = catalogue(*[shipped[name] for name in values])
    return scanned(observations(values), RECIPE, known=known)


def held(*residents: bool) -> list[Session]:
    return [Session(date(2026, 5, 1), one, Recognised.YES) for one in residents]


@pytest.mark.parametrize(
    ("published", "residents", "wanted"),
    [  # DOMAIN §9: definitive only after two sessions including residents
        (False, (True, True, True), Standing.CONCEPT),
        (True, (), Standing.PUBLISHED),
        (True, (True, False), Standing.PUBLISHED),
        (True, (False, False, False), Standing.PUBLISHED),
        (True, (True, False, True), Standing.DEFINITIVE),
    ],
)
def test_a_scan_is_definitive_when_published_after_two_sessions_with_residents(
    published: bool, residents: tuple[bool, ...], wanted: Standing
) -> None:
    sessions = held(*residents)
    assert standing(published, sessions) is wanted
    said = standing_reason(published, sessions)
    assert ("Weefsel" in said.render("nl")) == published
    assert said.render("nl") != said.render("en")


def test_a_mark_changes_with_a_figure_of_that_area_and_with_no_other() -> None:
    before = small(VALUES)
    other = small({**VALUES, "lonely_18plus": [30.0, 60.0, 45.0, 44.0, 50.0]})
    first, last = code(0), code(4)
    assert edition_mark(before, first) == edition_mark(other, first)
    assert edition_mark(before, last) != edition_mark(other, last)
    assert edition_mark(before, first) != edition_mark(before, last)


def test_what_cannot_be_told_from_average_is_no_strain_and_words_come_from_one_function() -> None:
    result = small(VALUES)
    area = code(1)
    scan = area_scan(result, area)
    for line in scan.blocks.strains:
        sure = result.indicator_sure(area, line.indicator.id)
        assert sure is not None
        assert sure.certainty.value != "indistinguishable"
        assert scan.certainty[line.indicator.id] == result_words(result, area, line.indicator.id)
    assert scan.stack == NO_STACK  # without a comparison nothing is stacked
    assert scan.trends == {}
    assert scan.around(scan.blocks.blocks[3].lines[0]) is not None


def result_words(result: ScanResult, area: str, indicator: str) -> object:
    from weefsel.scan.words import said

    sure = result.indicator_sure(area, indicator)
    assert sure is not None
    return said(sure)
