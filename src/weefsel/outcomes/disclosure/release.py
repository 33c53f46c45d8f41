"""The one door: a table of counts goes in, what may be published comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from weefsel.base.errors import InputError
from weefsel.base.figure import Figure, Flag
from weefsel.base.language import Text, plural, text
from weefsel.outcomes.disclosure.audit import Audit, audit
from weefsel.outcomes.disclosure.knowledge import Knowledge, learn
from weefsel.outcomes.disclosure.ledger import Issue, Ledger
from weefsel.outcomes.disclosure.rounding import Rounding, rounded
from weefsel.outcomes.disclosure.rules import Rules, current
from weefsel.outcomes.disclosure.suppress import suppress
from weefsel.outcomes.disclosure.system import Bools
from weefsel.outcomes.disclosure.table import Table

HIDDEN = text("hidden, so that no small group of people can be recognised")


@dataclass(frozen=True)
class Released:
    """A table as it may be published, and what the house keeps of it.

    ``cells`` has the columns of the dimensions (null for a total), ``count`` (null where
    hidden), ``suppressed`` and ``reason``: nothing in it tells a small count from one that is
    hidden to protect it. ``ledger`` is to be kept and handed in with the next table.
    ``audit`` is for the house's own eyes.
    """

    measure: str
    names: tuple[str, ...]
    cells: pl.DataFrame
    ledger: Ledger
    audit: Audit
    base: int | None = None
    earlier: bool = False  # whether tables of the same people were released before

    def value(self, **categories: str | None) -> int | None:
        """Give the count of a cell, nothing when it is hidden; a total is left out.

        Raises ``InputError`` when the table does not show the cell.
        """
        count: int | None = self._row(categories)["count"]
        return count

    def figure(self, /, **categories: str | None) -> Figure:
        """Give a cell as a figure, marked as suppressed with the reason where it is hidden.

        Raises ``InputError`` when the table does not show the cell.
        """
        row = self._row(categories)
        hidden = row["suppressed"]
        return Figure(
            id=":".join([self.measure, *(f"{k}={v}" for k, v in categories.items())]),
            value=None if hidden else float(row["count"]),
            unit="persons",
            decimals=0,
            flag=Flag.SUPPRESSED if hidden else Flag.MEASURED,
            reason=HIDDEN if hidden else None,
        )

    def _row(self, categories: Mapping[str, str | None]) -> dict[str, Any]:
        unknown = [one for one in categories if one not in self.names]
        if unknown:
            raise InputError(
                text("the column '%(column)s' is not in the table.", column=unknown[0]),
                where=self.measure,
                todo=text("Use one of these columns: %(columns)s.", columns=", ".join(self.names)),
            )
        found = self.cells.filter(
            *(pl.col(name).eq_missing(pl.lit(categories.get(name))) for name in self.names)
        )
        if not found.height:
            raise InputError(
                text("the table does not show this count."),
                where=self.measure,
                todo=text("Check the names of the categories."),
            )
        return found.row(0, named=True)

    @property
    def hidden(self) -> int:
        """Give how many cells are hidden."""
        return int(self.cells["suppressed"].sum())

    @property
    def sentences(self) -> tuple[Text, ...]:
        """Say how much is hidden and that the audit held."""
        if self.base is not None:
            first = text("Every count is rounded to a multiple of %(base)s.", base=self.base)
            return first, self._rounding_held()
        if not self.hidden:
            first = text("No count had to be hidden.")
        else:
            first = plural(
                "%(hidden)s of %(all)s counts is hidden.",
                "%(hidden)s of %(all)s counts are hidden.",
                self.hidden,
                hidden=self.hidden,
                all=self.cells.height,
            )
        if not self.earlier:
            held = text(
                "The audit held: from what is shown no hidden count can be worked out or "
                "narrowed down further than the rule itself says."
            )
            return first, held
        held = text(
            "The audit held: from what is shown, also together with earlier tables, no hidden "
            "count can be worked out or narrowed down further than the rule itself says."
        )
        before = int(self.audit.cells["before"].sum())
        if not before:
            return first, held
        known = plural(
            "%(count)s small count could already be narrowed down from what was known "
            "before; this table adds nothing to that.",
            "%(count)s small counts could already be narrowed down from what was known "
            "before; this table adds nothing to that.",
            before,
            count=before,
        )
        return first, held, known

    def _rounding_held(self) -> Text:
        if not self.earlier:
            return text(
                "The audit held: every count can still be %(base)s different numbers, and a "
                "small count any small number.",
                base=self.base,
            )
        return text(
            "The audit held: also together with earlier tables every count can still be "
            "%(base)s different numbers, and a small count any small number.",
            base=self.base,
        )


def release(
    table: Table,
    ledger: Ledger | None = None,
    *,
    rounding: Rounding | None = None,
    rules: Rules | None = None,
) -> Released:
    """Protect a table together with all that was released of the same people.

    ``ledger`` holds the earlier releases, ``rounding`` rounds instead of hiding, ``rules``
    are those in force unless given. Raises ``InputError`` when the table does not add up,
    contradicts an earlier release or cannot be protected.
    """
    return release_linked((table,), ledger, rounding=rounding, rules=rules)[0]


def release_linked(
    tables: Sequence[Table],
    ledger: Ledger | None = None,
    *,
    rounding: Rounding | None = None,
    rules: Rules | None = None,
) -> tuple[Released, ...]:
    """Protect tables that share people and margins as one; see ``release``.

    Every table given back carries the ledger with all of them.
    """
    if not tables:
        return ()
    used, kept = rules or current(), ledger or Ledger()
    done: dict[int, tuple[Audit, pl.DataFrame, Issue]] = {}
    for measure in dict.fromkeys(one.measure for one in tables):
        mine = [at for at, one in enumerate(tables) if one.measure == measure]
        rules_of = used if rounding is None else used.changed(zero_shown=0)
        known = learn([tables[at] for at in mine], kept.about(measure), rules_of)
        for at, part in zip(mine, _protect(known, rounding), strict=True):
            done[at] = part
    parts = [done[at] for at in range(len(tables))]
    new = kept.with_issues([issue for _, _, issue in parts])
    return tuple(
        Released(
            table.measure,
            table.names,
            cells,
            new,
            found,
            issue.base,
            bool(kept.about(table.measure)),
        )
        for table, (found, cells, issue) in zip(tables, parts, strict=True)
    )


def _protect(
    known: Knowledge, rounding: Rounding | None
) -> list[tuple[Audit, pl.DataFrame, Issue]]:
    if rounding is not None:
        return rounded(known, rounding)
    hidden = suppress(known)
    found = audit(known, hidden)
    if not found.held:
        raise not_safe(known)
    return [(found, *publish(known, hidden, at)) for at in range(len(known.tables))]


def not_safe(known: Knowledge) -> InputError:
    """Make the refusal of a table that no hiding makes safe."""
    return InputError(
        text("this table cannot be released: the audit found a count that can be derived."),
        where=known.tables[0].measure,
        todo=text("Take larger categories, or show fewer totals."),
    )


def publish(known: Knowledge, hidden: Bools, at: int) -> tuple[pl.DataFrame, Issue]:
    """Give the rows of a table as they are published, and what the ledger keeps of them."""
    table, frame, places = known.tables[at], known.frames[at], known.places[at]
    away = hidden[places]
    counts = pl.Series("count", np.where(away, np.nan, known.value[places])).fill_nan(None)
    cells = frame.select(table.names).with_columns(
        counts.cast(pl.Int64),
        pl.Series("suppressed", away),
        pl.when(pl.Series(away)).then(pl.lit(HIDDEN.msgid)).otherwise(pl.lit("")).alias("reason"),
    )
    small = np.where(away, known.small[places], False)
    kept = cells.select(*table.names, "count").with_columns(
        pl.when(pl.Series(away)).then(pl.Series(small)).otherwise(None).alias("small")
    )
    return cells, Issue(table.measure, table.dimensions, kept)


def inspect(
    tables: Sequence[Table],
    hidden: Sequence[pl.DataFrame],
    ledger: Ledger | None = None,
    *,
    rules: Rules | None = None,
) -> Audit:
    """Audit tables that were protected in another way: say what can be derived from them.

    ``hidden`` holds for each table the rows (columns of its dimensions) that are hidden.
    All tables count the same people. Raises ``InputError`` as ``release`` does.
    """
    kept = ledger or Ledger()
    known = learn(tables, kept.about(tables[0].measure), rules or current())
    away = np.zeros(known.system.size, dtype=bool)
    for table, rows in zip(tables, hidden, strict=True):
        columns = rows.select(pl.col(name).cast(pl.String) for name in table.names)
        away[known.system.locate(table.names, columns)] = True
    return audit(known, away & known.hideable)
