"""Which year a scan is about, and which areas are no longer what they were before it."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from weefsel.atlas.indicator import CONDITIONS, Indicator
from weefsel.base.errors import NotFoundError
from weefsel.base.language import text
from weefsel.scan.level import permitted
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.select import UNCHANGED
from weefsel.scan.supply import Statistics
from weefsel.sources.area_code import country_of


def scan_year(store: Statistics, recipe: ScanRecipe, catalogue: Mapping[str, Indicator]) -> int:
    """Give the year of a scan.

    As the recipe says; else the newest division for which enough indicators of some
    condition are loaded to give a score; else the newest division. Raises
    ``NotFoundError`` when there is none, or not the one asked for.
    """
    country = country_of(recipe.area)
    years = store.years(country)
    if recipe.year is not None:
        if recipe.year in years:
            return recipe.year
        raise NotFoundError(
            text("no areas are loaded for %(year)s.", year=recipe.year),
            where=recipe.area,
            todo=text("Load them, or choose: %(years)s.", years=_listed(years)),
        )
    if not years:
        raise NotFoundError(
            text("no areas are loaded yet."),
            where=recipe.area,
            todo=text("Load a table with 'weefsel load', or make the example."),
        )
    mine = [
        year
        for year in reversed(years)
        if not store.areas(year, country=country, municipality=recipe.area).is_empty()
    ]
    if len(mine) < 2:
        return mine[0] if mine else years[-1]
    scored = years_with_scores(store, country, recipe, catalogue)
    return max((year for year in mine if year in scored), default=mine[0])


def years_with_scores(
    store: Statistics, country: str, recipe: ScanRecipe, catalogue: Mapping[str, Indicator]
) -> list[int]:
    """Give the years of divisions for which the loaded figures can give some score, ascending.

    Enough indicators of one condition have a figure in some neighbourhood; the area and the
    year of the recipe play no part.
    """
    filled = (
        store.observations(country=country)
        .filter(pl.col("value").is_not_null() & (pl.col("area").str.starts_with("BU")))
        .group_by("indicator", "year")
        .len()
    )
    wanted = [permitted(catalogue, condition, recipe) for condition in CONDITIONS]
    found = []
    for year in store.years(country):
        window = filled.filter(pl.col("year").is_between(year - recipe.max_age_years, year))
        present = set(window["indicator"])
        for weights in wanted:
            there = [one for one in weights if one in present]
            share = sum(weights[one] for one in there)
            enough = share >= recipe.minimum_weight * sum(weights.values())
            if len(there) >= recipe.minimum_filled and enough:
                found.append(year)
                break
    return found


def _listed(years: list[int]) -> str:
    return ", ".join(str(year) for year in years) or "\N{EN DASH}"


def redivided(store: Statistics, country: str, year: int, max_age_years: int) -> pl.DataFrame:
    """Name the areas whose code or boundary changed, with the newest year of change."""
    frames = [pl.DataFrame(schema={"area": pl.String, "since": pl.Int32})]
    for one in store.years(country):
        if not year - max_age_years <= one <= year:
            continue
        areas = store.areas(one, country=country)
        if "redivision" in areas.columns:
            changed = areas.filter(
                pl.col("redivision").is_not_null() & (pl.col("redivision") != UNCHANGED)
            )
            frames.append(
                changed.select(
                    pl.col("code").alias("area"), pl.lit(one, dtype=pl.Int32).alias("since")
                )
            )
    return pl.concat(frames).group_by("area").agg(pl.col("since").max()).sort("area")
