"""A total of the four conditions: only when asked, only with all four, its range careful."""

from __future__ import annotations

import numpy as np
import pytest

from scan.small_country import (
    SmallStore,
    areas,
    code,
    indicator,
    observations,
)
from weefsel.atlas.indicator import CONDITIONS
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.result import ScanResult
from weefsel.scan.run import compute, scan

COUNT = 40


@pytest.fixture(scope="module")
def found() -> ScanResult:
    """Four conditions of two indicators; the last area misses one condition."""
    rng = np.random.default_rng(1)
    known = {"population": indicator("population", error="rounding")}
    columns: dict[str, list[float | None]] = {}
    for at, condition in enumerate(CONDITIONS):
        for one in "ab":
            name = f"{one}{at}"
            known[name] = indicator(name, direction=1, condition=condition, error="model_estimate")
            columns[name] = [float(value) for value in rng.normal(40, 8, COUNT)]
            if condition == "cohesion":
                columns[name][-1] = None
    recipe = ScanRecipe(area="GM9990", year=2020, minimum_filled=2, total=True)
    rows = observations(columns)
    made = compute(areas(COUNT), rows, recipe, year=2020, country="XX00", catalogue=known)
    return scan(SmallStore({}, rows), recipe, national=made)


def test_the_total_is_the_plain_mean_of_the_four_scores(found: ScanResult) -> None:
    for area in found.codes()[:-1]:
        scores = [found.score(area, one).value for one in CONDITIONS]
        assert found.total(area).value == pytest.approx(np.mean(scores))  # type: ignore[arg-type]
        assert "computed:scan_total" in found.total(area).sources


def test_without_one_of_the_four_there_is_no_total_and_a_reason(found: ScanResult) -> None:
    figure = found.total(code(COUNT - 1))
    assert figure.value is None
    assert "sociale cohesie" in figure.reason.render("nl")  # type: ignore[union-attr]
    assert found.total_sure(code(COUNT - 1)) is None


def test_the_range_is_that_of_errors_that_go_wholly_together(found: ScanResult) -> None:
    for area in found.codes()[:5]:
        figure, sure = found.total(area), found.total_sure(area)
        each = [found.sure(area, one) for one in CONDITIONS]
        assert sure is not None
        assert figure.low == pytest.approx(np.mean([one.low for one in each if one]))
        widths = [one.high - one.low for one in each if one]
        assert sure.high - sure.low == pytest.approx(np.mean(widths))
        # Errors that have nothing to do with each other would make it half as wide.
        assert sure.high - sure.low > 1.5 * np.sqrt(np.sum(np.square(widths))) / 4
        below = [one.below for one in each if one]
        assert min(below) <= sure.below <= max(below)


def test_it_is_in_the_document_and_the_table_and_never_unasked(found: ScanResult) -> None:
    record = next(one for one in found.document()["areas"] if one["code"] == code(0))
    assert record["total"]["figure"]["value"] == found.total(code(0)).value
    assert "Totaal van de vier voorwaarden" in found.table("nl").columns
    plain = scan(
        SmallStore({}, observations({"a0": [1.0] * COUNT})),
        found.recipe.model_copy(update={"total": False}),
        national=compute_again(found),
    )
    assert "only made when" in str(plain.total(code(0)).reason)
    assert plain.total(code(0)).value is None
    assert "total" not in plain.document()["areas"][0]
    assert not [one for one in plain.table("en").columns if "otal" in one]


def compute_again(found: ScanResult):  # type: ignore[no-untyped-def]
    from weefsel.scan.national import National

    return National(
        year=2020, country="XX00", areas=areas(COUNT), totals=found.totals, redivided=None,
        levels=found.levels, mixed={"neighbourhood": ()}, catalogue=found.catalogue,
        reference="XX00",
    )  # fmt: skip


def test_a_recipe_asks_for_it_in_toml() -> None:
    assert ScanRecipe.read('area = "GM9990"\ntotal = true', "scan.toml").total
    assert not ScanRecipe(area="GM9990").total
