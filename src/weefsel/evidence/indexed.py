"""A parameter in the prices of the last year of its index, or the sentence why not."""

from __future__ import annotations

from dataclasses import replace

from weefsel.base.errors import InputError
from weefsel.base.figure import Figure
from weefsel.base.language import text
from weefsel.evidence.parameter import MONEY_UNITS, Parameter, parameters
from weefsel.evidence.price_index import factor, last_year


def in_last_prices(held: Parameter) -> Figure | None:
    """Give the newest amount in the prices of the last year of its index.

    ``None`` for what is no amount of money, or has no value or no index. Low and high move
    along. Raises ``InputError`` when the price year is unknown or lies outside the index.
    """
    if held.unit not in MONEY_UNITS or held.price_index is None or not held.values:
        return None
    if held.price_year is None:
        raise InputError(
            text("the source does not say of which year the prices are."), where=held.id
        )
    index = parameters()[held.price_index]
    year = last_year(index)
    times = factor(index, held.price_year, year, where=held.id)
    was = held.figure()
    return replace(
        was,
        id=f"{held.id}:{year}",
        value=None if was.value is None else was.value * times,
        low=None if was.low is None else was.low * times,
        high=None if was.high is None else was.high * times,
        year=year,
        sources=(*was.sources, f"parameter:{index.id}"),
    )
