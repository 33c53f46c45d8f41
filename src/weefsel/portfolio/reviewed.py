"""What a review holds: per line its evidence, need, cost, overlap and questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from weefsel.base.certainty import Certainty
from weefsel.base.figure import Figure, Source
from weefsel.base.language import Text
from weefsel.evidence.grading import Graded
from weefsel.evidence.intervention import Activity, Group
from weefsel.evidence.register import Entry
from weefsel.portfolio.decision import Decision, Freed, Given, Verdict
from weefsel.portfolio.line import Aim, Form, Line, Portfolio

How = Literal["given", "intervention", "kind", "unknown"]  # who says it, or what implies it
Research = Literal[
    "none_named",  # no intervention is named
    "not_in_library",  # one is named that the library does not have
    "light",  # a light intervention: no studies are kept of those
    "no_studies",
    "not_compared",
    "nothing_either_way",
    "in_favour",
    "no_difference",
    "opposite",
    "in_part",
    "adverse",
    "mixed",
]
Standing = Literal["in_force", "expired", "undated", "none", "not_found", "no_intervention"]
Side = Literal["lower", "higher", "equal", "unknown"]


@dataclass(frozen=True)
class Traits:
    """Kind, groups, aim and form of a line, each with who says so (``How``).

    ``kinds`` are all kinds that it may be: the stated one, else those of its intervention.
    """

    kind: Activity | None
    kind_how: How
    kinds: tuple[Activity, ...]
    groups: tuple[Group, ...]
    groups_how: How
    aim: Aim | None
    aim_how: How
    form: Form | None
    form_how: How


@dataclass(frozen=True)
class Evidence:
    """What is known of the intervention of a line; the two sentences stay apart."""

    research: Research
    standing: Standing
    recognition_words: Text  # level of recognition, and until when or since when expired
    research_words: Text  # what studies say, or that none is named
    graded: Graded | None = None
    light: Entry | None = None


@dataclass(frozen=True)
class Compared:
    """One figure of an area beside those of the municipality and the reference.

    ``what`` is a condition or an indicator, ``key`` its id. For a condition
    ``municipality`` is the mean of its areas of this level and ``reference`` the percent of
    the reference that scores lower. ``certainty`` is how sure the side is, only where ranges
    are known; ``reason`` says why there is none, or no figure.
    """

    key: str
    what: Text
    here: Figure
    municipality: Figure
    reference: Figure
    side: Side  # of the municipality: "lower" is weaker for a condition
    weaker: bool | None  # whether that side is the unfavourable one; None where that is not sure
    certainty: Certainty | None = None
    reason: Text | None = None


@dataclass(frozen=True)
class AreaNeed:
    """How it goes in one area of a line: its conditions, and the indicators it is weakest on."""

    area: str
    name: str
    level: str
    conditions: tuple[Compared, ...]
    indicators: tuple[Compared, ...]


@dataclass(frozen=True)
class Need:
    """How it goes where a line is done, in the areas it names; one sentence sums up."""

    areas: tuple[AreaNeed, ...]
    sentence: Text
    # Of most of its areas beside the municipality, on the main condition; "equal" also where
    # they cannot be told apart or where no side has most.
    side: Side


@dataclass(frozen=True)
class Cost:
    """What a participant costs, among comparable lines of the same year.

    ``basis`` is what makes others comparable, ``others`` their keys. Without a comparison
    ``reason`` says why; a place is counted from the cheapest, 1.
    """

    per_participant: Figure
    exact: Decimal | None
    basis: Literal["intervention", "kind"] | None
    others: tuple[str, ...]
    median: Figure
    low: Figure
    high: Figure
    place: int | None
    of: int
    sentence: Text
    reason: Text | None = None


@dataclass(frozen=True)
class Overlap:
    """Another line that does the same in the same place.

    ``groups`` are those that both lines are for; ``groups_known`` is false where one of the
    two does not say for whom it is: then it only may be an overlap.
    """

    line: Line
    same: tuple[Literal["intervention", "kind"], ...]
    groups: tuple[Group, ...]
    groups_known: bool
    areas: tuple[str, ...]
    derived: bool  # whether kind or groups rest on the library, not on the line itself
    sentence: Text


@dataclass(frozen=True)
class Question:
    """A question to put at the table; never an answer. ``about`` are keys of other lines."""

    key: str
    words: Text
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class LineReview:
    """Everything about one line, side by side and never melted into one mark."""

    line: Line
    title: Text
    amount: Figure
    participants: Figure  # passed the door for counts of people
    areas: tuple[str, ...]  # names; empty where nobody said
    traits: Traits
    evidence: Evidence
    need: Need
    cost: Cost
    overlap: tuple[Overlap, ...]  # the surest and largest; ``overlap_total`` counts them all
    overlap_total: int
    questions: tuple[Question, ...]
    decision: Decision | None

    @property
    def verdict(self) -> Verdict | None:
        """Give what was decided, none when nothing was."""
        return None if self.decision is None else self.decision.verdict

    @property
    def doubled(self) -> bool:
        """Tell whether another line surely does the same for the same people in the same place."""
        return any(one.groups_known for one in self.overlap)


@dataclass(frozen=True)
class Gap:
    """A neighbourhood with a low score, and the kinds of activity no line names there.

    "No line" is not "nothing there": others may do it unpaid or paid from elsewhere.
    ``wide`` are kinds that only a line for the whole municipality has.
    """

    area: str
    name: str
    score: Figure
    kinds: tuple[Activity, ...]
    wide: tuple[Activity, ...]
    unknown: int  # lines here of which the kind is not known
    sentence: Text


@dataclass(frozen=True)
class Gaps:
    """What no line names: per low-scoring neighbourhood, and the light interventions."""

    areas: tuple[Gap, ...]
    light: tuple[Entry, ...]
    condition: str | None  # the condition the neighbourhoods were chosen on
    reason: Text | None  # why there are no areas
    remark: Text


@dataclass(frozen=True)
class Year:
    """One year of the money: what is free by then, given by then, and left over."""

    year: int
    freed: Decimal
    given: Decimal

    @property
    def left(self) -> Decimal:
        """Give what has no destination yet."""
        return self.freed - self.given


@dataclass(frozen=True)
class Ledger:
    """What stops set free and where it goes; every year balances, nothing is given twice."""

    years: tuple[Year, ...]
    freed: tuple[tuple[Line, Freed], ...]
    given: tuple[Given, ...]
    unsaid: tuple[Line, ...]  # stopped, but nobody said what that avoids
    sentence: Text

    @property
    def last(self) -> Year | None:
        """Give the year in which everything counts, none without freed money."""
        return self.years[-1] if self.years else None


@dataclass(frozen=True)
class Part:
    """One part of a split of the money: its amount, and its share of the whole.

    ``key``: preventive, curative, collective, individual, both (preventive and collective),
    neither (curative and individual), between, unknown.
    """

    key: str
    name: Text
    amount: Decimal
    figure: Figure  # the amount
    share: Figure  # percent of the whole


@dataclass(frozen=True)
class Split:
    """The money split by aim, by form or by both; the unknown part stands apart."""

    by: Literal["aim", "form", "both"]
    total: Decimal
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Shares:
    """The three splits of today's money and of that after all decisions."""

    before: tuple[Split, ...]
    after: tuple[Split, ...]
    sentence: Text
    derived: int  # lines of which aim or form rests on the kind, not on the line itself


@dataclass(frozen=True)
class Review:
    """The review of a portfolio on a day, for one year of subsidies."""

    portfolio: Portfolio
    year: int | None
    on: date
    lines: tuple[LineReview, ...]  # of ``year``, by number
    other_years: tuple[int, ...]
    title: Text
    lead: tuple[Text, ...]
    total: Figure
    gaps: Gaps
    ledger: Ledger
    shares: Shares
    verdicts: Mapping[str, int]  # per verdict how many lines, "undecided" among them
    sources: Mapping[str, Source]

    def of(self, key: str) -> LineReview | None:
        """Give the review of a line, none when the line is of another year."""
        return next((one for one in self.lines if one.line.key == key), None)

    def participants(self, key: str) -> Figure | None:
        """Give the participants of a line as they may be shown."""
        found = self.of(key)
        return None if found is None else found.participants
