"""An own value as pages show it: beside the value of research, with who gave it and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from weefsel.base.errors import InputError
from weefsel.base.figure import Figure, Source
from weefsel.base.language import Text
from weefsel.evidence.chain import Chain
from weefsel.evidence.parameter import Parameter
from weefsel.web.accounts.models import House
from weefsel.web.accounts.rights import decide
from weefsel.web.accounts.shown import lang
from weefsel.web.choose.models import Override
from weefsel.weigh.choice import Replacement
from weefsel.weigh.replaced import counts_in, refused, replaceable, stand_in


def as_replacement(own: Override) -> Replacement:
    """Give an own value as recipes hold it."""
    return Replacement(
        id=own.parameter,
        value=own.value,
        low=own.low,
        high=own.high,
        range_kind=own.range_kind,  # type: ignore[arg-type]
        year=own.year,
        price_year=own.price_year,
        reason=own.reason,
        source=own.source,
        url=own.url,
        dated=timezone.localdate(own.changed_at).isoformat(),
    )


def own_source(own: Override) -> Source:
    """Give where an own value comes from, for the notes of a page."""
    return Source(id=f"own:{own.pk}", title=own.source, year=own.year, url=own.url)


@dataclass(frozen=True)
class Row:
    """A parameter with the own value of a house, where it has or had one.

    ``figure`` is the own value that holds now, ``kept`` what is stored of it, withdrawn or
    not. ``chains`` are those in which it counts; empty means it is kept and shown only.
    """

    parameter: Parameter
    house: House
    kept: Override | None
    figure: Figure | None
    chains: tuple[Chain, ...]
    refused: Text | None
    may: bool
    fault: bool = False  # the own value no longer fits the figure

    @property
    def name(self) -> str:
        """Give the name of the parameter in the language of the page."""
        return self.parameter.name.render(lang())

    @property
    def original(self) -> Figure:
        """Give the value of research, as its source has it."""
        return self.parameter.figure()

    @property
    def own(self) -> Override | None:
        """Give the own value that holds, ``None`` when there is none or it was withdrawn."""
        return self.kept if self.figure is not None else None

    @property
    def sources(self) -> dict[str, Source]:
        """Give the sources of both values."""
        held = {f"parameter:{self.parameter.id}": self.parameter.as_source()}
        return (
            held if self.kept is None else {**held, f"own:{self.kept.pk}": own_source(self.kept)}
        )


def row(held: Parameter, house: House, kept: Override | None, *, may: bool) -> Row:
    """Give a parameter with what a house keeps in its place."""
    counts = held.id in replaceable({held.id: held})
    try:
        figure, fault = _figure(kept, held), False
    except InputError:
        figure, fault = None, True
    return Row(
        parameter=held,
        house=house,
        kept=kept,
        figure=figure,
        chains=counts_in(held.id) if counts else (),
        refused=refused(held),
        may=may,
        fault=fault,
    )


def fits(own: Override, held: Parameter) -> bool:
    """Tell whether an own value can still stand in for a figure, which may be renewed since."""
    try:
        stand_in(as_replacement(own), held)
    except InputError:
        return False
    return True


def _figure(own: Override | None, held: Parameter) -> Figure | None:
    if own is None or own.withdrawn_at is not None:
        return None
    made = stand_in(as_replacement(own), held).figure()
    return replace(made, sources=(f"own:{own.pk}",))


def of_house(request: HttpRequest, held: Parameter) -> Row | None:
    """Give a parameter with the own value of the visitor's house, for who may see those."""
    house: Any = getattr(request, "house", None)
    if house is None or not decide(request.user, "override.see", house).allowed:
        return None
    kept = Override.objects.filter(house=house, parameter=held.id).select_related("author").first()
    return row(held, house, kept, may=decide(request.user, "override.edit", house).allowed)
