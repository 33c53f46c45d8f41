"""Find provisions in plain words, with the reason for each: what a resident can go to.

A question is read twice: as everyday sentences that point to kinds of places ("ik kan mijn
rekeningen niet betalen"), and as words that stand in names, kinds, descriptions and
addresses. What does not occur is mended when it sounds the same or is one letter off, and
told when it stays unknown. The more of a question fits, the better.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np

from weefsel.base.language import Text, text
from weefsel.provisions.everyday import NOT, Said
from weefsel.provisions.find_index import PLACES, Floats, Mask, Postings, ProvisionIndex
from weefsel.provisions.near import Somewhere
from weefsel.provisions.social_map import Entry
from weefsel.provisions.stems import stem, tokens

LONGEST = 200  # signs of a question that are read
_HALF = 0.5  # of a sentence, to count as nearly said
_NEARLY = 2  # such sentences at most: more is guessing

# Why a word counts, by where it stands; the word itself is filled in where something is found.
REASONS: Mapping[str, Text] = {
    "name": text("found for “%(word)s” in its name"),
    "kind": text("found because “%(word)s” is what it is"),
    "organisation": text("found for “%(word)s” in the name of its organisation"),
    "theme": text("found for “%(word)s” in what it does or for whom"),
    "place": text("found for “%(word)s” in its address"),
    "text": text("found for “%(word)s” in its description"),
}


@dataclass(frozen=True)
class Wanted:
    """What a provision must be, next to the question; empty asks nothing.

    What is not known of a provision does not fit: "free" asks for what is known to be free.
    """

    kinds: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    free: bool = False
    wheelchair: bool = False
    open_at: datetime | None = None
    near: Somewhere | None = None
    within_m: float | None = None


@dataclass(frozen=True)
class Found:
    """A provision that was found, why, and metres in a straight line from where was asked."""

    entry: Entry
    score: float
    reasons: tuple[Text, ...] = ()
    distance_m: float | None = None


@dataclass(frozen=True)
class Finds:
    """What a question found, the best first, and what became of its words.

    ``total`` counts all that fit, ``unplaced`` those of them without a place where one was
    asked for; ``meant`` holds a word as written and as it was taken, ``understood`` the
    everyday sentences, ``everything`` how many would fit without the filters.
    """

    found: tuple[Found, ...]
    total: int
    unplaced: int = 0
    everything: int = 0
    understood: tuple[Said, ...] = ()
    unknown: tuple[str, ...] = ()
    meant: tuple[tuple[str, str], ...] = ()


@dataclass
class _Unit:
    """One part of a question: how much it weighs, and what it scores where."""

    weight: float
    score: Floats
    word: str = ""
    said: Said | None = None
    place: dict[int, int] = field(default_factory=dict)
    places: Sequence[tuple[Postings, float]] = ()


def find(
    index: ProvisionIndex, question: str = "", wanted: Wanted | None = None, *, most: int
) -> Finds:
    """Give what fits a question and everything that is wanted, ``most`` at most.

    Without a question everything that fits, the nearest first, else by name.
    """
    wanted = wanted or Wanted()
    fits = _fits(index, wanted)
    distance = index.points.distance(wanted.near.point) if wanted.near is not None else None
    unplaced = 0
    if distance is not None and wanted.within_m is not None:
        unplaced = int((fits & np.isinf(distance)).sum())
        fits &= distance <= wanted.within_m
    units, unknown, meant = _units(index, question[:LONGEST])
    asked = bool(units or unknown or meant)
    scores = _together(index, units)
    relevant = scores > 0 if asked else np.ones(index.size, dtype=bool)
    everything = int(relevant.sum())
    order = _order(index, relevant & fits, scores, distance, asked)
    found = tuple(
        Found(
            index.entries[at],
            float(scores[at]),
            _reasons(index, units, at),
            None if distance is None or np.isinf(distance[at]) else float(distance[at]),
        )
        for at in order[:most].tolist()
    )
    understood = tuple(one.said for one in units if one.said is not None)
    return Finds(found, len(order), unplaced, everything, understood, unknown, meant)


def _fits(index: ProvisionIndex, wanted: Wanted) -> Mask:
    fits = np.ones(index.size, dtype=bool)
    for masks, keys in (
        (index.of_kind, wanted.kinds),
        (index.of_group, wanted.groups),
        (index.of_activity, wanted.activities),
        (index.of_language, wanted.languages),
    ):
        if keys:
            fits &= index.any_of(masks, keys)
    if wanted.free:
        fits &= index.free
    if wanted.wheelchair:
        fits &= index.wheelchair
    if wanted.open_at is not None:
        fits &= index.weeks.open_at(wanted.open_at)
    return fits


def _order(
    index: ProvisionIndex, fits: Mask, scores: Floats, distance: object, asked: bool
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Give the positions of what fits, the best first."""
    at = np.flatnonzero(fits)
    names = np.array([index.entries[one].name.casefold() for one in at], dtype=np.str_)
    keys: list[object] = [at, names]
    weigh = index.words.weigh
    if isinstance(distance, np.ndarray):
        away = distance[at]
        nearness = np.where(np.isinf(away), weigh.no_place, weigh.near_m / (weigh.near_m + away))
        keys.append(-(scores[at] * nearness) if asked else away)
    elif asked:
        keys.append(-scores[at])
    return at[np.lexsort(tuple(keys))]  # type: ignore[arg-type]


def _units(
    index: ProvisionIndex, question: str
) -> tuple[list[_Unit], tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Read a question: its everyday sentences, its words, what is unknown, what was mended."""
    words = index.words
    written = tokens(question)
    telling = [one for one in written if one not in words.skipped and one not in words.turning]
    known, mended = _mended(index, telling)
    whole = [known.get(one, one) for one in written]
    sentences = _said(index, whole)
    units = [_meant(index, one) for one in sentences]
    told = {sign for one in sentences for sign in one.signs}
    unknown = []
    for one in dict.fromkeys(known.get(each, each) for each in telling):
        signs = {stem(one, lang) for lang in index.vocabulary}
        unit = _word(index, one)
        if unit is not None:
            unit.weight *= words.weigh.said if signs & told else 1.0
            units.append(unit)
        elif not (signs & told or (sentences and _occurs(index, signs))):
            unknown.append(one)
    if not units:
        units = [_meant(index, one) for one in _nearly(index, whole)]
    return units, tuple(unknown), tuple(mended)


def _mended(
    index: ProvisionIndex, telling: Sequence[str]
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Give the known word for each that occurs nowhere as it is written."""
    known: dict[str, str] = {}
    mended: list[tuple[str, str]] = []
    for one in dict.fromkeys(telling):
        signs = {stem(one, lang) for lang in index.vocabulary}
        if _occurs(index, signs) or _hits(index, one):
            continue
        if (meant := index.spelling.mend(one)) and meant != one:
            known[one] = meant
            mended.append((one, meant))
    return known, mended


def _occurs(index: ProvisionIndex, signs: set[str]) -> bool:
    return any(signs & one.signs for one in index.words.said)


def _said(index: ProvisionIndex, written: list[str]) -> list[Said]:
    """Give the everyday sentences in a question, without those inside a longer one."""
    signs = {lang: index.words.signs(written, lang) for lang in index.vocabulary}
    found = [one for one in index.words.said if one.signs <= signs[one.lang]]
    longest: list[Said] = []
    for one in sorted(found, key=lambda one: -len(one.signs)):
        inside = any(one.signs < other.signs for other in found)
        double = any(one.means is other.means for other in longest)
        if not inside and not double:
            longest.append(one)
    return longest


def _nearly(index: ProvisionIndex, written: list[str]) -> list[Said]:
    """Give the everyday sentences of which at least half is in a question, the fullest first."""
    signs = {lang: index.words.signs(written, lang) - {NOT} for lang in index.vocabulary}
    fits: list[tuple[float, Said]] = []
    for one in index.words.said:
        telling = one.signs - {NOT}
        share = len(telling & signs[one.lang]) / len(telling)
        if share >= _HALF:
            fits.append((share, one))
    best = max((share for share, _one in fits), default=1.0)
    found: list[Said] = []
    for share, one in fits:
        if share == best and not any(one.means is other.means for other in found):
            found.append(one)
    return found[:_NEARLY]


def _meant(index: ProvisionIndex, said: Said) -> _Unit:
    """Score what an everyday sentence points to."""
    weigh, means = index.words.weigh, said.means
    score = np.zeros(index.size, dtype=np.float32)
    groups = index.any_of(index.of_group, means.groups)
    activities = index.any_of(index.of_activity, means.activities)
    if means.groups or means.activities:
        theme = groups if not means.activities else activities if not means.groups else None
        both = groups & activities if theme is None else theme
        if theme is None or not means.kinds:
            score[both] = weigh.meant_theme
    also = index.any_of(index.of_kind, means.also)
    score[also] = np.maximum(score[also], weigh.meant_also)
    score[index.any_of(index.of_kind, means.kinds)] = weigh.meant_kind
    hit = score > 0
    score[hit & groups] += weigh.helps_group
    score[hit & activities] += weigh.helps_activity
    return _Unit(float(np.sqrt(len(said.signs - {NOT}))), score, said=said)


def _word(index: ProvisionIndex, word: str) -> _Unit | None:
    """Score where a word stands, whole or in a longer one; ``None`` when it is nowhere."""
    places = _hits(index, word)
    if not places:
        return None
    weigh = index.words.weigh
    score = np.zeros(index.size, dtype=np.float32)
    for posting, share in places:
        was = score[posting.at]
        now = posting.score * share
        score[posting.at] = np.maximum(was, now) + weigh.other_places * np.minimum(was, now)
    common = int((score > 0).sum())
    rare = float(np.log1p(index.size / common) / np.log1p(index.size))
    return _Unit(rare, score, word=word, places=places)


def _hits(index: ProvisionIndex, word: str) -> list[tuple[Postings, float]]:
    """Give where a word stands, and how much each place counts: less in a longer word."""
    found = []
    for lang, vocabulary in index.vocabulary.items():
        part = stem(word, lang)
        if part in vocabulary.postings:
            found.append((vocabulary.postings[part], 1.0))
        found += [
            (vocabulary.postings[one], index.words.weigh.longer) for one in vocabulary.longer(part)
        ]
    return found


def _together(index: ProvisionIndex, units: Sequence[_Unit]) -> Floats:
    """Give the score over all parts of a question: the more of them fit, the better."""
    total = np.zeros(index.size, dtype=np.float32)
    share = np.zeros(index.size, dtype=np.float32)
    for one in units:
        total += one.weight * one.score
        share += one.weight * (one.score > 0)
    every = sum(one.weight for one in units)
    if not every:
        return total
    scores: Floats = total * (share / every) ** 2
    best = float(scores.max(initial=0.0))
    scores[scores < index.words.weigh.least * best] = 0.0
    return scores


def _reasons(index: ProvisionIndex, units: Sequence[_Unit], at: int) -> tuple[Text, ...]:
    """Say for what a provision was found, the strongest reason first."""
    found = []
    for one in units:
        if one.score[at] <= 0:
            continue
        reason = _because(index, one.said, at) if one.said is not None else _where(one, at)
        found.append((-one.weight * float(one.score[at]), reason))
    return tuple(reason for _score, reason in sorted(found, key=lambda each: each[0]))


def _because(index: ProvisionIndex, said: Said, at: int) -> Text:
    service = index.entries[at].service
    kind = index.kinds.get(service.kind)
    if kind is not None and service.kind in (*said.means.kinds, *said.means.also):
        return text(
            "found because “%(words)s” often leads to %(kind)s", words=said.words, kind=kind
        )
    return text("found because it is for who says “%(words)s”", words=said.words)


def _where(one: _Unit, at: int) -> Text:
    best, place = -1.0, "text"
    for posting, share in one.places:
        here = int(np.searchsorted(posting.at, at))
        if here == posting.at.size or posting.at[here] != at:
            continue
        if (score := float(posting.score[here]) * share) > best:
            best, place = score, PLACES[int(posting.place[here])]
    return replace(REASONS[place], params={"word": one.word})
