"""The recipe: it says where every figure is from, and nonsense is refused by name."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weefsel.base.document import write_toml
from weefsel.base.errors import InputError
from weefsel.weigh.choice import Choice
from weefsel.weigh.run import weigh
from weigh.weigh_recipes import act, choice, exact, record, template


def test_the_ready_recipe_of_weverdam_reads_and_comes_back_the_same() -> None:
    made = template()
    assert Choice.read(made.toml(), "again.toml") == made
    assert made.fictitious
    assert {option.id for option in made.option} == {"zero", "close", "extend"}


@settings(max_examples=40, deadline=None)
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=200),
    st.floats(0, 1e9),
    st.floats(0, 1),
    st.integers(0, 2**63 - 1),
)
def test_any_recipe_comes_back_the_same(title: str, cost: float, share: float, seed: int) -> None:
    made = Choice.model_validate(
        record(
            act(cost_eur_per_year=exact(cost), vulnerable_share=exact(share)),
            title=title,
            seed=seed,
        )
    )
    assert Choice.read(made.toml(), "again.toml") == made


REQUIRED = (
    "cost_eur_per_year",
    "one_off_eur",
    "regular_visitors",
    "vulnerable_share",
    "guidance_hours_per_client_per_year",
)


@pytest.mark.parametrize("key", REQUIRED)
def test_a_required_figure_that_is_missing_is_named(key: str) -> None:
    with pytest.raises(InputError, match=rf"recipe\.toml.*{key}.*missing"):
        choice(act(**{key: None}))


@pytest.mark.parametrize("key", REQUIRED)
def test_a_figure_without_a_source_is_refused(key: str) -> None:
    without = {name: part for name, part in exact(0.5).items() if name != "source"}
    with pytest.raises(InputError, match=rf"{key}\.source"):
        choice(act(**{key: without}))
    with pytest.raises(InputError, match=rf"{key}\.source"):
        choice(act(**{key: {**exact(0.5), "source": "   "}}))


NONSENSE: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "fewer than no visitors": ({"regular_visitors": exact(-5)}, {}, "regular_visitors"),
    "a share of thirty": ({"vulnerable_share": exact(30)}, {}, "Write 0.30 for 30%"),
    "a range that goes above one": (
        {
            "vulnerable_share": {
                "value": 0.9,
                "low": 0.8,
                "high": 1.2,
                "range_kind": "assumed",
                "source": "x",
            }
        },
        {},
        "between 0 and 1",
    ),
    "more hours than a year has": (
        {"guidance_hours_per_client_per_year": exact(9000)},
        {},
        "fewer hours",
    ),
    "a cost above everything": ({"cost_eur_per_year": exact(1e15)}, {}, "larger than"),
    "a low without a high": (
        {"regular_visitors": {"value": 5, "low": 4, "source": "x"}},
        {},
        "a low and a high",
    ),
    "a range of no kind": (
        {"regular_visitors": {"value": 5, "low": 4, "high": 6, "source": "x"}},
        {},
        "range_kind",
    ),
    "a kind without a range": (
        {"regular_visitors": {"value": 5, "range_kind": "assumed", "source": "x"}},
        {},
        "no range",
    ),
    "a value beside its range": (
        {
            "regular_visitors": {
                "value": 9,
                "low": 4,
                "high": 6,
                "range_kind": "min_max",
                "source": "x",
            }
        },
        {},
        "between its low and high",
    ),
    "visitors with a price year": (
        {"regular_visitors": {**exact(5), "price_year": 2024}},
        {},
        "price year",
    ),
    "an avoidable share above one": (
        {"avoidable_share": {"values": [0.5, 50], "source": "x"}},
        {},
        "avoidable_share",
    ),
    "a start before the base year": ({"from_year": 2025}, {}, "from_year"),
    "a start after the horizon": ({"from_year": 2036}, {}, "from_year"),
    "a neighbourhood elsewhere": ({"areas": ["BU01640101"]}, {}, "does not lie in GM9990"),
    "an area that is none": ({"areas": ["Getouw-Zuid"]}, {}, "not an area code"),
    "a chain that does not exist": ({"chain": "magic"}, {}, "Use one of: meeting"),
    "a kind of act that does not exist": ({"kind": "burn"}, {}, "kind"),
    "a horizon of nothing": ({}, {"horizon": 0}, "horizon"),
    "a horizon of centuries": ({}, {"horizon": 500}, "horizon"),
    "no draws": ({}, {"draws": 0}, "draws"),
    "draws without end": ({}, {"draws": 10**12}, "change no printed digit"),
    "a negative seed": ({}, {"seed": -1}, "seed"),
    "a place that is no municipality": ({}, {"area": "Weverdam"}, "not a municipality"),
    "a year of five digits": ({"from_year": 20260}, {"base_year": 20260}, "four digits"),
    "named values as percentages": ({}, {"unknown_lines": [1, 3, 8]}, "0.03 for 3 in 100"),
    "two named values": ({}, {"unknown_lines": [0.1, 0.3]}, "three different shares"),
    "a key that does not exist": ({}, {"colour": "red"}, "colour"),
    "another schema": ({}, {"schema": "weefsel.scan/1"}, "schema"),
    "no options": ({}, {"option": []}, "nothing to choose"),
}


@pytest.mark.parametrize("what", list(NONSENSE))
def test_nonsense_is_refused_with_its_key_and_what_to_do(what: str) -> None:
    in_act, in_choice, said = NONSENSE[what]
    with pytest.raises(InputError) as fault:
        choice(act(**in_act), **in_choice)
    assert said in fault.value.sentence("en")
    assert fault.value.where == "recipe.toml"
    assert fault.value.todo is not None
    assert fault.value.sentence("nl") != fault.value.sentence("en")


def test_a_choice_has_exactly_one_zero_option() -> None:
    for options in (
        [{"id": "change", "act": [act()]}],
        [{"id": "a", "zero": True}, {"id": "b", "zero": True}],
    ):
        with pytest.raises(InputError, match="exactly one zero option"):
            choice(option=options)


def test_two_options_may_not_share_an_id() -> None:
    same = [{"id": "zero", "zero": True}, *[{"id": "a", "act": [act()]}] * 2]
    with pytest.raises(InputError, match="used twice"):
        choice(option=same)


def test_the_zero_option_changes_nothing_and_another_changes_something() -> None:
    with pytest.raises(InputError, match="changes nothing"):
        choice(option=[{"id": "zero", "zero": True, "act": [act()]}])
    with pytest.raises(InputError, match="does nothing"):
        choice(option=[{"id": "zero", "zero": True}, {"id": "idle"}])


def test_text_that_is_no_recipe_is_refused_by_its_name() -> None:
    for words in (b"\xff\xfe", b"title = ", b"[[option]", b""):
        with pytest.raises(InputError, match="broken"):
            Choice.read(words, "broken.toml")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_no_upload_whatever_makes_the_reader_fall_over(content: bytes) -> None:
    with pytest.raises(InputError):
        Choice.read(content, "upload.toml")


def test_an_amount_in_prices_outside_the_index_is_refused() -> None:
    late = choice(act(cost_eur_per_year={**exact(1000), "price_year": 2026}))
    with pytest.raises(InputError, match=r"cost_eur_per_year\.price_year.*2010 to 2025"):
        weigh(late)


def test_an_analysis_from_before_the_discount_rate_is_refused() -> None:
    early = choice(act(from_year=2020), base_year=2020)
    with pytest.raises(InputError, match="2021"):
        weigh(early)


def test_a_recipe_written_by_hand_with_defaults_can_be_left_short() -> None:
    short = {key: value for key, value in record().items() if key not in ("draws", "seed")}
    assert Choice.read(write_toml(short), "short.toml").draws == 16_384


def test_a_neighbourhood_whose_code_has_letters_can_be_chosen() -> None:
    """CBS has used letters in the codes of districts and neighbourhoods since 2022."""
    made = choice(act(areas=["BU9990AB01", "WK9990AB"]))
    assert made.option[1].act[0].areas == ("BU9990AB01", "WK9990AB")


@pytest.mark.parametrize("code", ["NL00", "BU99900", "bu99900301", "GM0164"])
def test_what_is_not_an_area_of_the_municipality_is_refused(code: str) -> None:
    with pytest.raises(InputError, match="areas"):
        choice(act(areas=[code]))


def test_true_is_not_a_number_of_visitors() -> None:
    with pytest.raises(InputError, match="not true or false"):
        choice(act(regular_visitors={**exact(1), "value": True}))


def test_more_visitors_than_residents_of_the_country_are_refused() -> None:
    with pytest.raises(InputError, match=r"regular_visitors.*do not live in the Netherlands"):
        choice(act(regular_visitors=exact(1e9)))
