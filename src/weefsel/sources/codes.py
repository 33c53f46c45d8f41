"""Area codes as exporters write them: padded, in small letters, the country by another name."""

from __future__ import annotations

import polars as pl

from weefsel.sources.area_code import ANY_SHAPE, REAL, level_column, municipality_column

SHAPE = ANY_SHAPE
# RIVM writes NL01 for the country that CBS calls NL00.
_OTHER_COUNTRY = "NL01"
# What the column "Soort regio" (recs) calls each level.
KINDS = {
    "land": "country",
    "gemeente": "municipality",
    "wijk": "district",
    "buurt": "neighbourhood",
}

# Codes of the column Indelingswijziging: 1 unchanged, 2 other code, 3 other boundary.
REDIVISIONS = ("1", "2", "3")

level = level_column
municipality = municipality_column


def clean(codes: pl.Expr) -> pl.Expr:
    """Take padding off and write the country as CBS does."""
    bare = codes.cast(pl.String).str.strip_chars().str.to_uppercase()
    return pl.when(bare == _OTHER_COUNTRY).then(pl.lit(REAL)).otherwise(bare)
