"""The methods and the catalogue, as the sources page tells them."""

from __future__ import annotations

from dataclasses import dataclass

from weefsel.atlas.indicator import CONDITIONS, Indicator, catalogue
from weefsel.base.figure import Figure, Source
from weefsel.base.language import Text, text
from weefsel.evidence.assumption import assumptions
from weefsel.evidence.parameter import parameters
from weefsel.scan.method import Value, method
from weefsel.scan.reasons import CONDITION_NAMES, NO_RANGE_OF_CHOICE
from weefsel.scan.result import COMPUTED


@dataclass(frozen=True)
class Step:
    """One number of the method: what it means, its value, where it comes from."""

    id: str
    description: Text
    source: str
    figure: Figure


@dataclass(frozen=True)
class Group:
    """The indicators of one condition, core set first."""

    key: str
    name: Text
    indicators: tuple[Indicator, ...]


def scan_method() -> tuple[Step, ...]:
    """Give the numbers of the scan's method."""
    found = []
    for key, value in method():
        if isinstance(value, Value):
            source = f"assumption:scan_{key}"
            decimals = len(f"{value.value:g}".partition(".")[2])
            figure = Figure(
                id=f"method:{key}",
                value=value.value,
                decimals=decimals,
                sources=(source,),
                reason=NO_RANGE_OF_CHOICE,
            )
            found.append(Step(source, text(value.description), value.source, figure))
    return tuple(found)


def computations() -> tuple[Source, ...]:
    """Give how computed figures of a scan are made."""
    return tuple(COMPUTED.values())


def known() -> dict[str, Source]:
    """Give the sources of parameters, assumptions and methods by id."""
    found = {f"parameter:{one.id}": one.as_source() for one in parameters().values()}
    found |= {f"assumption:{one.id}": one.as_source() for one in assumptions().values()}
    return {**found, **method().sources(), **COMPUTED}


def catalogue_by_condition() -> tuple[Group, ...]:
    """Give every indicator under its condition, the context last."""
    return tuple(
        Group(
            key,
            CONDITION_NAMES.get(key, text("context")),
            tuple(
                sorted(
                    (one for one in catalogue().values() if one.condition == key),
                    key=lambda one: (not one.core, one.id),
                )
            ),
        )
        for key in (*CONDITIONS, "context")
    )
