"""E-mail addresses and phone numbers, however they are spelled."""

from __future__ import annotations

import re

from weefsel.base.language import text
from weefsel.outcomes.screening.hit import Hit, before
from weefsel.outcomes.screening.model import Certainty, Kind

# The sign between the two halves, however it is written; " at " only before a whole domain.
_AT = re.compile(
    r"[ \t]*\n?[ \t]*(?:@|[\[({<][ ]*(?:at|apenstaart(?:je)?|@|a)[ ]*[\])}>])[ \t]*\n?[ \t]*"
    r"|[ ]+(?:-at-|apenstaart(?:je)?|apestaart(?:je)?)[ ]+",
    re.IGNORECASE,
)
_AT_WORD = re.compile(r"[ ]+at[ ]+", re.IGNORECASE)
_PART = r"[\w+%'\-]{1,64}"
_DOT_WRITTEN = (
    r"[ ]{0,2}[\[({<][ ]?(?:dot|punt|\.)[ ]?[\])}>][ ]{0,2}|[ ]{1,2}(?:dot|punt)[ ]{1,2}"
)
_LOCAL = re.compile(
    rf"(?<![\w.+\-%])(?:{_PART}(?:\.|{_DOT_WRITTEN})){{0,5}}{_PART}\.?$", re.IGNORECASE
)
_LOCAL_APART = re.compile(rf"(?<![\w.+\-%])(?:{_PART}[ ]?\.[ ]?){{0,5}}{_PART}$", re.IGNORECASE)
_ENDING = r"(?:nl|com|org|net|be|de|eu|info|fr|pl|tr|ma|sr|amsterdam|nu|online|me|uk|es|it)"
_LABEL = r"[\w\-]{1,63}"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL}){{0,5}}(?:\.\n[a-z]{{2,4}}\b)?")
_DOMAIN_WRITTEN = re.compile(
    rf"{_LABEL}(?:(?:[ ]?\.[ ]?|[ ]-(?:dot|punt)-[ ]|{_DOT_WRITTEN}){_LABEL}){{0,3}}?"
    rf"(?:[ ]?[.,][ ]?|[ ]-(?:dot|punt)-[ ]|{_DOT_WRITTEN}){_ENDING}\b",
    re.IGNORECASE,
)
_LOOK_BACK = 100  # signs before the at-sign in which the first half stands

_S = r"[ .\-/()_·]{0,3}\n?"  # what stands between two digits
_END = r"(?!\d)(?![.,\-/]\d)"
_BEGIN = r"(?<![\d.,€])(?<![\d][ \-/.])"
_MOBILE = re.compile(rf"{_BEGIN}(?<!\w)\(?[0oO]{_S}6(?:{_S}\d){{8}}{_END}")
_LAND = re.compile(rf"{_BEGIN}\(?0{_S}[1-578](?:{_S}\d){{8}}{_END}")
_ABROAD = re.compile(
    rf"(?<![\w+])(?:\(?\+|00{_S}(?=[1-9]))(?:[ .\-]?\d){{1,3}}\)?[ .\-]{{0,2}}"
    rf"(?:\(0\))?(?:{_S}\d){{7,11}}(?!\d)"
    rf"|{_BEGIN}31[ \-.]?6(?:{_S}\d){{8}}{_END}"
)
_MISTYPED = re.compile(
    rf"{_BEGIN}(?!\d?\d[\-/. ]\d\d?[\-/. ](?:19|20)\d\d)\(?0{_S}6(?:{_S}\d){{6,9}}{_END}"
)
_ANY = re.compile(r"(?<![\d.,€])\d(?:[ .\-/]{0,3}\d){5,10}(?![\d])(?![.,\-/]\d)")
_SERVICE = re.compile(r"\(?0[ \-]?[89]00|\(?088|14[ ]?0\d\d")
_OTHER_NUMBER = re.compile(
    r"\b(?:kvk|rsin|zaak|dossier|factuur|order|project|isbn|btw|klant|polis|kenmerk|bestel|lid)\w*\b"
    r"[^\n\d]{0,40}$",
    re.IGNORECASE,
)
_PHONE_WORD = re.compile(
    r"\b(?:tel|telefoon\w*|mobiel\w*|gsm|06|bel(?:t|len|de|baar)?|bereikbaar|bereiken|nummer|app(?:en|t)?|"
    r"whatsapp\w*|sms\w*|phone|call|mobile|nr)\b[^\n\d]{0,30}$",
    re.IGNORECASE,
)

_EMAIL_WHY = text("it has the form of an e-mail address")
_MOBILE_WHY = text("it has the form of a mobile number")
_LAND_WHY = text("it has the form of a phone number with its area code")
_ABROAD_WHY = text("it has the form of an international phone number")
_MISTYPED_WHY = text("it begins as a mobile number, a digit more or less")
_NAMED_WHY = text("digits after a word for phone")


def emails(words: str) -> list[Hit]:
    """Find e-mail addresses, also with the at-sign or the dots written out or kept apart."""
    found = []
    for sign in (*_AT.finditer(words), *_AT_WORD.finditer(words)):
        before_it = words[max(0, sign.start() - _LOOK_BACK) : sign.start()]
        apart = sign.group().startswith(" ") and "@" in sign.group()
        local = (_LOCAL_APART if apart else _LOCAL).search(before_it)
        domain = _DOMAIN_WRITTEN.match(words, sign.end())
        if domain is None and sign.re is _AT:
            domain = _DOMAIN.match(words, sign.end())
        if local is not None and domain is not None:
            start = sign.start() - len(local.group())
            found.append(Hit(start, domain.end(), Kind.EMAIL, _EMAIL_WHY))
    return sorted(found, key=lambda one: one.start - one.end)  # the longest first


def mobiles(words: str) -> list[Hit]:
    """Find mobile and international numbers, which no other number looks like."""
    found = []
    for shape, why in ((_ABROAD, _ABROAD_WHY), (_MOBILE, _MOBILE_WHY)):
        found += [Hit(*_whole(hit), Kind.PHONE, why) for hit in shape.finditer(words)]
    return found


def _whole(hit: re.Match[str]) -> tuple[int, int]:
    """Leave out a bracket that opens before the number and closes after it."""
    lone = hit.group().startswith("(") and ")" not in hit.group()
    return hit.start() + lone, hit.end()


def phones(words: str) -> list[Hit]:
    """Find the other phone numbers; service numbers (0800, 0900, 088, 14 0xx) are left alone."""
    found = []
    for shape, why, certainty in (
        (_LAND, _LAND_WHY, Certainty.LIKELY),
        (_MISTYPED, _MISTYPED_WHY, Certainty.LIKELY),
    ):
        for hit in shape.finditer(words):
            if not _SERVICE.match(hit.group()):
                found.append(Hit(*_whole(hit), Kind.PHONE, why, certainty))
    for hit in _ANY.finditer(words):
        if _SERVICE.match(hit.group()) or before(words, hit.start(), _OTHER_NUMBER, 60):
            continue
        if before(words, hit.start(), _PHONE_WORD):
            found.append(Hit(*hit.span(), Kind.PHONE, _NAMED_WHY, Certainty.DOUBTFUL))
    return found
