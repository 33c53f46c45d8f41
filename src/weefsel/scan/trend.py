"""What a row of years says: a trend from five comparable years, fewer are points.

A rise or fall gets a word of certainty, never "no change": that no direction can be told is
not the same as knowing that nothing changed (DESIGN, rule 10).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from scipy.special import ndtr

from weefsel.atlas.indicator import Indicator
from weefsel.base.certainty import Certainty, certainty
from weefsel.base.figure import Flag
from weefsel.base.language import Text, text
from weefsel.scan.matrix import Floats, Integers, lay_out
from weefsel.scan.series import DEFINITION, LINE, REDIVISION, trend_rules
from weefsel.scan.theil_sen import Slopes, theil_sen
from weefsel.sources.said import Number

TREND = "trend"
FEW_YEARS = "few_years"
ONE_YEAR = "one_year"
CLASSES = "classes"  # they have an order and no distance: nothing to draw a line through
CLASS_UNIT = "class"
RISING, FALLING, NO_DIRECTION = "rising", "falling", ""
STRONGER, WEAKER = "stronger", "weaker"

TREND_COLUMNS = {
    "area": pl.String,
    "indicator": pl.String,
    "kind": pl.String,
    "own": pl.Boolean,
    "flag": pl.String,
    "line": pl.Int32,
    "newest": pl.Boolean,  # the line to show first: official before own, the latest
    "state": pl.String,  # TREND, FEW_YEARS, ONE_YEAR or CLASSES
    "years": pl.Int32,
    "first_year": pl.Int32,
    "last_year": pl.Int32,
    "first": pl.Float64,
    "last": pl.Float64,
    "difference": pl.Float64,  # last minus first
    "difference_error": pl.Float64,  # standard error, null when an error is not known
    "slope": pl.Float64,  # per year, null without a trend
    "low": pl.Float64,
    "high": pl.Float64,
    "level": pl.Float64,
    "direction": pl.String,  # RISING, FALLING or NO_DIRECTION
    "certainty": pl.String,  # of the direction of a trend, else of the difference
    "meaning": pl.String,  # STRONGER or WEAKER by the direction of the indicator
    "broken_by": pl.String,  # why the line began where it did
    "unseen": pl.Int32,  # divisions in between that are not loaded
}
_ROWS = 50_000  # lines at once: all slopes of a country do not fit in memory


def trends(series: pl.DataFrame, catalogue: Mapping[str, Indicator]) -> pl.DataFrame:
    """Give one row a line, ``TREND_COLUMNS``; ``series`` has ``SERIES_COLUMNS`` in its order."""
    if series.is_empty():
        return pl.DataFrame(schema=TREND_COLUMNS)
    rules = trend_rules()
    series = series.with_columns(_line=pl.struct(*LINE, "line").rle_id())
    lines = series.group_by("_line", maintain_order=True).agg(
        *(pl.col(name).first() for name in (*LINE, "line")),
        years=pl.len().cast(pl.Int32),
        first_year=pl.col("year").first(),
        last_year=pl.col("year").last(),
        first=pl.col("value").first(),
        last=pl.col("value").last(),
        difference_error=(
            pl.col("error").first() ** 2 + pl.col("error").last() ** 2
        ).sqrt(),
        broken_by=pl.col("broken_by").first(),
        unseen=pl.col("unseen").slice(1).sum(),
    )  # fmt: skip
    ranked = [name for name, found in catalogue.items() if found.unit == CLASS_UNIT]
    classes = lines["indicator"].is_in(ranked).to_numpy()
    enough = (lines["years"] >= rules.minimum_years.value).to_numpy() & ~classes
    slopes = _slopes(series, lines, enough, rules.level.value)
    difference = (lines["last"] - lines["first"]).to_numpy()
    error = lines["difference_error"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    probability = np.where(enough, slopes.probability, _two_points(difference, error))
    way = np.where(enough, np.sign(slopes.slope), np.sign(difference))
    sureness = _words(probability, (lines["flag"] == Flag.MODEL_ESTIMATE.value).to_numpy())
    # Only a trend has a direction of its own; of two points the difference has the sign.
    sure = [one in (Certainty.CERTAIN.value, Certainty.LIKELY.value) for one in sureness]
    told = enough & np.array(sure, dtype=np.bool_) & (way != 0)
    one = (lines["years"] < 2).to_numpy()
    state = np.where(enough, TREND, np.where(classes, CLASSES, FEW_YEARS))
    state = np.where(one, ONE_YEAR, state)
    good = lines["indicator"].replace_strict(
        {name: found.direction for name, found in catalogue.items()},
        default=0,
        return_dtype=pl.Int32,
    )
    gain = np.where(told, way * good.to_numpy(), 0)
    return (
        lines.with_columns(
            state=pl.Series(state.tolist(), dtype=pl.String),
            difference=pl.Series(difference),
            slope=pl.Series(slopes.slope),
            low=pl.Series(slopes.low),
            high=pl.Series(slopes.high),
            level=pl.when(pl.Series(enough)).then(pl.lit(rules.level.value)),
            direction=pl.Series(
                np.where(told, np.where(way > 0, RISING, FALLING), NO_DIRECTION).tolist()
            ),
            certainty=pl.Series(sureness, dtype=pl.String),
            meaning=pl.Series(
                np.where(gain > 0, STRONGER, np.where(gain < 0, WEAKER, "")).tolist()
            ),
        )
        .with_columns(pl.col(pl.Float64).fill_nan(None))
        .with_columns(
            difference=pl.when(pl.col("years") > 1).then(pl.col("difference")),
            difference_error=pl.when(pl.col("years") > 1).then(pl.col("difference_error")),
            newest=_newest(lines),
        )
        .select(pl.col(name).cast(kind) for name, kind in TREND_COLUMNS.items())
    )


def _slopes(
    series: pl.DataFrame, lines: pl.DataFrame, enough: np.ndarray[Any, Any], level: float
) -> Slopes:
    """Give the slopes of the lines with enough years; NaN for the others."""
    years = sorted(series["year"].unique().to_list())
    at = {year: place for place, year in enumerate(years)}
    line: Integers = series["_line"].cast(pl.Int64).to_numpy()
    column: Integers = (
        series["year"].replace_strict(at, return_dtype=pl.Int64).cast(pl.Int64).to_numpy()
    )
    value = series["value"].to_numpy()
    size = lines.height
    out: list[Floats] = [np.full(size, np.nan) for _ in range(4)]
    wanted = np.flatnonzero(enough)
    place = np.full(size, -1, dtype=np.int64)
    for start in range(0, wanted.size, _ROWS):
        part = wanted[start : start + _ROWS]
        place[:] = -1
        place[part] = np.arange(part.size)
        mine = place[line] >= 0
        block = lay_out(value[mine], place[line[mine]], column[mine], (part.size, len(years)))
        found = theil_sen(years, block, level=level)
        for target, got in zip(
            out, (found.slope, found.low, found.high, found.probability), strict=True
        ):
            target[part] = got
    return Slopes(out[0], out[1], out[2], out[3], lines["years"].cast(pl.Int64).to_numpy())


def _two_points(difference: Floats, error: Floats) -> Floats:
    """Give the chance that a difference has its sign, NaN where its error is not known."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.abs(difference) / error
    # Without any error a difference is what it is; no difference has no sign.
    ratio = np.where((error == 0) & (difference != 0), np.inf, ratio)
    ratio = np.where((error == 0) & (difference == 0), 0.0, ratio)
    return np.asarray(ndtr(ratio), dtype=np.float64)


def _words(probability: Floats, model: np.ndarray[Any, Any]) -> list[str | None]:
    """Give the word of certainty; a model estimate is never certain: its error is not known."""
    return [
        None if np.isnan(one) else certainty(float(one), model_share=float(estimated)).value
        for one, estimated in zip(probability, model, strict=True)
    ]


def _newest(lines: pl.DataFrame) -> pl.Series:
    """Mark one line an area, indicator and kind: official first, then the latest, measured."""
    first = (
        lines.with_row_index("_row")
        .with_columns(_estimated=pl.col("flag") != Flag.MEASURED.value)
        .sort("own", pl.col("last_year").neg(), "_estimated", pl.col("line").neg())
        .unique(["area", "indicator", "kind"], keep="first")
    )
    return pl.Series(np.isin(np.arange(lines.height), first["_row"].to_numpy()))


def words(row: Mapping[str, Any]) -> Text:
    """Say in a few words what one row of ``trends`` tells."""
    if row["state"] == ONE_YEAR:
        return text("too few years: only %(year)s", year=row["last_year"])
    if row["state"] == FEW_YEARS:
        return text(
            "too few years for a trend: %(years)s of the %(minimum)s that are needed",
            years=row["years"],
            minimum=Number(trend_rules().minimum_years.value),
        )
    if row["state"] == CLASSES:
        return text(
            "from class %(from)s in %(first)s to class %(to)s in %(last)s; classes have no "
            "distance, so no trend is computed",
            **{"from": Number(row["first"]), "to": Number(row["last"])},
            first=row["first_year"],
            last=row["last_year"],
        )
    if row["direction"] == NO_DIRECTION:
        return text(
            "no direction to be told from %(first)s to %(last)s",
            first=row["first_year"],
            last=row["last_year"],
        )
    said = {
        RISING: text("%(certainty)s rising from %(first)s to %(last)s", **_span(row)),
        FALLING: text("%(certainty)s falling from %(first)s to %(last)s", **_span(row)),
    }
    return said[row["direction"]]


def _span(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "certainty": Certainty(row["certainty"]),
        "first": row["first_year"],
        "last": row["last_year"],
    }


def remarks(row: Mapping[str, Any]) -> tuple[Text, ...]:
    """Say what a reader of one row of ``trends`` must know of its years."""
    said = []
    if row["broken_by"] == REDIVISION:
        said.append(
            text(
                "Before %(year)s this code was another area: those years are not on this line.",
                year=row["first_year"],
            )
        )
    if row["broken_by"] == DEFINITION:
        said.append(
            text(
                "Before %(year)s this figure meant something else: those years are not on this "
                "line.",
                year=row["first_year"],
            )
        )
    if row["unseen"]:
        said.append(text("Of some years in between it is not known whether the boundary changed."))
    if row["flag"] == Flag.MODEL_ESTIMATE.value:
        said.append(text("These are model estimates: their error is not published."))
    return tuple(said)
