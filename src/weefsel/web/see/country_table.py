"""The table beside the map of a country: searched, sorted, a page at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.http import HttpRequest

from weefsel.base.figure import Figure
from weefsel.base.language import Text, render, text
from weefsel.report.map import MapArea
from weefsel.scan.national_finding import count
from weefsel.web.see.country_view import CountryView, Tally, tallies

PAGE = 100  # rows of a page of the table
SORTS = ("name", "value", "known", "lower", "higher")
DOWN = "down"
LONGEST = 80
NOTHING = Tally()


@dataclass(frozen=True)
class Row:
    """One area: as on the map, with its figure and how its neighbourhoods stand."""

    area: MapArea
    class_name: Text | str
    figure: Figure
    tally: Tally
    known: Figure | None = None
    lower: Figure | None = None
    higher: Figure | None = None


def rows_of(shown: CountryView, near: CountryView, sort: str, order: str) -> list[Row]:
    """Give all areas in the order asked for; what has no figure comes last, by name."""
    tally = tallies(near) if shown.view.level == "municipality" else {}
    names = shown.view.classes.names
    rows = [
        Row(
            area=area,
            class_name="" if area.level is None else names[area.level],
            figure=shown.figures[area.code],
            tally=tally.get(area.code, NOTHING),
        )
        for area in shown.view.areas
    ]
    keys: dict[str, Callable[[Row], Any]] = {
        "name": lambda row: row.area.name.casefold(),
        "value": lambda row: row.figure.value,
        "known": lambda row: row.tally.known,
        "lower": lambda row: row.tally.lower,
        "higher": lambda row: row.tally.higher,
    }
    key, by_name = keys[sort], keys["name"]
    rows.sort(key=by_name)
    there = sorted((row for row in rows if key(row) is not None), key=key, reverse=order == DOWN)
    return there + [row for row in rows if key(row) is None]


def page_of_table(
    request: HttpRequest, shown: CountryView, near: CountryView, query: dict[str, str]
) -> dict[str, Any]:
    """Give one page of the table, with the links to sort, search and turn the page."""
    words = request.GET.get("q", "")[:LONGEST].strip()
    sort = request.GET.get("orde", "")
    sort = sort if sort in SORTS else "value"
    order = DOWN if request.GET.get("richting") == DOWN else ""
    wanted = words.casefold()
    rows = [row for row in rows_of(shown, near, sort, order) if wanted in row.area.name.casefold()]
    last = max((len(rows) - 1) // PAGE + 1, 1)
    told = request.GET.get("blad", "1")
    page = min(max(int(told) if told.isdecimal() and len(told) < LONGEST // 10 else 1, 1), last)
    kept = {**query, **({"q": words} if words else {})}
    sorted_by = {**kept, "orde": sort, **({"richting": order} if order else {})}

    def turned(to: int) -> str:
        return urlencode({**sorted_by, "blad": str(to)}) if 1 <= to <= last else ""

    return {
        "rows": [_counted(shown, row) for row in rows[(page - 1) * PAGE : page * PAGE]],
        "words": words,
        "hidden": list(query.items()),
        "tallied": shown.view.level == "municipality" and near.sided,
        "sorts": {key: _sort(key, sort, order, kept) for key in SORTS},
        "found": count(shown.national, f"rows:{shown.view.level}", len(rows)),
        "pages": count(shown.national, "pages", last) if last > 1 else None,
        "page": count(shown.national, "page", page),
        "before": turned(page - 1),
        "after": turned(page + 1),
    }


def _counted(shown: CountryView, row: Row) -> Row:
    """Put the counts of a row in figures: only of the page that is shown."""
    if shown.view.level != "municipality":
        return row

    def of(name: str, value: int) -> Figure:
        where = f"{name}:{row.area.code}:{shown.key}"
        return count(shown.national, where, value, of_scores=shown.indicator is None)

    return Row(
        row.area,
        row.class_name,
        row.figure,
        row.tally,
        of("known", row.tally.known),
        of("surely-lower", row.tally.lower),
        of("surely-higher", row.tally.higher),
    )


def _sort(key: str, sort: str, order: str, query: dict[str, str]) -> dict[str, str]:
    turn = DOWN if key == sort and order != DOWN else ""
    if key in {"lower", "higher", "known"}:  # of counts the most come first
        turn = "" if key == sort and order == DOWN else DOWN
    state = "" if key != sort else ("descending" if order == DOWN else "ascending")
    return {
        "query": urlencode({**query, "orde": key, **({"richting": turn} if turn else {})}),
        "state": state,
    }


def frame_of(shown: CountryView, near: CountryView, lang: str) -> pl.DataFrame:
    """Give the whole table to take away, lowest first."""
    heads: dict[str, Text] = {
        "code": text("Code"),
        "name": text("Name"),
        "value": text("Value"),
        "low": text("At least"),
        "high": text("At most"),
        "unit": text("Unit"),
        "year": text("Year"),
        "class": text("Class on the map"),
        "sure": text("How sure"),
        "hatched": text("Hatched on the map"),
        "reason": text("Why no figure or no range"),
        "known": text("Neighbourhoods with a figure"),
        "lower": text("Neighbourhoods certainly lower than average"),
        "higher": text("Neighbourhoods certainly higher than average"),
    }
    yes, no = text("yes").render(lang), text("no").render(lang)
    records = [
        {
            "code": row.area.code,
            "name": row.area.name,
            "value": row.figure.value,
            "low": row.figure.low,
            "high": row.figure.high,
            "unit": row.figure.unit_words(lang),
            "year": row.figure.year,
            "class": render(row.class_name, lang),
            "sure": render(row.area.sure, lang),
            "hatched": yes if row.area.hatched else no,
            "reason": "" if row.figure.reason is None else row.figure.reason.render(lang),
            "known": row.tally.known,
            "lower": row.tally.lower,
            "higher": row.tally.higher,
        }
        for row in rows_of(shown, near, "value", "")
    ]
    floats, wholes = {"value", "low", "high"}, {"year", "known", "lower", "higher"}
    kinds = {
        key: pl.Float64 if key in floats else pl.Int64 if key in wholes else pl.String
        for key in heads
    }
    frame = pl.DataFrame(records, schema=kinds)
    if not (shown.view.level == "municipality" and near.sided):
        frame = frame.drop("known", "lower", "higher")
    return frame.rename({key: heads[key].render(lang) for key in frame.columns})
