"""Titles that follow from the lines and flip when they flip."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from weefsel.base.language import Text, plural, text
from weefsel.portfolio import figures
from weefsel.portfolio.money import NOTHING
from weefsel.portfolio.reviewed import Evidence, Ledger, LineReview, Need

NOT_NAMED = frozenset({"none_named", "not_in_library"})
AGAINST = frozenset({"no_difference", "adverse", "opposite"})
HALF = 2

EVIDENCE: dict[str, Text] = {
    "none_named": text("no intervention named"),
    "not_in_library": text("an intervention that is not in the library"),
    "light": text("a light intervention"),
    "no_studies": text("no studies in this library"),
    "not_compared": text("never compared with a control group"),
    "nothing_either_way": text("research shows nothing either way"),
    "in_favour": text("research with a comparison is in favour"),
    "no_difference": text("research found no difference so far"),
    "opposite": text("research found the opposite of what was meant"),
    "in_part": text("research is in favour in part"),
    "adverse": text("research found no difference, or the opposite"),
    "mixed": text("findings of research contradict each other"),
}


def line_title(activity: str, evidence: Evidence, need: Need) -> Text:
    """Give the title of one line: what is known of it and how it goes where it is done."""
    params = {"activity": activity, "evidence": EVIDENCE[evidence.research]}
    if need.side == "lower":
        return text("%(activity)s: %(evidence)s, in neighbourhoods that score lower", **params)
    if need.side == "higher":
        return text("%(activity)s: %(evidence)s, in neighbourhoods that score higher", **params)
    return text("%(activity)s: %(evidence)s", **params)


def sums(lines: Sequence[LineReview]) -> dict[str, Decimal]:
    """Give the money by what research says: unnamed, favour, against, other, whole."""
    found = dict.fromkeys(("unnamed", "favour", "against", "other"), NOTHING)
    for one in lines:
        found[side_of(one)] += one.line.amount
    return {**found, "whole": sum(found.values(), NOTHING)}


def side_of(one: LineReview) -> str:
    """Give the heap that the money of a line belongs to: unnamed, favour, against or other."""
    if one.evidence.research in NOT_NAMED:
        return "unnamed"
    if one.evidence.research in AGAINST:
        return "against"
    return "favour" if one.evidence.research == "in_favour" else "other"


def title(lines: Sequence[LineReview], year: int | None) -> Text:
    """Give the title of a portfolio."""
    if not lines or year is None:
        return text("No lines yet, so there is nothing to review")
    found = sums(lines)
    if not found["whole"]:
        return text("No money goes to the lines of %(year)s", year=year)
    params = {
        "year": year,
        **{key: figures.in_title(key, value, year) for key, value in found.items()},
    }
    if found["unnamed"] == found["whole"]:
        return text("No intervention is known of any of it: %(whole)s", **params)
    if found["unnamed"] * HALF > found["whole"]:
        return text("For %(unnamed)s out of %(whole)s no intervention is known", **params)
    if found["favour"] * HALF > found["whole"]:
        return text("Of the %(whole)s, %(favour)s goes to work that research favours", **params)
    if found["against"] > found["favour"]:
        return text(
            "More goes to work of which research found no difference or the opposite"
            " (%(against)s) than to work that research favours (%(favour)s)",
            **params,
        )
    if found["favour"]:
        return text(
            "Less than half of the %(whole)s goes to work that research favours: %(favour)s",
            **params,
        )
    return text("None of the %(whole)s goes to work that research favours", **params)


def lead(
    lines: Sequence[LineReview], ledger: Ledger, other_years: Sequence[int], expired: int
) -> tuple[Text, ...]:
    """Give the sentences under the title: decisions, money, overlap, and what is left out."""
    said = []
    if lines:
        decided = sum(one.decision is not None for one in lines)
        said.append(
            text("Nothing has been decided yet.")
            if not decided
            else plural(
                "On %(decided)s of %(all)s line there is a decision.",
                "On %(decided)s of %(all)s lines there is a decision.",
                len(lines),
                decided=figures.count("decided", decided),
                all=figures.count("lines", len(lines)),
            )
        )
    if ledger.years or ledger.unsaid:
        said.append(ledger.sentence)
    double = sum(one.doubled for one in lines)
    if double:
        said.append(
            plural(
                "%(count)s line does the same for the same people in the same place as another.",
                "%(count)s lines do the same for the same people in the same place as another.",
                double,
                count=figures.count("double", double),
            )
        )
    if expired:
        said.append(
            plural(
                "For %(count)s line the recognition has expired.",
                "For %(count)s lines the recognition has expired.",
                expired,
                count=figures.count("expired", expired),
            )
        )
    if lines:
        said.append(text("No recognition or no studies does not say that it does not work."))
    if other_years:
        said.append(
            text(
                "Lines of other years are not in this review: %(years)s.",
                years=figures.listed(other_years),
            )
        )
    return tuple(said)
