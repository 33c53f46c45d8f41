"""Countries, scans and comparisons that a process keeps at hand, each made once.

What is kept belongs to one state of the store: a load changes that state, and the next
question starts anew. Shelves are bounded: what was asked for longest ago goes first.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

from weefsel.atlas.manifest import Manifest
from weefsel.atlas.store import Store
from weefsel.base.document import to_line
from weefsel.scan.comparison import Comparison, compare_municipality
from weefsel.scan.national import National, prepare
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.resilience_maps import ResilienceMaps, maps_of
from weefsel.scan.result import ScanResult
from weefsel.scan.run import scan, some_municipality
from weefsel.scan.scan_document import scan_document
from weefsel.scan.year import years_with_scores
from weefsel.sources.area_code import country_of, level_of
from weefsel.web.see import local_settings
from weefsel.web.see.local_settings import LocalSettings

# A country with all its areas takes some hundreds of megabytes, a municipality a few.
KEPT_COUNTRIES = 4
KEPT_MUNICIPALITIES = 60
KEPT_DOCUMENTS = 4  # of some ten megabytes

Kept = TypeVar("Kept")


@dataclass
class _Place(Generic[Kept]):
    busy: Lock = field(default_factory=Lock)
    answers: list[Kept] = field(default_factory=list)  # none yet, or one


class Shelf(Generic[Kept]):
    """Answers by question; whoever asks for one in the making waits, others do not."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._places: OrderedDict[str, _Place[Kept]] = OrderedDict()
        self._busy = Lock()

    def get(self, key: str, make: Callable[[], Kept]) -> Kept:
        """Give the answer to a question, made at its first asking."""
        with self._busy:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
            while len(self._places) > self.most:
                self._places.popitem(last=False)
        with place.busy:
            if not place.answers:
                place.answers.append(make())
            return place.answers[0]


class KeptScans:
    """What is kept of one state of a store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.manifest: Manifest = store.manifest()
        self._usual: Shelf[National] = Shelf(KEPT_COUNTRIES)  # the newest year, nothing changed
        self._nationals: Shelf[National] = Shelf(KEPT_COUNTRIES)
        self._results: Shelf[ScanResult] = Shelf(KEPT_MUNICIPALITIES)
        self._comparisons: Shelf[Comparison] = Shelf(KEPT_MUNICIPALITIES)
        self._maps: Shelf[ResilienceMaps] = Shelf(KEPT_MUNICIPALITIES)
        self._documents: Shelf[_Written] = Shelf(KEPT_DOCUMENTS)
        self._years: Shelf[list[int]] = Shelf(KEPT_COUNTRIES)

    def years(self, country: str) -> list[int]:
        """Give the years that a scan of a country can be of, ascending."""
        return self._years.get(country, lambda: self._find_years(country))

    def _find_years(self, country: str) -> list[int]:
        divisions = self.store.years(country)
        if not divisions:
            return []
        recipe = self._usual_recipe(country)
        catalogue = self.store.catalogue(country)
        return years_with_scores(self.store, country, recipe, catalogue) or divisions[-1:]

    def national(self, country: str, year: int | None = None) -> National:
        """Give a country without anything changed; the newest year with scores by default.

        Raises ``NotFoundError`` when the year, or the country, is not loaded.
        """
        usual = self._usual.get(country, lambda: self._prepare(self._usual_recipe(country)))
        if year in (None, usual.year):
            return usual
        recipe = self._usual_recipe(country).model_copy(update={"year": year})
        return self._nationals.get(f"{country} {year}", lambda: self._prepare(recipe))

    def scan(
        self, municipality: str, country: str, *, within: bool, year: int | None
    ) -> ScanResult:
        """Scan a municipality with its own working set.

        Raises ``NotFoundError`` when the year is not loaded or has no such municipality.
        """
        settings = self._settings(municipality, country)
        asked = self._asked(municipality, country, settings, within=within, year=year)
        return self._results.get(
            asked.recipe.model_dump_json(),
            lambda: scan(self.store, asked.recipe, national=asked.national()),
        )

    def comparison(self, municipality: str, country: str, *, year: int | None) -> Comparison:
        """Compare a municipality with its own peers and features of vulnerability.

        Raises ``NotFoundError`` as ``scan`` does.
        """
        settings = self._settings(municipality, country)
        asked = self._asked(municipality, country, settings, within=False, year=year)

        def make() -> Comparison:
            national = asked.national()
            return compare_municipality(
                self.store,
                national,
                municipality,
                fixed=_standing(settings.peers, national),
                features=settings.features,
            )

        return self._comparisons.get(asked.recipe.model_dump_json() + settings.mark, make)

    def resilience(
        self, municipality: str, country: str, *, vulnerable: str = "", nuisance: str = ""
    ) -> ResilienceMaps:
        """Make the resilience maps of a municipality with its own features.

        ``vulnerable`` and ``nuisance`` are indicators for the axes, Weefsel's own where empty.
        """
        settings = self._settings(municipality, country)
        features = settings.features
        mark = "" if features is None else features.model_dump_json()
        catalogue = self.store.catalogue(country)

        def make() -> ResilienceMaps:
            return maps_of(
                self.store,
                municipality,
                vulnerable=vulnerable or None,
                nuisance=nuisance or None,
                features=features,
                catalogue=catalogue,
            )

        return self._maps.get(f"{municipality} {vulnerable} {nuisance} {mark}", make)

    def document(self, municipality: str, country: str, *, year: int | None) -> bytes:
        """Give everything of a municipality as JSON: large, and asked for again by programs."""
        result = self.scan(municipality, country, within=False, year=year)
        comparison = self.comparison(municipality, country, year=year)
        maps = self.resilience(municipality, country)
        key = f"{id(result)} {id(comparison)} {id(maps)}"

        def make() -> _Written:
            made = to_line(scan_document(result, comparison, maps)).encode()
            return _Written((result, comparison, maps), made)

        return self._documents.get(key, make).written

    def _asked(
        self,
        municipality: str,
        country: str,
        settings: LocalSettings,
        *,
        within: bool,
        year: int | None,
    ) -> _Asked:
        usual = self.national(country)
        if year is None and (usual.areas["municipality"] == municipality).any():
            year = usual.year
        recipe = ScanRecipe(
            area=municipality,
            year=year,
            reference="municipality" if within else "country",
            indicator_changes=settings.indicator_changes,
        )
        if within or settings.indicator_changes or year is None:
            key = recipe.model_dump_json()
            return _Asked(recipe, lambda: self._nationals.get(key, lambda: self._prepare(recipe)))
        return _Asked(recipe, lambda: self.national(country, year))

    def _settings(self, municipality: str, country: str) -> LocalSettings:
        return local_settings.of(municipality, self.store.catalogue(country))

    def _prepare(self, recipe: ScanRecipe) -> National:
        catalogue = self.store.catalogue(country_of(recipe.area))
        return prepare(self.store, recipe, catalogue=catalogue)

    def _usual_recipe(self, country: str) -> ScanRecipe:
        return ScanRecipe(area=some_municipality(self.store, country))


@dataclass(frozen=True)
class _Written:
    """A document, and what it was made of: as long as that is held its ids stay its own."""

    made_of: tuple[object, ...]
    written: bytes


@dataclass(frozen=True)
class _Asked:
    """What is asked as a recipe, with its year, and the country that answers it."""

    recipe: ScanRecipe
    national: Callable[[], National]


def _standing(
    peers: Mapping[str, tuple[str, ...]], national: National
) -> dict[str, tuple[str, ...]]:
    """Give the chosen peers that can be compared in this division; else they are computed."""
    known = set(national.areas["code"])
    return {
        area: codes
        for area, codes in peers.items()
        if codes and all(one in known and level_of(one) == level_of(area) for one in codes)
    }
