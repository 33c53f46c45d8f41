"""The areas of a map as GeoJSON, for the live map and for who wants to draw them elsewhere."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

import numpy as np
import shapely
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from shapely.geometry.base import BaseGeometry

from weefsel.atlas.detail import COUNTRY, MUNICIPALITY
from weefsel.base.language import render
from weefsel.report.map import MapArea, area_words
from weefsel.sources.area_code import COUNTRIES
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.see.country import shown_of
from weefsel.web.see.country_map import borders_of
from weefsel.web.see.map_live import asked
from weefsel.web.see.map_view import HEIGHT, MapView, modes_for, with_borders
from weefsel.web.see.maps import drawn_map
from weefsel.web.see.view import subject_of
from weefsel.web.see.within import is_within

KEPT = 24  # answers that a process keeps, each at most a few megabytes
# Digits behind the point of a degree: 5 is a metre (one municipality), 4 is ten (a country).
DIGITS = {MUNICIPALITY: 5, COUNTRY: 4}

_kept: OrderedDict[str, tuple[MapView, str, bytes]] = OrderedDict()
_busy = Lock()


@needs("statistics.see")
@require_safe
def areas(request: HttpRequest, code: str) -> HttpResponse:
    """Give the areas of a municipality with their class, value and words."""
    lang = get_language() or "nl"
    if code in COUNTRIES:
        return _country(request, code, lang)
    wanted = asked(request)
    result = ask.scan_of(code, within=is_within(request), year=wanted.year)
    level = wanted.level or result.recipe.level
    subject = subject_of(result, wanted.show, lang, level)
    mode = wanted.mode if wanted.mode in modes_for(subject.sided) else HEIGHT
    _, view = drawn_map(result, subject, lang, level=level, mode=mode)

    def make() -> dict[str, Any]:
        codes = result.codes(level)
        found = ask.borders(codes, result.year, result.country, detail=MUNICIPALITY)
        return document(view, found.geometries, found.year, MUNICIPALITY)

    mark = (code, is_within(request), subject.key, mode, level, result.year, lang)
    return answer(request, repr(mark), view, make)


def _country(request: HttpRequest, code: str, lang: str) -> HttpResponse:
    shown, wanted = shown_of(request, code, lang)

    def make() -> dict[str, Any]:
        found = borders_of(shown.national, shown.view.level)
        return document(shown.view, found.geometries, found.year, COUNTRY)

    return answer(request, repr((code, wanted, shown.national.year, lang)), shown.view, make)


def document(
    view: MapView, geometries: dict[str, BaseGeometry], border_year: int | None, detail: str
) -> dict[str, Any]:
    """Give the GeoJSON of what a map shows; areas without borders have no geometry."""
    drawn = with_borders(view, geometries)
    there = {area.code for area in drawn}
    rest = [area for area in view.areas if area.code not in there]
    shapes = np.array([area.geometry for area in drawn], dtype=object)
    digits = DIGITS[detail]
    rounded = shapely.transform(shapes, lambda points: np.round(points, digits))
    written = [json.loads(one) for one in np.atleast_1d(shapely.to_geojson(rounded))]
    bounds = [round(float(one), digits) for one in shapely.total_bounds(rounded)] if drawn else []
    return {
        "type": "FeatureCollection",
        **({"bbox": bounds} if bounds else {}),
        "level": view.level,
        "year": view.year,
        "borderYear": border_year,
        "shown": view.key,
        "colouredBy": {"": "height", "woorden": "words", "zeker": "certain"}[view.mode],
        "classes": [
            {"colour": colour, "name": render(name, view.lang)}
            for colour, name in zip(view.classes.colours, view.classes.names, strict=True)
        ],
        "without": render(view.classes.without, view.lang),
        "features": [
            *(_feature(area, view, one) for area, one in zip(drawn, written, strict=True)),
            *(_feature(area, view, None) for area in rest),
        ],
    }


def _feature(area: MapArea, view: MapView, geometry: dict[str, Any] | None) -> dict[str, Any]:
    said = area_words(area, view.classes, view.lang)
    return {
        "type": "Feature",
        "properties": {
            "code": area.code,
            "name": area.name,
            "class": area.level,
            "hatched": area.hatched,
            "said": said.removeprefix(f"{area.name}: "),
            "url": area.href,
        },
        "geometry": geometry,
    }


def answer(
    request: HttpRequest, mark: str, view: MapView, make: Callable[[], dict[str, Any]]
) -> HttpResponse:
    """Answer with what is kept under a mark, made at the first question.

    What is kept holds for one view, which belongs to one state of the store. A browser that
    has the same already gets no byte of it again.
    """
    with _busy:
        kept = _kept.get(mark)
        if kept is not None:
            _kept.move_to_end(mark)
    if kept is None or kept[0] is not view:
        words = json.dumps(make(), ensure_ascii=False, separators=(",", ":")).encode()
        # The tag is of what is said, so that another process gives the same one.
        kept = view, hashlib.sha256(words).hexdigest()[:20], gzip.compress(words, mtime=0)
        with _busy:
            _kept[mark] = kept
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
    _, tag, packed = kept
    if request.headers.get("If-None-Match", "").strip('W/"') == tag:
        response: HttpResponse = HttpResponseNotModified()
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(packed, content_type="application/geo+json")
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(gzip.decompress(packed), content_type="application/geo+json")
    response["ETag"] = f'"{tag}"'
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Accept-Encoding", "Accept-Language", "Cookie"])
    return response
