"""Words that a data file holds in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from weefsel.base.language import Text, text


@dataclass(frozen=True)
class Words:
    """The same words in Dutch and English."""

    nl: str
    en: str

    def render(self, lang: str) -> str:
        """Give the words in a language."""
        return self.nl if lang == "nl" else self.en

    def text(self) -> Text:
        """Give the words as a sentence that pages can draw."""
        return text("%(words)s", words=self)

    def __bool__(self) -> bool:
        """Tell whether there are any words."""
        return bool(self.nl or self.en)
