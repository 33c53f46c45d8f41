"""CBS Kerncijfers wijken en buurten, as OData, StatLine, R and spreadsheets write it."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from weefsel.base.errors import InputError
from weefsel.base.figure import Flag
from weefsel.base.language import Text, plural, text
from weefsel.sources.codes import REDIVISIONS, SHAPE, level, municipality
from weefsel.sources.content import Sheet
from weefsel.sources.editions import decide
from weefsel.sources.fitting import recognised
from weefsel.sources.metadata import Metadata
from weefsel.sources.model import AREA_COLUMNS, RawTable
from weefsel.sources.observations import is_observations, read_observations
from weefsel.sources.said import Number
from weefsel.sources.source import open_source
from weefsel.sources.wide import (
    Layout,
    check_unique,
    figures_of,
    measures_of,
    notes_of,
    read_codes,
    values_of,
)
from weefsel.sources.without_codes import borrow_codes, borrowed

SERIES = "kwb"
YEAR_DIGITS = 4


def read(
    path: Path,
    *,
    table: str | None = None,
    year: int | None = None,
    metadata: Path | None = None,
    codes: Path | None = None,
    undated: tuple[int, ...] = (),
) -> list[RawTable]:
    """Read a file, or a folder with pages, of Kerncijfers wijken en buurten.

    ``codes`` is another file of the same table that has the area codes, for a file without.
    ``undated`` are the years that a file may be of which nowhere states its own.
    Gives one table a distinct set of columns; all are of one table and year. Raises
    ``InputError`` that names the file, the row or column and what was expected.

    References
    ----------
    CBS, Kerncijfers wijken en buurten, https://www.cbs.nl/nl-nl/reeksen/publicatie/kerncijfers-wijken-en-buurten
    """
    sheets = open_source(path)
    with_codes = open_source(codes)[0] if codes is not None else None
    tables = [_read(sheet, path, table, year, metadata, with_codes, undated) for sheet in sheets]
    editions = {raw.edition.id for raw in tables}
    if len(editions) > 1:
        raise InputError(
            text(
                "the folder holds more than one edition: %(ids)s.", ids=", ".join(sorted(editions))
            ),
            where=path.name,
            todo=text("Load them one by one."),
        )
    return tables


def _read(
    sheet: Sheet,
    path: Path,
    table: str | None,
    year: int | None,
    given: Path | None,
    with_codes: Sheet | None,
    undated: tuple[int, ...],
) -> RawTable:
    if is_observations(sheet) and not undated:
        return read_observations(sheet, path, SERIES, table=table, year=year, given=given)
    metadata, layout = recognised(sheet, path, table, given, SERIES)
    edition, said = decide(
        SERIES,
        sheet,
        path,
        table=table,
        year=year,
        metadata=metadata,
        periods=_periods(sheet, layout),
        undated=undated,
    )
    notes: list[Text] = list(said)
    defined_by, defined_at = sheet, layout
    if layout.has("code"):
        area = read_codes(sheet, layout)
        check_unique(sheet, layout.roles["code"], area)
    else:
        area, note = borrow_codes(sheet, layout, with_codes)
        notes.append(note)
        defined_by, defined_at = borrowed(with_codes)
    measures = measures_of(sheet, layout, metadata)
    parsed = figures_of(sheet, layout.figures)
    notes += notes_of(layout, metadata, measures, parsed)
    notes += _map_notes(sheet)
    return RawTable(
        edition=edition,
        # Whoever does not say its year does not say which areas there were in a year either.
        areas=(
            pl.DataFrame(schema=AREA_COLUMNS)
            if undated
            else _areas(defined_by, defined_at, metadata, area)
        ),
        measures=measures,
        values=values_of(parsed, layout, measures, area, Flag.MEASURED),
        notes=tuple(notes),
    )


def _map_notes(sheet: Sheet) -> list[Text]:
    """Say of a map what of it was read."""
    if not sheet.of_map:
        return []
    said = [text("The figures on this map were read; weefsel load areas reads its boundaries.")]
    if sheet.left_out:
        said.append(
            plural(
                "%(count)s shape of water, of foreign ground or of an area that stands there "
                "twice was left out.",
                "%(count)s shapes of water, of foreign ground or of areas that stand there "
                "twice were left out.",
                sheet.left_out,
                count=Number(sheet.left_out, 0),
            )
        )
    return said


def _periods(sheet: Sheet, layout: Layout) -> list[str]:
    role = next((one for one in ("period", "yearcode") if layout.has(one)), None)
    if role is None:
        return []
    column = sheet.column(layout.roles[role]).cast(pl.String).str.strip_chars()
    if role == "yearcode":
        column = column.str.slice(0, YEAR_DIGITS)
    return sorted(column.drop_nulls().unique().to_list())


def _holds_codes(sheet: Sheet, at: int) -> bool:
    return bool(sheet.column(at).cast(pl.String).str.strip_chars().str.contains(SHAPE).any())


def _areas(sheet: Sheet, layout: Layout, metadata: Metadata, codes: pl.Series) -> pl.DataFrame:
    """Give AREA_COLUMNS; a name that the file does not give is null."""
    frame = pl.DataFrame({"code": codes})
    columns = {
        "name": layout.roles.get("area"),
        "gemeente": layout.roles.get("municipality"),
        "wijk": layout.roles.get("districtname"),
        "redivision": layout.roles.get("redivision"),
    }
    for name, at in columns.items():
        words = (
            pl.Series([None] * sheet.frame.height, dtype=pl.String)
            if at is None or (name == "name" and _holds_codes(sheet, at))
            else sheet.column(at).cast(pl.String).str.strip_chars()
        )
        frame = frame.with_columns(words.alias(name))
    frame = frame.with_columns(
        level=level(pl.col("code")), municipality=municipality(pl.col("code"))
    )
    known = pl.col("code").replace_strict(
        metadata.names or {"": ""}, default=None, return_dtype=pl.String
    )
    upper = pl.col("level").is_in(["country", "municipality"])
    middle = pl.col("level") == "district"
    return frame.select(
        "code",
        name=pl.coalesce(
            pl.when(middle & pl.col("wijk").is_not_null()).then("wijk").otherwise("name"),
            known,
            pl.when(upper).then(pl.col("gemeente")),
        ),
        level="level",
        municipality="municipality",
        redivision=pl.when(pl.col("redivision").is_in(REDIVISIONS)).then(pl.col("redivision")),
    ).cast(AREA_COLUMNS)  # type: ignore[arg-type]
