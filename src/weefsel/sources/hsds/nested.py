"""Nested JSON of the specification, in and out: full records, lists, and pages of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.sources.hsds.check import Placed, check
from weefsel.sources.hsds.package import BrokenPackageError, Fault, Package, Row
from weefsel.sources.hsds.specification import ANYWHERE, ID, child_column, tables

ROOTS = ("organization", "service", "service_at_location")


def read_json(content: bytes | str, name: str, *, root: str | None = None) -> Package:
    """Read one record, a list of records or a page with ``contents``.

    ``root`` says what the records are; by default that follows from what stands in them.
    What is said twice of one id is put together. Raises ``BrokenPackageError`` with every
    fault, ``InputError`` when it is no JSON or no record of a social map.
    """
    try:
        found = json.loads(content)
    except ValueError as fault:
        raise InputError(
            text("this file is not JSON."),
            where=name,
            todo=text("Bring a JSON file of the Human Services Data Specification."),
        ) from fault
    records, path = _records(found)
    if records is None or not all(isinstance(one, dict) for one in records):
        raise InputError(
            text("this file holds no records of a social map."),
            where=name,
            todo=text("Bring services, organisations, or services at locations."),
        )
    reader = _Reader(name)
    for at, record in enumerate(records):
        reader.take(root or _root(record), record, f"{path}[{at}]" if path else "", {})
    rows = {table: [*reader.rows[table].values()] for table in tables() if table in reader.rows}
    files = dict.fromkeys(rows, name)
    faults, remarks = check(rows, files, tabular=False)
    faults = reader.faults + faults
    if faults:
        raise BrokenPackageError(faults)
    return Package({table: tuple(row for _, row in rows[table]) for table in rows}, remarks)


def _records(found: Any) -> tuple[list[Any] | None, str]:
    if isinstance(found, dict) and isinstance(found.get("contents"), list):
        return found["contents"], "contents"
    if isinstance(found, dict):
        return [found], ""
    return (found, "") if isinstance(found, list) else (None, "")


def _root(record: Mapping[str, Any]) -> str:
    if "location" in record or ("service" in record and "status" not in record):
        return "service_at_location"
    if "status" in record or "organization" in record or "organization_id" in record:
        return "service"
    return "organization"


class _Reader:
    """Takes nested records apart into rows by table."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: dict[str, dict[str, Placed]] = {}
        self.faults: list[Fault] = []

    def take(self, table: str, record: Any, place: str, whose: Row) -> str | None:
        """Keep one record and all that stands in it; give its id."""
        if not isinstance(record, dict):
            self.faults.append(Fault(self.name, place, "", text("this is not a record.")))
            return None
        made = tables()[table]
        inside = {*made.many, *made.one, *ANYWHERE}
        row = {key: value for key, value in record.items() if key not in inside}
        row = {key: value for key, value in row.items() if value is not None} | dict(whose)
        key = row.get(ID)
        if not isinstance(key, str) or not key:
            self.faults.append(Fault(self.name, place, ID, text("a row without an id.")))
            return None
        for name, column in made.one.items():
            if isinstance(record.get(name), dict):
                inner = self.take(made.links[column], record[name], _at(place, name), {})
                if inner is not None:
                    row[column] = inner
        self._keep(table, key, place, row)
        for name, child in made.many.items():
            self._list(
                child, record.get(name), _at(place, name), {child_column(table, child): key}
            )
        for name, (child, column) in ANYWHERE.items():
            self._list(child, record.get(name), _at(place, name), {column: key})
        return key

    def _list(self, table: str, records: Any, place: str, whose: Row) -> None:
        if records is None:
            return
        if not isinstance(records, list):
            self.faults.append(Fault(self.name, place, "", text("this is not a list.")))
            return
        for at, one in enumerate(records):
            self.take(table, one, f"{place}[{at}]", whose)

    def _keep(self, table: str, key: str, place: str, row: Row) -> None:
        """Put together what is said of one id; two different answers are a fault."""
        known = self.rows.setdefault(table, {})
        if key not in known:
            known[key] = place, row
            return
        first, there = known[key]
        for name, value in row.items():
            if name in there and there[name] != value:
                other = text("this differs from what %(place)s says of the same id.", place=first)
                self.faults.append(Fault(self.name, place, name, other))
        known[key] = first, {**there, **row}


def _at(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def record(package: Package, table: str, key: str) -> dict[str, Any]:
    """Give one full record with all that stands in it, as the specification nests it.

    Raises ``KeyError`` when the table has no such id.
    """
    row = package.find(table, key)
    if row is None:
        raise KeyError(key)
    return _written(package, table, row, frozenset())


# What a record inside another one does not repeat: it would go round in circles.
_NOT_INSIDE = {
    "organization": frozenset({"services"}),
    "service": frozenset({"service_at_locations"}),
    "service_at_location": frozenset({"service"}),
}


def _written(package: Package, table: str, row: Row, left: frozenset[str]) -> dict[str, Any]:
    made, key = tables()[table], str(row[ID])
    whose = {*made.one.values(), *(c for c in made.links if c != "parent_id")}
    whose |= {"link_id", "resource_id"} if table in ("attribute", "metadata") else set()
    found = {name: value for name, value in row.items() if name not in whose}
    for name, column in made.one.items():
        target = made.links[column]
        inner = package.find(target, str(row[column])) if row.get(column) else None
        if name not in left and inner is not None:
            found[name] = _written(package, target, inner, _NOT_INSIDE.get(target, frozenset()))
    for name, child in made.many.items():
        rows = package.referring(child, child_column(table, child), key)
        if name not in left and rows:
            inside = _inside(table, child)
            found[name] = [_written(package, child, one, inside) for one in rows]
    for name, (child, column) in ANYWHERE.items():
        rows = package.referring(child, column, key)
        if rows:
            found[name] = [_written(package, child, one, frozenset()) for one in rows]
    return found


def _inside(table: str, child: str) -> frozenset[str]:
    """Give what a record inside a list does not repeat of what it stands in."""
    return frozenset({table}) if table in tables()[child].one else frozenset()


def listed(package: Package, table: str, key: str) -> dict[str, Any]:
    """Give a record as it stands in a list: its own fields and what it belongs to.

    Raises ``KeyError`` when the table has no such id.
    """
    row = package.find(table, key)
    if row is None:
        raise KeyError(key)
    return _brief(package, table, row)


def _brief(package: Package, table: str, row: Row) -> dict[str, Any]:
    made = tables()[table]
    whose = {*made.one.values(), *made.links}
    found = {name: value for name, value in row.items() if name not in whose}
    for name, column in made.one.items():
        target = made.links[column]
        inner = package.find(target, str(row[column])) if row.get(column) else None
        if inner is not None:
            found[name] = _brief(package, target, inner)
    return found


def page(records: list[dict[str, Any]], *, number: int, size: int, total: int) -> dict[str, Any]:
    """Put records in the envelope of a page; ``number`` counts from 1."""
    pages = max(1, -(-total // size))
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "size": len(records),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not records,
        "contents": records,
    }
