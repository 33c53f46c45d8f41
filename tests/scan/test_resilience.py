"""The resilience map: three forms, what is refused and why, and what Hengelo may only try."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weefsel.atlas.indicator import catalogue
from weefsel.atlas.mapping import observe
from weefsel.atlas.store import Store
from weefsel.base.language import text
from weefsel.scan.national import National, prepare
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.relation import fit
from weefsel.scan.resilience import focus_map, relative_change_map, residual_map
from weefsel.scan.resilience_axis import Axis, indicator_axis, vulnerability_axis
from weefsel.scan.resilience_map import RESILIENCE_COLUMNS
from weefsel.scan.resilience_maps import maps_of
from weefsel.scan.series import changes
from weefsel.scan.vulnerability import apart_from, declared_features, vulnerability
from weefsel.sources import health, kwb

COUNT = 40
AREAS = [f"BU999001{one:02}" for one in range(COUNT)]
PEOPLE = dict.fromkeys(AREAS, 500.0)


def axis(name: str, *years: int | None, seed: int = 0, models: tuple[str, ...] = ()) -> Axis:
    """Chance values of some years; ``None`` for a source without a stated year."""
    rng = np.random.default_rng(seed)
    frames = [
        pl.DataFrame({"area": AREAS, "value": rng.normal(10, 2, COUNT)}).with_columns(
            year=pl.lit(year, pl.Int32)
        )
        for year in years
    ]
    return Axis(
        id=name,
        name=text("%(name)s", name=name),
        values=pl.concat(frames).select("area", "year", "value"),
        models=frozenset(models),
        period=text("year not stated") if None in years else None,
    )


def with_values(made: Axis, year: int | None, values: dict[str, float]) -> Axis:
    """The axis with other values for some areas."""
    value = pl.when(pl.col("year").eq_missing(year)).then(
        pl.col("area").replace_strict(values, default=pl.col("value"), return_dtype=pl.Float64)
    )
    frame = made.values.with_columns(value=pl.coalesce(value, "value"))
    return Axis(made.id, made.name, frame, made.models, made.period)


VULNERABLE, NUISANCE = axis("k", 2018, 2022, seed=1), axis("o", 2018, 2022, seed=2)


def changed_map(k: Axis = VULNERABLE, o: Axis = NUISANCE, **more):
    return relative_change_map(k, o, **{"residents": PEOPLE, "municipality": AREAS, **more})


def odd_map(k: Axis = VULNERABLE, o: Axis = NUISANCE, **more):
    given = {"residents": PEOPLE, "municipality": AREAS, "country_residents": None, **more}
    return residual_map(k, o, **given)


def focused(k: Axis = VULNERABLE, o: Axis = NUISANCE, **more):
    return focus_map(k, o, **{"residents": PEOPLE, "municipality": AREAS, **more})


ALL = (changed_map, odd_map, focused)


# What is refused


@pytest.mark.parametrize("made", ALL)
def test_two_axes_of_one_model_are_refused_with_the_reason(made) -> None:
    k, o = (axis(name, 2018, 2022, models=("m", name)) for name in ("k", "o"))
    found = made(k, o)
    assert found.refusal is not None
    assert found.areas.is_empty()
    assert found.title.render("nl").startswith("Beide assen komen uit één model")
    apart = made(
        axis("k", 2018, 2022, models=("m",)), axis("o", 2018, 2022, seed=3, models=("n",))
    )
    assert apart.refusal is None


def test_change_needs_two_equal_years_of_both() -> None:
    found = changed_map(axis("k", 2016, 2020), axis("o", 2020))
    assert "2016, 2020" in found.title.render("nl")
    assert found.refusal is not None
    assert changed_map(axis("k", 2016, 2018), axis("o", 2018, 2020)).refusal is not None


def test_the_residual_needs_the_country_stated_years_and_years_near_each_other() -> None:
    part = odd_map(country_residents=1_000_000.0)
    assert "landelijke verband" in part.title.render("nl")
    assert odd_map(country_residents=500.0 * COUNT).refusal is None
    undated = odd_map(VULNERABLE, axis("o", None))
    assert "jaar niet vermeld" in undated.title.render("nl")
    far = odd_map(axis("k", 2016), axis("o", 2020))
    assert "te ver uit elkaar" in far.title.render("nl")


@pytest.mark.parametrize("made", ALL)
def test_too_few_areas_are_refused(made) -> None:
    few = AREAS[:5]
    found = made(residents=dict.fromkeys(few, 500.0), municipality=few)
    assert "Te weinig gebieden" in found.title.render("nl")


# Levels or changes, and the title


def test_the_title_says_levels_or_changes_and_of_which_years() -> None:
    assert "veranderingen, kwetsbaarheid 2018 tot 2022" in changed_map().title.render("nl")
    assert "veranderingen" in odd_map().title.render("nl")
    levels = odd_map(axis("k", 2020, seed=1), axis("o", 2021, seed=2))
    assert levels.about == "levels"
    assert "niveaus, kwetsbaarheid 2020, overlast 2021" in levels.title.render("nl")
    assert "niveaus, kwetsbaarheid 2022" in focused().title.render("nl")


@pytest.mark.parametrize("made", ALL)
def test_areas_that_are_small_moved_or_empty_are_named_and_not_classed(made) -> None:
    gone = with_values(VULNERABLE, 2022, {AREAS[0]: float("nan")})
    more = {} if made is focused else {
        "changed": pl.DataFrame({"area": [AREAS[2]], "since": [2020]})
    }  # fmt: skip
    found = made(gone, residents={**PEOPLE, AREAS[1]: 60.0}, **more)
    assert dict(found.areas.schema) == RESILIENCE_COLUMNS
    state = dict(found.areas.select("area", "state").iter_rows())
    assert state[AREAS[0]] == "no_figure"
    assert state[AREAS[1]] == "few_residents"
    assert state[AREAS[2]] == ("mapped" if made is focused else "redivided")
    left = found.areas.filter(pl.col("state") != "mapped")
    for column in ("class", "vulnerable", "nuisance", "residual"):
        assert left[column].null_count() == left.height


def test_a_redivision_outside_the_years_of_change_matters_not() -> None:
    for since in (2018, 2023):
        found = changed_map(changed=pl.DataFrame({"area": [AREAS[2]], "since": [since]}))
        assert set(found.areas["state"]) == {"mapped"}


# The relative change


def test_where_both_rose_more_than_elsewhere_there_is_a_signal() -> None:
    k = with_values(VULNERABLE, 2022, {AREAS[0]: 30.0, AREAS[1]: 30.0})
    o = with_values(NUISANCE, 2022, {AREAS[0]: 30.0, AREAS[2]: 30.0})
    kind = dict(changed_map(k, o).areas.select("area", "class").iter_rows())
    assert [kind[one] for one in AREAS[:3]] == ["signal", "vulnerable", "nuisance"]
    found = changed_map(k, o)
    assert found.title.render("nl").startswith(f"In {found.count('signal')} van 40 gebieden")


@settings(deadline=None, max_examples=15)
@given(st.floats(-50, 50), st.floats(-50, 50))
def test_a_rise_of_all_areas_alike_changes_no_class(left: float, right: float) -> None:
    """Relative: what happens in the whole municipality is no signal of one area."""

    def lifted(made: Axis, by: float) -> Axis:
        later = pl.when(pl.col("year") == 2022).then(pl.col("value") + by).otherwise("value")
        return Axis(made.id, made.name, made.values.with_columns(value=later))

    before, after = changed_map(), changed_map(lifted(VULNERABLE, left), lifted(NUISANCE, right))
    assert before.areas["class"].to_list() == after.areas["class"].to_list()
    np.testing.assert_allclose(
        before.areas["vulnerable_z"].to_numpy(), after.areas["vulnerable_z"].to_numpy(), atol=1e-6
    )


# The residual


def test_the_line_and_its_residuals_are_those_of_leaving_each_area_out() -> None:
    rng = np.random.default_rng(4)
    x = rng.normal(size=50)
    y = 2 + 3 * x + rng.normal(size=50)
    relation, expected, low, high, residual, line = fit(x, y, 0.9)
    slope, intercept = np.polyfit(x, y, 1)
    assert (relation.slope, relation.intercept) == pytest.approx((slope, intercept))
    assert relation.explained == pytest.approx(np.corrcoef(x, y)[0, 1] ** 2)
    np.testing.assert_allclose(expected, intercept + slope * x)
    for i in range(50):
        a, b = np.delete(x, i), np.delete(y, i)
        without = np.polyfit(a, b, 1)
        spread = np.sqrt(((b - np.polyval(without, a)) ** 2).sum() / (49 - 2))
        pull = 1 + 1 / 49 + (x[i] - a.mean()) ** 2 / ((a - a.mean()) ** 2).sum()
        alone = (y[i] - np.polyval(without, x[i])) / (spread * np.sqrt(pull))
        assert residual[i] == pytest.approx(alone)
    assert ((low < expected) & (expected < high)).all()
    assert line == pytest.approx(1.6779, abs=1e-4)  # t(47), 95%


def test_about_one_in_ten_areas_lies_outside_the_band_when_there_is_only_noise() -> None:
    rng = np.random.default_rng(1)
    out = []
    for _ in range(400):
        *_, residual, line = fit(rng.normal(size=40), rng.normal(size=40), 0.9)
        out.append(np.mean(np.abs(residual) > line))
    assert np.mean(out) == pytest.approx(0.1, abs=4 * np.sqrt(0.09 / (400 * 40)))


def test_an_area_with_more_nuisance_than_its_like_is_less_resilient() -> None:
    shared = dict(zip(AREAS, np.linspace(0, 10, COUNT).tolist(), strict=True))
    k = with_values(axis("k", 2020), 2020, shared)
    noise = np.random.default_rng(3).normal(0, 0.5, COUNT)
    o = with_values(
        axis("o", 2020),
        2020,
        {code: 2 * shared[code] + e for code, e in zip(AREAS, noise, strict=True)}
        | {AREAS[5]: 12.0, AREAS[30]: 2.0},
    )
    found = odd_map(k, o, municipality=AREAS[:35])
    kind = dict(found.areas.select("area", "class").iter_rows())
    assert (kind[AREAS[5]], kind[AREAS[30]]) == ("less_resilient", "more_resilient")
    assert found.areas.height == 35
    assert found.relation is not None
    assert found.relation.areas == COUNT
    assert found.relation.low > 0


def test_where_both_hardly_go_together_the_map_says_so() -> None:
    found = odd_map(axis("k", 2020, seed=1), axis("o", 2020, seed=2))
    assert any("nauwelijks samen" in one.render("nl") for one in found.sentences)


@settings(deadline=None, max_examples=15)
@given(st.floats(0.1, 50), st.floats(-100, 100))
def test_another_unit_changes_no_residual(factor: float, shift: float) -> None:
    def moved(made: Axis) -> Axis:
        value = pl.col("value") * factor + shift
        return Axis(made.id, made.name, made.values.with_columns(value=value))

    left, right = odd_map(), odd_map(moved(VULNERABLE), moved(NUISANCE))
    np.testing.assert_allclose(
        left.areas["residual"].to_numpy(), right.areas["residual"].to_numpy(), atol=1e-5
    )


# The focus


def test_the_focus_map_has_three_classes_of_equal_size_on_each_axis() -> None:
    order = dict(zip(AREAS, range(COUNT), strict=True))
    k = with_values(axis("k", 2020), 2020, {code: float(n) for code, n in order.items()})
    o = with_values(axis("o", 2020), 2020, {code: float(COUNT - n) for code, n in order.items()})
    found = focused(k, o)
    first = found.areas["class"].str.slice(0, 1).value_counts().sort("class")
    assert first["count"].to_list() == [14, 13, 13]
    assert set(found.areas["class"]) <= {"1-3", "2-2", "3-1", "1-2", "2-3", "2-1", "3-2"}
    same = focused(k, k)
    assert set(same.areas["class"]) == {"1-1", "2-2", "3-3"}
    assert same.title.render("nl").startswith("In 13 van 40 gebieden")


def test_a_source_without_a_year_makes_the_focus_map_an_experiment() -> None:
    assert focused().experiment is None
    tried = focused(VULNERABLE, axis("o", None))
    assert tried.experiment is not None
    assert tried.sentences[0].render("nl").startswith("Een experiment")
    assert "geen oordeel" in tried.sentences[1].render("nl")


def test_origin_is_no_axis() -> None:
    with pytest.raises(ValueError, match="origin"):
        indicator_axis(
            pl.DataFrame(), catalogue()["origin_outside_europe_share"], level="neighbourhood"
        )


# Weverdam


@pytest.fixture(scope="module")
def years(weverdam: Store) -> dict[int, National]:
    recipes = {
        year: ScanRecipe(area="GM9990", year=year, max_age_years=0) for year in (2020, 2022)
    }
    return {year: prepare(weverdam, recipe) for year, recipe in recipes.items()}


def noise_of(store: Store) -> Axis:
    rows = store.observations(country="XX00", indicators=["noise_neighbours_18plus"])
    return indicator_axis(rows, catalogue()["noise_neighbours_18plus"], level="neighbourhood")


def test_weverdam_has_all_three_maps(weverdam: Store, years: dict[int, National]) -> None:
    nuisance = noise_of(weverdam)
    assert nuisance.years == (2020, 2022)
    registered = apart_from(declared_features(), nuisance.models)
    index = {
        year: vulnerability(made, "neighbourhood", registered, base=years[2020])
        for year, made in years.items()
    }
    vulnerable = vulnerability_axis(index)
    assert vulnerable.models == frozenset()
    rows = weverdam.observations(country="XX00", indicators=["population"], years=[2022])
    residents = dict(
        rows.filter(pl.col("area").str.starts_with("BU")).select("area", "value").iter_rows()
    )
    changed, _ = changes(weverdam, "XX00")
    common = {"residents": residents, "municipality": list(residents)}
    change = relative_change_map(vulnerable, nuisance, changed=changed, **common)
    odd = residual_map(vulnerable, nuisance, country_residents=None, changed=changed, **common)
    focus = focus_map(vulnerable, nuisance, **common)
    assert [one.refusal for one in (change, odd, focus)] == [None, None, None]
    assert (change.about, odd.about, focus.about) == ("changes", "changes", "levels")
    for found in (change, odd, focus):
        assert found.areas.height == 59
        assert found.areas.filter(pl.col("state") == "mapped").height == 57
        assert set(found.areas.filter(pl.col("state") != "mapped")["state"]) == {"few_residents"}
        assert found.experiment is None
    # The story of the example: strain is highest in district 03.
    high = focus.areas.filter(pl.col("class").str.starts_with("3-"))["area"]
    assert high.str.slice(6, 2).is_in(["03"]).sum() >= 5


def test_weverdam_with_health_figures_on_both_axes_is_refused(
    weverdam: Store, years: dict[int, National]
) -> None:
    """Psychological and physical problems come from the same model as the noise."""
    vulnerable = vulnerability_axis({2022: vulnerability(years[2022], "neighbourhood")})
    nuisance = noise_of(weverdam)
    assert vulnerable.models == nuisance.models != frozenset()
    found = focus_map(vulnerable, nuisance, residents={}, municipality=[])
    assert found.refusal is not None


# Hengelo


@pytest.fixture(scope="module")
def hengelo(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("hengelo"))
    for reader, name in (
        (kwb, "kwb/cbs.v3.84799NED_TypedDataSet.parquet"),
        (health, "sociaal/rivm_gezondheid_2016_18plus.xlsx"),
        (health, "sociaal/rivm_gezondheid_2020_18plus.xlsx"),
    ):
        for raw in reader.read(real_data / name):
            store.load(raw, observe(raw, catalogue()).frame)
    return store


def violence(real_data: Path) -> Axis:
    """Violence and vandalism per 1,000 residents, from the extract that states no year."""
    path = real_data / "geo/buurt_hengelo_met_kwb_wgs84.topojson"
    (layer,) = json.loads(path.read_text("utf-8"))["objects"].values()
    columns = ("vernieling_misdrijf_tegen_openbare_orde", "gewelds_en_seksuele_misdrijven")
    rows = [
        (one["properties"]["buurtcode"], [one["properties"][name] for name in columns])
        for one in layer["geometries"]
    ]
    return Axis(
        id="violence_and_vandalism",
        name=text("%(name)s", name="Geweld en vernieling per 1.000 inwoners"),
        values=pl.DataFrame(
            [
                {"area": code, "year": None, "value": float(sum(values))}
                for code, values in rows
                if min(values) >= 0  # -99999999 is missing
            ],
            schema={"area": pl.String, "year": pl.Int32, "value": pl.Float64},
        ),
        period=text("%(period)s", period="2018 of 2019, jaar niet vermeld"),
    )


@pytest.mark.realdata
def test_hengelo_gets_a_focus_map_as_an_experiment_and_the_others_are_refused(
    hengelo: Store, real_data: Path
) -> None:
    risk = catalogue()["anxiety_depression_risk_18plus"]
    rows = hengelo.observations(indicators=[risk.id, "population"])
    vulnerable = indicator_axis(rows, risk, level="neighbourhood")
    assert vulnerable.years == (2016, 2020)
    nuisance = violence(real_data)
    people = rows.filter((pl.col("indicator") == "population") & (pl.col("year") == 2020))
    residents = dict(
        people.filter(pl.col("area").str.starts_with("BU") & pl.col("value").is_not_null())
        .select("area", "value")
        .iter_rows()
    )
    mine = [code for code in residents if code.startswith("BU0164")]
    focus = focus_map(vulnerable, nuisance, residents=residents, municipality=mine)
    assert focus.refusal is None
    assert focus.experiment is not None
    said = focus.experiment.render("nl")
    assert said.startswith("Een experiment")
    assert "2018 of 2019, jaar niet vermeld" in said
    assert "kwetsbaarheid 2020, overlast 2018 of 2019, jaar niet vermeld" in focus.title.render(
        "nl"
    )
    mapped = focus.areas.filter(pl.col("state") == "mapped")
    assert focus.areas.height == 62
    assert mapped.height > 40
    assert focus.count("3-3") > 0
    change = relative_change_map(vulnerable, nuisance, residents=residents, municipality=mine)
    assert "twee gelijke jaren" in change.title.render("nl")
    total = people.filter(pl.col("area") == "NL00")["value"][0]
    odd = residual_map(
        vulnerable, nuisance, residents=residents, municipality=mine, country_residents=total
    )
    assert "landelijke verband is niet te bepalen" in odd.title.render("nl")


@pytest.mark.realdata
def test_a_residual_map_of_two_figures_of_the_health_model_is_refused(hengelo: Store) -> None:
    known = catalogue()
    names = ("anxiety_depression_risk_18plus", "noise_neighbours_18plus")
    rows = hengelo.observations(indicators=names)
    k, o = (indicator_axis(rows, known[one], level="neighbourhood") for one in names)
    found = residual_map(k, o, residents={}, municipality=[], country_residents=1.0)
    assert found.refusal is not None
    assert found.title.render("nl").startswith("Beide assen komen uit één model")


@pytest.mark.realdata
def test_hengelo_gets_those_three_from_its_store(hengelo: Store, real_data: Path) -> None:
    name = "geo/buurt_hengelo_met_kwb_wgs84.topojson"
    for raw in kwb.read(real_data / name, undated=(2018, 2019)):
        hengelo.load(raw, observe(raw, catalogue()).frame)
    found = maps_of(hengelo, "GM0164")
    assert found.vulnerable == "anxiety_depression_risk_18plus"
    assert found.nuisance == "violence_vandalism_per_1000"
    assert found.maps["focus"].refusal is None
    assert found.maps["focus"].experiment is not None
    assert found.maps["focus"].count("3-3") > 0
    assert "twee gelijke jaren" in found.maps["relative_change"].title.render("nl")
    assert "landelijke verband" in found.maps["residual"].title.render("nl")
