"""Where vulnerability lies together: clusters of the vulnerable axis of a resilience map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from weefsel.atlas.neighbours import neighbours
from weefsel.base.figure import Flag
from weefsel.base.language import Text
from weefsel.scan.hot_spots import HotSpots, class_words, hot_spots
from weefsel.scan.resilience_map import FEW_RESIDENTS, ResilienceMap
from weefsel.scan.resilience_maps import ResilienceMaps
from weefsel.sources.area_code import country_of
from weefsel.web import ask
from weefsel.web.see.resilience_rows import accounted


@dataclass(frozen=True)
class Group:
    """Areas of one class of cluster, with their names."""

    words: Text
    areas: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Clusters:
    """What was found, what was tested together, and what was left out."""

    found: HotSpots
    groups: tuple[Group, ...]
    sentences: tuple[Text, ...]


_kept: dict[int, tuple[ResilienceMaps, Clusters | None]] = {}
KEPT = 40


def clusters_of(found: ResilienceMaps, names: Mapping[str, str]) -> Clusters | None:
    """Find clusters of the levels of the vulnerable axis; none without a map or boundaries.

    ``names`` are those of its areas. They are tested together; a figure of models gets no p-value.
    """
    kept = _kept.get(id(found))
    if kept is not None and kept[0] is found:
        return kept[1]
    made = _find(found, names)
    while len(_kept) >= KEPT:
        _kept.pop(next(iter(_kept)))
    _kept[id(found)] = (found, made)
    return made


def _find(found: ResilienceMaps, names: Mapping[str, str]) -> Clusters | None:
    focus = found.maps.get("focus")
    if focus is None or focus.refusal is not None:
        return None
    country = country_of(found.area)
    year = ask.newest_division(country)
    if year is None:
        return None
    codes = focus.areas["area"].to_list()
    borders = ask.borders(codes, year, country)
    if not borders.geometries:
        return None
    values: dict[str, float | None] = dict.fromkeys(codes)
    axis = focus.vulnerable
    values.update((code, value) for code, value in axis.of(_year(focus)).items() if code in values)
    states = dict(focus.areas.select("area", "state").iter_rows())
    spots = hot_spots(
        values,
        neighbours(borders.geometries),
        flags=[Flag.MODEL_ESTIMATE.value] if axis.models else [],
        few_residents=[code for code, state in states.items() if state == FEW_RESIDENTS],
        year=_year(focus),
    )
    groups = [
        Group(
            class_words(str(kind[0]), model=spots.model),
            tuple((code, names.get(code, code)) for code in rows["area"]),
        )
        for kind, rows in spots.areas.filter(pl.col("gi_class").fill_null("") != "")
        .partition_by("gi_class", as_dict=True)
        .items()
    ]
    return Clusters(
        spots, tuple(groups), tuple(accounted(each, names) for each in spots.sentences)
    )


def _year(focus: ResilienceMap) -> int | None:
    return focus.vulnerable.years[-1] if focus.vulnerable.dated else None
