"""Access, reach and gaps of a municipality: need without origin, units, titles that turn.

The brute-force values are computed here with plain loops over the store's own figures.
"""

from __future__ import annotations

import json
import math
from contextlib import suppress
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from weefsel.atlas.centres import centres, to_rd
from weefsel.atlas.indicator import catalogue
from weefsel.atlas.store import Store
from weefsel.base.certainty import Certainty
from weefsel.base.errors import InputError
from weefsel.example.make import make_weverdam
from weefsel.provisions.demand import Inhabited, demand_of
from weefsel.provisions.kinds import GROUPS
from weefsel.provisions.need import needs, read_needs, rule, rule_of_group, rule_of_kind
from weefsel.provisions.need import why_without as why
from weefsel.provisions.offered import Options, offered
from weefsel.provisions.pillars import profile
from weefsel.provisions.place_kind import place_kinds
from weefsel.provisions.reach_document import document
from weefsel.provisions.reach_finding import (
    border_note,
    gap_title,
    how_sure,
    pillar_title,
    reach_title,
)
from weefsel.provisions.reach_recipe import ReachRecipe
from weefsel.provisions.reached import Reached, first_before_second, run
from weefsel.provisions.social_map import (
    Entry,
    Location,
    Offer,
    Opening,
    Organisation,
    Service,
)
from weefsel.provisions.walking import WalkingNetwork
from weefsel.provisions.ways import Given, Ways, distances
from weefsel.provisions.ways_files import read_network, read_times

CODE = "GM9990"
ORIGIN = {key for key, one in catalogue().items() if one.origin_trait}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = Store(tmp_path_factory.mktemp("reach"))
    make_weverdam(made, seed=1)
    return made


@pytest.fixture(scope="module")
def middle(store: Store) -> dict[str, tuple[float, float]]:
    """Give a point inside each neighbourhood, in degrees."""
    frame = store.areas(2023, country="XX00", level="neighbourhood", municipality=CODE)
    shapes = store.geometry(frame["code"].to_list(), year=2023, country="XX00")
    points = {code: shape.point_on_surface() for code, shape in shapes.items()}
    return {code: (one.x, one.y) for code, one in sorted(points.items())}


def entry(slug: str, kind: str, at: tuple[float, float] | None, **said: object) -> Entry:
    who = said.pop("who", "professional")
    groups = said.pop("groups", ())
    return Entry(
        Offer(id=slug, service=slug, location=slug if at else None, slug=slug,
              municipality=CODE, fictitious=True, **said),
        Service(id=slug, organisation=slug, name=slug, kind=kind, groups=groups),
        Organisation(id=slug, name=slug, kind=who),
        None if at is None else Location(id=slug, longitude=at[0], latitude=at[1]),
    )  # fmt: skip


def measure(store: Store, entries: list[Entry], **asked: object) -> Reached:
    return run(ReachRecipe(municipality=CODE, **asked), store, entries)


# Need


def test_every_group_and_kind_has_a_figure_or_the_reason_it_has_none() -> None:
    for group in GROUPS:
        assert (rule_of_group(group) is None) == (why(group=group) is not None), group
    for kind in place_kinds():
        assert (rule_of_kind(kind) is None) == (why(kind=kind) is not None), kind


def test_no_need_rests_on_origin_and_newcomers_have_none() -> None:
    used = {part.indicator for base in needs().base.values() for part in base.parts}
    used |= {figure.share for one in needs().need.values() for figure in one.figures}
    assert ORIGIN
    assert not used & ORIGIN
    assert rule_of_group("G5") is None
    words = (
        'dated = "2026-11-22"\n[unit]\npeople = ["people"]\n[base.all]\nnl="a"\nen="a"\n'
        'parts = [{ indicator = "population" }]\n[need.new]\nnl="a"\nen="a"\nwhy_nl="a"\n'
        'why_en="a"\nfigures = [{ share = "origin_outside_europe_share", of = "all" }]\n'
    )
    with pytest.raises(InputError, match="origin may not stand for need"):
        read_needs(words.encode(), "need.toml")


def test_changing_columns_of_origin_changes_no_result(
    store: Store, middle: dict[str, tuple[float, float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = next(iter(middle.values()))
    entries = [entry("a", "debt_help", home), entry("b", "library", home)]
    before = measure(store, entries).frame()
    asked = store.observations

    def changed(**words: object) -> pl.DataFrame:
        frame = asked(**words)
        other = pl.when(pl.col("indicator").is_in(sorted(ORIGIN))).then(99.0)
        return frame.with_columns(other.otherwise(pl.col("value")).alias("value"))

    monkeypatch.setattr(store, "observations", changed)
    assert measure(store, entries).frame().equals(before)


def test_need_is_a_published_share_times_published_residents(store: Store) -> None:
    found = demand_of(store, CODE, rule("money_stress"))
    rows = store.observations(country="XX00")

    def value(area: str, key: str, year: int) -> float:
        one = rows.filter(area=area, indicator=key, year=year)
        return one["value"][0] if one.height and one["value"][0] is not None else math.nan

    assert found.share is not None
    assert found.estimate
    assert np.isnan(found.error).all()
    for at, area in enumerate(found.areas):
        adults = 0.7 * value(area, "residents_15_24", 2023) + sum(
            value(area, key, 2023) for key in ("residents_25_44", "residents_45_64",
                                               "residents_65plus"))  # fmt: skip
        share = value(area, "difficulty_making_ends_meet_18plus", 2022)
        assert found.need[at] == pytest.approx(adults * share / 100, nan_ok=True)


def test_the_error_of_a_count_is_that_of_its_rounding(store: Store) -> None:
    found = demand_of(store, CODE, rule("children"))
    assert found.error == pytest.approx(5 / math.sqrt(6))  # rounded at random to fives
    assert not found.estimate


# Offered


def test_capacity_counts_only_in_one_unit_and_hours_or_number_stand_in_openly() -> None:
    here, week = (5.0, 52.0), (Opening(day=1, opens="09:00", closes="12:30"),)
    whole = [entry("a", "library", here, capacity=5, capacity_unit="people"),
             entry("b", "library", here, capacity=7, capacity_unit="people")]  # fmt: skip
    mixed = [whole[0], entry("b", "library", here, capacity=7, capacity_unit="visits")]
    open_now = [entry(one, "library", here, opening=week) for one in "ab"]
    assert offered(whole, "library").capacity.tolist() == [5, 7]
    assert offered(mixed, "library").counted == "places"
    assert offered(mixed, "library", Options(count="capacity")).complete is False
    assert offered(open_now, "library").capacity.tolist() == [3.5, 3.5]
    assert offered(open_now, "library").unit == "hours a week"


def test_what_does_not_count_is_named_with_its_reason() -> None:
    here, week = (5.0, 52.0), (Opening(day=6, opens="10:00", closes="12:00"),)
    entries = [
        entry("nowhere", "library", None),
        entry("other", "library", here, groups=("G1",), opening=week),
        entry("shut", "library", here, groups=("G4",),
              opening=(Opening(day=2, opens="09:00", closes="18:00"),)),
        entry("fits", "library", here, groups=("G4",), opening=week),
        entry("silent", "library", here),
    ]  # fmt: skip
    found = offered(entries, "library", Options(group="G4", when="weekend"))
    assert [one.slug for one in found.entries] == ["fits"]
    assert {one.slug: str(why) for one, why in found.left_out} == {
        "nowhere": "it has no place on the map",
        "other": "it does not name this group",
        "shut": "it is not open then",
        "silent": "its opening hours are not known",
    }


# Reach


def test_the_nearest_is_that_of_a_plain_double_loop(
    store: Store, middle: dict[str, tuple[float, float]]
) -> None:
    homes = list(middle.values())
    entries = [entry(f"p{at}", "library", homes[at]) for at in (0, 9, 31)]
    one = measure(store, entries).kind("library")
    assert one is not None
    there = Transformer.from_crs("EPSG:4326", "EPSG:28992", always_xy=True)
    detour = distances().detour.value
    for row in one.areas.iter_rows(named=True):
        x, y = there.transform(*middle[row["area"]])
        plain = min(math.dist((x, y), there.transform(*homes[at])) * detour for at in (0, 9, 31))
        assert row["nearest"] == pytest.approx(plain, rel=1e-9)
        assert (row["without"] == 0) == (plain <= one.ways.within or row["need"] == 0)


def test_a_share_served_exists_only_where_capacity_and_need_count_the_same(
    store: Store, middle: dict[str, tuple[float, float]]
) -> None:
    home = next(iter(middle.values()))
    people = entry("a", "debt_help", home, capacity=40, capacity_unit="people a year")
    visits = entry("b", "debt_help", home, capacity=40, capacity_unit="visits")
    served = measure(store, [people]).kind("debt_help")
    other = measure(store, [visits]).kind("debt_help")
    both = measure(store, [people, visits]).kind("debt_help")
    assert served is not None
    assert other is not None
    assert both is not None
    assert served.by_share
    assert served.areas["reach"].max() <= 1
    assert served.total_need - served.total_gap == pytest.approx(40)
    assert "capacity counts 'visits'" in str(other.no_share)
    seats = entry("s", "debt_help", home, capacity=40, capacity_unit="people")
    at_once = measure(store, [seats]).kind("debt_help")
    assert at_once is not None
    assert "capacity counts 'people at once'" in str(at_once.no_share)
    assert not both.by_share
    assert other.areas["reach"].null_count() == other.areas.height
    food = entry("c", "food_bank", home, capacity=9, capacity_unit="people")
    house = measure(store, [food]).kind("food_bank")  # its need counts households
    assert house is not None
    assert not house.by_share


@given(
    places=st.lists(st.integers(0, 58), min_size=1, max_size=6, unique=True),
    more=st.integers(0, 58),
)
@settings(max_examples=15, deadline=None)
def test_access_never_falls_and_no_gap_grows_when_a_place_is_added(
    store: Store, middle: dict[str, tuple[float, float]], places: list[int], more: int
) -> None:
    homes = list(middle.values())
    made = [entry(f"p{at}", "debt_help", homes[at], capacity=30, capacity_unit="people a year")
            for at in places]  # fmt: skip
    extra = entry("extra", "debt_help", homes[more], capacity=30, capacity_unit="people a year")
    before = measure(store, made, kinds=("debt_help",)).frame()
    after = measure(store, [*made, extra], kinds=("debt_help",)).frame()
    both = before.join(after, on="area", suffix="_after").drop_nulls("need")
    assert (both["nearest_after"] <= both["nearest"] + 1e-6).all()
    assert (both["access_after"] >= both["access"] - 1e-12).all()
    assert (both["without_after"] <= both["without"] + 1e-9).all()


def test_neighbourhoods_without_a_border_are_said_to_be_in_no_figure(
    store: Store, middle: dict[str, tuple[float, float]]
) -> None:
    found = measure(store, [entry("p", "library", next(iter(middle.values())))])
    assert border_note(found) is None
    fewer = replace(found, without_border=("BU99909998", "BU99909999"))
    note = border_note(fewer)
    assert note is not None
    assert note.render("en").startswith(f"Of 2 of {len(middle) + 2} neighbourhoods no border")


def test_kinds_without_a_figure_have_distances_and_the_reason(
    store: Store, middle: dict[str, tuple[float, float]]
) -> None:
    home = next(iter(middle.values()))
    found = measure(store, [entry("a", "shelter", home), entry("b", "library", home)])
    one = found.kind("shelter")
    assert one is not None
    assert one.areas["nearest"].null_count() == 0
    assert one.areas["gap"].null_count() == one.areas.height
    assert "homeless" in one.no_need.render("en") if one.no_need else False
    newcomers = measure(store, [entry("b", "library", home)], options=Options(group="G5"))
    assert "newcomers" in newcomers.kinds[0].no_need.render("en")


def test_what_nobody_put_in_the_map_is_no_gap(store: Store) -> None:
    found = measure(store, [entry("a", "library", None)])
    assert found.kinds == ()
    assert {"library", "debt_help"} <= {one.kind for one in found.absent}
    assert "without a place" in str(next(x for x in found.absent if x.kind == "library").reason)


# Sentences


def test_titles_turn_with_the_figures(
    store: Store, middle: dict[str, tuple[float, float]]
) -> None:
    homes = list(middle.values())
    few = measure(store, [entry("a", "playground", homes[0])])
    many = measure(store, [entry(f"p{at}", "playground", one) for at, one in enumerate(homes)])
    assert "Speeltuin: voor" in reach_title(few.kinds[0]).render("nl")
    assert reach_title(many.kinds[0]).render("en") == (
        "Playground: all children under 15 have one within 800\N{NO-BREAK SPACE}m."
    )
    assert gap_title(few, "Weverdam").render("nl").startswith("Het grootste gat is speeltuin in")
    assert "No gap is known" in str(gap_title(many, "Weverdam"))
    assert "Nothing can be measured yet" in str(gap_title(measure(store, []), "Weverdam"))
    estimate = measure(store, [entry("a", "debt_help", homes[0])])
    assert "publishes no error" in str(how_sure(estimate))
    assert str(how_sure(few)) != str(how_sure(estimate))


def test_the_word_of_certainty_follows_the_error(
    store: Store, middle: dict[str, tuple[float, float]]
) -> None:
    one = measure(store, [entry("a", "school", next(iter(middle.values())))]).kinds[0]
    group = pl.DataFrame({"area": ["a", "b"], "gap": [120.0, 100.0], "need_error": [2.0, 2.0]})
    assert first_before_second(one, group) is Certainty.CERTAIN
    near = group.with_columns(gap=pl.Series([101.0, 100.0]))
    assert first_before_second(one, near) is Certainty.INDISTINGUISHABLE
    unknown = group.with_columns(need_error=pl.lit(None, pl.Float64))
    assert first_before_second(one, unknown) is None


def test_pillars_count_what_is_known_and_the_title_turns(
    store: Store, middle: dict[str, tuple[float, float]]
) -> None:
    by_district = {code[2:8]: at for code, at in middle.items()}
    kinds = ("residents_initiative", "club", "professional")
    whole = [entry(f"{who[:4]}-{at}", "other", place, who=who)
             for at, place in enumerate(by_district.values()) for who in kinds]  # fmt: skip
    found = profile(store, CODE, [*whole, entry("phone", "other", None, who="club")])
    assert found.total == len(whole) + 1
    assert found.elsewhere.total == 1
    assert all(one.missing == () for one in found.districts)
    assert "All" in str(pillar_title(found))
    less = profile(store, CODE, whole[1:])
    assert "nothing is known of what residents do themselves" in str(pillar_title(less))
    assert "no provision yet" in str(pillar_title(profile(store, CODE, [])))


# Ways


def test_a_table_of_times_and_a_network_replace_the_straight_line(
    store: Store, middle: dict[str, tuple[float, float]]
) -> None:
    (first, home), (second, far) = list(middle.items())[:2]
    table = read_times(f"from;to;cost\n{first};a;12,5\n{second};a;45\n".encode(), "tijden.csv")
    recipe = ReachRecipe(municipality=CODE, how="table", kinds=("library",))
    found = run(recipe, store, [entry("a", "library", home)], given=Given(table=table))
    rows = {row["area"]: row for row in found.frame().iter_rows(named=True)}
    assert rows[first]["nearest"] == 12.5
    assert rows[second]["nearest"] == 45  # known, though further than anybody goes
    assert rows[second]["without"] > 0
    lines = {"type": "FeatureCollection", "features": [
        {"properties": {"highway": "footway"},
         "geometry": {"type": "LineString", "coordinates": [home, far]}},
        {"properties": {"highway": "motorway"},
         "geometry": {"type": "LineString", "coordinates": [home, [5, 52]]}},
    ]}  # fmt: skip
    network = read_network(json.dumps(lines).encode(), "wegen.geojson")
    assert len(network.nodes) == 2  # the motorway is not walked
    walked = ReachRecipe(municipality=CODE, how="network", kinds=("library",), within=50_000)
    found = run(walked, store, [entry("a", "library", home)], given=Given(network=network))
    there = to_rd(np.array([home, far]))
    metres = math.dist(*there)
    row = next(one for one in found.frame().iter_rows(named=True) if one["area"] == second)
    assert row["nearest"] == pytest.approx(metres, abs=2)
    with pytest.raises(InputError, match="none is given"):
        run(recipe, store, [entry("a", "library", home)])
    for wrong, match in ((b"a;b\n1;2\n", "'from' is missing"), (b"\xff\xfe\x00", "column")):
        with pytest.raises(InputError, match=match):
            read_times(wrong, "tijden.csv")
    with pytest.raises(InputError, match="no GeoJSON"):
        read_network(b"[]", "wegen.geojson")


@given(st.binary(max_size=60))
@settings(max_examples=60, deadline=None)
def test_a_file_of_ways_is_read_or_refused(content: bytes) -> None:
    for read in (read_times, read_network):
        found: object = None
        with suppress(InputError):
            found = read(content, "bestand")
        assert found is None or isinstance(found, pl.DataFrame | WalkingNetwork)


def test_zones_have_equal_width_and_the_weights_of_luo_and_qi() -> None:
    decay = Ways(within=3000).decay
    assert decay(np.array([0, 1000, 1001, 2000, 3000, 3001])).tolist() == [
        1.0, 1.0, 0.68, 0.68, 0.22, 0.0,
    ]  # fmt: skip


def test_the_recipe_runs_again_and_refuses_what_it_does_not_know(
    store: Store, middle: dict[str, tuple[float, float]]
) -> None:
    entries = [entry("a", "library", next(iter(middle.values())))]
    recipe = ReachRecipe(municipality=CODE, within=2500, options=Options(group="G4"))
    again = ReachRecipe.read(recipe.toml(), "recept.toml")
    assert again == recipe
    first, second = (run(one, store, entries) for one in (recipe, again))
    assert first.frame().equals(second.frame())
    made = document(first, "Weverdam", store.sources(), "0")
    assert json.dumps(made)
    assert made["recipe"]["within"] == 2500
    with pytest.raises(InputError, match="no kind of provision 'bieb'"):
        ReachRecipe.read(f'municipality = "{CODE}"\nkinds = ["bieb"]\n', "recept.toml")


def test_centres_lie_inside_their_area_and_what_is_no_number_stays_so(store: Store) -> None:
    codes = store.areas(2023, country="XX00", level="neighbourhood")["code"].to_list()
    found = centres(store, codes, year=2023, country="XX00")
    assert found["code"].to_list() == sorted(codes)
    assert np.isnan(to_rd(np.array([[np.nan, 52.0]]))).all()
    assert Inhabited(store, CODE).without_border == ()
