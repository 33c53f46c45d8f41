"""The map of a municipality drawn by the server, with a link for each area."""

from __future__ import annotations

from dataclasses import dataclass, replace

from weefsel.report.map import MapPicture, choropleth
from weefsel.scan.result import ScanResult
from weefsel.web import ask
from weefsel.web.see.map_view import HEIGHT, MapView, view_of, with_borders
from weefsel.web.see.view import Subject

KEPT = 200  # maps that a process keeps, some 100 kB each


@dataclass(frozen=True)
class Map:
    """A map, what it shows, and the year of the borders it is drawn with."""

    picture: MapPicture
    border_year: int | None
    view: MapView


_drawn: dict[tuple[object, ...], tuple[ScanResult, Map | None, MapView]] = {}


def municipality_map(
    result: ScanResult,
    subject: Subject,
    lang: str,
    *,
    highlight: str | None = None,
    links: bool = True,
) -> Map | None:
    """Draw the neighbourhoods in the classes of a subject; none when no borders are loaded."""
    level = result.recipe.level
    return drawn_map(result, subject, lang, level=level, highlight=highlight, links=links)[0]


def drawn_map(
    result: ScanResult,
    subject: Subject,
    lang: str,
    *,
    level: str,
    mode: str = HEIGHT,
    highlight: str | None = None,
    links: bool = True,
) -> tuple[Map | None, MapView]:
    """Give the map of a level, none when no borders are loaded, and what it shows."""
    asked = (result.recipe.area, result.year, subject.key, lang, level, mode, highlight, links)
    kept = _drawn.get(asked)
    if kept is not None and kept[0] is result:  # another result is of another state of the store
        return kept[1], kept[2]
    view = view_of(result, subject, lang, mode, level)
    made = _draw(result, view, lang, highlight, links)
    while len(_drawn) >= KEPT:
        _drawn.pop(next(iter(_drawn)), None)
    _drawn[asked] = (result, made, view)
    return made, view


def _draw(
    result: ScanResult, view: MapView, lang: str, highlight: str | None, links: bool
) -> Map | None:
    borders = ask.borders(result.codes(view.level), result.year, result.country)
    if not borders.geometries:
        return None
    areas = with_borders(view, borders.geometries)
    if not links:
        areas = [replace(area, href="") for area in areas]
    picture = choropleth(areas, lang=lang, classes=view.classes, highlight=highlight)
    return Map(picture, borders.year, view)
