"""What a table of counts is: its dimensions, their hierarchies, its cells, who contributed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.sources.area_code import district_of, is_area_code, level_of, municipality_of


class CellError(InputError):
    """What is wrong is in one cell; ``cell`` are its categories, totals left out."""

    def __init__(
        self, what: Text, cell: tuple[str, ...], *, where: str = "", todo: Text | None = None
    ) -> None:
        self.cell = cell
        super().__init__(what, where=where, todo=todo)


Part = tuple[str, str]
Key = tuple[Part, ...]  # (dimension, category) of a cell by dimension; at a total it is left out


@dataclass(frozen=True)
class Dimension:
    """One way in which people are told apart.

    ``parents`` says of a category to which larger one it belongs (neighbourhood in district
    in municipality); ``also`` holds further divisions of the same smallest categories.
    ``complete`` says that the categories of the table together are everybody; when not, what
    is left out counts as one unknown rest.
    """

    name: str
    parents: Mapping[str, str] = field(default_factory=dict)
    also: tuple[Mapping[str, str], ...] = ()
    complete: bool = True

    @classmethod
    def areas(cls, name: str, codes: Iterable[str], *, complete: bool = True) -> Dimension:
        """Make a dimension of area codes of CBS: BU in WK in GM by the codes themselves.

        Raises ``InputError`` for what is no area code.
        """
        parents: dict[str, str] = {}
        for code in codes:
            if not is_area_code(code) or level_of(code) == "country":
                raise InputError(
                    text(
                        "'%(code)s' is not a code of a municipality, district or neighbourhood.",
                        code=code[:40],
                    ),
                    todo=text("Codes look like GM0164, WK016401 or BU01640101."),
                )
            if level_of(code) == "neighbourhood":
                parents[code] = str(district_of(code))
                parents[str(district_of(code))] = str(municipality_of(code))
            elif level_of(code) == "district":
                parents[code] = str(municipality_of(code))
        return cls(name, parents, complete=complete)

    @property
    def divisions(self) -> tuple[Mapping[str, str], ...]:
        """Give every division into larger categories."""
        return (self.parents, *self.also)

    def check(self) -> None:
        """Refuse a category that belongs to itself; raises ``InputError``."""
        for division in self.divisions:
            for start in division:
                seen, here = {start}, division[start]
                while here in division:
                    if here in seen:
                        raise InputError(
                            text("'%(category)s' belongs to itself.", category=here[:60]),
                            where=self.name,
                            todo=text("Correct what belongs to what."),
                        )
                    seen.add(here)
                    here = division[here]
                if here == start:
                    raise InputError(
                        text("'%(category)s' belongs to itself.", category=here[:60]),
                        where=self.name,
                        todo=text("Correct what belongs to what."),
                    )

    def within(self, categories: Iterable[str]) -> tuple[dict[str, str], ...]:
        """Give the divisions as far as they concern these categories and what holds them."""
        wanted = sorted(set(categories))  # the same order on every run
        found = []
        for division in self.divisions:
            kept: dict[str, str] = {}
            for start in wanted:
                here = start
                while here in division:
                    kept[here] = division[here]
                    here = division[here]
            found.append(kept)
        return tuple(found)


@dataclass(frozen=True)
class Table:
    """A table of counts of people as the house has it, before anything is hidden.

    ``measure`` names what is counted, of when: tables with equal words count the same
    people, and are protected together with all that was released under those words.
    ``counts`` has a column a dimension and a column ``count``; one row a cell, null in a
    dimension for its total. Combinations of the smallest categories without a row count
    nobody. ``totals`` shows every subtotal and total too, summed from the parts.
    ``contributions`` (columns of the dimensions, ``contributor``, ``amount``) says which
    organisation brought how many people into a smallest cell, for the rule of dominance.
    """

    measure: str
    dimensions: tuple[Dimension, ...]
    counts: pl.DataFrame
    count: str = "count"
    totals: bool = False
    contributions: pl.DataFrame | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Give the names of the dimensions in the order of the table."""
        return tuple(one.name for one in self.dimensions)

    def checked(self) -> pl.DataFrame:
        """Give the counts as text and whole numbers, in the order of the dimensions.

        Raises ``InputError`` that names the cell that is negative, broken, missing or twice.
        """
        if not self.measure.strip():
            raise InputError(
                text("the table does not say what it counts."),
                todo=text("Name what is counted, and of which year."),
            )
        missing = [one for one in (*self.names, self.count) if one not in self.counts.columns]
        if missing:
            raise InputError(
                text("the column '%(column)s' is not in the table.", column=missing[0]),
                where=self.measure,
                todo=text(
                    "Use one of these columns: %(columns)s.",
                    columns=", ".join(self.counts.columns),
                ),
            )
        for dimension in self.dimensions:
            dimension.check()
        frame = self.counts.select(
            *(pl.col(name).cast(pl.String) for name in self.names),
            pl.col(self.count).cast(pl.Float64, strict=False).alias("count"),
        )
        bad = frame.filter(
            pl.col("count").is_null()
            | ~pl.col("count").is_finite()
            | (pl.col("count") < 0)
            | (pl.col("count") != pl.col("count").round(0))
            | (pl.col("count") > MOST)
        )
        if bad.height:
            raise InputError(
                text(
                    "the count of %(cell)s is no whole number of people.",
                    cell=said(bad.row(0)[:-1]),
                ),
                where=self.measure,
                todo=text("Give 0, 1, 2 and so on."),
            )
        twice = frame.filter(frame.select(self.names).is_duplicated())
        if twice.height:
            raise InputError(
                text("%(cell)s stands in the table twice.", cell=said(twice.row(0)[:-1])),
                where=self.measure,
                todo=text("Keep one row a cell."),
            )
        return frame.with_columns(pl.col("count").cast(pl.Int64))


SUM = "\N{GREEK CAPITAL LETTER SIGMA}"  # stands for a total in a message
MOST = 2**40  # more people than there are; sums of counts stay exact far beyond it


def said(categories: Iterable[str | None]) -> str:
    """Name a cell by its categories, for a message."""
    return " × ".join(SUM if one is None else str(one)[:60] for one in categories)
