"""What every figure in the list of assumptions rests on: its range, its kind, its sources."""

from __future__ import annotations

import pytest

from weefsel.base.distributions import Fixed, LogitNormal, LogNormal, Normal, Triangle
from weefsel.evidence.assumption import assumptions
from weefsel.evidence.chain import chains
from weefsel.evidence.parameter import parameters
from weefsel.weigh.choice import Own
from weefsel.weigh.quantity import Book, MissingEvidenceError
from weefsel.weigh.run import weigh
from weigh.weigh_recipes import act, choice, exact

WMO_STEP = 1.0571 * 1.0394  # VNG: 5.71% in 2024, 3.94% in 2025
CPI_STEP = 134.5 / 130.2  # CBS, 2024 to 2025
MEETING = chains()["meeting"]


def book() -> Book:
    """Give an empty book with all our evidence."""
    return Book(parameters(), assumptions())


@pytest.mark.parametrize(
    ("parameter", "value", "low", "high", "kind", "by"),
    [
        # Two municipalities, moved along the index of Wmo tariffs.
        (
            "uc_begl_hr",
            60.9 * WMO_STEP,
            55.8 * WMO_STEP,
            66.0 * WMO_STEP,
            "between_places",
            {"parameter:idx_soc"},
        ),
        # First and last budget, moved along consumer prices.
        (
            "uc_ggz_pat",
            5796 * CPI_STEP,
            5585 * CPI_STEP,
            5796 * CPI_STEP,
            "min_max",
            {"parameter:cpi"},
        ),
        # No range, grade B, an effect: twice 25% to either side.
        (
            "eff_lonely_mh",
            11.1,
            11.1 * 0.5,
            11.1 * 1.5,
            "assumed",
            {"assumption:width_b", "assumption:width_effect_factor"},
        ),
        # No range, grade B, a share: 25% of the share to either side.
        ("lone_18plus_2022", 49, 49 * 0.75, 49 * 1.25, "assumed", {"assumption:width_b"}),
    ],
)
def test_a_parameter_is_listed_with_its_range_and_what_made_it(
    parameter: str, value: float, low: float, high: float, kind: str, by: set[str]
) -> None:
    held = book().parameter(parameter)
    shown = held.figure
    assert shown.value == pytest.approx(value)
    assert shown.low == pytest.approx(low)
    assert shown.high == pytest.approx(high)
    assert shown.range_kind == kind
    assert set(held.sources) == {f"parameter:{parameter}", *by}
    assert shown.sources == held.sources


def test_what_is_exact_is_not_drawn() -> None:
    for parameter in ("ggz_pat_2023", "residents_nl_2024", "disc_std"):
        held = book().parameter(parameter)
        assert isinstance(held.distribution, Fixed)
        assert held.figure.low is None
        assert held.figure.reason is not None


def test_families_follow_from_what_a_figure_can_be() -> None:
    made = book()
    assert isinstance(made.parameter("uc_begl_hr").distribution, LogNormal)
    assert isinstance(made.parameter("uc_ggz_pat").distribution, Triangle)
    assert isinstance(made.parameter("lone_18plus_2022").distribution, LogitNormal)
    assert isinstance(made.parameter("eff_lonely_mh").distribution, Normal)
    effect = made.effect(MEETING.find("contact_loneliness"))
    assert isinstance(effect.distribution, Normal)
    assert "assumption:tau_effect" in effect.sources


def test_the_loss_to_gain_ratio_is_drawn_evenly_around_one() -> None:
    held = book().assumption("loss_to_gain")
    assert isinstance(held.distribution, LogNormal)
    assert held.distribution.central("median") == pytest.approx(1, abs=0.005)
    assert (held.figure.low, held.figure.high) == (0.67, 1.5)


@pytest.mark.parametrize(
    ("key", "width"),
    [
        ("cost_eur_per_year", 0.10),
        ("one_off_eur", 0.25),
        ("regular_visitors", 0.25),
        ("vulnerable_share", 0.50),
        ("guidance_hours_per_client_per_year", 0.25),
    ],
)
def test_an_own_figure_without_range_or_grade_takes_the_width_of_its_kind(
    key: str, width: float
) -> None:
    wanted = MEETING.bring(key)
    value = 0.4 if wanted.support == "share" else 40.0
    held = book().own("close.1", "provision:weefhuis", Own(value=value, source="count"), wanted)
    scale = 100 if wanted.support == "share" else 1
    assert held.figure.low == pytest.approx(scale * value * (1 - width))
    assert held.figure.high == pytest.approx(scale * value * (1 + width))
    assert f"assumption:width_{ {0.10: 'a', 0.25: 'b', 0.50: 'c'}[width] }" in held.sources


def test_the_minimum_and_maximum_of_a_user_have_the_value_as_their_top() -> None:
    own = Own(value=40, low=25, high=70, range_kind="min_max", source="offer")
    held = book().own("close.1", "provision:weefhuis", own, MEETING.bring("one_off_eur"))
    assert held.distribution == Triangle(25, 40, 70)
    assert held.gap == 0


def test_a_range_of_a_user_that_is_off_centre_reports_the_gap() -> None:
    own = Own(value=0.35, low=0.25, high=0.45, range_kind="assumed", source="estimate")
    held = book().own("close.1", "provision:weefhuis", own, MEETING.bring("vulnerable_share"))
    drawn = held.distribution.central("mean")
    assert held.gap == pytest.approx(100 * (drawn - 0.35))
    assert held.gap != 0


@pytest.mark.parametrize("kind", ["other_year", "subgroup"])
def test_another_year_of_a_users_figure_gives_it_the_default_width(kind: str) -> None:
    own = {"value": 100, "low": 20, "high": 400, "range_kind": kind, "source": "count"}
    result = weigh(choice(act(regular_visitors=own), draws=16))
    row = next(row for row in result.assumptions if row.id.endswith("regular_visitors"))
    assert row.figure.low == pytest.approx(75)
    assert row.figure.high == pytest.approx(125)
    assert "assumption:width_b" in row.figure.sources


def test_a_quantity_is_made_once_and_what_is_missing_is_named() -> None:
    made = book()
    assert made.parameter("uc_begl_hr") is made.parameter("uc_begl_hr")
    with pytest.raises(MissingEvidenceError) as caught:
        made.parameter("not_there")
    assert caught.value.missing == "not_there"
    assert "not_there" in caught.value.words().render("nl")


def test_the_step_between_price_levels_is_listed_with_its_years() -> None:
    own = exact(100_000) | {"price_year": 2020}
    result = weigh(choice(act(cost_eur_per_year=own), draws=16))
    steps = {row.figure.id: row.figure.value for row in result.assumptions}
    assert steps["cpi.2020"] == pytest.approx(134.5 / 107.5)
    assert steps["idx_soc.2023"] == pytest.approx(WMO_STEP)
    named = next(row.name for row in result.assumptions if row.figure.id == "cpi.2020")
    assert "2020" in named.render("nl")
    assert "2025" in named.render("nl")
