"""What answers about the library of evidence look like."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from weefsel.evidence.intervention import Activity, Group
from weefsel.web.api.schema import CheckedOut, FigureOut, Page, ReadAt, Record, Sentence

Verdict = Literal[
    "positive",
    "mostly",
    "in_part",
    "mixed",
    "nil",
    "adverse",
    "negative",
    "not_shown",
    "not_compared",
    "no_studies",
]


class FoundOut(Record):
    """Something that a question found."""

    id: str
    kind: str
    name: Sentence
    what: Sentence
    theme: str | None
    groups: list[str]
    level: str | None
    research: str | None = Field(description="Of an intervention: what research found.")
    score: float = Field(description="How well it fits; 0 without a question.")


class MeantOut(Record):
    """A word that nothing has, and the word one letter away that it was taken for."""

    written: str
    taken: str


class FoundThings(Page):
    """What a question found, best first."""

    found: list[FoundOut]
    unknown: list[str] = Field(description="Words of the question that nothing has.")
    meant: list[MeantOut]


class RecognitionOut(Record):
    """Dutch recognition. That there is none never says that it does not work."""

    level: str | None = Field(description="Null when it was not found.")
    words: Sentence
    by: str | None
    year: int | None
    recognised_on: date | None
    valid_until: date | None
    expired: bool | None = Field(description="Null when no date or term is known.")
    url: str | None


class StudyOut(Record):
    """One finding of a study."""

    id: str
    title: str
    year: int | None
    country: str
    design: str | None
    compared: bool = Field(description="Whether there was somebody to compare with.")
    n: int | None
    outcome: Sentence
    measure: str
    number: str = Field(description="effect, or what the number is instead.")
    figure: FigureOut
    follow_up_months: float | None
    direction: str
    parameter: str | None
    evidence_grade: str
    url: str
    remark: Sentence | None
    checked: CheckedOut


class TogetherOut(Record):
    """What three or more studies of one outcome say together."""

    outcome: str
    measure: str
    before_after: bool = Field(description="Without a comparison: such results flatter.")
    studies: list[str]
    figure: FigureOut = Field(description="The pooled effect with its 95% interval.")
    prediction: FigureOut = Field(description="What a new place may find.")
    tau2: float
    i2: float


class CostOut(Record):
    """What it costs according to a source."""

    figure: FigureOut
    unit: Sentence
    year: int | None
    url: str
    parameter: str | None


class NamedIn(Record):
    """Where it is named: ids."""

    chains: list[str]
    light_interventions: list[str]
    methods: list[str]
    business_cases: list[str]


class InterventionLine(Record):
    """An intervention in a list."""

    id: str
    name: str
    what: Sentence
    theme: str
    groups: list[Group]
    activities: list[Activity]
    recognition: RecognitionOut
    research: Verdict
    research_words: Sentence
    studies: int
    compared: int
    checked: CheckedOut


class SeenOut(Record):
    """A page, and the facts of the intervention that stand on it."""

    url: str
    title: str
    facts: list[str] = Field(description="what, setting, places, factor 1, cost and so on.")
    where: str = Field(description="Heading or page number; empty when it is a short page.")
    read: Literal["page", "abstract", "collection"] = Field(
        description="collection: taken from the collection, not opened by us."
    )


class InterventionOut(InterventionLine):
    """Everything the library holds of an intervention; null is not found."""

    needs: list[str] = Field(description="In Dutch: words people search with.")
    setting: Sentence | None
    factors: list[Sentence]
    places: Sentence | None
    cost: CostOut | None
    source: ReadAt
    remark: Sentence | None
    seen: list[SeenOut]
    findings: list[StudyOut]
    together: list[TogetherOut]
    named: NamedIn


class Interventions(Page):
    """A list of interventions."""

    interventions: list[InterventionLine]


class EntryOut(Record):
    """One entry of a list."""

    id: str
    name: Sentence | None = Field(description="Null when it was not found.")
    what: Sentence | None
    cluster: Sentence | None
    intervention: str | None
    url: str | None


class ThemeOut(EntryOut):
    """A theme with how many interventions it has."""

    interventions: int


class RegisterOut(Record):
    """A dated list with its source."""

    dated: date
    source: ReadAt
    remark: Sentence | None
    checked: CheckedOut
    entries: list[EntryOut]


class ThemesOut(Record):
    """The themes."""

    dated: date
    source: ReadAt
    remark: Sentence | None
    checked: CheckedOut
    entries: list[ThemeOut]


class CaseOut(Record):
    """A published business case or cost-benefit analysis."""

    id: str
    name: Sentence
    kind: str
    year: int | None
    country: str
    outcome: str
    result: Sentence | None
    controlled: bool | None = Field(description="Null when it was not found.")
    evidence_grade: str
    intervention: str | None
    parameters: list[str]
    source: str
    url: str
    checked: CheckedOut


class Cases(Record):
    """Every published case."""

    cases: list[CaseOut]


class FieldOut(Record):
    """How many interventions have a field."""

    id: str
    name: Sentence
    found: int
    total: int


class ChecksOut(Record):
    """How many things of a kind were checked, and how."""

    kind: str
    read_original: int
    read_copy: int
    not_read: int


class LookupOut(Record):
    """A class of facts that was looked up again."""

    id: str
    what: Sentence
    looked_up: list[str]
    not_looked_up: list[str]
    changed: list[str]
    found: Sentence


class Completeness(Record):
    """What was found, what was checked, and what was looked up again."""

    fields: list[FieldOut]
    checks: list[ChecksOut]
    lookups: list[LookupOut]
