"""What must stay equal, or move one way, when the table or recipe of a composite changes."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from weefsel.scan.composite import CompositeRecipe, CompositeResult, composite
from weefsel.scan.tree import Part, Tree

NAMES = ("a", "b", "c")
value = st.integers(0, 200).map(lambda n: n / 4)
NORMALISE = st.sampled_from(["z_score", "min_max", "percentile"])


@st.composite
def tables(draw: st.DrawFn) -> pl.DataFrame:
    count = draw(st.integers(4, 15))
    columns = {name: draw(st.lists(value, min_size=count, max_size=count)) for name in NAMES}
    for values in columns.values():
        assume(len(set(values)) > 1)
    return pl.DataFrame({"code": [f"x{at}" for at in range(count)], **columns})


def made(frame: pl.DataFrame, normalise: str = "z_score", **keys: object) -> CompositeResult:
    given = {
        "title": "T", "code": "code", "normalise": normalise, "part": [{"id": "p", "weight": 2}],
        "indicator": [{"id": "a", "parent": "p"}, {"id": "b", "parent": "p", "direction": -1},
                      {"id": "c"}], **keys,
    }  # fmt: skip
    return composite(frame, CompositeRecipe.model_validate(given))


def scores(found: CompositeResult) -> np.ndarray:
    return found.parts[:, -1]


@given(tables(), NORMALISE, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_rows_changes_no_score(
    frame: pl.DataFrame, normalise: str, chance: object
) -> None:
    order = list(range(frame.height))
    chance.shuffle(order)  # type: ignore[attr-defined]
    before, after = made(frame, normalise), made(frame[order], normalise)
    for code in before.codes:
        assert before.score(code) == after.score(code)
    assert before.ranks() == after.ranks()


@given(
    tables(), NORMALISE, st.sampled_from([0.25, 2.0, 1024.0]), st.integers(-50, 50),
    st.sampled_from(NAMES),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_another_unit_of_a_column_changes_no_score(
    frame: pl.DataFrame, normalise: str, factor: float, shift: int, name: str
) -> None:
    moved = frame.with_columns((pl.col(name) * factor + shift).alias(name))
    np.testing.assert_allclose(
        scores(made(frame, normalise)), scores(made(moved, normalise)), atol=1e-9
    )


@given(tables(), st.integers(0, 14), st.integers(1, 40))
@settings(max_examples=60, deadline=None)
def test_more_of_what_is_good_never_lowers_a_score_between_given_goalposts(
    frame: pl.DataFrame, which: int, more: int
) -> None:
    assume(which < frame.height)
    posts = {"minimum": 0.0, "maximum": 100.0}
    indicators = [{"id": name, **posts} for name in NAMES]
    keys = {"indicator": indicators, "part": [], "bottom": 1.0}
    for kind in ("arithmetic", "geometric", "harmonic"):
        before = made(frame, "min_max", aggregate=kind, **keys)
        raised = frame.with_columns(
            pl.when(pl.col("code") == f"x{which}").then(pl.col("a") + more).otherwise(pl.col("a"))
            .alias("a")
        )  # fmt: skip
        after = made(raised, "min_max", aggregate=kind, **keys)
        assert scores(after)[which] >= scores(before)[which] - 1e-9
        others = np.arange(frame.height) != which
        np.testing.assert_array_equal(scores(after)[others], scores(before)[others])


@given(tables(), NORMALISE, st.sampled_from([0.5, 3.0, 10.0]))
@settings(max_examples=30, deadline=None)
def test_only_the_proportion_of_weights_matters(
    frame: pl.DataFrame, normalise: str, factor: float
) -> None:
    def weighed(times: float) -> CompositeResult:
        indicators = [
            {"id": name, "weight": weight * times}
            for name, weight in zip(NAMES, (1, 2, 4), strict=True)
        ]
        return made(frame, normalise, indicator=indicators, part=[])

    one, other = weighed(1.0), weighed(factor)
    np.testing.assert_allclose(scores(one), scores(other), rtol=1e-9, atol=1e-9)
    assert sum(other.weights().values()) == 1.0 or abs(sum(other.weights().values()) - 1) < 1e-12


@given(tables(), NORMALISE)
@settings(max_examples=30, deadline=None)
def test_turning_a_column_and_its_direction_changes_no_score(
    frame: pl.DataFrame, normalise: str
) -> None:
    turned = frame.with_columns(-pl.col("c"))
    indicators = [{"id": "a"}, {"id": "b"}, {"id": "c", "direction": -1}]
    plain = [{"id": "a"}, {"id": "b"}, {"id": "c"}]
    np.testing.assert_allclose(
        scores(made(frame, normalise, indicator=plain, part=[])),
        scores(made(turned, normalise, indicator=indicators, part=[])),
        atol=1e-9,
    )


@given(tables(), NORMALISE)
@settings(max_examples=30, deadline=None)
def test_a_copy_that_takes_its_twins_weight_changes_no_score(
    frame: pl.DataFrame, normalise: str
) -> None:
    twins = frame.with_columns(twin=pl.col("a"))
    alone = [{"id": "a", "weight": 2}, {"id": "b"}]
    double = [{"id": "a"}, {"id": "twin"}, {"id": "b"}]
    np.testing.assert_allclose(
        scores(made(twins, normalise, indicator=alone, part=[])),
        scores(made(twins, normalise, indicator=double, part=[])),
        rtol=1e-9,
        atol=1e-9,
    )


# The tree by itself


def test_parts_are_worked_out_from_the_bottom_and_weights_multiply() -> None:
    tree = Tree(
        4,
        (
            Part("low", (0, 1), (1.0, 3.0)),
            Part("middle", (2, 4), (1.0, 1.0)),
            Part("top", (3, 5), (1.0, 4.0)),
        ),
    )
    points = np.array([[10.0, 20.0, 30.0, 40.0]])
    low = (10 + 3 * 20) / 4
    middle = (30 + low) / 2
    top = (40 + 4 * middle) / 5
    np.testing.assert_allclose(tree.scores(points, "arithmetic"), [[low, middle, top]])
    np.testing.assert_allclose(tree.weights(), [0.1, 0.3, 0.4, 0.2])
    assert float(points[0] @ tree.weights()) == top


def test_what_is_missing_is_left_to_the_others_of_its_part_down_to_the_minimum() -> None:
    parts = (Part("low", (0, 1), (1.0, 3.0)), Part("top", (2, 3), (1.0, 1.0)))
    points = np.array([[10.0, np.nan, 50.0]])
    loose = Tree(3, parts, minimum=0.25).scores(points, "arithmetic")
    np.testing.assert_allclose(loose, [[10.0, 30.0]])
    strict = Tree(3, parts, minimum=0.3).scores(points, "arithmetic")
    np.testing.assert_allclose(strict, [[np.nan, 50.0]])
    assert np.isnan(Tree(3, parts, minimum=1.0).scores(points, "arithmetic")[0, 1])


def test_each_part_may_have_a_mean_of_its_own_and_nothing_multiplies_to_nothing() -> None:
    parts = (Part("low", (0, 1), (1.0, 1.0), "arithmetic"), Part("top", (2, 3), (1.0, 1.0)))
    tree = Tree(3, parts)
    found = tree.scores(np.array([[2.0, 6.0, 9.0], [0.0, 0.0, 9.0]]), "geometric")
    np.testing.assert_allclose(found, [[4.0, 6.0], [0.0, 0.0]])
    np.testing.assert_allclose(tree.scores(np.array([[2.0, 6.0, 4.0]]), "harmonic")[0, 1], 4.0)
