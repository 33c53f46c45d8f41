"""A scan of one municipality on the screen: finding, table, how sure, what stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weefsel.base.home import language
from weefsel.base.language import text
from weefsel.commands.sureness import print_sureness
from weefsel.scan.trend import NO_DIRECTION, TREND
from weefsel.scan.trend import words as trend_words
from weefsel.terminal import out, print_table, say

if TYPE_CHECKING:
    from weefsel.scan.comparison import Comparison
    from weefsel.scan.resilience_maps import ResilienceMaps
    from weefsel.scan.result import ScanResult

FACTORS = {
    "outliers": text("treatment of outliers"),
    "missing": text("what is missing"),
    "construction": text("scale and way of adding up"),
    "weights": text("weights"),
    "noise": text("noise in the figures"),
}
_MOST_NAMES = 8  # areas named in one cell; the JSON has them all


def print_scan(
    result: ScanResult,
    comparison: Comparison,
    maps: ResilienceMaps,
    sensitivity: list[dict[str, Any]] | None,
) -> None:
    """Print a scan in short sections."""
    from weefsel.atlas.indicator import CONDITIONS
    from weefsel.scan.reasons import CONDITION_NAMES

    for sentence in (result.title, *result.lead, *result.notes):
        out.print(say(sentence))
    rows = [
        [code, result.name(code)]
        + [result.score(code, condition).number(language()) for condition in CONDITIONS]
        for code in result.codes()
    ]
    headings = [text("code"), text("name"), *(CONDITION_NAMES[one] for one in CONDITIONS)]
    print_table(headings, rows)
    for condition in CONDITIONS:
        print_sureness(result, condition)
        reasons = {str(result.reason(code, condition) or "") for code in result.codes()}
        first = next((result.reason(c, condition) for c in result.codes()), None)
        if len(reasons) == 1 and first is not None:
            out.print(f"{say(CONDITION_NAMES[condition])}: {say(first)}")
    _print_trends(result, comparison)
    _print_clusters(result, comparison)
    _print_peers(result, comparison)
    _print_resilience(maps)
    if sensitivity is not None:
        _print_sensitivity(result, sensitivity)


def _print_trends(result: ScanResult, comparison: Comparison) -> None:
    """Say of the municipality which figures went up or down, and of how many that is not known."""
    area = result.recipe.area
    found = {
        key: row
        for key, one in sorted(result.catalogue.items())
        if one.direction and (row := comparison.trend(area, key)) is not None
    }
    told = {
        key: row
        for key, row in found.items()
        if row["state"] == TREND and row["direction"] != NO_DIRECTION
    }
    out.print("")
    out.print(say(text("How it went in %(name)s", name=result.name(area))))
    if told:
        print_table(
            [text("indicator"), text("trend")],
            [
                [result.catalogue[key].name(language()), say(trend_words(row))]
                for key, row in told.items()
            ],
        )
    few = sum(row["state"] != TREND for row in found.values())
    level = len(found) - len(told) - few
    for count, words in (
        (level, text("%(count)s figures without a direction that can be told", count=level)),
        (few, text("%(count)s figures with too few years for a trend", count=few)),
    ):
        if count:
            out.print(say(words))


def _print_clusters(result: ScanResult, comparison: Comparison) -> None:
    """Name the neighbourhoods that lie in a hot or cold spot, per figure."""
    level = result.recipe.level
    maps = comparison.clusters.get(level)
    if maps is None:
        return
    rows = []
    for indicator, found in maps.items():
        for kind, words in (("hot", text("high values")), ("cold", text("low values"))):
            codes = [one["area"] for one in found.areas.iter_rows(named=True)
                     if one["gi_class"] == kind]  # fmt: skip
            if codes:
                names = ", ".join(result.name(code) for code in codes[:_MOST_NAMES])
                more = text("and %(count)s more", count=len(codes) - _MOST_NAMES)
                rows.append(
                    [
                        result.catalogue[indicator].name(language()),
                        say(words),
                        say(text("in a model estimate")) if found.model else "",
                        names + (f" {say(more)}" if len(codes) > _MOST_NAMES else ""),
                    ]
                )
    out.print("")
    if not rows:
        out.print(say(text("No clusters of high or low values can be told from chance.")))
        return
    out.print(say(text("Clusters of high and low values inside the municipality")))
    print_table([text("indicator"), text("cluster"), text("remark"), text("areas")], rows)


def _print_peers(result: ScanResult, comparison: Comparison) -> None:
    """Name the municipalities that this one is compared with."""
    found = comparison.peers(result.recipe.area)
    out.print("")
    out.print(say(found.sentence))
    names = dict(comparison.national.areas.select("code", "name").iter_rows())
    if found.codes:
        out.print(", ".join(f"{names.get(code) or code} ({code})" for code in found.codes))


def _print_resilience(maps: ResilienceMaps) -> None:
    """Say what the three resilience maps tell, or why they are not made."""
    out.print("")
    out.print(say(text("Resilience maps")))
    if maps.nothing is not None:
        out.print(say(maps.nothing))
    for one in maps.maps.values():
        out.print(say(one.title))
        if one.experiment is not None:
            out.print(say(one.experiment))


def _print_sensitivity(result: ScanResult, found: list[dict[str, Any]]) -> None:
    """Say what moves the ranks most: leaving an indicator out, and each choice of method."""
    from weefsel.base.numbers import write_number
    from weefsel.scan.reasons import CONDITION_NAMES

    for one in found:
        if not one["left_out"]:
            continue
        name = CONDITION_NAMES[one["condition"]]
        out.print("")
        out.print(say(text("What moves the places on %(condition)s", condition=name)))
        rows = sorted(one["left_out"], key=lambda row: -row["mean_shift"])
        print_table(
            [text("left out"), text("mean shift in places"), text("largest shift"), text("at")],
            [
                [
                    result.catalogue[row["indicator"]].name(language()),
                    write_number(row["mean_shift"], language(), 1),
                    write_number(row["largest_shift"], language(), 0),
                    result.name(row["area"]),
                ]
                for row in rows
            ],
        )
        if one["sobol"] is None:
            continue
        print_table(
            [text("choice"), text("share of the shift by itself"), text("with all others")],
            [
                [
                    say(FACTORS[row["name"]]),
                    *(
                        write_number(row[which]["value"], language(), 2)
                        for which in ("first", "total")
                    ),
                ]
                for row in one["sobol"]["factors"]
            ],
        )
