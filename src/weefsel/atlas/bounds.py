"""What a figure can be: no less than nothing, and of a whole no more than all of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import polars as pl

from weefsel.atlas.indicator import Indicator, Named
from weefsel.base.errors import InputError
from weefsel.base.figure import Flag
from weefsel.base.language import Text, plural, text
from weefsel.sources.model import Edition
from weefsel.sources.said import Listed, Number

WHOLE = 100.0  # per cent, by its meaning
PERCENT = "percent"
LARGEST = 1e12  # more than the euros or residents of any country: a slip of the pen
# A count and the sum it is divided by are each off by half a step at most a part; two whole
# steps of the coarsest count cover one count over a sum of up to three parts.
_STEPS = 2


def within_bounds(
    found: pl.DataFrame, indicator: Indicator, edition: Edition, columns: Collection[str]
) -> tuple[pl.DataFrame, int]:
    """Check values of an indicator (area, value, lower, upper, flag, excess).

    ``excess`` is what the count of a share has above the whole, null when the value was
    taken as it stands. Gives the values without ``excess``, and how many shares above the
    whole were left out: rounding of small counts makes those, so they are not known.

    Raises ``InputError`` that names the columns, the area and the value when one cannot be.
    """
    value = pl.col("value")
    most = WHOLE if indicator.unit == PERCENT else indicator.most or LARGEST
    slack = _STEPS * (indicator.error.base or 0.0)
    rounding = ((value > most) & (pl.col("excess") <= slack)).fill_null(False)
    blurred = int(found.select(rounding.sum()).item())
    found = found.with_columns(
        pl.when(rounding).then(None).otherwise(value).alias("value"),
        pl.when(rounding).then(pl.lit(Flag.MISSING.value)).otherwise("flag").alias("flag"),
    )
    wrong = (value > most) | ((value < 0) & (not indicator.may_be_negative))
    bad = found.filter(wrong.fill_null(False))
    if bad.height:
        raise InputError(
            text(
                "column %(columns)s: '%(indicator)s' of %(area)s would be %(value)s, and that "
                "cannot be.",
                columns=Listed(tuple(sorted(columns))),
                area=bad["area"][0],
                indicator=Named(indicator),
                value=Number(bad["value"][0]),
            ),
            where=edition.file or edition.id,
            todo=text("Correct it in the file, or leave the cell empty."),
        )
    return found.drop("excess"), blurred


def blurred_note(blurred: Sequence[tuple[Named, int]]) -> list[Text]:
    """Say how many shares were left out, and of which indicators."""
    count = sum(left_out for _, left_out in blurred)
    if not count:
        return []
    return [
        plural(
            "%(count)s share was more than the whole by rounding of small counts and was left "
            "out (%(indicators)s).",
            "%(count)s shares were more than the whole by rounding of small counts and were "
            "left out (%(indicators)s).",
            count,
            count=Number(count, 0),
            indicators=Listed(tuple(name for name, _ in blurred)),
        )
    ]
