"""Finds what looks like personal data in free text: it has no place in a recipe."""

from __future__ import annotations

import re

from weefsel.base.language import Text, text

NINE_DIGITS = re.compile(r"(?<!\d)(?:\d[ .\-]?){8}\d(?!\d)")
E_MAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
PHONE = re.compile(r"(?<![\d.,])(?:(?:\+|00)31[ \-]?\(?0?\)?[ \-]?|0)[1-9](?:[ \-]?\d){8}(?!\d)")
# A Dutch postal code; four digits that are a year of now are left alone ("begroting 2026 NL").
POSTCODE = re.compile(r"(?<![\w.,])(?!19\d\d|20\d\d)[1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}(?![\w])")
HOUSE = re.compile(
    r"\b[A-Z][\w'\-]*(?:straat|laan|weg|plein|dijk|kade|gracht|singel|steeg|dreef|hof|pad|plantsoen)"
    r" \d{1,4}(?!\d)"
)
# Citizen service number: nine digits whose weighted sum is a multiple of eleven (Wabb).
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
MODULUS = 11


def is_bsn(digits: str) -> bool:
    """Tell whether nine digits pass the test of a citizen service number."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True))
    return total % MODULUS == 0 and int(digits) > 0


def personal(words: str) -> Text | None:
    """Give a sentence about the first thing that looks personal, none when nothing does."""
    for hit in NINE_DIGITS.finditer(words):
        if is_bsn(re.sub(r"\D", "", hit.group())):
            return text("This looks like a citizen service number (BSN). Leave it out.")
    if E_MAIL.search(words):
        return text("This looks like an e-mail address. Leave it out.")
    if PHONE.search(words):
        return text("This looks like a phone number. Leave it out.")
    if POSTCODE.search(words) or HOUSE.search(words):
        return text("This looks like an address. Leave it out; the name of the place is enough.")
    return None
