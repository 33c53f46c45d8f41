"""How an answer about places leaves Weefsel: a record for JSON, a table, where people can go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from weefsel import __version__
from weefsel.base.figure import Source
from weefsel.base.language import Text, render, text
from weefsel.provisions.place_ground import Site
from weefsel.provisions.plan import Answer
from weefsel.provisions.plan_words import COMPUTED, lead_of, notes_of, title_of
from weefsel.sources.area_code import FICTITIOUS, country_of

TABLE: dict[str, Text] = {
    "area": text("Code"),
    "name": text("Neighbourhood"),
    "need": text("In need"),
    "nearest_before": text("Nearest, before"),
    "nearest_after": text("Nearest, after"),
    "access_before": text("Access, before"),
    "access_after": text("Access, after"),
    "served_before": text("Served, before"),
    "served_after": text("Served, after"),
    "effect": text("What changes"),
}
FALLS, RISES, STAYS = text("falls"), text("rises"), text("stays")


def sources_of(answer: Answer, known: Mapping[str, Source]) -> list[Source]:
    """Give every source of an answer; ``known`` are those of the store."""
    wanted = {
        one for demand in (answer.ground.demand, *answer.ground.groups.values())
        for one in demand.sources
    }  # fmt: skip
    return [*COMPUTED.values(), *(known[one] for one in sorted(wanted) if one in known)]


def effect_of(row: Mapping[str, Any]) -> Text:
    """Say whether access falls, rises or stays in an area."""
    return FALLS if row["falls"] else RISES if row["rises"] else STAYS


def table(answer: Answer, lang: str) -> pl.DataFrame:
    """Give one row a neighbourhood, those that lose most first, unrounded, with headings."""
    frame = answer.areas.sort(
        ["falls", "rises", "need", "area"], descending=[True, True, True, False]
    )
    effects = [render(effect_of(row), lang) for row in frame.iter_rows(named=True)]
    kept = [one for one in TABLE if not one.startswith("served") or answer.ground.one_unit]
    return frame.with_columns(effect=pl.Series(effects, dtype=pl.String)).select(
        pl.col(one).alias(_heading(one, answer, lang)) for one in kept
    )


def _heading(column: str, answer: Answer, lang: str) -> str:
    said = TABLE[column].render(lang)
    return f"{said} ({answer.ground.ways.unit})" if column.startswith("nearest") else said


def document(answer: Answer, known: Mapping[str, Source]) -> dict[str, Any]:
    """Give an answer as a plain record: recipe, sources, what was found, what it rests on."""
    plan = answer.plan
    recipe = answer.recipe
    return {
        "schema": "weefsel.place_result/1",
        "weefsel": __version__,
        "fictitious": country_of(recipe.municipality) == FICTITIOUS,
        "recipe": recipe.record(),
        "title": said(title_of(answer)),
        "lead": [said(one) for one in lead_of(answer)],
        "notes": [said(one) for one in notes_of(answer)],
        "need": {
            "rule": answer.ground.demand.rule.id,
            "unit": answer.ground.demand.unit,
            "year": answer.ground.demand.year,
            "estimate": answer.ground.demand.estimate,
            "total": float(answer.ground.need.sum()),
        },
        "way_before": answer.way_before,
        "way_after": answer.way_after,
        "loses": answer.people("falls"),
        "gains": answer.people("rises"),
        "loses_all": answer.total("loses_all"),
        "gains_first": answer.total("gains_first"),
        "plan": None
        if plan is None
        else {
            "value": plan.value,
            "bound": plan.bound,
            "gap": plan.gap,
            "stopped": plan.stopped,
            "sentence": said(plan.sentence),
        },
        "places": [
            _place(one, float(was), float(will))
            for one, was, will in zip(
                answer.sites.values(), answer.before, answer.after, strict=True
            )
        ],
        "areas": [
            {
                **{key: value for key, value in row.items() if key not in ("falls", "rises")},
                "effect": "falls" if row["falls"] else "rises" if row["rises"] else "stays",
            }
            for row in answer.areas.iter_rows(named=True)
        ],
        "groups": list(answer.groups.iter_rows(named=True)),
        "instead": list(answer.instead.iter_rows(named=True)),
        "sources": [one.document() for one in sources_of(answer, known)],
    }


def said(words: Text) -> dict[str, str]:
    """Give a sentence in both languages."""
    return {"nl": words.render("nl"), "en": words.render("en")}


def _place(one: Site, before: float, after: float) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "x": one.x,
        "y": one.y,
        "neighbourhood": one.neighbourhood or None,
        "open_now": one.open,
        "counts_before": before,
        "counts_after": after,
    }
