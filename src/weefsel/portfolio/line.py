"""What a municipality subsidises: one line an activity, all of them together a portfolio.

What nobody said stays empty: a kind, a group or an aim is never guessed from a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from weefsel.base.errors import NotFoundError
from weefsel.base.language import text
from weefsel.evidence.intervention import Activity, Group

Aim = Literal["preventive", "curative"]
Form = Literal["collective", "individual"]
LIGHT = "light:"  # before the id of a light intervention, where an intervention is named


@dataclass(frozen=True)
class Line:
    """One subsidised activity.

    ``amount`` is euro to the cent, of ``year``. ``areas`` are codes of areas of the
    municipality, its own code for the whole of it, empty where nobody said.
    ``intervention`` is an id of the evidence library (``light:<id>`` for a light
    intervention); ``named`` keeps the words for one that is not in it. ``participants`` is as
    given: pages show ``Review.participants``, which passed the door for counts of people.
    """

    key: str  # stays the same when the line changes place
    number: int  # how people call it: "line 4"
    activity: str
    organisation: str
    amount: Decimal
    year: int
    areas: tuple[str, ...] = ()
    participants: int | None = None
    intervention: str = ""
    named: str = ""
    goal: str = ""
    kind: Activity | None = None
    groups: tuple[Group, ...] = ()
    for_whom: str = ""  # words for people who are none of the nine groups
    aim: Aim | None = None
    form: Form | None = None


@dataclass(frozen=True)
class Portfolio:
    """The lines of one municipality, of one year or more."""

    municipality: str
    lines: tuple[Line, ...]
    title: str = ""
    source: str = ""  # where the lines come from, as a person says it
    fictitious: bool = False

    @property
    def years(self) -> tuple[int, ...]:
        """Give the years of the lines, ascending."""
        return tuple(sorted({one.year for one in self.lines}))

    def line(self, key: str) -> Line:
        """Give a line; raises ``NotFoundError`` when it is not there."""
        for one in self.lines:
            if one.key == key:
                return one
        raise NotFoundError(
            text("this line is not in the portfolio."),
            where=key[:60],
            todo=text("Choose one of its lines."),
        )
