"""Numbers are read as people write them, and never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weefsel.base.errors import InputError
from weefsel.base.numbers import write_number
from weefsel.web.choose.numbers import read_number, write_field


@pytest.mark.parametrize(
    ("written", "lang", "value"),
    [
        ("79.000,50", "nl", 79000.5),
        ("79.000", "nl", 79000.0),
        ("79000", "nl", 79000.0),
        ("€ 79.000,-", "nl", 79000.0),
        ("79 000 euro", "nl", 79000.0),
        ("12,5", "nl", 12.5),
        ("12.5", "nl", 12.5),
        ("30%", "nl", 30.0),
        ("0,125", "nl", 0.125),
        ("1.234.567,8", "nl", 1234567.8),
        ("79,000.50", "en", 79000.5),
        ("79,000", "en", 79000.0),
        ("79.000,50", "en", 79000.5),
        ("\N{MINUS SIGN}3,5", "nl", -3.5),
    ],
)
def test_a_number_is_read_in_the_way_of_the_language(written, lang, value):
    assert read_number(written, lang) == value


@pytest.mark.parametrize(("written", "lang"), [("79,000", "nl"), ("79.000", "en")])
def test_a_number_with_two_meanings_is_asked_again(written, lang):
    with pytest.raises(InputError) as fault:
        read_number(written, lang)
    assert "two ways" in fault.value.sentence("en")


@pytest.mark.parametrize(
    "written", ["", "veel", "1.2.3,4", "12,34,5", "1e9", "nan", "--5", "1.23.456"]
)
def test_what_is_no_number_is_said_to_be_none(written):
    with pytest.raises(InputError):
        read_number(written, "nl")


@given(st.floats(min_value=-1e9, max_value=1e9), st.sampled_from(["nl", "en"]))
def test_what_a_page_writes_with_two_decimals_it_reads_back(value, lang):
    written = write_number(value, lang, 2)
    assert read_number(written, lang) == pytest.approx(round(value, 2), abs=0.0051)


@given(st.floats(min_value=0, max_value=1e6), st.sampled_from(["nl", "en"]))
def test_a_field_that_is_sent_again_unchanged_keeps_its_number(value, lang):
    number = float(f"{value:.6g}")
    assert read_number(write_field(number, lang), lang) == pytest.approx(number, rel=1e-9)


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_a_sentence(written):
    try:
        value = read_number(written, "nl")
    except InputError:
        return
    assert isinstance(value, float)
