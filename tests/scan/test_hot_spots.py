"""Clusters: published answers of esda, all orders counted, and what is left out by name."""

from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weefsel.atlas.neighbours import Neighbours, from_pairs
from weefsel.atlas.neighbours import neighbours as touching
from weefsel.atlas.store import Store
from weefsel.scan.hot_spots import HotSpotRules, class_words, hot_spot_rules, hot_spots, statistics
from weefsel.scan.permutations import neighbour_chance, samples

FAST = {"first": 999, "step": 10, "most": 99_999, "enough": 50}


def board(width: int, height: int) -> Neighbours:
    """Squares that touch by border or corner."""
    cells = [(x, y) for x in range(width) for y in range(height)]
    return from_pairs(
        [_name(one) for one in cells],
        [
            (_name(a), _name(b))
            for a in cells
            for b in cells
            if a < b and max(abs(a[0] - b[0]), abs(a[1] - b[1])) == 1
        ],
    )


def _name(cell: tuple[int, int]) -> str:
    return f"{cell[0]:02}{cell[1]:02}"


def rules(**numbers: float) -> HotSpotRules:
    made = hot_spot_rules()
    return made.model_copy(
        update={k: getattr(made, k).model_copy(update={"value": v}) for k, v in numbers.items()}
    )


def example(name: str, column: str) -> tuple[np.ndarray, Neighbours, object]:
    """Give one of the example data sets that come with libpysal: values and neighbours."""
    import libpysal

    weights = libpysal.io.open(libpysal.examples.get_path(f"{name}.gal")).read()
    table = {"stl": "stl_hom.txt", "desmith": "desmith.txt", "sids2": "sids2.dbf"}[name]
    values = np.array(libpysal.io.open(libpysal.examples.get_path(table)).by_col(column))
    order = [str(one) for one in weights.id_order]
    width = max(len(one) for one in order)
    code = {one: str(one).zfill(width) for one in weights.id_order}
    pairs = [(code[a], code[b]) for a, others in weights.neighbors.items() for b in others]
    by_code = {code[one]: value for one, value in zip(weights.id_order, values, strict=True)}
    found = from_pairs(list(code.values()), pairs)
    return np.array([by_code[one] for one in found.codes]), found, weights


WIDE = board(8, 8)


# Published answers


def test_gi_star_of_six_points_as_esda_publishes_it() -> None:
    """esda, tests/test_getisord.py: six points within 15 of each other, binary, star."""
    points = np.array([(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)])
    near = [
        (str(a), str(b))
        for a, b in combinations(range(6), 2)
        if np.hypot(*(points[a] - points[b])) <= 15
    ]
    values = np.array([2, 3, 3.2, 5, 8, 7])
    # The third point has neighbours too, so every area can be tested.
    found = from_pairs([str(one) for one in range(6)], near)
    *_, gi = statistics(values, found)
    assert gi[0] == pytest.approx(-1.39727626)


def test_quadrants_of_desmith_and_moran_of_saint_louis_as_esda_publishes_them() -> None:
    """esda: Moran_Local on desmith; Moran's I of homicide rates HR8893 is 0.24365582621771659.

    With weights that add up to one the local statistics add up to n - 1 times the global.
    """
    values, near, _ = example("desmith", "z")
    _, _, quadrant, _ = statistics(values, near)
    short = {"high_high": 1, "low_high": 2, "low_low": 3, "high_low": 4}
    assert [short[one] for one in quadrant] == [4, 4, 4, 2, 3, 3, 1, 4, 3, 3]
    values, near, _ = example("stl", "HR8893")
    moran, *_ = statistics(values, near)
    assert moran.sum() / (values.size - 1) == pytest.approx(0.24365582621771659)


@pytest.mark.parametrize(("name", "column"), [("stl", "HR8893"), ("sids2", "SIDR74")])
def test_permutations_agree_with_those_of_esda(name: str, column: str) -> None:
    """The chance of esda is of one side, so twice that is ours, within Monte Carlo error."""
    values, near, _ = example(name, column)
    mine = neighbour_chance(values, near, seed=1, **FAST)
    draws = 9_999
    place = Path(__file__).with_name("esda_chance.toml")
    theirs = tomllib.loads(place.read_text(encoding="utf-8"))[name]
    assert sorted(theirs) == list(near.codes)
    twice = np.minimum([2 * theirs[code] / (draws + 1) for code in near.codes], 1.0)
    # Two-sided from the smaller tail: at most four standard errors of both.
    error = 2 * np.sqrt(mine.p / 2 * (1 - mine.p / 2) * (1 / draws + 1 / mine.permutations))
    within = np.abs(mine.p - twice) <= 4.5 * error + 4 / draws
    assert within.all()


@pytest.mark.parametrize(("name", "column"), [("stl", "HR8893"), ("sids2", "SIDR74")])
def test_every_statistic_is_that_of_esda(name: str, column: str) -> None:
    """esda as a peer, on two of its data sets: county rates, one of them with many zeros."""
    from esda import G_Local, Moran_Local
    from libpysal.graph import Graph

    values, near, _ = example(name, column)
    islands = set(near.islands)
    kept = [code not in islands for code in near.codes]
    values, near = values[kept], near.among(set(near.codes) - islands)
    focal = np.repeat(np.arange(values.size), near.count)
    graph = Graph.from_arrays(focal, near.ends, np.ones(focal.size))
    moran, deviate, quadrant, gi = statistics(values, near)
    theirs = Moran_Local(values, graph, transformation="r", permutations=0)
    np.testing.assert_allclose(moran, theirs.Is, atol=1e-12)
    np.testing.assert_allclose(deviate, (theirs.Is - theirs.EIc) / np.sqrt(theirs.VIc), atol=1e-12)
    names = {1: "high_high", 2: "low_high", 3: "low_low", 4: "high_low"}
    assert list(quadrant) == [names[int(one)] for one in theirs.q]
    # Gi* does not change when all values do alike; theirs needs a positive sum.
    star = G_Local(values + 1.0, graph, transform="B", permutations=0, star=True)
    np.testing.assert_allclose(gi, star.Zs, atol=1e-12)


def test_an_area_that_touches_all_others_is_left_to_no_chance() -> None:
    """There is one way to choose all others as neighbours: no deviate, and no division by zero."""
    near = board(3, 3)
    _, deviate, _, gi = statistics(np.array([1.0, 5, 2, 8, 9, 3, 7, 4, 6]), near)
    assert near.count[4] == 8
    assert deviate[4] == gi[4] == 0
    assert (np.delete(gi, 4) != 0).all()


def test_the_formulas_worked_out_without_esda() -> None:
    rng = np.random.default_rng(2)
    near = board(6, 5)
    y = rng.gamma(2.0, size=30)
    moran, deviate, quadrant, gi = statistics(y, near)
    n, z = y.size, y - y.mean()
    for i in range(n):
        mine = near.ends[near.starts[i] : near.starts[i + 1]]
        k = mine.size
        lag = z[mine].mean()
        assert moran[i] == pytest.approx((n - 1) * z[i] * lag / (z**2).sum())
        # Given its own value the mean and variance of k values drawn from the n - 1 others.
        others = np.delete(z, i)
        spread = np.sqrt(others.var() * (n - 1 - k) / (n - 2) / k)
        exact = np.sign(z[i]) * (lag - others.mean()) / spread
        # Sokal's formula is for large n: it lacks the factor for small ones.
        assert deviate[i] == pytest.approx(exact, rel=0.25, abs=0.05)
        own = np.append(mine, i)
        expected = y.mean() * own.size
        error = y.std() * np.sqrt(own.size * (n - own.size) / (n - 1))
        assert gi[i] == pytest.approx((y[own].sum() - expected) / error)
        assert quadrant[i].startswith("high" if z[i] > 0 else "low")


# Permutations


def test_the_chance_is_that_of_all_ways_to_choose_neighbours() -> None:
    near = board(3, 3)
    y = np.array([1.0, 5, 2, 8, 9, 3, 7, 4, 6])
    found = neighbour_chance(y, near, seed=3, first=99_999, step=10, most=99_999, enough=10**9)
    for i in range(9):
        mine = near.ends[near.starts[i] : near.starts[i + 1]]
        others = np.delete(y, i)
        sums = np.array([sum(c) for c in combinations(others, mine.size)])
        tail = min((sums >= y[mine].sum()).mean(), (sums <= y[mine].sum()).mean())
        exact = min(1.0, 2 * tail)
        assert found.p[i] == pytest.approx(exact, abs=2 * 4 * np.sqrt(tail / 99_999) + 1e-4)


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 12), st.integers(0, 8), st.integers(0, 99))
def test_samples_hold_different_positions(size: int, more: int, seed: int) -> None:
    drawn = samples(size + more, size, 200, np.random.default_rng(seed))
    assert drawn.shape == (size, 200)
    assert drawn.min() >= 0
    assert drawn.max() < size + more
    assert all(len(set(column)) == size for column in drawn.T)


def test_every_sample_is_as_likely_as_another() -> None:
    drawn = samples(5, 3, 60_000, np.random.default_rng(1))
    _, counts = np.unique(drawn, axis=1, return_counts=True)
    assert counts.size == 60
    assert np.abs(counts - 1000).max() < 5 * np.sqrt(1000)


def test_too_few_positions_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be drawn"):
        samples(2, 3, 10, np.random.default_rng(1))


def test_an_area_that_chance_explains_costs_few_permutations() -> None:
    near = WIDE
    y = np.array([planted()[code] for code in near.codes])
    found = neighbour_chance(y, near, seed=1, **FAST)
    assert found.permutations.min() == 999
    assert found.permutations.max() == 99_999
    again = neighbour_chance(y, near, seed=1, **FAST)
    np.testing.assert_array_equal(found.p, again.p)


def test_equal_values_are_no_cluster_whatever_rounding_does() -> None:
    y = np.full(16, 0.1)
    y[::2] = 0.3 - 0.2  # not the same to the last digit
    found = neighbour_chance(y, board(4, 4), seed=1, **FAST)
    assert (found.p == 1.0).all()
    assert (found.permutations == 999).all()


# The map


def noise(seed: int = 0, near: Neighbours = WIDE) -> dict[str, float | None]:
    values = np.random.default_rng(seed).normal(size=len(near.codes))
    return dict(zip(near.codes, values.tolist(), strict=True))


def planted() -> dict[str, float | None]:
    """Noise with a hot corner, a cold corner and one high area among low ones."""
    values = noise()
    for x in range(3):
        for y in range(3):
            values[_name((x, y))] += 8
            values[_name((7 - x, 7 - y))] -= 8
    values[_name((7, 7))] = 6.0
    return values


@pytest.mark.parametrize("inference", ["permutation", "analytic"])
def test_planted_clusters_are_found_and_named(inference) -> None:
    found = hot_spots(planted(), WIDE, inference=inference)
    row = {one["area"]: one for one in found.areas.iter_rows(named=True)}
    assert row["0000"]["gi_class"] == "hot"
    assert row["0101"]["gi_class"] == "hot"
    assert row["0606"]["gi_class"] == "cold"
    assert row["0101"]["moran_class"] == "high_high"
    assert row["0606"]["moran_class"] == "low_low"
    if inference == "permutation":
        assert row["0707"]["moran_class"] == "high_low"
        assert found.smallest_p == 2e-5
    assert row["0403"]["gi_class"] == ""
    assert found.family == 64
    assert class_words("hot", model=False).render("nl") == "hotspot: hoge waarden bij elkaar"


def test_p_is_two_sided_and_q_is_that_of_benjamini_and_hochberg() -> None:
    found = hot_spots(planted(), WIDE).areas
    p = found["gi_p"].to_numpy()
    order = np.argsort(p)
    q = np.empty(p.size)
    least = 1.0
    for rank in range(p.size, 0, -1):
        least = min(least, p[order[rank - 1]] * p.size / rank)
        q[order[rank - 1]] = least
    np.testing.assert_allclose(found["gi_q"].to_numpy(), q)
    mirrored = {code: -value for code, value in planted().items()}
    other = hot_spots(mirrored, WIDE).areas
    np.testing.assert_allclose(other["gi_p"].to_numpy(), p)
    swap = {"hot": "cold", "cold": "hot", "": ""}
    assert other["gi_class"].to_list() == [swap[one] for one in found["gi_class"]]


@settings(deadline=None, max_examples=10)
@given(st.floats(0.01, 100), st.floats(-1000, 1000))
def test_another_unit_or_zero_changes_no_cluster(factor: float, shift: float) -> None:
    before = hot_spots(planted(), WIDE, rules=rules(most_permutations=999)).areas
    moved = {code: value * factor + shift for code, value in planted().items()}
    after = hot_spots(moved, WIDE, rules=rules(most_permutations=999)).areas
    for column in ("gi_class", "moran_class", "permutations"):
        assert before[column].to_list() == after[column].to_list()
    for column in ("gi", "moran", "gi_p"):
        np.testing.assert_allclose(before[column].to_numpy(), after[column].to_numpy(), atol=1e-6)


def test_without_any_pattern_few_maps_have_a_mark() -> None:
    """With nothing there every mark is false: at most 5% of the maps may have one."""
    few = rules(most_permutations=9_999)
    near = board(7, 7)
    marked = [
        (hot_spots(noise(seed, near), near, rules=few).areas["gi_class"] != "").any()
        for seed in range(80)
    ]
    assert np.mean(marked) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 80)


def test_islands_empty_areas_and_areas_without_a_border_are_named() -> None:
    values = planted()
    values["0403"] = None
    values["0404"] = float("nan")
    values["island"] = 3.0
    values["unknown"] = 3.0
    near = from_pairs(
        [*WIDE.codes, "island"],
        [(code, other) for code in WIDE.codes for other in WIDE.of(code)],
    )
    found = hot_spots(values, near)
    assert found.of_state("empty") == ("0403", "0404")
    assert found.of_state("island") == ("island",)
    assert found.of_state("no_shape") == ("unknown",)
    assert found.family == 62
    left = found.areas.filter(pl.col("state") != "tested")
    assert left["gi"].null_count() == left["gi_class"].null_count() == 4
    said = " ".join(one.render("nl") for one in found.sentences)
    assert "Zonder cijfer: 0403, 0404." in said
    assert "Zonder buur met een cijfer: island." in said
    assert "62 gebieden" in said


def test_an_area_whose_neighbours_are_all_empty_is_an_island() -> None:
    values = planted()
    for code in WIDE.of("0000"):
        values[code] = None
    assert hot_spots(values, WIDE).of_state("island") == ("0000",)


def test_on_model_estimates_there_is_a_cluster_of_the_model_and_no_p_value() -> None:
    found = hot_spots(planted(), WIDE, flags={"model_estimate", "missing"})
    assert found.model
    for column in ("moran_p", "moran_q", "gi_p", "gi_q"):
        assert found.areas[column].null_count() == 64
    assert "hot" in set(found.areas["gi_class"])
    assert found.sentences[0].render("nl").startswith("Cluster in een modelschatting")
    # Nor what rests on p-values: a share that is marked by chance, a least p that can be told.
    assert found.smallest_p is None
    assert not any("naar verwachting" in one.render("nl") for one in found.sentences)
    assert "in een modelschatting" in class_words("hot", model=True).render("nl")


def test_a_map_of_few_areas_or_of_equal_ones_has_no_clusters() -> None:
    near = board(4, 4)
    few = hot_spots(noise(near=near), near)
    assert few.family == 0
    assert set(few.areas["state"]) == {"few_areas"}
    flat = hot_spots(dict.fromkeys(WIDE.codes, 0.1), WIDE)
    assert set(flat.areas["gi_class"]) == {""}
    assert flat.areas["gi"].null_count() == 64


def test_the_east_of_weverdam_is_a_hot_spot_of_social_assistance(weverdam_home) -> None:
    store = Store(weverdam_home)
    rows = store.observations(
        country="XX00", years=[2023], indicators=["social_assistance_share_15_64"]
    ).filter(pl.col("area").str.starts_with("BU"))
    values = dict(rows.select("area", "value").iter_rows())
    near = touching(store.geometry(list(values), year=2023, country="XX00"))
    found = hot_spots(values, near, flags=set(rows["flag"]))
    hot = found.areas.filter(pl.col("gi_class") == "hot")["area"]
    assert len(hot) > 0
    # The story of the example: strain is highest in district 03.
    assert hot.str.slice(6, 2).is_in(["03"]).mean() > 0.5
    assert found.of_state("empty")
