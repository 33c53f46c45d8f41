"""Every number of a review as a figure: what it is, where it comes from, why it has no range."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from babel.dates import get_month_names

from weefsel.base.figure import Figure, Flag, Source, State
from weefsel.base.language import Text, text
from weefsel.portfolio.line import Line, Portfolio

OWN = "own:portfolio"
SUM, COST, SHARE, COUNT, MONEY, MEAN = (
    f"computed:portfolio_{key}" for key in ("sum", "cost", "share", "count", "money", "mean")
)
COMPUTED: dict[str, Text] = {
    SUM: text("Sum of the lines of this portfolio"),
    COST: text("Amount divided by participants; median of the comparable lines"),
    SHARE: text("Share of the money of this portfolio"),
    COUNT: text("Count of lines of this portfolio"),
    MEAN: text("Mean of the scores of the municipality's areas, each counted once"),
    MONEY: text("What decisions set free, less what was given a destination"),
}
NO_RANGE_OF_AMOUNT = text("an amount as it was granted, not an estimate")
NO_RANGE_OF_PEOPLE = text("a count by the provider, not a sample")
NO_RANGE_OF_COUNT = text("a count of lines has no range")
NO_RANGE_OF_COMPARISON = text("computed from amounts and counts that have no range themselves")
PERCENT = 100


def sources(portfolio: Portfolio) -> dict[str, Source]:
    """Give the sources of what a review computes, by id."""
    own = Source(
        id=OWN,
        title=portfolio.title or text("List of subsidies of the municipality").render("nl"),
        publisher=portfolio.source,
        year=portfolio.years[-1] if portfolio.years else None,
    )
    made = {key: Source(key, words.msgid, "Weefsel") for key, words in COMPUTED.items()}
    return {own.id: own, **made}


def amount(line: Line) -> Figure:
    """Give the amount of a line."""
    return _euro(f"portfolio:{line.key}:amount", line.amount, OWN, line.year)


def total(name: str, value: Decimal, year: int | None = None) -> Figure:
    """Give a sum of lines."""
    return _euro(f"portfolio:{name}", value, SUM, year)


def in_title(name: str, value: Decimal, year: int | None = None) -> Figure:
    """Give a sum of lines for a title: without cents."""
    return replace(total(f"title:{name}", value, year), decimals=0)


def money(name: str, value: Decimal, year: int | None = None) -> Figure:
    """Give freed, given or left-over money of a year."""
    return _euro(f"portfolio:{name}", value, MONEY, year)


def _euro(figure_id: str, value: Decimal, source: str, year: int | None) -> Figure:
    return Figure(
        id=figure_id,
        value=float(value),
        unit="eur",
        decimals=0 if value == value.to_integral_value() else 2,
        year=year,
        sources=(OWN,) if source == OWN else (source, OWN),
        reason=NO_RANGE_OF_AMOUNT,
    )


def per_participant(name: str, value: Decimal, year: int) -> Figure:
    """Give euro a participant, or the median, least or most of those."""
    return Figure(
        id=f"portfolio:{name}",
        value=float(value),
        unit="eur",
        decimals=0 if value == value.to_integral_value() else 2,
        year=year,
        sources=(COST, OWN),
        reason=NO_RANGE_OF_COMPARISON,
    )


def share(name: str, part: Decimal, whole: Decimal) -> Figure:
    """Give the percent that a part is of a whole; none of nothing."""
    if not whole:
        return empty(f"portfolio:share:{name}", "percent", text("there is no money to divide"))
    return Figure(
        id=f"portfolio:share:{name}",
        value=float(part / whole * PERCENT),
        unit="percent",
        decimals=0,
        sources=(SHARE, OWN),
        reason=NO_RANGE_OF_AMOUNT,
    )


def count(name: str, value: int) -> Figure:
    """Give a count of lines."""
    return Figure(
        id=f"portfolio:count:{name}",
        value=float(value),
        decimals=0,
        sources=(COUNT,),
        reason=NO_RANGE_OF_COUNT,
    )


def empty(figure_id: str, unit: str, reason: Text, *, hidden: bool = False) -> Figure:
    """Give a figure without a value, with why."""
    return Figure(
        id=figure_id,
        value=None,
        unit=unit,
        state=State.PM,
        flag=Flag.SUPPRESSED if hidden else Flag.MISSING,
        sources=(OWN,),
        reason=reason,
    )


class _Month:
    """The name of a month in the reader's language."""

    def __init__(self, month: int) -> None:
        self.month = month

    def render(self, lang: str) -> str:
        """Give the name."""
        return str(get_month_names("wide", locale=lang)[self.month])


def day(on: date) -> Text:
    """Give a day in words: "19 mei 2027"."""
    return text(
        "%(day)s %(month)s %(year)s", day=str(on.day), month=_Month(on.month), year=on.year
    )


def listed(parts: Iterable[object]) -> Text:
    """Give names in a row, each a part of its own: "a, b and c"."""
    held = list(parts)
    if len(held) < 2:
        return text("%(words)s", words=held[0] if held else "")
    return text("%(most)s and %(last)s", most=_joined(held[:-1], _COMMA), last=held[-1])


def apart(parts: Iterable[object]) -> Text:
    """Give names in a row that hold commas and "and" themselves: "a; b; c"."""
    return text("%(words)s", words=_joined(list(parts), _SEMICOLON))


_COMMA, _SEMICOLON = text("%(first)s, %(rest)s"), text("%(first)s; %(rest)s")


def _joined(parts: list[object], by: Text) -> object:
    """Join two by two, in halves: a long list stays shallow."""
    if len(parts) < 2:
        return parts[0] if parts else ""
    half = len(parts) // 2
    return text(by.msgid, first=_joined(parts[:half], by), rest=_joined(parts[half:], by))
