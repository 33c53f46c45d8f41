"""Citizen service numbers and account numbers, by their check digits and the words around them."""

from __future__ import annotations

import re

from stdnum import iban
from stdnum.nl import bsn

from weefsel.base.language import text
from weefsel.outcomes.screening.hit import Hit, before
from weefsel.outcomes.screening.model import Certainty, Kind

_GAP = r"[ .\-/_]{0,3}\n?[ .\-/_]{0,2}"
# The digits of an area's code (BU01640203) are no number of a person, whatever they add up to.
_NINE = re.compile(
    rf"(?<![\d,])(?<!\d[.,\-])(?<!bu)(?<!wk)(?<!gm)\d(?:{_GAP}\d){{7,8}}(?![\d])(?![.,\-]\d)",
    re.IGNORECASE,
)
_ELEVEN = 11
_BSN_WORD = re.compile(
    r"\b(?:bsn|b\.s\.n|sofi|burger ?service|service ?nummer|citizen service)", re.IGNORECASE
)
_REFERENCE = re.compile(
    r"\b(?:kvk|k\.v\.k|rsin|factuur|invoice|order|reference|ref|project|isbn|btw|tracking|barcode|polis|"
    r"bestel|artikel|serie|meter|case|ticket)\w*\b[^\n\d]{0,25}$",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(r"(?:€|\beuro|\beur|\bbedrag)[ :]*$", re.IGNORECASE)
_MONEY_AFTER = re.compile(r"\s*(?:,-|,\d\d\b|€|euro\b|eur\b)", re.IGNORECASE)

_IBAN = re.compile(
    r"(?:(?<![A-Za-z0-9])|(?<=iban)|(?<=IBAN)|(?<=Iban))"
    r"(?=([A-Za-z][ ]?[A-Za-z][ .\-]?\d[ .\-]?\d(?:[ .\-]{0,2}\n?[A-Za-z0-9]){11,30}))"
)
_NL_IBAN = re.compile(
    r"(?<![A-Za-z0-9])nl[ .\-]?\d[ .\-]?\d[ .\-]*(?:[a-z][ .\-]?){4}(?:[ .\-]?\n?\d){9,11}"
    r"(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_ACCOUNT_WORD = re.compile(
    r"\b(?:(?:bank|spaar|giro)?rekening(?:nummer|nr)?|girorekening|gironummer|giro|iban|"
    r"bankrek|rek\.? ?nr)\b[^\n\d]{0,20}$",
    re.IGNORECASE,
)
_OLD_ACCOUNT = re.compile(r"(?<![\d,])[Pp]?\d(?:[ .\-]?\d){5,9}(?![\d])(?![.,]\d)")

_CHECKED_BSN = text("nine digits that pass the check of a citizen service number")
_NAMED_BSN = text("digits after a word for citizen service number")
_CHECKED_IBAN = text("an account number that passes its check")
_SHAPED_IBAN = text("it has the shape of a Dutch account number")
_NAMED_ACCOUNT = text("digits after a word for account number")


def bsns(words: str) -> list[Hit]:
    """Find citizen service numbers: by the check of eleven, or by the word before them."""
    found = []
    for hit in _NINE.finditer(words):
        start, end = hit.span()
        digits = re.sub(r"\D", "", hit.group())
        if before(words, start, _BSN_WORD):
            found.append(Hit(start, end, Kind.BSN, _NAMED_BSN))
        elif before(words, start, _REFERENCE):
            continue
        elif bsn.is_valid(digits) and not _is_money(words, start, end):
            certainty = Certainty.LIKELY if len(digits) == _FULL else Certainty.DOUBTFUL
            if len(digits) == _FULL or not re.search(r"[^\d]", hit.group()):
                found.append(Hit(start, end, Kind.BSN, _CHECKED_BSN, certainty))
    return found


_FULL = 9


def _is_money(words: str, start: int, end: int) -> bool:
    return bool(
        _MONEY_BEFORE.search(words, max(0, start - 20), start) or _MONEY_AFTER.match(words, end)
    )


def ibans(words: str) -> list[Hit]:
    """Find account numbers: by the check of ISO 13616, by their shape, or by the word before."""
    found = []
    for hit in _IBAN.finditer(words):
        span = _longest_valid(hit)
        if span is not None:
            found.append(Hit(*span, Kind.IBAN, _CHECKED_IBAN))
    for hit in _NL_IBAN.finditer(words):
        found.append(Hit(*hit.span(), Kind.IBAN, _SHAPED_IBAN, Certainty.LIKELY))
    for hit in _OLD_ACCOUNT.finditer(words):
        if before(words, hit.start(), _ACCOUNT_WORD):
            found.append(Hit(*hit.span(), Kind.IBAN, _NAMED_ACCOUNT, Certainty.LIKELY))
    return found


def _longest_valid(hit: re.Match[str]) -> tuple[int, int] | None:
    """Give the longest stretch from the start that passes the check, none when none does."""
    written = hit[1]
    for end in range(len(written), 0, -1):
        part = written[:end]
        if not part[-1].isalnum():
            continue
        plain = re.sub(r"[^A-Za-z0-9]", "", part)
        if len(plain) < _SHORTEST_IBAN:
            return None
        following = hit.string[hit.start() + end : hit.start() + end + 1]
        if following.isdigit() or (following.isalnum() and not part[-1].isdigit()):
            continue
        if iban.is_valid(plain, check_country=False):
            return hit.start(), hit.start() + end
    return None


_SHORTEST_IBAN = 15  # Norway's, the shortest of ISO 13616
