"""Iv3: what municipalities spend and receive per task field, from a national or own file.

A file has a line per municipality and task field, with income and spending in thousands of
euros. Files rarely say in their columns whether they are a budget or an account, so that comes
from the name of the file or from who loads it; the two are never mixed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.sources.content import Sheet
from weefsel.sources.figures import parse
from weefsel.sources.source import open_source

Stage = Literal["budget", "account"]

IV3_COLUMNS = {
    "municipality": pl.String,  # name, as the file has it
    "field": pl.String,  # 6.1, 6.71a
    "name": pl.String,  # of the field, as the file has it; may be cut off
    "income": pl.Float64,  # thousands of euros
    "expenditure": pl.Float64,
    "residents": pl.Float64,  # null where the file does not say
    "size_class": pl.String,  # empty where the file does not say
    "urbanity": pl.String,
}
_HEADINGS: dict[str, tuple[str, ...]] = {
    "municipality": ("gemeenten", "gemeente", "gemeentenaam"),
    "field": ("taakveld", "taakvelden"),
    "income": ("baten",),
    "expenditure": ("lasten",),
    "residents": ("inwonertal", "inwoners"),
    "size_class": ("gemeentegrootte", "grootteklasse"),
    "urbanity": ("stedelijkheid",),
}
_NEEDED = ("municipality", "field", "income", "expenditure")
_STAGES: dict[str, Stage] = {
    "begroting": "budget",
    "budget": "budget",
    "jaarrekening": "account",
    "rekening": "account",
    "account": "account",
}
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_FIELD = re.compile(r"^\s*(\d\.\d{1,3}[a-d]?)\s+(\S.*?)\s*$")
_COUNTRY = {"nederland", "totaal"}  # the sum of all: counted beside its parts it is double


@dataclass(frozen=True)
class Iv3Table:
    """The lines of one file, ``IV3_COLUMNS``, with its year and stage."""

    frame: pl.DataFrame
    year: int
    stage: Stage
    file: str


def read_iv3(path: Path, *, year: int | None = None, stage: Stage | None = None) -> Iv3Table:
    """Read a file with a line per municipality and task field; the national total is left out.

    Year and stage come from the option, else from the name of the file. Raises ``InputError``
    that names the file, and the row or column, and what was expected.

    References
    ----------
    CBS, Iv3 (Informatie voor derden), by municipality and task field.
    """
    sheets = open_source(path)
    if len(sheets) != 1:
        raise InputError(
            text("this holds more than one table."),
            where=path.name,
            todo=text("Give one file at a time."),
        )
    sheet = sheets[0]
    places = _places(sheet)
    frame = _lines(sheet, places)
    return Iv3Table(frame, _year(sheet.file, year), stage or _stage(sheet.file), sheet.file)


def _places(sheet: Sheet) -> dict[str, int]:
    named = {column.strip().lower(): index for index, column in enumerate(sheet.columns)}
    places = {key: named[one] for key, words in _HEADINGS.items() for one in words if one in named}
    lacking = [_HEADINGS[key][0] for key in _NEEDED if key not in places]
    if lacking:
        raise InputError(
            text("these columns are missing: %(columns)s.", columns=", ".join(lacking)),
            where=sheet.file,
            todo=text("Give a file with a line per municipality and task field."),
        )
    return places


def _lines(sheet: Sheet, places: dict[str, int]) -> pl.DataFrame:
    keys = [key for key in ("income", "expenditure", "residents") if key in places]

    def wrong(column: str, row: int, what: Text, todo: Text) -> InputError:
        return sheet.wrong(places[column], row, what, todo)

    numbers = parse({key: sheet.column(places[key]) for key in keys}, wrong).columns
    names = sheet.column(places["municipality"]).cast(pl.String).str.strip_chars()
    fields = sheet.column(places["field"]).cast(pl.String)
    rows = []
    for at, (name, field) in enumerate(zip(names, fields, strict=True)):
        if name is None or name.lower() in _COUNTRY:
            continue
        found = _FIELD.match(field or "")
        if found is None:
            raise sheet.wrong(
                places["field"],
                at,
                text("this is no task field."),
                text("Write its code and name, such as 6.1 Samenkracht en burgerparticipatie."),
            )
        money = [numbers[key][at] for key in ("income", "expenditure")]
        if None in money:
            raise sheet.wrong(
                places["expenditure" if money[1] is None else "income"],
                at,
                text("there is no amount."),
                text("Write 0 where there is none."),
            )
        rows.append(
            (
                name,
                found[1],
                found[2],
                *money,
                numbers["residents"][at] if "residents" in numbers else None,
                *(_word(sheet, places, key, at) for key in ("size_class", "urbanity")),
            )
        )
    frame = pl.DataFrame(rows, schema=IV3_COLUMNS, orient="row")
    twice = frame.filter(pl.struct("municipality", "field").is_duplicated())
    if not twice.is_empty():
        raise InputError(
            text(
                "%(name)s has task field %(field)s twice.",
                name=twice["municipality"][0],
                field=twice["field"][0],
            ),
            where=sheet.file,
            todo=text("Keep one line of the two."),
        )
    return frame


def _word(sheet: Sheet, places: dict[str, int], key: str, at: int) -> str:
    if key not in places:
        return ""
    return str(sheet.column(places[key])[at] or "").strip()


def _year(file: str, given: int | None) -> int:
    found = {int(one) for one in _YEAR.findall(file)}
    if given is not None:
        return given
    if len(found) == 1:
        return found.pop()
    raise InputError(
        text("it does not say of which year it is."),
        where=file,
        todo=text("Give the year with --year, or put it in the name of the file."),
    )


def _stage(file: str) -> Stage:
    words = file.lower()
    found = {stage for word, stage in _STAGES.items() if word in words}
    if len(found) == 1:
        return found.pop()
    raise InputError(
        text("it does not say whether it is a budget or an account."),
        where=file,
        todo=text("Put 'begroting' or 'jaarrekening' in the name of the file."),
    )
