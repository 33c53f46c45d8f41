"""Words of certainty: the one function of the whole product (rule 10 of the design)."""

from __future__ import annotations

from enum import StrEnum

from weefsel.base.language import Text, text

CERTAIN_FROM = 0.95  # one-sided probability, DESIGN.md section 4, rule 10
LIKELY_FROM = 0.80


class Certainty(StrEnum):
    """How sure it is that something lies at one side of a line."""

    CERTAIN = "certain"
    LIKELY = "likely"
    INDISTINGUISHABLE = "indistinguishable"

    def word(self) -> Text:
        """Give the word that people read: zeker, vermoedelijk, niet te onderscheiden."""
        return {
            Certainty.CERTAIN: text("certain"),
            Certainty.LIKELY: text("likely"),
            Certainty.INDISTINGUISHABLE: text("not distinguishable"),
        }[self]

    def render(self, lang: str) -> str:
        """Give the word in a language."""
        return self.word().render(lang)


def certainty(probability: float, *, model_share: float = 0.0) -> Certainty:
    """Give the word for a one-sided probability that a difference or balance has its sign.

    ``probability`` is the share of outcomes at the side of the claim, 0 to 1; the side
    itself is the caller's. ``model_share`` is the share of a composite's weight that
    rests on model estimates whose error is not published: above one half the word is
    never *certain*. Raises ``ValueError`` outside 0 to 1.
    """
    if not 0.0 <= probability <= 1.0:
        raise ValueError(f"probability {probability} is not between 0 and 1")
    sure = max(probability, 1.0 - probability)
    if sure >= CERTAIN_FROM and model_share <= 0.5:
        return Certainty.CERTAIN
    if sure >= LIKELY_FROM:
        return Certainty.LIKELY
    return Certainty.INDISTINGUISHABLE
