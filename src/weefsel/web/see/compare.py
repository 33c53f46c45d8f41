"""The page that sets two to five areas beside each other; what it shows stands in its address."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from weefsel.base.errors import InputError, NotFoundError
from weefsel.base.language import Text, text
from weefsel.base.language import render as say
from weefsel.report.tables import to_csv, to_xlsx
from weefsel.sources.area_code import is_area_code
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.files import file
from weefsel.web.see import map_live
from weefsel.web.see.contrast import FEWEST, MOST, Part, Side, parts, sides_of, title
from weefsel.web.see.heading import may_be_told

AREA = "gebied"
LONGEST = 60
ASKED_AT_MOST = 40  # parameters read from an address; five areas stand beside each other


def asked(request: HttpRequest) -> tuple[list[str], list[str]]:
    """Give the codes that the address asks for, and the words that are no area here."""
    codes, unknown = [], []
    for words in request.GET.getlist(AREA)[:ASKED_AT_MOST]:
        plain = words.strip()[:LONGEST]
        if not plain:
            continue
        code = plain.upper() if is_area_code(plain.upper()) else _named(plain)
        if code:
            codes.append(code)
        else:
            unknown.append(plain)
    return list(dict.fromkeys(codes)), unknown


def _named(words: str) -> str:
    """Give the code of an option ("Spoelkwartier (BU99900301)") or of a municipality's name."""
    inside = words.rpartition("(")[2].rstrip(") ").upper()
    if is_area_code(inside):
        return inside
    found = ask.municipalities(words)
    return found[0].code if len(found) == 1 else ""


@needs("statistics.see")
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Show the areas of the address beside each other, or the form to choose them."""
    codes, unknown = asked(request)
    lang, fault = get_language() or "nl", None
    sides: list[Side] = []
    try:
        sides = sides_of(codes, map_live.year_of(request))
    except (InputError, NotFoundError) as refused:
        fault = refused
    listed = parts(sides) if len(sides) >= FEWEST else []
    context = {
        "sides": sides,
        "parts": listed,
        "title": _title(request, sides, listed),
        "own_sets": _own_sets(sides),
        "fault": fault,
        "unknown": unknown,
        "fields": _fields(sides, codes),
        "options": _options(sides),
        "query": request.GET.urlencode(),
        "sources": ask.sources() | (sides[0].result.sources if sides else {}),
        "fictitious": bool(sides) and sides[0].result.fictitious,
        "year": sides[0].result.year if sides else None,
        "lang": lang,
        "step": "see",
        "crumbs": [{"name": text("Compare").render(lang), "url": ""}] if sides else [],
    }
    return render(request, "see/compare.html", context, status=400 if fault else 200)


def _title(request: HttpRequest, sides: list[Side], listed: list[Part]) -> Text:
    """Give the title for who asks: which area is the weaker one is a finding of each of them."""
    if not listed:
        return text("Set areas beside each other")
    told = all(may_be_told(side.code, request.user) for side in sides)
    return title(sides, listed, told=told)


def _own_sets(sides: list[Side]) -> list[dict[str, str]]:
    """Give the municipalities whose scores are made with a working set of their own."""
    of = {side.result.recipe.area: side.result for side in sides}
    return [
        {"code": code, "name": result.name(code)}
        for code, result in of.items()
        if result.recipe.indicator_changes
    ]


def _fields(sides: list[Side], codes: list[str]) -> list[dict[str, Any]]:
    """Give the fields of the form, filled with what was asked."""
    names = {side.code: f"{side.name} ({side.code})" for side in sides}
    filled = [names.get(code, code) for code in codes[:MOST]]
    return [
        {"number": at + 1, "value": filled[at] if at < len(filled) else ""} for at in range(MOST)
    ]


def _options(sides: list[Side]) -> list[str]:
    """Give what can be chosen: every area of the municipalities at hand, and municipalities."""
    if not sides:
        return [f"{one.name} ({one.code})" for one in ask.municipalities()]
    found: list[str] = []
    for result in {side.result.recipe.area: side.result for side in sides}.values():
        found += [f"{result.name(code)} ({code})" for code in sorted(result.area_rows)]
    fictitious = sides[0].result.fictitious
    return found + [
        f"{one.name} ({one.code})"
        for one in ask.municipalities()
        if one.fictitious == fictitious and f"{one.name} ({one.code})" not in found
    ]


@needs("statistics.see")
@require_safe
def download(request: HttpRequest, name: str) -> HttpResponse:
    """Give the comparison of the address as a table."""
    codes, _unknown = asked(request)
    if name not in {"vergelijking.csv", "vergelijking.xlsx"} or len(codes) < FEWEST:
        raise Http404
    sides, lang = sides_of(codes, map_live.year_of(request)), get_language() or "nl"
    listed = parts(sides)
    frame, head = table(sides, listed, lang), _title(request, sides, listed)
    sources = {key: one for side in sides for key, one in side.result.sources.items()}.values()
    fictitious = sides[0].result.fictitious
    if name.endswith("csv"):
        made = to_csv(frame, lang, sources=sources, notes=[head], fictitious=fictitious)
    else:
        made = to_xlsx(frame, lang, title=head, sources=sources, fictitious=fictitious)
    return file(made, name)


def table(sides: list[Side], listed: list[Part], lang: str) -> pl.DataFrame:
    """Give one row a figure: per area its value, year, and the word beside the first."""
    rows = []
    for part in listed:
        for line in part.lines:
            row: dict[str, Any] = {
                text("Condition").render(lang): part.name.render(lang),
                text("Figure").render(lang): say(line.name, lang),
            }
            for side, cell in zip(sides, line.cells, strict=True):
                own = f"{side.name} ({side.code})"
                row[own] = cell.figure.value
                row[f"{own}: {text('Year').render(lang)}"] = cell.figure.year
                if cell.sign is not None:
                    word = text("beside the first").render(lang)
                    row[f"{own}: {word}"] = cell.sign.words.render(lang)
            rows.append(row)
    return pl.DataFrame(rows, infer_schema_length=None)
