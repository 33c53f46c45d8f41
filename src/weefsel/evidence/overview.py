"""The whole library at a glance: how much there is, compared, filled in and checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from weefsel.base.language import Text, text
from weefsel.evidence.business_case import business_cases
from weefsel.evidence.grading import VERDICTS, Graded, grade
from weefsel.evidence.intervention import completeness, interventions
from weefsel.evidence.parameter import Check, parameters
from weefsel.evidence.register import Entry, themes
from weefsel.evidence.study import studies

FIELDS: dict[str, Text] = {
    "theme": text("theme"),
    "groups": text("groups"),
    "activities": text("kinds of activity"),
    "needs": text("needs"),
    "setting": text("where it is done"),
    "factors": text("working factors"),
    "places": text("places where it was applied"),
    "recognition": text("level of recognition"),
    "recognition_date": text("year of recognition"),
    "cost": text("cost"),
    "source_year": text("year of the source"),
}
_DAYS = 4  # days whose grades a process keeps: today, and what tests ask


@dataclass(frozen=True)
class Field:
    """One field of the interventions: how many have it, of how many."""

    id: str
    name: Text
    found: int
    total: int


@dataclass(frozen=True)
class Checks:
    """Of one kind of thing, how many were checked and how."""

    kind: str
    name: Text
    read_original: int
    read_copy: int
    not_read: int

    @property
    def total(self) -> int:
        """Give how many there are."""
        return self.read_original + self.read_copy + self.not_read


@lru_cache(maxsize=_DAYS)
def grades(on: date) -> Mapping[str, Graded]:
    """Grade every intervention as it stands on a day, by id."""
    held = tuple(studies().values())
    return {key: grade(one, held, on) for key, one in interventions().items()}


def by_verdict(on: date) -> dict[str, int]:
    """Give how many interventions each verdict of research has, in the order of ``VERDICTS``."""
    counts = Counter(one.verdict for one in grades(on).values())
    return {key: counts[key] for key in VERDICTS}


def fields() -> tuple[Field, ...]:
    """Give per field how many interventions have it, the least complete first."""
    counted = completeness(interventions())
    found = [Field(key, FIELDS[key], *counts) for key, counts in counted.items()]
    return tuple(sorted(found, key=lambda one: one.found))


def checks() -> tuple[Checks, ...]:
    """Give how many figures, interventions, studies and cases were checked, and how."""
    return (
        _checks("parameter", text("figures"), (one.checked for one in parameters().values())),
        _checks(
            "intervention",
            text("interventions"),
            (one.checked for one in interventions().values()),
        ),
        _checks("study", text("studies"), (one.checked for one in studies().values())),
        _checks(
            "case", text("business cases"), (one.checked for one in business_cases().values())
        ),
    )


def _checks(kind: str, name: Text, held: Iterable[Check]) -> Checks:
    counts = Counter(one.how for one in held)
    return Checks(kind, name, counts["read_original"], counts["read_copy"], counts["not_read"])


def by_theme() -> tuple[tuple[Entry, int], ...]:
    """Give every theme in the order of its file, with how many interventions it has."""
    counts = Counter(one.theme for one in interventions().values())
    return tuple((entry, counts[entry.id]) for entry in themes().entry)
