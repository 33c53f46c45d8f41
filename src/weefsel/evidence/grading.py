"""Grading: the Dutch recognition beside what the studies here say.

The two are shown next to each other and never melted into one mark. "No recognition" is not
"does not work", and neither is "no studies found". Effects are pooled only where three or
more controlled studies measured the same outcome in the same way; before-after studies are
pooled apart and marked, and a published pooled effect is shown as it is, never pooled again.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from weefsel.base.language import Text, text
from weefsel.evidence.intervention import Intervention
from weefsel.evidence.meta import FEWEST, Pooled, pool, variance
from weefsel.evidence.study import INTERVAL, RATIOS, Study

HOME = "NL"
LEVELS: dict[str, Text] = {
    "effectief_sterke": text("effective, strong evidence"),
    "effectief_goede": text("effective, good evidence"),
    "effectief_eerste": text("effective, first evidence"),
    "goed_onderbouwd": text("well founded in theory"),
    "goed_beschreven": text("well described"),
    "in_databank": text("in the databank, level not found"),
    "foreign": text("from abroad; no Dutch recognition found"),
    "none": text("no recognition; that says nothing about whether it works"),
    "": text("recognition not found"),
}

VERDICTS: dict[str, Text] = {
    "positive": text("Research with a comparison points the same way: in favour."),
    "mostly": text("Research with a comparison is mostly in favour."),
    "in_part": text("Research with a comparison found that it helps in part."),
    "mixed": text("Findings with a comparison contradict each other."),
    "nil": text("Research with a comparison found no difference so far."),
    "adverse": text("Research with a comparison found no difference, or the opposite."),
    "negative": text("Research with a comparison found the opposite of what was meant."),
    "not_shown": text("Research shows nothing either way."),
    "not_compared": text("Never compared with a control group, as far as found."),
    "no_studies": text("No studies in this library; that does not say that it does not work."),
}
# What findings with a comparison say where they do not all say the same, with their number.
_TOLD: dict[str, Text] = {
    "mostly": text("Research with a comparison is mostly in favour: %(told)s."),
    "in_part": text("Research with a comparison found that it helps in part: %(told)s."),
    "mixed": text("Findings with a comparison contradict each other: %(told)s."),
    "adverse": text("Research with a comparison found no difference, or the opposite: %(told)s."),
}
_POINTS: dict[str, Text] = {
    "positive": text("%(number)s in favour"),
    "mixed": text("%(number)s in part"),
    "nil": text("%(number)s without a difference"),
    "negative": text("%(number)s the opposite of what was meant"),
    "not_shown": text("%(number)s shows nothing either way"),
}
_HALF = 2  # in favour is "mostly" when it is more than half


@dataclass(frozen=True)
class Together:
    """What studies of one outcome say together.

    A ratio is pooled as a logarithm; ``estimate`` and the ranges of ``pooled`` are then
    logarithms too and ``ratio`` is true.
    """

    outcome: str
    measure: str
    before_after: bool
    ratio: bool
    studies: tuple[Study, ...]
    pooled: Pooled


@dataclass(frozen=True)
class Graded:
    """An intervention with its recognition and what its studies say, side by side."""

    intervention: Intervention
    level: Text
    valid_until: date | None
    expired: bool | None  # None: no date or no term is known
    studies: tuple[Study, ...]
    designs: dict[str, int]
    directions: dict[str, int]
    together: tuple[Together, ...]

    @property
    def controlled(self) -> tuple[Study, ...]:
        """Give the studies with somebody to compare with."""
        return tuple(one for one in self.studies if one.controlled)

    @property
    def compared(self) -> tuple[Study, ...]:
        """Give the studies with a comparison, reviews of such studies included."""
        return tuple(one for one in self.studies if one.controlled or one.design == "meta")

    @property
    def dutch(self) -> int:
        """Give how many studies were done in the Netherlands."""
        return sum(one.country == HOME for one in self.studies)

    @property
    def adverse(self) -> tuple[Study, ...]:
        """Give the studies that found the opposite of what was meant."""
        return tuple(one for one in self.studies if one.direction == "negative")

    @property
    def verdict(self) -> str:
        """Give the key of what research found, never more than it did (``VERDICTS``)."""
        if not self.studies:
            return "no_studies"
        if not self.compared:
            return "not_compared"
        points = self.points
        kinds = set(points) - {"not_shown"}
        if not kinds:
            return "not_shown"
        if {"positive", "negative"} <= kinds:
            return "mixed"
        if "negative" in kinds:
            return "negative" if len(kinds) == 1 else "adverse"
        if kinds in ({"positive"}, {"nil"}):
            return kinds.pop()
        return "mostly" if points["positive"] * _HALF > points.total() else "in_part"

    @property
    def points(self) -> Counter[str]:
        """Give how many findings with a comparison point each way."""
        return Counter(one.direction for one in self.compared)

    def sentence(self) -> Text:
        """Say in one sentence what research found, with numbers where findings differ."""
        points = self.points
        if self.verdict not in _TOLD or len(points) == 1:
            return VERDICTS[self.verdict]
        ways = [
            Text(words.msgid, {"number": str(points[way])})
            for way, words in _POINTS.items()
            if points[way]
        ]
        told = text("of %(all)s findings %(ways)s", all=str(points.total()), ways=_listed(ways))
        return Text(_TOLD[self.verdict].msgid, {"told": told})

    def transfers(self) -> Text:
        """Say how far the studies were done here."""
        if not self.studies:
            return text("No studies in this library.")
        if self.dutch == len(self.studies):
            return text("Every finding is Dutch.")
        if not self.dutch:
            return text("No finding is Dutch; foreign effects do not transfer as they are.")
        return text(
            "Dutch findings: %(dutch)s of %(all)s; foreign effects do not transfer as they are.",
            dutch=str(self.dutch),
            all=str(len(self.studies)),
        )


def _listed(parts: Sequence[Text]) -> Text:
    """Give parts of a sentence as a list."""
    if len(parts) == 1:
        return parts[0]
    return text("%(one)s, %(rest)s", one=parts[0], rest=_listed(parts[1:]))


def grade(intervention: Intervention, studies: Iterable[Study], on: date) -> Graded:
    """Grade an intervention as it stands on a day, with its own studies among ``studies``."""
    mine = tuple(one for one in studies if one.intervention == intervention.id)
    recognition = intervention.recognition
    return Graded(
        intervention=intervention,
        level=LEVELS[recognition.level],
        valid_until=recognition.valid_until,
        expired=recognition.expired(on),
        studies=mine,
        designs=dict(Counter(one.design for one in mine)),
        directions=dict(Counter(one.direction for one in mine)),
        together=together(mine),
    )


def together(studies: Iterable[Study]) -> tuple[Together, ...]:
    """Pool what can be pooled: one outcome, one measure, three studies, one kind of design.

    Only numbers that are effects with a 95% interval count; reviews are left out.
    """
    heaps: dict[tuple[str, str, bool], list[Study]] = {}
    for one in studies:
        usable = one.number == "effect" and one.interval == INTERVAL and one.outcome
        if usable and (one.controlled or one.before_after):
            heaps.setdefault((one.outcome, one.measure, one.before_after), []).append(one)
    found = []
    for (outcome, measure, before_after), heap in sorted(heaps.items()):
        if len(heap) < FEWEST:
            continue
        ratio = measure in RATIOS
        numbers = [_numbers(one, ratio) for one in heap]
        pooled = pool([one[0] for one in numbers], [one[1] for one in numbers])
        found.append(Together(outcome, measure, before_after, ratio, tuple(heap), pooled))
    return tuple(found)


def _numbers(study: Study, ratio: bool) -> tuple[float, float]:
    """Give an effect and its sampling variance, of a ratio as a logarithm."""
    held = [one for one in (study.effect, study.low, study.high) if one is not None]
    effect, low, high = (math.log(one) if ratio else one for one in held)
    return effect, variance(low, high)
