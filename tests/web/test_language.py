"""Every word on a page exists in Dutch: pages are Dutch unless somebody asks for English."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

import weefsel.web

WEB = Path(weefsel.web.__file__).parent
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
IN_TEMPLATE = re.compile(
    r"(?:\bn?gettext|\b_)\((?:u)?(?P<words>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
)


def words_of_templates() -> set[str]:
    found = set()
    for path in (WEB / "templates").rglob("*.html"):
        said = templatize(path.read_text(encoding="utf-8"), origin=path.name)
        found |= {ast.literal_eval(hit["words"]) for hit in IN_TEMPLATE.finditer(said)}
    return found


def words_of_code() -> set[str]:
    found = set()
    for path in WEB.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in CALLS
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                found.add(node.args[0].value)
    return found


def catalogue():
    return [each for path in sorted(WEB.rglob("django.po")) for each in entries(path)]


def entries(path: Path):
    with path.open("rb") as handle:
        return read_po(handle, locale="nl")


def singular(message) -> str:
    return message.id[0] if isinstance(message.id, tuple) else message.id


def test_every_word_of_the_pages_has_dutch():
    dutch = {singular(each) for each in catalogue() if each.id and all([each.string].copy())}
    missing = (words_of_templates() | words_of_code()) - dutch
    assert not sorted(missing)


def test_the_catalogue_holds_no_doubtful_or_unused_words():
    asked = words_of_templates() | words_of_code()
    for message in catalogue():
        if message.id:
            assert not message.fuzzy, message.id
            assert singular(message) in asked, f"nobody asks for {message.id!r}"


def test_the_places_in_a_dutch_sentence_are_those_of_the_english_one():
    places = re.compile(r"%\((\w+)\)s")
    for message in catalogue():
        if message.id and not isinstance(message.id, tuple):
            assert set(places.findall(message.id)) == set(places.findall(message.string))
