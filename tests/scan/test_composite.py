"""A composite of any table: published indices to the digit, and each step on its own."""

from __future__ import annotations

import io
import json

import numpy as np
import polars as pl
import pytest

from scan import plain_handbook
from weefsel.base.document import to_json
from weefsel.scan.composite import CompositeRecipe, CompositeResult, composite, composite_of

# Human Development Report 2021/22 (UNDP), table 1 and technical note 1: values of 2021.
# code; life expectancy; expected and mean years of schooling; income (GNI, 2017 PPP $); HDI.
HDI = """iso3,le,eys,mys,gnipc,hdi
CHE,83.9872,16.50029945,13.85966015,66933.00454,0.962
NOR,83.2339,18.18519974,13.00362968,64660.10622,0.961
HKG,85.4734,17.27816963,12.22620964,62606.8454,0.952
AUS,84.5265,21.05459023,12.72681999,49238.43335,0.951
NLD,81.6873,18.69316522,12.58162975,55979.411,0.941
QAT,79.2716,12.63722038,9.99601145,87134.13469,0.855
BRA,72.7504,15.59906006,8.128813955,14369.88848,0.754
ZAF,62.341,13.64371014,11.37316036,12948.37325,0.713
IND,67.2398,11.87462044,6.655109195,6589.980037,0.633
AFG,61.9824,10.26384398,2.98506999,1824.190915,0.478
NER,61.5763,6.957111988,2.116717299,1239.866936,0.400
TCD,52.5254,8.035914334,2.57377421,1364.169417,0.394
"""
HDI_RECIPE = """
title = "Human Development Index"
code = "iso3"
minimum_share = 1.0
bottom = 0.0
top = 1.0
aggregate = "geometric"
part = [{id = "education", aggregate = "arithmetic"}]
indicator = [
  {id = "le", minimum = 20, maximum = 85},
  {id = "eys", parent = "education", minimum = 0, maximum = 18},
  {id = "mys", parent = "education", minimum = 0, maximum = 15},
  {id = "gnipc", transform = "log", minimum = 100, maximum = 75000},
]
"""


def recipe(**keys: object) -> CompositeRecipe:
    given = {"title": "Test", "code": "code", "indicator": [{"id": "a"}, {"id": "b"}], **keys}
    return CompositeRecipe.model_validate(given)


def table(count: int = 30, seed: int = 1, holes: int = 0) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    common = rng.normal(size=count)
    columns = {
        name: 50 + 10 * (0.6 * common + 0.8 * rng.normal(size=count)) for name in ("a", "b", "c")
    }
    frame = pl.DataFrame({"code": [f"x{at:03d}" for at in range(count)], **columns})
    for at in range(holes):
        frame[3 * at, "b"] = None
    return frame.with_columns(group=pl.Series(["p", "q"] * (count // 2)))


# Published indices


@pytest.fixture(scope="module")
def hdi() -> CompositeResult:
    return composite_of(HDI.encode(), "hdi.csv", CompositeRecipe.read(HDI_RECIPE, "hdi.toml"))


def test_the_human_development_index_is_that_of_undp(hdi: CompositeResult) -> None:
    """With values beyond both caps: life in Hong Kong, schooling in Australia, income in Qatar."""
    published = pl.read_csv(io.StringIO(HDI))
    for code, value in published.select("iso3", "hdi").iter_rows():
        assert round(hdi.score(code) or 0, 3) == value
    assert list(hdi.ranks()) == published["iso3"].to_list()
    assert list(hdi.ranks().values()) == list(range(1, 13))


def test_one_country_alone_has_the_same_index(hdi: CompositeResult) -> None:
    one = "\n".join(HDI.splitlines()[:2])
    alone = composite_of(one.encode(), "hdi.csv", CompositeRecipe.read(HDI_RECIPE, "hdi.toml"))
    assert alone.score("CHE") == pytest.approx(hdi.score("CHE"), rel=1e-12)
    assert alone.ranks() == {"CHE": 1}
    assert alone.document()["areas"]


# An index with everything in it, written out from the Handbook and COINr's documentation


def plainly(frame: pl.DataFrame) -> list[float]:
    """Two parts; a denominator; group means; min-max; weights 2:1; by hand, cell by cell."""
    rows = frame.to_dicts()
    columns: dict[str, list[float]] = {}
    for name in ("a", "b", "c"):
        mine = [None if row[name] is None else row[name] for row in rows]
        if name == "c":
            mine = [row["c"] / row["people"] * 1000 for row in rows]
        for at, value in enumerate(mine):
            if value is None:
                group = [
                    other
                    for other, row in zip(mine, rows, strict=True)
                    if row["group"] == rows[at]["group"] and other is not None
                ]
                mine[at] = sum(group) / len(group)
        columns[name] = mine
    direction = {"a": 1, "b": -1, "c": 1}
    points = {
        name: [(one - 1) / 0.99 for one in plain_handbook.min_max(values, direction[name])]
        for name, values in columns.items()
    }
    first = [plain_handbook.arithmetic([x, y], [2, 1])
             for x, y in zip(points["a"], points["b"], strict=True)]  # fmt: skip
    return [plain_handbook.arithmetic([x, y], [1, 3])
            for x, y in zip(first, points["c"], strict=True)]  # fmt: skip


def test_an_index_of_every_step_agrees_with_one_written_out_by_hand() -> None:
    frame = table(holes=4).with_columns(people=pl.Series(np.linspace(100, 900, 30)))
    made = composite(
        frame,
        recipe(
            groups="group",
            missing="group_mean",
            part=[{"id": "first", "weight": 1}],
            indicator=[
                {"id": "a", "parent": "first", "weight": 2},
                {"id": "b", "parent": "first", "direction": -1},
                {"id": "c", "weight": 3, "divide_by": "people", "times": 1000},
            ],
        ),
    )
    mine = [made.score(code) for code in frame["code"]]
    np.testing.assert_allclose(mine, plainly(frame), rtol=1e-10)
    weights = made.weights()
    assert weights == pytest.approx({"a": 1 / 6, "b": 1 / 12, "c": 3 / 4})


@pytest.mark.parametrize("normalise", ["z_score", "min_max", "percentile"])
def test_each_way_to_normalise_is_that_of_the_handbook(normalise: str) -> None:
    frame = table()
    made = composite(frame, recipe(normalise=normalise, bottom=1.0))
    plain = {"z_score": plain_handbook.z_scores, "min_max": plain_handbook.min_max,
             "percentile": plain_handbook.percentiles}[normalise]  # fmt: skip
    wanted = [
        plain_handbook.arithmetic(list(pair), [1, 1])
        for pair in zip(
            plain(frame["a"].to_list(), 1), plain(frame["b"].to_list(), 1), strict=True
        )
    ]
    np.testing.assert_allclose([made.score(code) for code in frame["code"]], wanted, rtol=1e-9)


def test_a_distance_to_a_target_is_that_of_the_handbook() -> None:
    frame = table()
    indicators = [{"id": "a", "target": 100.0}, {"id": "b", "direction": -1, "target": 10.0}]
    made = composite(
        frame, recipe(normalise="distance_to_target", bottom=1.0, indicator=indicators)
    )
    first = plain_handbook.to_target(frame["a"].to_list(), 1, 100.0)
    second = plain_handbook.to_target(frame["b"].to_list(), -1, 10.0)
    wanted = [(x + y) / 2 for x, y in zip(first, second, strict=True)]
    np.testing.assert_allclose([made.score(code) for code in frame["code"]], wanted, rtol=1e-9)


# Steps


def test_outliers_are_pulled_in_up_to_a_number_and_then_drawn_in_by_a_logarithm() -> None:
    frame = table().with_columns(
        a=pl.Series([*range(1, 28), 900.0, 2000.0, 5000.0], strict=False).cast(pl.Float64)
    )
    pulled = composite(frame, recipe(outliers="winsorise"))
    assert pulled.prepared.steps[0].winsorised == 3
    assert pulled.ranks("index")
    one = composite(frame, recipe(outliers="winsorise", winsorise_most=1))
    assert one.prepared.steps[0].winsorised == 1
    logged = composite(frame, recipe(outliers="winsorise", winsorise_most=1, otherwise="log"))
    step = logged.prepared.steps[0]
    assert (step.winsorised, step.logarithm) == (0, True)
    values = frame["a"].to_numpy()
    wanted = np.log(values - 1 + 0.01 * (5000 - 1))
    wanted = (wanted - wanted.min()) / (wanted.max() - wanted.min()) * 100
    np.testing.assert_allclose(logged.points[:, 0], wanted, rtol=1e-12)


def test_equal_scores_share_the_best_of_their_ranks() -> None:
    frame = pl.DataFrame({"code": list("vwxyz"), "a": [9, 5, 5, 1, 0], "b": [9, 5, 5, 1, 0]})
    assert composite(frame, recipe()).ranks() == {"v": 1, "w": 2, "x": 2, "y": 4, "z": 5}
    assert composite(frame, recipe(groups="a")).ranks_in_group()["x"] == 1


def test_too_little_filled_gives_no_score_and_says_why() -> None:
    frame = table(holes=3).with_columns(c=None)
    made = composite(frame[:, :4].with_columns(table()["c"]), recipe(minimum_share=1.0))
    assert made.score("x000") is None
    assert made.reasons[0] == "few_values"
    assert "x000" not in made.ranks()
    loose = composite(frame, recipe(minimum_share=0.5))
    assert loose.score("x000") is not None
    screened = composite(frame, recipe(screen=1.0))
    assert screened.reasons[0] == "screened"
    assert len(screened.ranks()) == 27
    assert screened.table()["reason"][-1].startswith("left out")


def test_a_screened_area_sets_no_scale() -> None:
    frame = table(holes=1)
    frame[0, "a"] = 10_000.0
    screened = composite(frame, recipe(screen=1.0))
    without = composite(frame[1:], recipe())
    for code in frame["code"][1:]:
        assert screened.score(code) == without.score(code)


# How sure it is


@pytest.fixture(scope="module")
def uneasy() -> CompositeResult:
    """Two equal areas, and errors for all."""
    frame = table()
    for name in ("a", "b", "c"):
        frame[1, name] = frame[0, name]
    errors = frame.select("code", a=pl.lit(3.0), b=pl.lit(3.0), c=pl.lit(3.0))
    nested = recipe(
        normalise="z_score",
        part=[{"id": "first"}],
        indicator=[{"id": "a", "parent": "first"}, {"id": "b", "parent": "first"}, {"id": "c"}],
    )
    return composite(frame, nested, errors=errors)


def test_errors_give_ranges_words_and_rank_sets(uneasy: CompositeResult) -> None:
    for code in uneasy.codes:
        sure = uneasy.sure(code)
        assert sure is not None
        assert sure.low < sure.expected < sure.high
        assert 1 <= sure.rank_low <= sure.rank <= sure.rank_high <= 30
        assert sure.rank == uneasy.ranks()[code]
    one, other = uneasy.sure("x000"), uneasy.sure("x001")
    assert one is not None
    assert other is not None
    assert (one.rank, one.expected) == (other.rank, pytest.approx(other.expected, abs=0.05))


def test_without_errors_there_is_no_range_and_it_says_so() -> None:
    made = composite(table(), recipe())
    assert made.sure("x000") is None
    assert any("No errors" in str(one) for one in made.said())


def test_assumed_errors_are_shown_at_three_sizes_and_never_certain() -> None:
    made = composite(table(), recipe(assumed_error=0.1))
    found = [made.sure(code) for code in made.codes]
    assert {one.certainty.value for one in found if one} == {"likely", "indistinguishable"}
    assert all([r.times for r in one.assumed] == [0.5, 1.0, 2.0] for one in found if one)


def test_an_index_of_parts_draws_the_same_scores_as_one_that_is_written_flat() -> None:
    """Equal parts of equal size weigh as one mean: the plain route and the compiled one agree."""
    frame = table().with_columns(d=table(seed=5)["a"])
    errors = frame.select("code", **{name: pl.lit(2.0) for name in "abcd"})
    names = list("abcd")
    flat = recipe(normalise="z_score", indicator=[{"id": one} for one in names])
    parts = recipe(
        normalise="z_score",
        part=[{"id": "one"}, {"id": "two"}],
        indicator=[{"id": one, "parent": "one" if one in "ab" else "two"} for one in names],
    )
    left, right = composite(frame, flat, errors=errors), composite(frame, parts, errors=errors)
    assert left.construction.tree is None
    assert right.construction.tree is not None
    for code in left.codes:
        one, other = left.sure(code), right.sure(code)
        assert one is not None
        assert other is not None
        assert (one.low, one.high, one.below) == pytest.approx(
            (other.low, other.high, other.below)
        )
        # Sets rest on chance turned by roots of the covariance, which are not unique.
        assert abs(one.rank_low - other.rank_low) <= 1
        assert abs(one.rank_high - other.rank_high) <= 1


def test_method_ranges_leaving_out_and_sobol_indices(uneasy: CompositeResult) -> None:
    ranges = uneasy.method_ranges
    assert all(one.low <= uneasy.ranks()[code] <= one.high for code, one in ranges.items())
    assert [one.indicator for one in uneasy.left_out] == ["a", "b", "c"]
    found = uneasy.sensitivity()
    assert found is not None
    names = [one.name for one in found.factors]
    assert names == ["outliers", "construction", "weights", "noise"]
    by_name = {one.name: one for one in found.factors}
    assert by_name["outliers"].total.value == 0.0  # nothing is far out: the choice is inert
    assert by_name["noise"].total.value > 0.3


def test_declared_means_of_parts_leave_only_the_ways_that_go_with_them(
    hdi: CompositeResult,
) -> None:
    assert hdi.materials.nominal_way.aggregate == "geometric"
    assert ("min_max", "geometric") in hdi.materials.pairs
    inside = [{"id": "a", "parent": "p"}, {"id": "b", "parent": "p"}]
    nested = recipe(bottom=1.0, part=[{"id": "p", "aggregate": "geometric"}], indicator=inside)
    assert {one for one, _ in composite(table(), nested).materials.pairs} == {"min_max"}
    assert composite(table(), recipe()).materials.weightings == ("given", "equal", "pca")


# Out


def test_the_record_is_json_and_holds_the_recipe_that_runs_again(hdi: CompositeResult) -> None:
    record = json.loads(to_json(hdi.document()))
    assert record["schema"] == "weefsel.composite-result/1"
    first = record["areas"][0]
    assert (first["code"], first["rank"]) == ("CHE", 1)
    assert [one["part"] for one in first["parts"]] == ["index", "education"]
    again = CompositeRecipe.read(hdi.recipe.toml(), "again.toml")
    assert again == hdi.recipe
    assert hdi.table()["index"].to_list() == sorted(hdi.parts[:, -1], reverse=True)
