"""Figures that stand for one thing: the first of a list that can be compared, with its sign.

Shared by vulnerability and stacking. What says something of origin is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import numpy as np
import polars as pl

from weefsel.atlas.indicator import Indicator
from weefsel.base.document import Document
from weefsel.base.errors import InputError
from weefsel.base.figure import Flag
from weefsel.base.language import text
from weefsel.scan import reference as refer
from weefsel.scan.level import LevelScan
from weefsel.scan.matrix import Bools, Floats, lay_out, positions


class Signed(Document):
    """A figure and which way it counts: 1 when a higher value is more of the thing."""

    indicator: str
    sign: Literal[-1, 1]


def check_signed(figures: Iterable[Signed], known: Mapping[str, Indicator], file: str) -> None:
    """Refuse figures of origin and those that nobody knows; raises ``InputError``."""
    for one in figures:
        indicator = known.get(one.indicator)
        if indicator is None:
            raise InputError(
                text("the indicator '%(id)s' is not in the catalogue.", id=one.indicator),
                where=file,
                todo=text("Look in the list of indicators for its id."),
            )
        if indicator.origin_trait:
            raise InputError(
                text(
                    "'%(id)s' says something of origin: it never makes anyone vulnerable.",
                    id=one.indicator,
                ),
                where=file,
                todo=text("Take it out."),
            )


def first_compared(figures: Sequence[Signed], level: LevelScan) -> Signed | None:
    """Give the first figure that is compared at a level: the same one for all its areas."""
    compared = {one.indicator for one in level.references if one.reason == refer.COMPARED}
    return next((one for one in figures if one.indicator in compared), None)


def laid_out(
    level: LevelScan, codes: Sequence[str], figures: Sequence[Signed], column: str
) -> Floats:
    """Give a column of the compared values as ``(area, figure)``, NaN where there is none."""
    ids = [one.indicator for one in figures]
    here = level.compared.filter(pl.col("indicator").is_in(ids) & pl.col("area").is_in(codes))
    values = here[column].cast(pl.Float64).fill_null(np.nan).to_numpy()
    return lay_out(
        values,
        positions(here["area"], codes),
        positions(here["indicator"], ids),
        (len(codes), len(ids)),
    )


def estimated(level: LevelScan, codes: Sequence[str], figures: Sequence[Signed]) -> Bools:
    """Tell which values are model estimates, ``(area, figure)``."""
    ids = [one.indicator for one in figures]
    here = level.compared.filter(
        pl.col("indicator").is_in(ids)
        & pl.col("area").is_in(codes)
        & (pl.col("flag") == Flag.MODEL_ESTIMATE.value)
    )
    found = np.zeros((len(codes), len(ids)), dtype=np.bool_)
    found[positions(here["area"], codes), positions(here["indicator"], ids)] = True
    return found
