"""What one resilience map shows: picture, legend, a row an area, what vulnerability is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl
from django.urls import reverse

from weefsel.atlas.indicator import Indicator
from weefsel.base.figure import Figure
from weefsel.base.language import Text, render, text
from weefsel.report.map import MapPicture, choropleth, from_geometry
from weefsel.report.map_legend import legend
from weefsel.report.resilience_classes import NAMES, ORDER, REASONS, classes_of, focus_legend
from weefsel.scan.resilience_axis import Axis
from weefsel.scan.resilience_map import MAPPED, Form, ResilienceMap, resilience_rules
from weefsel.scan.resilience_maps import INDEX, ResilienceMaps
from weefsel.scan.vulnerability import Feature, Vulnerability
from weefsel.sources.area_code import country_of
from weefsel.sources.said import Listed, Number
from weefsel.web import ask
from weefsel.web.accounts.shown import lang as lang_now

NO_RANGE = text("no range: the classes rest on the figures as published")
CHANGED = text("a difference between two years; its error is not worked out")
INDEX_UNIT = "smd"
CHANGE_DECIMALS = 2  # of an index, which moves little from year to year


@dataclass(frozen=True)
class Row:
    """One area of the map, or why it has no class."""

    code: str
    name: str
    district: str
    vulnerable: Figure
    nuisance: Figure
    expected: Figure | None
    level: int | None
    class_name: Text | None
    reason: Text | None


@dataclass(frozen=True)
class Part:
    """The features of one area: how far each lies from the average, and the index of them."""

    code: str
    name: str
    index: Figure
    features: tuple[Figure, ...]


@dataclass(frozen=True)
class Shown:
    """One map as the page shows it; ``picture`` is none without borders or when refused."""

    map: ResilienceMap
    title: Text
    refusal: Text | None
    vulnerable: str
    nuisance: str
    vulnerable_unit: str
    nuisance_unit: str
    rows: tuple[Row, ...]
    picture: MapPicture | None
    caption: Text | None
    border_year: int | None
    legend: str
    parts: tuple[Part, ...]
    features: tuple[tuple[str, str], ...]  # the feature, and the figure that stands for it
    missing: tuple[Feature, ...]
    unchanged: tuple[Feature, ...]
    notes: tuple[Text, ...]


def accounted(words: Text, names: Mapping[str, str] | None = None) -> Text:
    """Give a sentence with its numbers as figures, and its lists of codes as ``names``."""
    said = {}
    for name, part in words.params.items():
        if isinstance(part, Number):
            said[name] = replace(_count(name, part.value), decimals=part.decimals)
        elif isinstance(part, Listed):
            codes = [str(one) for one in part.names]
            said[name] = ", ".join((names or {}).get(code, code) for code in codes)
        elif isinstance(part, Text):
            said[name] = accounted(part, names)
        elif isinstance(part, str | int | Figure):
            said[name] = part
        else:  # names of indicators, which may hold digits of their own
            said[name] = render(part, lang_now())
    return replace(words, params=said)


def shown(found: ResilienceMaps, form: Form, lang: str, *, links: bool = True) -> Shown:
    """Give what the page shows of one form."""
    one = found.maps[form]
    areas = _areas(found.area)
    rows = _rows(found, one, areas)
    picture, year = _drawn(found, form, rows, lang, links) if rows else (None, None)
    index = found.index
    catalogue = ask.store().catalogue(country_of(found.area))
    return Shown(
        map=one,
        vulnerable=one.vulnerable.name.render(lang),
        nuisance=one.nuisance.name.render(lang),
        vulnerable_unit=rows[0].vulnerable.unit_words(lang) if rows else "",
        nuisance_unit=rows[0].nuisance.unit_words(lang) if rows else "",
        rows=rows,
        picture=picture,
        caption=None if picture is None else _caption(form, rows, picture),
        border_year=year,
        legend=_legend(form, rows, lang),
        parts=() if index is None else _parts(found, index, areas),
        features=()
        if index is None
        else tuple(
            (_feature_name(found, key, lang), catalogue[figure].name(lang))
            for key, figure in index.used.items()
        ),
        missing=() if index is None else index.missing,
        unchanged=found.unchanged if one.about == "changes" else (),
        title=accounted(one.title),
        refusal=None if one.refusal is None else accounted(one.refusal),
        notes=tuple(accounted(each) for each in one.sentences),
    )


def _areas(municipality: str) -> dict[str, dict[str, Any]]:
    """Give the areas of the newest division, by code."""
    country = country_of(municipality)
    for year in reversed(ask.store().years(country)):
        frame = ask.store().areas(year, country=country, municipality=municipality)
        if frame.height:
            return {row["code"]: row for row in frame.iter_rows(named=True)}
    return {}


def _rows(
    found: ResilienceMaps, one: ResilienceMap, areas: Mapping[str, dict[str, Any]]
) -> tuple[Row, ...]:
    catalogue = ask.store().catalogue(country_of(found.area))
    order = ORDER[one.form]
    k_sources = _sources(found, one.vulnerable, found.vulnerable)
    o_sources = _sources(found, one.nuisance, found.nuisance)
    made = []
    for row in one.areas.sort("area").iter_rows(named=True):
        area = areas.get(row["area"], {})
        reason = REASONS.get(row["state"])
        kind = row["class"]
        nuisance = _figure(one, row, "nuisance", catalogue.get(found.nuisance), o_sources)
        made.append(
            Row(
                code=row["area"],
                name=str(area.get("name") or row["area"]),
                district=str((areas.get(area.get("district") or "") or {}).get("name") or ""),
                vulnerable=_figure(
                    one, row, "vulnerable", catalogue.get(found.vulnerable), k_sources
                ),
                nuisance=nuisance,
                expected=_expected(row, nuisance) if one.form == "residual" else None,
                level=order.index(kind) if kind else None,
                class_name=NAMES[kind] if kind else None,
                reason=reason,
            )
        )
    return tuple(sorted(made, key=_worst_first))


def _worst_first(row: Row) -> tuple[bool, int, str]:
    """Put the highest class first, what has no class last; by name within a class."""
    return (row.level is None, -(row.level or 0), row.name.casefold())


def _figure(
    one: ResilienceMap,
    row: Mapping[str, Any],
    axis: str,
    indicator: Indicator | None,
    sources: tuple[str, ...],
) -> Figure:
    mapped = row["state"] == MAPPED
    held = one.vulnerable if axis == "vulnerable" else one.nuisance
    year = held.years[-1] if one.about == "levels" and held.years else None
    changes = one.about == "changes"
    decimals = (CHANGE_DECIMALS if changes else 1) if indicator is None else indicator.decimals
    return Figure(
        id=f"resilience:{row['area']}:{held.id}:{one.about}",
        value=row[axis],
        unit=_unit(indicator, changes=changes),
        decimals=decimals,
        year=year,
        sources=sources,
        reason=(CHANGED if changes else NO_RANGE) if mapped else REASONS[row["state"]],
    )


def _unit(indicator: Indicator | None, *, changes: bool) -> str:
    if indicator is None:
        return INDEX_UNIT
    return "percent_points" if changes and indicator.unit == "percent" else indicator.unit


def _expected(row: Mapping[str, Any], nuisance: Figure) -> Figure:
    """Give the nuisance to be expected, with the band that nine in ten areas lie in."""
    mapped = row["state"] == MAPPED
    return Figure(
        id=f"resilience:{row['area']}:expected",
        value=row["expected"],
        low=row["low"],
        high=row["high"],
        level=resilience_rules().level.value,
        unit=nuisance.unit,
        decimals=max(nuisance.places, 1),
        sources=("computed:resilience_expected",),
        reason=None if mapped else REASONS[row["state"]],
    )


def _sources(found: ResilienceMaps, axis: Axis, key: str) -> tuple[str, ...]:
    """Give the sources of an axis that are about this municipality."""
    if key != INDEX or found.index is None:
        return _editions(found.area, (key,), axis.years) or axis.sources
    return ("computed:scan_index", *_editions(found.area, found.index.used.values(), axis.years))


def _editions(area: str, indicators: Any, years: tuple[int, ...]) -> tuple[str, ...]:
    rows = ask.store().observations(
        indicators=sorted(indicators), years=list(years), country=country_of(area)
    )
    mine = rows.filter(
        pl.col("area").str.slice(2, len(area) - 2) == area[2:], pl.col("value").is_not_null()
    )
    return tuple(f"edition:{one}" for one in sorted(mine["source"].unique()))


def _drawn(
    found: ResilienceMaps, form: Form, rows: tuple[Row, ...], lang: str, links: bool
) -> tuple[MapPicture | None, int | None]:
    country = country_of(found.area)
    year = ask.newest_division(country)
    if year is None:
        return None, None
    borders = ask.borders([row.code for row in rows], year, country)
    if not borders.geometries:
        return None, None
    areas = from_geometry(
        borders.geometries,
        {row.code: row.level for row in rows},
        {row.code: row.name for row in rows},
        values={row.code: row.nuisance for row in rows if row.level is not None},
        reasons={row.code: row.reason for row in rows if row.reason is not None},
        href=(lambda code: reverse("neighbourhood", kwargs={"code": code})) if links else None,
    )
    return choropleth(areas, lang=lang, classes=classes_of(form)), borders.year


def _caption(form: Form, rows: tuple[Row, ...], picture: MapPicture) -> Text:
    """Say what the map shows; of nine classes only both ends, for the legend counts them all."""
    if form != "focus":
        return picture.sentence
    last = len(ORDER["focus"]) - 1
    return text(
        "Map of %(count)s areas: both are high in %(high)s and both low in %(low)s; %(without)s "
        "have no class.",
        count=_count("areas", len(rows)),
        high=_count("high", sum(row.level == last for row in rows)),
        low=_count("low", sum(row.level == 0 for row in rows)),
        without=_count("without", sum(row.level is None for row in rows)),
    )


def _count(what: str, number: float) -> Figure:
    return Figure(
        id=f"map:{what}",
        value=float(number),
        decimals=0,
        sources=("computed:scan_count",),
        reason=text("a count of areas on the map"),
    )


def _legend(form: Form, rows: tuple[Row, ...], lang: str) -> str:
    if form == "focus":
        counts = Counter(ORDER["focus"][row.level] for row in rows if row.level is not None)
        return focus_legend(lang, counts)
    return legend(lang, classes=classes_of(form), without=any(row.level is None for row in rows))


def _parts(
    found: ResilienceMaps, index: Vulnerability, areas: Mapping[str, dict[str, Any]]
) -> tuple[Part, ...]:
    """Say of what the index of each area is made, the highest first."""
    sources = _sources(found, found.maps["focus"].vulnerable, INDEX)
    made = []
    for at, row in enumerate(index.areas.iter_rows(named=True)):
        code = row["area"]
        if code not in areas:
            continue
        reason = index.reason(code) or NO_RANGE
        figures = [
            Figure(
                id=f"vulnerability:{code}:{key}",
                value=None if index.reason(code) is not None else _number(index.z[at, column]),
                unit=INDEX_UNIT,
                decimals=1,
                year=index.year,
                sources=sources,
                reason=reason,
            )
            for column, key in enumerate(index.used)
        ]
        whole = Figure(
            id=f"vulnerability:{code}",
            value=row["index"],
            unit=INDEX_UNIT,
            decimals=1,
            year=index.year,
            sources=sources,
            reason=reason,
        )
        made.append(Part(code, str(areas[code]["name"] or code), whole, tuple(figures)))
    there = [one for one in made if one.index.value is not None]
    return tuple(sorted(there, key=lambda one: -(one.index.value or 0.0)))


def _number(value: float) -> float | None:
    return None if value != value else float(value)


def _feature_name(found: ResilienceMaps, key: str, lang: str) -> str:
    return next((one.render(lang) for one in found.features.feature if one.id == key), key)
