"""Sentences that follow from the figures and flip when they flip.

A title compares points; under it the lead says of how many areas the difference with the
average is sure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from weefsel.atlas.indicator import CONDITIONS
from weefsel.base.certainty import Certainty
from weefsel.base.language import Text, plural, text
from weefsel.scan import figures, level, words
from weefsel.scan.reasons import CONDITION_NAMES

if TYPE_CHECKING:
    from weefsel.scan.result import ScanResult

MIDDLE = 50  # percent: half of the reference is lower

AREAS: dict[str, Text] = {
    "neighbourhood": text("neighbourhoods"),
    "district": text("districts"),
    "municipality": text("municipalities"),
}


class _List:
    """Texts in a row: "a, b and c"."""

    def __init__(self, parts: list[Text]) -> None:
        self.parts = parts

    def render(self, lang: str) -> str:
        """Write the list in a language."""
        said = [part.render(lang) for part in self.parts]
        if len(said) < 2:
            return "".join(said)
        link = text("%(most)s and %(last)s", most=", ".join(said[:-1]), last=said[-1])
        return link.render(lang)


def title(result: ScanResult) -> Text:
    """Give the title of the municipality's page."""
    codes = result.codes()
    place = result.name(result.recipe.area)
    if result.recipe.level == "municipality":
        return area_finding(result, result.recipe.area)
    if not codes:
        return text(
            "No %(areas)s of %(place)s are loaded for %(year)s",
            areas=AREAS[result.recipe.level],
            place=place,
            year=result.year,
        )
    condition = result.main_condition
    if condition is None:
        return _no_score(result, place)
    if result.own_reference:
        return _own_reference(result, condition, place)
    return _against_country(result, condition)


def _no_score(result: ScanResult, place: str) -> Text:
    wanted = [one for condition in CONDITIONS for one in result.permitted(condition)]
    codes = set(result.codes())
    there = {indicator for area, indicator in result.value_rows if area in codes}
    return text(
        "No score for %(place)s in %(year)s: %(filled)s of the %(permitted)s indicators of "
        "social quality are there",
        place=place,
        year=result.year,
        filled=figures.count(result, "filled", len(there.intersection(wanted))),
        permitted=figures.count(result, "permitted", len(wanted)),
    )


def _own_reference(result: ScanResult, condition: str, place: str) -> Text:
    """Count the areas more than one spread below the centre: the reference is its own."""
    line = result.recipe.centre - result.recipe.spread
    scored = result.scored(condition)
    below = sum(result.score_rows[code, condition]["score"] < line for code in scored)
    return plural(
        "%(below)s of %(scored)s %(areas)s of %(place)s scores below %(line)s on %(condition)s; "
        "%(centre)s is the average",
        "%(below)s of %(scored)s %(areas)s of %(place)s score below %(line)s on %(condition)s; "
        "%(centre)s is the average",
        below,
        below=figures.count(result, f"below:{condition}", below, of_scores=True),
        scored=figures.count(result, f"scored:{condition}", len(scored)),
        areas=AREAS[result.recipe.level],
        place=place,
        line=figures.choice(result, "spread", line),
        condition=CONDITION_NAMES[condition],
        centre=figures.choice(result, "centre", result.recipe.centre),
    )


def _against_country(result: ScanResult, condition: str) -> Text:
    scored = result.scored(condition)
    places = [result.score_rows[code, condition]["place"] for code in scored]
    lower = sum(place < MIDDLE for place in places)
    higher = sum(place > MIDDLE for place in places)
    params = {
        "scored": figures.count(result, f"scored:{condition}", len(scored)),
        "areas": AREAS[result.recipe.level],
        "condition": CONDITION_NAMES[condition],
    }
    lower_figure = figures.count(result, f"lower:{condition}", lower, of_scores=True)
    higher_figure = figures.count(result, f"higher:{condition}", higher, of_scores=True)
    if lower > higher:
        return plural(
            "%(n)s of %(scored)s %(areas)s scores lower on %(condition)s than most %(areas)s of "
            "the Netherlands",
            "%(n)s of %(scored)s %(areas)s score lower on %(condition)s than most %(areas)s of "
            "the Netherlands",
            lower,
            n=lower_figure,
            **params,
        )
    if higher > lower:
        return plural(
            "%(n)s of %(scored)s %(areas)s scores higher on %(condition)s than most %(areas)s of "
            "the Netherlands",
            "%(n)s of %(scored)s %(areas)s score higher on %(condition)s than most %(areas)s of "
            "the Netherlands",
            higher,
            n=higher_figure,
            **params,
        )
    return text(
        "As many %(areas)s score higher on %(condition)s than most of the Netherlands as lower: "
        "%(higher)s and %(lower)s of %(scored)s",
        higher=higher_figure,
        lower=lower_figure,
        **params,
    )


def lead(result: ScanResult) -> tuple[Text, ...]:
    """Give the sentences under the title."""
    sentences = []
    codes = result.codes()
    if result.recipe.reference == "municipality":
        sentences.append(
            text(
                "Areas are compared inside %(place)s only: this says nothing of how %(place)s "
                "stands in the Netherlands.",
                place=result.name(result.recipe.area),
            )
        )
    empty = [one for one in CONDITIONS if codes and not result.scored(one)]
    if not result.whole_country:
        sentences.append(
            text(
                "Only part of the country is loaded for %(year)s: nothing is compared.",
                year=result.year,
            )
        )
    uncompared = [
        one
        for one in empty
        if any(result.score_rows[code, one]["reason"] == level.NOT_COMPARED for code in codes)
    ]
    if uncompared and result.whole_country:
        sentences.append(
            text(
                "There are too few comparable figures for a score on %(conditions)s.",
                conditions=_List([CONDITION_NAMES[one] for one in uncompared]),
            )
        )
    empty = [one for one in empty if one not in uncompared]
    if empty:
        sentences.append(
            text(
                "There are too few figures for a score on %(conditions)s.",
                conditions=_List([CONDITION_NAMES[one] for one in empty]),
            )
        )
    condition = result.main_condition
    if condition is not None:
        without = len(codes) - len(result.scored(condition))
        if without:
            sentences.append(
                plural(
                    "%(without)s of the %(total)s %(areas)s has no score on %(condition)s.",
                    "%(without)s of the %(total)s %(areas)s have no score on %(condition)s.",
                    without,
                    without=figures.count(result, f"without:{condition}", without),
                    total=figures.count(result, "areas", len(codes)),
                    areas=AREAS[result.recipe.level],
                    condition=CONDITION_NAMES[condition],
                )
            )
        sentences.append(_how_sure(result, condition))
    return tuple(sentences)


def _how_sure(result: ScanResult, condition: str) -> Text:
    """Count the areas by what may be said of them beside the average."""
    sure = [result.sure(code, condition) for code in result.scored(condition)]
    sides = [words.side(one) for one in sure if one is not None]
    certain = [one is not None and one.certainty is Certainty.CERTAIN for one in sure]
    said = {
        "lower": figures.count(
            result,
            f"surely-or-probably-lower:{condition}",
            sides.count(words.LOWER),
            of_scores=True,
        ),
        "higher": figures.count(
            result,
            f"surely-or-probably-higher:{condition}",
            sides.count(words.HIGHER),
            of_scores=True,
        ),
        "apart": figures.count(
            result, f"not-distinguishable:{condition}", sides.count(None), of_scores=True
        ),
        "condition": CONDITION_NAMES[condition],
    }
    if any(certain):
        return text(
            "How sure it is: on %(condition)s %(lower)s are certainly or probably lower than "
            "average, %(higher)s certainly or probably higher, and %(apart)s are not "
            "distinguishable from average.",
            **said,
        )
    return text(
        "How sure it is: on %(condition)s %(lower)s are probably lower than average, %(higher)s "
        "probably higher, and %(apart)s are not distinguishable from average.",
        **said,
    )


def area_finding(result: ScanResult, area: str) -> Text:
    """Give the title of the page of one area: about the condition with its lowest score.

    It places the score, and says how sure it is that the area differs from the average.
    """
    name = result.name(area)
    rows = [result.score_rows[area, one] for one in CONDITIONS]
    scored = [row for row in rows if row["score"] is not None]
    if not scored:
        return _no_score_here(result, name, {row["reason"] for row in rows})
    lowest = min(scored, key=lambda row: row["score"])
    condition, place = lowest["condition"], lowest["place"]
    placed = _placed(result, area, condition, place)
    sure = result.sure(area, condition)
    if sure is None:
        return placed
    return text("%(finding)s: %(sure)s", finding=placed, sure=words.said(sure))


def _placed(result: ScanResult, area: str, condition: str, place: float) -> Text:
    """Say where a score stands among those of the country, or of the municipality itself."""
    whole = result.name(result.recipe.area) if result.own_reference else text("the Netherlands")
    named = {
        "name": result.name(area),
        "condition": CONDITION_NAMES[condition],
        "areas": AREAS[result.level(area)],
        "whole": whole,
    }
    if place < MIDDLE:
        return text(
            "%(name)s scores lower on %(condition)s than %(share)s of the %(areas)s of %(whole)s",
            share=figures.share_lower(result, area, condition),
            **named,
        )
    if place > MIDDLE:
        return text(
            "%(name)s scores higher on %(condition)s than %(share)s of the %(areas)s of %(whole)s",
            share=figures.score_place(result, area, condition),
            **named,
        )
    return text(
        "%(name)s scores in the middle of the %(areas)s of %(whole)s on %(condition)s", **named
    )


def _no_score_here(result: ScanResult, name: str, reasons: set[str]) -> Text:
    if level.FEW_RESIDENTS in reasons:
        return text(
            "%(name)s has fewer than %(minimum)s residents and therefore no score",
            name=name,
            minimum=figures.choice(
                result, "minimum_residents", float(result.recipe.minimum_residents)
            ),
        )
    if level.UNKNOWN_RESIDENTS in reasons:
        return text("The residents of %(name)s are not known: there is no score", name=name)
    if level.NOT_COMPARED in reasons:
        return text("Too few comparable figures for a score in %(name)s", name=name)
    return text("Too few figures for a score in %(name)s", name=name)
