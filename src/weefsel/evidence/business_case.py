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
from weefsel.base.language import Text, text
from weefsel.evidence.checked import Whole, check_address, check_once, check_year, fault
from weefsel.evidence.parameter import Check, Grade
from weefsel.evidence.references import Known, check_named
from weefsel.evidence.words import Words

Kind = Literal["business_case", "cost_benefit", "calculator", "review"]
Outcome = Literal["gain", "loss", "mixed", "not_found"]


class Case(Document):
    """One published case: what was valued, what came out, how good it is."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name_nl: str = Field(min_length=1)
    name_en: str = Field(min_length=1)
    kind: Kind
    year: Whole | None = None
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


def read_cases(
    path: Path, *, parameters: Known = None, interventions: Known = None
) -> dict[str, Case]:
    """Read the register, by id in the order of the file.

    What a case names is looked up among ``parameters`` and ``interventions`` where these are
    given. Raises ``InputError`` that names file and key when it is wrong.
    """
    made = read_document(Cases, path)
    found: dict[str, Case] = {}
    for number, one in enumerate(made.case):
        key = f"case[{number}]"
        check_address(f"{key}.url", one.url, path.name)
        check_year(f"{key}.year", one.year, made.dated.year, path.name)
        check_once(f"{key}.parameters", one.parameters, path.name)
        check_named(f"{key}.parameters", one.parameters, parameters, path.name)
        check_named(f"{key}.intervention", [one.intervention], interventions, path.name)
        if one.id in found:
            raise fault(f"{key}.id", text("it is there twice."), path.name)
        found[one.id] = one
    return found


@cache
def business_cases() -> dict[str, Case]:
    """Give the published cases that come with Weefsel."""
    return read_cases(Path(str(resources.files("weefsel.evidence"))) / "data/cases.toml")


KINDS: dict[str, Text] = {
    "business_case": text("business case"),
    "cost_benefit": text("cost-benefit analysis"),
    "calculator": text("calculator"),
    "review": text("review of several cases"),
}
OUTCOMES: dict[str, Text] = {
    "gain": text("more gained than spent"),
    "loss": text("more spent than gained"),
    "mixed": text("differs by payer or place"),
    "not_found": text("outcome not found"),
}
CONTROLLED: dict[str, Text] = {
    "yes": text("with a comparison"),
    "no": text("without a comparison"),
    "not_found": text("comparison not found"),
}


def said_controlled(case: Case) -> str:
    """Tell whether the effects of a case rest on a comparison: yes, no or not_found."""
    return "not_found" if case.controlled is None else "yes" if case.controlled else "no"


def cases_with(outcome: str = "", controlled: str = "") -> tuple[Case, ...]:
    """Give the published cases with an outcome and a comparison; empty is whatever."""
    return tuple(
        one
        for one in business_cases().values()
        if (not outcome or one.outcome == outcome)
        and (not controlled or said_controlled(one) == controlled)
    )
