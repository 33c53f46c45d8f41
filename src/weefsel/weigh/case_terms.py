"""The terms of a case as quantities: value, distribution, source, and what we added to them.

A term that stands in several posts with the same name, number and source is one quantity, so
its draws are shared: the same people who cost money are those who gain.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from weefsel.base.distributions import (
    P5,
    P95,
    Distribution,
    Fixed,
    Support,
    default_width,
    fit,
    quantile,
)
from weefsel.base.draws import Array, DrawPlan, uniforms
from weefsel.base.figure import Figure, Source
from weefsel.base.language import text
from weefsel.evidence.assumption import Assumption
from weefsel.evidence.parameter import Parameter
from weefsel.evidence.price_index import GENERAL_INDEX, factor, last_year
from weefsel.weigh.case import Case, Term
from weefsel.weigh.case_rules import EURO
from weefsel.weigh.quantity import LEVEL, PERCENT, Book

UNGRADED = "C"  # the default width of a stated number that nobody graded
_MIDDLE = 0.005  # of the width: a value this near the middle of its range lies in it
_KEY = 16  # signs of the hash that names a term: enough to tell thousands apart


@dataclass(frozen=True)
class Quantity:
    """A term in computing units: a share as 0 to 1, money at the price level of the case."""

    id: str
    name: str
    value: float
    distribution: Distribution
    figure: Figure
    source: Source
    support: Support
    assumed: bool  # its range is our default width
    grade: str = ""

    @property
    def fixed(self) -> bool:
        """Tell whether it does not vary."""
        return isinstance(self.distribution, Fixed)

    def draw(self, plan: DrawPlan, scramble: int) -> Array:
        """Draw it in one scramble, shape (draw,)."""
        return self.distribution.ppf(uniforms(plan, self.id, scramble))


@dataclass
class Terms:
    """Collects the quantities of a case, each made once, in order of first use."""

    case: Case
    parameters: Mapping[str, Parameter]
    assumptions: Mapping[str, Assumption]
    held: dict[str, Quantity] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Keep a book for the parameters that terms name."""
        self._book = Book(self.parameters, self.assumptions)

    @property
    def price_year(self) -> int | None:
        """Give the year whose prices the case is in; none where amounts stand as they are."""
        if self.case.price_year == "nominal" or self.case.currency != EURO:
            return self.case.price_year if isinstance(self.case.price_year, int) else None
        if self.case.price_year is None:
            return last_year(self.parameters[GENERAL_INDEX])
        return int(self.case.price_year)

    def add(self, term: Term, where: str, *, share: bool = False) -> str:
        """Enter a term and give its id.

        Raises ``InputError`` when a price year lies outside the index or a range does not
        fit what the number can be.
        """
        made = self._named(term) if term.parameter else self._stated(term, where, share)
        if made.id not in self.held:
            self.held[made.id] = made
            self.sources.setdefault(made.source.id, made.source)
        return made.id

    def _named(self, term: Term) -> Quantity:
        found = self._book.parameter(term.parameter)
        self.sources.update(self._book.sources)
        scale = 1.0
        if found.figure.unit.startswith("eur") and self.price_year is not None:
            level = last_year(self.parameters[GENERAL_INDEX])
            scale = self._step(level, self.price_year, term.parameter)
        held = self.parameters[term.parameter]
        return Quantity(
            id=found.id,
            name=term.name,
            value=found.value * scale,
            distribution=_Scaled.of(found.distribution, scale),
            figure=found.figure,
            source=found.source,
            support=held.support,
            assumed=any(one.startswith("assumption:width") for one in found.also),
            grade=found.grade,
        )

    def _step(self, paid: int, level: int, where: str) -> float:
        if paid == level:
            return 1.0
        index = self.parameters[GENERAL_INDEX]
        self.sources.setdefault(f"parameter:{index.id}", index.as_source())
        return factor(index, paid, level, where=where)

    def _stated(self, term: Term, where: str, share: bool) -> Quantity:
        assert term.value is not None
        scale = 1.0
        if term.money and term.price_year is not None and self.price_year is not None:
            scale = self._step(term.price_year, self.price_year, f"{where}.price_year")
        is_share = share or term.share
        support = _support(term, is_share)
        value = term.value * scale
        distribution, assumed = self._spread(term, scale, support, where)
        key = _key(term, where)
        unit = "percent" if is_share else ("eur" if self.case.currency == EURO else "count")
        shown = PERCENT if is_share else 1.0
        fixed = isinstance(distribution, Fixed)
        also = (f"assumption:width_{(term.evidence_grade or UNGRADED).lower()}",)
        return Quantity(
            id=key,
            name=term.name,
            value=value,
            distribution=distribution,
            figure=Figure(
                id=key,
                value=value * shown,
                unit=unit if is_share or term.money else "count",
                low=None if fixed else quantile(distribution, P5) * shown,
                high=None if fixed else quantile(distribution, P95) * shown,
                level=None if fixed else LEVEL,
                range_kind="none" if fixed else "p5_p95",
                sources=(key, *also) if assumed else (key,),
                reason=text("an exact value: a norm, a convention or a count") if fixed else None,
            ),
            source=Source(id=key, title=term.source, grade=term.evidence_grade or ""),
            support=support,
            assumed=assumed,
            grade=term.evidence_grade or "",
        )

    def _spread(
        self, term: Term, scale: float, support: Support, where: str
    ) -> tuple[Distribution, bool]:
        assert term.value is not None
        value = term.value * scale
        if term.exact or value == 0:
            return Fixed(value), False
        if term.low is not None and term.high is not None:
            made = fit(
                value,
                term.low * scale,
                term.high * scale,
                term.range_kind,
                central_kind="mode" if term.range_kind == "min_max" else "mean",
                support=support,
                where=where,
            )
            if made is not None:
                return made.distribution, False
        width = self.assumptions[f"width_{(term.evidence_grade or UNGRADED).lower()}"]
        self.sources.setdefault(f"assumption:{width.id}", width.as_source())
        return default_width(value, width.value, support=support).distribution, True


@dataclass(frozen=True)
class _Scaled:
    """A distribution times a price step."""

    inner: Distribution
    scale: float

    @classmethod
    def of(cls, inner: Distribution, scale: float) -> Distribution:
        if scale == 1:
            return inner
        if isinstance(inner, Fixed):
            return Fixed(inner.value * scale)
        return cls(inner, scale)

    @property
    def family(self) -> str:
        """Give the name of the family."""
        return self.inner.family

    def ppf(self, uniform: Array) -> Array:
        """Give the quantiles at uniform numbers, same shape."""
        return self.inner.ppf(uniform) * self.scale

    def central(self, kind: str) -> float:
        """Give the mean, median or mode."""
        return self.inner.central(kind) * self.scale  # type: ignore[arg-type]


def _support(term: Term, share: bool) -> Support:
    held = [one for one in (term.value, term.low, term.high) if one is not None]
    # A range that touches or crosses zero is that of something that can go either way.
    if any(one <= 0 for one in held):
        return "real"
    if share:
        return "real" if any(one >= 1 for one in held) else "share"
    # Given as plus and minus the same: the source means a normal spread, not a skewed one.
    low, high = term.low, term.high
    if term.range_kind == "ci95" and low is not None and high is not None and term.value:
        middle = (low + high) / 2
        if abs(middle - term.value) <= (high - low) * _MIDDLE:
            return "real"
    return "positive"


def _key(term: Term, where: str) -> str:
    """Name a term by all that it says, so that the same statement is one quantity.

    Without a name nobody said that two equal numbers are about the same thing.
    """
    said = "|".join(
        str(one)
        for one in (
            term.name.strip().lower() or where,
            term.value,
            term.low,
            term.high,
            term.range_kind,
            term.exact,
            term.source.strip().lower(),
            term.price_year,
        )
    )
    return f"term:{hashlib.sha256(said.encode()).hexdigest()[:_KEY]}"
