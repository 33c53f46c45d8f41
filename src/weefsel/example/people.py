"""Count people, households, homes and means of each cell and year, exact before rounding."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from weefsel.example.aggregates import Aggregates
from weefsel.example.design import Design
from weefsel.example.streams import stream
from weefsel.example.town import Floats, Ints, Town, largest_remainder

LAST_MEASURED = 2020  # year of the measured medians of health
SHARE_BASE = 100
PER_1000 = 1000


@dataclass(frozen=True)
class People:
    """What is true of each cell in one year; arrays are (cell,) unless said otherwise."""

    design: Design
    town: Town
    known: Aggregates
    seed: int
    year: int

    @cached_property
    def step(self) -> int:
        """Give the place of the year."""
        return self.design.years.index(self.year)

    @cached_property
    def residents(self) -> Ints:
        """Give the number of residents."""
        return np.asarray(self.town.residents[self.step])

    def level(self, measure: str, year: int | None = None) -> float:
        """Give the town's level of a quantity on its transformed scale."""
        place = self.known.ids.index(measure)
        given = self.design.record["level"].get(measure, {})
        values = given.get("percent", given.get("ratio"))
        if values is not None:
            step = self.step if year is None else self.design.years.index(year)
            value = float(values[step] if isinstance(values, list) else values)
            if "percent" in given:
                return _logit(value / SHARE_BASE)
            return float(np.log(value))
        center = float(self.known.center[place])
        stem, _, population = measure.rpartition("_")
        return center + self._health_change(stem) if population.endswith("plus") else center

    def _health_change(self, stem: str) -> float:
        """Give the national change of a health figure since the year of the medians."""
        levels = self.known.health_levels
        if self.year > LAST_MEASURED:
            return float(self.design.record["health_shift_2022"].get(stem, 0.0))
        then, now = levels.get((stem, self.year)), levels.get((stem, LAST_MEASURED))
        if then is None or now is None:
            return 0.0
        return _logit(then / SHARE_BASE) - _logit(now / SHARE_BASE)

    def value(self, measure: str) -> Floats:
        """Give a quantity of each cell on its natural scale: a share from 0 to 1, or a ratio."""
        place = self.known.ids.index(measure)
        given = self.design.record["level"].get(measure, {})
        spread = self.known.spread[place] * given.get("spread", 1.0)
        scale = self.level(measure) + spread * self.town.standing[self.step, :, place]
        if self.known.transforms[place] == "logit":
            return np.asarray(1 / (1 + np.exp(-scale)))
        return np.asarray(np.exp(scale))

    def divide(self, whole: Ints, shares: Floats) -> Ints:
        """Divide whole numbers over classes, (class, cell); the classes sum to the whole."""
        return np.array(
            [largest_remainder(shares[:, cell], int(whole[cell])) for cell in range(whole.size)],
            dtype=np.int64,
        ).T

    def part(self, whole: Ints, share: Floats) -> Ints:
        """Count the part of a whole number that has a share."""
        return np.minimum(np.floor(whole * share + 0.5).astype(np.int64), whole)

    # People

    @cached_property
    def ages(self) -> Ints:
        """Count residents of 0-15, 15-25, 25-45, 45-65 and 65 and older, (class, cell)."""
        one = np.ones(self.residents.size)
        shares = [self.value(f"age_{name}") for name in ("0_15", "15_25", "25_45")]
        return self.divide(self.residents, np.array([*shares, one, self.value("age_65")]))

    @cached_property
    def working_age(self) -> Ints:
        """Count residents from 15 to 65."""
        return np.asarray(self.ages[1:4].sum(axis=0))

    @cached_property
    def sexes(self) -> Ints:
        """Count men and women, (sex, cell)."""
        part = self.design.record["population"]
        noise = stream(self.seed, "men").normal(size=self.residents.size)
        men = part["men"] + part["men_spread"] * noise
        return self.divide(self.residents, np.array([men, 1 - men]))

    @cached_property
    def marital(self) -> Ints:
        """Count unmarried, married, divorced and widowed, (class, cell)."""
        one = np.ones(self.residents.size)
        children = self.ages[0]
        grown = self.residents - children
        # The ratios were measured over all residents; children are unmarried every one.
        shares = np.array(
            [self.value("unmarried"), one, self.value("divorced"), self.value("widowed")]
        )
        shares = shares / shares.sum(axis=0)
        whole = np.maximum(self.residents, 1)
        shares[0] = np.maximum(shares[0] - children / whole, 0.05)
        parts = self.divide(grown, shares)
        parts[0] += children
        return parts

    @cached_property
    def benefits(self) -> Ints:
        """Count people on social assistance, disability and unemployment benefit."""
        names = ("social_assistance", "disability_benefit", "unemployment_benefit")
        shares = np.array([self.value(name) for name in names])
        total = np.maximum(shares.sum(axis=0), 1.0)
        return np.array([self.part(self.working_age, share / total) for share in shares])

    @cached_property
    def pensioners(self) -> Ints:
        """Count people with the state pension."""
        rate = self.design.number("household", "pensioners")
        return self.part(self.ages[4], np.full(self.residents.size, rate))

    @cached_property
    def from_15_to_75(self) -> Floats:
        """Count residents from 15 to 75."""
        share = self.design.number("household", "over_65_to_75")
        return np.asarray(self.working_age + share * self.ages[4])

    @cached_property
    def education(self) -> Ints:
        """Count people from 15 to 75 by level: low, middle, high, (class, cell)."""
        known = self.design.number("household", "education_known")
        whole = np.floor(self.from_15_to_75 * known).astype(np.int64)
        one = np.ones(whole.size)
        return self.divide(
            whole, np.array([self.value("education_low"), one, self.value("education_high")])
        )

    @cached_property
    def adults(self) -> Floats:
        """Count residents of 18 and older."""
        share = self.design.number("household", "adults_15_25")
        return np.asarray(share * self.ages[1] + self.ages[2:].sum(axis=0))

    @cached_property
    def youth(self) -> Floats:
        """Count residents under 23."""
        share = self.design.number("household", "youth_0_23")
        return np.asarray(self.ages[0] + share * self.ages[1])

    # Households and homes

    @cached_property
    def households(self) -> Ints:
        """Count households: of one person, without and with children, (class, cell)."""
        part = self.design.record["household"]
        single = self.value("single_households")
        children = self.value("children_of_larger_households")
        size = single + (1 - single) * (
            (1 - children) * part["without_children"] + children * part["with_children"]
        )
        whole = np.floor(self.residents * part["in_private_household"] / size + 0.5)
        shares = np.array([single, (1 - single) * (1 - children), (1 - single) * children])
        return self.divide(whole.astype(np.int64), shares)

    @cached_property
    def household_total(self) -> Ints:
        """Count all households."""
        return np.asarray(self.households.sum(axis=0))

    @cached_property
    def homes(self) -> Ints:
        """Count homes."""
        occupied = self.design.number("household", "occupied_homes")
        return np.floor(self.household_total / occupied + 0.5).astype(np.int64)

    @cached_property
    def cars(self) -> Ints:
        """Count passenger cars."""
        return np.floor(self.household_total * self.value("cars_per_household") + 0.5).astype(
            np.int64
        )

    # Land

    @cached_property
    def hectares(self) -> Ints:
        """Count hectares of land and water, (kind, cell)."""
        whole = np.maximum(np.floor(self.town.land.area_km2 * 100 + 0.5).astype(np.int64), 1)
        land = self.part(whole, np.full(whole.size, self.design.land["land_share"]))
        return np.array([land, whole - land])

    @cached_property
    def address_density(self) -> Floats:
        """Give the addresses per km2 within one kilometre (CBS: omgevingsadressendichtheid)."""
        land = self.town.land
        per_point = np.bincount(land.grid_cell, minlength=self.homes.size)
        addresses = self.homes * self.design.number("household", "addresses_per_home")
        value = (addresses / np.maximum(per_point, 1))[land.grid_cell]
        return np.asarray(land.within_1_km @ value / np.pi)

    @cached_property
    def distances(self) -> dict[str, Floats]:
        """Give the road distance in km to the nearest place of each kind, (cell,)."""
        part = self.design.record["household"]
        own = part["inner"] * np.sqrt(self.town.land.area_km2)
        result = {}
        for kind, places in facilities(self.design, self.town, self.seed).items():
            away = np.hypot(
                self.town.land.points[:, None, 0] - places[None, :, 0],
                self.town.land.points[:, None, 1] - places[None, :, 1],
            ).min(axis=1)
            result[kind] = part["detour"] * np.hypot(own, away)
        return result

    @cached_property
    def schools_within_3_km(self) -> Floats:
        """Count the primary schools within three kilometres by road."""
        places = facilities(self.design, self.town, self.seed)["AfstandTotSchool"]
        away = np.hypot(
            self.town.land.points[:, None, 0] - places[None, :, 0],
            self.town.land.points[:, None, 1] - places[None, :, 1],
        )
        detour = self.design.number("household", "detour")
        return np.asarray((detour * away <= 3.0).sum(axis=1), dtype=np.float64)

    @cached_property
    def origin(self) -> dict[str, Floats]:
        """Give shares by origin, drawn apart: they go with nothing else in Weverdam."""
        part = self.design.record["origin"]
        result = {}
        for name, share in part.items():
            if name == "spread":
                continue
            noise = stream(self.seed, "origin", name).normal(size=self.residents.size)
            scale = _logit(share) + part["spread"] * noise
            result[name] = np.asarray(1 / (1 + np.exp(-scale)))
        return result


def facilities(design: Design, town: Town, seed: int) -> dict[str, NDArray[np.float64]]:
    """Place schools, shops and practices where people live, (place, 2) in km."""
    weight = town.residents[0] / town.residents[0].sum()
    result = {}
    for kind, count in design.record["facilities"].items():
        chance = stream(seed, "facility", kind)
        cells = chance.choice(weight.size, size=count, replace=False, p=weight)
        result[kind] = np.array([point_inside(town, int(cell), chance) for cell in cells])
    return result


def point_inside(town: Town, cell: int, chance: np.random.Generator) -> Floats:
    """Draw a point inside a cell, near its middle."""
    shape = town.land.cells[cell]
    middle = town.land.points[cell]
    reach = np.sqrt(shape.area) / 4
    for _ in range(100):
        point = middle + reach * chance.normal(size=2)
        if shapely.contains_xy(shape, point[0], point[1]):
            return np.asarray(point)
    inside = shape.representative_point()
    return np.array([inside.x, inside.y])


def _logit(share: float) -> float:
    return float(np.log(share / (1 - share)))
