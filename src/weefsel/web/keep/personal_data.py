"""What the database holds about persons: declared table by table, and held against the code.

The declaration is ``personal_data.toml``. A history of a table (``HistoricalX``) holds what
the table holds, and who changed it when.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import apps

DECLARED = Path(__file__).with_name("personal_data.toml")
HISTORY = {
    "history_id": "",
    "history_date": "wanneer het werd veranderd",
    "history_change_reason": "",
    "history_type": "",
    "history_user": "wie het veranderde",
}


@dataclass(frozen=True)
class Held:
    """What one table holds: what for, how long, which fields are about persons."""

    table: str
    purpose: str
    kept: str
    personal: dict[str, str]
    other: tuple[str, ...]


@cache
def declared() -> dict[str, Held]:
    """Give what is declared, by table. Raises ``KeyError`` when a table says too little."""
    record = tomllib.loads(DECLARED.read_text(encoding="utf-8"))["table"]
    return {
        name: Held(
            name, one["purpose"], one["kept"], dict(one.get("personal", {})), tuple(one["other"])
        )
        for name, one in record.items()
    }


def tables() -> dict[str, tuple[str, ...]]:
    """Give every table of this install with its fields, histories too."""
    return {
        model._meta.label: tuple(field.name for field in model._meta.local_concrete_fields)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


def held() -> list[Held]:
    """Give what every table holds, histories included, by name.

    Raises ``KeyError`` for a table that nobody declared.
    """
    found = []
    for name in sorted(tables()):
        app, _, model = name.partition(".")
        one = declared().get(name)
        if one is None:
            base = declared()[f"{app}.{model.removeprefix('Historical')}"]
            history = {key: words for key, words in HISTORY.items() if words}
            one = Held(
                name,
                f"Eerdere versies van {base.table}, om terug te kunnen.",
                "Zolang het huis bestaat; blijft ook na weggooien.",
                base.personal | history,
                (*base.other, *(key for key, words in HISTORY.items() if not words)),
            )
        found.append(one)
    return found


def differences() -> list[str]:
    """Say where the declaration and the tables differ, nothing when it is true."""
    said = []
    real, known = tables(), {}
    for name in real:
        app, _, model = name.partition(".")
        if (
            name not in declared()
            and f"{app}.{model.removeprefix('Historical')}" not in declared()
        ):
            said.append(f"{name} is not declared in {DECLARED.name}")
    said += [f"{name} is declared and does not exist" for name in declared() if name not in real]
    if said:
        return said
    known = {one.table: one for one in held()}
    for name, fields in real.items():
        one = known[name]
        told = [*one.personal, *one.other]
        said += [f"{name}.{field} is not declared" for field in fields if field not in told]
        said += [f"{name}.{field} does not exist" for field in told if field not in fields]
        said += [
            f"{name}.{field} is declared twice" for field in set(told) if told.count(field) > 1
        ]
    return said


def page() -> str:
    """Write the table for docs/dpia.md: what is held of persons, why and how long."""
    lines = ["| tabel en veld | wat erin staat | waarvoor | hoe lang |", "|---|---|---|---|"]
    with_persons = [one for one in held() if one.personal]
    for one in with_persons:
        for number, (field, words) in enumerate(one.personal.items()):
            why, how_long = (one.purpose, one.kept) if number == 0 else ("", "")
            lines.append(f"| `{one.table}.{field}` | {words} | {why} | {how_long} |")
    without = [one.table for one in held() if not one.personal]
    named = ", ".join(f"`{one}`" for one in without)
    return "\n".join([*lines, "", f"Zonder gegevens over personen: {named}."]) + "\n"
