"""What the specification says: its tables, their fields, and what stands inside what.

Open Referral, Human Services Data Specification 3.0, https://docs.openreferral.org.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

ID = "id"
_FIELD = re.compile(r"(?P<kind>[a-z]+)(?P<required>!?)(?::(?P<words>.+))?")


@dataclass(frozen=True)
class Field:
    """One column: its type, whether a table needs it, and the words it allows (all if none)."""

    name: str
    kind: str  # string, uuid, email, uri, number, date, datetime or time
    required: bool
    words: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One table: its file, its fields, and where its rows stand in a nested record.

    ``links``: column to the table it refers to. ``many``: key in JSON of a list of rows of
    another table that refer to this one. ``one``: key in JSON of the row a column refers to.
    """

    name: str
    file: str
    fields: dict[str, Field]
    links: dict[str, str]
    many: dict[str, str]
    one: dict[str, str]


# Rows of every table may have these: they refer to any row by its id.
ANYWHERE = {"attributes": ("attribute", "link_id"), "metadata": ("metadata", "resource_id")}


@cache
def tables() -> dict[str, Table]:
    """Give the tables of the specification by name, in its own order."""
    text = resources.files(__package__).joinpath("tables.toml").read_text(encoding="utf-8")
    return {name: _table(name, made) for name, made in tomllib.loads(text)["table"].items()}


def _table(name: str, made: dict[str, Any]) -> Table:
    fields = {}
    for field, written in made["fields"].items():
        parts = _FIELD.fullmatch(written)
        if parts is None:
            raise ValueError(f"{name}.{field}: {written}")
        words = tuple(parts["words"].split("|")) if parts["words"] else ()
        fields[field] = Field(field, parts["kind"], bool(parts["required"]), words)
    return Table(
        name=name,
        file=made["file"],
        fields=fields,
        links=made.get("links", {}),
        many=made.get("many", {}),
        one=made.get("one", {}),
    )


def child_column(parent: str, child: str) -> str:
    """Give the column of a table that refers to its parent in nested JSON."""
    return next(column for column, table in tables()[child].links.items() if table == parent)
