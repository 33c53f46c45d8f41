"""Search ten thousand provisions beside tantivy's own index of the same words."""

from __future__ import annotations

from typing import Any

import pytest
import tantivy

from provisions.many_provisions import many
from weefsel.provisions.everyday import everyday_words
from weefsel.provisions.find import find
from weefsel.provisions.find_index import ProvisionIndex
from weefsel.provisions.place_kind import place_kind, place_kinds
from weefsel.provisions.social_map import Entry

COUNT, MOST = 10_000, 25
GROUP = "one question to 10,000 provisions"
QUESTION = "samen koken en taal leren in het buurthuis"


@pytest.fixture(scope="module")
def entries() -> tuple[Entry, ...]:
    return many(COUNT)


@pytest.fixture(scope="module")
def by_tantivy(entries: tuple[Entry, ...]) -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("number", stored=True)
    builder.add_text_field("words", tokenizer_name="nl_stem")
    index = tantivy.Index(builder.build())
    words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    words = words.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.stemmer("dutch"))
    index.register_tokenizer("nl_stem", words.build())
    writer = index.writer()
    for number, one in enumerate(entries):
        kind = place_kind(one.service.kind).nl
        said = f"{one.name} {kind} {one.organisation.name} {one.service.description}"
        writer.add_document(tantivy.Document(number=number, words=said))
    writer.commit()
    index.reload()
    return index


def test_tantivy(timed, by_tantivy) -> None:
    searcher = by_tantivy.searcher()

    def ask() -> list[int]:
        query = by_tantivy.parse_query(QUESTION, ["words"])
        found = searcher.search(query, MOST).hits
        return [searcher.doc(at)["number"][0] for _score, at in found]

    assert len(timed(GROUP, "tantivy, without reasons", ask, baseline=True)) == MOST


def test_find(timed, entries) -> None:
    index = ProvisionIndex(entries, everyday_words(), place_kinds())
    found = timed(GROUP, "Weefsel", lambda: find(index, QUESTION, most=MOST))
    assert all(one.reasons for one in found.found)
    kinds = [one.entry.service.kind for one in found.found]
    assert kinds.count("community_centre") > MOST / 2
