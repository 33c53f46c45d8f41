"""The title is the finding, and flips when the figures flip."""

from __future__ import annotations

from typing import Any

import pytest

from weefsel.base.figure import Figure
from weefsel.weigh.run import weigh
from weigh.weigh_recipes import act, choice, exact, template

SURE = "sluiten spaart de gemeente geld, ook als alle"
NEARLY = "sluiten spaart de gemeente geld, tenzij bijna alle"
TURNS = "sluiten spaart de gemeente alleen geld als minder dan"
HARDLY = "sluiten spaart de gemeente bijna niets"
COSTS = "sluiten kost de gemeente geld, ook als geen enkele"


def ranged(value: float, low: float, high: float) -> dict[str, Any]:
    ends = {"low": low, "high": high, "range_kind": "assumed"}
    return {"value": value, **ends, "source": "invented"}


# Guidance costs about 134,000 a year when everyone in a vulnerable position asks for it.
CLOSING = [
    ({"cost_eur_per_year": exact(60_000)}, TURNS),
    ({"cost_eur_per_year": exact(500_000)}, SURE),
    ({"cost_eur_per_year": ranged(150_000, 100_000, 225_000)}, NEARLY),
    ({"cost_eur_per_year": exact(10_000), "one_off_eur": exact(900_000)}, COSTS),
    (
        {
            "cost_eur_per_year": exact(10_000),
            "one_off_eur": ranged(95_000, 60_000, 150_000),
        },
        HARDLY,
    ),
]


@pytest.mark.parametrize(("figures", "said"), CLOSING)
def test_the_title_of_closing_follows_the_figures(figures: dict[str, Any], said: str) -> None:
    result = weigh(choice(act(**figures)))
    assert said in result.title.render("nl")
    assert result.title.render("nl").startswith("Het Weefhuis sluiten")
    assert result.title.render("en") != result.title.render("nl")


EXTENDING = [
    ({"cost_eur_per_year": exact(60_000)}, "verdient zich alleen terug als minstens"),
    ({"cost_eur_per_year": exact(900_000)}, "uitbreiden kost de gemeente geld, ook als alle"),
    ({"cost_eur_per_year": exact(0)}, "uitbreiden spaart de gemeente geld, ook als geen"),
    ({"cost_eur_per_year": ranged(150_000, 120_000, 190_000)}, "bijna nooit terug"),
]


@pytest.mark.parametrize(("figures", "said"), EXTENDING)
def test_the_title_of_extending_follows_the_figures(figures: dict[str, Any], said: str) -> None:
    result = weigh(choice(act(kind="invest", **figures)))
    if figures["cost_eur_per_year"]["value"] == 0:
        assert result.leading is not None
        assert result.leading.unknowns[0].turning.value == 0
        assert "spaart" in result.title.render("nl")
    else:
        assert said in result.title.render("nl")


def test_the_title_carries_the_turning_value_as_a_figure_with_its_sources() -> None:
    title = weigh(template()).title
    turning = title.params["turning"]
    assert isinstance(turning, Figure)
    assert "parameter:uc_begl_hr" in turning.sources
    assert turning.render("nl") in title.render("nl")
    assert "op de 100" in title.render("nl")
    assert "in 100" in title.render("en")


def test_without_visitors_the_title_says_what_closing_saves() -> None:
    result = weigh(choice(act(regular_visitors=exact(0))))
    assert "Het Weefhuis sluiten spaart de gemeente" in result.title.render("nl")
    costly = act(regular_visitors=exact(0), cost_eur_per_year=exact(10), one_off_eur=exact(9_000))
    result = weigh(choice(costly))
    assert "Het Weefhuis sluiten kost de gemeente 8.900" in result.title.render("nl")


def test_closing_one_place_and_extending_another_has_a_finding_of_its_own() -> None:
    other = act(kind="invest", object="provision:spoel", regular_visitors=exact(20))
    result = weigh(choice(act(), other))
    assert result.leading is not None
    assert result.leading.unknowns[0].turning_persons.value is None
    assert "'change'" in result.title.render("nl")


def test_a_choice_with_only_the_zero_option_says_so() -> None:
    result = weigh(choice(option=[{"id": "zero", "zero": True}]))
    assert "alleen een nuloptie" in result.title.render("nl")
    assert result.ledger.height == 0


def test_no_sentence_of_a_conditional_result_speaks_of_certainty_or_chance() -> None:
    result = weigh(template())
    words = " ".join(
        [
            result.title.render("nl"),
            result.lead.render("nl").replace("zonder kans", ""),
            *(option.finding.render("nl") for option in result.options),
        ]
    )
    for word in ("zeker", "vermoedelijk", "kans", "waarschijnlijk"):
        assert word not in words


@pytest.mark.parametrize(("cost", "verb"), [(100_000, "spaart"), (10, "kost")])
def test_the_amount_in_a_title_has_no_sign_and_lies_within_its_range(
    cost: float, verb: str
) -> None:
    alone = act(
        regular_visitors=exact(0),
        cost_eur_per_year=exact(cost),
        one_off_eur=ranged(9_000, 6_000, 13_000),
    )
    title = weigh(choice(alone, draws=64)).title
    size = title.params["size"]
    assert isinstance(size, Figure)
    assert size.low is not None
    assert size.value is not None
    assert size.high is not None
    assert 0 < size.low < size.value < size.high
    assert f"{verb} de gemeente {size.render('nl')}" in title.render("nl")
