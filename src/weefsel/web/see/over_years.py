"""Small maps over the years: one figure, one map a year, the same classes on all."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from weefsel.atlas.detail import COUNTRY
from weefsel.atlas.indicator import CONDITIONS, Indicator, Named
from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.base.numbers import write_number
from weefsel.report.classes import class_of, class_of_z, even_breaks
from weefsel.report.map import STRAIN_TO_STRENGTH, Classes
from weefsel.report.map_legend import legend
from weefsel.report.small_multiples import Multiples, small_multiples
from weefsel.report.tables import to_csv, to_xlsx
from weefsel.report.theme import PLAIN_COLOURS
from weefsel.scan.reasons import CONDITION_NAMES
from weefsel.scan.reference import COMPARED
from weefsel.scan.result import ScanResult
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.files import file
from weefsel.web.see import map_live
from weefsel.web.see.area_page import count, crumbs
from weefsel.web.see.history import Point, figure_of, years_of

UNDER = 1  # classes up to this one are under strain
AT_ERROR = text("its range stands at the figure itself")


@dataclass(frozen=True)
class Shown:
    """One figure of every area and year, in classes that are the same for all years."""

    indicator: Indicator
    points: dict[str, tuple[Point, ...]]
    years: tuple[int, ...]
    levels: dict[int, dict[str, int | None]]
    classes: Classes
    sided: bool


def _asked(request: HttpRequest, code: str) -> tuple[ScanResult, Shown | None, str]:
    result = ask.scan_of(code)
    lang = get_language() or "nl"
    key = request.GET.get(map_live.SHOW, "")[: map_live.LONGEST]
    points = years_of(result.recipe.area)
    known = (
        [key] if key in result.catalogue else [*result.permitted(key)] if key in CONDITIONS else []
    )
    for one in (*known, *(one for each in CONDITIONS for one in result.permitted(each))):
        here = {code: found for code in result.codes() if (found := points.get((code, one)))}
        if here:
            return result, shown_of(result, result.catalogue[one], here, lang), lang
    return result, None, lang


def shown_of(
    result: ScanResult, indicator: Indicator, points: dict[str, tuple[Point, ...]], lang: str
) -> Shown:
    """Put the years of a figure in classes: those of the year of the scan, for every year."""
    years = tuple(sorted({one.year for several in points.values() for one in several}))
    held = result.references.get((result.recipe.level, indicator.id))
    sided = bool(indicator.direction) and held is not None and held.reason == COMPARED
    values = [one.value for several in points.values() for one in several]
    borders = even_breaks(values)
    classes = STRAIN_TO_STRENGTH if sided else _plain(borders, indicator, lang)
    levels: dict[int, dict[str, int | None]] = {
        year: dict.fromkeys(result.codes()) for year in years
    }
    for code, several in points.items():
        for one in several:
            if sided and held is not None:
                z = (one.value - held.centre) / held.deviation
                levels[one.year][code] = class_of_z(z, indicator.direction)
            else:
                levels[one.year][code] = class_of(one.value, borders)
    return Shown(indicator, points, years, levels, classes, sided)


def _plain(borders: tuple[float, ...], indicator: Indicator, lang: str) -> Classes:
    words = [write_number(one, lang, indicator.decimals) for one in borders]
    if not words:
        return Classes(PLAIN_COLOURS[:1], (text("has a figure"),), text("no figure"))
    names = [text("below %(border)s", border=words[0])]
    names += [text("%(low)s to %(high)s", low=low, high=high) for low, high in pairwise(words)]
    names.append(text("%(border)s and more", border=words[-1]))
    return Classes(PLAIN_COLOURS[: len(names)], tuple(names), text("no figure"))


@needs("statistics.see")
@require_safe
def over_years(request: HttpRequest, code: str) -> HttpResponse:
    """Show one figure of a municipality's neighbourhoods over the years."""
    result, shown, lang = _asked(request, code)
    area = result.recipe.area
    if code != area:
        return redirect("over-years", code=area)
    drawn = None if shown is None else draw(result, shown, lang)
    context: dict[str, Any] = {
        "result": result,
        "area": area,
        "name": result.name(area),
        "sources": {**ask.sources(), **result.sources},
        "shown": shown,
        "title": title(result, shown),
        "groups": _choices(result, lang),
        "multiples": drawn,
        "maps": [] if shown is None else _maps(result, shown, drawn, lang),
        "legend": "" if shown is None else legend(lang, classes=shown.classes, without=True),
        "rows": [] if shown is None else rows(result, shown),
        "fictitious": result.fictitious,
        "step": "see",
        "crumbs": crumbs(result, area, text("Over the years").render(lang)),
    }
    return render(request, "see/over_years.html", context)


def draw(result: ScanResult, shown: Shown, lang: str) -> Multiples | None:
    """Draw the small maps; none where no borders are loaded."""
    borders = ask.borders(result.codes(), result.year, result.country, detail=COUNTRY)
    if not borders.geometries:
        return None
    names = {code: result.name(code) for code in result.codes()}
    return small_multiples(
        borders.geometries, shown.levels, lang=lang, classes=shown.classes, names=names
    )


def _maps(
    result: ScanResult, shown: Shown, drawn: Multiples | None, lang: str
) -> list[dict[str, Any]]:
    """Give each year with its drawing and its sentence."""
    return [
        {
            "year": year,
            "svg": ""
            if drawn is None
            else drawn.svg(year, f"{year}: {said(result, shown, year).render(lang)}"),
            "sentence": said(result, shown, year),
        }
        for year in shown.years
    ]


def said(result: ScanResult, shown: Shown, year: int) -> Text:
    """Say of one year how many areas are under strain, or how many have a figure."""
    known = [level for level in shown.levels[year].values() if level is not None]
    there = count(result, f"there:{shown.indicator.id}:{year}", len(known))
    if not shown.sided:
        return text("%(n)s areas with a figure", n=there)
    under = count(result, f"under:{shown.indicator.id}:{year}", _under(shown, year))
    return text("%(under)s of %(n)s under strain", under=under, n=there)


def _under(shown: Shown, year: int) -> int:
    return sum(level is not None and level <= UNDER for level in shown.levels[year].values())


def title(result: ScanResult, shown: Shown | None) -> Text:
    """Say whether more or fewer areas are under strain than at first; it flips with them."""
    name = result.name(result.recipe.area)
    if shown is None:
        return text("No figures over the years are loaded for %(name)s", name=name)
    what = {"indicator": Named(shown.indicator), "name": name, "last": shown.years[-1]}
    if len(shown.years) < 2:
        return text("%(indicator)s in %(name)s: only %(last)s is loaded", **what)
    first, last = shown.years[0], shown.years[-1]
    what["first"] = first
    if not shown.sided:
        return text("%(indicator)s in %(name)s from %(first)s to %(last)s", **what)
    was = count(result, f"under:{shown.indicator.id}:{first}", _under(shown, first))
    now = count(result, f"under:{shown.indicator.id}:{last}", _under(shown, last))
    numbers = {**what, "was": was, "now": now}
    if (now.value or 0) > (was.value or 0):
        return text(
            "%(indicator)s: more neighbourhoods of %(name)s under strain in %(last)s (%(now)s) "
            "than in %(first)s (%(was)s)",
            **numbers,
        )
    if (now.value or 0) < (was.value or 0):
        return text(
            "%(indicator)s: fewer neighbourhoods of %(name)s under strain in %(last)s (%(now)s) "
            "than in %(first)s (%(was)s)",
            **numbers,
        )
    return text(
        "%(indicator)s: as many neighbourhoods of %(name)s under strain in %(last)s as in "
        "%(first)s (%(now)s)",
        **numbers,
    )


def rows(result: ScanResult, shown: Shown) -> list[dict[str, Any]]:
    """Give one row an area with its figure of each year."""
    found = []
    for code in result.codes():
        by_year = {one.year: one for one in shown.points.get(code, ())}
        cells: list[Figure | None] = [
            None if year not in by_year else _bare(code, shown.indicator, by_year[year])
            for year in shown.years
        ]
        found.append({"code": code, "name": result.name(code), "cells": cells})
    return found


def _bare(code: str, indicator: Indicator, point: Point) -> Figure:
    """Give a figure without its range: the table is about the course."""
    made = figure_of(code, indicator, point)
    return Figure(
        id=made.id,
        value=made.value,
        unit=made.unit,
        decimals=made.decimals,
        year=made.year,
        flag=made.flag,
        sources=made.sources,
        reason=AT_ERROR,
    )


def _choices(result: ScanResult, lang: str) -> list[dict[str, Any]]:
    """Give the figures of which some area has years, by condition."""
    there = {key for code, key in years_of(result.recipe.area) if code.startswith("BU")}
    found = []
    for condition in (*CONDITIONS, "context"):
        options = sorted(
            (
                (one.id, one.name(lang))
                for one in result.catalogue.values()
                if one.condition == condition and one.id in there and not one.origin_trait
            ),
            key=lambda option: option[1].casefold(),
        )
        if options:
            name = CONDITION_NAMES.get(condition, text("context")).render(lang)
            found.append({"name": name, "options": options})
    return found


@needs("statistics.see")
@require_safe
def download(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Give the small maps as one sheet, or their table."""
    result, shown, lang = _asked(request, code)
    if shown is None:
        raise Http404
    named = f"{result.recipe.area}-{shown.indicator.id}-{name}"
    sources = _sources(shown)
    if name in {"jaren.svg", "jaren.png"}:
        drawn = draw(result, shown, lang)
        if drawn is None:
            raise Http404
        lines = [f"{text('Source').render(lang)}: {one.title}, {one.publisher}" for one in sources]
        if result.fictitious:
            lines.append(text("Example: all figures are invented").render(lang))
        made = drawn.sheet(title(result, shown).render(lang), lines)
        return file(made.svg if name.endswith("svg") else made.png(), named)
    if name not in {"jaren.csv", "jaren.xlsx"}:
        raise Http404
    frame = pl.DataFrame(
        {
            text("Area").render(lang): [row["name"] for row in rows(result, shown)],
            text("Code").render(lang): [row["code"] for row in rows(result, shown)],
            **{
                str(year): [
                    None if row["cells"][at] is None else row["cells"][at].value
                    for row in rows(result, shown)
                ]
                for at, year in enumerate(shown.years)
            },
        }
    )
    head = title(result, shown)
    if name.endswith("csv"):
        made_up = result.fictitious
        return file(to_csv(frame, lang, sources=sources, notes=[head], fictitious=made_up), named)
    return file(
        to_xlsx(frame, lang, title=head, sources=sources, fictitious=result.fictitious), named
    )


def _sources(shown: Shown) -> list[Any]:
    known = ask.sources()
    used = {f"edition:{one.source}" for several in shown.points.values() for one in several}
    found = {known[one].title: known[one] for one in sorted(used) if one in known}
    return list(found.values())
