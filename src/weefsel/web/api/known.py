"""What is known and where from: editions, sources, assumptions, the method."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from weefsel.evidence.assumption import assumptions
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.accounts.roles import ROLE_NAMES
from weefsel.web.accounts.table import RULES
from weefsel.web.api.answer import answer, paged
from weefsel.web.api.schema import FigureOut, Page, Record, Sentence, SourceOut, sentence
from weefsel.web.api.see import ASKED_WRONG, PageNumber, PageSize
from weefsel.web.provenance.methods import known, scan_method

router = Router(tags=["known"], by_alias=True)


class EditionOut(Record):
    """An edition of a table that is loaded."""

    source: str
    title: str
    table: str
    series: str
    year: int
    division: int | None
    for_population: str | None
    areas: int
    rows: int
    indicators: int
    population: float | None
    publisher: str
    licence: str
    attribution: str
    url: str
    published: str | None
    loaded_at: str | None
    country: str
    fictitious: bool


class Editions(Page):
    """What is loaded."""

    editions: list[EditionOut]


class Sources(Page):
    """Every source a figure can name."""

    sources: list[SourceOut]


class AssumptionOut(Record):
    """What nobody measured and we had to choose."""

    id: str
    name: Sentence
    reason: Sentence
    figure: FigureOut


class Assumptions(Record):
    """Every assumption."""

    assumptions: list[AssumptionOut]


class MethodStep(Record):
    """One number of the method of a scan."""

    id: str
    description: Sentence
    source: str
    figure: FigureOut


class Method(Record):
    """The numbers of the method."""

    steps: list[MethodStep]


class RoleOut(Record):
    """A role, or the manager of the install."""

    role: str
    name: Sentence


class ScopeOut(Record):
    """How far one role has a right: none, published, own or all."""

    role: str
    scope: str


class RightOut(Record):
    """How far each role has a right."""

    right: str
    of: str
    words: Sentence
    scopes: list[ScopeOut]


class Rights(Record):
    """The table of rights."""

    roles: list[RoleOut]
    rights: list[RightOut]


@router.get("/editions", response={200: Editions, **ASKED_WRONG})
@needs("statistics.see")
def editions(request: HttpRequest, page: PageNumber = 1, page_size: PageSize = 100) -> Any:
    """Give every edition that is loaded, real before made up."""
    rows = ask.store().status().frame.select(list(EditionOut.model_fields)).to_dicts()
    return paged(request, "editions", rows, page, page_size, dict)


@router.get("/sources", response={200: Sources, **ASKED_WRONG})
@needs("statistics.see")
def sources(request: HttpRequest, page: PageNumber = 1, page_size: PageSize = 100) -> Any:
    """Give every source that a figure can name."""
    rows = [one for _, one in sorted({**ask.sources(), **known()}.items())]
    return paged(request, "sources", rows, page, page_size, lambda one: one.document())


@router.get("/assumptions", response={200: Assumptions})
@needs("statistics.see")
def all_assumptions(request: HttpRequest) -> HttpResponse:
    """Give what nobody measured and we had to choose."""
    return answer(
        {
            "assumptions": [
                {
                    "id": one.id,
                    "name": sentence(one.name),
                    "reason": sentence(one.reason),
                    "figure": one.figure().document(),
                }
                for _, one in sorted(assumptions().items())
            ]
        }
    )


@router.get("/scan-method", response={200: Method})
@needs("statistics.see")
def method(request: HttpRequest) -> HttpResponse:
    """Give the numbers of the method by which areas are scanned."""
    return answer(
        {
            "steps": [
                {
                    "id": one.id,
                    "description": sentence(one.description),
                    "source": one.source,
                    "figure": one.figure.document(),
                }
                for one in scan_method()
            ]
        }
    )


@router.get("/rights", response={200: Rights})
@needs("rights.see")
def rights(request: HttpRequest) -> HttpResponse:
    """Give the table of rights: how far each role has each right."""
    return answer(
        {
            "roles": [
                {"role": str(role), "name": sentence(name)} for role, name in ROLE_NAMES.items()
            ],
            "rights": [
                {
                    "right": rule.right,
                    "of": rule.of,
                    "words": sentence(rule.words),
                    "scopes": [
                        {"role": str(role), "scope": scope} for role, scope in rule.scopes.items()
                    ],
                }
                for rule in RULES.values()
            ],
        }
    )
