"""Step 1: which observation of an indicator counts for an area in the year of a scan."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import polars as pl

from weefsel.scan.matrix import positions

# What happened to an indicator of an area; the texts are in reasons.py.
CHOSEN = "chosen"
MISSING = "missing"
SUPPRESSED = "suppressed"
TOO_OLD = "too_old"
TOO_NEW = "too_new"
REDIVIDED = "redivided"

# CBS: 1 = code and boundary as the year before; 2 = another code; 3 = another boundary.
UNCHANGED = "1"

CHOSEN_COLUMNS = {
    "area": pl.String,
    "indicator": pl.String,
    "value": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "year": pl.Int32,
    "flag": pl.String,
    "source": pl.String,
}


def mark(
    observations: pl.DataFrame,
    *,
    year: int,
    max_age_years: int,
    redivided: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Mark each observation with whether it may count, and if not why (column ``state``).

    An undated value never counts. A value newer than the scan's year does not, nor one
    more than ``max_age_years`` older. ``redivided`` (area, since) names areas whose code
    or boundary changed in the year ``since``: a value by an older division (column
    ``division``, null when unknown) is then about another area.
    """
    age = pl.lit(year) - pl.col("year")
    frame = observations
    changed = pl.lit(False)
    if redivided is not None and not redivided.is_empty() and "division" in frame.columns:
        frame = frame.join(redivided, on="area", how="left", maintain_order="left")
        changed = (pl.coalesce(pl.col("division"), pl.col("year")) < pl.col("since")).fill_null(
            False
        )
    state = (
        pl.when(pl.col("value").is_null() & (pl.col("flag") == SUPPRESSED))
        .then(pl.lit(SUPPRESSED))
        .when(pl.col("value").is_null() | ~pl.col("value").is_finite() | pl.col("year").is_null())
        .then(pl.lit(MISSING))
        .when(age < 0)
        .then(pl.lit(TOO_NEW))
        .when(age > max_age_years)
        .then(pl.lit(TOO_OLD))
        .when(changed)
        .then(pl.lit(REDIVIDED))
        .otherwise(pl.lit(CHOSEN))
    )
    return frame.with_columns(state=state)


def choose(marked: pl.DataFrame, own: Collection[str] = ()) -> pl.DataFrame:
    """Give per area and indicator the newest value that may count (``CHOSEN_COLUMNS``).

    ``own`` are the editions that a municipality brought itself: they count only where no
    official figure may. Two editions with a value for the same year: the one whose id comes
    last, so that the order of rows never matters. Rows come in order of area and indicator.
    """
    frame = marked.filter(pl.col("state") == CHOSEN).select(
        pl.col(name).cast(kind) for name, kind in CHOSEN_COLUMNS.items()
    )
    known = {key: frame[key].unique().sort().to_list() for key in ("area", "indicator", "source")}
    area, indicator, source = (positions(frame[key], known[key]) for key in known)
    place = area * len(known["indicator"]) + indicator
    year = frame["year"].to_numpy()
    official = ~frame["source"].is_in(list(own)).to_numpy()
    order = np.lexsort((frame["value"].to_numpy(), source, year, official, place))
    ordered = place[order]
    last = np.append(ordered[1:] != ordered[:-1], True)[: ordered.size]
    return frame.select(pl.all().gather(order[last]))


def refused(marked: pl.DataFrame, chosen: pl.DataFrame) -> pl.DataFrame:
    """Say for each area and indicator without a chosen value why (area, indicator, state, year).

    The newest observation that was refused gives the reason; a plain missing value, like no
    row at all, needs none.
    """
    return (
        marked.lazy()
        .filter(~pl.col("state").is_in([CHOSEN, MISSING]))
        .select("area", "indicator", "state", pl.col("year").cast(pl.Int32))
        .join(chosen.lazy(), on=["area", "indicator"], how="anti")
        .sort("area", "indicator", "year", "state", nulls_last=False)
        .unique(subset=["area", "indicator"], keep="last", maintain_order=True)
        .collect()
    )
