"""What a result does not say: where a balance hangs on an unknown it has no chance or range."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from weefsel.weigh.model import ChoiceResult
from weefsel.weigh.run import weigh
from weigh.weigh_recipes import act, choice, template

# Parts of a key that would speak of a chance or of the value of finding out more.
FORBIDDEN = ("probab", "chance", "positive", "likely", "information", "evpi", "evppi", "expect")
HANGS_ON_UNKNOWN = ("balance", "guidance", "guidance_at_line", "balance_at_line")


def walk(part: Any, path: str = "") -> Iterator[tuple[str, str, Any]]:
    """Give the place, key and value of every key in a document."""
    if isinstance(part, dict):
        for key, value in part.items():
            yield f"{path}.{key}", key, value
            yield from walk(value, f"{path}.{key}")
    elif isinstance(part, list):
        for number, value in enumerate(part):
            yield from walk(value, f"{path}[{number}]")


def conditional(result: ChoiceResult) -> list[dict[str, Any]]:
    """Give the conditional options as another program reads them."""
    options = json.loads(result.json())["options"]
    return [option for option in options if option["state"] == "conditional"]


def test_nothing_in_a_conditional_option_has_a_word_of_certainty_or_a_chance() -> None:
    options = conditional(weigh(template()))
    assert {option["id"] for option in options} == {"close", "extend"}
    for option in options:
        for place, key, value in walk(option):
            assert not any(word in key.lower() for word in FORBIDDEN), place
            if key == "certainty":
                assert value is None, place


def test_nothing_that_hangs_on_the_unknown_has_a_range() -> None:
    for option in conditional(weigh(template())):
        names = {figure["id"].rstrip("_0123456789") for figure in option["figures"]}
        assert {"balance", "guidance", "guidance_at_line"} <= names
        for figure in option["figures"]:
            if figure["id"].rstrip("_0123456789") in HANGS_ON_UNKNOWN:
                held = [figure[part] for part in ("low", "high", "level", "certainty")]
                assert held == [None] * 4, figure["id"]
                assert figure["range_kind" if "range_kind" in figure else "rangeKind"] == "none"
                assert figure["reason"], figure["id"]
        for _, key, _ in walk(option["unknowns"][0]["lines"]):
            assert key not in ("low", "high", "level", "certainty")
        for _, key, _ in walk(option["unknowns"][0]["curve"]):
            assert key in ("value", "balance")


def test_the_balance_itself_is_empty_and_says_where_to_look() -> None:
    for option in conditional(weigh(template())):
        (balance,) = [one for one in option["figures"] if one["id"] == "balance"]
        assert balance["value"] is None
        assert "three values" in balance["reason"]


def test_what_is_known_keeps_its_range_beside_the_unknown() -> None:
    result = weigh(template())
    for option in ("close", "extend"):
        for post in ("own_cost", "one_off", "turning_value", "mental_health"):
            figure = result.option(option).figure(post)
            assert figure.low is not None
            assert figure.high is not None
            assert figure.value is not None
            assert figure.low < figure.value < figure.high
        persons = result.option(option).figure("turning_persons")
        assert persons.value is not None
        assert persons.value > 0
        assert persons.reason is not None


def test_a_cost_has_no_word_of_certainty_because_its_sign_is_no_finding() -> None:
    nobody = {"value": 0, "low": 0, "high": 0, "range_kind": "min_max", "source": "invented"}
    loose = {"value": 9e4, "low": 8e4, "high": 1e5, "range_kind": "min_max", "source": "invented"}
    option = weigh(choice(act(regular_visitors=nobody, cost_eur_per_year=loose))).option("change")
    assert option.figure("own_cost").certainty is None
    assert option.figure("balance").certainty is not None


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_tables_of_a_conditional_result_print_no_word_of_certainty(lang: str) -> None:
    result = weigh(template())
    for row in result.payers:
        for cell in row.cells.values():
            assert all(figure.certainty is None for figure in cell.figures)
            if row.kind == "balance":
                assert len(cell.figures) == 3
                assert all(figure.low is None for figure in cell.figures)
        assert row.name.render(lang)
