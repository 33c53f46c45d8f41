"""The page of a country: the finding, a map, and every municipality or neighbourhood in a table.

The Netherlands and the made-up country of the example have each their own address: they never
stand in one table.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from weefsel.atlas.indicator import CONDITIONS
from weefsel.base.language import text
from weefsel.report.map import sentence
from weefsel.scan.national import National
from weefsel.scan.national_finding import (
    COUNTRY_NAMES,
    count,
    filled,
    filled_words,
    lead,
    title,
)
from weefsel.scan.reasons import CONDITION_NAMES
from weefsel.scan.register import register
from weefsel.scan.result import COMPUTED
from weefsel.sources.area_code import FICTITIOUS, REAL
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.see.country_map import borders_of, picture_of
from weefsel.web.see.country_table import page_of_table
from weefsel.web.see.country_view import CountryView, main_key, recipe_of, view_of_country
from weefsel.web.see.map_live import (
    PER_LEVEL,
    Asked,
    LiveMap,
    asked,
    background,
    legend_of,
    level_options,
    mode_options,
    year_options,
)
from weefsel.web.see.map_view import HEIGHT, modes_for, with_borders
from weefsel.web.see.maps import Map

PAGES = {REAL: "country", FICTITIOUS: "example-country"}
LEVELS = ("municipality", "district", "neighbourhood")
DRAWN = 600  # so many areas a page draws itself; of more it shows an image


@needs("statistics.see")
@require_safe
def country(request: HttpRequest) -> HttpResponse:
    """Show the Netherlands."""
    return _page(request, REAL)


@needs("statistics.see")
@require_safe
def example_country(request: HttpRequest) -> HttpResponse:
    """Show the made-up country in which the example municipality lies."""
    return _page(request, FICTITIOUS)


def shown_of(request: HttpRequest, code: str, lang: str) -> tuple[CountryView, Asked]:
    """Give what the address asks to see of a country, and that address in full.

    Raises ``NotFoundError`` when the country or the year is not loaded.
    """
    wanted = asked(request)
    national = ask.national_of(code, year=wanted.year)
    key = wanted.show if wanted.show in _keys(national) else main_key(national)
    levels = _levels(national)
    usual = LEVELS[0] if LEVELS[0] in levels else LEVELS[-1]
    level = wanted.level if wanted.level in levels else usual
    shown = view_of_country(national, key, lang, HEIGHT, level)
    mode = wanted.mode if wanted.mode in modes_for(shown.sided) else HEIGHT
    if mode != HEIGHT:
        shown = view_of_country(national, key, lang, mode, level)
    return shown, Asked(key, mode, wanted.year, level)


def _keys(national: National) -> list[str]:
    """Give what can be shown: never origin, by which nothing here is put in an order (rule 9)."""
    there = {
        indicator
        for level in national.levels.values()
        for indicator in level.compared["indicator"].unique()
    }
    mine = [
        one.id
        for one in national.catalogue.values()
        if one.id in there and not one.origin_trait and not one.owner
    ]
    return [*CONDITIONS, *mine]


def _levels(national: National) -> list[str]:
    """Give the levels with more areas than one, at least that of the neighbourhoods."""
    numbers = dict(national.areas.group_by("level").len().iter_rows())
    return [one for one in LEVELS if numbers.get(one, 0) > 1] or ["neighbourhood"]


def _choices(national: National, lang: str) -> list[dict[str, Any]]:
    keys = _keys(national)
    groups = [
        {"name": "", "options": [(one, CONDITION_NAMES[one].render(lang)) for one in CONDITIONS]}
    ]
    for condition in (*CONDITIONS, "context"):
        options = [
            (one, national.catalogue[one].name(lang))
            for one in keys
            if one not in CONDITIONS and national.catalogue[one].condition == condition
        ]
        if options:
            name = CONDITION_NAMES.get(condition, text("context")).render(lang)
            groups.append({"name": name, "options": sorted(options, key=lambda one: one[1])})
    return groups


def live_map(shown: CountryView, wanted: Asked, lang: str) -> LiveMap:
    """Give the map of the page."""
    national, view = shown.national, shown.view
    shapes = borders_of(national, view.level)
    small = len(view.areas) <= DRAWN
    picture = picture_of(shown, links=True) if small else None
    query = urlencode(wanted.query)
    areas = with_borders(view, shapes.geometries)
    return LiveMap(
        view=view,
        drawn=None if picture is None else Map(picture, shapes.year, view),
        border_year=shapes.year,
        name=shown.name,
        per=PER_LEVEL[view.level].render(lang),
        groups=_choices(national, lang),
        modes=mode_options(modes_for(shown.sided), view.mode, lang),
        years=year_options(ask.years_of(national.country), national.year),
        levels=level_options(_levels(national), view.level, lang),
        hidden=[],
        sentence=sentence(areas, view.classes) if areas else None,
        legend=legend_of(view, lang),
        areas_url=f"{reverse('map-areas', kwargs={'code': national.country})}?{query}",
        svg_url=_download(national.country, "kaart.svg", query),
        png_url=_download(national.country, "kaart.png", query),
        image_url="" if small else _download(national.country, "beeld.png", query),
        background=background(),
        tall=True,
    )


def _download(code: str, name: str, query: str) -> str:
    there = reverse(f"{PAGES[code]}-download", kwargs={"name": name})
    return f"{there}?{query}"


def finding_of(shown: CountryView, lang: str) -> tuple[Any, list[Any]]:
    """Give the title and lead: always about the neighbourhoods, whatever the map shows."""
    national = shown.national
    near = view_of_country(national, shown.key, lang, HEIGHT, "neighbourhood")
    head = title(national, shown.key, shown.name, "neighbourhood", near.counts, sided=near.sided)
    return head, lead(national, shown.key, "neighbourhood", near.counts, sided=near.sided)


def _page(request: HttpRequest, code: str) -> HttpResponse:
    lang = get_language() or "nl"
    shown, wanted = shown_of(request, code, lang)
    national, recipe = shown.national, recipe_of(shown.national)
    head, under = finding_of(shown, lang)
    near = view_of_country(national, shown.key, lang, HEIGHT, "neighbourhood")
    query = urlencode(wanted.query)
    context = {
        "shown": shown,
        "country_name": COUNTRY_NAMES[code == REAL],
        "title": head,
        "lead": under,
        "map_live": live_map(shown, wanted, lang),
        "table": page_of_table(request, shown, near, wanted.query),
        "conditions": [
            {
                "name": CONDITION_NAMES[one.condition],
                "said": filled_words(national, one, "neighbourhood"),
                "scored": count(national, f"scored:{one.condition}", one.scored, of_scores=True),
                "one": one,
            }
            for one in filled(national, recipe, "neighbourhood")
        ],
        "register": register(recipe),
        "sources": {**ask.sources(), **national.sources, **COMPUTED},
        "notes_of": national.notes,
        "csv_url": _download(code, "tabel.csv", query),
        "xlsx_url": _download(code, "tabel.xlsx", query),
        "fictitious": code != REAL,
        "step": "see",
        "crumbs": [{"name": capfirst(COUNTRY_NAMES[code == REAL].render(lang)), "url": ""}],
    }
    return render(request, "see/country.html", context)
