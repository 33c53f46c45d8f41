"""What the pages of access and gaps show: sentences, map, legend, a row a neighbourhood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from weefsel.atlas.detail import MUNICIPALITY
from weefsel.base.certainty import Certainty
from weefsel.base.figure import Figure
from weefsel.base.language import Text, render, text
from weefsel.provisions import reach_figures as figures
from weefsel.provisions.place_kind import kind_name
from weefsel.provisions.reached import KindReach, Reached
from weefsel.provisions.social_map import Entry
from weefsel.report.classes import class_of, even_breaks
from weefsel.report.map import Classes, MapPicture, choropleth, from_geometry
from weefsel.report.map_legend import legend
from weefsel.report.map_points import MapPlace, with_places
from weefsel.report.theme import CLASS_COLOURS, PLAIN_COLOURS
from weefsel.sources.area_code import country_of
from weefsel.sources.said import Listed, Number
from weefsel.web import ask
from weefsel.web.accounts.shown import lang as lang_now

NOT_KNOWN = text("not known")
STEPS = 4  # classes of a map beside that of none
FAR_TO_NEAR: tuple[Text, ...] = (
    text("none within reach"),
    text("at the edge of reach"),
    text("on the way"),
    text("near by"),
)
LITTLE_TO_MUCH: tuple[Text, ...] = (
    text("nothing within reach"),
    text("least"),
    text("below the middle"),
    text("above the middle"),
    text("most"),
)
GAP_CLASSES: tuple[Text, ...] = (
    text("no gap"),
    text("smallest gaps"),
    text("below the middle"),
    text("above the middle"),
    text("largest gaps"),
)
SET = text("no range: a number that is set")
SURE: dict[str, Text] = {
    Certainty.CERTAIN.value: text("certainly more than average"),
    Certainty.LIKELY.value: text("probably more than average"),
    Certainty.INDISTINGUISHABLE.value: text("not distinguishable from average"),
}


@dataclass(frozen=True)
class Row:
    """One neighbourhood for one kind."""

    code: str
    name: str
    kind: KindReach
    kind_name: str
    nearest: Figure
    place: Entry | None
    need: Figure
    access: Figure
    share: Figure
    gap: Figure
    sure: Text | None


@dataclass(frozen=True)
class Drawn:
    """A map with its legend, and the classes for a sheet to take away."""

    picture: MapPicture
    legend: str
    classes: Classes
    year: int | None


def accounted(words: Text | None) -> Text | None:
    """Give a sentence with its numbers as figures and its names as plain words."""
    if words is None:
        return None
    said: dict[str, Any] = {}
    for name, part in words.params.items():
        if isinstance(part, Number):
            said[name] = Figure(
                id=f"reach:set:{name}",
                value=part.value,
                decimals=part.decimals,
                sources=("computed:reach_distance",),
                reason=SET,
            )
        elif isinstance(part, Listed):
            said[name] = ", ".join(render(one, lang_now()) for one in part.names)
        elif isinstance(part, Text):
            said[name] = accounted(part)
        elif isinstance(part, str | int | Figure | Certainty):
            said[name] = part
        else:  # who is counted, and names of kinds, may hold digits of their own
            said[name] = render(part, lang_now())
    return replace(words, params=said)


def rows(one: KindReach, entries: Mapping[str, Entry], *, by: str = "name") -> list[Row]:
    """Give a row a neighbourhood: by name, or the largest gap first."""
    frame = one.areas.sort("name")
    if by == "gap":
        frame = frame.sort("gap", "name", descending=[True, False], nulls_last=True)
    return [_row(one, row, entries) for row in frame.iter_rows(named=True)]


def _row(one: KindReach, row: dict[str, Any], entries: Mapping[str, Entry]) -> Row:
    return Row(
        code=row["area"],
        name=row["name"],
        kind=one,
        kind_name=kind_name(one.kind, lang_now()),
        nearest=figures.nearest(one, row),
        place=entries.get(row["nearest_place"] or ""),
        need=figures.need(one, row),
        access=figures.access(one, row),
        share=figures.share(one, row),
        gap=figures.gap(one, row),
        sure=SURE.get(row["certainty"] or ""),
    )


def gap_rows(
    found: Reached, entries: Mapping[str, Entry], most: int, *, for_all: bool
) -> list[Row]:
    """Give the largest gaps of all kinds; ``for_all`` those of kinds for everybody."""
    held = {one.kind: one for one in found.kinds}
    frame = found.gaps(for_all=for_all).head(most)
    return [_row(held[row["kind"]], row, entries) for row in frame.iter_rows(named=True)]


def measured(one: KindReach, measure: str) -> str:
    """Give the measure that can be shown: as asked, else the best that is known."""
    if measure == "reach" and not one.by_share:
        measure = ""
    if measure == "access" and one.areas["access"].null_count() == one.areas.height:
        measure = ""
    return measure or ("reach" if one.by_share else "nearest")


def map_of_reach(
    one: KindReach, measure: str, code: str, lang: str, *, links: bool = True
) -> Drawn | None:
    """Draw one measure of one kind, with the provisions of that kind on it."""
    shown = rows(one, {})
    figure = {"nearest": "nearest", "access": "access", "reach": "share"}[measure]
    values = {row.code: getattr(row, figure) for row in shown}
    if measure == "nearest":
        classes = Classes(
            (CLASS_COLOURS[0], CLASS_COLOURS[1], CLASS_COLOURS[3], CLASS_COLOURS[4]), FAR_TO_NEAR,
            NOT_KNOWN,
        )  # fmt: skip
        third = one.ways.within / (len(FAR_TO_NEAR) - 1)
        levels = {key: _near(value.value, third) for key, value in values.items()}
    else:
        classes = Classes(CLASS_COLOURS, LITTLE_TO_MUCH, NOT_KNOWN)
        levels = _levels(values)
    return _drawn(code, values, levels, classes, lang, one, links)


def map_of_gaps(one: KindReach, code: str, lang: str, *, links: bool = True) -> Drawn | None:
    """Draw the gaps of one kind, with the provisions of that kind on it."""
    values = {row.code: row.gap for row in rows(one, {})}
    classes = Classes(tuple(reversed(CLASS_COLOURS)), GAP_CLASSES, NOT_KNOWN)
    return _drawn(code, values, _levels(values), classes, lang, one, links)


def map_of_counts(
    found: Reached, code: str, lang: str, *, links: bool = True
) -> tuple[Drawn | None, dict[str, Figure]]:
    """Draw how many kinds each neighbourhood has no provision of within reach."""
    counts: dict[str, int] = {}
    for one in found.kinds:
        for row in one.areas.iter_rows(named=True):
            far = row["nearest"] is None or row["nearest"] > one.ways.within
            counts[row["area"]] = counts.get(row["area"], 0) + int(far)
    values = {key: figures.count(f"{key}:kinds_far", value) for key, value in counts.items()}
    names = (text("none"), *GAP_COUNTS)
    classes = Classes(PLAIN_COLOURS, names, NOT_KNOWN)
    return _drawn(code, values, _levels(values), classes, lang, None, links), values


GAP_COUNTS: tuple[Text, ...] = (
    text("fewest kinds"),
    text("below the middle"),
    text("above the middle"),
    text("most kinds"),
)


def _near(distance: float | None, third: float) -> int:
    if distance is None or distance > (len(FAR_TO_NEAR) - 1) * third:
        return 0
    return len(FAR_TO_NEAR) - 1 - int(distance > third) - int(distance > third + third)


def _levels(values: Mapping[str, Figure]) -> dict[str, int | None]:
    """Give the class of each value: nothing apart, the others in classes of equal size."""
    there = [one.value for one in values.values() if one.value is not None and one.value > 0]
    breaks = even_breaks(there, STEPS)
    return {
        key: None
        if one.value is None
        else 0
        if one.value <= 0
        else 1 + class_of(one.value, breaks)
        for key, one in values.items()
    }


def _drawn(
    code: str,
    values: Mapping[str, Figure],
    levels: Mapping[str, int | None],
    classes: Classes,
    lang: str,
    one: KindReach | None,
    links: bool,
) -> Drawn | None:
    country = country_of(code)
    year = ask.newest_division(country)
    if year is None or not values:
        return None
    borders = ask.borders(sorted(values), year, country, detail=MUNICIPALITY)
    if not borders.geometries:
        return None
    frame = ask.store().areas(year, country=country, municipality=code)
    names = {row["code"]: str(row["name"] or row["code"]) for row in frame.iter_rows(named=True)}
    areas = from_geometry(
        borders.geometries,
        levels,
        names,
        values={key: value for key, value in values.items() if levels[key] is not None},
        reasons={key: value.reason for key, value in values.items()
                 if levels[key] is None and value.reason is not None},
        href=(lambda key: reverse("neighbourhood", kwargs={"code": key})) if links else None,
    )  # fmt: skip
    picture = choropleth(areas, lang=lang, classes=classes)
    if one is not None and len(one.supply.entries):
        places = [
            MapPlace(float(x), float(y), entry.name)
            for entry, (x, y) in zip(one.supply.entries, one.supply.points, strict=True)
        ]
        picture = with_places(picture, list(borders.geometries.values()), places)
    without = any(level is None for level in levels.values())
    return Drawn(picture, legend(lang, classes=classes, without=without), classes, borders.year)
