"""A social map as the specification divides it: rows by table, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.sources.hsds.specification import ID, tables

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: the file, the row or the path in JSON, the column, and why."""

    file: str
    row: Text | str
    column: str
    reason: Text

    @property
    def said(self) -> Text:
        """Give place and reason in one sentence."""
        if self.row and self.column:
            return text(
                "%(row)s, %(column)s: %(reason)s",
                row=self.row,
                column=self.column,
                reason=self.reason,
            )
        if self.row or self.column:
            return text("%(row)s: %(reason)s", row=self.row or self.column, reason=self.reason)
        return self.reason


class BrokenPackageError(InputError):
    """A package with faults; nothing of it is used. ``faults`` lists every one."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        first = self.faults[0]
        said = first.said
        if len(self.faults) > 1:
            said = text(
                "there are %(count)s faults; the first: %(reason)s",
                count=len(self.faults),
                reason=first.said,
            )
        super().__init__(
            said,
            where=first.file,
            todo=text("Mend the file and bring it again; nothing of it was stored."),
        )


@dataclass(frozen=True)
class Package:
    """Rows by table of the specification, in order of appearance; each with an ``id``.

    ``remarks`` say what was noticed and let pass.
    """

    rows: Mapping[str, tuple[Row, ...]]
    remarks: tuple[Text, ...] = field(default=())

    def of(self, table: str) -> tuple[Row, ...]:
        """Give the rows of a table, none where it is not there."""
        return self.rows.get(table, ())

    @cached_property
    def _by_id(self) -> dict[tuple[str, str], Row]:
        return {(table, str(row[ID])): row for table, rows in self.rows.items() for row in rows}

    def find(self, table: str, key: str) -> Row | None:
        """Give the row of a table with an id; none when it is not there."""
        return self._by_id.get((table, key))

    @cached_property
    def _referring(self) -> dict[tuple[str, str, str], list[Row]]:
        found: dict[tuple[str, str, str], list[Row]] = {}
        for table, rows in self.rows.items():
            columns = [*tables()[table].links, *_ANY.get(table, ())]
            for row in rows:
                for column in columns:
                    if row.get(column) is not None:
                        found.setdefault((table, column, str(row[column])), []).append(row)
        return found

    def referring(self, table: str, column: str, key: str) -> list[Row]:
        """Give the rows of a table whose column refers to an id, in order of appearance."""
        return self._referring.get((table, column, key), [])

    def counts(self) -> Iterator[tuple[str, int]]:
        """Give how many rows each table has."""
        for table, rows in self.rows.items():
            yield table, len(rows)


_ANY = {"attribute": ("link_id",), "metadata": ("resource_id",)}
