"""Where the people of a place that closes can go, as an act of a choice carries it."""

from __future__ import annotations

from dataclasses import dataclass

from weefsel.base.figure import Figure
from weefsel.base.language import text
from weefsel.provisions.plan_words import ACCESS
from weefsel.web import ask
from weefsel.weigh.choice import Choice


@dataclass(frozen=True)
class Substituted:
    """One place to go, or nowhere when ``name`` is empty."""

    name: str
    people: Figure


def substituted(choice: Choice) -> list[tuple[str, list[Substituted]]]:
    """Give per act that closes a place where its people can go."""
    names = {one.object_id: one.name for one in ask.provisions(choice.area)}
    found = []
    for option in choice.option:
        for act in option.acting:
            rows = [
                Substituted(
                    names.get(one.to, one.to.partition(":")[2]),
                    Figure(
                        id=f"place:to:{one.to}",
                        value=one.people,
                        sources=(ACCESS,),
                        reason=text("no range: divided by distance, nobody was asked"),
                    ),
                )
                for one in act.substitution
            ]
            if rows:
                found.append((act.name or act.object.partition(":")[2], rows))
    return found
