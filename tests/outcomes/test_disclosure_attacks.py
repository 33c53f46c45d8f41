"""No attack recovers a hidden count: totals, hierarchies, linked tables, successive releases."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outcomes.attacker import People, every_table, shut, weaknesses
from weefsel.outcomes.disclosure import Dimension, Ledger, Table, release, release_linked

TRIES = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
# Mostly small numbers, some nobody, some large: where suppression is hardest.
COUNT = st.one_of(
    st.integers(0, 9), st.integers(1, 30), st.sampled_from([0, 0, 10, 11, 25, 60, 140])
)
AREAS = {"b1": ("w1",), "b2": ("w1",), "b3": ("w2",), "b4": ("w2",), "b5": ("w2",)}
KINDS = {"k1": ("g1",), "k2": ("g1",), "k3": ("g2",)}
SEXES: dict[str, tuple[str, ...]] = {"m": (), "v": ()}


def parents(leaves: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {leaf: above[0] for leaf, above in leaves.items() if above}


def counts(draw: st.DrawFn, **dimensions: Mapping[str, object]) -> pl.DataFrame:
    frame = pl.DataFrame({"": [0]})
    for name, leaves in dimensions.items():
        frame = frame.join(pl.DataFrame({name: list(leaves)}), how="cross")
    drawn = draw(st.lists(COUNT, min_size=frame.height, max_size=frame.height))
    return frame.drop("").with_columns(pl.Series("count", drawn))


@st.composite
def flat(draw: st.DrawFn) -> pl.DataFrame:
    areas = dict(list(AREAS.items())[: draw(st.integers(2, 4))])
    kinds = dict(list(KINDS.items())[: draw(st.integers(2, 3))])
    return counts(draw, area=areas, kind=kinds)


@st.composite
def nested(draw: st.DrawFn) -> pl.DataFrame:
    return counts(draw, area=AREAS, kind=KINDS)


@st.composite
def threefold(draw: st.DrawFn) -> pl.DataFrame:
    return counts(draw, area=dict(list(AREAS.items())[:3]), kind=KINDS, sex=SEXES)


def held_by(frame: pl.DataFrame, name: str, leaves: Mapping[str, tuple[str, ...]]):
    return {one: leaves.get(one, ()) for one in frame[name].unique()}


def truths(people: People, frame: pl.DataFrame) -> dict[frozenset[int], int]:
    """Give the true count of every set of combinations that any row can hold."""
    per_atom = np.zeros(len(people.atoms), dtype=int)
    names = [one for one in frame.columns if one != "count"]
    for row in frame.iter_rows(named=True):
        (atom,) = people.of({name: row[name] for name in names})
        per_atom[atom] += row["count"]

    class Lookup(dict):
        def __contains__(self, key):
            return True

        def __missing__(self, key):
            return int(per_atom[list(key)].sum())

    return Lookup()


@TRIES
@given(flat())
def test_totals_give_no_small_count_away(frame: pl.DataFrame):
    done = release(Table("m", (Dimension("area"), Dimension("kind")), frame, totals=True))
    people = People({"area": held_by(frame, "area", {}), "kind": held_by(frame, "kind", {})})
    assert weaknesses(people, people.rows(done.cells, truths(people, frame))) == []


@TRIES
@given(nested())
def test_two_hierarchies_give_no_small_count_away(frame: pl.DataFrame):
    table = Table(
        "m",
        (Dimension("area", parents(AREAS)), Dimension("kind", parents(KINDS))),
        frame,
        totals=True,
    )
    done = release(table)
    people = People({"area": AREAS, "kind": KINDS})
    assert weaknesses(people, people.rows(done.cells, truths(people, frame))) == []


@settings(TRIES, max_examples=8)
@given(threefold())
def test_three_dimensions_give_no_small_count_away(frame: pl.DataFrame):
    table = Table(
        "m",
        (Dimension("area", parents(AREAS)), Dimension("kind"), Dimension("sex")),
        frame,
        totals=True,
    )
    done = release(table)
    people = People(
        {"area": held_by(frame, "area", AREAS), "kind": dict.fromkeys(KINDS, ()), "sex": SEXES}
    )
    assert weaknesses(people, people.rows(done.cells, truths(people, frame))) == []


@TRIES
@given(st.lists(st.integers(0, 16), min_size=4, max_size=4), st.booleans())
def test_among_all_tables_that_fit_a_small_count_can_be_any_small_count(
    drawn: list[int], square: bool
):
    """Every table of whole numbers is written out, in a table of four smallest cells."""
    areas, kinds = (["a", "b"], ["x", "y"]) if square else (["a"], ["w", "x", "y", "z"])
    frame = pl.DataFrame({"area": areas}).join(pl.DataFrame({"kind": kinds}), how="cross")
    frame = frame.with_columns(pl.Series("count", drawn))
    done = release(Table("m", (Dimension("area"), Dimension("kind")), frame, totals=True))
    people = People({"area": dict.fromkeys(areas, ()), "kind": dict.fromkeys(kinds, ())})
    rows = people.rows(done.cells, truths(people, frame))
    for insider in (False, True):
        tables = every_table(rows, len(drawn), insider, most=26)
        without = every_table([shut(one) for one in rows], len(drawn), insider, most=26)
        for row in rows:
            if row.value is None and (row.small or not insider):
                sums = set(tables[:, sorted(row.atoms)].sum(axis=1))
                possible = set(without[:, sorted(row.atoms)].sum(axis=1))
                if row.small:  # no small number that was possible without the counts is gone
                    assert {one for one in possible if one < 10} <= sums
                if not insider:
                    assert max(sums) - min(sums) >= 8


@settings(TRIES, max_examples=8)
@given(threefold())
def test_linked_tables_give_no_small_count_away(frame: pl.DataFrame):
    """Area by kind and area by sex of the same people, released together."""
    areas = Dimension("area", parents(AREAS))
    first = frame.group_by("area", "kind", maintain_order=True).agg(pl.col("count").sum())
    second = frame.group_by("area", "sex", maintain_order=True).agg(pl.col("count").sum())
    done = release_linked(
        (
            Table("m", (areas, Dimension("kind")), first, totals=True),
            Table("m", (areas, Dimension("sex")), second, totals=True),
        )
    )
    people = People(
        {"area": held_by(frame, "area", AREAS), "kind": dict.fromkeys(KINDS, ()), "sex": SEXES}
    )
    truth = truths(people, frame)
    rows = [row for one in done for row in people.rows(one.cells, truth)]
    assert weaknesses(people, rows) == []


@settings(TRIES, max_examples=8)
@given(threefold(), st.booleans())
def test_a_second_release_takes_nothing_back(frame: pl.DataFrame, kinds_first: bool):
    """The same two tables one after the other; then the first once more, by district only."""
    areas = Dimension("area", parents(AREAS))
    order = ("kind", "sex") if kinds_first else ("sex", "kind")
    people = People(
        {"area": held_by(frame, "area", AREAS), "kind": dict.fromkeys(KINDS, ()), "sex": SEXES}
    )
    truth = truths(people, frame)
    ledger, before = Ledger(), []
    for name in order:
        part = frame.group_by("area", name, maintain_order=True).agg(pl.col("count").sum())
        done = release(Table("m", (areas, Dimension(name)), part, totals=True), ledger)
        rows = people.rows(done.cells, truth)
        assert weaknesses(people, rows, before) == []
        before += rows
        ledger = Ledger.read(done.ledger.document())
    whole = frame.with_columns(pl.col("area").replace(parents(AREAS)))
    part = whole.group_by("area", "kind", "sex", maintain_order=True).agg(pl.col("count").sum())
    done = release(
        Table("m", (Dimension("area"), Dimension("kind"), Dimension("sex")), part, totals=True),
        ledger,
    )
    assert weaknesses(people, people.rows(done.cells, truth), before) == []


@TRIES
@given(st.lists(st.one_of(st.integers(1, 9), st.integers(10, 60)), min_size=3, max_size=3))
def test_a_total_minus_one_group_does_not_give_that_group_away(drawn: list[int]):
    """First everybody, then everybody but one group: the group is the difference."""
    frame = pl.DataFrame({"group": ["a", "b", "c"], "count": drawn})
    everybody = pl.DataFrame(
        {"group": [None], "count": [sum(drawn)]}, schema_overrides={"group": pl.String}
    )
    first = (
        release(Table("m", (Dimension("group", complete=False),), everybody))
        if sum(drawn)
        else None
    )
    assert first is not None
    without = Dimension("group", {"b": "not a", "c": "not a"})
    second = release(
        Table(
            "m",
            (without,),
            pl.concat(
                [
                    frame.filter(pl.col("group") == "a"),
                    pl.DataFrame({"group": ["not a"], "count": [sum(drawn[1:])]}),
                ]
            ),
        ),
        first.ledger,
    )
    people = People({"group": {"a": (), "b": ("not a",), "c": ("not a",)}})
    truth = truths(people, frame)
    before = people.rows(first.cells, truth)
    now = people.rows(second.cells, truth)
    assert weaknesses(people, now, before) == []


@pytest.mark.parametrize("new", [1, 3, 9])
def test_a_running_total_does_not_give_the_new_ones_away(new: int):
    """Forty up to spring, a few more up to summer: the few are the difference."""
    spring = Table(
        "m",
        (Dimension("until", {"spring": "summer", "since": "summer"}, complete=False),),
        pl.DataFrame({"until": ["spring"], "count": [40]}),
    )
    first = release(spring)
    assert first.value(until="spring") == 40
    summer = Table(
        "m",
        (Dimension("until", {"spring": "summer", "since": "summer"}),),
        pl.DataFrame({"until": ["since", "spring", "summer"], "count": [new, 40, 40 + new]}),
    )
    second = release(summer, first.ledger)
    assert second.value(until="summer") is None
    assert second.value(until="since") is None


@settings(TRIES, max_examples=8)
@given(st.lists(COUNT, min_size=4, max_size=4))
def test_a_new_regional_division_gives_no_small_count_away(drawn: list[int]):
    """Old neighbourhoods first, then new ones cut from the same streets."""
    streets = ["s1", "s2", "s3", "s4"]
    old = {"s1": "o1", "s2": "o1", "s3": "o2", "s4": "o2"}
    new = {"s1": "n1", "s2": "n2", "s3": "n2", "s4": "n2"}
    both = Dimension("area", old, (new,))
    frame = pl.DataFrame({"area": streets, "count": drawn})
    people = People({"area": {one: (old[one], new[one]) for one in streets}})
    truth = truths(people, frame)

    def table(division: dict[str, str]) -> pl.DataFrame:
        parts = frame.with_columns(pl.col("area").replace(division))
        return parts.group_by("area", maintain_order=True).agg(pl.col("count").sum())

    first = release(Table("m", (both,), table(old), totals=False))
    before = people.rows(first.cells, truth)
    assert weaknesses(people, before) == []
    second = release(Table("m", (both,), pl.concat([frame, table(new)])), first.ledger)
    assert weaknesses(people, people.rows(second.cells, truth), before) == []
