"""Whether two uncertain figures can be told apart, and which areas lie together."""

from __future__ import annotations

import pytest

from weefsel.atlas.neighbours import from_pairs
from weefsel.base.certainty import Certainty
from weefsel.base.errors import InputError
from weefsel.scan.adjoining import stretches
from weefsel.scan.difference import HIGHER, LOWER, Uncertain, difference


def one(value: float | None, error: float | None = 1.0, **more: object) -> Uncertain:
    return Uncertain("BU01640101", value, error, **{"year": 2020, **more})  # type: ignore[arg-type]


def test_equal_figures_have_an_even_chance_and_no_side():
    found = difference(one(5.0), one(5.0))
    assert found.above == pytest.approx(0.5)
    assert found.certainty is Certainty.INDISTINGUISHABLE
    assert found.side is None


def test_the_chance_is_that_of_two_independent_normal_errors():
    # Tables of the standard normal: 1.645 standard errors leave 5% at one side (Schenker &
    # Gentleman 2001 for the root of the summed squares). Errors 3 and 4 make 5.
    found = difference(one(8.225, 3.0), one(0.0, 4.0))
    assert found.error == pytest.approx(5.0)
    assert found.above == pytest.approx(0.95, abs=1e-4)


@pytest.mark.parametrize(
    ("apart", "word", "side"),
    [
        (2.0, Certainty.CERTAIN, HIGHER),
        (-2.0, Certainty.CERTAIN, LOWER),
        (1.0, Certainty.LIKELY, HIGHER),
        (0.5, Certainty.INDISTINGUISHABLE, None),
    ],
)
def test_words_follow_the_difference_in_standard_errors(apart, word, side):
    found = difference(one(apart, 1.0), one(0.0, 0.0))
    assert (found.certainty, found.side) == (word, side)


def test_an_assumed_error_is_never_certain():
    found = difference(one(9.0, assumed=True), one(0.0))
    assert found.certainty is Certainty.LIKELY


def test_without_error_a_difference_is_what_it_is():
    assert difference(one(5.1, 0.0), one(5.0, 0.0)).side == HIGHER
    assert difference(one(5.0, 0.0), one(5.0, 0.0)).side is None


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (one(4.0, year=2019), "verschillende jaren"),
        (one(4.0, kind="model_estimate"), "verschillende manieren"),
        (one(4.0, None), "fout is niet bekend"),
        (one(None), "geen cijfer"),
    ],
)
def test_what_cannot_be_compared_says_why_and_has_no_word(other, said):
    found = difference(one(5.0), other)
    assert found.certainty is None
    assert said in found.words.render("nl")


def test_real_and_made_up_never_stand_together():
    made_up = Uncertain("BU99900301", 4.0, 1.0, 2020)
    with pytest.raises(InputError, match="never compared"):
        difference(one(5.0), made_up)


def test_areas_that_touch_make_one_stretch_and_the_largest_comes_first():
    near = from_pairs("abcdef", [("a", "b"), ("b", "c"), ("d", "e")])
    assert stretches(near, "abcde") == (("a", "b", "c"), ("d", "e"))
    assert stretches(near, "acf") == (("a",), ("c",), ("f",))
    assert stretches(near, "") == ()
