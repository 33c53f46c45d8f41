"""Grading: the Dutch recognition beside what the studies here say.

The two are shown next to each other and never melted into one mark. "No recognition" is not
"does not work", and neither is "no studies found". Effects are pooled only where three or
more controlled studies measured the same outcome in the same way; before-after studies are
pooled apart and marked, and a published pooled effect is shown as it is, never pooled again.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from weefsel.base.language import Text, text
from weefsel.evidence.intervention import Intervention
from weefsel.evidence.meta import FEWEST, Pooled, pool, variance
from weefsel.evidence.study import RATIOS, Study

HOME = "NL"
LEVELS: dict[str, Text] = {
    "effectief_sterke": text("effective, strong evidence"),
    "effectief_goede": text("effective, good evidence"),
    "effectief_eerste": text("effective, first evidence"),
    "goed_onderbouwd": text("well founded in theory"),
    "goed_beschreven": text("well described"),
    "in_databank": text("in the databank, level not found"),
    "foreign": text("from abroad, no Dutch recognition sought"),
    "none": text("no recognition; that says nothing about whether it works"),
    "": text("recognition not found"),
}


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
    def dutch(self) -> int:
        """Give how many studies were done in the Netherlands."""
        return sum(one.country == HOME for one in self.studies)

    @property
    def adverse(self) -> tuple[Study, ...]:
        """Give the studies that found the opposite of what was meant."""
        return tuple(one for one in self.studies if one.direction == "negative")

    def sentence(self) -> Text:
        """Say in one sentence what research found, never more than it did."""
        if not self.studies:
            return text("No studies found; that does not say that it does not work.")
        tested = [one for one in self.studies if one.controlled or one.design == "meta"]
        if not tested:
            return text("Never compared with a control group, as far as found.")
        kinds = {one.direction for one in tested} - {"not_shown"}
        if not kinds:
            return text("Research shows nothing either way.")
        if kinds == {"positive"}:
            return text("Research with a comparison points the same way: in favour.")
        if kinds == {"nil"}:
            return text("Research with a comparison found no difference so far.")
        if kinds == {"negative"}:
            return text("Research with a comparison found the opposite of what was meant.")
        return text("Research with a comparison disagrees, or it helps in part.")

    def transfers(self) -> Text:
        """Say how far the studies were done here."""
        if not self.studies:
            return text("No studies found.")
        return text(
            "%(dutch)s of %(all)s findings are Dutch; foreign effects do not transfer as they"
            " are.",
            dutch=str(self.dutch),
            all=str(len(self.studies)),
        )


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
        usable = one.number == "effect" and one.interval == "ci95" and one.outcome
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
