"""The library as tables: interventions and studies, one row each, with words in a language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl

from weefsel.base.language import Text, text
from weefsel.evidence.grading import Graded
from weefsel.evidence.register import themes
from weefsel.evidence.study import Study
from weefsel.evidence.study_words import DESIGNS, DIRECTIONS, MEASURES, NUMBERS, country
from weefsel.evidence.tell import CHECKS
from weefsel.evidence.words import Words
from weefsel.provisions.kinds import ACTIVITIES, GROUPS

INTERVENTION_HEADS: dict[str, Text] = {
    "id": text("Id"),
    "name": text("Name"),
    "what": text("What it is"),
    "theme": text("Theme"),
    "groups": text("For whom"),
    "activities": text("Kinds of activity"),
    "setting": text("Where it is done"),
    "factors": text("Features that may make it work"),
    "places": text("Applied at"),
    "recognition": text("Recognition"),
    "recognised_by": text("Recognised by"),
    "recognised_in": text("Year of recognition"),
    "valid_until": text("Valid until"),
    "research": text("What studies say"),
    "studies": text("Studies"),
    "compared": text("Studies with a comparison"),
    "cost": text("Cost"),
    "cost_unit": text("Cost is in"),
    "source": text("Source"),
    "source_year": text("Year of the source"),
    "url": text("Address"),
    "checked": text("Checked"),
    "checked_on": text("Checked on"),
}
STUDY_HEADS: dict[str, Text] = {
    "id": text("Id"),
    "title": text("Study"),
    "year": text("Year"),
    "country": text("Country"),
    "design": text("Design"),
    "n": text("Participants (n)"),
    "outcome": text("Measured"),
    "measure": text("Measure"),
    "number": text("What the number is"),
    "effect": text("Effect"),
    "low": text("Low"),
    "high": text("High"),
    "months": text("Measured after (months)"),
    "direction": text("Direction"),
    "grade": text("Strength"),
    "url": text("Address"),
    "remark": text("Remark"),
    "checked": text("Checked"),
    "checked_on": text("Checked on"),
}


def interventions_frame(held: Iterable[Graded], lang: str) -> tuple[pl.DataFrame, dict[str, Text]]:
    """Give the interventions as they stand, one a row, with the heads of the columns.

    What was not found is empty.
    """
    named = {one.id: one.name for one in themes().entry}
    rows = [_intervention(one, named, lang) for one in held]
    return pl.DataFrame(rows, infer_schema_length=None), INTERVENTION_HEADS


def _intervention(one: Graded, themes: dict[str, Words], lang: str) -> dict[str, Any]:
    made = one.intervention
    theme = themes.get(made.theme)
    return {
        "id": made.id,
        "name": made.name,
        "what": made.what.render(lang),
        "theme": theme.render(lang) if theme else made.theme,
        "groups": "; ".join(GROUPS[key].render(lang) for key in made.groups) or None,
        "activities": "; ".join(ACTIVITIES[key].render(lang) for key in made.activities) or None,
        "setting": made.setting.render(lang) or None,
        "factors": "; ".join(each.words.render(lang) for each in made.factor) or None,
        "places": made.places.render(lang) or None,
        "recognition": one.level.render(lang) if made.recognition.level else None,
        "recognised_by": made.recognition.by or None,
        "recognised_in": made.recognition.year,
        "valid_until": one.valid_until.isoformat() if one.valid_until else None,
        "research": one.sentence().render(lang),
        "studies": len(one.studies),
        "compared": len(one.compared),
        "cost": made.cost.value if made.cost else None,
        "cost_unit": made.cost.unit.render(lang) if made.cost else None,
        "source": made.source.title,
        "source_year": made.source.year,
        "url": made.source.url,
        "checked": CHECKS[made.checked.how].render(lang),
        "checked_on": made.checked.when.isoformat(),
    }


def studies_frame(held: Iterable[Study], lang: str) -> tuple[pl.DataFrame, dict[str, Text]]:
    """Give studies, one finding a row, with the heads of the columns."""
    rows = [
        {
            "id": one.id,
            "title": one.title,
            "year": one.year,
            "country": country(one.country).render(lang),
            "design": DESIGNS[one.design].render(lang) if one.design else None,
            "n": one.n,
            "outcome": one.measured.render(lang),
            "measure": MEASURES[one.measure].render(lang),
            "number": NUMBERS[one.number].render(lang),
            "effect": one.effect,
            "low": one.low,
            "high": one.high,
            "months": one.follow_up_months,
            "direction": DIRECTIONS[one.direction].render(lang),
            "grade": one.evidence_grade,
            "url": one.url,
            "remark": one.remark.render(lang) or None,
            "checked": CHECKS[one.checked.how].render(lang),
            "checked_on": one.checked.when.isoformat(),
        }
        for one in held
    ]
    frame = pl.DataFrame(
        rows, infer_schema_length=None, schema=list(STUDY_HEADS) if not rows else None
    )
    return frame, STUDY_HEADS
