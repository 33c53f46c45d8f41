"""The three regimes of Iv3 codes, and the groups that can be followed across them."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import Field

from weefsel.base.document import Document, read_document
from weefsel.evidence.words import Words

Regime = Literal["until_2022", "from_2023", "from_2025"]
Side = Literal["base", "joined", "heavy", "other"]
REGIMES: tuple[Regime, ...] = ("until_2022", "from_2023", "from_2025")
FIRST_YEAR: dict[Regime, int] = {"until_2022": 2017, "from_2023": 2023, "from_2025": 2025}
# Codes that hold what was booked without a letter, or, in some files, the sum of the letters.
WHOLES = ("6.71", "6.72", "6.73", "6.74", "6.81", "6.82")


class Group(Document):
    """Task fields that are followed together, by the codes of each regime."""

    id: str
    nl: str
    en: str
    side: Side
    until_2022: tuple[str, ...] = Field(min_length=1)
    from_2023: tuple[str, ...] = Field(min_length=1)
    from_2025: tuple[str, ...] = Field(min_length=1)

    @property
    def name(self) -> Words:
        """Give its name in both languages."""
        return Words(self.nl, self.en)

    def codes(self, regime: Regime) -> tuple[str, ...]:
        """Give its codes in a regime."""
        held: tuple[str, ...] = getattr(self, regime)
        return held

    @property
    def one_field(self) -> bool:
        """Tell whether it has the same codes in every regime, so that parts can be followed."""
        return self.until_2022 == self.from_2023 == self.from_2025


class Fields(Document):
    """All groups, with the margins that are ours."""

    source: str
    margin: float = Field(gt=0)
    margin_source: str
    fewest: int = Field(ge=1)
    group: tuple[Group, ...]


@cache
def fields() -> Fields:
    """Give the groups that come with Weefsel."""
    folder = Path(str(resources.files("weefsel.weigh")))
    return read_document(Fields, folder / "iv3_fields.toml")


def regime_of_year(year: int) -> Regime:
    """Give the regime whose codes hold in a year."""
    return next(one for one in reversed(REGIMES) if year >= FIRST_YEAR[one] or one == REGIMES[0])


def regime_of_codes(codes: Collection[str]) -> Regime | None:
    """Give the regime that a set of codes can only belong to; none where it could be any."""
    for regime in reversed(REGIMES):
        others = {
            code for other in REGIMES if other != regime for g in fields().group
            for code in g.codes(other)
        }  # fmt: skip
        own = {code for group in fields().group for code in group.codes(regime)} - others
        if own & set(codes):
            return regime
    return None
