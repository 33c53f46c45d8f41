"""Assumptions: what nobody measured and we had to choose, one small dated file each.

Every one is marked "our assumption" wherever it is shown, and can be changed in its file.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import Field

from weefsel.base.document import Identified, read_folder
from weefsel.base.errors import InputError
from weefsel.base.figure import UNITS, Figure, Source
from weefsel.base.language import text
from weefsel.evidence.words import Words


class Assumption(Identified):
    """A number of our own choosing: what it is, its value and range, and why."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    dated: date
    name_nl: str = Field(min_length=1)
    name_en: str = Field(min_length=1)
    unit: str
    value: float
    low: float | None = None
    high: float | None = None
    range_kind: Literal["assumed", "none"] = "none"
    reason_nl: str = Field(min_length=1)
    reason_en: str = Field(min_length=1)

    @property
    def name(self) -> Words:
        """Give the name in both languages."""
        return Words(self.name_nl, self.name_en)

    @property
    def reason(self) -> Words:
        """Give why this value was chosen, in both languages."""
        return Words(self.reason_nl, self.reason_en)

    def figure(self) -> Figure:
        """Give the value as a figure."""
        return Figure(
            id=self.id,
            value=self.value,
            unit=self.unit,
            low=self.low,
            high=self.high,
            range_kind=self.range_kind,
            sources=(f"assumption:{self.id}",),
            reason=None if self.low is not None else text("our assumption, without a range"),
        )

    def as_source(self) -> Source:
        """Give the assumption as the source of a figure."""
        return Source(
            id=f"assumption:{self.id}",
            title=self.name_en,
            publisher="Weefsel",
            year=self.dated.year,
            remark=self.reason_en,
            extra={
                "name_nl": self.name_nl,
                "name_en": self.name_en,
                "range_kind": self.range_kind,
                "ours": "our assumption",
            },
        )


def read_assumptions(folder: Path) -> dict[str, Assumption]:
    """Read every assumption file of a folder, by id in alphabetical order.

    Raises ``InputError`` that names file and key when a file is wrong.
    """
    return read_folder(Assumption, folder, _check)


def _check(made: Assumption, file: str) -> None:
    wrong = ""
    if made.unit not in UNITS:
        wrong = "unit"
    elif (made.range_kind == "assumed") != (made.low is not None and made.high is not None):
        wrong = "range_kind"
    elif (
        made.low is not None and made.high is not None and not made.low <= made.value <= made.high
    ):
        wrong = "value"
    if wrong:
        raise InputError(
            text("the key '%(key)s' does not fit the rest of the file.", key=wrong),
            where=file,
            todo=text("Correct it and try again."),
        )


@cache
def assumptions() -> dict[str, Assumption]:
    """Give the assumptions that come with Weefsel."""
    return read_assumptions(Path(str(resources.files("weefsel.evidence"))) / "data/assumptions")
