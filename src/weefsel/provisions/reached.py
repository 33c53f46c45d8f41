"""Access, reach and gaps of one municipality: a recipe in, every neighbourhood and kind out.

Three questions a kind: how far is the nearest, how much is there for whoever is in need, and
how many of them nothing reaches. The share served exists only where need and capacity count
the same; the largest gap is where most residents in need are not reached (DOMAIN.md 2.1, 14).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from scipy.special import ndtr

from weefsel.atlas.store import Store
from weefsel.base.certainty import Certainty, certainty
from weefsel.base.language import Text, text
from weefsel.provisions.demand import Demand, Inhabited
from weefsel.provisions.gaps import gaps
from weefsel.provisions.need import (
    RESIDENTS,
    NeedRule,
    is_one_unit,
    rule_of_group,
    rule_of_kind,
    why_without,
)
from weefsel.provisions.offered import Supply, kind_of, offered, unit_words
from weefsel.provisions.pairs import Floats, Pairs
from weefsel.provisions.place_kind import place_kind, place_kinds
from weefsel.provisions.reach_recipe import ReachRecipe
from weefsel.provisions.social_map import Entry
from weefsel.provisions.ways import Given, Ways, distances

REACH_COLUMNS = {
    "area": pl.String,
    "name": pl.String,
    "district": pl.String,
    "kind": pl.String,
    "residents": pl.Float64,
    "need": pl.Float64,  # people or households in need; null when unknown
    "need_error": pl.Float64,  # standard error; null where it is not published
    "nearest": pl.Float64,  # metres or minutes to the nearest provision, however far
    "nearest_place": pl.String,  # id of that provision
    "access": pl.Float64,  # capacity per one in need; null where one of the two is unknown
    "reach": pl.Float64,  # share of those in need who are served; null unless one unit
    "not_reached": pl.Float64,  # those in need who are not served; null unless one unit
    "without": pl.Float64,  # those in need without a provision of this kind within reach
    "gap": pl.Float64,  # not_reached where that is known, else without
    "rank": pl.UInt32,  # 1 is the largest gap of this kind; null where none or not known
    "certainty": pl.String,  # that this gap is larger than the average one; null when unknown
}


@dataclass(frozen=True)
class KindReach:
    """One kind: what was counted and how, and ``REACH_COLUMNS``, one row a neighbourhood.

    ``no_share`` says why there is no share served. ``rule`` is none where no figure may or can
    stand for the need; then only distances are known.
    """

    kind: str
    ways: Ways
    demand: Demand
    supply: Supply
    areas: pl.DataFrame
    no_need: Text | None
    no_share: Text | None

    @property
    def for_all(self) -> bool:
        """Tell whether every resident counts as in need: such a gap says less."""
        return self.demand.rule.id == RESIDENTS

    @property
    def by_share(self) -> bool:
        """Tell whether gaps count those not served, and not only those without any place."""
        return self.no_share is None

    @property
    def sure(self) -> bool:
        """Tell whether the error of the need is known."""
        return self.no_need is None and not self.demand.estimate

    @property
    def total_need(self) -> float:
        """Give all in need, over the neighbourhoods where that is known."""
        return float(self.areas["need"].sum())

    @property
    def total_gap(self) -> float:
        """Give all in need whom nothing reaches."""
        return float(self.areas["gap"].sum())

    @property
    def total_without(self) -> float:
        """Give all in need without a provision within reach."""
        return float(self.areas["without"].sum())

    @property
    def near_share(self) -> float | None:
        """Give the share of those in need with a provision within reach, none when unknown."""
        return 1.0 - self.total_without / self.total_need if self.total_need > 0 else None

    def row(self, area: str) -> dict[str, object]:
        """Give what is known of one neighbourhood, by ``REACH_COLUMNS``."""
        found = self.areas.filter(pl.col("area") == area)
        return found.row(0, named=True) if found.height else {}


@dataclass(frozen=True)
class Absent:
    """A kind that nobody has put in the social map: that it is not there is not known."""

    kind: str
    reason: Text


@dataclass(frozen=True)
class Reached:
    """What the recipe asked, kind by kind; ``absent`` are kinds with nothing to measure.

    ``without_border`` are neighbourhoods that no map holds: they are in no count. The borders
    are those of ``border_year``, which can differ from the year of the ``division``.
    """

    recipe: ReachRecipe
    kinds: tuple[KindReach, ...]
    absent: tuple[Absent, ...]
    provisions: int
    division: int
    without_border: tuple[str, ...] = ()
    border_year: int | None = None

    def kind(self, key: str) -> KindReach | None:
        """Give one kind, none when it was not measured."""
        return next((one for one in self.kinds if one.kind == key), None)

    def frame(self) -> pl.DataFrame:
        """Give every kind under each other, ``REACH_COLUMNS``."""
        if not self.kinds:
            return pl.DataFrame(schema=REACH_COLUMNS)
        return pl.concat([one.areas for one in self.kinds])

    @property
    def targeted(self) -> tuple[KindReach, ...]:
        """Give the kinds for people in some need: all residents outnumber every other need."""
        return tuple(one for one in self.kinds if not one.for_all)

    def gaps(self, *, for_all: bool = False) -> pl.DataFrame:
        """Give the gaps, the most people in need first; apart those of kinds for everybody."""
        kinds = [one.areas for one in self.kinds if one.for_all == for_all]
        if not kinds:
            return pl.DataFrame(schema=REACH_COLUMNS)
        there = pl.concat(kinds).filter(pl.col("gap") > 0)
        return there.sort("gap", "kind", "area", descending=[True, False, False])


def run(
    recipe: ReachRecipe,
    store: Store,
    entries: Sequence[Entry],
    *,
    given: Given | None = None,
    on: date | None = None,
) -> Reached:
    """Measure what the recipe asks; ``on`` leaves out provisions that have ended by then.

    ``entries`` are those of the municipality: people of elsewhere, and provisions over the
    border, are not counted. Raises ``NotFoundError`` when no neighbourhood is loaded.
    """
    inhabited = Inhabited(store, recipe.municipality, year=recipe.year)
    here = [one for one in entries if on is None or not one.offer.ends_on
            or one.offer.ends_on >= on]  # fmt: skip
    placed = {kind_of(one) for one in here if one.point is not None}
    named = {kind_of(one) for one in here}
    asked = recipe.kinds or tuple(place_kinds())
    absent, kinds = [], []
    for key in asked:
        if key in placed:
            kinds.append(_measured(recipe, inhabited, here, key, given))
        elif key in named:
            absent.append(Absent(key, text("in the social map, but without a place on the map")))
        elif recipe.kinds or rule_of_kind(key) is not None:
            absent.append(Absent(key, text("not in the social map")))
    return Reached(
        recipe, tuple(kinds), tuple(absent), len(here), inhabited.division,
        inhabited.without_border, inhabited.border_year,
    )  # fmt: skip


def _measured(
    recipe: ReachRecipe,
    inhabited: Inhabited,
    entries: Sequence[Entry],
    kind: str,
    given: Given | None,
) -> KindReach:
    group = recipe.options.group
    rule: NeedRule | None = rule_of_group(group) if group else rule_of_kind(kind)
    demand = inhabited.demand(rule)
    supply = offered(entries, kind, recipe.options)
    ways = recipe.ways(kind)
    pairs = ways.pairs(demand.areas, demand.points, supply.ids, supply.points, given)
    far = ways.pairs(
        demand.areas,
        demand.points,
        supply.ids,
        supply.points,
        given,
        within=max(distances().look_m.value, ways.within),
    )
    no_need = _no_need(kind, group, demand)
    no_share = _no_share(demand, supply, no_need)
    capacity = supply.capacity if supply.complete and no_need is None else None
    found = gaps(
        demand.areas, demand.need, {kind: (pairs, capacity)}, ways.decay,
        one_unit=frozenset() if no_share is not None else frozenset({kind}),
    )  # fmt: skip
    return KindReach(
        kind, ways, demand, supply, _table(found, demand, supply, far), no_need, no_share
    )  # fmt: skip


def _no_need(kind: str, group: str, demand: Demand) -> Text | None:
    why = why_without(kind, group)
    if why is not None and demand.reason is not None:
        return text("No figure stands for this need: %(why)s", why=why)
    if demand.reason is not None:
        return text("The need is not known: %(why)s.", why=demand.reason)
    return None


def _no_share(demand: Demand, supply: Supply, no_need: Text | None) -> Text | None:
    """Say why there is no share served, none when there is one."""
    if no_need is not None:
        return no_need
    if supply.counted != "capacity":
        return text(
            "No share served: not every %(kind)s says how many people it can help.",
            kind=place_kind(supply.kind),
        )
    if not supply.complete:
        return text("No share served: %(why)s", why=supply.why_unit)
    if not is_one_unit(demand.rule.unit, supply.unit):
        return text(
            "No share served: capacity counts '%(unit)s' and need counts %(who)s.",
            unit=unit_words(supply.unit),
            who=demand.who,
        )
    return None


def _table(found: pl.DataFrame, demand: Demand, supply: Supply, far: Pairs) -> pl.DataFrame:
    near, at = far.nearest(), far.nearest_place()
    ids = [None if place < 0 else supply.ids[place] for place in at]
    # Of whom the number is not known, none are said to have one near either.
    known = found["need"].is_not_null()
    without = found["without"].zip_with(known, pl.Series([None] * len(known), dtype=pl.Float64))
    gap = found["not_reached"].fill_null(without)
    ranked = gap.set(gap <= 0, None).rank("min", descending=True)
    frame = found.with_columns(
        name=pl.Series(demand.names),
        district=pl.Series(demand.districts),
        residents=_series(demand.residents),
        need_error=_series(demand.error),
        nearest=_series(np.where(np.isfinite(near), near, np.nan)),
        nearest_place=pl.Series(ids, dtype=pl.String),
        without=without,
        gap=gap,
        rank=ranked,
        certainty=pl.Series(_sureness(gap, demand.error), dtype=pl.String),
    )
    return frame.select(pl.col(name).cast(kind) for name, kind in REACH_COLUMNS.items())


def _series(values: Floats) -> pl.Series:
    return pl.Series(values, dtype=pl.Float64).fill_nan(None)


def _sureness(gap: pl.Series, error: Floats) -> list[str | None]:
    """Say how sure it is that a gap is larger than the average one of its kind (rule 10).

    Nothing where no error is published, or where the gap is not larger.
    """
    values = gap.to_numpy().astype(np.float64)
    known = values[~np.isnan(values)]
    mean = float(known.mean()) if known.size else 0.0
    return [
        None if not one > mean or np.isnan(wrong) else _word(one - mean, float(wrong)).value
        for one, wrong in zip(values, error, strict=True)
    ]


def _word(difference: float, error: float) -> Certainty:
    """Give the word for a difference above zero with a standard error."""
    return certainty(1.0 if error <= 0 else float(ndtr(difference / error)))


def first_before_second(one: KindReach, group: pl.DataFrame) -> Certainty | None:
    """Say how sure it is that the largest of some gaps of one kind is larger than the next.

    None where no error is published, or nothing comes after it.
    """
    two = group.sort("gap", "area", descending=[True, False]).head(2)
    errors = two["need_error"].to_list()
    if two.height < 2 or not one.sure or any(error is None for error in errors):
        return None
    difference = float(two["gap"][0] - two["gap"][1])
    return _word(difference, float(np.hypot(*errors))) if difference > 0 else (
        Certainty.INDISTINGUISHABLE
    )  # fmt: skip
