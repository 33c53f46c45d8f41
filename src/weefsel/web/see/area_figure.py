"""The page of one figure in one area: source, error, years, place, cluster, stories, files."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from weefsel.atlas.indicator import CONDITIONS
from weefsel.base.language import Text, text
from weefsel.report.chart_sheet import chart_sheet
from weefsel.report.picture import Picture
from weefsel.report.tables import to_csv, to_xlsx
from weefsel.scan.reasons import CONDITION_NAMES
from weefsel.scan.result import ScanResult
from weefsel.sources.area_code import is_area_code, municipality_of
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.files import file
from weefsel.web.interpret import beside as stories
from weefsel.web.see import area_page, figure_facts, score_facts

TABLES = {"jaren.csv", "jaren.xlsx", "onderdelen.csv", "onderdelen.xlsx"}
PICTURES = {
    "jaren.svg": "history",
    "jaren.png": "history",
    "plaats.svg": "place",
    "plaats.png": "place",
}


def _asked(request: HttpRequest, code: str, key: str) -> tuple[ScanResult, dict[str, Any]]:
    """Give the scan and the facts of one figure; a 404 for what is no area or no figure."""
    if not is_area_code(code) or municipality_of(code) is None:
        raise Http404
    result, lang = area_page.asked(request, code), get_language() or "nl"
    if code not in result.area_rows:
        raise Http404
    if key in CONDITIONS:
        return result, score_facts.facts(result, code, key, lang)
    if key not in result.catalogue:
        raise Http404
    return result, figure_facts.facts(result, code, result.catalogue[key], lang)


@needs("statistics.see")
@require_safe
def area_figure(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show one figure, or one score taken apart, of one area."""
    result, known = _asked(request, code, key)
    lang, told = get_language() or "nl", stories.of_area(code, request.user)
    context = {
        **known,
        "result": result,
        "code": code,
        "key": key,
        "name": result.name(code),
        "level": result.level(code),
        "figure_name": name_of(result, key, lang),
        "municipality_code": result.recipe.area,
        "municipality": result.name(result.recipe.area),
        "sources": {**ask.sources(), **result.sources},
        "stories": told.get(key, []),
        "may_tell": stories.may_tell(code, request.user),
        "fictitious": result.fictitious,
        "step": "see",
        "crumbs": area_page.crumbs(result, code, name_of(result, key, lang)),
    }
    page = "see/score.html" if key in CONDITIONS else "see/figure.html"
    return render(request, page, context)


def name_of(result: ScanResult, key: str, lang: str) -> str:
    """Give the name of an indicator or a condition."""
    if key in CONDITIONS:
        said = CONDITION_NAMES[key].render(lang)
        return said[:1].upper() + said[1:]
    return result.catalogue[key].name(lang)


@needs("statistics.see")
@require_safe
def download(request: HttpRequest, code: str, key: str, name: str) -> HttpResponse:
    """Give the years of a figure, the parts of a score, or a picture of either."""
    if name not in TABLES | set(PICTURES):
        raise Http404
    result, known = _asked(request, code, key)
    lang, named = get_language() or "nl", f"{code}-{key}-{name}"
    if name in PICTURES:
        drawn = _picture(known, PICTURES[name])
        if drawn is None:
            raise Http404
        made = chart_sheet(drawn, title=known["title"], lines=_lines(known, result, lang))
        return file(made.svg if name.endswith("svg") else made.png(), named)
    if name.startswith("jaren") == (key in CONDITIONS):
        raise Http404
    frame = parts_table(known, lang) if key in CONDITIONS else years_table(known, lang)
    sources = figure_facts.editions(known["here"])
    extra = {"sources": sources, "fictitious": result.fictitious}
    if name.endswith("csv"):
        return file(to_csv(frame, lang, notes=[known["title"]], **extra), named)
    return file(to_xlsx(frame, lang, title=known["title"], **extra), named)


def _picture(known: dict[str, Any], which: str) -> Picture | None:
    held = known.get(which)
    if held is not None:
        found: Picture | None = held.wide
        return found
    return known.get("wide") if which == "place" else None


def _lines(known: dict[str, Any], result: ScanResult, lang: str) -> list[str | Text]:
    """Give the lines under a picture: where it comes from, and that it is made up."""
    told = [
        f"{text('Source').render(lang)}: {one.title}, {one.publisher}. {one.licence}"
        for one in figure_facts.editions(known["here"])
    ]
    made_up = [text("Example: all figures are invented")] if result.fictitious else []
    return [*told, *made_up]


def years_table(known: dict[str, Any], lang: str) -> pl.DataFrame:
    """Give one row a year: value, range, kind, and what began there."""
    heads = {
        "year": text("Year"),
        "value": text("Value"),
        "low": text("At least"),
        "high": text("At most"),
        "unit": text("Unit"),
        "remark": text("Remark"),
        "source": text("Source"),
    }
    rows = [
        {
            "year": one.figure.year,
            "value": one.figure.value,
            "low": one.figure.low,
            "high": one.figure.high,
            "unit": one.figure.unit_words(lang),
            "remark": "" if one.broken is None else one.broken.render(lang),
            "source": " ".join(one.figure.sources),
        }
        for one in known["history"].years
    ]
    numbers = {"value", "low", "high"}
    schema = {
        key: pl.Int32 if key == "year" else pl.Float64 if key in numbers else pl.String
        for key in heads
    }
    frame = pl.DataFrame(rows, schema=schema)
    return frame.select(pl.col(key).alias(words.render(lang)) for key, words in heads.items())


def parts_table(known: dict[str, Any], lang: str) -> pl.DataFrame:
    """Give one row a figure of a score: value, weight and points."""
    heads = {
        "name": text("Figure"),
        "value": text("Here"),
        "unit": text("Unit"),
        "year": text("Year"),
        "weight": text("Weight (percent)"),
        "points": text("Points beside the average"),
    }
    rows = [
        {
            "name": one.indicator.name(lang),
            "value": one.here.value,
            "unit": one.here.unit_words(lang),
            "year": one.here.year,
            "weight": one.weight.value,
            "points": one.points.value,
        }
        for one in known["parts"]
    ]
    numbers = {"value", "weight", "points"}
    schema = {
        key: pl.Int32 if key == "year" else pl.Float64 if key in numbers else pl.String
        for key in heads
    }
    frame = pl.DataFrame(rows, schema=schema)
    return frame.select(pl.col(key).alias(words.render(lang)) for key, words in heads.items())
