"""Choose: weigh the recipe in an address; nothing of it is kept."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from weefsel.base.errors import InputError
from weefsel.web.accounts.doors import needs
from weefsel.web.api.answer import answer
from weefsel.web.api.problem import language_of, problem
from weefsel.web.api.schema import FigureOut, Record, Sentence, SourceOut, sentence
from weefsel.web.api.see import ASKED_WRONG, NOT_HERE
from weefsel.web.choose.link import MAX_LINK_CHARACTERS
from weefsel.web.choose.result import weighed

router = Router(tags=["choose"], by_alias=True)


Packed = Annotated[
    str,
    Query(
        min_length=1,
        max_length=MAX_LINK_CHARACTERS,
        pattern=r"^[A-Za-z0-9_-]+$",
        description="The recipe, TOML of weefsel.choice/1 in UTF-8, squeezed with zlib and "
        "written in base64url without padding: as in the address of a result's page.",
    ),
]


class UncountedOut(Record):
    """What cannot be counted, for whom, and what is missing."""

    id: str
    payer: str | None
    missing: str | None


class LineOut(Record):
    """The balance at one value of the unknown."""

    id: str
    position: str
    value: float
    years: list[int]
    yearly: list[float]
    cumulative: list[float]
    balance: float
    unit: str
    payer: str | None


class PointOut(Record):
    """A point of the line over the unknown."""

    value: float
    balance: float


class UnknownOut(Record):
    """What nobody measured: the share at which the answer turns, and three lines over it."""

    id: str
    turning_value: float | None
    low: float | None
    high: float | None
    level: float | None
    monte_carlo_error: list[float] | None
    saves_when: str | None
    sources: list[str]
    lines: list[LineOut]
    curve: list[PointOut]


class OptionOut(Record):
    """What one option does."""

    id: str
    state: str
    figures: list[FigureOut]
    unknowns: list[UnknownOut]
    pm: list[UncountedOut]


class ComputationOut(Record):
    """How it was computed."""

    draws: int
    draws_requested: int
    scrambles: int
    seed: int
    price_year: int
    discount_percent: float | None


class FindingOut(Record):
    """What is found of one option."""

    option: str
    finding: Sentence


class ChoiceOut(Record):
    """What a choice does: the document of ``weefsel weigh --json`` with its findings."""

    schema_: str = Field(alias="schema")
    weefsel: str
    recipe: dict[str, Any]
    sources: list[SourceOut]
    options: list[OptionOut]
    computation: ComputationOut
    title: Sentence
    lead: Sentence
    findings: list[FindingOut]


@router.get("/choice-results", response={200: ChoiceOut, **ASKED_WRONG, **NOT_HERE})
@needs("recipe_compute.run")
def weigh(request: HttpRequest, recipe: Packed) -> HttpResponse:
    """Weigh a choice from its recipe; nothing is kept. What cannot be weighed is not found."""
    try:
        result = weighed(recipe)
    except InputError as fault:
        return problem(request, 404, fault.sentence(language_of(request)))
    return answer(
        {
            **result.document(),
            "title": sentence(result.title),
            "lead": sentence(result.lead),
            "findings": [
                {"option": one.id, "finding": sentence(one.finding)} for one in result.options
            ],
        }
    )
