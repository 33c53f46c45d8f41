"""Questions about places: the same answer as trying every plan, and a finding that turns."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weefsel.base.errors import InputError
from weefsel.provisions.demand import Demand
from weefsel.provisions.need import rule
from weefsel.provisions.place_ground import Ground, Site
from weefsel.provisions.place_recipe import PlaceRecipe, numbers
from weefsel.provisions.plan import Answer, again, run
from weefsel.provisions.plan_output import document, table
from weefsel.provisions.plan_words import lead_of, notes_of, title_of
from weefsel.provisions.ways import Ways

TOWN = "GM9990"


def demand_at(points, need, rule_id: str = "lonely", error=None) -> Demand:
    codes = tuple(f"BU9990{at:04d}" for at in range(len(points)))
    wanted = rule(rule_id)
    return Demand(
        areas=codes, names=tuple(f"Buurt {at}" for at in range(len(points))),
        districts=("",) * len(points), points=np.array(points, dtype=float),
        residents=np.array(need, dtype=float) * 2, need=np.array(need, dtype=float),
        error=np.full(len(points), np.nan) if error is None else np.array(error, dtype=float),
        rule=wanted, figure=None, share=None, base=None, year=None, base_year=2023,
        estimate=True, sources=(),
    )  # fmt: skip


def ground_at(points, need, places, *, candidates=(), weight="places", within=1500.0, **more):
    def site(at: int, one, opened: bool) -> Site:
        x, y, *held = one
        name = f"{'plek' if opened else 'kans'}-{at}"
        return Site(name, name.title(), x, y, opened, hours=held[0] if held else None,
                    capacity=held[1] if len(held) > 1 else None)  # fmt: skip

    demand = demand_at(points, need, error=more.pop("error", None))
    return Ground(
        municipality=TOWN, kind="community_centre", demand=demand,
        need=np.nan_to_num(demand.need),
        unknown=tuple(
            name for name, one in zip(demand.names, demand.need, strict=True) if np.isnan(one)
        ),
        groups={"G4": demand_at(points, np.nan_to_num(np.array(need, dtype=float)) / 2)},
        ways=Ways(detour=1.0, within=within),
        sites=tuple(site(at, one, True) for at, one in enumerate(places)),
        candidates=tuple(site(at, one, False) for at, one in enumerate(candidates)),
        weight=weight, one_unit=weight == "capacity", **more,
    )  # fmt: skip


def recipe_of(question: str = "what_if", **given) -> PlaceRecipe:
    return PlaceRecipe.of(
        {"municipality": TOWN, "question": question, "kind": "community_centre", **given}
    )


def closing(*slugs: str) -> PlaceRecipe:
    return recipe_of(change=[{"act": "close", "provision": one} for one in slugs])


HOMES = [(0, 0), (800, 0), (9000, 0)]


def test_a_closing_says_who_loses_where_and_where_they_can_go() -> None:
    ground = ground_at(HOMES, [30, 20, 10], [(0, 0), (900, 0), (9000, 0)])
    found = run(ground, closing("plek-2"))
    assert title_of(found).render("en") == (
        "If Plek-2 closes, 10 lonely adults have nothing within 1.5\N{NO-BREAK SPACE}km any more."
    )
    some = run(ground, closing("plek-1", "plek-2"))
    assert "access falls for 60" in title_of(some).render("en")
    assert "10 of them then have nothing" in title_of(some).render("en")
    assert found.instead.rows() == [("plek-2", None, 10.0)]
    assert found.groups.row(0, named=True) == {
        "group": "G4", "rule": "lonely", "loses": 5.0, "gains": 0.0, "loses_all": 5.0,
        "gains_first": 0.0,
    }  # fmt: skip
    near = run(ground, closing("plek-0"))
    assert "all of them keep a place" in title_of(near).render("en")
    assert near.instead["to"].to_list() == ["plek-1"]
    assert lead_of(near)[0].render("en") == "Access falls in 2 neighbourhoods."
    assert "daalt de toegang voor" in title_of(near).render("nl")


def test_what_closes_and_opens_again_is_as_it_was() -> None:
    ground = ground_at(HOMES, [30, 20, 10], [(0, 0), (900, 0), (9000, 0)])
    one = {"act": "open", "name": "Terug", "neighbourhood": "BU99900002"}
    both = run(ground, recipe_of(change=[{"act": "close", "provision": "plek-2"}, one]))
    assert "changes for no" in title_of(both).render("en")
    assert both.areas["access_after"].to_list() == pytest.approx(
        both.areas["access_before"].to_list()
    )
    move = {"act": "move", "provision": "plek-2", "neighbourhood": "BU99900000"}
    moved = run(ground, recipe_of(change=[move]))
    assert "falls for 10 lonely adults and rises for 50" in title_of(moved).render("en")


def test_fewer_hours_take_access_away_and_leave_the_place() -> None:
    ground = ground_at(HOMES[:2], [30, 20], [(0, 0, 40), (900, 0, 20)], weight="hours")
    change = [{"act": "hours", "provision": "plek-0", "hours_per_week": 10}]
    found = run(ground, recipe_of(change=change))
    assert "10 hours a week, access falls for 50" in title_of(found).render("en")
    assert not found.closed
    assert found.total("loses_all") == 0


def test_an_area_of_unknown_need_is_named_and_counts_nowhere() -> None:
    ground = ground_at(HOMES, [30, float("nan"), 10], [(0, 0), (800, 0)])
    found = run(ground, closing("plek-1"))
    assert found.people("falls") == 30
    assert any("Buurt 1" in one.render("nl") for one in notes_of(found))


def test_people_get_a_range_where_the_error_is_known() -> None:
    ground = ground_at(HOMES, [30, 20, 10], [(0, 0), (9000, 0)], error=[3, 4, 1])
    said = title_of(run(ground, closing("plek-0")))
    lose = said.params["lose"]
    assert lose.value == 50
    # Two errors of 3 and 4 are one of 5; a range from P5 to P95 is 1.645 of them to a side.
    assert lose.low == pytest.approx(50 - 1.645 * 5, abs=0.01)
    assert lose.high == pytest.approx(50 + 1.645 * 5, abs=0.01)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_the_best_place_and_the_least_harm_are_those_of_trying_all(seed: int) -> None:
    random = np.random.default_rng(seed)
    homes = random.integers(0, 5000, (8, 2)).tolist()
    need = random.integers(1, 50, 8).astype(float)
    places = random.integers(0, 5000, (4, 2)).tolist()
    options = random.integers(0, 5000, (5, 2)).tolist()
    ground = ground_at(homes, need, places, candidates=options)

    def way(chosen) -> float:
        cost = np.hypot(*(np.array(homes)[:, None] - np.array(chosen)[None]).transpose(2, 0, 1))
        return float(np.average(cost.min(axis=1), weights=need))

    best = run(ground, recipe_of("best_place", count=2))
    every = (way(places + list(two)) for two in itertools.combinations(options, 2))
    assert best.way_after == pytest.approx(min(every))
    assert len(best.opened) == 2
    assert best.way_before == pytest.approx(way(places))
    assert not best.areas["falls"].any() or best.total("loses_all") == 0
    least = run(ground, recipe_of("least_harm", count=2))
    left = (way(list(two)) for two in itertools.combinations(places, 2))
    assert least.way_after == pytest.approx(min(left))
    assert "No better plan exists." in title_of(least).render("en")
    same = again(ground, least.recipe, {one.id for one in least.sites.values()} -
                 {one.id for one in least.closed}, found=least.plan)  # fmt: skip
    assert title_of(same) == title_of(least)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_nobody_is_further_off_when_a_place_is_added(seed: int) -> None:
    random = np.random.default_rng(seed)
    ground = ground_at(
        random.integers(0, 4000, (9, 2)).tolist(), random.integers(0, 50, 9) + 1.0,
        random.integers(0, 4000, (3, 2)).tolist(),
    )  # fmt: skip
    made = {"act": "open", "name": "Nieuw", "neighbourhood": f"BU9990{seed % 9:04d}"}
    found = run(ground, recipe_of(change=[made]))
    rows = found.areas
    assert not rows["falls"].any()
    assert (rows["access_after"] >= rows["access_before"] - 1e-12).all()
    assert rows["loses_all"].sum() == 0


def test_reaching_most_counts_who_gets_one_within_reach() -> None:
    ground = ground_at(HOMES, [30, 20, 40], [(0, 0)], candidates=[(9000, 0), (800, 0)])
    found = run(ground, recipe_of("most_reached"))
    assert [one.id for one in found.opened] == ["kans-0"]
    assert "40 more lonely adults" in title_of(found).render("en")
    full = ground_at(HOMES[:2], [30, 20], [(0, 0)], candidates=[(800, 0)])
    assert title_of(run(full, recipe_of("most_reached"))).render("en").startswith("No new place")


def test_capacities_say_how_much_better_could_exist_when_the_search_is_stopped() -> None:
    random = np.random.default_rng(4)
    homes, need = random.uniform(0, 9000, (60, 2)).tolist(), random.integers(1, 90, 60) * 1.0
    room = float(need.sum()) / 6
    spots = [(x, y, None, room) for x, y in random.uniform(0, 9000, (18, 2))]
    ground = ground_at(homes, need, spots[:2], candidates=spots[2:], weight="capacity")
    asked = recipe_of("best_place", count=6, capacities=True, new_capacity=room, seconds=20)
    told = []
    found = run(ground, asked, stop=lambda: len(told) > 2, report=lambda *one: told.append(one))
    assert told
    assert found.plan.stopped
    assert found.plan.value >= found.plan.bound
    assert len(found.opened) == 6
    assert found.recipe.seconds == 20
    said = title_of(found).render("nl")
    assert "beter is mogelijk" in said or "beter plan bestaat niet" in said
    assert any("ended before" in one.render("en") for one in lead_of(found))


def test_places_at_once_are_not_set_against_people_in_a_year() -> None:
    spots = [(0, 0, None, 50.0), (4000, 0, None, 50.0)]
    ground = ground_at([(0, 0), (4000, 0)], [60, 40], spots, weight="capacity")
    asked = recipe_of("least_harm", count=1, capacities=True)
    with pytest.raises(InputError, match="people in a year"):
        run(replace(ground, units_agree=False), asked)


def test_with_capacities_the_way_is_that_to_where_there_is_room() -> None:
    homes, need = [(0, 0), (4000, 0)], [60, 40]
    spots = [(0, 0, None, 50.0), (100, 0, None, 50.0), (4000, 0, None, 50.0)]
    ground = ground_at(homes, need, spots, weight="capacity")
    found = run(ground, recipe_of("least_harm", count=1, capacities=True))
    # The best plan keeps one near each: 10 of the first home have to go 4000 metres.
    assert found.plan.value == pytest.approx(10 * 4000)
    assert found.way_after == 0
    said = title_of(found).render("en")
    assert "room for everybody" in said
    assert "0.4" in said


def test_a_new_place_that_holds_nobody_helps_nobody() -> None:
    ground = ground_at(HOMES, [30, 20, 40], [(0, 0, 10.0, 50.0)], weight="capacity")
    opened = {"act": "open", "name": "Leeg", "neighbourhood": ground.demand.areas[2]}
    empty = run(ground, recipe_of(change=[{**opened, "capacity": 0}]))
    assert not empty.areas["rises"].any()
    assert empty.opened == ()
    full = run(ground, recipe_of(change=[opened]))  # as large as the middle one, when unsaid
    assert full.people("rises") == 40


def test_a_place_far_from_every_neighbourhood_is_refused() -> None:
    ground = ground_at([(150_000, 450_000)], [30], [(150_000, 450_000)])
    for longitude, latitude in ((180, -80), (52.0, 5.4), (6.9, 53.3)):
        move = {"act": "move", "provision": "plek-0", "longitude": longitude, "latitude": latitude}
        with pytest.raises(InputError, match="far from every neighbourhood"):
            run(ground, recipe_of(change=[move]))
    move = {"act": "move", "provision": "plek-0", "longitude": 5.4, "latitude": 52.04}
    assert run(ground, recipe_of(change=[move])).opened


def test_a_place_of_unknown_capacity_is_named() -> None:
    ground = ground_at(HOMES, [30, 20, 40], [(0, 0)], candidates=[(9000, 0, None, 90.0)])
    asked = recipe_of("best_place", capacities=True, new_capacity=90)
    with pytest.raises(InputError, match="Plek-0"):
        run(ground, asked)


def test_a_recipe_comes_back_and_its_answer_carries_it() -> None:
    recipe = closing("plek-0")
    assert PlaceRecipe.read(recipe.toml(), "x.toml") == recipe
    ground = ground_at(HOMES, [30, 20, 10], [(0, 0), (900, 0)])
    found = run(ground, recipe)
    whole = PlaceRecipe.read(found.recipe.toml(), "x.toml")  # all that was left out is said
    assert (whole.need, whole.weight, whole.ways) == ("lonely", "places", ground.ways)
    made = document(found, {})
    assert made["schema"] == "weefsel.place_result/1"
    assert made["recipe"] == found.recipe.record()
    assert made["loses"] == 50
    assert table(found, "nl").columns[:3] == ["Code", "Buurt", "Behoefte"]
    assert isinstance(run(ground, whole), Answer)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"question": "what_if"}, "nothing changes"),
        ({"question": "what_if", "change": [{"act": "close"}]}, "which provision"),
        ({"question": "what_if", "change": [{"act": "move", "provision": "a"}]}, "say where"),
        ({"question": "what_if", "change": [{"act": "open", "neighbourhood": "BU99900101"}]},
         "has a name"),
        ({"question": "what_if", "change": [{"act": "hours", "provision": "a"}]}, "many hours"),
        ({"question": "what_if", "change": [{"act": "close", "provision": "a"}] * 2}, "twice"),
        ({"question": "best_place", "change": [{"act": "close", "provision": "a"}]}, "only the"),
        ({"question": "best_place", "capacities": True}, "a new place can hold"),
        ({"question": "most_reached", "capacities": True}, "distance only"),
        ({"question": "best_place", "seconds": 1e6}, "at most"),
        ({"question": "best_place", "candidate": [{"id": "a", "name": "A"}]}, "say where"),
    ],
)  # fmt: skip
def test_a_recipe_that_cannot_be_answered_names_its_key(wrong, said: str) -> None:
    with pytest.raises(InputError) as refused:
        recipe_of(**{"question": "best_place", **wrong})
    assert said in refused.value.sentence("en")
    assert refused.value.where == "recipe"


def test_every_number_of_our_own_says_why() -> None:
    for name in type(numbers()).model_fields:
        one = getattr(numbers(), name)
        assert one.value > 0
        assert one.why_nl.startswith("Onze aanname")
        assert one.why_en.startswith("Our assumption")
