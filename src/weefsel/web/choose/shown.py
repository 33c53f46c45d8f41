"""The tables of a result in the order in which the page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.weigh.model import (
    AssumptionRow,
    Cell,
    ChoiceResult,
    OptionResult,
    PayerRow,
    UnknownResult,
)
from weefsel.weigh.tables import payer_name

KINDS = {
    "own": text("Your own figures"),
    "parameter": text("From research and statistics"),
    "assumption": text("Our own assumptions"),
    "unknown": text("What nobody knows"),
    "comparison": text("For comparison, not used"),
}


@dataclass(frozen=True)
class Line:
    """One row of a table per payer, its cells in the order of the options."""

    payer: Text
    row: PayerRow
    cells: tuple[Cell | None, ...]
    options: tuple[OptionResult, ...]

    @property
    def pairs(self) -> list[tuple[OptionResult, Cell | None]]:
        """Give each option with what the row says of it."""
        return list(zip(self.options, self.cells, strict=True))


@dataclass(frozen=True)
class Rested:
    """One kind of thing that the result rests on."""

    kind: str
    name: Text
    rows: tuple[AssumptionRow, ...]


@dataclass(frozen=True)
class TwinRow:
    """One row under a picture: a year, or a share that is unknown, with its balances."""

    year: int | None
    share: Figure | None
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Twin:
    """What a picture shows, as a table."""

    head: Text
    columns: tuple[Text, ...]
    rows: tuple[TwinRow, ...]


def years_twin(result: ChoiceResult) -> Twin:
    """Give the balance added up, one row a year and one column a line."""
    named = [
        (option.title, line)
        for option in result.options
        for unknown in option.unknowns
        for line in unknown.lines
    ]
    return Twin(
        text("Year"),
        tuple(
            text("%(option)s, %(share)s", option=title, share=line.unknown)
            for title, line in named
        ),
        tuple(
            TwinRow(
                year,
                None,
                tuple(
                    replace(
                        line.at_horizon,
                        id=f"{line.at_horizon.id}:{year}",
                        value=line.cumulative[place],
                        decimals=0,
                    )
                    for _, line in named
                ),
            )
            for place, year in enumerate(result.years)
        ),
    )


THOUSAND = 1000


def years_sentence(result: ChoiceResult) -> Text | None:
    """Say in one breath where the lines end; none when the options differ in their lines."""
    held = [(option, unknown.lines) for option in acting(result) for unknown in option.unknowns]
    shares = [tuple(line.unknown.value for line in lines) for _, lines in held]
    if not held or len(set(shares)) != 1 or len(shares[0]) < 2:
        return None
    first = held[0][1]
    parts = [
        text(
            "%(option)s %(amounts)s",
            option=option.title,
            amounts=_enumerated([_in_thousands(line.at_horizon) for line in lines]),
        )
        for option, lines in held
    ]
    joined = parts[-1]
    for part in reversed(parts[:-1]):
        joined = text("%(part)s; %(rest)s", part=part, rest=joined)
    return text(
        "Balance through %(year)s in thousand euro, at %(shares)s: %(parts)s.",
        year=result.years[-1],
        shares=_enumerated(
            [*(replace(line.unknown, unit="count") for line in first[:-1]), first[-1].unknown]
        ),
        parts=joined,
    )


def _in_thousands(figure: Figure) -> Figure:
    value = None if figure.value is None else figure.value / THOUSAND
    return replace(figure, id=f"{figure.id}:thousands", value=value, unit="count", decimals=None)


def _enumerated(figures: Sequence[Figure]) -> Text:
    """Say figures in a row: "a, b and c"."""
    joined = text("%(first)s and %(last)s", first=figures[-2], last=figures[-1])
    for figure in reversed(figures[:-2]):
        joined = text("%(first)s, %(rest)s", first=figure, rest=joined)
    return joined


def unknown_twin(unknown: UnknownResult) -> Twin:
    """Give the balance at the horizon at each named value of the unknown."""
    return Twin(
        text("When so many ask for help"),
        (text("Balance in euro"),),
        tuple(
            TwinRow(None, line.unknown, (replace(line.at_horizon, decimals=0),))
            for line in unknown.lines
        ),
    )


def acting(result: ChoiceResult) -> tuple[OptionResult, ...]:
    """Give the options that change something."""
    return tuple(option for option in result.options if not option.zero)


def lines(result: ChoiceResult, *kinds: str) -> list[Line]:
    """Give the rows of some kinds: post, balance, association or pm."""
    options = acting(result)
    return [
        Line(
            payer_name(row.payer),
            row,
            tuple(row.cells.get(option.id) for option in options),
            options,
        )
        for row in result.payers
        if row.kind in kinds
    ]


def rests_on(result: ChoiceResult) -> list[Rested]:
    """Give everything the result rests on, by kind; the user's own figures by option."""
    found = []
    for kind, name in KINDS.items():
        rows = [row for row in result.assumptions if row.kind == kind]
        for option in [*acting(result), None] if kind == "own" else [None]:
            key = "" if option is None else option.id
            mine = tuple(row for row in rows if row.option == key or kind != "own")
            if mine:
                words = name
                if option is not None:
                    words = text("%(kind)s: %(option)s", kind=name, option=option.title)
                found.append(Rested(kind, words, mine))
    return found
