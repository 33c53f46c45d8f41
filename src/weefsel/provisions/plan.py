"""Run a recipe about places: what a change does, or which places to open or close.

Every question ends in the same comparison of before and after on the same residents
(``what_if``), so that a best place and a closing can be laid side by side.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.provisions.access import Floats, two_step
from weefsel.provisions.capacitated import capacitated_median
from weefsel.provisions.locate import Plan, Report, Stop, cover, p_median
from weefsel.provisions.pairs import Pairs
from weefsel.provisions.place_ground import Ground, Site, point_of
from weefsel.provisions.place_recipe import PlaceRecipe, numbers
from weefsel.provisions.ways import Given
from weefsel.provisions.what_if import WhatIf, what_if

FURTHEST = 1e7  # metres; no two points of one country lie further apart
SAME = 1e-9  # relative; access that differs by less is the same
GROUP_COLUMNS = {
    "group": pl.String,
    "rule": pl.String,
    "loses": pl.Float64,  # people of the group where access falls
    "gains": pl.Float64,  # where it rises
    "loses_all": pl.Float64,  # who had a place within, and then have none
    "gains_first": pl.Float64,
}
INSTEAD_COLUMNS = {
    "from": pl.String,  # id of a place that loses capacity
    "to": pl.String,  # id of where its people can go; null for nowhere
    "people": pl.Float64,
}


@dataclass(frozen=True)
class Answer:
    """What a question about places found.

    ``areas`` has the columns of ``what_if`` with ``name``; ``instead`` ``INSTEAD_COLUMNS``;
    ``groups`` ``GROUP_COLUMNS``. ``sites`` are all places of before and after by id, and
    ``before`` and ``after`` what each counts for, zero when it is not open. ``way_before``
    and ``way_after`` are the mean way to the nearest place for who is in need, however far.
    """

    recipe: PlaceRecipe
    ground: Ground
    sites: Mapping[str, Site]
    before: Floats
    after: Floats
    areas: pl.DataFrame
    instead: pl.DataFrame
    groups: pl.DataFrame
    way_before: float | None
    way_after: float | None
    plan: Plan | None = None

    @property
    def opened(self) -> tuple[Site, ...]:
        """Give the places that are open only afterwards."""
        return self._where((self.before == 0) & (self.after > 0))

    @property
    def closed(self) -> tuple[Site, ...]:
        """Give the places that are open only before."""
        return self._where((self.before > 0) & (self.after == 0))

    def _where(self, wanted: np.ndarray) -> tuple[Site, ...]:
        return tuple(one for one, here in zip(self.sites.values(), wanted, strict=True) if here)

    def total(self, column: str) -> float:
        """Give the sum of a column over the areas."""
        return float(self.areas[column].sum() or 0.0)

    def people(self, column: str) -> float:
        """Give the people in need of the areas that a column of truths names."""
        return float(self.areas.filter(pl.col(column))["need"].sum() or 0.0)


def run(
    ground: Ground,
    recipe: PlaceRecipe,
    *,
    given: Given | None = None,
    stop: Stop = lambda: False,
    report: Report = lambda best, bound: None,
) -> Answer:
    """Answer a recipe on its ground.

    ``given`` holds a table of travel times or a walking network where the recipe asks for
    one. A search asks ``stop`` and tells ``report``, and gives the best plan it has when it
    is stopped. Raises ``InputError`` when the question has no answer here.
    """
    if recipe.question == "what_if":
        sites, before, after = _changed(ground, recipe)
        return _compare(ground, recipe, sites, before, after, given, None)
    sites = _sites(ground, recipe)
    if not sites or (recipe.question == "least_harm" and len(sites) < 2):
        raise InputError(
            text("there are too few places of this kind for that question."),
            todo=text("Add provisions to the social map, or ask for another kind."),
        )
    plan = _plan(ground, recipe, sites, given, stop, report)
    return _planned(ground, recipe, sites, given, plan)


def again(
    ground: Ground,
    recipe: PlaceRecipe,
    opened: Collection[str],
    *,
    found: Plan,
    given: Given | None = None,
) -> Answer:
    """Answer a recipe with a plan that was found before, its open places by id.

    ``found`` gives its value, bound and whether it was stopped. Raises ``InputError`` when
    one of the places is no longer there.
    """
    sites = _sites(ground, recipe)
    known = {one.id for one in sites}
    for one in opened:
        if one not in known:
            raise InputError(
                text("'%(place)s' is no longer on the social map.", place=one),
                todo=text("Search again on the social map as it is now."),
            )
    plan = replace(found, open=np.array([one.id in opened for one in sites]))
    return _planned(ground, recipe, sites, given, plan)


def _sites(ground: Ground, recipe: PlaceRecipe) -> list[Site]:
    """Give the places that a plan is made of: what is open now, and what could be."""
    return [*ground.sites, *(() if recipe.question == "least_harm" else ground.candidates)]


def _planned(
    ground: Ground, recipe: PlaceRecipe, sites: list[Site], given: Given | None, plan: Plan
) -> Answer:
    before = np.array([_counts(one, ground) if one.open else 0.0 for one in sites])
    after = np.array([
        _counts(one, ground) if chosen else 0.0
        for one, chosen in zip(sites, plan.open, strict=True)
    ])  # fmt: skip
    kept = [at for at in range(len(sites)) if before[at] > 0 or after[at] > 0]
    return _compare(
        ground, recipe, [sites[at] for at in kept], before[kept], after[kept], given, plan
    )


def _counts(one: Site, ground: Ground) -> float:
    """Give what a place counts for; a place of which that is not known as the middle one."""
    if ground.weight == "places":
        return 1.0
    name = "hours" if ground.weight == "hours" else "capacity"
    found = getattr(one, name)
    if found is None:
        known = [each for site in ground.sites if (each := getattr(site, name)) is not None]
        if not known:
            raise InputError(
                text("of no provision of this kind the capacity is known."),
                todo=text("Add it to the social map, or let every place count the same."),
            )
        found = float(np.median(known))
    return float(found)


def _changed(ground: Ground, recipe: PlaceRecipe) -> tuple[list[Site], Floats, Floats]:
    """Give the places of before and after, and what each counts for."""
    sites = list(ground.sites)
    before = [_counts(one, ground) for one in sites]
    after = list(before)
    at = {one.id: number for number, one in enumerate(sites)}
    for number, change in enumerate(recipe.change):
        if change.act in ("close", "move"):
            after[at[change.provision]] = 0.0
        if change.act == "hours":
            assert change.hours_per_week is not None
            after[at[change.provision]] = change.hours_per_week
        if change.act in ("open", "move"):
            x, y = point_of(change, ground.demand)
            old = sites[at[change.provision]] if change.act == "move" else None
            made = Site(
                id=f"nieuw-{number + 1}",
                name=change.name or (old.name if old else ""),
                x=x,
                y=y,
                open=False,
                neighbourhood=change.neighbourhood,
                hours=_given(change.hours_per_week, old.hours if old else None),
                capacity=_given(change.capacity, old.capacity if old else None),
            )
            sites.append(made)
            before.append(0.0)
            after.append(_counts(made, ground))
    return sites, np.array(before), np.array(after)


def _given(said: float | None, old: float | None) -> float | None:
    """Give what the recipe says, zero too, else what the place had."""
    return old if said is None else said


def _points(sites: list[Site]) -> Floats:
    return np.array([(one.x, one.y) for one in sites], dtype=np.float64).reshape(-1, 2)


def _pairs(
    ground: Ground, sites: list[Site], given: Given | None, within: float | None = None
) -> Pairs:
    return ground.ways.pairs(
        ground.demand.areas,
        ground.demand.points,
        [one.id for one in sites],
        _points(sites),
        given,
        within=within,
    )


def _costs(ground: Ground, sites: list[Site], given: Given | None) -> Floats:
    """Give the way from every area in need to every place, ``(area, site)``, however far.

    Raises ``InputError`` when a table or network does not know one of them.
    """
    pairs = _pairs(ground, sites, given, FURTHEST)
    cost = np.full((pairs.demands, pairs.places), np.inf)
    cost[pairs.demand, pairs.place] = pairs.cost
    cost[ground.need <= 0] = 0.0  # nobody there goes anywhere
    lost = np.argwhere(~np.isfinite(cost))
    if len(lost):
        area, site = lost[0]
        raise InputError(
            text(
                "the way from %(area)s to %(place)s is not known.",
                area=ground.demand.names[area],
                place=sites[site].name,
            ),
            todo=text("Complete the table or the network, or measure in a straight line."),
        )
    return cost


def _plan(
    ground: Ground,
    recipe: PlaceRecipe,
    sites: list[Site],
    given: Given | None,
    stop: Stop,
    report: Report,
) -> Plan:
    there = np.array([one.open for one in sites])
    if recipe.question == "least_harm":
        always = np.array([one.id in recipe.keep for one in sites])
        count = len(sites) - recipe.count
    else:
        always, count = there, int(there.sum()) + recipe.count
    if recipe.question == "most_reached":
        pairs = _pairs(ground, sites, given)
        within = np.zeros((pairs.demands, pairs.places), dtype=bool)
        within[pairs.demand, pairs.place] = True
        return cover(within, ground.need, count, always=always)
    cost = _costs(ground, sites, given)
    if not recipe.capacities:
        return p_median(cost, ground.need, count, always=always, stop=stop, report=report)
    if not ground.units_agree:
        raise InputError(
            text(
                "what these places can hold counts otherwise than who is in need: places at"
                " once are not people in a year."
            ),
            todo=text("Leave capacities out, or give them as people in a year."),
        )
    capacity = [one.capacity for one in sites]
    if None in capacity:
        first = sites[capacity.index(None)].name
        raise InputError(
            text("nobody said how many people %(name)s can hold.", name=first),
            todo=text("Add it to the social map, or leave capacities out."),
        )
    return capacitated_median(
        cost,
        ground.need,
        np.array(capacity, dtype=np.float64),
        count,
        seconds=recipe.seconds or numbers().seconds.value,
        always=always,
        stop=stop,
        report=report,
    )


def _compare(
    ground: Ground,
    recipe: PlaceRecipe,
    sites: list[Site],
    before: Floats,
    after: Floats,
    given: Given | None,
    plan: Plan | None,
) -> Answer:
    pairs = _pairs(ground, sites, given)
    decay = ground.ways.decay
    demand = ground.demand
    found = what_if(
        demand.areas, pairs, ground.need, before, after, decay, one_unit=ground.one_unit
    )
    areas = _named(found, ground)
    cost = _way(ground, sites, given)
    return Answer(
        recipe=replace_filled(recipe, ground),
        ground=ground,
        sites={one.id: one for one in sites},
        before=before,
        after=after,
        areas=areas,
        instead=_instead(found, sites),
        groups=_groups(ground, pairs, before, after, areas),
        way_before=_mean(cost, before > 0, ground.need),
        way_after=_mean(cost, after > 0, ground.need),
        plan=plan,
    )


def replace_filled(recipe: PlaceRecipe, ground: Ground) -> PlaceRecipe:
    """Give the recipe with what it left out spelled out, so that it runs again alike."""
    made: dict[str, object] = {
        "need": ground.demand.rule.id,
        "weight": ground.weight,
        "ways": ground.ways,
    }
    if recipe.capacities:
        made["seconds"] = recipe.seconds or numbers().seconds.value
    return recipe.model_copy(update=made)


def _named(found: WhatIf, ground: Ground) -> pl.DataFrame:
    """Give the areas with their names, and whether access falls or rises there."""
    known = ground.need > 0
    before, after = pl.col("access_before"), pl.col("access_after")
    less = after < before * (1 - SAME)
    more = after > before * (1 + SAME)
    return found.areas.with_columns(
        name=pl.Series(list(ground.demand.names), dtype=pl.String),
        known=pl.Series(known),
    ).with_columns(
        falls=(less | (pl.col("loses_all") > 0)) & pl.col("known"),
        rises=(more | (pl.col("gains_first") > 0)) & pl.col("known"),
    )


def _instead(found: WhatIf, sites: list[Site]) -> pl.DataFrame:
    ids = [one.id for one in sites]
    rows = [
        (ids[row["from_place"]], None if row["to_place"] is None else ids[row["to_place"]],
         row["residents"])
        for row in found.instead.iter_rows(named=True)
    ]  # fmt: skip
    frame = pl.DataFrame(rows, schema=INSTEAD_COLUMNS, orient="row")
    return frame.sort("from", "people", descending=[False, True])


def _groups(
    ground: Ground, pairs: Pairs, before: Floats, after: Floats, areas: pl.DataFrame
) -> pl.DataFrame:
    """Count per group of social work who lives where access falls or rises.

    Access itself is that of the need of this kind: a group is counted where it changes.
    """
    # A place closes for whoever lives there, also where nobody has the need of this kind.
    everybody = np.ones(len(areas))
    decay = ground.ways.decay
    weights = [two_step(pairs, everybody, held, decay).access for held in (before, after)]
    near = [np.isfinite(pairs.among(held > 0).nearest()) for held in (before, after)]
    falls = (areas["falls"].to_numpy()) | (weights[1] < weights[0] * (1 - SAME)) & ~(
        areas["known"].to_numpy()
    )
    rises = (areas["rises"].to_numpy()) | (weights[1] > weights[0] * (1 + SAME)) & ~(
        areas["known"].to_numpy()
    )
    rows = []
    for group, demand in ground.groups.items():
        here = np.nan_to_num(demand.need)
        rows.append(
            (
                group,
                demand.rule.id,
                float(here[falls].sum()),
                float(here[rises].sum()),
                float(here[near[0] & ~near[1]].sum()),
                float(here[~near[0] & near[1]].sum()),
            )
        )
    return pl.DataFrame(rows, schema=GROUP_COLUMNS, orient="row")


def _way(ground: Ground, sites: list[Site], given: Given | None) -> Floats | None:
    try:
        return _costs(ground, sites, given)
    except InputError:  # a table or network that does not know every way
        return None


def _mean(cost: Floats | None, opened: np.ndarray, need: Floats) -> float | None:
    """Give the mean way to the nearest open place for who is in need, none without places."""
    if cost is None or not opened.any():
        return None
    return float(np.average(cost[:, opened].min(axis=1), weights=need))
