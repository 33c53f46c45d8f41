"""Run a scan: take what one municipality is about out of the computed country."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from weefsel.atlas.indicator import Indicator
from weefsel.atlas.indicator import catalogue as shipped_catalogue
from weefsel.base.errors import NotFoundError
from weefsel.base.language import text
from weefsel.scan.method import method
from weefsel.scan.national import National, compute, prepare, refusals
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.result import COMPUTED, ScanResult
from weefsel.scan.supply import Statistics
from weefsel.scan.working_set import said, same_weights
from weefsel.scan.year import scan_year
from weefsel.sources.area_code import REAL

__all__ = [
    "National",
    "ScanRecipe",
    "ScanResult",
    "compute",
    "each_municipality",
    "prepare",
    "scan",
    "scan_all",
    "some_municipality",
]


def scan(
    store: Statistics,
    recipe: ScanRecipe,
    *,
    national: National | None = None,
    catalogue: Mapping[str, Indicator] | None = None,
) -> ScanResult:
    """Scan one municipality: its own scores, and those of its districts and neighbourhoods.

    ``national`` is a country prepared earlier with the same numbers of the method: many
    scans then cost one computation. It is set aside when it is of another year than the
    recipe asks, or of a division before this municipality existed. Raises
    ``NotFoundError`` when the municipality is not in the division of that year.
    """
    country = national
    if country is None or not _serves(country, recipe):
        country = prepare(store, recipe, catalogue=catalogue)
    areas = _areas(country, recipe)
    codes = areas["code"].to_list()

    def mine(frame: pl.DataFrame) -> pl.DataFrame:
        return frame.filter(pl.col("area").is_in(codes))

    return _result(
        country,
        recipe,
        areas,
        scores=pl.concat([mine(one.scores) for one in country.levels.values()]),
        compared=pl.concat([mine(one.compared) for one in country.levels.values()]),
        refused=refusals(store, country, recipe, codes),
    )


def _serves(national: National, recipe: ScanRecipe) -> bool:
    """Tell whether a prepared country can answer a recipe."""
    wanted = recipe.area if recipe.reference == "municipality" else national.country
    if national.reference != wanted:
        return False
    if not same_weights(national.changes, recipe.indicator_changes):
        return False
    if recipe.year is not None:
        return recipe.year == national.year
    return bool((national.areas["municipality"] == recipe.area).any())


def _areas(national: National, recipe: ScanRecipe) -> pl.DataFrame:
    """Give the areas of the municipality, itself included."""
    areas = national.areas.filter(pl.col("municipality") == recipe.area)
    if areas.is_empty():
        raise NotFoundError(
            text(
                "%(area)s is not a municipality in the division of %(year)s.",
                area=recipe.area,
                year=national.year,
            ),
            where=recipe.area,
            todo=text("Check the code, or choose another year."),
        )
    return areas


def _result(
    national: National,
    recipe: ScanRecipe,
    areas: pl.DataFrame,
    *,
    scores: pl.DataFrame,
    compared: pl.DataFrame,
    refused: pl.DataFrame,
) -> ScanResult:
    """Put a result together from the rows of one municipality."""
    used = {*compared["source"].unique(), *national.totals["source"].unique()}
    sources = {
        key: national.sources[key]
        for key in sorted(f"edition:{one}" for one in used)
        if key in national.sources
    }
    return ScanResult(
        recipe=recipe.model_copy(update={"year": national.year}),
        year=national.year,
        country=national.country,
        areas=areas,
        scores=scores,
        compared=compared,
        refused=refused,
        references={
            (level, one.indicator): one
            for level, scanned in national.levels.items()
            for one in scanned.references
        },
        scored_areas={
            level: dict(scanned.scored_areas) for level, scanned in national.levels.items()
        },
        totals=national.totals,
        catalogue={
            key: one for key, one in national.catalogue.items() if one.owner in ("", recipe.area)
        },
        sources={**sources, **method(recipe.method).sources(), **COMPUTED},
        notes=(
            *said(national.catalogue, recipe.indicator_changes),
            *national.notes,
            *national.mixed[recipe.level],
        ),
        whole_country=all(scanned.whole_country for scanned in national.levels.values()),
        own=national.own,
        levels=national.levels,
    )


def scan_all(
    store: Statistics,
    year: int | None = None,
    *,
    recipe: ScanRecipe | None = None,
    country: str = REAL,
    catalogue: Mapping[str, Indicator] | None = None,
) -> dict[str, ScanResult]:
    """Scan every municipality of a division; the country is computed once.

    ``recipe`` gives the numbers of the method; its area is replaced. Raises
    ``NotFoundError`` when the year is not in the store.
    """
    known = shipped_catalogue() if catalogue is None else catalogue
    years = store.years(country)
    places = store.areas(years[-1], country=country, level="municipality") if years else None
    if places is None or places.is_empty():
        return {}
    base = recipe or ScanRecipe(area=str(places["code"].min()))
    if year is not None:
        base = base.model_copy(update={"year": year})
    base = base.model_copy(update={"year": scan_year(store, base, known)})
    national = prepare(store, base, catalogue=known)
    return {one.recipe.area: one for one in each_municipality(store, national, base)}


def some_municipality(store: Statistics, country: str) -> str:
    """Give the municipality that is in most divisions of a country: its recipe needs one.

    Raises ``NotFoundError`` when nothing of the country is loaded.
    """
    frames = [
        store.areas(year, country=country, level="municipality").select("code")
        for year in store.years(country)
    ]
    if not frames:
        raise NotFoundError(
            text("no areas are loaded yet."),
            where=country,
            todo=text("Load a table with 'weefsel load', or make the example."),
        )
    counted = pl.concat(frames).group_by("code").len().sort("code")
    most = counted.filter(pl.col("len") == pl.col("len").max())
    return str(most["code"][0])


def each_municipality(
    store: Statistics, national: National, base: ScanRecipe
) -> Iterator[ScanResult]:
    """Give the scan of every municipality of a computed country, in order of code.

    ``base`` is the recipe that the country was computed with; its area is replaced.
    """
    of = national.areas.select(area="code", _of="municipality")

    def parted(frame: pl.DataFrame) -> dict[str, pl.DataFrame]:
        joined = frame.join(of, on="area", maintain_order="left")
        parts = joined.partition_by("_of", as_dict=True, include_key=False)
        return {str(key[0]): part for key, part in parts.items()}

    scores = parted(pl.concat([one.scores for one in national.levels.values()]))
    compared = parted(pl.concat([one.compared for one in national.levels.values()]))
    every_refused = refusals(store, national, base, None)
    refused = parted(every_refused)
    areas = national.areas.partition_by("municipality", as_dict=True)
    none_compared = national.levels[base.level].compared.clear()
    none_refused = every_refused.clear()
    for code in sorted(str(key[0]) for key in areas if key[0] is not None):
        yield _result(
            national,
            base.model_copy(update={"area": code}),
            areas[(code,)],
            scores=scores[code],
            compared=compared.get(code, none_compared),
            refused=refused.get(code, none_refused),
        )
