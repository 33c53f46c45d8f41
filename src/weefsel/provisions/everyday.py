"""What people say in everyday words, and which kinds, activities and groups it points to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from pydantic import Field

from weefsel.base.document import Document, check, read_toml
from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.provisions.place_kind import place_kinds
from weefsel.provisions.social_map import Activity, Group
from weefsel.provisions.stems import stem, tokens

WORDS = Path(__file__).with_name("everyday_words.toml")
NOT = "\0not"  # the sign that every word that turns a sentence round has


class Weigh(Document):
    """How much a match counts by where the word stands; without unit."""

    name: float = Field(gt=0)
    kind: float = Field(gt=0)
    organisation: float = Field(gt=0)
    theme: float = Field(gt=0)
    text: float = Field(gt=0)
    place: float = Field(gt=0)
    meant_kind: float = Field(gt=0)
    meant_also: float = Field(gt=0)
    meant_theme: float = Field(gt=0)
    helps_group: float = Field(ge=0)
    helps_activity: float = Field(ge=0)
    longer: float = Field(ge=0, le=1)
    other_places: float = Field(ge=0, le=1)
    long_text: float = Field(ge=0, le=1)
    least: float = Field(ge=0, le=1)
    said: float = Field(ge=0, le=1)
    near_m: float = Field(gt=0)
    no_place: float = Field(ge=0, le=1)


class Means(Document):
    """Sentences that point to the same: the kinds that fit best, and what helps too."""

    nl: tuple[str, ...] = Field(min_length=1)
    en: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    activities: tuple[Activity, ...] = ()
    groups: tuple[Group, ...] = ()


class _Turns(Document):
    words: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """One everyday sentence: its telling words as signs, and what it points to."""

    words: str
    lang: str
    signs: frozenset[str]
    means: Means


class EverydayWords(Document):
    """The file of everyday words."""

    dated: date
    weigh: Weigh
    skip: Mapping[str, tuple[str, ...]]
    turns: _Turns
    means: tuple[Means, ...]

    @cached_property
    def skipped(self) -> frozenset[str]:
        """Give the words too common to search with, in both languages."""
        return frozenset(
            one for words in self.skip.values() for each in words for one in tokens(each)
        )

    @cached_property
    def turning(self) -> frozenset[str]:
        """Give the words that turn a sentence round."""
        return frozenset(one for each in self.turns.words for one in tokens(each))

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """Give every sentence with its signs, in the order of the file."""
        return tuple(
            Said(words, lang, self.signs(tokens(words), lang), one)
            for one in self.means
            for lang in ("nl", "en")
            for words in (one.nl if lang == "nl" else one.en)
        )

    def signs(self, words: list[str], lang: str) -> frozenset[str]:
        """Give the telling words of a sentence: stems, and one sign for what turns it round."""
        found = set()
        for one in words:
            if one in self.turning:
                found.add(NOT)
            elif one not in self.skipped:
                found.add(stem(one, lang))
        return frozenset(found)


def read_everyday(content: bytes, name: str) -> EverydayWords:
    """Read a file of everyday words.

    Raises ``InputError`` that names the file and what is wrong: an unknown kind, or a
    sentence without any telling word.
    """
    made = check(EverydayWords, read_toml(content, name), name)
    for one in made.means:
        for kind in (*one.kinds, *one.also):
            if kind not in place_kinds():
                raise InputError(
                    text("'%(kind)s' is not a kind of place.", kind=kind),
                    where=f"{name}, {one.nl[0]}",
                    todo=text("Use an id of place_kinds.toml."),
                )
    for said in made.said:
        if not said.signs - {NOT}:
            raise InputError(
                text("this sentence has no word that tells anything."),
                where=f"{name}, {said.words}",
                todo=text("Add a word that is not too common to search with."),
            )
    return made


@cache
def everyday_words() -> EverydayWords:
    """Give the everyday words that come with Weefsel."""
    return read_everyday(WORDS.read_bytes(), WORDS.name)
