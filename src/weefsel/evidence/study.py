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
from weefsel.base.figure import Figure, Flag, Source
from weefsel.base.language import Text, text
from weefsel.base.numbers import written_decimals
from weefsel.evidence.checked import Real, Whole, check_address, fault
from weefsel.evidence.parameter import Check, Grade
from weefsel.evidence.references import Known, check_named
from weefsel.evidence.words import Words

Design = Literal["rct", "quasi", "before_after", "register", "qualitative", "meta", ""]
Measure = Literal["smd", "d", "rr", "or", "hr", "pp", "pct", "other"]
Direction = Literal["positive", "negative", "nil", "mixed", "not_shown"]
Number = Literal["effect", "level", "reach", "vote", "probability", "ratio", "none"]
Interval = Literal["ci95", "published", "subgroup", "other_year", "none"]
INTERVAL: Interval = "ci95"  # the one range that says how unsure an effect is
CONTROLLED: frozenset[str] = frozenset({"rct", "quasi"})
RATIOS: frozenset[str] = frozenset({"rr", "or", "hr"})  # one, not zero, is no effect
# Key of base.figure.UNITS that follows the number of a measure.
UNIT_OF: dict[str, str] = {"smd": "smd", "d": "smd", "pp": "percent_points", "pct": "percent"}


class Study(Identified):
    """One finding: design, size, outcome, effect with its interval, and which way it points.

    Empty is "not found": ``None`` for a number, "" for words. ``not_shown`` says that
    research showed nothing either way, which is not "does not work".
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    dated: date
    intervention: str
    title: str = Field(min_length=1)  # the paper or report, as it is cited
    year: Whole | None = None
    # ISO code; INT where several are named, empty where no page names them.
    country: str = Field(pattern=r"^([A-Z]{2,3})?$")
    design: Design = ""
    n: Whole | None = Field(default=None, gt=0)
    outcome_nl: str = Field(min_length=1)
    outcome_en: str = Field(min_length=1)
    outcome: str = ""  # key shared by studies that measured the same
    measure: Measure
    number: Number
    effect: Real | None = None
    low: Real | None = None
    high: Real | None = None
    interval: Interval = "none"
    follow_up_months: Real | None = Field(default=None, ge=0)
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
    def figure(self) -> Figure:
        """Give the number of the finding with its interval, or why there is none."""
        held = [one for one in (self.effect, self.low, self.high) if one is not None]
        return Figure(
            id=f"study:{self.id}",
            value=self.effect,
            unit=UNIT_OF.get(self.measure, "ratio"),
            low=self.low,
            high=self.high,
            range_kind=self.interval,
            decimals=max(map(written_decimals, held), default=0),
            year=self.year,
            sources=(f"study:{self.id}",),
            flag=Flag.MISSING if self.effect is None else Flag.MEASURED,
            reason=self._lacks,
        )

    @property
    def _lacks(self) -> Text | None:
        if self.effect is None:
            return text("no number was read")
        return None if self.low is not None else text("none was read in the source")

    @property
    def size(self) -> Figure | None:
        """Give how many took part, or ``None`` where that was not found."""
        if self.n is None:
            return None
        return Figure(
            id=f"study:{self.id}:n",
            value=float(self.n),
            decimals=0,
            year=self.year,
            sources=(f"study:{self.id}",),
            reason=text("a count of who took part"),
        )

    @property
    def followed(self) -> Figure | None:
        """Give how long after the start was measured, or ``None`` where not found."""
        if self.follow_up_months is None:
            return None
        return Figure(
            id=f"study:{self.id}:months",
            value=self.follow_up_months,
            unit="months",
            decimals=written_decimals(self.follow_up_months),
            year=self.year,
            sources=(f"study:{self.id}",),
            reason=text("the time until it was measured"),
        )

    def as_source(self) -> Source:
        """Give the source as screens and files list it."""
        return Source(
            id=f"study:{self.id}",
            title=self.title,
            year=self.year,
            url=self.url,
            grade=self.evidence_grade,
            remark=self.remark_en,
            extra={"checked": self.checked.how, "checked_on": self.checked.when.isoformat()},
        )

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


def check_named_by(study: Study, interventions: Known, parameters: Known, where: str) -> None:
    """Check that the intervention and the parameter a study names are there.

    Raises ``InputError`` that names the file and the key.
    """
    check_named("intervention", [study.intervention], interventions, where)
    check_named("parameter", [study.parameter], parameters, where)


def read_studies(
    folder: Path, *, interventions: Known = None, parameters: Known = None
) -> dict[str, Study]:
    """Read every study of a folder, by id in alphabetical order.

    What it names is looked up among ``interventions`` and ``parameters`` where these are
    given. Raises ``InputError`` that names file and key when a file is wrong.
    """

    def verify(study: Study, where: str) -> None:
        check_study(study, where)
        check_named_by(study, interventions, parameters, where)

    return read_folder(Study, folder, verify)


@cache
def studies() -> dict[str, Study]:
    """Give the studies that come with Weefsel."""
    return read_studies(Path(str(resources.files("weefsel.evidence"))) / "data/studies")


def studies_of(intervention: str) -> tuple[Study, ...]:
    """Give the studies of one intervention."""
    return tuple(one for one in studies().values() if one.intervention == intervention)
