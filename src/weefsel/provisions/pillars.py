"""The three pillars per district: residents themselves, their networks, organised provisions.

DOMAIN.md 1.1. It counts what the social map knows: a pillar without anything is one of which
nothing is known, which is not the same as nothing being there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import shapely

from weefsel.atlas.store import Store
from weefsel.base.language import Text, text
from weefsel.provisions.kinds import GROUPS
from weefsel.provisions.offered import kind_of
from weefsel.provisions.social_map import Entry
from weefsel.sources.area_code import country_of, district_of, is_area_code

PILLAR_NUMBERS = (1, 2, 3)
UNKNOWN = 0  # a provision whose pillar nobody said
POPULATION = "population"


@dataclass(frozen=True)
class DistrictPillars:
    """What the social map knows of one district.

    ``provisions`` counts by pillar, ``UNKNOWN`` for those of which nobody said it;
    ``by_kind`` and ``by_group`` count by kind and by group named; ``hours`` sums the hours a
    week of those that say them, ``with_hours`` how many do. Without a code: of the whole
    municipality, or nobody said where.
    """

    code: str
    name: str
    residents: float | None
    provisions: Mapping[int, int]
    by_kind: Mapping[str, int]
    by_group: Mapping[str, int]
    hours: float
    with_hours: int

    @property
    def total(self) -> int:
        """Give how many provisions are known."""
        return sum(self.provisions.values())

    @property
    def missing(self) -> tuple[int, ...]:
        """Give the pillars of which nothing is known here."""
        return tuple(one for one in PILLAR_NUMBERS if not self.provisions.get(one))

    @property
    def groups_missing(self) -> tuple[str, ...]:
        """Give the groups that no provision here names."""
        return tuple(one for one in GROUPS if not self.by_group.get(one))


@dataclass(frozen=True)
class PillarProfile:
    """Every district of a municipality, and what has no district (``elsewhere``)."""

    municipality: str
    name: str
    districts: tuple[DistrictPillars, ...]
    elsewhere: DistrictPillars
    division: int | None
    sources: tuple[str, ...]

    @property
    def total(self) -> int:
        """Give how many provisions are known in all."""
        return self.elsewhere.total + sum(one.total for one in self.districts)

    def whole(self, pillar: int) -> int:
        """Give how many provisions of a pillar are known in all."""
        rows = (*self.districts, self.elsewhere)
        return sum(one.provisions.get(pillar, 0) for one in rows)


def profile(
    store: Store, municipality: str, entries: Sequence[Entry], *, year: int | None = None
) -> PillarProfile:
    """Count the provisions of each district by pillar, kind and group.

    A provision is in the district of its neighbourhood, else in that around its point.
    """
    country = country_of(municipality)
    years = [one for one in store.years(country) if year is None or one <= year]
    division = years[-1] if years else None
    names: dict[str, str] = {}
    if division is not None:
        frame = store.areas(division, country=country, municipality=municipality)
        names = {row["code"]: str(row["name"] or row["code"])
                 for row in frame.iter_rows(named=True)
                 if row["level"] in ("district", "municipality")}  # fmt: skip
    codes = sorted(code for code in names if code != municipality)
    shapes = (
        {} if division is None else store.geometry(codes, year=division, country=country)
    )  # fmt: skip
    found: dict[str, list[Entry]] = {code: [] for code in codes}
    rest: list[Entry] = []
    for entry in entries:
        found.get(_district(entry, shapes), rest).append(entry)
    residents, sources = _residents(store, codes, country, year)
    return PillarProfile(
        municipality=municipality,
        name=names.get(municipality, municipality),
        districts=tuple(
            _counted(code, names[code], residents.get(code), held) for code, held in found.items()
        ),
        elsewhere=_counted("", "", None, rest),
        division=division,
        sources=sources,
    )


def _district(entry: Entry, shapes: Mapping[str, shapely.Geometry]) -> str:
    code = entry.neighbourhood
    if is_area_code(code) and district_of(code):
        return str(district_of(code))
    if entry.point is None:
        return ""
    point = shapely.Point(*entry.point)
    return next((key for key, shape in shapes.items() if shapely.covers(shape, point)), "")


def _residents(
    store: Store, codes: list[str], country: str, year: int | None
) -> tuple[dict[str, float], tuple[str, ...]]:
    frame = store.observations(indicators=[POPULATION], areas=codes, country=country)
    frame = frame.drop_nulls(["value", "year"])
    if year is not None:
        frame = frame.filter(frame["year"] <= year)
    newest = frame.sort("year").unique("area", keep="last")
    sources = tuple(f"edition:{one}" for one in sorted(newest["source"].unique()))
    return dict(newest.select("area", "value").iter_rows()), sources


def _counted(
    code: str, name: str, residents: float | None, held: Sequence[Entry]
) -> DistrictPillars:
    hours = [one.hours_per_week for one in held]
    return DistrictPillars(
        code=code,
        name=name,
        residents=residents,
        provisions=Counter(one.pillar or UNKNOWN for one in held),
        by_kind=Counter(kind_of(one) for one in held),
        by_group=Counter(group for one in held for group in one.service.groups),
        hours=sum(one for one in hours if one is not None),
        with_hours=sum(one is not None for one in hours),
    )


# After "nothing is known of ..."
MISSING_PILLAR: dict[int, Text] = {
    1: text("what residents do themselves"),
    2: text("networks: clubs, volunteers and informal care"),
    3: text("organised provisions"),
}
