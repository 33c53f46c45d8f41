"""What the map and the table of a whole country show: every area in its class, how sure, why not.

From the frames of the country and not from a scan of each municipality: half a million values
are read once, by column.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any

import polars as pl

from weefsel.atlas.indicator import CONDITIONS, Indicator
from weefsel.base.figure import Figure, Flag, State
from weefsel.base.language import Text, text
from weefsel.report.classes import class_of_score, class_of_z
from weefsel.report.map import STRAIN_TO_STRENGTH, Classes
from weefsel.scan import reasons, words
from weefsel.scan.figures import SCORE_DECIMALS
from weefsel.scan.level import RESIDENTS
from weefsel.scan.national import National
from weefsel.scan.national_finding import Counts
from weefsel.scan.national_sure import Standing, standings
from weefsel.scan.recipe import ScanRecipe
from weefsel.web.see.map_view import MapView, classes_of, painted, value_words
from weefsel.web.see.view import plain_classes

KEPT = 12  # views that a process keeps; of all neighbourhoods some twenty megabytes each
NO_FIGURE = text("no figure in the loaded tables")


@dataclass(frozen=True)
class CountryView:
    """One condition or indicator of a country at one level."""

    national: National
    key: str
    name: str
    indicator: Indicator | None
    sided: bool
    view: MapView
    figures: dict[str, Figure]
    sure: dict[str, str]  # the class of certainty, of ``scan.words.CLASSES``
    municipality: dict[str, str]  # of each area

    @cached_property
    def at(self) -> dict[str, int]:
        """Give where an area stands in ``view.areas``."""
        return {area.code: place for place, area in enumerate(self.view.areas)}

    @cached_property
    def counts(self) -> Counts:
        """Count the areas by what may be said of them."""
        known = sum(figure.value is not None for figure in self.figures.values())
        return Counts.of(len(self.figures), known, self.sure.values())


@dataclass(frozen=True)
class Tally:
    """How the neighbourhoods of one municipality stand."""

    areas: int = 0
    known: int = 0
    lower: int = 0
    higher: int = 0


_views: OrderedDict[tuple[Any, ...], CountryView] = OrderedDict()
_busy = Lock()


def recipe_of(national: National) -> ScanRecipe:
    """Give the recipe that the country was computed with; its area plays no part."""
    first = national.areas.filter(pl.col("level") == "municipality")["code"].min()
    return ScanRecipe(area=str(first), year=national.year)


def main_key(national: National) -> str:
    """Give the condition with most scores, residents when no area has any."""
    scored = national.levels["neighbourhood"].scores.filter(pl.col("score").is_not_null())
    counts = Counter(scored["condition"].to_list())
    best = max(CONDITIONS, key=lambda one: counts[one])
    return best if counts[best] else RESIDENTS


def view_of_country(national: National, key: str, lang: str, mode: str, level: str) -> CountryView:
    """Give what the map of a country shows; kept for as long as the country itself is."""
    asked = (national.country, national.year, key, lang, mode, level)
    with _busy:  # a second visitor waits for the first one's computation
        kept = _views.get(asked)
        if kept is None or kept.national is not national:
            kept = _views[asked] = _make(national, key, lang, mode, level)
            while len(_views) > KEPT:
                _views.popitem(last=False)
        _views.move_to_end(asked)
        return kept


def _make(national: National, key: str, lang: str, mode: str, level: str) -> CountryView:
    areas = national.areas.filter(pl.col("level") == level).sort("code")
    codes = areas["code"].to_list()
    names = _names(national, areas, level)
    found = standings(national.levels[level], key, national.catalogue, recipe_of(national))
    sure = {code: words.class_of(one) for code, one in found.items()}
    if key in CONDITIONS:
        figures, levels = _scores(national, key, level, codes, found)
        classes, sided, indicator = STRAIN_TO_STRENGTH, True, None
        name = reasons.CONDITION_NAMES[key].render(lang)
    else:
        indicator = national.catalogue[key]
        figures, levels, classes, sided = _values(national, indicator, level, codes, lang)
        name = indicator.name(lang)
    turned = indicator is not None and indicator.direction < 0
    view = MapView(
        key=key,
        lang=lang,
        mode=mode,
        level=level,
        year=national.year,
        classes=classes_of(classes, mode, turned=turned),
        areas=tuple(
            painted(
                code,
                names[code],
                levels.get(code),
                value_words(figures[code], lang),
                figures[code].reason or "",
                sure.get(code),
                mode=mode,
                sided=sided,
                turned=turned,
            )
            for code in codes
        ),
    )
    home = dict(zip(codes, areas["municipality"].to_list(), strict=True))
    return CountryView(
        national, key, name, indicator, sided, view, figures, sure if sided else {}, home
    )


def _names(national: National, areas: pl.DataFrame, level: str) -> dict[str, str]:
    """Give the names, with the municipality behind it: there is a centre in every town."""
    towns = national.areas.filter(pl.col("level") == "municipality")
    town = dict(towns.select("code", "name").iter_rows())
    return {
        code: str(name or code)
        + (f", {town.get(home) or home}" if level != "municipality" else "")
        for code, name, home in areas.select("code", "name", "municipality").iter_rows()
    }


def _scores(
    national: National, key: str, level: str, codes: list[str], found: dict[str, Standing]
) -> tuple[dict[str, Figure], dict[str, int | None]]:
    """Give the scores of a condition with their ranges, and their classes."""
    recipe = recipe_of(national)
    rows = national.levels[level].scores.filter(pl.col("condition") == key)
    editions = _editions(national, level, key)
    figures: dict[str, Figure] = {}
    for row in rows.iter_rows(named=True):
        code = row["area"]
        if row["score"] is None:
            why = reasons.no_score(
                row["reason"],
                present=row["present"],
                filled=row["filled"],
                permitted=row["permitted"],
                minimum_filled=recipe.minimum_filled,
                minimum_weight=recipe.minimum_weight,
                minimum_residents=recipe.minimum_residents,
            )
            figures[code] = _nothing(f"score:{code}:{key}", "score", national.year, why)
            continue
        one = found.get(code)
        figures[code] = Figure(
            id=f"score:{code}:{key}",
            value=row["score"],
            unit="score",
            low=None if one is None else one.low,
            high=None if one is None else one.high,
            level=None if one is None else one.level,
            range_kind="none" if one is None else "p5_p95",
            decimals=SCORE_DECIMALS,
            year=national.year,
            sources=("computed:scan_score", "computed:scan_range", *editions),
            certainty=None if one is None else one.certainty,
            reason=_beside(row["score"], one),
        )
    levels = {code: class_of_score(figure.value) for code, figure in figures.items()}
    return {
        code: figures.get(code) or _missing(code, key, national.year) for code in codes
    }, levels


def _beside(score: float, one: Standing | None) -> Text | None:
    """Say why a range lies beside its score, or why there is none."""
    if one is None:
        return reasons.NO_RANGE_OF_SCORE
    return None if one.low <= score <= one.high else words.OUTSIDE


def _editions(national: National, level: str, key: str) -> tuple[str, ...]:
    made = national.levels[level].made[key].indicators
    used = national.levels[level].compared.filter(pl.col("indicator").is_in(list(made)))
    return tuple(sorted(f"edition:{one}" for one in used["source"].unique()))


def _values(
    national: National, indicator: Indicator, level: str, codes: list[str], lang: str
) -> tuple[dict[str, Figure], dict[str, int | None], Classes, bool]:
    """Give the values of an indicator, and their classes."""
    rows = national.levels[level].compared.filter(
        (pl.col("indicator") == indicator.id) & ~pl.col("source").is_in(sorted(national.own))
    )
    figures: dict[str, Figure] = {}
    marks: dict[str, float | None] = {}
    for row in rows.iter_rows(named=True):
        ranged = row["lower"] is not None and row["upper"] is not None
        marks[row["area"]] = row["z"]
        figures[row["area"]] = Figure(
            id=f"indicator:{row['area']}:{indicator.id}",
            value=row["value"],
            unit=indicator.unit,
            low=row["lower"] if ranged else None,
            high=row["upper"] if ranged else None,
            range_kind="published_margin" if ranged else "none",
            decimals=indicator.decimals,
            year=row["year"],
            flag=Flag(row["flag"]),
            sources=(f"edition:{row['source']}",),
            reason=None if ranged else reasons.no_range(indicator, row["flag"], level),
        )
    figures = {
        code: figures.get(code) or _missing(code, indicator.id, national.year, indicator.unit)
        for code in codes
    }
    if any(one is not None for one in marks.values()):
        levels = {code: class_of_z(marks.get(code)) for code in codes}
        return figures, levels, STRAIN_TO_STRENGTH, True
    classes, levels = plain_classes(indicator, figures, lang)
    return figures, levels, classes, False


def _missing(code: str, key: str, year: int, unit: str = "score") -> Figure:
    return _nothing(f"indicator:{code}:{key}", unit, year, NO_FIGURE)


def _nothing(figure_id: str, unit: str, year: int, why: Text | None) -> Figure:
    return Figure(
        id=figure_id,
        value=None,
        unit=unit,
        year=year,
        state=State.PM,
        flag=Flag.MISSING,
        reason=why,
    )


def tallies(neighbourhoods: CountryView) -> dict[str, Tally]:
    """Count per municipality how its neighbourhoods stand."""
    areas: Counter[str] = Counter(neighbourhoods.municipality.values())
    known: Counter[str] = Counter()
    lower: Counter[str] = Counter()
    higher: Counter[str] = Counter()
    for code, home in neighbourhoods.municipality.items():
        known[home] += neighbourhoods.figures[code].value is not None
        lower[home] += neighbourhoods.sure.get(code) == "surely_lower"
        higher[home] += neighbourhoods.sure.get(code) == "surely_higher"
    return {
        code: Tally(number, known[code], lower[code], higher[code])
        for code, number in areas.items()
    }
