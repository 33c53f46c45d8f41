"""Why something is not there, in words: of a score, of an indicator, of a range."""

from __future__ import annotations

from weefsel.atlas.indicator import Indicator
from weefsel.base.figure import Flag
from weefsel.base.language import Text, text
from weefsel.scan import level, select
from weefsel.scan import reference as refer
from weefsel.sources.said import Number

CONDITION_NAMES: dict[str, Text] = {
    "socio_economic_security": text("socio-economic security"),
    "inclusion": text("social inclusion"),
    "cohesion": text("social cohesion"),
    "empowerment": text("social empowerment"),
}
NO_RANGE_OF_SCORE = text("the range of a score is not yet computed here")
NO_RANGE_OF_COUNT = text("a count of areas by their scores; each score has its own range")
NO_RANGE_OF_AREAS = text("a count of areas has no range")
NO_RANGE_OF_CHOICE = text("a choice of the method, not a measurement")
OWN_ONLY_WITHIN = text("an own figure of the municipality: compared only inside the municipality")
OTHER_KIND = text(
    "measured in another way than the areas it would be compared with (own or official)"
)
NO_RANGE_OF_OWN = text("own figure of the municipality; its error is not known")
NO_RANGE_OF_OWN_COUNT = text("counted by the municipality itself; not a sample")
NO_RANGE_OF_REFERENCE = text("a place among published figures; how sure it is stands at the score")


def no_score(
    reason: str,
    *,
    present: int,
    filled: int,
    permitted: int,
    minimum_filled: int,
    minimum_weight: float,
    minimum_residents: int,
) -> Text | None:
    """Say why an area has no score on a condition, none when it has one."""
    if reason == level.FEW_RESIDENTS:
        return text("fewer than %(minimum)s residents: no score", minimum=minimum_residents)
    if reason == level.UNKNOWN_RESIDENTS:
        return text("the number of residents is not known: no score")
    if reason == level.NOT_COMPARED:
        return text(
            "too few comparable figures for a score: %(present)s of %(permitted)s are there, "
            "%(filled)s of them can be compared",
            present=present,
            permitted=permitted,
            filled=filled,
        )
    if reason == level.FEW_FIGURES:
        return text(
            "too few figures for a score: %(present)s of %(permitted)s are there, at least "
            "%(minimum)s and %(weight)s%% of the weight are needed",
            present=present,
            permitted=permitted,
            minimum=minimum_filled,
            weight=Number(minimum_weight * 100),
        )
    return None


def no_value(state: str, *, year: int | None, max_age_years: int) -> Text:
    """Say why an area has no value for an indicator."""
    if state == select.SUPPRESSED:
        return text("the source withholds this figure")
    if state == select.TOO_OLD:
        return text(
            "the newest figure is of %(year)s, more than %(age)s years before the scan",
            year=year,
            age=max_age_years,
        )
    if state == select.TOO_NEW:
        return text("the figure is of %(year)s, after the year of the scan", year=year)
    if state == select.REDIVIDED:
        return text(
            "the figure of %(year)s is about another area: code or boundary changed since",
            year=year,
        )
    return text("no figure in the loaded tables")


def no_comparison(reason: str, *, filled: int, areas: int) -> Text | None:
    """Say why an indicator is not compared with the reference, none when it is."""
    if reason == refer.NO_COUNTRY:
        return text("only part of the country is loaded for this year: no comparison")
    if reason == refer.NO_COMPARISON:
        return text(
            "too few areas have this figure for a comparison: %(filled)s of %(areas)s",
            filled=Number(filled),
            areas=Number(areas),
        )
    if reason == refer.FEW_AREAS:
        return text("too few areas for a comparison: %(filled)s", filled=filled)
    if reason == refer.NO_SPREAD:
        return text("the areas do not differ on this figure")
    if reason == refer.ORIGIN:
        return text("shown as context; origin never enters a score or an order")
    return None


# Statistics Netherlands rounds the counts of these; those of municipalities are exact.
ROUNDED_LEVELS = ("district", "neighbourhood")


def no_range(indicator: Indicator, flag: str, level: str, *, own: bool = False) -> Text:
    """Say why a value of an indicator has no range, at the level of its area.

    ``own`` tells that a municipality brought the figure itself.
    """
    error = indicator.error
    if own:
        return NO_RANGE_OF_OWN_COUNT if error.kind == "none" else NO_RANGE_OF_OWN
    base = Number(error.base) if error.base is not None else ""
    if flag == Flag.MODEL_ESTIMATE.value or error.kind == "model_estimate":
        return text("model estimate whose error is not published")
    if flag == Flag.IMPUTED.value:
        return text("filled in from other areas; its error is not known")
    rounded = bool(base) and level in ROUNDED_LEVELS
    if error.kind == "rounding" and rounded:
        return text("official count, rounded by the source to a multiple of %(base)s", base=base)
    if error.kind == "share_of_counts" and rounded:
        return text(
            "share of official counts that the source rounds to multiples of %(base)s", base=base
        )
    if error.kind == "published_rounding" and base:
        return text("official figure, published in steps of %(base)s", base=base)
    if error.kind == "survey":
        return text("survey figure whose margin is not in the loaded table")
    return text("official register figure; the source gives no range")
