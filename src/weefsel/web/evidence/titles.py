"""The titles of the pages of the library: findings, that flip with the figures."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from weefsel.base.language import Text, text
from weefsel.evidence.business_case import Case, said_controlled
from weefsel.evidence.find import Finds
from weefsel.evidence.grading import Graded
from weefsel.evidence.overview import Field
from weefsel.evidence.register import Register
from weefsel.web.evidence.shown import count


def front(graded: Collection[Graded]) -> Text:
    """Say of how many interventions somebody compared at all."""
    compared = sum(bool(one.compared) for one in graded)
    parts = {"compared": count("compared", compared), "total": count("total", len(graded))}
    if 2 * compared < len(graded):
        return text(
            "Most interventions were never compared with a control group:"
            " %(compared)s of %(total)s were",
            **parts,
        )
    return text(
        "Of %(total)s interventions, %(compared)s were compared with a control group", **parts
    )


def results(query: str, found: Finds, graded: Sequence[Graded]) -> Text:
    """Say what a question found, how much of it was compared, and what nothing was found on."""
    total = len(found)
    if found.meant:  # what was searched with, where a word had a slip
        query = " ".join(found.known)
    compared = sum(bool(one.compared) for one in graded)
    parts = {
        "found": count("found", total),
        "interventions": count("interventions", len(graded)),
        "compared": count("compared_found", compared),
        "query": query,
    }
    if not total:
        return (
            text("Nothing found for “%(query)s”", query=query)
            if query
            else text("Nothing fits all these filters")
        )
    if found.unknown:
        parts |= {"unknown": ", ".join(found.unknown), "known": ", ".join(found.known)}
        return text(
            "Nothing on “%(unknown)s”; there is on: %(known)s (%(interventions)s interventions,"
            " %(compared)s compared with a control group)",
            **parts,
        )
    if not graded:
        return (
            text("Found for “%(query)s”: %(found)s, and no intervention among them", **parts)
            if query
            else text("%(found)s fit these filters, and no intervention among them", **parts)
        )
    if query:
        return text(
            "For “%(query)s” there are %(interventions)s interventions;"
            " %(compared)s were compared with a control group",
            **parts,
        )
    return text(
        "%(interventions)s interventions fit; %(compared)s were compared with a control group",
        **parts,
    )


def meant(written: str, taken: str) -> Text:
    """Say that a word was taken for one that differs by a letter."""
    return text(
        "Nothing has “%(written)s”. Did you mean “%(taken)s”? That is what was searched for.",
        written=written,
        taken=taken,
    )


def light(held: Register) -> Text:
    """Say how many of the light interventions have a name."""
    named = sum(bool(one.name) for one in held.entry)
    return text(
        "Of %(total)s light interventions the names of %(named)s are known",
        total=count("light", len(held.entry)),
        named=count("light_named", named),
    )


def themes(counts: Sequence[int]) -> Text:
    """Say how many themes have an intervention."""
    return text(
        "%(filled)s of %(total)s themes have an intervention here",
        filled=count("themes_filled", sum(one > 0 for one in counts)),
        total=count("themes", len(counts)),
    )


def methods(held: Register) -> Text:
    """Say how many methods there are, and that there may be more."""
    return text(
        "%(total)s methods so far; there is no agreed list, so this one is open",
        total=count("methods", len(held.entry)),
    )


def cases(held: Sequence[Case]) -> Text:
    """Say how many published cases rest on a comparison, and how many gain."""
    if not held:
        return text("No published case fits these filters")
    return text(
        "Of %(total)s published cases %(gain)s say it pays; %(controlled)s rest on a comparison",
        total=count("cases", len(held)),
        gain=count("cases_gain", sum(one.outcome == "gain" for one in held)),
        controlled=count("cases_compared", sum(said_controlled(one) == "yes" for one in held)),
    )


def completeness(held: Sequence[Field]) -> Text:
    """Say of what least is known."""
    least = min(held, key=lambda one: one.found)
    return text(
        "Least is known of %(field)s: %(found)s of %(total)s interventions have it",
        field=least.name,
        found=count(f"field_{least.id}", least.found),
        total=count("total", least.total),
    )
