"""Find: one search over interventions, chains, parameters and light interventions.

From a need in plain words ("eenzame ouderen", "jongeren op straat"), with filters. How words
are matched and weighed stands in ``word_index``; synonyms come from ``data/synonyms.toml``.
The index is made in memory, once a process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, overload

from weefsel.evidence.chain import drawings
from weefsel.evidence.intervention import interventions
from weefsel.evidence.parameter import parameters
from weefsel.evidence.register import light_interventions, themes
from weefsel.evidence.word_index import Place, WordIndex
from weefsel.evidence.words import Words

Kind = Literal["intervention", "chain", "parameter", "light"]
MOST = 50  # results a search gives unless asked
_LONGEST = 200  # signs of a question that are read
_FIGURE = 0.25  # a figure stands under the work it belongs to

NOTHING = Words("", "")


@dataclass(frozen=True)
class Thing:
    """Something that can be found, with what it can be filtered by."""

    kind: Kind
    id: str
    name: Words
    what: Words
    needs: tuple[str, ...] = ()
    theme: str = ""
    groups: tuple[str, ...] = ()
    level: str = ""
    rest: Words = NOTHING


@dataclass(frozen=True)
class Found:
    """Something found, the better the higher its score."""

    thing: Thing
    score: float


@dataclass(frozen=True)
class Finds(Sequence[Found]):
    """What a question found, and which of its words nothing in the library has.

    ``meant`` holds each word with a slip of one letter, and the word it was taken for.
    """

    found: tuple[Found, ...]
    known: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    meant: tuple[tuple[str, str], ...] = ()

    @overload
    def __getitem__(self, at: int) -> Found: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Found, ...]: ...

    def __getitem__(self, at: int | slice) -> Found | tuple[Found, ...]:
        """Give one that was found, or some of them."""
        return self.found[at]

    def __len__(self) -> int:
        """Tell how many were found."""
        return len(self.found)

    def only(self, fits: Callable[[Thing], bool]) -> Finds:
        """Give those of what was found that fit, with what became of the words."""
        return replace(self, found=tuple(one for one in self.found if fits(one.thing)))


@cache
def things() -> tuple[Thing, ...]:
    """Give everything that can be found."""
    return (*_interventions(), *_chains(), *_parameters(), *_light())


def _interventions() -> Iterator[Thing]:
    named = {entry.id: entry.name for entry in themes().entry}
    for made in interventions().values():
        theme = named.get(made.theme, NOTHING)
        yield Thing(
            "intervention",
            made.id,
            Words(made.name, made.name),
            made.what,
            (*made.needs, theme.nl),
            made.theme,
            made.groups,
            made.recognition.level,
            Words(
                " ".join((made.setting_nl, *(one.nl for one in made.factor))),
                " ".join((theme.en, made.setting_en, *(one.en for one in made.factor))),
            ),
        )


def _chains() -> Iterator[Thing]:
    for chain in drawings().values():
        steps = [arrow.name for arrow in chain.arrow]
        yield Thing(
            "chain",
            chain.id,
            chain.name,
            chain.activity,
            chain.needs,
            groups=chain.groups,
            rest=Words(
                " ".join((chain.group_nl, *(one.nl for one in steps))),
                " ".join((chain.group_en, *(one.en for one in steps))),
            ),
        )


def _parameters() -> Iterator[Thing]:
    for held in parameters().values():
        yield Thing("parameter", held.id, held.name, held.applies_to, rest=held.remark)


def _light() -> Iterator[Thing]:
    for one in light_interventions().entry:
        if one.name:
            yield Thing("light", one.id, one.name, one.cluster)


def find(
    query: str = "",
    *,
    kind: Kind | None = None,
    theme: str = "",
    group: str = "",
    level: str = "",
    most: int = MOST,
) -> Finds:
    """Give what fits a question and all filters, best first, and which words nothing has.

    Without a question everything that fits the filters, by name. Strange signs are left
    out, never an error.
    """
    wanted = [
        (number, one)
        for number, one in enumerate(things())
        if (kind is None or one.kind == kind)
        and (not theme or one.theme == theme)
        and (not group or group in one.groups)
        and (not level or one.level == level)
    ]
    if not query.strip():
        named = sorted(
            (one for _number, one in wanted),
            key=lambda one: (one.name.nl.casefold(), one.kind, one.id),
        )
        return Finds(tuple(Found(one, 0.0) for one in named[:most]))
    told = _index().ask(query[:_LONGEST])
    hits = [
        Found(one, told.scores[number] * (_FIGURE if one.kind == "parameter" else 1))
        for number, one in wanted
        if number in told.scores
    ]
    hits.sort(key=lambda hit: (-hit.score, hit.thing.kind, hit.thing.id))
    return Finds(tuple(hits[:most]), told.known, told.unknown, told.meant)


def _fields(one: Thing) -> dict[Place, str]:
    return {
        ("nl", "name"): one.name.nl,
        ("en", "name"): one.name.en,
        ("nl", "need"): " ".join(one.needs),
        ("nl", "what"): one.what.nl,
        ("en", "what"): one.what.en,
        ("nl", "text"): one.rest.nl,
        ("en", "text"): one.rest.en,
    }


@cache
def _index() -> WordIndex:
    return WordIndex(map(_fields, things()))
