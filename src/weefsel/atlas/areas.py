"""Areas of a division: what a list of them must be, and how two lists are merged."""

from __future__ import annotations

import polars as pl

from weefsel.atlas.merge import Merged, merge
from weefsel.atlas.observations import check_areas
from weefsel.base.errors import ConflictError, InputError
from weefsel.base.language import text
from weefsel.sources.area_code import district_column, level_column, municipality_column
from weefsel.sources.model import AREA_COLUMNS, LEVELS, Edition

DIVISION_COLUMNS = {
    **AREA_COLUMNS,
    "district": pl.String,  # the WK code of a neighbourhood, null for the other levels
    "division": pl.Int32,  # year of the division into districts and neighbourhoods
    "fictitious": pl.Boolean,
}

# The width of a name in the OData tables: a longer name is cut off there, not another name.
CUT_OFF = 40


def to_division(areas: pl.DataFrame, edition: Edition) -> pl.DataFrame:
    """Check the areas of a table and give them in order of code.

    Raises ``InputError`` when a code is no area code, belongs to another country, stands
    twice with different names, or when level or municipality contradict the code.
    """
    frame = areas.select(pl.col(c).cast(t) for c, t in AREA_COLUMNS.items())
    check_areas(frame["code"], edition)
    frame = frame.unique(maintain_order=True)
    _refuse_first(
        frame.filter(pl.col("code").is_duplicated()),
        edition,
        "the area %(code)s stands in the file twice, with different names or levels.",
    )
    code = pl.col("code")
    _refuse_first(
        frame.filter(pl.col("level") != level_column(code)),
        edition,
        "the area %(code)s has another level than its code says.",
    )
    _refuse_first(
        frame.filter(pl.col("municipality") != municipality_column(code)),
        edition,
        "the area %(code)s has another municipality than its code says.",
    )
    return frame.with_columns(
        level_column(code).alias("level"), municipality_column(code).alias("municipality")
    ).sort("code")


def _refuse_first(wrong: pl.DataFrame, edition: Edition, msgid: str) -> None:
    if wrong.height:
        raise InputError(
            text(msgid, code=wrong["code"][0]),
            where=edition.file or edition.id,
            todo=text("Correct that row in the file."),
        )


def merge_areas(
    stored: pl.DataFrame | None, incoming: pl.DataFrame, edition: Edition, *, replace: bool
) -> Merged:
    """Merge the checked areas of a table over those known of its division.

    Raises ``ConflictError`` that names the area and both names when one differs and
    ``replace`` is not set.
    """
    if stored is not None:
        incoming = _with_what_is_known(stored, incoming)
    name, old_name = pl.col("name"), pl.col("name_stored")
    cut = (name.str.len_chars() == CUT_OFF) & old_name.str.starts_with(name)
    was_cut = (old_name.str.len_chars() == CUT_OFF) & name.str.starts_with(old_name)
    redivision, old_redivision = pl.col("redivision"), pl.col("redivision_stored")
    merged = merge(
        stored,
        incoming,
        key=["code"],
        compared={
            "name": (name == old_name) | cut | was_cut,
            "redivision": redivision == old_redivision,
        },
    )
    if merged.contradictions.height and not replace:
        raise _contradiction(merged.contradictions, edition)
    return merged


def _with_what_is_known(stored: pl.DataFrame, incoming: pl.DataFrame) -> pl.DataFrame:
    """Give incoming areas with the stored name and redivision where they say none."""
    known = stored.select("code", old_name="name", old_redivision="redivision")
    return incoming.join(known, on="code", how="left").select(
        "code",
        pl.coalesce("name", "old_name"),
        "level",
        "municipality",
        pl.coalesce("redivision", "old_redivision"),
    )


def _contradiction(rows: pl.DataFrame, edition: Edition) -> ConflictError:
    row = rows.row(0, named=True)
    if row["name"] != row["name_stored"]:
        what = text(
            "the area %(code)s is called '%(new)s' here and '%(old)s' in the store.",
            code=row["code"],
            new=row["name"],
            old=row["name_stored"],
        )
    else:
        what = text(
            "the area %(code)s has redivision code '%(new)s' here and '%(old)s' in the store.",
            code=row["code"],
            new=row["redivision"],
            old=row["redivision_stored"],
        )
    return ConflictError(
        what,
        where=edition.file or edition.id,
        todo=text("Load it with --replace if this file is right."),
    )


def as_division(stored: pl.DataFrame, year: int, fictitious: bool) -> pl.DataFrame:
    """Give areas as the store answers: with district, division and fiction, large to small."""
    rank = pl.col("level").cast(pl.Enum(LEVELS))
    district = pl.when(pl.col("level") == "neighbourhood").then(district_column(pl.col("code")))
    return (
        stored.with_columns(
            district.alias("district"),
            pl.lit(year, pl.Int32).alias("division"),
            pl.lit(fictitious).alias("fictitious"),
        )
        .sort(rank, "code")
        .select(*DIVISION_COLUMNS)
    )
