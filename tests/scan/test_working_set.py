"""A municipality's own working set: left out, taken in, weighed otherwise, each with why."""

from __future__ import annotations

from typing import Any

import pytest

from scan.small_country import (
    SEZ,
    SmallStore,
    areas,
    catalogue,
    code,
    indicator,
    national,
    observations,
    scanned,
    scores,
)
from weefsel.base.errors import InputError
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.run import scan
from weefsel.scan.variants import materials

COUNT = 12
COLUMNS: dict[str, list[float | None]] = {
    "benefit": [float(at % 5) for at in range(COUNT)],
    "debt": [float(at % 7) for at in range(COUNT)],
    "health": [float(at % 4) for at in range(COUNT)],
    "school": [float(at % 3) for at in range(COUNT)],
    "trust": [float(at) for at in range(COUNT)],
}
KNOWN = catalogue(indicator("school", direction=1, condition=SEZ, core=False))
NOT_CORE = "school"


def change(name: str, weight: float, **other: Any) -> dict[str, Any]:
    return {
        "condition": SEZ, "indicator": name, "weight": weight,
        "reason": "Agreed with the district team.", "on": "2026-11-22", **other,
    }  # fmt: skip


def recipe(*changes: dict[str, Any], **other: Any) -> ScanRecipe:
    return ScanRecipe.model_validate(
        {
            "area": "GM9990", "year": 2020, "minimum_filled": 2,
            "indicator_changes": list(changes), **other,
        }
    )  # fmt: skip


def scores_of(*changes: dict[str, Any], weights: dict[str, float] | None = None) -> Any:
    known = catalogue(KNOWN[NOT_CORE], weights=weights)
    return scores(scanned(observations(COLUMNS), recipe(*changes), known=known))


def test_another_weight_scores_as_if_the_catalogue_had_it() -> None:
    assert scores_of(change("debt", 3)) == scores_of(weights={"debt": 3.0})
    assert scores_of(change("debt", 3)) != scores_of()


def test_an_indicator_left_out_scores_as_if_it_were_not_there() -> None:
    rows = {name: values for name, values in COLUMNS.items() if name != "debt"}
    without = {key: one for key, one in KNOWN.items() if key != "debt"}
    bare = scores(scanned(observations(rows), recipe(), known=without))
    assert scores_of(change("debt", 0)) == bare


def test_an_indicator_outside_the_core_set_can_be_taken_in() -> None:
    result = scanned(observations(COLUMNS), recipe(change(NOT_CORE, 0.5)), known=KNOWN)
    assert result.permitted(SEZ) == ("benefit", "debt", "health", NOT_CORE)
    assert result.weights(SEZ)[NOT_CORE] == 0.5
    assert NOT_CORE in result.filled(code(1), SEZ)
    assert scanned(observations(COLUMNS), recipe(), known=KNOWN).permitted(SEZ) == (
        "benefit", "debt", "health",
    )  # fmt: skip


def test_what_is_missing_sureness_and_method_follow_the_changed_set() -> None:
    rows = observations({**COLUMNS, "debt": [None] * COUNT})
    changes = (change("benefit", 0), change(NOT_CORE, 2))
    result = scanned(rows, recipe(*changes), known=KNOWN)
    assert [one.id for one, _ in result.missing(code(1), SEZ)] == ["debt"]
    assert result.sure(code(1), SEZ) is not None
    made = materials(
        result.levels, "neighbourhood", SEZ, result.codes(), result.catalogue, result.recipe
    )
    assert made is not None
    assert made.indicators == ("health", NOT_CORE)
    assert made.given.tolist() == [1.0, 2.0]
    row = result.score_rows[code(1), SEZ]
    assert (row["permitted"], row["filled"], row["weight_filled"]) == (3, 2, 0.75)


def test_leaving_everything_out_leaves_no_score_and_no_fault() -> None:
    changes = [change(one, 0) for one in ("benefit", "debt", "health")]
    result = scanned(observations(COLUMNS), recipe(*changes), known=KNOWN)
    assert result.permitted(SEZ) == ()
    assert result.score(code(1), SEZ).value is None
    assert result.document()["areas"]


def test_a_country_prepared_with_another_set_is_not_used() -> None:
    rows = observations(COLUMNS)
    plain = national(rows, recipe(), known=KNOWN)
    store = SmallStore({2020: areas(COUNT)}, rows)
    changed = recipe(change("debt", 0))
    found = scan(store, changed, national=plain, catalogue=KNOWN)
    assert scores(found) == scores_of(change("debt", 0))
    # Another reason is no other score: the country serves, and the reason is the recipe's.
    again = recipe(change("debt", 0, reason="Because of the pilot."))
    prepared = national(rows, changed, known=KNOWN)
    assert scan(store, again, national=prepared).levels is prepared.levels


def test_the_result_says_what_was_changed_and_why() -> None:
    result = scanned(
        observations(COLUMNS), recipe(change("debt", 0), change(NOT_CORE, 1.5)), known=KNOWN
    )
    said = [one.render("nl") for one in result.notes]
    assert (
        said[0] == "debt (nl) telt hier niet mee sinds 2026-11-22: Agreed with the district team."
    )
    assert said[1].startswith("school (nl) weegt hier 1,5 sinds 2026-11-22")
    assert result.document()["recipe"]["indicator_changes"][0]["reason"]


def test_changes_travel_in_a_recipe() -> None:
    made = recipe(change("debt", 0), change(NOT_CORE, 2.5), targets={"health": 3.0})
    content = made.toml()
    assert "[[indicator_changes]]" in content
    assert ScanRecipe.read(content, "scan.toml") == made


REFUSED = [
    ([change("born_abroad", 1)], "origin never enters"),
    ([change("population", 1)], "context figure"),
    ([change("liveability", 1)], "composite of the same things"),
    ([change("nothing", 1)], "not in the catalogue"),
    ([change("theirs", 1)], "not in the catalogue"),
    ([change("trust", 1)], "belongs to another condition"),
]


@pytest.mark.parametrize(("changes", "words"), REFUSED)
def test_what_the_catalogue_keeps_out_cannot_be_taken_in(changes: list[Any], words: str) -> None:
    composite = indicator("liveability", direction=1, condition=SEZ, core=False)
    theirs = indicator("theirs", direction=1, condition=SEZ, core=False)
    known = catalogue(
        composite.model_copy(update={"composite": True}),
        theirs.model_copy(update={"owner": "GM0164"}),
    )
    with pytest.raises(InputError) as caught:
        scanned(observations(COLUMNS), recipe(*changes), known=known)
    assert words in caught.value.sentence("en")
    assert changes[0]["indicator"] in caught.value.sentence("en")


def test_a_composite_never_enters_a_condition_even_when_all_indicators_do() -> None:
    composite = indicator("liveability", direction=1, condition=SEZ)
    known = catalogue(composite.model_copy(update={"composite": True}))
    result = scanned(observations(COLUMNS), recipe(indicator_set="all"), known=known)
    assert "liveability" not in result.permitted(SEZ)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([change("debt", -1)], "0 or more"),
        ([change("debt", 1, reason="  ")], "needs its reason"),
        ([change("debt", 1, on="yesterday")], "is not a date"),
        ([change("debt", 1, condition="context")], "condition"),
        ([change("debt", 1, why="x")], "why"),
        ([change("debt", 1), change("debt", 0)], "changed twice"),
    ],
)
def test_a_wrong_change_is_refused_with_what_is_wrong(changes: list[Any], words: str) -> None:
    from weefsel.base.document import write_toml

    content = write_toml({"area": "GM9990", "indicator_changes": changes})
    with pytest.raises(InputError) as caught:
        ScanRecipe.read(content, "scan.toml")
    assert words in caught.value.sentence("en")
