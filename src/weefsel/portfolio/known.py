"""What is known of the intervention of a line: its recognition and its research, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from weefsel.base.language import Text, text
from weefsel.evidence.grading import Graded, grade
from weefsel.evidence.intervention import Intervention
from weefsel.evidence.register import Entry
from weefsel.evidence.study import Study
from weefsel.portfolio.figures import day
from weefsel.portfolio.line import LIGHT, Line
from weefsel.portfolio.reviewed import Evidence, Research, Standing

NONE_NAMED = text("No intervention is named; that does not say that it does not work.")
NO_RECOGNITION = text("no recognition to look up")
RESEARCH: dict[str, Research] = {
    "positive": "in_favour",
    "mostly": "in_part",
    "in_part": "in_part",
    "mixed": "mixed",
    "adverse": "adverse",
    "nil": "no_difference",
    "negative": "opposite",
    "not_shown": "nothing_either_way",
    "not_compared": "not_compared",
    "no_studies": "no_studies",
}


def evidence_of(
    line: Line,
    held: Mapping[str, Intervention],
    studies: Iterable[Study],
    light: Iterable[Entry],
    on: date,
) -> Evidence:
    """Give what is known of a line's intervention on a day."""
    if line.intervention.startswith(LIGHT):
        wanted = line.intervention.removeprefix(LIGHT)
        entry = next((one for one in light if one.id == wanted), None)
        if entry is not None:
            return Evidence(
                "light",
                "no_intervention",
                NO_RECOGNITION,
                text("A light intervention: described from practice; no studies are kept of it."),
                light=entry,
            )
    made = held.get(line.intervention)
    if made is not None:
        graded = grade(made, studies, on)
        return Evidence(
            RESEARCH[graded.verdict],
            standing_of(graded),
            _recognition(graded),
            graded.sentence(),
            graded,
        )
    named = line.named or line.intervention
    if named:
        said = text(
            "'%(name)s' is not in the library; that does not say that it does not work.",
            name=named,
        )
        return Evidence("not_in_library", "no_intervention", NO_RECOGNITION, said)
    return Evidence("none_named", "no_intervention", NO_RECOGNITION, NONE_NAMED)


def standing_of(graded: Graded) -> Standing:
    """Say how the recognition stands on the day of grading."""
    level = graded.intervention.recognition.level
    if not level:
        return "not_found"
    if level in ("none", "foreign"):
        return "none"
    if graded.expired is None:
        return "undated"
    return "expired" if graded.expired else "in_force"


def _recognition(graded: Graded) -> Text:
    until = graded.valid_until
    if until is None:
        return graded.level
    if graded.expired:
        return text("%(level)s, expired on %(until)s", level=graded.level, until=day(until))
    return text("%(level)s, valid until %(until)s", level=graded.level, until=day(until))
