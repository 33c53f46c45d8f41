"""A change of the store: tables are laid beside it, and all of them count at once or none.

Parts are written while the change is being made; nobody sees them until the manifest that
names them takes the place of the old one. A change that is broken off leaves only orphans.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace as with_fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from weefsel.atlas.areas import merge_areas, to_division
from weefsel.atlas.detail import lacks_copies, with_copies
from weefsel.atlas.geometry import derive, merge_geometry, to_stored_geometry
from weefsel.atlas.indicator import Indicator
from weefsel.atlas.loaded import LoadReport
from weefsel.atlas.manifest import (
    Manifest,
    Part,
    Record,
    SourceFile,
    division_key,
    write_manifest,
)
from weefsel.atlas.observations import KEY, merge_observations, sort_stored, to_stored
from weefsel.atlas.parts import DAMAGED, PARTS, damaged, write_part
from weefsel.base.errors import ConflictError
from weefsel.base.language import text
from weefsel.sources.areas import GeometryTable
from weefsel.sources.model import (
    AREA_COLUMNS,
    MEASURE_COLUMNS,
    VALUE_COLUMNS,
    Edition,
    RawTable,
)

RESIDENTS = "population"  # id of the indicator that counts residents


def _without_areas(edition: Edition) -> RawTable:
    """Give the table of an edition that defines no areas."""
    return RawTable(
        edition,
        pl.DataFrame(schema=AREA_COLUMNS),
        pl.DataFrame(schema=MEASURE_COLUMNS),
        pl.DataFrame(schema=VALUE_COLUMNS),
    )


class Change:
    """Tables that enter or leave the store together; made by ``Store.change``."""

    def __init__(self, folder: Path, manifest: Manifest, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._before = manifest
        self._records = dict(manifest.records)
        self._divisions = dict(manifest.divisions)
        self._derived = dict(manifest.derived)
        self._ledgers = dict(manifest.ledgers)
        self._now = now

    def forget(
        self,
        *,
        country: str | None = None,
        edition: str | None = None,
        own_table: str | None = None,
        keep_own: bool = False,
    ) -> None:
        """Take a country, one edition, or all years of own figures out of the store.

        ``keep_own`` leaves what a municipality brought itself: nobody else can make it anew.
        """
        self._records = {
            key: one
            for key, one in self._records.items()
            if not (
                key == edition
                or (one.edition.own and one.edition.table == own_table)
                or (one.edition.country == country and not (keep_own and one.edition.own))
            )
        }
        # Own figures name areas but define none.
        used = {
            division_key(r.edition.country, r.edition.division)
            for r in self._records.values()
            if not r.edition.own
        }
        self._divisions = {key: part for key, part in self._divisions.items() if key in used}
        self._derived = {key: part for key, part in self._derived.items() if key in used}

    def load(self, raw: RawTable, observed: pl.DataFrame, *, replace: bool = False) -> LoadReport:
        """Lay the observations and areas of one edition beside what is stored.

        Raises ``ConflictError`` when a figure or area differs from what is stored and
        ``replace`` is not set, ``InputError`` when the rows are not those of one edition.
        """
        edition = raw.edition
        known = self._known(edition)
        incoming = to_stored(observed, edition)
        stored = self.read(known.observations) if known and known.observations else None
        figures = merge_observations(stored, incoming, edition, replace=replace)
        areas_new = self._load_areas(raw, replace=replace)
        filled = incoming.filter(pl.col("value").is_not_null())
        report = LoadReport(
            edition=edition,
            kind="observations",
            added=figures.added,
            filled=figures.filled,
            changed=figures.contradictions.height,
            same=figures.same,
            areas=max(incoming["area"].n_unique(), raw.areas.height),
            indicators=tuple(filled["indicator"].unique().sort()),
            values=filled.height,
            areas_new=areas_new,
        )
        if not report.new and known is not None:
            return report
        frame = figures.frame if stored is None else sort_stored(figures.frame)
        observations = known.observations if known else None
        if figures.differs or observations is None:
            observations = self._write(f"{edition.id}.observations", frame)
        residents = frame.filter(
            (pl.col("area") == edition.country) & (pl.col("indicator") == RESIDENTS)
        )["value"]
        self._keep(
            edition,
            known,
            observations=observations,
            indicators=tuple(frame["indicator"].unique().sort()),
            filled=tuple(frame.filter(pl.col("value").is_not_null())["indicator"].unique().sort()),
            years=tuple(frame["year"].unique().sort()),
            area_count=frame["area"].n_unique(),
            residents=residents.item() if residents.len() == 1 else None,
        )
        return report

    def load_own(
        self,
        edition: Edition,
        figures: pl.DataFrame,
        *,
        definitions: tuple[Indicator, ...] = (),
    ) -> LoadReport:
        """Lay one year of a municipality's own figures (``OWN_COLUMNS``) beside what is stored.

        Raises ``ConflictError`` when a figure differs from the one stored; own figures are
        replaced as a whole, by forgetting their table first.
        """
        known = self._known(edition)
        observed = figures.select(
            *("area", "indicator", "year", "value", "lower", "upper", "flag"),
            source=pl.lit(edition.id),
            fictitious=pl.lit(edition.fictitious),
        )
        report = self.load(_without_areas(edition), observed)
        stored = self.read(known.own) if known and known.own else figures.clear()
        kept = stored.join(figures, on=KEY, how="anti")
        together = pl.concat([kept, figures.select(stored.columns)]).sort(KEY)
        record = self._records[edition.id]
        named = {one.id: one for one in (*record.definitions, *definitions)}
        part = record.own
        if part is None or not together.equals(stored):
            part = self._write(f"{edition.id}.own", together)
        self._records[edition.id] = record.model_copy(
            update={"own": part, "definitions": tuple(named[one] for one in sorted(named))}
        )
        return report

    def ledger(self, municipality: str) -> dict[str, Any]:
        """Give what was shown before of a municipality's own records."""
        return self._ledgers.get(municipality, {})

    def keep_ledger(self, municipality: str, ledger: dict[str, Any]) -> None:
        """Remember what is shown from now on of a municipality's own records."""
        self._ledgers[municipality] = ledger

    def editions(self) -> list[Edition]:
        """Give the editions of the draft."""
        return [record.edition for record in self._records.values()]

    def load_geometry(self, table: GeometryTable, *, replace: bool = False) -> LoadReport:
        """Lay boundaries beside what is stored, and derive those of larger areas.

        Raises ``ConflictError`` when a border differs from the one stored and ``replace`` is
        not set, ``InputError`` when the shapes are not those of one level and country.
        """
        edition = table.edition
        known = self._known(edition)
        incoming = to_stored_geometry(table)
        stored = self.read(known.geometry) if known and known.geometry else None
        merged = merge_geometry(stored, incoming, edition, replace=replace)
        report = LoadReport(
            edition=edition,
            kind="geometry",
            added=merged.added,
            filled=merged.filled,
            changed=merged.contradictions.height,
            same=merged.same,
            areas=incoming.height,
        )
        old = stored is not None and lacks_copies(stored)
        if not report.new and known is not None and not old:
            return report
        frame = with_copies(merged.frame.sort("municipality", "code"))
        self._keep(
            edition,
            known,
            geometry=self._write(f"{edition.id}.boundaries", frame),
            level=table.level,
            area_count=frame.height,
        )
        self._derive(edition.country, edition.division)
        return report

    def _derive(self, country: str, division: int) -> None:
        """Make anew the boundaries that follow from those given for a division."""
        given = {}
        for record in self._records.values():
            edition = record.edition
            if record.geometry and (edition.country, edition.division) == (country, division):
                given[str(record.level)] = self.read(record.geometry)
        key = division_key(country, division)
        derived = derive(given)
        if derived.height:
            self._derived[key] = self._write(f"{key}.derived", derived)
        else:
            self._derived.pop(key, None)

    def _load_areas(self, raw: RawTable, *, replace: bool) -> int:
        """Lay the areas of a table beside those of its division; give how many changed."""
        if raw.areas.is_empty():
            return 0
        edition = raw.edition
        key = division_key(edition.country, edition.division)
        part = self._divisions.get(key)
        stored = self.read(part) if part else None
        merged = merge_areas(stored, to_division(raw.areas, edition), edition, replace=replace)
        if not merged.differs:
            return 0
        self._divisions[key] = self._write(f"{key}.areas", merged.frame.sort("code"))
        return merged.added + merged.filled + merged.contradictions.height

    def _known(self, edition: Edition) -> Record | None:
        """Give the record of this edition; refuse another edition under the same id."""
        known = self._records.get(edition.id)
        if known is None:
            return None
        for what, new, old in (
            (text("the country"), edition.country, known.edition.country),
            (text("the year of the division"), edition.division, known.edition.division),
            (text("the series"), edition.series, known.edition.series),
        ):
            if new != old:
                raise ConflictError(
                    text(
                        "'%(edition)s' is in the store already, but %(what)s differs: "
                        "%(old)s, not %(new)s.",
                        edition=edition.id,
                        what=what,
                        old=old,
                        new=new,
                    ),
                    where=edition.file or edition.id,
                    todo=text("Check the table and the year of the file."),
                )
        return known

    def _keep(self, edition: Edition, known: Record | None, **content: object) -> None:
        """Put a record in the draft, with the files it was loaded from."""
        file = SourceFile(name=edition.file, sha256=edition.sha256)
        files = known.files if known else ()
        if edition.file and file not in files:
            files = (*files, file)
        if known is not None and edition.published is None:
            edition = with_fields(edition, published=known.edition.published)
        moment = self._now().astimezone(UTC).isoformat(timespec="seconds")
        fields = {**(known.model_dump() if known else {}), **content}
        fields |= {"edition": edition, "files": files, "loaded_at": moment}
        self._records[edition.id] = Record.model_validate(fields)

    def _write(self, name: str, frame: pl.DataFrame) -> Part:
        return Part(file=write_part(self._folder, name, frame), rows=frame.height)

    def read(self, part: Part) -> pl.DataFrame:
        """Give a whole part of the draft.

        Raises ``InputError`` that names the file when it is missing or damaged.
        """
        path = self._folder / PARTS / part.file
        try:
            return pl.read_parquet(path)
        except (*DAMAGED, OSError) as fault:
            raise damaged(path) from fault

    def commit(self) -> bool:
        """Make the change count; give whether the store differs from before.

        An edition whose content came out as it was keeps the moment it was loaded at, so
        that making the same thing again leaves the same bytes.
        """
        records = {}
        for key, record in self._records.items():
            before = self._before.records.get(key)
            if before and before == record.model_copy(update={"loaded_at": before.loaded_at}):
                record = before
            records[key] = record
        after = Manifest(
            records=records,
            divisions=self._divisions,
            derived=self._derived,
            ledgers=self._ledgers,
        )
        if after == self._before:
            return False
        write_manifest(self._folder, after)
        return True
