"""The text for the algorithm register that goes with every order of areas by score (rule 9)."""

from __future__ import annotations

from dataclasses import dataclass

from weefsel.base.language import Text, text
from weefsel.scan.recipe import ScanRecipe


@dataclass(frozen=True)
class Entry:
    """One heading of the register with what is said under it."""

    heading: Text
    words: Text


def _method(recipe: ScanRecipe) -> Text:
    numbers = {
        "centre": f"{recipe.centre:g}",
        "filled": recipe.minimum_filled,
        "residents": recipe.minimum_residents,
    }
    if recipe.reference == "municipality":
        return text(
            "Per indicator the distance to the average of the areas of the municipality in "
            "standard deviations; the weighted mean of these is the score, where %(centre)s is "
            "average. At least %(filled)s indicators and %(residents)s residents, otherwise "
            "there is no score.",
            **numbers,
        )
    return text(
        "Per indicator the distance to the national average in standard deviations; the "
        "weighted mean of these is the score, where %(centre)s is average. At least "
        "%(filled)s indicators and %(residents)s residents, otherwise there is no score.",
        **numbers,
    )


def register(recipe: ScanRecipe) -> tuple[Entry, ...]:
    """Give the entries for a scan, with the numbers of its recipe."""
    return (
        Entry(
            text("Purpose"),
            text(
                "Show in which areas a condition for social quality is weaker or stronger than "
                "elsewhere, so that people can talk about why and decide what to do."
            ),
        ),
        Entry(
            text("Consequences"),
            text(
                "A score decides nothing by itself and is about areas, never about a person or "
                "household. A decision on money or support needs its own reasons."
            ),
        ),
        Entry(
            text("Data"),
            text(
                "Public statistics per area, each with its source and year; at most %(age)s years "
                "old. No data on persons.",
                age=recipe.max_age_years,
            ),
        ),
        Entry(
            text("Method"),
            _method(recipe),
        ),
        Entry(
            text("Left out on purpose"),
            text(
                "Origin, nationality and religion never enter a score or an order. Some health "
                "figures are estimates by a model of their maker; the page of the indicator says "
                "whether that model used origin."
            ),
        ),
        Entry(
            text("Limits"),
            text(
                "Figures are rounded, some are estimates whose error is not published and is "
                "assumed, and an average hides differences within an area. Each score has a "
                "range and a word for how sure it is; the choice of method is not in that range."
            ),
        ),
        Entry(
            text("Human control"),
            text(
                "Professionals and residents interpret the figures before they are used, and can "
                "say that a figure does not fit what they see."
            ),
        ),
    )
