"""The three resilience maps of one municipality: which axes can be drawn, of which years.

The index of vulnerability is compared between two years only on features that have the same
figure in both; a feature that one of them lacks is named and left out of the change.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import polars as pl

from weefsel.atlas.indicator import Indicator
from weefsel.atlas.indicator import catalogue as shipped_catalogue
from weefsel.base.language import Text, text
from weefsel.scan.level import RESIDENTS
from weefsel.scan.national import National, prepare
from weefsel.scan.recipe import Level, ScanRecipe
from weefsel.scan.resilience import focus_map, relative_change_map, residual_map
from weefsel.scan.resilience_axis import Axis, indicator_axis, vulnerability_axis
from weefsel.scan.resilience_map import Form, ResilienceMap, resilience_rules
from weefsel.scan.series import changes
from weefsel.scan.signed import Signed, first_compared
from weefsel.scan.supply import Statistics
from weefsel.scan.vulnerability import (
    Feature,
    Features,
    Vulnerability,
    apart_from,
    declared_features,
    model_of,
    vulnerability,
)
from weefsel.sources.area_code import REAL, country_of, level_column, municipality_column


class WithUndated(Statistics, Protocol):
    """A store that also holds figures of sources that do not state their year."""

    def undated(
        self,
        *,
        indicators: Collection[str] | None = None,
        areas: Collection[str] | None = None,
        country: str = REAL,
    ) -> pl.DataFrame:
        """Give figures without a stated year: ``year`` is null."""
        ...

    def period(self, source: str) -> Text | None:
        """Say what is known of the year of an edition."""
        ...


INDEX = "vulnerability"  # the index, among the ids of indicators
NOTHING = text("No figure of nuisance is loaded for this municipality.")
NOBODY = text("No figure of vulnerability is loaded for this municipality.")


@dataclass(frozen=True)
class ResilienceMaps:
    """The maps of one municipality and level, or why there are none (``nothing``).

    ``vulnerable`` and ``nuisance`` are the ids of the axes; ``vulnerable_choices`` and
    ``nuisance_choices`` those that have figures here. ``features`` are those asked for;
    ``index`` is that of the newest year where it is an axis; ``unchanged`` are features that
    the index of two years goes without.
    """

    area: str
    level: Level
    vulnerable: str
    nuisance: str
    vulnerable_choices: tuple[str, ...]
    nuisance_choices: tuple[str, ...]
    maps: Mapping[Form, ResilienceMap]
    features: Features
    index: Vulnerability | None = None
    unchanged: tuple[Feature, ...] = ()
    nothing: Text | None = None


@dataclass(frozen=True)
class _Here:
    """What is loaded of one municipality and level, and what is asked of it."""

    store: WithUndated
    area: str
    level: Level
    features: Features
    catalogue: Mapping[str, Indicator]
    counts: Mapping[tuple[str, int | None], int]  # areas with a figure, by indicator and year

    @property
    def country(self) -> str:
        return country_of(self.area)

    def years(self, indicator: str) -> set[int | None]:
        """Give the years in which enough areas have a figure."""
        least = resilience_rules().minimum_areas.value
        return {year for (one, year), count in self.counts.items()
                if one == indicator and count >= least}  # fmt: skip

    def models(self, indicator: str) -> frozenset[str]:
        """Name the model that makes an indicator; none of one that is counted."""
        one = self.catalogue.get(indicator)
        if one is None or one.error.kind != "model_estimate":
            return frozenset()
        return frozenset({model_of(one)})


def maps_of(
    store: WithUndated,
    area: str,
    *,
    level: Level = "neighbourhood",
    vulnerable: str | None = None,
    nuisance: str | None = None,
    features: Features | None = None,
    catalogue: Mapping[str, Indicator] | None = None,
) -> ResilienceMaps:
    """Make the three maps of a municipality.

    ``vulnerable`` is ``INDEX`` or an indicator that stands for a feature, ``nuisance`` one
    of the declared figures; left out or not there, the first that can be drawn is taken.
    ``features`` replaces the declared ones. Areas with too few residents are named, never
    classed. A map that may not be made carries its refusal.
    """
    here = _here(store, area, level, features or declared_features(), catalogue)
    nuisances = tuple(
        one.indicator for one in resilience_rules().nuisance
        if one.indicator in here.catalogue and here.years(one.indicator)
    )  # fmt: skip
    singles = _singles(here)
    if not nuisances or not singles:
        return ResilienceMaps(
            area, level, "", "", singles, nuisances, {}, here.features,
            nothing=NOBODY if nuisances else NOTHING,
        )  # fmt: skip
    against = nuisance if nuisance in nuisances else _first_against(here, nuisances, vulnerable)
    apart = apart_from(here.features, here.models(against), here.catalogue)
    years = _index_years(here, apart)
    choices = (INDEX, *singles) if years else singles
    chosen = vulnerable if vulnerable in choices else _first(here, choices, against, years, apart)
    other = _axis(here, against)
    made = _index(here, apart, years) if chosen == INDEX else _single(here, chosen)
    return ResilienceMaps(
        area=area,
        level=level,
        vulnerable=chosen,
        nuisance=against,
        vulnerable_choices=choices,
        nuisance_choices=nuisances,
        maps=_drawn(here, made, other),
        features=here.features,
        index=made.newest,
        unchanged=made.unchanged,
    )


def _here(
    store: WithUndated,
    area: str,
    level: Level,
    features: Features,
    catalogue: Mapping[str, Indicator] | None,
) -> _Here:
    known = shipped_catalogue() if catalogue is None else catalogue
    wanted = {one.indicator for one in resilience_rules().nuisance} | set(
        resilience_rules().single
    )
    wanted |= {figure.indicator for one in features.feature for figure in one.figures}
    wanted = {one for one in wanted if one in known and not known[one].origin_trait}
    mine = (
        (municipality_column(pl.col("area")) == area)
        & (level_column(pl.col("area")) == level)
        & pl.col("value").is_not_null()
    )
    here = (
        store.observations(indicators=sorted(wanted), country=country_of(area)),
        store.undated(indicators=sorted(wanted), country=country_of(area)),
    )
    rows = pl.concat([one.filter(mine).select("area", "indicator", "year") for one in here])
    counts = rows.group_by("indicator", "year").agg(pl.col("area").n_unique())
    return _Here(store, area, level, features, known,
                 {(one, year): count for one, year, count in counts.iter_rows()})  # fmt: skip


def _singles(here: _Here) -> tuple[str, ...]:
    """Give the figures that can be the vulnerable axis by themselves: higher is more of it."""
    upward = [
        figure.indicator
        for one in here.features.feature
        for figure in one.figures
        if figure.sign > 0
    ]
    wanted = dict.fromkeys(one for one in (*resilience_rules().single, *upward) if one in upward)
    return tuple(one for one in wanted if here.years(one))


def _first_against(here: _Here, nuisances: Sequence[str], vulnerable: str | None) -> str:
    """Give the first nuisance of another model than the axis asked for, else the first."""
    mine = here.models(vulnerable or "")
    return next((one for one in nuisances if not here.models(one) & mine), nuisances[0])


def _first(
    here: _Here, choices: Sequence[str], against: str, years: Sequence[int], apart: Features
) -> str:
    """Give the index where enough features are filled, else one figure of another model."""
    enough = resilience_rules().index_from.value
    if years and _weight(here, apart, here.features, years[-1]) >= enough:
        return INDEX
    free = (one for one in choices if one != INDEX and not here.models(one) & here.models(against))
    return next(free, choices[0])


def _weight(here: _Here, features: Features, of: Features, year: int) -> float:
    """Give the share of the weight ``of`` some features that has figures of one year here."""
    filled = sum(one.weight for one in _filled(here, features, year))
    return filled / sum(one.weight for one in of.feature)


def _filled(here: _Here, features: Features, year: int) -> list[Feature]:
    return [
        one
        for one in features.feature
        if any(year in here.years(figure.indicator) for figure in one.figures)
    ]


def _index_years(here: _Here, features: Features) -> list[int]:
    """Give the years of divisions in which enough features have figures of that very year."""
    return [
        year
        for year in here.store.years(here.country)
        if len(_filled(here, features, year)) >= features.minimum_filled.value
        and _weight(here, features, features, year) >= features.minimum_weight.value
    ]


@dataclass(frozen=True)
class _Vulnerable:
    """The vulnerable axis of levels and that of changes: one and the same for a figure."""

    levels: Axis
    changes: Axis
    newest: Vulnerability | None = None
    unchanged: tuple[Feature, ...] = ()


def _single(here: _Here, indicator: str) -> _Vulnerable:
    axis = _axis(here, indicator)
    return _Vulnerable(axis, axis)


def _axis(here: _Here, indicator: str) -> Axis:
    """Make an axis of the years that are here; of undated figures only without any other."""
    dated = [year for year in here.years(indicator) if year is not None]
    known = here.catalogue[indicator]
    if dated:
        rows = here.store.observations(indicators=[indicator], country=here.country)
        return indicator_axis(rows, known, level=here.level, years=dated)
    rows = here.store.undated(indicators=[indicator], country=here.country)
    rows = rows.filter(municipality_column(pl.col("area")) == here.area)
    made = indicator_axis(rows, known, level=here.level)
    return replace(made, period=here.store.period(made.sources[0]))


def _index(here: _Here, features: Features, years: Sequence[int]) -> _Vulnerable:
    last = _country(here, features, years[-1])
    newest = vulnerability(last, here.level, features)
    levels = vulnerability_axis({years[-1]: newest})
    for year in years[:-1]:  # the longest span that keeps enough features
        first = _country(here, features, year)
        common, gone = _common(features, first, last, here.level)
        if common is None:
            continue
        pair = {
            one.year: vulnerability(one, here.level, common, base=first) for one in (first, last)
        }
        axis = vulnerability_axis(pair)
        if len(axis.years) == len(pair):
            return _Vulnerable(levels, axis, newest, gone)
    return _Vulnerable(levels, levels, newest)


def _country(here: _Here, features: Features, year: int) -> National:
    """Compute the country on the figures of the features alone, all of one year."""
    wanted = {figure.indicator for one in features.feature for figure in one.figures}
    few = {key: one for key, one in here.catalogue.items() if key in wanted | {RESIDENTS}}
    recipe = ScanRecipe(area=here.area, level=here.level, year=year, max_age_years=0)
    return prepare(here.store, recipe, catalogue=few)


def _common(
    features: Features, first: National, last: National, level: str
) -> tuple[Features | None, tuple[Feature, ...]]:
    """Give the features with the figure that is compared in both years, and those without."""
    then, now = first.levels[level], last.levels[level]
    kept, gone = [], []
    for one in features.feature:
        both: Signed | None = next(
            (
                figure
                for figure in one.figures
                if first_compared([figure], then) and first_compared([figure], now)
            ),
            None,
        )
        kept.append(one.model_copy(update={"figures": () if both is None else (both,)}))
        if both is None and first_compared(one.figures, now):
            gone.append(one)
    weight = sum(one.weight for one in kept if one.figures)
    enough = weight >= features.minimum_weight.value * sum(one.weight for one in kept)
    many = sum(bool(one.figures) for one in kept) >= features.minimum_filled.value
    return (
        features.model_copy(update={"feature": tuple(kept)}) if enough and many else None,
        tuple(gone),
    )


def _drawn(here: _Here, made: _Vulnerable, nuisance: Axis) -> dict[Form, ResilienceMap]:
    country = here.country
    residents = _residents(here)
    mine = _areas(here)
    changed, _ = changes(here.store, country)
    total = None
    if country == REAL:
        total = residents.get(country, float("nan"))
    both = set(made.changes.years) & set(nuisance.years)
    found: dict[Form, ResilienceMap] = {
        "focus": focus_map(made.levels, nuisance, residents=residents, municipality=mine),
        "relative_change": relative_change_map(
            made.changes, nuisance, residents=residents, municipality=mine, changed=changed
        ),
        "residual": residual_map(
            made.changes if len(both) > 1 else made.levels,
            nuisance,
            residents={key: one for key, one in residents.items() if key != country},
            municipality=mine,
            country_residents=total,
            changed=changed,
        ),
    }
    return found


def _residents(here: _Here) -> dict[str, float]:
    """Give the residents of every area of the level and of the country, of the newest year."""
    rows = here.store.observations(indicators=[RESIDENTS], country=here.country)
    known = rows.filter(pl.col("value").is_not_null() & pl.col("year").is_not_null()).filter(
        (level_column(pl.col("area")) == here.level) | (pl.col("area") == here.country)
    )
    newest = known.sort("year").unique("area", keep="last")
    return dict(newest.select("area", "value").iter_rows())


def _areas(here: _Here) -> Collection[str]:
    """Give the areas of the municipality in its newest division."""
    for year in reversed(here.store.years(here.country)):
        found = here.store.areas(
            year, country=here.country, level=here.level, municipality=here.area
        )
        if found.height:
            return found["code"].to_list()
    return []
