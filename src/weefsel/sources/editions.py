"""Which edition a file is: from the option, else its content, its metadata or its name."""

from __future__ import annotations

import re
from pathlib import Path

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.sources.content import Sheet
from weefsel.sources.metadata import Metadata
from weefsel.sources.model import Edition
from weefsel.sources.tables import (
    check_series,
    check_year,
    register,
    table_in,
    table_of,
    year_in,
)

_TABLE_ID = re.compile(r"[0-9A-Z]{1,20}")


def decide(
    series: str,
    sheet: Sheet,
    path: Path,
    *,
    table: str | None,
    year: int | None,
    metadata: Metadata,
    periods: list[str],
    population: str | None = None,
    undated: tuple[int, ...] = (),
) -> tuple[Edition, list[Text]]:
    """Decide table and year of a sheet; give the edition and what had to be assumed.

    ``periods`` are the distinct values of the file's own column of periods; ``undated`` the
    years it may be of when it states none. Raises ``InputError`` when the year cannot be
    found, or when two places contradict each other.
    """
    if undated:
        return _undated(series, sheet, path, undated, metadata, periods, table, year)
    notes: list[Text] = []
    found_table = _asked(table, sheet) if table else _table(sheet, path, metadata)
    if found_table is not None:
        check_series(found_table, series, sheet.file)
    known = register().table.get(found_table or "")
    found_year = _year(series, sheet, path, year, metadata, periods, known.years if known else ())
    check_year(found_year, sheet.file)
    asked = table is not None or year is not None
    if asked and known is not None and found_year not in known.years:
        raise _contradiction(sheet, found_table or "", found_year)
    if found_table is None:
        found_table = table_of(series, found_year) or f"{series.upper()}"
        notes.append(
            text(
                "The file does not name its table; by its year it was taken as %(table)s.",
                table=found_table,
            )
        )
        known = register().table.get(found_table)
    elif known is None:
        notes.append(
            text(
                "Weefsel does not know table %(table)s; it was taken as '%(title)s'.",
                table=found_table,
                title=register().series[series].title,
            )
        )
    one = register().series[series]
    edition = Edition(
        table=found_table,
        series=series,
        title=metadata.title or f"{one.title} {found_year}",
        year=found_year,
        division=known.division if known is not None and known.division else found_year,
        publisher=one.publisher,
        licence=one.licence,
        attribution=one.attribution,
        url=one.url.format(table=found_table),
        published=metadata.published,
        population=population,
        file=sheet.file,
        sha256=sheet.sha256,
    )
    return edition, notes


def _undated(
    series: str,
    sheet: Sheet,
    path: Path,
    years: tuple[int, ...],
    metadata: Metadata,
    periods: list[str],
    table: str | None,
    year: int | None,
) -> tuple[Edition, list[Text]]:
    """Give the edition of a file whose year nobody knows; refuse one whose year is known."""
    found_table = table or _table(sheet, path, metadata)
    known = register().table.get(found_table or "")
    said = [
        *(one[:4] for one in periods),
        *(str(one) for one in (known.years if known and len(known.years) == 1 else ())),
        *(
            str(one)
            for one in (year, metadata.year, year_in(sheet.file), year_in(path.name))
            if one
        ),
    ]
    if said:
        raise InputError(
            text("the file is of %(year)s, so its year is known.", year=said[0]),
            where=sheet.file,
            todo=text("Leave --undated out."),
        )
    if len(set(years)) < len(years) or len(years) == 1:
        raise InputError(
            text("an undated file can be of two years or more, each named once."),
            where=sheet.file,
            todo=text("Write for instance --undated 2018,2019, or --year when you know it."),
        )
    for one in years:
        check_year(one, sheet.file)
    about = register().series[series]
    latest = max(years)
    edition = Edition(
        table=series.upper(),
        series=series,
        title=f"{about.title} ({' of '.join(map(str, sorted(years)))}, jaar niet vermeld)",
        year=latest,
        division=latest,
        publisher=about.publisher,
        licence=about.licence,
        attribution=about.attribution,
        url=about.page,
        file=sheet.file,
        sha256=sheet.sha256,
        undated=tuple(sorted(years)),
    )
    return edition, [
        text(
            "These figures are undated (%(period)s): they are shown as such and enter no score, "
            "no comparison and no trend.",
            period=edition.period,
        )
    ]


def _contradiction(sheet: Sheet, table: str, year: int) -> InputError:
    return InputError(
        text("table %(table)s does not hold the year %(year)s.", table=table, year=year),
        where=sheet.file,
        todo=text("Check the options --table and --year."),
    )


def _asked(table: str, sheet: Sheet) -> str:
    """Give the table that was asked for: its number becomes part of names of files."""
    bare = table.strip().upper()
    if not _TABLE_ID.fullmatch(bare):
        raise InputError(
            text("'%(table)s' is not the id of a table.", table=table[:40]),
            where=sheet.file,
            todo=text("Give an id such as 84799NED."),
        )
    return bare


def _table(sheet: Sheet, path: Path, metadata: Metadata) -> str | None:
    for words in (" ".join(sheet.words), metadata.table or "", sheet.file, path.name):
        found = table_in(words.replace(".", " ").replace("/", " "))
        if found is not None:
            return found
    return None


def _year(
    series: str,
    sheet: Sheet,
    path: Path,
    option: int | None,
    metadata: Metadata,
    periods: list[str],
    known: tuple[int, ...],
) -> int:
    inside = {int(one[:4]) for one in periods if one[:4].isdigit()}
    if len(inside) > 1:
        raise InputError(
            text(
                "the file holds more than one year: %(years)s.",
                years=", ".join(map(str, sorted(inside))),
            ),
            where=sheet.file,
            todo=text("Give a file of one year."),
        )
    stated = next(iter(inside), None)
    if stated is None and len(known) == 1:
        stated = known[0]
    if stated is None:
        stated = year_in(" ".join(sheet.words))
    if option is not None:
        if inside and option not in inside:
            raise InputError(
                text(
                    "the file is about %(stated)s, not %(option)s.", stated=stated, option=option
                ),
                where=sheet.file,
                todo=text("Leave --year out, or give the right file."),
            )
        return option
    for candidate in (stated, metadata.year, year_in(sheet.file), year_in(path.name)):
        if candidate is not None:
            return candidate
    raise InputError(
        text("neither the file nor its name says which year it is about."),
        where=sheet.file,
        todo=text("Add --year, for instance --year 2024."),
    )
