"""Recipes in and out, and what is said of a wrong one."""

import json

import pytest

from weefsel.base.document import Document, check, read_toml, to_json, write_toml
from weefsel.base.errors import InputError


class Page(Document):
    title: str
    draws: int = 16


def test_a_wrong_key_is_named_with_its_file() -> None:
    with pytest.raises(InputError) as caught:
        check(Page, {"title": "a", "drwas": 3}, "keuze.toml")
    assert caught.value.sentence("nl") == (
        "keuze.toml: het veld 'drwas' is niet bekend. Gebruik een van deze velden: draws, title."
    )


def test_a_missing_key_and_a_wrong_value_are_named() -> None:
    with pytest.raises(InputError, match=r"keuze\.toml: the key 'title' is missing"):
        check(Page, {}, "keuze.toml")
    with pytest.raises(InputError, match="the key 'draws' cannot be 'veel'"):
        check(Page, {"title": "a", "draws": "veel"}, "keuze.toml")


@pytest.mark.parametrize("content", [b"title = ", b"\xff\xfe", "a = 1\na = 2", "[["])
def test_what_is_not_toml_is_refused_in_a_sentence(content: bytes | str) -> None:
    with pytest.raises(InputError, match=r"recept\.toml: this is not readable TOML"):
        read_toml(content, "recept.toml")


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read_toml(b"\xef\xbb\xbftitle = 'a'", "a.toml") == {"title": "a"}


def test_toml_leaves_out_what_is_unknown_and_json_is_camel_case() -> None:
    record = {"turning_value": 0.03, "unknown_part": None, "lines": [{"at_value": 1}]}
    assert read_toml(write_toml(record), "x") == {
        "turning_value": 0.03,
        "lines": [{"at_value": 1}],
    }
    assert list(json.loads(to_json(record))) == ["turningValue", "unknownPart", "lines"]


def test_json_refuses_what_is_not_a_number() -> None:
    with pytest.raises(ValueError, match="JSON"):
        to_json({"value": float("nan")})


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"title": "a", "draws": "veel"}, "verwacht: een heel getal"),
        ({"title": 3}, "verwacht: tekst"),
        ({"title": "a", "draws": 1.5}, "verwacht: een heel getal"),
        ({"title": "a", "draws": []}, "verwacht: een heel getal"),
    ],
)
def test_what_was_expected_is_said_in_dutch_without_a_word_of_english(
    record: dict[str, object], said: str
) -> None:
    with pytest.raises(InputError) as caught:
        check(Page, record, "keuze.toml")
    sentence = caught.value.sentence("nl")
    assert said in sentence
    assert "Input" not in sentence
    assert "should" not in sentence


def test_lists_that_stand_a_thousand_deep_are_refused_in_a_sentence() -> None:
    with pytest.raises(InputError, match=r"diep\.toml"):
        read_toml("a = " + "[" * 20_000 + "]" * 20_000, "diep.toml")
