"""The map of a municipality, with a link for each neighbourhood."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from weefsel.report.map import MapPicture, choropleth, from_geometry
from weefsel.scan.result import ScanResult
from weefsel.web import ask
from weefsel.web.see.view import Subject

KEPT = 200  # maps that a process keeps, some 100 kB each


@dataclass(frozen=True)
class Map:
    """A map, and the year of the borders it is drawn with."""

    picture: MapPicture
    border_year: int | None


_drawn: dict[tuple[object, ...], tuple[ScanResult, Map]] = {}


def municipality_map(
    result: ScanResult,
    subject: Subject,
    lang: str,
    *,
    highlight: str | None = None,
    links: bool = True,
) -> Map | None:
    """Draw the neighbourhoods in the classes of a subject; none when no borders are loaded."""
    key = (result.recipe.area, subject.key, lang, highlight, links)
    kept = _drawn.get(key)
    if kept is not None and kept[0] is result:  # another result is of another state of the store
        return kept[1]
    made = _draw(result, subject, lang, highlight, links)
    if made is not None:
        while len(_drawn) >= KEPT:
            _drawn.pop(next(iter(_drawn)), None)
        _drawn[key] = (result, made)
    return made


def _draw(
    result: ScanResult, subject: Subject, lang: str, highlight: str | None, links: bool
) -> Map | None:
    codes = result.codes()
    borders = ask.borders(codes, result.year, result.country)
    if not borders.geometries:
        return None
    areas = from_geometry(
        borders.geometries,
        subject.levels,
        {code: result.name(code) for code in codes},
        values=dict(subject.figures),
        reasons={code: subject.reason(code) for code in codes},
        href=(lambda code: reverse("neighbourhood", kwargs={"code": code})) if links else None,
    )
    picture = choropleth(areas, lang=lang, classes=subject.classes, highlight=highlight)
    return Map(picture, borders.year)
