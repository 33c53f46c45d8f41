"""Observations: what a frame of them must be before it is stored, and how two are merged."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import polars as pl

from weefsel.atlas.loaded import Number
from weefsel.atlas.mapping import OBSERVATION_COLUMNS as OBSERVATION_COLUMNS
from weefsel.atlas.merge import RELATIVE, Merged, merge
from weefsel.base.errors import ConflictError, InputError
from weefsel.base.figure import Flag
from weefsel.base.language import Text, text
from weefsel.sources.area_code import (
    ANY_SHAPE,
    country_column,
    municipality_column,
)
from weefsel.sources.model import Edition

KEY = ["area", "indicator", "year"]

# What a part holds: source and fictitious are the edition's, so they are not repeated there.
# The municipality comes first, because almost every question is about one of them.
STORED_COLUMNS = {
    "municipality": pl.Int32,  # its number, as a number: what a file is searched by
    **{c: t for c, t in OBSERVATION_COLUMNS.items() if c not in ("source", "fictitious")},
}
_NOWHERE = 0  # stands for the municipality of a country row: comparable, unlike null


_KINDS = {
    Flag.MEASURED: text("measured"),
    Flag.MODEL_ESTIMATE: text("model estimate"),
    Flag.SUPPRESSED: text("kept secret"),
    Flag.MISSING: text("missing"),
    Flag.IMPUTED: text("imputed"),
}


def to_stored(observed: pl.DataFrame, edition: Edition) -> pl.DataFrame:
    """Check observations of one edition and give them as a part holds them, in order.

    Raises ``ValueError`` when columns or types are not ``OBSERVATION_COLUMNS`` (a fault of
    ours), ``InputError`` when areas, countries or rows are not what one edition can have.
    """
    frame = _typed(observed)
    _check_owner(frame, edition)
    check_areas(frame["area"], edition)
    _check_values(frame, edition)
    frame = _without_repeats(frame, edition)
    number = municipality_column(pl.col("area")).str.slice(2).cast(pl.Int32)
    numbered = frame.with_columns(number.fill_null(_NOWHERE).alias("municipality"))
    return sort_stored(numbered.select(*STORED_COLUMNS))


def municipality_numbers(areas: Collection[str]) -> list[int]:
    """Give the numbers under which a part holds areas; codes of no area are passed over."""
    code = pl.col("code")
    known = pl.DataFrame({"code": list(areas)}, schema={"code": pl.String}).filter(
        code.str.contains(ANY_SHAPE)
    )
    number = municipality_column(code).str.slice(2).cast(pl.Int32).fill_null(_NOWHERE)
    return known.select(number.unique().sort()).to_series().to_list()


def sort_stored(frame: pl.DataFrame) -> pl.DataFrame:
    """Put the rows of a part in their order."""
    return frame.sort("municipality", *KEY)


def _typed(observed: pl.DataFrame) -> pl.DataFrame:
    missing = set(OBSERVATION_COLUMNS) - set(observed.columns)
    if missing:
        raise ValueError(f"observations lack the columns {sorted(missing)}")
    return observed.select(pl.col(c).cast(t) for c, t in OBSERVATION_COLUMNS.items())


def _check_owner(frame: pl.DataFrame, edition: Edition) -> None:
    """Refuse rows of another edition, or rows whose fiction differs from the edition's."""
    if (frame["source"] != edition.id).any() or frame["source"].has_nulls():
        raise ValueError(f"observations of another edition than {edition.id}")
    if (frame["fictitious"] != edition.fictitious).any() or frame["fictitious"].has_nulls():
        raise InputError(
            text("real and fictitious figures cannot be in one table."),
            where=edition.file or edition.id,
            todo=text("Load the fictitious figures as a table of their own."),
        )


def check_areas(codes: pl.Series, edition: Edition) -> None:
    """Refuse codes that are no area codes, or of another country than the edition.

    Raises ``InputError`` that names the first such code.
    """
    places = pl.DataFrame({"code": codes.unique().sort()})
    wrong = places.filter(~pl.col("code").str.contains(ANY_SHAPE).fill_null(False))
    if wrong.height:
        raise InputError(
            text("'%(code)s' is not the code of an area.", code=str(wrong.item(0, 0))),
            where=edition.file or edition.id,
            todo=text("Give codes such as NL00, GM0164, WK016401 or BU01640101."),
        )
    foreign = places.filter(country_column(pl.col("code")) != edition.country)
    if foreign.height:
        raise InputError(
            text(
                "the area '%(code)s' does not belong to country %(country)s: real and fictitious "
                "areas cannot be in one table.",
                code=foreign.item(0, 0),
                country=edition.country,
            ),
            where=edition.file or edition.id,
            todo=text("Load real and fictitious areas apart."),
        )


def _check_values(frame: pl.DataFrame, edition: Edition) -> None:
    known = [flag.value for flag in Flag]
    if not frame["flag"].is_in(known).all() or frame["flag"].has_nulls():
        raise ValueError(f"a flag is not one of {known}")
    value, lower, upper = pl.col("value"), pl.col("lower"), pl.col("upper")
    endless = pl.any_horizontal(~c.is_finite().fill_null(True) for c in (value, lower, upper))
    wrong = frame.filter(
        endless | (lower > upper).fill_null(False) | pl.any_horizontal(pl.col(KEY).is_null())
    )
    if wrong.height:
        row = wrong.row(0, named=True)
        raise InputError(
            text(
                "the figure of %(area)s for '%(indicator)s' is no number with a range around it.",
                area=row["area"],
                indicator=row["indicator"],
            ),
            where=edition.file or edition.id,
            todo=text("Correct that row in the file."),
        )


def _without_repeats(frame: pl.DataFrame, edition: Edition) -> pl.DataFrame:
    """Drop rows that say the same twice; refuse rows that say two things."""
    if frame.select(KEY).n_unique() == frame.height:
        return frame
    once = frame.unique(maintain_order=True)
    double = once.filter(pl.struct(KEY).is_duplicated())
    if double.height:
        row = double.row(0, named=True)
        raise InputError(
            text(
                "%(area)s has two different values for '%(indicator)s' of %(year)s.",
                area=row["area"],
                indicator=row["indicator"],
                year=row["year"],
            ),
            where=edition.file or edition.id,
            todo=text("Keep one of the two rows."),
        )
    return once


def _near(column: str) -> pl.Expr:
    """Say whether a number equals the stored one within the declared distance."""
    new, old = pl.col(column), pl.col(f"{column}_stored")
    return (new - old).abs() <= RELATIVE * pl.max_horizontal(new.abs(), old.abs())


def merge_observations(
    stored: pl.DataFrame | None, incoming: pl.DataFrame, edition: Edition, *, replace: bool
) -> Merged:
    """Merge the checked rows of an edition over what the store holds of it.

    Raises ``ConflictError`` that names area, indicator and both values when one differs and
    ``replace`` is not set.
    """
    empty = pl.col("value").is_null() | pl.col("value_stored").is_null()
    merged = merge(
        stored,
        incoming,
        key=KEY,
        compared={
            "value": _near("value"),
            "lower": _near("lower"),
            "upper": _near("upper"),
            # Why a figure is missing depends on the format it was exported in.
            "flag": empty | (pl.col("flag") == pl.col("flag_stored")),
        },
    )
    if merged.contradictions.height and not replace:
        raise _contradiction(merged.contradictions, edition)
    return merged


def _contradiction(rows: pl.DataFrame, edition: Edition) -> ConflictError:
    row = rows.row(0, named=True)
    return ConflictError(
        text(
            "for %(area)s the figure '%(indicator)s' of %(year)s is %(new)s here and %(old)s in "
            "the store (%(count)s such differences).",
            area=row["area"],
            indicator=row["indicator"],
            year=row["year"],
            new=_shown(row, ""),
            old=_shown(row, "_stored"),
            count=Number(rows.height, 0),
        ),
        where=edition.file or edition.id,
        todo=text("Load it with --replace if these figures are the right ones."),
    )


def _shown(row: dict[str, Any], side: str) -> Text:
    """Give the words for the incoming or the stored value of a contradiction."""
    value, lower, upper = (row[name + side] for name in ("value", "lower", "upper"))
    kind = _KINDS[row["flag" + side]]
    if value is None:
        return kind
    if lower is None or upper is None:
        return text("%(value)s (%(kind)s)", value=Number(value), kind=kind)
    return text(
        "%(value)s (%(kind)s, %(lower)s to %(upper)s)",
        value=Number(value),
        kind=kind,
        lower=Number(lower),
        upper=Number(upper),
    )
