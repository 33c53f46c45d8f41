"""Parameters: sourced figures, one small dated file each.

A newcomer adds a parameter by adding a file to ``evidence/data/parameters``. A file keeps
the id of the row it came from; a file that gathers the years of one series (an index)
names the row of each year.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import Field

from weefsel.base.distributions import CentralKind, RangeKind, Support
from weefsel.base.document import Document, Identified, read_folder
from weefsel.base.errors import InputError
from weefsel.base.figure import UNITS, Figure, Source
from weefsel.base.language import text
from weefsel.evidence.words import Words

Kind = Literal[
    "unit_cost",
    "tariff",
    "wage",
    "price_index",
    "discount",
    "prevalence",
    "population",
    "effect",
    "transition",
    "attribution",
]
Grade = Literal["A", "B", "C"]
Payer = Literal[
    "municipality",
    "health_insurer",
    "long_term_care",
    "state",
    "uwv",
    "housing_corporation",
    "employer",
    "justice",
    "school",
    "resident",
]
MONEY_UNITS = frozenset({"eur", "eur_per_year", "eur_per_hour"})
SHARE_KINDS = frozenset({"prevalence", "transition"})
_OLDEST_YEAR = 1900  # a year before this is a typing error


class Reference(Document):
    """Where a value was read."""

    title: str = Field(min_length=1)
    url: str = Field(min_length=1)
    year: int


class Check(Document):
    """What was checked at the source, when and how."""

    how: Literal["read_original", "read_copy", "not_read"]
    what: str = Field(min_length=1)
    when: date


class Value(Document):
    """The value of one year, with its range and, where it differs, its own source."""

    value: float
    low: float | None = None
    high: float | None = None
    row: str = ""  # id of the row, when the file gathers several
    source: Reference | None = None
    remark: str = ""


class Parameter(Identified):
    """A sourced figure: what it is, its value by year, its range, source and grade."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    dated: date  # on which this file was last looked at
    name_nl: str = Field(min_length=1)
    name_en: str = Field(min_length=1)
    kind: Kind
    unit: str
    values: dict[int, Value] = Field(min_length=1)
    range_kind: RangeKind
    central_kind: CentralKind | Literal["unknown"]
    price_year: int | None = None
    price_index: str | None = None  # id of the index that moves it to another price level
    exact: bool = False  # a law's norm or an exact register count: no default width
    exact_reason: str = ""
    applies_to: str
    net_of: str
    payer: tuple[Payer, ...] = ()
    source: Reference
    evidence_grade: Grade
    remark_nl: str = ""
    remark_en: str = ""
    checked: Check

    @property
    def name(self) -> Words:
        """Give the name in both languages."""
        return Words(self.name_nl, self.name_en)

    @property
    def remark(self) -> Words:
        """Give the remark in both languages."""
        return Words(self.remark_nl, self.remark_en)

    @property
    def newest(self) -> int:
        """Give the newest year there is a value for."""
        return max(self.values)

    @property
    def latest(self) -> Value:
        """Give the newest value."""
        return self.values[self.newest]

    @property
    def support(self) -> Support:
        """Give where its values can lie: any number, above zero, or a share."""
        if self.kind in ("effect", "discount"):
            return "real"
        return "share" if self.kind in SHARE_KINDS else "positive"

    def figure(self, year: int | None = None) -> Figure:
        """Give the value of a year as the source has it, with the range of the source."""
        which = self.newest if year is None else year
        held = self.values[which]
        return Figure(
            id=self.id,
            value=held.value,
            unit=self.unit,
            low=held.low,
            high=held.high,
            range_kind=self.range_kind,
            year=which,
            decimals=_decimals(held.value),
            payer=self.payer[0] if len(self.payer) == 1 else None,
            sources=(f"parameter:{self.id}",),
            reason=None if held.low is not None else text("the source gives no range"),
        )

    def as_source(self, year: int | None = None) -> Source:
        """Give the source as screens and files list it."""
        held = self.values[self.newest if year is None else year]
        place = held.source or self.source
        return Source(
            id=f"parameter:{self.id}",
            title=place.title,
            year=place.year,
            url=place.url,
            grade=self.evidence_grade,
            remark=self.remark_en,
            extra={
                "name_nl": self.name_nl,
                "name_en": self.name_en,
                "range_kind": self.range_kind,
                "checked": self.checked.how,
                "checked_on": self.checked.when.isoformat(),
            },
        )


def _decimals(value: float) -> int:
    """Give the decimals a source's own value was written with."""
    written = repr(value)
    if "e" in written or written.endswith(".0"):
        return 0
    return len(written.partition(".")[2])


def check_parameter(parameter: Parameter, where: str) -> None:
    """Check what a schema cannot: units, years, ranges, prices and the presence of a source.

    Raises ``InputError`` that names the file and the key.
    """
    if parameter.unit not in UNITS:
        raise _fault("unit", text("the unit '%(unit)s' is not known.", unit=parameter.unit), where)
    for year, held in parameter.values.items():
        key = f"values.{year}"
        if not _OLDEST_YEAR <= year <= parameter.dated.year + 1:
            raise _fault(key, text("the year lies outside what is possible."), where)
        low, high = held.low, held.high
        lowest = held.value if low is None else low
        highest = held.value if high is None else high
        if not lowest <= held.value <= highest:
            raise _fault(key, text("the value does not lie between its low and high."), where)
        if parameter.range_kind == "none" and (low is not None or high is not None):
            raise _fault(
                "range_kind", text("there is a low or high, but no kind of range."), where
            )
        if parameter.range_kind != "none" and low is None and high is None:
            raise _fault("range_kind", text("there is a kind of range, but no range."), where)
        if parameter.support == "positive" and lowest <= 0:
            raise _fault(key, text("a value of this kind is above zero."), where)
    if (parameter.unit in MONEY_UNITS) != (parameter.price_year is not None):
        raise _fault("price_year", text("an amount of money, and only that, has one."), where)
    if parameter.price_year is not None and parameter.price_index is None:
        raise _fault("price_index", text("an amount of money names its price index."), where)
    if parameter.exact and not parameter.exact_reason:
        raise _fault("exact_reason", text("an exact value says why it is exact."), where)
    if not parameter.source.url.startswith(("https://", "http://")):
        raise _fault("source.url", text("this is not a web address."), where)


def _fault(key: str, what: object, where: str) -> InputError:
    return InputError(
        text("the key '%(key)s' is wrong: %(what)s", key=key, what=what),
        where=where,
        todo=text("Correct it and try again."),
    )


def read_parameters(folder: Path) -> dict[str, Parameter]:
    """Read every parameter file of a folder, by id in alphabetical order.

    Raises ``InputError`` that names file and key when a file is wrong or its name is not
    its id, or when two files hold the same row.
    """
    found = read_folder(Parameter, folder, check_parameter)
    rows: dict[str, str] = {}
    for parameter in found.values():
        file = f"{parameter.id}.toml"
        for row in [parameter.id, *(held.row for held in parameter.values.values() if held.row)]:
            if row in rows:
                raise _fault("row", text("it is already in %(file)s.", file=rows[row]), file)
            rows[row] = file
    return found


@cache
def parameters() -> dict[str, Parameter]:
    """Give the parameters that come with Weefsel."""
    return read_parameters(Path(str(resources.files("weefsel.evidence"))) / "data/parameters")


def rows(held: dict[str, Parameter]) -> dict[str, tuple[str, int]]:
    """Give for every row id the parameter and year that hold it."""
    found = {parameter.id: (parameter.id, parameter.newest) for parameter in held.values()}
    for parameter in held.values():
        for year, value in parameter.values.items():
            if value.row:
                found[value.row] = (parameter.id, year)
    return found
