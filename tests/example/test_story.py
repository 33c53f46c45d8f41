"""Weverdam is plausible: clustered, correlated like the open tables, worse in the east."""

from __future__ import annotations

import numpy as np
import polars as pl

from weefsel.example.aggregates import aggregates
from weefsel.example.design import Design
from weefsel.example.kwb import columns
from weefsel.example.people import People
from weefsel.example.town import Town
from weefsel.sources.model import RawTable

CLEAR = 0.4  # correlations from here on must keep their sign in sixty neighbourhoods


def morans_i(values: np.ndarray, joined: np.ndarray) -> float:
    """Moran (1950): cross products of neighbours over variance."""
    away = values - values.mean()
    weight = joined.astype(float)
    return float(values.size / weight.sum() * (away @ weight @ away) / (away @ away))


def share_on_assistance(people: People) -> np.ndarray:
    return people.benefits[0] / np.maximum(people.working_age, 1)


def test_neighbourhoods_on_social_assistance_lie_together(
    town: Town, people: dict[int, People]
) -> None:
    inside = town.inhabited & (people[2023].residents >= 100)
    joined = town.land.neighbours[np.ix_(inside, inside)]
    for year in (2014, 2019, 2023):
        assert morans_i(share_on_assistance(people[year])[inside], joined) > 0.2


def test_correlations_with_social_assistance_have_the_sign_of_the_open_tables(
    town: Town, people: dict[int, People]
) -> None:
    known = aggregates()
    inside = town.inhabited
    mine = people[2020].value("social_assistance")[inside]
    checked = 0
    for place, name in enumerate(known.ids):
        measured = known.correlation[0, place]
        if place == 0 or abs(measured) < CLEAR:
            continue
        checked += 1
        here = np.corrcoef(mine, people[2020].value(name)[inside])[0, 1]
        assert np.sign(here) == np.sign(measured), name
        assert abs(here) > CLEAR / 4, name
    assert checked > 20


def test_strong_correlations_between_other_figures_keep_their_sign(
    town: Town, people: dict[int, People]
) -> None:
    known = aggregates()
    inside = town.inhabited
    values = np.array(
        [np.log(people[2020].value(name)[inside]) for name in known.ids], dtype=float
    )
    here = np.corrcoef(values)
    strong = (np.abs(known.correlation) >= 0.7) & ~np.eye(len(known.ids), dtype=bool)
    agree = np.sign(here[strong]) == np.sign(known.correlation[strong])
    assert strong.sum() > 50
    assert agree.mean() > 0.99


def test_the_east_has_fallen_behind_since_2019(
    design: Design, town: Town, people: dict[int, People]
) -> None:
    east = town.land.district == design.index_of("03")

    def gap(year: int) -> float:
        shares = share_on_assistance(people[year])
        weight = people[year].working_age
        inside = np.average(shares[east], weights=weight[east])
        outside = np.average(shares[~east], weights=weight[~east])
        return float(inside / outside)

    assert gap(2019) > 1.5
    assert gap(2023) > gap(2019) * 1.1
    assert gap(2023) < gap(2019) * 2


def test_the_best_known_neighbourhoods_are_there_and_under_strain(
    tables: dict[str, RawTable],
) -> None:
    areas = tables["EX-KWB-2023"].areas
    names = dict(areas.select("name", "code").iter_rows())
    assert names["Spoelkwartier"] == "BU99900301"
    for name, district in (
        ("Kettingdraad", "BU999003"),
        ("Getouw-Zuid", "BU999003"),
        ("De Scheringen", "BU999002"),
        ("Vollersveld", "BU999002"),
    ):
        assert names[name].startswith(district)
    assert {"Oost", "Noord"} <= set(areas.filter(pl.col("level") == "district")["name"])
    neighbourhoods = areas.filter(pl.col("level") == "neighbourhood")["name"]
    assert neighbourhoods.n_unique() == neighbourhoods.len()


def test_one_neighbourhood_is_empty_and_one_has_fewer_than_a_hundred_residents(
    tables: dict[str, RawTable],
) -> None:
    raw = tables["EX-KWB-2023"]
    residents = raw.values.filter(
        pl.col("measure") == "AantalInwoners_5", pl.col("area").str.starts_with("BU")
    )
    assert (residents["value"] == 0).sum() == 1
    assert ((residents["value"] > 0) & (residents["value"] < 100)).sum() == 1
    tiny = residents.filter((pl.col("value") > 0) & (pl.col("value") < 100))["area"].item()
    flags = raw.values.filter(pl.col("area") == tiny)
    assert (flags["flag"] == "suppressed").sum() > 10
    assert flags.filter(pl.col("flag") == "suppressed")["value"].is_null().all()


def test_two_neighbourhoods_became_one_under_a_new_code(tables: dict[str, RawTable]) -> None:
    def codes(year: int) -> set[str]:
        areas = tables[f"EX-KWB-{year}"].areas
        return set(areas.filter(pl.col("level") == "neighbourhood")["code"])

    assert len(codes(2017)) == 60
    assert len(codes(2018)) == 59
    gone, new = codes(2017) - codes(2018), codes(2018) - codes(2017)
    assert (len(gone), len(new)) == (2, 1)
    areas = tables["EX-KWB-2018"].areas
    assert areas.filter(pl.col("redivision") == "3")["code"].to_list() == list(new)
    assert codes(2018) == codes(2023)


def test_what_the_source_does_not_publish_in_a_year_stays_empty(
    tables: dict[str, RawTable],
) -> None:
    def known(year: int, stem: str) -> int:
        raw = tables[f"EX-KWB-{year}"]
        measure = raw.measures.filter(pl.col("stem") == stem)["measure"].item()
        return raw.values.filter(pl.col("measure") == measure)["value"].count()

    assert known(2014, "WmoClientenRelatief") == 0
    assert known(2015, "WmoClientenRelatief") > 50
    assert known(2017, "OpleidingsniveauLaag") == 0
    assert known(2022, "OpleidingsniveauLaag") > 50
    assert known(2023, "HuishoudensMetEenLaagInkomen") == 0
    assert known(2021, "NietWestersTotaal") > 50
    assert known(2022, "NietWestersTotaal") == 0
    assert known(2023, "PersonenPerSoortUitkeringBijstand") > 50


def test_origin_goes_with_no_other_figure(town: Town, people: dict[int, People]) -> None:
    # Drawn from a stream of its own: strain does not enter it, nor it strain.
    inside = town.inhabited
    strain = people[2023].value("social_assistance")[inside]
    for share in people[2023].origin.values():
        # 0.26 is the 5% bound for independent pairs at n = 59; fields in space reach further.
        assert abs(np.corrcoef(np.log(strain), np.log(share[inside]))[0, 1]) < 0.35


def test_offences_go_with_strain_and_rise_in_the_east(
    town: Town, people: dict[int, People]
) -> None:
    """What the resilience map of the example shows is put in on purpose."""
    inside = town.inhabited

    def offences(year: int) -> np.ndarray:
        given = columns(people[year])
        names = ("VernielingMisdrijfTegenOpenbareOrde", "GeweldsEnSeksueleMisdrijven")
        return sum(given[name].top / np.maximum(given[name].below, 1) for name in names)[inside]

    strain = people[2023].value("social_assistance")[inside]
    assert np.corrcoef(np.log(offences(2023)), strain)[0, 1] > CLEAR
    rise = np.log(offences(2023) / offences(2019))
    near = town.hearth[inside] > 0.5
    assert rise[near].mean() > rise[~near].mean() + 0.2
