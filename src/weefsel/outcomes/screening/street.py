"""Streets with a house number: by how they end, by the list of streets, by what stands around."""

from __future__ import annotations

import re
from functools import cache

from weefsel.base.language import text
from weefsel.outcomes.screening.fold import bare
from weefsel.outcomes.screening.hit import Hit
from weefsel.outcomes.screening.house_number import BEFORE_IT, IN_WORDS, NUMBER
from weefsel.outcomes.screening.lists import cue, cue_row, is_street, is_word, names
from weefsel.outcomes.screening.model import Certainty, Kind

_NEAR = 30  # signs before a street in which the words that go with it stand
_LEAD = (
    r"(?:(?:\d{1,2}(?:e|de|ste)|(?:[A-Z]\.){1,6}|[A-Z][\w'\-]{0,40}\.?|van|der|den|de|het|'t|ter|ten|te|"
    r"op|aan|en|in|van der|van den|v\.?d\.?|st\.?|dr\.?|prof\.?|burg\.?|mr\.?|ds\.?|jhr\.?|"
    r"gen\.?|past\.?|kon\.?|adm\.?)[ ])"
)
_ENDS = "(?:" + "|".join(cue_row("street_endings")) + ")"
_FUSED = re.compile(
    rf"(?<![\w])((?:{_LEAD}){{0,4}}(?:[\w'\-.]{{0,40}}?\w)?(?:{_ENDS}|str\.))"
    rf"(?:,?[ ]*\n?{BEFORE_IT}?[ .:]*)({NUMBER})(?![\w])",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(
    rf"(?<![\w])([\w'\-.]{{0,40}}?\w{_ENDS})(?:,?[ ]*(?:op )?{BEFORE_IT}[ .:]*)({IN_WORDS})"
    r"(?![\w])",
    re.IGNORECASE,
)
_REVERSED = re.compile(
    rf"(?<![\w]){BEFORE_IT}[ .:]*({NUMBER})(?:[ ](?:van|in|aan|op|uit))(?:[ ](?:de|het))?[ ]"
    rf"((?:{_LEAD}){{0,3}}[\w'\-.]{{0,40}}\w{_ENDS})(?![\w])",
    re.IGNORECASE,
)
_LISTED = re.compile(
    rf"(?<![\w'\-.])((?:[\w'\-.]{{1,40}}[ ]){{0,4}}"
    rf"(?=[\w'\-.]{{0,40}}[^\W\d])[\w'\-.]{{1,40}})"
    rf"(?:,?[ ]{BEFORE_IT}[ .:]*|[ ]\n?|\n)({NUMBER})(?![\w])"
)
_UNLISTED = re.compile(
    r"(?<![\w'\-.])(((?:(?:[Dd]e|[Hh]et|'t|(?:Achter|Onder|Boven|Tussen|Voor|Bij|Op|In|Aan)[ ]"
    r"(?:de|het|den|'t))[ ])?(?:Plein[ ]1[89]\d\d|Plein[ ]40-45|(?:[A-Z][\w'\-]{1,40}[ ]){0,2}"
    rf"[A-Z][\w'\-]{{3,40}}))[ ]{NUMBER})(?![\w])(?![ ]?[:./][ ]?\d)"
)
# "Kop van Zuid 12", "Hof der Liefde 3": a street's head, whatever it is called after.
_HEADED = re.compile(
    r"\b(?:Hof|Kop|Tuin|Laan|Rand|Huis|Huize|Park|Poort|Plein|Land|Bocht|Weg|Pad|Einde?|Hoek|Kamp|"
    r"Bos|Berg|Dal|Weide)[ ](?:van|naar|aan|der|ten|ter|op)[ ](?:(?:de|het|den|der)[ ])?"
    rf"[A-Z][\w'\-]{{1,40}}[ ]{NUMBER}(?![\w])"
)
# Squares called after a year or years: "Plein 1944 nr 3", "plein 40-45 12".
_OF_YEARS = re.compile(
    rf"(?<![\w])plein[ ](?:1[89]\d\d|\d\d[ ]?[\-/][ ]?\d\d)(?:,?[ ]{BEFORE_IT}[ .:]*|,?[ ])"
    rf"{NUMBER}(?![\w])",
    re.IGNORECASE,
)
_WITH_PREPOSITION = re.compile(
    r"(?:Achter|Onder|Boven|Tussen|Voor|Bij|Op|In|Aan)[ ](?:de|het|den|'t)[ ][A-Z]"
)
_NUMBER_WORD_LAST = re.compile(rf"[, ]+{BEFORE_IT}$", re.IGNORECASE)
_WITH_NUMBER_WORD = re.compile(BEFORE_IT, re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_EXACT = re.compile(r"\d\W?\w*[A-Za-z\-/]")
_UNIT = re.compile(
    r"-?(?:plus|jarig|persoons|uurs)|"
    r"[ ]?(?:%|procent|euro|eur\b|€|uur|uren|minuten|min\b|keer|maal|x\b|meter|m\b|m2|km\b|"
    r"kilometer|cm\b|jaar|jaren|maanden|weken|dagen|personen|mensen|bewoners|kinderen|gezinnen|"
    r"huishoudens|woningen|huizen|deelnemers|bezoekers|leden|vrijwilligers|plekken|plaatsen|"
    r"bomen|bankjes|auto'?s|januari|februari|maart|april|mei|juni|juli|augustus|september|"
    r"oktober|november|december|:\d\d)",
    re.IGNORECASE,
)
_LIVES = re.compile(
    r"\b(?:(?:woon\w*|wonen)(?: (?:op|aan|in|bij))?|adres:?|bewoner\w*(?: van)?|"
    r"huurder\w*(?: van)?|vd|v/d)(?: (?:de|het|'t|vd|v/d))? $",
    re.IGNORECASE,
)
_LIVES_AT = re.compile(
    r"\b(?:woon\w*|wonen\w*|adres|bewoner\w*|huurder\w*|huis|verhuis\w*|op|aan|naar|bij|langs|"
    r"overlast)[ :]+(?:(?:van|op|aan|de|het|in|'t)[ ])*$",
    re.IGNORECASE,
)
# What may stand at the head of a street's name that the list writes without it.
_OPENER = re.compile(
    r"(?:\b(?:De|Het|'t|Den|Ten|Ter|Op|In|Aan|Achter|Onder|Boven|Voor|Bij|Tussen|Oude|Nieuwe|"
    r"Grote|Kleine|Lange|Korte|Hoge|Lage|Eerste|Tweede|Oud|Nieuw)[ ]|\b(?:de|het)[ ]|"
    r"(?<!\w)'t[ ])+$"
)
_CAPITALS = re.compile(r"(?<=[\w,] )(?:[A-Z][a-z]+[ ])+$")

_SURE = text("a street with a house number")
_MAYBE = text("a name that is a street's in the Netherlands, with a number after it")
_UNKNOWN = text("capitals and a number where an address would stand")
_TURNED = text("a house number with the street after it")


def streets(words: str) -> list[Hit]:
    """Find streets with a house number; a street alone is left."""
    found = []
    for hit in _IN_WORDS.finditer(words):
        if hit[1].lower() not in cue("no_street"):
            found.append(Hit(*hit.span(), Kind.STREET, _SURE, Certainty.LIKELY))
    if not _DIGIT.search(words):  # most notes have none, and then nothing below can be
        return found
    for hit in _FUSED.finditer(words):
        trimmed = _trim(hit)
        if trimmed is not None and not _UNIT.match(words, hit.end()):
            found.append(trimmed)
    for hit in _REVERSED.finditer(words):
        if hit[2].split()[-1].lower() not in cue("no_street"):
            found.append(Hit(*hit.span(), Kind.STREET, _TURNED, Certainty.LIKELY))
    for hit in _LISTED.finditer(words):
        known = _known(words, hit)
        if known is not None and not _UNIT.match(words, hit.end()):
            found.append(known)
    for hit in _HEADED.finditer(words):
        if not _UNIT.match(words, hit.end()):
            found.append(Hit(*hit.span(), Kind.STREET, _SURE, Certainty.LIKELY))
    for hit in _OF_YEARS.finditer(words):
        if not _UNIT.match(words, hit.end()):
            found.append(Hit(*hit.span(), Kind.STREET, _SURE, Certainty.LIKELY))
    for hit in _UNLISTED.finditer(words):
        if _looks_unlisted(words, hit):
            found.append(Hit(*hit.span(1), Kind.STREET, _UNKNOWN, Certainty.DOUBTFUL))
    return sorted(found, key=lambda one: one.start - one.end)  # the longest first


@cache
def _sure_end() -> tuple[str, ...]:
    return tuple(cue_row("sure_street_endings"))


def _near(words: str, start: int) -> str:
    return words[max(0, start - _NEAR) : start]


def _trim(hit: re.Match[str]) -> Hit | None:
    """Leave out the words before a street that are no part of its name."""
    words, parts = hit.string, hit[1].split(" ")
    last = parts[-1]
    plain, capital = last.lower().rstrip("."), any(sign.isupper() for sign in last)
    kept = _own_words(parts)
    name, led = " ".join(kept), len(kept) > 1
    start = hit.start() + len(hit[1]) - len(name)
    if plain in cue("no_street") and not (led and capital):
        if not capital or plain not in cue("street_alone"):
            return None
        start = _opened(words, hit.start() + len(hit[1]) - len(last))
        return Hit(start, hit.end(), Kind.STREET, _MAYBE, Certainty.DOUBTFUL)
    for first in range(len(parts) - 1):
        whole = " ".join(parts[first:])
        if not capital and is_street(whole.lower()):
            begin = hit.start() + len(hit[1]) - len(whole)
            return Hit(begin, hit.end(), Kind.STREET, _SURE)
    sure = plain.endswith(_sure_end())
    if not (capital or led or sure):
        return None
    certainty = Certainty.SURE if sure else Certainty.DOUBTFUL
    if led and capital and kept[0][0].isupper():
        certainty = Certainty.LIKELY
    if certainty is Certainty.DOUBTFUL and not is_street(name.lower()):
        inside = re.search(r"[\w,)(] $", _near(words, start))
        exact = _EXACT.search(hit.group()) or _WITH_NUMBER_WORD.search(hit.group())
        if not capital or (is_word(bare(last)) and not inside and not exact):
            return None
    return Hit(start if sure else _opened(words, start), hit.end(), Kind.STREET, _SURE, certainty)


def _own_words(parts: list[str]) -> list[str]:
    """Give the words before a street that belong to its name, and the street."""
    kept = [parts[-1]]
    for part in reversed(parts[:-1]):
        inside = part.lower() in cue("street_inside")
        if not part or not (part[0].isupper() or part[0].isdigit() or inside):
            break
        kept.insert(0, part)
    while len(kept) > 1 and kept[0].lower() in cue("street_not_first"):
        if kept[0][0].isupper() and is_street(" ".join(kept).lower()):
            break
        kept.pop(0)
    return kept


def _opened(words: str, start: int) -> int:
    """Take in the words at the head of a street's name that the list does not have."""
    near = _near(words, start)
    opener = _OPENER.search(near) or _CAPITALS.search(near)
    return start - len(opener.group().lstrip()) if opener else start


def _known(words: str, hit: re.Match[str]) -> Hit | None:
    """Give the longest run of words before a number that is a street of the list."""
    written = _NUMBER_WORD_LAST.sub("", hit[1])
    parts = written.split(" ")
    for first in range(len(parts)):
        name = " ".join(parts[first:])
        small = name.lower()
        if not name or not is_street(small) or small in cue("no_street"):
            continue
        if parts[first] in {"de", "het"} and small.endswith(_sure_end()):
            continue  # "aan de Kerkstraat": the article is of the sentence
        start = hit.start() + len(written) - len(name)
        if len(parts) - first > 1 and any(part[:1].isupper() for part in parts[first:]):
            start = _opened(words, start)
            return Hit(start, hit.end(), Kind.STREET, _MAYBE, Certainty.LIKELY)
        near = _near(words, start)
        if name[0].isupper() or name[0] in "'0123456789":
            if small in cue("counted") | cue("never") | cue("function"):
                continue
            start = start if small.endswith(_sure_end()) else _opened(words, start)
            return Hit(start, hit.end(), Kind.STREET, _MAYBE, Certainty.DOUBTFUL)
        at_home = _LIVES.search(near) or (_LIVES_AT.search(near) and not is_word(bare(name), 1))
        if at_home and small not in cue("counted") | cue("function"):
            return Hit(start, hit.end(), Kind.STREET, _MAYBE, Certainty.DOUBTFUL)
    return None


def _looks_unlisted(words: str, hit: re.Match[str]) -> bool:
    """Tell whether capitals and a number can be an address in no list: new streets, farms."""
    parts, known = hit[2].split(), names()
    last = bare(parts[-1])
    if last in cue("never") or last in known.first or last in cue("counted"):
        return False
    if last.endswith(_sure_end()):  # found by its ending, without the article
        return False
    if last in known.places and last not in known.last:
        return False
    if _UNIT.match(words, hit.end(1)) or re.search(r"[ ](?:19|20)\d\d$", hit[1]):
        return False
    if last in known.last and last not in known.also_words:
        return True  # struck as a name otherwise, with its number left standing
    if _WITH_PREPOSITION.match(hit[1]):
        return True  # "Aan 't Water 2": the capital makes it a name
    if is_word(last, 1) and len(parts) == 1:
        return False
    head = len(parts) > 1 and parts[0].lower() in cue("street_heads") and parts[-1][0].isupper()
    at_home = _LIVES_AT.search(_near(words, hit.start(1)))
    return bool(at_home or head or re.search(r"\d[ ]?(?:[a-z]|bis|hs)$", hit[1]))
