"""Questions about places: what a change of provisions does, and the best place."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from weefsel.base.errors import InputError
from weefsel.provisions.offered import kind_of
from weefsel.provisions.place_kind import kind_name
from weefsel.provisions.place_recipe import Deed, Origin, PlaceRecipe, Question
from weefsel.provisions.plan_output import document
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.api.answer import answer
from weefsel.web.api.problem import language_of, problem
from weefsel.web.api.schema import Record, Sentence, SourceOut
from weefsel.web.api.see import ASKED_WRONG, NOT_HERE, MunicipalityCode
from weefsel.web.social_map import known, place_ask

router = Router(tags=["social map"], by_alias=True)
MOST_HOURS = 168
MOST_PLACES = 100
MOST_PEOPLE = 1_000_000
Act = Annotated[Deed, Query(description="close, open, move or hours.")]
Slug = Annotated[
    str, Query(pattern=r"^([a-z0-9][a-z0-9-]{0,39})?$", description="Of a provision on the map.")
]
Kind = Annotated[
    str, Query(pattern=r"^[a-z_]{0,40}$", description="Kind of a new provision: place_kinds.toml.")
]
Neighbourhood = Annotated[
    str, Query(pattern=r"^(BU[0-9]{8})?$", description="Where it moves to, or opens.")
]
Hours = Annotated[float | None, Query(ge=0, le=MOST_HOURS, alias="hoursPerWeek")]
Name = Annotated[str, Query(max_length=100, description="Of a new provision.")]
Asked = Annotated[Question, Query(description="best_place, most_reached or least_harm.")]
Count = Annotated[int, Query(ge=1, le=MOST_PLACES, description="How many open or close.")]
Candidates = Annotated[
    list[Origin], Query(description="neighbourhoods, schools, places; neighbourhoods if empty.")
]
Room = Annotated[
    float | None,
    Query(gt=0, le=MOST_PEOPLE, alias="newCapacity", description="People a new place can hold."),
]


class NeedOfPlacesOut(Record):
    """Whose need counts."""

    rule: str
    unit: str
    year: int | None
    estimate: bool = Field(description="True when it rests on a model without published error.")
    total: float


class PlanOut(Record):
    """The plan that was found, and what no plan can beat."""

    value: float
    bound: float
    gap: float = Field(description="Share by which a better plan could differ, at most.")
    stopped: bool
    sentence: Sentence


class PlaceOut(Record):
    """A place that is open before or afterwards; metres of EPSG:28992."""

    id: str
    name: str
    x: float
    y: float
    neighbourhood: str | None
    open_now: bool
    counts_before: float
    counts_after: float


class ChangedAreaOut(Record):
    """What changes in one neighbourhood; distances in metres."""

    area: str
    name: str
    known: bool = Field(description="False when the need is not known: nobody counts.")
    need: float
    nearest_before: float | None
    nearest_after: float | None
    access_before: float | None
    access_after: float | None
    served_before: float | None
    served_after: float | None
    loses_all: float
    gains_first: float
    effect: str = Field(description="falls, rises or stays.")


class ChangedGroupOut(Record):
    """How many of one group live where access changes."""

    group: str
    rule: str
    loses: float
    gains: float
    loses_all: float
    gains_first: float


class InsteadOut(Record):
    """Where people of a place that closes can go; ``to`` is null for nowhere."""

    from_: str = Field(alias="from")
    to: str | None
    people: float


class PlacesOut(Record):
    """The answer to a question about places: the document of ``weefsel what-if --json``."""

    schema_: str = Field(alias="schema")
    weefsel: str
    fictitious: bool
    recipe: dict[str, Any]
    title: Sentence
    lead: list[Sentence]
    notes: list[Sentence]
    need: NeedOfPlacesOut
    way_before: float | None = Field(description="Mean way to the nearest, in metres.")
    way_after: float | None
    loses: float
    gains: float
    loses_all: float
    gains_first: float
    plan: PlanOut | None
    places: list[PlaceOut]
    areas: list[ChangedAreaOut]
    groups: list[ChangedGroupOut]
    instead: list[InsteadOut]
    sources: list[SourceOut]


ANSWERS = {200: PlacesOut, **ASKED_WRONG, **NOT_HERE}


@router.get("/municipalities/{code}/what-if", response=ANSWERS)
@needs("recipe_compute.run")
def what_if(
    request: HttpRequest,
    code: MunicipalityCode,
    act: Act,
    provision: Slug = "",
    kind: Kind = "",
    neighbourhood: Neighbourhood = "",
    hours_per_week: Hours = None,
    name: Name = "",
) -> HttpResponse:
    """Give who gains and loses when a provision closes, opens, moves or changes its hours."""
    ask.area(code)
    change: dict[str, Any] = {"act": act, "neighbourhood": neighbourhood}
    if act == "open":
        change["name"] = name.strip() or kind_name(kind, language_of(request))
    elif provision:
        kind = kind_of(known.entry(code, provision))
        change["provision"] = provision
    if hours_per_week is not None:
        change["hours_per_week"] = hours_per_week
    return _answered(
        request,
        {"municipality": code, "question": "what_if", "kind": kind or "other", "change": [change]},
    )


@router.get("/municipalities/{code}/best-place", response=ANSWERS)
@needs("recipe_compute.run")
def best_place(
    request: HttpRequest,
    code: MunicipalityCode,
    kind: Kind,
    question: Asked = "best_place",
    count: Count = 1,
    candidates: Candidates = [],  # noqa: B006
    capacities: bool = False,
    new_capacity: Room = None,
) -> HttpResponse:
    """Give the best places to open or to close, found within a few seconds; see ``plan.gap``."""
    ask.area(code)
    record: dict[str, Any] = {
        "municipality": code,
        "question": question,
        "kind": kind,
        "count": count,
        "candidates": candidates or ["neighbourhoods"],
        "capacities": capacities,
    }
    if new_capacity is not None:
        record["new_capacity"] = new_capacity
    return _answered(request, record)


def _answered(request: HttpRequest, record: dict[str, Any]) -> HttpResponse:
    """Answer a recipe; a question without an answer here is not found, with the reason."""
    try:
        found = place_ask.answer(PlaceRecipe.of(record, name=""))
    except InputError as fault:
        return problem(request, 404, fault.sentence(language_of(request)))
    return answer(document(found, ask.sources()))
