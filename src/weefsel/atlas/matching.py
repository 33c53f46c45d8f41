"""Which column a measure is: by path, title and unit, never by a guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from weefsel.atlas.indicator import Measure
from weefsel.sources.names import Header, slug, take_apart


class Doubt(Exception):
    """More than one column answers to the names of a measure."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        super().__init__(", ".join(names))


@dataclass
class Index:
    """The measures of a table by what they can be recognised by."""

    full: dict[str, set[str]] = field(default_factory=dict)
    tails: dict[str, dict[str, str]] = field(default_factory=dict)  # slug -> measure -> unit
    stems: dict[str, set[str]] = field(default_factory=dict)


def index_of(measures: pl.DataFrame) -> Index:
    """Index the measures of a table (MEASURE_COLUMNS)."""
    index = Index()
    for row in measures.iter_rows(named=True):
        name = row["measure"]
        if row["title"] is None:
            index.stems.setdefault(slug(row["stem"]), set()).add(name)
            continue
        index.full.setdefault(row["slug"], set()).add(name)
        segments = [*(row["path"] or "").split("/"), row["title"]]
        if _dotted(name, row):
            continue  # its title is the whole path: only the whole can be matched
        for at in range(len(segments)):
            tail = slug(*segments[at:])
            index.tails.setdefault(tail, {})[name] = row["unit"] or ""
    return index


def _dotted(name: str, row: Mapping[str, str | None]) -> bool:
    return not row["path"] and take_apart(name).kind == "dotted"


def find(measure: Measure, index: Index) -> str | None:
    """Find the one column of a measure; raises ``Doubt`` when there are several."""
    headers = [_name(name) for name in measure.names]
    units = [measure.unit] if measure.unit else []
    full: set[str] = set()
    for header in headers:
        for unit in (header.unit, *units):
            full |= index.full.get(slug(header.path, header.title, unit), set())
    if full:
        return _only(full)
    titled: set[str] = set()
    for header in headers:
        wanted = slug(header.unit or measure.unit)
        for name, unit in index.tails.get(slug(header.path, header.title), {}).items():
            if not wanted or not unit or slug(unit) == wanted:
                titled.add(name)
    if titled:
        return _only(titled)
    stems: set[str] = set()
    for key in measure.stems:
        stems |= index.stems.get(slug(key), set())
    return _only(stems) if stems else None


def _name(name: str) -> Header:
    header = take_apart(name)
    if header.title is None:  # one word: a bare title, not a key
        return Header(name, "path", title=name)
    return header


def _only(names: set[str]) -> str:
    if len(names) > 1:
        raise Doubt(sorted(names))
    return next(iter(names))
