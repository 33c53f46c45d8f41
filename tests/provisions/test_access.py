"""Access and reach: against PySAL's access, a plain double loop, and what must always hold."""

from __future__ import annotations

import access as peer
import numpy as np
import pandas
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weefsel.base.errors import InputError
from weefsel.provisions.access import choices, reach, two_step
from weefsel.provisions.gaps import gaps
from weefsel.provisions.pairs import from_table, gaussian, straight, zones
from weefsel.provisions.walking import from_lines
from weefsel.provisions.what_if import what_if

ZONES = {500.0: 1.0, 1000.0: 0.68, 2000.0: 0.22}  # the weights of Luo & Qi (2009), table 1
FAR = 2000.0


def town(seed: int, areas: int = 40, places: int = 9):
    random = np.random.default_rng(seed)
    return (
        random.uniform(0, 6000, (areas, 2)),
        random.uniform(0, 6000, (places, 2)),
        random.integers(0, 50, areas).astype(float),
        random.integers(0, 200, places).astype(float),
    )


def plain(homes, places, need, capacity, detour):
    """The two steps written out, one pair at a time."""

    def weight(a, b):
        metres = detour * float(np.hypot(*(homes[a] - places[b])))
        return next((ZONES[edge] for edge in sorted(ZONES) if metres <= edge), 0.0)

    ratio = []
    for b in range(len(places)):
        asked = sum(need[a] * weight(a, b) for a in range(len(homes)))
        ratio.append(capacity[b] / asked if asked else 0.0)
    return [sum(weight(a, b) * ratio[b] for b in range(len(places))) for a in range(len(homes))]


@pytest.mark.parametrize("seed", range(5))
def test_the_floating_catchment_equals_the_two_steps_written_out(seed: int) -> None:
    homes, places, need, capacity = town(seed)
    pairs = straight(homes, places, within=FAR, detour=1.3)
    found = two_step(pairs, need, capacity, zones(ZONES)).access
    np.testing.assert_allclose(found, plain(homes, places, need, capacity, 1.3), rtol=1e-12)


def test_the_floating_catchment_equals_pysal_access_on_the_same_pairs() -> None:
    homes, places, need, capacity = town(11, areas=120, places=25)
    pairs = straight(homes, places, within=FAR, detour=1.0)
    theirs = peer.fca.two_stage_fca(
        pandas.DataFrame({"geoid": range(len(need)), "demand": need}).set_index("geoid"),
        pandas.DataFrame({"geoid": range(len(capacity)), "supply": capacity}).set_index("geoid"),
        pandas.DataFrame({"origin": pairs.demand, "dest": pairs.place, "cost": pairs.cost}),
        max_cost=FAR + 1,
        weight_fn=peer.weights.step_fn({int(edge): weight for edge, weight in ZONES.items()}),
    )
    mine = two_step(pairs, need, capacity, zones(ZONES)).access
    theirs = theirs.reindex(range(len(need))).fillna(0.0).to_numpy()
    np.testing.assert_allclose(mine, theirs, rtol=1e-9)


@given(st.integers(0, 2**32 - 1), st.floats(1.0, 2.0), st.sampled_from(["zones", "gaussian"]))
@settings(max_examples=60, deadline=None)
def test_need_times_access_is_the_capacity_with_need_around_it(seed, detour, kind) -> None:
    homes, places, need, capacity = town(seed)
    decay = zones(ZONES) if kind == "zones" else gaussian(FAR)
    pairs = straight(homes, places, within=FAR, detour=detour)
    found = two_step(pairs, need, capacity, decay)
    used = capacity.sum() - found.unused.sum()
    assert (need * found.access).sum() == pytest.approx(used, rel=1e-9, abs=1e-9)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_access_never_falls_when_a_place_is_added(seed: int) -> None:
    homes, places, need, capacity = town(seed)
    whole = straight(homes, places, within=FAR, detour=1.3)
    fewer = straight(homes, places[:-1], within=FAR, detour=1.3)
    before = two_step(fewer, need, capacity[:-1], zones(ZONES)).access
    after = two_step(whole, need, capacity, zones(ZONES)).access
    assert (after >= before - 1e-12).all()
    assert (whole.nearest() <= fewer.nearest()).all()


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_nobody_is_served_twice_and_no_place_holds_more_than_it_can(seed: int) -> None:
    homes, places, need, capacity = town(seed)
    pairs = straight(homes, places, within=FAR, detour=1.3)
    found = reach(pairs, need, capacity, gaussian(FAR))
    assert (found.served <= need + 1e-9).all()
    assert (found.used <= capacity + 1e-9).all()
    assert found.served.sum() == pytest.approx(found.used.sum(), abs=1e-6)
    assert np.isnan(found.share[need == 0]).all()
    left = found.not_reached
    np.testing.assert_allclose(np.where(found.share > 0, left + found.served, need), need)


def test_a_small_place_beside_a_large_one_leaves_nobody_out() -> None:
    """500 in need, a place for 1,000, and then one for 10 beside it: still 500 are served."""
    homes, need = np.array([[0.0, 0.0]]), np.array([500.0])
    both = straight(homes, np.array([[100.0, 0.0], [0.0, 100.0]]), within=FAR, detour=1.0)
    found = reach(both, need, np.array([1000.0, 10.0]), zones(ZONES))
    assert found.served == pytest.approx([500.0])
    assert found.used == pytest.approx([490.0, 10.0])
    assert found.asked == pytest.approx([250.0, 250.0])


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_nobody_waits_beside_a_place_with_room(seed: int) -> None:
    homes, places, need, capacity = town(seed)
    pairs = straight(homes, places, within=FAR, detour=1.3)
    found = reach(pairs, need, capacity, zones(ZONES))
    room = capacity - found.used > 1e-4
    weight = zones(ZONES)(pairs.cost)
    near_room = np.zeros(len(need), dtype=bool)
    near_room[pairs.demand[room[pairs.place] & (weight > 0)]] = True
    assert (found.not_reached[near_room] < 1e-3).all()


def test_nobody_turns_to_a_place_that_holds_nobody() -> None:
    homes = np.array([[0.0, 0.0]])
    need, one = np.array([50.0]), np.array([[100.0, 0.0]])
    two = np.vstack([one, [[0.0, 100.0]]])
    alone = reach(
        straight(homes, one, within=FAR, detour=1.0), need, np.array([60.0]), zones(ZONES)
    )
    both = straight(homes, two, within=FAR, detour=1.0)
    assert reach(both, need, np.array([60.0, 0.0]), zones(ZONES)).served == alone.served


def test_residents_without_any_place_are_all_not_reached() -> None:
    pairs = straight(np.array([[0.0, 0.0], [9000.0, 0.0]]), np.array([[10.0, 0.0]]),
                     within=FAR, detour=1.0)  # fmt: skip
    found = reach(pairs, np.array([10.0, 7.0]), np.array([100.0]), gaussian(FAR))
    assert found.served.tolist() == [10.0, 0.0]
    assert found.not_reached.tolist() == [0.0, 7.0]


def test_the_nearest_is_the_nearest_of_all_places() -> None:
    homes, places, _, _ = town(3)
    pairs = straight(homes, places, within=1e9, detour=1.3)
    distances = 1.3 * np.hypot(*(homes[:, None, :] - places[None, :, :]).transpose(2, 0, 1))
    np.testing.assert_allclose(pairs.nearest(), distances.min(axis=1))
    assert pairs.nearest_place().tolist() == distances.argmin(axis=1).tolist()


def test_a_table_of_travel_times_is_taken_as_it_is() -> None:
    table = pl.DataFrame(
        {"from": ["BU1", "BU2", "BU9", "BU1"], "to": ["x", "y", "x", "y"], "cost": [5.0, 8, 1, 30]}
    )
    pairs = from_table(table, ["BU1", "BU2", "BU3"], ["x", "y"], within=15)
    assert pairs.nearest().tolist() == [5.0, 8.0, float("inf")]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"from": ["BU1"], "to": ["x"], "cost": [-1.0]}, "row 2 has no travel time"),
        ({"from": ["BU1", "BU1"], "to": ["x", "x"], "cost": [1.0, 2.0]}, "row 3 gives a pair"),
        ({"from": ["other"], "to": ["x"], "cost": [1.0]}, "no row of this table"),
    ],
)
def test_a_wrong_table_of_travel_times_names_file_and_row(rows, said: str) -> None:
    with pytest.raises(InputError) as refused:
        from_table(pl.DataFrame(rows), ["BU1"], ["x"], within=15, name="times.csv")
    assert said in refused.value.what.render("en")
    assert refused.value.where == "times.csv"


def test_weights_that_grow_with_the_distance_are_refused() -> None:
    with pytest.raises(InputError, match="never grow"):
        zones({500.0: 0.2, 1000.0: 1.0})


@pytest.mark.parametrize("wrong", [np.array([-1.0, 2.0]), np.array([np.nan, 2.0]), np.ones(3)])
def test_a_need_that_is_unknown_is_refused_and_not_taken_for_zero(wrong) -> None:
    pairs = straight(np.zeros((2, 2)), np.zeros((1, 2)), within=FAR, detour=1.0)
    with pytest.raises(InputError):
        two_step(pairs, wrong, np.array([1.0]), gaussian(FAR))


def test_walking_goes_around_where_there_is_no_bridge() -> None:
    # Two banks of a canal with one bridge at x = 1000.
    banks = [[(0, 0), (1000, 0)], [(0, 100), (1000, 100)], [(1000, 0), (1000, 100)]]
    network = from_lines([np.array(line, dtype=float) for line in banks], snap=0.1)
    assert network.pieces == 1
    home, across = np.array([[0.0, 0.0], [5000.0, 0.0]]), np.array([[0.0, 100.0]])
    pairs = network.pairs(home, across, within=3000, to_way=200)
    assert pairs.nearest().tolist() == [2100.0, float("inf")]
    assert straight(home, across, within=3000, detour=1.0).nearest()[0] == 100.0
    assert from_lines([np.array(line, dtype=float) for line in banks[:2]], snap=0.1).pieces == 2


def test_a_place_that_closes_sends_its_residents_on_or_nowhere() -> None:
    homes = np.array([[0.0, 0.0], [800.0, 0.0], [9000.0, 0.0]])
    places = np.array([[0.0, 0.0], [900.0, 0.0], [9000.0, 0.0]])
    pairs = straight(homes, places, within=1500, detour=1.0)
    need, before = np.array([30.0, 20.0, 10.0]), np.array([50.0, 50.0, 50.0])
    found = what_if(["a", "b", "c"], pairs, need, before, np.array([50.0, 50.0, 0.0]),
                    gaussian(1500), one_unit=True)  # fmt: skip
    rows = {row["area"]: row for row in found.areas.iter_rows(named=True)}
    assert rows["c"]["loses_all"] == 10
    assert rows["c"]["served_after"] == 0
    assert rows["a"]["access_after"] == rows["a"]["access_before"]
    assert found.instead.rows() == [(2, None, 10.0)]
    near = what_if(
        ["a", "b", "c"], pairs, need, before, np.array([0.0, 50.0, 50.0]), gaussian(1500)
    )
    assert near.losing["area"].to_list() == ["a", "b"]
    turned = choices(pairs, gaussian(1500)) * need[pairs.demand]
    assert near.instead["residents"].sum() == pytest.approx(turned[pairs.place == 0].sum())
    assert near.instead["to_place"].to_list() == [1]


def test_hours_cut_by_half_send_half_of_the_residents_elsewhere() -> None:
    pairs = straight(np.zeros((1, 2)), np.zeros((2, 2)), within=100, detour=1.0)
    found = what_if(["a"], pairs, np.array([40.0]), np.array([10.0, 10.0]), np.array([5.0, 10.0]),
                    gaussian(100))  # fmt: skip
    assert found.instead.rows() == [(0, 1, 10.0)]


def test_gaps_are_ranked_by_need_not_reached_only_where_units_agree() -> None:
    homes = np.array([[0.0, 0.0], [100.0, 0.0], [9000.0, 0.0]])
    pairs = straight(homes, np.array([[0.0, 0.0]]), within=1000, detour=1.0)
    need = np.array([50.0, np.nan, 20.0])
    frame = gaps(
        ["a", "b", "c"],
        need,
        {"A2": (pairs, np.array([10.0])), "A1": (pairs, None)},
        gaussian(1000),
        one_unit=frozenset({"A2"}),
    )
    meeting = frame.filter(pl.col("kind") == "A2")
    assert meeting["rank"].to_list() == [1, None, 2]
    assert meeting["not_reached"].to_list() == [40.0, None, 20.0]
    advice = frame.filter(pl.col("kind") == "A1")
    assert advice["reach"].to_list() == [None, None, None]
    assert advice["without"].to_list() == [0.0, 0.0, 20.0]
    assert advice["rank"].to_list() == [2, 2, 1]
