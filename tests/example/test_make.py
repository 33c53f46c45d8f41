"""Making the example: everything at once, marked fictitious, apart from real figures."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from weefsel.atlas.indicator import catalogue
from weefsel.atlas.mapping import observe
from weefsel.atlas.store import Store
from weefsel.example.design import design
from weefsel.example.make import ExampleReport, make_weverdam
from weefsel.provisions import budget as budgets
from weefsel.provisions import map_file
from weefsel.provisions.place_kind import place_kinds
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.run import scan
from weefsel.sources.model import AREA_COLUMNS, MEASURE_COLUMNS, VALUE_COLUMNS, Edition, RawTable
from weefsel.sources.names import slug
from weefsel.weigh.choice import Choice


def contents(home: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(home)): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


def a_real_table() -> RawTable:
    """A table of the real country with one invented number."""
    path, title, unit = "Bevolking", "Aantal inwoners", "aantal"
    measure = ("AantalInwoners_5", "AantalInwoners", title, path, unit, slug(path, title, unit))
    return RawTable(
        edition=Edition(
            table="TEST",
            series="kwb",
            title="Test",
            year=2020,
            division=2020,
            publisher="test",
            licence="test",
            attribution="test",
        ),
        areas=pl.DataFrame(
            [("NL00", "Nederland", "country", None, None)], schema=AREA_COLUMNS, orient="row"
        ),
        measures=pl.DataFrame([measure], schema=MEASURE_COLUMNS, orient="row"),
        values=pl.DataFrame(
            [("AantalInwoners_5", "NL00", 1234.0, "measured")],
            schema=VALUE_COLUMNS,
            orient="row",
        ),
    )


def test_every_row_says_that_it_is_fictitious(store: Store) -> None:
    figures = store.observations(country="XX00")
    assert figures.height > 10_000
    assert figures["fictitious"].all()
    assert store.observations(country="NL00").is_empty()
    for year in store.years("XX00"):
        areas = store.areas(year, country="XX00")
        assert areas["fictitious"].all()
        assert (areas["code"].str.contains(r"^(XX00|GM9990|WK9990\d\d|BU9990\d{4})$")).all()
    for edition in store.editions():
        assert edition.fictitious
        assert "verzonnen" in edition.title


def test_ten_years_of_key_figures_and_three_of_health(store: Store) -> None:
    assert store.years("XX00") == list(range(2014, 2024))
    health = {(e.year, e.population) for e in store.editions() if e.series == "health"}
    assert health == {(y, p) for y in (2016, 2020, 2022) for p in ("18plus", "65plus")}


def test_every_area_of_every_year_has_a_boundary(store: Store) -> None:
    for year in store.years("XX00"):
        for level, count in (("neighbourhood", 60 if year < 2018 else 59), ("district", 9)):
            codes = store.areas(year, country="XX00", level=level)["code"].to_list()
            assert len(codes) == count
            shapes = store.geometry(codes, year=year, country="XX00")
            assert set(shapes) == set(codes), (year, level)
            assert all(shape.is_valid and not shape.is_empty for shape in shapes.values())
    assert store.geometry(["GM9990"], year=2023, country="XX00")["GM9990"].area > 0
    assert store.geometry_year(codes, year=2023, country="XX00") == 2023


def test_model_estimates_keep_their_mark(store: Store) -> None:
    lonely = store.observations(indicators=["lonely_18plus"], country="XX00")
    assert set(lonely.drop_nulls("value")["flag"]) == {"model_estimate"}


def test_making_it_twice_changes_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert make_weverdam(store, 3).changed
    before = contents(tmp_path)
    again = make_weverdam(store, 3)
    assert not again.changed
    assert contents(tmp_path) == before
    assert "nothing changed" in again.sentences[-1].render("en")


def test_another_seed_takes_its_place_and_leaves_real_figures_alone(tmp_path: Path) -> None:
    store = Store(tmp_path)
    real = a_real_table()
    store.load(real, observe(real, catalogue()).frame)
    before = store.observations(country="NL00")
    make_weverdam(store, 3)
    first = store.observations(country="XX00")
    make_weverdam(store, 4)
    second = store.observations(country="XX00")
    assert not first.equals(second)
    assert second["source"].unique().sort().equals(first["source"].unique().sort())
    assert store.observations(country="NL00").equals(before)
    assert before["value"].to_list() == [1234.0]
    both = pl.concat([second["area"], before["area"]])
    assert set(before["area"]).isdisjoint(second["area"])
    assert both.len() == second.height + before.height


def test_a_scan_scores_security_and_says_why_the_others_have_none(store: Store) -> None:
    result = scan(store, ScanRecipe(area="GM9990"))
    scored = result.scores.filter(pl.col("level") == "neighbourhood")
    filled = scored.group_by("condition").agg(pl.col("score").count().alias("scored"))
    counts = dict(filled.iter_rows())
    assert counts["socio_economic_security"] == 57
    assert counts["inclusion"] == counts["cohesion"] == counts["empowerment"] == 0
    security = scored.filter(pl.col("condition") == "socio_economic_security")
    assert security.drop_nulls("score")["filled"].min() == 8
    assert security["score"].drop_nulls().is_between(0, 100).all()
    assert security["score"].mean() == pytest.approx(50, abs=0.5)
    empty = scored.filter(pl.col("condition").is_in(["cohesion", "empowerment"]))
    assert (empty["reason"] != "").all()


def test_spoelkwartier_is_among_the_three_under_most_strain(store: Store) -> None:
    result = scan(store, ScanRecipe(area="GM9990"))
    lowest = (
        result.scores.filter(
            pl.col("level") == "neighbourhood",
            pl.col("condition") == "socio_economic_security",
            pl.col("score").is_not_null(),
        )
        .sort("score")
        .head(3)["area"]
    )
    assert "BU99900301" in lowest.to_list()


def test_the_social_map_has_places_of_every_pillar_each_in_its_neighbourhood(
    made: tuple[Store, ExampleReport],
) -> None:
    store, report = made
    held = map_file.read(store.home, "GM9990")
    assert held is not None
    places = held.social_map().entries()
    assert len(places) == report.provisions >= 36
    assert {one.service.kind for one in places} <= set(place_kinds())
    assert len({one.service.kind for one in places}) >= 20
    assert {one.pillar for one in places} == {1, 2, 3}
    assert {group for one in places for group in one.service.groups} == {
        f"G{number}" for number in range(1, 10)
    }
    assert all(one.offer.fictitious for one in places)
    assert all("verzonnen" in one.offer.source for one in places)
    assert any(one.location is None for one in places)
    newest = store.areas(2023, country="XX00", level="neighbourhood")["code"].to_list()
    assert {one.neighbourhood for one in places if one.neighbourhood} <= set(newest)
    # No telephone, postcode or address of it can be anybody's.
    assert all(one.phone.startswith("099") for one in places if one.phone)
    assert all(one.website.endswith(".example") for one in places if one.website)
    assert all(
        one.location.postcode.startswith("0")
        for one in places
        if one.location is not None and one.location.postcode
    )


def test_the_places_of_before_keep_their_names_and_figures(home: Path) -> None:
    held = map_file.read(home, "GM9990")
    assert held is not None
    by_slug = {one.slug: one for one in held.social_map().entries()}
    for wanted in design().record["place"]:
        one = by_slug[wanted["id"]]
        assert one.name == wanted["name"]
        assert one.service.kind == wanted["kind"]
        assert one.service.activities == tuple(wanted["activities"])
        assert one.hours_per_week == wanted["hours"]
        assert one.offer.cost_eur_per_year == wanted["cost_eur"]
        assert one.offer.regular_visitors == wanted["visitors"]
    first = by_slug["de-schakel"]
    assert (first.name, first.neighbourhood) == ("Buurthuis De Schakel", "BU99900301")


def test_the_account_has_the_social_domain_and_says_that_it_is_invented(home: Path) -> None:
    budget = budgets.read_budget(home, "GM9990", 2023)
    assert budget is not None
    frame = budget.frame()
    assert frame["fictitious"].all()
    assert {"5.2", "5.6", "6.1", "6.2", "6.71b", "7.1"} <= set(frame["field"])
    assert frame["expenditure_thousand_eur"].min() > 0
    # Social domain and sport together: 1,500 to 3,000 euro a resident in the Netherlands.
    per_resident = frame["expenditure_thousand_eur"].sum() * 1000 / 78_400
    assert 1_500 < per_resident < 3_000
    assert "verzonnen" in budget.source


def test_the_ready_choice_is_a_valid_recipe_about_de_schakel(
    made: tuple[Store, ExampleReport],
) -> None:
    _, report = made
    choice = Choice.read(report.choice.read_bytes(), report.choice.name)
    assert choice.area == "GM9990"
    assert choice.fictitious
    assert [one.id for one in choice.option] == ["zero", "close", "extend"]
    for option in choice.option:
        for act in option.act:
            assert act.object == "provision:de-schakel"
            assert act.areas == ("BU99900301",)
            for key in ("cost_eur_per_year", "regular_visitors", "vulnerable_share"):
                own = act.own(key)
                assert own is not None
                assert "verzonnen" in own.source
    assert Choice.read(choice.toml(), "again").record() == choice.record()


def test_the_report_reads_in_dutch_and_english(made: tuple[Store, ExampleReport]) -> None:
    _, report = made
    english = " ".join(one.render("en") for one in report.sentences)
    dutch = " ".join(one.render("nl") for one in report.sentences)
    assert "78,400 residents" in english
    assert "78.400 inwoners" in dutch
    assert "verzonnen" in dutch
