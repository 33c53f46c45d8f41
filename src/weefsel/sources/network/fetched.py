"""What a client gives back: a folder that the readers read, and what there is to say of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.sources.area_code import country_of, is_area_code, level_of, municipality_column
from weefsel.sources.codes import clean


@dataclass(frozen=True)
class Fetched:
    """A folder with what was fetched, and what the one who asked should know."""

    folder: Path
    notes: tuple[Text, ...] = ()


def check_municipality(code: str | None) -> str | None:
    """Give the code of a municipality in capitals, none for the whole country.

    Raises ``InputError`` when it is another code.
    """
    if code is None:
        return None
    bare = code.strip().upper()
    if not is_area_code(bare) or level_of(bare) != "municipality":
        raise InputError(
            text("'%(code)s' is not the code of a municipality.", code=code[:40]),
            where="--gemeente",
            todo=text("Give a code such as GM0164."),
        )
    return bare


def starts(municipality: str) -> tuple[str, ...]:
    """Give how the codes begin of a municipality, its districts, neighbourhoods and country."""
    number = municipality[2:]
    return (f"GM{number}", f"WK{number}", f"BU{number}", country_of(municipality))


def belongs(column: str, municipality: str) -> pl.Expr:
    """Tell which rows are of a municipality or of the country as a whole."""
    return _inside(column, municipality) | (clean(pl.col(column)) == country_of(municipality))


def holds(frame: pl.DataFrame, column: str, municipality: str) -> bool:
    """Tell whether there is any row of a municipality itself."""
    return bool(frame.select(_inside(column, municipality).any()).item())


def _inside(column: str, municipality: str) -> pl.Expr:
    return (municipality_column(clean(pl.col(column))) == municipality).fill_null(False)
