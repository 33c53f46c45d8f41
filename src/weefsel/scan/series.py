"""Which years of an area may stand on one line: what cannot be compared is kept apart.

Areas are followed by code. A line ends where the boundary or the code of an area changed, or
where a definition did. Kinds never share a line: measured and estimated figures, official
and own ones, accounts and budgets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path

import polars as pl

from weefsel.atlas.indicator import Indicator
from weefsel.base.document import Document, read_document
from weefsel.base.figure import Flag
from weefsel.scan.method import Value
from weefsel.scan.select import UNCHANGED
from weefsel.scan.series_error import needed, with_errors
from weefsel.scan.supply import Statistics

START = ""  # a line begins here because the series does
REDIVISION = "redivision"
DEFINITION = "definition"

SERIES_COLUMNS = {
    "area": pl.String,
    "indicator": pl.String,
    "kind": pl.String,  # accounts, budget; empty where there is one kind only
    "own": pl.Boolean,  # brought by a municipality itself
    "flag": pl.String,
    "line": pl.Int32,  # number of the line within area, indicator, kind, own and flag
    "year": pl.Int32,
    "value": pl.Float64,
    "error": pl.Float64,  # standard error, null when it is not known
    "source": pl.String,
    "broken_by": pl.String,  # why this line began here: START, REDIVISION or DEFINITION
    "unseen": pl.Int32,  # divisions since the year before that are not loaded: changes unknown
}
LINE = ["area", "indicator", "kind", "own", "flag"]
_ROW = "_row"  # number of the series of years: a whole number groups faster than five words


class Redefined(Document):
    """From a year on an indicator means something else."""

    indicator: str
    from_year: int
    reason_nl: str
    reason_en: str
    source: str


class TrendRules(Document):
    """When a row of years may be called a trend, and what breaks it."""

    dated: str
    minimum_years: Value
    level: Value
    redefined: tuple[Redefined, ...] = ()


@cache
def trend_rules() -> TrendRules:
    """Give the rules that come with Weefsel."""
    folder = Path(str(resources.files("weefsel.scan"))) / "declared"
    return read_document(TrendRules, folder / "trend.toml")


def series(
    observations: pl.DataFrame,
    changes: pl.DataFrame,
    *,
    divisions: Mapping[str, int] | None = None,
    own: Sequence[str] = (),
    loaded: Sequence[int] = (),
    redefined: Sequence[Redefined] | None = None,
) -> pl.DataFrame:
    """Put observations on lines, ``SERIES_COLUMNS`` in order of area, indicator and year.

    ``observations`` has area, indicator, year, value, flag, source, and may have ``kind``
    and ``error``; those without a value or a year are left out. ``changes`` (area, since)
    holds every year in which the code or boundary of an area changed; ``divisions`` gives
    per edition the year of its division, ``own`` names editions of municipalities and
    ``loaded`` the divisions whose changes are known.
    """
    frame = _with_places(observations, divisions or {}, own)
    before = pl.col("division").shift(1).over(_ROW)
    frame = frame.with_columns(
        _last=pl.col("year").shift(1).over(_ROW),
        _eldest=pl.min_horizontal("division", before),
        _newest=pl.max_horizontal("division", before),
    )
    known = changes.select(
        pl.col("area").cast(pl.String), _since=pl.col("since").cast(pl.Int32)
    ).drop_nulls()
    frame = (
        frame.sort("_newest")
        .join_asof(
            known.sort("_since"),
            left_on="_newest",
            right_on="_since",
            by="area",
            check_sortedness=False,
        )
        .sort("_place")
    )
    moved = (pl.col("_since") > pl.col("_eldest")) & pl.col("_last").is_not_null()
    broken = (
        pl.when(moved.fill_null(False))
        .then(pl.lit(REDIVISION))
        .when(_redefined(trend_rules().redefined if redefined is None else redefined))
        .then(pl.lit(DEFINITION))
        .otherwise(pl.lit(START))
    )
    seen = pl.Series("year", sorted(set(loaded)), dtype=pl.Int32)
    inside = seen.search_sorted(frame["_newest"], side="right") - seen.search_sorted(
        frame["_eldest"], side="right"
    )
    return (
        frame.with_columns(
            broken_by=broken, unseen=pl.col("_newest") - pl.col("_eldest") - inside.cast(pl.Int32)
        )
        .with_columns(line=(pl.col("broken_by") != START).cast(pl.Int32).cum_sum().over(_ROW))
        .select(pl.col(name).cast(kind) for name, kind in SERIES_COLUMNS.items())
    )


def _redefined(rules: Sequence[Redefined]) -> pl.Expr:
    """Tell of a row whether its indicator came to mean something else since the row before."""
    found = pl.lit(False)
    for one in rules:
        found = found | (
            (pl.col("indicator") == one.indicator)
            & (pl.col("_last") < one.from_year)
            & (pl.col("year") >= one.from_year)
        )
    return found.fill_null(False)


def _with_places(
    observations: pl.DataFrame, divisions: Mapping[str, int], own: Sequence[str]
) -> pl.DataFrame:
    """Give the rows that can be on a line, each with its kind and the year of its division."""
    frame = observations.filter(
        pl.col("value").is_not_null() & pl.col("value").is_finite() & pl.col("year").is_not_null()
    )
    if "kind" not in frame.columns:
        frame = frame.with_columns(kind=pl.lit(""))
    if "error" not in frame.columns:
        frame = frame.with_columns(error=pl.lit(None, pl.Float64))
    source = pl.col("source")
    frame = frame.with_columns(
        kind=pl.col("kind").fill_null(""),
        own=source.is_in(list(own)),
        # All that is not estimated or filled in is one kind: counted, registered or asked.
        flag=pl.when(pl.col("flag").is_in([Flag.MODEL_ESTIMATE.value, Flag.IMPUTED.value]))
        .then(pl.col("flag"))
        .otherwise(pl.lit(Flag.MEASURED.value)),
        division=pl.coalesce(
            source.replace_strict(dict(divisions), default=None, return_dtype=pl.Int32),
            pl.col("year").cast(pl.Int32),
        ),
    )
    ordered = frame.sort(*LINE, "year", "source")
    return ordered.with_columns(pl.struct(LINE).rle_id().alias(_ROW)).with_row_index("_place")


def changes(store: Statistics, country: str) -> tuple[pl.DataFrame, list[int]]:
    """Give every change of code or boundary of an area (area, since), and the years that tell.

    A division without the source's redivision column says nothing of changes.
    """
    frames = [pl.DataFrame(schema={"area": pl.String, "since": pl.Int32})]
    told = []
    for year in store.years(country):
        areas = store.areas(year, country=country)
        if "redivision" not in areas.columns or areas["redivision"].null_count() == areas.height:
            continue
        told.append(year)
        changed = areas.filter(
            pl.col("redivision").is_not_null() & (pl.col("redivision") != UNCHANGED)
        )
        frames.append(changed.select(area="code", since=pl.lit(year, pl.Int32)))
    return pl.concat(frames), told


def series_of(
    store: Statistics,
    *,
    country: str,
    indicators: Sequence[str] | None = None,
    areas: Sequence[str] | None = None,
    catalogue: Mapping[str, Indicator] | None = None,
) -> pl.DataFrame:
    """Read the lines of areas and indicators from the store, of every year in it.

    With a ``catalogue`` each figure has the standard error that its error model gives.
    """
    editions = store.editions(country)
    changed, told = changes(store, country)
    wanted = indicators
    if indicators is not None and catalogue is not None:
        wanted = needed(indicators, catalogue)
    rows = store.observations(indicators=wanted, areas=areas, country=country)
    if catalogue is not None:
        rows = with_errors(rows, catalogue)
    if indicators is not None:
        rows = rows.filter(pl.col("indicator").is_in(list(indicators)))
    return series(
        rows,
        changed,
        divisions={one.id: one.division for one in editions},
        own=[one.id for one in editions if one.own],
        loaded=told,
    )
