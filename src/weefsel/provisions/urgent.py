"""Who to call at once: national lines for a question that cannot wait for opening hours."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from pydantic import Field

from weefsel.base.document import Document, check, read_toml
from weefsel.provisions.stems import sound, tokens

LINES = Path(__file__).with_name("urgent.toml")


class Line(Document):
    """One line to call, and the words of who needs it; ``source`` is the page with its number."""

    id: str
    nl: str
    en: str
    name: str
    number: str
    source: str = Field(pattern="^https://")
    said: tuple[str, ...] = Field(min_length=1)

    def words(self, lang: str) -> str:
        """Give its sentence in a language."""
        return self.nl if lang == "nl" else self.en

    @property
    def dial(self) -> str:
        """Give its number as a telephone dials it."""
        return self.number.replace("-", "")


class Urgent(Document):
    """The file of urgent lines; ``danger`` is the number where somebody is in danger now."""

    dated: date
    danger: str
    danger_source: str = Field(pattern="^https://")
    line: tuple[Line, ...]


@cache
def urgent() -> Urgent:
    """Give the urgent lines that come with Weefsel.

    Raises ``InputError`` that names the file and what is wrong in it.
    """
    return check(Urgent, read_toml(LINES.read_bytes(), LINES.name), LINES.name)


def lines_for(question: str) -> tuple[Line, ...]:
    """Give the lines of which words stand side by side in a question, as they sound."""
    heard = _heard(question)
    return tuple(
        one
        for one in urgent().line
        if any(f" {_heard(said).strip()} " in heard for said in one.said)
    )


def _heard(words: str) -> str:
    return f" {' '.join(sound(one) for one in tokens(words))} "
