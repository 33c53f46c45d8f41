"""Peers, trends and clusters of a whole country beside the same work in other packages."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.spatial import cKDTree
from scipy.stats import theilslopes

from weefsel.atlas.indicator import catalogue
from weefsel.atlas.neighbours import Neighbours, from_pairs
from weefsel.atlas.peers import nearest_of_all, standardise
from weefsel.scan.hot_spots import statistics
from weefsel.scan.permutations import neighbour_chance
from weefsel.scan.series import series
from weefsel.scan.trend import trends

from . import country

PEERS = "ten peers of each of 14,000 neighbourhoods on six traits"
TRENDS = "slopes of one indicator of 14,000 neighbourhoods over ten years"
CLUSTERS = "local Moran of 14,000 neighbourhoods"
AREAS = country.MUNICIPALITIES * country.DISTRICTS * country.NEIGHBOURHOODS
YEARS = range(2014, 2024)
INDICATORS = 1
ONCE = 1  # of what takes more than a few seconds
FAST = {"first": 999, "step": 10, "most": 99_999, "enough": 50}


@pytest.fixture(scope="module")
def traits() -> np.ndarray:
    return standardise(np.random.default_rng(1).normal(size=(AREAS, 6)))


def test_scipy_finds_peers_in_a_tree(timed, traits) -> None:
    def tree() -> np.ndarray:
        return cKDTree(traits).query(traits, k=11)[1]

    found = timed(PEERS, "scipy, k-d tree", tree, baseline=True)
    assert found.shape == (AREAS, 11)


def test_weefsel_finds_peers(timed, traits) -> None:
    found = timed(
        PEERS,
        "weefsel, equals in order of code, gaps allowed",
        lambda: nearest_of_all(traits, np.ones(6), 10),
    )
    same = cKDTree(traits).query(traits, k=11)[1]
    for one in range(0, AREAS, 500):
        assert set(found[one][0]) == set(same[one]) - {one}


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    chance = np.random.default_rng(2)
    places = [one for one in country.codes() if one.startswith("BU")]
    names = sorted(one.id for one in catalogue().values() if one.direction)[:INDICATORS]
    return pl.concat(
        pl.DataFrame(
            {
                "area": places * INDICATORS,
                "indicator": np.repeat(names, AREAS),
                "value": chance.normal(size=AREAS * INDICATORS),
            }
        ).with_columns(
            year=pl.lit(year, pl.Int32), flag=pl.lit("measured"), source=pl.lit(f"T{year}")
        )
        for year in YEARS
    )


def test_scipy_fits_slopes_one_by_one(timed, rows) -> None:
    values = rows["value"].to_numpy().reshape(len(YEARS), -1).T

    def slopes() -> np.ndarray:
        return np.array([theilslopes(one, list(YEARS))[0] for one in values])

    found = timed(TRENDS, "scipy, theilslopes in a loop", slopes, baseline=True, rounds=ONCE)
    assert found.size == AREAS * INDICATORS


def test_weefsel_fits_trends(timed, rows) -> None:
    none = pl.DataFrame(schema={"area": pl.String, "since": pl.Int32})

    def made() -> pl.DataFrame:
        return trends(series(rows, none, loaded=YEARS), catalogue())

    found = timed(
        TRENDS, "weefsel, lines, exact intervals, words and differences", made, rounds=ONCE
    )
    first = found.row(0, named=True)
    mine = rows.filter(
        (pl.col("area") == first["area"]) & (pl.col("indicator") == first["indicator"])
    )
    slope = theilslopes(mine["value"].to_numpy(), mine["year"].to_numpy())[0]
    assert first["slope"] == pytest.approx(slope)


@pytest.fixture(scope="module")
def board() -> Neighbours:
    """Squares that touch by border or corner: 100 by 140."""
    wide, high = 100, AREAS // 100
    name = [[f"{x:03}{y:03}" for y in range(high)] for x in range(wide)]
    pairs = [
        (name[x][y], name[x + dx][y + dy])
        for x in range(wide)
        for y in range(high)
        for dx, dy in ((0, 1), (1, -1), (1, 0), (1, 1))
        if x + dx < wide and 0 <= y + dy < high
    ]
    return from_pairs([one for column in name for one in column], pairs)


@pytest.fixture(scope="module")
def smooth(board: Neighbours) -> np.ndarray:
    """Values that go together with those of their neighbours, as real ones do."""
    values = np.random.default_rng(3).normal(size=len(board.codes))
    focal = np.repeat(np.arange(values.size), board.count)
    for _ in range(2):
        lag = np.bincount(focal, values[board.ends], values.size) / board.count
        values = 0.5 * values + 0.5 * lag
    return values


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_esda_tests_clusters(timed, board, smooth) -> None:
    from esda import Moran_Local
    from libpysal.graph import Graph

    focal = np.repeat(np.arange(smooth.size), board.count)
    graph = Graph.from_arrays(focal, board.ends, np.ones(focal.size))
    found = timed(
        CLUSTERS,
        "esda, 9,999 permutations of every area",
        lambda: Moran_Local(
            smooth, graph, permutations=9_999, keep_simulations=False, n_jobs=1, seed=1
        ),
        baseline=True,
        rounds=ONCE,
    )
    moran, *_ = statistics(smooth, board)
    np.testing.assert_allclose(found.Is, moran)


def test_weefsel_tests_clusters(timed, board, smooth) -> None:
    found = timed(
        CLUSTERS,
        "weefsel, up to 99,999 permutations where chance does not explain it",
        lambda: neighbour_chance(smooth, board, seed=1, **FAST),
        rounds=ONCE,
    )
    assert found.permutations.max() == 99_999


def test_weefsel_tests_clusters_by_formula(timed, board, smooth) -> None:
    _, _, quadrant, gi = timed(
        CLUSTERS,
        "weefsel, by formula, with Gi*",
        lambda: statistics(smooth, board),
        rounds=ONCE,
    )
    assert len(quadrant) == gi.size == smooth.size
