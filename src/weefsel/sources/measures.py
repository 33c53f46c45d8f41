"""What OData v4 says of measures: MeasureCodes and the groups they stand in.

CBS, "Metadata OData v4": MeasureCodes gives each measure an identifier, a title, a unit, a
type and the group it belongs to; MeasureGroups gives each group a title and its own parent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

CODE_COLUMNS = frozenset({"Identifier", "MeasureGroupId"})
GROUP_COLUMNS = frozenset({"Id", "ParentId"})
DIMENSION_CODE_COLUMNS = frozenset({"Identifier", "DimensionGroupId"})


@dataclass(frozen=True)
class Topic:
    """One column key or measure: title, group titles from the outside in, unit, type."""

    key: str
    title: str
    path: str
    unit: str
    datatype: str


@dataclass
class Measures:
    """The measures of a table; the files that say so come in any order."""

    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    groups: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add_codes(self, rows: list[dict[str, Any]]) -> None:
        """Add the rows of MeasureCodes."""
        self.codes.update({_words(row.get("Identifier")): row for row in rows})

    def add_groups(self, rows: list[dict[str, Any]]) -> None:
        """Add the rows of MeasureGroups."""
        self.groups.update({_words(row.get("Id")): row for row in rows})

    def topics(self) -> dict[str, Topic]:
        """Give every measure by its identifier, in the order of the table."""
        return {
            key: Topic(
                key=key,
                title=_words(row.get("Title")),
                path="/".join(self._path(_words(row.get("MeasureGroupId")))),
                unit=_words(row.get("Unit")),
                datatype=_words(row.get("DataType")),
            )
            for key, row in self.codes.items()
            if key
        }

    def _path(self, group: str) -> list[str]:
        titles: list[str] = []
        seen: set[str] = set()
        while group in self.groups and group not in seen:
            seen.add(group)
            titles.insert(0, _words(self.groups[group].get("Title")))
            group = _words(self.groups[group].get("ParentId"))
        return titles


def _words(value: Any) -> str:
    return "" if value is None else str(value).strip()
