"""Leefbaarometer: classes of version 2.0 and scores of version 3.0, for areas of each level.

A composite by its maker, shown and never put into one of ours. Versions are told apart, since
a class of one is no class of the other.
"""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import polars as pl

from weefsel.base.document import Document, read_document
from weefsel.base.errors import InputError
from weefsel.base.figure import Flag
from weefsel.base.language import Text, text
from weefsel.sources.codes import SHAPE
from weefsel.sources.content import Record, Sheet, as_frame, open_file
from weefsel.sources.metadata import Metadata
from weefsel.sources.model import AREA_COLUMNS, MEASURE_COLUMNS, VALUE_COLUMNS, Edition, RawTable
from weefsel.sources.names import slug
from weefsel.sources.tables import check_year
from weefsel.sources.wide import Layout, check_unique, figures_of, lay_out, read_codes

SERIES = "livability"
TITLE = "Leefbaarometer"
CENTURY = 2000
_STATE = re.compile(r"^KL(\d\d)$", re.IGNORECASE)
_CHANGE = re.compile(r"^VKL(\d\d)(\d\d)$", re.IGNORECASE)
# Stems under which the catalogue knows the classes of version 2.0.
STATE, SINCE_PREVIOUS, SINCE_FIRST = "KL", "VKLprevious", "VKLfirst"


class LivabilitySettings(Document):
    """What is known of the files; see ``livability.toml``."""

    publisher: str
    licence: str
    attribution: str
    url: str
    classes: int
    change_classes: int
    figures: tuple[str, ...]
    class_figures: tuple[str, ...]


SETTINGS = read_document(
    LivabilitySettings, Path(str(resources.files("weefsel.sources"))) / "livability.toml"
)


def read(path: Path, *, year: int | None = None) -> list[RawTable]:
    """Read a file, or the files of a folder, with classes or scores; a table for each year.

    ``year`` is only needed for scores without a column ``jaar``. Codes are those of the newest
    year in a file. Raises ``InputError`` that names the file, the row or area and the column.

    References
    ----------
    Leidelmeijer et al. (2015), Leefbaarometer 2.0: instrumentontwikkeling, RIGO;
    Mandemakers et al. (2021), Leefbaarometer 3.0: instrumentontwikkeling, Atlas Research.
    """
    files = sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path]
    found = [table for one in files for part in _parts(one) for table in _tables(part, year)]
    ids = [(one.edition.id, one.edition.file) for one in found]
    if len(set(ids)) < len(ids):
        raise InputError(
            text("a year is given more than once."),
            where=path.name,
            todo=text("Give each year once."),
        )
    return found


def _parts(path: Path) -> list[Sheet]:
    if not path.exists():
        raise InputError(
            text("there is no such file or folder."),
            where=path.name,
            todo=text("Check the name."),
        )
    return [_sheet(one) for one in open_file(path)]


def _sheet(part: Sheet | Record) -> Sheet:
    """Give a record of classes by area code as a sheet; leave a sheet as it is."""
    if isinstance(part, Sheet):
        return part
    rows = [
        {"code": code, **classes}
        for code, classes in part.content.items()
        if isinstance(classes, dict)
    ]
    if not rows or not any(re.match(SHAPE, str(row["code"])) for row in rows):
        raise _no_columns(part.file, list(part.content)[:5])
    columns, frame = as_frame([{"statcode": row.pop("code"), **row} for row in rows])
    return Sheet(part.file, columns, frame)


def _no_columns(file: str, some: list[str]) -> InputError:
    return InputError(
        text(
            "no column of '%(title)s' was found, but %(some)s.",
            title=TITLE,
            some=", ".join(one.strip()[:40] for one in some),
        ),
        where=file,
        todo=text("Check that this is the file you meant."),
    )


def _tables(sheet: Sheet, year: int | None) -> list[RawTable]:
    layout = lay_out(sheet, Metadata())
    if not layout.has("code"):
        raise InputError(
            text("the file has no column with area codes."),
            where=sheet.file,
            todo=text("Give a file with codes such as GM0164, WK016401 or BU01640101."),
        )
    if any(_STATE.match(one.strip()) for one in sheet.columns):
        return _classes(sheet, layout)
    wanted = {
        slug(one): at for at, one in enumerate(sheet.columns) if slug(one) in SETTINGS.figures
    }
    if not wanted:
        raise _no_columns(sheet.file, list(sheet.columns[:5]))
    return _scores(sheet, layout, wanted, year)


# Version 2.0: a row an area, a column a year


def _classes(sheet: Sheet, layout: Layout) -> list[RawTable]:
    states = {
        CENTURY + int(found[1]): at
        for at, column in enumerate(sheet.columns)
        if (found := _STATE.match(column.strip()))
    }
    changes = {
        (CENTURY + int(found[1]), CENTURY + int(found[2])): at
        for at, column in enumerate(sheet.columns)
        if (found := _CHANGE.match(column.strip()))
    }
    codes = read_codes(sheet, layout)
    check_unique(sheet, layout.roles["code"], codes)
    columns = [*states.values(), *changes.values()]
    parsed = figures_of(sheet, columns).columns
    for at in columns:
        most = SETTINGS.classes if at in states.values() else SETTINGS.change_classes
        _check_classes(sheet, at, parsed[f"c{at}"], most)
    years = sorted(states)
    tables = []
    for place, one in enumerate(years):
        previous = years[place - 1] if place else None
        stems = {states[one]: STATE} | {
            at: (
                SINCE_PREVIOUS
                if start == previous
                else SINCE_FIRST
                if start == years[0]
                else sheet.columns[at].strip()
            )
            for (start, end), at in changes.items()
            if end == one
        }
        tables.append(
            _table(
                sheet,
                _edition(sheet, version=2, year=one, division=years[-1]),
                codes,
                {
                    sheet.columns[at].strip(): (stem, parsed[f"c{at}"])
                    for at, stem in stems.items()
                },
            )
        )
    return tables


# Version 3.0: a row an area and year, a column a figure


def _scores(
    sheet: Sheet, layout: Layout, wanted: dict[str, int], year: int | None
) -> list[RawTable]:
    codes = read_codes(sheet, layout)
    years = _years(sheet, layout, year)
    parsed = figures_of(sheet, wanted.values()).columns
    for name in SETTINGS.class_figures:
        if name in wanted:
            _check_classes(sheet, wanted[name], parsed[f"c{wanted[name]}"], SETTINGS.classes)
    division = int(years.max())  # type: ignore[arg-type]
    tables = []
    for one in sorted(years.unique().to_list()):
        rows = (years == one).arg_true()
        mine = codes.gather(rows)
        check_unique(sheet, layout.roles["code"], mine, rows)
        tables.append(
            _table(
                sheet,
                _edition(sheet, version=3, year=one, division=division),
                mine,
                {
                    sheet.columns[at].strip(): (name, parsed[f"c{at}"].gather(rows))
                    for name, at in wanted.items()
                },
            )
        )
    return tables


def _years(sheet: Sheet, layout: Layout, given: int | None) -> pl.Series:
    """Give the year of every row: from the column jaar, else as given, else refused."""
    if not layout.has("period"):
        if given is None:
            raise InputError(
                text("neither the file nor its name says which year it is about."),
                where=sheet.file,
                todo=text("Add --year, for instance --year 2024."),
            )
        check_year(given, sheet.file)
        return pl.Series([given] * sheet.frame.height, dtype=pl.Int64)
    at = layout.roles["period"]
    words = sheet.column(at).cast(pl.String).str.strip_chars().str.replace(r"\.0$", "")
    years = words.str.extract(r"^((?:19|20)\d\d)$", 1).cast(pl.Int64)
    if years.null_count():
        row = int(years.is_null().arg_max() or 0)
        raise sheet.wrong(
            at,
            row,
            text("'%(period)s' is not a year.", period=str(words[row] or "")[:40]),
            text("Periods look like 2020JJ00 or 2020."),
        )
    if given is not None and given not in set(years):
        raise InputError(
            text(
                "the file is about %(stated)s, not %(option)s.",
                stated=", ".join(map(str, sorted(set(years)))),
                option=given,
            ),
            where=sheet.file,
            todo=text("Leave --year out, or give the right file."),
        )
    return years


# Both


def _check_classes(sheet: Sheet, at: int, values: pl.Series, most: int) -> None:
    """Refuse what is no whole number from 1 to the highest class."""
    wrong = ((values < 1) | (values > most) | (values != values.round(0))).fill_null(False)
    if wrong.any():
        row = int(wrong.arg_max() or 0)
        raise sheet.wrong(
            at,
            row,
            text("%(value)s is not a class from 1 to %(most)s.", value=values[row], most=most),
            text("Download or export the file again."),
        )


def _edition(sheet: Sheet, *, version: int, year: int, division: int) -> Edition:
    return Edition(
        # The division is part of it: a later issue gives the same years on other codes.
        table=f"LEEFBAAROMETER{version}-{division}",
        series=SERIES,
        title=f"{TITLE} {version}.0 {year}",
        year=year,
        division=division,
        publisher=SETTINGS.publisher,
        licence=SETTINGS.licence,
        attribution=SETTINGS.attribution,
        url=SETTINGS.url,
        file=sheet.file,
        sha256=sheet.sha256,
    )


def _table(
    sheet: Sheet, edition: Edition, codes: pl.Series, found: dict[str, tuple[str, pl.Series]]
) -> RawTable:
    measures = pl.DataFrame(
        [
            {
                "measure": measure,
                "stem": stem,
                "title": None,
                "path": "",
                "unit": "",
                "slug": slug(stem),
            }
            for measure, (stem, _) in found.items()
        ],
        schema=MEASURE_COLUMNS,
    )
    parts = [
        pl.DataFrame({"area": codes, "value": values}).select(
            pl.lit(measure).alias("measure"),
            "area",
            "value",
            pl.when(pl.col("value").is_null())
            .then(pl.lit(Flag.MISSING.value))
            .otherwise(pl.lit(Flag.MODEL_ESTIMATE.value))
            .alias("flag"),
        )
        for measure, (_, values) in found.items()
    ]
    notes: tuple[Text, ...] = ()
    if edition.year == edition.division:
        notes = (
            text(
                "Area codes are those of %(division)s; an area that was redrawn since keeps its "
                "figures under that code.",
                division=edition.division,
            ),
        )
    return RawTable(
        edition=edition,
        areas=pl.DataFrame(schema=AREA_COLUMNS),
        measures=measures,
        values=pl.concat(parts).cast(VALUE_COLUMNS),  # type: ignore[arg-type]
        notes=notes,
    )
