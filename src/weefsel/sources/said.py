"""Numbers and lists of names inside a sentence, written in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from weefsel.base.language import render, text
from weefsel.base.numbers import write_number

_LARGE = 1e15  # a number is exact to its last digit up to here; a larger one is a mistake
SHOWN = 3  # names listed in a sentence before it says "and n more"


@dataclass(frozen=True)
class Number:
    """A number inside a sentence: written in the reader's language, not rounded away."""

    value: float
    decimals: int | None = None

    def render(self, lang: str) -> str:
        """Give the number with the decimals it has."""
        if self.decimals is not None:
            return write_number(self.value, lang, self.decimals)
        if abs(self.value) >= _LARGE:
            return f"{self.value:g}"
        written = f"{self.value:.6f}".rstrip("0")
        return write_number(self.value, lang, len(written.partition(".")[2]))


@dataclass(frozen=True)
class Listed:
    """Names inside a sentence: the first few, and how many more there are."""

    names: tuple[object, ...]  # words, or anything with ``render(lang)``

    def render(self, lang: str) -> str:
        """Give the names in a language."""
        shown = ", ".join(render(name, lang) for name in self.names[:SHOWN])
        more = len(self.names) - SHOWN
        if more <= 0:
            return shown
        return text("%(shown)s and %(more)s more", shown=shown, more=Number(more, 0)).render(lang)
