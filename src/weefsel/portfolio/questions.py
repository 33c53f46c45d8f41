"""Questions for the table, never an answer: no formula decides what to do with a line.

A small adjustment is always easier than stopping (DOMAIN.md section 3, third path). So a
question asks what would happen without the line, also where everybody likes it.
"""

from __future__ import annotations

from collections.abc import Iterator

from weefsel.base.language import Text, text
from weefsel.portfolio.decision import Decision
from weefsel.portfolio.figures import day, listed
from weefsel.portfolio.line import Line
from weefsel.portfolio.reviewed import Cost, Evidence, Gaps, Need, Overlap, Question, Traits

MOST_NAMED = 3  # other lines that a question names
_WEAK = frozenset({"no_difference", "adverse", "opposite"})
_UNTESTED = frozenset({"no_studies", "not_compared"})


def questions_of(
    line: Line,
    traits: Traits,
    evidence: Evidence,
    need: Need,
    cost: Cost,
    overlap: tuple[Overlap, ...],
    gaps: Gaps,
    decision: Decision | None,
) -> tuple[Question, ...]:
    """Give the questions that follow from what is known of a line, and from what is not."""
    if decision is not None and decision.verdict == "stop":  # the others were answered by it
        return tuple(_about_decision(decision, evidence))
    sure = tuple(one for one in overlap if one.groups_known)
    return (
        *_about_evidence(evidence, sure),
        *_about_place(line, traits, need, gaps, evidence),
        *_about_others(sure, evidence),
        *_about_money(line, cost),
        *_about_words(line, traits),
        *_about_decision(decision, evidence),
    )


def _about_evidence(evidence: Evidence, overlap: tuple[Overlap, ...]) -> Iterator[Question]:
    words: dict[str, Text] = {
        "none_named": text(
            "Which intervention or way of working is this based on, and who could say that?"
        ),
        "not_in_library": text("Who studied this way of working, and what came out?"),
        "light": text("How do you notice that this light help reaches people?"),
        "no_difference": text(
            "Research found no difference so far: what is done differently here, and how would"
            " you notice?"
        ),
        "opposite": text(
            "Research found the opposite of what was meant: how do you prevent that here?"
        ),
        "nothing_either_way": text(
            "Research shows nothing either way: what would you measure to know whether it helps?"
        ),
        "in_part": text(
            "Research is in favour in part: for whom does it help, and are those the people here?"
        ),
        "adverse": text(
            "Research found no difference, and the opposite too: how do you prevent that here?"
        ),
        "mixed": text(
            "Findings contradict each other: for whom does it help, and are those the people here?"
        ),
    }
    if evidence.research in _WEAK and overlap:
        yield Question(
            "weak_and_double",
            text(
                "Research does not favour this, and it is also done by %(lines)s: why keep both?",
                lines=_numbers(overlap),
            ),
            tuple(one.line.key for one in overlap),
        )
    if evidence.research in words:
        yield Question(f"research_{evidence.research}", words[evidence.research])
    elif evidence.research in _UNTESTED:
        yield Question(
            "research_untested",
            text("No comparison was found: what would you measure to know whether it helps?"),
        )
    graded = evidence.graded
    if evidence.standing == "expired" and graded is not None and graded.valid_until is not None:
        yield Question(
            "expired",
            text(
                "The recognition expired on %(until)s: was it asked for again, and does the work"
                " still follow it?",
                until=day(graded.valid_until),
            ),
        )


def _about_place(
    line: Line, traits: Traits, need: Need, gaps: Gaps, evidence: Evidence
) -> Iterator[Question]:
    if not line.areas:
        yield Question("where", text("In which neighbourhoods is this done?"))
    if need.side == "higher":
        yield Question(
            "why_here",
            text("Most of these neighbourhoods score higher: why here?"),
        )
    if evidence.research == "in_favour" and traits.kind:
        lacking = [one.name for one in gaps.areas if traits.kind in one.kinds]
        if lacking:
            yield Question(
                "why_not_there",
                text(
                    "Research favours this, and %(places)s has no line of this kind: why not"
                    " there?",
                    places=listed(lacking),
                ),
            )


def _about_others(overlap: tuple[Overlap, ...], evidence: Evidence) -> Iterator[Question]:
    if overlap and evidence.research not in _WEAK:
        yield Question(
            "double",
            text(
                "The same is done here for the same people by %(lines)s: do they know of each"
                " other, and what does each add?",
                lines=_numbers(overlap),
            ),
            tuple(one.line.key for one in overlap),
        )


def _numbers(overlap: tuple[Overlap, ...]) -> Text:
    """Name the first lines: more would make a question that nobody reads."""
    named: list[object] = [
        text("line %(number)s", number=str(one.line.number)) for one in overlap[:MOST_NAMED]
    ]
    return listed([*named, text("others")] if len(overlap) > MOST_NAMED else named)


def _about_money(line: Line, cost: Cost) -> Iterator[Question]:
    if line.participants is None:
        yield Question("people", text("How many different people took part in a year?"))
    if cost.place is None or cost.exact is None:
        return
    if cost.place == cost.of and cost.exact > 0:
        yield Question(
            "dearest",
            text("It costs most of the comparable lines: what do people get for it?"),
        )
    elif cost.low.value is not None and float(cost.exact) < cost.low.value:
        yield Question(
            "cheapest",
            text("It costs least of the comparable lines: is it paid what it costs?"),
        )


def _about_words(line: Line, traits: Traits) -> Iterator[Question]:
    if not line.goal:
        yield Question("goal", text("What is it for, and when is that reached?"))
    if not traits.groups and not line.for_whom:
        yield Question("whom", text("For whom is it?"))


def _about_decision(decision: Decision | None, evidence: Evidence) -> Iterator[Question]:
    if decision is None:
        yield Question("without", text("What would residents miss if this line were not there?"))
        return
    if decision.verdict == "stop":
        yield Question(
            "after_stop",
            text("Who tells the people who come here, and where can they go from then on?"),
        )
        if decision.freed is None:
            yield Question(
                "avoidable",
                text("Which part of the amount is really avoided: what rent and staff stay?"),
            )
    elif decision.verdict == "improve":
        yield Question(
            "small_step",
            text(
                "A small adjustment is always easier than stopping: what must be different, and"
                " by when, to go on?"
            ),
        )
    elif decision.verdict == "scale" and evidence.research != "in_favour":
        yield Question(
            "scale_on_what",
            text("Research does not clearly favour this: on what does scaling it up rest?"),
        )
