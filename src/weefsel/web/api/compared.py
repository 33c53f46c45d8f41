"""See: an area beside its peers and over the years, clusters, resilience, a whole country."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import polars as pl
from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from weefsel.scan import words
from weefsel.scan.area_document import beside_record, hot_spot_record, trend_record
from weefsel.scan.comparison import Comparison
from weefsel.scan.national_sure import standings
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.result import ScanResult
from weefsel.scan.scan_document import cluster_records, resilience_record
from weefsel.scan.side_by_side import side_rows
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.api.answer import answer, paged
from weefsel.web.api.compared_schema import (
    CountryAreas,
    HotSpotList,
    PeerList,
    ResilienceOut,
    TrendList,
)
from weefsel.web.api.schema import sentence
from weefsel.web.api.see import (
    ASKED_WRONG,
    NOT_HERE,
    AreaCode,
    MunicipalityCode,
    PageNumber,
    PageSize,
    Year,
    check_here,
)

router = Router(tags=["see"], by_alias=True)
CountryCode = Annotated[str, Field(pattern=r"^(NL00|XX00)$")]
LevelName = Literal["municipality", "district", "neighbourhood"]
ConditionId = Literal["socio_economic_security", "inclusion", "cohesion", "empowerment"]


@router.get("/areas/{code}/peers", response={200: PeerList, **ASKED_WRONG, **NOT_HERE})
@needs("statistics.see")
def peers(request: HttpRequest, code: AreaCode, year: Year = None) -> HttpResponse:
    """Give the areas that an area is compared with, and its figures beside theirs."""
    result, comparison = _asked(code, year)
    chosen = comparison.peers(code)
    rows = comparison.national.areas.filter(pl.col("code").is_in(chosen.codes))
    at = {row["code"]: row for row in rows.iter_rows(named=True)}
    return answer(
        {
            "code": code,
            "year": comparison.national.year,
            "fixed": chosen.fixed,
            "sentence": sentence(chosen.sentence),
            "peers": [
                {
                    "code": one,
                    "name": at[one]["name"] or one,
                    "municipality": at[one]["municipality"],
                    "distance": distance,
                }
                for one, distance in zip(chosen.codes, chosen.distances, strict=True)
            ],
            "figures": [
                {
                    "indicator": row["indicator"],
                    "value": row["value"],
                    "year": row["year"],
                    **(beside_record(result, row) or {}),
                }
                for row in side_rows(comparison.national, chosen)
                if row["value"] is not None
            ],
        }
    )


@router.get("/areas/{code}/trends", response={200: TrendList, **ASKED_WRONG, **NOT_HERE})
@needs("statistics.see")
def trends(request: HttpRequest, code: AreaCode, year: Year = None) -> HttpResponse:
    """Give how every figure of an area went: a trend from five comparable years, else points."""
    _, comparison = _asked(code, year)
    rows = {one: comparison.trend(code, one) for one in sorted(comparison.national.catalogue)}
    return answer(
        {
            "code": code,
            "trends": [
                {"indicator": one, **(trend_record(row) or {})}
                for one, row in rows.items()
                if row is not None
            ],
        }
    )


@router.get(
    "/municipalities/{code}/hot-spots", response={200: HotSpotList, **ASKED_WRONG, **NOT_HERE}
)
@needs("statistics.see")
def hot_spots(
    request: HttpRequest,
    code: MunicipalityCode,
    level: Literal["district", "neighbourhood"] = "neighbourhood",
    year: Year = None,
    page: PageNumber = 1,
    page_size: PageSize = 100,
) -> HttpResponse:
    """Give the clusters of high and low figures, told from chance inside the municipality."""
    result, comparison = _asked(code, year)
    maps = comparison.clusters[level]
    rows = [(indicator, area) for indicator in maps for area in result.codes(level)]

    def one(row: tuple[str, str]) -> dict[str, Any]:
        indicator, area = row
        found = hot_spot_record(maps.row(area, indicator))
        return {"area": area, "indicator": indicator, **(found or {})}

    beside = {"maps": cluster_records({level: maps})}
    return paged(request, "hot_spots", rows, page, page_size, one, beside)


@router.get(
    "/municipalities/{code}/resilience", response={200: ResilienceOut, **ASKED_WRONG, **NOT_HERE}
)
@needs("statistics.see")
def resilience(request: HttpRequest, code: MunicipalityCode) -> HttpResponse:
    """Give the resilience maps that can be made, and of the others why not."""
    check_here(ask.scan_of(code), code)
    return answer(resilience_record(ask.resilience_of(code)))


@router.get("/countries/{code}/areas", response={200: CountryAreas, **ASKED_WRONG, **NOT_HERE})
@needs("statistics.see")
def country(
    request: HttpRequest,
    code: CountryCode,
    level: LevelName = "municipality",
    condition: ConditionId = "socio_economic_security",
    year: Year = None,
    page: PageNumber = 1,
    page_size: PageSize = 100,
) -> HttpResponse:
    """Give the areas of one level of a country: score on a condition, and how sure it differs."""
    national = ask.national_of(code, year=year)
    scanned = national.levels[level]
    frame = scanned.scores.filter(pl.col("condition") == condition).sort("area")
    of_level = national.areas.filter(pl.col("level") == level)
    areas = {row["code"]: row for row in of_level.iter_rows(named=True)}
    recipe = ScanRecipe(area=national.areas["municipality"].drop_nulls()[0], year=national.year)
    sure = standings(scanned, condition, national.catalogue, recipe)

    def one(row: dict[str, Any]) -> dict[str, Any]:
        found = sure.get(row["area"])
        about = areas[row["area"]]
        return {
            "code": row["area"],
            "name": about["name"] or row["area"],
            "municipality": about["municipality"],
            "score": row["score"],
            "low": None if found is None else found.low,
            "high": None if found is None else found.high,
            "chance_below_average": None if found is None else found.below,
            "certainty": None if found is None else found.certainty.value,
            "side": None if found is None else words.side(found),
            "words": None if found is None else sentence(words.said(found)),
            "place": row["place"],
            "filled": row["filled"],
            "reason": row["reason"] or None,
        }

    beside = {
        "country": code,
        "year": national.year,
        "years": ask.years_of(code),
        "level": level,
        "condition": condition,
        "fictitious": bool(national.areas["fictitious"].any()),
    }
    return paged(request, "areas", frame.to_dicts(), page, page_size, one, beside)


def _asked(code: str, year: int | None) -> tuple[ScanResult, Comparison]:
    result = ask.scan_of(code, year=year)
    check_here(result, code)
    return result, ask.comparison_of(code, year=year)
