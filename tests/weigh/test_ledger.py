"""The ledger: every post of every act by year, for the payer who bears it."""

from __future__ import annotations

import polars as pl
import pytest

from weefsel.weigh.model import LEDGER_COLUMNS
from weefsel.weigh.run import weigh
from weigh.weigh_recipes import act, choice, exact, template


def booked() -> pl.DataFrame:
    """Give the ledger of the ready recipe of Weverdam, with few draws."""
    return weigh(template().model_copy(update={"draws": 256})).ledger


def test_it_has_one_row_a_post_an_act_and_a_year() -> None:
    ledger = booked()
    assert dict(ledger.schema) == LEDGER_COLUMNS
    keys = ["option", "act", "post", "year"]
    assert ledger.select(keys).is_unique().all()
    assert ledger.height == 2 * 4 * 10  # two options that act, four posts, ten years
    assert "zero" not in ledger["option"]


def test_a_range_runs_from_low_to_high_whoever_pays() -> None:
    known = booked().filter(pl.col("state") == "quantified")
    assert known.select((pl.col("low") <= pl.col("high")).all()).item()
    own = known.filter(pl.col("post").is_in(["own_cost", "one_off"]))
    assert own.select((pl.col("low") <= pl.col("value")).all()).item()
    assert own.select((pl.col("value") <= pl.col("high")).all()).item()


def test_only_the_insurers_association_stands_outside_the_balance() -> None:
    ledger = booked()
    outside = ledger.filter(~pl.col("in_balance"))
    assert set(outside["post"]) == {"mental_health"}
    assert set(outside["payer"]) == {"health_insurer"}
    assert set(ledger.filter(pl.col("in_balance"))["payer"]) == {"municipality"}


def test_what_hangs_on_the_unknown_is_booked_without_a_value() -> None:
    conditional = booked().filter(pl.col("state") == "conditional")
    assert set(conditional["post"]) == {"guidance"}
    for column in ("value", "low", "high"):
        assert conditional[column].null_count() == conditional.height
    assert conditional["per_unknown"].null_count() == 0


def test_amounts_are_not_discounted_and_the_factor_stands_beside_them() -> None:
    ledger = weigh(choice(act(one_off_eur=exact(7_000), from_year=2028), draws=16)).ledger
    own = ledger.filter(pl.col("post") == "own_cost").sort("year")
    assert own["value"].to_list() == [0.0, 0.0, *[100_000.0] * 8]
    assert own["discount_factor"].to_list() == pytest.approx([1.0225**-n for n in range(10)])
    once = ledger.filter((pl.col("post") == "one_off") & (pl.col("value") != 0))
    assert once.select("year", "value").rows() == [(2028, -7_000.0)]
