"""Lines as a sheet that anybody can open, change and bring back: the same lines come out."""

from __future__ import annotations

import csv
import io

from weefsel.atlas.local_names import Places
from weefsel.base.language import text
from weefsel.evidence.intervention import interventions
from weefsel.evidence.register import light_interventions
from weefsel.portfolio.line import LIGHT, Line, Portfolio
from weefsel.portfolio.money import written
from weefsel.portfolio.vocabulary import AIMS, FORMS, ROLES, guarded

# Heading of each column, read back by the words of words.toml in both languages.
COLUMNS = tuple(role for role in ROLES if role != "skip")


def intervention_name(intervention: str) -> str:
    """Give the name of an intervention or a light intervention; its id when unknown."""
    if intervention.startswith(LIGHT):
        held = {one.id: one.name_nl for one in light_interventions().entry}
        return held.get(intervention.removeprefix(LIGHT), "") or intervention
    made = interventions().get(intervention)
    return intervention if made is None else made.name


def shown(line: Line, places: Places, lang: str) -> dict[str, str]:
    """Give what a person would type for a line, by role."""
    areas = (
        text("whole municipality").render(lang)
        if line.areas == (places.municipality,)
        else "; ".join(line.areas)
    )
    return {
        "activity": line.activity,
        "organisation": line.organisation,
        "amount": written(line.amount, lang),
        "year": str(line.year),
        "areas": areas,
        "participants": "" if line.participants is None else str(line.participants),
        "intervention": line.intervention or line.named,
        "goal": line.goal,
        "kind": line.kind or "",
        "groups": "; ".join((*line.groups, *((line.for_whom,) if line.for_whom else ()))),
        "aim": AIMS[line.aim].render(lang) if line.aim else "",
        "form": FORMS[line.form].render(lang) if line.form else "",
    }


def to_csv(portfolio: Portfolio, places: Places, lang: str) -> bytes:
    """Write the lines as a sheet that ``reading.read_lines`` reads back."""
    return _sheet([shown(line, places, lang) for line in portfolio.lines], lang)


def example_csv(lang: str) -> bytes:
    """Write an empty sheet with the headings, to fill in."""
    return _sheet([], lang)


def _sheet(rows: list[dict[str, str]], lang: str) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";" if lang == "nl" else ",", lineterminator="\r\n")
    writer.writerow([ROLES[role].render(lang) for role in COLUMNS])
    for row in rows:
        writer.writerow([guarded(row[role]) for role in COLUMNS])
    return file.getvalue().encode("utf-8-sig")
