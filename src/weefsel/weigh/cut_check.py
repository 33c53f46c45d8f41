"""The cut check: eight questions before a cut, each answered by something that is there.

Words alone do not answer a question: it counts only when linked to an object (a session that
was held, a result, a contract) or set to not applicable with a reason and a name. Without an
answer to who is touched, who pays later and who was asked, a cut is without vision
("visieloos"). Complete does not mean approved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import Field

from weefsel.base.document import Document, read_document
from weefsel.base.language import Text, text
from weefsel.evidence.words import Words

Kind = Literal[
    "provision",
    "activity",
    "budget_line",
    "scan",
    "finding",
    "resilience_map",
    "intervention",
    "chain",
    "parameter",
    "study",
    "result",
    "contract",
    "session",
    "option",
    "portfolio_decision",
]
_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*")
_SAYS = 3  # letters of a word that says something
_CONSONANTS = re.compile(r"[^aeiouyàáâäèéêëìíîïòóôöùúûü]{5,}")


class Verdict(StrEnum):
    """What the check says of a cut."""

    WITHOUT_VISION = "without_vision"
    INCOMPLETE = "incomplete"
    COMPLETE = "complete"

    def word(self) -> Text:
        """Give the verdict in words."""
        return {
            Verdict.WITHOUT_VISION: text("without vision (visieloos)"),
            Verdict.INCOMPLETE: text("not complete"),
            Verdict.COMPLETE: text("complete, which is not the same as approved"),
        }[self]


class Question(Document):
    """One question, and what can answer it."""

    number: int
    key: bool = False
    by: tuple[Kind, ...]
    nl: str
    en: str

    @property
    def words(self) -> Words:
        """Give the question in both languages."""
        return Words(self.nl, self.en)


class Questions(Document):
    """The eight questions, and the words that say nothing."""

    source: str
    filler: tuple[str, ...]
    least_words: int
    question: tuple[Question, ...]


@cache
def questions() -> Questions:
    """Give the questions that come with Weefsel."""
    folder = Path(str(resources.files("weefsel.weigh")))
    return read_document(Questions, folder / "cut_check.toml")


class Link(Document):
    """What answers a question: an object by its kind and id.

    A session has the day it was held and how many of each role were there.
    """

    kind: Kind
    id: str = Field(max_length=200)
    held_on: date | None = None
    residents: int = Field(default=0, ge=0)
    professionals: int = Field(default=0, ge=0)
    partners: int = Field(default=0, ge=0)


class Answer(Document):
    """The answer to one question: links, or not applicable with a reason and a name."""

    question: int = Field(ge=1, le=8)
    links: tuple[Link, ...] = ()
    not_applicable: bool = False
    reason: str = Field(default="", max_length=2000)
    name: str = Field(default="", max_length=200)  # of the official who answers for it
    words: str = Field(default="", max_length=4000)  # shown, never counted


@dataclass(frozen=True)
class Judged:
    """One question with whether it counts, and why not."""

    question: Question
    answered: bool
    why: Text | None = None


@dataclass(frozen=True)
class CutCheck:
    """The eight questions judged, and the verdict."""

    judged: tuple[Judged, ...]

    @property
    def open(self) -> tuple[Judged, ...]:
        """Give the questions that do not count yet."""
        return tuple(one for one in self.judged if not one.answered)

    @property
    def verdict(self) -> Verdict:
        """Give the verdict: red, amber or green, in words."""
        if any(one.question.key for one in self.open):
            return Verdict.WITHOUT_VISION
        return Verdict.INCOMPLETE if self.open else Verdict.COMPLETE


def judge(
    answers: Iterable[Answer], *, exists: Callable[[Kind, str], bool], today: date
) -> CutCheck:
    """Judge the answers to the eight questions.

    ``exists`` tells whether an object of a kind and id is there. A question that is answered
    twice counts as its last answer.
    """
    given = {one.question: one for one in answers}
    reasons = [_bare(one.reason) for one in given.values() if one.not_applicable]
    judged = []
    for question in questions().question:
        answer = given.get(question.number)
        why = (
            text("nobody answered it")
            if answer is None
            else _why_not(question, answer, exists, today, reasons)
        )
        judged.append(Judged(question, why is None, why))
    return CutCheck(tuple(judged))


def _why_not(
    question: Question,
    answer: Answer,
    exists: Callable[[Kind, str], bool],
    today: date,
    reasons: list[str],
) -> Text | None:
    """Say why an answer does not count; none when it does."""
    faults = [_of_link(question, link, exists, today) for link in answer.links]
    good = [link for link, fault in zip(answer.links, faults, strict=True) if fault is None]
    if good:
        return _all_asked(good) if question.number == _ASKED else None
    if answer.not_applicable:
        return _of_reason(question, answer, reasons)
    if faults:
        return faults[0]
    return text("it is linked to nothing: words alone do not answer it")


_ASKED = 7  # who was asked


def _of_link(
    question: Question, link: Link, exists: Callable[[Kind, str], bool], today: date
) -> Text | None:
    if link.kind not in question.by:
        return text("what it is linked to does not answer this question")
    if not link.id.strip() or not exists(link.kind, link.id):
        return text("what it is linked to is not there")
    if link.kind == "session":
        if link.held_on is None:
            return text("the session has no date")
        if link.held_on > today:
            return text("the session is still to be held")
        if link.residents + link.professionals + link.partners == 0:
            return text("nobody was at the session")
    return None


def _all_asked(links: Iterable[Link]) -> Text | None:
    """Say who was not asked: residents and professionals both belong at the table."""
    held = list(links)
    if not sum(link.residents for link in held):
        return text("no resident was asked")
    if not sum(link.professionals for link in held):
        return text("nobody who does the work was asked")
    return None


def _of_reason(question: Question, answer: Answer, reasons: list[str]) -> Text | None:
    if not says_something(answer.reason):
        return text("the reason why it does not apply says nothing")
    bare = _bare(answer.reason)
    if bare in {_bare(question.nl), _bare(question.en)}:
        return text("the reason repeats the question")
    if reasons.count(bare) > 1:
        return text("the same reason stands at more than one question")
    if not _is_name(answer.name):
        return text("nobody answers for it with a name")
    return None


def says_something(words: str) -> bool:
    """Tell whether a text has enough different words that say something."""
    filler = set(questions().filler)
    kept = {
        word
        for word in (found.lower() for found in _WORD.findall(words))
        if len(word) >= _SAYS
        and word not in filler
        and len(set(word)) > 1
        and not _CONSONANTS.search(word)
    }
    return len(kept) >= questions().least_words


def _is_name(name: str) -> bool:
    filler = set(questions().filler)
    found = [word.lower() for word in _WORD.findall(name)]
    return any(
        len(word) > 1 and word not in filler and len(set(word)) > 1 for word in found
    ) and not any(sign.isdigit() for sign in name)


def _bare(words: str) -> str:
    return " ".join(found.lower() for found in _WORD.findall(words))
