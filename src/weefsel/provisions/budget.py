"""A municipal budget by Iv3 task field: what goes out and comes in, in thousands of euros."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import polars as pl
from pydantic import Field

from weefsel.base.document import Document, check, read_toml, write_toml
from weefsel.base.durable import write_durably

FOLDER = "budgets"

BUDGET_COLUMNS = {
    "municipality": pl.String,
    "year": pl.Int32,
    "field": pl.String,  # Iv3 code: 6.1, 6.71b
    "name": pl.String,
    "expenditure_thousand_eur": pl.Float64,
    "income_thousand_eur": pl.Float64,
    "fictitious": pl.Boolean,
}


class Line(Document):
    """One task field."""

    field: str = Field(pattern=r"^\d\.\d{1,3}[a-d]?$")
    name: str = Field(min_length=1, max_length=120)
    expenditure_thousand_eur: float
    income_thousand_eur: float


class Budget(Document):
    """A budget or an account of one year; the two never share a line of time."""

    municipality: str = Field(pattern=r"^GM\d{4}$")
    year: int
    stage: Literal["budget", "account"]
    source: str = Field(min_length=1, max_length=500)
    fictitious: bool = False
    line: tuple[Line, ...] = ()

    def frame(self) -> pl.DataFrame:
        """Give the lines with ``BUDGET_COLUMNS``."""
        rows = [
            (
                self.municipality,
                self.year,
                one.field,
                one.name,
                one.expenditure_thousand_eur,
                one.income_thousand_eur,
                self.fictitious,
            )
            for one in self.line
        ]
        return pl.DataFrame(rows, schema=BUDGET_COLUMNS, orient="row")


def read_budget(home: Path, municipality: str, year: int) -> Budget | None:
    """Give a municipality's budget of a year, none when it is not there."""
    path = home / FOLDER / f"{municipality}-{year}.toml"
    if not path.exists():
        return None
    return check(Budget, read_toml(path.read_bytes(), path.name), path.name)


def write_budget(home: Path, budget: Budget) -> bool:
    """Write a budget in one step; give whether the file changed."""
    path = home / FOLDER / f"{budget.municipality}-{budget.year}.toml"
    return put(path, write_toml(budget.model_dump(mode="json")))


def put(path: Path, content: str) -> bool:
    """Replace a file in one step when its content differs; give whether it did.

    Raises ``InputError`` that names the folder when it may not be written.
    """
    data = content.encode("utf-8")
    if path.exists() and path.read_bytes() == data:
        return False
    write_durably(path, data)
    return True
