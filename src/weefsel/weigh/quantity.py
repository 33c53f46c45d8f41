"""Quantities: what enters a computation, with its distribution, its figure and its source.

A quantity comes from the user, from a parameter or from an assumption. Its stream of
random numbers is keyed by what it is, so that options share the draws of what they share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from weefsel.base.distributions import (
    P5,
    P95,
    CentralKind,
    Distribution,
    Fitted,
    Fixed,
    RangeKind,
    Support,
    ZeroMixed,
    default_width,
    fit,
    includes_zero,
    prediction,
    quantile,
)
from weefsel.base.draws import Array, DrawPlan, uniforms
from weefsel.base.figure import Figure, Source
from weefsel.base.language import Text, text
from weefsel.base.numbers import significant_decimals
from weefsel.evidence.assumption import Assumption
from weefsel.evidence.chain import DISPUTED, Arrow, Input
from weefsel.evidence.parameter import Parameter
from weefsel.evidence.price_index import GENERAL_INDEX, factor, last_year
from weefsel.evidence.words import Words
from weefsel.weigh.choice import Own

OWN_VALUE = "own:parameter."  # id of an own value in place of a parameter, before the latter's
PERCENT = 100.0  # shares are computed with, percentages are shown
LEVEL = 0.90  # between P5 and P95


class MissingEvidenceError(Exception):
    """A parameter or assumption that a figure needs is not there: the figure is p.m."""

    def __init__(self, missing: str) -> None:
        self.missing = missing
        super().__init__(missing)

    def words(self) -> Text:
        """Say what is missing."""
        return text("not counted: '%(id)s' is missing from the evidence", id=self.missing)


@dataclass(frozen=True)
class Quantity:
    """One quantity: central value and distribution in computing units, figure as shown."""

    id: str  # also the id of its source
    stream: str
    kind: str  # own, parameter, assumption
    name: Words
    value: float
    distribution: Distribution
    figure: Figure
    source: Source
    grade: str = ""
    remark: Text | None = None
    also: tuple[str, ...] = ()  # further sources: an index, a default width
    gap: float = 0.0  # centre of the distribution minus the source's, in shown units

    @property
    def sources(self) -> tuple[str, ...]:
        """Give the ids of all its sources."""
        return (self.id, *self.also)

    def draw(self, plan: DrawPlan, scramble: int) -> Array:
        """Draw it in one scramble, shape (draw,)."""
        return self.distribution.ppf(uniforms(plan, self.stream, scramble))


def _scaled(held: float | None, scale: float) -> float | None:
    return None if held is None else held * scale


@dataclass
class Book:
    """Collects the quantities of one run, each made once, in the order of first use.

    ``originals`` are the parameters of research whose place an own value of the recipe took.
    """

    parameters: Mapping[str, Parameter]
    assumptions: Mapping[str, Assumption]
    originals: Mapping[str, Parameter] = field(default_factory=dict)
    quantities: dict[str, Quantity] = field(default_factory=dict)
    price_steps: dict[tuple[str, int], float] = field(default_factory=dict)  # index, from year
    sources: dict[str, Source] = field(default_factory=dict)

    def held(self, parameter_id: str) -> Parameter:
        """Give a parameter; raises ``MissingEvidenceError`` when it is not there."""
        try:
            return self.parameters[parameter_id]
        except KeyError:
            raise MissingEvidenceError(parameter_id) from None

    def assumed(self, assumption_id: str) -> Assumption:
        """Give an assumption; raises ``MissingEvidenceError`` when it is not there."""
        try:
            made = self.assumptions[assumption_id]
        except KeyError:
            raise MissingEvidenceError(assumption_id) from None
        self.sources.setdefault(f"assumption:{assumption_id}", made.as_source())
        return made

    def price_level(self) -> int:
        """Give the year whose prices everything is in: the last of the general index."""
        return last_year(self.held(GENERAL_INDEX))

    def _to_level(self, index_id: str, paid: int, where: str) -> float:
        """Give the factor from the prices of a year to the price level of the result."""
        index = self.held(index_id)
        step = factor(index, paid, self.price_level(), where=where)
        self.sources.setdefault(f"parameter:{index.id}", index.as_source())
        self.price_steps[index.id, paid] = step
        return step

    def _width(self, grade: str, *, effect: bool) -> tuple[float, tuple[str, ...]]:
        width = self.assumed(f"width_{grade.lower()}")
        also: tuple[str, ...] = (f"assumption:{width.id}",)
        size = width.value
        if effect:
            twice = self.assumed("width_effect_factor")
            also = (*also, f"assumption:{twice.id}")
            size *= twice.value
        return size, also

    def parameter(self, parameter_id: str) -> Quantity:
        """Give a parameter as a quantity, at the price level of the result.

        Raises ``MissingEvidenceError`` when it, its index or its default width is missing.
        """
        held = self.held(parameter_id)
        known = self.quantities.get(self._id(held))
        if known is not None:
            return known
        own, newest = held.id in self.originals, held.latest
        show, also = 1.0, list[str]()
        if held.price_year is not None and held.price_index is not None:
            show = self._to_level(held.price_index, held.price_year, held.id)
            also.append(f"parameter:{held.price_index}")
        scale = show / PERCENT if held.unit == "percent" else show
        if held.exact:
            return self._keep_exact(held, newest.value * scale, newest.value * show, also)
        central: CentralKind = "mean" if held.central_kind == "unknown" else held.central_kind
        fitted = fit(
            newest.value * scale,
            _scaled(newest.low, scale),
            _scaled(newest.high, scale),
            held.range_kind,
            central_kind=central,
            support=held.support,
            where=held.id,
        )
        if fitted is None:
            width, marks = self._width(held.evidence_grade, effect=held.kind == "effect")
            also.extend(marks)
            fitted = default_width(newest.value * scale, width, support=held.support)
        return self._keep(
            Quantity(
                id=self._id(held),
                stream=f"parameter:{held.id}",
                kind="own" if own else "parameter",
                name=held.name,
                value=newest.value * scale,
                distribution=fitted.distribution,
                figure=_figure(held.id, newest.value * scale, fitted, held.unit, scale / show),
                source=self._own_source(held) if own else held.as_source(),
                grade="" if own else held.evidence_grade,
                remark=_remark(held),
                also=tuple(also),
                gap=fitted.gap * show / scale,
            )
        )

    def _own_source(self, held: Parameter) -> Source:
        """Give where an own value comes from; nobody graded it."""
        source, latest = held.as_source(), held.latest
        url = latest.source.url.strip() if latest.source is not None else ""
        return replace(source, id=self._id(held), grade="", url=url)

    def _id(self, held: Parameter) -> str:
        """Give the id of a parameter as a quantity; an own value in its place is told apart."""
        own = held.id in self.originals
        return f"{OWN_VALUE}{held.id}" if own else f"parameter:{held.id}"

    def _keep_exact(
        self, held: Parameter, value: float, shown: float, also: list[str]
    ) -> Quantity:
        figure = Figure(
            id=held.id,
            value=shown,
            unit=held.unit,
            decimals=held.figure().decimals,
            sources=(f"parameter:{held.id}", *also),
            reason=text("an exact value: a norm, a convention or a count"),
        )
        return self._keep(
            Quantity(
                id=f"parameter:{held.id}",
                stream=f"parameter:{held.id}",
                kind="parameter",
                name=held.name,
                value=value,
                distribution=Fixed(value),
                figure=figure,
                source=held.as_source(),
                grade=held.evidence_grade,
                remark=_remark(held),
                also=tuple(also),
            )
        )

    def effect(self, arrow: Arrow) -> Quantity:
        """Give the effect on an arrow as its prediction interval in a new place.

        Where studies disagree (MIXED, CONTRADICTED) the range includes zero. Raises
        ``MissingEvidenceError`` when the effect or an assumption is missing.
        """
        parameter_id = arrow.parameters[0]
        known = self.quantities.get(f"parameter:{parameter_id}")
        if known is not None:
            return known
        held = self.held(parameter_id)
        newest = held.latest
        also: tuple[str, ...] = ()
        made: Distribution
        if held.range_kind == "ci95" and newest.low is not None and newest.high is not None:
            tau = self.assumed("tau_effect")
            also = (f"assumption:{tau.id}",)
            made = prediction(newest.value, newest.low, newest.high, tau.value)
        else:
            width, also = self._width(held.evidence_grade, effect=True)
            made = default_width(newest.value, width).distribution
        if arrow.verdict in DISPUTED and not includes_zero(made):
            zero = self.assumed("zero_mass")
            also = (*also, f"assumption:{zero.id}")
            made = ZeroMixed(made, zero.value)
        figure = Figure(
            id=held.id,
            value=newest.value,
            unit=held.unit,
            low=quantile(made, P5),
            high=quantile(made, P95),
            level=LEVEL,
            range_kind="prediction",
            sources=(f"parameter:{held.id}", *also),
        )
        return self._keep(
            Quantity(
                id=f"parameter:{held.id}",
                stream=f"parameter:{held.id}",
                kind="parameter",
                name=held.name,
                value=newest.value,
                distribution=made,
                figure=figure,
                source=held.as_source(),
                grade=held.evidence_grade,
                remark=_remark(held),
                also=also,
            )
        )

    def assumption(self, assumption_id: str) -> Quantity:
        """Give an assumption with a range as a quantity of its own.

        Raises ``MissingEvidenceError`` when it is missing.
        """
        known = self.quantities.get(f"assumption:{assumption_id}")
        if known is not None:
            return known
        made = self.assumed(assumption_id)
        fitted = fit(
            made.value,
            made.low,
            made.high,
            made.range_kind,
            central_kind="median",
            support="positive",
            where=made.id,
        )
        return self._keep(
            Quantity(
                id=f"assumption:{made.id}",
                stream=f"assumption:{made.id}",
                kind="assumption",
                name=made.name,
                value=made.value,
                distribution=Fixed(made.value) if fitted is None else fitted.distribution,
                figure=made.figure(),
                source=made.as_source(),
                remark=made.reason.text(),
            )
        )

    def own(self, where: str, item: str, own: Own, wanted: Input) -> Quantity:
        """Give a figure of the user as a quantity, at the price level of the result.

        ``where`` tells option and act ("close.1"), ``item`` the provision: two acts on one
        provision share the draws. Without a range the default width of its grade is used
        and marked as our assumption. Raises ``MissingEvidenceError`` when an index or width is
        missing and ``InputError`` when its price year lies outside the index.
        """
        key = f"own:{where}.{wanted.key}"
        known = self.quantities.get(key)
        if known is not None:
            return known
        scale, also = 1.0, tuple[str, ...]()
        if wanted.unit.startswith("eur"):
            level = self.price_level()
            paid = level if own.price_year is None else own.price_year
            if paid != level:
                place = f"{where}.{wanted.key}.price_year"
                scale = self._to_level(GENERAL_INDEX, paid, place)
                also = (f"parameter:{GENERAL_INDEX}",)
        grade = own.evidence_grade or wanted.default_grade
        central: CentralKind = "mode" if own.range_kind == "min_max" else "mean"
        fitted = _own_fit(own, scale, wanted.support, central, key)
        if fitted is None:
            width, marks = self._width(grade, effect=False)
            also = (*also, *marks)
            fitted = default_width(own.value * scale, width, support=wanted.support)
        shown = PERCENT if wanted.support == "share" else 1.0
        title = own.source
        return self._keep(
            Quantity(
                id=key,
                stream=f"own:{item}:{wanted.key}",
                kind="own",
                name=wanted.name,
                value=own.value * scale,
                distribution=fitted.distribution,
                figure=_figure(wanted.key, own.value * scale, fitted, wanted.unit, 1 / shown),
                source=Source(
                    id=key,
                    title=title,
                    grade=own.evidence_grade or "",
                    extra={
                        "name_nl": wanted.name_nl,
                        "name_en": wanted.name_en,
                        "range_kind": own.range_kind,
                    },
                ),
                grade=own.evidence_grade or "",
                also=also,
                gap=fitted.gap * shown,
            )
        )

    def _keep(self, quantity: Quantity) -> Quantity:
        figure = quantity.figure
        if figure.sources != quantity.sources:
            quantity = replace(quantity, figure=replace(figure, sources=quantity.sources))
        self.quantities[quantity.id] = quantity
        self.sources[quantity.id] = quantity.source
        return quantity


def _own_fit(
    own: Own, scale: float, support: Support, central: CentralKind, where: str
) -> Fitted | None:
    kind: RangeKind = own.range_kind
    return fit(
        own.value * scale,
        _scaled(own.low, scale),
        _scaled(own.high, scale),
        kind,
        central_kind=central,
        support=support,
        where=where,
    )


def _figure(
    figure_id: str, value: float, fitted: Fitted, unit: str, computing_unit: float
) -> Figure:
    """Show a quantity; ``computing_unit`` is one shown unit in computing units."""
    shown = value / computing_unit
    fixed = fitted.low == fitted.high
    return Figure(
        id=figure_id,
        value=shown,
        unit=unit,
        low=None if fixed else fitted.low / computing_unit,
        high=None if fixed else fitted.high / computing_unit,
        level=None if fixed else fitted.level,
        range_kind="none" if fixed else fitted.range_kind,
        decimals=_places(shown),
        reason=text("given as an exact amount") if fixed else None,
    )


def _places(value: float) -> int:
    """Give the decimals an input is shown with: all of a whole number, else three digits."""
    if abs(value - round(value)) < 1e-9 or value == 0:
        return 0
    return max(0, significant_decimals(value, 3))


def _remark(held: Parameter) -> Text | None:
    if held.price_year is None or not held.remark:
        return held.remark.text() if held.remark else None
    return text(
        "In the source %(value)s in prices of %(year)s. %(remark)s",
        value=held.figure(),
        year=str(held.price_year),
        remark=held.remark,
    )
