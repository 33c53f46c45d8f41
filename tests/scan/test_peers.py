"""Comparable areas: who they are, that origin plays no part, and what is set side by side."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scan.small_country import areas, catalogue, code, indicator, national, observations
from weefsel.atlas.indicator import catalogue as shipped_catalogue
from weefsel.atlas.mapping import observe
from weefsel.atlas.store import Store
from weefsel.base.errors import InputError
from weefsel.scan.national import National, compute, prepare
from weefsel.scan.peers import (
    TraitTable,
    all_peers,
    declared_traits,
    fixed_peers,
    peers,
    read_traits,
    trait_table,
)
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.side_by_side import FEW_PEERS, OWN_FIGURE, SIDE_COLUMNS, side_by_side
from weefsel.sources import kwb
from weefsel.sources.area_code import country_of
from weefsel.sources.model import (
    AREA_COLUMNS,
    MEASURE_COLUMNS,
    VALUE_COLUMNS,
    Edition,
    RawTable,
)

RECIPE = ScanRecipe(area="GM9990")
TRAITS = [one.indicator for one in declared_traits().trait]
KNOWN = catalogue(*[indicator(one) for one in TRAITS if one != "population"])
# Six neighbourhoods: 0 and 1 are dense, old and alone; 2 and 3 wide with children; 4 between.
LAND = {
    "address_density": [2500, 2400, 300, 320, 1200, 1100],
    "population_density": [9000, 8800, 800, 850, 4000, 3900],
    "residents_share_0_14": [8, 9, 22, 21, 15, 14],
    "residents_share_65plus": [28, 27, 12, 13, 20, 21],
    "single_person_households_share": [60, 58, 20, 22, 40, 41],
}
RESIDENTS = [900.0, 950.0, 2000.0, 2100.0, 1500.0, 1400.0]


def country(
    more: dict[str, list[float | None]] | None = None,
    *,
    population: list[float | None] | None = None,
) -> National:
    columns = {**{key: [float(x) for x in row] for key, row in LAND.items()}, **(more or {})}
    rows = observations(columns, population=population or list(RESIDENTS))
    return national(rows, RECIPE, known=KNOWN)


def table(**more) -> TraitTable:
    return trait_table(country(**more), "neighbourhood")


def test_the_most_comparable_neighbourhood_is_the_one_of_the_same_kind() -> None:
    for one, other in ((0, 1), (1, 0), (2, 3), (3, 2), (4, 5)):
        found = peers(table(), code(one))
        assert found.codes[0] == code(other)
        assert list(found.distances) == sorted(found.distances)
        assert code(one) not in found.codes
        assert found.candidates == 5


def test_all_peers_are_those_of_each() -> None:
    laid = table()
    assert all_peers(laid) == {one: peers(laid, one) for one in laid.codes}


def test_a_neighbourhood_with_few_residents_is_no_peer_and_has_none() -> None:
    laid = table(population=[900.0, 40.0, None, 2100.0, 1500.0, 1400.0])
    assert set(laid.codes) == {code(n) for n in (0, 3, 4, 5)}
    for small in (1, 2):
        found = peers(laid, code(small))
        assert found.codes == ()
        assert found.reason is not None
        assert found.sentence.render("nl").startswith("Te weinig inwoners")


def test_without_figures_for_half_of_the_traits_there_are_no_peers() -> None:
    holes = {
        key: [None, *[float(x) for x in LAND[key][1:]]]
        for key in ("address_density", "population_density", "single_person_households_share")
    }
    found = peers(table(more=holes), code(0))
    assert found.codes == ()
    assert {one.id for one in found.lacking} == set(holes)
    enough = peers(table(more={"address_density": holes["address_density"]}), code(0))
    assert enough.codes[0] == code(1)
    assert [one.id for one in enough.lacking] == ["address_density"]


def test_a_density_of_zero_has_no_logarithm_and_is_lacking() -> None:
    found = peers(table(more={"address_density": [0.0, *LAND["address_density"][1:]]}), code(0))
    assert [one.id for one in found.lacking] == ["address_density"]


# Origin


@settings(deadline=None, max_examples=15)
@given(st.lists(st.floats(0, 100), min_size=6, max_size=6))
def test_changing_origin_changes_no_peer_and_nothing_beside_them(shares: list[float]) -> None:
    before, after = country({"born_abroad": [10.0] * 6}), country({"born_abroad": list(shares)})
    for one in range(6):
        chosen = [peers(trait_table(n, "neighbourhood"), code(one)) for n in (before, after)]
        assert chosen[0] == chosen[1]
        left, right = (side_by_side(n, chosen[0]) for n in (before, after))
        assert left.equals(right)
        assert "born_abroad" not in left["indicator"]


def test_a_trait_of_origin_or_of_nothing_is_refused(tmp_path: Path) -> None:
    good = Path(__file__).parents[2] / "src/weefsel/scan/declared/peers.toml"
    for other, says in (
        ("migration_background_western_share", "never compared on origin"),
        ("how_nice_it_is", "not in the catalogue"),
    ):
        bad = tmp_path / "peers.toml"
        bad.write_text(good.read_text("utf-8").replace("address_density", other), "utf-8")
        with pytest.raises(InputError, match=says):
            read_traits(bad)


def test_no_declared_trait_says_how_an_area_fares() -> None:
    for one in declared_traits().trait:
        assert shipped_catalogue()[one.indicator].direction == 0
        assert one.reason_nl
        assert one.reason_en


# Fixed by the user, fiction and real


def test_the_user_fixes_the_peers_in_the_order_of_choice() -> None:
    found = fixed_peers(table(), code(0), [code(3), code(1)], areas=areas(6))
    assert found.codes == (code(3), code(1))
    assert found.fixed
    assert found.distances[0] > found.distances[1]
    assert "2 buurten" in found.sentence.render("nl")


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        (["BU01640101"], "real and fictitious"),
        ([code(0)], "cannot be compared"),
        ([code(1), code(1)], "cannot be compared"),
        (["WK999001"], "cannot be compared"),
        (["BU99909999"], "cannot be compared"),
        (["nonsense"], "cannot be compared"),
    ],
)
def test_a_peer_that_cannot_be_is_refused(chosen: list[str], says: str) -> None:
    with pytest.raises(InputError, match=says):
        fixed_peers(table(), code(0), chosen, areas=areas(6))


def test_a_store_with_fiction_and_real_never_mixes_them_in_a_peer_set(
    tmp_path: Path, weverdam_and_real: Store
) -> None:
    for area in ("GM9990", "GM0164"):
        made = prepare(weverdam_and_real, ScanRecipe(area=area))
        for level in ("municipality", "neighbourhood"):
            laid = trait_table(made, level)
            for one, found in all_peers(laid).items():
                assert {country_of(other) for other in found.codes} <= {country_of(one)}


@pytest.fixture(scope="module")
def weverdam_and_real(weverdam_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Weverdam, and beside it a few real codes with the same figures."""
    folder = tmp_path_factory.mktemp("both") / "home"
    shutil.copytree(weverdam_home, folder)
    store = Store(folder)
    invented = store.observations(country="XX00", years=[2023])
    swap = pl.col("area").str.replace("9990", "0164").str.replace("XX00", "NL00")
    edition = Edition(
        table="T",
        series="kwb",
        title="T",
        year=2023,
        division=2023,
        publisher="",
        licence="",
        attribution="",
        file="t.csv",
    )
    division = store.areas(2023, country="XX00")
    real = division.with_columns(
        code=pl.col("code").str.replace("9990", "0164").str.replace("XX00", "NL00"),
        municipality=pl.col("municipality").str.replace("9990", "0164"),
    ).select(pl.col(name).cast(kind) for name, kind in AREA_COLUMNS.items())
    raw = RawTable(
        edition, real, pl.DataFrame(schema=MEASURE_COLUMNS), pl.DataFrame(schema=VALUE_COLUMNS)
    )
    rows = invented.with_columns(area=swap, source=pl.lit(edition.id), fictitious=pl.lit(False))
    store.load(raw, rows)
    return store


def test_weverdam_has_no_other_municipality_and_says_so(weverdam_and_real: Store) -> None:
    made = prepare(weverdam_and_real, RECIPE)
    found = peers(trait_table(made, "municipality"), "GM9990")
    assert found.codes == ()
    assert "geen ander gebied" in found.sentence.render("nl")
    beside = side_by_side(made, found)
    assert set(beside["reason"]) <= {"no_value", "no_peers"}
    assert peers(trait_table(made, "neighbourhood"), "BU99900101").codes


@pytest.mark.realdata
def test_hengelo_is_compared_with_towns_of_its_urbanity_and_size(
    real_data: Path, tmp_path: Path
) -> None:
    store = Store(tmp_path)
    for raw in kwb.read(real_data / "kwb/cbs.v3.84799NED_TypedDataSet.parquet"):
        store.load(raw, observe(raw, shipped_catalogue()).frame)
    made = prepare(store, ScanRecipe(area="GM0164"))
    found = peers(trait_table(made, "municipality"), "GM0164")
    assert (len(found.codes), found.candidates, found.lacking) == (10, 354, ())
    rows = made.levels["municipality"].compared
    of = {
        (row["area"], row["indicator"]): row["value"]
        for row in rows.filter(pl.col("indicator").is_in(["urbanity", "population"])).to_dicts()
    }
    for one in found.codes:
        assert abs(of[one, "urbanity"] - of["GM0164", "urbanity"]) <= 1
        assert 0.4 < of[one, "population"] / of["GM0164", "population"] < 2.5
    assert "omgevingsadressendichtheid, inwoners" in found.sentence.render("nl")
    every = all_peers(trait_table(made, "neighbourhood"))
    assert len(every) > 11_000
    assert all(len(one.codes) == 10 for one in every.values())


# Side by side


def test_an_area_stands_beside_its_peers_and_the_country() -> None:
    made = country({"benefit": [10.0, 4.0, 6.0, 8.0, 12.0, None]})
    found = fixed_peers(
        trait_table(made, "neighbourhood"),
        code(0),
        [code(n) for n in (1, 2, 3, 4)],
        areas=areas(6),
    )
    frame = side_by_side(made, found)
    assert dict(frame.schema) == SIDE_COLUMNS
    row = frame.row(by_predicate=pl.col("indicator") == "benefit", named=True)
    assert (row["value"], row["year"], row["reason"]) == (10.0, 2020, "")
    assert (row["peers_lowest"], row["peers_middle"], row["peers_highest"]) == (4.0, 7.0, 12.0)
    assert row["peers_lower"] == 75.0
    assert (row["peers_filled"], row["peers_other_year"]) == (4, 0)


def test_figures_of_another_year_are_not_set_beside_each_other() -> None:
    columns = {key: [float(x) for x in row] for key, row in LAND.items()}
    rows = pl.concat(
        [
            observations(columns, population=list(RESIDENTS)),
            observations({"benefit": [10.0, None, None, 8.0, 12.0, 9.0]}, year=2020).filter(
                pl.col("indicator") == "benefit"
            ),
            observations({"benefit": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]}, year=2019).filter(
                pl.col("indicator") == "benefit"
            ),
        ]
    )
    made = national(rows, RECIPE, known=KNOWN)
    laid = trait_table(made, "neighbourhood")
    row = side_by_side(made, peers(laid, code(0)), indicators=["benefit"]).row(0, named=True)
    assert (row["peers_filled"], row["peers_other_year"]) == (3, 2)
    assert row["peers_lowest"] == 8.0
    two = fixed_peers(laid, code(0), [code(n) for n in (1, 2, 3)], areas=areas(6))
    row = side_by_side(made, two, indicators=["benefit"]).row(0, named=True)
    assert row["reason"] == FEW_PEERS
    assert row["peers_middle"] is None


def test_an_own_figure_is_not_set_beside_official_ones() -> None:
    columns = {key: [float(x) for x in row] for key, row in LAND.items()}
    official = observations({**columns, "benefit": [None, 2.0, 3.0, 4.0, 5.0, 6.0]})
    mine = observations({"benefit": [9.0, None, None, None, None, None]}, source="OWN").filter(
        pl.col("area") == code(0), pl.col("indicator") == "benefit"
    )
    made = compute(
        areas(6),
        pl.concat([official, mine]),
        RECIPE,
        year=2020,
        country="XX00",
        catalogue=KNOWN,
        own=["OWN"],
    )
    laid = trait_table(made, "neighbourhood")
    row = side_by_side(made, peers(laid, code(0)), indicators=["benefit"]).row(0, named=True)
    assert (row["value"], row["reason"], row["peers_middle"]) == (9.0, OWN_FIGURE, None)
    other = side_by_side(made, peers(laid, code(1)), indicators=["benefit"]).row(0, named=True)
    assert other["peers_filled"] == 4
