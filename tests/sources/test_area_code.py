"""Codes of areas say their level, municipality, district and country."""

from __future__ import annotations

import polars as pl
import pytest

from weefsel.sources import area_code

# Code, level, municipality, district, country.
KNOWN = [
    ("NL00", "country", None, None, "NL00"),
    ("XX00", "country", None, None, "XX00"),
    ("GM0164", "municipality", "GM0164", None, "NL00"),
    ("WK016401", "district", "GM0164", "WK016401", "NL00"),
    ("BU01640102", "neighbourhood", "GM0164", "WK016401", "NL00"),
    ("WK0363AA", "district", "GM0363", "WK0363AA", "NL00"),
    ("BU0363AA01", "neighbourhood", "GM0363", "WK0363AA", "NL00"),
    ("GM9990", "municipality", "GM9990", None, "XX00"),
    ("BU99990102", "neighbourhood", "GM9999", "WK999901", "XX00"),
    ("GM1992", "municipality", "GM1992", None, "NL00"),
]


@pytest.mark.parametrize(("code", "level", "municipality", "district", "country"), KNOWN)
def test_a_code_says_where_it_belongs(code, level, municipality, district, country) -> None:
    assert area_code.level_of(code) == level
    assert area_code.municipality_of(code) == municipality
    assert area_code.district_of(code) == district
    assert area_code.country_of(code) == country


def test_columns_of_codes_say_the_same_as_single_ones() -> None:
    code = pl.col("code")
    found = pl.DataFrame({"code": [row[0] for row in KNOWN]}).select(
        code,
        area_code.level_column(code).alias("level"),
        area_code.municipality_column(code).alias("municipality"),
        area_code.district_column(code).alias("district"),
        area_code.country_column(code).alias("country"),
    )
    assert found.rows() == KNOWN


@pytest.mark.parametrize(
    "code", ["", "NL01", "GM164", "gm0164", "BU0164010", "BU01640102 ", "WK01640a", "PV20", "0164"]
)
def test_other_things_are_no_codes(code: str) -> None:
    assert not area_code.is_area_code(code)
    with pytest.raises(ValueError, match="not an area code"):
        area_code.level_of(code)
    frame = pl.DataFrame({"code": [code]}).select(area_code.level_column(pl.col("code")))
    assert frame.item() is None
