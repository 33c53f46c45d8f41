"""Chains with the verdict on every arrow."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from weefsel.base.errors import NotFoundError
from weefsel.base.language import text
from weefsel.evidence.chain import Arrow, Chain, Drawing, drawings
from weefsel.report.arena_words import MEANINGS, VERDICT_WORDS, finding
from weefsel.web.accounts.doors import needs
from weefsel.web.api.answer import answer
from weefsel.web.api.schema import Record, Sentence, sentence
from weefsel.web.api.see import ASKED_WRONG, NOT_HERE
from weefsel.weigh.tables import payer_name

router = Router(tags=["chains"], by_alias=True)
ChainId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,119}$")]


class ChainPayer(Record):
    """A payer."""

    payer: str
    name: Sentence


class ArrowOut(Record):
    """One step of a chain with what research says of it."""

    id: str
    number: int = Field(description="Its number in the drawing.")
    name: Sentence
    start: Sentence = Field(description="From what.")
    end: Sentence = Field(description="To what.")
    verdict: str
    verdict_words: Sentence
    meaning: Sentence
    ours: bool = Field(description="The verdict is our own reading of what was found.")
    role: str
    after: list[str] = Field(description="Ids of the arrows that it continues.")
    collects: list[ChainPayer] = Field(description="Who gains when the arrow holds.")
    parameters: list[str]
    studies: list[str] = Field(description="Ids of interventions whose studies it rests on.")
    url: str
    remark: Sentence


class ChainUncounted(Record):
    """What counts but cannot be counted: p.m., never zero."""

    id: str
    payer: ChainPayer
    name: Sentence
    words: Sentence


class ChainOut(Record):
    """A chain from an activity to a payer."""

    id: str
    name: Sentence
    finding: Sentence
    conditional: bool = Field(description="An arrow without evidence: the sum is not known.")
    weighable: bool
    investors: list[ChainPayer]
    activity: Sentence
    group: Sentence
    groups: list[str]
    arrows: list[ArrowOut]
    uncounted: list[ChainUncounted]


class Chains(Record):
    """Every chain."""

    chains: list[ChainOut]


@router.get("/chains", response={200: Chains})
@needs("statistics.see")
def all_chains(request: HttpRequest) -> HttpResponse:
    """Give the chains from activity to payer, with the verdict on every arrow."""
    return answer({"chains": [_chain(one) for one in drawings().values()]})


@router.get("/chains/{id}", response={200: ChainOut, **ASKED_WRONG, **NOT_HERE})
@needs("statistics.see")
def one_chain(request: HttpRequest, id: ChainId) -> HttpResponse:
    """Give one chain."""
    found = drawings().get(id)
    if found is None:
        raise NotFoundError(text("there is no chain '%(id)s'.", id=id))
    return answer(_chain(found))


def _chain(one: Drawing) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": sentence(one.name),
        "finding": sentence(finding(one)),
        "conditional": one.conditional,
        "weighable": one.weighable,
        "investors": [_payer(payer) for payer in one.investor],
        "activity": sentence(one.activity),
        "group": sentence(one.group),
        "groups": list(one.groups),
        "arrows": [_arrow(arrow, number) for number, arrow in enumerate(one.arrow, 1)],
        "uncounted": [
            {
                "id": each.id,
                "payer": _payer(each.payer),
                "name": sentence(each.name),
                "words": sentence(each.words),
            }
            for each in (one.uncounted if isinstance(one, Chain) else ())
        ],
    }


def _arrow(arrow: Arrow, number: int) -> dict[str, Any]:
    return {
        "id": arrow.id,
        "number": number,
        "name": sentence(arrow.name),
        "start": {"nl": arrow.from_nl, "en": arrow.from_en},
        "end": {"nl": arrow.to_nl, "en": arrow.to_en},
        "verdict": arrow.verdict,
        "verdict_words": sentence(VERDICT_WORDS[arrow.verdict]),
        "meaning": sentence(MEANINGS[arrow.verdict]),
        "ours": arrow.ours,
        "role": arrow.role,
        "after": list(arrow.after),
        "collects": [_payer(payer) for payer in arrow.collects],
        "parameters": list(arrow.parameters),
        "studies": list(arrow.studies),
        "url": arrow.url,
        "remark": {"nl": arrow.remark_nl, "en": arrow.remark_en},
    }


def _payer(payer: str) -> dict[str, Any]:
    return {"payer": payer, "name": sentence(payer_name(payer))}
