"""Price levels: move an amount from the prices of one year to those of another.

An index is a parameter of kind ``price_index``. One in unit ``index`` holds levels, one
in percent holds the change from the year before. A year outside it is refused, never
extrapolated.
"""

from __future__ import annotations

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.evidence.parameter import Parameter

GENERAL_INDEX = "cpi"


def levels(index: Parameter) -> dict[int, float]:
    """Give the level of an index by year, ascending; the base is arbitrary.

    Changes are chained from 1 in the year before the first; raises ``ValueError`` when a
    year is missing in between, or when the parameter is no index.
    """
    if index.kind != "price_index":
        raise ValueError(f"{index.id} is not a price index")
    years = sorted(index.values)
    if index.unit == "index":
        return {year: index.values[year].value for year in years}
    if years != list(range(years[0], years[-1] + 1)):
        raise ValueError(f"{index.id} skips a year")
    chained = {years[0] - 1: 1.0}
    for year in years:
        chained[year] = chained[year - 1] * (1 + index.values[year].value / 100)
    return chained


def last_year(index: Parameter) -> int:
    """Give the last year of an index: the price level of every result."""
    return max(index.values)


def factor(index: Parameter, from_year: int, to_year: int, *, where: str = "") -> float:
    """Give what an amount in prices of ``from_year`` is multiplied by for ``to_year``.

    Raises ``InputError`` when either year lies outside the index.
    """
    held = levels(index)
    for year in (from_year, to_year):
        if year not in held:
            raise InputError(
                text(
                    "prices of %(year)s lie outside the index '%(index)s', which runs from"
                    " %(first)s to %(last)s.",
                    year=str(year),
                    index=index.id,
                    first=str(min(held)),
                    last=str(max(held)),
                ),
                where=where,
                todo=text("Give the amount in prices of a year within the index."),
            )
    return held[to_year] / held[from_year]
