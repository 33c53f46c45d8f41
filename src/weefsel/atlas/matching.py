"""Which column a measure is: by path, title and unit, never by a guess."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
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
    groups: dict[str, str] = field(default_factory=dict)  # measure -> slug of outermost group
    stems: dict[str, set[str]] = field(default_factory=dict)


def names_of(measures: Iterable[Measure]) -> frozenset[str]:
    """Give the slugs of all names of measures, without their units."""
    headers = (_name(name) for measure in measures for name in measure.names)
    return frozenset(slug(header.path, header.title) for header in headers)


def index_of(measures: pl.DataFrame, known: Collection[str] = ()) -> Index:
    """Index the measures of a table (MEASURE_COLUMNS).

    ``known`` are the names of every measure in the catalogue: a column that answers to a
    longer one of these does not answer to a shorter. A slash can be part of a title, so
    "Matig/hoog risico" would else be taken for "hoog risico".
    """
    index = Index()
    for row in measures.iter_rows(named=True):
        name = row["measure"]
        if row["title"] is None:
            index.stems.setdefault(slug(row["stem"]), set()).add(name)
            continue
        index.full.setdefault(row["slug"], set()).add(name)
        path = (row["path"] or "").split("/")
        segments = [*path, row["title"]]
        index.groups[name] = slug(path[0])
        if _dotted(name, row):
            continue  # its title is the whole path: only the whole can be matched
        for at in range(len(segments)):
            tail = slug(*segments[at:])
            index.tails.setdefault(tail, {})[name] = row["unit"] or ""
            if tail in known:
                break
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
            alike = not wanted or not unit or slug(unit) == wanted
            if alike and _in_group(measure, index.groups[name]):
                titled.add(name)
    if titled:
        return _only(titled)
    stems: set[str] = set()
    for key in measure.stems:
        stems |= index.stems.get(slug(key), set())
    return _only(stems) if stems else None


def _in_group(measure: Measure, group: str) -> bool:
    """Tell whether a column stands where the measure must, or in no group at all."""
    return not measure.group or not group or group == slug(measure.group)


def _name(name: str) -> Header:
    header = take_apart(name)
    if header.title is None:  # one word: a bare title, not a key
        return Header(name, "path", title=name)
    return header


def _only(names: set[str]) -> str:
    if len(names) > 1:
        raise Doubt(sorted(names))
    return next(iter(names))
