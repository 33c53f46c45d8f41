"""Studies: what research found of an intervention, nil and adverse included.

One file a finding, not a paper: a paper with three outcomes has three. ``number`` says what
the number is, because about half of the percentages in the sources are no effects but
levels, reach, votes or chances.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import Field

from weefsel.base.document import Identified, read_folder
from weefsel.base.language import text
from weefsel.evidence.checked import check_address, fault
from weefsel.evidence.parameter import Check, Grade
from weefsel.evidence.words import Words

Design = Literal["rct", "quasi", "before_after", "register", "qualitative", "meta", ""]
Measure = Literal["smd", "d", "rr", "or", "hr", "pp", "pct", "other"]
Direction = Literal["positive", "negative", "nil", "mixed", "not_shown"]
Number = Literal["effect", "level", "reach", "vote", "probability", "ratio", "none"]
Interval = Literal["ci95", "published", "subgroup", "other_year", "none"]
CONTROLLED: frozenset[str] = frozenset({"rct", "quasi"})
RATIOS: frozenset[str] = frozenset({"rr", "or", "hr"})  # one, not zero, is no effect


class Study(Identified):
    """One finding: design, size, outcome, effect with its interval, and which way it points.

    Empty is "not found": ``None`` for a number, "" for words. ``not_shown`` says that
    research showed nothing either way, which is not "does not work".
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    dated: date
    intervention: str
    title: str = Field(min_length=1)  # the paper or report, as it is cited
    year: int | None = None
    country: str = Field(pattern=r"^[A-Z]{2,3}$")  # ISO code; INT where several
    design: Design = ""
    n: int | None = Field(default=None, gt=0)
    outcome_nl: str = Field(min_length=1)
    outcome_en: str = Field(min_length=1)
    outcome: str = ""  # key shared by studies that measured the same
    measure: Measure
    number: Number
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    interval: Interval = "none"
    follow_up_months: float | None = Field(default=None, ge=0)
    direction: Direction
    parameter: str = ""  # the parameter that holds the same number
    url: str = Field(min_length=1)
    evidence_grade: Grade
    remark_nl: str = ""
    remark_en: str = ""
    checked: Check

    @property
    def measured(self) -> Words:
        """Give the outcome in both languages."""
        return Words(self.outcome_nl, self.outcome_en)

    @property
    def remark(self) -> Words:
        """Give the remark in both languages."""
        return Words(self.remark_nl, self.remark_en)

    @property
    def before_after(self) -> bool:
        """Tell whether it compares people with themselves: such a design flatters."""
        return self.design == "before_after"

    @property
    def controlled(self) -> bool:
        """Tell whether there was somebody to compare with."""
        return self.design in CONTROLLED


def check_study(study: Study, where: str) -> None:
    """Check what types cannot: the range holds the effect, and a number says what it is.

    Raises ``InputError`` that names the file and the key.
    """
    check_address("url", study.url, where)
    if (study.effect is None) != (study.number == "none"):
        raise fault("number", text("it does not fit whether there is a number."), where)
    ranged = study.low is not None or study.high is not None
    if ranged != (study.interval != "none"):
        raise fault("interval", text("it does not fit whether there is a low and high."), where)
    if ranged and (study.low is None or study.high is None or study.effect is None):
        raise fault("low", text("a range has a low, a high and a number between them."), where)
    held = [one for one in (study.low, study.effect, study.high) if one is not None]
    if held != sorted(held):
        raise fault("effect", text("the value does not lie between its low and high."), where)
    if study.measure in RATIOS and study.effect is not None and study.effect <= 0:
        raise fault("effect", text("a value of this kind is above zero."), where)
    if study.year is not None and not 1900 <= study.year <= study.dated.year:  # typing errors
        raise fault("year", text("the year lies outside what is possible."), where)


def read_studies(folder: Path) -> dict[str, Study]:
    """Read every study of a folder, by id in alphabetical order.

    Raises ``InputError`` that names file and key when a file is wrong.
    """
    return read_folder(Study, folder, check_study)


@cache
def studies() -> dict[str, Study]:
    """Give the studies that come with Weefsel."""
    return read_studies(Path(str(resources.files("weefsel.evidence"))) / "data/studies")


def studies_of(intervention: str) -> tuple[Study, ...]:
    """Give the studies of one intervention."""
    return tuple(one for one in studies().values() if one.intervention == intervention)
