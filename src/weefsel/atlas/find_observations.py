"""Find observations: read no more of the parts than a question needs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import polars as pl

from weefsel.atlas.manifest import Record
from weefsel.atlas.observations import KEY, OBSERVATION_COLUMNS, municipality_numbers


def find_observations(
    records: Sequence[Record],
    parts: Path,
    indicators: Collection[str] | None,
    areas: Collection[str] | None,
    years: Collection[int] | None,
    *,
    undated: bool = False,
) -> pl.DataFrame:
    """Read and join the parts of one country that can hold an answer.

    Editions whose year nobody knows are left out, or with ``undated`` the only ones. One row
    an area, indicator and year: where two editions state one, the row with a value, official
    before a municipality's own, of the latest published.
    """
    chosen = [
        record
        for record in records
        if record.observations is not None
        and bool(record.edition.undated) == undated
        and (indicators is None or not set(indicators).isdisjoint(record.indicators))
        and (years is None or not set(years).isdisjoint(record.years))
    ]
    conditions = []
    if areas is not None:
        # Parts are in order of municipality: this leaves most of a file unread.
        conditions.append(pl.col("municipality").is_in(municipality_numbers(areas)))
    if indicators is not None:
        conditions.append(pl.col("indicator").is_in(list(indicators)))
    if years is not None:
        conditions.append(pl.col("year").is_in(list(years)))
    frames = []
    for record in chosen:
        assert record.observations is not None
        frame = pl.scan_parquet(parts / record.observations.file)
        if conditions:
            frame = frame.filter(conditions)
        frames.append(
            frame.with_columns(
                pl.lit(record.edition.id).alias("source"),
                pl.lit(record.edition.fictitious).alias("fictitious"),
            ).select(*OBSERVATION_COLUMNS)
        )
    if not frames:
        return pl.DataFrame(schema=OBSERVATION_COLUMNS)
    together = pl.concat(frames).collect()
    if areas is not None:
        # In memory: a search for many codes inside a file is ten times slower.
        together = together.filter(pl.col("area").is_in(list(areas)))
    return _one_each(together, chosen) if _overlap(chosen) else together


def _overlap(records: Sequence[Record]) -> bool:
    """Tell whether two editions may state the same figure."""
    stated: set[tuple[str, int]] = set()
    for record in records:
        mine = {(name, year) for name in record.indicators for year in record.years}
        if not stated.isdisjoint(mine):
            return True
        stated |= mine
    return False


def _one_each(frame: pl.DataFrame, records: Sequence[Record]) -> pl.DataFrame:
    """Keep one row an area, indicator and year: with a value, official, latest published."""
    by_age = sorted(
        records, key=lambda r: (not r.edition.own, r.edition.published or "", r.edition.id)
    )
    rank = {record.edition.id: place for place, record in enumerate(by_age)}
    order = pl.col("source").replace_strict(rank, return_dtype=pl.Int32)
    best = (
        frame.with_row_index("_row")
        .sort(pl.col("value").is_null(), -order, "_row")
        .unique(KEY, keep="first", maintain_order=True)
    )
    return best.sort("_row").drop("_row")
