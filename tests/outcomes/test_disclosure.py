"""The door for counts: what it hides, what the audit finds, what the ledger remembers."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weefsel.base.errors import ConflictError, InputError
from weefsel.base.figure import Flag
from weefsel.outcomes.disclosure import (
    Dimension,
    Ledger,
    Rounding,
    Table,
    current,
    inspect,
    release,
)


def crossed(rows: dict[str, dict[str, int]], names: tuple[str, str] = ("row", "column")):
    """Make a table of two dimensions with totals."""
    frame = pl.DataFrame(
        [(a, b, n) for a, line in rows.items() for b, n in line.items()],
        schema=[*names, "count"],
        orient="row",
    )
    return Table("m", (Dimension(names[0]), Dimension(names[1])), frame, totals=True)


def hide(*cells: tuple[str | None, str | None]) -> pl.DataFrame:
    return pl.DataFrame(cells, schema={"row": pl.String, "column": pl.String}, orient="row")


def bounds(found, *name: str) -> tuple[float, float | None]:
    for row in found.cells.iter_rows(named=True):
        if set(row["name"]) == set(name):
            return row["lowest"], row["highest"]
    raise AssertionError(name)


# Published examples -----------------------------------------------------------------------


def test_the_bounds_are_those_of_the_handbook():
    """Example 3 of chapter 4 of the Handbook on Statistical Disclosure Control.

    After Geurts (1992), table 10: row totals 7 and 3, column totals 9 and 7 with 3 and 3
    shown; the handbook finds 3 to 6 for the first cell. The counts behind it are ours; zeros
    count as hidden there, as the handbook only assumes that nothing is negative.
    """
    table = crossed({"1": {"1": 4, "2": 3}, "2": {"1": 2, "2": 1}, "3": {"1": 3, "2": 3}})
    rules = current().changed(minimum_cell=2, zero_shown=0)

    found = inspect([table], [hide(("1", "1"), ("1", "2"), ("2", "1"), ("2", "2"))], rules=rules)

    assert bounds(found, "1") == (3, 6)
    assert found.cells["exact"].all()


def test_a_pattern_with_two_hidden_in_every_line_still_leaks():
    """The example in the tests of the R package sdcTable, test-simpleheuristic.R.

    Every line has two hidden cells or more, yet rows w and x less columns a and c give w by b:
    236 - 189 = 47.
    """
    table = crossed(
        {
            "w": {"a": 30, "b": 47, "c": 64, "d": 89},
            "x": {"a": 90, "b": 124, "c": 5, "d": 31},
            "y": {"a": 92, "b": 100, "c": 59, "d": 85},
            "z": {"a": 800, "b": 991, "c": 651, "d": 685},
        }
    )
    away = ("wa", "wb", "wc", "xa", "xc", "yb", "yd", "zb", "zd")

    found = inspect([table], [hide(*((one[0], one[1]) for one in away))])

    assert bounds(found, "w", "b") == (47, 47)
    assert not found.held
    assert ["w", "b"] in [sorted(one, reverse=True) for one in found.leaks["name"].to_list()]


# Planted leaks ----------------------------------------------------------------------------

LEAKY = {"a": {"x": 4, "y": 30, "z": 50}, "b": {"x": 40, "y": 60, "z": 12}}


@pytest.mark.parametrize(
    ("away", "leak"),
    [
        ((), ("a", "x")),  # shown as it is
        ((("a", "x"),), ("a", "x")),  # total less the others
        ((("a", "x"), ("a", "y")), ("a", "x")),  # by its column
        ((("a", "x"), ("a", "y"), ("b", "x")), ("b", "x")),  # one corner missing
    ],
)
def test_the_audit_finds_a_planted_leak(away, leak):
    found = inspect([crossed(LEAKY)], [hide(*away)])

    assert not found.held
    assert set(leak) in [set(one) for one in found.leaks["name"].to_list()]


def test_the_audit_finds_a_leak_within_the_protection_interval():
    """Hidden in a square with a 12: the insider knows that 12 stays ten or more."""
    table = crossed({"a": {"x": 1, "y": 12}, "b": {"x": 12, "y": 11}})
    square = hide(("a", "x"), ("a", "y"), ("b", "x"), ("b", "y"))

    found = inspect([table], [square])

    assert not found.held
    (row,) = (one for one in found.leaks.iter_rows(named=True) if one["small"])
    assert (row["lowest"], row["highest"]) == (1, 12)  # to a reader
    assert row["insider_high"] == 3  # 12 can give up two, then it is small itself


def test_the_audit_holds_for_what_the_door_lets_out():
    table = crossed(LEAKY)
    done = release(table)
    hidden = done.cells.filter("suppressed").select("row", "column")

    assert inspect([table], [hidden]).held


# What a reader gets -----------------------------------------------------------------------


def test_a_reader_cannot_tell_a_small_count_from_one_that_protects_it():
    done = release(crossed(LEAKY))
    hidden = done.cells.filter("suppressed")

    assert done.audit.cells["small"].sum() == 1
    assert hidden.height > 1
    assert hidden.select("count", "suppressed", "reason").n_unique() == 1
    assert set(done.cells.columns) == {"row", "column", "count", "suppressed", "reason"}


def test_nobody_is_shown_and_ten_is_shown():
    frame = pl.DataFrame({"area": ["a", "b", "c"], "count": [0, 10, 25]})
    done = release(Table("m", (Dimension("area"),), frame, totals=True))

    assert done.hidden == 0
    assert [done.value(area=one) for one in "abc"] == [0, 10, 25]
    assert done.value() == 35


def test_nobody_is_hidden_as_well_where_the_rule_says_so():
    frame = pl.DataFrame({"area": ["a", "b", "c"], "count": [0, 30, 25]})
    rules = current().changed(zero_shown=0)

    done = release(Table("m", (Dimension("area"),), frame, totals=True), rules=rules)

    assert done.value(area="a") is None
    assert done.hidden > 1


def test_a_hidden_count_is_a_figure_that_says_why_it_has_no_number():
    done = release(crossed(LEAKY))

    hidden, shown = done.figure(row="a", column="x"), done.figure(row=None)
    assert hidden.value is None
    assert hidden.flag is Flag.SUPPRESSED
    assert hidden.reason is not None
    assert "herken" in hidden.reason.render("nl")
    assert shown.value == 196


def test_what_is_safe_is_not_hidden():
    """One small count in a large table takes a square, not more."""
    rows = {a: {b: 40 + i * 7 + j for j, b in enumerate("pqrst")} for i, a in enumerate("abcde")}
    rows["c"]["r"] = 5

    assert release(crossed(rows)).hidden == 4


def test_the_order_of_the_rows_makes_no_difference():
    table = crossed(LEAKY)
    turned = Table("m", table.dimensions, table.counts.reverse(), totals=True)

    assert release(table).cells.equals(release(turned).cells)


def test_the_same_table_gives_the_same_result_again():
    assert release(crossed(LEAKY)).cells.equals(release(crossed(LEAKY)).cells)


# Dominance --------------------------------------------------------------------------------


def test_a_count_that_one_organisation_brought_in_is_hidden_with_room_around_it():
    """60 of 66 from one, 4 from the next: 66 - 60 - 4 = 2 is less than ten percent of 60."""
    table = crossed({"a": {"x": 66, "y": 90}, "b": {"x": 80, "y": 70}})
    gave = [("a", "x", "one", 60), ("a", "x", "two", 4), ("a", "x", "three", 2)]
    gave += [
        (a, b, who, n)
        for a, b, n in (("a", "y", 30), ("b", "x", 20), ("b", "y", 14))
        for who in ("one", "two", "three", "four", "five")
    ][:10]
    frame = pl.DataFrame(gave, schema=["row", "column", "contributor", "amount"], orient="row")
    frame = frame.filter(pl.col("row") + pl.col("column") == "ax")
    for a, b, n in (("a", "y", 90), ("b", "x", 80), ("b", "y", 70)):
        each = pl.DataFrame(
            {"row": a, "column": b, "contributor": list("pqrst"), "amount": [n // 5] * 5}
        )
        frame = pl.concat([frame, each], how="vertical_relaxed")

    done = release(Table("m", table.dimensions, table.counts, totals=True, contributions=frame))

    assert release(table).value(row="a", column="x") == 66  # without the contributions
    assert done.value(row="a", column="x") is None
    (row,) = (
        one for one in done.audit.cells.iter_rows(named=True) if set(one["name"]) == {"a", "x"}
    )
    room = 0.1 * 60 - (66 - 60 - 4)
    assert row["lowest"] <= 66 - room
    assert row["highest"] >= 66 + room


def test_contributions_that_do_not_add_up_are_refused():
    table = crossed(LEAKY)
    gave = pl.DataFrame({"row": ["a"], "column": ["y"], "contributor": ["one"], "amount": [29]})

    with pytest.raises(InputError, match="do not add up"):
        release(Table("m", table.dimensions, table.counts, contributions=gave))


# The ledger -------------------------------------------------------------------------------


def test_the_ledger_survives_json_and_holds_no_hidden_count():
    done = release(crossed({"a": {"x": 7, "y": 53}, "b": {"x": 61, "y": 59}}))
    written = json.dumps(done.ledger.document())

    again = Ledger.read(json.loads(written))
    assert again.document() == done.ledger.document()
    numbers = {one for issue in done.ledger.issues for one in issue.cells["count"].drop_nulls()}
    assert numbers.isdisjoint({7, 53, 61, 59})


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"schema": "weefsel.disclosure-ledger/2", "issues": []},
        {"schema": "weefsel.disclosure-ledger/1", "issues": [{"measure": "m"}]},
        {
            "schema": "weefsel.disclosure-ledger/1",
            "issues": [
                {"measure": "m", "dimensions": [], "cells": [["a"]], "count": [1], "small": [None]}
            ],
        },
    ],
)
def test_a_damaged_ledger_is_refused(record):
    with pytest.raises(InputError):
        Ledger.read(record)


def test_a_count_that_was_hidden_stays_hidden_in_another_table():
    first = release(crossed(LEAKY))
    hidden = first.cells.filter("suppressed", pl.col("row").is_not_null())
    row, column = hidden.row(0)[:2]
    alone = Table(
        "m",
        (Dimension("row"), Dimension("column")),
        crossed(LEAKY).counts.filter(pl.col("row") == row),
    )
    alone = Table("m", (Dimension("row", complete=False), Dimension("column")), alone.counts)

    second = release(alone, first.ledger)

    assert second.value(row=row, column=column) is None


def test_other_counts_of_the_same_people_are_refused():
    first = release(crossed(LEAKY))
    other = {**LEAKY, "b": {"x": 41, "y": 60, "z": 12}}

    with pytest.raises(ConflictError, match="another count"):
        release(crossed(other), first.ledger)


def test_a_table_of_another_measure_stands_apart():
    first = release(crossed(LEAKY))
    other = Table("of another year", crossed(LEAKY).dimensions, crossed(LEAKY).counts, totals=True)

    assert release(other, first.ledger).cells.equals(first.cells)


# Refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({"area": ["a", "b"], "count": [3, -1]}, "no whole number"),
        ({"area": ["a", "b"], "count": [3.0, 2.5]}, "no whole number"),
        ({"area": ["a", "b"], "count": [3, None]}, "no whole number"),
        ({"area": ["a", "b"], "count": [float("inf"), 1.0]}, "no whole number"),
        ({"area": ["a", "a"], "count": [3, 4]}, "twice"),
        ({"area": ["a", "b", None], "count": [3, 4, 9]}, "add up to 7"),
        ({"place": ["a", "b"], "count": [3, 4]}, "not in the table"),
    ],
)
def test_counts_that_cannot_be_are_refused_in_a_sentence(counts, words):
    with pytest.raises(InputError, match=words):
        release(Table("m", (Dimension("area"),), pl.DataFrame(counts, strict=False)))


def test_what_belongs_to_itself_is_refused():
    frame = pl.DataFrame({"area": ["a", "b"], "count": [30, 40]})

    with pytest.raises(InputError, match="belongs to itself"):
        release(Table("m", (Dimension("area", {"a": "b", "b": "a"}),), frame))


def test_a_table_of_nobody_and_an_empty_table_pass():
    nobody = pl.DataFrame({"area": ["a", "b"], "count": [0, 0]})
    empty = pl.DataFrame(schema={"area": pl.String, "count": pl.Int64})

    assert release(Table("m", (Dimension("area"),), nobody, totals=True)).hidden == 0
    assert release(Table("m", (Dimension("area"),), empty, totals=True)).hidden == 0


# Rounding ---------------------------------------------------------------------------------


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.integers(0, 60), min_size=12, max_size=12),
    st.integers(0, 2**32),
)
def test_rounded_tables_add_up_and_stay_next_to_the_truth(drawn, seed):
    frame = pl.DataFrame(
        {"area": [a for a in "abcd" for _ in range(3)], "kind": list("xyz") * 4, "count": drawn}
    )
    areas = Dimension("area", {"a": "ab", "b": "ab", "c": "cd", "d": "cd"})
    table = Table("m", (areas, Dimension("kind")), frame, totals=True)

    done = release(table, rounding=Rounding(seed))

    truth = {
        (a, k): frame.filter(
            (pl.col("area").is_in(list(a)) if a else pl.lit(True))
            & (pl.col("kind") == k if k else pl.lit(True))
        )["count"].sum()
        for a in [*"abcd", "ab", "cd", None]
        for k in [*"xyz", None]
    }
    shown = {(a, k): n for a, k, n in done.cells.select("area", "kind", "count").iter_rows()}
    assert all(n % 10 == 0 for n in shown.values())
    assert all(abs(n - truth[key]) < 10 for key, n in shown.items())
    for a in [*"abcd", "ab", "cd", None]:
        assert sum(shown[a, k] for k in "xyz") == shown[a, None]
    for k in [*"xyz", None]:
        assert shown["a", k] + shown["b", k] == shown["ab", k]
        assert shown["ab", k] + shown["cd", k] == shown[None, k]
    assert done.hidden == 0


def test_rounding_is_right_on_average():
    frame = pl.DataFrame({"area": ["a", "b"], "count": [3, 42]})
    table = Table("m", (Dimension("area"),), frame)

    threes = [release(table, rounding=Rounding(seed)).value(area="a") for seed in range(200)]

    # 3 of 10 go up to 10; five standard errors of a proportion of 0.3 in 200 are 0.16.
    assert abs(np.mean(threes) - 3) < 10 * 5 * np.sqrt(0.3 * 0.7 / 200)
    assert set(threes) == {0, 10}


def test_a_count_that_was_rounded_is_rounded_alike_whatever_the_seed():
    table = crossed(LEAKY)
    first = release(table, rounding=Rounding(1))

    for seed in range(2, 8):
        assert release(table, first.ledger, rounding=Rounding(seed)).cells.equals(first.cells)


def test_rounding_is_refused_where_an_earlier_total_gives_people_away():
    """Of 12 people 3 and 9: when the 3 is shown as 0 and the 9 as 10, the 9 is three or more."""
    total = pl.DataFrame({"area": [None], "count": [12]}, schema_overrides={"area": pl.String})
    first = release(Table("m", (Dimension("area", complete=False),), total))
    parts = Table("m", (Dimension("area"),), pl.DataFrame({"area": ["a", "b"], "count": [3, 9]}))

    shown = set()
    for seed in range(30):
        try:
            done = release(parts, first.ledger, rounding=Rounding(seed))
            shown.add((done.value(area="a"), done.value(area="b")))
        except InputError as fault:
            shown.add(fault.what.msgid)

    # Only 10 and 10 leave each of them anything from 1 to 9.
    assert shown == {
        (10, 10),
        "this table cannot be released: the audit found a count that can be derived.",
    }
