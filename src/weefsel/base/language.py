"""Texts in two languages: English message ids, catalogues read with the language as an argument.

A room keeps its Dutch in ``locale/nl/LC_MESSAGES/<room>.po``. English is the message id
itself. ``python -m weefsel.base.language`` compiles every catalogue with Babel; ``run.py``
does so at each start when one is newer than its compiled form.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

LANGUAGES = ("nl", "en")
_LOCALE = Path(str(resources.files("weefsel"))) / "locale"


@cache
def _catalogues(lang: str) -> tuple[gettext.GNUTranslations, ...]:
    """Read every compiled catalogue of a language, once a process."""
    found = []
    for path in sorted((_LOCALE / lang / "LC_MESSAGES").glob("*.mo")):
        with path.open("rb") as handle:
            found.append(gettext.GNUTranslations(handle))
    return tuple(found)


@lru_cache(maxsize=16_384)  # more than there are sentences: a file of a country says each often
def _look_up(lang: str, singular: str, plural: str | None, count: int) -> str:
    english = singular if plural is None or count == 1 else plural
    # The empty message id is a catalogue's own header: never a text for people.
    if lang == "en" or not english:
        return english
    for catalogue in _catalogues(lang):
        said = (
            catalogue.gettext(singular)
            if plural is None
            else catalogue.ngettext(singular, plural, count)
        )
        if said != english:
            return said
    return english


@dataclass(frozen=True)
class Text:
    """A sentence that is not yet in a language: a message id with its named parts.

    A part may be a string, a number, another ``Text`` or anything with ``render(lang)``
    (a ``Figure``): pages draw such a part with its source, plain text takes its words.
    """

    msgid: str
    params: Mapping[str, Any] = field(default_factory=dict)
    plural: str | None = None
    count: int = 1

    def template(self, lang: str) -> str:
        """Give the sentence in a language with its ``%(name)s`` places still open."""
        return _look_up(lang, self.msgid, self.plural, self.count)

    def render(self, lang: str = "nl") -> str:
        """Give the sentence in a language with its parts filled in."""
        template = self.template(lang)
        if not self.params:
            return template.replace("%%", "%") if "%%" in template else template
        return template % {name: render(part, lang) for name, part in self.params.items()}

    def __hash__(self) -> int:
        """Hash on the message alone: parts need not be hashable, equality still reads them."""
        return hash((self.msgid, self.plural, self.count))

    def __str__(self) -> str:
        """Give the sentence in English, for logs."""
        return self.render("en")


def render(part: object, lang: str) -> str:
    """Give the words of any part of a sentence in a language."""
    if hasattr(part, "render"):
        return str(part.render(lang))
    return str(part)


def text(msgid: str, /, **params: Any) -> Text:
    """Mark an English sentence for translation."""
    return Text(msgid, params)


def plural(singular: str, many: str, count: int, /, **params: Any) -> Text:
    """Mark a sentence that differs for one and for more."""
    return Text(singular, params, many, count)


def compile_catalogues(root: Path = _LOCALE) -> list[Path]:
    """Compile every catalogue that is newer than its compiled form; give those written."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    written = []
    for source in sorted(root.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as handle:
            catalogue = read_po(handle, locale=source.parent.parent.name)
        with target.open("wb") as handle:
            write_mo(handle, catalogue)
        written.append(target)
    return written


def compile_all() -> None:
    """Compile the catalogues of the library and those of every app of the pages."""
    for root in (_LOCALE, *(_LOCALE.parent / "web").rglob("locale")):
        compile_catalogues(root)


if __name__ == "__main__":
    compile_all()
