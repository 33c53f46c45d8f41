"""Postcodes of four digits and two letters, with the house number that stands by."""

from __future__ import annotations

import re

from weefsel.base.language import text
from weefsel.outcomes.screening.hit import Hit
from weefsel.outcomes.screening.house_number import BEFORE_IT, IN_WORDS, NUMBER
from weefsel.outcomes.screening.lists import cue
from weefsel.outcomes.screening.model import Certainty, Kind

_NEVER = frozenset({"sa", "sd", "ss"})  # never given out
_NATION = frozenset({"NL", "EU", "BV", "NV"})
_PERIODS = frozenset({"JJ", "KW", "MM", "HJ", "SJ"})  # CBS writes 2020JJ00 for a period
_CODE = re.compile(
    r"(?<![\w,.\-])(?<!\d[ ])(?:nl[ \-])?([1-9]\d{3})([ \-]{0,2}|\n|\.)([a-z]{2})(?![\w])",
    re.IGNORECASE,
)
_GLUED = re.compile(
    rf"(?<![\w,.\-])([1-9]\d{{3}})[ ]?([A-Za-z]{{2}})[ ]?[\-/]?[ ]?({NUMBER})(?![^\W_])",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?:[ ]*[,;:/\-.]?[ ]*\n?(?:(?:en|op|met|met het|aan)[ ])?{BEFORE_IT}[ :.\-]*"
    rf"(?:{NUMBER}|{IN_WORDS}\b)|[ ]*[,/\-.]?[ ]*\n?{NUMBER})"
    r"(?![\w])(?!,\d|[ ]?(?:%|euro|€|uur|jaar|mensen|bewoners))",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?<!\w){BEFORE_IT}[ :.]*{NUMBER}[ ]?[,;(]?[ ]?(?:te |in |op |van |postcode:? )?$",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\b(?:postcode|pc|postc\.?|adres)\b[^\n\d]{0,12}$", re.IGNORECASE)
_STREET_BESIDE = re.compile(r"\w[ ,]{1,2}\d{1,4}[ ]?[a-z]?[ ]?[,;(\n][ ]?$", re.IGNORECASE)
_NEAR = 30  # signs before a postcode in which the words that go with it stand

_WITH_NUMBER = text("a postcode with its house number: one address")
_ALONE = text("a whole postcode: some ten to twenty addresses")


def postcodes(words: str) -> list[Hit]:
    """Find postcodes, also without a number: one stands for a handful of addresses."""
    found = [hit for code in _CODE.finditer(words) if (hit := _judge(words, code)) is not None]
    for code in _GLUED.finditer(words):
        period = code[2] in _PERIODS and _is_year(code[1])
        if not period and code[2].lower() not in cue("two_letters") | _NEVER:
            found.append(Hit(*code.span(), Kind.POSTCODE, _WITH_NUMBER))
    return found


def _is_year(digits: str) -> bool:
    return digits.startswith(("19", "20"))


def _judge(words: str, code: re.Match[str]) -> Hit | None:
    """Judge four digits and two letters: a year with a word looks the same."""
    digits, gap, letters = code.groups()
    small = letters.lower()
    near = words[max(0, code.start() - _NEAR) : code.start()]
    following = _AFTER.match(words, code.end())
    named = _NAMED.search(near) is not None or _STREET_BESIDE.search(near) is not None
    capital, year = letters.isupper(), _is_year(digits)
    if small in _NEVER or (gap == "." and not capital):
        return None
    if letters in _NATION and not (following or named):
        return None
    of_words = cue("between_numbers") if following and not year else cue("two_letters")
    if small in of_words and not (capital or named):
        return None
    if (
        year
        and gap
        and not (following or named)
        and (not capital or small in cue("behind_a_year"))
    ):
        return None
    if following:
        return Hit(code.start(), following.end(), Kind.POSTCODE, _WITH_NUMBER)
    turned = _BEFORE.search(near)
    if turned:
        start = code.start() - len(turned.group())
        return Hit(start, code.end(), Kind.POSTCODE, _WITH_NUMBER)
    if not (capital or named) and small in cue("two_letters"):
        return None
    sure = Certainty.LIKELY if capital or named else Certainty.DOUBTFUL
    return Hit(*code.span(), Kind.POSTCODE, _ALONE, sure)
