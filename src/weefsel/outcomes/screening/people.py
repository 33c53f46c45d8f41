"""Names of people: each word is judged, and a name found takes in the parts it belongs to."""

from __future__ import annotations

import re

from weefsel.base.language import text
from weefsel.outcomes.screening.fold import STRUCK, bare
from weefsel.outcomes.screening.hit import Hit
from weefsel.outcomes.screening.judge import TITLE, Judge, Verdict
from weefsel.outcomes.screening.lists import cue
from weefsel.outcomes.screening.model import Certainty, Finding, Kind
from weefsel.outcomes.screening.tokens import Token, tokens

_BY_DEDUCE = text("the second reader, deduce, takes it for a name")
_LONGEST = 8  # words to either side that one name takes in
_ORDER = (Certainty.SURE, Certainty.LIKELY, Certainty.DOUBTFUL)


def names(words: str, taken: bytearray) -> list[Hit]:
    """Find names in a folded text; ``taken`` is 1 at each sign that another rule has."""
    found = tokens(words)
    blocked = _sayings(found)
    for place, one in enumerate(found):
        if any(taken[one.start : one.end]):
            blocked.add(place)
    verdicts = Judge(found, blocked).verdicts()
    spans: list[tuple[int, int, Verdict]] = []
    for place in sorted(verdicts):
        if spans and place <= spans[-1][1]:
            spans[-1] = (spans[-1][0], spans[-1][1], _surest(spans[-1][2], verdicts[place]))
            continue
        first, last = _grow(found, place, blocked, verdicts[place])
        if spans and first <= spans[-1][1]:
            first = spans[-1][1] + 1
        if first <= last:
            spans.append((first, last, verdicts[place]))
    return [
        Hit(found[first].start, found[last].core_end, Kind.NAME, verdict.why, verdict.certainty)
        for first, last, verdict in spans
    ]


def _surest(one: Verdict, other: Verdict) -> Verdict:
    return min(one, other, key=lambda each: _ORDER.index(each.certainty))


def _sayings(found: list[Token]) -> set[int]:
    """Give the words that are part of a saying or a firm with a name in it."""
    blocked: set[int] = set()
    for first in range(len(found)):
        words = ""
        for last in range(first, min(first + 5, len(found))):
            words = (
                bare(found[last].text) if last == first else f"{words} {bare(found[last].text)}"
            )
            if words in cue("phrases") and not (first and found[first - 1].is_title):
                blocked.update(range(first, last + 1))
    return blocked


def _grow(found: list[Token], place: int, blocked: set[int], verdict: Verdict) -> tuple[int, int]:
    """Give the first and the last word of the name that a word is part of."""
    first = last = place
    while last - place < _LONGEST:
        step = _next(found, last, blocked, small=not found[place].capital)
        if step is None:
            break
        last = step
    while first > max(0, place - _LONGEST):
        before = found[first - 1]
        if first - 1 in blocked or found[first].lead not in {" ", "", ". "} or before.is_title:
            break
        if before.bare in cue("nicknames") and before.capital and found[first].lead == " ":
            first -= 1
            break
        initials = before.is_initials or (
            len(before.text) == 1 and before.text.isupper() and not before.opens
        )
        prefix = (before.is_interfix and not found[place].cut_name) and (
            found[place].last
            or found[place].is_initials
            or verdict.why is TITLE
            or not found[place].first
        )
        if initials or prefix:
            first -= 1
            continue
        if found[first].lead != " " or not _is_part(before) or (before.opens and before.word):
            break
        first -= 1
    while first < place and found[first].is_interfix and not _starts(found, first, place):
        first += 1
    return first, last


def _starts(found: list[Token], first: int, place: int) -> bool:
    """Tell whether a prefix at the head of a name belongs to it, rather than to the sentence."""
    one = found[first]
    if one.capital and one.bare in {"le", "la", "do"}:  # "Lê Thị Mai": no Dutch word
        return True
    if found[place].first and not found[place].last:
        return False
    if one.bare in cue("not_first_in_name"):
        return bool(first and (found[first - 1].is_title or found[first - 1].is_initials))
    return True


def _is_part(one: Token) -> bool:
    """Tell whether a word with a capital can be part of a name."""
    return (
        one.capital
        and not one.never
        and not one.thing
        and one.bare not in cue("roles") | cue("introducers") | cue("prepositions")
        and (one.first or one.last or not one.word)
    )


def _goes_on(one: Token) -> bool:
    """Tell whether a word with a capital right behind a name belongs to it."""
    if one.never or one.thing or one.is_title or one.bare in cue("roles") | cue("introducers"):
        return False
    return one.first or one.last or one.bare not in cue("function") | cue("prepositions")


def _joined(found: list[Token], at: int, blocked: set[int]) -> int | None:
    """Give the last word of a second surname behind a loose hyphen: "Smit - de Vries"."""
    while at < len(found) and at not in blocked and found[at].is_interfix:
        at += 1
    if at < len(found) and at not in blocked and found[at].capital and found[at].last:
        return at
    return None


def _next(found: list[Token], last: int, blocked: set[int], *, small: bool) -> int | None:
    """Give the word up to which a name goes on, none when it ends here."""
    at = last + 1
    if found[last].core_end < found[last].end:
        return None
    if at < len(found) and found[at].lead in {" - ", "- ", " -"} and found[last].last:
        return _joined(found, at, blocked)
    if small and at < len(found) and at not in blocked and _cut_short(found[last], found[at]):
        return at
    while (
        at < min(len(found), last + _LONGEST)
        and at not in blocked
        and found[at].lead in {" ", "-"}
        and found[at].is_interfix
    ):
        at += 1
    if at >= len(found) or at in blocked or found[at].lead not in {" ", "-", ""}:
        return None
    one = found[at]
    prefixed = at > last + 1
    if one.is_initials or (len(one.text) == 1 and one.text.isupper() and one.joined):
        return at if not prefixed or one.is_initials else None
    if one.capital and _goes_on(one) and not (one.shouted and not found[last].shouted):
        return at
    if one.capital and len(found[last].text) == 1:  # "Lie A Fat": a surname of Suriname
        return at
    if one.capital and prefixed and one.last and not one.thing:
        return at
    surname = (
        small
        and not one.capital
        and one.last
        and (prefixed or not one.word or _owns_or_acts(found, at))
    )
    if surname and one.bare not in cue("verbs") | cue("common") | cue("prepositions"):
        return at
    return None


def _cut_short(first: Token, one: Token) -> bool:
    """Tell whether a surname of one small letter stands behind a first name: "yonas g."."""
    return (
        first.first
        and one.lead == " "
        and len(one.text.rstrip(".")) == 1
        and re.match(r"\.(?!\w)", one.text[1:] + one.follow) is not None
    )


def _owns_or_acts(found: list[Token], at: int) -> bool:
    """Tell whether a word behind a small first name is a surname too: "joop bakhuis z'n"."""
    if not found[at - 1].first or found[at].is_title:
        return False
    if at + 1 >= len(found) or not found[at + 1].joined:
        return False
    if found[at].is_role:  # "kees bakker d'r fiets", but not "kees trainer zijn"
        return found[at + 1].bare in {"z'n", "zn", "d'r"}
    return found[at + 1].bare in cue("mine") | cue("speaks") | cue("persons_do")


def told(words: str, start: int, end: int, found: list[Finding]) -> Finding | None:
    """Give the finding for a stretch that the recogniser takes for a name, if it is new."""
    inside = tokens(words[start:end].replace(STRUCK, " "))
    while inside and (inside[0].is_title or inside[0].bare in cue("roles")):
        inside.pop(0)
    if not inside or all(one.never or one.thing for one in inside):
        return None
    first, last = start + inside[0].start, start + inside[-1].core_end
    if any(first < one.end and one.start < last for one in found):
        return None
    return Finding(first, last, Kind.NAME, _BY_DEDUCE, Certainty.DOUBTFUL, words[first:last])
