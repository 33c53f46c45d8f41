"""The register of provisions: what goes in comes out, and what cannot be is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weefsel.base.document import check, read_toml, write_toml
from weefsel.base.errors import InputError, NotFoundError
from weefsel.provisions import register
from weefsel.provisions.budget import Budget, Line
from weefsel.provisions.provision import Provision


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


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    places = (place(), place(id="tweede", name="Bibliotheek “De Spoel”", kind="library"))
    assert register.write(tmp_path, "GM9991", places)
    assert register.read(tmp_path, "GM9991") == places
    assert register.find(tmp_path, "GM9991", "tweede").kind == "library"
    assert places[0].object_id == "provision:huiskamer"


def test_a_neighbourhood_code_may_have_letters_as_cbs_gives_them_since_2022() -> None:
    assert place(neighbourhood="BU9991A101").neighbourhood == "BU9991A101"
    for wrong in ("BU999100", "BU9991a101", "WK9991A1", "BU9991A1011"):
        with pytest.raises(InputError):
            place(neighbourhood=wrong)


def test_writing_the_same_again_changes_nothing(tmp_path: Path) -> None:
    assert register.write(tmp_path, "GM9991", [place()])
    path = register.path_of(tmp_path, "GM9991")
    before = path.stat().st_mtime_ns
    assert not register.write(tmp_path, "GM9991", [place()])
    assert path.stat().st_mtime_ns == before
    assert [one.name for one in path.parent.iterdir()] == ["GM9991.toml"]


def test_a_municipality_without_a_register_has_no_provisions(tmp_path: Path) -> None:
    assert register.read(tmp_path, "GM9991") == ()
    with pytest.raises(NotFoundError):
        register.find(tmp_path, "GM9991", "huiskamer")


def test_a_double_id_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="huiskamer"):
        register.write(tmp_path, "GM9991", [place(), place()])
    assert not register.path_of(tmp_path, "GM9991").exists()


def test_a_place_in_another_municipality_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="BU99920001"):
        register.write(tmp_path, "GM9991", [place(neighbourhood="BU99920001")])


def test_real_and_fictitious_places_never_stand_together(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="real and fictitious"):
        register.write(tmp_path, "GM9991", [place(fictitious=False)])


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
    path = register.path_of(tmp_path, "GM9991")
    path.parent.mkdir(parents=True)
    path.write_text('municipality = "GM9991"\nplaces = 3\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"GM9991\.toml"):
        register.read(tmp_path, "GM9991")


@given(
    name=st.text(min_size=1, max_size=60).filter(lambda words: words.isprintable()),
    cost=st.floats(min_value=0, max_value=1e9),
)
def test_any_name_and_amount_survives_the_file(name: str, cost: float) -> None:
    one = place(name=name, own_cost_eur_per_year=cost)
    record = {"municipality": "GM9991", "provision": [one.model_dump(mode="json")]}
    back = check(register.Register, read_toml(write_toml(record), "t"), "t")
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
    assert register.write_budget(tmp_path, budget)
    assert not register.write_budget(tmp_path, budget)
    assert register.read_budget(tmp_path, "GM9991", 2023) == budget
    assert register.read_budget(tmp_path, "GM9991", 2024) is None
    assert budget.frame().row(0, named=True)["field"] == "6.71b"
    assert budget.frame()["fictitious"].all()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / register.FOLDER).write_text("a file where the folder should be")
    with pytest.raises(InputError, match=register.FOLDER):
        register.write(tmp_path, "GM9991", [place()])
