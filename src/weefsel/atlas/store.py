"""The observation store: statistics as Parquet files in one folder, read by Polars.

A load is all or nothing: parts are immutable files, and one manifest, replaced in one step,
says which of them count. Readers need no lock; loads take one. The real country (NL00) and
the fictitious one (XX00) never meet in one answer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import polars as pl
import shapely
from filelock import FileLock, Timeout

from weefsel.atlas.areas import DIVISION_COLUMNS, as_division
from weefsel.atlas.change import Change
from weefsel.atlas.detail import FULL, column_of
from weefsel.atlas.find_observations import find_observations
from weefsel.atlas.find_shapes import find_shapes
from weefsel.atlas.geometry import Shapes
from weefsel.atlas.indicator import Indicator, catalogue
from weefsel.atlas.loaded import LoadReport
from weefsel.atlas.manifest import NAME, Manifest, Record, division_key, read_manifest
from weefsel.atlas.parts import DAMAGED, PARTS, damaged, delete_orphans
from weefsel.base.durable import not_writable
from weefsel.base.errors import InputError, NotFoundError
from weefsel.base.figure import Source
from weefsel.base.language import Text, text
from weefsel.base.refusal import why
from weefsel.sources.area_code import COUNTRIES, REAL
from weefsel.sources.areas import GeometryTable
from weefsel.sources.model import Edition, RawTable

if TYPE_CHECKING:
    from weefsel.atlas.status import StatusTable

FOLDER = "store"
LOCK = "lock"
PATIENCE_S = 60  # how long a load waits for another one before it says so
_ATTEMPTS = 5  # of a reader that met a load that deleted the files of the store before it

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class _Seen:
    """A manifest and the state of its file when it was read."""

    state: tuple[int, int, int]
    manifest: Manifest


def _now() -> datetime:
    return datetime.now(UTC)


class Store:
    """Statistics, areas and boundaries under one home folder.

    ``now`` gives the moment that a load is stamped with.
    """

    def __init__(self, home: Path, *, now: Callable[[], datetime] = _now) -> None:
        self.home = Path(home)
        self.folder = self.home / FOLDER
        self._now = now
        self._seen: _Seen | None = None

    # Loading

    @contextmanager
    def change(self) -> Iterator[Change]:
        """Open a change: what is loaded or forgotten inside counts at its end, or not at all.

        Raises ``InputError`` when another load keeps the store busy.
        """
        lock = FileLock(self.folder / LOCK, timeout=PATIENCE_S)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout:
            raise InputError(
                text("another load is busy with the store."),
                where=str(self.folder),
                todo=text("Try again when it is ready."),
            ) from None
        except OSError as fault:
            raise not_writable(self.folder, fault) from fault
        try:
            manifest = read_manifest(self.folder)
            delete_orphans(self.folder, manifest.files)
            change = Change(self.folder, manifest, self._now)
            yield change
            change.commit()
        finally:
            lock.release()

    def load(self, raw: RawTable, observed: pl.DataFrame, *, replace: bool = False) -> LoadReport:
        """Load the observations and areas of one edition, all or nothing.

        ``observed`` has ``OBSERVATION_COLUMNS``. Loading the same again changes nothing.
        Raises ``ConflictError`` when a figure or area differs from what is stored and
        ``replace`` is not set, ``InputError`` when the rows are not those of one edition.
        """
        with self.change() as change:
            return change.load(raw, observed, replace=replace)

    def load_geometry(self, geometry: GeometryTable, *, replace: bool = False) -> LoadReport:
        """Load the boundaries of one level of a division, all or nothing.

        Boundaries of districts and municipalities that no file gives are derived from those
        of smaller areas. Raises ``ConflictError`` when a border differs from the one stored
        and ``replace`` is not set, ``InputError`` when the shapes do not belong together.
        """
        with self.change() as change:
            return change.load_geometry(geometry, replace=replace)

    # Reading

    def manifest(self) -> Manifest:
        """Give what is in the store now."""
        path = self.folder / NAME
        try:
            found = path.stat()
        except FileNotFoundError:
            return Manifest()
        except OSError as fault:
            raise InputError(
                text("the store cannot be read (%(fault)s).", fault=why(fault)),
                where=str(path),
                todo=text("Check the folder that WEEFSEL_HOME names."),
            ) from fault
        state = (found.st_ino, found.st_mtime_ns, found.st_size)
        if self._seen is None or self._seen.state != state:
            self._seen = _Seen(state, read_manifest(self.folder))
        return self._seen.manifest

    def _answer(self, question: Callable[[Manifest], Answer]) -> Answer:
        """Ask of one state of the store; ask anew when a load deleted it meanwhile."""
        for _ in range(_ATTEMPTS):
            manifest = self.manifest()
            try:
                return question(manifest)
            except FileNotFoundError:
                if self.manifest() is manifest:
                    break
            except DAMAGED as fault:
                raise damaged(self.folder / PARTS) from fault
        raise InputError(
            text("a file of the store is missing."),
            where=str(self.folder / PARTS),
            todo=text("Restore it from a backup, or remove the folder and load again."),
        )

    def editions(self, country: str | None = None) -> list[Edition]:
        """Give the editions in the store, by year and id; of one country when asked."""
        manifest = self.manifest()
        countries = COUNTRIES if country is None else (country,)
        return [record.edition for one in countries for record in manifest.of(one)]

    def sources(self) -> dict[str, Source]:
        """Give the source of each edition, by ``edition:<id>``."""
        return {
            f"edition:{key}": _source(record)
            for key, record in sorted(self.manifest().records.items())
        }

    def observations(
        self,
        *,
        indicators: Collection[str] | None = None,
        areas: Collection[str] | None = None,
        years: Collection[int] | None = None,
        country: str = REAL,
    ) -> pl.DataFrame:
        """Give observations of one country, with ``OBSERVATION_COLUMNS``.

        One row an area, indicator and year: where two editions state one, the row with a
        value, official before own, of the latest published. Rows are in the order of the
        editions' years, then municipality, area, indicator. Codes of another country give no rows.
        """
        _check_country(country)
        return self._answer(
            lambda manifest: find_observations(
                manifest.of(country), self.folder / PARTS, indicators, areas, years
            )
        )

    def undated(
        self,
        *,
        indicators: Collection[str] | None = None,
        areas: Collection[str] | None = None,
        country: str = REAL,
    ) -> pl.DataFrame:
        """Give figures whose year nobody knows, with ``OBSERVATION_COLUMNS``; year is null.

        ``period`` says of a source between which years it lies. They are in no other answer.
        """
        _check_country(country)
        found = self._answer(
            lambda manifest: find_observations(
                manifest.of(country), self.folder / PARTS, indicators, areas, None, undated=True
            )
        )
        return found.with_columns(pl.lit(None, pl.Int32).alias("year"))

    def period(self, source: str) -> Text:
        """Say of a source (``edition:<id>``) which year it is of, or which it can be of.

        Raises ``NotFoundError`` when the store does not hold it.
        """
        record = self.manifest().records.get(source.removeprefix("edition:"))
        if record is None:
            raise NotFoundError(
                text("there is no edition '%(id)s' in the store.", id=source[:80]),
                todo=text("Look in weefsel status for its id."),
            )
        return record.edition.period

    def years(self, country: str = REAL) -> list[int]:
        """Give the years of the divisions whose areas are known, ascending."""
        _check_country(country)
        return sorted(
            int(key.removeprefix(f"{country}-"))
            for key in self.manifest().divisions
            if key.startswith(f"{country}-")
        )

    def areas(
        self,
        year: int,
        *,
        country: str = REAL,
        level: str | None = None,
        municipality: str | None = None,
    ) -> pl.DataFrame:
        """Give the areas of a division, with ``DIVISION_COLUMNS``, large to small, by code.

        Of one level or one municipality (itself included) when asked; no rows for a year
        whose division is not known.
        """
        _check_country(country)

        def question(manifest: Manifest) -> pl.DataFrame:
            part = manifest.divisions.get(division_key(country, year))
            if part is None:
                return pl.DataFrame(schema=DIVISION_COLUMNS)
            frame = pl.scan_parquet(self.folder / PARTS / part.file)
            if level is not None:
                frame = frame.filter(pl.col("level") == level)
            if municipality is not None:
                frame = frame.filter(pl.col("municipality") == municipality)
            return as_division(frame.collect(), year, country != REAL)

        return self._answer(question)

    def shapes(
        self, codes: Collection[str], *, year: int, country: str = REAL, detail: str = FULL
    ) -> Shapes:
        """Give boundaries in longitude and latitude, of the nearest division with the codes.

        All come from one division: the one with most of the codes, then the nearest year.
        ``detail`` is one of ``detail.DETAILS``: "full", or the copy with fewer points for a
        map of a "municipality" or of the "country", in which neighbours still share their
        borders. The answer tells the division and which codes it lacks.
        """
        _check_country(country)
        column_of(detail)
        return self._answer(
            lambda manifest: find_shapes(
                self.folder,
                manifest,
                list(codes),
                year=year,
                country=country,
                detail=detail,
            )
        )

    def geometry(
        self, codes: Collection[str], *, year: int, country: str = REAL, detail: str = FULL
    ) -> dict[str, shapely.Geometry]:
        """Give boundaries by code, as ``shapes`` does; codes without one are left out."""
        return self.shapes(codes, year=year, country=country, detail=detail).geometries

    def geometry_year(
        self, codes: Collection[str], *, year: int, country: str = REAL
    ) -> int | None:
        """Give the year of the division that ``geometry`` takes, none when no one has any."""
        return self.shapes(codes, year=year, country=country).year

    def own_figures(self, edition: str) -> pl.DataFrame:
        """Give what a municipality's own figures rest on, with ``OWN_COLUMNS``.

        Raises ``NotFoundError`` when the store holds no own figures under that id.
        """

        def question(manifest: Manifest) -> pl.DataFrame:
            record = manifest.records.get(edition)
            if record is None or record.own is None:
                raise NotFoundError(
                    text("there are no own figures '%(id)s'.", id=edition[:80]),
                    todo=text("Look in the list of own figures."),
                )
            return pl.read_parquet(self.folder / PARTS / record.own.file)

        return self._answer(question)

    def catalogue(self, country: str = REAL) -> dict[str, Indicator]:
        """Give the catalogue with the indicators that municipalities described themselves."""
        _check_country(country)
        own = {one.id: one for record in self.manifest().of(country) for one in record.definitions}
        return {**catalogue(), **dict(sorted(own.items()))}

    def status(self) -> StatusTable:
        """Give what is loaded: an edition a row, the fictitious ones apart."""
        from weefsel.atlas.status import status

        return status(self)


def _check_country(country: str) -> None:
    if country not in COUNTRIES:
        raise ValueError(f"country {country!r} is not one of {COUNTRIES}")


def _source(record: Record) -> Source:
    edition = record.edition
    return Source(
        id=f"edition:{edition.id}",
        title=edition.title,
        publisher=edition.publisher,
        year=None if edition.undated else edition.year,
        licence=edition.licence,
        url=edition.url,
        remark=edition.attribution,
        extra={
            "table": edition.table,
            "series": edition.series,
            "population": edition.population or "",
            "published": edition.published or "",
            "loaded_at": record.loaded_at,
            "country": edition.country,
        },
    )
