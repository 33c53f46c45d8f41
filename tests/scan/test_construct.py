"""Every way to make a score, against the Handbook written out plainly, and what is refused."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scan import plain_handbook as plain
from scan.small_country import SEZ, catalogue, code, indicator, national, observations, scores
from weefsel.base.errors import InputError
from weefsel.scan.admissible import ADMISSIBLE, AGGREGATE, NORMALISE
from weefsel.scan.compose import aggregate
from weefsel.scan.missing import from_parent, from_peers
from weefsel.scan.normalise import min_max
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.weights import principal, varimax

NAMES = ("benefit", "debt", "health")
DIRECTIONS = {"benefit": -1, "debt": -1, "health": 1}
WEIGHTS = {"benefit": 1.0, "debt": 2.0, "health": 0.5}
TARGETS = {"benefit": -5.0, "debt": 0.0, "health": 2000.0}


def recipe(**options: object) -> ScanRecipe:
    given = {"area": "GM9990", "year": 2020, "outliers": "none", **options}
    return ScanRecipe.model_validate(given)


columns = st.integers(min_value=4, max_value=12).flatmap(
    lambda count: st.fixed_dictionaries(
        {
            name: st.lists(st.integers(1, 1000).map(float), min_size=count, max_size=count).filter(
                lambda one: len(set(one)) > 1
            )
            for name in NAMES
        }
    )
)


@given(columns, st.sampled_from(ADMISSIBLE))
@settings(max_examples=60, deadline=None)
def test_scores_are_those_of_the_handbook_written_out(
    table: dict[str, list[float]], pair: tuple[str, str]
) -> None:
    kind, mean = pair
    points = {}
    for name, values in table.items():
        if kind == "z_score":
            points[name] = plain.z_scores(values, DIRECTIONS[name])
        elif kind == "min_max":
            points[name] = plain.min_max(values, DIRECTIONS[name])
        elif kind == "percentile":
            points[name] = plain.percentiles(values, DIRECTIONS[name])
        else:
            points[name] = plain.to_target(values, DIRECTIONS[name], TARGETS[name])
    weights = [WEIGHTS[name] for name in NAMES]
    expected = []
    for at in range(len(table["benefit"])):
        found = plain.MEANS[mean]([points[name][at] for name in NAMES], weights)
        found = 50 + 10 * found if kind == "z_score" else found
        expected.append(min(max(found, 0), 100))
    made = recipe(
        normalise=kind,
        aggregate=mean,
        targets=TARGETS if kind == "distance_to_target" else {},
    )
    rows = observations({name: list(values) for name, values in table.items()})
    mine = scores(national(rows, made, known=catalogue(weights=WEIGHTS)))
    np.testing.assert_allclose(
        [mine[code(at)] for at in range(len(expected))], expected, rtol=1e-9
    )


def test_harmonic_means_are_those_that_coinr_prints() -> None:
    """COINr 1.1, vignette Aggregate: four indicators of five countries, weights 1, 1, 2, 1.

    Inputs and results are printed in three digits, so the comparison is as coarse.
    """
    points = np.array(
        [
            [94.1, 14.20, 1.0, 29.4],
            [94.6, 15.60, 97.2, 40.0],
            [35.0, 4.89, 38.0, 15.6],
            [51.2, 4.90, 59.2, 34.3],
            [43.7, 4.66, 55.7, 1.0],
        ]
    )
    found = aggregate("harmonic", points, np.array([1.0, 1.0, 2.0, 1.0]))
    np.testing.assert_allclose(found, [2.36, 41.50, 14.30, 17.40, 3.93], rtol=5e-3)


def test_min_max_is_that_of_coinr_on_the_irises() -> None:
    """COINr 1.1, vignette Normalise: sepal lengths 5.1, 4.9, 4.7, 4.6 of 4.3 to 7.9."""
    found = min_max(np.array([5.1, 4.9, 4.7, 4.6]), low=4.3, high=7.9, bottom=0.0, top=100.0)
    np.testing.assert_allclose(found, [22.222222, 16.666667, 11.111111, 8.333333], rtol=1e-7)


def test_only_listed_pairs_can_be_asked_for() -> None:
    for kind in NORMALISE:
        for mean in AGGREGATE:
            if (kind, mean) in ADMISSIBLE:
                recipe(normalise=kind, aggregate=mean)
                continue
            with pytest.raises(InputError) as caught:
                recipe(normalise=kind, aggregate=mean)
            assert mean in caught.value.sentence("en")


def test_a_geometric_mean_after_z_scores_is_refused_in_both_languages() -> None:
    with pytest.raises(InputError) as caught:
        recipe(normalise="z_score", aggregate="geometric")
    assert "is not possible" in caught.value.sentence("en")
    assert "kan niet" in caught.value.sentence("nl")


def test_a_target_that_is_missing_or_already_passed_by_all_is_refused() -> None:
    rows = observations({"benefit": [1, 2, 3, 4], "debt": [1, 2, 3, 5], "health": [3, 4, 5, 6]})
    for targets in ({"benefit": 0.0}, {**TARGETS, "health": 1.0}):
        with pytest.raises(InputError) as caught:
            national(rows, recipe(normalise="distance_to_target", targets=targets))
        assert "target" in caught.value.sentence("en")


@pytest.mark.parametrize("pair", ADMISSIBLE)
def test_dropping_a_copy_whose_weight_goes_to_its_twin_changes_no_score(
    pair: tuple[str, str],
) -> None:
    rng = np.random.default_rng(3)
    table: dict[str, list[float | None]] = {
        name: list(rng.integers(1, 99, 20).astype(float)) for name in NAMES
    }
    made = recipe(
        normalise=pair[0], aggregate=pair[1],
        targets={**TARGETS, "twin": 2000.0} if pair[0] == "distance_to_target" else {},
    )  # fmt: skip
    twin = indicator("twin", direction=1, condition=SEZ, weight=1.5)
    both = scores(
        national(
            observations({**table, "twin": table["health"]}), made,
            known=catalogue(twin, weights={"health": 0.5}),
        )
    )  # fmt: skip
    alone = scores(national(observations(table), made, known=catalogue(weights={"health": 2.0})))
    for key, value in alone.items():
        assert both[key] == pytest.approx(value, rel=1e-12)


def test_equal_weights_forget_the_given_ones() -> None:
    rows = observations({"benefit": [1, 9, 3, 4], "debt": [1, 2, 7, 5], "health": [3, 8, 5, 6]})
    heavy = catalogue(weights={"health": 7.0})
    equal = scores(national(rows, recipe(weights="equal"), known=heavy))
    assert equal == pytest.approx(scores(national(rows, recipe())))
    assert scores(national(rows, recipe(), known=heavy)) != pytest.approx(equal)


def test_principal_components_weigh_alike_what_correlates_alike() -> None:
    common = np.random.default_rng(1).normal(size=(4000, 1))
    rest = np.random.default_rng(2).normal(size=(4000, 4))
    np.testing.assert_allclose(principal(common + rest), 0.25, atol=0.02)


def test_principal_components_follow_the_worked_formula_on_two_blocks() -> None:
    """Two independent pairs, one tight and one loose: weights by squared loadings.

    A pair with correlation r has one factor with eigenvalue 1 + r and loadings whose square
    is (1 + r) / 2 each; both of a pair weigh the same, and a pair as its 1 + r.
    """
    rng = np.random.default_rng(5)
    tight, loose = rng.normal(size=(2, 20000, 1))
    values = np.hstack([tight + 0.3 * rng.normal(size=(20000, 2)),
                        loose + 1.0 * rng.normal(size=(20000, 2))])  # fmt: skip
    values = values - values.mean(axis=0)
    first, second = 1 / 1.09, 0.5
    expected = np.repeat([1 + first, 1 + second], 2)
    np.testing.assert_allclose(principal(values), expected / expected.sum(), atol=0.02)


def test_varimax_leaves_communalities_as_they_are() -> None:
    loadings = np.random.default_rng(2).normal(size=(8, 3))
    turned = varimax(loadings)
    np.testing.assert_allclose((turned**2).sum(axis=1), (loadings**2).sum(axis=1), rtol=1e-10)
    assert (turned**4).sum() > (loadings**4).sum()


def test_principal_components_without_enough_to_go_on_are_refused() -> None:
    rows = observations(
        {"benefit": [1, 2, 3, 4, None], "debt": [4, 3, 2, None, 1], "health": [1, 3, 2, 4, 5]}
    )
    with pytest.raises(InputError):
        national(rows, recipe(weights="pca"))


class TestMissing:
    """Filled in from elsewhere: a marked value with the spread between areas as its error."""

    def test_from_the_area_around_it(self) -> None:
        values = np.array([[1.0], [3.0], [np.nan], [10.0], [np.nan]])
        parent = np.array([0, 0, 0, 1, 2])
        filled = from_parent(values, np.array([[2.0], [8.0], [np.nan]]), parent)
        # Differences with the area around: -1, 1 and 2; their root mean square is root 2.
        np.testing.assert_allclose(filled.values[:, 0], [1, 3, 2, 10, np.nan])
        np.testing.assert_allclose(filled.error[:, 0], [0, 0, np.sqrt(2), 0, 0])
        assert filled.imputed[:, 0].tolist() == [False, False, True, False, False]

    def test_from_the_nearest_like_areas_and_never_from_itself(self) -> None:
        traits = np.array([[0.0], [0.1], [0.2], [9.0], [9.1], [9.2], [0.15]])
        values = np.array([[1.0], [2.0], [3.0], [7.0], [8.0], [9.0], [np.nan]])
        filled = from_peers(values, traits, 2)
        assert filled.values[6, 0] == pytest.approx(2.5)
        assert filled.error[6, 0] > 0
        assert not filled.imputed[:6].any()

    def test_a_filled_value_enters_the_score_but_not_the_count_of_what_is_filled(self) -> None:
        rows = observations(
            {
                "benefit": [1, 2, 3, 4, 5],
                "debt": [1, 2, 3, 4, None],
                "health": [5, 4, 3, 2, 1],
                "more": [5, 4, 3, 2, 1],
            }
        )
        above = observations({"debt": [3.0]}).filter(pl.col("indicator") == "debt")
        known = catalogue(indicator("more", direction=1, condition=SEZ))
        both = rows.vstack(above.with_columns(area=pl.lit("WK999001")))
        left = national(rows, recipe(), known=known, count=5)
        filled = national(both, recipe(missing="parent"), known=known, count=5)
        without = left.levels["neighbourhood"].scores.filter(area=code(4), condition=SEZ)
        with_it = filled.levels["neighbourhood"].scores.filter(area=code(4), condition=SEZ)
        assert with_it["imputed"][0] == 1
        assert without["imputed"][0] == 0
        assert with_it["filled"][0] == without["filled"][0] == 3
        assert with_it["score"][0] != without["score"][0]
