"""Confidence sets of ranks: the definition of Mogstad et al. written out, and coverage."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from weefsel.scan.rank_sets import rank_of, rank_sets, rank_sets_of_many


def plainly(
    estimate: np.ndarray, covariance: np.ndarray, *, level: float, normal: np.ndarray
) -> list[tuple[int, int]]:
    """The marginal two-sided sets as R package csranks computes them, pair by pair.

    csranks 1.2, R/diffmeans.R: lower bounds of all differences (i, j) and (j, i), stepwise:
    the greatest scaled difference over the pairs still open, reject, and again.
    """
    areas = estimate.size
    size, vectors = np.linalg.eigh(covariance)
    drawn = normal @ (vectors * np.sqrt(np.maximum(size, 0))).T
    found = []
    for area in range(areas):
        pairs = {(area, j) for j in range(areas) if j != area}
        pairs |= {(j, area) for j in range(areas) if j != area}
        sd = {
            (i, j): np.sqrt(covariance[i, i] + covariance[j, j] - 2 * covariance[i, j])
            for i, j in pairs
        }
        rejected: set[tuple[int, int]] = set()
        while pairs - rejected:
            left = pairs - rejected
            greatest = np.max([(drawn[:, i] - drawn[:, j]) / sd[i, j] for i, j in left], axis=0)
            critical = np.quantile(greatest, level)
            new = {(i, j) for i, j in left if estimate[i] - estimate[j] > critical * sd[i, j]}
            if not new:
                break
            rejected |= new
        higher = sum(1 for i, j in rejected if j == area)
        lower = sum(1 for i, j in rejected if i == area)
        found.append((1 + higher, areas - lower))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_sets_are_those_of_the_definition_written_out(seed: int) -> None:
    rng = np.random.default_rng(seed)
    areas = 9
    estimate = rng.normal(0, 3, areas)
    root = rng.normal(size=(areas, areas)) * 0.4
    covariance = root @ root.T + np.diag(rng.gamma(1, 0.3, areas))
    normal = rng.normal(size=(500, areas))
    found = rank_sets(estimate, covariance, level=0.9, normal=normal)
    pairs = list(zip(found.low.tolist(), found.high.tolist(), strict=True))
    assert pairs == plainly(estimate, covariance, level=0.9, normal=normal)
    assert found.rank.tolist() == stats.rankdata(-estimate, method="min").tolist()


def test_without_error_every_rank_is_sure_and_equals_share_theirs() -> None:
    estimate = np.array([5.0, 3.0, 3.0, 1.0])
    found = rank_sets(estimate, np.zeros((4, 4)), level=0.9, normal=np.zeros((10, 4)))
    assert found.low.tolist() == [1, 2, 2, 4]
    assert found.high.tolist() == [1, 3, 3, 4]


def test_with_endless_error_nothing_is_known() -> None:
    rng = np.random.default_rng(1)
    found = rank_sets(
        rng.normal(size=12), np.eye(12) * 1e6, level=0.9, normal=rng.normal(size=(400, 12))
    )
    assert (found.low == 1).all()
    assert (found.high == 12).all()


@pytest.mark.parametrize("reliability", [0.5, 0.7, 0.9])
def test_sets_hold_the_true_rank_at_least_as_often_as_they_say(reliability: float) -> None:
    """Of all areas and of the five that look worst; they are careful by their making."""
    rng = np.random.default_rng(2)
    every, worst = [], []
    for _ in range(30):
        true = rng.normal(size=40)
        error = np.sqrt((1 - reliability) / reliability * rng.gamma(4, 0.25, 40))
        seen = true + error * rng.normal(size=40)
        found = rank_sets(seen, np.diag(error**2), level=0.9, normal=rng.normal(size=(300, 40)))
        rank = stats.rankdata(-true)
        hit = (found.low <= rank) & (rank <= found.high)
        every.append(hit.mean())
        worst.append(hit[np.argsort(seen)[:5]].mean())
    assert np.mean(every) > 0.9
    assert np.mean(worst) > 0.9


def test_the_short_way_for_very_many_areas_agrees_with_the_whole_one() -> None:
    rng = np.random.default_rng(4)
    areas = 300
    error = rng.gamma(4, 0.1, areas)
    estimate = rng.normal(size=areas) * 2 + error * rng.normal(size=areas)
    normal = rng.normal(size=(1000, areas))
    whole = rank_sets(estimate, np.diag(error**2), level=0.9, normal=normal)
    short = rank_sets_of_many(estimate, error, level=0.9, normal=normal)
    width, other = (one.high - one.low for one in (whole, short))
    assert (short.rank == whole.rank).all()
    # One step instead of several: a little wider, never much.
    assert 0.98 < (other / np.maximum(width, 1)).mean() < 1.25


@pytest.mark.parametrize("size", [1.0, 1e-9, 1e9])
def test_what_differs_by_the_order_of_adding_only_shares_a_rank(size: float) -> None:
    added = np.array([0.1 + 0.2 + 0.3, 0.3 + 0.2 + 0.1, 0.6 + 1e-6, -np.inf]) * size
    assert added[0] != added[1]
    assert rank_of(added).tolist() == [2, 2, 1, 4]
    assert rank_of(np.zeros(3)).tolist() == [1, 1, 1]
