"""What must stay equal, or move in one direction, when the input of a scan changes."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np
import polars as pl
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scan.small_country import (
    SEZ,
    catalogue,
    code,
    indicator,
    national,
    observations,
    scanned,
    scores,
)
from weefsel.atlas.indicator import CONDITIONS
from weefsel.scan.normalise import mean_and_deviation, z_score
from weefsel.scan.recipe import ScanRecipe

RECIPE = ScanRecipe(area="GM9990", year=2020)
NAMES = ("benefit", "debt", "health", "born_abroad")
value = st.one_of(st.none(), st.integers(min_value=0, max_value=1000).map(lambda n: n / 8))
residents = st.sampled_from([0.0, 95.0, 100.0, 500.0, None])


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[str, list[float | None]], list[float | None]]:
    """Between 4 and 12 neighbourhoods with holes in every column."""
    count = draw(st.integers(min_value=4, max_value=12))
    columns = {name: draw(st.lists(value, min_size=count, max_size=count)) for name in NAMES}
    return columns, draw(st.lists(residents, min_size=count, max_size=count))


def everything(rows: pl.DataFrame, **options: Any) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """Score rows and value rows of the neighbourhoods, by key, without the area's code."""
    level = national(rows, RECIPE, **options).levels["neighbourhood"]
    of_scores = {
        (row.pop("area"), row["condition"]): row for row in level.scores.iter_rows(named=True)
    }
    of_values = {
        (row.pop("area"), row["indicator"]): row for row in level.compared.iter_rows(named=True)
    }
    return of_scores, of_values


@given(tables(), st.integers(0, 11), st.integers(0, 11))
@settings(max_examples=60, deadline=None)
def test_swapping_the_figures_of_two_neighbourhoods_swaps_their_scores_exactly(
    table: tuple[dict[str, list[float | None]], list[float | None]], one: int, other: int
) -> None:
    columns, people = table
    assume(one < len(people) and other < len(people))
    before = everything(observations(columns, population=people))
    for values in (*columns.values(), people):
        values[one], values[other] = values[other], values[one]
    after = everything(observations(columns, population=people))
    swap = {code(one): code(other), code(other): code(one)}
    for earlier, later in zip(before, after, strict=True):
        moved = {(swap.get(area, area), key): row for (area, key), row in earlier.items()}
        assert moved == later


@given(tables(), st.lists(value, min_size=12, max_size=12))
@settings(max_examples=60, deadline=None)
def test_the_origin_of_residents_changes_no_score_no_reason_and_no_order(
    table: tuple[dict[str, list[float | None]], list[float | None]], other: list[float | None]
) -> None:
    columns, people = table
    before = everything(observations(columns, population=people))
    changed = {**columns, "born_abroad": other[: len(people)]}
    after = everything(observations(changed, population=people))
    assert before[0] == after[0]
    keep = {key: row for key, row in before[1].items() if key[1] != "born_abroad"}
    assert keep == {key: row for key, row in after[1].items() if key[1] != "born_abroad"}


@given(tables())
@settings(max_examples=30, deadline=None)
def test_an_origin_figure_gets_no_z_and_no_place(
    table: tuple[dict[str, list[float | None]], list[float | None]],
) -> None:
    columns, people = table
    _, values = everything(observations(columns, population=people))
    for (_, name), row in values.items():
        if name == "born_abroad":
            assert row["z"] is None
            assert row["place"] is None


@given(tables(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_rows_and_columns_does_not_matter(
    table: tuple[dict[str, list[float | None]], list[float | None]], chance: random.Random
) -> None:
    columns, people = table
    rows = observations(columns, population=people)
    order = list(range(rows.height))
    chance.shuffle(order)
    names = list(rows.columns)
    chance.shuffle(names)
    assert everything(rows) == everything(rows[order].select(names))


@given(
    tables(),
    st.sampled_from(["benefit", "debt", "health"]),
    st.sampled_from([0.25, 0.5, 2.0, 8.0, 1024.0]),
    st.integers(-100, 100),
)
@settings(max_examples=60, deadline=None)
def test_another_unit_for_a_figure_changes_no_z_score_and_no_score(
    table: tuple[dict[str, list[float | None]], list[float | None]],
    name: str,
    factor: float,
    shift: int,
) -> None:
    columns, people = table
    before = everything(observations(columns, population=people))
    rescaled = [None if one is None else one * factor + shift for one in columns[name]]
    after = everything(observations({**columns, name: rescaled}, population=people))
    for key, row in before[0].items():
        assert _near(row["score"], after[0][key]["score"])
    for key, row in before[1].items():
        assert _near(row["z"], after[1][key]["z"])
        assert row["place"] == after[1][key]["place"]


def _near(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


@given(tables())
@settings(max_examples=40, deadline=None)
def test_an_empty_indicator_changes_only_how_much_is_filled(
    table: tuple[dict[str, list[float | None]], list[float | None]],
) -> None:
    columns, people = table
    empty = indicator("empty", direction=1, condition=SEZ)
    rows = observations(columns, population=people)
    more = observations({**columns, "empty": [None] * len(people)}, population=people)
    before, values_before = everything(rows)
    after, values_after = everything(more, known=catalogue(empty))
    assert values_before == values_after
    for key, row in before.items():
        same = {name: row[name] for name in ("score", "place", "filled", "reason", "model_share")}
        assert same == {name: after[key][name] for name in same}
        if key[1] == SEZ:
            assert after[key]["permitted"] == row["permitted"] + 1
            assert after[key]["weight_filled"] <= row["weight_filled"]


@given(
    st.lists(st.integers(0, 400).map(float), min_size=4, max_size=30),
    st.integers(0, 29),
    st.integers(1, 500),
)
@settings(max_examples=100, deadline=None)
def test_more_strain_never_raises_a_score_against_the_same_reference(
    reference: list[float], which: int, increase: int
) -> None:
    """The reference's mean, deviation and bounds are held: z only falls, or stays at a bound."""
    mean, deviation = mean_and_deviation(np.array(reference))
    assume(deviation > 0)
    now = reference[which % len(reference)]
    later = now + increase
    z = z_score(
        np.array([now, later]), mean=mean, deviation=deviation, low=-np.inf, high=max(reference)
    )
    assert -z[1] <= -z[0]


@given(tables(), st.integers(0, 11), st.sampled_from(["benefit", "debt"]), st.integers(1, 50))
@settings(max_examples=80, deadline=None)
def test_more_strain_in_one_neighbourhood_never_raises_its_score(
    table: tuple[dict[str, list[float | None]], list[float | None]],
    which: int,
    name: str,
    increase: int,
) -> None:
    """The reference is computed again, so the own value moves mean and deviation too.

    Without pulling in outliers: a value that turns into an outlier is set back to its
    neighbour, and that may well raise a score.
    """
    columns, people = table
    recipe = ScanRecipe(area="GM9990", year=2020, outliers="none")
    assume(which < len(people) and columns[name][which] is not None)
    before = scores(national(observations(columns, population=people), recipe))[code(which)]
    columns[name][which] += increase  # type: ignore[operator]
    after = scores(national(observations(columns, population=people), recipe))[code(which)]
    # A scale may appear or vanish when areas start or stop to differ on the indicator.
    if before is not None and after is not None:
        assert after <= before + 1e-9


def test_a_figure_of_one_area_never_gives_another_area_a_reason() -> None:
    """Areas without residents are no part of the reference: their figures change nothing."""
    columns: dict[str, list[float | None]] = {
        "benefit": [1, 2, 3, 4, 5, 999],
        "debt": [5, 3, 4, 1, 2, 999],
        "health": [7, 9, 8, 6, 5, 999],
    }
    people: list[float | None] = [500.0] * 5 + [40.0]
    with_small = scanned(observations(columns, population=people), RECIPE)
    columns = {name: [*values[:5], None] for name, values in columns.items()}
    without = scanned(observations(columns, population=people), RECIPE)
    for condition in CONDITIONS:
        mine = scores(with_small, condition)
        theirs = scores(without, condition)
        assert [mine[code(n)] for n in range(5)] == [theirs[code(n)] for n in range(5)]
        assert mine[code(5)] is None
