"""Real and fictitious areas never meet in one answer (ground rule 7 of the design)."""

from __future__ import annotations

import pytest

from atlas.tables import counts, edition, raw
from weefsel.atlas.store import Store
from weefsel.errors import ConflictError
from weefsel.sources.area_code import country_of


@pytest.fixture
def both(store: Store) -> Store:
    for of in (edition(2020), edition(2020, country="NL00", table="T")):
        store.load(raw(of), counts(of, 100.0 if of.fictitious else 900.0))
    return store


@pytest.mark.parametrize("country", ["NL00", "XX00"])
def test_no_answer_holds_both(both: Store, country: str) -> None:
    observations, areas = both.observations(country=country), both.areas(2020, country=country)
    assert {country_of(code) for code in observations["area"]} == {country}
    assert {country_of(code) for code in areas["code"]} == {country}
    assert set(observations["fictitious"]) == {country == "XX00"}
    assert set(areas["fictitious"]) == {country == "XX00"}
    assert {one.country for one in both.editions(country)} == {country}


def test_asking_the_other_country_for_an_area_gives_nothing(both: Store) -> None:
    assert both.observations(areas=["GM9990"]).is_empty()
    assert both.areas(2020, municipality="GM9990").is_empty()


def test_status_counts_them_apart(both: Store) -> None:
    status = both.status()
    assert status.real["population"].to_list() == [900.0]
    assert status.fictitious["population"].to_list() == [100.0]
    document = status.document()
    assert [row["source"] for row in document["real"]] == ["T-2020"]
    assert [row["source"] for row in document["fictitious"]] == ["EX-KWB-2020"]


def test_a_fictitious_table_cannot_take_the_place_of_a_real_one(both: Store) -> None:
    intruder = edition(2020, table="T")
    with pytest.raises(ConflictError, match="country"):
        both.load(raw(intruder), counts(intruder), replace=True)


def test_forgetting_the_example_leaves_the_real_figures(both: Store) -> None:
    real = both.observations()
    with both.change() as change:
        change.forget(country="XX00")
    assert both.observations(country="XX00").is_empty()
    assert both.years("XX00") == []
    assert both.observations().equals(real)
