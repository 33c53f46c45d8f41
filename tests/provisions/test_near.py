"""Where somebody means: postcodes, streets, neighbourhoods, and straight-line distances."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provisions.find_home import entry
from weefsel.provisions.near import Area, Gazetteer, Points

EARTH_M = 6_371_008.8  # mean radius of WGS84 (Moritz 2000)
AREAS = (
    Area("BU99900101", "Spoelkwartier", "neighbourhood", (5.1, 52.1)),
    Area("BU99900102", "De Lange Draad", "neighbourhood", (5.2, 52.2)),
    Area("GM9990", "Weverdam", "municipality", (5.15, 52.15)),
)
PLACES = (
    entry(
        1, "A", "library", street="Spoelstraat", number="12", postcode="0301 AB", town="Weverdam"
    ),
    entry(
        3, "B", "library", street="Spoelstraat", number="40", postcode="0301AC", town="Weverdam"
    ),
    entry(5, "C", "library", street="", postcode="onbekend"),
)
GAZETTEER = Gazetteer(AREAS, PLACES)


@pytest.mark.parametrize(
    ("words", "name", "sort"),
    [
        ("Spoelkwartier", "Spoelkwartier", "neighbourhood"),
        ("  spoelkwartier ", "Spoelkwartier", "neighbourhood"),
        ("spoelkwartir", "Spoelkwartier", "neighbourhood"),  # a slip
        ("de lange draad", "De Lange Draad", "neighbourhood"),
        ("Spoelstraat 12", "Spoelstraat", "street"),
        ("Spoelstraat 12 b", "Spoelstraat", "street"),
        ("0301 ab", "0301AB", "postcode"),
        ("0301AB Weverdam", "0301AB", "postcode"),
        ("0301", "0301", "postcode"),
        ("weverdam", "Weverdam", "municipality"),
    ],
)
def test_a_place_is_found_by_what_people_call_it(words: str, name: str, sort: str) -> None:
    found = GAZETTEER.find(words)
    assert found is not None
    assert (found.name.replace(" ", ""), found.sort) == (name.replace(" ", ""), sort)


def test_unknown_letters_of_a_postcode_leave_its_digits_and_say_so() -> None:
    found = GAZETTEER.find("0301 ZZ")
    assert found is not None
    assert found.rough
    assert found.name == "0301"


@pytest.mark.parametrize("words", ["", "Nergenshuizen", "9999 XX", "12", "!!"])
def test_what_the_map_does_not_know_is_not_guessed(words: str) -> None:
    assert GAZETTEER.find(words) is None


def test_a_street_lies_in_the_middle_of_what_stands_in_it() -> None:
    found = GAZETTEER.find("Spoelstraat")
    assert found is not None
    assert found.point == pytest.approx((5.02, 52.0))


@pytest.mark.parametrize(
    ("question", "rest", "name"),
    [
        ("schulden in Spoelkwartier", "schulden in", "Spoelkwartier"),
        ("taal bij Spoelstraat 12", "taal bij", "Spoelstraat"),
        ("eten 0301 AB", "eten", "0301 AB"),
        ("hulp in Weverdam", "hulp in Weverdam", None),
        ("ik zoek een draad", "ik zoek een draad", None),
    ],
)
def test_a_place_in_a_question_is_taken_out_of_it(
    question: str, rest: str, name: str | None
) -> None:
    left, found = GAZETTEER.within(question)
    assert left == rest
    assert (found.name if found else None) == name


@settings(deadline=None)  # a machine that is busy is not a fault
@given(st.text(max_size=80))
def test_no_words_are_a_fault(words: str) -> None:
    GAZETTEER.find(words)
    left, _found = GAZETTEER.within(words)
    assert isinstance(left, str)


@settings(deadline=None)  # a machine that is busy is not a fault
@given(st.floats(4, 7), st.floats(51, 53.5), st.floats(4, 7), st.floats(51, 53.5))
def test_distances_are_those_of_the_great_circle(a: float, b: float, c: float, d: float) -> None:
    """The haversine formula on a sphere, within the flattening of the earth (half a percent)."""
    found = Points([(c, d), None]).distance((a, b))
    one, other = math.radians(b), math.radians(d)
    half = (
        math.sin((other - one) / 2) ** 2
        + math.cos(one) * math.cos(other) * math.sin(math.radians(c - a) / 2) ** 2
    )
    assert found[0] == pytest.approx(2 * EARTH_M * math.asin(math.sqrt(half)), rel=5e-3, abs=1)
    assert np.isinf(found[1])
