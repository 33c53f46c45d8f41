"""What pages ask the library, and which answers a process keeps.

Only here do the pages touch the store. A kept answer belongs to one state of the store: a
load changes that state, and the next page asks again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

import polars as pl
from django.conf import settings
from django.urls import reverse

from weefsel.atlas.find_shapes import Shapes
from weefsel.atlas.manifest import Manifest
from weefsel.atlas.store import Store
from weefsel.base.errors import NotFoundError
from weefsel.base.figure import Source
from weefsel.base.language import text
from weefsel.provisions import register
from weefsel.provisions.provision import Provision
from weefsel.scan.national import National, prepare
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.result import ScanResult
from weefsel.scan.run import scan
from weefsel.scan.select import UNCHANGED
from weefsel.sources.area_code import (
    COUNTRIES,
    FICTITIOUS,
    country_of,
    is_area_code,
    level_of,
    municipality_of,
)


@dataclass(frozen=True)
class Municipality:
    """A municipality that can be looked at: code, name and whether it is made up."""

    code: str
    name: str
    fictitious: bool


@lru_cache
def _store(home: Path) -> Store:
    return Store(home)


def store() -> Store:
    """Give the store of this install."""
    return _store(Path(settings.WEEFSEL_HOME))


def newest_division(country: str) -> int | None:
    """Give the newest division of a country that has areas, if any."""
    years = store().years(country=country)
    return years[-1] if years else None


def municipalities(words: str = "") -> list[Municipality]:
    """Give the municipalities whose name or code has these words, the example first."""
    found = []
    for country in sorted(COUNTRIES, key=lambda each: each != FICTITIOUS):
        year = newest_division(country)
        if year is None:
            continue
        frame = store().areas(year, country=country, level="municipality").sort("name")
        found += [
            Municipality(row["code"], row["name"], row["fictitious"])
            for row in frame.iter_rows(named=True)
        ]
    wanted = words.strip().casefold()
    exact = [each for each in found if wanted in {each.code.casefold(), each.name.casefold()}]
    return exact or [each for each in found if wanted in each.name.casefold()]


@dataclass
class _Kept:
    """A country that was computed, and the state of the store it was computed from."""

    manifest: Manifest
    national: National
    results: dict[str, ScanResult]


_countries: dict[tuple[Path, str], _Kept] = {}
_busy = Lock()
KEPT_RESULTS = 60  # municipalities of a country of which the rows are kept at hand


_inside: dict[tuple[Path, str], tuple[Manifest, ScanResult]] = {}


def scan_of(code: str, *, within: bool = False) -> ScanResult:
    """Scan the municipality of an area; its country is computed once a state of the store.

    ``within`` compares its areas with each other instead of with the country; its own figures
    count then. Raises ``NotFoundError`` when the area is not loaded.
    """
    municipality = municipality_of(code) if is_area_code(code) else None
    if municipality is None:
        raise _not_loaded(code)
    recipe = ScanRecipe(area=municipality)
    here, country = store(), country_of(municipality)
    if within:
        return _scan_inside(here, municipality)
    with _busy:  # a second visitor waits for the first one's computation
        manifest = here.manifest()
        kept = _countries.get((here.home, country))
        if kept is None or kept.manifest is not manifest:
            kept = _Kept(manifest, prepare(here, recipe, catalogue=here.catalogue(country)), {})
            _countries[here.home, country] = kept
        if municipality not in kept.results:
            while len(kept.results) >= KEPT_RESULTS:
                kept.results.pop(next(iter(kept.results)))
            kept.results[municipality] = scan(here, recipe, national=kept.national)
        return kept.results[municipality]


def _scan_inside(here: Store, municipality: str) -> ScanResult:
    recipe = ScanRecipe(area=municipality, reference="municipality")
    manifest, key = here.manifest(), (here.home, municipality)
    kept = _inside.get(key)
    if kept is None or kept[0] is not manifest:
        while len(_inside) >= KEPT_RESULTS:
            _inside.pop(next(iter(_inside)))
        catalogue = here.catalogue(country_of(municipality))
        kept = _inside[key] = manifest, scan(here, recipe, catalogue=catalogue)
    return kept[1]


def series(code: str) -> dict[str, list[tuple[int, float | None]]]:
    """Give the values of an area over the years, by indicator."""
    frame = store().observations(areas=[code], country=country_of(code)).sort("year")
    found: dict[str, list[tuple[int, float | None]]] = {}
    for row in frame.iter_rows(named=True):
        found.setdefault(row["indicator"], []).append((row["year"], row["value"]))
    return found


def redivided(code: str) -> tuple[int, ...]:
    """Give the years from which a code stands for another area than before."""
    country = country_of(code)
    found = []
    for year in store().years(country=country):
        row = store().areas(year, country=country, municipality=municipality_of(code))
        row = row.filter(pl.col("code") == code)
        if row.height and row["redivision"][0] not in (None, UNCHANGED):
            found.append(year)
    return tuple(found)


def borders(codes: list[str], year: int, country: str) -> Shapes:
    """Give the borders of areas, of the nearest division that has them, and its year."""
    return store().shapes(codes, year=year, country=country)


def sources() -> Mapping[str, Source]:
    """Give every source a figure on a page can have, by id."""
    return store().sources()


def area(code: str) -> pl.DataFrame:
    """Give the row of one area in the newest division that has it.

    Raises ``NotFoundError`` when no loaded division has the area.
    """
    if is_area_code(code):
        country = country_of(code)
        for year in reversed(store().years(country=country)):
            frame = store().areas(year, country=country).filter(pl.col("code") == code)
            if frame.height:
                return frame
    raise _not_loaded(code)


def _not_loaded(code: str) -> NotFoundError:
    return NotFoundError(
        text("the area '%(code)s' is not loaded here.", code=code[:20]),
        todo=text("Choose a municipality on the start page, or load its figures first."),
    )


def page_of(code: str) -> str | None:
    """Give the address of the page about an area, none for what is no code of one."""
    plain = code.strip().upper()
    municipality = municipality_of(plain) if is_area_code(plain) else None
    if municipality is None:
        return None
    if level_of(plain) == "neighbourhood":
        return reverse("neighbourhood", kwargs={"code": plain})
    return reverse("municipality", kwargs={"code": municipality})


def recipes() -> list[Path]:
    """Give the recipes of choices that stand ready in the folder of the install."""
    return sorted((Path(settings.WEEFSEL_HOME) / "choices").glob("*.toml"))


def name_of(code: str) -> str:
    """Give the name of an area, or its code when it is not loaded."""
    try:
        return str(area(code)["name"][0])
    except NotFoundError:
        return code


def url_of(code: str) -> str:
    """Give the address of a municipality's page, empty when it is not loaded."""
    try:
        area(code)
    except NotFoundError:
        return ""
    return reverse("municipality", kwargs={"code": code})


def provisions(municipality: str) -> tuple[Provision, ...]:
    """Give the meeting places and other provisions that are known of a municipality."""
    return register.read(Path(settings.WEEFSEL_HOME), municipality)


def provisions_near(code: str) -> tuple[Provision, ...]:
    """Give the provisions of the municipality of an area, none when it is no area."""
    municipality = municipality_of(code) if is_area_code(code) else None
    return provisions(municipality) if municipality else ()
