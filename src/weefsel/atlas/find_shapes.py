"""Find boundaries for a year: those of the nearest division that has the codes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from weefsel.atlas.detail import column_of, shapes_of, with_copy
from weefsel.atlas.geometry import Shapes
from weefsel.atlas.manifest import Manifest, Part, Record, division_key
from weefsel.atlas.observations import municipality_numbers
from weefsel.atlas.parts import PARTS
from weefsel.sources.model import LEVELS


def boundary_years(manifest: Manifest, country: str) -> dict[int, list[Record]]:
    """Give the editions with boundaries, by year of the division."""
    found: dict[int, list[Record]] = {}
    for record in manifest.of(country):
        if record.geometry is not None:
            found.setdefault(record.edition.division, []).append(record)
    return found


def find_shapes(
    folder: Path,
    manifest: Manifest,
    codes: Sequence[str],
    *,
    year: int,
    country: str,
    detail: str,
) -> Shapes:
    """Give boundaries of one division: the one with most of the codes, then the nearest.

    Of two divisions equally far the earlier is taken. All shapes come from one division,
    because those of two do not fit together.
    """
    wanted = sorted(set(codes))
    best: tuple[int, set[str]] | None = None
    years = boundary_years(manifest, country)
    for division in sorted(years, key=lambda one: (abs(one - year), one)):
        parts = _parts(manifest, country, division, years[division])
        present = set().union(*(_present(folder, part, wanted) for part in parts))
        if present and (best is None or len(present) > len(best[1])):
            best = (division, present)
        if len(present) == len(wanted):
            break
    if best is None:
        return Shapes(None, {}, tuple(wanted))
    division, present = best
    geometries: dict[str, object] = {}
    sources = []
    for record in years[division]:
        assert record.geometry is not None
        mine = _rows(folder, record.geometry, wanted, detail)
        geometries |= shapes_of(mine, detail)
        if mine.height:
            sources.append(f"edition:{record.edition.id}")
    derived: frozenset[str] = frozenset()
    part = manifest.derived.get(division_key(country, division))
    if part is not None:
        mine = _rows(folder, part, wanted, detail)
        derived = frozenset(mine["code"])
        geometries |= shapes_of(mine, detail)
        if derived:
            smallest = max(years[division], key=lambda one: LEVELS.index(str(one.level)))
            sources.append(f"edition:{smallest.edition.id}")
    return Shapes(
        division,
        {code: geometries[code] for code in wanted if code in geometries},
        tuple(code for code in wanted if code not in geometries),
        derived,
        tuple(dict.fromkeys(sources)),
    )


def _parts(
    manifest: Manifest, country: str, division: int, records: Sequence[Record]
) -> list[Part]:
    given = [record.geometry for record in records if record.geometry is not None]
    derived = manifest.derived.get(division_key(country, division))
    return given if derived is None else [*given, derived]


def _rows(folder: Path, part: Part, codes: Sequence[str], detail: str) -> pl.DataFrame:
    """Give code and shape of some areas; those of their municipalities are read, the rest not."""
    frame = pl.scan_parquet(folder / PARTS / part.file)
    column = column_of(detail)
    if column not in frame.collect_schema():
        # A store of before there was this copy: areas must be simplified all together.
        if not _present(folder, part, codes):
            return pl.DataFrame(schema={"code": pl.String, column: pl.Binary})
        frame = with_copy(frame.collect(), detail).lazy()
    near = frame.filter(pl.col("municipality").is_in(municipality_numbers(codes)))
    return near.select("code", column).collect().filter(pl.col("code").is_in(list(codes)))


def _present(folder: Path, part: Part, codes: Sequence[str]) -> set[str]:
    frame = pl.scan_parquet(folder / PARTS / part.file)
    near = frame.filter(pl.col("municipality").is_in(municipality_numbers(codes)))
    return set(near.select("code").collect()["code"]).intersection(codes)
