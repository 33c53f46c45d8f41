"""Comparable areas: chosen on what an area is, or fixed by the user, and set side by side.

Peers come from one country: real and fictitious areas never meet. Traits are declared in
``declared/peers.toml``, each with its reason; origin is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import numpy as np
import polars as pl
from pydantic import Field

from weefsel.atlas.indicator import Indicator, catalogue
from weefsel.atlas.peers import nearest, nearest_of_all, standardise
from weefsel.base.document import Document, read_document
from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.scan.finding import AREAS
from weefsel.scan.level import RESIDENTS
from weefsel.scan.matrix import Floats, lay_out, positions
from weefsel.scan.method import Value, method
from weefsel.scan.national import National
from weefsel.sources.area_code import country_of, is_area_code
from weefsel.sources.said import Number


class Trait(Document):
    """One thing that makes areas comparable, and why."""

    indicator: str
    scale: Literal["linear", "log"]
    weight: float = Field(gt=0)
    reason_nl: str
    reason_en: str
    source: str


class Traits(Document):
    """The traits on which peers are chosen, and how many are."""

    dated: str
    number: Value
    minimum_weight: Value
    minimum_filled: Value
    trait: tuple[Trait, ...] = Field(min_length=1)


def read_traits(path: Path, known: Mapping[str, Indicator] | None = None) -> Traits:
    """Read the traits; raises ``InputError`` when one is unknown or says something of origin."""
    made = read_document(Traits, path)
    for one in made.trait:
        indicator = (catalogue() if known is None else known).get(one.indicator)
        if indicator is None:
            raise InputError(
                text("the indicator '%(id)s' is not in the catalogue.", id=one.indicator),
                where=path.name,
                todo=text("Look in the list of indicators for its id."),
            )
        if indicator.origin_trait:
            raise InputError(
                text("areas are never compared on origin ('%(id)s').", id=one.indicator),
                where=path.name,
                todo=text("Take this trait out."),
            )
    return made


@cache
def declared_traits() -> Traits:
    """Give the traits that come with Weefsel."""
    return read_traits(Path(str(resources.files("weefsel.scan"))) / "declared" / "peers.toml")


@dataclass(frozen=True)
class TraitTable:
    """The traits of every area of one level, brought to one scale.

    ``z`` is ``(area, trait)``; areas too small for a score are not in it.
    """

    level: str
    year: int
    country: str
    codes: tuple[str, ...]
    z: Floats
    traits: Traits
    indicators: tuple[Indicator, ...]

    @cached_property
    def place(self) -> dict[str, int]:
        """Give the row of each area."""
        return {code: row for row, code in enumerate(self.codes)}

    @property
    def weights(self) -> Floats:
        """Give the weight of each trait."""
        return np.array([one.weight for one in self.traits.trait])


@dataclass(frozen=True)
class Peers:
    """The areas that one area is compared with.

    ``distances`` stand beside ``codes``, null where the user fixed an area that cannot be
    measured; ``lacking`` are traits the area has no figure for; ``candidates`` counts the
    areas chosen from. ``reason`` says why there are none.
    """

    area: str
    level: str
    year: int
    codes: tuple[str, ...] = ()
    distances: tuple[float | None, ...] = ()
    fixed: bool = False
    traits: tuple[Indicator, ...] = ()
    lacking: tuple[Indicator, ...] = ()
    candidates: int = 0
    reason: Text | None = None

    @property
    def sentence(self) -> Text:
        """Say how the peers came to be, or why there are none."""
        if self.reason is not None:
            return self.reason
        count, areas = Number(len(self.codes), 0), AREAS[self.level]
        if self.fixed:
            return text(
                "Compared with %(count)s %(areas)s of your choice.", count=count, areas=areas
            )
        return text(
            "Compared with the %(count)s %(areas)s most like it in %(traits)s. Income, health "
            "and origin play no part in that choice.",
            count=count,
            areas=areas,
            traits=_All(self.traits),
        )

    def document(self) -> dict[str, Any]:
        """Give the peers as a plain record."""
        return {
            "areas": [
                {"code": code, "distance": distance}
                for code, distance in zip(self.codes, self.distances, strict=True)
            ],
            "fixed": self.fixed,
            "traits": [one.id for one in self.traits],
            "lacking": [one.id for one in self.lacking],
            "candidates": self.candidates,
            "reason": None if self.reason is None else self.reason.render("en"),
        }


@dataclass(frozen=True)
class _All:
    """Every trait inside a sentence, however many."""

    traits: tuple[Indicator, ...]

    def render(self, lang: str) -> str:
        """Give the names in a language, in small letters as inside a sentence."""
        names = (one.name(lang) for one in self.traits)
        return ", ".join(name[:1].lower() + name[1:] for name in names)


def trait_table(national: National, level: str, traits: Traits | None = None) -> TraitTable:
    """Lay out the traits of one level of a country.

    Only official figures count: own figures of a municipality are measured in its own way.
    """
    wanted = traits or declared_traits()
    ids = [one.indicator for one in wanted.trait]
    official = national.levels[level].compared.filter(
        ~pl.col("source").is_in(sorted(national.own))
    )
    residents = official.filter(pl.col("indicator") == RESIDENTS)
    enough = residents.filter(pl.col("value") >= method().number("minimum_residents"))
    codes = sorted(enough["area"].to_list())
    here = official.filter(pl.col("indicator").is_in(ids) & pl.col("area").is_in(codes))
    values = lay_out(
        here["value"].to_numpy(),
        positions(here["area"], codes),
        positions(here["indicator"], ids),
        (len(codes), len(ids)),
    )
    for column, one in enumerate(wanted.trait):
        if one.scale == "log":
            with np.errstate(divide="ignore", invalid="ignore"):
                logged = np.log(values[:, column])
            values[:, column] = np.where(np.isfinite(logged), logged, np.nan)
    return TraitTable(
        level,
        national.year,
        national.country,
        tuple(codes),
        standardise(values),
        wanted,
        tuple(national.catalogue[one] for one in ids),
    )


def peers(table: TraitTable, area: str, *, count: int | None = None) -> Peers:
    """Choose the areas of one level that are most like one of them."""
    row = table.place.get(area)
    if row is None:
        unknown = text("Too few residents, or their number is not known: no comparable areas.")
        return Peers(area, table.level, table.year, reason=unknown)
    lacking = _lacking(table, row)
    reason = _refused(table, row)
    if reason is not None:
        return Peers(area, table.level, table.year, lacking=lacking, reason=reason)
    most = round(table.traits.number.value) if count is None else count
    found, apart = nearest(table.z, row, table.weights, most)
    return _made(table, area, found.tolist(), apart.tolist(), lacking)


def all_peers(table: TraitTable, *, count: int | None = None) -> dict[str, Peers]:
    """Choose the peers of every area of a level at once."""
    most = round(table.traits.number.value) if count is None else count
    answers = nearest_of_all(table.z, table.weights, most)
    made = {}
    for row, area in enumerate(table.codes):
        lacking = _lacking(table, row)
        reason = _refused(table, row)
        if reason is not None:
            made[area] = Peers(area, table.level, table.year, lacking=lacking, reason=reason)
        else:
            found, apart = answers[row]
            made[area] = _made(table, area, found.tolist(), apart.tolist(), lacking)
    return made


def _lacking(table: TraitTable, row: int) -> tuple[Indicator, ...]:
    """Give the traits that an area has no figure for."""
    unknown = np.isnan(table.z[row])
    return tuple(one for one, gone in zip(table.indicators, unknown, strict=True) if gone)


def _refused(table: TraitTable, row: int) -> Text | None:
    """Say why no peers can be chosen for an area."""
    weights = table.weights
    there = float(weights[~np.isnan(table.z[row])].sum())
    if there < table.traits.minimum_weight.value * float(weights.sum()):
        return text("Too few figures to choose comparable areas.")
    if len(table.codes) < 2:
        return text("There is no other area to compare with.")
    return None


def _made(
    table: TraitTable,
    area: str,
    found: list[int],
    apart: list[float],
    lacking: tuple[Indicator, ...],
) -> Peers:
    if not found:
        reason = text("There is no other area to compare with.")
        return Peers(area, table.level, table.year, lacking=lacking, reason=reason)
    return Peers(
        area,
        table.level,
        table.year,
        codes=tuple(table.codes[one] for one in found),
        distances=tuple(apart),
        traits=tuple(one for one in table.indicators if one not in lacking),
        lacking=lacking,
        candidates=len(table.codes) - 1,
    )


def fixed_peers(
    table: TraitTable, area: str, codes: Sequence[str], *, areas: pl.DataFrame
) -> Peers:
    """Take the peers that the user names, in that order.

    ``areas`` are the rows of the division. Raises ``InputError`` when one is not in it, of
    another level, of another country (real and fictitious never meet) or named twice.
    """
    known = set(areas.filter(pl.col("level") == table.level)["code"])
    for place, code in enumerate(codes):
        if is_area_code(code) and country_of(code) != country_of(area):
            raise InputError(
                text("real and fictitious areas are never compared with each other."),
                where=code,
                todo=text("Choose areas of the same country."),
            )
        if code not in known or code == area or code in codes[:place]:
            raise InputError(
                text("'%(code)s' cannot be compared with %(area)s.", code=code[:60], area=area),
                where="peers",
                todo=text("Name each area once, of the same level and year, not itself."),
            )
    row = table.place.get(area)
    apart: Sequence[float | None] = [None] * len(codes)
    if row is not None:
        every = np.full(len(table.codes), np.nan)
        order, found = nearest(table.z, row, table.weights, len(table.codes))
        every[order] = found
        apart = [
            None if code not in table.place or np.isnan(every[table.place[code]])
            else float(every[table.place[code]])
            for code in codes
        ]  # fmt: skip
    return Peers(
        area,
        table.level,
        table.year,
        codes=tuple(codes),
        distances=tuple(apart),
        fixed=True,
        lacking=() if row is None else _lacking(table, row),
        candidates=len(known) - 1,
        reason=None if codes else text("No areas were chosen to compare with."),
    )
