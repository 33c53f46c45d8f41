"""Where a parameter is used: on arrows, as a default, in studies, cases and corrections."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from weefsel.evidence.business_case import business_cases
from weefsel.evidence.chain import Chain, chains, drawings
from weefsel.evidence.intervention import interventions
from weefsel.evidence.parameter import parameters, rows
from weefsel.evidence.study import studies
from weefsel.evidence.words import Words

Place = Literal["arrow", "input", "cost", "study", "case", "price_index", "replaces"]


@dataclass(frozen=True)
class Use:
    """One place that uses a parameter: the kind of place, its id and its name."""

    place: Place
    id: str
    name: Words
    part: str = ""  # the arrow or input within a chain


@cache
def all_uses() -> dict[str, tuple[Use, ...]]:
    """Give for every parameter that is used where it is used."""
    found: dict[str, list[Use]] = {}

    def note(parameter: str, use: Use) -> None:
        found.setdefault(parameter, []).append(use)

    for drawing in drawings().values():
        for arrow in drawing.arrow:
            for one in arrow.parameters:
                note(one, Use("arrow", drawing.id, drawing.name, arrow.id))
        if isinstance(drawing, Chain):
            for wanted in drawing.input:
                if wanted.default_parameter:
                    note(
                        wanted.default_parameter,
                        Use("input", drawing.id, drawing.name, wanted.key),
                    )
    for made in interventions().values():
        if made.cost is not None and made.cost.parameter:
            note(made.cost.parameter, Use("cost", made.id, Words(made.name, made.name)))
    for study in studies().values():
        if study.parameter:
            note(study.parameter, Use("study", study.id, study.measured))
    for case in business_cases().values():
        for one in case.parameters:
            note(one, Use("case", case.id, case.name))
    of_row = rows(parameters())
    for held in parameters().values():
        if held.price_index is not None:
            note(held.price_index, Use("price_index", held.id, held.name))
        if held.replaced_by:
            note(of_row[held.replaced_by][0], Use("replaces", held.id, held.name))
    return {key: tuple(uses) for key, uses in found.items()}


def uses(parameter: str) -> tuple[Use, ...]:
    """Give where a parameter is used; empty when nowhere."""
    return all_uses().get(parameter, ())


@cache
def weighed() -> tuple[str, ...]:
    """Give the parameters that can enter a result: of chains that weigh, indices, discounting."""
    found = {one.id for one in parameters().values() if one.kind in {"price_index", "discount"}}
    for chain in chains().values():
        counted = [arrow for arrow in chain.arrow if arrow.role != "shown"]
        found |= {one for arrow in counted for one in arrow.parameters}
        found |= {wanted.default_parameter for wanted in chain.input if wanted.default_parameter}
    return tuple(sorted(found))
