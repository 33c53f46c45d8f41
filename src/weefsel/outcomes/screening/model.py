"""What screening finds: the kinds, one finding, and a text with its findings struck out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from weefsel.base.language import Text, text


class Kind(StrEnum):
    """What a piece of text gives away."""

    BSN = "bsn"
    IBAN = "iban"
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"
    STREET = "street"
    BIRTH_DATE = "birth_date"
    PLATE = "plate"
    NAME = "name"

    @property
    def label(self) -> Text:
        """Give the name of the kind."""
        return _LABELS[self]

    @property
    def marker(self) -> str:
        """Give what comes in the place of the words: Dutch, for it is stored in the text."""
        return f"[{_MARKERS[self]}]"


_LABELS = {
    Kind.BSN: text("citizen service number"),
    Kind.IBAN: text("account number"),
    Kind.PHONE: text("phone number"),
    Kind.EMAIL: text("e-mail address"),
    Kind.POSTCODE: text("postcode"),
    Kind.STREET: text("street with house number"),
    Kind.BIRTH_DATE: text("birth date"),
    Kind.PLATE: text("licence plate"),
    Kind.NAME: text("name"),
}
_MARKERS = {
    Kind.BSN: "bsn",
    Kind.IBAN: "rekeningnummer",
    Kind.PHONE: "telefoonnummer",
    Kind.EMAIL: "e-mailadres",
    Kind.POSTCODE: "adres",
    Kind.STREET: "adres",
    Kind.BIRTH_DATE: "geboortedatum",
    Kind.PLATE: "kenteken",
    Kind.NAME: "naam",
}
MARKER = re.compile(r"\[(?:" + "|".join(sorted(set(_MARKERS.values()))) + r")\]")


class Certainty(StrEnum):
    """How sure a finding is: a doubtful one is struck too, and may be put back."""

    SURE = "sure"
    LIKELY = "likely"
    DOUBTFUL = "doubtful"

    @property
    def label(self) -> Text:
        """Give the word for it."""
        return _CERTAINTIES[self]


_CERTAINTIES = {
    Certainty.SURE: text("sure"),
    Certainty.LIKELY: text("probable"),
    Certainty.DOUBTFUL: text("doubtful"),
}


@dataclass(frozen=True)
class Finding:
    """A stretch of a text, from ``start`` up to ``end``, that points to one person."""

    start: int
    end: int
    kind: Kind
    why: Text
    certainty: Certainty
    found: str

    @property
    def key(self) -> str:
        """Give what the same words elsewhere in the text share: kind and words."""
        return f"{self.kind}:{' '.join(self.found.split()).casefold()}"

    @property
    def may_stay(self) -> bool:
        """Tell whether the writer may put it back: a name may be no person, a number may not."""
        return self.kind is Kind.NAME


@dataclass(frozen=True)
class Screened:
    """A text, what was found in it in order of place, and which names were asked how.

    ``names_by`` is ``rules`` or ``rules+deduce``.
    """

    text: str
    findings: tuple[Finding, ...]
    names_by: str = "rules"

    @property
    def struck(self) -> str:
        """Give the text with a marker in the place of each finding."""
        return strike(self.text, self.findings)

    def keeping(self, keys: Collection[str]) -> Screened:
        """Put back the names whose ``key`` is given; structured kinds never come back."""
        left = tuple(one for one in self.findings if not (one.may_stay and one.key in keys))
        return Screened(self.text, left, self.names_by)

    def pieces(self) -> list[tuple[str, Finding | None]]:
        """Give the text cut in pieces, each with its finding or none, to draw it."""
        cut: list[tuple[str, Finding | None]] = []
        here = 0
        for one in self.findings:
            if one.start > here:
                cut.append((self.text[here : one.start], None))
            cut.append((self.text[one.start : one.end], one))
            here = one.end
        if here < len(self.text):
            cut.append((self.text[here:], None))
        return cut

    @property
    def names_sentence(self) -> Text:
        """Say by what the names were sought."""
        return names_sentence(self.names_by)


def names_sentence(names_by: str) -> Text:
    """Say by what names were sought."""
    if names_by == "rules":
        return text(
            "Names were sought with Weefsel's own rules alone; the second reader, deduce, "
            "was not asked."
        )
    return text("Names were sought with Weefsel's own rules and with a second reader, deduce.")


def strike(words: str, findings: Iterable[Finding]) -> str:
    """Put each finding's marker in its place; findings are in order and do not overlap."""
    out: list[str] = []
    here = 0
    for one in findings:
        out += [words[here : one.start], one.kind.marker]
        here = one.end
    return "".join([*out, words[here:]])
