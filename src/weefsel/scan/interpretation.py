"""What people say about the figures of an area, and how far its scan is: plain data.

A scan is a concept until a person published its finding after interpretation; it is called
definitive only after enough sessions in which residents took part (DOMAIN §9, Weefsel's
reading).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from pathlib import Path

from weefsel.base.document import Document, read_document
from weefsel.base.language import Text, text
from weefsel.scan.method import Value
from weefsel.scan.result import ScanResult
from weefsel.sources.said import Number


class Recognised(StrEnum):
    """Whether people who know the area recognise a figure."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"

    @property
    def words(self) -> Text:
        """Give it in words."""
        return RECOGNISED[self]


RECOGNISED: dict[str, Text] = {
    Recognised.YES: text("recognised"),
    Recognised.PARTLY: text("partly recognised"),
    Recognised.NO: text("not recognised"),
}


class Standing(StrEnum):
    """How far the scan of an area is."""

    CONCEPT = "concept"
    PUBLISHED = "published"
    DEFINITIVE = "definitive"

    @property
    def words(self) -> Text:
        """Give it in words."""
        return STANDINGS[self]


STANDINGS: dict[str, Text] = {
    Standing.CONCEPT: text("draft"),
    Standing.PUBLISHED: text("published, not yet definitive"),
    Standing.DEFINITIVE: text("definitive"),
}


@dataclass(frozen=True)
class Interpretation:
    """What one person says about one figure: role and house, never a name."""

    figure: str  # id of an indicator or a condition
    year: int
    recognised: Recognised
    why: str
    role: Text
    house: str
    on: date


@dataclass(frozen=True)
class Session:
    """One meeting in which people interpreted the figures of an area."""

    on: date
    residents: bool  # whether residents took part
    recognised: Recognised
    told: str = ""


class InterpretationRules(Document):
    """When a scan is definitive."""

    dated: str
    sessions_for_definitive: Value


@cache
def interpretation_rules() -> InterpretationRules:
    """Give the rules that come with Weefsel."""
    folder = Path(str(resources.files("weefsel.scan"))) / "declared"
    return read_document(InterpretationRules, folder / "interpretation.toml")


def standing(published: bool, sessions: Sequence[Session]) -> Standing:
    """Say how far a scan is: enough sessions with residents make a published one definitive."""
    if not published:
        return Standing.CONCEPT
    enough = interpretation_rules().sessions_for_definitive.value
    held = sum(one.residents for one in sessions)
    return Standing.DEFINITIVE if held >= enough else Standing.PUBLISHED


def standing_reason(published: bool, sessions: Sequence[Session]) -> Text:
    """Say why a scan stands where it stands, and that this is how Weefsel reads it."""
    said = {
        "held": Number(sum(one.residents for one in sessions), 0),
        "needed": Number(interpretation_rules().sessions_for_definitive.value, 0),
    }
    if not published:
        return text(
            "It stays a concept until somebody with that right publishes it after interpretation."
        )
    return text(
        "Sessions with residents: %(held)s. From %(needed)s on Weefsel calls a published scan "
        "definitive: that is Weefsel’s own reading of how neighbourhood scans are made.",
        **said,
    )


def edition_mark(result: ScanResult, area: str) -> str:
    """Give a mark of all figures of an area; another figure, year or source gives another."""
    rows = [
        f"{row['indicator']}|{row['year']}|{row['value']:.9g}|{row['source']}"
        for (code, _), row in sorted(result.value_rows.items())
        if code == area
    ]
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()
