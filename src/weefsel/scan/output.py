"""How a scan leaves Weefsel: a frame, a record for JSON, a table for people."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import polars as pl

from weefsel import __version__
from weefsel.atlas.indicator import CONDITIONS
from weefsel.base.language import Text, render, text
from weefsel.base.numbers import round_half_up
from weefsel.scan import words
from weefsel.scan.level import RESIDENTS
from weefsel.scan.reasons import CONDITION_NAMES
from weefsel.scan.select import CHOSEN, MISSING

if TYPE_CHECKING:
    from weefsel.scan.reference import Reference
    from weefsel.scan.result import ScanResult
    from weefsel.scan.uncertainty import Sure
    from weefsel.scan.variants import MethodRange

INDICATOR_COLUMNS = {
    "area": pl.String,
    "level": pl.String,
    "indicator": pl.String,
    "condition": pl.String,
    "value": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "year": pl.Int32,
    "flag": pl.String,
    "source": pl.String,
    "z": pl.Float64,  # higher is stronger; null for context and without a comparison
    "place": pl.Float64,  # percent of the reference with a lower value
    "winsorised": pl.Boolean,  # pulled in before it was compared; value is as published
    "reference_mean": pl.Float64,
    "state": pl.String,  # chosen, or why no value counts
    "reason": pl.String,  # why the indicator is not compared, empty when it is
}


def indicator_frame(result: ScanResult) -> pl.DataFrame:
    """Give one row an area and indicator of the catalogue, ``INDICATOR_COLUMNS``."""
    ids = sorted(result.catalogue)
    every = (
        result.areas.sort("code")
        .select(area="code", level="level")
        .join(
            pl.DataFrame(
                {
                    "indicator": ids,
                    "condition": [result.catalogue[one].condition for one in ids],
                }
            ),
            how="cross",
        )
    )
    refers = pl.DataFrame(
        [
            {
                "level": level,
                "indicator": indicator,
                "reference_mean": _finite(one.mean),
                "reason": one.reason,
            }
            for (level, indicator), one in result.references.items()
        ],
        schema={
            "level": pl.String,
            "indicator": pl.String,
            "reference_mean": pl.Float64,
            "reason": pl.String,
        },
    )
    key = ["area", "indicator"]
    return (
        every.join(result.compared, on=key, how="left", maintain_order="left")
        .join(result.refused.drop("year"), on=key, how="left", maintain_order="left")
        .join(refers, on=["level", "indicator"], how="left", maintain_order="left")
        .with_columns(
            state=pl.when(pl.col("value").is_not_null())
            .then(pl.lit(CHOSEN))
            .otherwise(pl.col("state").fill_null(MISSING)),
            flag=pl.col("flag").fill_null(
                pl.when(pl.col("state") == "suppressed")
                .then(pl.lit("suppressed"))
                .otherwise(pl.lit(MISSING))
            ),
        )
        .select(pl.col(name).cast(kind) for name, kind in INDICATOR_COLUMNS.items())
    )


def _finite(value: float) -> float | None:
    return value if abs(value) < float("inf") else None


def reference_record(level: str, one: Reference) -> dict[str, Any]:
    """Give what the areas of a level have of an indicator, as a plain record."""
    return {
        "level": level,
        "indicator": one.indicator,
        "areas": one.areas,
        "filled": one.filled,
        "mean": _finite(one.mean),
        "centre": _finite(one.centre),
        "deviation": _finite(one.deviation),
        "winsorised": one.winsorised,
        "low": _finite(one.low),
        "high": _finite(one.high),
        "skew": _finite(one.skew),
        "kurtosis": _finite(one.kurtosis),
        "reason": one.reason or None,
    }


def area_record(result: ScanResult, code: str, shown: list[str]) -> dict[str, Any]:
    """Give one area as a plain record: its scores, and the indicators that are ``shown``."""
    row = result.area_rows[code]
    scores = []
    for condition in CONDITIONS:
        found = result.score_rows[code, condition]
        scores.append(
            {
                "condition": condition,
                "figure": result.score(code, condition).document(),
                "place": found["place"],
                "permitted": found["permitted"],
                "present": found["present"],
                "filled": found["filled"],
                "weight_filled": found["weight_filled"],
                "imputed": found["imputed"],
                "model_share": found["model_share"],
                "reason": found["reason"] or None,
                "sure": sure_record(result.sure(code, condition)),
                "method": method_record(
                    result.method_range(code, condition), of=_ranked(result, code, condition)
                ),
                "missing": [one.id for one, _ in result.missing(code, condition)],
            }
        )
    indicators = []
    for indicator in shown:
        value = result.value_rows.get((code, indicator), {})
        error = result.error(code, indicator)
        indicators.append(
            {
                "indicator": indicator,
                "figure": result.figure(code, indicator).document(),
                "z": value.get("z"),
                "place": value.get("place"),
                "winsorised": value.get("winsorised", False),
                "error": None if error is None else error[0],
                "error_basis": None if error is None else error[1],
            }
        )
    return {
        "code": code,
        "name": row["name"],
        "level": row["level"],
        "district": row.get("district"),
        "scores": scores,
        **({"total": total_record(result, code)} if result.recipe.total else {}),
        "indicators": indicators,
    }


def total_record(result: ScanResult, code: str) -> dict[str, Any]:
    """Give the total that a recipe asked for, with how sure it is."""
    sure = result.total_sure(code)
    return {
        "figure": result.total(code).document(),
        "chance_below_average": None if sure is None else sure.below,
        "words": None if sure is None else _sentence(words.said(sure)),
        "assumed_share": None if sure is None else sure.assumed_share,
    }


def sure_record(sure: Sure | None) -> dict[str, Any] | None:
    """Give how sure a score is as a plain record, none without a score."""
    if sure is None:
        return None
    return {
        "level": sure.level,
        "low": sure.low,
        "high": sure.high,
        "expected": sure.expected,
        "average": sure.middle,
        "chance_below_average": sure.below,
        "certainty": sure.certainty.value,
        "side": words.side(sure),
        "words": _sentence(words.said(sure)),
        "rank": sure.rank,
        "rank_low": sure.rank_low,
        "rank_high": sure.rank_high,
        "of": sure.of,
        "assumed_share": sure.assumed_share,
        "assumed": [
            {
                "times": one.times,
                "low": one.low,
                "high": one.high,
                "chance_below_average": one.below,
                "certainty": one.certainty.value,
            }
            for one in sure.assumed
        ],
    }


def _ranked(result: ScanResult, code: str, condition: str) -> int | None:
    """Count the areas among which the choice of method ranks an area."""
    found = result.ranges.get((result.level(code), condition))
    return None if found is None or isinstance(found, Text) else len(found)


def method_record(
    found: MethodRange | Text | None, *, of: int | None = None
) -> dict[str, Any] | None:
    """Give the ranks over every way to make the score, or why they are not there.

    ``of`` is how many areas are ranked.
    """
    if found is None:
        return None
    if isinstance(found, Text):
        return {"rank": None, "rank_low": None, "rank_high": None, "of": None, "ways": None,
                "reason": _sentence(found)}  # fmt: skip
    return {
        "rank": found.rank,
        "rank_low": found.low,
        "rank_high": found.high,
        "of": of,
        "ways": found.ways,
        "reason": None,
    }


def shown_indicators(result: ScanResult) -> list[str]:
    """Give the indicators with a value somewhere here, and those a condition permits."""
    there = {indicator for _, indicator in result.value_rows}
    wanted = {one for condition in CONDITIONS for one in result.permitted(condition)}
    return sorted(there | wanted)


def _sentence(said: Text) -> dict[str, Any]:
    return {lang: said.render(lang) for lang in ("nl", "en")}


def document(result: ScanResult, schema: str, *, indicators: bool = True) -> dict[str, Any]:
    """Give everything as a plain record; ``base.document.to_json`` writes it.

    Indicators without any value in the municipality are listed only where a condition
    permits them; none at all without ``indicators``.
    """
    shown = shown_indicators(result) if indicators else []
    return {
        "schema": schema,
        "weefsel": __version__,
        "recipe": result.recipe.record(),
        "year": result.year,
        "country": result.country,
        "fictitious": result.fictitious,
        "whole_country": result.whole_country,
        "title": _sentence(result.title),
        "lead": [_sentence(one) for one in result.lead],
        "notes": [_sentence(one) for one in result.notes],
        "areas": [area_record(result, code, shown) for code in result.areas["code"]],
        "references": [
            reference_record(level, one)
            for (level, indicator), one in sorted(result.references.items())
            if indicator in shown
        ],
        "sources": [one.document() for _, one in sorted(result.sources.items())],
    }


def table(
    result: ScanResult, lang: str, level: str, indicators: Collection[str] | None = None
) -> pl.DataFrame:
    """Give a table for people: an area a row, scores, then every indicator with its year.

    ``indicators`` left out: those with a value in some area of the level. Values are rounded
    half up to the decimals of the indicator, as on screen.
    """
    codes = result.codes(level)
    columns: dict[str, pl.Series] = {}

    def add(heading: str, values: list[Any]) -> None:
        columns[heading] = pl.Series(heading, values, strict=False)

    def word(said: Text) -> str:
        return said.render(lang)

    rows = [result.area_rows[code] for code in codes]
    add(word(text("Code")), codes)
    add(word(text("Name")), [row["name"] for row in rows])
    if level == "neighbourhood":
        add(word(text("District")), [row.get("district") for row in rows])
    if result.fictitious:
        add(word(text("Fictitious")), [word(text("yes"))] * len(codes))
    for condition in CONDITIONS:
        name = word(CONDITION_NAMES[condition])
        score = word(text("Score: %(condition)s", condition=name))
        shown = [result.score(code, condition) for code in codes]
        add(score, [_shown(one) for one in shown])
        ends = text("Range of the score: %(condition)s", condition=name)
        add(word(ends), [one.range_words(lang) for one in shown])
        sure = text("How sure: %(condition)s", condition=name)
        found = [result.certainty(code, condition) for code in codes]
        add(word(sure), ["" if one is None else word(one) for one in found])
        why = word(text("Why no score: %(condition)s", condition=name))
        add(why, [render(result.reason(code, condition) or "", lang) for code in codes])
    if result.recipe.total:
        totals = [result.total(code) for code in codes]
        add(word(text("Total of the four conditions")), [_shown(one) for one in totals])
        add(word(text("Range of the total")), [one.range_words(lang) for one in totals])
        why_none = [render(one.reason or "", lang) if one.value is None else "" for one in totals]
        add(word(text("Why no total")), why_none)
    there = {indicator for (area, indicator) in result.value_rows if result.level(area) == level}
    order = sorted(
        there if indicators is None else indicators, key=lambda one: (one != RESIDENTS, one)
    )
    for indicator in order:
        name = result.catalogue[indicator].name(lang)
        heading = name if name not in columns else f"{name} ({indicator})"
        figures = [result.figure(code, indicator) for code in codes]
        add(heading, [_shown(one) for one in figures])
        add(f"{heading}, {word(text('year'))}", [one.year for one in figures])
    return pl.DataFrame(list(columns.values()))


def _shown(figure: Any) -> float | None:
    if figure.value is None:
        return None
    return round_half_up(figure.value, figure.places)
