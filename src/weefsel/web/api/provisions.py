"""What there is for people in a municipality: every provision that everybody may see."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from weefsel.base.errors import NotFoundError
from weefsel.base.language import text
from weefsel.provisions.place_kind import place_kind
from weefsel.provisions.social_map import SLUG, Entry
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.api.answer import answer, paged
from weefsel.web.api.schema import Page, Record, Sentence
from weefsel.web.api.see import ASKED_WRONG, NOT_HERE, MunicipalityCode, PageNumber, PageSize
from weefsel.web.social_map import known, term

router = Router(tags=["social map"], by_alias=True)
Kind = Annotated[str, Query(max_length=40, description="A kind, by its id: library.")]
Group = Annotated[str, Query(pattern=r"^(G[1-9])?$", description="A group, G1 to G9.")]
Slug = Annotated[str, Field(pattern=SLUG)]


class ProvisionOrganisation(Record):
    """Who offers it."""

    id: str
    name: str
    kind: str


class ProvisionPlace(Record):
    """Where it is; degrees of WGS84, null where they are not known."""

    id: str
    name: str
    street: str
    number: str
    postcode: str
    town: str
    longitude: float | None
    latitude: float | None
    neighbourhood: str = Field(description="Code of the neighbourhood, empty when not known.")
    wheelchair: bool | None
    accessibility: str


class ProvisionOpening(Record):
    """One opening in an ordinary week; Monday is 1."""

    day: int
    opens: str
    closes: str


class ProvisionClosed(Record):
    """Days, both included, on which it is closed, or open at other hours."""

    first: str
    last: str
    why: str
    opens: str
    closes: str


class ProvisionOut(Record):
    """One provision: a service at a place. What is empty or null is not known, never no."""

    id: str
    slug: str
    name: str
    description: str
    kind: str
    kind_name: Sentence
    activities: list[str]
    groups: list[str]
    specialisms: list[str]
    pillar: int | None = Field(description="As said, else by the kind of its organisation.")
    organisation: ProvisionOrganisation
    place: ProvisionPlace | None
    opening: list[ProvisionOpening]
    closed: list[ProvisionClosed]
    opening_words: str
    free: bool | None
    cost: str
    languages: list[str]
    way_in: str
    statutory: str
    legal_ground: str
    financiers: list[str]
    iv3: str
    capacity: float | None
    capacity_unit: str
    free_places: int | None
    regular_visitors: int | None
    cost_eur_per_year: float | None
    price_year: int | None
    phone: str
    email: str
    website: str
    assured_on: str | None = Field(description="When its house last said that it is right.")
    old: bool = Field(description="Whether that is longer ago than the municipality's term.")
    ends_on: str | None
    source: str
    source_url: str
    fictitious: bool


class ProvisionPage(Page):
    """Part of the provisions of a municipality."""

    municipality: str
    term_months: int = Field(description="After so many months a provision counts as old.")
    provisions: list[ProvisionOut]


@router.get(
    "/municipalities/{code}/provisions", response={200: ProvisionPage, **ASKED_WRONG, **NOT_HERE}
)
@needs("statistics.see")
def provisions(
    request: HttpRequest,
    code: MunicipalityCode,
    kind: Kind = "",
    group: Group = "",
    page: PageNumber = 1,
    page_size: PageSize = 100,
) -> HttpResponse:
    """Give what everybody may see of the social map, by name; of a kind or group when asked."""
    _check(code)
    found = [
        one
        for one in known.entries(code)
        if (not kind or one.service.kind == kind) and (not group or group in one.service.groups)
    ]
    months = term.months_of(code)
    beside = {"municipality": code, "term_months": months}
    return paged(
        request, "provisions", found, page, page_size, lambda one: document(one, months), beside
    )


@router.get(
    "/municipalities/{code}/provisions/{slug}",
    response={200: ProvisionOut, **ASKED_WRONG, **NOT_HERE},
)
@needs("statistics.see")
def provision(request: HttpRequest, code: MunicipalityCode, slug: Slug) -> HttpResponse:
    """Give one provision of the social map."""
    return answer(document(known.entry(code, slug), term.months_of(code)))


def _check(code: str) -> None:
    """Refuse a municipality of which nothing is known; raises ``NotFoundError``."""
    if known.entries(code):
        return
    try:
        ask.area(code)
    except NotFoundError as fault:
        raise NotFoundError(
            text("of the municipality '%(code)s' nothing is known here.", code=code),
            todo=text("Choose a municipality on the start page, or load its figures first."),
        ) from fault


OF_SERVICE = (
    *("description", "kind", "activities", "groups", "specialisms", "free", "cost", "languages"),
    *("way_in", "statutory", "legal_ground", "financiers", "iv3"),
)
OF_OFFER = (
    *("opening", "closed", "opening_words", "capacity", "capacity_unit", "free_places"),
    *("regular_visitors", "cost_eur_per_year", "price_year", "assured_on", "ends_on"),
    *("source", "source_url", "fictitious"),
)


def document(entry: Entry, months: int) -> dict[str, Any]:
    """Give a provision as the API describes it."""
    offer, service = entry.offer.model_dump(mode="json"), entry.service.model_dump(mode="json")
    kind, where = place_kind(entry.service.kind), entry.location
    return {
        "id": entry.offer.id,
        "slug": entry.slug,
        "name": entry.name,
        **{name: service[name] for name in OF_SERVICE},
        **{name: offer[name] for name in OF_OFFER},
        "kind_name": {"nl": kind.nl, "en": kind.en},
        "pillar": entry.pillar,
        "organisation": {
            name: getattr(entry.organisation, name) for name in ProvisionOrganisation.model_fields
        },
        "place": None
        if where is None
        else {name: getattr(where, name) for name in ProvisionPlace.model_fields},
        "phone": entry.phone,
        "email": entry.email,
        "website": entry.website,
        "old": term.age(entry, months).old,
    }
