"""Best place and least harm: against trying every plan."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from weefsel.base.errors import InputError
from weefsel.provisions.capacitated import capacitated_median
from weefsel.provisions.locate import Plan, cover, p_median


def problem(seed: int):
    random = np.random.default_rng(seed)
    residents, candidates = random.integers(2, 12), random.integers(2, 8)
    cost = random.integers(0, 9, (residents, candidates)).astype(float)
    need = random.integers(0, 5, residents).astype(float)
    count = int(random.integers(1, candidates + 1))
    always = np.zeros(candidates, dtype=bool)
    always[: int(random.integers(0, count + 1))] = True
    return cost, need, count, random.permutation(always)


def plans(candidates: int, count: int, always):
    for chosen in itertools.combinations(range(candidates), count):
        if set(np.flatnonzero(always)) <= set(chosen):
            yield list(chosen)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=80, deadline=None)
def test_the_p_median_is_the_best_of_all_plans(seed: int) -> None:
    cost, need, count, always = problem(seed)
    best = min(
        (cost[:, one].min(axis=1) * need).sum() for one in plans(cost.shape[1], count, always)
    )
    found = p_median(cost, need, count, always=always)
    assert found.value == pytest.approx(best)
    assert found.open.sum() == count
    assert found.open[always].all()
    assert (cost[:, found.open].min(axis=1) * need).sum() == pytest.approx(found.value)
    assert found.gap == 0
    assert not found.stopped


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_the_covering_is_the_best_of_all_plans(seed: int) -> None:
    cost, need, count, always = problem(seed)
    within = cost < 4
    best = max(
        need[within[:, one].any(axis=1)].sum() for one in plans(cost.shape[1], count, always)
    )
    found = cover(within, need, count, always=always)
    assert found.value == best
    assert found.open.sum() == count
    assert found.open[always].all()


def divided(cost, need, capacity, chosen) -> float:
    """The least way when residents divide themselves over some places, by scipy."""
    residents, places = len(need), len(chosen)
    whole = np.kron(np.eye(residents), np.ones(places))
    held = np.kron(need, np.eye(places))
    found = linprog(
        (cost[:, chosen] * need[:, None]).ravel(),
        A_ub=held,
        b_ub=capacity[chosen],
        A_eq=whole,
        b_eq=np.ones(residents),
    )
    return found.fun if found.success else np.inf


@pytest.mark.parametrize("seed", range(12))
def test_with_capacities_a_small_plan_is_proven_best(seed: int) -> None:
    random = np.random.default_rng(seed)
    residents, candidates = random.integers(3, 7), random.integers(3, 6)
    count = int(random.integers(1, candidates))
    cost = random.integers(0, 9, (residents, candidates)).astype(float)
    need = random.integers(1, 5, residents).astype(float)
    capacity = random.uniform(0.6, 1.4, candidates) * need.sum() / count * 1.3
    best = min(
        divided(cost, need, capacity, one)
        for one in plans(candidates, count, np.zeros(candidates, dtype=bool))
    )
    if best == np.inf:
        with pytest.raises(InputError):
            capacitated_median(cost, need, capacity, count, seconds=30)
        return
    found = capacitated_median(cost, need, capacity, count, seconds=30)
    assert found.value == pytest.approx(best, abs=1e-6)
    assert found.gap == 0


def hard(seed: int = 1):
    random = np.random.default_rng(seed)
    homes, sites = random.uniform(0, 1e5, (120, 2)), random.uniform(0, 1e5, (30, 2))
    need = random.integers(1, 500, 120).astype(float)
    cost = np.hypot(*(homes[:, None, :] - sites[None, :, :]).transpose(2, 0, 1))
    return cost, need, random.uniform(0.5, 1.5, 30) * need.sum() / 6


def test_a_search_that_is_stopped_gives_its_plan_and_the_gap_it_could_not_close() -> None:
    cost, need, capacity = hard()
    found = capacitated_median(cost, need, capacity, 8, seconds=60, stop=lambda: True)
    assert found.stopped
    assert found.open.sum() == 8
    assert capacity[found.open].sum() >= need.sum()
    # What it holds for possible is possible: without capacities residents go less far.
    assert found.bound <= capacitated_median(cost, need, capacity, 8, seconds=60).value
    assert 0 < found.gap < 1
    assert "At most" in found.sentence.render("en")


def test_a_stopped_median_still_gives_a_plan_and_says_that_nothing_is_proven() -> None:
    cost, need, _ = hard()
    found = p_median(cost, need, 8, stop=lambda: True)
    assert found.stopped
    assert found.open.sum() == 8
    assert found.gap > 0


def test_the_gap_is_rounded_up_in_words() -> None:
    plan = Plan(np.array([True]), 1000.0, 989.9, stopped=True)
    assert plan.sentence.render("en") == "At most 1.1% better is possible."
    assert plan.sentence.render("nl") == "Hooguit 1,1% beter is mogelijk."


def test_closing_with_least_harm_leaves_what_serves_most() -> None:
    # Three places in a row; the one in the middle is missed least.
    cost = np.array([[0.0, 5, 10], [5, 0, 5], [10, 5, 0]])
    found = p_median(cost, np.array([100.0, 10.0, 100.0]), 2)
    assert found.open.tolist() == [True, False, True]
    assert found.value == 50


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"count": 0}, "0 places cannot be chosen"),
        ({"count": 4}, "4 places cannot be chosen"),
        ({"need": np.array([1.0])}, "not about the same areas"),
        ({"need": np.array([np.nan, 1.0])}, "missing or below zero"),
    ],
)
def test_a_question_that_does_not_fit_is_refused(change, said: str) -> None:
    given = {"cost": np.ones((2, 3)), "need": np.ones(2), "count": 1, **change}
    with pytest.raises(InputError) as refused:
        p_median(**given)
    assert said in refused.value.what.render("en")


def test_too_little_room_in_all_is_said_before_any_search() -> None:
    with pytest.raises(InputError, match="hold 3 at most"):
        capacitated_median(
            np.ones((2, 3)), np.array([4.0, 4.0]), np.array([1.0, 2.0, 1.0]), 2, seconds=1
        )
