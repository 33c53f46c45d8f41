"""The tables Weefsel knows by number: series, years, licence and words of attribution."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from pydantic import Field

from weefsel.base.document import Document, check, read_toml
from weefsel.base.errors import InputError
from weefsel.base.language import text

_NUMBER = re.compile(r"(?<![0-9A-Za-z])(\d{5}[A-Z]{3})(?![0-9A-Za-z])")
_KWB_NAME = re.compile(r"(?:kwb|buurten)[-_ ]?((?:19|20)\d\d)(?!\d)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


class Series(Document):
    """What all tables of a series share."""

    title: str
    publisher: str
    licence: str
    attribution: str
    url: str
    page: str = ""  # about the series as a whole
    signature: tuple[str, ...]


class Table(Document):
    """One numbered table: its series, the years it holds, the division its codes are of."""

    series: str
    years: tuple[int, ...]
    division: int | None = None


class Register(Document):
    """Every series and table, and the keys of the health dimensions."""

    series: dict[str, Series]
    table: dict[str, Table]
    population: dict[str, str] = Field(default_factory=dict)
    margin: dict[str, str] = Field(default_factory=dict)


@cache
def register() -> Register:
    """Give the register of tables that comes with Weefsel."""
    content = resources.files("weefsel.sources").joinpath("tables.toml").read_bytes()
    return check(Register, read_toml(content, "tables.toml"), "tables.toml")


def table_in(words: str) -> str | None:
    """Find the one table number in a name, an address or a sentence."""
    found = set(_NUMBER.findall(words.replace("_", " ")))
    return found.pop() if len(found) == 1 else None


def year_in(words: str) -> int | None:
    """Find the one year in a name or sentence; "kwb2020" and "buurten 2020" go first."""
    named = set(_KWB_NAME.findall(words)) or set(_YEAR.findall(words.replace("_", " ")))
    return int(named.pop()) if len(named) == 1 else None


def check_year(year: int, where: str) -> None:
    """Refuse a number that is no year of a table read here."""
    if _YEAR.fullmatch(str(year)) is None:
        raise InputError(
            text("%(year)s is not a year that figures can be about.", year=year),
            where=where,
            todo=text("Give a year of four digits, for instance --year 2024."),
        )


def check_series(table: str, series: str, where: str) -> None:
    """Refuse a table that is known to belong to another series."""
    known = register().table.get(table)
    if known is not None and known.series != series:
        raise InputError(
            text(
                "table %(table)s is '%(found)s', not '%(expected)s'.",
                table=table,
                found=register().series[known.series].title,
                expected=register().series[series].title,
            ),
            where=where,
            todo=text("Load it as what it is."),
        )


def table_of(series: str, year: int) -> str | None:
    """Give the table of a series that holds a year: the first one listed."""
    return next(
        (
            key
            for key, one in register().table.items()
            if one.series == series and year in one.years
        ),
        None,
    )
