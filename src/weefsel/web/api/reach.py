"""Reach, gaps and the three pillars of a municipality."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from weefsel import __version__
from weefsel.provisions.offered import When
from weefsel.provisions.reach_document import document, pillar_record
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.api.answer import answer
from weefsel.web.api.reach_schema import ReachOut
from weefsel.web.api.see import ASKED_WRONG, NOT_HERE, MunicipalityCode
from weefsel.web.social_map import reach_ask

router = Router(tags=["social map"], by_alias=True)
GroupCode = Annotated[
    str, Query(pattern=r"^(G[1-9])?$", description="Count for one group, G1 to G9.")
]
Then = Annotated[When, Query(description="Only what is open then: evening or weekend.")]


@router.get("/municipalities/{code}/reach", response={200: ReachOut, **ASKED_WRONG, **NOT_HERE})
@needs("statistics.see")
def reach(
    request: HttpRequest, code: MunicipalityCode, group: GroupCode = "", when: Then = ""
) -> HttpResponse:
    """Give reach and gaps of every kind and neighbourhood, and the pillars of every district."""
    ask.area(code)
    found = reach_ask.reached(code, group=group, when=when)
    made = document(found, ask.name_of(code), dict(ask.sources()), __version__)
    return answer(made | {"pillars": pillar_record(reach_ask.pillars(code))})
