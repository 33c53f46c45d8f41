"""Metadata of a table: what its column keys mean, what it is called, how its areas are called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.sources.content import Record, Sheet, open_file
from weefsel.sources.measures import (
    CODE_COLUMNS,
    DIMENSION_CODE_COLUMNS,
    GROUP_COLUMNS,
    Measures,
    Topic,
)
from weefsel.sources.tables import table_in, year_in

# What the names of metadata files hold, in the spelling of CBS; content decides, names select.
_LIKELY = (
    "dataproperties",
    "metadata",
    "tableinfos",
    "measurecodes",
    "measuregroups",
    "wijkenenbuurten",
    "properties",
)


@dataclass
class Metadata:
    """What is known of a table beside its figures."""

    topics: dict[str, Topic] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # area code -> name
    table: str | None = None
    title: str | None = None
    year: int | None = None
    published: str | None = None
    records: int | None = None
    measures: Measures = field(default_factory=Measures)  # OData v4
    files: list[str] = field(default_factory=list)

    def covers(self, keys: Iterable[str]) -> bool:
        """Tell whether every key of a data set is known here."""
        known = set(self.topics)
        return bool(known) and all(key in known for key in keys)


def is_metadata(part: Sheet | Record) -> bool:
    """Tell a metadata file from a data file, by its columns."""
    if isinstance(part, Record):
        return "Identifier" in part.content
    columns = set(part.columns)
    return (
        {"Key", "Title"} <= columns
        or {"Identifier", "Title"} <= columns
        or {"Id", "Title", "ParentId"} <= columns
    )


def read_metadata(path: Path) -> Metadata:
    """Read metadata that was given: one file, or a folder with several.

    Raises ``InputError`` when a file is no metadata of a CBS table.
    """
    files = sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path]
    found = Metadata()
    for one in files:
        _add(found, open_file(one))
    if not found.files:
        raise InputError(
            text("this is no metadata of a table: no Key and Title, no Identifier."),
            where=path.name,
            todo=text("Give its DataProperties or TableInfos."),
        )
    return found


def find_beside(path: Path, table: str | None) -> Metadata:
    """Look for metadata files of the same table in the folder of a data file.

    Files that cannot be read are passed over: nobody asked for them.
    """
    folder = path if path.is_dir() else path.parent
    found = Metadata()
    for one in sorted(folder.iterdir()):
        name = one.name.lower()
        if one == path or not one.is_file() or not any(part in name for part in _LIKELY):
            continue
        if table is not None and table_in(one.name.replace(".", " ")) not in (None, table):
            continue
        try:
            _add(found, open_file(one))
        except InputError:
            continue
    return found


def _add(found: Metadata, parts: list[Sheet | Record]) -> None:
    for part in parts:
        if not is_metadata(part):
            continue
        rows = [part.content] if isinstance(part, Record) else _rows(part)
        columns = set(part.content if isinstance(part, Record) else part.columns)
        if _add_rows(found, rows, columns, part.file):
            found.files.append(part.file)


def _add_rows(found: Metadata, rows: list[dict[str, Any]], columns: set[str], file: str) -> bool:
    """Add the rows of one metadata file; tell whether they were of use."""
    if {"Key", "Title", "ParentID", "Type"} <= columns:
        found.topics.update(_topics(rows))
    elif columns >= CODE_COLUMNS:
        found.measures.add_codes(rows)
    elif columns >= GROUP_COLUMNS:
        # The groups of a dimension have the same columns; only the name tells them apart.
        if "measuregroups" not in file.lower():
            return False
        found.measures.add_groups(rows)
    elif columns >= DIMENSION_CODE_COLUMNS:
        found.names.update(_names(rows, "Identifier"))
    elif "Kind" in columns:
        return False  # the dimensions themselves: which there are, not what they hold
    elif {"Key", "Title"} <= columns:
        found.names.update(_names(rows, "Key"))
    elif len(rows) == 1 and "Identifier" in columns:
        return _table_info(found, rows[0])
    else:
        return False
    return True


def _rows(sheet: Sheet) -> list[dict[str, Any]]:
    frame = sheet.frame.rename({f"c{at}": name for at, name in enumerate(sheet.columns)})
    wanted = (
        "ID",
        "ParentID",
        "Type",
        "Key",
        "Title",
        "Unit",
        "Datatype",
        "Identifier",
        "Modified",
        "Period",
        "TemporalCoverage",
        "RecordCount",
        "MeasureGroupId",
        "DataType",
        "Id",
        "ParentId",
    )
    return frame.select([name for name in frame.columns if name in wanted]).to_dicts()


def _table_info(found: Metadata, record: dict[str, Any]) -> bool:
    identifier = str(record.get("Identifier") or "")
    if not identifier:
        return False
    found.table = identifier
    found.title = str(record.get("Title") or "").strip() or None
    found.published = str(record.get("Modified") or "")[:10] or None
    period = str(record.get("Period") or record.get("TemporalCoverage") or "")
    found.year = year_in(period) or year_in(found.title or "")
    count = str(record.get("RecordCount") or "")
    found.records = int(count) if count.isdigit() else None
    return True


def _topics(rows: list[dict[str, Any]]) -> dict[str, Topic]:
    by_id = {_whole(row["ID"]): row for row in rows}

    def path(row: dict[str, Any]) -> str:
        titles: list[str] = []
        seen: set[int | None] = set()
        at = _whole(row.get("ParentID"))
        while at is not None and at in by_id and at not in seen:
            seen.add(at)
            titles.insert(0, str(by_id[at].get("Title") or "").strip())
            at = _whole(by_id[at].get("ParentID"))
        return "/".join(titles)

    return {
        str(row["Key"]): Topic(
            key=str(row["Key"]),
            title=str(row.get("Title") or "").strip(),
            path=path(row),
            unit=str(row.get("Unit") or "").strip(),
            datatype=str(row.get("Datatype") or ""),
        )
        for row in rows
        if row.get("Key") and row.get("Type") != "TopicGroup"
    }


def _whole(value: Any) -> int | None:
    try:
        return None if value is None or value == "" else int(float(value))
    except (TypeError, ValueError):
        return None


def _names(rows: list[dict[str, Any]], key: str) -> dict[str, str]:
    return {
        str(row[key]).strip(): str(row["Title"]).strip()
        for row in rows
        if row.get(key) and row.get("Title")
    }
