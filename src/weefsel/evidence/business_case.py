"""Published business cases and cost-benefit analyses, with their outcome and quality.

A register of what others published, not of what holds: most have no control group, and what
succeeds is published sooner.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import Field

from weefsel.base.document import Document, read_document
from weefsel.evidence.checked import check_address
from weefsel.evidence.parameter import Check, Grade
from weefsel.evidence.words import Words

Kind = Literal["business_case", "cost_benefit", "calculator", "review"]
Outcome = Literal["gain", "loss", "mixed", "not_found"]


class Case(Document):
    """One published case: what was valued, what came out, how good it is."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name_nl: str = Field(min_length=1)
    name_en: str = Field(min_length=1)
    kind: Kind
    year: int | None = None
    country: str = Field(pattern=r"^[A-Z]{2,3}$")
    outcome: Outcome  # not_found: the outcome was not read
    result_nl: str = ""
    result_en: str = ""
    controlled: bool | None = None  # whether effects rest on a comparison; None: not read
    evidence_grade: Grade
    intervention: str = ""
    parameters: tuple[str, ...] = ()
    title: str = Field(min_length=1)
    url: str = Field(min_length=1)
    checked: Check

    @property
    def name(self) -> Words:
        """Give the name in both languages."""
        return Words(self.name_nl, self.name_en)

    @property
    def result(self) -> Words:
        """Give what came out, in both languages; empty when it was not found."""
        return Words(self.result_nl, self.result_en)


class Cases(Document):
    """The register as a file."""

    dated: date
    case: tuple[Case, ...] = Field(min_length=1)


def read_cases(path: Path) -> dict[str, Case]:
    """Read the register, by id in the order of the file.

    Raises ``InputError`` that names file and key when it is wrong.
    """
    made = read_document(Cases, path)
    for number, one in enumerate(made.case):
        check_address(f"case[{number}].url", one.url, path.name)
    return {one.id: one for one in made.case}


@cache
def business_cases() -> dict[str, Case]:
    """Give the published cases that come with Weefsel."""
    return read_cases(Path(str(resources.files("weefsel.evidence"))) / "data/cases.toml")
