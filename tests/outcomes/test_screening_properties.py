"""What holds of every text: no crash, offsets are right, the struck text is clean."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from weefsel.outcomes.screening import Kind, screen

# The check of eleven, from the law's own words (Wabb): written out here, not taken from stdnum.
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
PIECES = [
    "mevrouw",
    "Jansen",
    "de",
    "Boer",
    "van",
    "den",
    "Berg",
    "Fatima",
    "el",
    "Amrani",
    "J.",
    "K.",
    "en",
    ",",
    ".",
    "\n",
    "06-12345678",
    "123456782",
    "NL91ABNA0417164300",
    "jan@example.nl",
    "Kerkstraat",
    "12",
    "12a",
    "7551 AB",
    "geboren",
    "12-03-1961",
    "kenteken",
    "12-AB-34",
    "[naam]",
    "[adres]",
    "is",
    "boos",
    "Bakker",
    "roos",
    "bij",
    "(",
    ")",
    "-",
    "'s",
    "\u200b",
    "\u00a0",
    "é",
]
SENTENCES = st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)
# The first text of a process reads the lists: no deadline.
unhurried = settings(deadline=None)
ANYTHING = st.one_of(st.text(max_size=120), SENTENCES)


def passes(digits: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True))
    return total % 11 == 0 and int(digits) > 0


@unhurried
@given(ANYTHING)
def test_findings_are_in_order_and_never_overlap_and_say_what_they_found(words):
    here = 0
    for one in screen(words).findings:
        assert here <= one.start < one.end <= len(words)
        assert one.found == words[one.start : one.end]
        assert one.why.render("nl")
        here = one.end


@unhurried
@given(ANYTHING)
def test_the_struck_text_screens_clean(words):
    assert screen(screen(words).struck).findings == ()


@unhurried
@given(ANYTHING)
def test_the_pieces_are_the_text_and_the_rest_is_untouched(words):
    done = screen(words)
    assert "".join(piece for piece, _one in done.pieces()) == words
    kept = "".join(piece for piece, one in done.pieces() if one is None)
    struck = done.struck
    for one in done.findings:
        struck = struck.replace(one.kind.marker, "", 1)
    assert sorted(struck) == sorted(kept) or "[" in kept


@unhurried
@given(st.text(alphabet="0123456789", min_size=9, max_size=9))
def test_nine_digits_by_themselves_are_struck_exactly_when_they_pass_the_check(digits):
    kinds = {one.kind for one in screen(f"zie {digits} hier").findings}
    assert (Kind.BSN in kinds) == passes(digits)


@unhurried
@given(
    st.integers(0, 2**32),
    st.sampled_from(["{}", "bsn {}", "({})", "tel. {}", "het is {}!", "x\n{}\ny"]),
)
def test_a_phone_number_never_survives_any_grouping(seed, around):
    chance = random.Random(seed)
    digits = "06" + "".join(chance.choice("0123456789") for _ in range(8))
    written = digits[0] + "".join(chance.choice(["", "", " ", "-", "."]) + d for d in digits[1:])
    left = screen(around.format(written)).struck
    assert sum(sign.isdigit() for sign in left) == 0, left


@unhurried
@given(SENTENCES)
def test_a_name_may_come_back_and_a_number_never(words):
    done = screen(words)
    back = done.keeping({one.key for one in done.findings})
    assert {one.kind for one in back.findings} == {one.kind for one in done.findings} - {Kind.NAME}


def test_what_the_second_reader_tells_is_struck_as_doubtful():
    words = "gesproken over Quidam en zijn buurman"
    done = screen(words, lambda _words: [(15, 21)])
    assert done.names_by == "rules+deduce"
    assert "Quidam" not in done.struck
    assert screen(words, lambda _words: None).names_by == "rules"
