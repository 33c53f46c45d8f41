"""The small map of a neighbourhood scan: the area among the others of its municipality."""

from __future__ import annotations

from collections.abc import Mapping

from shapely.geometry.base import BaseGeometry

from weefsel.base.language import Text, text
from weefsel.report.classes import class_of_score
from weefsel.report.map import MapArea, MapPicture, choropleth
from weefsel.scan.reasons import CONDITION_NAMES
from weefsel.scan.result import ScanResult
from weefsel.scan.words import NEITHER


def area_map(
    result: ScanResult, area: str, geometries: Mapping[str, BaseGeometry], lang: str
) -> tuple[MapPicture, Text] | None:
    """Draw the neighbourhoods by the condition with most scores, one area outlined.

    Gives the map and its caption; none without borders or without any score.
    """
    condition = result.main_condition
    if condition is None or not geometries:
        return None
    sure = result.certainty_classes(condition)
    areas = [
        _area(result, code, condition, geometries.get(code), hatched=sure.get(code) == NEITHER)
        for code in result.codes()
    ]
    highlight = area if result.level(area) == result.recipe.level else None
    drawn = choropleth(areas, lang=lang, highlight=highlight)
    caption = text(
        "The neighbourhoods of %(town)s from strain (brown) to strength (green): %(condition)s, "
        "%(year)s. Hatched: not distinguishable from average. Grey with dots: no score. "
        "The figures stand in the tables.",
        town=result.name(result.recipe.area),
        condition=CONDITION_NAMES[condition],
        year=str(result.year),
    )
    return drawn, caption


def _area(
    result: ScanResult, code: str, condition: str, geometry: BaseGeometry | None, *, hatched: bool
) -> MapArea:
    score = result.score(code, condition)
    return MapArea(
        code=code,
        name=result.name(code),
        geometry=geometry,
        level=class_of_score(score.value),
        value="" if score.value is None else score,
        reason=score.reason or "",
        hatched=hatched,
    )
