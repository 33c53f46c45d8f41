"""What a house subsidises and what was decided about it."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from weefsel.portfolio.document import document
from weefsel.web.accounts.doors import needs, needs_thing
from weefsel.web.accounts.rights import decide, visible
from weefsel.web.api.answer import answer, paged
from weefsel.web.api.schema import FigureOut, Page, Problem, Record, SourceOut
from weefsel.web.api.see import ASKED_WRONG, NOT_HERE, PageNumber, PageSize
from weefsel.web.choose.portfolio.found import find, outside
from weefsel.web.choose.portfolio.models import FIRST_YEAR, LAST_YEAR, Portfolio
from weefsel.web.choose.portfolio.page import judged, seen_by

router = Router(tags=["portfolio"], by_alias=True)
Year = Annotated[int | None, Query(ge=FIRST_YEAR, le=LAST_YEAR)]


class PortfolioLineItem(Record):
    """A portfolio, in a line."""

    id: UUID
    title: str
    house: str
    municipality: str
    year: int
    fictitious: bool
    published: bool


class PortfolioPage(Page):
    """The portfolios that one may see."""

    portfolios: list[PortfolioLineItem]


class TraitOut(Record):
    """A trait of a line, and who says so."""

    value: str | None
    how: str = Field(description="given, intervention, kind or unknown.")


class GroupsOut(Record):
    """For whom a line is, and who says so."""

    value: list[str]
    how: str


class EvidenceOut(Record):
    """What is known of the intervention of a line: research and recognition apart."""

    research: str
    standing: str
    recognition: str
    words: str


class ComparedOut(Record):
    """A figure of an area beside those of the municipality and the reference."""

    key: str
    here: FigureOut
    municipality: FigureOut
    reference: FigureOut
    side: str
    weaker: bool | None
    certainty: str | None
    reason: str | None


class AreaNeedOut(Record):
    """How it goes in one area of a line."""

    area: str
    name: str
    level: str
    conditions: list[ComparedOut]
    indicators: list[ComparedOut]


class NeedOut(Record):
    """How it goes where a line is done."""

    side: str
    words: str
    areas: list[AreaNeedOut]


class ParticipantCostOut(Record):
    """What a participant costs, among comparable lines."""

    per_participant: FigureOut
    basis: str | None
    others: list[str]
    median: FigureOut
    low: FigureOut
    high: FigureOut
    place: int | None
    of: int
    words: str


class OverlapOut(Record):
    """Another line that does the same in the same place."""

    line: str
    same: list[str]
    groups: list[str]
    groups_known: bool
    areas: list[str]
    derived: bool
    words: str


class QuestionOut(Record):
    """A question to put at the table."""

    key: str
    words: str
    about: list[str]


class LineDecisionOut(Record):
    """What was decided of a line."""

    verdict: str
    reason: str
    on: str


class ReviewedLineOut(Record):
    """Everything about one line, side by side."""

    key: str
    number: int
    activity: str
    organisation: str
    amount: str = Field(description="Euro to the cent, as text.")
    year: int
    areas: list[str]
    participants: FigureOut = Field(description="Passed the door for counts of people.")
    intervention: str | None
    named: str | None
    goal: str
    for_whom: str
    kind: TraitOut
    groups: GroupsOut
    aim: TraitOut
    form: TraitOut
    finding: str
    evidence: EvidenceOut
    need: NeedOut
    cost: ParticipantCostOut
    overlap: list[OverlapOut]
    overlap_total: int = Field(description="Of these the surest and largest are given.")
    questions: list[QuestionOut]
    decision: LineDecisionOut | None


class GapOut(Record):
    """A neighbourhood with a low score, and the kinds of activity no line names there."""

    area: str
    name: str
    score: FigureOut
    kinds: list[str]
    wide: list[str]
    unknown: int
    words: str


class GapsOut(Record):
    """What no line names."""

    condition: str | None
    areas: list[GapOut]
    light: list[str]
    reason: str | None
    remark: str


class MoneyYearOut(Record):
    """What is free, given and left over in a year, in euros as text."""

    year: int
    freed: str
    given: str
    left: str


class FreedOut(Record):
    """What a stop sets free."""

    line: str
    amount: str
    from_year: int
    contract_until: str | None


class GivenOut(Record):
    """Where freed money goes."""

    amount: str
    from_year: int
    to: str
    line: str | None
    name: str | None


class MoneyOut(Record):
    """What stops set free and where it goes."""

    years: list[MoneyYearOut]
    freed: list[FreedOut]
    given: list[GivenOut]
    unsaid: list[str] = Field(description="Lines that stop; nobody said what that saves.")
    words: str


class PartOut(Record):
    """One part of the money."""

    key: str
    amount: str
    share: FigureOut


class SplitOut(Record):
    """The money split by aim, by form or by both."""

    by: str
    total: str
    parts: list[PartOut]


class SharesOut(Record):
    """The splits of the money of now and of that after all decisions."""

    before: list[SplitOut]
    after: list[SplitOut]
    derived: int


class VerdictsOut(Record):
    """How many lines got which decision."""

    keep: int
    improve: int
    scale: int
    stop: int
    undecided: int


class ReviewOut(Record):
    """The review of one year of a portfolio."""

    schema_id: str = Field(alias="schema")
    municipality: str
    title: str
    year: int | None
    other_years: list[int]
    reviewed_on: str
    fictitious: bool
    finding: str
    lead: list[str]
    total: FigureOut
    lines: list[ReviewedLineOut]
    gaps: GapsOut
    money: MoneyOut
    shares: SharesOut
    verdicts: VerdictsOut
    sources: list[SourceOut]


class PortfolioOut(PortfolioLineItem):
    """A portfolio: to its house what is worked on, to others what was published."""

    review: ReviewOut | None = Field(description="Null as long as it has no lines.")


@router.get("/portfolios", response={200: PortfolioPage, **ASKED_WRONG})
@needs("statistics.see")
def portfolios(request: HttpRequest, page: PageNumber = 1, page_size: PageSize = 100) -> Any:
    """Give the portfolios of one's own house, and those that any house published."""
    every = Portfolio.objects.select_related("house")
    seen = list(visible(request.user, "portfolio.see", every))
    return paged(request, "portfolios", seen, page, page_size, lambda one: _line(request, one))


def _line(request: HttpRequest, thing: Portfolio) -> dict[str, Any]:
    own = decide(request.user, "portfolio.see", thing).house is not None
    year = thing.year if own else outside(thing).portfolio.years[-1]
    return {
        "id": str(thing.pk),
        "title": thing.title if own else thing.published_title,
        "house": thing.house.slug,
        "municipality": thing.area,
        "year": year,
        "fictitious": thing.house.fictitious,
        "published": thing.published,
    }


@router.get(
    "/portfolios/{uuid:id}",
    response={200: PortfolioOut, 401: Problem, 403: Problem, **ASKED_WRONG, **NOT_HERE},
)
@needs_thing("portfolio.see")
def portfolio(request: HttpRequest, id: UUID, year: Year = None) -> HttpResponse:
    """Give a portfolio with the review of one year, the newest unless asked."""
    thing = find(id)
    _own, held = seen_by(request, thing)
    found = None
    if held.portfolio.lines:
        wanted = year if year in held.portfolio.years else None
        found = document(judged(held, wanted)[0])
    return answer({**_line(request, thing), "review": found})
