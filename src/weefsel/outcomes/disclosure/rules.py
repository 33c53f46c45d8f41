"""The rules a table of counts keeps to: each number with its source, in one dated file."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

from weefsel.base.document import Document, read_document


class Value(Document):
    """One number of the rules, what it means and where it comes from."""

    value: float
    description: str
    source: str
    kind: Literal["choice", "assumption"]


class Rules(Document):
    """Every number of the disclosure control."""

    dated: str
    title: str
    minimum_cell: Value
    zero_shown: Value
    dominance_p: Value
    rounding_base: Value
    exact_bounds: Value
    seconds_an_integer_search: Value

    @property
    def smallest(self) -> int:
        """Give the smallest count of people that is shown."""
        return int(self.minimum_cell.value)

    @property
    def least(self) -> int:
        """Give the least that a hidden count can be: 1 where nobody is shown as 0, else 0."""
        return 1 if self.zero_shown.value else 0

    @property
    def span(self) -> int:
        """Give how far apart the least and the largest possible value of a hidden count are."""
        return self.smallest - 1 - self.least

    @property
    def base(self) -> int:
        """Give the base of rounding."""
        return int(self.rounding_base.value)

    def changed(self, **values: float) -> Rules:
        """Give the same rules with other numbers, as for a stricter house."""
        new = {
            key: getattr(self, key).model_copy(update={"value": value})
            for key, value in values.items()
        }
        return self.model_copy(update=new)


@cache
def current() -> Rules:
    """Give the rules in force."""
    folder = Path(str(resources.files("weefsel.outcomes.disclosure")))
    return read_document(Rules, folder / "rules.toml")
