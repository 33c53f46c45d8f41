"""A country in one year, computed once: what every scan of that year shares."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import polars as pl

from weefsel.atlas.indicator import Indicator
from weefsel.atlas.indicator import catalogue as shipped_catalogue
from weefsel.base.figure import Source
from weefsel.base.language import Text, text
from weefsel.scan.level import RESIDENTS, LevelScan, scan_level
from weefsel.scan.recipe import LEVELS, ScanRecipe
from weefsel.scan.select import choose, mark, refused
from weefsel.scan.supply import Statistics
from weefsel.scan.working_set import Changes, check_changes
from weefsel.scan.year import redivided as redivided_areas
from weefsel.scan.year import scan_year
from weefsel.sources.area_code import REAL, country_of


@dataclass(frozen=True)
class National:
    """A country in one year: all areas of all levels, computed once and shared by every scan.

    ``areas`` is the division; ``totals`` the values of the country itself; ``redivided``
    the areas that changed; ``mixed`` per level the sentences on indicators whose values
    are of more than one year; ``own`` the editions of municipalities' own figures.
    """

    year: int
    country: str
    areas: pl.DataFrame
    totals: pl.DataFrame
    redivided: pl.DataFrame | None
    levels: Mapping[str, LevelScan]
    mixed: Mapping[str, tuple[Text, ...]]
    catalogue: Mapping[str, Indicator]
    sources: Mapping[str, Source] = field(default_factory=dict)
    notes: tuple[Text, ...] = ()
    own: frozenset[str] = frozenset()
    reference: str = REAL  # what every area is compared with: a country or a municipality
    changes: Changes = ()  # to the working set, with which the scores were made


def compute(
    areas: pl.DataFrame,
    observations: pl.DataFrame,
    recipe: ScanRecipe,
    *,
    year: int,
    country: str = REAL,
    catalogue: Mapping[str, Indicator] | None = None,
    redivided: pl.DataFrame | None = None,
    sources: Mapping[str, Source] | None = None,
    notes: tuple[Text, ...] = (),
    own: Collection[str] = (),
) -> National:
    """Score every area of a country (pure: frames in, frames out).

    ``areas`` has the columns code, name, level, municipality, district; ``observations``
    has ``OBSERVATION_COLUMNS`` and may have ``division``; ``redivided`` (area, since) names
    areas that changed; ``own`` the editions that municipalities brought themselves. The
    recipe's own area and level play no part here, unless its reference is its municipality.
    """
    known = shipped_catalogue() if catalogue is None else catalogue
    marked = mark(observations, year=year, max_age_years=recipe.max_age_years, redivided=redivided)
    chosen = choose(marked, own)
    check_changes(known, recipe.indicator_changes, recipe.area)
    within = recipe.reference == "municipality"
    levels: dict[str, LevelScan] = {
        level: scan_level(
            level,
            areas.filter(pl.col("level") == level)["code"].to_list(),
            chosen,
            known,
            recipe,
            country_residents=None if within else _country_residents(observations, country),
            own=own,
        )
        for level in LEVELS
    }
    return National(
        year=year,
        country=country,
        areas=areas,
        totals=chosen.filter(pl.col("area") == country),
        redivided=redivided,
        levels=levels,
        mixed={level: _mixed_years(scanned.compared, known) for level, scanned in levels.items()},
        catalogue=known,
        sources=sources or {},
        notes=notes,
        own=frozenset(own),
        reference=recipe.area if within else country,
        changes=recipe.indicator_changes,
    )


def _country_residents(observations: pl.DataFrame, country: str) -> float | None:
    """Give the country's own total of residents, of the newest year that has one.

    ``None`` for the fictitious country, which is its own reference; NaN when not loaded.
    """
    if country != REAL:
        return None
    totals = observations.filter(
        (pl.col("area") == country)
        & (pl.col("indicator") == RESIDENTS)
        & pl.col("value").is_not_null()
    ).sort("year")
    return float(totals["value"][-1]) if totals.height else float("nan")


def prepare(
    store: Statistics,
    recipe: ScanRecipe,
    *,
    catalogue: Mapping[str, Indicator] | None = None,
) -> National:
    """Read a country from the store and compute it, for every scan of that year.

    Raises ``NotFoundError`` when the year is not in the store.
    """
    known = shipped_catalogue() if catalogue is None else catalogue
    country = country_of(recipe.area)
    year = scan_year(store, recipe, known)
    window = range(year - recipe.max_age_years, year + 1)
    observations = store.observations(
        indicators=sorted(known), years=list(window), country=country
    )
    within = recipe.area if recipe.reference == "municipality" else None
    areas = store.areas(year, country=country, municipality=within)
    newer = [one for one in store.years(country) if one > year] if recipe.year is None else []
    notes = tuple(
        text(
            "The areas of %(newer)s are loaded too, but with too few figures for any score; "
            "this scan is of %(year)s.",
            newer=one,
            year=year,
        )
        for one in newer
    )
    return compute(
        areas,
        with_division(store, observations, country),
        recipe,
        year=year,
        country=country,
        catalogue=known,
        redivided=redivided_areas(store, country, year, recipe.max_age_years),
        sources=store.sources(),
        notes=notes,
        own=[one.id for one in store.editions(country) if one.own],
    )


def with_division(store: Statistics, observations: pl.DataFrame, country: str) -> pl.DataFrame:
    """Put beside each observation the year of the division that its edition is about."""
    divisions = {edition.id: edition.division for edition in store.editions(country)}
    return observations.with_columns(
        division=pl.col("source").replace_strict(divisions, default=None, return_dtype=pl.Int32)
    )


def refusals(
    store: Statistics, national: National, recipe: ScanRecipe, areas: list[str] | None
) -> pl.DataFrame:
    """Say why an indicator of an area has no value that counts, of all years in the store.

    Of all areas when ``areas`` is ``None``.
    """
    observations = store.observations(
        indicators=sorted(national.catalogue), areas=areas, country=national.country
    )
    marked = mark(
        with_division(store, observations, national.country),
        year=national.year,
        max_age_years=recipe.max_age_years,
        redivided=national.redivided,
    )
    counting = [one.compared.select("area", "indicator") for one in national.levels.values()]
    return refused(marked, pl.concat(counting))


def _mixed_years(compared: pl.DataFrame, catalogue: Mapping[str, Indicator]) -> tuple[Text, ...]:
    """Say which indicators with a direction have values of more than one year."""
    spread = compared.group_by("indicator").agg(
        first=pl.col("year").min(), last=pl.col("year").max()
    )
    mixed = spread.filter(pl.col("first") < pl.col("last")).sort("indicator")
    return tuple(
        text(
            "%(indicator)s: the areas compared have figures of %(first)s to %(last)s.",
            indicator=IndicatorName(catalogue[row["indicator"]]),
            first=row["first"],
            last=row["last"],
        )
        for row in mixed.iter_rows(named=True)
        if catalogue[row["indicator"]].direction
    )


@dataclass(frozen=True)
class IndicatorName:
    """The name of an indicator inside a sentence."""

    indicator: Indicator

    def render(self, lang: str) -> str:
        """Give the name in a language."""
        return self.indicator.name(lang)
