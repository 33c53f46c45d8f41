"""Parameters with their history, range, distribution, check and where they are used."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from weefsel.base.errors import NotFoundError
from weefsel.base.language import text
from weefsel.evidence import record
from weefsel.evidence.listing import Asked, listed
from weefsel.evidence.parameter import Grade, Kind, Parameter, Payer, parameters
from weefsel.web.accounts.doors import needs
from weefsel.web.api.answer import answer, paged
from weefsel.web.api.schema import (
    CheckedOut,
    FigureOut,
    Page,
    ReadAt,
    Record,
    Sentence,
    SourceOut,
    sentence,
)
from weefsel.web.api.see import ASKED_WRONG, NOT_HERE, PageNumber, PageSize, Words
from weefsel.weigh.replaced import counts_in, refused, replaceable

router = Router(tags=["parameters"], by_alias=True)
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,119}$")]
UnitGroup = Literal["euro", "foreign_money", "share", "number", "time", "other"]
Checked = Literal["read_original", "read_copy", "not_read"]


class YearOut(Record):
    """The value of one year."""

    year: int
    value: float
    low: float | None
    high: float | None
    row: str = Field(description="Id of the row it came from.")
    source: ReadAt | None = Field(description="Where it differs from that of the parameter.")
    evidence_grade: str
    remark: str


class RangeOut(Record):
    """What kind of range it is, and what that means."""

    kind: str = Field(description="ci95, min_max, between_places, other_year, subgroup, ...")
    meaning: Sentence


class FittedOut(Record):
    """The distribution that the value and its range make; a share lies between 0 and 1."""

    family: str
    low: float
    high: float
    level: float | None = Field(description="What lies between low and high; null: everything.")
    gap: float = Field(description="Centre of the distribution minus the value of the source.")


class UseOut(Record):
    """One place that uses it."""

    place: str = Field(description="arrow, input, cost, study, case, price_index or replaces.")
    id: str
    name: Sentence
    part: str | None = Field(description="The arrow or input within a chain.")


class OwnValueOut(Record):
    """Whether a house can give a value of its own, and in which chains that counts."""

    possible: bool
    refused: Sentence | None = Field(description="Why not.")
    counts_in: list[str] = Field(description="Ids of chains; empty: kept and shown only.")


class ParameterOut(Record):
    """A sourced figure with everything known of it."""

    id: str
    name: Sentence
    kind: str
    figure: FigureOut
    per: Sentence
    counted: str | None = Field(description="stock, use, flow or forecast.")
    values: list[YearOut]
    year_is: str = Field(description="What the year is of: figure, source, or when it was read.")
    no_value: Sentence | None = Field(description="Why there is no value.")
    central_kind: str
    range: RangeOut
    distribution: FittedOut | None = Field(description="Null where none may be made.")
    exact: bool
    price_year: int | None
    price_year_unknown: bool
    price_index: str | None
    in_last_prices: FigureOut | None = Field(description="In the prices of the index's last year.")
    not_indexed: Sentence | None = Field(description="Why it cannot be moved to other prices.")
    applies_to: Sentence
    net_of: Sentence
    payers: list[str]
    evidence_grade: str = Field(description="A official, B reviewed, C single case or expert.")
    source: SourceOut
    remark: Sentence
    checked: CheckedOut
    dated: str
    replaced_by: str | None
    uses: list[UseOut]
    own_value: OwnValueOut


class Parameters(Page):
    """A list of parameters."""

    parameters: list[ParameterOut]


@router.get("/parameters", response={200: Parameters, **ASKED_WRONG})
@needs("statistics.see")
def all_parameters(
    request: HttpRequest,
    q: Words = "",
    kind: Kind | None = None,
    unit: UnitGroup | None = None,
    payer: Payer | None = None,
    grade: Grade | None = None,
    checked: Checked | None = None,
    used: Annotated[Literal["yes", "no"] | None, Query(description="Used somewhere?")] = None,
    page: PageNumber = 1,
    page_size: PageSize = 100,
) -> Any:
    """Give the sourced figures of research and law that fit the filters."""
    asked = Asked(
        query=q,
        kind=kind or "",
        unit=unit or "",
        payer=payer or "",
        grade=grade or "",
        checked=checked or "",
        used=used or "",
    )
    return paged(request, "parameters", listed(asked), page, page_size, _record)


@router.get("/parameters/{id}", response={200: ParameterOut, **ASKED_WRONG, **NOT_HERE})
@needs("statistics.see")
def parameter(request: HttpRequest, id: Id) -> HttpResponse:
    """Give one sourced figure with everything known of it."""
    found = parameters().get(id)
    if found is None:
        raise NotFoundError(text("there is no parameter '%(id)s'.", id=id))
    return answer(_record(found))


def _record(one: Parameter) -> dict[str, Any]:
    why = refused(one)
    counts = one.id in replaceable({one.id: one})
    return {
        **record.parameter(one),
        "own_value": {
            "possible": why is None,
            "refused": None if why is None else sentence(why),
            "counts_in": [chain.id for chain in counts_in(one.id)] if counts else [],
        },
    }
