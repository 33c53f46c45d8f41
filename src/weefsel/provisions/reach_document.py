"""Access, reach, gaps and pillars as plain records and as a table to take away."""

from __future__ import annotations

from typing import Any

import polars as pl

from weefsel.base.figure import Source
from weefsel.base.language import Text, text
from weefsel.provisions import reach_figures as figures
from weefsel.provisions.pillars import PILLAR_NUMBERS, PillarProfile
from weefsel.provisions.place_kind import place_kind
from weefsel.provisions.reach_figures import COMPUTED_REACH
from weefsel.provisions.reach_finding import gap_title, how_sure, reach_title
from weefsel.provisions.reached import KindReach, Reached

SCHEMA = "weefsel.reach-result/1"

# Key of the frame -> heading; in the order of the columns.
HEADINGS: dict[str, Text] = {
    "area": text("Code"),
    "name": text("Neighbourhood"),
    "kind": text("Kind"),
    "who": text("Who is counted"),
    "residents": text("Residents"),
    "need": text("In need"),
    "nearest": text("Nearest"),
    "nearest_place": text("Nearest provision"),
    "access": text("Capacity per one in need"),
    "reach": text("Share served"),
    "not_reached": text("Not served"),
    "without": text("Without one within reach"),
    "gap": text("Gap"),
    "rank": text("Place in the order of gaps"),
    "certainty": text("Larger than the average gap"),
    "remark": text("Remark"),
}


def document(found: Reached, name: str, known: dict[str, Source], version: str) -> dict[str, Any]:
    """Give everything as one record: recipe, kinds with their neighbourhoods, sources."""
    used = {source for one in found.kinds for source in one.demand.sources}
    sources = {**known, **COMPUTED_REACH}
    return {
        "schema": SCHEMA,
        "weefsel": version,
        "recipe": found.recipe.record(),
        "municipality": found.recipe.municipality,
        "name": name,
        "division": found.division,
        "provisions": found.provisions,
        "finding": said(gap_title(found, name)),
        "how_sure": said(how_sure(found)),
        "kinds": [kind_record(one) for one in found.kinds],
        "absent": [
            {"kind": one.kind, "name": named(one.kind), "reason": said(one.reason)}
            for one in found.absent
        ],
        "without_border": list(found.without_border),
        "sources": [
            sources[key].document() for key in sorted(used | set(COMPUTED_REACH))
            if key in sources
        ],
    }  # fmt: skip


def kind_record(one: KindReach) -> dict[str, Any]:
    """Give one kind with its neighbourhoods as a plain record."""
    return {
        "kind": one.kind,
        "name": named(one.kind),
        "finding": said(reach_title(one)),
        "need": {
            "id": None if one.no_need else one.demand.rule.id,
            "who": {lang: one.demand.who.render(lang) for lang in ("nl", "en")},
            "unit": one.demand.unit,
            "why": {"nl": one.demand.rule.why_nl, "en": one.demand.rule.why_en},
            "indicator": None if one.demand.share is None else one.demand.share.id,
            "year": one.demand.year or one.demand.base_year,
            "estimate": one.demand.estimate,
            "sources": list(one.demand.sources),
            "reason": said(one.no_need),
        },
        "ways": {
            "how": one.ways.how,
            "detour": one.ways.detour if one.ways.how == "straight" else None,
            "within": one.ways.within,
            "unit": one.ways.unit,
            "weights": list(one.ways.weights),
            "said": said(one.ways.said()),
        },
        "capacity_unit": one.supply.unit,
        "counted": one.supply.counted,
        "counted_why": said(one.supply.why_unit),
        "no_share": said(one.no_share),
        "places": [entry.object_id for entry in one.supply.entries],
        "left_out": [
            {"place": entry.object_id, "reason": said(why)} for entry, why in one.supply.left_out
        ],
        "areas": [
            {key: row[key] for key in row if key not in ("kind", "district")}
            for row in one.areas.iter_rows(named=True)
        ],
    }


def pillar_record(profile: PillarProfile) -> list[dict[str, Any]]:
    """Give the three-pillar profile, one record a district, the whole municipality's last."""
    rows = (*profile.districts, *((profile.elsewhere,) if profile.elsewhere.total else ()))
    return [
        {
            "area": one.code or None,
            "name": one.name or None,
            "residents": one.residents,
            "provisions": one.total,
            "pillars": [one.provisions.get(number, 0) for number in PILLAR_NUMBERS],
            "pillar_unknown": one.provisions.get(0, 0),
            "kinds": dict(sorted(one.by_kind.items())),
            "groups": dict(sorted(one.by_group.items())),
            "hours_a_week": one.hours,
            "with_hours": one.with_hours,
        }
        for one in rows
    ]


def said(words: Text | None) -> dict[str, str] | None:
    """Give a sentence in both languages."""
    return None if words is None else {lang: words.render(lang) for lang in ("nl", "en")}


def named(kind: str) -> dict[str, str]:
    """Give the name of a kind in both languages."""
    return {lang: place_kind(kind).name(lang) for lang in ("nl", "en")}


def table(kinds: tuple[KindReach, ...], lang: str, *, ordered: bool = False) -> pl.DataFrame:
    """Give one row a neighbourhood and kind, unrounded, with headings in a language.

    ``ordered`` puts the largest gap first and leaves out where there is none.
    """
    rows: list[dict[str, Any]] = []
    for one in kinds:
        for row in one.areas.iter_rows(named=True):
            sure = figures.gap(one, row).certainty
            remark = one.no_need or one.no_share
            rows.append(
                {
                    **row,
                    "kind": place_kind(one.kind).name(lang),
                    "who": one.demand.who.render(lang) if one.no_need is None else "",
                    "rank": None if row["rank"] is None else float(row["rank"]),
                    "certainty": "" if sure is None else sure.render(lang),
                    "remark": "" if remark is None else remark.render(lang),
                }
            )
    words = {"area", "name", "kind", "who", "nearest_place", "certainty", "remark"}
    frame = pl.DataFrame(
        [{key: row[key] for key in HEADINGS} for row in rows],
        schema={key: pl.String if key in words else pl.Float64 for key in HEADINGS},
    )
    if ordered:
        frame = frame.filter(pl.col("gap") > 0)
        frame = frame.sort("gap", "kind", "area", descending=[True, False, False])
    return frame.rename({key: one.render(lang) for key, one in HEADINGS.items()})
