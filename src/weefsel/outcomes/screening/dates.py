"""Birth dates: a date that a word, a name or its age tells to be one."""

from __future__ import annotations

import re
from functools import cache

from weefsel.base.language import text
from weefsel.outcomes.screening.fold import bare
from weefsel.outcomes.screening.hit import Hit
from weefsel.outcomes.screening.lists import cue, is_word, names
from weefsel.outcomes.screening.model import Certainty, Kind

_MONTH = (
    r"(?:jan(?:uari|uary)?|feb(?:r|ruari|ruary)?|mrt|maart|mar(?:ch)?|apr(?:il)?|mei|may|juni?|june|"
    r"juli?|july|aug(?:ustus|ust)?|sep(?:t|tember)?|okt(?:ober)?|oct(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?)\.?"
)
_YEAR = r"(?:(?:18|19|20)\d\d|'?\d\d)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MM = r"(?:0?[1-9]|1[0-2]|I{1,3}|I?V|VI{1,3}|I?X|XI{1,2})"
_SEP = r"[ ]?[\-/.\\][ ]?"
_DAY_WORD = (
    r"(?:een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|"
    r"(?:vijf|zes|zeven|acht|negen)tien|(?:(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen)"
    r"(?:en|ën))?(?:twintig|dertig)|eerste|tweede|derde)"
)
_NUMERIC = rf"{_DAY}{_SEP}{_MM}{_SEP}{_YEAR}|{_DAY}[ ]{_MM}[ ](?:19|20)\d\d"
_ISO = rf"(?:18|19|20)\d\d{_SEP}{_MM}{_SEP}{_DAY}"
_WRITTEN = (
    rf"{_DAY}(?:ste|de|e|st|th|nd|rd|\.)?[ \-]?\n?(?:of )?{_MONTH}[ \-,]{{0,2}}\n?{_YEAR}"
    rf"|{_MONTH}[ ]{_DAY}(?:st|th|nd|rd)?,?[ ](?:19|20)\d\d"
)
_FULL = re.compile(rf"(?<![\d\w])(?:{_ISO}|{_NUMERIC}|{_WRITTEN})(?![\d\w])", re.IGNORECASE)
# Less than a whole date, or written in full: only after a word for birth.
_LOOSE = re.compile(
    rf"(?:(?<!\w)|(?<=geb))(?:{_ISO}|{_NUMERIC}|{_WRITTEN}|\d{{8}}|\d{{6}}|"
    rf"(?:{_MM}|(?:\?\?|xx){_SEP}{_MM}){_SEP}(?:19|20)\d\d|"
    rf"{_DAY}(?:ste|de|e)?[ \-]{_MONTH}|{_DAY_WORD}[ ]{_MONTH}"
    rf"(?:[ ](?:{_YEAR}|negentien\w*(?:[ ]\w+)?|tweeduizend\w*|\w+tig))?|"
    rf"{_MONTH}[ ](?:19|20)\d\d|{_DAY}{_SEP}{_MM})(?![\d\w])",
    re.IGNORECASE,
)
_BIRTH_BEFORE = re.compile(
    r"(?:\bgeb(?:oren|oorte\w*|\.|(?!el|ruik|rach|ouw|od|ond|onk|le|ak|rek|rok|ied|aar|uur|as|oek|eur)"
    r"\w{0,6}(?=[ :.]|$))|\bgboren|\bgeborn|\bgb?d(?:at|t|tm|atum)?\b|"
    r"\bgb\b|\bg\.d\.|\bgd:|\bdob\b|\bborn\b|\bbirth|\bjarig|\bverjaar|\bverjaardag|"
    r"\bter wereld|\*|°)[^\d\n]{0,35}\n?[^\d\n]{0,15}$",
    re.IGNORECASE,
)
_BIRTH_AFTER = re.compile(
    r"[^\d\n.;]{0,25}\b(?:geboren|geb\.|geboortedatum|jarig|verjaart|verjaardag|"
    r"is (?:zijn|haar|de|hun) (?:geboorte|verjaar)\w*|ter wereld|als geboortedatum|born)",
    re.IGNORECASE,
)
_TURNS = re.compile(
    rf"\bword(?:t|en)?[ ](?:op[ ])?({_DAY}[ ]{_MONTH})[ ](?:al[ ])?(?:[3-9]\d|1[0-8])\b",
    re.IGNORECASE,
)
# A full date before this year with no word for birth nor for an event: often a birth date.
_EVENT = re.compile(
    r"\b(?:vergader\w*|besluit\w*|wet|raad\w*|brief|nota|sinds|vanaf|tot|met ingang|ingang|per|"
    r"opgericht|gebouwd|geopend|opening|start\w*|bijeenkomst|datum|versie|gesprek|intake|notitie|"
    r"verslag|publicatie|staatsblad|stb|verordening|begroting|contract|getekend|agenda|afspraak|"
    r"ontvangen|mail|gebeld|avond|dag|week|om|voor|na|op)\b[^\n\d]{0,20}$",
    re.IGNORECASE,
)
_OLD_YEAR = re.compile(r"(?<!\d)(?:19\d\d|200\d|201[0-5])(?!\d)|^\d?\d\D.*[\-/.' ]'?[3-9]\d$")
# So long ago that in a note of today a whole date is of somebody's birth, or of history.
_LONG_AGO = re.compile(r"(?<!\d)19[1-7]\d(?!\d)")
_HISTORY = re.compile(
    r"\b(?:wet|staatsblad|stb|besluit\w*|opgericht|gebouwd|geopend|opening|verordening|raad\w*|oorlog|ramp|"
    r"watersnood|bevrijding|verdrag|sinds|bouwjaar)\b[^\n\d]{0,20}$",
    re.IGNORECASE,
)
_PERSON_BEFORE = re.compile(r"[(,;|\t][ ]?$")

# A day, what may be a month with a typing error, and a year: only after a word for birth.
_MISSPELT = re.compile(
    rf"(?<![\d\w]){_DAY}(?:ste|de|e|\.)?[ \-]([^\W\d_]{{3,10}})[ \-,]{{1,2}}{_YEAR}(?![\d\w])"
)
_MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)

_NAMED = text("a date next to a word for birth")
_BESIDE = text("a whole date next to a name or a person")
_LONE = text("a whole date of years ago, with no word for an event: it may be a birth date")


# A name or a person right before a date: "mw. Jansen 12-03-61", "zoontje (12-3-2019)".
_OF_PERSON = re.compile(
    r"\b(?:zoon|zoontje|dochter|dochtertje|kind|meisje|jongen|baby|cli[eë]nte?|moeder|vader|partner|"
    r"broer|broertje|zus|zusje|mw|mevr|mevrouw|dhr|meneer)\b\.?[^.;\n\d]{0,25}[ (,]$",
    re.IGNORECASE,
)
_OF_NAME = re.compile(r"([A-Z][^\W\d_]+(?:-[A-Z][^\W\d_]+)?)[ ,(:]{1,3}$")
_AT_MOMENT = re.compile(
    r"\b(?:op|om|van|voor|na|tot|per|sinds|vanaf|d\.d\.|dd|datum)[ .:]*$", re.IGNORECASE
)


def _of_person(near: str) -> bool:
    """Tell whether a date stands right behind a person."""
    if _AT_MOMENT.search(near):
        return False
    if _OF_PERSON.search(near):
        return True
    hit = _OF_NAME.search(near)
    if hit is None:
        return False
    word = bare(hit[1])
    known = names()
    if word in cue("never") | cue("common") | cue("function") | cue("roles") | known.places:
        return False
    return word in known.first or word in known.last or not is_word(word)


@cache
def _typing_errors() -> frozenset[str]:
    """Give the names of the months with one letter dropped, added, changed or swapped."""
    made = set()
    letters = "abcdefghijklmnopqrstuvwxyz"
    for month in _MONTHS:
        for cut in range(len(month) + 1):
            head, tail = month[:cut], month[cut:]
            made.add(head + tail[1:])
            if len(tail) > 1:
                made.add(head + tail[1] + tail[0] + tail[2:])
            for letter in letters:
                made.update((head + letter + tail, head + letter + tail[1:]))
    return frozenset(made - set(_MONTHS))


def birth_dates(words: str) -> list[Hit]:
    """Find birth dates; dates of meetings, laws and deadlines are left alone."""
    found = []
    for hit in _LOOSE.finditer(words):
        near = words[max(0, hit.start() - 60) : hit.start()]
        if _BIRTH_BEFORE.search(near) or _BIRTH_AFTER.match(words, hit.end()):
            found.append(Hit(*hit.span(), Kind.BIRTH_DATE, _NAMED))
    for hit in _MISSPELT.finditer(words):
        near = words[max(0, hit.start() - 60) : hit.start()]
        if bare(hit[1]) in _typing_errors() and (
            _BIRTH_BEFORE.search(near) or _BIRTH_AFTER.match(words, hit.end())
        ):
            found.append(Hit(*hit.span(), Kind.BIRTH_DATE, _NAMED, Certainty.LIKELY))
    for hit in _TURNS.finditer(words):
        found.append(Hit(*hit.span(1), Kind.BIRTH_DATE, _NAMED, Certainty.LIKELY))
    for hit in _FULL.finditer(words):
        near = words[max(0, hit.start() - 40) : hit.start()]
        if _of_person(words[max(0, hit.start() - 60) : hit.start()]):
            found.append(Hit(*hit.span(), Kind.BIRTH_DATE, _BESIDE, Certainty.LIKELY))
        elif (_LONG_AGO.search(hit.group()) and not _HISTORY.search(near)) or (
            _OLD_YEAR.search(hit.group())
            and (_PERSON_BEFORE.search(near) or not _EVENT.search(near))
        ):
            found.append(Hit(*hit.span(), Kind.BIRTH_DATE, _LONE, Certainty.DOUBTFUL))
    return found
