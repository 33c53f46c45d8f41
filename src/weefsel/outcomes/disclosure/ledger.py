"""What was released before: the ledger that the caller keeps and hands in with each table.

It holds no count that was hidden, only that it was and whether it was a small number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from weefsel.base.document import Document, check
from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.outcomes.disclosure.table import Dimension

SCHEMA = "weefsel.disclosure-ledger/1"


class _Dimension(Document):
    name: str
    divisions: tuple[dict[str, str], ...]
    complete: bool
    used: tuple[str, ...]


class _Issue(Document):
    measure: str
    dimensions: tuple[_Dimension, ...]
    cells: tuple[tuple[str | None, ...], ...]
    count: tuple[int | None, ...]
    small: tuple[bool | None, ...]
    base: int | None = None


class _Ledger(Document):
    schema_: str = SCHEMA
    issues: tuple[_Issue, ...] = ()


@dataclass(frozen=True)
class Issue:
    """One table as it was released.

    ``cells`` has a column a dimension (null for its total), ``count`` (null where hidden) and
    ``small`` (whether a hidden count is a small number, null where that is not known).
    ``base`` is the base of a rounded table.
    """

    measure: str
    dimensions: tuple[Dimension, ...]
    cells: pl.DataFrame
    base: int | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Give the names of the dimensions."""
        return tuple(one.name for one in self.dimensions)

    def used(self, name: str) -> list[str]:
        """Give the categories that stand in a column."""
        return self.cells[name].drop_nulls().unique(maintain_order=True).to_list()


@dataclass(frozen=True)
class Ledger:
    """Everything that was released, in order."""

    issues: tuple[Issue, ...] = field(default_factory=tuple)

    def about(self, measure: str) -> tuple[Issue, ...]:
        """Give what was released of a measure."""
        return tuple(one for one in self.issues if one.measure == measure)

    def with_issues(self, issues: Sequence[Issue]) -> Ledger:
        """Give the ledger with releases added."""
        return Ledger((*self.issues, *issues))

    def document(self) -> dict[str, Any]:
        """Give the ledger as a plain record."""
        return {
            "schema": SCHEMA,
            "issues": [
                {
                    "measure": one.measure,
                    "dimensions": [
                        {
                            "name": each.name,
                            "divisions": [dict(part) for part in each.divisions],
                            "complete": each.complete,
                            "used": one.used(each.name),
                        }
                        for each in one.dimensions
                    ],
                    "cells": [list(row) for row in one.cells.select(one.names).iter_rows()],
                    "count": one.cells["count"].to_list(),
                    "small": one.cells["small"].to_list(),
                    "base": one.base,
                }
                for one in self.issues
            ],
        }

    @classmethod
    def read(cls, record: Mapping[str, Any], name: str = "ledger") -> Ledger:
        """Read a ledger back from its record.

        Raises ``InputError`` that names the file and what is wrong in it.
        """
        plain = dict(record)
        if plain.pop("schema", None) != SCHEMA:
            raise InputError(
                text("this is not a ledger of released tables."),
                where=name,
                todo=text("Give the file that was written with --ledger."),
            )
        return cls(tuple(_issue(one, name) for one in check(_Ledger, plain, name).issues))


def _issue(read: _Issue, name: str) -> Issue:
    width = len(read.dimensions)
    if (
        any(len(row) != width for row in read.cells)
        or not len(read.cells) == len(read.count) == len(read.small)
        or any(not one.divisions for one in read.dimensions)
    ):
        raise InputError(
            text("the ledger is damaged or cut off."),
            where=name,
            todo=text("Use the copy that was kept of it."),
        )
    columns = list(zip(*read.cells, strict=True)) if read.cells else [()] * width
    frame = pl.DataFrame(
        [
            *(
                pl.Series(one.name, column, dtype=pl.String)
                for one, column in zip(read.dimensions, columns, strict=True)
            ),
            pl.Series("count", read.count, dtype=pl.Int64),
            pl.Series("small", read.small, dtype=pl.Boolean),
        ]
    )
    dimensions = tuple(
        Dimension(one.name, one.divisions[0], one.divisions[1:], one.complete)
        for one in read.dimensions
    )
    return Issue(read.measure, dimensions, frame, read.base)
