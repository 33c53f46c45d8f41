"""Area codes of Statistics Netherlands: their shape, level, municipality, district, country.

References: CBS, *Toelichting Wijk- en Buurtkaart*: a neighbourhood code is "BU", the four
digits of its municipality, two signs of its district and two of its own; a district code "WK" and
the first six of those; a municipality code "GM" and the first four.
"""

from __future__ import annotations

import re

import polars as pl

REAL = "NL00"
FICTITIOUS = "XX00"
COUNTRIES = (REAL, FICTITIOUS)

# No Dutch municipality has a number from 9990 up; Weefsel keeps these for fiction.
FICTITIOUS_NUMBERS = "999"

SHAPES = {
    "country": r"(?:NL|XX)00",
    "municipality": r"GM\d{4}",
    # Since 2022 districts and neighbourhoods may have letters: WK0363AA, BU0363AA01.
    "district": r"WK\d{4}[0-9A-Z]{2}",
    "neighbourhood": r"BU\d{4}[0-9A-Z]{4}",
}
_LEVEL_OF_LETTERS = {
    "NL": "country",
    "XX": "country",
    "GM": "municipality",
    "WK": "district",
    "BU": "neighbourhood",
}
ANY_SHAPE = "^(?:" + "|".join(SHAPES.values()) + ")$"
_ANY = re.compile(ANY_SHAPE)

# Positions in a code: two letters, four digits of the municipality, two signs of the district.
_LETTERS, _MUNICIPALITY, _DISTRICT = 2, 4, 6


def is_area_code(code: str) -> bool:
    """Tell whether a code has the shape of an area code, without padding."""
    return _ANY.match(code) is not None


def level_of(code: str) -> str:
    """Give the level of a code; raises ``ValueError`` when it is not an area code."""
    if not is_area_code(code):
        raise ValueError(f"'{code}' is not an area code")
    return _LEVEL_OF_LETTERS[code[:_LETTERS]]


def municipality_of(code: str) -> str | None:
    """Give the municipality of a code, none for a country."""
    if level_of(code) == "country":
        return None
    return "GM" + code[_LETTERS : _LETTERS + _MUNICIPALITY]


def district_of(code: str) -> str | None:
    """Give the district of a neighbourhood or of a district itself, none for larger areas."""
    if level_of(code) not in ("district", "neighbourhood"):
        return None
    return "WK" + code[_LETTERS : _LETTERS + _DISTRICT]


def country_of(code: str) -> str:
    """Give the country of a code: NL00, or XX00 for the fictitious one."""
    if level_of(code) == "country":
        return code
    return FICTITIOUS if code[_LETTERS:].startswith(FICTITIOUS_NUMBERS) else REAL


def level_column(code: pl.Expr) -> pl.Expr:
    """Give the level of a column of codes, null where a code has another shape."""
    letters = pl.when(code.str.contains(ANY_SHAPE)).then(code.str.slice(0, _LETTERS))
    return letters.replace_strict(_LEVEL_OF_LETTERS, default=None, return_dtype=pl.String)


def municipality_column(code: pl.Expr) -> pl.Expr:
    """Give the municipality of a column of codes, null for a country."""
    inside = code.str.contains("^(?:GM|WK|BU)")
    return pl.when(inside).then("GM" + code.str.slice(_LETTERS, _MUNICIPALITY))


def district_column(code: pl.Expr) -> pl.Expr:
    """Give the district of a column of neighbourhoods or districts, null for larger areas."""
    inside = code.str.contains("^(?:WK|BU)")
    return pl.when(inside).then("WK" + code.str.slice(_LETTERS, _DISTRICT))


def country_column(code: pl.Expr) -> pl.Expr:
    """Give the country of a column of codes."""
    fictitious = code.str.slice(_LETTERS).str.starts_with(FICTITIOUS_NUMBERS) | (
        code == FICTITIOUS
    )
    return pl.when(fictitious).then(pl.lit(FICTITIOUS)).otherwise(pl.lit(REAL))
