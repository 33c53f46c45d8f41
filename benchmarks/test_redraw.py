"""Redrawing scores beside plain NumPy, and Sobol indices beside SALib, on the same work."""

from __future__ import annotations

import resource

import numpy as np
import pytest

from scan.simulated import Simulated, simulate
from weefsel.scan.redraw import keys, ranks, redraw
from weefsel.scan.sobol import analyse, design

from . import plain_redraw

TOWN = "86 areas x 20 indicators x 10,000 redraws, noise and weights"
COUNTRY = "13,808 areas x 30 indicators x 1,000 redraws, noise, weights and ranks"
SLOW_ROUNDS = 1  # of what takes many seconds
THREADS = 2


def weights(draws: int, indicators: int) -> np.ndarray:
    """Draw weights by draw, each between a half and one and a half."""
    return np.random.default_rng(1).uniform(0.5, 1.5, (draws, indicators))


def mine(made: Simulated, drawn: np.ndarray) -> np.ndarray:
    rows = np.arange(made.values.shape[0])
    names = [str(one) for one in rows]
    return redraw(
        made.construction, made.prior, made.posterior(rows), own=keys(1, "benchmark", names),
        draws=drawn.shape[0], weights=drawn,
    )  # fmt: skip


def plainly(made: Simulated, drawn: np.ndarray) -> np.ndarray:
    rows = np.arange(made.values.shape[0])
    after = made.posterior(rows)
    error = np.einsum("aii->ai", after.root)
    if made.construction.scale.kind == "z_score":
        return plain_redraw.redraw(after.mean, error, drawn, 1)
    held = made.construction.scale.denoised(made.prior.deviation)
    spreads = (held.table - held.centre) / held.deviation * held.direction
    return plain_redraw.redraw(
        after.mean, error, drawn, 1, low=spreads.min(axis=0), high=spreads.max(axis=0)
    )


def same(one: np.ndarray, other: np.ndarray) -> None:
    """Hold two sets of draws to each other: other numbers of chance, the same spread."""
    error = other.std(axis=1) / np.sqrt(other.shape[1])
    assert (np.abs(one.mean(axis=1) - other.mean(axis=1)) < 7 * error).all()
    np.testing.assert_allclose(one.std(axis=1), other.std(axis=1), rtol=0.2)


PAIRS = [("z_score", "arithmetic"), ("min_max", "arithmetic")]


@pytest.fixture(scope="module", params=PAIRS, ids=[one for one, _ in PAIRS])
def town(request: pytest.FixtureRequest) -> Simulated:
    return simulate(86, 20, reliability=0.8, seed=1, pair=request.param)


@pytest.fixture(scope="module", params=PAIRS, ids=[one for one, _ in PAIRS])
def country(request: pytest.FixtureRequest) -> Simulated:
    return simulate(13_808, 30, reliability=0.8, seed=1, pair=request.param)


def test_a_town_redrawn(timed, town: Simulated) -> None:
    drawn = weights(10_000, 20)
    group = f"{TOWN}, {town.construction.scale.kind}"
    theirs = timed(
        group, "plain NumPy", lambda: plainly(town, drawn), baseline=True, rounds=SLOW_ROUNDS
    )
    same(mine(town, drawn), theirs)


def test_a_town_redrawn_by_weefsel(timed, town: Simulated) -> None:
    drawn = weights(10_000, 20)
    group = f"{TOWN}, {town.construction.scale.kind}"
    assert timed(group, "weefsel", lambda: mine(town, drawn)).shape == (86, 10_000)


def test_a_country_redrawn(timed, country: Simulated) -> None:
    drawn = weights(1000, 30)
    group = f"{COUNTRY}, {country.construction.scale.kind}"

    def plain() -> np.ndarray:
        scores = plainly(country, drawn)
        assert plain_redraw.ranks(scores).min() == 1
        return scores

    theirs = timed(group, "plain NumPy", plain, baseline=True, rounds=1)
    same(mine(country, drawn), theirs)


def test_a_country_redrawn_by_weefsel(timed, country: Simulated) -> None:
    drawn = weights(1000, 30)
    group = f"{COUNTRY}, {country.construction.scale.kind}"

    def whole() -> np.ndarray:
        return ranks(mine(country, drawn), threads=THREADS)

    assert timed(group, "weefsel", whole, rounds=SLOW_ROUNDS).shape == (13_808, 1000)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"most memory of this process so far: {most:.2f} GB")


def outputs() -> np.ndarray:
    at = design(5, 1024, seed=1)
    return np.sin(6 * at[..., 0]) + at[..., 1] * at[..., 2] + at[..., 3] ** 2


SENSITIVITY = "indices of 5 factors, 1,024 points, 500 resamples"


def test_salib_analyses(timed) -> None:
    from SALib.analyze import sobol

    output = outputs()
    flat = np.concatenate([output[:1], output[2:], output[1:2]]).T.ravel()
    problem = {"num_vars": 5, "names": list("abcde"), "bounds": [[0, 1]] * 5}

    def theirs() -> np.ndarray:
        found = sobol.analyze(problem, flat, calc_second_order=False, num_resamples=500, seed=1)
        return found["ST"]

    total = timed(SENSITIVITY, "SALib", theirs, baseline=True)
    again = [one.value for one in analyse(output, seed=1, level=0.9).total]
    np.testing.assert_allclose(again, total, rtol=1e-9)


def test_weefsel_analyses(timed) -> None:
    output = outputs()
    assert timed(SENSITIVITY, "weefsel", lambda: analyse(output, seed=1, level=0.9)).total
