"""A forest plot: findings on one scale, what had no comparison apart, what they say together."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.svg_checks import assert_fits_strict_policy, words_of
from weefsel.evidence.grading import together
from weefsel.evidence.study import Study, studies, studies_of
from weefsel.report.charts import families, forest
from weefsel.report.charts.forest import ahead_figure, together_figure


def invented(serial: int, effect: float, half: float = 1.3, **changed: object) -> Study:
    base = studies()["valoefening_2"]
    held = {
        "id": f"invented_{serial}", "design": "rct", "outcome": "falls", "measure": "rr",
        "number": "effect", "interval": "ci95", "effect": effect, "direction": "positive",
        "low": effect / half, "high": effect * half,
    }  # fmt: skip
    return base.model_copy(update={**held, **changed})


HEAP = [invented(1, 0.8), invented(2, 0.7), invented(3, 0.9, direction="nil")]
BARE = [invented(number, 0.5, design="before_after") for number in (4, 5, 6)]


def marks(picture: object, kind: str) -> list[dict]:
    layers = json.loads(picture.specification)["layer"]
    return [layer for layer in layers if layer["mark"]["type"] == kind]


def dots(picture: object) -> list[dict]:
    return marks(picture, "point")


def test_findings_on_another_scale_are_never_drawn_on_one_axis() -> None:
    found = families(studies_of("housing_first"))
    assert list(found) == ["smd", "ratio"]
    assert {one.measure for one in found["ratio"]} == {"rr"}
    with pytest.raises(ValueError, match="one scale"):
        forest([*found["smd"], *found["ratio"]], lang="nl")
    with pytest.raises(ValueError, match="one scale"):
        forest([], lang="nl")


def test_what_is_no_effect_is_not_drawn() -> None:
    drawn = {one.id for every in families(studies().values()).values() for one in every}
    for one in studies().values():
        if one.number != "effect" or one.measure == "other":
            assert one.id not in drawn, one.id


@pytest.mark.parametrize("size", ["page", "phone", "memo"])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_it_fits_a_strict_policy_and_writes_every_number(size: str, lang: str) -> None:
    drawn = forest(HEAP, lang=lang, size=size)
    said = words_of(assert_fits_strict_policy(drawn.svg()))
    for one in HEAP:
        assert one.figure.number(lang) in said
        assert one.figure.range_words(lang) in said
    assert drawn.label in drawn.svg()


def test_what_had_no_comparison_stands_below_with_open_dots_and_says_it_flatters() -> None:
    drawn = forest([BARE[0], *HEAP], lang="nl")
    fills = [one["mark"]["fill"] for one in dots(drawn)]
    assert fills[-1] == "#ffffff"
    assert "#ffffff" not in fills[:-1]
    heights = [one["encoding"]["y"]["value"] for one in dots(drawn)]
    assert heights == sorted(heights)
    assert "zulke uitkomsten vleien" in words_of(assert_fits_strict_policy(drawn.svg()))


def test_the_colour_follows_whether_it_was_intended_and_not_the_sign() -> None:
    lower, higher = invented(1, 0.6), invented(2, 1.8)
    worse = invented(3, 0.6, direction="negative")
    colours = [one["mark"]["stroke"] for one in dots(forest([lower, higher, worse], lang="nl"))]
    assert colours[0] == colours[1] != colours[2]


def test_a_ratio_and_its_inverse_lie_as_far_from_no_difference() -> None:
    drawn = forest([invented(1, 0.5), invented(2, 2.0), invented(3, 1.0)], lang="nl")
    half, twice, same = (one["encoding"]["x"]["value"] for one in dots(drawn))
    assert twice - same == pytest.approx(same - half)


def test_together_they_are_a_diamond_with_what_a_new_place_may_find() -> None:
    heaps = together(HEAP + BARE)
    assert [one.before_after for one in heaps] == [False, True]
    drawn = forest(HEAP + BARE, lang="en", together=heaps)
    shapes = [one["mark"]["shape"] for one in dots(drawn)]
    assert shapes.count("diamond") == 2
    assert sum("strokeDash" in one["mark"] for one in marks(drawn, "rule")) == 2
    pooled, ahead = together_figure(heaps[0]), ahead_figure(heaps[0])
    assert pooled.value == pytest.approx(math.exp(heaps[0].pooled.estimate))
    assert ahead.low <= pooled.low < pooled.value < pooled.high <= ahead.high
    assert f"3 studies give {pooled.render('en')}" in drawn.label
    assert ahead.range_words("en") in drawn.label
    assert drawn.table.height == len(HEAP + BARE) + 2 * len(heaps)


def test_a_range_that_is_no_interval_is_not_drawn_nor_counted_as_one() -> None:
    (held,) = families(studies_of("scared_straight")).values()
    drawn = forest(held, lang="en")
    assert "Effects drawn: 1, without an interval" in drawn.label
    assert "1.6 to 1.7" not in drawn.svg()
    assert drawn.table.row(0, named=True)["range"] == "published"
    lines = [one for one in marks(drawn, "rule") if one["encoding"]["y"] == one["encoding"]["y2"]]
    assert lines == []


def test_the_sentence_counts_what_is_clear_of_no_difference() -> None:
    clear, not_clear, bare = invented(1, 0.5), invented(2, 0.9), invented(3, 0.9)
    bare = bare.model_copy(update={"low": None, "high": None, "interval": "none"})
    said = forest([clear, not_clear, bare], lang="en").label
    assert "Effects drawn: 3. With an interval: 2;" in said
    assert said.endswith("one side of no difference: 1.")
    assert "without an interval" in forest([bare], lang="en").label


@given(
    st.lists(st.tuples(st.floats(0.02, 50), st.floats(1.01, 8)), min_size=1, max_size=6),
    st.sampled_from(["page", "phone"]),
)
def test_no_dot_or_interval_ever_leaves_the_picture(held: list, size: str) -> None:
    found = [invented(number, *one) for number, one in enumerate(held)]
    drawn = json.loads(forest(found, lang="nl", size=size).specification)
    for layer in drawn["layer"]:
        if layer["mark"]["type"] in {"point", "rule"}:
            for key in ("x", "x2"):
                if key in layer["encoding"]:
                    assert -1e-6 <= layer["encoding"][key]["value"] <= drawn["width"] + 1e-6
            assert 0 <= layer["encoding"]["y"]["value"] <= drawn["height"]
