"""Licence plates, by the side codes the Dutch register of vehicles (RDW) has given out."""

from __future__ import annotations

import itertools
import re

from weefsel.base.language import text
from weefsel.outcomes.screening.hit import Hit, after, before
from weefsel.outcomes.screening.lists import cue
from weefsel.outcomes.screening.model import Certainty, Kind

# Side codes 1 to 14, L a letter and 9 a digit. Source: RDW, "Overzicht van kentekencombinaties".
SIDE_CODES = (
    "LL 99 99",
    "99 99 LL",
    "99 LL 99",
    "LL 99 LL",
    "LL LL 99",
    "99 LL LL",
    "99 LLL 9",
    "9 LLL 99",
    "LL 999 L",
    "L 999 LL",
    "LLL 99 L",
    "L 99 LLL",
    "9 LL 999",
    "999 LL 9",
)
_LETTER = {"L": "[A-Za-z]", "9": r"\d"}


def _shape(gap: str, between_letters: str | None = None) -> re.Pattern[str]:
    """Make a pattern of all side codes with a gap between their groups."""
    codes = []
    for code in SIDE_CODES:
        groups = code.split()
        made = "".join(_LETTER[one] for one in groups[0])
        for before_, group in itertools.pairwise(groups):
            letters = before_[0] == "L" == group[0] or before_[0] == "9" == group[0]
            made += (between_letters or gap) if letters else gap
            made += "".join(_LETTER[one] for one in group)
        codes.append(made)
    # Looked for ahead, so that one that turns out to begin with a word does not hide the next.
    return re.compile(r"(?<![\w\-])(?=(" + "|".join(codes) + r")(?![\w]|-\w))")


_DASHED = _shape(r"[ ]?[\-.][ ]?")
_MIXED = _shape(r"[ ]?[\-.]?[ ]?", r"[ ]?[\-.][ ]?")
_SPACED = _shape(r"[ ]")
_JOINED = _shape("")
_ANY = _shape(r"[ \-.]{0,3}")
# Lower case without gaps, only where the groups cannot be a word with a number.
_SMALL = re.compile(
    r"(?<![\w\-])(?:[a-z]{2}\d{3}[a-z]|[a-z]\d{3}[a-z]{2}|[a-z]{3}\d\d[a-z]|[a-z]\d\d[a-z]{3}|"
    r"\d[a-z]{3}\d\d|\d\d[a-z]{3}\d|\d[a-z]{2}\d{3}|\d{3}[a-z]{2}\d|[a-z]{2}\d\d[a-z]{2})"
    r"(?![\w]|-\w)"
)
_NAMED = re.compile(
    r"\b(?:kenteken(?:plaat)?|nummerbord|nummerplaat|nummerplaten)\b[^\n\d\ufffc]{0,24}?[ :]+"
    r"((?=[\w\- .]{0,8}\d)(?=[\w\- .]{0,8}[A-Za-z])[A-Za-z0-9]{1,3}"
    r"(?:[ \-.]?[A-Za-z0-9]{1,4}){1,2})(?!\w)",
    re.IGNORECASE,
)
_FOREIGN = re.compile(
    r"(?<![\w\-])(?:\d-[A-Z]{3}-\d{3}|[A-Z]{1,3}[ \-][A-Z]{1,2}[ ]\d{1,4}|"
    r"[A-Z]{2,3}[ ](?=[A-Z]{0,4}\d)[A-Z\d]{4,5}|\d\d[ ][A-Z]{1,3}[ ]\d{2,4})(?!\w)"
)
_VEHICLE = re.compile(
    r"kenteken|nummerplaat|nummerbord|plaat\b|\bauto|\bwagen\b|voertuig|scooter|brommer|bromfiets|"
    r"snorfiets|motor|busje|bestelbus|camper|caravan|aanhanger|vrachtwagen|\btaxi|\bvw\b|volkswagen|"
    r"opel|toyota|peugeot|renault|fiat|\bford\b|citro[eë]n|bmw|mercedes|audi|volvo|skoda|\bseat\b|"
    r"\bkia\b|hyundai|\bgolf\b|\bpolo\b|nissan|suzuki|mazda|dacia|tesla|geparkeerd|\bparke|"
    r"licen[cs]e plate|\bcar\b|\brijd|\breed\b|\breden\b",
    re.IGNORECASE,
)

# Four digits and two letters are a postcode or the code of an area (GM0164) as well.
_OTHER = re.compile(r"[A-Z]{2}[ ]?\d\d[ ]?\d\d|\d\d[ ]?\d\d[ ]?[A-Z]{2}")
_TWO_WORDS = re.compile(r"^[a-z]+[ ]\d+$|^\d+[ ][a-z]+$")
_AREA = re.compile(r"(?:GM|WK|BU|PV)\d+", re.IGNORECASE)

_DASHED_WHY = text("it has the form of a licence plate")
_NAMED_WHY = text("letters and digits after a word for licence plate")
_NEAR_WHY = text("it has the form of a licence plate, near a word for a vehicle")


def plates(words: str) -> list[Hit]:
    """Find licence plates: with dashes always, otherwise in capitals or near a vehicle."""
    found = []
    for shape, certainty in ((_DASHED, Certainty.SURE), (_MIXED, Certainty.LIKELY)):
        for hit in shape.finditer(words):
            if re.search(r"[\-.]", hit[1]) and _is_plate(hit[1]):
                found.append(Hit(*hit.span(1), Kind.PLATE, _DASHED_WHY, certainty))
    for hit in _SMALL.finditer(words):
        found.append(Hit(*hit.span(), Kind.PLATE, _DASHED_WHY, Certainty.LIKELY))
    for hit in _ANY.finditer(words):
        if _AREA.fullmatch(hit[1]) or _TWO_WORDS.search(hit[1]) or not _is_plate(hit[1]):
            continue
        if before(words, hit.start(1), _VEHICLE, 60) or after(words, hit.end(1), _VEHICLE):
            found.append(Hit(*hit.span(1), Kind.PLATE, _NEAR_WHY))
    for hit in _NAMED.finditer(words):
        letters = set(re.findall("[a-z]+", hit[1]))
        if letters and not re.search("[A-Z]", hit[1]) and letters <= cue("no_plate"):
            continue  # "het kenteken is op 3": words and a number
        found.append(Hit(*hit.span(1), Kind.PLATE, _NAMED_WHY, Certainty.LIKELY))
    for hit in _SPACED.finditer(words):
        if _is_plate(hit[1]) and not re.search("[AEIOUYaeiouy]", hit[1]):
            found.append(Hit(*hit.span(1), Kind.PLATE, _DASHED_WHY, Certainty.DOUBTFUL))
    for hit in _JOINED.finditer(words):
        if hit[1] == hit[1].upper() and not _OTHER.fullmatch(hit[1]):
            found.append(Hit(*hit.span(1), Kind.PLATE, _DASHED_WHY, Certainty.DOUBTFUL))
    for hit in _FOREIGN.finditer(words):
        if before(words, hit.start(), _VEHICLE, 60):
            found.append(Hit(*hit.span(), Kind.PLATE, _NEAR_WHY, Certainty.LIKELY))
    return found


def _is_plate(written: str) -> bool:
    """Tell whether letters are of one case and, between spaces, none of them a word by itself."""
    letters = re.findall("[A-Za-z]+", written)
    if len({one.isupper() for one in letters}) > 1:
        return False
    if _DASHED.match(written) or " " not in written:
        return True
    return not {one.lower() for one in letters} & cue(
        "no_plate_loud" if written.isupper() else "no_plate"
    )
