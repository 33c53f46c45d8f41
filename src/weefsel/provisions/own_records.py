"""From what a municipality notes to indicators of its neighbourhoods, by a stated rule each.

Audits, forms of participation, residents' initiatives and learning places fill core indicators
of inclusion and empowerment for which there are no national statistics (DOMAIN.md 6.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

from weefsel.base.document import Document, read_document

PER = 1000  # residents, by the unit of the indicators
FULL = 100.0  # an audit in which every point is met

ACCESSIBILITY = "accessibility_audit"
PARTICIPATION = "participation_forms"
INITIATIVES = "residents_initiatives_per_1000"
LEARNING = "learning_places_per_1000"


class Point(Document):
    """One point of the accessibility audit."""

    id: str
    side: Literal["physical", "financial", "language", "digital"]
    name_nl: str
    name_en: str
    source: str = ""

    def name(self, lang: str) -> str:
        """Give the point in a language."""
        return self.name_nl if lang == "nl" else self.name_en


class _Points(Document):
    point: tuple[Point, ...]


@cache
def points() -> tuple[Point, ...]:
    """Give the points of the audit, in order."""
    folder = Path(str(resources.files("weefsel.provisions")))
    return read_document(_Points, folder / "audit_points.toml").point


@dataclass(frozen=True)
class Audited:
    """One provision that was audited: where it is, and the points that were judged."""

    area: str
    met: int
    judged: int


@dataclass(frozen=True)
class Counted:
    """Something that was counted in an area: initiatives, places; of a kind where that matters."""

    area: str
    count: int = 1
    kind: str = ""


def accessibility(audits: Iterable[Audited]) -> dict[str, float]:
    """Give per neighbourhood the mean share of points met, 0 to 100, each provision once.

    A neighbourhood without an audit has no figure: nobody looked.
    """
    shares: dict[str, list[float]] = {}
    for one in audits:
        if one.judged > 0:
            shares.setdefault(one.area, []).append(FULL * one.met / one.judged)
    return {area: sum(found) / len(found) for area, found in sorted(shares.items())}


def participation(
    forms: Iterable[Counted], neighbourhoods: Mapping[str, tuple[str, ...]]
) -> dict[str, float]:
    """Give per neighbourhood how many different forms its residents could use.

    ``neighbourhoods`` gives of each the areas that hold it: a form of the whole district or
    municipality is open to all of its neighbourhoods. A kind counts once.
    """
    kinds: dict[str, set[str]] = {}
    for one in forms:
        kinds.setdefault(one.area, set()).add(one.kind)
    return {
        code: float(len(set().union(*(kinds.get(area, set()) for area in (code, *above)))))
        for code, above in sorted(neighbourhoods.items())
    }


def per_1000(counted: Iterable[Counted], residents: Mapping[str, float]) -> dict[str, float]:
    """Give per neighbourhood the count per 1,000 residents.

    A neighbourhood in which nothing was counted has 0: only a list that is complete may be
    turned into figures. One without residents has no figure.
    """
    sums: dict[str, int] = {}
    for one in counted:
        sums[one.area] = sums.get(one.area, 0) + one.count
    return {
        code: PER * sums.get(code, 0) / people
        for code, people in sorted(residents.items())
        if people > 0
    }
