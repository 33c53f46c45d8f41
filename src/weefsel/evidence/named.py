"""Where an intervention is named: in chains, light interventions, methods and cases."""

from __future__ import annotations

from dataclasses import dataclass

from weefsel.evidence.business_case import Case, business_cases
from weefsel.evidence.chain import Arrow, Drawing, drawings
from weefsel.evidence.register import Entry, light_interventions, methods


@dataclass(frozen=True)
class InChain:
    """A chain with the arrows that rest on studies of the intervention."""

    chain: Drawing
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True)
class Named:
    """Everything that names one intervention."""

    chains: tuple[InChain, ...]
    light: tuple[Entry, ...]
    methods: tuple[Entry, ...]
    cases: tuple[Case, ...]

    def __bool__(self) -> bool:
        """Tell whether anything names it."""
        return bool(self.chains or self.light or self.methods or self.cases)


def named(intervention: str) -> Named:
    """Give everything that names an intervention; empty when nothing does."""
    resting = [
        InChain(chain, tuple(one for one in chain.arrow if intervention in one.studies))
        for chain in drawings().values()
    ]
    return Named(
        chains=tuple(one for one in resting if one.arrows),
        light=_entries(light_interventions().entry, intervention),
        methods=_entries(methods().entry, intervention),
        cases=tuple(one for one in business_cases().values() if one.intervention == intervention),
    )


def _entries(entries: tuple[Entry, ...], intervention: str) -> tuple[Entry, ...]:
    return tuple(one for one in entries if one.intervention == intervention)
