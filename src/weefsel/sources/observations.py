"""OData v4: one row a measure and area (Observations), measures by code (MeasureCodes).

What is known of the form: CBS, "Metadata OData v4" (measure codes and groups, codes of a
dimension) and the release notes of datasets.cbs.nl/odata/v1: "Empty cells will no longer be
returned, unless they have a special value (in a separate property) like 'impossible'"; since
12 April 2023 every table has both Value and StringValue. An absent cell is therefore unknown
or secret, never nil, and a cell with a special value is no figure.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from weefsel.base.errors import InputError
from weefsel.base.figure import Flag
from weefsel.base.language import Text, plural, text
from weefsel.sources.codes import REDIVISIONS, SHAPE, clean, level, municipality
from weefsel.sources.content import Sheet
from weefsel.sources.editions import decide
from weefsel.sources.figures import parse
from weefsel.sources.fitting import refuse_other
from weefsel.sources.measures import Topic
from weefsel.sources.metadata import Metadata
from weefsel.sources.model import AREA_COLUMNS, MEASURE_COLUMNS, VALUE_COLUMNS, RawTable
from weefsel.sources.names import Header, slug, take_apart
from weefsel.sources.roles import role_of
from weefsel.sources.said import Listed, Number
from weefsel.sources.source import metadata_for
from weefsel.sources.tables import register, table_in

# ValueAttribute: "None" says that the value stands as it is. Every other word says that the
# cell holds no figure; these say that there is one which is not published.
PLAIN = ("None", "")
SECRET = ("Confidential", "Secret", "Suppressed")
_TEXT = "String"  # DataType of a measure of words, such as the name of the municipality
_OWN = ("Id", "Measure", "Value", "StringValue", "ValueAttribute")


def is_observations(sheet: Sheet) -> bool:
    """Tell whether a sheet has a row a measure and area, as OData v4 gives a table."""
    return {"Measure", "Value"} <= set(sheet.columns)


def read_observations(
    sheet: Sheet,
    path: Path,
    series: str,
    *,
    table: str | None,
    year: int | None,
    given: Path | None,
) -> RawTable:
    """Read observations; measures get the titles, groups and units of MeasureCodes.

    Every area of the file gets every measure of the table, so that a cell which is not given
    is missing and not absent. Raises ``InputError`` when MeasureCodes is not there or of
    another table, when a figure stands twice, or when a cell is no number.
    """
    likely = table or table_in(" ".join([sheet.file.replace(".", " "), path.name, *sheet.words]))
    metadata = metadata_for(path, likely, given)
    topics = metadata.measures.topics()
    rows = _rows(sheet)
    _check_metadata(sheet, metadata, topics, rows)
    edition, said = decide(
        series,
        sheet,
        path,
        table=table,
        year=year,
        metadata=metadata,
        periods=_periods(sheet),
    )
    wordy = _wordy(rows, topics)
    measures = _measures([one for one in topics.values() if one.key not in wordy])
    _check_series(measures, series, sheet)
    spoken = pl.col("measure").is_in(sorted(wordy))
    figures = _figures(sheet, rows.filter(~spoken), topics)
    values = _grid(measures["measure"], rows["area"].unique(maintain_order=True), figures)
    return RawTable(
        edition=edition,
        areas=_areas(rows, topics, metadata),
        measures=measures,
        values=values,
        notes=(*said, *_notes(rows, metadata)),
    )


def _rows(sheet: Sheet) -> pl.DataFrame:
    """Give row (its place in the file), measure, area, value, words and attribute."""
    at = {name: index for index, name in enumerate(sheet.columns)}
    area = next(
        (
            index
            for index, name in enumerate(sheet.columns)
            if role_of(take_apart(name)) in ("area", "code") and name not in _OWN
        ),
        None,
    )
    if area is None:
        raise InputError(
            text("no heading with a column of area codes or names was found."),
            where=sheet.file,
            todo=text(
                "Check that this is the file you meant: it needs a column such as Codering."
            ),
        )
    nothing = pl.Series([None] * sheet.frame.height, dtype=pl.String)

    def column(name: str) -> pl.Series:
        return sheet.column(at[name]) if name in at else nothing

    frame = (
        pl.DataFrame(
            {
                "measure": column("Measure").cast(pl.String).str.strip_chars(),
                "area": sheet.column(area),
                "value": column("Value"),
                "words": column("StringValue").cast(pl.String).str.strip_chars(),
                "attribute": column("ValueAttribute").cast(pl.String).str.strip_chars(),
            }
        )
        .with_columns(clean(pl.col("area")).alias("area"))
        .with_row_index("row")
    )
    wrong = ~frame["area"].str.contains(SHAPE).fill_null(False)
    if wrong.any():
        row = int(wrong.arg_max() or 0)
        raise sheet.wrong(
            area,
            row,
            text(
                "'%(code)s' is not a code of a municipality, district or neighbourhood.",
                code=str(frame["area"][row] or "")[:40],
            ),
            text("Codes look like GM0164, WK016401 or BU01640101."),
        )
    double = frame.select(pl.struct("measure", "area").is_duplicated()).to_series()
    if double.any():
        row = int(double.arg_max() or 0)
        raise sheet.wrong(
            at["Measure"],
            row,
            text(
                "measure %(measure)s of %(area)s stands in more than one row.",
                measure=frame["measure"][row],
                area=frame["area"][row],
            ),
            text("Give a file of one year and without other dimensions."),
        )
    return frame


def _check_metadata(
    sheet: Sheet, metadata: Metadata, topics: dict[str, Topic], rows: pl.DataFrame
) -> None:
    if not topics:
        raise InputError(
            text("the file names its measures by code, and there is no MeasureCodes beside it."),
            where=sheet.file,
            todo=text(
                "Put MeasureCodes and MeasureGroups of the same table in its folder, or give "
                "them with --metadata."
            ),
        )
    mine = table_in(" ".join([sheet.file.replace(".", " "), *sheet.words]))
    other = mine if mine and metadata.table and mine != metadata.table else None
    keys = [key or "" for key in rows["measure"].unique(maintain_order=True)]
    refuse_other(metadata, sheet, other, keys, topics)


def _periods(sheet: Sheet) -> list[str]:
    for index, name in enumerate(sheet.columns):
        if name not in _OWN and role_of(take_apart(name)) == "period":
            column = sheet.column(index).cast(pl.String).str.strip_chars()
            return sorted(column.drop_nulls().unique().to_list())
    return []


def _header(topic: Topic) -> Header:
    return Header(topic.key, "path", path=topic.path, title=topic.title, unit=topic.unit)


def _wordy(rows: pl.DataFrame, topics: dict[str, Topic]) -> set[str]:
    """Give the measures of words, not of figures.

    A code that is typed as text, such as the degree of urbanity, is a figure all the same.
    """
    said = pl.coalesce(pl.col("value").cast(pl.String), "words").str.contains("[A-Za-z]{2}")
    lettered = set(rows.filter(said.fill_null(False))["measure"].unique())
    return {
        key
        for key, topic in topics.items()
        if role_of(_header(topic)) is not None or (topic.datatype == _TEXT and key in lettered)
    }


def _figures(sheet: Sheet, rows: pl.DataFrame, topics: dict[str, Topic]) -> pl.DataFrame:
    """Give measure, area, value and flag of the rows with figures."""
    at = sheet.columns.index("Value")
    typed = [key for key, topic in topics.items() if topic.datatype == _TEXT]
    if rows["value"].dtype == pl.String or rows["measure"].is_in(typed).any():
        bare = pl.col("value").cast(pl.String).str.strip_chars()
        filled = pl.when(bare != "").then(bare)
        as_text = pl.when(pl.col("measure").is_in(typed)).then(pl.coalesce(filled, "words"))
        cells = rows.select(as_text.otherwise(filled)).to_series()
    else:
        cells = rows["value"]
    row_of = rows["row"]
    parsed = parse(
        {"value": cells},
        lambda _, row, what, todo: sheet.wrong(at, int(row_of[row]), what, todo),
    )
    secret = parsed.secret.get("value", pl.Series([False] * rows.height, dtype=pl.Boolean))
    attribute = pl.col("attribute").fill_null("")
    return (
        rows.with_columns(number=parsed.columns["value"], secret=secret)
        .with_columns(number=pl.when(attribute.is_in(PLAIN)).then("number"))
        .select(
            "measure",
            "area",
            pl.col("number").alias("value"),
            pl.when(pl.col("number").is_not_null())
            .then(pl.lit(Flag.MEASURED.value))
            .when(pl.col("secret").fill_null(False) | attribute.is_in(SECRET))
            .then(pl.lit(Flag.SUPPRESSED.value))
            .otherwise(pl.lit(Flag.MISSING.value))
            .alias("flag"),
        )
    )


def _measures(topics: list[Topic]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "measure": one.key,
                "stem": None,
                "title": one.title,
                "path": one.path,
                "unit": one.unit,
                "slug": slug(one.path, one.title, one.unit),
            }
            for one in topics
        ],
        schema=MEASURE_COLUMNS,
    )


def _check_series(measures: pl.DataFrame, series: str, sheet: Sheet) -> None:
    """Refuse a table without a single measure of the series."""
    known = register().series[series]
    titles = {slug(title) for title in measures["title"]}
    if not titles & set(known.signature):
        raise InputError(
            text(
                "no column of '%(title)s' was found, but %(some)s.",
                title=known.title,
                some=Listed(tuple(measures["title"])),
            ),
            where=sheet.file,
            todo=text("Check that this is the file you meant."),
        )


def _grid(measures: pl.Series, areas: pl.Series, figures: pl.DataFrame) -> pl.DataFrame:
    """Give VALUE_COLUMNS for every measure and area: a cell that is not given is missing."""
    whole = pl.DataFrame({"measure": measures}).join(pl.DataFrame({"area": areas}), how="cross")
    return (
        whole.join(figures, on=["measure", "area"], how="left", maintain_order="left")
        .with_columns(pl.col("flag").fill_null(Flag.MISSING.value))
        .select(pl.col(name).cast(kind) for name, kind in VALUE_COLUMNS.items())
    )


def _areas(rows: pl.DataFrame, topics: dict[str, Topic], metadata: Metadata) -> pl.DataFrame:
    """Give AREA_COLUMNS; names come from the codes of the dimension."""
    frame = rows.select(pl.col("area").unique(maintain_order=True).alias("code"))
    for role in ("municipality", "redivision"):
        keys = [key for key, topic in topics.items() if role_of(_header(topic)) == role]
        words = pl.coalesce("words", pl.col("value").cast(pl.String)).str.strip_chars()
        said = rows.filter(pl.col("measure").is_in(keys[:1])).select(
            pl.col("area").alias("code"), words.alias(f"_{role}")
        )
        frame = frame.join(said, on="code", how="left", maintain_order="left")
    known = pl.col("code").replace_strict(
        metadata.names or {"": ""}, default=None, return_dtype=pl.String
    )
    frame = frame.with_columns(
        level=level(pl.col("code")), municipality=municipality(pl.col("code"))
    )
    upper = pl.col("level").is_in(["country", "municipality"])
    return frame.select(
        "code",
        name=pl.coalesce(known, pl.when(upper).then(pl.col("_municipality"))),
        level="level",
        municipality="municipality",
        redivision=pl.when(pl.col("_redivision").is_in(REDIVISIONS)).then(pl.col("_redivision")),
    ).cast(AREA_COLUMNS)  # type: ignore[arg-type]


def _notes(rows: pl.DataFrame, metadata: Metadata) -> list[Text]:
    notes = [text("Titles and units come from %(files)s.", files=", ".join(metadata.files))]
    special = rows.filter(~pl.col("attribute").fill_null("").is_in(PLAIN))
    if special.height:
        notes.append(
            plural(
                "%(count)s cell has a special value (%(names)s) and is read as missing.",
                "%(count)s cells have a special value (%(names)s) and are read as missing.",
                special.height,
                count=Number(special.height, 0),
                names=Listed(tuple(sorted(special["attribute"].unique()))),
            )
        )
    return notes
