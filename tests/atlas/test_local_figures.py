"""A municipality's own figures: checked row by row, stored whole or not, official first."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.tables import areas, counts, edition, observed, raw, seen
from weefsel.atlas.local_error import margin_interval, share_interval
from weefsel.atlas.local_load import (
    Prepared,
    guess_mapping,
    prepare_local,
    store_local,
    withdraw_local,
)
from weefsel.atlas.store import Store
from weefsel.base.errors import ConflictError, InputError
from weefsel.sources.local_grid import grid_of
from weefsel.sources.local_mapping import mapping_of
from weefsel.sources.local_rows import Faults

TODAY = date(2026, 11, 22)
CODES = ("XX00", "GM9990", "WK999000", "WK999001", "BU99900000", "BU99900001", "BU99900100")
NAMES = {
    "GM9990": "Weverdam",
    "WK999000": "Wijk 00 Centrum",
    "WK999001": "Wijk 01 Oost",
    "BU99900000": "Centrum",
    "BU99900001": "Lakenhal",
    "BU99900100": "Spoelkwartier",
}
HEAD = "gebied;indicator;jaar;waarde;n;marge;soort\n"


@pytest.fixture
def town(store: Store) -> Store:
    """A store that knows the areas of Weverdam in 2020."""
    store.load(raw(places=areas(CODES, NAMES)), counts())
    return store


def prepared(store: Store, rows: str, head: str = HEAD, door=None, **more) -> Prepared:
    grid = grid_of((head + rows).encode(), "eigen.csv")
    mapping = guess_mapping(store, grid, mapping_of({"municipality": "GM9990", **more}))
    return prepare_local(store, grid, mapping, today=TODAY, door=door)


def loaded(store: Store, rows: str, *, replace: bool = False, **more) -> Prepared:
    found = prepared(store, rows, **more)
    store_local(store, found, replace=replace)
    return found


def values(store: Store, *indicators: str) -> dict[tuple[str, str, int], float | None]:
    rows = store.observations(indicators=indicators or None, country="XX00")
    return {(r["area"], r["indicator"], r["year"]): r["value"] for r in rows.iter_rows(named=True)}


def said(found: Prepared) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.what.render("en")) for one in found.checked.faults]


def test_a_figure_is_stored_with_source_licence_and_its_own_error(town: Store) -> None:
    loaded(
        town,
        "Lakenhal;Burenhulp;2020;50%;100;;enquete\n",
        source="Enquete 2020",
        licence="CC0-1.0",
        house="Gemeente W",
    )
    (one,) = town.observations(indicators=["neighbour_help"], country="XX00").to_dicts()
    assert (one["area"], one["value"], one["flag"]) == ("BU99900001", 50.0, "measured")
    assert (one["lower"], one["upper"]) == pytest.approx((40.38, 59.62), abs=0.01)
    source = town.sources()[f"edition:{one['source']}"]
    assert (source.licence, source.publisher) == ("CC0-1.0", "Gemeente W")
    assert "Enquete 2020" in source.remark
    assert source.extra["series"] == "local"
    (own,) = town.own_figures(one["source"]).to_dicts()
    assert (own["n"], own["error"], own["basis"]) == (100.0, "sampling", "survey")


@pytest.mark.parametrize(
    ("percent", "n", "low", "high"),
    [
        # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3.
        (100 * 81 / 263, 263, 25.53, 36.62),
        (100 * 15 / 148, 148, 6.24, 16.05),
        (0.0, 20, 0.00, 16.11),
        (100 * 1 / 29, 29, 0.61, 17.18),
    ],
)
def test_the_error_of_a_share_is_wilsons(percent, n, low, high) -> None:
    assert share_interval(percent, n) == pytest.approx((low, high), abs=0.005)


@given(st.integers(0, 1000), st.integers(10, 100_000))
def test_an_interval_holds_its_share_and_narrows_with_more_answers(tenths: int, n: int) -> None:
    low, high = share_interval(tenths / 10, n)
    assert 0 <= low <= tenths / 10 <= high <= 100
    closer, nearer = share_interval(tenths / 10, 4 * n)
    assert nearer - closer < high - low


def test_a_margin_is_brought_to_95_percent_and_kept_as_given(town: Store) -> None:
    low, high = margin_interval(50, 5, 0.90, lowest=0, highest=100)
    assert (low, high) == pytest.approx((50 - 5.958, 50 + 5.958), abs=0.001)  # 1.95996 / 1.64485
    loaded(town, "Lakenhal;Burenhulp;2020;2;;5;enquete\n", confidence=0.90)
    (one,) = town.observations(indicators=["neighbour_help"], country="XX00").to_dicts()
    assert (one["lower"], one["upper"]) == pytest.approx((0.0, 7.958), abs=0.001)
    (own,) = town.own_figures(one["source"]).to_dicts()
    assert (own["margin"], own["confidence"], own["error"]) == (5.0, 0.9, "margin")


def test_without_answers_or_margin_the_error_is_unknown_and_said(town: Store) -> None:
    found = loaded(town, "Lakenhal;Burenhulp;2020;50;;;enquete\n")
    (one,) = town.observations(indicators=["neighbour_help"], country="XX00").to_dicts()
    assert one["lower"] is None
    assert town.own_figures(one["source"])["error"].to_list() == ["unknown"]
    assert any("error is not known" in note.render("en") for note in found.notes)


def test_a_survey_of_fewer_than_ten_people_is_withheld(town: Store) -> None:
    loaded(
        town,
        "Lakenhal;Burenhulp;2020;50;8;;enquete\nSpoelkwartier;Burenhulp;2020;50;10;;enquete\n",
    )
    rows = town.observations(indicators=["neighbour_help"], country="XX00").sort("area")
    assert rows["value"].to_list() == [None, 50.0]
    assert rows["flag"].to_list() == ["suppressed", "measured"]
    own = town.own_figures(rows["source"][0]).sort("area")
    assert own["n"].to_list() == [None, 10.0]


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("Nergens;Burenhulp;2020;50;;;enquete", "gebied", "is no area of Weverdam"),
        ("BU99900199;Burenhulp;2020;50;;;enquete", "gebied", "is no area of the division"),
        ("BU99910101;Burenhulp;2020;50;;;enquete", "gebied", "lies in GM9991"),
        ("XX00;Burenhulp;2020;50;;;enquete", "gebied", "not about a country"),
        (";Burenhulp;2020;50;;;enquete", "gebied", "there is no area"),
        ("Centrum;Burenhulp;2020;50;;;enquete", "gebied", "more than one area"),
        ("Lakenhal;Geluk;2020;50;;;enquete", "indicator", "no indicator that Weefsel knows"),
        ("Lakenhal;;2020;50;;;enquete", "indicator", "there is no indicator"),
        ("Lakenhal;Burenhulp;1899;50;;;enquete", "waarde", "cannot be stored here"),
        ("Lakenhal;Burenhulp;2027;50;;;enquete", "waarde", "cannot be stored here"),
        ("Lakenhal;Burenhulp;;50;;;enquete", "jaar", "there is no year"),
        ("Lakenhal;Burenhulp;2020;100,1;;;enquete", "waarde", "more than can be"),
        ("Lakenhal;Burenhulp;2020;-1;;;enquete", "waarde", "less than nothing"),
        ("Lakenhal;Burenhulp;2020;;;;enquete", "waarde", "there is no value"),
        ("Lakenhal;Burenhulp;2020;veel;;;enquete", "waarde", "is not a number"),
        ("Lakenhal;Burenhulp;2020;50;9,5;;enquete", "waarde", "not a number of people"),
        ("Lakenhal;Burenhulp;2020;50;-3;;enquete", "waarde", "not a number of people"),
        ("Lakenhal;Burenhulp;2020;50;;-3;enquete", "waarde", "a margin is never less"),
        ("Lakenhal;Burenhulp;2020;50;;;gevoel", "soort", "is not known here"),
        ("Lakenhal;Burenhulp;2020;50;;;", "waarde", "what this figure rests on"),
        ("Lakenhal;learning_places_per_1000;2020;5%;;;telling", "waarde", "not a percentage"),
        ("Lakenhal;Burenhulp;2020;50;;;registratie", "waarde", "needs the number of people"),
        ("Lakenhal;accessibility_audit;2020;101;;;telling", "waarde", "more than can be"),
    ],
)  # fmt: skip
def test_every_fault_is_named_and_the_rest_of_the_file_is_not_stored(
    town: Store, row: str, column: str, words: str
) -> None:
    before = seen(town)
    found = prepared(town, f"Spoelkwartier;Burenhulp;2020;40;100;;enquete\n{row}\n")
    assert [(line, where) for line, where, _ in said(found)] == [(3, column)]
    assert words in said(found)[0][2]
    with pytest.raises(Faults) as caught:
        store_local(town, found)
    assert "eigen.csv" in caught.value.sentence("nl")
    assert "row 3" in caught.value.sentence("en")
    assert seen(town) == before


def test_a_double_is_named_with_the_row_it_repeats(town: Store) -> None:
    found = prepared(
        town,
        "Lakenhal;Burenhulp;2020;50;;;enquete\nBU99900001;neighbour_help;2020;50;;;enquete\n",
    )
    assert said(found)[0][0] == 3
    assert "row 2 holds the same" in said(found)[0][2]


def test_an_ambiguous_name_gives_its_candidates_and_a_level_settles_it(town: Store) -> None:
    row = "Centrum;Burenhulp;2020;50;;;enquete\n"
    todo = prepared(town, row).checked.faults[0].todo.render("en")
    assert "WK999000" in todo
    assert "BU99900000" in todo
    assert prepared(town, row, level="district").checked.frame["area"].to_list() == ["WK999000"]
    assert prepared(town, row, level="neighbourhood").checked.frame["area"].to_list() == [
        "BU99900000"
    ]


def test_names_are_found_as_people_write_them_and_code_and_name_must_agree(town: Store) -> None:
    for name in ("lakenhal", "LAKENHAL ", "Oost", "wijk 1 oost", "bu99900001", "BU 99900001"):
        assert not prepared(town, f"{name};Burenhulp;2020;50;;;enquete\n").checked.faults, name
    head = "code;buurt;indicator;jaar;waarde;soort\n"
    wrong = prepared(town, "BU99900001;Spoelkwartier;Burenhulp;2020;50;enquete\n", head)
    assert "is Lakenhal, not 'Spoelkwartier'" in said(wrong)[0][2]
    near = prepared(town, "Lakenhall;Burenhulp;2020;50;;;enquete\n").checked.faults[0]
    assert "BU99900001 (Lakenhal)" in near.todo.render("en")


def test_shares_between_nought_and_one_are_asked_about_not_guessed(town: Store) -> None:
    rows = "".join(
        f"{name};Burenhulp;2020;0,{at}5;100;;enquete\n"
        for at, name in enumerate(("Lakenhal", "Spoelkwartier", "BU99900000"), start=3)
    )
    found = prepared(town, rows)
    assert [line for line, _, _ in said(found)] == [2, 3, 4]
    assert prepared(town, rows, fractions=True).checked.frame["value"].max() == 55
    assert prepared(town, rows, fractions=False).checked.frame["value"].max() == 0.55


def test_official_comes_before_own_and_own_fills_what_is_missing(town: Store) -> None:
    loaded(
        town,
        "Lakenhal;Burenhulp;2020;50;;;enquete\nSpoelkwartier;Burenhulp;2020;60;;;enquete\n",
    )
    of = edition(table="OFFICIEEL", published="2019-01-01")
    town.load(
        raw(of, areas(())),
        observed(
            {("BU99900001", "neighbour_help"): 10.0, ("BU99900100", "neighbour_help"): None}, of
        ),
    )  # fmt: skip
    assert values(town, "neighbour_help") == {
        ("BU99900001", "neighbour_help", 2020): 10.0,
        ("BU99900100", "neighbour_help", 2020): 60.0,
    }


def test_other_figures_under_one_name_are_refused_and_replaced_as_a_whole(town: Store) -> None:
    both = "Lakenhal;Burenhulp;2020;50;;;enquete\nLakenhal;Burenhulp;2019;51;;;enquete\n"
    loaded(town, both)
    before = seen(town)
    loaded(town, both)
    assert seen(town) == before
    with pytest.raises(ConflictError):
        loaded(town, "Lakenhal;Burenhulp;2020;55;;;enquete\n")
    assert seen(town) == before
    loaded(town, "Spoelkwartier;Burenhulp;2020;55;;;enquete\n", replace=True)
    assert values(town, "neighbour_help") == {("BU99900100", "neighbour_help", 2020): 55.0}


def test_withdrawing_takes_all_years_and_leaves_the_rest(town: Store) -> None:
    found = loaded(
        town, "Lakenhal;Burenhulp;2020;50;;;enquete\nLakenhal;Burenhulp;2019;51;;;enquete\n"
    )
    before = values(town, "population")
    assert withdraw_local(town, found.table) == 2
    assert values(town) == before
    assert town.years("XX00") == [2020]
    assert withdraw_local(town, "EX-KWB") == 0  # official figures are not withdrawn this way


def test_an_indicator_of_ones_own_is_context_and_of_one_municipality(town: Store) -> None:
    new = {"id": "parking", "name_nl": "Parkeerdruk", "name_en": "Parking pressure"}
    loaded(town, "Lakenhal;parking;2020;50;;;enquete\n", indicator=[new])
    made = town.catalogue("XX00")["own_gm9990_parking"]
    assert (made.condition, made.direction, made.owner) == ("context", 0, "GM9990")
    assert "own_gm9990_parking" not in town.catalogue("NL00")
    assert values(town, "own_gm9990_parking") == {("BU99900001", "own_gm9990_parking", 2020): 50}
    with pytest.raises(InputError, match="already"):
        prepared(
            town, "Lakenhal;x;2020;50;;;enquete\n", indicator=[{**new, "name_nl": "Burenhulp"}]
        )


def test_shares_of_own_records_go_through_the_door_or_nowhere(town: Store) -> None:
    row = "Lakenhal;reach_vulnerable;2020;50;40;;registratie\n"
    assert "door" in said(prepared(town, row))[0][2]
    asked: list[dict] = []

    def door(shares: pl.DataFrame, shown: dict) -> tuple[pl.DataFrame, dict]:
        asked.append(shown)
        return shares.with_columns(withheld=pl.col("n") < 50), {"passed": shares.height}

    loaded(town, row + "Spoelkwartier;reach_vulnerable;2020;30;60;;registratie\n", door=door)
    assert values(town, "reach_vulnerable") == {
        ("BU99900001", "reach_vulnerable", 2020): None,
        ("BU99900100", "reach_vulnerable", 2020): 30.0,
    }
    withdraw_local(town, next(one.table for one in town.editions() if one.own))
    prepared(town, row, door=door)
    assert asked == [{}, {"passed": 2}]  # what was shown once is remembered


def test_what_the_door_does_not_give_back_is_withheld(town: Store) -> None:
    loaded(
        town,
        "Lakenhal;reach_vulnerable;2020;50;40;;registratie\n",
        door=lambda shares, shown: (shares.head(0).with_columns(withheld=pl.lit(False)), {}),
    )
    assert values(town, "reach_vulnerable") == {("BU99900001", "reach_vulnerable", 2020): None}


def test_two_that_were_prepared_side_by_side_are_not_both_shown(town: Store) -> None:
    def door(shares: pl.DataFrame, shown: dict) -> tuple[pl.DataFrame, dict]:
        return shares.with_columns(withheld=pl.lit(False)), {"times": shown.get("times", 0) + 1}

    rows = "Lakenhal;reach_vulnerable;2020;50;40;;registratie\n"
    first = prepared(town, rows, door=door, name="een")
    second = prepared(town, rows, door=door, name="twee")
    store_local(town, first)
    with pytest.raises(InputError, match="meanwhile"):
        store_local(town, second)


def test_the_status_shows_own_figures_apart(town: Store) -> None:
    loaded(town, "Lakenhal;Burenhulp;2020;50;;;enquete\n")
    rows = {row["source"]: row for row in town.status().frame.to_dicts()}
    own = rows["EIGEN-GM9990-EIGEN-2020"]
    assert (own["series"], own["rows"], own["areas"], own["fictitious"]) == ("local", 1, 1, True)
    assert town.status().own.is_empty()  # Weverdam's stand with the example


def test_the_year_of_the_areas_is_the_nearest_that_is_loaded_and_said(town: Store) -> None:
    found = loaded(town, "Lakenhal;Burenhulp;2023;50;;;enquete\n")
    assert found.editions[0].division == 2020
    assert any("2020" in note.render("nl") for note in found.notes)
    with pytest.raises(InputError):
        prepared(town, "Lakenhal;Burenhulp;2023;50;;;enquete\n", division=2019)


def test_a_file_without_codes_needs_to_say_which_municipality(town: Store) -> None:
    grid = grid_of((HEAD + "Lakenhal;Burenhulp;2020;50;;;enquete\n").encode(), "eigen.csv")
    with pytest.raises(InputError, match="which municipality"):
        prepare_local(town, grid, guess_mapping(town, grid), today=TODAY)
