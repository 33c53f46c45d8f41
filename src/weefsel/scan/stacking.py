"""Where disadvantages meet: how many of nine items are unfavourable in an area, or favourable.

After the stacking of Statistics Netherlands for persons. On areas it says where
disadvantages meet in a place, never how many persons have several.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
from pydantic import Field

from weefsel.atlas.indicator import Indicator, catalogue
from weefsel.base.certainty import certainty
from weefsel.base.document import Document, read_document
from weefsel.scan.level import RESIDENTS
from weefsel.scan.matrix import Bools, Floats
from weefsel.scan.method import Value, method
from weefsel.scan.national import National
from weefsel.scan.signed import Signed, check_signed, first_compared, laid_out

DISADVANTAGE, ADVANTAGE, NEITHER = "disadvantage", "advantage", ""

STACKING_COLUMNS = {
    "area": pl.String,
    "filled": pl.Int32,  # items with a comparison
    "unfavourable": pl.Int32,
    "favourable": pl.Int32,
    "stacked": pl.String,  # DISADVANTAGE, ADVANTAGE or NEITHER; null with too few items
}


class Item(Document):
    """One item, and the figures that can stand for it; sign 1: higher is favourable."""

    figures: tuple[Signed, ...] = Field(min_length=1)


class Stacking(Document):
    """The items, and from how many on disadvantages or advantages are stacked."""

    dated: str
    unfavourable: Value
    favourable: Value
    of: Value
    disadvantage_from: Value
    advantage_from: Value
    minimum_filled: Value
    item: tuple[Item, ...] = Field(min_length=1)


def read_stacking(path: Path, known: Mapping[str, Indicator] | None = None) -> Stacking:
    """Read the items; raises ``InputError`` when one is unknown or says something of origin."""
    made = read_document(Stacking, path)
    figures = [figure for one in made.item for figure in one.figures]
    check_signed(figures, catalogue() if known is None else known, path.name)
    return made


@cache
def declared_stacking() -> Stacking:
    """Give the items that come with Weefsel."""
    folder = Path(str(resources.files("weefsel.scan"))) / "declared"
    return read_stacking(folder / "stacking.toml")


def stacking(national: National, level: str, rules: Stacking | None = None) -> pl.DataFrame:
    """Count the unfavourable and favourable items of every area of a level.

    ``STACKING_COLUMNS``; areas with too few residents for a score are left out.
    """
    wanted = rules or declared_stacking()
    now = national.levels[level]
    figures = [
        figure for one in wanted.item if (figure := first_compared(one.figures, now)) is not None
    ]
    residents = now.compared.filter(pl.col("indicator") == RESIDENTS)
    enough = residents.filter(pl.col("value") >= method().number("minimum_residents"))
    codes = sorted(enough["area"].to_list())
    places = favourable_places(laid_out(now, codes, figures, "place"), figures)
    filled, low, high = counts(places, wanted)
    stacked = classes(filled, low, high, wanted)
    return pl.DataFrame(
        {
            "area": codes,
            "filled": filled,
            "unfavourable": low,
            "favourable": high,
            "stacked": pl.Series(stacked.tolist(), dtype=pl.String),
        }
    ).select(pl.col(name).cast(kind) for name, kind in STACKING_COLUMNS.items())


def favourable_places(places: Floats, figures: list[Signed]) -> Floats:
    """Turn places ``(..., figure)``, percent of the reference below, so that high is good."""
    sign = np.array([one.sign for one in figures])
    return np.where(sign > 0, places, 100.0 - places)


def counts(
    places: Floats, rules: Stacking
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Count filled, unfavourable and favourable items of ``places`` ``(..., item)``."""
    known = ~np.isnan(places)
    low = known & (places <= rules.unfavourable.value)
    high = known & (places >= rules.favourable.value)
    return known.sum(axis=-1), low.sum(axis=-1), high.sum(axis=-1)


def classes(
    filled: npt.NDArray[np.int64],
    unfavourable: npt.NDArray[np.int64],
    favourable: npt.NDArray[np.int64],
    rules: Stacking,
) -> npt.NDArray[np.object_]:
    """Say where disadvantages or advantages are stacked, none with too few items filled.

    With fewer than nine items the line is the same share of those that are there.
    """
    lowest = rules.disadvantage_from.value * filled
    highest = rules.advantage_from.value * filled
    said = np.full(filled.shape, NEITHER, dtype=object)
    said[favourable * rules.of.value >= highest] = ADVANTAGE
    said[unfavourable * rules.of.value >= lowest] = DISADVANTAGE
    said[filled < rules.minimum_filled.value] = None
    return said


def certainty_of_stack(places: Floats, rules: Stacking | None = None) -> list[str | None]:
    """Give the word for how sure it is that disadvantages are stacked, or are not, per area.

    ``places`` ``(draw, area, item)`` are redraws of places that are turned so that high is
    good; none for an area without enough items. The side is that of most draws.
    """
    wanted = rules or declared_stacking()
    filled, low, high = counts(places, wanted)
    said = classes(filled, low, high, wanted)
    few: Bools = np.asarray((filled < wanted.minimum_filled.value).any(axis=0))
    share = (said == DISADVANTAGE).mean(axis=0)
    return [
        None if empty else certainty(float(one)).value
        for one, empty in zip(share, few, strict=True)
    ]
