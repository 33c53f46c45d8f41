"""Words that mean the same to whoever searches, and words that weigh little or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path

from pydantic import Field

from weefsel.base.document import Document, read_document
from weefsel.base.language import text
from weefsel.evidence.checked import fault


class Synonyms(Document):
    """What searching knows of words: groups of the same, one-way meanings, and weights."""

    dated: date
    group: tuple[tuple[str, ...], ...] = Field(min_length=1)
    skip: tuple[str, ...]  # words too common to search with
    broad: tuple[str, ...] = ()  # words that say for whom, not what
    apart: Mapping[str, str] = {}  # words whose stem would fall together with another word's
    means: Mapping[str, tuple[str, ...]] = {}  # an everyday word or phrase, in ours


def read_synonyms(path: Path) -> Synonyms:
    """Read what searching knows of words.

    Raises ``InputError`` that names file and key when it is wrong, or a word stands twice.
    """
    made = read_document(Synonyms, path)
    seen: set[str] = set()
    for number, group in enumerate(made.group):
        for word in group:
            if word.casefold() in seen:
                raise fault(f"group[{number}]", text("it is there twice."), path.name)
            seen.add(word.casefold())
    return made


@cache
def synonyms() -> Synonyms:
    """Give the synonyms that come with Weefsel."""
    return read_synonyms(Path(str(resources.files("weefsel.evidence"))) / "data/synonyms.toml")
