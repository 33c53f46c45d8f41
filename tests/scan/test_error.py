"""The standard error of a value, worked out by hand from its error model."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

from scan.small_country import code, observations
from weefsel.atlas.indicator import ErrorModel, Indicator, catalogue
from weefsel.scan.error import BASES, standard_errors

LEVEL = "neighbourhood"


def one(error: ErrorModel, unit: str = "percent") -> dict[str, Indicator]:
    from scan.small_country import indicator

    made = indicator("figure", direction=1, condition="cohesion")
    return {
        "figure": made.model_copy(update={"error": error, "unit": unit}),
        "population": indicator("population", error="rounding"),
    }


def errors(
    error: ErrorModel,
    value: float,
    people: float,
    *,
    level: str = LEVEL,
    steady: float = 0.0,
    margin: tuple[float, float] | None = None,
    **columns: float,
) -> tuple[float, str]:
    rows = observations(
        {"figure": [value], **{key: [each] for key, each in columns.items()}},
        population=[people],
    )
    if margin is not None:
        named = pl.col("indicator") == "figure"
        rows = rows.with_columns(
            lower=pl.when(named).then(margin[0]), upper=pl.when(named).then(margin[1])
        )
    found, basis = standard_errors(
        level, [code(0)], ["figure"], rows, one(error), np.array([2.0]),
        residents_base=5.0, steady=steady, assumed_share=0.4,
    )  # fmt: skip
    return float(found[0, 0]), BASES[basis[0, 0]]


def test_a_published_step_adds_a_twelfth_of_its_square() -> None:
    found = errors(ErrorModel(kind="published_rounding", base=0.1), 3.2, 500)
    assert found == (pytest.approx(0.1 / math.sqrt(12)), "rounding")


def test_a_count_of_a_neighbourhood_is_rounded_at_random_one_of_a_municipality_is_not() -> None:
    model = ErrorModel(kind="rounding", base=5)
    assert errors(model, 120, 500)[0] == pytest.approx(5 / math.sqrt(6))
    assert errors(model, 120, 500, level="municipality") == (0.0, "exact")


def test_a_share_of_few_people_is_unsure_by_chance_and_by_rounding() -> None:
    """8% of 150: tens in the count (100/12), fives in two parts (2 x 25/6), and chance."""
    model = ErrorModel(kind="share_of_counts", base=10, denominator=("young", "old"))
    found, basis = errors(model, 8.0, 999, young=100.0, old=50.0)
    share, n = 0.08, 150
    expected = (100 / 12 + share**2 * 2 * 25 / 6) / n**2 + share * (1 - share) / n
    assert found == pytest.approx(100 * math.sqrt(expected))
    assert basis == "small_numbers"


def test_residents_stand_in_for_a_number_that_is_not_loaded() -> None:
    model = ErrorModel(kind="share_of_counts", base=10, denominator=("young", "old"))
    found, _ = errors(model, 8.0, 400, young=100.0)
    expected = (100 / 12 + 0.08**2 * 2 * 25 / 6) / 400**2 + 0.08 * 0.92 / 400
    assert found == pytest.approx(100 * math.sqrt(expected))


def test_a_share_of_none_is_not_sure() -> None:
    model = ErrorModel(kind="published_rounding", base=0.1, denominator=("population",))
    rows = observations({"figure": [0.0, 10.0]}, population=[50.0, 50.0])
    found, _ = standard_errors(
        LEVEL, [code(0), code(1)], ["figure"], rows, one(model), np.array([2.0]),
        residents_base=5.0, steady=100.0, assumed_share=0.4,
    )  # fmt: skip
    drawn = (0.0 * 50 + 0.05 * 100) / 150
    assert found[0, 0] == pytest.approx(
        100 * math.sqrt(drawn * (1 - drawn) / 50 + 0.001**2 / 12), rel=1e-3
    )


def test_a_margin_that_comes_with_the_value_counts_before_any_model() -> None:
    found = errors(ErrorModel(kind="model_estimate"), 40.0, 500, margin=(36.08, 43.92))
    assert found == (pytest.approx(2.0, rel=1e-3), "margin")


@pytest.mark.parametrize("kind", ["model_estimate", "survey"])
def test_an_error_that_is_not_published_is_the_declared_share_of_the_spread(kind: str) -> None:
    found = errors(ErrorModel(kind=kind), 40.0, 500)  # type: ignore[arg-type]
    assert found == (pytest.approx(0.8), "assumed")


def test_a_register_count_without_rounding_is_exact() -> None:
    assert errors(ErrorModel(kind="none"), 40.0, 500) == (0.0, "exact")


def test_the_catalogue_names_a_model_for_each_estimate_and_numbers_that_exist() -> None:
    known = catalogue()
    for each in known.values():
        assert (each.error.kind == "model_estimate") == bool(each.error.model), each.id
        for name in each.error.denominator:
            assert known[name].unit in ("residents", "households", "dwellings", "persons"), each.id
        if each.error.kind == "share_of_counts" and each.direction:
            assert each.error.denominator, each.id
