"""Distances between areas on standardised traits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from weefsel.atlas.peers import distances, nearest, nearest_of_all, standardise

FINITE = st.floats(-1e6, 1e6).map(lambda one: round(one, 3))


def tables(**more):
    shape = st.tuples(st.integers(2, 12), st.integers(1, 4))
    return shape.flatmap(lambda one: arrays(np.float64, one, elements=FINITE, **more))


def test_three_towns_worked_out_by_hand() -> None:
    # Trait 1: 0, 2, 4 has mean 2 and deviation sqrt(8/3); trait 2 is the same for all.
    z = standardise(np.array([[0.0, 7.0], [2.0, 7.0], [4.0, 7.0]]))
    step = 2 / np.sqrt(8 / 3)
    np.testing.assert_allclose(z, [[-step, 0], [0, 0], [step, 0]])
    np.testing.assert_allclose(
        distances(z, 0, np.array([1.0, 3.0])), [0, step * 0.5, 2 * step * 0.5]
    )


def test_equal_areas_come_in_order_and_the_area_itself_never() -> None:
    z = np.zeros((4, 2))
    found, apart = nearest(z, 2, np.ones(2), 3)
    assert found.tolist() == [0, 1, 3]
    assert apart.tolist() == [0, 0, 0]


def test_an_area_that_lacks_a_trait_of_the_other_is_no_peer() -> None:
    z = np.array([[0.0, 0.0], [0.1, np.nan], [5.0, 5.0]])
    assert nearest(z, 0, np.ones(2), 2)[0].tolist() == [2]
    # Seen from the one that lacks it, the others are compared on what it has.
    assert nearest(z, 1, np.ones(2), 2)[0].tolist() == [0, 2]


def test_without_any_trait_there_is_no_distance() -> None:
    z = np.array([[np.nan], [1.0]])
    assert np.isnan(distances(z, 0, np.ones(1))).all()
    assert nearest(z, 0, np.ones(1), 1)[0].size == 0


@given(tables(), st.floats(0.1, 100), st.floats(-100, 100))
def test_another_unit_or_zero_of_a_trait_changes_no_distance(table, factor, shift) -> None:
    weights = np.ones(table.shape[1])
    # A spread that the shift would swallow in rounding says nothing of the rule.
    spread = np.ptp(table, axis=0)
    table = table[:, (spread == 0) | (spread > 1)]
    weights = weights[: table.shape[1]]
    if not table.size:
        return
    moved = table * factor + shift
    np.testing.assert_allclose(
        distances(standardise(moved), 0, weights),
        distances(standardise(table), 0, weights),
        atol=1e-5,
    )


@given(tables())
def test_distance_is_a_distance(table) -> None:
    z = standardise(table)
    weights = np.ones(table.shape[1])
    every = np.array([distances(z, one, weights) for one in range(len(z))])
    np.testing.assert_allclose(every, every.T)
    assert (np.diag(every) == 0).all()
    size = range(len(z))
    assert all(
        every[a, c] <= every[a, b] + every[b, c] + 1e-9 for a in size for b in size for c in size
    )


@given(tables(), st.integers(1, 15), st.data())
def test_all_at_once_is_one_by_one(table, count, data) -> None:
    holes = data.draw(arrays(np.bool_, table.shape, elements=st.booleans()))
    table = np.where(holes & (data.draw(st.booleans())), np.nan, table)
    z, weights = standardise(table), np.linspace(0.5, 1.5, table.shape[1])
    for one, (found, apart) in enumerate(nearest_of_all(z, weights, count)):
        alone, apart_alone = nearest(z, one, weights, count)
        assert found.tolist() == alone.tolist()
        assert apart.tolist() == apart_alone.tolist()


@pytest.mark.parametrize("count", [0, 1, 9])
def test_a_land_of_one_area_has_no_peers(count: int) -> None:
    found = nearest_of_all(np.zeros((1, 1)), np.ones(1), count)
    assert [one.tolist() for one, _ in found] == [[]]
