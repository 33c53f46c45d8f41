"""The standard error of every figure of a series, by the error model of its indicator.

An error that is not published stays unknown here: a difference between two years gets no
error that somebody assumed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import polars as pl

from weefsel.atlas.indicator import Indicator
from weefsel.base.figure import Flag
from weefsel.scan.error import ASSUMED, BASES, standard_errors
from weefsel.scan.level import RESIDENTS
from weefsel.scan.matrix import positions
from weefsel.scan.method import method
from weefsel.sources.area_code import level_column


def needed(indicators: Collection[str], catalogue: Mapping[str, Indicator]) -> list[str]:
    """Name the figures that errors of these rest on: themselves, and what they are shares of."""
    wanted = {one for one in indicators if one in catalogue}
    parts = {part for one in wanted for part in catalogue[one].error.denominator}
    return sorted({*indicators, *parts, RESIDENTS})


def with_errors(observations: pl.DataFrame, catalogue: Mapping[str, Indicator]) -> pl.DataFrame:
    """Give observations with a column ``error``, null where it is not known.

    ``observations`` has ``OBSERVATION_COLUMNS`` and one row an area, indicator and year.
    """
    level = level_column(pl.col("area"))
    parts = observations.with_columns(_level=level).partition_by(
        "_level", "year", as_dict=True, maintain_order=True
    )
    made = [
        _of_one(frame.drop("_level"), str(key[0]), catalogue)
        for key, frame in parts.items()
        if key[0] is not None
    ]
    empty = observations.clear().with_columns(error=pl.lit(None, pl.Float64))
    return pl.concat([empty, *made])


def _of_one(frame: pl.DataFrame, level: str, catalogue: Mapping[str, Indicator]) -> pl.DataFrame:
    """Give the rows of one level and year with their errors."""
    codes = frame["area"].unique().sort().to_list()
    ids = sorted(set(frame["indicator"]) & set(catalogue))
    numbers = method()
    error, basis = standard_errors(
        level,
        codes,
        ids,
        frame.filter(pl.col("value").is_not_null()),
        catalogue,
        np.zeros(len(ids)),
        residents_base=numbers.number("residents_base"),
        steady=numbers.number("minimum_residents"),
        assumed_share=0.0,
    )
    error = np.where(basis == BASES.index(ASSUMED), np.nan, error)
    row, column = positions(frame["area"], codes), positions(frame["indicator"], ids)
    found = np.where(column >= 0, error[row, column], np.nan)
    filled_in = (frame["flag"] == Flag.IMPUTED.value).to_numpy()
    return frame.with_columns(
        error=pl.Series(np.where(filled_in, np.nan, found), dtype=pl.Float64).fill_nan(None)
    )
