"""The rows of a package by the record of the social map they belong to.

What the map has no field for stays with its record under ``other["hsds"]``, so that it goes
out again as it came in.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from weefsel.sources.hsds.package import Package
from weefsel.sources.hsds.specification import ID, tables

HSDS = "hsds"
ORGANISATION, SERVICE = "organization", "service"
LOCATION, OFFER = "location", "service_at_location"
MAIN = (ORGANISATION, SERVICE, LOCATION, OFFER)
LAST = sys.maxsize  # the place of a row that was not in the package: behind all that were
# With whom a row goes that is said of several: what the map shows of it decides the order.
_FIRST = {
    "phone": ("organization_id", "service_at_location_id", "service_id", "location_id"),
    "schedule": ("service_at_location_id", "service_id", "location_id"),
    "language": ("service_id", "location_id", "phone_id"),
    "funding": ("service_id", "organization_id"),
}
_ANY = {"attribute": "link_id", "metadata": "resource_id"}


@dataclass
class Kept:
    """The row of a record and all rows that belong to it, each with its place in its table.

    ``made`` says that the package had no such record; ``derived`` holds what reading added.
    """

    table: str
    row: dict[str, Any]
    at: int = LAST
    made: bool = False
    rows: dict[str, list[tuple[int, dict[str, Any]]]] = field(default_factory=dict)
    derived: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Give the id of the record in the package."""
        return str(self.row[ID])

    def of(self, table: str, column: str) -> list[dict[str, Any]]:
        """Give the rows of a table that refer to this record itself."""
        return [row for _, row in self.rows.get(table, ()) if row.get(column) == self.id]

    def add(self, table: str, row: dict[str, Any], at: int = LAST) -> None:
        """Put a row with this record."""
        self.rows.setdefault(table, []).append((at, row))

    def remove(self, table: str, ids: set[str]) -> None:
        """Take rows away by id."""
        kept = [one for one in self.rows.get(table, ()) if one[1][ID] not in ids]
        self.rows[table] = kept

    def unlink(self, table: str, column: str, most: int | None = None) -> None:
        """Let rows refer to this record no longer; one that nothing else has goes."""
        gone: set[str] = set()
        for row in self.of(table, column)[:most]:
            del row[column]
            if not any(row.get(one) for one in tables()[table].links):
                gone.add(str(row[ID]))
        self.remove(table, gone)

    def written(self) -> dict[str, Any]:
        """Give it as plain JSON, for ``other``."""
        return {
            "table": self.table,
            "at": self.at,
            "made": self.made,
            "row": self.row,
            "rows": {name: [[at, row] for at, row in rows] for name, rows in self.rows.items()},
            "derived": self.derived,
        }

    @classmethod
    def read(cls, found: dict[str, Any]) -> Kept:
        """Take it from ``other``; raises ``KeyError`` or ``TypeError`` when it is not one."""
        rows = {
            str(name): [(int(at), dict(row)) for at, row in held]
            for name, held in found["rows"].items()
            if name in tables()
        }
        return cls(
            found["table"], dict(found["row"]), int(found["at"]), bool(found["made"]), rows,
            dict(found.get("derived", {})),
        )  # fmt: skip


def divided(package: Package) -> dict[str, dict[str, Kept]]:
    """Give the records of a package by table and id, every other row with its record.

    What belongs to nothing goes with the first record there is.
    """
    found: dict[str, dict[str, Kept]] = {table: {} for table in MAIN}
    for table in MAIN:
        for at, row in enumerate(package.of(table)):
            found[table][str(row[ID])] = Kept(table, dict(row), at)
    owners = _Owners(package, found)
    for table in tables():
        if table in (*MAIN, "taxonomy", "taxonomy_term"):
            continue
        for at, row in enumerate(package.of(table)):
            owner = owners.of(table, dict(row))
            if owner is not None:
                owner.add(table, dict(row), at)
    _with_terms(package, found)
    return found


class _Owners:
    """Finds the record that a row belongs to, over the rows between."""

    def __init__(self, package: Package, found: dict[str, dict[str, Kept]]) -> None:
        self.package, self.found = package, found
        self.by_id = {key: kept for table in reversed(MAIN) for key, kept in found[table].items()}
        self.first = next((kept for table in MAIN for kept in found[table].values()), None)
        self.tables_of: dict[str, str] = {
            str(row[ID]): table for table, rows in package.rows.items() for row in rows
        }

    def of(self, table: str, row: dict[str, Any], depth: int = 0) -> Kept | None:
        """Give the owner of a row; the first record of all when it has none."""
        return self._linked(table, row, depth) or self.first

    def _linked(self, table: str, row: dict[str, Any], depth: int) -> Kept | None:
        if table in _ANY:
            return self._at(str(row.get(_ANY[table])), depth)
        links = tables()[table].links
        order = (
            *_FIRST.get(table, ()),
            *(one for one in links if one not in _FIRST.get(table, ())),
        )
        for column in order:
            target, key = links[column], row.get(column)
            if key is None:
                continue
            if target in MAIN and str(key) in self.found[target]:
                return self.found[target][str(key)]
            there = self.package.find(target, str(key)) if target not in MAIN else None
            if there is not None and depth < len(tables()):
                owner = self._linked(target, dict(there), depth + 1)
                if owner is not None:
                    return owner
        return None

    def _at(self, key: str, depth: int) -> Kept | None:
        if key in self.by_id:
            return self.by_id[key]
        table = self.tables_of.get(key)
        row = self.package.find(table, key) if table is not None else None
        if table is None or row is None or depth >= len(tables()):
            return None
        return self._linked(table, dict(row), depth + 1)


def _with_terms(package: Package, found: dict[str, dict[str, Kept]]) -> None:
    """Put with each record the terms and taxonomies that it uses; the rest with the first."""
    places = {
        table: {str(row[ID]): (at, dict(row)) for at, row in enumerate(package.of(table))}
        for table in ("taxonomy_term", "taxonomy")
    }
    used: set[tuple[str, str]] = set()
    for kept in _all(found):
        mine: dict[tuple[str, str], tuple[int, dict[str, Any]]] = {}
        for _, row in kept.rows.get("attribute", ()):
            _follow(places, "taxonomy_term", str(row.get("taxonomy_term_id")), mine)
        for (table, _), (at, row) in mine.items():
            kept.add(table, dict(row), at)
        used |= set(mine)
    first = next(_all(found), None)
    for table, rows in places.items():
        for key, (at, row) in rows.items():
            if (table, key) not in used and first is not None:
                first.add(table, dict(row), at)


def _follow(
    places: dict[str, dict[str, tuple[int, dict[str, Any]]]],
    table: str,
    key: str,
    into: dict[tuple[str, str], tuple[int, dict[str, Any]]],
) -> None:
    if key not in places[table] or (table, key) in into:
        return
    into[table, key] = places[table][key]
    row = places[table][key][1]
    if table == "taxonomy_term":
        _follow(places, table, str(row.get("parent_id")), into)
        _follow(places, "taxonomy", str(row.get("taxonomy_id")), into)


def _all(found: dict[str, dict[str, Kept]]) -> Iterator[Kept]:
    for table in MAIN:
        yield from found[table].values()


def joined(kept: list[Kept], remarks: tuple[Any, ...] = ()) -> Package:
    """Give the package of all rows, each id once, in the order in which they came in."""
    rows: dict[str, dict[str, tuple[int, dict[str, Any]]]] = {name: {} for name in tables()}
    for one in kept:
        if not one.made:
            rows[one.table].setdefault(one.id, (one.at, one.row))
        for table, mine in one.rows.items():
            for at, row in mine:
                rows[table].setdefault(str(row[ID]), (at, row))
    return Package(
        {
            table: tuple(row for _, row in sorted(mine.values(), key=lambda one: one[0]))
            for table, mine in rows.items()
            if mine
        },
        remarks,
    )
