"""The page of the three pillars: what the social map knows in each district."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weefsel.atlas.detail import MUNICIPALITY
from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.provisions import reach_figures as figures
from weefsel.provisions.kinds import GROUPS
from weefsel.provisions.pillars import (
    MISSING_PILLAR,
    PILLAR_NUMBERS,
    UNKNOWN,
    DistrictPillars,
    PillarProfile,
)
from weefsel.provisions.place_kind import kind_name
from weefsel.provisions.reach_finding import pillar_title
from weefsel.provisions.social_map import PILLARS
from weefsel.report.map import Classes, choropleth, from_geometry
from weefsel.report.map_legend import legend
from weefsel.report.theme import CLASS_COLOURS
from weefsel.sources.area_code import FICTITIOUS, country_of
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.social_map import reach_ask
from weefsel.web.social_map.reach_pages import opened
from weefsel.web.social_map.reach_shown import NOT_KNOWN, Drawn, accounted

KNOWN: tuple[Text, ...] = (
    text("nothing of any pillar"),
    text("one pillar"),
    text("two pillars"),
    text("all three pillars"),
)


@dataclass(frozen=True)
class Row:
    """One district: its provisions by pillar, and what nothing is known of."""

    code: str
    name: str
    pillars: tuple[Figure, ...]
    unknown: Figure
    total: Figure
    per_thousand: Figure
    missing: tuple[Text, ...]
    groups: tuple[Text, ...]
    kinds: tuple[str, ...]


def rows(found: PillarProfile, lang: str) -> list[Row]:
    """Give a row a district, and last what has no district."""
    held = [*found.districts, *([found.elsewhere] if found.elsewhere.total else [])]
    return [_row(one, found, lang) for one in held]


def _row(one: DistrictPillars, found: PillarProfile, lang: str) -> Row:
    return Row(
        code=one.code,
        name=one.name,
        pillars=tuple(figures.pillar(one, number) for number in PILLAR_NUMBERS),
        unknown=figures.count(f"{one.code}:pillar_unknown", one.provisions.get(UNKNOWN, 0)),
        total=figures.count(f"{one.code}:provisions", one.total),
        per_thousand=figures.per_thousand(one, found.sources),
        missing=tuple(MISSING_PILLAR[number] for number in one.missing),
        groups=tuple(GROUPS[key] for key in one.groups_missing),
        kinds=tuple(sorted(kind_name(kind, lang) for kind in one.by_kind)),
    )


def drawn(found: PillarProfile, lang: str, *, links: bool = True) -> Drawn | None:
    """Draw of how many pillars something is known in each district."""
    if found.division is None or not found.districts:
        return None
    country = country_of(found.municipality)
    codes = [one.code for one in found.districts]
    borders = ask.borders(codes, found.division, country, detail=MUNICIPALITY)
    if not borders.geometries:
        return None
    classes = Classes(
        (CLASS_COLOURS[0], CLASS_COLOURS[1], CLASS_COLOURS[3], CLASS_COLOURS[4]), KNOWN, NOT_KNOWN
    )
    areas = from_geometry(
        borders.geometries,
        {one.code: len(PILLAR_NUMBERS) - len(one.missing) for one in found.districts},
        {one.code: one.name for one in found.districts},
        values={one.code: figures.count(f"{one.code}:provisions", one.total)
                for one in found.districts},
        href=(lambda key: reverse("district", kwargs={"code": key})) if links else None,
    )  # fmt: skip
    picture = choropleth(areas, lang=lang, classes=classes)
    return Drawn(picture, legend(lang, classes=classes, without=False), classes, borders.year)


@needs("statistics.see")
@require_safe
def pillars(request: HttpRequest, code: str) -> HttpResponse:
    """Show the three pillars of a municipality, district by district."""
    if (elsewhere := opened(code, "pillars")) is not None:
        return elsewhere
    lang, found = get_language() or "nl", reach_ask.pillars(code)
    context = {
        "area": code,
        "name": ask.name_of(code),
        "title": accounted(pillar_title(found)),
        "profile": found,
        "pillars": [
            (PILLARS[number], figures.count(f"pillar{number}", found.whole(number)))
            for number in PILLAR_NUMBERS
        ],
        "rows": rows(found, lang) if found.total else [],
        "drawn": drawn(found, lang) if found.total else None,
        "sources": reach_ask.sources(),
        "fictitious": country_of(code) == FICTITIOUS,
        "page": "pillars",
        "step": "see",
        "crumbs": [
            {"name": ask.name_of(code), "url": reverse("municipality", args=[code])},
            {"name": _("Three pillars"), "url": ""},
        ],
    }
    return render(request, "social_map/reach_pillars.html", context)
