from __future__ import annotations

import json
import math

import altair
import polars as pl
import pytest

from report.svg_checks import assert_fits_strict_policy, words_of
from weefsel.report.charts import (
    Course,
    Point,
    Role,
    balance_over_unknown,
    balance_over_years,
    score_strip,
    sparkline,
)
from weefsel.report.choice import unknown_picture, years_picture
from weefsel.report.picture import Picture
from weefsel.report.theme import Tone
from weefsel.weigh.model import ChoiceResult

YEARS = tuple(range(2026, 2036))


def conditional(values: float, role: Role, at: str) -> Course:
    ends = tuple(values * (index + 1) / len(YEARS) for index in range(len(YEARS)))
    return Course("Sluiten", YEARS, ends, role, at)


THREE_LINES = [
    conditional(2_800_000, Role.OUTER, "1 op de 100"),
    conditional(0, Role.TURNING, "3 op de 100"),
    conditional(-7_400_000, Role.OUTER, "8 op de 100"),
]
QUANTIFIED = Course(
    "Spreiden",
    YEARS,
    tuple(340_000.0 * (index + 1) for index in range(10)),
    tone=Tone.NEUTRAL,
    low=tuple(120_000.0 * (index + 1) for index in range(10)),
    high=tuple(560_000.0 * (index + 1) for index in range(10)),
)


def falling(lang: str = "nl", size: str = "page") -> Picture:
    return balance_over_unknown(
        [Point(0, 1_600_000), Point(0.1, -3_700_000)],
        lang=lang,
        turning=0.03,
        low=0.02,
        high=0.05,
        named=[Point(0.01, 1_070_000), Point(0.08, -2_640_000)],
        asks="bezoekers die begeleiding vragen (op de 100)",
        size=size,  # type: ignore[arg-type]
    )


def every_picture() -> list[Picture]:
    return [
        balance_over_years([*THREE_LINES, QUANTIFIED], lang="nl"),
        balance_over_years(THREE_LINES, lang="en", size="phone"),
        falling(),
        falling(size="phone"),
        score_strip(43, lang="nl", middle=50, others=[38, 41, 47.5], numbers=True),
        score_strip(43, lang="nl", low=35, high=50),
        sparkline([2014, 2016, 2018], [3.0, None, 5.0], lang="nl", unit="percent"),
    ]


def marks(picture: Picture) -> list[str]:
    layers = json.loads(picture.specification)["layer"]
    return [layer["mark"]["type"] for layer in layers]


@pytest.mark.parametrize("picture", every_picture(), ids=lambda one: one.kind)
def test_a_picture_is_valid_vega_lite_and_fits_a_strict_content_policy(picture: Picture) -> None:
    altair.Chart.from_dict(json.loads(picture.specification), validate=True)
    root = assert_fits_strict_policy(picture.svg())
    assert root.get("role") == "img"
    assert root.get("aria-label") == picture.label
    assert "Atkinson" in picture.svg() or picture.kind in {"sparkline", "score-strip"}


def test_a_picture_that_repeats_its_text_can_be_left_out_for_screen_readers() -> None:
    root = assert_fits_strict_policy(falling().svg(hidden=True))
    assert root.get("aria-hidden") == "true"
    assert root.get("role") is None


def test_the_same_figures_give_the_same_picture_and_file() -> None:
    assert falling().svg() == falling().svg()
    assert falling().key == falling().key
    assert falling().png() == falling().png()
    assert falling().png().startswith(b"\x89PNG")


def test_words_of_a_user_can_never_become_markup() -> None:
    name = '<script>alert("x")</script> & \' ] } %s'
    course = Course(name, (2026, 2027), (0.0, 1_000.0))
    svg = balance_over_years([course], lang="nl").svg()
    assert_fits_strict_policy(svg)
    assert "<script" not in svg


def test_a_conditional_balance_is_three_lines_and_never_a_band() -> None:
    drawn = marks(balance_over_years(THREE_LINES, lang="nl"))
    assert drawn.count("line") == 3
    assert "area" not in drawn
    assert "area" not in marks(falling())


def test_a_conditional_balance_with_an_interval_is_refused() -> None:
    with pytest.raises(ValueError, match="no interval"):
        Course("Sluiten", (2026,), (1.0,), Role.TURNING, "3", low=(0.0,), high=(2.0,))


def test_only_the_line_at_the_turning_value_is_bold_and_unbroken() -> None:
    layers = json.loads(balance_over_years(THREE_LINES, lang="nl").specification)["layer"]
    lines = [layer["mark"] for layer in layers if layer["mark"]["type"] == "line"]
    dashed = [line["strokeDash"] != [1, 0] for line in lines]
    assert dashed == [True, False, True]
    assert lines[1]["strokeWidth"] > lines[0]["strokeWidth"]


def test_a_quantified_balance_has_a_band() -> None:
    assert "area" in marks(balance_over_years([QUANTIFIED], lang="nl"))


def test_every_line_is_named_at_its_end() -> None:
    words = words_of(assert_fits_strict_policy(balance_over_years(THREE_LINES, lang="nl").svg()))
    for course in THREE_LINES:
        assert str(course.at) in words
    assert "Sluiten" in words
    assert "miljoen euro" in words


def test_amounts_are_written_as_the_language_wants() -> None:
    course = Course("Sluiten", (2026, 2027), (0.0, -2_000.0))
    dutch = words_of(assert_fits_strict_policy(balance_over_years([course], lang="nl").svg()))
    english = words_of(assert_fits_strict_policy(balance_over_years([course], lang="en").svg()))
    assert "\N{MINUS SIGN}2.000" in dutch
    assert "\N{MINUS SIGN}2,000" in english


def test_the_sentence_says_where_each_line_ends() -> None:
    said = balance_over_years([*THREE_LINES, QUANTIFIED], lang="nl", payer="de gemeente").label
    assert "2035" in said
    assert "2,8" in said
    assert "\N{MINUS SIGN}7,4" in said
    assert "3,4" in said


def test_the_table_under_the_lines_holds_every_point() -> None:
    table = balance_over_years([*THREE_LINES, QUANTIFIED], lang="nl").table
    assert table.height == 4 * len(YEARS)
    conditional_rows = table.filter(pl.col("option") == "Sluiten")
    assert conditional_rows["low_eur"].null_count() == conditional_rows.height
    last = table.filter((pl.col("line") == "8 op de 100") & (pl.col("year") == YEARS[-1]))
    assert last["balance_eur"].item() == pytest.approx(-7_400_000)


def test_the_turning_value_is_named_in_picture_and_sentence() -> None:
    picture = falling()
    words = words_of(assert_fits_strict_policy(picture.svg())).replace("\N{NO-BREAK SPACE}", " ")
    assert "slaat om bij 3,0 op de 100" in words
    assert "2,0 tot 5,0" in words
    assert "3,0" in picture.label
    assert "daalt" in picture.label


def test_what_saves_and_what_costs_is_said_in_words() -> None:
    words = words_of(assert_fits_strict_policy(falling().svg()))
    assert "levert geld op" in words
    assert "kost geld" in words


def test_the_sentence_flips_when_the_line_rises() -> None:
    rising = balance_over_unknown(
        [Point(0, -400_000), Point(1, 600_000)], lang="nl", turning=0.4, low=0.2, high=0.8
    )
    assert "stijgt" in rising.label
    assert "winst" in rising.label


@pytest.mark.parametrize(("ends", "word"), [((900, 100), "boven"), ((-100, -900), "onder")])
def test_without_a_turning_value_the_sentence_says_which_side_it_stays(
    ends: tuple[float, float], word: str
) -> None:
    points = [Point(0, ends[0]), Point(1, ends[1])]
    picture = balance_over_unknown(points, lang="nl", turning=None)
    assert word in picture.label
    assert "slaat om" not in words_of(assert_fits_strict_policy(picture.svg()))


def test_the_example_choice_draws_its_own_turning_value(result: ChoiceResult) -> None:
    picture = unknown_picture(result, "close", lang="nl")
    assert picture is not None
    turning = result.option("close").unknowns[0].turning
    assert turning.number("nl") in picture.label
    at_zero = picture.table.filter(pl.col("balance_eur") == 0)["unknown_per_100"]
    assert turning.value is not None
    assert any(math.isclose(turning.value, value) for value in at_zero)


def test_the_example_choice_has_a_line_for_each_named_value(result: ChoiceResult) -> None:
    picture = years_picture(result, lang="nl", options=("close",))
    assert picture is not None
    assert picture.table["line"].n_unique() == len(result.option("close").unknowns[0].lines)
    assert picture.table["year"].min() == result.recipe.base_year


def test_the_option_that_changes_nothing_draws_nothing(result: ChoiceResult) -> None:
    assert unknown_picture(result, "zero", lang="nl") is None
    assert years_picture(result, lang="nl", options=("zero",)) is None


def test_a_missing_year_leaves_a_gap_in_the_small_line() -> None:
    layers = json.loads(
        sparkline([2014, 2015, 2016, 2017, 2018], [1, 2, None, 4, 5], lang="nl").specification
    )["layer"]
    pieces = {row["piece"] for row in layers[0]["data"]["values"]}
    assert len(pieces) == 2


def test_a_redivision_breaks_the_small_line() -> None:
    picture = sparkline([2018, 2019, 2020, 2021], [1, 2, 3, 4], lang="nl", breaks=[2020])
    rows = json.loads(picture.specification)["layer"][0]["data"]["values"]
    assert {row["year"]: row["piece"] for row in rows} == {2018: 0, 2019: 0, 2020: 1, 2021: 1}


def test_the_small_line_says_first_and_last_figure_and_no_trend() -> None:
    picture = sparkline([2014, 2018], [3.0, 4.5], lang="nl", unit="percent", decimals=1)
    assert picture.label == "Van 3,0% in 2014 naar 4,5% in 2018."
    assert sparkline([2014], [3.0], lang="nl", unit="percent", decimals=1).label == "3,0% in 2014."


def test_a_score_is_said_with_its_class_and_without_a_word_of_certainty() -> None:
    said = score_strip(43, lang="nl", middle=50, place="Spoelkwartier").label
    assert said == (
        "Spoelkwartier: score 43 op een schaal van 0 tot 100: wat onder druk; "
        "de vergelijking staat op 50."
    )


@pytest.mark.parametrize("score", [0.0, 100.0, 50.0])
def test_a_score_at_the_end_of_the_scale_stays_in_the_picture(score: float) -> None:
    assert_fits_strict_policy(score_strip(score, lang="nl", low=0, high=100).svg())


@pytest.mark.parametrize("size", ["page", "phone", "memo"])
def test_words_at_the_line_ends_stay_inside_the_picture(size: str) -> None:
    long = Course(
        "Buurthuis De Lange Naam Aan Het Water samenvoegen met de bibliotheek en het zwembad",
        (2026, 2030),
        (0.0, -123_456.0),
        Role.TURNING,
        "3 op de 100",
    )
    picture = balance_over_years([long], lang="nl", size=size)  # type: ignore[arg-type]
    spec = json.loads(picture.specification)
    assert spec["width"] > 0
    assert spec["padding"]["right"] < spec["width"] + spec["padding"]["left"]
    assert "3 op de 100" in words_of(assert_fits_strict_policy(picture.svg()))


@pytest.mark.parametrize("turning", [0.02, 0.056, 0.3, 0.5, 0.7, 0.94])
@pytest.mark.parametrize("slope", [-1, 1])
def test_on_a_phone_the_turning_value_is_never_cut_short(turning: float, slope: int) -> None:
    points = [Point(at, slope * (at - turning) * 1e6) for at in (0.0, 1.0)]
    picture = balance_over_unknown(
        points, lang="nl", turning=turning, low=turning / 2, high=turning * 1.05, size="phone"
    )
    assert "…" not in words_of(assert_fits_strict_policy(picture.svg()))
