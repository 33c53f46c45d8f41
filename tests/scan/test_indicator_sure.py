"""How sure a single figure is below or above the average it is compared with."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest

from scan.small_country import SEZ, code
from scan.test_scan_sure import COUNT, RECIPE, scanned, table
from weefsel.base.certainty import Certainty
from weefsel.scan.indicator_sure import behind, chance_below
from weefsel.scan.reference import COMPARED, Reference
from weefsel.scan.result import ScanResult
from weefsel.scan.words import CLASSES, said, side

NORMAL = NormalDist()


@pytest.fixture(scope="module")
def found() -> ScanResult:
    return scanned(table(), debt="none")


def described(values: np.ndarray) -> Reference:
    return Reference(
        "x", values.size, values.size, float(values.mean()), float(values.mean()),
        float(values.std(ddof=1)), -np.inf, np.inf, 0, 0.0, 0.0, COMPARED,
    )  # fmt: skip


def test_the_chance_is_that_of_efron_and_morris_written_out(found: ScanResult) -> None:
    """Equal errors: the posterior in closed form, without the widening that n = 4000 makes."""
    rng = np.random.default_rng(1)
    truth = rng.normal(50, 3, 4000)
    values = truth + rng.normal(0, 2, truth.size)
    there = np.ones(truth.size, dtype=np.bool_)
    made = behind(values, np.full(truth.size, 2.0), there, described(values),
                  minimum_reliability=0.05)  # fmt: skip
    total = values.var(ddof=1)
    kept = 1 - 2.0**2 / total
    expected = values.mean() + kept * (values - values.mean())
    np.testing.assert_allclose(made.expected, expected, rtol=1e-4)
    np.testing.assert_allclose(made.deviation, np.sqrt(kept) * 2.0, rtol=3e-3)
    assert chance_below(1.0, 2.0) == pytest.approx(NORMAL.cdf(0.5))


@pytest.mark.parametrize("noise", [1.0, 2.0, 3.0])
def test_chances_hold_what_they_say_on_simulated_areas(noise: float) -> None:
    """Of areas with a chance around p, a share p has its true value under the true mean."""
    rng = np.random.default_rng(2)
    said_chances, under, inside = [], [], []
    for _ in range(40):
        truth = rng.normal(30, 2, 400)
        error = noise * rng.uniform(0.5, 1.5, truth.size)
        values = truth + error * rng.standard_normal(truth.size)
        made = behind(values, error, np.ones(truth.size, dtype=np.bool_), described(values),
                      minimum_reliability=0.05)  # fmt: skip
        middle = values.mean()
        said_chances += [
            chance_below(middle - one, spread)
            for one, spread in zip(made.expected, made.deviation, strict=True)
        ]
        under += list(truth < 30)
        inside += list(np.abs(truth - made.expected) < 1.6449 * made.deviation)
    chances, truly = np.array(said_chances), np.array(under)
    for low in (0.05, 0.2, 0.4, 0.6, 0.8):
        here = (chances >= low) & (chances < low + 0.15)
        if here.sum() < 200:
            continue
        error = np.sqrt(0.25 / here.sum())
        assert abs(truly[here].mean() - chances[here].mean()) < 4 * error + 0.01
    assert np.mean(inside) == pytest.approx(0.9, abs=0.01)


def test_an_exact_figure_is_at_one_side_for_certain(found: ScanResult) -> None:
    for area in found.codes():
        sure = found.indicator_sure(area, "debt")
        assert sure is not None
        assert sure.error == 0.0
        value = found.value_rows[area, "debt"]["value"]
        assert sure.expected == pytest.approx(value)
        assert sure.low == sure.high == sure.expected
        assert sure.certainty is Certainty.CERTAIN
        assert side(sure) == ("lower" if value < sure.middle else "higher")


def test_a_figure_with_error_says_less_near_the_average_and_shrinks_to_it(
    found: ScanResult,
) -> None:
    chances = {}
    for area in found.codes():
        sure = found.indicator_sure(area, "benefit")
        assert sure is not None
        value = found.value_rows[area, "benefit"]["value"]
        assert abs(sure.expected - sure.middle) <= abs(value - sure.middle)
        assert sure.low < sure.expected < sure.high
        assert sure.basis == "small_numbers"
        chances[value] = sure.below
    ordered = [chances[one] for one in sorted(chances)]
    assert ordered[0] > 0.95
    assert ordered[-1] < 0.05
    found_words = [found.indicator_sure(area, "benefit") for area in found.codes()]
    assert {one.certainty for one in found_words if one} == set(Certainty)


def test_an_assumed_error_never_makes_certain_and_is_shown_at_three_sizes(
    found: ScanResult,
) -> None:
    for area in found.codes():
        sure = found.indicator_sure(area, "health")
        assert sure is not None
        assert sure.basis == "assumed"
        assert sure.certainty is not Certainty.CERTAIN
        assert [one.times for one in sure.assumed] == [0.5, 1.0, 2.0]
        apart = [abs(one.below - 0.5) for one in sure.assumed]
        assert apart[0] >= apart[1] >= apart[2]


def test_there_is_none_of_origin_without_a_figure_or_without_a_comparison() -> None:
    columns = {**table(), "born_abroad": [float(at) for at in range(COUNT)]}
    columns["benefit"][5] = None
    columns["trust"] = [None if at % 3 else 1.0 for at in range(COUNT)]
    result = scanned(columns)
    assert result.value_rows[code(1), "born_abroad"]
    assert result.indicator_sure(code(1), "born_abroad") is None
    assert result.certainty_classes("born_abroad") == {}
    assert result.indicator_sure(code(5), "benefit") is None
    assert result.indicator_sure(code(0), "trust") is None  # too few areas to compare with


def test_a_figure_is_held_to_its_municipality_when_that_is_asked() -> None:
    result = scanned(table())
    assert result.indicator_sure(code(3), "benefit", beside="municipality") is None  # no figure
    import polars as pl

    from scan.small_country import observations
    from weefsel.scan.run import compute
    from weefsel.scan.run import scan as run_scan

    rows = observations(table(), population=[500.0] * COUNT)
    town = rows.filter(pl.col("area") == code(0)).with_columns(
        area=pl.lit("GM9990"),
        value=pl.when(pl.col("indicator") == "benefit").then(35.0).otherwise(pl.col("value")),
    )
    from scan.small_country import SmallStore, areas

    both = pl.concat([rows, town])
    national = compute(areas(COUNT), both, RECIPE, year=2020, country="XX00",
                       catalogue=result.catalogue)  # fmt: skip
    with_town = run_scan(SmallStore({}, both), RECIPE, national=national)
    sure = with_town.indicator_sure(code(3), "benefit", beside="municipality")
    assert sure is not None
    assert sure.middle == 35.0
    assert side(sure) == "lower"
    assert said(sure, beside="municipality").render("nl").endswith("lager dan de gemeente")
    plain = with_town.indicator_sure(code(3), "benefit")
    assert plain is not None
    assert plain.middle == pytest.approx(np.mean(table()["benefit"]))


def test_classes_of_a_map_are_those_of_the_words_and_leave_out_what_is_not_there(
    found: ScanResult,
) -> None:
    for key in (SEZ, "benefit", "health"):
        classes = found.certainty_classes(key)
        assert len(classes) == COUNT
        assert set(classes.values()) <= set(CLASSES)
        for area, one in classes.items():
            sure = found.sure(area, key) if key == SEZ else found.indicator_sure(area, key)
            assert sure is not None
            assert said(sure) == CLASSES[one]
    assert set(found.certainty_classes("benefit").values()) == set(CLASSES)
    assert found.certainty_classes("cohesion") == {}


def test_more_error_never_makes_a_figure_surer() -> None:
    rng = np.random.default_rng(4)
    values = rng.normal(10, 3, 200)
    there = np.ones(values.size, dtype=np.bool_)
    error = rng.uniform(0.2, 1.0, values.size)
    before = None
    for times in (1.0, 1.5, 2.0, 3.0):
        made = behind(values, times * error, there, described(values), minimum_reliability=0.05)
        now = np.array(
            [
                abs(chance_below(values.mean() - one, spread) - 0.5)
                for one, spread in zip(made.expected, made.deviation, strict=True)
            ]
        )
        if before is not None:
            # An area next to the line may move to its other side: the mean itself moves.
            assert (now <= before + 0.01).all()
        before = now
