"""A link holds a whole recipe, and nothing else can be smuggled into one."""

from __future__ import annotations

import base64
import zlib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weefsel.base.errors import InputError
from weefsel.web.choose.link import MAX_LINK_CHARACTERS, pack, read_recipe, unpack
from weefsel.web.screened import refused

TEMPLATE = (resources.files("weefsel.weigh") / "templates" / "meeting_place.toml").read_bytes()


def test_a_recipe_comes_back_from_its_link_unchanged():
    choice = read_recipe(TEMPLATE, "recept.toml")
    assert unpack(pack(choice)) == choice


def test_a_link_that_was_cut_off_says_what_to_do():
    packed = pack(read_recipe(TEMPLATE, "recept.toml"))
    for end in (0, 1, 10, len(packed) // 2, len(packed) - 3):
        with pytest.raises(InputError) as fault:
            unpack(packed[:end])
        assert "link" in fault.value.sentence("en")


def test_a_small_link_that_unfolds_into_something_huge_is_refused():
    bomb = base64.urlsafe_b64encode(zlib.compress(b"a" * 50_000_000, 9)).decode().rstrip("=")
    assert len(bomb) > 0
    with pytest.raises(InputError):
        unpack(bomb)
    with pytest.raises(InputError):
        unpack("A" * (MAX_LINK_CHARACTERS + 1))


@given(st.text(max_size=200))
def test_any_address_gives_a_recipe_or_a_sentence(packed):
    with pytest.raises(InputError) as fault:
        unpack(packed)
    assert fault.value.sentence("nl")


@pytest.mark.parametrize(
    "words",
    [
        "opgave van j.jansen@voorbeeld.nl",
        "bel 06-12345678",
        "bel +31 6 12 34 56 78",
        "cliënt 111222333",  # passes the test of eleven; no such number is given out
        "bsn 111.222.333",
    ],
)
def test_what_looks_personal_is_refused_in_a_source(words):
    assert refused(words) is not None
    with pytest.raises(InputError):
        read_recipe(
            TEMPLATE.replace(b'title = "', f'title = "{words} '.encode(), 1), "recept.toml"
        )


@pytest.mark.parametrize(
    "words",
    [
        "Jaarrekening 2025, blz. 12",
        "begroting 2026: 79.000 euro",
        "CBS-tabel 84799NED",
        "tussen 330 en 430 bezoekers, telling 2024-2025",
        "bedrag 123456789 euro",  # nine digits that fail the test of eleven
    ],
)
def test_figures_years_and_tables_are_not_taken_for_persons(words):
    assert refused(words) is None
