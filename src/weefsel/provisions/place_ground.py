"""What a question about places is asked of: residents in need, what is open, what could be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from weefsel.atlas.centres import to_rd
from weefsel.base.errors import InputError, NotFoundError
from weefsel.base.language import Text, text
from weefsel.provisions.access import Floats
from weefsel.provisions.demand import Demand, Inhabited
from weefsel.provisions.kinds import GROUPS
from weefsel.provisions.need import (
    RESIDENTS,
    NeedRule,
    is_one_unit,
    rule,
    rule_of_group,
    rule_of_kind,
    rules,
    why_without,
)
from weefsel.provisions.offered import Options, offered
from weefsel.provisions.place_kind import place_kinds
from weefsel.provisions.place_recipe import PlaceRecipe, Spot, Weight, numbers
from weefsel.provisions.social_map import Entry
from weefsel.provisions.ways import Ways, distances, ways_of
from weefsel.sources.said import Number

SCHOOL = "school"


@dataclass(frozen=True)
class Site:
    """A place that is open now, or could be; ``x`` and ``y`` in metres of EPSG:28992."""

    id: str
    name: str
    x: float
    y: float
    open: bool
    neighbourhood: str = ""
    hours: float | None = None
    capacity: float | None = None


@dataclass(frozen=True)
class Ground:
    """What is known where the question is asked.

    ``need`` is ``(area)`` and zero where it is unknown: those areas are in ``unknown``.
    ``groups`` gives per group of social work its demand. ``one_unit`` tells whether every
    capacity counts in the unit of the need, ``units_agree`` whether those that are known do;
    ``assumed`` which sites stand in with the middle
    number of hours; ``left_out`` are provisions that cannot be placed, with the reason.
    """

    municipality: str
    kind: str
    demand: Demand
    need: Floats
    unknown: tuple[str, ...]
    groups: Mapping[str, Demand]
    ways: Ways
    sites: tuple[Site, ...]
    candidates: tuple[Site, ...]
    weight: Weight
    one_unit: bool
    units_agree: bool = True
    assumed: tuple[str, ...] = ()
    left_out: tuple[tuple[Entry, Text], ...] = ()
    notes: tuple[Text, ...] = ()


def ground_of(here: Inhabited, entries: Sequence[Entry], recipe: PlaceRecipe) -> Ground:
    """Gather what a recipe is about.

    ``here`` are its neighbourhoods with their figures, ``entries`` its provisions as they are
    now: those of elsewhere are not counted. Raises
    ``NotFoundError`` when a provision is not among them, ``InputError`` when the kind or the
    need is not known, or there is nobody in need.
    """
    if recipe.kind not in place_kinds():
        raise InputError(
            text("the kind of provision '%(kind)s' is not known.", kind=recipe.kind),
            where="kind",
            todo=text("Use one of: %(known)s.", known=", ".join(place_kinds())),
        )
    if recipe.need and recipe.need not in rules():
        raise InputError(
            text("the need '%(need)s' is not known.", need=recipe.need),
            where="need",
            todo=text("Use one of: %(known)s.", known=", ".join(rules())),
        )
    demand, notes = _demand(here, recipe)
    placed = np.isfinite(demand.points).all(axis=1) & np.isfinite(demand.need)
    need = np.where(placed, demand.need, 0.0)
    if not need.sum() > 0:
        raise InputError(
            text("of no neighbourhood it is known how many residents are in need."),
            where=recipe.municipality,
            todo=text("Load their figures and borders first, or choose another need."),
        )
    groups = {}
    for group in GROUPS:
        about = rule_of_group(group)
        if about is not None:
            held = here.demand(about)
            if held.known:
                groups[group] = held
    supply = offered(entries, recipe.kind, Options(count="capacity"))
    _check_known(recipe, entries, {one.slug for one in supply.entries})
    sites = tuple(
        Site(
            id=entry.slug,
            name=entry.name,
            x=float(x),
            y=float(y),
            open=True,
            neighbourhood=entry.neighbourhood,
            hours=entry.hours_per_week,
            capacity=None if np.isnan(holds) else float(holds),
        )
        for entry, (x, y), holds in zip(
            supply.entries, supply.points, supply.capacity, strict=True
        )
    )
    one_unit = bool(sites) and is_one_unit(demand.rule.unit, supply.unit) and all(
        one.capacity is not None for one in sites
    )  # fmt: skip
    weight = recipe.weight or _weight(recipe, sites, one_unit=one_unit)
    sites, assumed = _with_hours(sites, weight)
    return Ground(
        municipality=recipe.municipality,
        kind=recipe.kind,
        demand=demand,
        need=need,
        unknown=tuple(name for name, there in zip(demand.names, placed, strict=True) if not there),
        groups=groups,
        ways=recipe.ways or ways_of(recipe.kind),
        sites=sites,
        candidates=_candidates(entries, recipe, demand),
        weight=weight,
        one_unit=one_unit and weight == "capacity",
        units_agree=not supply.unit or is_one_unit(demand.rule.unit, supply.unit),
        assumed=assumed,
        left_out=tuple(supply.left_out),
        notes=notes,
    )


def _demand(here: Inhabited, recipe: PlaceRecipe) -> tuple[Demand, tuple[Text, ...]]:
    """Count who is in need; where no figure stands for it, or none is loaded, every resident."""
    wanted: NeedRule | None = rule(recipe.need) if recipe.need else rule_of_kind(recipe.kind)
    if wanted is not None:
        found = here.demand(wanted)
        if found.known or recipe.need:
            return found, (found.said(),)
    everybody = here.demand(rule(RESIDENTS))
    reason = found.said() if wanted is not None else why_without(recipe.kind)
    why = text("Every resident counts the same: %(why)s", why=reason or everybody.said())
    return everybody, (why,)


def _check_known(recipe: PlaceRecipe, entries: Sequence[Entry], placed: set[str]) -> None:
    named = [one.provision for one in recipe.change if one.provision] + list(recipe.keep)
    known = {one.slug: one.name for one in entries}
    for slug in named:
        if slug not in known:
            raise NotFoundError(
                text("the provision '%(id)s' is not on the social map.", id=slug),
                todo=text("Look in the list of provisions for its id."),
            )
        if slug not in placed:
            raise InputError(
                text(
                    "the provision '%(id)s' is of another kind, or nobody said where it is.",
                    id=known[slug],
                ),
                where="provision",
                todo=text("Choose its own kind, or add its place to the social map."),
            )


def _weight(recipe: PlaceRecipe, sites: Sequence[Site], *, one_unit: bool) -> Weight:
    if any(one.act == "hours" for one in recipe.change):
        return "hours"
    return "capacity" if one_unit else "places"


def _with_hours(
    sites: tuple[Site, ...], weight: Weight
) -> tuple[tuple[Site, ...], tuple[str, ...]]:
    """Let a place without known hours stand in with the middle number, and name it."""
    if weight != "hours":
        return sites, ()
    known = [one.hours for one in sites if one.hours is not None]
    if not known:
        raise InputError(
            text("of no provision of this kind the hours are known."),
            todo=text("Add opening hours to the social map, or let every place count the same."),
        )
    middle = float(np.median(known))
    made = tuple(one if one.hours is not None else replace(one, hours=middle) for one in sites)
    return made, tuple(one.name for one in sites if one.hours is None)


def point_of(spot: Spot, demand: Demand) -> tuple[float, float]:
    """Give where a spot is, in metres; raises ``InputError`` for a neighbourhood elsewhere."""
    if spot.longitude is not None and spot.latitude is not None:
        point = to_rd(np.array([[spot.longitude, spot.latitude]]))[0]
        off = np.hypot(*(demand.points - point).T)
        if (off <= distances().look_m.value).any():
            return float(point[0]), float(point[1])
        raise InputError(
            text(
                "longitude %(longitude)s and latitude %(latitude)s lie far from every"
                " neighbourhood here.",
                longitude=Number(spot.longitude, 4),
                latitude=Number(spot.latitude, 4),
            ),
            where="longitude",
            todo=text("Check both: in the Netherlands longitude is 3 to 8, latitude 50 to 54."),
        )
    codes = list(demand.areas)
    if spot.neighbourhood in codes:
        x, y = demand.points[codes.index(spot.neighbourhood)]
        if np.isfinite(x) and np.isfinite(y):
            return float(x), float(y)
    raise InputError(
        text(
            "the neighbourhood '%(code)s' has no place on the map here.", code=spot.neighbourhood
        ),
        where="neighbourhood",
        todo=text("Give a neighbourhood of this municipality, or a longitude and a latitude."),
    )


def _candidates(entries: Sequence[Entry], recipe: PlaceRecipe, demand: Demand) -> tuple[Site, ...]:
    if recipe.question not in ("best_place", "most_reached"):
        return ()
    found = [
        Site(
            one.id, one.name, *point_of(one, demand), False, one.neighbourhood,
            capacity=recipe.new_capacity if one.capacity is None else one.capacity,
        )
        for one in recipe.candidate
    ]  # fmt: skip
    if "neighbourhoods" in recipe.candidates:
        found += [
            Site(
                f"buurt-{code.lower()}", name, float(x), float(y), False, code,
                capacity=recipe.new_capacity,
            )
            for code, name, (x, y) in zip(demand.areas, demand.names, demand.points, strict=True)
            if np.isfinite(x) and np.isfinite(y)
        ]  # fmt: skip
    for entry in entries:
        school = entry.service.kind == SCHOOL
        wanted = "schools" if school else "places"
        if wanted in recipe.candidates and entry.service.kind != recipe.kind and entry.point:
            x, y = to_rd(np.array([entry.point]))[0]
            found.append(
                Site(
                    entry.slug, entry.name, float(x), float(y), False, entry.neighbourhood,
                    capacity=recipe.new_capacity,
                )
            )  # fmt: skip
    most = int(numbers().most_places.value)
    if len(found) > most:
        raise InputError(
            text("%(count)s possible places are more than %(most)s.", count=len(found), most=most),
            where="candidates",
            todo=text("Choose among fewer, such as the neighbourhoods only."),
        )
    if not found:
        raise InputError(
            text("there is no place to choose from."),
            where="candidates",
            todo=text("Name neighbourhoods, schools, or places of your own."),
        )
    return tuple(found)
