"""Tables of the specification, in and out: CSV files with their datapackage.json."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.sources.hsds.check import Placed, check
from weefsel.sources.hsds.package import BrokenPackageError, Fault, Package, Row
from weefsel.sources.hsds.specification import ID, Table, tables
from weefsel.sources.hsds.values import from_cell

DATAPACKAGE = "datapackage.json"
# Tables that only version 1 had.
_OLD = frozenset(
    {"taxonomy.csv", "services_taxonomy.csv", "regular_schedules.csv", "holiday_schedules.csv",
     "physical_addresses.csv", "postal_addresses.csv", "eligibility.csv",
     "accessibility_for_disabilities.csv", "payments_accepted.csv", "services_at_location.csv"}
)  # fmt: skip


def is_version_1(files: Mapping[str, bytes]) -> bool:
    """Tell whether files are of version 1 of the specification, by the tables only it had."""
    return any(name in _OLD for name in files)


def read_tabular(files: Mapping[str, bytes], name: str) -> Package:
    """Read the CSV files of a package, ``files`` by file name.

    Where a ``datapackage.json`` names a file for a table, that file is taken. Raises
    ``BrokenPackageError`` with every fault, ``InputError`` when no file is of the specification.
    """
    paths = _paths(files)
    known = {path: table for table, path in paths.items() if path in files}
    if not known:
        raise InputError(
            text("none of these files is a table of the Human Services Data Specification."),
            where=name,
            todo=text("Bring services.csv, organizations.csv and what belongs to them."),
        )
    faults: list[Fault] = []
    remarks: list[Text] = []
    read: dict[str, list[Placed]] = {}
    for path, table in known.items():
        rows, header = cells(files[path], path)
        made = tables()[table]
        extra = [column for column in header if column not in made.fields]
        if extra:
            remarks.append(
                text(
                    "%(file)s has columns outside the specification: %(columns)s.",
                    file=path,
                    columns=", ".join(extra),
                )
            )
        if ID not in header:
            faults.append(Fault(path, "", ID, text("this column is missing.")))
            continue
        read[table] = [(place, _row(made, row)) for place, row in rows]
    order = [table for table in tables() if table in read]
    read = {table: read[table] for table in order}
    found, more = check(read, {table: paths[table] for table in order}, tabular=True)
    if faults or found:
        raise BrokenPackageError(faults + found)
    rows_of = {table: tuple(row for _, row in read[table]) for table in order}
    return Package(rows_of, (*remarks, *more))


def _paths(files: Mapping[str, bytes]) -> dict[str, str]:
    paths = {table: made.file for table, made in tables().items()}
    try:
        described = json.loads(files.get(DATAPACKAGE, b"{}"))
    except ValueError:
        return paths
    resources = described.get("resources", []) if isinstance(described, dict) else []
    for one in resources:
        if isinstance(one, dict) and one.get("name") in paths and isinstance(one.get("path"), str):
            paths[one["name"]] = one["path"].rpartition("/")[2]
    return paths


def cells(content: bytes, file: str) -> tuple[list[tuple[Text, dict[str, str]]], list[str]]:
    """Give the rows of a CSV file by column, empty cells left out, each with its row number.

    Raises ``InputError`` when it is not UTF-8 text, or a row is longer than its header.
    """
    try:
        lines = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise InputError(
            text("this file is not UTF-8 text."),
            where=file,
            todo=text("Save it as CSV in UTF-8."),
        ) from fault
    reader = csv.reader(io.StringIO(lines, newline=""))
    header = [column.strip() for column in next(reader, [])]
    rows = []
    for at, row in enumerate(reader, start=2):
        if len(row) > len(header):
            raise InputError(
                text("row %(row)s has more cells than there are columns.", row=at),
                where=file,
                todo=text("Put texts with a comma between quotation marks."),
            )
        found = {name: cell for name, cell in zip(header, row, strict=False) if cell != ""}
        if found:
            rows.append((text("row %(row)s", row=at), found))
    return rows, header


def _row(made: Table, row: Mapping[str, str]) -> Row:
    return {
        name: from_cell(cell, made.fields[name]) if name in made.fields else cell
        for name, cell in row.items()
    }


def write_tabular(package: Package) -> dict[str, bytes]:
    """Give the CSV files of a package and its ``datapackage.json``, by file name.

    Columns outside the specification come after its own, in order of name.
    """
    files: dict[str, bytes] = {}
    resources = []
    for table, made in tables().items():
        rows = package.of(table)
        if not rows:
            continue
        extra = sorted({name for row in rows for name in row} - set(made.fields))
        columns = [*made.fields, *extra]
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        files[made.file] = out.getvalue().encode("utf-8")
        resources.append(_resource(made, extra))
    described = {
        "name": "human_services_data",
        "profile": "tabular-data-package",
        "version": "3.0",
        "homepage": "https://docs.openreferral.org",
        "resources": resources,
    }
    files[DATAPACKAGE] = (json.dumps(described, indent=2) + "\n").encode("utf-8")
    return files


_TYPES = {"number": "number", "date": "date", "datetime": "datetime", "time": "time"}
_FORMATS = frozenset({"uuid", "email", "uri"})


def _resource(made: Table, extra: list[str]) -> dict[str, Any]:
    fields: list[dict[str, Any]] = []
    for field in made.fields.values():
        one: dict[str, Any] = {"name": field.name, "type": _TYPES.get(field.kind, "string")}
        if field.kind in _FORMATS:
            one["format"] = field.kind
        one["constraints"] = {"required": field.required, "unique": field.name == ID}
        if field.words:
            one["constraints"]["enum"] = list(field.words)
        fields.append(one)
    fields += [{"name": name, "type": "string"} for name in extra]
    keys = [
        {"fields": column, "reference": {"resource": table, "fields": ID}}
        for column, table in made.links.items()
    ]
    return {
        "name": made.name,
        "path": made.file,
        "format": "csv",
        "mediatype": "text/csv",
        "profile": "tabular-data-resource",
        "schema": {"primaryKey": ID, "fields": fields, "foreignKeys": keys},
    }
