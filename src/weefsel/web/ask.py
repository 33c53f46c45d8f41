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

from weefsel.atlas.detail import FULL
from weefsel.atlas.find_shapes import Shapes
from weefsel.atlas.indicator import CONDITIONS
from weefsel.atlas.store import Store
from weefsel.base.errors import NotFoundError
from weefsel.base.figure import Source
from weefsel.base.language import text
from weefsel.provisions.social_map import Entry
from weefsel.scan.comparison import Comparison
from weefsel.scan.national import National
from weefsel.scan.resilience_maps import ResilienceMaps
from weefsel.scan.result import ScanResult
from weefsel.scan.select import UNCHANGED
from weefsel.sources.area_code import (
    COUNTRIES,
    FICTITIOUS,
    REAL,
    country_of,
    is_area_code,
    level_of,
    municipality_of,
)
from weefsel.web.kept_scans import KeptScans


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


_kept: dict[Path, KeptScans] = {}
_renewing = Lock()


def kept() -> KeptScans:
    """Give what is kept of the store as it is now; a load begins it anew."""
    here = store()
    manifest = here.manifest()
    with _renewing:
        found = _kept.get(here.home)
        if found is None or found.manifest is not manifest:
            found = _kept[here.home] = KeptScans(here)
        return found


def scan_of(code: str, *, within: bool = False, year: int | None = None) -> ScanResult:
    """Scan the municipality of an area, with its own working set where it has one.

    ``within`` compares its areas with each other instead of with the country; its own figures
    count then. Without a ``year`` the newest with scores. Kept per state of the store. Raises
    ``NotFoundError`` when the area or the year is not loaded.
    """
    municipality = _municipality(code)
    return kept().scan(municipality, country_of(municipality), within=within, year=year)


def comparison_of(code: str, *, year: int | None = None) -> Comparison:
    """Set the municipality of an area, with all its areas, beside others and over the years.

    Its own peers and features of vulnerability count where it has them. Kept, as ``scan_of``.
    """
    municipality = _municipality(code)
    return kept().comparison(municipality, country_of(municipality), year=year)


def resilience_of(code: str, *, vulnerable: str = "", nuisance: str = "") -> ResilienceMaps:
    """Make the resilience maps of the municipality of an area. Kept, as ``scan_of``.

    ``vulnerable`` and ``nuisance`` are indicators for the axes, Weefsel's own where empty.
    """
    municipality = _municipality(code)
    return kept().resilience(
        municipality, country_of(municipality), vulnerable=vulnerable, nuisance=nuisance
    )


def scan_json(code: str, *, year: int | None = None) -> bytes:
    """Give everything of a municipality as JSON, as the command writes it. Kept."""
    municipality = _municipality(code)
    return kept().document(municipality, country_of(municipality), year=year)


def national_of(country: str, *, year: int | None = None) -> National:
    """Give a whole country with the working set of Weefsel. Kept, as ``scan_of``."""
    return kept().national(country, year)


def years_of(country: str) -> list[int]:
    """Give the years that a scan can be of, ascending: those whose figures give some score."""
    return kept().years(country)


def warm_up() -> None:
    """Make what the first visitor would wait for: each country, and all of one municipality.

    With the example that is its only one; of a real country the next visitor then waits for
    a municipality only. The packages for clusters, which take seconds to load, come with it.
    """
    known = municipalities()
    for country in sorted({country_of(one.code) for one in known}, key=lambda one: one == REAL):
        national_of(country)
    for first in known[:1]:
        result, comparison = scan_of(first.code), comparison_of(first.code)
        resilience_of(first.code)
        for code in result.codes()[:1]:
            for condition in CONDITIONS:
                result.method_range(code, condition)
            comparison.record(code)


def _municipality(code: str) -> str:
    found = municipality_of(code) if is_area_code(code) else None
    if found is None:
        raise _not_loaded(code)
    return found


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


def borders(codes: list[str], year: int, country: str, *, detail: str = FULL) -> Shapes:
    """Give the borders of areas, of the nearest division that has them, and its year."""
    return store().shapes(codes, year=year, country=country, detail=detail)


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
    level = level_of(plain)
    if level in ("neighbourhood", "district"):
        return reverse(level, kwargs={"code": plain})
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


def provisions(municipality: str) -> tuple[Entry, ...]:
    """Give what the social map has of a municipality for everybody."""
    from weefsel.web.social_map import known  # its models are there once the apps are

    return known.entries(municipality)


def provisions_near(code: str) -> tuple[Entry, ...]:
    """Give the provisions of the municipality of an area, none when it is no area."""
    municipality = municipality_of(code) if is_area_code(code) else None
    return provisions(municipality) if municipality else ()
