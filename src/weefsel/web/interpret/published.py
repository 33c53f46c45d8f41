"""The finding of an area as everybody may see it: the frozen copy of what was published."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from weefsel.base.language import Text
from weefsel.scan.interpretation import (
    Recognised,
    Session,
    Standing,
    edition_mark,
    standing,
    standing_reason,
)
from weefsel.scan.result import ScanResult
from weefsel.web.accounts.rights import decide
from weefsel.web.accounts.roles import ROLE_NAMES
from weefsel.web.interpret import models

SEE, EDIT, PUBLISH = "finding.see", "finding.edit", "finding.publish"


@dataclass(frozen=True)
class FrozenFigure:
    """A figure that was named in a finding, as it was when that was published."""

    indicator: str
    value: float | None
    year: int | None
    unit: str
    decimals: int | None


@dataclass(frozen=True)
class PublishedFinding:
    """What a person published about an area: words, chosen figures, who, when, which edition."""

    area: str
    title: str
    language: str
    conclusion: str
    strengths: tuple[FrozenFigure, ...]
    strains: tuple[FrozenFigure, ...]
    on: date
    role: Text
    house: str
    reason: str  # why it was published without any story, else empty
    year: int  # of the scan
    mark: str  # of the figures of then
    standing: Standing
    standing_reason: Text

    def changed(self, result: ScanResult) -> bool:
        """Tell whether figures of the area changed since this was published."""
        return edition_mark(result, self.area) != self.mark


def sessions_of(code: str) -> tuple[Session, ...]:
    """Give the sessions about an area, without the counts of who was there."""
    return tuple(as_session(one) for one in models.Session.objects.filter(area=code))


def as_session(one: models.Session) -> Session:
    """Give a session as plain data."""
    return Session(one.held_on, one.residents > 0, Recognised(one.recognised), one.told)


def finding_of(code: str) -> PublishedFinding | None:
    """Give what was published about an area; none while its scan is a concept."""
    thing = models.Finding.objects.filter(area=code, published_at__isnull=False).first()
    return None if thing is None else frozen(thing, sessions_of(code))


def concept_of(code: str, user: Any) -> models.Finding | None:
    """Give what is being worked on, when somebody may see that; none otherwise."""
    thing = models.Finding.objects.filter(area=code).select_related("house").first()
    return thing if thing is not None and may_see_concept(user, thing) else None


def may_see_concept(user: Any, thing: models.Finding) -> bool:
    """Tell whether somebody may see what is worked on, apart from what was published."""
    found = decide(user, SEE, thing)
    return found.allowed and found.house is not None  # a refusal names a house too


def frozen(thing: models.Finding, sessions: Sequence[Session]) -> PublishedFinding:
    """Read the frozen copy of a published finding."""
    said = json.loads(thing.published_document)
    assert thing.published_at is not None
    return PublishedFinding(
        area=thing.area,
        title=said["title"],
        language=said["language"],
        conclusion=said["conclusion"],
        strengths=tuple(FrozenFigure(**one) for one in said["strengths"]),
        strains=tuple(FrozenFigure(**one) for one in said["strains"]),
        on=thing.published_at.date(),
        role=ROLE_NAMES[thing.published_role],
        house=thing.published_house,
        reason=thing.published_reason,
        year=said["year"],
        mark=thing.published_mark,
        standing=standing(True, sessions),
        standing_reason=standing_reason(True, sessions),
    )


def to_freeze(thing: models.Finding, result: ScanResult) -> dict[str, Any]:
    """Give the copy that is frozen when a finding is published, with its figures of now."""

    def told(ids: Sequence[str]) -> list[dict[str, Any]]:
        found = []
        for one in ids:
            figure = result.figure(thing.area, one)
            found.append(
                {
                    "indicator": one,
                    "value": figure.value,
                    "year": figure.year,
                    "unit": str(figure.unit or ""),
                    "decimals": figure.decimals,
                }
            )
        return found

    return {
        "schema": "weefsel.published-finding/1",
        "title": thing.title,
        "language": thing.language,
        "conclusion": thing.conclusion,
        "strengths": told(thing.strengths),
        "strains": told(thing.strains),
        "year": result.year,
    }
