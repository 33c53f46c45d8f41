"""RIVM, GGD'en and CBS: health per district and neighbourhood, estimated with a model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl

from weefsel.base.errors import InputError
from weefsel.base.figure import Flag
from weefsel.base.language import Text, text
from weefsel.sources.content import Sheet
from weefsel.sources.editions import decide
from weefsel.sources.fitting import recognised
from weefsel.sources.metadata import Metadata
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

SERIES = "health"
VALUE, LOWER, UPPER = "value", "lower", "upper"
_ADULTS = "18plus"
# Words by which a file or sheet without a column Leeftijd says its population.
_NAMED = {"18plus": "18plus", "18+": "18plus", "65plus": "65plus", "65+": "65plus"}


def read(
    path: Path,
    *,
    table: str | None = None,
    year: int | None = None,
    metadata: Path | None = None,
) -> list[RawTable]:
    """Read a file, or a folder with pages, of Gezondheid per wijk en buurt.

    Gives one table for every year and population found. All values are model estimates;
    bounds of the interval (Marges MOG0095, MBG0095) become columns lower and upper of
    ``values``. Raises ``InputError`` that names the file, the row or column and what was
    expected.

    References
    ----------
    Van de Kassteele et al. (2017), Estimating the prevalence of 26 health-related indicators
    at neighbourhood level in the Netherlands using structured additive regression,
    Int J Health Geogr 16:23.
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
            todo=text("Give each year and age group once."),
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
    notes = notes_of(layout, metadata, measures, parsed)
    populations = _populations(sheet, path, layout)
    if populations.null_count():
        notes = (*notes, text("The file does not say whose health it is; taken as 18 and over."))
        populations = populations.fill_null(_ADULTS)
    groups = pl.DataFrame(
        {
            "row": pl.int_range(sheet.frame.height, eager=True),
            "area": codes,
            "period": _periods(sheet, layout),
            "population": populations,
            "margin": _margins(sheet, layout),
        }
    )
    long = values_of(parsed, layout, measures, codes, Flag.MODEL_ESTIMATE)
    # values_of keeps the rows of the sheet in order, measure after measure.
    rows = pl.concat([groups["row"]] * max(measures.height, 1))
    long = long.with_columns(rows.alias("row")) if measures.height else long
    return [
        _one(sheet, path, layout, metadata, measures, part, long, notes, table, year)
        for _, part in sorted(
            groups.partition_by("period", "population", as_dict=True).items(),
            key=lambda item: tuple(str(key) for key in item[0]),
        )
    ]


def _one(
    sheet: Sheet,
    path: Path,
    layout: Layout,
    metadata: Metadata,
    measures: pl.DataFrame,
    part: pl.DataFrame,
    long: pl.DataFrame,
    notes: tuple[Text, ...],
    table: str | None,
    year: int | None,
) -> RawTable:
    period = part["period"][0]
    edition, said = decide(
        SERIES,
        sheet,
        path,
        table=table,
        year=year,
        metadata=metadata,
        periods=[] if period is None else [period],
        population=part["population"][0],
    )
    by_margin = {}
    for margin in (VALUE, LOWER, UPPER):
        rows = part.filter(pl.col("margin") == margin)
        check_unique(sheet, layout.roles["code"], rows["area"], rows["row"])
        by_margin[margin] = long.join(rows.select("row"), on="row", how="semi")
    values = by_margin[VALUE].drop("row")
    for margin in (LOWER, UPPER):
        bound = by_margin[margin]
        if bound.height:
            values = values.join(
                bound.select("measure", "area", pl.col("value").alias(margin)),
                on=["measure", "area"],
                how="left",
                maintain_order="left",
            )
    if values.height == 0:
        raise InputError(
            text("the file has bounds of intervals but not the values themselves."),
            where=sheet.file,
            todo=text("Export it again with Marges = Waarde."),
        )
    title = metadata.title or register().series[SERIES].title
    return RawTable(
        edition=replace(edition, title=f"{title} {edition.year}"),
        areas=pl.DataFrame(schema=AREA_COLUMNS),
        measures=measures,
        values=values,
        notes=(*said, *notes),
    )


def _periods(sheet: Sheet, layout: Layout) -> pl.Series:
    if not layout.has("period"):
        return pl.Series([None] * sheet.frame.height, dtype=pl.String)
    words = sheet.column(layout.roles["period"]).cast(pl.String).str.strip_chars()
    years = words.str.extract(r"^((?:19|20)\d\d)", 1)
    wrong = years.is_null()
    if wrong.any():
        row = int(wrong.arg_max() or 0)
        raise sheet.wrong(
            layout.roles["period"],
            row,
            text("'%(period)s' is not a year.", period=str(words[row])[:40]),
            text("Periods look like 2020JJ00 or 2020."),
        )
    return years


def _populations(sheet: Sheet, path: Path, layout: Layout) -> pl.Series:
    """Give the age group of every row: from Leeftijd, else from the name of file or sheet."""
    if not layout.has("population"):
        found = {
            one for word, one in _NAMED.items() if word in f"{sheet.file} {path.name}".lower()
        }
        one = found.pop() if len(found) == 1 else None
        return pl.Series([one] * sheet.frame.height, dtype=pl.String)
    at = layout.roles["population"]
    words = _key(sheet.column(at))
    names = {**register().population, **_titles()}
    groups = (
        pl.DataFrame({"word": words})
        .select(pl.col("word").replace_strict(names, default=None, return_dtype=pl.String))
        .to_series()
    )
    _refuse_unknown(sheet, at, groups, ", ".join(register().population))
    return groups


def _titles() -> dict[str, str]:
    """Give the titles that StatLine writes in place of the keys of Leeftijd."""
    return {
        "18jaarofouder": "18plus",
        "18tot65jaar": "18to65",
        "65jaarofouder": "65plus",
    }


def _margins(sheet: Sheet, layout: Layout) -> pl.Series:
    if not layout.has("margin"):
        return pl.Series([VALUE] * sheet.frame.height, dtype=pl.String)
    at = layout.roles["margin"]
    words = _key(sheet.column(at))
    names = {
        **{key.lower(): kind for key, kind in register().margin.items()},
        "waarde": VALUE,
        "ondergrens95interval": LOWER,
        "bovengrens95interval": UPPER,
        "ondergrens95betrouwbaarheidsinterval": LOWER,
        "bovengrens95betrouwbaarheidsinterval": UPPER,
    }
    kinds = (
        pl.DataFrame({"word": words})
        .select(pl.col("word").replace_strict(names, default=None, return_dtype=pl.String))
        .to_series()
    )
    _refuse_unknown(sheet, at, kinds, ", ".join(register().margin))
    return kinds


def _key(column: pl.Series) -> pl.Series:
    """Give the bare key of a dimension: a number without .0, letters and digits in lower case."""
    words = column.cast(pl.String).str.strip_chars().str.replace(r"\.0$", "")
    return words.str.to_lowercase().str.replace_all(r"[^a-z0-9]", "")


def _refuse_unknown(sheet: Sheet, at: int, found: pl.Series, known: str) -> None:
    wrong = found.is_null()
    if wrong.any():
        row = int(wrong.arg_max() or 0)
        raise sheet.wrong(
            at,
            row,
            text("the key '%(key)s' is not known.", key=str(sheet.column(at)[row]).strip()[:40]),
            text("Use one of: %(known)s.", known=known),
        )
