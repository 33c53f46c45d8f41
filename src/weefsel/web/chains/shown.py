"""What the pages of chains print: an arrow with its words, figures and studies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from weefsel.base.figure import Source
from weefsel.evidence.chain import Arrow, Chain, Drawing
from weefsel.evidence.intervention import interventions
from weefsel.evidence.parameter import parameters
from weefsel.evidence.words import Words
from weefsel.report.arena_words import (
    MEANINGS,
    VERDICT_WORDS,
    VERDICTS,
    association,
    count,
    state,
    unknown,
    verdicts,
)
from weefsel.weigh.tables import payer_name


def rows(drawing: Drawing) -> list[dict[str, Any]]:
    """Give the arrows of a chain in the order of their numbers."""
    return [_row(arrow, number, drawing) for number, arrow in enumerate(drawing.arrow, 1)]


def _row(arrow: Arrow, number: int, drawing: Drawing) -> dict[str, Any]:
    known, numbers = interventions(), {one.id: at for at, one in enumerate(drawing.arrow, 1)}
    return {
        "number": number,
        "arrow": arrow,
        "start": Words(arrow.from_nl, arrow.from_en),
        "end": Words(arrow.to_nl, arrow.to_en),
        "verdict": VERDICT_WORDS[arrow.verdict],
        "meaning": MEANINGS[arrow.verdict],
        "apart": association(arrow),
        "after": [numbers[one] for one in arrow.after],
        "figures": [(parameters()[one], parameters()[one].figure()) for one in arrow.parameters],
        "studies": [known[one] for one in arrow.studies if one in known],
        "collects": [payer_name(one) for one in arrow.collects],
        "remark": Words(arrow.remark_nl, arrow.remark_en),
    }


def collectors(drawing: Drawing) -> list[dict[str, Any]]:
    """Give who collects, with the numbers of the arrows from which, and who invests too."""
    found: dict[str, list[int]] = {}
    for number, arrow in enumerate(drawing.arrow, 1):
        for payer in arrow.collects:
            found.setdefault(payer, []).append(number)
    return [
        {"name": payer_name(payer), "arrows": numbers, "invests": payer in drawing.investor}
        for payer, numbers in found.items()
    ]


def summary(drawing: Drawing) -> dict[str, Any]:
    """Give one chain for the list: what it is, its state, its arrows by verdict."""
    return {
        "chain": drawing,
        "state": state(drawing),
        "verdicts": [
            (key, VERDICT_WORDS[key], count(f"{drawing.id}_{key.lower()}", number))
            for key, number in verdicts(drawing).items()
        ],
    }


def legend() -> list[tuple[str, Any, Any]]:
    """Give every verdict with its word and what it means."""
    return [(key, VERDICT_WORDS[key], MEANINGS[key]) for key in VERDICTS]


def uncounted(drawing: Drawing) -> list[dict[str, Any]]:
    """Give what counts but cannot be counted, where the chain says so."""
    if not isinstance(drawing, Chain):
        return []
    return [
        {"name": one.name, "payer": payer_name(one.payer), "words": one.words}
        for one in drawing.uncounted
    ]


def parts(drawing: Drawing) -> dict[str, list[dict[str, Any]]]:
    """Give the arrows that are told apart: without evidence, and mere associations."""
    held = rows(drawing)
    missing = {arrow.id for arrow in unknown(drawing)}
    return {
        "unknown": [row for row in held if row["arrow"].id in missing],
        "apart": [row for row in held if row["apart"]],
    }


def sources(drawings: Iterable[Drawing]) -> dict[str, Source]:
    """Give the sources of the figures of chains."""
    used = {one for drawing in drawings for arrow in drawing.arrow for one in arrow.parameters}
    return {f"parameter:{one}": parameters()[one].as_source() for one in sorted(used)}
