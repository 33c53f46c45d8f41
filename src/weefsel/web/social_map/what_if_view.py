"""What if a provision closes, opens, moves or changes its hours."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weefsel.base.errors import WeefselError
from weefsel.provisions.plan import Answer
from weefsel.provisions.plan_output import sources_of, table
from weefsel.provisions.plan_words import COMPUTED, notes_of, title_of
from weefsel.report.map_legend import sheet
from weefsel.report.tables import source_title, to_csv, to_xlsx
from weefsel.sources.area_code import FICTITIOUS, country_of
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.accounts.shown import lang
from weefsel.web.choose.portfolio.changed import told_plainly
from weefsel.web.files import file
from weefsel.web.social_map import known, place_ask, place_form
from weefsel.web.social_map.place_act import act_url
from weefsel.web.social_map.place_shown import CLASSES, shown

FILES = {"kaart.svg", "kaart.png", "buurten.csv", "buurten.xlsx", "recept.toml"}


@needs("recipe_compute.run")
@require_safe
def what_if(request: HttpRequest, code: str) -> HttpResponse:
    """Ask what happens when one provision changes, and show the answer."""
    ask.area(code)
    asked = place_form.what_if(request.GET, code)
    found, fault = _answered(asked)
    entries = known.entries(code)
    context = {
        **frame(code, _("What if")),
        "asked": asked.fields,
        "mistake": fault,
        "provisions": place_form.by_kind(entries),
        "kinds": place_form.kinds(),
        "neighbourhoods": neighbourhoods(code),
        **result(request, found),
    }
    return render(request, "social_map/place_what_if.html", context, status=400 if fault else 200)


def _answered(asked: place_form.Asked) -> tuple[Answer | None, str]:
    if asked.recipe is None:
        return None, asked.fault
    try:
        return place_ask.answer(asked.recipe), ""
    except WeefselError as fault:
        return None, told_plainly(fault)


def frame(code: str, here: str) -> dict[str, Any]:
    """Give what pages about places of a municipality have in common."""
    return {
        "area": code,
        "name": ask.name_of(code),
        "fictitious": country_of(code) == FICTITIOUS,
        "step": "see",
        "crumbs": [
            {"name": ask.name_of(code), "url": reverse("municipality", args=[code])},
            {"name": here, "url": ""},
        ],
    }


def neighbourhoods(code: str) -> list[tuple[str, str]]:
    """Give the neighbourhoods of a municipality by name, none without borders."""
    try:
        here = place_ask.inhabited(code).rows
    except WeefselError:
        return []
    found = [(row["code"], str(row["name"] or row["code"])) for row in here.iter_rows(named=True)]
    return sorted(found, key=lambda one: one[1].casefold())


def result(request: HttpRequest, found: Answer | None) -> dict[str, Any]:
    """Give what the part of a page with an answer needs."""
    if found is None:
        return {"shown": None, "sources": {**COMPUTED}}
    return {
        "shown": shown(found, lang()),
        "query": request.GET.urlencode(),
        "act_url": act_url(found),
        "sources": {**ask.sources(), **COMPUTED},
    }


@needs("recipe_compute.run")
@require_safe
def download(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Give the map or the table of the answer that the same query shows."""
    ask.area(code)
    asked = place_form.what_if(request.GET, code)
    return downloaded(code, name, _answered(asked)[0], "wat-als")


def downloaded(code: str, name: str, found: Answer | None, prefix: str) -> HttpResponse:
    """Give one file of an answer."""
    if name not in FILES or found is None:
        raise Http404
    language, named = lang(), f"{code}-{prefix}-{name}"
    title, notes = title_of(found), list(notes_of(found))
    sources = sources_of(found, ask.sources())
    fictitious = country_of(code) == FICTITIOUS
    if name == "recept.toml":
        return file(found.recipe.toml(), named)
    if name.endswith("csv"):
        made = to_csv(
            table(found, language), language, sources=sources, notes=[title, *notes],
            fictitious=fictitious,
        )  # fmt: skip
        return file(made, named)
    if name.endswith("xlsx"):
        book = to_xlsx(
            table(found, language), language, title=title, sources=sources, notes=notes,
            fictitious=fictitious,
        )  # fmt: skip
        return file(book, named)
    picture = shown(found, language, links=False).picture
    if picture is None:
        raise Http404
    lines = [*notes, *(_line(one, language) for one in sources)]
    drawn = sheet(picture, title=title, lines=lines, classes=CLASSES)
    return file(drawn.svg if name.endswith("svg") else drawn.png(), named)


def _line(source: Any, language: str) -> str:
    year = "" if source.year is None else str(source.year)
    told = (source_title(source, language), source.publisher, year, source.licence)
    return ", ".join(one for one in told if one)
