"""Discounting: bring amounts of later years back to the base year."""

from __future__ import annotations

import numpy as np

from weefsel.base.draws import Array
from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.evidence.parameter import Parameter

STANDARD = "disc_std"
VARIANTS = ("disc_riskfree",)  # shown beside the standard, always


def rate(parameter: Parameter, base_year: int, *, where: str = "") -> float:
    """Give the discount rate, as a fraction, for an analysis that starts in a year.

    Raises ``InputError`` when the analysis starts before the first rate that is known.
    """
    since = [year for year in parameter.values if year <= base_year]
    if not since:
        raise InputError(
            text(
                "no discount rate is known for an analysis that starts in %(year)s; the"
                " first holds from %(first)s.",
                year=str(base_year),
                first=str(min(parameter.values)),
            ),
            where=where,
            todo=text("Choose a later base year."),
        )
    return parameter.values[max(since)].value / 100


def factors(yearly_rate: float, years: tuple[int, ...]) -> Array:
    """Give the discount factors of consecutive years, 1 in the first, shape (year,)."""
    steps = np.arange(len(years), dtype=np.float64)
    return np.asarray((1 + yearly_rate) ** -steps, dtype=np.float64)
