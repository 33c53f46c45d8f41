"""Everything that Weefsel says to people, it can say in Dutch."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from house.project import ROOT, SOURCE, words

LIBRARY = SOURCE / "locale" / "nl" / "LC_MESSAGES"
PAGES = SOURCE / "web"
SINGULAR = {"text", "gettext", "gettext_lazy", "gettext_noop", "_"}
PLURAL = {"plural", "ngettext", "ngettext_lazy"}
PLACE = re.compile(r"%\((\w+)\)")
# What Django makes of a template's sentence: gettext('...') or ngettext('...', '...', count).
LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"(?:gettext|_)\((?P<one>{LITERAL})(?:,\s*(?P<many>{LITERAL}))?", re.S)

Sentence = str | tuple[str, str]


def said_in_code(path: Path) -> set[Sentence]:
    """Give the sentences that a Python file marks for translation."""
    found: set[Sentence] = set()
    for node in ast.walk(ast.parse(words(path))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        given = [one.value for one in node.args if isinstance(one, ast.Constant)]
        if node.func.id in SINGULAR and given and isinstance(given[0], str):
            found.add(given[0])
        elif node.func.id in PLURAL and len(given) > 1:
            found.add((str(given[0]), str(given[1])))
    return found - {""}


def said_in_template(path: Path) -> set[Sentence]:
    """Give the sentences that a template marks for translation, read as Django does."""
    found: set[Sentence] = set()
    for match in CALL.finditer(templatize(words(path), origin=str(path))):
        one, many = match["one"], match["many"]
        sentence = ast.literal_eval(one)
        found.add((sentence, ast.literal_eval(many)) if many else sentence)
    return found - {""}


@cache
def said() -> dict[Sentence, str]:
    """Give every sentence with one place where it is said."""
    found: dict[Sentence, str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        found |= dict.fromkeys(said_in_code(path), str(path.relative_to(ROOT)))
    for path in sorted((SOURCE / "web").rglob("*.html")):
        found |= dict.fromkeys(said_in_template(path), str(path.relative_to(ROOT)))
    return found


@cache
def dutch() -> list[tuple[str, Message]]:
    """Give every entry of every Dutch catalogue with the catalogue's name."""
    found = []
    for path in sorted([*LIBRARY.glob("*.po"), *PAGES.rglob("*.po")]):
        with path.open("rb") as handle:
            found += [(path.name, entry) for entry in read_po(handle, locale="nl") if entry.id]
    return found


def has_words(sentence: Sentence) -> bool:
    """Tell whether there is anything to translate beside the open places."""
    return any(one.isalpha() for one in re.sub(r"%\(\w+\)s", "", str(sentence)))


def whole(entry: Message) -> bool:
    return all(entry.string) if isinstance(entry.string, tuple | list) else bool(entry.string)


def test_every_sentence_has_its_dutch():
    known = {
        tuple(entry.id) if isinstance(entry.id, tuple | list) else entry.id
        for _, entry in dutch()
        if whole(entry)
    }
    missing = [
        f"{place}: {sentence}"
        for sentence, place in said().items()
        if sentence not in known and has_words(sentence)
    ]
    assert not missing, "\n".join(["no Dutch for:", *missing])


def test_no_dutch_is_a_guess_of_a_program():
    assert [(name, entry.id) for name, entry in dutch() if entry.fuzzy] == []


@cache
def written() -> frozenset[str]:
    """Give every string of the code and of the data: some sentences reach people from there."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        nodes = ast.walk(ast.parse(words(path)))
        found |= {one.value for one in nodes if isinstance(getattr(one, "value", None), str)}
    for path in SOURCE.rglob("*.toml"):
        found |= set(strings(tomllib.loads(words(path))))
    return frozenset(found)


def strings(value: object) -> Iterator[str]:
    """Give every string inside a record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


def test_no_dutch_is_left_of_a_sentence_that_is_gone():
    spoken = {one if isinstance(one, str) else one[0] for one in said()}
    left = [
        f"{name}: {entry.id}"
        for name, entry in dutch()
        for first in [entry.id if isinstance(entry.id, str) else entry.id[0]]
        if first not in spoken and first not in written()
    ]
    assert not left, "\n".join(["nobody says:", *left])


def test_the_dutch_has_the_same_open_places_as_the_english():
    def places(sentence: str | tuple[str, ...] | list[str]) -> set[str]:
        parts = [sentence] if isinstance(sentence, str) else sentence
        return {place for part in parts for place in PLACE.findall(part)}

    wrong = [
        (name, entry.id) for name, entry in dutch() if places(entry.id) != places(entry.string)
    ]
    assert wrong == []


def test_one_english_sentence_has_one_dutch_one():
    for catalogues in (LIBRARY.glob("*.po"), PAGES.rglob("*.po")):
        chosen: dict[str, set[str]] = {}
        for path in catalogues:
            with path.open("rb") as handle:
                for entry in read_po(handle, locale="nl"):
                    if entry.id:
                        chosen.setdefault(str(entry.id), set()).add(str(entry.string))
        assert {one: said for one, said in chosen.items() if len(said) > 1} == {}
