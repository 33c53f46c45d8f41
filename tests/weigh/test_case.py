"""A case: published calculations computed again, and answers known beforehand."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weefsel.base.certainty import Certainty
from weefsel.base.document import write_toml
from weefsel.base.errors import InputError
from weefsel.weigh.case import Case
from weefsel.weigh.case_result import CaseResult
from weefsel.weigh.case_run import run
from weefsel.weigh.case_words import finding, for_municipality, lead

PUBLISHED = Path(__file__).parents[2] / "examples" / "published"
SOURCE = "verzonnen voor deze toets"


def term(value: float, **more: object) -> dict[str, object]:
    return {"value": value, "source": SOURCE, **(more or {"exact": True})}


def money(value: float, **more: object) -> dict[str, object]:
    return {**term(value, **more), "money": True}


def post(key: str, payer: str, kind: str, *times: dict[str, object], **more: object):
    return {"id": key, "payer": payer, "kind": kind, "times": list(times), **more}


def case(*posts: dict[str, object], **more: object) -> Case:
    record = {
        "schema": "weefsel.case/1",
        "title": "Een toets",
        "base_year": 2024,
        "horizon": 10,
        "price_year": 2024,
        "draws": 4096,
        "option": [{"id": "zero", "zero": True}, {"id": "doen", "post": list(posts)}],
        **more,
    }
    return Case.read(write_toml(record), "toets.toml")


def doing(made: Case, **more: int) -> tuple[CaseResult, object]:
    result = run(made, **more)
    return result, result.option("doen")


@pytest.mark.parametrize("path", sorted(PUBLISHED.glob("*.toml")), ids=lambda path: path.stem)
def test_a_published_case_comes_out_as_published(path: Path) -> None:
    """Golden values: shared evidence, published-mkba.md, from the sources named in each file."""
    result = run(Case.read(path.read_bytes(), path.name))
    assert len(result.checks) >= 3
    assert [one for one in result.checks if not one.agrees] == []


def test_a_benefit_paid_is_a_loss_for_who_pays_and_a_gain_for_who_gets_it() -> None:
    _, plain = doing(case(post("uitkering", "municipality", "burden", money(1000.0))))
    _, both = doing(
        case(post("uitkering", "municipality", "burden", money(1000.0), to="resident"))
    )
    assert plain.social.value < -8000
    assert both.social.value == 0
    assert both.payer("municipality").net.value == plain.social.value
    assert both.payer("resident").net.value == -plain.social.value


def test_a_constant_amount_is_worth_the_annuity_of_the_textbook() -> None:
    """Closed form: (1 - v^n) / (1 - v), first year undiscounted; and shifted by one year."""
    made = case(
        post("post", "state", "gain", money(100.0)), discount_percent=term(3.0), horizon=20
    )
    _, first = doing(made)
    v = 1 / 1.03
    assert first.social.value == pytest.approx(100 * (1 - v**20) / (1 - v), rel=1e-12)
    later = Case.read(
        write_toml({**tomllib.loads(made.toml()), "discounted_from": "first_year"}), "x"
    )
    _, second = doing(later)
    assert second.social.value == pytest.approx(first.social.value * v, rel=1e-12)


def test_an_effect_that_drops_off_is_a_geometric_series() -> None:
    """Closed form: with drop-off d the ratio of the series is (1 - d) v."""
    made = case(
        post("post", "state", "gain", money(100.0), drop_off=term(0.2)),
        discount_percent=term(4.0),
    )
    _, option = doing(made)
    ratio = 0.8 / 1.04
    assert option.social.value == pytest.approx(100 * (1 - ratio**10) / (1 - ratio), rel=1e-12)


def test_shares_are_taken_off_one_after_the_other() -> None:
    _, option = doing(
        case(
            post(
                "post",
                "state",
                "gain",
                money(1000.0),
                deadweight=term(0.25),
                displacement=term(0.1),
                years=1,
            )
        )
    )
    assert option.social.value == pytest.approx(1000 * 0.75 * 0.9)


def test_what_is_already_compared_with_a_control_group_gets_no_deadweight_again() -> None:
    with pytest.raises(InputError, match=r"option\[1\]\.post\[0\]\.deadweight"):
        case(
            post(
                "post",
                "state",
                "gain",
                money(1000.0),
                deadweight=term(0.25),
                net_of=["counterfactual"],
            )
        )


@pytest.mark.parametrize(("factor", "left"), [(0.0, 600.0), (0.5, 800.0), (1.0, 1000.0)])
def test_of_what_overlaps_the_largest_stays_and_a_part_of_the_rest(
    factor: float, left: float
) -> None:
    """The rule of Meetstandaard Energiearmoede 0.9: largest plus factor times the rest."""
    _, option = doing(
        case(
            post("zorg", "health_insurer", "gain", money(600.0), overlap="zorg", years=1),
            post("meer", "municipality", "gain", money(300.0), overlap="zorg", years=1),
            post("nog", "state", "gain", money(100.0), overlap="zorg", years=1),
            overlap=[{"id": "zorg", "factor": factor, "source": SOURCE}],
        )
    )
    assert option.social.value == pytest.approx(left)
    assert option.overlap == pytest.approx(1000 - left)
    assert sum(row.net.value for row in option.payers) == pytest.approx(left)


def test_a_normal_balance_is_positive_as_often_as_the_normal_table_says() -> None:
    """WSIPP 768: a mean of 11,954 and 64 in 100 above zero imply a spread of about 33,340."""
    half = 1.959964 * 33_340
    made = case(
        post(
            "baten",
            "state",
            "gain",
            money(11_954.0, low=11_954 - half, high=11_954 + half, range_kind="ci95"),
        ),
        horizon=1,
        price_year="nominal",
        draws=16_384,
    )
    _, option = doing(made)
    assert option.social.positive == pytest.approx(0.64, abs=0.01)


def test_a_ratio_is_only_given_where_costs_are_costs_in_nearly_every_draw() -> None:
    sure = money(1000.0, low=900.0, high=1100.0, range_kind="min_max")
    unsure = money(100.0, low=-500.0, high=700.0, range_kind="ci95")
    gain = post("baten", "state", "gain", money(2000.0))
    _, with_ratio = doing(case(post("kosten", "municipality", "cost", sure), gain))
    _, without = doing(case(post("kosten", "municipality", "cost", unsure), gain))
    assert with_ratio.ratio == pytest.approx(2.0, rel=0.01)
    assert without.ratio is None
    assert without.costs_positive < 0.999


def test_the_discounted_years_add_up_to_the_balance() -> None:
    """The view of finance and the present value are the same money, line by line."""
    _, option = doing(
        case(
            post("bouw", "municipality", "cost", money(5000.0), years=1, incidental=True),
            post("beheer", "municipality", "cost", money(300.0), from_year=2025),
            post("minder", "municipality", "gain", money(900.0), by_year=[0.0, 0.5, 1.0]),
            post("zorg", "health_insurer", "gain", money(400.0), drop_off=term(0.1)),
        )
    )
    assert sum(row.society_discounted for row in option.years) == pytest.approx(
        option.social.value
    )
    assert option.years[-1].cumulative == pytest.approx(option.social.value)
    assert sum(row.municipality * row.factor for row in option.years) == pytest.approx(
        option.municipality.value
    )
    for row in option.years:
        assert row.structural + row.incidental == pytest.approx(row.municipality)
    assert option.years[0].incidental == -5000


def test_it_pays_back_in_the_year_in_which_the_sum_stays_above_zero() -> None:
    made = case(
        post("bouw", "municipality", "cost", money(1000.0), years=1),
        post("minder", "municipality", "gain", money(300.0), from_year=2025),
        discount_percent=term(0.0),
    )
    _, option = doing(made)
    assert option.payback.year == 2028  # 300 a year from 2025: 1,200 by the end of 2028
    assert option.payback.never == 0
    _, never = doing(
        case(
            post("bouw", "municipality", "cost", money(1000.0)),
            post("minder", "municipality", "gain", money(300.0)),
        )
    )
    assert (never.payback.year, never.payback.never) == (None, 1.0)


def test_break_even_is_where_the_two_sides_are_equal() -> None:
    """Closed form: people x amount = cost, so people = cost / amount."""
    made = case(
        post("kosten", "municipality", "cost", money(50_000.0), years=1),
        post(
            "minder",
            "municipality",
            "gain",
            {**term(80.0, low=40.0, high=120.0, range_kind="min_max"), "name": "mensen"},
            {**money(500.0, low=400.0, high=600.0, range_kind="min_max"), "name": "bedrag"},
            years=1,
        ),
    )
    result, option = doing(made)
    names = {one.id: one.name for one in result.quantities}
    turning = {(names[one.quantity], one.payer): one.value for one in option.break_even}
    assert turning["mensen", "society"] == pytest.approx(100.0)
    assert turning["bedrag", "municipality"] == pytest.approx(625.0)
    for first, second in option.pair.points:
        assert first * second == pytest.approx(50_000.0)


def test_the_same_statement_in_two_posts_is_one_quantity() -> None:
    people = {**term(100.0, low=50.0, high=150.0, range_kind="min_max"), "name": "mensen"}
    result, option = doing(
        case(
            post("kosten", "municipality", "cost", people, money(10.0), years=1),
            post("baten", "municipality", "gain", people, money(10.0), years=1),
        )
    )
    assert option.social.value == pytest.approx(0, abs=1e-9)
    assert option.social.low == pytest.approx(0, abs=1e-9)
    assert option.social.high == pytest.approx(0, abs=1e-9)
    assert len(result.quantities) == 3  # people, the amount of each post


def test_the_digits_are_the_same_for_any_number_of_threads() -> None:
    made = case(
        post("baten", "state", "gain", money(100.0, low=50.0, high=150.0, range_kind="min_max")),
        post("kosten", "municipality", "cost", money(90.0, evidence_grade="C")),
    )
    assert run(made).json() == run(made, threads=3).json()


def test_more_draws_make_the_monte_carlo_error_fall_at_least_as_their_root() -> None:
    baten = post("baten", "state", "gain", money(100.0, low=50.0, high=150.0, range_kind="ci95"))
    errors = [doing(case(baten, draws=16 * 2**step))[1].social.error[0] for step in (5, 9)]
    assert errors[1] < errors[0] / np.sqrt(16)


def test_without_a_range_the_width_is_ours_and_says_so() -> None:
    result, option = doing(case(post("baten", "state", "gain", money(100.0, evidence_grade="B"))))
    assert [one.assumed for one in result.quantities] == [True]
    assert option.social.low < option.social.value < option.social.high
    assert "assumption:width_b" in result.sources


@given(
    amount=st.floats(1, 1e6),
    other=st.floats(1, 1e6),
    rate=st.one_of(st.just(0.0), st.floats(0.5, 15)),
    years=st.integers(1, 30),
)
@settings(deadline=None)
def test_every_euro_of_society_is_of_some_payer(
    amount: float, other: float, rate: float, years: int
) -> None:
    _, option = doing(
        case(
            post("kosten", "municipality", "cost", money(amount)),
            post("baten", "employer", "gain", money(other), to="resident"),
            horizon=years,
            discount_percent=term(rate),
            draws=16,
        )
    )
    assert sum(row.net.value for row in option.payers) == pytest.approx(
        option.social.value, rel=1e-9, abs=1e-6
    )
    assert option.payer("employer").net.value == pytest.approx(-option.payer("resident").net.value)


OURS = {"option": "doen", "of": "social", "value": 1.0, "tolerance": 1.0, "source": SOURCE}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"horizon": 3, "price_year": "nominal"}, "price_year"),
        ({"option": [{"id": "doen", "post": []}]}, r"option\[0\]\.post"),
        (
            {
                "published": [
                    {
                        "option": "weg",
                        "of": "social",
                        "value": 1.0,
                        "tolerance": 1.0,
                        "source": "x",
                    }
                ]
            },
            "published",
        ),
        ({"published": [{**OURS, "of": "payers"}]}, r"published\[0\]\.of"),
        ({"published": [{**OURS, "of": "payer:uwv"}]}, r"published\[0\]\.of"),
        ({"discount_percent": term(-100.0)}, "discount_percent"),
        ({"discount_percent": term(0.0225)}, "percent"),
        (
            {"discount_percent": term(2.0, low=1.0, high=3.0, range_kind="assumed")},
            "discount_percent",
        ),
    ],
)
def test_a_wrong_recipe_is_refused_with_the_place(change: dict, place: str) -> None:
    with pytest.raises(InputError, match=place):
        case(post("baten", "state", "gain", money(100.0)), **change)


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        (post("a", "state", "gain", term(5.0)), r"times"),
        (post("a", "state", "gain", money(5.0), from_year=2050), "from_year"),
        (post("a", "state", "gain", money(5.0), deadweight=term(25.0)), "deadweight"),
        (post("a", "state", "gain", money(5.0), to="state"), "to"),
        (post("a", "combined", "gain", money(5.0)), "payer_name"),
        (post("a", "state", "gain", {"parameter": "bestaat_niet"}), "parameter"),
        (post("a", "state", "gain", money(5.0, low=6.0, high=7.0, range_kind="ci95")), "times"),
        (post("a", "state", "gain", money(5.0), overlap="weg"), "overlap"),
        (post("a", "state", "gain", {**money(5.0), "price_year": 1850}), "price_year"),
        (post("a", "state", "gain", {**money(5.0), "source": " "}), "source"),
        (post("a", "state", "gain", money(5.0), money(6.0)), "times"),
        (post("a", "state", "gain", money(1e308)), "post 'a'"),
        (post("a", "state", "gain", money(5.0), by_year=[1e308]), "post 'a'"),
    ],
)
def test_a_wrong_post_is_refused_with_the_place(wrong: dict, place: str) -> None:
    with pytest.raises(InputError, match=place):
        run(case(wrong))


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_no_sentence_says_gain_where_most_draws_lose(side: float) -> None:
    """A skewed range: the stated value lies at one side of nil, nearly all draws at the other."""
    ends = sorted((side * 110.0, side * -100_000.0))
    made = case(
        post(
            "post",
            "municipality",
            "gain",
            money(side * 100.0, low=ends[0], high=ends[1], range_kind="min_max"),
        )
    )
    _, option = doing(made)
    assert (option.social.value > 0) != (option.social.positive > 0.5)
    assert option.social.sure is Certainty.INDISTINGUISHABLE
    assert "cannot be told" in finding(made, option).render("en")
    assert "cannot be told" in for_municipality(made, option).render("en")


def test_one_year_needs_no_discount_rate_and_exact_figures_have_no_range() -> None:
    """WSIPP programme 763, school-based mentoring, edition of December 2017, in its dollars."""
    parts = {"taxpayers": 8340.0, "participants": 14255.0, "others": 4603.0, "indirect": -236.0}
    posts = [
        post(name, "other", "gain" if value > 0 else "burden", money(abs(value)), payer_name=name)
        for name, value in parts.items()
    ]
    made = case(
        *posts,
        post("programme", "state", "cost", money(1489.0)),
        base_year=2016,
        price_year=2016,
        horizon=1,
        currency="USD",
    )
    result, option = doing(made)
    assert option.social.value == pytest.approx(25_473.0)
    assert option.ratio == pytest.approx(18.11, abs=0.005)
    assert "exact" in lead(result).render("en")


def test_a_discount_rate_has_no_width_of_ours() -> None:
    result, _ = doing(
        case(
            post("post", "state", "gain", money(100.0)),
            discount_percent={"value": 3.0, "source": SOURCE},
        )
    )
    assert not any(one.assumed for one in result.quantities)


def test_the_recipe_in_the_documentation_works_and_agrees_with_itself() -> None:
    words = (PUBLISHED.parents[1] / "docs" / "cases.md").read_text(encoding="utf-8")
    recipe = words.partition("```toml\n")[2].partition("```")[0]
    result = run(Case.read(recipe, "cases.md"))
    assert [one.agrees for one in result.checks] == [True]
    assert result.option("pool").social.value < 0
    assert result.option("pool").payer("health_insurer").net.value > 0
