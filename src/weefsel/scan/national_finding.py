"""What the figures of a whole country say, in sentences that flip when the figures flip."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from weefsel.atlas.indicator import CONDITIONS, Indicator
from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.scan import words
from weefsel.scan.finding import AREAS
from weefsel.scan.level import SCORED, permitted
from weefsel.scan.national import National
from weefsel.scan.reasons import (
    CONDITION_NAMES,
    NO_RANGE_OF_AREAS,
    NO_RANGE_OF_COUNT,
    no_comparison,
    no_value,
)
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.reference import COMPARED
from weefsel.sources.area_code import REAL

COUNTRY_NAMES: dict[bool, Text] = {
    True: text("the Netherlands"),
    False: text("the example country"),
}


@dataclass(frozen=True)
class Counts:
    """How many areas of a level are at which side of the average, and how surely."""

    areas: int
    known: int  # with a score or figure
    by_class: Mapping[str, int]  # of ``words.CLASSES``

    @classmethod
    def of(cls, areas: int, known: int, classes: Collection[str]) -> Counts:
        """Count the classes of the areas."""
        listed = list(classes)
        return cls(areas, known, {one: listed.count(one) for one in words.CLASSES})


@dataclass(frozen=True)
class Filled:
    """Which figures of a condition are there for a country, and which are not and why."""

    condition: str
    there: tuple[Indicator, ...]
    missing: tuple[tuple[Indicator, Text], ...]
    scored: int  # neighbourhoods with a score


def count(national: National, name: str, value: int, *, of_scores: bool = False) -> Figure:
    """Give a count of areas or figures of a country; one that rests on scores says so."""
    return Figure(
        id=f"count:{national.country}:{name}",
        value=float(value),
        decimals=0,
        year=national.year,
        sources=("computed:scan_count",),
        reason=NO_RANGE_OF_COUNT if of_scores else NO_RANGE_OF_AREAS,
    )


def title(
    national: National, key: str, name: Text | str, level: str, counts: Counts, *, sided: bool
) -> Text:
    """Give the title of the page of a country: where most areas surely stand."""
    lower, higher = counts.by_class["surely_lower"], counts.by_class["surely_higher"]
    scores = key in CONDITIONS
    said = {
        "country": COUNTRY_NAMES[national.country == REAL],
        "areas": AREAS[level],
        "subject": name,
        "known": count(national, f"known:{level}:{key}", counts.known),
        "lower": count(national, f"surely-lower:{level}:{key}", lower, of_scores=scores),
        "higher": count(national, f"surely-higher:{level}:{key}", higher, of_scores=scores),
    }
    if not counts.known:
        return text("No figure or score of %(subject)s is known for %(country)s", **said)
    if not sided:
        return text("%(subject)s is known of %(known)s %(areas)s of %(country)s", **said)
    if lower > higher:
        return text(
            "%(lower)s of %(known)s %(areas)s of %(country)s are certainly lower than average on "
            "%(subject)s, %(higher)s certainly higher",
            **said,
        )
    if higher > lower:
        return text(
            "%(higher)s of %(known)s %(areas)s of %(country)s are certainly higher than average "
            "on %(subject)s, %(lower)s certainly lower",
            **said,
        )
    if lower:
        return text(
            "As many %(areas)s of %(country)s are certainly lower than average on %(subject)s as "
            "certainly higher: %(lower)s of %(known)s",
            **said,
        )
    return text(
        "Of none of the %(known)s %(areas)s of %(country)s it is certain that it differs from "
        "average on %(subject)s",
        **said,
    )


def lead(national: National, key: str, level: str, counts: Counts, *, sided: bool) -> list[Text]:
    """Give the sentences under the title: how sure the rest is, and what is not known."""
    said = []
    if sided and counts.known:
        by = counts.by_class
        said.append(
            text(
                "%(lower)s are probably lower and %(higher)s probably higher; %(apart)s are not "
                "distinguishable from average.",
                lower=count(national, f"likely-lower:{level}:{key}", by["likely_lower"]),
                higher=count(national, f"likely-higher:{level}:{key}", by["likely_higher"]),
                apart=count(national, f"not-apart:{level}:{key}", by[words.NEITHER]),
            )
        )
    without = counts.areas - counts.known
    if without:
        said.append(
            text(
                "Of %(without)s of the %(all)s %(areas)s there is no figure or score.",
                without=count(national, f"without:{level}:{key}", without),
                all=count(national, f"areas:{level}", counts.areas),
                areas=AREAS[level],
            )
        )
    return said


def filled(national: National, recipe: ScanRecipe, level: str) -> list[Filled]:
    """Say of each condition which figures the country has at a level, and which are missing."""
    scanned = national.levels[level]
    refers = {one.indicator: one for one in scanned.references}
    found = []
    for condition in CONDITIONS:
        there, missing = [], []
        for one in permitted(national.catalogue, condition, recipe):
            reference = refers.get(one)
            if reference is not None and reference.reason == COMPARED:
                there.append(national.catalogue[one])
                continue
            why = (
                no_comparison(reference.reason, filled=reference.filled, areas=reference.areas)
                if reference is not None and reference.filled
                else None
            )
            nothing = no_value("missing", year=None, max_age_years=recipe.max_age_years)
            missing.append((national.catalogue[one], why or nothing))
        rows = scanned.scores
        scored = rows.filter((rows["condition"] == condition) & (rows["reason"] == SCORED)).height
        found.append(Filled(condition, tuple(there), tuple(missing), scored))
    return found


def filled_words(national: National, one: Filled, level: str) -> Text:
    """Say how many figures of a condition are there."""
    return text(
        "%(there)s of %(permitted)s figures of %(condition)s are there",
        there=count(national, f"filled:{level}:{one.condition}", len(one.there)),
        permitted=count(national, f"permitted:{one.condition}", len(one.there) + len(one.missing)),
        condition=CONDITION_NAMES[one.condition],
    )
