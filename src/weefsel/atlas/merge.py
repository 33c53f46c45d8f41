"""Put rows beside those already stored: what is new, what is the same, what contradicts.

The rule is one for figures and for areas. A row that is not there is added; an equal row
changes nothing; a place that was empty may be filled; a different value is a contradiction,
which is refused unless the caller asked to replace. An empty place never wins from a value
without ``replace``: an early edition loaded after a later one would wipe figures out.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

RELATIVE = 1e-9  # two stored results are equal within this, DESIGN section 4 rule 6

NEW, SAME, FILLED, DIFFERENT = "new", "same", "filled", "different"


@dataclass(frozen=True)
class Merged:
    """The rows together and what each incoming row did.

    ``contradictions`` has the incoming rows that differ, with ``<column>_stored`` beside
    each compared column.
    """

    frame: pl.DataFrame
    added: int
    same: int
    filled: int
    contradictions: pl.DataFrame

    @property
    def differs(self) -> bool:
        """Tell whether the rows together differ from what was stored."""
        return bool(self.added or self.filled or self.contradictions.height)


def merge(
    stored: pl.DataFrame | None,
    incoming: pl.DataFrame,
    *,
    key: list[str],
    compared: dict[str, pl.Expr | None],
) -> Merged:
    """Merge incoming rows over stored ones.

    ``compared`` names the columns that hold content; an expression overrides when the
    incoming value of that column counts as equal to ``<column>_stored`` (both not null).
    Columns that are neither key nor compared are taken from the incoming row.
    """
    if stored is None or stored.is_empty():
        return Merged(incoming, incoming.height, 0, 0, incoming.clear())
    if stored.equals(incoming):
        return Merged(stored, 0, incoming.height, 0, incoming.clear())
    beside = stored.select(
        *key, pl.lit(True).alias("_known"), *(pl.col(c).alias(f"{c}_stored") for c in compared)
    )
    joined = incoming.join(beside, on=key, how="left").with_columns(_verdict(compared))
    verdict = pl.col("_verdict")
    fills = [
        pl.when(verdict == FILLED).then(pl.coalesce(c, f"{c}_stored")).otherwise(c).alias(c)
        for c in compared
    ]
    new = joined.filter(verdict != SAME).with_columns(fills).select(incoming.columns)
    kept = stored.join(new.select(key), on=key, how="anti")
    counts = dict(joined["_verdict"].value_counts().iter_rows())
    return Merged(
        pl.concat([kept.select(incoming.columns), new]),
        counts.get(NEW, 0),
        counts.get(SAME, 0),
        counts.get(FILLED, 0),
        joined.filter(verdict == DIFFERENT).drop("_known", "_verdict"),
    )


def _verdict(compared: dict[str, pl.Expr | None]) -> pl.Expr:
    """Say of a joined row whether it is new, same, filled or different."""
    equal, fills = [], []
    for column, rule in compared.items():
        new, old = pl.col(column), pl.col(f"{column}_stored")
        alike = (new == old) if rule is None else rule
        equal.append(new.is_null() & old.is_null() | alike.fill_null(False))
        fills.append(old.is_null() & new.is_not_null())
    agrees = [same | fill for same, fill in zip(equal, fills, strict=True)]
    return (
        pl.when(pl.col("_known").is_null())
        .then(pl.lit(NEW))
        .when(pl.all_horizontal(equal))
        .then(pl.lit(SAME))
        .when(pl.all_horizontal(agrees))
        .then(pl.lit(FILLED))
        .otherwise(pl.lit(DIFFERENT))
        .alias("_verdict")
    )
