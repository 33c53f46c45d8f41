"""People of Weverdam are counted once: parts sum to wholes, small areas to large ones."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weefsel.example.aggregates import aggregates
from weefsel.example.design import Design
from weefsel.example.design import design as read_design
from weefsel.example.land import make_land
from weefsel.example.people import People
from weefsel.example.tables import kwb_table, make_division, urbanity
from weefsel.example.town import Town, largest_remainder, make_town
from weefsel.sources.model import RawTable

ROUNDED_TO_FIVE = 5
SOME_SEEDS = st.integers(min_value=0, max_value=10_000)


def wide(raw: RawTable) -> pl.DataFrame:
    """One row an area, one column a stem."""
    stems = dict(raw.measures.select("measure", "stem").iter_rows())
    frame = raw.values.pivot("measure", index="area", values="value")
    return frame.rename({name: stems[name] for name in frame.columns if name != "area"})


def check_people(people: People) -> None:
    residents = people.residents
    assert (people.ages.sum(axis=0) == residents).all()
    assert (people.sexes.sum(axis=0) == residents).all()
    assert (people.marital.sum(axis=0) == residents).all()
    assert (people.households.sum(axis=0) == people.household_total).all()
    assert (people.household_total <= residents).all()
    assert (people.benefits.sum(axis=0) <= people.working_age).all()
    assert (people.education.sum(axis=0) <= people.from_15_to_75 + 1e-9).all()
    assert (people.pensioners <= people.ages[4]).all()
    for counts in (people.ages, people.sexes, people.marital, people.households):
        assert counts.min() >= 0


@pytest.mark.parametrize("year", [2014, 2019, 2023])
def test_classes_of_people_sum_to_all_people(people: dict[int, People], year: int) -> None:
    check_people(people[year])


@settings(max_examples=6, deadline=None)
@given(seed=SOME_SEEDS)
def test_any_seed_gives_a_town_whose_people_add_up(seed: int) -> None:
    design = read_design()
    town = make_town(design, make_land(design, seed), aggregates(), seed)
    people = People(design, town, aggregates(), seed, 2023)
    check_people(people)
    assert people.residents.sum() == design.record["population"]["residents"][-1]
    raw = kwb_table(people)
    percentages = raw.measures.filter(pl.col("unit") == "%")["measure"]
    shares = raw.values.filter(pl.col("measure").is_in(percentages.to_list()))["value"]
    assert shares.drop_nulls().is_between(0, 100).all()
    count = (raw.areas["level"] == "neighbourhood").sum()
    assert 59 <= count <= 61


def test_every_cell_lies_in_one_area_of_each_level(design: Design, town: Town) -> None:
    for year in design.years:
        division = make_division(design, town, year)
        for level in ("country", "municipality", "district", "neighbourhood"):
            mask = (division.areas["level"] == level).to_numpy()
            assert (division.holds[mask].sum(axis=0) == 1).all()


@pytest.mark.parametrize("year", [2014, 2023])
def test_large_areas_are_the_sum_of_small_ones_up_to_rounding(
    tables: dict[str, RawTable], year: int
) -> None:
    raw = tables[f"EX-KWB-{year}"]
    figures = wide(raw).join(raw.areas.rename({"code": "area"}), on="area")
    town = figures.filter(pl.col("level") == "municipality")
    for stem in ("AantalInwoners", "65JaarOfOuder", "HuishoudensTotaal", "Woningvoorraad"):
        for level in ("district", "neighbourhood"):
            part = figures.filter(pl.col("level") == level)[stem]
            assert abs(part.sum() - town[stem].item()) <= part.len() * ROUNDED_TO_FIVE / 2


def test_residents_of_small_areas_are_rounded_to_five_as_cbs_does(
    tables: dict[str, RawTable],
) -> None:
    raw = tables["EX-KWB-2021"]
    figures = wide(raw).join(raw.areas.rename({"code": "area"}), on="area")
    small = figures.filter(pl.col("level").is_in(["district", "neighbourhood"]))
    assert (small["AantalInwoners"] % ROUNDED_TO_FIVE == 0).all()
    # The municipality is not rounded: 77,330 comes from the design, its women do not.
    women = figures.filter(pl.col("level") == "municipality")["Vrouwen"].item()
    men = figures.filter(pl.col("level") == "municipality")["Mannen"].item()
    assert women + men == 77_330


def test_the_fictitious_country_is_weverdam_itself(tables: dict[str, RawTable]) -> None:
    for raw in tables.values():
        values = raw.values.select("measure", "area", "value")
        country = values.filter(pl.col("area") == "XX00")["value"]
        town = values.filter(pl.col("area") == "GM9990")["value"]
        assert country.equals(town)


def test_no_health_share_exceeds_its_whole_or_a_hundred(
    design: Design, tables: dict[str, RawTable]
) -> None:
    health = [raw for raw in tables.values() if raw.edition.series == "health"]
    assert len(health) == 6
    for raw in health:
        figures = wide(raw)
        assert raw.values["value"].drop_nulls().is_between(0, 100).all()
        for inner, outer in design.record["health"]["parts"]:
            both = figures.select(inner, outer).drop_nulls()
            assert (both[inner] <= both[outer]).all()
        whole = figures.select("Ondergewicht", "NormaalGewicht", "Overgewicht").sum_horizontal()
        known = whole.filter(figures["Overgewicht"].is_not_null())
        assert known.is_between(99.8, 100.2).all()


def test_wider_poverty_lines_hold_at_least_as_many_households(
    tables: dict[str, RawTable],
) -> None:
    figures = wide(tables["EX-KWB-2020"]).drop_nulls("HuishOnderOfRondSociaalMinimum")
    narrow, middle, broad = (
        figures[stem]
        for stem in (
            "HuishOnderOfRondSociaalMinimum",
            "HuishoudensTot110VanSociaalMinimum",
            "HuishoudensTot120VanSociaalMinimum",
        )
    )
    assert (narrow <= middle).all()
    assert (middle <= broad).all()


def test_the_class_of_urbanity_follows_the_density_of_addresses() -> None:
    # CBS, mate van stedelijkheid: 2,500, 1,500, 1,000 and 500 addresses per km2.
    density = np.array([2500.0, 2499.9, 1500.0, 1000.0, 500.0, 499.9, np.nan])
    assert urbanity(density).tolist()[:-1] == [1, 2, 2, 3, 4, 5]
    assert np.isnan(urbanity(density)[-1])


@given(
    shares=st.lists(st.floats(min_value=0, max_value=1e3), min_size=1, max_size=30),
    total=st.integers(min_value=0, max_value=100_000),
)
def test_dividing_people_loses_nobody(shares: list[float], total: int) -> None:
    weights = np.array(shares)
    parts = largest_remainder(weights, total)
    assert parts.min() >= 0
    if weights.sum() > 0:
        assert parts.sum() == total
        exact = weights / weights.sum() * total
        assert (np.abs(parts - exact) <= 1 + 1e-6).all()
