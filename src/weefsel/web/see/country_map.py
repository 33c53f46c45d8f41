"""The map of a country: its borders, its drawing by the server, and what both are kept for."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from threading import Lock
from typing import Any

import polars as pl

from weefsel.atlas.detail import COUNTRY
from weefsel.atlas.geometry import Shapes
from weefsel.report.map import MapPicture, choropleth
from weefsel.scan.national import National
from weefsel.web import ask
from weefsel.web.see.country_view import CountryView
from weefsel.web.see.map_view import with_borders

KEPT = 8

_shapes: OrderedDict[tuple[Any, ...], tuple[National, Shapes]] = OrderedDict()
_pictures: OrderedDict[tuple[Any, ...], tuple[CountryView, MapPicture]] = OrderedDict()
_busy = Lock()


def borders_of(national: National, level: str) -> Shapes:
    """Give the borders of all areas of a level, in the copy for a map of the country."""
    asked = (national.country, national.year, level)
    with _busy:
        kept = _shapes.get(asked)
        if kept is None or kept[0] is not national:
            codes = national.areas.filter(pl.col("level") == level)["code"].to_list()
            found = ask.borders(codes, national.year, national.country, detail=COUNTRY)
            kept = _shapes[asked] = national, found
            while len(_shapes) > KEPT:
                _shapes.popitem(last=False)
        return kept[1]


def picture_of(shown: CountryView, *, links: bool) -> MapPicture | None:
    """Draw a country; none when no borders are loaded. Kept for as long as its view is."""
    view = shown.view
    shapes = borders_of(shown.national, view.level)
    if not shapes.geometries:
        return None
    asked = (shown.national.country, view.year, view.key, view.lang, view.mode, view.level, links)
    with _busy:
        kept = _pictures.get(asked)
        if kept is not None and kept[0] is shown:
            return kept[1]
    areas = with_borders(view, shapes.geometries)
    if not links:
        areas = [replace(area, href="") for area in areas]
    made = choropleth(areas, lang=view.lang, classes=view.classes)
    with _busy:
        _pictures[asked] = shown, made
        while len(_pictures) > KEPT:
            _pictures.popitem(last=False)
    return made
