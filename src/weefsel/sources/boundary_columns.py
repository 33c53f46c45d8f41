"""Find the columns of a file with boundaries: code, name, year, land or water."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import polars as pl

from weefsel.base.document import Document, read_document
from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.sources.area_code import ANY_SHAPE, level_column
from weefsel.sources.model import LEVELS
from weefsel.sources.tables import check_year


class BoundarySettings(Document):
    """What is known of files with boundaries; see ``areas.toml``."""

    publisher: str
    licence: str
    attribution: str
    url: str
    water_columns: tuple[str, ...]
    land: str
    abroad: str
    year_columns: tuple[str, ...]
    title: dict[str, str]
    names: dict[str, tuple[str, ...]]


SETTINGS = read_document(
    BoundarySettings, Path(str(resources.files("weefsel.sources"))) / "areas.toml"
)

_YEAR_AND_CODE = r"^(?:19|20)\d\d(?:GM|WK|BU)"  # "2024GM0014"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _letters(name: str) -> str:
    """Give the letters and digits of a name, small."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def land_rows(frame: pl.DataFrame) -> pl.Expr:
    """Say of each row whether it is land; all are when no column tells."""
    for column in frame.columns:
        if _letters(column) in SETTINGS.water_columns:
            return pl.col(column).fill_null(SETTINGS.land).str.to_uppercase() == SETTINGS.land
    return pl.lit(True)


def code_column(frame: pl.DataFrame, file: str) -> pl.Expr | None:
    """Find the column whose values are area codes: of the smallest areas when there are more.

    None when no column has them in most of its rows. Raises ``InputError`` that names the
    row when the rest of that column are other things.
    """
    best: tuple[float, str] | None = None
    for column, kind in frame.schema.items():
        if kind != pl.String:
            continue
        codes = frame.select(_bare(column)).to_series().drop_nulls()
        shaped = codes.filter(codes.str.contains(ANY_SHAPE))
        if shaped.len() * 2 <= frame.height:
            continue
        levels = pl.DataFrame({"c": shaped}).select(level_column(pl.col("c"))).to_series()
        depth = levels.cast(pl.Enum(LEVELS)).to_physical().mean()
        # Among equals the first wins: "statcode" before the "id" of a feature.
        if isinstance(depth, int | float) and (best is None or depth > best[0]):
            best = (float(depth), column)
    if best is None:
        return None
    bare = _bare(best[1])
    wrong = frame.filter(~bare.str.contains(ANY_SHAPE).fill_null(True))
    if wrong.height:
        raise InputError(
            text(
                "'%(code)s' is not the code of an area (shape %(row)s, column '%(column)s').",
                code=wrong[best[1]][0],
                row=wrong["_row"][0] + 1,
                column=best[1],
            ),
            where=file,
            todo=text("Give codes such as GM0164, WK016401 or BU01640101."),
        )
    return bare


def _bare(column: str) -> pl.Expr:
    """Give a column in capitals without padding, and "2024GM0014" as "GM0014"."""
    words = pl.col(column).str.strip_chars().str.to_uppercase()
    return pl.when(words.str.contains(_YEAR_AND_CODE)).then(words.str.slice(4)).otherwise(words)


def name_column(frame: pl.DataFrame, level: str) -> pl.Expr:
    """Find the column with names of areas of a level; nulls when there is none."""
    by_letters = {_letters(column): column for column in reversed(frame.columns)}
    for wanted in SETTINGS.names[level]:
        if wanted in by_letters:
            return pl.col(by_letters[wanted]).str.strip_chars()
    return pl.lit(None, pl.String)


def year_of(frame: pl.DataFrame, layer: str, file: str, given: int | None) -> int:
    """Find the year of the division: as given, else in a column, the layer or the file name.

    Raises ``InputError`` when there is none, or more than one.
    """
    if given is not None:
        check_year(given, file)
        return given
    for found in (_years_inside(frame), _years_in(layer), _years_in(Path(file).stem)):
        if len(found) == 1:
            return found.pop()
        if found:
            raise InputError(
                text(
                    "the file speaks of several years (%(years)s).",
                    years=", ".join(str(year) for year in sorted(found)),
                ),
                where=file,
                todo=text("Say which year these boundaries are of with --year."),
            )
    raise InputError(
        text("the year of these boundaries is not in the file or its name."),
        where=file,
        todo=text("Say which year they are of with --year."),
    )


def _years_inside(frame: pl.DataFrame) -> set[int]:
    found: set[int] = set()
    for column, kind in frame.schema.items():
        if kind == pl.String and _letters(column) in SETTINGS.year_columns:
            years = frame[column].str.extract(r"^((?:19|20)\d\d)").drop_nulls()
            found |= {int(year) for year in years.unique()}
    return found


def _years_in(name: str) -> set[int]:
    return {int(year) for year in _YEAR.findall(name)}
