"""Setting a document in PDF/UA-1 with typst, with our own font and the same bytes each time."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from importlib import resources
from typing import Any, Literal

import typst

from weefsel.report.fonts import FAMILY, FOLDER

STANDARD: Literal["ua-1"] = "ua-1"
# Fonts that typst carries itself, for letters that Atkinson lacks (Greek, Cyrillic, Arabic).
FALLBACK = ("Libertinus Serif", "DejaVu Sans Mono")
_NOT_SHOWN = "could not be displayed"
_LATIN_END = 0x0250  # Atkinson Hyperlegible Next holds Latin up to Latin Extended-B
_PUNCTUATION = range(0x2010, 0x20C0)
_SHOWN_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "COMBINING", "MODIFIER")


def typeset(template: str, data: dict[str, Any], dated: date) -> bytes:
    """Set a template of this room with data as a tagged PDF for everyone (PDF/UA-1).

    Data travels as JSON, never as markup, so no text of a user can change the document.
    Characters that no font has are replaced by their name ("[grinning face]"), since a
    document for everyone may hold no empty boxes. ``dated`` is the only clock.

    Raises ``typst.TypstError`` when the template itself is wrong.
    """
    try:
        return _compile(template, _each_text(data, _showable), dated)
    except typst.TypstError as fault:
        if _NOT_SHOWN not in str(fault):
            raise
        return _compile(template, _each_text(data, _plain), dated)


@cache
def _fonts() -> typst.Fonts:
    """Read our own fonts and those of typst once; never those of the machine."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FOLDER)])


def _compile(template: str, data: dict[str, Any], dated: date) -> bytes:
    source = resources.files("weefsel.report").joinpath(template).read_bytes()
    whole = {**data, "fonts": [FAMILY, *FALLBACK]}
    made: bytes = typst.compile(
        source,
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(whole, ensure_ascii=False, sort_keys=True)},
        pdf_standards=STANDARD,
        timestamp=datetime(dated.year, dated.month, dated.day, tzinfo=UTC),
    )
    return made


_VERBATIM = frozenset({"content"})  # attached as it is, not set as text


def _each_text(value: Any, change: Callable[[str], str], key: str = "") -> Any:
    if isinstance(value, str):
        return value if key in _VERBATIM else change(value)
    if isinstance(value, dict):
        return {name: _each_text(part, change, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_each_text(part, change) for part in value]
    return value


def _showable(words: str) -> str:
    """Replace what no font at hand can show; leave other scripts to the fallback fonts."""
    return "".join(_shown(letter, plain=False) for letter in unicodedata.normalize("NFC", words))


def _plain(words: str) -> str:
    """Replace everything outside Latin and common punctuation."""
    return "".join(_shown(letter, plain=True) for letter in unicodedata.normalize("NFC", words))


def _shown(letter: str, *, plain: bool) -> str:
    code, category = ord(letter), unicodedata.category(letter)
    if letter in "\n\t":
        return " "
    if category in ("Cc", "Cf", "Cs", "Co", "Cn") or 0xFE00 <= code <= 0xFE0F:
        return "" if letter != "\N{SOFT HYPHEN}" else letter
    if code < _LATIN_END or code in _PUNCTUATION:
        return letter
    name = unicodedata.name(letter, "")
    if not plain and (name.startswith(_SHOWN_SCRIPTS) or category in ("Sm", "Sc")):
        return letter
    return f"[{name.lower()}]" if name else ""


def count_pages(template: str, data: dict[str, Any], dated: date) -> int:
    """Count the pages that a template of this room takes with data.

    The template marks the number with ``<pages>``; see ``typeset`` for what it raises.
    """
    source = resources.files("weefsel.report").joinpath(template).read_bytes()
    whole = {**_each_text(data, _plain), "fonts": [FAMILY, *FALLBACK]}
    found: str = typst.query(
        source,
        "<pages>",
        field="value",
        one=True,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(whole, ensure_ascii=False, sort_keys=True)},
    )
    return int(found)
