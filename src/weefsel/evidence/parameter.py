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
from typing import Annotated, Literal

from pydantic import Field

from weefsel.base.distributions import CentralKind, Fitted, RangeKind, Support, fit
from weefsel.base.document import Document, Identified, read_folder
from weefsel.base.figure import UNITS, Figure, Flag, Source
from weefsel.base.language import text
from weefsel.base.numbers import written_decimals
from weefsel.evidence.checked import Real, Whole, check_address, check_once, check_year, fault
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
EURO_UNITS = frozenset({"eur", "eur_per_year", "eur_per_hour", "thousand_eur", "million_eur"})
MONEY_UNITS = EURO_UNITS | {"usd", "gbp"}
SHARE_KINDS = frozenset({"prevalence", "transition", "attribution"})
SHARE_UNITS = frozenset({"percent", "ratio"})
WHOLE = {"percent": 100.0, "ratio": 1.0}  # a share of one, in its unit
# What a number of people or events counts: those on one day, different ones in a period,
# or events in a period. The three never mix (DOMAIN.md; rule 4 of the evidence).
Counted = Literal["stock", "use", "flow", "forecast", ""]
# What the year of a value is: of the figure, of the source's publication, or, where neither
# is stated, the year in which it was read.
YearIs = Literal["figure", "source", "read"]
_OLDEST_YEAR = 1900  # a year before this is a typing error
_FORECAST = 50  # years a forecast may lie ahead


class Reference(Document):
    """Where a value was read."""

    title: str = Field(min_length=1)
    url: str = Field(min_length=1)
    year: Whole | None = None  # the source does not always state one


Address = Annotated[str, Field(pattern=r"^https?://\S+$")]


class Check(Document):
    """What was checked at the source, when and how."""

    how: Literal["read_original", "read_copy", "not_read"]
    what_nl: str = Field(min_length=1)
    what_en: str = Field(min_length=1)
    when: date
    also: tuple[Address, ...] = ()  # further pages on which something was seen

    @property
    def what(self) -> Words:
        """Give what was seen at the source, in both languages."""
        return Words(self.what_nl, self.what_en)


class Value(Document):
    """The value of one year, with its range and, where it differs, its own source."""

    value: Real
    low: Real | None = None
    high: Real | None = None
    row: str = ""  # id of the row, when the file gathers several
    source: Reference | None = None
    evidence_grade: Grade | None = None  # where it differs from the file's
    remark: str = ""


class Bounds(Document):
    """The low and high of a parameter whose source gives no value between them."""

    low: Real | None = None
    high: Real | None = None


class Parameter(Identified):
    """A sourced figure: what it is, its value by year, its range, source and grade.

    Empty is unknown, never zero: without ``values`` it says why in ``no_value_nl`` and
    ``no_value_en``, and nothing is computed with it.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    dated: date  # on which this file was last looked at
    name_nl: str = Field(min_length=1)
    name_en: str = Field(min_length=1)
    kind: Kind
    unit: str
    per_nl: str = ""  # what one of the unit is for or of: "per consult", "van de volwassenen"
    per_en: str = ""
    counted: Counted = ""
    values: dict[int, Value] = Field(default_factory=dict)
    year_is: YearIs = "figure"
    bounds: Bounds | None = None
    no_value_nl: str = ""
    no_value_en: str = ""
    range_kind: RangeKind
    central_kind: CentralKind | Literal["unknown"]
    price_year: Whole | None = None
    price_year_unknown: bool = False  # an amount whose source states no price level
    price_index: str | None = None  # id of the index that moves it to another price level
    exact: bool = False  # a law's norm or an exact register count: no default width
    exact_reason: str = ""
    applies_to_nl: str
    applies_to_en: str
    net_of_nl: str = ""
    net_of_en: str = ""
    payer: tuple[Payer, ...] = ()
    source: Reference
    evidence_grade: Grade
    remark_nl: str = ""
    remark_en: str = ""
    replaced_by: str = ""  # id of the parameter that corrects this one; this one is history
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
    def per(self) -> Words:
        """Give what one of the unit is for or of, in both languages."""
        return Words(self.per_nl, self.per_en)

    @property
    def applies_to(self) -> Words:
        """Give whom or what it holds for, in both languages."""
        return Words(self.applies_to_nl, self.applies_to_en)

    @property
    def net_of(self) -> Words:
        """Give what was already taken off or left in, in both languages."""
        return Words(self.net_of_nl, self.net_of_en)

    @property
    def no_value(self) -> Words:
        """Give why there is no value, in both languages; empty when there is one."""
        return Words(self.no_value_nl, self.no_value_en)

    @property
    def newest(self) -> int:
        """Give the newest year there is a value for; raises ``ValueError`` without values."""
        return max(self.values)

    @property
    def latest(self) -> Value:
        """Give the newest value; raises ``ValueError`` without values."""
        return self.values[self.newest]

    @property
    def support(self) -> Support:
        """Give where its values can lie: any number, above zero, or a share."""
        if self.kind in ("effect", "discount"):
            return "real"
        share = self.kind in SHARE_KINDS and self.unit in SHARE_UNITS
        return "share" if share else "positive"

    def grade(self, year: int | None = None) -> Grade:
        """Give the evidence grade, of a year where it differs."""
        held = self.values.get(self.newest if year is None else year) if self.values else None
        return self.evidence_grade if held is None else held.evidence_grade or self.evidence_grade

    def distribution(self, year: int | None = None) -> Fitted | None:
        """Give the distribution its own range makes, or ``None`` where none may be made.

        Shares between 0 and 1, all else in its own unit. Only the four kinds that say how
        unsure a value is make one (DESIGN.md section 6); another year or a subgroup never.
        """
        if not self.values:
            return None
        held = self.values[self.newest if year is None else year]
        scale = 1 / WHOLE[self.unit] if self.support == "share" else 1.0
        return fit(
            held.value * scale,
            None if held.low is None else held.low * scale,
            None if held.high is None else held.high * scale,
            self.range_kind,
            central_kind="mean" if self.central_kind == "unknown" else self.central_kind,
            support=self.support,
            where=self.id,
        )

    def figure(self, year: int | None = None) -> Figure:
        """Give the value of a year as the source has it, with the range of the source."""
        if not self.values:
            return Figure(
                id=self.id,
                value=None,
                unit=self.unit,
                low=self.bounds.low if self.bounds else None,
                high=self.bounds.high if self.bounds else None,
                range_kind=self.range_kind,
                payer=self.payer[0] if len(self.payer) == 1 else None,
                sources=(f"parameter:{self.id}",),
                flag=Flag.MISSING,
                reason=self.no_value.text(),
            )
        which = self.newest if year is None else year
        held = self.values[which]
        return Figure(
            id=self.id,
            value=held.value,
            unit=self.unit,
            low=held.low,
            high=held.high,
            range_kind=self.range_kind
            if held.low is not None or held.high is not None
            else "none",
            year=None if self.year_is == "read" else which,
            decimals=written_decimals(held.value),
            payer=self.payer[0] if len(self.payer) == 1 else None,
            sources=(f"parameter:{self.id}",),
            reason=None if held.low is not None else text("the source gives no range"),
        )

    def as_source(self, year: int | None = None) -> Source:
        """Give the source as screens and files list it."""
        held = self.values[self.newest if year is None else year] if self.values else None
        place = self.source if held is None else held.source or self.source
        return Source(
            id=f"parameter:{self.id}",
            title=place.title,
            year=place.year,
            url=place.url,
            grade=self.grade(year),
            remark=self.remark_en,
            extra={
                "name_nl": self.name_nl,
                "name_en": self.name_en,
                "range_kind": self.range_kind,
                "checked": self.checked.how,
                "checked_on": self.checked.when.isoformat(),
            },
        )


def check_parameter(parameter: Parameter, where: str) -> None:
    """Check what a schema cannot: units, years, ranges, prices and the presence of a source.

    Raises ``InputError`` that names the file and the key.
    """
    if parameter.unit not in UNITS:
        raise fault("unit", text("the unit '%(unit)s' is not known.", unit=parameter.unit), where)
    _check_values(parameter, where)
    _check_prices(parameter, where)
    if bool(parameter.per_nl) != bool(parameter.per_en):
        raise fault("per_en", text("it is there in one language only."), where)
    if parameter.exact and not parameter.exact_reason:
        raise fault("exact_reason", text("an exact value says why it is exact."), where)
    check_address("source.url", parameter.source.url, where)


def _check_file(parameter: Parameter, where: str) -> None:
    """Check a file: as ``check_parameter``, and that its sources can be looked up."""
    check_parameter(parameter, where)
    latest = parameter.dated.year
    check_year("source.year", parameter.source.year, latest, where)
    check_once("payer", parameter.payer, where)
    for year, held in parameter.values.items():
        if held.source is not None:
            check_address(f"values.{year}.source.url", held.source.url, where)
            check_year(f"values.{year}.source.year", held.source.year, latest, where)


def _check_values(parameter: Parameter, where: str) -> None:
    ranged = False
    for year, held in parameter.values.items():
        key = f"values.{year}"
        if (
            not _OLDEST_YEAR
            <= year
            <= parameter.dated.year + _FORECAST * (parameter.counted == "forecast") + 1
        ):
            raise fault(key, text("the year lies outside what is possible."), where)
        low, high = held.low, held.high
        lowest = held.value if low is None else low
        highest = held.value if high is None else high
        if not lowest <= held.value <= highest:
            raise fault(key, text("the value does not lie between its low and high."), where)
        if parameter.range_kind == "ci95" and (low is None) != (high is None):
            raise fault(key, text("a range has a low and a high."), where)
        ranged = ranged or low is not None or high is not None
        if parameter.support == "positive" and lowest <= 0:
            raise fault(key, text("a value of this kind is above zero."), where)
        if parameter.support == "share" and not 0 <= lowest <= highest <= WHOLE[parameter.unit]:
            raise fault(key, text("a share lies between nothing and everything."), where)
    if not parameter.values:
        ranged = parameter.bounds is not None
        if not parameter.no_value_nl or not parameter.no_value_en:
            raise fault("values", text("without a value it says why, in two languages."), where)
    elif parameter.bounds is not None or parameter.no_value:
        raise fault("no_value_nl", text("there is a value, so nothing to explain."), where)
    if parameter.range_kind == "none" and ranged:
        raise fault("range_kind", text("there is a low or high, but no kind of range."), where)
    if parameter.range_kind != "none" and not ranged:
        raise fault("range_kind", text("there is a kind of range, but no range."), where)


def _check_prices(parameter: Parameter, where: str) -> None:
    stated = parameter.price_year is not None or parameter.price_year_unknown
    if (parameter.unit in MONEY_UNITS) != stated:
        raise fault("price_year", text("an amount of money, and only that, has one."), where)
    if parameter.price_year is not None and parameter.price_year_unknown:
        raise fault("price_year_unknown", text("there is a price year."), where)
    if parameter.unit in EURO_UNITS and parameter.price_index is None:
        raise fault("price_index", text("an amount of money names its price index."), where)


def read_parameters(folder: Path) -> dict[str, Parameter]:
    """Read every parameter file of a folder, by id in alphabetical order.

    Raises ``InputError`` that names file and key when a file is wrong or its name is not
    its id, or when two files hold the same row.
    """
    found = read_folder(Parameter, folder, _check_file)
    rows: dict[str, str] = {}
    for parameter in found.values():
        file = f"{parameter.id}.toml"
        for row in [parameter.id, *(held.row for held in parameter.values.values() if held.row)]:
            if row in rows:
                raise fault("row", text("it is already in %(file)s.", file=rows[row]), file)
            rows[row] = file
    for parameter in found.values():
        if parameter.replaced_by and parameter.replaced_by not in rows:
            raise fault(
                "replaced_by",
                text("'%(id)s' is not there.", id=parameter.replaced_by),
                f"{parameter.id}.toml",
            )
    return found


@cache
def parameters() -> dict[str, Parameter]:
    """Give the parameters that come with Weefsel."""
    return read_parameters(Path(str(resources.files("weefsel.evidence"))) / "data/parameters")


def rows(held: dict[str, Parameter]) -> dict[str, tuple[str, int]]:
    """Give for every row id the parameter and year that hold it."""
    found = {
        parameter.id: (parameter.id, max(parameter.values, default=0))
        for parameter in held.values()
    }
    for parameter in held.values():
        for year, value in parameter.values.items():
            if value.row:
                found[value.row] = (parameter.id, year)
    return found
