"""How sure a scan's scores are: in the result, the document, the table and the words."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from scan.small_country import SEZ, SmallStore, areas, catalogue, code, observations
from weefsel.base.certainty import Certainty
from weefsel.base.document import to_json
from weefsel.scan.ground import ground
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.result import ScanResult
from weefsel.scan.run import compute
from weefsel.scan.run import scan as run_scan
from weefsel.scan.words import said, side

RECIPE = ScanRecipe(area="GM9990", year=2020)
COUNT = 60


def table(seed: int = 1, spread: float = 4.0) -> dict[str, list[float | None]]:
    """Sixty neighbourhoods whose three figures go together."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=COUNT)
    figures = {
        name: 20 + spread * (sign * common + 0.7 * rng.normal(size=COUNT))
        for name, sign in (("benefit", -1), ("debt", -1), ("health", 1))
    }
    return {name: [float(one) for one in values] for name, values in figures.items()}


def scanned(
    columns: dict[str, list[float | None]],
    recipe: ScanRecipe = RECIPE,
    *,
    error: str = "model_estimate",
    people: float = 500.0,
    **other: str,
) -> ScanResult:
    """Scan with the errors of health as said, and those of benefit and debt as ``other``."""
    known = catalogue()
    kinds = {"health": error, "benefit": "share_of_counts", "debt": "share_of_counts", **other}
    for name, kind in kinds.items():
        known[name] = known[name].model_copy(
            update={
                "error": known[name].error.model_copy(
                    update={
                        "kind": kind,
                        "model": "a" if kind == "model_estimate" else "",
                        "denominator": ("population",),
                    }
                )
            }
        )
    rows = observations(columns, population=[people] * COUNT)
    national = compute(areas(COUNT), rows, recipe, year=2020, country="XX00", catalogue=known)
    return run_scan(SmallStore({}, rows), recipe, national=national)


@pytest.fixture(scope="module")
def found() -> ScanResult:
    return scanned(table())


def test_every_score_has_a_range_a_rank_set_and_a_word(found: ScanResult) -> None:
    assert len(found.scored(SEZ)) == COUNT
    for area in found.scored(SEZ):
        sure = found.sure(area, SEZ)
        figure = found.score(area, SEZ)
        assert sure is not None
        assert figure.low is not None
        assert figure.low < sure.expected < figure.high  # type: ignore[operator]
        assert figure.certainty is sure.certainty
        assert figure.level == 0.9
        assert 1 <= sure.rank_low <= sure.rank <= sure.rank_high <= sure.of == COUNT
        assert figure.sources[:2] == ("computed:scan_score", "computed:scan_range")


def test_the_words_follow_the_chance_and_its_side(found: ScanResult) -> None:
    words = set()
    for area in found.scored(SEZ):
        sure = found.sure(area, SEZ)
        assert sure is not None
        chance = max(sure.below, 1 - sure.below)
        assert (sure.certainty is Certainty.CERTAIN) == (chance >= 0.95)
        assert (sure.certainty is Certainty.INDISTINGUISHABLE) == (chance < 0.80)
        expected = None if chance < 0.80 else "lower" if sure.below > 0.5 else "higher"
        assert side(sure) == expected
        words.add(said(sure).render("nl"))
    assert words >= {"zeker lager dan gemiddeld", "niet te onderscheiden van gemiddeld"}


def test_a_score_on_mostly_estimates_is_never_called_certain() -> None:
    most = scanned(table(), benefit="model_estimate")
    rated = [most.sure(area, SEZ) for area in most.scored(SEZ)]
    assert all(one is not None and one.assumed_share == pytest.approx(2 / 3) for one in rated)
    assert {one.certainty for one in rated if one} == {
        Certainty.LIKELY,
        Certainty.INDISTINGUISHABLE,
    }


def test_an_assumed_error_is_shown_at_half_once_and_twice_its_size(found: ScanResult) -> None:
    sure = found.sure(code(3), SEZ)
    assert sure is not None
    assert [one.times for one in sure.assumed] == [0.5, 1.0, 2.0]
    widths = [one.high - one.low for one in sure.assumed]
    assert widths[0] < widths[1] < widths[2]
    assert (sure.assumed[1].low, sure.assumed[1].high) == (sure.low, sure.high)
    counted = scanned(table(), error="share_of_counts").sure(code(3), SEZ)
    assert counted is not None
    assert counted.assumed_share == 0
    assert [one.times for one in counted.assumed] == [1.0]


def test_fewer_residents_make_a_score_less_sure() -> None:
    widths = []
    for people in (5000.0, 1000.0, 200.0):
        sure = scanned(table(), people=people).sure(code(5), SEZ)
        assert sure is not None
        widths.append(sure.high - sure.low)
    assert widths[0] < widths[1] < widths[2]


def test_without_any_error_a_score_is_exactly_itself() -> None:
    exact = scanned(table(), error="none", benefit="none", debt="none")
    scores = exact.scores.filter(condition=SEZ, level="neighbourhood")
    order = scores["score"].rank("min", descending=True).to_list()
    for row, rank in zip(scores.iter_rows(named=True), order, strict=True):
        sure = exact.sure(row["area"], SEZ)
        assert sure is not None
        assert (sure.low, sure.high) == pytest.approx((row["score"], row["score"]), rel=1e-9)
        assert (sure.rank_low, sure.rank_high) == (rank, rank)


def test_the_same_recipe_gives_the_same_digits_and_another_seed_others() -> None:
    again, other = scanned(table()), scanned(table(), ScanRecipe(area="GM9990", year=2020, seed=2))
    first = scanned(table()).document()
    assert to_json(first) == to_json(again.document())
    mine, theirs = again.sure(code(1), SEZ), other.sure(code(1), SEZ)
    assert mine is not None
    assert theirs is not None
    assert mine.low != theirs.low
    assert mine.low == pytest.approx(theirs.low, abs=1.0)


def test_origin_changes_no_range_and_no_rank() -> None:
    rng = np.random.default_rng(9)
    one = scanned({**table(), "born_abroad": list(rng.uniform(0, 50, COUNT))})
    other = scanned({**table(), "born_abroad": list(rng.uniform(0, 50, COUNT))})
    for area in one.scored(SEZ):
        assert one.sure(area, SEZ) == other.sure(area, SEZ)


def test_another_method_has_ranges_too() -> None:
    for options in (
        {"normalise": "min_max", "aggregate": "geometric"},
        {"normalise": "min_max", "aggregate": "harmonic"},
        {"normalise": "percentile"},
        {"weights": "pca"},
    ):
        made = ScanRecipe.model_validate({"area": "GM9990", "year": 2020, **options})
        result = scanned(table(), made)
        inside = 0
        for area in result.scored(SEZ):
            figure = result.score(area, SEZ)
            assert figure.low is not None
            assert figure.high is not None
            assert figure.low < figure.high
            inside += figure.low <= (figure.value or 0) <= figure.high
        assert inside > 0.8 * COUNT


def test_the_document_says_how_sure_each_score_is(found: ScanResult) -> None:
    record = json.loads(to_json(found.document(indicators=False)))
    area = next(one for one in record["areas"] if one["code"] == code(3))
    score = next(one for one in area["scores"] if one["condition"] == SEZ)
    sure = score["sure"]
    assert sure["low"] == score["figure"]["low"]
    assert sure["high"] == score["figure"]["high"]
    assert sure["certainty"] == score["figure"]["certainty"]
    assert sure["rankLow"] <= sure["rank"] <= sure["rankHigh"] <= sure["of"]
    assert set(sure["words"]) == {"nl", "en"}
    assert len(sure["assumed"]) == 3
    empty = next(one for one in area["scores"] if one["condition"] == "inclusion")
    assert empty["sure"] is None
    assert empty["method"] is None
    method = score["method"]
    assert method["rankLow"] <= method["rank"] == sure["rank"] <= method["rankHigh"]
    assert method["ways"] > 10
    assert method["reason"] is None


def test_the_document_gives_every_value_its_error_and_what_it_rests_on(found: ScanResult) -> None:
    record = json.loads(to_json(found.document()))
    area = next(one for one in record["areas"] if one["code"] == code(3))
    of = {one["indicator"]: (one["error"], one["errorBasis"]) for one in area["indicators"]}
    reference = found.references["neighbourhood", "health"]
    assert of["health"] == (pytest.approx(0.4 * reference.deviation), "assumed")
    assert of["benefit"][1] == "small_numbers"
    assert of["population"] == (pytest.approx(5 / np.sqrt(6)), "rounding")
    assert of["trust"] == (None, None)
    base = ground(found.levels["neighbourhood"], SEZ, found.catalogue, found.recipe)
    assert base is not None
    at = base.made.codes.index(code(3)), base.made.indicators.index("benefit")
    assert of["benefit"][0] == pytest.approx(base.noise.error[at])


def test_the_table_for_people_has_the_range_and_the_words(found: ScanResult) -> None:
    shown = found.table("nl")
    ends = shown["Bandbreedte van de score: sociaaleconomische zekerheid"]
    words = shown["Hoe zeker: sociaaleconomische zekerheid"]
    assert ends.str.contains(r"^\d+ tot \d+$").all()
    assert words.str.contains("gemiddeld").all()


def test_a_result_without_its_country_still_has_scores(found: ScanResult) -> None:
    bare = replace(found, levels={}, sureness={})
    assert bare.sure(code(3), SEZ) is None
    assert bare.score(code(3), SEZ).value == found.score(code(3), SEZ).value
    assert bare.score(code(3), SEZ).low is None


def test_a_filled_in_value_makes_a_score_less_sure() -> None:
    columns = table()
    columns["trust"] = [None] * COUNT
    holes = {name: list(values) for name, values in columns.items()}
    full = scanned(columns).sure(code(0), SEZ)
    known = catalogue()
    assert full is not None
    holes["benefit"][0] = None
    made = ScanRecipe(area="GM9990", year=2020, missing="peers", minimum_filled=2)
    filled = scanned(holes, made)
    row = filled.scores.filter(pl.col("area") == code(0), pl.col("condition") == SEZ)
    assert row["imputed"][0] == 1
    sure = filled.sure(code(0), SEZ)
    assert sure is not None
    assert sure.high - sure.low > full.high - full.low
    assert known
