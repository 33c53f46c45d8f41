"""What the pages of a district and of a neighbourhood have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.http import HttpRequest
from django.urls import reverse

from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.provisions.reach_figures import COMPUTED_REACH
from weefsel.scan.comparison import Comparison
from weefsel.scan.level import RESIDENTS
from weefsel.scan.peers import Peers
from weefsel.scan.result import ScanResult
from weefsel.scan.stacking import ADVANTAGE, DISADVANTAGE
from weefsel.scan.vulnerability import FEW_RESIDENTS, INDEXED
from weefsel.web import ask
from weefsel.web.interpret import beside as stories
from weefsel.web.interpret.models import Story
from weefsel.web.interpret.where import name_of
from weefsel.web.see import map_live
from weefsel.web.see.heading import heading_of
from weefsel.web.see.profile import groups, stands_out, strips
from weefsel.web.see.within import comparison as compared_with
from weefsel.web.see.within import is_within
from weefsel.web.social_map.reach_block import block_of

MOST_STORIES = 4  # that the page itself shows, the newest; the others stand at their figure


@dataclass(frozen=True)
class Peer:
    """One comparable area: where it is, and how far it stands on what both are."""

    code: str
    name: str
    municipality: str
    distance: Figure | None
    url: str


def context(request: HttpRequest, result: ScanResult, code: str, lang: str) -> dict[str, Any]:
    """Give what the page of one area shows."""
    comparison = ask.comparison_of(code, year=result.year)
    row, municipality = result.area_rows[code], result.recipe.area
    listed = groups(result, code, lang, comparison)
    found = comparison.peers(code)
    told = stories.of_area(code, request.user)
    return {
        "result": result,
        "code": code,
        "name": result.name(code),
        "level": result.level(code),
        "district": result.name(row["district"]) if row["district"] else "",
        "municipality": result.name(municipality),
        "municipality_code": municipality,
        "sources": {**ask.sources(), **result.sources, **COMPUTED_REACH},
        "heading": heading_of(result, code, request.user),
        "residents": result.figure(code, RESIDENTS),
        "strips": strips(result, code, lang),
        "groups": listed,
        "stands_out": stands_out(listed),
        "peers": found,
        "peer_list": peer_list(comparison, found),
        "meeting": meeting(result, comparison, code),
        "told": told,
        "stories": _newest(told, result, lang),
        "may_tell": stories.may_tell(code, request.user),
        "reach_block": block_of(code),
        "fictitious": result.fictitious,
        **compared_with(request, result),
        **map_live.context(
            request, result, lang, level=result.level(code), highlight=code, short=True
        ),
        "step": "see",
        "crumbs": crumbs(result, code),
    }


def asked(request: HttpRequest, code: str) -> ScanResult:
    """Give the scan that a page of an area asks for."""
    return ask.scan_of(code, within=is_within(request), year=map_live.year_of(request))


def crumbs(result: ScanResult, code: str, *more: str) -> list[dict[str, str]]:
    """Give the way to a page: municipality, district, neighbourhood, and what follows."""
    municipality, row = result.recipe.area, result.area_rows[code]
    way = [(result.name(municipality), reverse("municipality", kwargs={"code": municipality}))]
    if row["level"] == "neighbourhood" and row["district"] in result.area_rows:
        district = row["district"]
        way.append((result.name(district), reverse("district", kwargs={"code": district})))
    if code != municipality:
        way.append((result.name(code), reverse(row["level"], kwargs={"code": code})))
    found = [{"name": name, "url": url} for name, url in (*way, *((one, "") for one in more))]
    found[-1]["url"] = ""
    return found


def peer_list(comparison: Comparison, found: Peers) -> list[Peer]:
    """Give the comparable areas with their names, the nearest first."""
    areas = comparison.national.areas
    rows = {
        row["code"]: row
        for row in areas.filter(pl.col("code").is_in(list(found.codes))).iter_rows(named=True)
    }
    above = [row["municipality"] for row in rows.values()]
    names = dict(areas.filter(pl.col("code").is_in(above)).select("code", "name").iter_rows())
    return [
        Peer(
            code=code,
            name=str(rows[code]["name"] or code),
            municipality=str(names.get(rows[code]["municipality"]) or ""),
            distance=_distance(found, code, apart),
            url=ask.page_of(code) or "",
        )
        for code, apart in zip(found.codes, found.distances, strict=True)
        if code in rows
    ]


def _distance(found: Peers, code: str, apart: float | None) -> Figure | None:
    if apart is None:
        return None
    return Figure(
        id=f"distance:{found.area}:{code}",
        value=apart,
        unit="smd",
        decimals=2,
        year=found.year,
        sources=("computed:scan_distance",),
        reason=text("a distance between published figures has no range"),
    )


def _newest(
    told: Mapping[str, Sequence[Story]], result: ScanResult, lang: str
) -> list[dict[str, Any]]:
    """Give the newest stories of an area with the figure that each is about."""
    every = sorted(
        (story for several in told.values() for story in several),
        key=lambda story: story.made_at,
        reverse=True,
    )
    return [
        {
            "story": story,
            "role": story.role_words,
            "about": name_of(story.figure, lang, result),
        }
        for story in every[:MOST_STORIES]
    ]


def meeting(result: ScanResult, comparison: Comparison, code: str) -> list[Text]:
    """Say where disadvantages or advantages meet, and how vulnerable residents are."""
    said = [_stacked(result, comparison.stacked(code), code)]
    said.append(_vulnerable(result, comparison.vulnerable(code), code))
    return said


def count(result: ScanResult, name: str, value: int) -> Figure:
    """Give a count of figures or areas that a sentence names."""
    return Figure(
        id=f"count:{result.recipe.area}:{name}",
        value=float(value),
        decimals=0,
        year=result.year,
        sources=("computed:scan_count",),
        reason=text("a count has no range"),
    )


def _stacked(result: ScanResult, row: Mapping[str, Any] | None, code: str) -> Text:
    if row is None or row["stacked"] is None:
        return text("Too few figures to say whether disadvantages meet here.")
    said = {
        "low": count(result, f"unfavourable:{code}", row["unfavourable"]),
        "high": count(result, f"favourable:{code}", row["favourable"]),
        "filled": count(result, f"filled-items:{code}", row["filled"]),
    }
    if row["stacked"] == DISADVANTAGE:
        return text(
            "Disadvantages meet here: %(low)s of %(filled)s points are among the least "
            "favourable quarter, %(high)s among the most favourable.",
            **said,
        )
    if row["stacked"] == ADVANTAGE:
        return text(
            "Advantages meet here: %(high)s of %(filled)s points are among the most favourable "
            "quarter, %(low)s among the least favourable.",
            **said,
        )
    return text(
        "Disadvantages do not meet here: %(low)s of %(filled)s points are among the least "
        "favourable quarter, %(high)s among the most favourable.",
        **said,
    )


def _vulnerable(result: ScanResult, row: Mapping[str, Any] | None, code: str) -> Text:
    if row is None or row["reason"] != INDEXED:
        if row is not None and row["reason"] == FEW_RESIDENTS:
            return text("Too few residents for an index of vulnerability.")
        return text("Too few figures for an index of vulnerability.")
    said = {
        "index": Figure(
            id=f"vulnerability:{code}",
            value=row["index"],
            unit="smd",
            decimals=1,
            year=result.year,
            sources=("computed:scan_index",),
            reason=text("its range is not worked out"),
        ),
        "filled": count(result, f"features:{code}", row["filled"]),
        "permitted": count(result, f"features-all:{code}", row["permitted"]),
    }
    if row["index"] > 0:
        return text(
            "On paper residents are more vulnerable than average: %(index)s above it, on "
            "%(filled)s of %(permitted)s features. How sure that is, is not worked out.",
            **said,
        )
    return text(
        "On paper residents are not more vulnerable than average: %(index)s beside it, on "
        "%(filled)s of %(permitted)s features. How sure that is, is not worked out.",
        **said,
    )
