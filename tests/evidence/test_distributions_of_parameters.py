"""Which figures make a distribution, and whether it hits what the source says."""

from __future__ import annotations

import pytest

from weefsel.base.distributions import DRAWN_KINDS, quantile
from weefsel.evidence.parameter import WHOLE, Parameter, parameters

LEVELS = {"ci95": (0.025, 0.975), "between_places": (0.05, 0.95), "assumed": (0.05, 0.95)}


def scale(held: Parameter) -> float:
    return 1 / WHOLE[held.unit] if held.support == "share" else 1.0


@pytest.mark.parametrize("kind", ["other_year", "subgroup", "none"])
def test_another_year_or_a_subgroup_never_makes_a_distribution(kind: str) -> None:
    of_kind = [one for one in parameters().values() if one.range_kind == kind]
    assert of_kind
    assert all(one.distribution() is None for one in of_kind)


def test_the_other_kinds_hit_both_bounds_and_report_the_gap() -> None:
    drawn = 0
    for one in parameters().values():
        fitted = one.distribution()
        if fitted is None:
            continue
        drawn += 1
        assert one.range_kind in DRAWN_KINDS, one.id
        latest, by = one.latest, scale(one)
        assert latest.low is not None
        assert latest.high is not None
        if fitted.distribution.family == "triangle":
            ends = quantile(fitted.distribution, 0.0), quantile(fitted.distribution, 1.0)
        elif fitted.distribution.family == "fixed":
            continue
        else:
            low, high = LEVELS[one.range_kind]
            ends = quantile(fitted.distribution, low), quantile(fitted.distribution, high)
        assert ends == pytest.approx((latest.low * by, latest.high * by), rel=1e-9), one.id
        if one.central_kind in ("mean", "unknown") and latest.low < latest.value < latest.high:
            off = fitted.distribution.central("mean") - latest.value * by
            assert fitted.gap == pytest.approx(off, abs=1e-12), one.id
    assert drawn >= 50


def test_a_parameter_without_a_value_has_a_reason_and_no_distribution() -> None:
    empty = [one for one in parameters().values() if not one.values]
    assert len(empty) == 8
    for one in empty:
        assert one.distribution() is None
        figure = one.figure()
        assert figure.value is None
        assert figure.reason is not None
        assert one.as_source().url.startswith("http")


def test_stock_use_and_flow_are_told_apart() -> None:
    assert parameters()["wv_day_2019"].counted == "stock"
    assert parameters()["wv_year_2019"].counted == "use"
    assert parameters()["sa_in_2022"].counted == "flow"
    assert parameters()["pop_80plus_2045"].counted == "forecast"
