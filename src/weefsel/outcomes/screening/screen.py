"""Screens a text: asks every rule, settles what overlaps, and looks again until it is clean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from weefsel.outcomes.screening import contact, dates, numbers, people, plates, postcode, street
from weefsel.outcomes.screening.fold import Folded, fold
from weefsel.outcomes.screening.hit import Hit
from weefsel.outcomes.screening.model import Finding, Kind, Screened, strike

# Whoever knows more about names: gives stretches of the text that are names, or none when it
# cannot be asked now.
Recogniser = Callable[[str], Sequence[tuple[int, int]] | None]

# In order of precedence: where two rules claim the same words, the first one has them.
_RULES: tuple[Callable[[str], list[Hit]], ...] = (
    contact.emails,
    numbers.ibans,
    contact.mobiles,
    dates.birth_dates,
    postcode.postcodes,
    street.streets,
    numbers.bsns,
    contact.phones,
    plates.plates,
)
# Each round strikes at least one sign more, so it ends by itself; this only bounds the time.
_ROUNDS = 8


def screen(words: str, names: Recogniser | None = None) -> Screened:
    """Find what points to one person and give the text with it struck out.

    ``names`` is asked for names besides the rules; when it is ``None`` or gives ``None`` the
    rules stand alone, which ``names_by`` of the result says. Findings are in order of place
    and never overlap; screening the struck text again finds nothing.
    """
    told = None if names is None else names(words)
    findings = _merge(_find(words, told or ()), words)
    for _ in range(_ROUNDS):
        struck = strike(words, findings)
        again = _find(struck, ())
        if not again:
            break
        findings = _merge([*findings, *_home(again, findings)], words)
    return Screened(words, tuple(findings), "rules" if told is None else "rules+deduce")


def _find(words: str, told: Sequence[tuple[int, int]]) -> list[Finding]:
    """Ask every rule, in order of precedence, about a text as it stands."""
    folded = fold(words)
    if not folded.text.strip():
        return []
    taken = bytearray(len(folded.text))
    found: list[Finding] = []
    for rule in _RULES:
        for hit in rule(folded.text):
            if not any(taken[hit.start : hit.end]):
                taken[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
                found.append(_finding(hit, folded, words))
    for hit in people.names(folded.text, taken):
        if not any(taken[hit.start : hit.end]):
            found.append(_finding(hit, folded, words))
    for start, end in told:
        span = people.told(words, start, end, found)
        if span is not None:
            found.append(span)
    return sorted(found, key=lambda one: one.start)


def _finding(hit: Hit, folded: Folded, words: str) -> Finding:
    start, end = folded.back(hit.start, hit.end)
    return Finding(start, end, hit.kind, hit.why, hit.certainty, words[start:end])


def _home(again: list[Finding], before: list[Finding]) -> list[Finding]:
    """Bring findings in the struck text back to places in the text itself."""
    home: list[Finding] = []
    for one in again:
        start, end = _place(one.start, before, last=False), _place(one.end, before, last=True)
        home.append(replace(one, start=start, end=end))
    return home


def _place(place: int, before: list[Finding], *, last: bool) -> int:
    shift = 0
    for one in before:
        at = one.start - shift  # where its marker begins in the struck text
        after = at + len(one.kind.marker)
        if place <= at:
            break
        if place < after:
            return one.end if last else one.start
        shift = one.end - after
    return place + shift


def _merge(findings: list[Finding], words: str) -> list[Finding]:
    """Let findings that overlap be one, under the kind that may not be put back."""
    merged: list[Finding] = []
    for one in sorted(findings, key=lambda each: (each.start, -each.end)):
        last = merged[-1] if merged else None
        if last is None or one.start >= last.end:
            merged.append(replace(one, found=words[one.start : one.end]))
            continue
        chosen = one if last.kind is Kind.NAME and one.kind is not Kind.NAME else last
        start, end = last.start, max(last.end, one.end)
        merged[-1] = replace(chosen, start=start, end=end, found=words[start:end])
    return merged
