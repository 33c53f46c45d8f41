"""The algorithms of Weefsel as the Dutch Algoritmeregister wants them told.

Fields and their order: Algoritmeregister Publicatiestandaard 1.0, Ministerie van BZK.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.register import register

DECLARED = Path(__file__).with_name("algorithms.toml")
EXAMPLE = "GM9990"  # a recipe needs an area; its numbers are those of every scan
ASK = "[gemeente]"
GENERAL = (
    ("Korte omschrijving", "summary"),
    ("Organisatie", ""),
    ("Thema", "theme"),
    ("Status", "status"),
    ("Begindatum", ""),
    ("Contactgegevens", ""),
    ("Publicatiecategorie", "category"),
    ("Impacttoetsen", "impact_tests"),
)
RESPONSIBLE = (
    ("Doel en impact", "purpose"),
    ("Afwegingen", "weighing"),
    ("Menselijke tussenkomst", "human"),
    ("Risicobeheer", "risks"),
    ("Wettelijke basis", "law"),
)
WORKING = (("Gegevens", "data"), ("Technische werking", "method"), ("Leverancier", "supplier"))
# Which words of the scan's own text go in which field.
FROM_REGISTER = {
    "purpose": ("Doel", "Gevolgen"),
    "human": ("Menselijke controle",),
    "data": ("Gegevens", "Bewust weggelaten"),
    "method": ("Methode", "Grenzen"),
}


@dataclass(frozen=True)
class Algorithm:
    """One algorithm: its id, its fields and the files that do it."""

    id: str
    fields: dict[str, str]
    code: tuple[str, ...]


def _of_the_scan() -> dict[str, str]:
    """Give the fields that a scan itself tells, with the numbers of its recipe."""
    said = {
        entry.heading.render("nl"): entry.words.render("nl")
        for entry in register(ScanRecipe(area=EXAMPLE))
    }
    return {
        field: " ".join(said[heading] for heading in headings if heading in said)
        for field, headings in FROM_REGISTER.items()
    }


@cache
def declared() -> dict[str, Any]:
    """Give the file as it stands."""
    return tomllib.loads(DECLARED.read_text(encoding="utf-8"))


def algorithms() -> list[Algorithm]:
    """Give every algorithm."""
    found = []
    for name, record in declared()["algorithm"].items():
        own = _of_the_scan() if record.get("register") else {}
        fields = {key: str(value) for key, value in record.items() if isinstance(value, str)}
        found.append(Algorithm(name, own | fields, tuple(record["code"])))
    return found


def told(name: str) -> tuple[str, list[tuple[str, str]]]:
    """Give the name of an algorithm and what its page says under which heading, in Dutch."""
    one = next(one for one in algorithms() if one.id == name)
    rows = (*GENERAL, *RESPONSIBLE, *WORKING)
    return one.fields["name"], [(said, one.fields[key]) for said, key in rows if key]


def page() -> str:
    """Write the part of docs/algorithm-register.md that follows from the code."""
    lines: list[str] = []
    for one in algorithms():
        lines += [f"## {one.fields['name']}", ""]
        for title, rows in (
            ("Algemene informatie", GENERAL),
            ("Verantwoord gebruik", RESPONSIBLE),
            ("Werking", WORKING),
        ):
            lines += [f"| {title} | |", "|---|---|"]
            lines += [f"| {said} | {one.fields[key] if key else ASK} |" for said, key in rows]
            lines.append("")
        files = ", ".join(f"`{each}`" for each in one.code)
        lines += [f"Broncode: {files}.", ""]
    return "\n".join(lines).rstrip() + "\n"
