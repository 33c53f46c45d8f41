"""Meta-analysis: against a worked example, and what must always hold.

The worked example is the BCG vaccine (Colditz et al. 1994, JAMA 271, 698-702), thirteen trials,
the log risk ratio; counts from van Houwelingen et al. (2002), which metafor ships as ``dat.bcg``.
What it gives, as published by metafor (Viechtbauer 2010, J. Stat. Softw. 36(3)):

- REML, normal: the output printed in its reference page ``permutest`` (estimate, standard error,
  interval, tau2, I2, Q); the prediction interval in its page ``predict.rma``.
- REML with Hartung and Knapp: the first page of its documentation, with the confidence and
  prediction interval of the risk ratio.
- DerSimonian and Laird: its test ``test_misc_metan_vs_rma.uni_with_dat.bcg.r``, where the same
  numbers are compared with ``metan`` of Stata.

All read on 22 November 2026 in the repository wviechtb/metafor.
"""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weefsel.evidence.meta import pool, variance

BCG = [
    (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619),
    (33, 5036, 47, 5761), (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892),
    (29, 7470, 45, 7232), (17, 1699, 65, 1600), (186, 50448, 141, 27197), (5, 2493, 3, 2338),
    (27, 16886, 29, 17825),
]  # fmt: skip
EFFECTS = [math.log((a / (a + b)) / (c / (c + d))) for a, b, c, d in BCG]
VARIANCES = [1 / a - 1 / (a + b) + 1 / c - 1 / (c + d) for a, b, c, d in BCG]


def test_restricted_likelihood_agrees_with_the_worked_example() -> None:
    made = pool(EFFECTS, VARIANCES, test="normal")
    assert made.estimate == pytest.approx(-0.7145, abs=5e-5)
    assert made.standard_error == pytest.approx(0.1798, abs=5e-5)
    assert (made.low, made.high) == pytest.approx((-1.0669, -0.3622), abs=5e-5)
    assert made.tau2 == pytest.approx(0.3132, abs=5e-5)
    assert made.i2 == pytest.approx(92.22, abs=5e-3)
    assert made.q == pytest.approx(152.2330, abs=5e-5)


def test_dersimonian_and_laird_agrees_with_the_worked_example() -> None:
    made = pool(EFFECTS, VARIANCES, method="dl", test="normal")
    assert made.estimate == pytest.approx(-0.7141, abs=5e-5)
    assert (made.low, made.high) == pytest.approx((-1.0644, -0.3638), abs=5e-5)
    assert made.estimate / made.standard_error == pytest.approx(-3.9952, abs=5e-5)
    assert made.tau2 == pytest.approx(0.3088, abs=5e-5)
    assert made.i2 == pytest.approx(92.1173, abs=5e-5)


def test_hartung_and_knapp_agrees_with_the_worked_example() -> None:
    made = pool(EFFECTS, VARIANCES)
    assert made.estimate == pytest.approx(-0.7145, abs=5e-5)
    assert made.standard_error == pytest.approx(0.1808, abs=5e-5)
    assert made.estimate / made.standard_error == pytest.approx(-3.9522, abs=5e-5)
    assert (made.low, made.high) == pytest.approx((-1.1084, -0.3206), abs=5e-5)


@pytest.mark.parametrize(
    ("test", "interval", "new_place"),
    [("knapp_hartung", (0.33, 0.73), (0.14, 1.76)), ("normal", (0.34, 0.70), (0.15, 1.55))],
)
def test_the_prediction_of_a_new_place_agrees_with_the_worked_example(
    test, interval, new_place
) -> None:
    made = pool(EFFECTS, VARIANCES, test=test)
    ratios = [math.exp(one) for one in (made.low, made.high)]
    ahead = [math.exp(one) for one in (made.predicted_low, made.predicted_high)]
    assert ratios == pytest.approx(interval, abs=5e-3)
    assert ahead == pytest.approx(new_place, abs=5e-3)


def test_hartung_and_knapp_widens_and_a_new_place_is_less_sure_still() -> None:
    normal, honest = pool(EFFECTS, VARIANCES, test="normal"), pool(EFFECTS, VARIANCES)
    assert honest.estimate == normal.estimate
    assert honest.high - honest.low > normal.high - normal.low
    assert honest.predicted_low < honest.low < honest.high < honest.predicted_high


ONE = st.tuples(st.floats(-3, 3), st.floats(0.001, 2))


@settings(deadline=None)
@given(st.lists(ONE, min_size=3, max_size=12), st.floats(-2, 2), st.sampled_from(["reml", "dl"]))
def test_a_shift_of_all_effects_moves_the_estimate_and_nothing_else(studies, shift, method):
    y, v = [one for one, _ in studies], [one for _, one in studies]
    here, there = pool(y, v, method=method), pool([one + shift for one in y], v, method=method)
    assert there.estimate == pytest.approx(here.estimate + shift, abs=1e-6)
    assert there.tau2 == pytest.approx(here.tau2, abs=1e-6)
    assert min(y) - 1e-9 <= here.estimate <= max(y) + 1e-9
    assert here.tau2 >= 0


@settings(deadline=None)
@given(st.floats(-3, 3), st.lists(st.floats(0.01, 1), min_size=3, max_size=10))
def test_studies_that_agree_have_no_spread_between_them(effect, variances):
    made = pool([effect] * len(variances), variances)
    assert made.tau2 == 0
    assert made.i2 == 0
    assert made.estimate == pytest.approx(effect, abs=1e-9)


def test_fewer_than_three_studies_are_never_pooled() -> None:
    with pytest.raises(ValueError, match="at least 3"):
        pool([0.1, 0.2], [0.1, 0.1])
    with pytest.raises(ValueError, match="above zero"):
        pool([0.1, 0.2, 0.3], [0.1, 0.0, 0.1])


def test_the_variance_behind_a_confidence_interval() -> None:
    assert variance(-1.959964, 1.959964) == pytest.approx(1, abs=1e-6)
