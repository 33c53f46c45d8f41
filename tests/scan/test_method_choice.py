"""How the method moves ranks: ranges over all ways, leaving one out, Sobol indices."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from scan.small_country import SEZ, code
from scan.test_scan_sure import COUNT, RECIPE, scanned, table
from weefsel.base.errors import InputError
from weefsel.scan.ground import ground
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.result import ScanResult
from weefsel.scan.sensitivity import sensitivity
from weefsel.scan.sobol import analyse, design, indices
from weefsel.scan.variants import (
    Materials,
    Way,
    choices,
    leave_one_out,
    materials,
    method_ranges,
    ways,
)

LEVEL = "neighbourhood"


def ishigami(uniform: np.ndarray) -> float:
    """Ishigami & Homma (1990), a = 7, b = 0.1, on minus pi to pi."""
    x = (uniform * 2 - 1) * np.pi
    return float(np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0]))


def test_indices_of_ishigami_are_the_known_ones() -> None:
    found = indices(ishigami, 3, points=4096, seed=1, level=0.9)
    first = [one.value for one in found.first]
    total = [one.value for one in found.total]
    np.testing.assert_allclose(first, [0.3139, 0.4424, 0.0], atol=0.02)
    np.testing.assert_allclose(total, [0.5576, 0.4424, 0.2437], atol=0.02)
    for one in (*found.first, *found.total):
        assert one.low <= one.value <= one.high


def test_indices_agree_with_salib_on_the_same_outputs() -> None:
    from SALib.analyze import sobol

    at = design(3, 1024, seed=3)
    output = np.array([[ishigami(one) for one in part] for part in at])
    mine = analyse(output, seed=1, level=0.9)
    # SALib's order: for each point A, AB of every factor, B.
    theirs = sobol.analyze(
        {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3},
        np.concatenate([output[:1], output[2:], output[1:2]]).T.ravel(),
        calc_second_order=False,
        seed=1,
    )
    np.testing.assert_allclose([one.value for one in mine.total], theirs["ST"], rtol=1e-9)
    np.testing.assert_allclose([one.value for one in mine.first], theirs["S1"], rtol=1e-9)
    half = [(one.high - one.low) / 2 for one in mine.total]
    np.testing.assert_allclose(half, np.array(theirs["ST_conf"]) * 1.645 / 1.96, rtol=0.35)


def test_a_factor_that_does_nothing_has_indices_of_exactly_zero() -> None:
    found = indices(lambda u: float(u[0] ** 2), 2, points=256, seed=1, level=0.9)
    assert found.first[1].value == found.total[1].value == 0.0
    assert (found.total[1].low, found.total[1].high) == (0.0, 0.0)


def test_nothing_to_explain_gives_zero() -> None:
    found = indices(lambda u: 3.0, 2, points=64, seed=1, level=0.9)
    assert [one.value for one in (*found.first, *found.total)] == [0.0] * 4


@pytest.fixture(scope="module")
def found() -> ScanResult:
    columns = table()
    columns["benefit"][7] = None
    return scanned(columns, ScanRecipe(area="GM9990", year=2020, minimum_filled=2))


@pytest.fixture(scope="module")
def made(found: ScanResult) -> Materials:
    gathered = materials(
        found.levels, LEVEL, SEZ, found.codes(LEVEL), found.catalogue, found.recipe
    )
    assert gathered is not None
    return gathered


def test_each_way_gives_the_scores_of_a_scan_made_that_way(
    found: ScanResult, made: Materials
) -> None:
    for outliers, pair, weights in product(
        ("winsorise", "none"), choices(made)["construction"], ("given", "equal")
    ):
        way = Way(outliers, "leave_out", *pair, weights)  # type: ignore[arg-type]
        recipe = ScanRecipe.model_validate(
            {
                "area": "GM9990", "year": 2020, "minimum_filled": 2, "outliers": outliers,
                "normalise": pair[0], "aggregate": pair[1], "weights": weights,
            }
        )  # fmt: skip
        columns = table()
        columns["benefit"][7] = None
        scores = scanned(columns, recipe).scores.filter(condition=SEZ, level=LEVEL)["score"]
        mine = made.construction(way).scores(made.values["leave_out"][made.rows])
        np.testing.assert_allclose(mine, scores.to_numpy(), rtol=1e-9)


def test_the_range_holds_the_rank_as_it_stands_and_counts_every_way(made: Materials) -> None:
    ranges = method_ranges(made)
    assert len(ways(made)) == np.prod([len(one) for one in choices(made).values()])
    for one in ranges.values():
        assert 1 <= one.low <= one.rank <= one.high <= COUNT
        assert one.ways == len(ways(made))
    assert any(one.low < one.high for one in ranges.values())


def test_leaving_out_one_of_two_copies_shifts_nothing(made: Materials) -> None:
    values = {key: one.copy() for key, one in made.values.items()}
    at = made.indicators.index("health")
    twin = replace(
        made,
        indicators=("health", "twin"),
        values={key: np.stack([one[:, at]] * 2, axis=1) for key, one in values.items()},
        nominal=replace(
            made.nominal, scale=made.nominal.scale.columns([at, at]), weights=np.array([1.0, 1.0])
        ),
    )
    assert all(one.mean_shift == 0 for one in leave_one_out(twin))


def test_leaving_one_out_names_every_indicator_and_the_area_that_moves_most(
    made: Materials,
) -> None:
    left = leave_one_out(made)
    assert [one.indicator for one in left] == list(made.indicators)
    assert all(one.largest_shift >= one.mean_shift > 0 for one in left)
    assert all(one.area in made.codes for one in left)


def sensitive(found: ScanResult, made: Materials, **options: object):  # type: ignore[no-untyped-def]
    base = ground(found.levels[LEVEL], SEZ, found.catalogue, found.recipe)
    assert base is not None
    return sensitivity(made, base, points=64, seed=1, level=0.9, **options)  # type: ignore[arg-type]


def test_noise_and_method_are_told_apart_and_repeat_to_the_digit(
    found: ScanResult, made: Materials
) -> None:
    first, again = sensitive(found, made), sensitive(found, made)
    assert first == again
    names = [one.name for one in first.factors]
    assert names == ["outliers", "missing", "construction", "weights", "noise"]
    noise = first.factors[-1]
    assert noise.total.value > 0.2
    assert first.mean_shift > 0


def test_a_choice_that_changes_nothing_here_has_indices_of_zero(
    found: ScanResult, made: Materials
) -> None:
    """No value is far out: treating outliers or not is the same."""
    same = replace(made, bounds=dict.fromkeys(made.bounds, made.bounds["none"]), kept={})
    outliers = sensitive(found, same).factors[0]
    assert outliers.name == "outliers"
    assert outliers.first.value == outliers.total.value == 0.0


def test_a_step_that_cannot_be_varied_fails_loudly(found: ScanResult, made: Materials) -> None:
    one_way = replace(made, values={"leave_out": made.values["leave_out"]})
    with pytest.raises(InputError) as caught:
        sensitive(found, one_way, vary=["missing", "noise"])
    assert "cannot be varied" in caught.value.sentence("en")
    with pytest.raises(InputError):
        sensitive(found, made, vary=["luck"])
    too_few = replace(made, within=made.within[:3], kept={})
    with pytest.raises(InputError):
        method_ranges(too_few)


def test_more_areas_than_the_method_allows_are_refused(found: ScanResult) -> None:
    result = scanned(table(), RECIPE)
    wide = {
        key: replace(
            one, made={SEZ: replace(one.made[SEZ], **_repeat(one.made[SEZ], 10))}, kept={}
        )
        for key, one in result.levels.items()
    }
    codes = wide[LEVEL].made[SEZ].codes
    with pytest.raises(InputError) as caught:
        materials(wide, LEVEL, SEZ, codes, result.catalogue, result.recipe)
    assert "500" in caught.value.sentence("en")
    assert code(0) in codes


def _repeat(one: object, times: int) -> dict[str, object]:
    names = ("values", "imputed", "imputed_error", "scored", "within")
    found: dict[str, object] = {
        name: np.concatenate([getattr(one, name)] * times) for name in names
    }
    found["codes"] = tuple(list(one.codes) * times)  # type: ignore[attr-defined]
    return found


def test_a_result_says_why_a_method_range_cannot_be_given() -> None:
    columns = table()
    columns["debt"] = [1.0] * COUNT  # does not differ: two indicators are left
    columns["benefit"] = [
        value if at < 40 else None for at, value in enumerate(columns["benefit"])
    ]
    result = scanned(columns, ScanRecipe(area="GM9990", year=2020, minimum_filled=1))
    assert result.sure(code(1), SEZ) is not None
    rank = result.method_range(code(1), SEZ)
    assert rank is not None
    few = replace(
        result,
        levels={
            key: replace(
                one, made={SEZ: replace(one.made[SEZ], within=nobody(one.made[SEZ]))}, kept={}
            )
            for key, one in result.levels.items()
        },
        ranges={},
    )
    said = few.method_range(code(1), SEZ)
    assert "principal components" in said.render("en")  # type: ignore[union-attr]


def nobody(one: object) -> np.ndarray:
    return np.zeros_like(one.within)  # type: ignore[attr-defined]
