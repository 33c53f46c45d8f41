"""See: municipalities, scans, areas with everything known of them, indicators."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from weefsel.atlas.indicator import CONDITIONS, Indicator, catalogue
from weefsel.atlas.indicator import indicator as indicator_of
from weefsel.base.errors import NotFoundError
from weefsel.base.language import text
from weefsel.scan.area_document import area_document
from weefsel.scan.output import shown_indicators
from weefsel.scan.reasons import CONDITION_NAMES
from weefsel.scan.result import ScanResult
from weefsel.sources.area_code import country_of, level_of
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.api.answer import CONTENT_TYPE, answer, paged
from weefsel.web.api.provisions_near import provisions_near
from weefsel.web.api.schema import Problem, sentence
from weefsel.web.api.see_schema import (
    AreaPage,
    Conditions,
    IndicatorOut,
    Indicators,
    Municipalities,
    ObservationOut,
    ScanOut,
)
from weefsel.web.see.heading import heading_of

router = Router(tags=["see"], by_alias=True)
NOT_HERE = {404: Problem}
ASKED_WRONG = {400: Problem}
MOST_ON_A_PAGE = 500
PageNumber = Annotated[int, Query(ge=1, le=100_000, description="Which page, from 1.")]
PageSize = Annotated[int, Query(ge=1, le=MOST_ON_A_PAGE, alias="pageSize")]
Words = Annotated[str, Query(max_length=80, description="Part of a name, or a code.")]
Year = Annotated[
    int | None, Query(ge=2000, le=2100, description="Year of the scan; the newest by default.")
]
MunicipalityCode = Annotated[str, Field(pattern=r"^GM[0-9]{4}$")]
AreaCode = Annotated[str, Field(pattern=r"^(GM[0-9]{4}|WK[0-9]{6}|BU[0-9]{8})$")]


@router.get("/municipalities", response={200: Municipalities, **ASKED_WRONG})
@needs("statistics.see")
def municipalities(
    request: HttpRequest, q: Words = "", page: PageNumber = 1, page_size: PageSize = 100
) -> HttpResponse:
    """Give the municipalities whose name or code has these words; all of them without."""
    found = ask.municipalities(q)

    def one(each: ask.Municipality) -> dict[str, Any]:
        return {"code": each.code, "name": each.name, "fictitious": each.fictitious}

    return paged(request, "municipalities", found, page, page_size, one)


@router.get("/municipalities/{code}/scan", response={200: ScanOut, **ASKED_WRONG, **NOT_HERE})
@needs("statistics.see")
def scan(request: HttpRequest, code: MunicipalityCode, year: Year = None) -> HttpResponse:
    """Give the scan of a municipality: every area, score, figure and what stands beside it."""
    return HttpResponse(ask.scan_json(code, year=year), content_type=CONTENT_TYPE)


@router.get("/areas/{code}", response={200: AreaPage, **ASKED_WRONG, **NOT_HERE})
@needs("statistics.see")
def area(request: HttpRequest, code: AreaCode, year: Year = None) -> HttpResponse:
    """Give everything that is known of one municipality, district or neighbourhood."""
    result = ask.scan_of(code, year=year)
    check_here(result, code)
    comparison = ask.comparison_of(code, year=year)
    shown = shown_indicators(result)
    here = area_document(result, comparison, code, shown)
    frame = ask.store().observations(areas=[code], country=country_of(code))
    rows = frame.sort("indicator", "year").iter_rows(named=True)
    return answer(
        {
            "code": code,
            "name": here["name"],
            "level": here["level"],
            "municipality": result.recipe.area,
            "fictitious": result.fictitious,
            "year": result.year,
            **_finding(result, code, request.user),
            "area": here,
            "around": area_document(result, comparison, result.recipe.area, shown),
            "country": [result.country_figure(one).document() for one in shown],
            "observations": [
                {name: row[name] for name in ObservationOut.model_fields} for row in rows
            ],
            "provisions": provisions_near(code, result.recipe.area),
            "sources": [one.document() for _, one in sorted(result.sources.items())],
        }
    )


def check_here(result: ScanResult, code: str) -> None:
    """Refuse an area that is not in a scan; raises ``NotFoundError``."""
    if code not in result.area_rows:
        raise NotFoundError(
            text("the area '%(code)s' is not loaded here.", code=code),
            todo=text("Choose a municipality on the start page, or load its figures first."),
        )


def _finding(result: ScanResult, code: str, user: Any) -> dict[str, Any]:
    """Give the finding of an area as somebody may see it.

    That of a municipality follows from its figures. That of a district or neighbourhood is a
    concept until a person published it: then what was published stands beside it.
    """
    if level_of(code) == "municipality":
        told = sentence(result.area_finding(code))
        return {"finding_state": "computed", "finding": told, "published": None}
    heading = heading_of(result, code, user)
    found = heading.published
    if found is None:
        told = sentence(heading.title) if heading.concept else None
        return {"finding_state": "concept", "finding": told, "published": None}
    return {
        "finding_state": "published",
        "finding": dict.fromkeys(("nl", "en"), found.title),
        "published": {
            "title": found.title,
            "language": found.language,
            "conclusion": found.conclusion,
            "on": found.on.isoformat(),
            "role": sentence(found.role),
            "house": found.house,
            "year": found.year,
            "standing": found.standing.value,
            "standing_words": sentence(found.standing.words),
            "changed": found.changed(result),
        },
    }


@router.get("/conditions", response={200: Conditions})
@needs("statistics.see")
def conditions(request: HttpRequest) -> HttpResponse:
    """Give the four conditions of social quality and the core set of each."""
    return answer(
        {
            "conditions": [
                {
                    "id": key,
                    "name": sentence(CONDITION_NAMES[key]),
                    "core": sorted(
                        one.id for one in catalogue().values() if one.condition == key and one.core
                    ),
                }
                for key in CONDITIONS
            ]
        }
    )


@router.get("/indicators", response={200: Indicators, **ASKED_WRONG})
@needs("statistics.see")
def indicators(
    request: HttpRequest, page: PageNumber = 1, page_size: PageSize = 100
) -> HttpResponse:
    """Give the catalogue of indicators."""
    rows = sorted(catalogue().values(), key=lambda one: one.id)
    return paged(request, "indicators", rows, page, page_size, _indicator)


@router.get("/indicators/{id}", response={200: IndicatorOut, **ASKED_WRONG, **NOT_HERE})
@needs("statistics.see")
def indicator(
    request: HttpRequest, id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,79}$")]
) -> HttpResponse:
    """Give one indicator."""
    return answer(_indicator(indicator_of(id)))


def _indicator(one: Indicator) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": {"nl": one.name_nl, "en": one.name_en},
        "unit": one.unit,
        "condition": one.condition,
        "core": one.core,
        "weight": one.weight,
        "direction": one.direction,
        "theme": one.theme,
        "population": one.population,
        "maker_used_origin": one.maker_used_origin,
        "origin_trait": one.origin_trait,
        "remark": {"nl": one.remark_nl, "en": one.remark_en},
        "provenance": one.provenance,
        "series": list(dict.fromkeys(origin.series for origin in one.origins)),
        "dated": one.dated,
    }
