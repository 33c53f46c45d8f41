"""The floating catchment of the country beside PySAL access, and the best places by HiGHS."""

from __future__ import annotations

import access
import numpy as np
import pandas as pd
import pytest

from weefsel.provisions.access import two_step
from weefsel.provisions.capacitated import capacitated_median
from weefsel.provisions.locate import Plan, p_median
from weefsel.provisions.pairs import Pairs, straight, zones

ZONES = {3000.0: 1.0, 6000.0: 0.68, 10_000.0: 0.22}  # weights of Luo & Qi (2009)
WITHIN = 10_000.0
GROUP = "access of 14,000 areas to 2,000 places"
MEDIAN = "best 10 of 40 places for 300 areas, proven"
LARGE = "best 12 of 60 places for 500 areas, proven"
HELD = "best 12 of 60 places for 500 areas that hold only so many, 30 seconds"


@pytest.fixture(scope="module")
def pairs() -> Pairs:
    random = np.random.default_rng(1)
    areas, places = random.uniform(0, 2e5, (14_000, 2)), random.uniform(0, 2e5, (2000, 2))
    return straight(areas, places, within=WITHIN, detour=1.3)


@pytest.fixture(scope="module")
def need() -> np.ndarray:
    return np.random.default_rng(2).uniform(0, 100, 14_000)


@pytest.fixture(scope="module")
def capacity() -> np.ndarray:
    return np.random.default_rng(3).uniform(0, 50, 2000)


def by_pysal(pairs: Pairs, need: np.ndarray, capacity: np.ndarray) -> np.ndarray:
    found = access.fca.two_stage_fca(
        pd.DataFrame({"geoid": np.arange(len(need)), "demand": need}).set_index("geoid"),
        pd.DataFrame({"geoid": np.arange(len(capacity)), "supply": capacity}).set_index("geoid"),
        pd.DataFrame({"origin": pairs.demand, "dest": pairs.place, "cost": pairs.cost}),
        max_cost=WITHIN + 1,
        weight_fn=access.weights.step_fn({int(edge): weight for edge, weight in ZONES.items()}),
    )
    return found.reindex(np.arange(len(need))).fillna(0.0).to_numpy()


def test_pysal_access(timed, pairs, need, capacity) -> None:
    timed(GROUP, "PySAL access", lambda: by_pysal(pairs, need, capacity), baseline=True)


def test_two_step(timed, pairs, need, capacity) -> None:
    mine = timed(GROUP, "Weefsel", lambda: two_step(pairs, need, capacity, zones(ZONES)).access)
    np.testing.assert_allclose(mine, by_pysal(pairs, need, capacity), rtol=1e-9)


def question() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(1)
    areas, sites = random.uniform(0, 1e5, (300, 2)), random.uniform(0, 1e5, (40, 2))
    cost = np.hypot(*(areas[:, None, :] - sites[None, :, :]).transpose(2, 0, 1))
    return cost, random.integers(1, 500, 300).astype(float)


def in_one_program() -> Plan:
    cost, need = question()
    room = np.full(cost.shape[1], need.sum())  # capacities that bind nobody
    return capacitated_median(cost, need, room, 10, seconds=600)


def test_median_in_one_program(timed) -> None:
    name = "HiGHS, every area and place in one program"
    assert timed(MEDIAN, name, in_one_program, baseline=True, rounds=1).gap == 0


def test_median_by_cuts(timed) -> None:
    found = timed(MEDIAN, "Weefsel, cuts", lambda: p_median(*question(), 10), rounds=2)
    assert found.gap == 0
    assert found.value == pytest.approx(in_one_program().value)


def large_question() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(1)
    areas, sites = random.uniform(0, 1e4, (500, 2)), random.uniform(0, 1e4, (60, 2))
    cost = np.hypot(*(areas[:, None, :] - sites[None, :, :]).transpose(2, 0, 1))
    return cost, random.integers(1, 100, 500).astype(float)


def test_large_median_by_cuts(timed) -> None:
    """The issue asks for at most 5 seconds."""
    found = timed(LARGE, "Weefsel, cuts", lambda: p_median(*large_question(), 12), rounds=2)
    assert found.gap == 0


def test_large_median_with_capacities(timed) -> None:
    """The issue asks for the best plan with its proven gap within 30 seconds."""
    cost, need = large_question()
    room = np.random.default_rng(2).uniform(0.5, 2.0, 60) * need.sum() / 10

    def search() -> Plan:
        return capacitated_median(cost, need, room, 12, seconds=25)

    found = timed(HELD, "Weefsel, HiGHS stopped after 25 seconds", search, rounds=1)
    assert found.open.sum() == 12
    assert found.bound <= found.value
