"""The index that searching reads: words by where they stand, with how rare each is.

Words are stemmed (Snowball, in tantivy), but for those that ``synonyms().apart`` keeps
apart. The start of a longer word counts too, because Dutch writes compounds as one. A rare
word weighs more than a common one, a word that only says for whom weighs less. What no file
has is told, and a slip of one letter is mended and told too.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from weefsel.evidence.synonyms import synonyms

LANGUAGES = {"nl": "dutch", "en": "english"}
# How much a word counts by where it stands, and how: the whole word before its start.
WEIGHTS = {"name": 6.0, "need": 6.0, "what": 2.0, "text": 1.0}
_WHOLE, _START, _SYNONYM = 1.0, 0.3, 0.5
_PREFIX = 5  # letters of a stem from which the start of a longer word counts
_TIE = 0.1  # what the other places of a word still add
_BROAD = 0.3  # of a word that only says for whom
_LENGTH = 0.4  # how much a long text dilutes a word (BM25's b)
_SLIP = 6  # letters from which a slip of one is mended
Place = tuple[str, str]  # language and part of a thing


@dataclass(frozen=True)
class Answer:
    """What a question gives: scores by number of the thing, and what became of its words."""

    scores: Mapping[int, float]
    known: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    meant: tuple[tuple[str, str], ...] = ()  # a word as written, and as it was taken


@dataclass
class _Word:
    """A word of a question: how much it weighs, and what it scores where."""

    written: str
    broad: bool
    weight: float = 0.0
    hits: dict[int, float] = field(default_factory=dict)


class WordIndex:
    """Words of things, by language and place."""

    def __init__(self, held: Iterable[Mapping[Place, str]]) -> None:
        self._total = 0
        self._found: dict[Place, dict[str, set[int]]] = {}
        self._long: dict[Place, dict[int, int]] = {}
        self._spelled: dict[str, int] = {}  # words a slip can be mended to, by how common
        for number, one in enumerate(held):
            self._total += 1
            for place, words in one.items():
                tokens = _tokens(words)
                stems = [stem for each in tokens if (stem := _stem(each, place[0]))]
                self._long.setdefault(place, {})[number] = len(stems)
                of_place = self._found.setdefault(place, {})
                for stem in stems:
                    of_place.setdefault(stem, set()).add(number)
                if place[1] in ("name", "need"):
                    for each in tokens:
                        self._spelled[each] = self._spelled.get(each, 0) + 1
        self._mean = {
            place: max(1.0, sum(sizes.values()) / len(sizes))
            for place, sizes in self._long.items()
        }
        self._same = _same()

    def ask(self, question: str) -> Answer:
        """Give what fits at least one word of a question that says what, if it has one."""
        known: list[_Word] = []
        unknown: list[str] = []
        meant: list[tuple[str, str]] = []
        for written, said in _words(question):
            word = self._weigh(written, said)
            if word is None and (mended := self._mend(said)):
                word = self._weigh(mended, (mended,))
                if word is not None:
                    meant.append((written, mended))
            if word is None:
                unknown.append(written)
            else:
                known.append(word)
        return Answer(
            self._together(known),
            tuple(dict.fromkeys(one.written for one in known)),
            tuple(dict.fromkeys(unknown)),
            tuple(meant),
        )

    def _weigh(self, written: str, said: Sequence[str]) -> _Word | None:
        """Give where a word stands and how much it weighs; ``None`` when it is nowhere."""
        word = _Word(written, broad=all(each in _broad() for each in said))
        whole: set[int] = set()
        for (lang, part), of_place in self._found.items():
            for term, share in self._forms(said, lang).items():
                exact = of_place.get(term, set())
                if share == _WHOLE:
                    whole |= exact
                self._score(word, (lang, part), exact, share)
                if len(term) >= _PREFIX and term not in _kept():
                    longer = {
                        number
                        for other, numbers in of_place.items()
                        if other.startswith(term) and other != term and other not in _kept()
                        for number in numbers
                    }
                    self._score(word, (lang, part), longer - exact, share * _START)
        if not word.hits:
            return None
        rare = math.log1p(self._total / len(whole or word.hits))
        word.weight = rare * (_BROAD if word.broad else _WHOLE)
        return word

    def _score(self, word: _Word, place: Place, numbers: Iterable[int], share: float) -> None:
        for number in numbers:
            size = self._long[place][number] / self._mean[place]
            score = WEIGHTS[place[1]] * share / (1 - _LENGTH + _LENGTH * size)
            was = word.hits.get(number, 0.0)
            # The best place of a word counts, so that fitting more words counts more.
            word.hits[number] = max(was, score) + _TIE * min(was, score)

    def _forms(self, said: Sequence[str], lang: str) -> dict[str, float]:
        """Give the stems that a word is searched by, each with its share."""
        forms = {stem: _WHOLE for each in said if (stem := _stem(each, lang))}
        if lang == "nl":
            for stem in tuple(forms):
                for other in self._same.get(stem, ()):
                    forms.setdefault(other, _SYNONYM)
        return forms

    def _together(self, known: Sequence[_Word]) -> dict[int, float]:
        """Give the score of things over all words: the more of them fit, the better."""
        telling = [one for one in known if not one.broad] or list(known)
        wanted = {number for one in telling for number in one.hits}
        every = sum(one.weight for one in known)
        scores = {}
        for number in wanted:
            fits = [one for one in known if number in one.hits]
            share = sum(one.weight for one in fits) / every
            scores[number] = share**2 * sum(one.weight * one.hits[number] for one in fits)
        return scores

    def _mend(self, said: Sequence[str]) -> str:
        """Give the most common word one letter away; empty when there is none."""
        if len(said) != 1 or len(said[0]) < _SLIP:
            return ""
        near = [
            (-count, other) for other, count in self._spelled.items() if _one_off(said[0], other)
        ]
        return min(near)[1] if near else ""


def _mean(sizes: Collection[int]) -> float:
    """Give the mean size of a place, one at least."""
    return max(1.0, sum(sizes) / len(sizes))


def _one_off(one: str, other: str) -> bool:
    """Tell whether one letter is left out, put in, changed, or swapped with the next."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    first = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    a, b = one[first:], other[first:]
    swapped = len(a) == len(b) > 1 and a[1] + a[0] + a[2:] == b
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped


def _words(question: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Give the words of a question as written, with what each is searched by."""
    folded = " ".join(_tokens(question))
    for phrase, meaning in synonyms().means.items():
        if " " in phrase and f" {phrase} " in f" {folded} ":
            folded = f" {folded} ".replace(f" {phrase} ", " ").strip()
            question = folded
            yield phrase, tuple(each for word in meaning for each in _tokens(word))
    for written in question.split():
        said = tuple(each for each in _tokens(written) if each not in _skipped())
        if not said:
            continue
        joined = " ".join(said)
        if joined in synonyms().means:
            said = tuple(
                each for word in synonyms().means[joined] for each in (*said, *_tokens(word))
            )
        yield written.strip(".,;:!?\"'()“”‘’"), said


@cache
def _analyser(stem: str) -> Any:
    import tantivy  # late: a native library that only searching needs

    made = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    made = made.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold())
    return (made.filter(tantivy.Filter.stemmer(stem)) if stem else made).build()


def _tokens(words: str) -> list[str]:
    """Give the words of a text, in small letters without accents."""
    return list(_analyser("").analyze(words))


@cache
def _stem(token: str, lang: str) -> str:
    """Give the stem of a word; empty for a word too common to search with."""
    if token in _skipped():
        return ""
    if lang == "nl" and token in synonyms().apart:
        return synonyms().apart[token]
    stems = _analyser(LANGUAGES[lang]).analyze(token)
    return str(stems[0]) if stems else ""


@cache
def _skipped() -> frozenset[str]:
    return frozenset(synonyms().skip)


@cache
def _broad() -> frozenset[str]:
    return frozenset(synonyms().broad)


@cache
def _kept() -> frozenset[str]:
    """Give the words that are kept apart: they are no start of another, nor another of them."""
    return frozenset(synonyms().apart.values())


def _same() -> dict[str, set[str]]:
    same: dict[str, set[str]] = {}
    for group in synonyms().group:
        stems = {stem for word in group for each in _tokens(word) if (stem := _stem(each, "nl"))}
        for stem in stems:
            same.setdefault(stem, set()).update(stems - {stem})
    return same
