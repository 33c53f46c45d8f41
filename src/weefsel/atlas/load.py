"""Load files into the store: pick the reader, map to indicators, lay in, say what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace as with_fields
from pathlib import Path

import polars as pl

from weefsel.atlas.change import Change
from weefsel.atlas.indicator import Indicator, catalogue
from weefsel.atlas.loaded import Listed, LoadReport, Number
from weefsel.atlas.store import Store
from weefsel.base.errors import InputError, WeefselError
from weefsel.base.language import Text, plural, text
from weefsel.sources.area_code import FICTITIOUS, country_column
from weefsel.sources.model import RawTable

KINDS = ("kwb", "health", "ses", "livability", "areas")

Progress = Callable[[int, int, Text], None]
Stop = Callable[[], bool]


class Stopped(WeefselError):
    """The user stopped a load; nothing of it stays."""


def load_file(
    store: Store,
    kind: str,
    path: Path | Sequence[Path],
    *,
    table: str | None = None,
    year: int | None = None,
    metadata: Path | None = None,
    codes: Path | None = None,
    undated: tuple[int, ...] = (),
    replace: bool = False,
    indicators: Mapping[str, Indicator] | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> list[LoadReport]:
    """Load a file, a folder or several of them, all or nothing; give a report a table.

    ``kind`` is one of ``KINDS``. ``undated`` are the years that key figures may be of when
    nothing says their year: they are kept apart (``Store.undated``). ``indicators`` is the
    catalogue to map to (that of Weefsel unless given). ``progress`` is told of each step; when
    ``stop`` says yes between two steps the load ends with ``Stopped`` and the store is as it was.

    Raises ``InputError`` when a file cannot be used, ``ConflictError`` when it contradicts
    what is stored and ``replace`` is not set.
    """
    if kind not in KINDS:
        raise InputError(
            text("'%(kind)s' is not a kind of data that can be loaded.", kind=kind),
            todo=text("Use one of these kinds: %(known)s.", known=", ".join(KINDS)),
        )
    paths = [path] if isinstance(path, Path) else list(path)
    if undated and kind != "kwb":
        raise InputError(
            text("only key figures (kwb) can be loaded without a year."),
            todo=text("Leave --undated out."),
        )
    steps = _Steps(len(paths), progress, stop)
    with store.change() as change:
        reports: list[LoadReport] = []
        for one in paths:
            steps.start(text("Reading %(file)s", file=one.name))
            if kind == "areas":
                reports += _load_boundaries(change, one, year, replace, steps)
            else:
                found = _read(
                    kind,
                    one,
                    table=table,
                    year=year,
                    metadata=metadata,
                    codes=codes,
                    undated=undated,
                )
                known = catalogue() if indicators is None else indicators
                reports += _load_tables(change, found, known, replace, steps)
        steps.start(text("Storing"))
    steps.end()
    return reports


class _Steps:
    """Tells how far a load is and stops it when asked."""

    def __init__(self, files: int, progress: Progress | None, stop: Stop | None) -> None:
        self._total = files + 1
        self._done = 0
        self._progress = progress
        self._stop = stop

    def more(self, steps: int) -> None:
        """Add steps that only came to light by reading."""
        self._total += steps

    def start(self, what: Text) -> None:
        """Begin a step; raises ``Stopped`` when the user wants so."""
        if self._stop is not None and self._stop():
            raise Stopped(text("the load was stopped; the store is as it was."))
        if self._progress is not None:
            self._progress(self._done, self._total, what)
        self._done += 1

    def end(self) -> None:
        """Say that everything is done."""
        if self._progress is not None:
            self._progress(self._total, self._total, text("Ready"))


def _read(
    kind: str,
    path: Path,
    *,
    table: str | None,
    year: int | None,
    metadata: Path | None,
    codes: Path | None,
    undated: tuple[int, ...],
) -> list[RawTable]:
    from weefsel.sources import health, kwb, livability, ses

    if kind == "kwb":
        return kwb.read(
            path, table=table, year=year, metadata=metadata, codes=codes, undated=undated
        )
    if codes is not None:
        raise InputError(
            text("a file with codes is only used for the key figures of CBS."),
            where=codes.name,
            todo=text("Leave --codes out."),
        )
    if kind == "livability":
        return livability.read(path, year=year)
    reader = {"health": health.read, "ses": ses.read}[kind]
    return reader(path, table=table, year=year, metadata=metadata)


def _load_tables(
    change: Change,
    tables: Sequence[RawTable],
    indicators: Mapping[str, Indicator],
    replace: bool,
    steps: _Steps,
) -> list[LoadReport]:
    from weefsel.atlas.mapping import observe

    steps.more(len(tables))
    reports = []
    for found in tables:
        raw = _in_its_country(found)
        steps.start(text("Checking %(table)s", table=raw.edition.id))
        observed = observe(raw, dict(indicators))
        report = change.load(raw, observed.frame, replace=replace)
        said = [*raw.notes, *observed.notes, *_unmatched(observed.unmatched)]
        reports.append(report.saying(*dict.fromkeys(said)))
    return reports


def _in_its_country(raw: RawTable) -> RawTable:
    """Give a table of fictitious areas the fictitious country; the store refuses a mixture."""
    if raw.values.is_empty() or raw.edition.fictitious:
        return raw
    countries = raw.values.select(country_column(pl.col("area"))).to_series()
    if (countries == FICTITIOUS).all():
        return with_fields(raw, edition=with_fields(raw.edition, country=FICTITIOUS))
    return raw


def _unmatched(names: Sequence[str]) -> list[Text]:
    if not names:
        return []
    return [
        plural(
            "%(count)s column is not used by any indicator: %(names)s.",
            "%(count)s columns are not used by any indicator: %(names)s.",
            len(names),
            count=Number(len(names), 0),
            names=Listed(tuple(names)),
        )
    ]


def _load_boundaries(
    change: Change, path: Path, year: int | None, replace: bool, steps: _Steps
) -> list[LoadReport]:
    from weefsel.sources import areas

    tables = areas.read(path, year=year)
    steps.more(len(tables))
    reports = []
    for found in tables:
        steps.start(text("Checking %(table)s", table=found.edition.id))
        reports.append(change.load_geometry(found, replace=replace).saying(*found.notes))
    return reports
