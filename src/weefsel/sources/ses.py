"""SES-WOA of CBS: the score of prosperity, education and work, its spread and the households."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl

from weefsel.base.errors import InputError
from weefsel.base.figure import Flag
from weefsel.base.language import text
from weefsel.sources.content import Sheet
from weefsel.sources.editions import decide
from weefsel.sources.fitting import recognised
from weefsel.sources.model import AREA_COLUMNS, RawTable
from weefsel.sources.source import open_source
from weefsel.sources.tables import register
from weefsel.sources.wide import (
    Layout,
    check_unique,
    figures_of,
    measures_of,
    notes_of,
    read_codes,
    values_of,
)

SERIES = "ses"


def read(
    path: Path,
    *,
    table: str | None = None,
    year: int | None = None,
    metadata: Path | None = None,
) -> list[RawTable]:
    """Read a file, or a folder with pages, of SES-WOA; a table for each year found.

    Raises ``InputError`` that names the file, the row or column and what was expected.

    References
    ----------
    CBS, Sociaal-economische status; scores per wijk en buurt (tables 85163NED, 85539NED,
    85900NED).
    """
    tables = [
        raw for sheet in open_source(path) for raw in _read(sheet, path, table, year, metadata)
    ]
    ids = [raw.edition.id for raw in tables]
    double = next((one for one in ids if ids.count(one) > 1), None)
    if double is not None:
        raise InputError(
            text("edition %(id)s is given more than once.", id=double),
            where=path.name,
            todo=text("Give each year once."),
        )
    return tables


def _read(
    sheet: Sheet, path: Path, table: str | None, year: int | None, given: Path | None
) -> list[RawTable]:
    metadata, layout = recognised(sheet, path, table, given, SERIES)
    if not layout.has("code"):
        raise InputError(
            text("the file has no column with area codes."),
            where=sheet.file,
            todo=text("Give a file with a column Codering or WijkenEnBuurten."),
        )
    codes = read_codes(sheet, layout)
    measures = measures_of(sheet, layout, metadata)
    parsed = figures_of(sheet, layout.figures)
    long = values_of(parsed, layout, measures, codes, Flag.MEASURED)
    # values_of keeps the rows of the sheet in order, measure after measure.
    row = pl.int_range(sheet.frame.height, eager=True)
    long = long.with_columns(pl.concat([row] * max(measures.height, 1)).alias("row"))
    groups = pl.DataFrame({"row": row, "area": codes, "period": _periods(sheet, layout)})
    tables = []
    for (period,), part in sorted(
        groups.partition_by("period", as_dict=True).items(), key=lambda item: str(item[0])
    ):
        check_unique(sheet, layout.roles["code"], part["area"], part["row"])
        edition, said = decide(
            SERIES,
            sheet,
            path,
            table=table,
            year=year,
            metadata=metadata,
            periods=[] if period is None else [str(period)],
        )
        title = metadata.title or register().series[SERIES].title
        tables.append(
            RawTable(
                edition=replace(edition, title=f"{title} {edition.year}"),
                areas=pl.DataFrame(schema=AREA_COLUMNS),
                measures=measures,
                values=long.join(part.select("row"), on="row", how="semi").drop("row"),
                notes=(*said, *notes_of(layout, metadata, measures, parsed)),
            )
        )
    return tables


def _periods(sheet: Sheet, layout: Layout) -> pl.Series:
    """Give the year of every row, null where the file has no column of periods."""
    if not layout.has("period"):
        return pl.Series([None] * sheet.frame.height, dtype=pl.String)
    at = layout.roles["period"]
    words = sheet.column(at).cast(pl.String).str.strip_chars()
    # "2022*" is a provisional year, "2022JJ00" the key of a year.
    years = words.str.extract(r"^((?:19|20)\d\d)(?:\*|JJ00|\.0)?$", 1)
    if years.null_count():
        row = int(years.is_null().arg_max() or 0)
        raise sheet.wrong(
            at,
            row,
            text("'%(period)s' is not a year.", period=str(words[row] or "")[:40]),
            text("Periods look like 2020JJ00 or 2020."),
        )
    return years
