"""A small recipe about the example municipality for the tests of what a house keeps."""

from __future__ import annotations

from weefsel.weigh.choice import Choice
from weigh.weigh_recipes import template


def recipe(title: str = "De Schakel sluiten") -> Choice:
    """Give a recipe with a title; few draws, for a test need not be precise."""
    changed = template().model_copy(update={"title": title, "draws": 1024})
    return Choice.read(changed.toml(), "recept.toml")
