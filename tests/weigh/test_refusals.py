"""Every refusal names the file and the whole path of the key, in Dutch, and says what to do."""

from __future__ import annotations

from typing import Any

import pytest

from weefsel.base.errors import InputError
from weefsel.base.language import Text
from weefsel.weigh.choice import Choice
from weefsel.weigh.rules import MAX_DRAWS, MAX_HORIZON, MAX_SEED
from weefsel.weigh.run import weigh
from weigh.weigh_recipes import act, choice, exact, record

IN_ACT = "option[1].act[0]"


def loose(value: float, low: float, high: float, kind: str) -> dict[str, Any]:
    """Give an own figure with a range of some kind."""
    return {"value": value, "low": low, "high": high, "range_kind": kind, "source": "invented"}


def bare(value: float, **more: Any) -> dict[str, Any]:
    """Give an own figure without a range."""
    return {"value": value, "source": "invented", **more}


ZERO = {"id": "zero", "zero": True}

# What is wrong in the recipe, the key that must be named, and words of the Dutch sentence.
RECIPES: list[tuple[dict[str, Any], str, str]] = [
    ({"area": "GM164"}, "area", "geen gemeente"),
    ({"area": "BU99900301"}, "area", "geen gemeente"),
    ({"base_year": 226}, "base_year", "vier cijfers"),
    ({"horizon": -1}, "horizon", str(MAX_HORIZON)),
    ({"horizon": MAX_HORIZON + 1}, "horizon", str(MAX_HORIZON)),
    ({"draws": 0}, "draws", "minstens"),
    ({"draws": MAX_DRAWS + 1}, "draws", str(MAX_DRAWS)),
    ({"seed": MAX_SEED + 1}, "seed", "geheel getal"),
    ({"unknown_lines": [0.1, 0.1, 0.3]}, "unknown_lines", "drie verschillende"),
    ({"unknown_lines": [0.3, 0.2, 0.1]}, "unknown_lines", "van laag naar hoog"),
    ({"unknown_lines": [-0.1, 0.2, 0.3]}, "unknown_lines", "drie verschillende"),
    ({"unknown_lines": [0.1, 0.2, 30]}, "unknown_lines", "tussen 0 en 1"),
    ({"option": []}, "option", "niets te kiezen"),
    ({"option": [{"id": "a", "act": [act()]}]}, "option.zero", "nuloptie"),
    ({"option": [ZERO, {"id": "two", "zero": True}]}, "option.zero", "nuloptie"),
    ({"option": [ZERO, {"id": "zero", "act": [act()]}]}, "option.id", "zero"),
    ({"option": [{**ZERO, "act": [act()]}]}, "option[0].act", "nuloptie"),
    ({"option": [ZERO, {"id": "idle"}]}, "option[1].act", "idle"),
    (
        {
            "option": [
                ZERO,
                {"id": "a", "act": [act()]},
                {"id": "b", "act": [act(), act(chain="x")]},
            ]
        },
        "option[2].act[1].chain",
        "'x'",
    ),
]

ACTS: list[tuple[dict[str, Any], str, str]] = [
    ({"from_year": 2025}, "from_year", "2026"),
    ({"from_year": 2036}, "from_year", "2035"),
    ({"areas": ["GM9990", "BU9990"]}, "areas", "BU9990"),
    ({"areas": ["GM9991"]}, "areas", "GM9991"),
    ({"chain": "library"}, "chain", "meeting"),
    ({"avoidable_share": {"values": [-0.1], "source": "x"}}, "avoidable_share", "tussen 0 en 1"),
    ({"avoidable_share": {"values": [50], "source": "x"}}, "avoidable_share", "30%"),
    ({"avoidable_share": {"values": [1.0], "source": " "}}, "avoidable_share.source", "vandaan"),
    (
        {"kind": "invest", "avoidable_share": {"values": [0.5], "source": "x"}},
        "avoidable_share",
        "plek die sluit",
    ),
    ({"cost_eur_per_year": exact(-1)}, "cost_eur_per_year", "onder nul"),
    ({"cost_eur_per_year": exact(2e12)}, "cost_eur_per_year", "groter"),
    ({"vulnerable_share": exact(30)}, "vulnerable_share", "30%"),
    ({"lonely_share": exact(55)}, "lonely_share", "30%"),
    (
        {"guidance_hours_per_client_per_year": exact(8785)},
        "guidance_hours_per_client_per_year",
        "uren",
    ),
    ({"one_off_eur": bare(5, low=1)}, "one_off_eur", "laag en een hoog"),
    ({"one_off_eur": bare(5, low=1, high=9)}, "one_off_eur.range_kind", "min_max"),
    ({"one_off_eur": loose(5, 6, 9, "min_max")}, "one_off_eur", "niet tussen"),
    ({"one_off_eur": bare(5, range_kind="ci95")}, "one_off_eur", "bandbreedte"),
    ({"regular_visitors": exact(5) | {"price_year": 2024}}, "regular_visitors.price_year", "geld"),
    ({"regular_visitors": exact(5) | {"source": " "}}, "regular_visitors.source", "vandaan"),
    ({"regular_visitors": loose(5, 0, 9, "ci95")}, "regular_visitors", "min_max"),
    ({"vulnerable_share": loose(0.5, 0.2, 1, "assumed")}, "vulnerable_share", "min_max"),
]


def refused(make: Any) -> InputError:
    """Give the refusal, after checking that both its sentences are there in Dutch."""
    with pytest.raises(InputError) as caught:
        make()
    fault = caught.value
    assert fault.todo is not None
    for said in (fault.what, fault.todo, *fault.what.params.values()):
        if isinstance(said, Text):
            assert said.template("nl") != said.template("en"), said.msgid
    return fault


@pytest.mark.parametrize(("changes", "key", "words"), RECIPES)
def test_a_recipe_that_cannot_be_is_refused(changes: dict[str, Any], key: str, words: str) -> None:
    fault = refused(lambda: choice(**changes))
    assert fault.sentence("nl").startswith("recipe.toml: ")
    assert f"'{key}'" in fault.sentence("nl")
    assert words in fault.sentence("nl")


@pytest.mark.parametrize(("changes", "key", "words"), ACTS)
def test_an_act_that_cannot_be_is_refused(changes: dict[str, Any], key: str, words: str) -> None:
    fault = refused(lambda: choice(act(**changes)))
    assert fault.sentence("nl").startswith("recipe.toml: ")
    assert f"'{IN_ACT}.{key}'" in fault.sentence("nl")
    assert words in fault.sentence("nl")


def test_the_act_that_is_wrong_is_named_among_several() -> None:
    fault = refused(lambda: choice(act(), act(), act(from_year=1999)))
    assert "option[1].act[2].from_year" in fault.sentence("nl")


@pytest.mark.parametrize("year", [2009, 2026])
def test_prices_of_a_year_outside_the_index_are_refused_by_their_key(year: int) -> None:
    made = choice(act(one_off_eur=exact(5_000) | {"price_year": year}), draws=16)
    fault = refused(lambda: weigh(made))
    assert "one_off_eur.price_year" in fault.sentence("nl")
    assert str(year) in fault.sentence("nl")
    assert "2010 tot 2025" in fault.sentence("nl") or "2010" in fault.sentence("nl")


def test_an_analysis_that_starts_before_the_rate_is_refused_by_its_key() -> None:
    fault = refused(lambda: weigh(choice(act(from_year=2020), base_year=2020, draws=16)))
    assert "base_year" in fault.sentence("nl")
    assert "2021" in fault.sentence("nl")


@pytest.mark.parametrize("number", ["inf", "-inf", "nan"])
def test_what_is_no_number_is_refused(number: str) -> None:
    words = choice().toml().replace("value = 100000.0", f"value = {number}", 1)
    assert number in words
    fault = refused(lambda: Choice.read(words, "recipe.toml"))
    assert "cost_eur_per_year.value" in fault.sentence("nl")


@pytest.mark.parametrize("chosen", ["", "Close", "a b", "x" * 41, "../a"])
def test_an_id_is_a_short_plain_word(chosen: str) -> None:
    fault = refused(lambda: choice(option=[ZERO, {"id": chosen, "act": [act()]}]))
    assert "option.1.id" in fault.sentence("nl")


def test_a_keep_act_needs_no_figures_but_its_areas_and_years_must_be_right() -> None:
    bare_act = {
        "kind": "keep",
        "object": "provision:weefhuis",
        "areas": ["BU99900301"],
        "from_year": 2026,
        "chain": "meeting",
    }
    assert choice(bare_act).option[1].acting == ()
    fault = refused(lambda: choice(bare_act | {"from_year": 2040}))
    assert "from_year" in fault.sentence("nl")


def test_a_choice_that_was_never_read_is_checked_when_it_is_weighed() -> None:
    wrong = Choice.model_validate(record(draws=0))
    assert "draws" in refused(lambda: weigh(wrong)).sentence("nl")
