"""What a check finds: a grade, what it is, why that matters and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from pathlib import Path
from typing import Any

from weefsel.base.language import Text, plural, text


class Grade(IntEnum):
    """How well something stands; the worst counts for the whole."""

    GOOD = 0
    MIND = 1
    WRONG = 2

    @property
    def words(self) -> Text:
        """Give the grade in words."""
        return {
            Grade.GOOD: text("good"),
            Grade.MIND: text("mind this"),
            Grade.WRONG: text("wrong"),
        }[self]


@dataclass(frozen=True)
class Install:
    """What checks look at: the folder of the install and the moment of looking."""

    home: Path
    now: datetime


@dataclass(frozen=True)
class Finding:
    """What one check found."""

    grade: Grade
    what: Text
    why: Text | None = None
    mend: Text | None = None
    id: str = ""


Check = Callable[[Install], Finding]


def good(what: Text) -> Finding:
    """Say that something stands well."""
    return Finding(Grade.GOOD, what)


def mind(what: Text, why: Text, mend: Text) -> Finding:
    """Say that something could be better, why, and how to mend it."""
    return Finding(Grade.MIND, what, why, mend)


def wrong(what: Text, why: Text, mend: Text) -> Finding:
    """Say that something is wrong, why that is, and how to mend it."""
    return Finding(Grade.WRONG, what, why, mend)


@dataclass(frozen=True)
class Report:
    """Everything that was found, the worst first."""

    findings: tuple[Finding, ...]

    @property
    def grade(self) -> Grade:
        """Give the worst grade."""
        return max((one.grade for one in self.findings), default=Grade.GOOD)

    def count(self, grade: Grade) -> int:
        """Give how many findings have a grade."""
        return sum(one.grade == grade for one in self.findings)

    @property
    def title(self) -> Text:
        """Say in a sentence how the install stands."""
        if count := self.count(Grade.WRONG):
            return plural(
                "One thing is wrong with this install.",
                "%(count)s things are wrong with this install.",
                count,
                count=count,
            )
        if count := self.count(Grade.MIND):
            return plural(
                "Nothing is wrong; one thing asks for attention.",
                "Nothing is wrong; %(count)s things ask for attention.",
                count,
                count=count,
            )
        return text("Everything stands well.")

    def document(self, lang: str) -> dict[str, Any]:
        """Give the report as a plain record; ids and grades are never translated."""
        return {
            "schema": "weefsel.check/1",
            "grade": self.grade.name.lower(),
            "checks": [
                {
                    "id": one.id,
                    "grade": one.grade.name.lower(),
                    "what": one.what.render(lang),
                    "why": one.why.render(lang) if one.why else None,
                    "mend": one.mend.render(lang) if one.mend else None,
                }
                for one in self.findings
            ],
        }


def run(checks: Iterable[Check], install: Install) -> Report:
    """Do every check; one that breaks is itself a finding, and the others go on."""
    found = [_run(check, install) for check in checks]
    return Report(tuple(sorted(found, key=lambda one: -one.grade)))


def _run(check: Check, install: Install) -> Finding:
    name = check.__name__
    try:
        found = check(install)
    except Exception as fault:
        found = wrong(
            text("The check '%(name)s' could not be done (%(fault)s).", name=name, fault=fault),
            text("What cannot be looked at may be wrong."),
            text("Solve what it says, or report it: it may be a fault of Weefsel."),
        )
    return Finding(found.grade, found.what, found.why, found.mend, name)
