"""What the page of an answer about places shows: map, table, groups, where people can go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import shapely
from django.urls import NoReverseMatch, reverse

from weefsel.atlas.detail import MUNICIPALITY
from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.provisions.kinds import GROUPS
from weefsel.provisions.place_kind import place_kind
from weefsel.provisions.plan import Answer
from weefsel.provisions.plan_output import effect_of
from weefsel.provisions.plan_words import (
    WAY,
    lead_of,
    notes_of,
    people,
    people_of,
    title_of,
    way,
)
from weefsel.report.map import Classes, MapArea, MapPicture, choropleth
from weefsel.report.map_legend import legend
from weefsel.report.map_points import MapPlace, with_places
from weefsel.report.theme import CLASS_COLOURS
from weefsel.sources.area_code import country_of
from weefsel.sources.said import Number
from weefsel.web import ask
from weefsel.web.see.resilience_rows import accounted

NOTHING_LEFT, FALLS, STAYS, RISES, FIRST = range(5)
CLASSES = Classes(
    CLASS_COLOURS,
    (
        text("nothing within reach any more"),
        text("access falls"),
        text("access stays the same"),
        text("access rises"),
        text("within reach for the first time"),
    ),
    text("need not known"),
)
UNKNOWN = text("it is not known how many residents are in need")
CLOSES, OPENS, STAYS_OPEN = text("closes"), text("opens"), text("stays open")


@dataclass(frozen=True)
class Row:
    """One neighbourhood: who is in need there, and how far the nearest is."""

    code: str
    name: str
    need: Figure
    before: Figure
    after: Figure
    effect: Text
    level: int | None


@dataclass(frozen=True)
class GroupRow:
    """One group of social work: how many live where access falls or rises."""

    name: Text
    who: str
    loses: Figure
    gains: Figure
    loses_all: Figure


@dataclass(frozen=True)
class InsteadRow:
    """Where the people of a place that closes can go."""

    from_name: str
    to_name: str
    to_url: str
    people: Figure


@dataclass(frozen=True)
class Shown:
    """Everything on the page of one answer."""

    answer: Answer
    title: Text
    lead: tuple[Text, ...]
    notes: tuple[Text, ...]
    rows: tuple[Row, ...]
    others: tuple[Row, ...]
    groups: tuple[GroupRow, ...]
    instead: tuple[InsteadRow, ...]
    picture: MapPicture | None
    border_year: int | None
    legend: str

    @property
    def loses(self) -> bool:
        """Tell whether anybody loses access."""
        return bool(self.answer.areas["falls"].any())

    @property
    def gains(self) -> bool:
        """Tell whether anybody gains access."""
        return bool(self.answer.areas["rises"].any())

    @property
    def who(self) -> str:
        """Give who is in need, in the language of the page."""
        from weefsel.web.accounts.shown import lang

        return self.answer.ground.demand.who.render(lang())


def shown(answer: Answer, lang: str, *, links: bool = True) -> Shown:
    """Give what the page shows of an answer."""
    rows = tuple(_row(answer, row) for row in _sorted(answer))
    changed = tuple(row for row in rows if row.level not in (STAYS, None))
    picture, year = _drawn(answer, rows, lang, links=links)
    return Shown(
        answer=answer,
        title=accounted(_as_set(title_of(answer))),
        lead=tuple(accounted(one) for one in lead_of(answer)),
        notes=tuple(accounted(_as_set(one)) for one in notes_of(answer)),
        rows=changed,
        others=tuple(row for row in rows if row.level in (STAYS, None)),
        groups=tuple(_group(answer, row, lang) for row in answer.groups.iter_rows(named=True)),
        instead=tuple(_instead(answer, row) for row in answer.instead.iter_rows(named=True)),
        picture=picture,
        border_year=year,
        legend=legend(lang, classes=CLASSES, without=any(row.level is None for row in rows)),
    )


def _as_set(words: Text) -> Text:
    """Give a sentence in which a number that somebody chose says so."""
    said: dict[str, Any] = {}
    for name, part in words.params.items():
        said[name] = part
        if isinstance(part, Number):
            said[name] = Figure(
                id=f"place:set:{name}",
                value=part.value,
                decimals=part.decimals if part.decimals is not None else _decimals(part.value),
                sources=(WAY,),
                reason=text("set in the recipe"),
            )
        elif isinstance(part, Text):
            said[name] = _as_set(part)
    return replace(words, params=said)


def _decimals(value: float) -> int:
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])


def _sorted(answer: Answer) -> list[dict[str, Any]]:
    frame = answer.areas.sort(
        ["falls", "rises", "need", "area"], descending=[True, True, True, False]
    )
    return list(frame.iter_rows(named=True))


def _level(row: Mapping[str, Any]) -> int | None:
    if not row["known"]:
        return None
    if row["loses_all"] > 0:
        return NOTHING_LEFT
    if row["gains_first"] > 0:
        return FIRST
    return FALLS if row["falls"] else RISES if row["rises"] else STAYS


def _row(answer: Answer, row: Mapping[str, Any]) -> Row:
    at = answer.ground.demand.areas.index(row["area"])
    where = [one == at for one in range(len(answer.ground.demand.areas))]
    need = people(answer, f"need:{row['area']}", row["need"], where)
    if not row["known"]:
        need = Figure(id=need.id, value=None, reason=UNKNOWN, sources=need.sources)
    return Row(
        code=row["area"],
        name=row["name"],
        need=need,
        before=way(answer, f"before:{row['area']}", row["nearest_before"]),
        after=way(answer, f"after:{row['area']}", row["nearest_after"]),
        effect=effect_of(row),
        level=_level(row),
    )


def _group(answer: Answer, row: Mapping[str, Any], lang: str) -> GroupRow:
    demand = answer.ground.groups[row["group"]]
    key = row["group"]
    return GroupRow(
        name=GROUPS[key],
        who=demand.who.render(lang),
        loses=people_of(demand, f"{key}:loses", row["loses"]),
        gains=people_of(demand, f"{key}:gains", row["gains"]),
        loses_all=people_of(demand, f"{key}:loses_all", row["loses_all"]),
    )


def _instead(answer: Answer, row: Mapping[str, Any]) -> InsteadRow:
    to = answer.sites[row["to"]] if row["to"] else None
    return InsteadRow(
        from_name=answer.sites[row["from"]].name,
        to_name=to.name if to else "",
        to_url=page_of(answer.recipe.municipality, to.id) if to and to.open else "",
        people=people(answer, f"instead:{row['from']}:{row['to']}", row["people"]),
    )


def page_of(municipality: str, slug: str) -> str:
    """Give the address of the page of a provision, empty where there is none."""
    try:
        return reverse("provision", kwargs={"code": municipality, "slug": slug})
    except NoReverseMatch:
        return ""


def _drawn(
    answer: Answer, rows: tuple[Row, ...], lang: str, *, links: bool
) -> tuple[MapPicture | None, int | None]:
    municipality = answer.recipe.municipality
    country = country_of(municipality)
    year = ask.newest_division(country)
    codes = [row.code for row in rows]
    borders = ask.borders(codes, year or 0, country, detail=MUNICIPALITY)
    if not borders.geometries:
        return None, None
    areas = [
        MapArea(
            code=row.code,
            name=row.name,
            geometry=borders.geometries.get(row.code),  # type: ignore[arg-type]
            level=row.level,
            reason="" if row.level is not None else UNKNOWN,
            href=reverse("neighbourhood", kwargs={"code": row.code}) if links else "",
        )
        for row in rows
    ]
    drawn = choropleth(areas, lang=lang, classes=CLASSES)
    shapes = [one for one in borders.geometries.values() if not shapely.is_empty(one)]
    return with_places(drawn, shapes, _places(answer, lang)), borders.year  # type: ignore[arg-type]


def _places(answer: Answer, lang: str) -> list[MapPlace]:
    found = []
    for one, before, after in zip(answer.sites.values(), answer.before, answer.after, strict=True):
        sign = "gone" if after == 0 else "new" if before == 0 else "stays"
        state = {"gone": CLOSES, "new": OPENS, "stays": STAYS_OPEN}[sign]
        found.append(MapPlace(one.x, one.y, f"{one.name}: {state.render(lang)}", sign))
    return found


def kind_words(answer: Answer, lang: str) -> str:
    """Give what the kind of the question is called."""
    return place_kind(answer.recipe.kind).render(lang)
