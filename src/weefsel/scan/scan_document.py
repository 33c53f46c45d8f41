"""Everything of a scan as one record: schema ``weefsel.scan-result/1``, fields only added.

``docs/scan-document.md`` says what every field holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from weefsel.atlas.indicator import CONDITIONS
from weefsel.base.language import Text, text
from weefsel.scan.area_document import area_document, declared_blocks_record, said
from weefsel.scan.output import shown_indicators
from weefsel.scan.reasons import CONDITION_NAMES
from weefsel.scan.register import register

if TYPE_CHECKING:
    from weefsel.scan.clusters import Clusters
    from weefsel.scan.comparison import Comparison
    from weefsel.scan.recipe import ScanRecipe
    from weefsel.scan.resilience_map import ResilienceMap
    from weefsel.scan.resilience_maps import ResilienceMaps
    from weefsel.scan.result import ScanResult

Report = Callable[[int, int, Text], None]


def scan_document(
    result: ScanResult,
    comparison: Comparison,
    resilience: ResilienceMaps,
    *,
    report: Report = lambda done, total, words: None,
) -> dict[str, Any]:
    """Give a scan with all that belongs to it; ``report`` hears of each area."""
    shown = shown_indicators(result)
    codes = result.areas["code"].to_list()
    areas = []
    for done, code in enumerate(codes):
        report(done, len(codes), text("Writing down %(name)s", name=result.name(code)))
        areas.append(area_document(result, comparison, code, shown))
    document = result.document()
    document["areas"] = areas
    return document | {
        "blocks": declared_blocks_record(),
        "hot_spot_maps": cluster_records(comparison.clusters),
        "resilience": resilience_record(resilience),
        "algorithm_register": register_record(result.recipe),
        "sensitivity": None,
        "fixed_peers": [
            {"area": area, "codes": list(codes)} for area, codes in comparison.fixed.items()
        ],
        "features": None
        if comparison.features is None
        else comparison.features.model_dump(mode="json"),
    }


def sensitivity_record(
    result: ScanResult, *, report: Report = lambda done, total, words: None
) -> list[dict[str, Any]]:
    """Say per condition what each indicator and each choice does to the ranks; takes seconds."""
    found = []
    for done, condition in enumerate(CONDITIONS):
        report(
            done,
            len(CONDITIONS),
            text("What moves the ranks: %(condition)s", condition=CONDITION_NAMES[condition]),
        )
        made = result.sensitivity(condition)
        found.append(
            {
                "condition": condition,
                "level": result.recipe.level,
                "left_out": [one.document() for one in result.leave_one_out(condition)],
                "sobol": None if made is None else made.document(),
            }
        )
    return found


def register_record(recipe: ScanRecipe) -> list[dict[str, Any]]:
    """Give the text for the algorithm register that goes with an order of areas (rule 9)."""
    return [{"heading": said(one.heading), "words": said(one.words)} for one in register(recipe)]


def cluster_records(clusters: Mapping[str, Clusters]) -> list[dict[str, Any]]:
    """Say of every map of clusters what was tested together, how, and what was left out."""
    return [
        {
            "level": level,
            "indicator": indicator,
            "year": found.year,
            "model": found.model,
            "inference": found.inference,
            "family": found.family,
            "false_discovery": found.false_discovery,
            "smallest_p": found.smallest_p,
            "sentences": [said(one) for one in found.sentences],
        }
        for level, maps in clusters.items()
        for indicator, found in maps.items()
    ]


def resilience_record(found: ResilienceMaps) -> dict[str, Any]:
    """Give the resilience maps of a municipality, and why others are refused."""
    return {
        "level": found.level,
        "vulnerable": found.vulnerable or None,
        "nuisance": found.nuisance or None,
        "vulnerable_choices": list(found.vulnerable_choices),
        "nuisance_choices": list(found.nuisance_choices),
        "nothing": said(found.nothing),
        "maps": [_map_record(one) for one in found.maps.values()],
    }


def _map_record(one: ResilienceMap) -> dict[str, Any]:
    return {
        "form": one.form,
        "about": one.about,
        "vulnerable": one.vulnerable.id,
        "nuisance": one.nuisance.id,
        "years": [said(year) for year in one.years],
        "title": said(one.title),
        "sentences": [said(each) for each in one.sentences],
        "refusal": said(one.refusal),
        "experiment": said(one.experiment),
        "models": sorted(one.vulnerable.models | one.nuisance.models),
        "sources": sorted({*one.vulnerable.sources, *one.nuisance.sources}),
        "relation": None
        if one.relation is None
        else {
            key: getattr(one.relation, key)
            for key in ("slope", "low", "high", "intercept", "explained", "areas")
        },
        "areas": list(one.areas.iter_rows(named=True)),
    }
