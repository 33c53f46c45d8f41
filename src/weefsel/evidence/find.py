"""Find: one search over interventions, chains, parameters and light interventions.

From a need in plain words ("eenzame ouderen", "jongeren op straat"), with filters. Words
are stemmed (Snowball, in tantivy), synonyms come from ``data/synonyms.toml``, and the start
of a longer word counts too, because Dutch writes compounds as one. The index is made in
memory, once a process, in a tenth of a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from weefsel.base.document import Document, read_document
from weefsel.evidence.chain import drawings
from weefsel.evidence.intervention import interventions
from weefsel.evidence.parameter import parameters
from weefsel.evidence.register import light_interventions, themes
from weefsel.evidence.words import Words

Kind = Literal["intervention", "chain", "parameter", "light"]
LANGUAGES = {"nl": "dutch", "en": "english"}
MOST = 50  # results a search gives unless asked
_LONGEST = 200  # signs of a question that are read
_WRITER_BYTES = 15_000_000  # the least memory tantivy's writer accepts
_THREADS = 1
_PREFIX = 4  # letters from which the start of a longer word counts
# How much a word counts by where it stands, and how: the whole word before its start.
_WEIGHTS = {"name": 6.0, "need": 6.0, "text": 1.0}
_WHOLE, _START, _SYNONYM = 1.0, 0.35, 0.5
_TIE = 0.1  # what the other places of a word still add
_EVERY = 3.0  # what fits all words of a question counts so much more
_FIGURE = 0.5  # a figure stands under the work it belongs to


NOTHING = Words("", "")


class Synonyms(Document):
    """Groups of words that mean the same to whoever searches."""

    dated: date
    group: tuple[tuple[str, ...], ...] = Field(min_length=1)
    skip: tuple[str, ...]  # words too common to search with


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


@cache
def synonyms() -> Synonyms:
    """Give the synonyms that come with Weefsel."""
    return read_document(
        Synonyms, Path(str(resources.files("weefsel.evidence"))) / "data/synonyms.toml"
    )


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
) -> tuple[Found, ...]:
    """Give what fits a question and all filters, best first.

    Without a question everything that fits the filters, by name. Strange signs are left
    out, never an error.
    """
    wanted = [
        one
        for one in things()
        if (kind is None or one.kind == kind)
        and (not theme or one.theme == theme)
        and (not group or group in one.groups)
        and (not level or one.level == level)
    ]
    if not query.strip():
        named = sorted(wanted, key=lambda one: (one.name.nl.casefold(), one.kind, one.id))
        return tuple(Found(one, 0.0) for one in named[:most])
    scores = _index().scores(query[:_LONGEST])
    hits = [Found(one, scores[one.kind, one.id]) for one in wanted if (one.kind, one.id) in scores]
    hits.sort(key=lambda hit: (-hit.score, hit.thing.kind, hit.thing.id))
    return tuple(hits[:most])


class _Index:
    """The search index in memory."""

    def __init__(self, held: Iterable[Thing]) -> None:
        import tantivy  # late: a native library that only searching needs

        self._t: Any = tantivy
        self._held = tuple(held)
        self._analyse = {lang: self._analyser(stem) for lang, stem in LANGUAGES.items()}
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("number", stored=True)
        for lang in LANGUAGES:
            for part in _WEIGHTS:
                builder.add_text_field(f"{part}_{lang}", tokenizer_name=lang)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        for lang, analyser in self._analyse.items():
            self._index.register_tokenizer(lang, analyser)
        writer = self._index.writer(heap_size=_WRITER_BYTES, num_threads=_THREADS)
        for number, one in enumerate(self._held):
            writer.add_document(tantivy.Document(number=number, **_fields(one)))
        writer.commit()
        self._index.reload()
        self._same = self._synonyms()

    def _analyser(self, stem: str) -> Any:
        t = self._t
        return (
            t.TextAnalyzerBuilder(t.Tokenizer.simple())
            .filter(t.Filter.lowercase())
            .filter(t.Filter.ascii_fold())
            .filter(t.Filter.custom_stopword(list(synonyms().skip)))
            .filter(t.Filter.stemmer(stem))
            .build()
        )

    def _synonyms(self) -> dict[str, set[str]]:
        same: dict[str, set[str]] = {}
        for group in synonyms().group:
            stems = {stem for word in group for stem in self._analyse["nl"].analyze(word)}
            for stem in stems:
                same.setdefault(stem, set()).update(stems - {stem})
        return same

    def scores(self, query: str) -> dict[tuple[Kind, str], float]:
        """Give the score of everything that fits at least one word of a question."""
        t = self._t
        clauses = []
        for lang, analyser in self._analyse.items():
            for term in dict.fromkeys(analyser.analyze(query)):
                wanted = {term: _WHOLE}
                if lang == "nl":
                    wanted |= dict.fromkeys(self._same.get(term, ()), _SYNONYM)
                places = [
                    t.Query.boost_query(one, weight) for one, weight in self._places(wanted, lang)
                ]
                # The best place of a word counts, so that fitting more words counts more.
                best = t.Query.disjunction_max_query(places, _TIE)
                clauses.append((lang, best))
        if not clauses:
            return {}
        searcher = self._index.searcher()
        hits = searcher.search(self._together(clauses), limit=len(self._held)).hits
        found = {}
        for score, address in hits:
            one = self._held[searcher.doc(address)["number"][0]]
            found[one.kind, one.id] = score * (_FIGURE if one.kind == "parameter" else _WHOLE)
        return found

    def _together(self, clauses: list[tuple[str, Any]]) -> Any:
        """Give the query: any word, and better when all words of a language fit."""
        t = self._t
        wanted = [(t.Occur.Should, one) for _, one in clauses]
        for lang in LANGUAGES:
            words = [(t.Occur.Must, one) for other, one in clauses if other == lang]
            if len(words) > 1:
                every = t.Query.boost_query(t.Query.boolean_query(words), _EVERY)
                wanted.append((t.Occur.Should, every))
        return t.Query.boolean_query(wanted)

    def _places(self, wanted: dict[str, float], lang: str) -> Iterator[tuple[Any, float]]:
        t = self._t
        for part, weight in _WEIGHTS.items():
            field = f"{part}_{lang}"
            for term, share in wanted.items():
                yield t.Query.term_query(self._schema, field, term), weight * share
                if len(term) >= _PREFIX and term.isalnum():
                    start = t.Query.regex_query(self._schema, field, f"{term}.+")
                    yield start, weight * share * _START


def _fields(one: Thing) -> dict[str, str]:
    return {
        "name_nl": one.name.nl,
        "name_en": one.name.en,
        "need_nl": " ".join(one.needs),
        "need_en": "",
        "text_nl": f"{one.what.nl} {one.rest.nl}",
        "text_en": f"{one.what.en} {one.rest.en}",
    }


@cache
def _index() -> _Index:
    return _Index(things())
