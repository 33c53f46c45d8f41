"""The old register of provisions and the file of a social map: what goes in comes out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weefsel.base.document import check, read_toml, write_toml
from weefsel.base.errors import InputError
from weefsel.provisions import budget as budgets
from weefsel.provisions import map_file, old_register
from weefsel.provisions.budget import Budget, Line
from weefsel.provisions.map_file import SCHEMA, MapFile
from weefsel.provisions.old_register import Provision
from weefsel.provisions.social_map import Location, Offer, Organisation, Service


def place(**change: object) -> Provision:
    given = {
        "id": "huiskamer",
        "name": "Huiskamer 't Klosje",
        "kind": "community_centre",
        "activities": ("A2", "A10"),
        "neighbourhood": "BU99910001",
        "longitude": 3.9,
        "latitude": 53.4,
        "opening_hours_per_week": 20,
        "own_cost_eur_per_year": 40_000,
        "price_year": 2025,
        "regular_visitors": 120,
        "funder": "Gemeente",
        "source": "verzonnen",
        "fictitious": True,
        **change,
    }
    return check(Provision, given, "test")


def write(home: Path, *places: Provision) -> Path:
    path = old_register.path_of(home, "GM9991")
    path.parent.mkdir(parents=True, exist_ok=True)
    record = {
        "municipality": "GM9991",
        "provision": [one.model_dump(mode="json") for one in places],
    }
    path.write_text(write_toml(record), encoding="utf-8")
    return path


def test_the_old_file_is_read_as_records_of_the_social_map(tmp_path: Path) -> None:
    places = (place(), place(id="tweede", name="Bibliotheek “De Spoel”", kind="library"))
    write(tmp_path, *places)
    assert old_register.read(tmp_path, "GM9991") == places
    held = map_file.read(tmp_path, "GM9991")
    assert held is not None
    first, second = held.social_map().entries()
    assert first.object_id == "provision:huiskamer"
    assert (second.name, second.service.kind) == ("Bibliotheek “De Spoel”", "library")
    assert first.offer.cost_eur_per_year == 40_000
    assert first.offer.regular_visitors == 120
    assert first.point == (3.9, 53.4)
    assert first.service.financiers == ("Gemeente",)
    assert map_file.waiting(tmp_path) == ["GM9991"]


def test_a_neighbourhood_code_may_have_letters_as_cbs_gives_them_since_2022() -> None:
    assert place(neighbourhood="BU9991A101").neighbourhood == "BU9991A101"
    for wrong in ("BU999100", "BU9991a101", "WK9991A1", "BU9991A1011"):
        with pytest.raises(InputError):
            place(neighbourhood=wrong)


def test_a_municipality_without_a_register_has_no_provisions(tmp_path: Path) -> None:
    assert old_register.read(tmp_path, "GM9991") == ()
    assert map_file.read(tmp_path, "GM9991") is None
    assert map_file.waiting(tmp_path) == []


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ((place(), place()), "huiskamer"),
        ((place(neighbourhood="BU99920001"),), "BU99920001"),
        ((place(fictitious=False),), "real and fictitious"),
    ],
)
def test_an_old_file_that_cannot_be_is_refused(
    tmp_path: Path, places: tuple[Provision, ...], said: str
) -> None:
    write(tmp_path, *places)
    with pytest.raises(InputError, match=said):
        old_register.read(tmp_path, "GM9991")


def a_map(**change: object) -> MapFile:
    given = {
        "schema": SCHEMA,
        "municipality": "GM9991",
        "organisations": (Organisation(id="o", name="Buren"),),
        "services": (Service(id="s", organisation="o", name="Huiskamer"),),
        "locations": (Location(id="l", street="Dorpsstraat"),),
        "offers": (offer(),),
        **change,
    }
    return MapFile.model_validate(given)


def offer(**change: object) -> Offer:
    given = {
        "id": "f", "service": "s", "location": "l", "slug": "huiskamer",
        "municipality": "GM9991", "assured_on": date(2026, 1, 31), "fictitious": True, **change,
    }  # fmt: skip
    return Offer.model_validate(given)


def test_a_map_is_written_once_and_read_back(tmp_path: Path) -> None:
    assert map_file.write(tmp_path, a_map())
    assert not map_file.write(tmp_path, a_map())
    held = map_file.read(tmp_path, "GM9991")
    assert held == a_map()
    assert held.mark() == a_map().mark() != a_map(offers=()).mark()
    assert [one.name for one in (tmp_path / "provisions").iterdir()] == ["GM9991.json"]


def test_days_of_confirming_move_along_with_the_day_they_count_from() -> None:
    held = a_map(counted_from=date(2026, 2, 10))
    (moved,) = held.social_map(date(2026, 3, 10)).offers.values()
    assert moved.assured_on == date(2026, 2, 28)
    assert held.social_map().offers["f"].assured_on == date(2026, 1, 31)
    (left,) = a_map().social_map(date(2030, 1, 1)).offers.values()
    assert left.assured_on == date(2026, 1, 31)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"services": ()}, "'s'"),
        ({"organisations": ()}, "'o'"),
        ({"locations": ()}, "'l'"),
        ({"offers": (offer(), offer(id="g"))}, "huiskamer"),
        ({"offers": (offer(municipality="GM9992"),)}, "GM9992"),
        ({"offers": (offer(fictitious=False),)}, "real and fictitious"),
    ],
)
def test_a_map_that_cannot_stand_is_refused_and_nothing_is_written(
    tmp_path: Path, change: dict[str, object], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        map_file.write(tmp_path, a_map(**change))
    assert not (tmp_path / "provisions").exists()


def test_a_broken_map_is_named(tmp_path: Path) -> None:
    path = map_file.path_of(tmp_path, "GM9991")
    path.parent.mkdir(parents=True)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"GM9991\.json"):
        map_file.read(tmp_path, "GM9991")
    path.write_text('{"schema": "weefsel.social_map/1", "places": 3}', encoding="utf-8")
    with pytest.raises(InputError, match=r"GM9991\.json"):
        map_file.read(tmp_path, "GM9991")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("kind", "casino"),
        ("regular_visitors", -1),
        ("opening_hours_per_week", 169),
        ("latitude", 91),
        ("activities", ["A11"]),
        ("neighbourhood", "Spoelkwartier"),
        ("own_cost_eur_per_year", -5),
    ],
)
def test_nonsense_is_refused_by_file_and_key(key: str, value: object) -> None:
    with pytest.raises(InputError) as refused:
        place(**{key: value})
    assert key in refused.value.sentence("en")


def test_a_wrong_file_is_named(tmp_path: Path) -> None:
    path = old_register.path_of(tmp_path, "GM9991")
    path.parent.mkdir(parents=True)
    path.write_text('municipality = "GM9991"\nplaces = 3\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"GM9991\.toml"):
        old_register.read(tmp_path, "GM9991")


@given(
    name=st.text(min_size=1, max_size=60).filter(lambda words: words.isprintable()),
    cost=st.floats(min_value=0, max_value=1e9),
)
def test_any_name_and_amount_survives_the_file(name: str, cost: float) -> None:
    one = place(name=name, own_cost_eur_per_year=cost)
    record = {"municipality": "GM9991", "provision": [one.model_dump(mode="json")]}
    back = check(old_register.Register, read_toml(write_toml(record), "t"), "t")
    assert back.provision == (one,)


def test_a_budget_keeps_its_fields_and_says_what_it_is(tmp_path: Path) -> None:
    budget = Budget(
        municipality="GM9991",
        year=2023,
        stage="account",
        source="verzonnen",
        fictitious=True,
        line=(
            Line(
                field="6.71b",
                name="Begeleiding (Wmo)",
                expenditure_thousand_eur=6_300,
                income_thousand_eur=55,
            ),
        ),
    )
    assert budgets.write_budget(tmp_path, budget)
    assert not budgets.write_budget(tmp_path, budget)
    assert budgets.read_budget(tmp_path, "GM9991", 2023) == budget
    assert budgets.read_budget(tmp_path, "GM9991", 2024) is None
    assert budget.frame().row(0, named=True)["field"] == "6.71b"
    assert budget.frame()["fictitious"].all()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / map_file.FOLDER).write_text("a file where the folder should be")
    with pytest.raises(InputError, match=map_file.FOLDER):
        map_file.write(tmp_path, a_map())
