"""The words of certainty of rule 10."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weefsel.base.certainty import Certainty, certainty


@pytest.mark.parametrize(
    ("probability", "word"),
    [
        (0.95, "zeker"),
        (0.9499, "vermoedelijk"),
        (0.80, "vermoedelijk"),
        (0.7999, "niet te onderscheiden"),
        (0.5, "niet te onderscheiden"),
        (0.04, "zeker"),
    ],
)
def test_the_word_follows_the_one_sided_probability(probability: float, word: str) -> None:
    assert certainty(probability).render("nl") == word


def test_a_composite_that_rests_on_models_is_never_certain() -> None:
    assert certainty(0.999, model_share=0.51) is Certainty.LIKELY
    assert certainty(0.999, model_share=0.5) is Certainty.CERTAIN


@given(st.floats(0, 1))
def test_a_gain_is_as_sure_as_the_mirrored_burden(probability: float) -> None:
    mirrored = 1 - probability
    if 1 - mirrored == probability:
        assert certainty(probability) is certainty(mirrored)


def test_a_probability_outside_zero_to_one_is_refused() -> None:
    with pytest.raises(ValueError, match="not between 0 and 1"):
        certainty(1.2)
